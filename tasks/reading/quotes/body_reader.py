"""Reads the body that some words name: in a role, before a name, or told in a clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tasks.reading.quotes.bodies import BODY_NOUNS, Bodies
from tasks.reading.quotes.body_spans import nouns_start, past_division, with_place
from tasks.reading.quotes.body_words import capitals_end, wide_end, with_field
from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.evidence import is_firm
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.role_ends import OWNERS
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_WITHIN = frozenset({"of", "at", "from", "for", "with", "in", "on"})
_OFFICES = words("nouns", "office")
_NOT_NAMED = words("nouns", "state_body") | {
    "police",
    "home",
    "house",
    "court",
    "church",
    "delegation",
    "team",
    "body",
    "parish",
}
_NAMED_AFTER = (BODY_NOUNS | words("nouns", "named_after") | {"radio"}) - _NOT_NAMED | {"agency"}
_BOARDS = frozenset({"board", "council", "committee", "commission", "panel", "jury", "team", "staff", "court"})
_CLIENTS = frozenset({"lawyer", "counsel", "attorney", "advocate", "correspondent"})  # of these, not where they belong
_WORKPLACES = words("standing", "workplace")
_BODIES = BODY_NOUNS | words("nouns", "employer") | _WORKPLACES
_NOT_ALONE = frozenset({"home", "police", "station", "parliament", "house", "weekly", "daily", "monthly"}) | _WORKPLACES
_RANKED = frozenset({"former", "deputy", "acting", "chief", "senior", "first", "then", "vice", "assistant"})
_NO_MEMBERS = words("standing", "no_member")
_MEMBERS = words("standing", "member")
_MANY = frozenset({"court", "service", "team", "campaign", "body", "school"})
"""Of which a report names so many that "court spokeswoman" does not say which."""
_STATE = frozenset({"ministry", "treasury", "commission", "committee", "municipality"})
_AFTER_BODY = PREPOSITIONS | {"who", "which", "based", "and"} | words("standing", "ends_role")
_HEADS = frozenset({"head", "leader", "chief", "president", "official", "representative", "delegate", "lawyer"})
_PLACES = words("nouns", "place")
_AREAS = words("names", "place")
_COMPASS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "middle"}
)
_SPEAKS_FOR = frozenset(
    {
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "member",
        "activist",
        "coordinator",
        "co-ordinator",
        "campaigner",
        "volunteer",
    }
)
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past")
_SPANS = frozenset({"years", "months", "years'", "decades", "weeks", "days"})
_SEATED_IN = ("-based", "-backed", "-led", "-run", "-funded")
_VAGUE = frozenset({"old", "same", "very", "whole", "entire"})
""" "the old club" is the one told of before."""


class People(Protocol):
    """What is asked of the people of a report."""

    def is_known(self, name: Sequence[str]) -> bool: ...

    def is_person(self, name: Sequence[str]) -> bool: ...


class BodyReader:
    """Reads token ranges for bodies, with what one report shows of its bodies and people."""

    def __init__(self, bodies: Bodies, people: People) -> None:
        self._bodies = bodies
        self._people = people

    def within(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
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
            found = self.body_at(tokens, past_division(tokens, at + 1, end), end, is_sure=is_sure)
            if found:
                return found
        return None

    def body_at(self, tokens: Sequence[Token], start: int, end: int, *, is_sure: bool) -> Stretch | None:
        """The body that tokens ``[start, end)`` begin with."""
        return self.named_at(tokens, start, end, is_sure=is_sure) or self.noun_at(tokens, start, end)

    def named_at(self, tokens: Sequence[Token], start: int, end: int, *, is_sure: bool) -> Stretch | None:
        first = start
        while first < end and tokens[first].low in OWNERS:
            first += 1
        while first < end and (
            tokens[first].low.endswith(_SEATED_IN)
            or (not tokens[first].is_capital and tokens[first].low not in PREPOSITIONS)
        ):
            if not tokens[first].is_word and tokens[first].low not in ("'s", "’", "'"):
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
        if name and is_firm(tokens, name.end):
            return tokens[name.first].start, tokens[name.end + 1].end
        wide = wide_end(tokens, first, end)
        is_introduced = first > start and tokens[first - 1].low in _NAMED_AFTER
        is_sure = is_introduced or (is_sure and first - start <= 1)
        if is_sure:
            stop = max(stop, capitals_end(tokens, first, end))
        if wide > stop:
            return tokens[first].start, tokens[wide - 1].end
        known = name is not None and (name.kind == "organisation" or name.words in self._bodies.known)
        is_somebody = name is not None and (name.has_title or self._people.is_person(name.words))
        is_one = tokens[stop - 1].low in _PLACES or is_somebody
        likely = is_sure and (stop - first > 1 or is_introduced) and not is_one
        is_likely = likely and not known
        if (
            (is_likely or not (known or is_somebody))
            and name
            and len(name.words) > 1
            and _is_noun_behind(tokens, stop, end)
        ):
            return tokens[first].start, tokens[stop].end
        if not (known or likely) or not _closes(tokens, stop):
            return None
        if first > start and tokens[first - 1].text[0].isdigit():  # "the 4th Brigade"
            first -= 1
        if not is_introduced:  # "the Bar Association in Tarn"; of "the bakery Espiga in Tarn" the name
            stop = with_place(tokens, stop, end)
        return tokens[first].start, tokens[stop - 1].end

    def noun_at(self, tokens: Sequence[Token], start: int, end: int, *, is_told: bool = False) -> Stretch | None:
        """A body by a common noun: "the village clinic", "the hospital in Tarn"; a bare one as printed before."""
        head = head_of(tokens, start, end)
        if head is None or not (tokens[head].low in _BODIES or _is_hall(tokens, head, start)):
            return None
        if any(token.low in _SPANS for token in tokens[start:head]):
            return None  # "nine years' service"
        first = start
        while first < head and tokens[first].low in OWNERS:
            first += 1
        if start < first and tokens[start].low == "the":
            while first < head and tokens[first].low in _VAGUE:
                first += 1
        stop = with_field(tokens, head, with_place(tokens, head + 1, end), end)
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
            is_marked = head + 1 < end and tokens[head + 1].is_quote  # the weekly “Tan”
            is_enough = tokens[head].low not in _NOT_ALONE and not is_marked
            return (tokens[head].start, tokens[head].end) if is_enough else None
        return tokens[first].start, tokens[stop - 1].end

    def compound(self, tokens: Sequence[Token], start: int, end: int) -> Stretch | None:
        """ "Interior Ministry spokesman", "election commission chairman"; "commission chairman" as printed before."""
        head = head_of(tokens, start, end)
        whole = name_at(tokens, start, end) if head == start and end - start > 3 else None
        if (
            whole
            and whole.kind == "organisation"
            and whole.end == end - 1
            and kind_of_noun(tokens[end - 1].low) == "role"
        ):
            return tokens[whole.first].start, tokens[whole.end - 1].end  # "Ministry of Justice spokesman"
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


def _is_noun_behind(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "the Harbour Kitchen charity"."""
    return at < end and tokens[at].low in _NAMED_AFTER and not tokens[at].is_capital


def _is_hall(tokens: Sequence[Token], head: int, start: int) -> bool:
    """ "the town hall": a body by its two words."""
    return head > start and f"{tokens[head - 1].low}-{tokens[head].low}" in BODY_NOUNS


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name that ends before `at` is the whole of what is named."""
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].low in _AFTER_BODY:
        return True
    if tokens[at].low in _NAMED_AFTER or (tokens[at].low == "think" and not tokens[at].is_capital):
        return True
    return is_spoken_form(tokens[at]) or tokens[at].low in _VERBS
