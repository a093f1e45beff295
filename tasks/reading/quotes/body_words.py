"""Where names of bodies end of which no list knows all words, and bodies told by what they are to others."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.body_spans import nouns_start
from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.role_ends import OWNERS
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_BODY_NOUNS = words("nouns", "organisation")
_LONGEST = 14
_FAR = 80
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past")
_SMALL = frozenset({"party", "movement", "bloc", "coalition", "alliance", "faction"})


_OF_FIELDS = frozenset({"academy", "institute", "college", "school", "faculty", "ministry", "department", "museum"})


def with_field(tokens: Sequence[Token], head: int, stop: int, end: int) -> int:
    """Past "of arts" in "academy of arts"."""
    if stop > head + 1 or stop + 1 >= end or tokens[head].low not in _OF_FIELDS or tokens[stop].low != "of":
        return stop
    field = tokens[stop + 1]
    return stop + 2 if field.text.islower() and field.low not in OWNERS and field.is_word else stop


def capitals_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "Rights Now", "Horizon of Rights", "Hearth and Path": words no list tells from others."""
    at = start
    while at < end and tokens[at].is_capital:
        at += 1
        if at + 1 < end and tokens[at].low == "and" and tokens[at + 1].is_capital and at == start + 1:
            at += 1
        if at + 1 < end and tokens[at].low == "of" and tokens[at + 1].is_capital:
            at += 1
    return at


def wide_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "Bread and Land Party": capitals and small words, with the noun of a body as the last; else `start`."""
    stop = at = start
    while at < min(end, start + _LONGEST):
        if tokens[at].is_capital:
            stop = at = at + 1
        elif at > start and tokens[at].low in ("and", "of", "for", "the", "&") and not is_spoken_form(tokens[at]):
            at += 1
        else:
            break
    joined = any(token.low in ("and", "&") for token in tokens[start:stop])
    if stop > start and stop < end and tokens[stop].low in _SMALL:  # "the Bread and Land party"
        return stop + 1
    return stop if joined and stop - start < 8 and tokens[stop - 1].low in _BODY_NOUNS else start


def is_police(tokens: Sequence[Token], start: int, end: int) -> bool:
    return end - start == 2 and tokens[start].low == "the" and tokens[start + 1].low == "force"


def police_before(tokens: Sequence[Token], start: int) -> Stretch | None:
    """ "The municipal police opened a file. X, who leads the force, …"."""
    for at in range(start - 1, max(-1, start - _FAR), -1):
        if tokens[at].low == "police" and not (at + 1 < start and kind_of_noun(tokens[at + 1].low)):
            return tokens[nouns_start(tokens, at, 0)].start, tokens[at].end
    return None


def is_named(tokens: Sequence[Token], start: int, end: int, body: Stretch) -> bool:
    """Whether a body inside a phrase is told with a name, not just "the council"."""
    inside = [token for token in tokens[start:end] if body[0] <= token.start < body[1]]
    return not inside or any(token.is_capital for token in inside)


def phrase_end(tokens: Sequence[Token], at: int, high: int) -> int:
    """Past the complement of a noun: "doctors at the Tarn Clinic"."""
    stop = at + 1
    while stop < min(high, at + _LONGEST) and (tokens[stop].is_word or tokens[stop].low == "'s"):
        if is_spoken_form(tokens[stop]) or tokens[stop].low in _VERBS:
            break
        stop += 1
    return stop
