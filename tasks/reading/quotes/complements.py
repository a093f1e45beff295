"""What a cue reports without a clause: an intention, a demand, a question, a thing that is praised or condemned."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.tails import addressee_end
from tasks.reading.quotes.things import is_naming, thing_end
from tasks.reading.quotes.tokens import Token

COMPLEMENTS = frozenset({"question", "infinitive", "demand", "thing", "gerund"})
"""The rules of this module."""
_OBJECT = 5  # tokens between "warned" and "against"
_ADDRESSED = 14  # tokens between "urged" and "to": whom it was said to
SHORTEST_COMPLEMENT = 2
"""Tokens of the shortest complement."""
QUESTIONS = frozenset({"whether", "if", "why", "how", "what", "who", "when", "where", "which", "whom", "whose"})
_MOTIONS = frozenset({"appeal", "appeals", "motion", "motions", "petition", "petitions", "lawsuit", "suit", "bail"})
_FRONTED = frozenset({"whom", "what", "which", "whose", "where"})
_OBJECTS = words("grammar", "object_pronoun")
_NO_THING = PREPOSITIONS | words("grammar", "time") | words("grammar", "no_thing")
_DETERMINERS = words("grammar", "determiner") | words("grammar", "definite") | words("grammar", "possessive")
_SAID_IN = words("grammar", "said_in")
_OCCASIONS = _SAID_IN | words("grammar", "time")
_BREAKS = frozenset({";", "—", "–", "--", "("})
_CLOSE = frozenset({",", ";", ":", "(", "—", "–"})


def complement(tokens: Sequence[Token], cue: Cue, end: int) -> tuple[int, str, float] | None:
    """Where the complement after a cue begins, the rule that found it and how often it is right; or none."""
    at = addressee_end(tokens, cue.end, end) if "addressee" in cue.takes else cue.end
    if at < end and tokens[at].is_quote and "thing" in cue.takes and tokens[at - 1].low == "against":
        return at - 1, "thing", 0.65  # "warned against “loose talk”"
    is_demand = at < end and "whom" in cue.takes and at > cue.end
    if at >= end or (tokens[at].is_quote and not is_demand and not _is_accused(tokens, at, end)):
        return None
    return (
        _question(tokens, cue, at, end)
        or _demand(tokens, cue, at, end)
        or _gerund(tokens, cue, at, end)
        or _thing(tokens, cue, at, end)
    )


def _question(tokens: Sequence[Token], cue: Cue, at: int, end: int) -> tuple[int, str, float] | None:
    """ "asked whether …", "told her why …", "explained to the court how …"."""
    if "asks" not in cue.takes:
        return None
    is_fronted = at + 2 < end and tokens[at].low in PREPOSITIONS and tokens[at + 1].low in _FRONTED  # of what kind
    question = at if is_fronted or tokens[at].low in QUESTIONS else _asked(tokens, at, end)
    if question is None or end - question < SHORTEST_COMPLEMENT:
        return None
    if tokens[question].low == "what" and tokens[question + 1].low in ("happened", "follows", "followed"):
        return None  # "described what happened next": the words come after
    return question, "question", 0.8


def _demand(tokens: Sequence[Token], cue: Cue, at: int, end: int) -> tuple[int, str, float] | None:
    """ "promised to leave", "promised the court to leave", "told them to leave", "urged them to leave"."""
    if "to" in cue.takes:
        for start in (at, _promised(tokens, at, end)):
            if is_infinitive(tokens, start, end):
                return start, "infinitive", 0.75
    if "whom" not in cue.takes:
        return None
    if "addressee" in cue.takes:
        is_told = at > cue.end and (tokens[at].is_quote or is_infinitive(tokens, at, end))
        return (at, "demand", 0.75) if is_told else None
    return (at, "demand", 0.75) if _addressed(tokens, at, end) else None


def _gerund(tokens: Sequence[Token], cue: Cue, at: int, end: int) -> tuple[int, str, float] | None:
    if "gerund" not in cue.takes or end - at < SHORTEST_COMPLEMENT:
        return None
    is_one = tokens[at].low.endswith("ing") or ("scene" in cue.takes and _is_scene(tokens, at, end))
    return (at, "gerund", 0.75) if is_one else None


def _is_scene(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "recalled his sons sliding about": somebody, and what they were doing."""
    if not (tokens[at].low in _OBJECTS | _DETERMINERS or tokens[at].is_capital):
        return False
    for there in range(at + 1, min(end - 1, at + _OBJECT)):
        token = tokens[there]
        if not token.is_word or token.low in PREPOSITIONS | {"and", "or"}:
            return False
        if token.low.endswith("ing") and tokens[there - 1].low not in _DETERMINERS and len(token.low) > 4:
            return kind_of_noun(token.low) is None and tokens[there + 1].is_word
    return False


def _thing(tokens: Sequence[Token], cue: Cue, at: int, end: int) -> tuple[int, str, float] | None:
    if not cue.takes & {"thing", "as", "naming"} or end - at < SHORTEST_COMPLEMENT:
        return None
    if tokens[cue.first].low.startswith(("reject", "dismiss")) and _is_motion(tokens, at, end):
        return None
    if "as" in cue.takes and not _is_seen_as(tokens, at, end):
        return None
    if "naming" in cue.takes and not is_naming(tokens, at, end):
        return None
    if cue.takes & {"source", "topic"} and _is_somebody(tokens, at, end):
        return None
    opens = tokens[at].is_quote or (tokens[at].is_word and tokens[at].low not in _NO_THING)
    return (at, "thing", 0.65) if opens else None


