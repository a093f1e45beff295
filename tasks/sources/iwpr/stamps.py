"""IWPR's bylines and issue stamps: ``By NAME in PLACE (TU 300, 10-15 February 2003)`` (sources.md §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.report import PublicationDate
from tasks.sources.dates import WEEKDAYS, printed_date, printed_period

SERIES = "RCA|BCR|CRS|TU|ICR|ARR"
MAX_BYLINE = 200

_STAMP = re.compile(
    rf"\(?(?P<reference>(?:{SERIES})\s+(?:No\.?\s*)?\d{{1,4}}(?:\s*(?:Part|Pt)\.?\s*\w+)?),\s*(?P<date>[^()]+?)\)?\.?"
)
_BYLINE = re.compile(r"By\s+(?P<names>\S.*?)\s*(?P<stamp>\((?:" + SERIES + r")\s[^()]*\))?\.?", re.DOTALL)
_PLACE = re.compile(r"\s+in\s+(?=[^\W\d_a-z])")
_PARTS = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_NOT_LOWER = re.compile(r"[^\W\d_a-zа-яё][^\s]*")
_LOWER_WORDS = frozenset(
    """staff reporter reporters correspondent correspondents contributor contributors editor editors trainee trainees
    journalist journalists al el de del der van von bin ibn la le da dos uulu kyzy and the""".split()  # noqa: SIM905
)
_DATELINE = re.compile(rf"(?:{'|'.join(WEEKDAYS)}),?\s+\d{{1,2}}\s+\w+,?\s+\d{{4}}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """An issue's number and date."""

    reference: str
    published: PublicationDate | None
    printed_date: str


@dataclass(frozen=True, slots=True)
class Byline:
    """A ``By …`` line."""

    names: tuple[str, ...]
    stamp: Stamp | None


def byline_of(text: str) -> Byline | None:
    """Reads a line as a byline; none where it is a sentence that begins with "By"."""
    if len(text) > MAX_BYLINE:
        return None
    match = _BYLINE.fullmatch(text.strip())
    if match is None:
        return None
    names_and_place = _PLACE.split(match["names"], maxsplit=1)
    names = tuple(name for name in _PARTS.split(names_and_place[0]) if name)
    if not names or not all(_is_name(name) for name in names):
        return None
    if len(names_and_place) > 1 and len(names_and_place[1].split()) > 6:
        return None
    return Byline(names, stamp_of(match["stamp"]) if match["stamp"] else None)


def stamp_of(text: str) -> Stamp | None:
    """Reads ``(RCA No. 352, 25-Feb-05)``; none for anything else."""
    match = _STAMP.fullmatch(text.strip())
    if match is None:
        return None
    found = printed_period(match["date"])
    published = PublicationDate(found.value, found.precision, match["date"], "stamp") if found else None
    return Stamp(match["reference"], published, match["date"])


def dateline_of(text: str) -> PublicationDate | None:
    """Reads ``Friday, 20 May, 2011``; none for a date without its weekday, which may be any date."""
    folded = " ".join(text.split())
    found = printed_date(folded) if _DATELINE.fullmatch(folded) else None
    return PublicationDate(found.value, found.precision, text, "dateline") if found else None


def looks_like_dateline(text: str) -> bool:
    """Whether a line begins as a dateline does, so that one that cannot be read is told."""
    words = text.split()
    return len(words) in (3, 4, 5) and words[0].strip(",").lower() in WEEKDAYS and words[-1].isdigit()


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 6:
        return False
    return all(_NOT_LOWER.fullmatch(word) or word.strip(".").lower() in _LOWER_WORDS for word in words)
