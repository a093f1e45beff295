"""Sentences as the rules of reported speech walk through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.reading.quotes.contents import LONG, SHORTEST
from tasks.reading.quotes.cues import Cue
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import DASHES, Token

FAR = 200  # tokens of a sentence searched for cues; keeps a page of one sentence linear
_PLACE = 3  # letters of a place
_DATELINE = 12  # tokens of "KARSK, Feb. 3 (Reuters) —"
_PHRASE = 20  # characters in marks that may hide the verb of the clause


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one paragraph, as a token range."""

    paragraph: int
    tokens: tuple[Token, ...]
    start: int
    end: int
    """Without final punctuation."""


def is_comma(token: Token) -> bool:
    """A comma or a dash, be it the last sign inside marks."""
    return token.text in (",", "–", "—") or (token.is_quote and token.last == ",")


def index_of(sentence: Sentence, cue: Cue, mention: Mention) -> int:
    """The token at which the mention before a cue begins."""
    at = cue.first
    while at > sentence.start and sentence.tokens[at].start > mention.start_char:
        at -= 1
    return at


def before_clause(sentence: Sentence, cue: Cue) -> int:
    """The comma or conjunction that parts a later clause from the one before."""
    at = cue.first
    while at > sentence.start and sentence.tokens[at].low not in (",", "and", "but", "while"):
        at -= 1
    return at


def is_clause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether some tokens make a clause that can be reported."""
    has_quote = any(t.is_quote and t.end - t.start > _PHRASE for t in sentence.tokens[start : min(end, start + FAR)])
    if end - start < SHORTEST:
        return False
    is_long = end - start >= LONG and sentence.tokens[start].low not in PREPOSITIONS
    return has_quote or is_long or has_verb(sentence.tokens, start, end)


def after_semicolon(sentence: Sentence, cues: Sequence[Cue]) -> int:
    """The token after a semicolon behind which somebody speaks again; the sentence's start where none is."""
    last = cues[-1].first
    if sentence.end - sentence.start > 2 * FAR:
        return sentence.start
    for at in range(last - 1, max(sentence.start, last - FAR), -1):
        if sentence.tokens[at].text == ";":
            return at + 1
    return sentence.start


def behind_dateline(tokens: tuple[Token, ...], start: int, stop: int) -> int:
    """The token behind "KARSK, Feb. 3 (Reuters) —": where it was written is nobody."""
    if start >= stop or not tokens[start].text.isupper() or len(tokens[start].text) < _PLACE:
        return start
    for at in range(start + 1, min(stop, start + _DATELINE)):
        if tokens[at].text in DASHES:
            return at
        if tokens[at].is_quote or not (tokens[at].is_capital or not tokens[at].text[0].isalpha()):
            return start
    return start
