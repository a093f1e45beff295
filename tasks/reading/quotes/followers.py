"""Finds the mention after a cue, where the order is turned round: "said the minister, who …", "according to …"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase, role_span
from tasks.reading.quotes.names import HONORIFICS, name_at
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.tokens import Token

_AFTER_SPEAKER = words("grammar", "after_speaker")
_OWN = words("grammar", "possessive")


def _end_of_phrase(tokens: Sequence[Token], start: int, high: int) -> int:
    end = start
    while end < min(high, start + 20):
        token = tokens[end]
        if token.is_quote or not (token.is_word or token.low in ("'s", "'") or token.text == "."):
            break
        if token.text == "." and not (tokens[end - 1].low in HONORIFICS or len(tokens[end - 1].text) == 1):
            break
        if end > start and token.low in _AFTER_SPEAKER and not (token.low == "and" and _joins(tokens, end, high)):
            break
        end += 1
    return end


def _joins(tokens: Sequence[Token], i: int, high: int) -> bool:
    return i + 1 < high and (tokens[i + 1].is_capital or tokens[i + 1].low in ("other", "his", "her", "their"))


def follower(tokens: Sequence[Token], start: int, high: int) -> tuple[Mention, int] | None:
    """The mention after a cue ("said the minister, who …"), with the token after it."""
    if start >= high:
        return None
    if tokens[start].low in PRONOUNS:
        mention = phrase(tokens, start, start + 1)
        return (mention, start + 1) if mention else None
    end = _end_of_phrase(tokens, start, high)
    while end > start:
        mention = phrase(tokens, start, end)
        if mention:
            return or_its_name(tokens, mention, start, end, high)
        head = head_of(tokens, start, end)
        # Only a name may be cut short: half a common noun phrase names somebody else.
        if head is None or kind_of_noun(tokens[head].low) is None:
            name = name_at(tokens, start, end)
            if name and name.end < end:
                end = name.end
                continue
        return None
    return None


def or_its_name(tokens: Sequence[Token], mention: Mention, start: int, end: int, high: int) -> tuple[Mention, int]:
    """ "said the head of the centre, Lena B." speaks of one person: the name is the better mention."""
    is_kin = mention.kind == "anonymous" and tokens[start].low in _OWN  # "said his wife, NAME"
    if not (mention.kind == "role" or is_kin) or end + 1 >= high or tokens[end].text != ",":
        return mention, end
    name = name_at(tokens, end + 1, high)
    if name is None or name.kind != "person" or role_span(tokens, start, end) is None:
        return mention, end
    named = phrase(tokens, end + 1, name.end)
    return (named, name.end) if named else (mention, end)