def _is_motion(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "rejected the appeal of": what a court decides, and says nothing."""
    return any(token.low in _MOTIONS for token in tokens[at : min(end, at + 4)])


def _is_somebody(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether who is cited or questioned stands there, not what: "an unnamed official", "the director of prisons"."""
    if tokens[at].low in _OBJECTS - {"it", "her"}:
        return True
    if tokens[at].low.endswith("ing"):
        return False
    stop = at + 1
    while stop < min(end, at + _OBJECT) and tokens[stop].is_word and tokens[stop].low not in PREPOSITIONS:
        stop += 1
    if stop < end and tokens[stop].low == "'s":
        return False
    return kind_of_noun(tokens[stop - 1].low) in ("role", "group", "anonymous")


def complement_end(tokens: Sequence[Token], start: int, end: int, rule: str) -> int:
    """Where a complement ends: before a break, and without the occasion on which it was said ("in a statement")."""
    for at in range(start, end):
        if tokens[at].text in _BREAKS and not _is_acronym(tokens, at, end):
            end = at
            break
    if rule.startswith("thing"):
        end = thing_end(tokens, start, end)
    if rule.startswith("gerund"):
        scene = (
            at for at in range(start, end - 1) if tokens[at].is_quote and tokens[at + 1].low in ("as", "when", "while")
        )
        end = next(scene, end - 1) + 1
    occasions = _SAID_IN if rule.startswith("question") else _OCCASIONS
    while (cut := _occasion(tokens, start, end, occasions)) is not None:
        end = cut
    return end


def _is_acronym(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "the Football Federation (FNF) to reverse it": what is in brackets parts nothing."""
    is_short = at + 3 < end and tokens[at].text == "(" and tokens[at + 2].text == ")"
    return is_short and tokens[at + 1].is_capital and tokens[at + 3].is_word


def _occasion(tokens: Sequence[Token], start: int, end: int, occasions: frozenset[str]) -> int | None:
    """Where "in a statement", "on Monday" begins at the end of a complement."""
    for at in range(end - 1, max(start + SHORTEST_COMPLEMENT - 1, end - 10), -1):
        if tokens[at].text == ",":
            return None
        opens = tokens[at].low in ("in", "on", "at", "during", "last", "this")
        if opens and any(token.low in occasions for token in tokens[at + 1 : min(end, at + 5)]):
            return at
    return None


def is_infinitive(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether "to leave", "not to leave" stands there."""
    at += at < end and tokens[at].low in ("not", "never")
    if at + 1 >= end or tokens[at].low != "to":
        return False
    verb = tokens[at + 1]
    return verb.is_word and verb.text[0].islower() and verb.low not in _DETERMINERS


def _promised(tokens: Sequence[Token], at: int, end: int) -> int:
    """The token after somebody to whom a thing is promised: "promised parliament to …", not "a chance to …"."""
    there = addressee_end(tokens, at, end)
    if there == at:
        return at
    last = tokens[there - 1]
    is_somebody = last.is_capital or last.low in _OBJECTS or kind_of_noun(last.low) not in (None, "document")
    return there if is_somebody else at


def _addressed(tokens: Sequence[Token], at: int, end: int) -> bool:
    if tokens[at].low in PREPOSITIONS or tokens[at].low in ("to", "not"):
        return False
    for there in range(at + 1, min(end, at + _ADDRESSED)):
        token = tokens[there]
        if token.text in (",", ";", ":") or token.low == "that":
            return False
        is_against = token.low == "against" and there - at < _OBJECT and all(t.is_word for t in tokens[at:there])
        if is_against and any(t.low in PREPOSITIONS or t.low == "and" for t in tokens[at:there]):
            return False
        if token.is_quote or is_against or is_infinitive(tokens, there, end):
            return True
    return False


def _is_accused(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "accused “certain people” of …": what is called by words in marks goes on."""
    return at + 1 < end and tokens[at + 1].low in ("of", "as", "for")


def _is_seen_as(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "described the vote as a farce"; not "the procedure as follows"."""
    for there in range(at + 1, min(end - 1, at + _ADDRESSED)):
        if tokens[there].text in _CLOSE:
            return False
        if tokens[there].low == "as":
            return tokens[there + 1].low not in ("follows", "well", "soon", "they", "he", "she", "it", "we", "i")
    return False


def _asked(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where the question begins: "asked the minister whether …", "explained to us how …"."""
    to = at + (tokens[at].low in ("to", "of"))
    there = addressee_end(tokens, to, end)
    if there > to and tokens[there - 1].low in _OBJECTS:
        while there < min(end, to + 5) and tokens[there].low not in QUESTIONS | PREPOSITIONS and tokens[there].is_word:
            there += 1
    if there > to and there < end and tokens[there].low in QUESTIONS:
        return there if tokens[there].low not in ("who", "when") or tokens[there - 1].low in _OBJECTS else None
    if to > at:
        return None
    return next((there for there in range(at, min(end, at + 6)) if tokens[there].low in ("whether", "if", "why")), None)
