"""A cue without a subject of its own: whose words it tells, by the verb before it or by who is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tasks.reading.quotes.clauses import opening_subject
from tasks.reading.quotes.complements import is_infinitive
from tasks.reading.quotes.cues import Cue, before_verb
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention, phrase
from tasks.reading.quotes.sentences import Sentence
from tasks.reading.quotes.tokens import Token

_NEAR = 25  # tokens between a cue beside words in marks and what is added
_SOURCE = 14  # tokens of "quoted an officer as saying"
_QUOTES = frozenset({"quotes", "quoted", "quoting", "cites", "cited", "citing"})
_TIMES = words("grammar", "time")
_OPENS = frozenset({"after", "by", "while", "before"})
"""They stand before a verb in -ing that tells of the same subject: "after asking why …"."""


def shared(
    sentence: Sentence, cue: Cue, inherited: Mention | None, used: Mapping[int, Mention | None]
) -> Mention | None:
    """The subject of a verb before: "X resigned, adding that …", "X capped prices and has described …"."""
    tokens = sentence.tokens
    first = verb_start(tokens, cue, sentence.start)
    before = tokens[first - 1] if first > sentence.start else None
    if before is None:
        return None
    if cue.is_participle and before.low == "as":
        return quoted_source(tokens, sentence.start, first - 1)
    goes_on = before.text == "," or before.low in _OPENS if cue.is_participle else False
    if not goes_on and before.low not in ("and", "but"):
        return None
    if inherited is None:
        inherited = _beside(sentence, cue, used)
    if inherited is None:
        opening = opening_subject(tokens, sentence.start, cue.first)
        inherited = opening[0] if opening else None
    return inherited


def verb_start(tokens: Sequence[Token], cue: Cue, low: int) -> int:
    """Where the verb begins with what stands between it and "and": "and last week also said"."""
    first = before_verb(tokens, cue.first, low)
    at = first
    while at > low and first - at < 3 and (tokens[at - 1].low in _TIMES or tokens[at - 1].text.isdigit()):
        at -= 1
    if at > low and tokens[at - 1].low == "on" and at < first:
        at -= 1
    return at if at > low and tokens[at - 1].low in ("and", "but") else first


def _beside(sentence: Sentence, cue: Cue, used: Mapping[int, Mention | None]) -> Mention | None:
    """ "…," she said, adding that …": whoever spoke the words in marks."""
    for at in range(cue.first - 1, max(sentence.start, cue.first - _NEAR) - 1, -1):
        mention = used.get(sentence.tokens[at].start)
        if mention:
            return mention
    return None


def quoted_source(tokens: Sequence[Token], low: int, end: int) -> Mention | None:
    """ "The paper quotes an officer as saying …": the officer speaks; `end`: of the officer."""
    for at in range(end - 1, max(low, end - _SOURCE) - 1, -1):
        if tokens[at].low in _QUOTES:
            return phrase(tokens, at + 1, end)
    return None


def told_by(
    sentence: Sentence, cue: Cue, spoken: tuple[Mention, int] | None
) -> tuple[Cue, Mention, int, str, float] | None:
    """ "We were told by X, who …, that …"."""
    if spoken is None:
        return None
    for at in range(spoken[1], min(sentence.end, spoken[1] + _NEAR)):
        if sentence.tokens[at].low == "that":
            return cue, spoken[0], at, "that-clause", 0.85
        if at == spoken[1] and is_infinitive(sentence.tokens, at, sentence.end):
            return cue, spoken[0], at, "demand", 0.75
    return None


def is_whose(tokens: Sequence[Token], at: int, mention: Mention) -> bool:
    """ "X, whose contract forbids her to …": a thing of the speaker's, no speaker."""
    return mention.kind == "document" and at > 0 and tokens[at - 1].low == "whose"
