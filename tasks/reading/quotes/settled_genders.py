"""A person's gender by the pronouns of the paragraphs that speak of nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.figures import Figure
from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.people import Person, Sighting
from tasks.reading.quotes.tokens import Paragraph

_GENDERED: dict[str, Gender] = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
_ENOUGH = 2


def settle_genders(paragraphs: Sequence[Paragraph], sightings: Sequence[Sighting], figures: Sequence[Figure]) -> None:
    """Gives a gender to people who have none yet: one that several pronouns show, and none contradicts."""
    shown: Counter[tuple[int, Gender]] = Counter()
    people: dict[int, Person] = {}
    for first in _alone(sightings, {each.paragraph for each in figures if _is_one(each)}):
        people[id(first.person)] = first.person
        for token in paragraphs[first.paragraph].tokens:
            if token.low in _GENDERED and token.start > first.start_char:
                shown[id(first.person), _GENDERED[token.low]] += 1
    for key, person in people.items():
        male, female = shown[key, "male"], shown[key, "female"]
        if min(male, female) == 0 and max(male, female) >= _ENOUGH:
            person.gender = person.gender or ("male" if male else "female")


def _alone(sightings: Sequence[Sighting], others: set[int]) -> Iterator[Sighting]:
    """The first printing in each paragraph that names one person only, and tells of nobody without a name."""
    named: dict[int, dict[int, Sighting]] = {}
    for sighting in sightings:
        if sighting.person.is_person or sighting.person.is_likely:
            named.setdefault(sighting.paragraph, {}).setdefault(id(sighting.person), sighting)
    for number, here in named.items():
        if len(here) == 1 and number not in others:
            yield next(iter(here.values()))


def _is_one(figure: Figure) -> bool:
    return figure.mention.kind in ("role", "anonymous") and not figure.is_many
