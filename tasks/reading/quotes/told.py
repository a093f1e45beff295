"""Roles and bodies that a sentence tells of somebody: "X is a teacher in …", "X, who heads the council"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import role_span
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.presenting import gave_name
from tasks.reading.quotes.roles import ends_role
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_BE = frozenset({"is", "was"})
_WORKS = frozenset({"works", "worked", "serves", "served", "trained"})
_HEADS = frozenset({"heads", "headed", "leads", "led", "chairs", "chaired", "directs", "runs", "founded", "manages"})
_SEATS = frozenset({"works", "worked", "sits", "sat", "served", "serves"})
_SEATED = frozenset({"for", "at", "on", "with", "in"})
_ADVERBS = words("grammar", "before_verb") | {"been"}
_TIMES = frozenset({"for", "until", "since", "before", "when", "from", "because", "between", "after", "during"})
_ARTICLES = frozenset({"a", "an", "one", "the"})
_DEFINITE = _ARTICLES | words("grammar", "possessive")
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past")
_NAMED = 3  # tokens of "Her name was"
_LONGEST = 25
_NEAR = 14
_FAR = 6


def _verb_after(tokens: Sequence[Token], end: int) -> int:
    """Where the verb may stand whose subject a name is: behind it, or behind ", who"."""
    at = end
    while at < len(tokens) and (tokens[at].text == "," or tokens[at].text.isdigit()) and at < end + 3:
        at += 1
    if at < len(tokens) and tokens[at].low == "who":
        return at + 1
    return end


def role_told_of(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """The role in "Its head is X", "Its head is a former teacher, X", "a young mother who gave her first name, X"."""
    who = gave_name(tokens, name)
    if who is not None:
        start = next((at for at in range(who - 1, max(-1, who - _FAR), -1) if tokens[at].low in _ARTICLES), None)
        return role_span(tokens, start, who) if start is not None else None
    if name.outset > _NAMED and [token.low for token in tokens[name.outset - 2 : name.outset]] == ["name", "was"]:
        return _subject_before(tokens, name.outset - _NAMED)
    stop = name.outset
    if stop > 1 and tokens[stop - 1].text == ",":
        stop -= 1
    low = max(0, stop - _NEAR)
    verb = next((at for at in range(stop - 1, low, -1) if tokens[at].low in _BE), None)
    if verb is None or (stop < name.outset and tokens[verb + 1].low not in ("a", "an")):
        return None
    if stop == name.outset and verb != stop - 1:
        return None
    start = verb
    while start > low and tokens[start - 1].is_word:
        start -= 1
    return role_span(tokens, start, verb) if tokens[start].low in _DEFINITE else None


def _subject_before(tokens: Sequence[Token], end: int) -> Stretch | None:
    """ "Then the elder of the two stood up. Her name was X": the subject of the sentence that ends at `end`."""
    start = end - 1
    while start > max(0, end - _LONGEST) and tokens[start - 1].text not in ".?!" and not tokens[start - 1].is_quote:
        start -= 1
    start = next((at for at in range(start, end) if tokens[at].low in _ARTICLES), end)
    stop = next((at for at in range(start, end) if tokens[at].low in _VERBS), end)
    return role_span(tokens, start, stop) if start < stop < end else None


def told_role(tokens: Sequence[Token], end: int) -> Stretch | None:
    """The role in "X is a teacher in …", "X was for ten years a midwife", "X works as a nurse"; `end`: of the name."""
    at = _verb_after(tokens, end)
    while at < len(tokens) and tokens[at].low in _ADVERBS:
        at += 1
    if at + 2 >= len(tokens):
        return None
    before = tokens[at - 1].low
    if tokens[at].low in _BE:
        return _role_at(tokens, at + 1)
    if before == "been":
        return _role_at(tokens, at)
    if tokens[at].low in _WORKS:
        there = next((n for n in range(at + 1, min(len(tokens), at + _FAR)) if tokens[n].low == "as"), None)
        return _role_at(tokens, there + 1) if there else None
    return None


def _role_at(tokens: Sequence[Token], start: int) -> Stretch | None:
    stop = start
    high = min(len(tokens), start + _LONGEST)
    while stop < high and not ends_role(tokens, stop, start):
        if stop > start and tokens[stop].low in _TIMES and not _is_complement(tokens, stop):
            break
        stop += 1
    head = head_of(tokens, start, stop)
    if head is None or kind_of_noun(tokens[head].low) != "role":
        return None
    opens = tokens[start].low in ("a", "an", "the", "one") or head - start <= 1
    return role_span(tokens, start, stop) if opens else None


def _is_complement(tokens: Sequence[Token], at: int) -> bool:
    """ "spokesman for the council", "a nurse from Tarn": not "a nurse for ten years", "from 1990"."""
    if tokens[at].low not in ("for", "from") or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    return not after.text[0].isdigit() and (after.is_capital or after.low in ("the", "a", "an", "his", "her", "its"))


def _second_verb(tokens: Sequence[Token], start: int) -> int | None:
    """ "who lost three brothers and now leads …"."""
    for at in range(start, min(len(tokens) - 1, start + _NEAR)):
        if not tokens[at].is_word:
            return None
        if tokens[at].low == "and":
            after = at + 1 + (tokens[at + 1].low in _ADVERBS | {"now"})
            return after if after < len(tokens) and tokens[after].low in _HEADS else None
    return None


def told_body(tokens: Sequence[Token], end: int) -> Stretch | None:
    """The token range that may name the body in "X, who heads the local branch of …", "who works for …"."""
    at = end
    while at < min(len(tokens), end + _LONGEST) and tokens[at].low != "who":
        if tokens[at].is_quote or tokens[at].text in ".;:":
            break
        at += 1
    at = at + 1 if at < len(tokens) and tokens[at].low == "who" else end
    while at < len(tokens) and tokens[at].low in _ADVERBS:
        at += 1
    also = _second_verb(tokens, at)
    at = also if also is not None else at
    if at + 1 >= len(tokens):
        return None
    start = at + 1 if tokens[at].low in _HEADS else None
    if tokens[at].low in _SEATS and tokens[at + 1].low in _SEATED:
        start = at + 2
    if start is None:
        return None
    stop = start
    while stop < min(len(tokens), start + _LONGEST) and not ends_role(tokens, stop, start):
        if tokens[stop].low in _TIMES:
            break
        stop += 1
    return start, stop
