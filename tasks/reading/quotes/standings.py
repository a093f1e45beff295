"""Role and affiliation of each speaker: of the person through the report, or of the phrase for somebody unnamed."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.affiliations import Affiliations
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.roles import role_of_phrase
from tasks.reading.quotes.spoken import Speaker
from tasks.reading.quotes.tokens import Paragraph, tokenise
from tasks.reading.quotes.utterances import Stretch

Standing = tuple[Stretch | None, Stretch | None]
"""Role and affiliation."""


class Standings:
    """Answers for one report, and works each person out once."""

    def __init__(self, body: str, paragraphs: Sequence[Paragraph], register: Register) -> None:
        self._body = body
        self._paragraphs = paragraphs
        self._affiliations = Affiliations(paragraphs, register.bodies, register.is_known)
        self._known: dict[Stretch, Standing] = {}

    def of(self, speaker: Speaker) -> Standing:
        """What the report prints of this speaker; bodies, groups and documents have neither role nor affiliation."""
        if speaker.person:
            return self._kept(speaker.person.name, speaker.person)
        if speaker.words and speaker.kind in ("role", "anonymous"):
            return self._kept(speaker.words, None)
        if speaker.words and speaker.kind == "group":
            return None, self._affiliations.of_group(speaker.words)
        return None, None

    def _kept(self, words: Stretch, person: Person | None) -> Standing:
        known = self._known.get(words)
        if known is None:
            known = self._known[words] = self._of_person(person) if person else self._of_phrase(words)
        return known

    def _of_person(self, person: Person) -> Standing:
        role: Stretch | None = None
        for printed in person.roles:
            own, body = self._affiliations.of_role(printed)
            role = role or own
            if body:
                return role, body
        if role is None and person.phrase:
            return self._of_phrase(person.phrase)
        beside = (self._affiliations.of_name(self._paragraphs[at], name) for at, name in person.named)
        return role, next((body for body in beside if body), None)

    def _of_phrase(self, words: Stretch) -> Standing:
        role = role_of_phrase(tokenise(self._body, words[0], self._affiliations.end_with_place(words)))
        return self._affiliations.of_role(role) if role else (None, None)
