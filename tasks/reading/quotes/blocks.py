"""Block quotes without marks: "The lawyer added the following:" and a paragraph that is hers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.reading.quotes.clauses import subject
from tasks.reading.quotes.cues import cues_in
from tasks.reading.quotes.tails import cue_span
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Text, Utterance, sentence_of

_ANNOUNCED = (("the", "following"), ("as", "follows"))
_FAR = 60  # tokens of a sentence searched for the cue
_SHORTEST = 8  # tokens of a paragraph that is somebody's words
_LONGEST_REFERENCE = 14  # tokens in brackets behind the words


def blocks(text: Text) -> Iterator[Utterance]:
    """Paragraphs that a sentence ending in "the following:" gives to somebody; marks speak for themselves."""
    for number, paragraph in enumerate(text.paragraphs[:-1]):
        tokens, below = paragraph.tokens, text.paragraphs[number + 1].tokens
        if not tokens or tokens[-1].text != ":" or len(below) < _SHORTEST or below[0].is_quote:
            continue
        start, _ = sentence_of(paragraph, len(tokens) - 1)
        for cue in cues_in(tokens, max(start, len(tokens) - _FAR), len(tokens)):
            first, stop, end = cue_span(tokens, cue, len(tokens))
            if "quote" not in cue.takes or not _is_announced(tokens, end):
                continue
            mention = subject(tokens, start, cue, start)
            if mention:
                words = (below[0].start, below[_end(below) - 1].end)
                yield Utterance("direct", (words,), (first, stop), mention, "block", 0.85, number + 1)


def _is_announced(tokens: Sequence[Token], at: int) -> bool:
    low = tuple(token.low for token in tokens[at : at + 2])
    return low in _ANNOUNCED


def _end(tokens: Sequence[Token]) -> int:
    """Without the source in brackets behind the words: "(ibid.)"."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].text == ".":
        end -= 1
    if tokens[end - 1].text != ")":
        return len(tokens)
    for at in range(end - 2, max(0, end - _LONGEST_REFERENCE), -1):
        if tokens[at].text == "(":
            return at
    return len(tokens)
