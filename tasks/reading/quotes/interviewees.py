"""Who answers in an interview whose answers are marked "A": the one whom the introduction is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tasks.reading.quotes.names import Name
from tasks.reading.quotes.people import Person, Sighting
from tasks.reading.quotes.tokens import Paragraph, Token

_ASKING = frozenset(
    [
        "researcher",
        "correspondent",
        "reporter",
        "journalist",
        "interviewer",
        "editor",
        "contributor",
        "writer",
        "producer",
    ]
)
_MODIFIERS = 4


def interviewee(
    people: Sequence[Person], sightings: Sequence[Sighting], paragraphs: Sequence[Paragraph]
) -> Person | None:
    """The one person whom the sightings of an introduction name most, but for whoever asked the questions."""
    certain = [one.person for one in sightings if one.person.is_person]
    likely = [one.person for one in sightings if len(one.person.words) > 1 and not one.person.is_place]
    counted = Counter(id(person) for person in certain or likely)
    named = [(person, counted[id(person)]) for person in people if counted[id(person)]]
    answering = [one for one in named if not _asks(one[0], paragraphs)]
    ranked = sorted(answering or named, key=lambda one: -one[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _asks(person: Person, paragraphs: Sequence[Paragraph]) -> bool:
    if not person.named:
        return False
    number, name = person.named[0]
    return _is_sent(paragraphs[number].tokens, name)


def _is_sent(tokens: Sequence[Token], name: Name) -> bool:
    """ "The Daily's N", "the Fund's researcher N", "our reporter N", "N, a researcher of the Fund"."""
    at = name.outset
    if at and tokens[at - 1].low == "'s":
        return at > 1 and tokens[at - 2].is_capital
    title = {token.low for token in tokens[name.outset : name.first]}
    before = [token.low for token in tokens[max(0, at - 1) : at]]
    if title & _ASKING or _ASKING.intersection(before):
        return any(token.low in ("'s", "our") or token.is_capital for token in tokens[max(0, at - _MODIFIERS) : at])
    if name.end + 1 >= len(tokens) or tokens[name.end].text != ",":
        return False
    behind = [token.low for token in tokens[name.end + 1 : name.end + 1 + _MODIFIERS]]
    return behind[0] in ("a", "an", "our") and bool(_ASKING.intersection(behind)) and "former" not in behind
