"""What somebody is said to have said of others' words: "She said that an officer had told her to leave"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.reading.quotes.clauses import subject
from tasks.reading.quotes.complements import COMPLEMENTS, complement, complement_end
from tasks.reading.quotes.contents import SHORTEST, reported_clause
from tasks.reading.quotes.cues import Cue
from tasks.reading.quotes.ends import clause_end
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.sentences import FAR, Sentence
from tasks.reading.quotes.tails import cue_span
from tasks.reading.quotes.utterances import Stretch

_CLEAR = frozenset({"that-clause", "demand", "question", "infinitive"})
_SPEAKERS = frozenset({"named", "role", "group", "anonymous", "organisation"})


class Told(NamedTuple):
    """A clause inside a reported clause: its tokens, the cue as offsets, who speaks, the rule and how sure it is."""

    part: Stretch
    cue: Stretch
    mention: Mention
    rule: str
    base: float


def told_within(sentence: Sentence, cues: Sequence[Cue], start: int, end: int) -> Iterator[Told]:
    """What third persons say in the clause ``[start, end)``; a pronoun may be the first speaker, and is left."""
    tokens = sentence.tokens
    if end - start > FAR:
        return
    for cue in cues:
        if not start < cue.first < end - 1 or cue.is_participle or cue.speaker_follows or "law" in cue.takes:
            continue
        mention = subject(tokens, start, cue)
        if mention is None or mention.kind not in _SPEAKERS or mention.category == "pronoun":
            continue
        content = reported_clause(tokens, cue, end, has_subject=True) or complement(tokens, cue, end)
        if content is None or content[1] not in _CLEAR:
            continue
        low, rule, base = content
        stop = clause_end(tokens, low, end)
        if rule in COMPLEMENTS:
            stop = complement_end(tokens, low, stop, rule)
        if stop - low >= SHORTEST or any(token.is_quote for token in tokens[low:stop]):
            first, last, _ = cue_span(tokens, cue, end)
            yield Told((low, stop), (first, last), mention, rule, base)
