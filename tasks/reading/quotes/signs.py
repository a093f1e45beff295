"""Signs beside a name that it is a person's, and of what gender."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

_BE = words("grammar", "be")
_OWN: dict[str, Gender] = {"her": "female", "his": "male"}
_OPENING: dict[str, Gender] = {"she": "female", "he": "male"}
_NO_NOUN = PREPOSITIONS | words("grammar", "not_spoken") | words("grammar", "conjunction") | words("grammar", "time")
_NEAR = 12  # tokens between a subject and the "her" that must mean it


def acts(tokens: Sequence[Token], name: Name) -> bool:
    """Whether a verb other than "is" stands behind the name: "N went"."""
    verb = name.end + (name.end < len(tokens) and tokens[name.end].text == ",")
    return verb < len(tokens) and has_verb(tokens, verb, verb + 1) and tokens[verb].low not in _BE


def is_aged(tokens: Sequence[Token], name: Name) -> bool:
    """ "N, 34, …"."""
    at = name.end
    if at + 2 >= len(tokens) or tokens[at].text not in (",", "("):
        return False
    return tokens[at + 1].text.isdigit() and len(tokens[at + 1].text) == 2 and tokens[at + 2].text in (",", ".", ")")


def own_gender(tokens: Sequence[Token], name: Name) -> Gender | None:
    """What "N wakes her children" and "N went home. She …" show of a name that opens its sentence, where nobody else
    is named between."""
    for at in range(name.end, min(len(tokens) - 1, name.end + _NEAR)):
        token = tokens[at]
        if token.low in _OPENING and token.is_capital:
            return _OPENING[token.low]
        if token.is_quote or is_spoken_form(token) or token.text in ";:" or token.is_capital:
            return None
        after = tokens[at + 1]
        if token.low in _OWN and after.is_word and after.low not in _NO_NOUN and not after.low.endswith("ly"):
            return _OWN[token.low]
    return None


def called(tokens: Sequence[Token], first: int) -> Gender | None:
    """What "Her name was NAME" says of its bearer; none where the name is not given so."""
    if first < 3 or tokens[first - 1].low not in _BE or tokens[first - 2].low != "name":
        return None
    return {"her": "female", "his": "male"}.get(tokens[first - 3].low)  # type: ignore[return-value]
