"""What the words around a common noun show of the gender of whom it stands for."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import PREPOSITIONS, STOPS, kind_of_noun
from tasks.reading.quotes.tokens import Token

_MALE, _FEMALE = words("nouns", "male"), words("nouns", "female")
_GENDERED: dict[str, Gender] = {"he": "male", "his": "male", "she": "female", "her": "female"}
_NO_NOUN = (
    PREPOSITIONS
    | STOPS
    | words("grammar", "definite")
    | words("grammar", "possessive")
    | {"a", "an", "one", "another", "'s", "to", "not", "back", "away", "out", "up", "down", "off", "home"}
)
_REACH = 25
"""Tokens after a phrase in which the first "his" or "her" is most likely its own."""


def gender_of_noun(low: str) -> Gender | None:
    """What a noun shows of whom it stands for: "mother", "policewoman"."""
    if low in _FEMALE or low.endswith("woman"):
        return "female"
    return "male" if low in _MALE or (low.endswith("man") and low not in ("human", "layman")) else None


def own_gender_after(tokens: Sequence[Token], start: int, end: int) -> Gender | None:
    """What "a beekeeper who slept in a hall with her children" shows, where nobody else comes between."""
    for at in range(start, min(end, start + _REACH)):
        token = tokens[at]
        if token.low == "him" or (token.low == "her" and _is_object(tokens, at, end)):
            return None
        if token.low in _GENDERED:
            return _GENDERED[token.low]
        if token.is_quote or (token.is_word and kind_of_noun(token.low) in ("role", "anonymous")):
            return None
    return None


def other_gender_after(tokens: Sequence[Token], stop: int, end: int) -> Gender | None:
    """Of what gender somebody else is of whom the same clause speaks: "A nun lent HER a telephone"."""
    for at in range(stop, min(end, stop + _REACH)):
        token = tokens[at]
        if token.is_quote or token.text in ".;:" or token.low in ("who", "whose", "whom"):
            return None
        if token.low == "him":
            return "male"
        if token.low == "her" and _is_object(tokens, at, end):
            return "female"
    return None


def _is_object(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether "her" at a token owns nothing: "lent her a coat"."""
    return at + 1 >= end or not tokens[at + 1].is_word or tokens[at + 1].low in _NO_NOUN
