"""What stands between commas before a cue: roles, ages, "who …", the parts of a subject."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import role_span
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

WIDEST = 60
"""Tokens a subject with its appositions may take."""
_RELATIVE = words("grammar", "relative")
_FURTHER = frozenset({"of", "from", "speaking", "himself", "herself", "now", "then", "also", "not"})
_PARTICIPLES = words("nouns", "participle")
_BOTH = frozenset({"two", "three", "four", "five", "both", "all", "the"})


def is_apposition(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether ``tokens[start:end]`` says more about the name before it: a role, an age, "who …", "of …"."""
    if start >= end:
        return False
    first = tokens[start]
    if start > 0 and tokens[start - 1].text in ("(", "–", "—"):
        return True
    if first.low in ("a", "an") and end - start > 2:
        return True
    if any(token.low in _RELATIVE for token in tokens[start + 1 : min(end, start + 3)]):
        return True  # "both of whom served"
    if first.low in PREPOSITIONS and end - start <= 10 and not has_verb(tokens, start, end):
        return True
    if first.low in _RELATIVE or first.low in _FURTHER or first.text[0].isdigit() or is_participle(first):
        return True
    return role_span(tokens, start, end) is not None or _is_of_many(tokens, start, end)


def _is_of_many(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "X and Y, TWO LAWYERS who …"."""
    head = head_of(tokens, start, end)
    return head is not None and kind_of_noun(tokens[head].low) == "group" and tokens[start].low in _BOTH


def is_participle(token: Token) -> bool:
    """ "…, dated 4 May,", "…, interviewed abroad,", "…, visiting the town,"."""
    low = token.low
    if token.is_capital or len(low) < 5:
        return low in _PARTICIPLES
    return low in _PARTICIPLES or low.endswith(("ed", "ing"))


def commas(tokens: Sequence[Token], low: int, end: int) -> list[tuple[int, int]]:
    """The parts between commas (or brackets) left of `end`, from left to right."""
    parts: list[tuple[int, int]] = []
    stop, i = end, end
    while i > low and end - i < WIDEST and len(parts) < 6:
        before = tokens[i - 1]
        if before.is_quote or before.text in ";:":
            break
        if before.text in (",", "(", ")", "—", "–"):
            if stop > i:
                parts.append((i, stop))
            stop = i - 1
        i -= 1
    if stop > i and (i == low or tokens[i - 1].is_quote or tokens[i - 1].text in ";:"):
        parts.append((i, stop))
    return parts[::-1]


def is_part(tokens: Sequence[Token], part: tuple[int, int]) -> bool:
    """ "One of the five, NAME,", "The oldest of the defendants, NAME,"."""
    start, end = part
    if tokens[start].low not in ("one", "the") or has_verb(tokens, start, end):
        return False
    return any(tokens[at].low == "of" for at in range(start + 1, min(start + 3, end - 1)))
