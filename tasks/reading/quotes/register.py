"""The people of one report: every name they have in it, what shows their gender, and the role they are given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.bodies import Bodies
from tasks.reading.quotes.directory import Directory
from tasks.reading.quotes.figures import figures
from tasks.reading.quotes.genders import Gender, gender_of
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.people import Person, Sighting
from tasks.reading.quotes.presenting import (
    hiding_noun,
    is_headline,
    named_noun,
    names_in,
    offices_of,
    opening_phrase,
    titles_of,
)
from tasks.reading.quotes.roles import roles_beside
from tasks.reading.quotes.settled_genders import settle_genders
from tasks.reading.quotes.signs import (
    acts,
    called,
    has_relative,
    is_aged,
    is_placed,
    is_presented,
    leads_clause,
    own_gender,
)
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.told import role_told_of, told_role
from tasks.reading.quotes.utterances import Stretch, Utterance
from tasks.reading.quotes.workplaces import told_body

_FEMALE, _MALE = words("nouns", "female"), words("nouns", "male")
_LONGEST_NAME = 40  # characters of a name in marks
_TITLES = 24  # characters of titles between a role and the name behind the comma
MAX_PRINTINGS = 6
"""Of one person, read for roles: who is introduced later than that has a name already."""


class Register:
    """Looks people up by any of their names."""

    def __init__(self, body: str, paragraphs: Sequence[Paragraph], utterances: Sequence[Utterance]) -> None:
        self.body = body
        self.paragraphs = paragraphs
        self._directory = Directory()
        self._hidden: list[tuple[Person, int]] = []
        """Who is known by a number only, with the paragraph that says so."""
        self._nouns: list[tuple[int, Person]] = []
        """Where a noun stands to which a name is given: "a nephew, whom I will call N"."""
        self.sightings: list[Sighting] = []
        subjects = {u.mention.start_char for u in utterances if u.mention}
        found = [
            (number, paragraph, name, opens)
            for number, paragraph in enumerate(paragraphs)
            if not is_headline(paragraph)
            for name, opens in names_in(paragraph)
        ]
        for _, paragraph, name, _ in sorted(found, key=lambda f: -len(f[2].words)):
            self._directory.introduce(paragraph.tokens, name)
        found += [
            (number, paragraph, name, any(start == name.first for start, _ in paragraph.sentences))
            for number, paragraph in enumerate(paragraphs)
            for name in self._marked_names(paragraph)
        ]
        found.sort(key=lambda f: (f[0], f[2].first))
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
                if person and not (person.is_place and not person.is_person):
                    person.is_person = True
                    if len(mention.name_words) == len(person.words):  # a surname may be a forefather's first name
                        person.gender = person.gender or mention.gender
        self.figures = [figure for number, paragraph in enumerate(paragraphs) for figure in figures(paragraph, number)]
        """Everybody and everything without a name, in order."""
        settle_genders(paragraphs, self.sightings, self.figures)
        self._presented = self._presentations(paragraphs)
        self._aliases = dict(self._named_figures())
        self._named_nouns = dict(self._nouns)
        self._starts = [sighting.start_char for sighting in self.sightings]

    def _marked_names(self, paragraph: Paragraph) -> Iterator[Name]:
        """Names in marks, ‘Lena’, of those whom the report names without marks elsewhere."""
        for at, token in enumerate(paragraph.tokens):
            if not token.is_quote or token.end - token.start > _LONGEST_NAME:
                continue
            printed = self.body[token.start + 1 : token.end - 1].split()
            name = tuple(word.lower() for word in printed)
            if name and all(word[0].isupper() and word.isalpha() for word in printed) and self.find(name):
                yield Name(at, at, at + 1, "person", name, None, False, None)

    def presented(self, mention: Mention) -> Person | None:
        """Whom a phrase presents: "the victim's widow, X", "A former guard … The witness, known only as K-17, …"."""
        at = mention.start_char
        return self._aliases.get(at) or self._named_nouns.get(at) or self._presented.get(mention.end_char)

    def _named_figures(self) -> Iterator[tuple[int, Person]]:
        """Where the phrases begin whose noun the report gives a name to."""
        for start_char, person in self._nouns:
            at = bisect_right(self.figures, start_char, key=lambda figure: figure.mention.start_char) - 1
            if at >= 0 and start_char < self.figures[at].mention.end_char:
                yield self.figures[at].mention.start_char, person
                earlier = self._told_before(at)
                if earlier is not None:
                    yield earlier, person

    def _told_before(self, at: int) -> int | None:
        """Of "a former buyer said. The man, identified here as X,", where the first phrase begins."""
        if at == 0 or self.figures[at].mention.head not in ("man", "woman") or not self.figures[at].mention.is_definite:
            return None
        before, own = self.figures[at - 1], self.figures[at]
        is_one = before.mention.kind == "role" and before.paragraph == own.paragraph
        return before.mention.start_char if is_one and own.sentence - before.sentence == 1 else None

    def named_phrases(self) -> Iterator[tuple[int, Person]]:
        """Where the phrases begin whose noun the report gives a name to, with whom it names so."""
        yield from self._aliases.items()

    def sentence_start(self, start_char: int, paragraph: int) -> int:
        """Where the sentence begins that holds an offset."""
        one = self.paragraphs[paragraph]
        at = bisect_right(one.sentences, start_char, key=lambda sentence: one.tokens[sentence[0]].start) - 1
        return one.tokens[one.sentences[at][0]].start if at >= 0 else start_char

    def is_same(self, mention: Mention) -> bool:
        """Whether a phrase says that it goes on: "the same source"."""
        return self.body[mention.start_char : mention.end_char].lower().startswith("the same ")

    def surname(self, mention: Mention) -> Person | None:
        """Somebody whose surname looks like a noun where it opens a sentence: "Waters said"."""
        if not self.body[mention.start_char].isupper() or mention.end_char - mention.start_char != len(mention.head):
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

    @property
    def people(self) -> Sequence[Person]:
        """Everybody with a name."""
        return self._directory.people

    def find(self, name: Sequence[str], gender: Gender | None = None) -> Person | None:
        """The one person a name stands for; none where nobody or more than one bears it."""
        return self._directory.find(name, gender)

    def find_near(self, mention: Mention, paragraph: int) -> Person | None:
        """Of several who bear a name, the one meant: the only one printed so far, or printed nearer than the rest."""
        bearers = self._directory.bearers(mention.name_words) if len(mention.name_words) == 1 else ()
        printed = sorted(
            (
                (seen, order)
                for order, p in enumerate(bearers)
                if not p.is_body and mention.gender in (None, p.gender or mention.gender)
                if (seen := p.seen_before(mention.start_char)) >= 0
            ),
            reverse=True,
        )
        if not printed:
            return None
        near = [self.sightings[self.before(seen)].paragraph for seen, _ in printed[:2]]
        is_sure = len(near) == 1 or (paragraph - near[0] <= 1 and near[0] > near[1])
        return bearers[printed[0][1]] if is_sure else None

    def is_known(self, name: Sequence[str]) -> bool:
        """Whether the report names somebody so."""
        return self._directory.is_known(name)

    def at(self, start_char: int) -> Person | None:
        """Whose name is printed at an offset."""
        at = bisect_left(self._starts, start_char)
        sighting = self.sightings[at] if at < len(self.sightings) else None
        return sighting.person if sighting and sighting.start_char == start_char else None

    def is_person(self, name: Sequence[str]) -> bool:
        """Whether the report shows that a name is somebody's."""
        person = self.find(name)
        return person is not None and person.is_person and not person.is_body

    def _sight(self, number: int, paragraph: Paragraph, name: Name, opens: bool, subjects: set[int]) -> None:
        person = self.find(name.words, name.gender)
        if person is None:
            return
        tokens = paragraph.tokens
        is_surname = len(name.words) == 1 < len(person.words) and not name.has_title
        person.gender = person.gender or (None if is_surname else name.gender)
        person.is_titled = person.is_titled or name.has_title
        person.role_words |= {"witness"} & set(person.words[:1])
        person.role_words |= titles_of(tokens, name) | offices_of(tokens, name)
        person.is_person = person.is_person or name.has_title or gender_of(name.words) is not None
        start = tokens[name.first].start
        person.is_place = is_placed(tokens, name) and (person.is_place or not person.seen)
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
        relative = has_relative(tokens, name)
        person.is_person = person.is_person or relative or tokens[name.first].is_quote
        is_subject = (
            bool(named)
            or (leads and relative)
            or is_presented(tokens, name)
            or leads_clause(tokens, name)
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
        noun = noun or named_noun(tokens, name)
        if noun and not person.is_body:
            person.is_person = True
            self._nouns.append((noun.start, person))
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
            found = set(self.body[slice(*roles[0])].lower().replace("-", " ").split())
            nouns = frozenset(low for low in found if kind_of_noun(low))
            is_one = any(kind_of_noun(low) in ("role", "anonymous") for low in nouns)  # "the opposition N" is no person
            person.is_person = person.is_person or is_one
            person.role_words |= nouns
            person.role_words |= {"witness"} & set(person.words)
            if person.gender is None:
                person.gender = "female" if found & _FEMALE else "male" if found & _MALE else None
        person.roles += roles


def _leads(before: Token) -> bool:
    """Whether a name behind this token may be a clause's subject: "Every morning, N …", "Her neighbour N …"."""
    return before.text == "," or kind_of_noun(before.low) in ("role", "anonymous")
