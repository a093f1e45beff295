"""The bodies a report names: ministries, groups and courts, in order, and which of them "its" or "the group" means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.evidence import names_of_bodies, nouns_beside
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import PREPOSITIONS, STOPS, kind_of_noun
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

BODY_NOUNS = words("nouns", "organisation")
_ANY_BODY = words("nouns", "any_body")
_STATE = words("nouns", "state_body")
_NOT_BEFORE = (
    words("grammar", "finite")
    | words("grammar", "irregular_past")
    | words("grammar", "modal")
    | words("grammar", "definite")
    | words("grammar", "possessive")
    | words("grammar", "determiner")
    | words("grammar", "before_role")
    | PREPOSITIONS
    | PRONOUNS
    | STOPS
) - {"'s"}
_ARTICLES = words("grammar", "definite") | words("grammar", "possessive") | {"a", "an"}
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past") | words("grammar", "be")
_WIDEST = 8  # words of a body's name before its noun
_NEAR = 3  # paragraphs over which "the group" may reach
_FAR = 60  # bodies looked back over for one noun


@dataclass(frozen=True, slots=True)
class Body:
    """One printing of a body, without article; of a name after a noun ("the watchdog Free C."), the name."""

    start_char: int
    end_char: int
    nouns: frozenset[str]
    """What it may be called: "commission", "watchdog"."""
    paragraph: int
    sentence: int
    """Counted through the report."""
    is_full: bool
    """A name, or more than the bare noun."""
    is_named: bool
    opens: bool
    """It is what its sentence begins with."""
    after_verb: bool

    @property
    def stretch(self) -> Stretch:
        return self.start_char, self.end_char


class Bodies:
    """All printings, in order. `names` are the proper names of each paragraph, in order."""

    def __init__(self, body: str, paragraphs: Sequence[Paragraph], names: Sequence[Sequence[Name]]) -> None:
        self._body = body
        self._paragraphs = paragraphs
        self.known = names_of_bodies(paragraphs, names)
        """Names of bodies that look like names of persons, each with its fullest printing."""
        self._all: list[Body] = []
        self._counted: list[int] = []
        number = 0
        for at, paragraph in enumerate(paragraphs):
            self._counted.append(number)
            for start, end in paragraph.sentences:
                here = [one for one in names[at] if start <= one.first < end]
                self._all += sorted(self._sentence(at, number, (start, end), here), key=lambda one: one.start_char)
                number += 1
        self._starts = [one.start_char for one in self._all]
        self._sentences = [one.sentence for one in self._all]

    def _sentence(self, number: int, counted: int, sentence: Stretch, names: Sequence[Name]) -> Iterator[Body]:
        tokens = self._paragraphs[number].tokens
        taken: set[int] = set()
        for name in names:
            taken.update(range(name.first, name.end))
            if name.words not in self.known and name.kind != "organisation":
                continue
            nouns = nouns_beside(tokens, name) | {low for low in name.words if low in BODY_NOUNS}
            first = nouns_start(tokens, name.first, sentence[0])
            yield self._made(number, counted, sentence, (name.first, name.end), first, nouns, is_named=True)
        for at in range(*sentence):
            token = tokens[at]
            if token.low not in BODY_NOUNS or at in taken or token.is_quote:
                continue
            if at + 1 < sentence[1] and (kind_of_noun(tokens[at + 1].low) or at + 1 in taken):
                continue
            first = nouns_start(tokens, at, sentence[0])
            yield self._made(number, counted, sentence, (first, at + 1), first, frozenset({token.low}))

    def _made(
        self,
        number: int,
        counted: int,
        sentence: Stretch,
        printed: Stretch,
        first: int,
        nouns: frozenset[str] | set[str],
        *,
        is_named: bool = False,
    ) -> Body:
        tokens = self._paragraphs[number].tokens
        start, end = printed
        before = first - (first > sentence[0] and tokens[first - 1].low in _ARTICLES)
        return Body(
            tokens[start].start,
            tokens[end - 1].end,
            frozenset(nouns),
            number,
            counted,
            is_named or end - start > 1,
            is_named,
            before - sentence[0] <= 1 or (tokens[before - 1].text == "," and tokens[sentence[0]].low in PREPOSITIONS),
            any(token.low in _VERBS or is_spoken_form(token) for token in tokens[sentence[0] : before]),
        )

    def owner(self, start_char: int) -> Body | None:
        """The one body that "its" at an offset means: what this sentence or the one before speaks of."""
        at = bisect_left(self._starts, start_char)
        here = self._sentence_at(start_char)
        same = [one for one in self._all[max(0, at - 8) : at] if one.sentence == here]
        for one in (*(one for one in same if one.opens), *(one for one in same[::-1] if one.after_verb)):
            return self.fullest(one)
        for back in (1, 2):
            earlier = self._of_sentence(here - back)
            opening = next((one for one in earlier if one.opens), None)
            if opening or (back == 1 and earlier):
                return self.fullest(opening or earlier[-1])
        return None

    def subject_before(self, start_char: int, nouns: frozenset[str] | None = None) -> Body | None:
        """The body with which this sentence or one of the two before begins; of those nouns only, where given."""
        here = self._sentence_at(start_char)
        for back in range(3):
            for one in self._of_sentence(here - back):
                if one.opens and one.start_char < start_char and (nouns is None or one.nouns & nouns):
                    return self.fullest(one)
        return None

    def called(self, noun: str, start_char: int) -> Body | None:
        """The body that "the group" or "the ministry" at an offset means: the last one printed in full."""
        at = bisect_left(self._starts, start_char)
        here = self._paragraph_at(start_char)
        loose: Body | None = None
        for one in reversed(self._all[max(0, at - _FAR) : at]):
            if not one.is_full:
                continue
            if noun in one.nouns:
                return one
            fits = noun in _ANY_BODY and one.is_named and not one.nouns & _STATE and here - one.paragraph <= _NEAR
            loose = loose or (one if fits else None)
        return loose

    def fullest(self, one: Body) -> Body | None:
        """The same body printed in full; none where only its bare noun is."""
        if one.is_full:
            return one
        return next((found for noun in one.nouns if (found := self.called(noun, one.start_char))), None)

    def _of_sentence(self, number: int) -> list[Body]:
        at = bisect_left(self._sentences, number)
        found = []
        while at < len(self._all) and self._all[at].sentence == number:
            found.append(self._all[at])
            at += 1
        return found

    def _paragraph_at(self, start_char: int) -> int:
        return max(0, bisect_left(self._paragraphs, start_char + 1, key=lambda each: each.start_char) - 1)

    def _sentence_at(self, start_char: int) -> int:
        number = self._paragraph_at(start_char)
        paragraph = self._paragraphs[number]
        before = self._counted[number]
        starts = [paragraph.tokens[start].start for start, _ in paragraph.sentences]
        return before + max(0, bisect_left(starts, start_char + 1) - 1)


def nouns_start(tokens: Sequence[Token], head: int, low: int) -> int:
    """Where the words before a noun begin: "regional water department", "city prosecutor's office"."""
    start = head
    while start > max(low, head - _WIDEST):
        before = tokens[start - 1]
        if before.low in ("'s", "’", "'") and start - 1 > low and tokens[start - 2].is_word:
            start -= 1
            continue
        if not before.is_word or before.low in _NOT_BEFORE or before.is_quote or is_spoken_form(before):
            break
        if before.low.endswith(("ed", "ing")) and not before.is_capital:
            break
        start -= 1
    while start < head and tokens[start].low in ("'s", "’", "'"):
        start += 1
    return start
