"""What a cue reports: the clause after it, with "that" or without."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tails import addressee_end, has_verb, skip_time, that_after
from tasks.reading.quotes.tokens import Token

SHORTEST = 3
"""Tokens of the shortest clause."""
LONG = 5
"""Tokens from which words after a known speaker's cue are a clause, though no verb of it is known."""
_CLAUSE_STARTS = (
    PRONOUNS
    | words("grammar", "definite")
    | words("grammar", "possessive")
    | words("grammar", "determiner")
    | words("grammar", "clause_start")
)
_NO_CLAUSE = words("grammar", "no_clause")


def reported_clause(
    tokens: Sequence[Token], cue: Cue, end: int, *, has_subject: bool = False
) -> tuple[int, str, float] | None:
    """Where the clause after a cue begins, the rule that found it and how often it is right; or none.

    With `has_subject` somebody is known to speak: then what follows needs no verb that a list knows.
    """
    after = addressee_end(tokens, cue.end, end) if "addressee" in cue.takes else cue.end
    if after >= end or ("addressee" in cue.takes and after == cue.end and tokens[after].low != "that"):
        return None
    if cue.takes & {"that", "bare"}:
        that = that_after(tokens, after, end)
        if that is not None and (end - that >= SHORTEST or tokens[end - 1].is_quote):
            return that, "that-clause", 0.9
    if "bare" not in cue.takes:
        return None
    start = skip_time(tokens, after, end)
    first = tokens[start] if start < end else None
    if first is None or first.low in _NO_CLAUSE or end - start < SHORTEST:
        return None
    if first.low in PREPOSITIONS and tokens[start + 1].low not in ("least", "most"):
        return None
    opens = first.low in _CLAUSE_STARTS or first.is_capital or first.text[0].isdigit() or first.low.endswith("s")
    if opens and has_verb(tokens, start, end):
        return start, "bare-clause", 0.8
    if not has_subject or first.is_quote or (first.low not in PRONOUNS and "addressee" in cue.takes):
        return None
    is_told = first.low in PRONOUNS and end - start >= SHORTEST
    if is_told or end - start >= LONG or (end - start >= SHORTEST and tokens[end - 1].is_quote):
        return start, "bare-clause", 0.7
    return None
