"""Byline, date and stamp above an IWPR report: what each says of it (sources.md §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.report import Author, Found, Issue, PublicationDate
from tasks.sources.iwpr.bylines import Byline, byline_of
from tasks.sources.iwpr.stamps import (
    Stamp,
    bare,
    dateline_of,
    is_update,
    looks_like_dateline,
    month_of,
    plain_date_of,
    stamp_of,
)
from tasks.sources.lines import Claims, Line

SEEN_CHARACTERS = 120
LABEL = re.compile(r"(?:by|authors?|written by|date|published(?: on)?|posted(?: on)?)\s?:?", re.IGNORECASE)
"""A label whose value is the next line."""


@dataclass(slots=True)
class Opening:
    """What stands between the first printing of the title and the text."""

    after: int
    """Number of the unit with which the text begins."""
    is_anchored: bool = False
    """Whether a date, a byline or a stamp was read."""
    kicker: str | None = None
    standfirst: Found[str] | None = None
    authors: list[tuple[Author, ...]] = field(default_factory=list)
    starred: frozenset[str] = frozenset()
    """Authors whose names bear an asterisk."""
    dates: list[PublicationDate] = field(default_factory=list)
    reference: Found[str] | None = None
    has_unread_date: bool = False
    issues: list[Issue] = field(default_factory=list)


def claim_anchor(claims: Claims, found: Opening, unit: Line) -> None:
    """Claims a line that is a byline, a date, a stamp, the label of one, or a name alone; adds what it says."""
    if byline := byline_of(unit.text):
        claims.line("byline", "byline", unit)
        found.authors.append(byline.authors("byline"))
        found.starred |= byline.starred
        _add_byline(found, byline, unit)
    elif stamp := stamp_of(unit.text):
        claims.line("dateline", "stamp", unit)
        _add_stamp(found, stamp, unit)
    elif published := (dateline_of(unit.text) or plain_date_of(unit.text) or month_of(unit.text)):
        claims.line("dateline", "dateline", unit)
        found.dates.append(published)
    elif is_update(unit.text):
        claims.line("metadata", "updated", unit)
    elif looks_like_dateline(unit.text):
        claims.line("dateline", "dateline", unit)
        _add_unread(found, unit.text, unit)
    elif LABEL.fullmatch(bare(unit.text)):
        claims.line("metadata", "label", unit)
    else:
        claims.line("byline", "author-line", unit)
        found.authors.append((Author(bare(unit.text), False, "author-line"),))


def _add_byline(found: Opening, byline: Byline, unit: Line) -> None:
    if byline.stamp:
        _add_stamp(found, byline.stamp, unit)
    if byline.published:
        found.dates.append(byline.published)
    if byline.unread_date:
        _add_unread(found, byline.unread_date, unit)


def _add_stamp(found: Opening, stamp: Stamp, unit: Line) -> None:
    found.reference = found.reference or Found(stamp.reference, "stamp")
    if stamp.published:
        found.dates.append(stamp.published)
    elif stamp.printed_date:
        _add_unread(found, stamp.printed_date, unit)


def _add_unread(found: Opening, printed: str, unit: Line) -> None:
    found.has_unread_date = True
    found.issues.append(Issue("publication-date", printed[:SEEN_CHARACTERS], unit.start, unit.end))
