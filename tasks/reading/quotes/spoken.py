"""What resolving gives: an utterance and its speaker."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.reading.quotes.people import Person
from tasks.reading.quotes.utterances import Stretch, Utterance
from tasks.report import SpeakerKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolution: the person, or the words that stand for a group, a body, a role or somebody unnamed."""

    words: Stretch | None
    kind: SpeakerKind | None
    person: Person | None
    certainty: float
    rule: str


NOBODY = Speaker(None, None, None, 0.0, "unresolved")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance and its speaker."""

    utterance: Utterance
    speaker: Speaker


def of_person(person: Person, certainty: float, rule: str) -> Speaker:
    """The speaker that a person is; bodies and documents under a name are no persons."""
    kind = person.kind
    return Speaker(person.name, kind, None if kind in ("organisation", "document") else person, certainty, rule)
