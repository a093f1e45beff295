"""Words given to somebody without a verb: "In her view, …", "By the guard's own account, …", "in Brandt’s words"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention, phrase
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_OPENS = frozenset({"in", "by", "to"})
_VIEWS = words("grammar", "viewpoint")
_OWNERS: dict[str, tuple[str, Gender | None]] = {
    "his": ("he", "male"),
    "her": ("she", "female"),
    "their": ("they", None),
    "its": ("it", None),
}
_LONGEST = 9  # tokens of "in the view of"


def viewpoint(tokens: Sequence[Token], at: int, high: int) -> tuple[Mention, Stretch, int] | None:
    """Whose view opens at token `at`, the phrase that says so, and the token after it; or none."""
    if at + 2 >= high or tokens[at].low not in _OPENS:
        return None
    for noun in range(at + 2, min(high, at + _LONGEST)):
        token = tokens[noun]
        if not (token.is_word or token.low == "'s"):
            return None
        if token.low not in _VIEWS:
            continue
        owner = _owner(tokens, at + 1, noun)
        return (owner, (tokens[at].start, token.end), noun + 1) if owner else None
    return None


def _owner(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    while end > start and tokens[end - 1].low in ("own", "considered", "personal", "professional", "humble", "expert"):
        end -= 1
    if end - start == 1 and tokens[start].low in _OWNERS:
        head, gender = _OWNERS[tokens[start].low]
        return Mention(tokens[start].start, tokens[start].end, "pronoun", head, None, gender=gender)
    is_owned = end - start > 1 and (tokens[end - 1].low == "'s" or tokens[end - 1].text in ("'", "’"))
    return phrase(tokens, start, end - 1) if is_owned else None
