"""The body somebody belongs to: in the role, in front of it, beside the name, or told in a sentence of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tasks.reading.quotes.bodies import BODY_NOUNS, Bodies
from tasks.reading.quotes.body import Body
from tasks.reading.quotes.body_reader import BodyReader, People
from tasks.reading.quotes.body_words import is_named, is_police, phrase_end, police_before
from tasks.reading.quotes.introductions import Introductions
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.role_ends import end_with_place
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.told import told_role
from tasks.reading.quotes.utterances import Stretch
from tasks.reading.quotes.workplaces import housing, leading, own_body, spoken_for, told_body, worked_there

_ONCE = frozenset(
    {"formerly", "previously", "now", "currently", "recently", "until", "himself", "herself", "both", "also"}
)
_ITS = frozenset({"its"})
_TOLD_OF = words("standing", "workplace") | words("nouns", "kin") | {"family", "couple", "household", "clan"}
_OF_A_BODY = words("standing", "of_a_body") - {"president", "secretary", "manager"}
_KEEPS = {
    "judge": frozenset({"court", "tribunal"}),
    "minister": frozenset({"ministry"}),
    "doctor": frozenset({"hospital"}),
}
_KEEPERS = frozenset({"presiding", "chief", "deputy", "the", "judge", "minister", "doctor", "head"})
_SEATED = frozenset({"at", "with", "from", "in"})
_FAR = 80  # tokens between the several and "one of them"
_THEM = frozenset({"them", "these", "those"})
_LONGEST = 14
_WARDS = frozenset({"ward", "wing", "desk", "section", "division", "faculty"})
_UNITS = frozenset({"department", "unit", "team", "clinic", "programme", "program", "laboratory"})
_AREAS = frozenset({"district", "region", "province", "city", "town", "county", "country", "republic", "village"})


class Affiliations:
    """Finds the bodies behind the roles and names of one report."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        bodies: Bodies,
        register: People,
        introductions: Introductions,
    ) -> None:
        self._paragraphs = paragraphs
        self._bodies = bodies
        self._people = register
        self._reader = BodyReader(bodies, register)
        self._introductions = introductions
        self._starts = [paragraph.start_char for paragraph in paragraphs]

    def of_role(self, role: Stretch) -> tuple[Stretch, Stretch | None]:
        """The role without whom it belongs to, where that is a person's name or a body that is known ("the group's
        coordinator": "coordinator"), and the body, where one is known."""
        place = self._place(role)
        if place is None:
            return role, None
        tokens, start, end = place
        if tokens[start].low == "own" and start + 1 < end:
            start += 1
            role = tokens[start].start, role[1]
        if start and tokens[start - 1].low in _ITS | {"own"}:
            body = self._its(tokens, start)
            return role, body.stretch if body else self._reader.within(tokens, start, end)
        mark = self._owner_mark(tokens, start, end)
        if mark is not None:
            owner = self._owner(tokens, mark) or self._joined(tokens, mark)
            first = max(start, mark + 1)
            first += tokens[first].low == "own" and first + 1 < end
            if owner or self._is_persons(tokens, mark) or self._is_told_of(tokens, mark):
                role = tokens[first].start, role[1]
            return role, owner or self._reader.within(tokens, first, end)
        found = self._reader.within(tokens, start, end) or self._reader.compound(tokens, start, end)
        return role, found or self._kept(tokens, start, end)

    def _its(self, tokens: Sequence[Token], start: int) -> Body | None:
        """Whom "its" or "its own" before a token means."""
        before = start - 1 - (tokens[start - 1].low == "own")
        return self._bodies.owner(tokens[before].start) if before >= 0 and tokens[before].low in _ITS else None

    def of_group(self, words: Stretch) -> Stretch | None:
        """The body whose people a group is: "its lawyers", "two doctors at the Tarn Clinic"."""
        place = self._place(words)
        if place is None:
            return None
        tokens, start, end = place
        if tokens[start].low in _ITS:
            body = self._bodies.owner(words[0])
            return body.stretch if body else None
        first = next((at for at in range(start, end) if tokens[at].low in _SEATED), end)
        found = self._reader.within(tokens, first, end) if first < end else None
        return found if found and is_named(tokens, start, end, found) else None

    def of_one(self, words: Stretch) -> Stretch | None:
        """The body of "one of them": that of the several of whom the last sentences speak ("Two doctors at …")."""
        place = self._place(words)
        if place is None or place[0][place[2] - 1].low not in _THEM:
            return None
        tokens, start, _ = place
        number = bisect_left(self._starts, words[0] + 1) - 1
        for paragraph, low, high in ((tokens, max(0, start - _FAR), start), *self._last_of(number - 1)):
            for at in range(high - 1, low - 1, -1):
                if kind_of_noun(paragraph[at].low) == "group" and not paragraph[at].is_capital:
                    stop = phrase_end(paragraph, at, high)
                    found = self._reader.within(paragraph, at, stop)
                    return found if found and is_named(paragraph, at, stop, found) else None
        return None

    def _last_of(self, number: int) -> list[tuple[Sequence[Token], int, int]]:
        """The last sentence of a paragraph, and the one before it."""
        if number < 0:
            return []
        paragraph = self._paragraphs[number]
        return [(paragraph.tokens, *each) for each in reversed(paragraph.sentences[-2:])]

    def there(self, start_char: int) -> Stretch | None:
        """The body that "a nurse there" at an offset means."""
        body = self._bodies.at_work(start_char) or self._bodies.at_work(start_char, is_far=True)
        return body.stretch if body else None

    def spoken_for(self, start_char: int) -> Stretch | None:
        """The body whose spokesman "a spokesman" at an offset is: the one that these sentences begin with."""
        body = self._bodies.subject_before(start_char)
        return body.stretch if body and body.is_named else None

    def told(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """The body that a clause tells of, by the token range that may name it ("He works for …")."""
        if is_police(tokens, start, end):
            return police_before(tokens, start)
        of = next((at for at in range(start + 1, end) if tokens[at].low in ("of", "at")), None)
        if of and tokens[of - 1].low in (
            _WARDS if tokens[of].low == "of" else _WARDS | _UNITS
        ):  # "ran the dental ward of the hospital"
            within = self._reader.noun_at(tokens, of + 1, end, is_told=True) or self._reader.within(tokens, of, end)
            if within:
                return within
        found = self._reader.named_at(tokens, start, end, is_sure=True)
        if found is None:
            found = self._reader.noun_at(tokens, start, end, is_told=True)
        return found or self._reader.within(tokens, start, end)

    def end_with_place(self, words: Stretch) -> int:
        """Where a phrase ends together with the place behind it: "a teacher" of "a teacher in the village"."""
        place = self._place(words)
        return place[0][end_with_place(place[0], place[2]) - 1].end if place else words[1]

    def of_name(self, paragraph: Paragraph, name: Name) -> Stretch | None:
        """The body beside a name: "X of the Coast Clinic", "Civil Watch's X", "X, who heads …"."""
        tokens = paragraph.tokens
        if name.outset > 1 and tokens[name.outset - 1].low == "'s":
            owner = self._bodies.ending_at(tokens[name.outset - 2].end)
            if owner:
                return owner.stretch
        if name.end + 2 < len(tokens) and tokens[name.end].text == "(":
            close = next(
                (n for n in range(name.end, min(len(tokens), name.end + _LONGEST)) if tokens[n].text == ")"), 0
            )
            inside = self._reader.named_at(tokens, name.end + 1, close, is_sure=False) if close else None
            if inside and inside[1] == tokens[close - 1].end:
                return inside
        at = name.end + (name.end < len(tokens) and tokens[name.end].text in (",", "("))
        while at + 1 < len(tokens) and tokens[at].low in _ONCE:
            at += 1
        if at + 1 < len(tokens) and tokens[at].low in ("of", "from", "at", "with"):
            found = self._reader.named_at(tokens, at + 1, min(len(tokens), at + _LONGEST), is_sure=False)
            if found:
                return found
        told = self._told_beside(tokens, name)
        if told:
            return told
        role = told_role(tokens, name.end)
        in_role = self.of_role(role)[1] if role else None
        if in_role:
            return in_role
        place = leading(tokens, name.outset) or housing(tokens, name.outset, name.end)
        body = self._bodies.ending_at(tokens[place - 1].end) if place else None
        full = self._bodies.fullest(body) if body else None
        return full.stretch if full else None

    def _told_beside(self, tokens: Sequence[Token], name: Name) -> Stretch | None:
        """What the sentence tells: "X, who heads …", "X's party, N, …", "X, who worked there"."""
        owner = name.end + (name.end < len(tokens) and tokens[name.end].text == ",")
        own = own_body(tokens, owner) if owner < len(tokens) and tokens[owner].low in ("'s", "whose") else None
        told = own or told_body(tokens, name.end) or spoken_for(tokens, name.outset)
        if told:
            return self.told(tokens, *told)
        return self.there(tokens[name.first].start) if worked_there(tokens, name.end) else None

    def _place(self, stretch: Stretch) -> tuple[Sequence[Token], int, int] | None:
        number = bisect_left(self._starts, stretch[0] + 1) - 1
        if number < 0:
            return None
        tokens = self._paragraphs[number].tokens
        start = bisect_left(tokens, stretch[0], key=_start)
        end = bisect_left(tokens, stretch[1], key=_start)
        return (tokens, start, end) if start < end and tokens[start].start == stretch[0] else None

    def _owner_mark(self, tokens: Sequence[Token], start: int, end: int) -> int | None:
        """The "'s" of whoever the role belongs to, inside it or right before it."""
        head = head_of(tokens, start, end)
        inside = next((at for at in range((head or start), start, -1) if tokens[at].low == "'s"), None)
        if inside is not None:
            return inside
        return start - 1 if start > 1 and tokens[start - 1].low == "'s" else None

    def _owner(self, tokens: Sequence[Token], mark: int) -> Stretch | None:
        noun = tokens[mark - 1]
        known = self._bodies.ending_at(noun.end)
        full = self._bodies.fullest(known) if known and known.is_named else known
        if full and full.is_full:
            return full.stretch
        is_definite = not noun.is_capital or (mark > 1 and tokens[mark - 2].low == "the")
        called = noun.low if noun.low in BODY_NOUNS and is_definite else None
        body = (self._bodies.called(called, noun.start) or self._bodies.only(called)) if called else None
        return body.stretch if body else None

    def _joined(self, tokens: Sequence[Token], mark: int) -> Stretch | None:
        """ "Hearth and Path's campaigner": two words that are nobody's names."""
        if mark < 3 or tokens[mark - 2].low != "and":
            return None
        pair = tokens[mark - 3], tokens[mark - 1]
        if not all(one.is_capital and not self._people.is_person((one.low,)) for one in pair):
            return None
        return pair[0].start, pair[1].end

    def _is_persons(self, tokens: Sequence[Token], mark: int) -> bool:
        noun = tokens[mark - 1]
        return noun.is_capital and kind_of_noun(noun.low) is None and self._people.is_known((noun.low,))

    def _is_told_of(self, tokens: Sequence[Token], mark: int) -> bool:
        """Whether the owner is kin, or a named person by office, of whom the report tells: "the family’s lawyer"."""
        low = tokens[mark - 1].low
        if low in _AREAS and not tokens[mark - 1].is_capital and tokens[mark - 2].low in ("the", "our", "this"):
            return True
        if low in _TOLD_OF:
            return self._introductions.is_printed(low, tokens[mark - 1].start)
        if kind_of_noun(low) != "role":
            return False
        return self._introductions.holds(low, tokens[mark - 1].start) or self._introductions.is_title(low)

    def _kept(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """A judge's court, a deputy minister's ministry: the one this passage begins to speak of."""
        is_beside = end < len(tokens) and tokens[end].text == ","
        if (
            start
            and is_beside
            and tokens[start - 1].low == "the"
            and tokens[end - 1].low in _OF_A_BODY
            and end - start <= 2
        ):
            one = self._bodies.at_work(tokens[start].start)
            return one.stretch if one else None
        nouns = _KEEPS.get(tokens[end - 1].low)
        if nouns is None or any(token.low not in _KEEPERS for token in tokens[start:end]):
            return None
        if tokens[end - 1].low == "doctor" and start == end - 1:
            return None
        body = self._bodies.subject_before(tokens[start].start, nouns)
        return body.stretch if body else None


def _start(token: Token) -> int:
    return token.start
