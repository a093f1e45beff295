"""Common nouns: which word heads a phrase, and what kind of speaker it makes (`nouns.toml`)."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.tokens import Token
from tasks.report import SpeakerKind

_ROLE, _GROUP, _BODY = words("nouns", "role"), words("nouns", "group"), words("nouns", "organisation")
_DOCUMENT, _ANONYMOUS, _KIN = words("nouns", "document"), words("nouns", "anonymous"), words("nouns", "kin")
PREPOSITIONS = words("grammar", "preposition")
STOPS = PREPOSITIONS | words("grammar", "ends_noun")
_PARTICIPLES = words("nouns", "participle")
_WANTING = words("grammar", "wanting")
_SUFFIXES = (
    "ist",
    "ologist",
    "woman",
    "man",
    "person",
    "ian",
    "maker",
    "keeper",
    "worker",
    "holder",
    "seller",
    "dresser",
    "teacher",
    "leader",
    "officer",
    "owner",
    "writer",
    "fighter",
    "farmer",
    "herder",
    "driver",
    "founder",
    "monger",
    "engineer",
)
_PLURALS = ("ists", "women", "men", "ians", "ers", "ors", "makers", "keepers", "goers", "holders")


def kind_of_noun(low: str) -> SpeakerKind | None:
    """What kind of speaker a head noun makes, or none where it makes no speaker."""
    if low in _GROUP or (low.endswith(_PLURALS) and len(low) > 5):
        return "group"
    for key, kind in ((_ROLE, "role"), (_DOCUMENT, "document"), (_BODY, "organisation"), (_ANONYMOUS, "anonymous")):
        if low in key:
            return kind  # type: ignore[return-value]
    if low in _KIN:
        return "role"
    if low.endswith("s") and low[:-1] in _DOCUMENT:
        return "document"
    if low.endswith("s") and (low[:-1] in _ROLE | _BODY | _ANONYMOUS | _KIN or low[:-2] in _BODY | _ANONYMOUS):
        return "group"
    if low.endswith("ies") and low[:-3] + "y" in _BODY | _ROLE:
        return "group"
    if low.endswith(_SUFFIXES) and len(low) > 5:
        return "role"
    return "role" if "-" in low and low.rpartition("-")[2] in _ROLE else None


def head_of(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Index of the head of a common noun phrase: the last noun before a preposition or a participle."""
    stop = start
    while stop < end and tokens[stop].low not in STOPS and (tokens[stop].is_word or _is_owners(tokens, stop, end)):
        stop += 1
    head = stop - 1
    while head > start and (_is_participle(tokens[head].low) or _is_number(tokens, head)):
        head -= 1
    return head if head >= start and tokens[head].is_word else None


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
