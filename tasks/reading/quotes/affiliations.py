"""The body somebody belongs to: in the role, in front of it, beside the name, or told in a sentence of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Protocol

from tasks.reading.quotes.bodies import BODY_NOUNS, Bodies, Body, nouns_start, with_place
from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.roles import OWNERS, end_with_place
from tasks.reading.quotes.told import told_role
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch
from tasks.reading.quotes.workplaces import housing, leading, spoken_for, told_body

_WITHIN = frozenset({"of", "at", "from", "for", "with", "in", "on"})
_SURE = frozenset({"at", "with"})  # what follows is a body more often than a place
_OFFICES = words("nouns", "office")
_NOT_NAMED = words("nouns", "state_body") | {"police", "home", "house", "court", "church", "delegation", "team", "body", "parish"}
_NAMED_AFTER = (BODY_NOUNS | words("nouns", "named_after") | {"radio"}) - _NOT_NAMED
_ONCE = frozenset({"formerly", "previously", "now", "currently", "recently", "until", "himself", "herself", "both", "also"})
_BOARDS = frozenset({"board", "council", "committee", "commission", "panel", "jury", "team", "staff", "court"})
_CLIENTS = frozenset({"lawyer", "counsel", "attorney", "advocate", "correspondent"})  # of these, not where they belong
_WORKPLACES = words("standing", "workplace")
_BODIES = BODY_NOUNS | words("nouns", "employer") | _WORKPLACES
_NOT_ALONE = frozenset({"home", "police", "station", "parliament", "house"}) | _WORKPLACES
_ITS = frozenset({"its"})
_RANKED = frozenset({"former", "deputy", "acting", "chief", "senior", "first", "then", "vice", "assistant"})
_TOLD_OF = words("standing", "workplace") | {"family", "couple", "household", "clan"}
_OF_A_BODY = words("standing", "of_a_body") - {"president", "secretary", "manager"}
_NO_MEMBERS = words("standing", "no_member")
_MEMBERS = words("standing", "member")
_MANY = frozenset({"court", "service", "team", "campaign", "body", "school"})
"""Of which a report names so many that "court spokeswoman" does not say which."""
_STATE = frozenset({"ministry", "treasury", "commission", "committee", "municipality"})
_KEEPS = {
    "judge": frozenset({"court", "tribunal"}),
    "minister": frozenset({"ministry"}),
    "doctor": frozenset({"hospital"}),
}
_KEEPERS = frozenset({"presiding", "chief", "deputy", "the", "judge", "minister", "doctor", "head"})
_AFTER_BODY = PREPOSITIONS | {"who", "which", "based", "and"} | words("standing", "ends_role")
_HEADS = frozenset({"head", "leader", "chief", "president", "official", "representative", "delegate", "lawyer"})
_PLACES = words("nouns", "place")
_AREAS = words("names", "place")
_COMPASS = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "middle"})
_SPEAKS_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "member", "activist", "coordinator", "co-ordinator", "campaigner", "volunteer"})
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past")
_SEATED = frozenset({"at", "with", "from", "in"})
_SEATED_IN = ("-based", "-backed", "-led", "-run", "-funded")
_THEM = frozenset({"them", "these", "those"})
_LONGEST = 14


class People(Protocol):
    """What is asked of the people of a report."""

    def is_known(self, name: Sequence[str]) -> bool: ...

    def is_person(self, name: Sequence[str]) -> bool: ...


class Affiliations:
    """Finds the bodies behind the roles and names of one report. `is_printed`: whether a noun comes before an offset."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        bodies: Bodies,
        register: People,
        is_printed: Callable[[str, int], bool],
    ) -> None:
        self._paragraphs = paragraphs
        self._bodies = bodies
        self._people = register
        self._is_printed = is_printed
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
            return role, body.stretch if body else self._within(tokens, start, end)
        mark = self._owner_mark(tokens, start, end)
        if mark is not None:
            owner = self._owner(tokens, mark)
            first = max(start, mark + 1)
            if owner or self._is_persons(tokens, mark) or self._is_told_of(tokens, mark):
                role = tokens[first].start, role[1]
            return role, owner or self._within(tokens, first, end)
        found = self._within(tokens, start, end) or self._compound(tokens, start, end)
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
        found = self._within(tokens, first, end) if first < end else None
        return found if found and _is_named(tokens, start, end, found) else None

    def of_one(self, words: Stretch) -> Stretch | None:
        """The body of "one of them": that of the several of whom the last sentences speak ("Two doctors at …")."""
        place = self._place(words)
        if place is None or place[0][place[2] - 1].low not in _THEM:
            return None
        tokens, start, _ = place
        number = bisect_left(self._starts, words[0] + 1) - 1
        for paragraph, low, high in ((tokens, 0, start), *self._last_of(number - 1)):
            for at in range(high - 1, low - 1, -1):
                if kind_of_noun(paragraph[at].low) == "group" and not paragraph[at].is_capital:
                    stop = _phrase_end(paragraph, at, high)
                    found = self._within(paragraph, at, stop)
                    return found if found and _is_named(paragraph, at, stop, found) else None
        return None

    def _last_of(self, number: int) -> list[tuple[Sequence[Token], int, int]]:
        """The last sentence of a paragraph, and the one before it."""
        if number < 0:
            return []
        paragraph = self._paragraphs[number]
        return [(paragraph.tokens, *each) for each in reversed(paragraph.sentences[-2:])]

    def there(self, start_char: int) -> Stretch | None:
        """The body that "a nurse there" at an offset means."""
        body = self._bodies.at_work(start_char)
        return body.stretch if body else None

    def told(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """The body that a clause tells of, by the token range that may name it ("He works for …")."""
        found = self._named_at(tokens, start, end, is_sure=True)
        if found is None:
            found = self._noun_at(tokens, start, end, is_told=True)
        return found or self._within(tokens, start, end)

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
            close = next((n for n in range(name.end, min(len(tokens), name.end + _LONGEST)) if tokens[n].text == ")"), 0)
            inside = self._named_at(tokens, name.end + 1, close, is_sure=False) if close else None
            if inside and inside[1] == tokens[close - 1].end:
                return inside
        at = name.end + (name.end < len(tokens) and tokens[name.end].text in (",", "("))
        while at + 1 < len(tokens) and tokens[at].low in _ONCE:
            at += 1
        if at + 1 < len(tokens) and tokens[at].low in ("of", "from", "at", "with"):
            found = self._named_at(tokens, at + 1, min(len(tokens), at + _LONGEST), is_sure=False)
            if found:
                return found
        told = told_body(tokens, name.end) or spoken_for(tokens, name.outset)
        if told:
            return self.told(tokens, *told)
        role = told_role(tokens, name.end)
        in_role = self.of_role(role)[1] if role else None
        if in_role:
            return in_role
        owner = leading(tokens, name.outset) or housing(tokens, name.outset, name.end)
        body = self._bodies.ending_at(tokens[owner - 1].end) if owner else None
        full = self._bodies.fullest(body) if body else None
        return full.stretch if full else None

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
        called = noun.low if noun.low in BODY_NOUNS and not noun.is_capital else None
        body = self._bodies.called(called, noun.start) if called else None
        return body.stretch if body else None

    def _is_persons(self, tokens: Sequence[Token], mark: int) -> bool:
        noun = tokens[mark - 1]
        return noun.is_capital and kind_of_noun(noun.low) is None and self._people.is_known((noun.low,))

    def _is_told_of(self, tokens: Sequence[Token], mark: int) -> bool:
        """Whether the owner is kin, or holds an office, of whom the report has spoken: "the family’s lawyer"."""
        low = tokens[mark - 1].low
        if low not in _TOLD_OF and kind_of_noun(low) not in ("role", "anonymous"):
            return False
        return self._is_printed(low, tokens[mark - 1].start)

    def _within(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """The first body after "of", "at", "for" … in a role."""
        head = head_of(tokens, start, end)
        is_office = head is not None and tokens[head].low in _OFFICES
        is_member = head is not None and tokens[head].low in _MEMBERS
        is_head = head is not None and tokens[head].low in _HEADS
        is_no_member = head is not None and tokens[head].low in _NO_MEMBERS
        is_clients = head is not None and tokens[head].low in _CLIENTS
        for at in range(start, end - 1):
            low = tokens[at].low
            if low not in _WITHIN or (low in ("for", "of") and (is_clients or is_no_member)):
                continue
            if low == "on" and not any(token.low in _BOARDS for token in tokens[at + 1 : end]):
                continue
            is_of = is_member or (is_head and tokens[at + 1].low == "the")
            is_sure = low == "with" or (low == "at" and is_office) or (low == "of" and is_of)
            found = self._body_at(tokens, at + 1, end, is_sure=is_sure)
            if found:
                return found
        return None

    def _body_at(self, tokens: Sequence[Token], start: int, end: int, *, is_sure: bool) -> Stretch | None:
        """The body that tokens ``[start, end)`` begin with."""
        return self._named_at(tokens, start, end, is_sure=is_sure) or self._noun_at(tokens, start, end)

    def _named_at(self, tokens: Sequence[Token], start: int, end: int, *, is_sure: bool) -> Stretch | None:
        first = start
        while first < end and tokens[first].low in OWNERS:
            first += 1
        while first < end and (
            tokens[first].low.endswith(_SEATED_IN)
            or (not tokens[first].is_capital and tokens[first].low not in PREPOSITIONS)
        ):
            if not tokens[first].is_word and tokens[first].low != "'s":
                return None
            first += 1
        if first >= end or not tokens[first].is_capital:
            return None
        name = name_at(tokens, first, end)
        if name and name.end + 1 < end and tokens[name.end].low == "'s":  # "Tarn's Institute of …"
            owned = name_at(tokens, name.end + 1, end)
            name, first = (owned, owned.first) if owned and owned.kind == "organisation" else (name, first)
        if name and name.first > first and "-" in tokens[first].text:  # "the Tarn-based Institute of …"
            first = name.first
        stop = name.end if name else first
        wide = _wide_end(tokens, first, end)
        is_introduced = first > start and tokens[first - 1].low in _NAMED_AFTER
        is_sure = is_introduced or (is_sure and first - start <= 1)
        if is_sure:
            stop = max(stop, _capitals_end(tokens, first, end))
        if wide > stop:
            return tokens[first].start, tokens[wide - 1].end
        known = name is not None and (name.kind == "organisation" or name.words in self._bodies.known)
        is_one = tokens[stop - 1].low in _PLACES or name is not None and (name.has_title or self._people.is_person(name.words))
        likely = is_sure and (stop - first > 1 or is_introduced) and not is_one
        if not (known or likely) or not _closes(tokens, stop):
            return None
        if not is_introduced:  # "the Bar Association in Tarn"; of "the bakery Espiga in Tarn" the name
            stop = with_place(tokens, stop, end)
        return tokens[first].start, tokens[stop - 1].end

    def _noun_at(
        self, tokens: Sequence[Token], start: int, end: int, *, is_told: bool = False
    ) -> Stretch | None:
        """A body by a common noun: "the village clinic", "the hospital in Tarn"; a bare one as printed before."""
        head = head_of(tokens, start, end)
        if head is None or tokens[head].low not in _BODIES:
            return None
        first = start
        while first < head and tokens[first].low in OWNERS:
            first += 1
        stop = with_place(tokens, head + 1, end)
        is_definite = tokens[start].low not in ("a", "an", "another", "some") or first == start
        is_full = first < head if is_told else any(token.is_capital for token in tokens[first:stop])
        if not is_definite and not is_full:
            return None
        if first == head and stop == head + 1:
            here = self._bodies.ending_at(tokens[head].end)
            full = self._bodies.fullest(here) if here else self._bodies.called(tokens[head].low, tokens[head].start)
            if full is None and tokens[head].low in _WORKPLACES and start < first:
                full = self._bodies.workplace(tokens[head].start)
            if full:
                return full.stretch
            return (tokens[head].start, tokens[head].end) if tokens[head].low not in _NOT_ALONE else None
        return tokens[first].start, tokens[stop - 1].end

    def _compound(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """ "Interior Ministry spokesman", "election commission chairman"; "commission chairman" as printed before."""
        head = head_of(tokens, start, end)
        if head is None or head == start:
            return None
        opening = start
        while opening < head and tokens[opening].low in _RANKED:
            opening += 1
        name = name_at(tokens, opening, head)
        is_known = name is not None and name.words in self._bodies.known
        if name and (is_known or (name.kind == "organisation" and len(name.words) > 1)):
            stop = name.end
            while stop > name.first + 1 and kind_of_noun(tokens[stop - 1].low) == "role":
                stop -= 1  # "State Department Inspector General"
            return tokens[name.first].start, tokens[stop - 1].end
        if name and name.end == head and tokens[head].low in _SPEAKS_FOR and self._may_be_body(name):
            return tokens[name.first].start, tokens[name.end - 1].end
        if tokens[head - 1].low not in BODY_NOUNS | _STATE:
            return None
        noun = tokens[head - 1]
        first = max(start, nouns_start(tokens, head - 1, start))
        while first < head - 1 and tokens[first].low in _RANKED:
            first += 1
        if first < head - 1:
            return tokens[first].start, noun.end
        full = None if noun.low in _MANY else self._bodies.called(noun.low, noun.start)
        if full:
            return full.stretch
        return (noun.start, noun.end) if noun.low in _STATE else None

    def _may_be_body(self, name: Name) -> bool:
        """Of "Open Gate spokesman": a name of two words that is neither a person's nor a region's."""
        is_region = name.words[0] in _COMPASS or name.words[-1] in _AREAS
        return len(name.words) > 1 and not is_region and not name.has_title and not self._people.is_person(name.words)

    def _kept(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """A judge's court, a deputy minister's ministry: the one this passage begins to speak of."""
        is_beside = end < len(tokens) and tokens[end].text == ","
        if start and is_beside and tokens[start - 1].low == "the" and tokens[end - 1].low in _OF_A_BODY and end - start <= 2:
            one = self._bodies.at_work(tokens[start].start)
            return one.stretch if one else None
        nouns = _KEEPS.get(tokens[end - 1].low)
        if nouns is None or any(token.low not in _KEEPERS for token in tokens[start:end]):
            return None
        if tokens[end - 1].low == "doctor" and start == end - 1:
            return None
        body = self._bodies.subject_before(tokens[start].start, nouns)
        return body.stretch if body else None


def _is_named(tokens: Sequence[Token], start: int, end: int, body: Stretch) -> bool:
    """Whether a body inside a phrase is told with a name, not just "the council"."""
    inside = [token for token in tokens[start:end] if body[0] <= token.start < body[1]]
    return not inside or any(token.is_capital for token in inside)


def _phrase_end(tokens: Sequence[Token], at: int, high: int) -> int:
    """Past the complement of a noun: "doctors at the Tarn Clinic"."""
    stop = at + 1
    while stop < min(high, at + _LONGEST) and (tokens[stop].is_word or tokens[stop].low == "'s"):
        if is_spoken_form(tokens[stop]) or tokens[stop].low in _VERBS:
            break
        stop += 1
    return stop


def _start(token: Token) -> int:
    return token.start


def _capitals_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "Rights Now", "Horizon of Rights": words no list tells from others."""
    at = start
    while at < end and tokens[at].is_capital:
        at += 1
        if at + 1 < end and tokens[at].low == "of" and tokens[at + 1].is_capital:
            at += 1
    return at


def _wide_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "Bread and Land Party": capitals joined by small words, with the noun of a body as the last; else `start`."""
    stop = at = start
    while at < min(end, start + _LONGEST):
        if tokens[at].is_capital:
            stop = at = at + 1
        elif at > start and tokens[at].low in ("and", "of", "for", "the", "&") and not is_spoken_form(tokens[at]):
            at += 1
        else:
            break
    joined = any(token.low in ("and", "&") for token in tokens[start:stop])
    return stop if joined and stop - start < 8 and tokens[stop - 1].low in BODY_NOUNS else start


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name that ends before `at` is the whole of what is named."""
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].low in _AFTER_BODY:
        return True
    return is_spoken_form(tokens[at]) or tokens[at].low in _VERBS
