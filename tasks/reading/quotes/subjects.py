"""Whom a sentence introduces: its subject, or the kin with whom it ends."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.tokens import Token

_KIN = words("nouns", "kin")
_POSSESSIVES = words("grammar", "possessive")
_NOT_YET = frozenset(
    {"no", "not", "never", "still", "now", "also", "only", "once", "longer", "always", "first", "just"}
)
_ARTICLES = frozenset({"the", "a", "an"})
_BE = frozenset({"is", "was"})
_NEXT = frozenset({"next", "then", "first", "last", "finally"})
_CAME = frozenset({"is", "was", "came", "comes"})
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past") | words("grammar", "be")
_LONG = 12  # words of "The coffin maker on Harbour Street"
_SUBJECT = 6  # words of a subject with its article
_SHORT = 9  # tokens of "The midwife has."


def subject(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The subject that a sentence introduces: "Her own deputy thinks otherwise.", "Next was X’s father."."""
    if tokens[start].low in _NEXT and start + 3 < end and tokens[start + 1].low in _CAME:
        stop = end - 1
        return (
            (start + 2, stop) if tokens[start + 2].low in _POSSESSIVES | _ARTICLES and stop - start <= _SHORT else None
        )
    if tokens[start].low not in _POSSESSIVES | _ARTICLES:
        return None
    stop = start + 1
    while stop < min(end, start + _SUBJECT + 1) and tokens[stop].is_word and not _is_verb(tokens, stop):
        stop += 1
    if stop >= end or not (_is_verb(tokens, stop) or tokens[stop].text == ","):
        return None
    is_short = end - start <= _SHORT
    tells = any(token.low in _BE for token in tokens[stop:end]) and tokens[start].low == "the"
    if tokens[start].low in _POSSESSIVES or is_short or tells:
        return start, stop
    return None


def long_subject(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """ "The coffin maker on Harbour Street has stopped …": all words before the verb."""
    stop = start + 1
    high = min(end, start + _LONG)
    while stop < high and tokens[stop].is_word and tokens[stop].low not in _NOT_YET and not _is_verb(tokens, stop):
        stop += 1
    head = head_of(tokens, start, stop)
    is_one = head is not None and kind_of_noun(tokens[head].low) == "role"
    ends = stop < high and (tokens[stop].low in _NOT_YET or _is_verb(tokens, stop))
    return (start, stop) if is_one and ends else None


def object_of(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """ "They came for his brother.": the kin with whom a sentence ends."""
    stop = end - 1
    if stop - start < 3 or tokens[stop].text != "." or tokens[stop - 1].low not in _KIN:
        return None
    at = stop - 2
    while at > max(start, stop - 4) and tokens[at].low not in _POSSESSIVES:
        at -= 1
    return (at, stop) if tokens[at].low in _POSSESSIVES - {"my", "our"} else None


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    if low in _VERBS or is_spoken_form(tokens[at]):
        return True
    if not tokens[at].is_word:
        return False
    noun = kind_of_noun(low)
    if low.endswith("ed"):
        return noun is None
    return low.endswith("s") and noun is None and kind_of_noun(tokens[at - 1].low) == "role"
