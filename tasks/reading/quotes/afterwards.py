"""Who spoke before a report gave the name: "a nurse said. … The nurse, NAME, …"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from tasks.reading.quotes.figures import Figure
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.shown_gender import gender_of_noun
from tasks.reading.quotes.signs import called
from tasks.reading.quotes.spoken import Spoken, of_person
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_KIN = words("nouns", "kin")
_FURTHEST = 8
"""Paragraphs between somebody's words and the name."""
_NEXT = 2
_MODIFIERS = 3
_OPENERS = frozenset({"the", "his", "her", "'s"})
_NEAR = 60  # names behind a phrase, and figures before one of them, that are looked through
_ANYBODY = frozenset({"man", "woman", "person"})
_ONE_PERSON = ("role", "anonymous")


@dataclass(frozen=True, slots=True)
class _Naming:
    """A definite phrase that gets a name which the report has not printed before."""

    start_char: int
    paragraph: int
    head: str
    person: Person
    is_loose: bool = False
    """Whether the phrase is another's or a title, so that it must stand near: "his wife, N", "Elder N"."""


def named_afterwards(done: Sequence[Spoken], register: Register, kept: Set[Stretch | None]) -> list[Spoken]:
    """The same, with the name for those who spoke as "a nurse" or "his sister" and are named later."""
    namings = sorted(_namings(register), key=lambda one: one.start_char)
    found = {id(spoken): person for spoken in done if (person := _named_by(spoken, namings, register))}
    if not found:
        return [*done]
    words_of = {spoken.speaker.words: found[id(spoken)] for spoken in done if id(spoken) in found}
    return [_as(spoken, _allowed(words_of.get(spoken.speaker.words), spoken, kept)) for spoken in done]


def _allowed(person: Person | None, spoken: Spoken, kept: Set[Stretch | None]) -> Person | None:
    """Nobody's real name for words whose speaker the report does not name."""
    is_kept = person is not None and person.kind == "named" and spoken.speaker.words in kept
    return None if is_kept else person


def _as(spoken: Spoken, person: Person | None) -> Spoken:
    if person is None or spoken.speaker.person:
        return spoken
    certainty = min(0.8, spoken.speaker.certainty)
    return replace(spoken, speaker=of_person(person, certainty, "named-afterwards"))


def _namings(register: Register) -> Iterator[_Naming]:
    for start_char, person in register.named_phrases():
        figure = register.figures[_figures_before(register.figures, start_char)]
        yield _Naming(start_char, figure.paragraph, figure.mention.head, person)
    for person in register.people:
        if person.is_body or not person.named:
            continue
        number, name = person.named[0]
        tokens = register.paragraphs[number].tokens
        if person.seen[0] != tokens[name.first].start:
            continue
        if called(tokens, name.first):  # "His name is NAME"
            yield _Naming(tokens[name.first - 3].start, number, "person", person)
        elif name.title and kind_of_noun(tokens[name.first - 1].low) == "role":
            yield _Naming(tokens[name.outset].start, number, tokens[name.first - 1].low, person, is_loose=True)
        elif (at := _phrase_before(tokens, name.outset)) is not None:
            is_loose = tokens[at].low != "the"
            yield _Naming(tokens[at].start, number, tokens[name.outset - 2].low, person, is_loose)


def _phrase_before(tokens: Sequence[Token], outset: int) -> int | None:
    """Where "the" stands in "The old nurse, NAME", "her" in "her mother, NAME"; none where no such phrase stands."""
    if outset < _MODIFIERS or tokens[outset - 1].text != ",":
        return None
    head = tokens[outset - 2].low
    if kind_of_noun(head) not in _ONE_PERSON:
        return None
    opening = range(outset - 3, max(-1, outset - 3 - _MODIFIERS), -1)
    openers = _OPENERS if head in _KIN else {"the"}
    return next((at for at in opening if tokens[at].low in openers), None)


def _named_by(spoken: Spoken, namings: Sequence[_Naming], register: Register) -> Person | None:
    speaker = spoken.speaker
    mention = None if speaker.person or speaker.kind not in _ONE_PERSON else _phrase(spoken, register)
    if mention is None:
        return None
    first = bisect_right(namings, mention.start_char, key=lambda one: one.start_char)
    for one in namings[first : first + _NEAR]:
        distance = one.paragraph - spoken.utterance.paragraph
        if not 0 <= distance <= _FURTHEST:
            continue
        if not _agree(mention.head, one.person) or (one.is_loose and not _fits_loosely(mention, distance)):
            continue
        if one.head == mention.head and not _brings_up(mention, one.start_char, register):
            return one.person
        if one.head in _ANYBODY and distance == 0 and _is_next(mention.end_char, one.start_char, register):
            return one.person
    return None


def _fits_loosely(mention: Mention, distance: int) -> bool:
    return distance <= _NEXT and (mention.is_definite or mention.head in _KIN)


def _figures_before(figures: Sequence[Figure], start_char: int) -> int:
    return bisect_left(figures, start_char, key=lambda figure: figure.mention.start_char)


def _between(end_char: int, start_char: int, register: Register) -> Sequence[Figure]:
    """Who comes up without a name between two offsets; of a great many, the last."""
    last = _figures_before(register.figures, start_char)
    first = _figures_before(register.figures, end_char)
    return register.figures[max(first, last - _NEAR) : last]


def _phrase(spoken: Spoken, register: Register) -> Mention | None:
    """The phrase that stands for a speaker without a name, beside the words or where "he" points."""
    mention, words = spoken.utterance.mention, spoken.speaker.words
    if mention is None or words is None or mention.category == "common":
        return mention
    at = _figures_before(register.figures, words[0])
    one = register.figures[at].mention if at < len(register.figures) else None
    return one if one and one.start_char == words[0] and mention.category == "pronoun" else None


def _is_next(end_char: int, start_char: int, register: Register) -> bool:
    return not _between(end_char, start_char, register)


def _brings_up(mention: Mention, start_char: int, register: Register) -> bool:
    """Whether somebody new of the same noun comes up after a mention: "another nurse"."""
    between = (figure.mention for figure in _between(mention.end_char, start_char, register))
    return any(one.head == mention.head and not one.is_definite for one in between)


def _agree(head: str, person: Person) -> bool:
    return person.gender is None or gender_of_noun(head) in (None, person.gender)
