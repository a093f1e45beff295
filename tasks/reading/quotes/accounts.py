"""What the sentences around a name tell of its bearer: "X waits. She is a nurse at …", "His brother came. X said …"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import role_span
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import head_of
from tasks.reading.quotes.people import Person, Sighting
from tasks.reading.quotes.presenting import is_headline
from tasks.reading.quotes.subjects import long_subject, object_of, subject
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.told import attributed, told_role
from tasks.reading.quotes.utterances import Stretch, sentence_of
from tasks.reading.quotes.workplaces import own_body, told_body

_PRONOUNS = {"he": "male", "she": "female"}
_OWN = {"his": "male", "her": "female"}
_KIN = words("nouns", "kin")
_FEMALE, _MALE = words("nouns", "female"), words("nouns", "male")
_ARTICLES = frozenset({"the", "a", "an"})
_ACT_ON = words("standing", "act_on")
_LEDE = 4  # paragraphs with which a report opens, its headline among them
_LONG = 12  # words of "The coffin maker on Harbour Street"
_CHAIN = 3  # sentences in a row that begin with "she"
_CROWD = 30  # printings of names in one sentence: "she" may be anybody
_SUBJECT = 6  # words of a subject with its article
Place = tuple[Sequence[Token], int, int]
"""A sentence: tokens of its paragraph, and where it begins and ends in them."""


class Accounts:
    """Reads the sentences beside the printings of a name. `sightings` are those of all people, in order."""

    def __init__(self, paragraphs: Sequence[Paragraph], sightings: Sequence[Sighting]) -> None:
        self._paragraphs = paragraphs
        self._sightings = sightings
        self._starts = [sighting.start_char for sighting in sightings]

    def role(self, person: Person) -> Stretch | None:
        """The role told of a person in the sentences behind or before the first printings of the name."""
        return next(self.roles(person), None) or self._introduced(person)

    def roles(self, person: Person) -> Iterator[Stretch]:
        """The roles that the sentences behind the name tell: "She is its treasurer."."""
        for tokens, start in self._followed(person):
            role = told_role(tokens, start + 1)
            if role:
                yield role
        yield from self._renamed(person)

    def _renamed(self, person: Person) -> Iterator[Stretch]:
        """ "X has gone. The blogger, whose father …": what the next sentence calls the only one whom this one names."""
        for number, name in person.named[:1]:
            following = self._after(number, name.first) if self._is_alone(person, number, name) else None
            if following is None:
                continue
            number, start, end = following
            tokens = self._paragraphs[number].tokens
            own = self._fronted(person, tokens, start, end)
            if own:
                yield own
            stop = next((at for at in range(start + 2, min(end - 1, start + _SUBJECT)) if tokens[at].text == ","), None)
            if stop is None or tokens[start].low != "the" or tokens[stop + 1].low not in ("who", "whose"):
                continue
            role = None if tokens[stop - 1].low in _ACT_ON else role_span(tokens, start, stop)
            if role and _is_of_gender(tokens, (start, stop), person):
                yield role

    def _fronted(self, person: Person, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """ "X sat down. A retired sailor, he sells tea.": the role before "he"."""
        if tokens[start].low not in ("a", "an"):
            return None
        stop = next((at for at in range(start + 2, min(end - 1, start + _LONG)) if tokens[at].text == ","), None)
        gender = _PRONOUNS.get(tokens[stop + 1].low) if stop is not None else None
        return role_span(tokens, start, stop) if stop and gender and person.gender in (None, gender) else None

    def bodies(self, person: Person) -> Iterator[tuple[Sequence[Token], int, int]]:
        """The token ranges that may name the person's body: "He works for …", "Her party, N, …"."""
        for tokens, start in self._followed(person):
            told = told_body(tokens, start + 1) or own_body(tokens, start)
            if told:
                yield tokens, *told
        for start_char in person.seen[:_CROWD]:
            tokens, start = self._token(start_char)
            mark = next((at for at in range(start, min(len(tokens), start + 4)) if tokens[at].low == "'s"), None)
            told = own_body(tokens, mark) if mark is not None and mark > start else None
            if told:
                yield tokens, *told

    def _token(self, start_char: int) -> tuple[Sequence[Token], int]:
        number = max(0, bisect_right(self._paragraphs, start_char, key=lambda each: each.start_char) - 1)
        tokens = self._paragraphs[number].tokens
        return tokens, bisect_left(tokens, start_char, key=lambda token: token.start)

    def _followed(self, person: Person) -> Iterator[tuple[Sequence[Token], int]]:
        """Where the sentences begin that go on about the person: with "she", or with what is hers."""
        for number, name in person.named:
            place = number, name.first
            if not self._is_alone(person, number, name):
                continue
            for _ in range(_CHAIN):
                following = self._after(*place)
                if following is None:
                    break
                number, start, _ = following
                tokens = self._paragraphs[number].tokens
                gender = {**_PRONOUNS, **_OWN}.get(tokens[start].low)
                if (
                    gender is None
                    or person.gender not in (None, gender)
                    or self._may_mean_another(person, place, gender)
                ):
                    break
                yield tokens, start
                if tokens[start].low in _OWN:
                    break
                place = number, start

    def _is_alone(self, person: Person, number: int, name: Name) -> bool:
        """Whether "she" in the next sentence can mean no other whom this one names."""
        paragraph = self._paragraphs[number]
        start, end = sentence_of(paragraph, name.first)
        here = self._between(paragraph.tokens[start].start, paragraph.tokens[end - 1].end)
        others = [one for one in here if one.person is not person and not one.person.is_body]
        if len(here) == _CROWD:
            return False
        if not any(one.person.is_person or one.person.is_likely for one in others):
            return True
        return here[0].person is person and here[0].is_subject and not any(one.is_subject for one in others)

    def _may_mean_another(self, person: Person, place: tuple[int, int], gender: str) -> bool:
        """Whether the sentence that holds a token names another of that gender, and the person's own is not known."""
        if person.gender:
            return False
        paragraph = self._paragraphs[place[0]]
        start, end = sentence_of(paragraph, place[1])
        here = self._between(paragraph.tokens[start].start, paragraph.tokens[end - 1].end)
        return any(one.person is not person and one.person.gender == gender for one in here)

    def _between(self, start_char: int, end_char: int) -> Sequence[Sighting]:
        first = bisect_left(self._starts, start_char)
        return self._sightings[first : min(first + _CROWD, bisect_left(self._starts, end_char))]

    def _after(self, number: int, token: int) -> tuple[int, int, int] | None:
        """The sentence after the one that holds a token, in the next paragraph if need be."""
        end = sentence_of(self._paragraphs[number], token)[1]
        if end < len(self._paragraphs[number].tokens):
            return number, *sentence_of(self._paragraphs[number], end)
        if number + 1 < len(self._paragraphs) and self._paragraphs[number + 1].tokens:
            return number + 1, *sentence_of(self._paragraphs[number + 1], 0)
        return None

    def _introduced(self, person: Person) -> Stretch | None:
        """The role in the sentence before the first printing: "His brother disagreed. … said X"."""
        if not person.named:
            return None
        number, name = person.named[0]
        if self._paragraphs[number].tokens[name.first].start > person.seen[0]:
            return None
        before = self._before(number, name.first)
        if before is None:
            return None
        tokens, start, end = before
        here = self._between(tokens[start].start, tokens[end - 1].end)
        others = [one for one in here if not one.person.is_body and one.person.is_person]
        found = subject(tokens, start, end) if not others else None
        if found is None and not others and self._is_lede(tokens, start):
            found = long_subject(tokens, start, end)
        found = found or object_of(tokens, start, end) or self._kin_before(person, tokens, (start, end))
        role = role_span(tokens, *found) if found else None
        return role if role and _is_of_gender(tokens, found, person) else None

    def _kin_before(self, person: Person, tokens: Sequence[Token], sentence: tuple[int, int]) -> tuple[int, int] | None:
        """ "They took him, his sister said.\n“…,” said X": kin to whom words are given before they have a name."""
        found = attributed(tokens, *sentence, frozenset(_OWN)) if person.gender else None
        head = head_of(tokens, *found) if found else None
        return found if head is not None and tokens[head].low in _KIN & (_FEMALE | _MALE) else None

    def told_before(self, person: Person) -> Stretch | None:
        """The role of "a former buyer said. The man, identified as X, …"."""
        if not person.named:
            return None
        number, name = person.named[0]
        tokens = self._paragraphs[number].tokens
        start = sentence_of(self._paragraphs[number], name.first)[0]
        is_hidden = tokens[start].low == "the" and tokens[start + 1].low in ("man", "woman")
        before = self._before(number, name.first) if is_hidden and person.is_pseudonym else None
        found = attributed(*before, _ARTICLES - {"the"}) if before else None
        return role_span(before[0], *found) if before and found else None

    def _is_lede(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether a sentence is among the first of a report, and whoever it begins with is still to be named."""
        opening = [paragraph.tokens for paragraph in self._paragraphs[:_LEDE]]
        if start or not any(each is tokens for each in opening) or tokens[start].low != "the":
            return False
        noun = tokens[start + 1].low if len(tokens) > 1 else ""
        before = opening[: next(at for at, each in enumerate(opening) if each is tokens)]
        return not any(token.low == noun for each in before for token in each)

    def _before(self, number: int, token: int) -> Place | None:
        """The sentence of prose before the one that holds a token."""
        start = sentence_of(self._paragraphs[number], token)[0]
        for _ in range(_CHAIN):
            if start == 0:
                number -= 1
                if number < 0 or not self._paragraphs[number].tokens or is_headline(self._paragraphs[number]):
                    return None
                start = len(self._paragraphs[number].tokens)
                if self._paragraphs[number].tokens[-1].text not in ".?!…":
                    return None
            found = sentence_of(self._paragraphs[number], start - 1)
            tokens = self._paragraphs[number].tokens
            if found[1] - found[0] == 1 and tokens[found[0]].is_quote:
                start = found[0]
                continue
            return tokens, *found
        return None


def _is_of_gender(tokens: Sequence[Token], found: tuple[int, int] | None, person: Person) -> bool:
    head = head_of(tokens, *found) if found else None
    if head is None:
        return False
    low = tokens[head].low
    if person.gender is None:
        return True
    return low not in (_MALE if person.gender == "female" else _FEMALE)
