"""Where each marked quotation stands, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tasks.reading.quotes.cues import cues_in
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch, Text, sentence_of

_LONGEST_NAME = 4
_INITIAL = 12  # characters that hold an initial at the end of words

_FINITE = (words("grammar", "finite") | words("grammar", "modal")) - {"also", "am"}


class Place(NamedTuple):
    """One token of one paragraph."""

    paragraph: int
    token: int


@dataclass(frozen=True, slots=True)
class Found:
    """A cue and a mention beside a quotation."""

    mention: Mention | None
    cue: Stretch | None
    rule: str
    base: float
    end: int = -1
    """First token after the cue clause, where it follows the quotation."""
    is_shared: bool = False
    """Whether the cue reports a clause as well: "told us that they came at night: “…”"."""


def is_title(said: list[str]) -> bool:
    """ "All Bets Are Off": every word of weight has a capital."""
    if not 2 < len(said) < 9 or said[-1][-1] in "?!":
        return False
    return all(word[0].isupper() or len(word) < 5 for word in said[1:])


def is_headline(said: list[str]) -> bool:
    """ "THEY COUNT US LIKE OLIVES", "I Read the News to an Empty Square": printed as a heading is."""
    long = [word for word in said if len(word) > 3]
    return len(said) > 2 and len(long) > 1 and all(word.lstrip("(‘'“\"")[:1].isupper() for word in long)


def is_name(said: list[str]) -> bool:
    """ "the guards call him “Form Five”": a name has capitals and no article."""
    return len(said) < _LONGEST_NAME and said[0].lower() not in ("a", "an") and all(word[0].isupper() for word in said)


class Places:
    """The first and the last place of every marked quotation."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.first: dict[int, Place] = {}
        self.last: dict[int, Place] = {}
        for number, paragraph in enumerate(text.paragraphs):
            for at, token in enumerate(paragraph.tokens):
                if token.is_quote:
                    self.first.setdefault(token.marked, Place(number, at))
                    self.last[token.marked] = Place(number, at)

    def tokens(self, place: Place) -> tuple[Token, ...]:
        """The tokens of the paragraph around a place."""
        return self.text.paragraphs[place.paragraph].tokens

    def words(self, index: int) -> list[str]:
        """Words of the quotation, the first of them at least."""
        return self.text.words(index)

    def last_word(self, index: int) -> str:
        """The last word of the quotation, signs included."""
        start, end = self.text.marked[index].segments[-1]
        return self.text.body[max(start, end - _INITIAL) : end].split()[-1]

    def may_be_followed(self, index: int) -> bool:
        """A term in marks inside a clause ('The "terrorists," he said, …') is part of that clause."""
        place = self.first[index]
        tokens = self.tokens(place)
        start = sentence_of(self.text.paragraphs[place.paragraph], place.token)[0]
        if place.token == start:
            return True
        before = tokens[place.token - 1]
        is_part = before.is_word or before.low == "'s" or is_title(self.words(index))
        goes_on = before.low in ("and", "but") and self.words(index)[0] in _FINITE  # looked and “could not find it,”
        if not is_part or (before.low in ("and", "but", "or", "so") and not goes_on):
            return True
        return any(cue.end == place.token for cue in cues_in(tokens, max(start, place.token - 8), place.token))

    def stands_alone(self, index: int, high: int) -> bool:
        """Whether the words end their sentence, or are a sentence themselves."""
        place = self.last[index]
        tokens = self.tokens(place)
        rest = tokens[place.token + 1 : high] if place == self.first[index] else ()
        if not any(token.is_word or token.is_quote for token in rest):
            return True
        words = self.words(index)
        return words[0][0].isupper() and (len(words) > 3 or words[-1][-1] in "?!")
