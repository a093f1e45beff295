"""What a cue reports: the clause after it, with "that" or without."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tails import addressee_end, has_verb, light_that, skip_time, that_after
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
_NOMINATIVES = frozenset({"he", "she", "they", "we", "it", "there"})
_AUXILIARIES = words("grammar", "finite") - {"also"} | {"should", "may", "might", "must", "shall", "cannot"}
_DETERMINERS = words("grammar", "determiner") | words("grammar", "definite") | words("grammar", "possessive")
_RELATIVE = words("grammar", "relative") | words("grammar", "conjunction") | {"to"}
_CITING = frozenset({"citing", "quoting"})
_SOURCE = 16  # tokens of ", citing a source in the ministry,"
_SUBJECT = 9  # tokens of a subject before its verb


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
        that = that_after(tokens, _past_source(tokens, after, end), end)
        if that is not None and tokens[that - 1].low == "condition":
            return None  # "spoke on condition that …"
        shortest = SHORTEST if "asks" not in cue.takes or "bare" in cue.takes or not has_subject else LONG
        if that is not None and (end - that >= shortest or tokens[end - 1].is_quote):
            return that, "that-clause", 0.9
    light = light_that(tokens, after, end) if "light" in cue.takes and has_subject else None
    if light is not None:
        return light, "that-clause", 0.8
    if "bare" not in cue.takes:
        return _plain_clause(tokens, after, end) if has_subject and cue.takes >= {"quote", "that"} else None
    start = skip_time(tokens, after, end)
    first = tokens[start] if start < end else None
    if first and first.low == "the" and start + 1 < end and tokens[start + 1].low == "following":
        return None  # "said the following about it:"
    if first and first.low == "what" and end - start == SHORTEST:
        return None  # "told the panel what had happened"
    if first is None or first.low in _NO_CLAUSE or not (first.is_word or first.is_quote):
        return None
    if end - start < SHORTEST:
        is_marked = first.low in _NOMINATIVES and tokens[end - 1].is_quote and has_subject
        return (start, "bare-clause", 0.7) if is_marked else None  # "it “awaits a gesture”"
    if first.low in PREPOSITIONS and tokens[start + 1].low not in ("least", "most"):
        return _behind_phrase(tokens, start, end) if has_subject else None
    opens = first.low in _CLAUSE_STARTS or first.is_capital or first.text[0].isdigit() or first.low.endswith("s")
    if opens and has_verb(tokens, start, end):
        return start, "bare-clause", 0.8
    if not has_subject or first.is_quote or ("addressee" in cue.takes and first.low.partition("'")[0] not in PRONOUNS):
        return None
    is_told = first.low.partition("'")[0] in PRONOUNS and end - start >= SHORTEST
    if is_told or end - start >= LONG or (end - start >= SHORTEST and tokens[end - 1].is_quote):
        return start, "bare-clause", 0.7
    return None


def _behind_phrase(tokens: Sequence[Token], start: int, end: int) -> tuple[int, str, float] | None:
    """ "said outside court they would appeal": the clause behind a place or an occasion opens with a pronoun."""
    for at in range(start + 2, min(end - 2, start + _SUBJECT)):
        token = tokens[at]
        if token.low in _NOMINATIVES and tokens[at - 1].low not in _RELATIVE:
            return (at, "bare-clause", 0.7) if has_verb(tokens, at + 1, min(end, at + 4)) else None
        if not token.is_word or token.low in _RELATIVE | _AUXILIARIES:
            return None
    return None


def _past_source(tokens: Sequence[Token], at: int, end: int) -> int:
    """ "reported, citing a source in the ministry, that …", "notes, however, that …": the token behind the comma."""
    if at + 2 >= end or tokens[at].text not in (",", "–", "—"):
        return at
    near = range(at + 2, min(end - 1, at + _SOURCE))
    comma = next((there for there in near if tokens[there].text == tokens[at].text), None)
    if comma is None or not (tokens[at + 1].low in _CITING or tokens[comma + 1].low == "that"):
        return at
    return comma + 1


def _plain_clause(tokens: Sequence[Token], after: int, end: int) -> tuple[int, str, float] | None:
    """A clause without "that" after a verb which takes one seldom: "acknowledged it was late", "noted several were
    shut"; not "noted the increase", "announced the arrest of …"."""
    start = skip_time(tokens, after, end)
    if end - start < SHORTEST or tokens[start].is_quote:
        return None
    first = tokens[start].low.partition("'")
    if first[0] in _NOMINATIVES and (first[1] or has_verb(tokens, start + 1, min(end, start + 5))):
        return start, "bare-clause", 0.75
    opens = tokens[start].low in _DETERMINERS or tokens[start].is_capital
    return (start, "bare-clause", 0.7) if opens and _verb_near(tokens, start + 1, end) else None


def _verb_near(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a noun phrase goes on with a finite verb of its own, before anything that would open another clause."""
    for at in range(start, min(end, start + _SUBJECT)):
        token = tokens[at]
        if token.low in _AUXILIARIES:
            return True
        if token.low in PRONOUNS | _RELATIVE or not (token.is_word or token.low == "'s"):
            return False
        if token.low in _DETERMINERS and tokens[at - 1].low not in PREPOSITIONS | {"and"}:
            return False  # "the night the soldiers came"
    return False
