"""The names of one report, and whose each of them is."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.genders import Gender, gender_of, has_given_name
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.tokens import Token

MAX_BEARERS = 200
"""Of more people with one name nobody can tell which one it means."""


class Directory:
    """Looks people up by any of their names."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_surname: dict[str, list[Person]] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._by_names: dict[tuple[str, str], list[Person]] = {}
        """By surname and any word, or its first letter."""
        self._alone: set[str] = set()
        """Every name that is printed by itself somewhere."""
        self._by_opening: dict[tuple[str, ...], list[Person]] = {}
        """By the first words of a longer name, two at least."""

    def introduce(self, tokens: Sequence[Token], name: Name) -> None:
        """Longest names first: a surname alone makes a person only where nobody bears it."""
        if name.kind != "person" or len(name.words) > 6:
            return
        stretch = (tokens[name.first].start, tokens[name.end - 1].end)
        if len(name.words) == 1:
            self._alone.add(_plain(name.words[0]))
        known = self.find(name.words)
        if known is None and len(name.words) == 1 and self._is_borne(name.words[0]):
            return
        if known:
            if len(known.words) == len(name.words) and stretch[0] < known.name[0]:
                known.name = stretch
            return
        person = Person(name.words, stretch, name.gender, is_person=has_given_name(name.words) and len(name.words) > 1)
        self.people.append(person)
        surname = _plain(name.words[-1])
        self._by_surname.setdefault(surname, []).append(person)
        for hint in {hint for word in name.words for hint in (_hint(word), word[0])}:
            self._by_names.setdefault((surname, hint), []).append(person)
        for length in range(2, len(name.words)):
            self._by_opening.setdefault(name.words[:length], []).append(person)
        for word in name.words[:-1]:
            self._by_word.setdefault(_plain(word), []).append(person)

    def find(self, name: Sequence[str], gender: Gender | None = None) -> Person | None:
        """The one person a name stands for; none where nobody or more than one bears it."""
        key = _plain(name[-1])
        if len(name) > 1:
            sharing = (self._by_names.get((key, _hint(word)), ()) for word in name[:-1])
            known = next((p for p in min(sharing, key=len) if _agrees(name, p.words)), None)
            return known or self._fuller(tuple(name))
        for people in (self._by_surname.get(key, ()), self._by_word.get(key, ())):
            if len(people) > MAX_BEARERS:
                return None
            fitting = [p for p in people if gender is None or p.gender in (None, gender)]
            if not fitting and len(people) == 1 and gender_of(name) == gender:  # "Thomas": a woman's surname
                return people[0]
            if fitting:
                return self._by_first_name(key, fitting[0]) if len(fitting) == 1 else None
        return None

    def _by_first_name(self, name: str, bearer: Person) -> Person:
        """Where the report calls people by their first names, "Berhane" is Berhane Tesfay, not Tesfalem Berhane."""
        others = self._by_word.get(name, ())
        if len(others) != 1 or others[0] is bearer or others[0].words[0] != name:
            return bearer
        other = others[0]
        is_custom = _plain(bearer.words[0]) in self._alone and _plain(other.words[-1]) not in self._alone
        return other if is_custom else bearer

    def is_known(self, name: Sequence[str]) -> bool:
        """Whether the report names somebody so."""
        return self._is_borne(name[-1]) and not any(p.is_body for p in self._by_surname.get(_plain(name[-1]), ()))

    def bearers(self, name: Sequence[str]) -> Sequence[Person]:
        """All whose surname a name may be; none where they are too many to tell apart."""
        people = self._by_surname.get(_plain(name[-1]), ())
        return people if len(people) <= MAX_BEARERS else ()

    def _is_borne(self, word: str) -> bool:
        return bool(self._by_surname.get(_plain(word)) or self._by_word.get(_plain(word)))

    def _fuller(self, name: tuple[str, ...]) -> Person | None:
        """The one person whose name goes on: "Ana Ruiz" is Ana Ruiz Poma, "Ivan Ilyich" Ivan Ilyich Sokolov."""
        people = self._by_opening.get(name, ())
        return people[0] if len(people) == 1 else None


def _plain(word: str) -> str:
    """al-Sayed and Sayed, Sayed’s and Sayed are one."""
    word = word.replace("’", "'")
    prefix, _, rest = word.partition("-")
    return rest if rest and prefix in ("al", "el", "ad", "as", "an", "ar") else word


def _hint(word: str) -> str:
    """What a word shares with one of a fuller name (`_agrees`): itself; of an initial, the letter."""
    return word if len(word) > 2 else word[0]


def _agrees(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of a name occur in a fuller one, in order; an initial stands for its name."""
    at = 0
    for word in short:
        while at < len(full) and not (full[at] == word or (len(word) <= 2 and full[at].startswith(word[0]))):
            at += 1
        if at == len(full):
            return False
        at += 1
    return True
