"""Of words inside somebody's words: whom a pronoun beside them stands for, by the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.reading.quotes.figures import figures
from tasks.reading.quotes.mentions import Mention, phrase
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.signs import acts
from tasks.reading.quotes.tokens import Paragraph, Token

_ASKED = frozenset(
    [
        "ask",
        "asks",
        "asked",
        "asking",
        "question",
        "questioned",
        "call",
        "called",
        "calls",
        "phoned",
        "rang",
        "wrote",
        "to",
    ]
)
_ONE_PERSON = ("role", "anonymous")
_FURTHEST = 2
"""Sentences before the pronoun's own."""


def antecedents(words: Paragraph, pronoun: Mention) -> tuple[Mention, ...]:
    """Those who fit alike: one where it is sure, several where it is not, none where nobody is named or described.

    Who was asked is most likely to answer; then whoever is the subject, the nearest sentence first.
    """
    tokens = words.tokens
    before = [entry for entry in _people(words, pronoun) if not _is_addressed(tokens, entry[0])]
    own = _sentence(words, pronoun.start_char)
    numbers = range(own, max(-1, own - _FURTHEST - 1), -1)
    nearest: tuple[Mention, ...] = ()
    for number in numbers:
        here = [entry for entry in before if _sentence(words, entry[0].start_char) == number]
        asked = [one for one, _ in here if _is_asked(tokens, one)]
        found = _distinct(asked or [one for one, is_subject in here if is_subject])
        if found:
            return found
        nearest = nearest or _distinct([one for one, _ in here])
    return nearest


def _people(words: Paragraph, pronoun: Mention) -> Iterator[tuple[Mention, bool]]:
    """Everybody of fitting gender before the pronoun, and whether as a subject."""
    for figure in figures(words, 0):
        one = figure.mention
        is_one = one.kind in _ONE_PERSON and not figure.is_many
        if is_one and one.start_char < pronoun.start_char and one.gender in (None, pronoun.gender):
            yield one, figure.is_subject
    tokens = words.tokens
    for start, end in words.sentences:
        at = start
        while at < end and tokens[at].start < pronoun.start_char:
            name = None if tokens[at].is_quote else name_at(tokens, at, end, opens_sentence=at == start)
            if name and name.kind == "person" and name.gender in (None, pronoun.gender):
                mention = phrase(tokens, name.outset, name.end)
                if mention and mention.category == "name":
                    yield mention, acts(tokens, name)
            at = name.end if name else at + 1


def _sentence(words: Paragraph, start_char: int) -> int:
    tokens = words.tokens
    return next((n for n, (_, end) in enumerate(words.sentences) if tokens[end - 1].end > start_char), 0)


def _is_asked(tokens: Sequence[Token], one: Mention) -> bool:
    at = next((at for at, token in enumerate(tokens) if token.start == one.start_char), 0)
    return at > 0 and tokens[at - 1].low in _ASKED


def _is_addressed(tokens: Sequence[Token], one: Mention) -> bool:
    """ "I said, my son, tie it": spoken to, not of."""
    at = next((at for at, token in enumerate(tokens) if token.start == one.start_char), 0)
    stop = next((n for n in range(at, len(tokens)) if tokens[n].start >= one.end_char), len(tokens))
    is_apart = (at == 0 or tokens[at - 1].text in (",", ".", "“", "‘")) and stop < len(tokens)
    return is_apart and tokens[at].low == "my" and tokens[stop].text in (",", "!", "?")


def _distinct(found: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple({one.head: one for one in reversed(found)}.values())
