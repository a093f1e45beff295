"""Of words inside somebody's words: whom a pronoun beside them stands for, by the words around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.figures import figures_in
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import kind_of_noun
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
_WIDEST = 200  # tokens of a sentence that are read
_ONE_PERSON = ("role", "anonymous")
_PREDICATE = 4  # tokens of "a retired army"
_FURTHEST = 4
"""Sentences before the pronoun's own."""


def antecedents(words: Paragraph, pronoun: Mention) -> tuple[Mention, ...]:
    """Those who fit alike: one where it is sure, several where it is not, none where nobody is named or described.

    Who was asked is most likely to answer; then whoever is the subject, the nearest sentence first.
    """
    tokens = words.tokens
    stop = bisect_left(tokens, pronoun.start_char, key=lambda token: token.start)
    own = bisect_right(words.sentences, stop, key=lambda sentence: sentence[0]) - 1
    previous = words.sentences[max(0, own - 1)][0] if words.sentences else 0
    nearest: tuple[Mention, ...] = ()
    for start, end in reversed(words.sentences[max(0, own - _FURTHEST) : own + 1]):
        told = _told_to_be(tokens, start, min(end, stop), pronoun)
        if told:
            return (told,)
        here = [*_people(tokens, max(start, min(end, stop) - _WIDEST), min(end, stop), pronoun)]
        asked = [one for one, at, _ in here if at > start and tokens[at - 1].low in _ASKED]
        found = _distinct(asked or [one for one, _, is_subject in here if is_subject])
        if found:
            return found
        if start >= previous:
            nearest = nearest or _distinct([one for one, _, _ in here])
    return nearest


def subjects_before(words: Paragraph, pronoun: Mention) -> tuple[Mention, ...]:
    """The nearest subject without a name, of words that a cue parts from the pronoun's: of names one is less sure."""
    for start, end in reversed(words.sentences[-_FURTHEST:]):
        here = _people(words.tokens, max(start, end - _WIDEST), end, pronoun)
        found = _distinct([one for one, _, is_subject in here if is_subject and one.category == "common"])
        if found:
            return found
    return ()


def _people(tokens: Sequence[Token], start: int, end: int, pronoun: Mention) -> Iterator[tuple[Mention, int, bool]]:
    """Everybody of fitting gender whom a sentence speaks of, with the first token, and whether as a subject."""
    for figure in figures_in(tokens, (start, end), 0, 0):
        one = figure.mention
        at = bisect_left(tokens, one.start_char, key=lambda token: token.start)
        is_one = one.kind in _ONE_PERSON and not figure.is_many
        if is_one and one.gender in (None, pronoun.gender) and not _is_addressed(tokens, at, one):
            yield one, at, figure.is_subject
    at = start
    while at < end:
        name = None if tokens[at].is_quote else name_at(tokens, at, end, opens_sentence=at == start)
        is_short = name is not None and name.words[0].partition("'")[0] in PRONOUNS  # "I'd"
        if name and not is_short and name.kind == "person" and name.gender in (None, pronoun.gender):
            mention = phrase(tokens, name.outset, name.end)
            if mention and mention.category == "name":
                yield mention, name.outset, acts(tokens, name)
        at = name.end if name else at + 1


def _told_to_be(tokens: Sequence[Token], start: int, end: int, pronoun: Mention) -> Mention | None:
    """ "He was a major. … He told me": what the pronoun's bearer is, where nothing else names him."""
    if start + 3 >= end or tokens[start].low != pronoun.head or tokens[start + 1].low not in ("was", "is"):
        return None
    if tokens[start + 2].low not in ("a", "an", "the"):
        return None
    stop = start + 3
    while stop < min(end, start + 3 + _PREDICATE) and tokens[stop].is_word and kind_of_noun(tokens[stop].low) is None:
        stop += 1
    if stop >= end or kind_of_noun(tokens[stop].low) not in _ONE_PERSON:
        return None
    return phrase(tokens, start + 2, stop + 1)


def _is_addressed(tokens: Sequence[Token], at: int, one: Mention) -> bool:
    """ "I said, my son, tie it": spoken to, not of."""
    stop = bisect_left(tokens, one.end_char, key=lambda token: token.start)
    is_apart = (at == 0 or not tokens[at - 1].is_word) and stop < len(tokens)
    return is_apart and tokens[at].low == "my" and tokens[stop].text in (",", "!", "?")


def _distinct(found: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple({one.head: one for one in reversed(found)}.values())
