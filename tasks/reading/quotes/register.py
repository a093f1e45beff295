"""The people of one report: every name they have in it, what shows their gender, and the role they are given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks.reading.quotes.clauses import opening_subject
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.names import Gender, Name, gender_of, has_given_name, name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.roles import role_beside
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch, Utterance

_BE = words("grammar", "be")
_FEMALE, _MALE = words("nouns", "female"), words("nouns", "male")


@dataclass(slots=True)
class Person:
    """Built while the report is read once; not changed afterwards but for `gender`."""

    words: tuple[str, ...]
    name: Stretch
    """The first fullest printing of the name."""
    gender: Gender | None
    role: Stretch | None = None
    role_words: frozenset[str] = frozenset()
    is_person: bool = False
    """Some evidence that this is a person, not a place or a thing."""
    is_likely: bool = False
    """Weaker evidence: a name of two words that does something ("went", "joined")."""
    is_pseudonym: bool = False
    seen: list[int] = field(default_factory=list)
    """Offsets of all printings outside marks, ascending."""

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


MAX_BEARERS = 200
"""Of more people with one name nobody can tell which one it means."""


class Register:
    """Looks people up by any of their names."""

    def __init__(self, body: str, paragraphs: Sequence[Paragraph], utterances: Sequence[Utterance]) -> None:
        self._body = body
        self._by_surname: dict[str, list[Person]] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._by_names: dict[tuple[str, str], list[Person]] = {}
        """By surname and any word, or its first letter."""
        self.people: list[Person] = []
        self.sightings: list[Sighting] = []
        subjects = {u.mention.start_char for u in utterances if u.mention}
        found = [
            (number, paragraph, name, opens)
            for number, paragraph in enumerate(paragraphs)
            for name, opens in _names(paragraph)
        ]
        for _, paragraph, name, _ in sorted(found, key=lambda f: -len(f[2].words)):
            self._introduce(paragraph.tokens, name)
        for number, paragraph, name, opens in found:
            self._sight(number, paragraph, name, opens, subjects)
        for utterance in utterances:
            mention = utterance.mention
            if mention and mention.category == "name" and mention.kind == "named":
                person = self.find(mention.name_words, mention.gender)
                if person:
                    person.is_person = True
                    person.gender = person.gender or mention.gender
        self.unnamed = [
            (mention, number) for number, paragraph in enumerate(paragraphs) for mention in _unnamed_subjects(paragraph)
        ]
        self._starts = [sighting.start_char for sighting in self.sightings]

    def before(self, start_char: int) -> int:
        """How many sightings come before an offset."""
        return bisect_left(self._starts, start_char)

    def find(self, name: Sequence[str], gender: Gender | None = None) -> Person | None:
        """The one person a name stands for; none where nobody or more than one bears it."""
        key = _plain(name[-1])
        if len(name) > 1:
            return next((p for p in self._by_names.get((key, _hint(name[0])), ()) if _agrees(name, p.words)), None)
        for people in (self._by_surname.get(key, ()), self._by_word.get(key, ())):
            if len(people) > MAX_BEARERS:
                return None
            fitting = [p for p in people if gender is None or p.gender in (None, gender)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def _introduce(self, tokens: Sequence[Token], name: Name) -> None:
        """Longest names first: a surname alone makes a person only where nobody bears it."""
        if name.kind != "person" or len(name.words) > 6:
            return
        stretch = (tokens[name.first].start, tokens[name.end - 1].end)
        known = self.find(name.words)
        if known is None and len(name.words) == 1 and self._bearers(name.words[0]):
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
        for word in name.words[:-1]:
            self._by_word.setdefault(_plain(word), []).append(person)

    def _bearers(self, word: str) -> bool:
        return bool(self._by_surname.get(_plain(word)) or self._by_word.get(_plain(word)))

    def _sight(self, number: int, paragraph: Paragraph, name: Name, opens: bool, subjects: set[int]) -> None:
        person = self.find(name.words, name.gender)
        if person is None:
            return
        tokens = paragraph.tokens
        person.gender = person.gender or name.gender
        person.is_person = person.is_person or name.has_title or gender_of(name.words) is not None
        start = tokens[name.first].start
        person.seen.append(start)
        called = _called(tokens, name.first)
        if called:
            person.gender, person.is_person = person.gender or called, True
        possessive = name.end < len(tokens) and tokens[name.end].low == "'s"
        verb = name.end + (name.end < len(tokens) and tokens[name.end].text == ",")
        acts = verb < len(tokens) and has_verb(tokens, verb, verb + 1) and tokens[verb].low not in _BE
        person.is_likely = person.is_likely or (acts and 1 < len(name.words) < 5)
        is_subject = (
            bool(called)
            or (acts and not possessive)
            or (opens and not possessive)
            or tokens[name.outset].start in subjects
            or start in subjects
        )
        self.sightings.append(Sighting(start, person, number, is_subject))
        if person.role is None and not possessive:
            role = role_beside(paragraph, name)
            if role:
                person.role, person.is_person = role, True
                found = set(self._body[slice(*role)].lower().replace("-", " ").split())
                person.role_words = frozenset(low for low in found if kind_of_noun(low))
                if person.gender is None:
                    person.gender = "female" if found & _FEMALE else "male" if found & _MALE else None


def _called(tokens: Sequence[Token], first: int) -> Gender | None:
    """What "Her name was NAME" says of its bearer; none where the name is not given so."""
    if first < 3 or tokens[first - 1].low not in _BE or tokens[first - 2].low != "name":
        return None
    return {"her": "female", "his": "male"}.get(tokens[first - 3].low)  # type: ignore[return-value]


def _unnamed_subjects(paragraph: Paragraph) -> Iterator[Mention]:
    """One person without a name of whom a sentence speaks: "One officer, leaning on his car, …"."""
    for start, end in paragraph.sentences:
        tokens = paragraph.tokens
        if tokens[start].low in PREPOSITIONS:  # "In the capital, a teacher …"
            start = next((at + 1 for at in range(start, min(end, start + 12)) if tokens[at].text == ","), start)
        opening = None if start >= end or tokens[start].is_quote else opening_subject(tokens, start, end)
        one = opening[0] if opening else None
        if one and one.category == "common" and kind_of_noun(one.head) in ("role", "anonymous"):
            yield one


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


def _names(paragraph: Paragraph) -> list[tuple[Name, bool]]:
    found: list[tuple[Name, bool]] = []
    tokens = paragraph.tokens
    for start, end in paragraph.sentences:
        at = start
        while at < end:
            name = None if tokens[at].is_quote else name_at(tokens, at, end, opens_sentence=at == start)
            if name and at == start and tokens[at].low == "said" and name.end < end and tokens[name.end].text == ":":
                name = name_at(tokens, at + 1, end)  # Said X: the verb, not the first name
            if name:
                found.append((name, at == start))
            at = name.end if name else at + 1
    return found
