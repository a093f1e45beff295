"""Where the printed words of a body begin and end, and what stands before them."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.nouns import PREPOSITIONS, STOPS, kind_of_noun
from tasks.reading.quotes.tokens import Token

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
    | {"such", "same", "own", "other", "another"}
) - {"'s"}
_TIMES = words("grammar", "time")
_AREAS = frozenset({"republic", "region", "province", "district", "canton", "oblast", "emirate", "governorate"})
"""Whose ministry it is: "the Interior Ministry of the republic"."""
_WIDEST = 8  # words of a body's name before its noun
_TOLD = frozenset({"told", "tell", "meet", "met", "informed", "thanked"})
_TO = frozenset({"to", "with", "for", "by"})
_SENT = (
    words("grammar", "said_in")
    | words("nouns", "document")
    | {
        "answer",
        "reply",
        "wrote",
        "written",
        "spoke",
        "said",
        "speak",
        "talk",
        "talking",
        "speaking",
        "interviewed",
        "correspondence",
    }
)

ALSO = {
    "radio": ("station", "broadcaster", "channel"),
    "tv": ("channel", "station", "broadcaster"),
    "television": ("channel", "station", "broadcaster"),
    "times": ("newspaper", "paper", "daily"),
    "gazette": ("newspaper", "paper"),
    "congress": ("union", "party"),
    "front": ("party", "front"),
    "league": ("league",),
    "forum": ("forum",),
}
"""What a body with such a word in its name is called as well."""

_DIVISIONS = frozenset({"division", "desk", "programme", "program"})


def is_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether a body behind `at` is one to whom somebody speaks."""
    return tokens[at].low in _TOLD or (tokens[at].low in _TO and tokens[at - 1].low in _SENT)


def opens(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a subject may begin at `at`: its sentence does, or a clause: "In 2011 the …", "…, and the …"."""
    if at == start:
        return True
    before = tokens[at - 1]
    if before.low in PREPOSITIONS or before.is_quote:
        return False
    if at - start == 1:
        return True
    if tokens[start].low in PREPOSITIONS:
        return before.text == "," or before.text.isdigit() or before.low in _TIMES
    return before.low in ("and", "but", "while") and tokens[at - 2].text == ","


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


def with_place(tokens: Sequence[Token], stop: int, end: int) -> int:
    """Past "in Tarn", "of the Tashir police" behind a body, up to `end`."""
    while stop + 1 < end and tokens[stop].low in ("in", "of", "at"):
        at = stop + 1 + (tokens[stop + 1].low == "the")
        if at > stop + 1 and at < end and tokens[stop].low == "of" and tokens[at].low in _AREAS:
            return at + 1
        if at >= end or not tokens[at].is_capital or tokens[at].low in _TIMES:
            return stop
        while at < end and tokens[at].is_word and tokens[at].low not in PREPOSITIONS and _goes_on(tokens, at):
            at += 1
        stop = at
    return stop


def of_area(tokens: Sequence[Token], stop: int, end: int) -> int:
    """Past "of the republic" behind a ministry's name, up to `end`."""
    lows = [token.low for token in tokens[stop : min(end, stop + 3)]]
    return stop + 3 if lows[:2] == ["of", "the"] and lows[-1] in _AREAS else stop


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].is_capital or kind_of_noun(tokens[at].low) in ("organisation", "group")


def past_division(tokens: Sequence[Token], start: int, end: int) -> int:
    """ "in the Europe division of N": past the division, where a name follows."""
    for at in range(start + 1, min(end - 1, start + 6)):
        if tokens[at].low == "of" and tokens[at - 1].low in _DIVISIONS:
            first = at + 1 + (tokens[at + 1].low == "the" and at + 2 < end)
            return at + 1 if tokens[first].is_capital else start
        if tokens[at].low in PREPOSITIONS:
            break
    return start
