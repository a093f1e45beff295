"""One field, several sources that may disagree: which is believed, and why. Nothing that was found is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tasks.report import Candidate, PublicationDate

T = TypeVar("T")

_BEFORE_MARK = re.compile(r" ([,;:.])")
AGREEING_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Offer(Generic[T]):
    """A value that one rule found."""

    value: T
    text: str
    """The value as a candidate shows it."""
    rule: str


@dataclass(frozen=True, slots=True)
class Trust:
    """One rung of an order of trust."""

    rule: str
    """A rule, or what it begins with."""
    reason: str
    """Why it is believed before those below: one clause for an analyst."""


@dataclass(frozen=True, slots=True)
class Weighed(Generic[T]):
    """The offer that is believed, and all of them where they do not agree."""

    chosen: Offer[T]
    candidates: tuple[Candidate, ...]


def weigh(field: str, offers: Sequence[Offer[T]], trust: Sequence[Trust]) -> Weighed[T] | None:
    """Believes the offer whose rule stands highest in `trust`; of one rung the first. None where nothing is offered.

    A rule that `trust` does not name stands below all that it names. Values agree where they differ in white space,
    case or the shape of marks alone, or by a blank before one (sources.md §1.6); then there are no candidates to show.
    """
    if not offers:
        return None
    ranked = sorted(offers, key=lambda offer: _rank(offer.rule, trust))
    chosen = ranked[0]
    if len({_key(offer.text) for offer in offers}) == 1:
        return Weighed(chosen, ())
    first = _rank(chosen.rule, trust)
    why = trust[first].reason if first < len(trust) else "found first"
    candidates = [Candidate(field, chosen.text, chosen.rule, True, why)]
    for offer in ranked[1:]:
        agrees = _key(offer.text) == _key(chosen.text)
        reason = f"agrees with {chosen.rule}" if agrees else f"{chosen.rule} is believed before {offer.rule}"
        candidates.append(Candidate(field, offer.text, offer.rule, False, reason))
    return Weighed(chosen, tuple(dict.fromkeys(candidates)))


def dated(found: PublicationDate) -> str:
    """A date as far as it is precise: ``2011-05-20``, ``2018-03``, ``2007``."""
    return found.value.isoformat()[: {"day": 10, "month": 7, "year": 4}[found.precision]]


def _rank(rule: str, trust: Sequence[Trust]) -> int:
    return next((at for at, rung in enumerate(trust) if rule.startswith(rung.rule)), len(trust))


def _key(text: str) -> str:
    return _BEFORE_MARK.sub(r"\1", " ".join(text.translate(AGREEING_MARKS).split())).casefold()
