"""Role and affiliation of each speaker: of the person through the report, or of the phrase for somebody unnamed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from tasks.reading.quotes.accounts import Accounts
from tasks.reading.quotes.acronyms import explained
from tasks.reading.quotes.affiliations import Affiliations
from tasks.reading.quotes.introductions import Introductions
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.naming_lines import hides_all
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.roles import role_of_phrase
from tasks.reading.quotes.spoken import Speaker
from tasks.reading.quotes.tokens import Paragraph, tokenise
from tasks.reading.quotes.utterances import Stretch
from tasks.report import SpeakerKind

_DEFINITE = frozenset({"the", "this", "that"})
_WORKED_THERE = re.compile(
    r",? who (?:\w+ )?(?:work|worked|works|taught|teaches|served|serves|lectured|trained) there\b"
)
_AGED = re.compile(r"(?:[\w-]{1,20}-year-old|\d{1,3} ?y/o) ")
_SPOKESMEN = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_BY_OFFICE = frozenset(
    {
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "minister",
        "judge",
        "prosecutor",
        "official",
        "governor",
        "mayor",
        "court",
    }
    | {
        "police",
        "government",
        "ministry",
        "president",
        "director",
        "researcher",
        "representative",
        "ambassador",
        "diplomat",
    }
)
_NOBODY = words("nouns", "anonymous") - {"resident", "witness", "survivor", "detainee", "prisoner"}
Standing = tuple[Stretch | None, Stretch | None]
"""Role and affiliation."""


class Standings:
    """Answers for one report, and works each person out once."""

    def __init__(
        self, body: str, paragraphs: Sequence[Paragraph], register: Register, anonymous: Sequence[Stretch] = ()
    ) -> None:
        self._body = body
        self._anonymous = anonymous
        self._paragraphs = paragraphs
        self._introductions = Introductions(paragraphs, register.people)
        self._affiliations = Affiliations(paragraphs, register.bodies, register, self._introductions)
        self._accounts = Accounts(paragraphs, register.sightings)
        self._short = explained(body)
        self._hides_all = hides_all(body)
        self._known: dict[Stretch, Standing] = {}

    def of(self, speaker: Speaker) -> Standing:
        """What the report prints of this speaker; bodies, groups and documents have neither role nor affiliation."""
        if speaker.words and speaker.kind in ("named", "organisation") and self._is_office(speaker.words):
            return speaker.words, None
        if speaker.person:
            return self._kept(speaker.person.name, speaker.person)
        if speaker.words and speaker.kind in ("role", "anonymous"):
            return self._kept(speaker.words, None)
        if speaker.words and speaker.kind == "group":
            return None, self._full(self._affiliations.of_group(speaker.words))
        return None, None

    def kind_of(self, speaker: Speaker) -> SpeakerKind | None:
        """What kind it is; "the teacher" is anonymous where the report said so of "a teacher on the estate"."""
        if speaker.kind in ("named", "organisation") and speaker.words and self._is_office(speaker.words):
            return "role"
        if speaker.kind != "role" or speaker.person or speaker.words is None:
            return speaker.kind
        role = self._kept(speaker.words, None)[0]
        if self._hides_all and self._is_private(speaker.words):
            return "anonymous"
        if role is None or role[0] >= speaker.words[0]:
            return speaker.kind
        is_hidden = any(start <= role[0] < end for start, end in self._anonymous)
        return "anonymous" if is_hidden else speaker.kind

    def _is_office(self, words: Stretch) -> bool:
        """ "the Inspector-General": an office with capitals, and no name."""
        printed = self._body[slice(*words)].lower()
        is_behind = self._body[max(0, words[0] - 4) : words[0]].lower() == "the "
        return is_behind and " " not in printed and kind_of_noun(printed) == "role"

    def _is_private(self, words: Stretch) -> bool:
        """Whether a phrase is that of a witness, "a nurse", and of nobody who speaks by office."""
        lows = self._body[slice(*words)].lower().split()
        return lows[0] in ("a", "an", "one", "another") and not _BY_OFFICE & set(lows)

    def _kept(self, words: Stretch, person: Person | None) -> Standing:
        known = self._known.get(words)
        if known is None:
            role, body = self._of_person(person) if person else self._of_phrase(words)
            known = self._known[words] = role if person else self._ageless(role), self._full(body)
        return known

    def _ageless(self, role: Stretch | None) -> Stretch | None:
        """ "17-year-old fare collector" without the age."""
        aged = _AGED.match(self._body, *role) if role else None
        return (aged.end(), role[1]) if role and aged and aged.end() < role[1] else role

    def _full(self, body: Stretch | None) -> Stretch | None:
        """The name for which a short form stands, where the report explains it."""
        return self._short.get(self._body[body[0] : body[1]], body) if body else None

    def _of_person(self, person: Person) -> Standing:
        role: Stretch | None = None
        for printed in person.roles:
            if self._body[slice(*printed)].lower() in _NOBODY:  # "a woman who asked to be called X"
                continue
            own, body = self._affiliations.of_role(self._first_told(printed))
            role = role or own
            if body:
                return role, body
        if role is None and person.phrase:
            return self._of_phrase(person.phrase)
        body = next((body for at, name in person.named if (body := self._beside(at, name))), None)
        if role is None:
            told = self._accounts.role(person) or self._accounts.told_before(person)
            role, in_role = self._affiliations.of_role(told) if told else (None, None)
            body = in_role or body
        if body is None:
            told_bodies = (self._affiliations.told(*told) for told in self._accounts.bodies(person))
            also = (self._affiliations.of_role(told)[1] for told in self._accounts.roles(person))
            body = next((found for found in chain(told_bodies, also) if found), None)
        return role, body

    def _first_told(self, role: Stretch) -> Stretch:
        """ "The doctor, named here as X," was "a doctor at the hospital" a sentence before."""
        printed = self._body[slice(*role)]
        behind = self._body[role[1] : role[1] + 12]
        if " " in printed or self._body[max(0, role[0] - 4) : role[0]].lower() != "the " or ", " not in behind[:2]:
            return role
        if not behind.startswith((", who", ", whose", ", identified", ", named")):
            return role
        return self._introductions.fuller(printed.lower(), printed, role[0]) or role

    def _beside(self, number: int, name: Name) -> Stretch | None:
        return self._affiliations.of_name(self._paragraphs[number], name)

    def _of_phrase(self, words: Stretch) -> Standing:
        tokens = tokenise(self._body, words[0], self._affiliations.end_with_place(words))
        role = role_of_phrase(tokens)
        if role is None:
            return None, self._affiliations.of_one(words)
        if tokens[0].low in _DEFINITE:
            inside = [token for token in tokens if role[0] <= token.start < role[1]]
            head = head_of(inside, 0, len(inside))
            noun = inside[head].low if head is not None else ""
            role = self._introductions.fuller(noun, self._body[role[0] : role[1]], words[0]) or role
        role, body = self._affiliations.of_role(role)
        if body is None and (tokens[-1].low == "there" or _WORKED_THERE.match(self._body, words[1])):
            body = self._affiliations.there(words[0])
        if body is None and self._body[slice(*role)].lower() in _SPOKESMEN:
            body = self._affiliations.spoken_for(words[0])
        return role, body
