"""Finds the mention after a cue, where the order is turned round: "said the minister, who …", "according to …"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase, role_span
from tasks.reading.quotes.names import HONORIFICS, name_at
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

_AFTER_SPEAKER = words("grammar", "after_speaker")
_OWN = words("grammar", "possessive")
_ROLE = 25  # tokens of a role behind a name
_NEAR = 9  # tokens between a role and the comma before its bearer's name


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
    is_part = end - start > 2 and (tokens[start].low, tokens[start + 1].low) == ("one", "of")
    if not (mention.kind == "role" or is_kin or is_part):
        return mention, end
    comma = _comma(tokens, end, high)
    name = name_at(tokens, comma + 1, high) if comma is not None and comma + 1 < high else None
    if name is None or name.kind != "person" or not (is_part or role_span(tokens, start, end)):
        return mention, end
    named = phrase(tokens, name.outset, name.end)
    return (named, name.end) if named else (mention, end)


def _comma(tokens: Sequence[Token], end: int, high: int) -> int | None:
    """The comma behind a role and what belongs to it: "the prosecutor in charge of the case, NAME"."""
    for at in range(end, min(high, end + _NEAR)):
        if tokens[at].text == ",":
            return at
        if tokens[at].is_quote or not tokens[at].is_word or has_verb(tokens, at, at + 1):
            return None
    return None


def past_apposition(tokens: Sequence[Token], comma: int, end: int) -> int:
    """ "According to Brandt, a lawyer in the town, …": the comma after what she is."""
    stop = next((at for at in range(comma + 1, min(end, comma + _ROLE)) if tokens[at].text == ","), comma)
    return stop if stop > comma and role_span(tokens, comma + 1, stop) else comma
