"""Common nouns: which word heads a phrase, and what kind of speaker it makes (`nouns.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.tokens import Token
from tasks.report import SpeakerKind

_ROLE, _GROUP, _BODY = words("nouns", "role"), words("nouns", "group"), words("nouns", "organisation")
_DOCUMENT, _ANONYMOUS, _KIN = words("nouns", "document"), words("nouns", "anonymous"), words("nouns", "kin")
PREPOSITIONS = words("grammar", "preposition")
_POSTPOSED = frozenset({"familiar", "close", "present", "loyal", "critical", "opposed", "aware", "sympathetic"})
STOPS = PREPOSITIONS | words("grammar", "ends_noun")
_PARTICIPLES = words("nouns", "participle")
_WANTING = words("grammar", "wanting")
_SUFFIXES, _PLURALS = tuple(words("nouns", "suffix")), tuple(words("nouns", "plural_suffix"))
_NO_TRADE = words("nouns", "no_trade")
_OBJECTS = words("grammar", "definite") | words("grammar", "possessive") | words("grammar", "determiner")
_BEHIND = words("nouns", "behind_head")
_EMPLOYERS = words("nouns", "employer") - {"home", "police"}
_KEPT = 8192  # words whose kind is remembered: reports repeat theirs


@lru_cache(maxsize=_KEPT)
def kind_of_noun(low: str) -> SpeakerKind | None:
    """What kind of speaker a head noun makes, or none where it makes no speaker."""
    listed = _listed(low)
    if listed or low in _NO_TRADE:
        return listed
    if "-" in low:
        return _compound(low)
    if low.endswith(_PLURALS) and len(low) > 5:
        return "group"
    return "role" if any(low.endswith(end) and len(low) > len(end) + 1 for end in _suffixes(low)) else None


def kind_of_head(tokens: Sequence[Token], start: int, head: int) -> SpeakerKind | None:
    """The same of the noun at `head` in a phrase from `start`: a guard is a person, the coast guard is a body."""
    if tokens[head].low == "website" and head + 1 < len(tokens) and tokens[head + 1].low == "of":
        return "document"
    both = f"{tokens[head - 1].low}-{tokens[head].low}" if head > start else ""
    return _listed(both) or kind_of_noun(tokens[head].low)


def _listed(low: str) -> SpeakerKind | None:
    """By the lists alone, singular or plural."""
    if low in _GROUP:
        return "group"
    if low in _ROLE:
        return "role"
    if low in _DOCUMENT:
        return "document"
    if low in _BODY or low in _EMPLOYERS:
        return "organisation"
    if low in _ANONYMOUS:
        return "anonymous"
    if low in _KIN:
        return "role"
    if low[-1:] != "s":
        return None
    for one in (low[:-1], low[:-2] if low.endswith("es") else "", f"{low[:-3]}y" if low.endswith("ies") else ""):
        if one in _DOCUMENT:
            return "document"
        if one in _ROLE or one in _BODY or one in _ANONYMOUS or one in _KIN:
            return "group"
    return None


def _suffixes(low: str) -> tuple[str, ...]:
    return _SUFFIXES if len(low) > 5 and low.endswith(_SUFFIXES) else ()


def _compound(low: str) -> SpeakerKind | None:
    """Of words joined by a hyphen, the last makes the kind ("charge-sheet"), or the first ("editor-in-chief")."""
    first, _, rest = low.partition("-")
    if rest in _BEHIND:
        return _listed(first)
    last = low.rpartition("-")[2]
    return kind_of_noun(last) if len(last) > 3 else _listed(last)


def head_of(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Index of the head of a common noun phrase: the last noun before a preposition or a participle."""
    stop = start
    while stop < end and tokens[stop].low not in STOPS and (tokens[stop].is_word or _is_owners(tokens, stop, end)):
        if stop > start and _does(tokens, stop, end):
            break
        stop += 1
    head = stop - 1
    while head > start and (
        _is_participle(tokens[head].low) or _is_number(tokens, head) or _is_postposed(tokens, head, end)
    ):
        head -= 1
    return head if head >= start and tokens[head].is_word else None


def _is_postposed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "two people familiar with the matter", "sources close to the inquiry": an adjective behind its noun."""
    return tokens[at].low in _POSTPOSED and at + 1 < end and tokens[at + 1].low in PREPOSITIONS


def _does(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "the decree establishing the force", "a man wearing a mask": a participle with an object ends the phrase."""
    token = tokens[at]
    if not token.low.endswith("ing") or token.is_capital or at + 1 >= end or tokens[at + 1].low not in _OBJECTS:
        return False
    return kind_of_noun(token.low) is None and kind_of_noun(tokens[at - 1].low) is not None


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    """ "Article 11", "Circular 4/2": a text that has a number."""
    return tokens[at].text[0].isdigit() and tokens[at - 1].low in _DOCUMENT


def _is_owners(tokens: Sequence[Token], at: int, end: int) -> bool:
    """The apostrophe of a possessive: "the clerk's", "the users' association"."""
    if tokens[at].low == "'s":
        return True
    is_mark = tokens[at].text in ("’", "'") and at + 1 < end and tokens[at + 1].is_word
    return is_mark and at > 0 and tokens[at - 1].low.endswith("s") and tokens[at - 1].end == tokens[at].start


def _is_participle(low: str) -> bool:
    if low in _WANTING:
        return False  # "a soldier wanted to know"
    return low in _PARTICIPLES or (low.endswith(("ed", "ing")) and kind_of_noun(low) is None)
