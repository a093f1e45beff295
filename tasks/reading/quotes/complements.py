"""What a cue reports without a clause: an intention, a demand, a question, a thing that is praised or condemned."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tails import addressee_end
from tasks.reading.quotes.tokens import Token

COMPLEMENTS = frozenset({"question", "infinitive", "demand", "thing", "gerund"})
"""The rules of this module."""
_ADDRESSED = 14  # tokens between "urged" and "to": whom it was said to
SHORTEST_COMPLEMENT = 2
"""Tokens of the shortest complement."""
_QUESTIONS = frozenset({"whether", "if", "why", "how", "what", "who", "when", "where"})
_NO_THING = PREPOSITIONS | words("grammar", "time") | words("grammar", "no_thing")
_DETERMINERS = words("grammar", "determiner") | words("grammar", "definite") | words("grammar", "possessive")
_OCCASIONS = words("grammar", "said_in") | words("grammar", "time")
_BREAKS = frozenset({";", "—", "–", "--", "("})


def complement(tokens: Sequence[Token], cue: Cue, end: int) -> tuple[int, str, float] | None:
    """Where the complement after a cue begins, the rule that found it and how often it is right; or none."""
    at = addressee_end(tokens, cue.end, end) if "addressee" in cue.takes else cue.end
    if at >= end or (tokens[at].is_quote and not _is_accused(tokens, at, end)):
        return None
    low = tokens[at].low
    if "asks" in cue.takes:
        question = at if low in _QUESTIONS else _asked(tokens, at, end)
        if question is not None:
            return question, "question", 0.8
    if "to" in cue.takes and _is_infinitive(tokens, at + (low == "not"), end):
        return at, "infinitive", 0.75
    if "whom" in cue.takes and _addressed(tokens, at, end):
        return at, "demand", 0.75
    if "gerund" in cue.takes and low.endswith("ing") and end - at >= SHORTEST_COMPLEMENT:
        return at, "gerund", 0.75
    if "thing" in cue.takes and tokens[at].is_quote:
        return at, "thing", 0.65
    if "thing" in cue.takes and end - at >= SHORTEST_COMPLEMENT and tokens[at].is_word and low not in _NO_THING:
        return at, "thing", 0.65
    return None


def complement_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a complement ends: before a break, and without the occasion on which it was said ("in a statement")."""
    for at in range(start, end):
        if tokens[at].text in _BREAKS:
            end = at
            break
    while (cut := _occasion(tokens, start, end)) is not None:
        end = cut
    return end


def _occasion(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where "in a statement", "on Monday" begins at the end of a complement."""
    for at in range(end - 1, max(start + SHORTEST_COMPLEMENT - 1, end - 10), -1):
        if tokens[at].text == ",":
            return None
        opens = tokens[at].low in ("in", "on", "at", "during", "last", "this")
        if opens and any(token.low in _OCCASIONS for token in tokens[at + 1 : min(end, at + 5)]):
            return at
    return None


def _is_infinitive(tokens: Sequence[Token], at: int, end: int) -> bool:
    if at + 1 >= end or tokens[at].low != "to":
        return False
    verb = tokens[at + 1]
    return verb.is_word and verb.text[0].islower() and verb.low not in _DETERMINERS


def _addressed(tokens: Sequence[Token], at: int, end: int) -> bool:
    if tokens[at].low in PREPOSITIONS or tokens[at].low in ("to", "not"):
        return False
    for there in range(at + 1, min(end, at + _ADDRESSED)):
        token = tokens[there]
        if token.is_quote or token.text in (";", ":") or token.low == "that":
            return False
        if _is_infinitive(tokens, there, end):
            return True
    return False


def _is_accused(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "accused “certain people” of …": what is called by words in marks goes on."""
    return at + 1 < end and tokens[at + 1].low in ("of", "as", "for")


def _asked(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where the question begins: "asked the minister whether …"."""
    return next((there for there in range(at, min(end, at + 6)) if tokens[there].low in ("whether", "if", "why")), None)
