"""Things that are praised, condemned or called something: what they are called, and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tokens import Token

_OBJECTS = words("grammar", "object_pronoun")
_RELATIVE = words("grammar", "relative") | {"which"}
_TIMES = words("grammar", "time") - {"that"}
_DETERMINERS = words("grammar", "determiner") | words("grammar", "definite") | words("grammar", "possessive")
_NO_NAME = PREPOSITIONS | _TIMES | {"to", "and", "or", "but", "back", "up", "out", "off", "in", "that", "as"}
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past")
_GOES_ON = words("grammar", "pronoun") | frozenset(
    {"but", "though", "although", "while", "whereas", "further", "saying", "adding", "calling"}
)
_QUALITIES = (
    "ful",
    "less",
    "able",
    "ible",
    "ous",
    "lawful",
    "legal",
    "fair",
    "true",
    "false",
    "wrong",
    "unjust",
)
_OBJECT = 12  # tokens of what is called something
_FEW = frozenset({"few", "couple", "number", "lot", "day", "week", "month", "year", "little"})


def is_naming(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether what stands there is called something: "it unlawful", "the vote a farce", "them “agents”".

    Not "a meeting", "the police"; nor by a name ("him Karl").
    """
    if start >= end:
        return False
    if tokens[start].low in _OBJECTS or tokens[start].low in ("this", "that"):
        return start + 1 < end and _is_predicate(tokens[start + 1])
    for at in range(start + 1, min(end, start + _OBJECT)):
        token, before = tokens[at], tokens[at - 1]
        if token.text in (",", ";", ":", "(") or _is_verb(tokens, at - 1):
            return False
        if token.is_quote:
            return before.low not in PREPOSITIONS
        is_article = token.low in ("a", "an") and (at + 1 >= end or tokens[at + 1].low not in _FEW)
        if is_article and before.low not in PREPOSITIONS | _DETERMINERS | {"to", "and", "or", "as", "for"}:
            return True
        is_last = at + 1 >= end or tokens[at + 1].text == "," or tokens[at + 1].low in PREPOSITIONS | {"and", "but"}
        if is_last and token.low.endswith(_QUALITIES) and before.low not in _NO_NAME | _DETERMINERS:
            return True
    return False


def _is_predicate(token: Token) -> bool:
    return token.is_quote or (token.is_word and not token.is_capital and token.low not in _NO_NAME)


def thing_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a thing ends: before what the writer adds of it, and after the words in marks by which it is called."""
    for at in range(start + 1, end):
        token = tokens[at]
        if token.is_quote and at + 1 < end and _adds(tokens, at + 1):
            return at + 1
        if token.is_quote and _goes_elsewhere(tokens, at + 1, end):
            return at + 1
        if token.text == "," and at + 1 < end and tokens[at + 1].low in _RELATIVE | _GOES_ON | {"most"}:
            return at
        if token.low in ("and", "but") and at + 2 < end and _is_verb(tokens, at + 1):
            return at - (tokens[at - 1].text == ",")
    return end


def _goes_elsewhere(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "… a “joke”, and the deputy apologised": nothing more in marks follows."""
    is_next = at + 2 < end and tokens[at].text == "," and tokens[at + 1].low == "and"
    return is_next and tokens[at + 2].low in _DETERMINERS and not any(token.is_quote for token in tokens[at:end])


def _adds(tokens: Sequence[Token], at: int) -> bool:
    """ "… a “farce” during a visit", "… “agents” last week"."""
    low = tokens[at].low
    return low in PREPOSITIONS - {"of", "for", "from", "about", "against"} or low in _TIMES | {"when", "while"}


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """ "and has promised", "and attempted to": the subject does another thing."""
    token, after = tokens[at], tokens[at + 1]
    if token.is_capital or token.is_quote:
        return False
    if token.low in _VERBS:
        return True
    return token.low.endswith("ed") and (after.low in _DETERMINERS | _OBJECTS | {"to", "that"})
