"""The people of one report: every name they have in it, what shows their gender, and the role they are given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.bodies import Bodies
from tasks.reading.quotes.clauses import opening_subject
from tasks.reading.quotes.genders import Gender, gender_of, has_given_name
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.people import Person, Sighting
from tasks.reading.quotes.presenting import hiding_noun, is_headline, opening_phrase
from tasks.reading.quotes.roles import roles_beside
from tasks.reading.quotes.signs import acts, called, is_aged, own_gender
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.told import role_told_of, told_body, told_role
from tasks.reading.quotes.utterances import Stretch, Utterance

_FEMALE, _MALE = words("nouns", "female"), words("nouns", "male")
_TITLES = 24  # characters of titles between a role and the name behind the comma
MAX_PRINTINGS = 6
"""Of one person, read for roles: who is introduced later than that has a name already."""
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
        self._hidden: list[tuple[Person, int]] = []
        """Who is known by a number only, with the paragraph that says so."""
        self.sightings: list[Sighting] = []
        subjects = {u.mention.start_char for u in utterances if u.mention}
        found = [
            (number, paragraph, name, opens)
            for number, paragraph in enumerate(paragraphs)
            if not is_headline(paragraph)
            for name, opens in _names(paragraph)
        ]
        for _, paragraph, name, _ in sorted(found, key=lambda f: -len(f[2].words)):
            self._introduce(paragraph.tokens, name)
        names: list[list[Name]] = [[] for _ in paragraphs]
        for number, _, name, _ in found:
            names[number].append(name)
        self.bodies = Bodies(body, paragraphs, names)
        for one in self.people:
            full = self.bodies.known.get(one.words)
            if full:
                one.is_body, one.name = True, full
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
        self._presented = self._presentations(paragraphs)
        self._starts = [sighting.start_char for sighting in self.sightings]

    def presented(self, mention: Mention) -> Person | None:
        """Whom a phrase presents: "the victim's widow, X", "A former guard … The witness, known only as K-17, …"."""
        return self._presented.get(mention.end_char)

    def is_same(self, mention: Mention) -> bool:
        """Whether a phrase says that it goes on: "the same source"."""
        return self._body[mention.start_char : mention.end_char].lower().startswith("the same ")

    def surname(self, mention: Mention) -> Person | None:
        """Somebody whose surname looks like a noun where it opens a sentence: "Waters said"."""
        if not self._body[mention.start_char].isupper() or mention.end_char - mention.start_char != len(mention.head):
            return None
        person = self.find((mention.head,))
        return person if person and len(person.words) > 1 and person.words[-1] == mention.head else None

    def _presentations(self, paragraphs: Sequence[Paragraph]) -> dict[int, Person]:
        """By where the phrase ends."""
        found: dict[int, Person] = {}
        for person in self.people:
            for _, end in () if person.is_body else person.roles:
                at = bisect_left(person.seen, end)
                if at < len(person.seen) and person.seen[at] - end <= _TITLES:
                    found[end] = person
        for person, number in self._hidden:
            phrases = (opening_phrase(paragraph) for paragraph in paragraphs[max(0, number - 1) : number + 1])
            person.phrase = person.phrase or next((phrase for phrase in phrases if phrase), None)
            if person.phrase:
                found[person.phrase[1]] = person
        return found

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
            if not fitting and len(people) == 1 and gender_of(name) == gender:  # "Thomas": a woman's surname
                return people[0]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def at(self, start_char: int) -> Person | None:
        """Whose name is printed at an offset."""
        at = bisect_left(self._starts, start_char)
        sighting = self.sightings[at] if at < len(self.sightings) else None
        return sighting.person if sighting and sighting.start_char == start_char else None

    def is_known(self, name: Sequence[str]) -> bool:
        """Whether the report names somebody so."""
        return self._bearers(name[-1]) and not any(p.is_body for p in self._by_surname.get(_plain(name[-1]), ()))

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
        is_surname = len(name.words) == 1 < len(person.words) and not name.has_title
        person.gender = person.gender or (None if is_surname else name.gender)
        person.is_titled = person.is_titled or name.has_title
        person.is_person = person.is_person or name.has_title or gender_of(name.words) is not None
        start = tokens[name.first].start
        person.seen.append(start)
        named = called(tokens, name.first)
        if named:
            person.gender, person.is_person = person.gender or named, True
        possessive = name.end < len(tokens) and tokens[name.end].low == "'s"
        does = acts(tokens, name)
        person.is_likely = person.is_likely or (does and 1 < len(name.words) < 5)
        person.is_person = person.is_person or is_aged(tokens, name)
        leads = opens or (name.outset > 0 and _leads(tokens[name.outset - 1]))
        own = own_gender(tokens, name) if leads and not possessive and not person.is_body else None
        if own:
            person.gender, person.is_person = person.gender or own, True
        is_subject = (
            bool(named)
            or (does and not possessive)
            or (opens and not possessive)
            or tokens[name.outset].start in subjects
            or start in subjects
        )
        self.sightings.append(Sighting(start, person, number, is_subject))
        noun = hiding_noun(paragraph, name) if person.kind == "anonymous" else None
        if noun:
            person.role_words |= {noun.low}
            person.is_person = True
            self._hidden.append((person, number))
        if possessive or person.is_body or len(person.named) >= MAX_PRINTINGS:
            return
        person.named.append((number, name))
        person.is_person = person.is_person or told_body(tokens, name.end) is not None
        if person.roles:
            return
        told = role_told_of(tokens, name)
        roles = [told] if told else [*roles_beside(paragraph, name)]
        told = None if roles else told_role(tokens, name.end)
        self._add_roles(person, [told] if told else roles)

    def _add_roles(self, person: Person, roles: Sequence[Stretch]) -> None:
        if roles:
            found = set(self._body[slice(*roles[0])].lower().replace("-", " ").split())
            person.role_words = frozenset(low for low in found if kind_of_noun(low))
            person.is_person = person.is_person or bool(person.role_words)
            person.role_words |= {"witness"} & set(person.words)
            if person.gender is None:
                person.gender = "female" if found & _FEMALE else "male" if found & _MALE else None
        person.roles += roles


def _leads(before: Token) -> bool:
    """Whether a name behind this token may be a clause's subject: "Every morning, N …", "Her neighbour N …"."""
    return before.text == "," or kind_of_noun(before.low) in ("role", "anonymous")


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
