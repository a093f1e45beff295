"""People as a report makes them known: names, roles, gender, and what kind of speaker each is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.reading.quotes.genders import Gender, has_given_name
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.utterances import Stretch
from tasks.report import SpeakerKind

_DOCUMENTS = words("nouns", "document") - {"bill"}


@dataclass(slots=True)
class Person:
    """Built while the report is read once; later only what resolving a pronoun or a notice shows is added."""

    words: tuple[str, ...]
    name: Stretch
    """The first fullest printing of the name."""
    gender: Gender | None
    roles: list[Stretch] = field(default_factory=list)
    """As printed beside the name or told of it, in order; the first is whom the report makes of this person."""
    role_words: frozenset[str] = frozenset()
    phrase: Stretch | None = None
    """The phrase that stood for this person before the report gave a name: "A former guard"."""
    is_person: bool = False
    """Some evidence that this is a person, not a place or a thing."""
    is_likely: bool = False
    """Weaker evidence: a name of two words that does something ("went", "joined")."""
    is_pseudonym: bool = False
    is_titled: bool = False
    """Somewhere with a title: "Mr", "President"."""
    is_body: bool = False
    """Not a person at all: "Open Gate"."""
    is_place: bool = False
    """Every printing so far stands as a place's would: "in N", "the N barracks"."""
    seen: list[int] = field(default_factory=list)
    """Offsets of all printings outside marks, ascending."""
    named: list[tuple[int, Name]] = field(default_factory=list)
    """The first printings, each with its paragraph."""

    @property
    def kind(self) -> SpeakerKind:
        """What kind of speaker somebody of this name is; "K." and "K-17" are names by which a report hides one."""
        if self.is_body:
            return "organisation"
        if self.is_pseudonym:
            return "pseudonym"
        if _is_hidden(self.words):
            return "anonymous"
        is_titled = len(self.words) > 1 and self.words[-1].removesuffix("s") in _DOCUMENTS
        return "document" if is_titled and not has_given_name(self.words) else "named"

    @property
    def role(self) -> Stretch | None:
        """The first of the roles."""
        return self.roles[0] if self.roles else None

    def seen_before(self, start_char: int) -> int:
        """Where the name was last printed before an offset, or -1."""
        at = bisect_left(self.seen, start_char)
        return self.seen[at - 1] if at else -1


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printing of a person's name."""

    start_char: int
    person: Person
    paragraph: int
    is_subject: bool


def _is_hidden(name: Sequence[str]) -> bool:
    """ "K.", "K-17", "Witness K-17"."""
    own = name[1:] if name[0] == "witness" or (len(name) == 2 and name[1].isdigit()) else name
    return bool(own) and all(len(word) == 1 or "." in word or any(sign.isdigit() for sign in word) for word in own)
