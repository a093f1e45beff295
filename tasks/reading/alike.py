"""What two texts that share words are to each other: copies, near-duplicates, or one a part of the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tasks.reading.copies import Resemblance, words

Relation = Literal["copy", "near-duplicate", "contains", "contained-in"]

COPY = 0.8
NEAR = 0.5
WITHIN = 0.9
PART = 0.75
DAYS_BETWEEN_EDITIONS = 180
"""Further apart, and in different years, two dates are of two reports: a copy is published within weeks."""

_MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july"}
    | {"august", "september", "october", "november", "december"}
)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a document prints of itself."""

    title: str | None
    published_on: date | None


def is_same_title(one: str | None, other: str | None) -> bool:
    """Whether two printed titles are the same words."""
    return bool(one and other) and words(one or "") == words(other or "")


def is_other_edition(one: Printed, other: Printed) -> bool:
    """Whether two reports are of a series rather than one report twice, however much text they share.

    Their titles name different years, numbers or months (English, as all titles of series seen), or their dates lie
    far apart. ``1 January YYYY`` stands for a year (sources.md §1): within one year dates say nothing.
    """
    ours, theirs = _numbers(one.title), _numbers(other.title)
    if ours - theirs and theirs - ours:
        return True
    if one.published_on is None or other.published_on is None or one.published_on.year == other.published_on.year:
        return False
    return abs((one.published_on - other.published_on).days) > DAYS_BETWEEN_EDITIONS


def _numbers(title: str | None) -> set[str]:
    return {word for word in words(title or "") if word.isdecimal() or word in _MONTHS}


def relation(found: Resemblance, one: Printed, other: Printed) -> Relation | None:
    """What the first document is to the other; none where they share too little to say.

    A copy shares 80 % of all shingles, or stands to 90 % in a text of the same title; two editions of a series are
    never copies. Of other texts, one that stands to 90 % in the other and is less than 75 % of it is contained in it;
    what shares half is a near-duplicate.
    """
    within, other_within = found.containment >= WITHIN, found.other_containment >= WITHIN
    is_copy = found.similarity >= COPY or ((within or other_within) and is_same_title(one.title, other.title))
    if is_copy and not is_other_edition(one, other):
        return "copy"
    if within and found.other_containment < PART:
        return "contained-in"
    if other_within and found.containment < PART:
        return "contains"
    return "near-duplicate" if found.similarity >= NEAR else None
