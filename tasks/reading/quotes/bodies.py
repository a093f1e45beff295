"""The bodies a report names: ministries, groups and courts, in order, and which of them "its" or "the group" means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set

from tasks.reading.quotes.body import Body
from tasks.reading.quotes.body_spans import ALSO, is_told, nouns_start, of_area, opens, with_place
from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.evidence import is_firm, names_of_bodies, nouns_beside
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.presenting import is_headline
from tasks.reading.quotes.tokens import Paragraph
from tasks.reading.quotes.utterances import Stretch

BODY_NOUNS = words("nouns", "organisation")
_SCANNED = (BODY_NOUNS | words("nouns", "employer") | words("standing", "premises")) - {"police"}
_COMPANIES = words("standing", "company")
_NAMES = words("names", "organisation")
_WORKPLACES = words("standing", "workplace") | {"factory", "company", "mine", "mill"}
ANY_BODY = words("nouns", "any_body")
_STATE = words("nouns", "state_body")
_ARTICLES = words("grammar", "definite") | words("grammar", "possessive") | {"a", "an"}
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past") | words("grammar", "be")
_NO_OFFICES = frozenset({"home", "house", "police", "prison", "committee", "museum"})
_HANDS = frozenset({"hand", "hands"})  # mill hands
_BESIDE = 2  # characters between "the company" and its name
_NEAR = 3  # paragraphs over which "the group" may reach
_FAR = 60  # bodies looked back over for one noun


class Bodies:
    """All printings, in order. `names` are the proper names of each paragraph, in order."""

    def __init__(self, body: str, paragraphs: Sequence[Paragraph], names: Sequence[Sequence[Name]]) -> None:
        self._body = body
        self._paragraphs = paragraphs
        self.known = names_of_bodies(paragraphs, names)
        """Names of bodies that look like names of persons, each with its fullest printing."""
        self._all: list[Body] = []
        self._opened: list[int] = []
        """Where each sentence of the report begins."""
        for at, paragraph in enumerate(paragraphs):
            begun = 0
            is_read = not is_headline(paragraph)
            for start, end in paragraph.sentences:
                behind = bisect_left(names[at], end, begun, key=lambda one: one.first)
                here, begun = names[at][begun:behind], behind
                found = self._sentence(at, len(self._opened), (start, end), here) if is_read else ()
                self._all += sorted(found, key=lambda one: one.start_char)
                self._opened.append(paragraph.tokens[start].start)
        self._hearers = {body[slice(*one.stretch)] for one in self._all if one.is_told and one.is_named}
        """Bodies that are spoken to: who reports, and no party to it."""
        self._only: dict[str, Body | None] = {}
        self._starts = [one.start_char for one in self._all]
        self._by_end = {one.end_char: one for one in self._all}
        self._sentences = [one.sentence for one in self._all]

    def _sentence(self, number: int, counted: int, sentence: Stretch, names: Sequence[Name]) -> Iterator[Body]:
        tokens = self._paragraphs[number].tokens
        # Once for all printings: a sentence as long as a book may hold thousands.
        verbs = (at for at in range(*sentence) if tokens[at].low in _VERBS or is_spoken_form(tokens[at]))
        verb = next(verbs, sentence[1])
        taken: set[int] = set()
        for name in names:
            taken.update(range(name.first, name.end))
            if name.words not in self.known and name.kind != "organisation":
                continue
            nouns = nouns_beside(tokens, name) | {low for low in name.words if low in BODY_NOUNS | _NAMES}
            nouns |= {also for low in name.words for also in ALSO.get(low, ())}
            nouns |= {"company", "firm"} if name.words[-1] in _COMPANIES else set()
            first = nouns_start(tokens, name.first, sentence[0])
            end = of_area(tokens, name.end, sentence[1]) if nouns & _STATE else name.end
            if is_firm(tokens, name.end):
                end, nouns = name.end + 2, nouns | {"company", "firm"}
            yield self._made(number, counted, sentence, (name.first, end), first, nouns, verb, is_named=True)
        for at in range(*sentence):
            token = tokens[at]
            if token.low not in _SCANNED or at in taken or token.is_quote:
                continue
            after = tokens[at + 1].low if at + 1 < sentence[1] else ""
            if at + 1 in taken or after in _HANDS or (after and kind_of_noun(after)):
                continue
            first = nouns_start(tokens, at, sentence[0])
            end = with_place(tokens, at + 1, sentence[1])
            yield self._made(number, counted, sentence, (first, end), first, frozenset({token.low}), verb)

    def _made(
        self,
        number: int,
        counted: int,
        sentence: Stretch,
        printed: Stretch,
        first: int,
        nouns: frozenset[str] | set[str],
        verb: int,
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
            end - start > 1 or (is_named and tokens[start].low not in BODY_NOUNS | _NAMES),
            is_named,
            opens(tokens, sentence[0], before),
            before > sentence[0] + 1 and is_told(tokens, before - 1),
            verb < before
            or (end < sentence[1] and tokens[end].text == "," and tokens[sentence[0]].low not in PREPOSITIONS),
        )

    def ending_at(self, end_char: int) -> Body | None:
        """The printing that ends at an offset."""
        return self._by_end.get(end_char)

    def owner(self, start_char: int) -> Body | None:
        """The one body that "its" at an offset means: what this sentence or the one before speaks of."""
        at = bisect_left(self._starts, start_char)
        here = self._sentence_at(start_char)
        near = self._all[max(0, at - 8) : at]
        told = {one.end_char for one in near if one.is_told}
        same = [one for one in near if one.sentence == here and not one.is_told and not _renames(one, told)]
        for one in (*_widest_first(one for one in same if one.opens), *(one for one in same[::-1] if one.is_apart)):
            return self.fullest(one) or one
        for one in same[::-1]:
            if self._body[one.end_char : one.end_char + 2] in ("'s", "’s"):  # "For six of the station's years its head"
                return self.fullest(one) or one
        for back in (1, 2):
            earlier = [one for one in self._of_sentence(here - back) if not one.is_told]
            opening = next(iter(_widest_first(one for one in earlier if one.opens)), None)
            last = earlier[-1] if back == 1 and earlier and not self._is_where(earlier[-1]) else None
            one_or_none = opening or last
            if one_or_none:
                return self.fullest(one_or_none) or one_or_none
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
        plain: Body | None = None
        for one in reversed(self._all[max(0, at - _FAR) : at]):
            if not one.is_full:
                continue
            if noun in one.nouns and not self._is_any(one):
                return (one if one.is_named else self._own_named(noun, one, at)) or one
            plain = plain or (one if noun in one.nouns else None)
            fits = (
                noun in ANY_BODY
                and one.is_named
                and not self._hears(one)
                and not one.nouns & _STATE
                and here - one.paragraph <= _NEAR
            )
            loose = loose or (one if fits else None)
        return plain or loose

    def _own_named(self, noun: str, other: Body, high: int) -> Body | None:
        """A body by name for "the bank" where only a mention of another kind ("the central bank") came between."""
        if self._body[other.start_char : other.end_char].count(" ") != 1:
            return None
        found = [one for one in self._all[max(0, high - _FAR) : high] if one.is_named and one.is_full]
        texts = {self._body[slice(*one.stretch)] for one in found if noun in one.nouns}
        return next((one for one in found if noun in one.nouns), None) if len(texts) == 1 else None

    def only(self, noun: str) -> Body | None:
        """The one body by name that the whole report calls so. Nouns are those of a list: each is looked up once."""
        if noun not in self._only:
            found = [one for one in self._all if one.is_named and one.is_full and noun in one.nouns]
            is_one = len({self._body[slice(*one.stretch)] for one in found}) == 1
            self._only[noun] = found[0] if is_one and not self._hears(found[0]) else None
        return self._only[noun]

    def _is_where(self, one: Body) -> bool:
        """ "In a brewery": where something is, and no owner."""
        return self._body[max(0, one.start_char - 6) : one.start_char].lower().endswith((" in a ", " at a "))

    def _is_any(self, one: Body) -> bool:
        """ "A small station": a phrase that a name may make plain."""
        return not one.is_named and self._body[max(0, one.start_char - 3) : one.start_char].lower().endswith(
            (" a ", "\na ", " an ")
        )

    def _hears(self, one: Body) -> bool:
        return self._body[slice(*one.stretch)] in self._hearers

    def at_work(self, start_char: int, *, is_far: bool = False) -> Body | None:
        """The body of somebody whose office only a body has ("the editor-in-chief, X"): the last that one of these two
        sentences names in full, or calls so that the report tells which; "there" may mean one further back."""
        at = bisect_left(self._starts, start_char)
        here = self._sentence_at(start_char)
        for one in reversed(self._all[max(0, at - (8 if is_far else _NEAR)) : at]):
            far = self._paragraph_at(start_char) - one.paragraph
            if is_far and far <= _NEAR and (self._hears(one) or self._body[one.start_char - 1] == "/"):
                continue
            if far > (_NEAR if is_far else 0) or (not is_far and (here - one.sentence > 1 or self._hears(one))):
                return None
            full = self.fullest(one)
            if full and not full.nouns & _NO_OFFICES:
                return full
        return None

    def workplace(self, start_char: int) -> Body | None:
        """The body that "the plant" at an offset means: the last one by name that is a place of work."""
        at = bisect_left(self._starts, start_char)
        for one in reversed(self._all[max(0, at - _FAR) : at]):
            if one.is_named and one.nouns & _WORKPLACES:
                return one
        return None

    def fullest(self, one: Body) -> Body | None:
        """The same body printed in full; none where only its bare noun is."""
        if one.is_named and one.is_full:
            return one
        at = bisect_left(self._starts, one.end_char)
        beside = self._all[at] if at < len(self._all) else None
        if beside and beside.is_named and beside.start_char - one.end_char <= _BESIDE and beside.nouns & one.nouns:
            return beside  # "The company, N,"
        if one.is_full:
            return one
        return next((found for noun in sorted(one.nouns) if (found := self.called(noun, one.start_char))), None)

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
        return max(0, bisect_left(self._opened, start_char + 1) - 1)


def _renames(one: Body, told: Set[int]) -> bool:
    """Whether a phrase says what the body right before it is: "told N, a rights group,"."""
    return any(one.start_char - gap in told for gap in range(4, 7))


def _widest_first(found: Iterable[Body]) -> list[Body]:
    """In order; of two that begin at one place ("the ministry’s regional directorate") the wider first."""
    return sorted(found, key=lambda one: (one.start_char, -one.end_char))
