"""Printed dates, no more precise than they are printed. English month names only: all three sites print dates in
English on pages of every language (sources.md §1.8, §3)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tasks.report import Precision

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLIEST_YEAR = 1800
LATEST_YEAR = 2100
"""A four-digit number outside is no year."""

_DAY_NAME = rf"(?:(?:{'|'.join(WEEKDAYS)}|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_FORMS = tuple(
    (re.compile(pattern, re.IGNORECASE), precision)
    for pattern, precision in (
        (rf"{_DAY_NAME}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})", "day"),
        (rf"{_DAY_NAME}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", "day"),
        (rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>\d{{4}}|\d{{2}})", "day"),
        (r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})", "day"),
        (rf"{_MONTH},?\s+(?P<year>\d{{4}})", "month"),
        (r"(?P<year>\d{4})", "year"),
    )
)
_RANGE = re.compile(
    rf"(?P<day>\d{{1,2}})\s*(?P<from>[a-z]{{3,9}})?\s*[-–]\s*\d{{1,2}}\s+{_MONTH},?\s+(?P<year>\d{{4}})", re.IGNORECASE
)
_MAIL = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})[\s-]+{_MONTH}[\s-]+(?P<year>\d{{4}}|\d{{2}})(?:\s.*)?", re.IGNORECASE
)
_W3C = re.compile(r"(?P<year>\d{4})(?:-(?P<number>\d{2})(?:-(?P<day>\d{2})(?:[T\s].*)?)?)?", re.IGNORECASE)
MAX_STATED_CHARACTERS = 100
_UPDATED = re.compile(r"(?P<day>.+?\d{4}),?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})\s+(?:GMT|UTC)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed."""

    value: date
    """The first day of the printed period."""
    precision: Precision


def printed_date(text: str) -> PrintedDate | None:
    """A whole text that is one date: ``20 May 2011``, ``Friday, 20 May, 2011``, ``25-Feb-05``, ``March 2018``,
    ``2007``; none for anything else.
    """
    text = " ".join(text.split())
    for pattern, precision in _FORMS:
        if match := pattern.fullmatch(text):
            return _read(match.groupdict(), precision)  # type: ignore[arg-type]
    return None


def printed_period(text: str) -> PrintedDate | None:
    """Also ``10-15 February 2003``, the week of an issue: precise to the month, or to the year where it crosses months.

    Which day of the week the report came out nobody printed, so the value is the first day of that month or year.
    """
    if found := printed_date(text):
        return found
    match = _RANGE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    values = match.groupdict()
    first = _read({**values, "month": values["from"] or values["month"]}, "day")
    if first is None:
        return None
    if values["from"] and _month(values["from"]) != _month(values["month"]):
        return PrintedDate(first.value.replace(month=1, day=1), "year")
    return PrintedDate(first.value.replace(day=1), "month")


def last_day(printed: PrintedDate) -> date:
    """The last day of the printed period: nothing that was printed so is from a later one."""
    first = printed.value
    if printed.precision == "day":
        return first
    month = first.month if printed.precision == "month" else 12
    return first.replace(month=month, day=monthrange(first.year, month)[1])


def stated_date(text: str) -> PrintedDate | None:
    """A date as machines write it; none for anything else.

    W3C's profile of ISO 8601 (sitemaps, Atom, Dublin Core) and the dates of mail (RSS; RFC 822 §5). The day is the
    written one, in whatever time zone it was written.
    """
    text = text.strip()[:MAX_STATED_CHARACTERS]
    if match := _W3C.fullmatch(text):
        precision: Precision = "day" if match["day"] else "month" if match["number"] else "year"
    elif match := _MAIL.fullmatch(text):
        precision = "day"
    else:
        return None
    return _read(match.groupdict(), precision)


def stated_day(text: str) -> date | None:
    """The day of such a date, of a month or a year the last one."""
    found = stated_date(text)
    return last_day(found) if found else None


def exact_day(text: str) -> date | None:
    """The day of such a date where it is given to the day."""
    found = stated_date(text)
    return found.value if found and found.precision == "day" else None


def printed_time(text: str) -> datetime | None:
    """``Thursday, 26 November 2015, 08:53 GMT`` as UTC."""
    match = _UPDATED.fullmatch(" ".join(text.split()))
    day = printed_date(match["day"]) if match else None
    if match is None or day is None or day.precision != "day":
        return None
    try:
        return datetime(
            day.value.year, day.value.month, day.value.day, int(match["hour"]), int(match["minute"]), tzinfo=UTC
        )
    except ValueError:
        return None


def _read(values: dict[str, str | None], precision: Precision) -> PrintedDate | None:
    year = _year(values["year"] or "")
    month = int(values["number"] or 0) if values.get("number") else _month(values.get("month"))
    if year is None or (precision != "year" and not month):
        return None
    try:
        return PrintedDate(date(year, month or 1, int(values.get("day") or 1)), precision)
    except ValueError:
        return None


def _year(digits: str) -> int | None:
    if len(digits) == 2:  # IWPR's issue stamps: "25-Feb-05"
        return int(digits) + (1900 if int(digits) >= 90 else 2000)
    return int(digits) if EARLIEST_YEAR <= int(digits) <= LATEST_YEAR else None


def _month(name: str | None) -> int | None:
    folded = (name or "").lower()
    if len(folded) < 3:
        return None
    for number, month in enumerate(MONTHS, 1):
        if folded in (month, month[:3]) or (folded == "sept" and number == 9):
            return number
    return None
