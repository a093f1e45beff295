"""IWPR's printed dates and stamps: ``Friday, 20 May, 2011``, ``(TU 300, 10-15 February 2003)`` (sources.md §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tasks.report import PublicationDate
from tasks.sources.dates import WEEKDAYS, printed_date, printed_period

SERIES = "RCA|BCR|CRS|TU|ICR|ARR"
NUMBERED = (
    r"(?-i:[A-Z]{2,5})(?=\s{1,3}(?:No\.?|Issue)\s)"
    r"|(?i:(?:IWPR['’]?s\s)?(?:Reporting Central Asia|Balkan Crisis Report|Caucasus Reporting Service|Tribunal Update"
    r"|Iraqi Crisis Report|Afghan Recovery Report))(?=,?\s{1,3}(?:No\.?|Issue)\s)"
)
"""Any other series, and the known ones by their whole names: only where a number is called one."""
MAX_LINE = 120

_STAMP = re.compile(
    rf"\(?(?P<reference>(?:{SERIES}|{NUMBERED}),?\s{{1,3}}(?:(?:No\.?|Issue|#)\s{{0,3}})?\d{{1,4}}(?:\s{{0,3}}(?:Part|Pt)\.?\s{{0,3}}\w{{1,5}})?)"
    r"(?:\s{0,3}[,•·|–—-]\s{0,3}(?P<date>[^()]{4,40}?))?\)?\.?"
)
_KNOWN = re.compile(rf"(?:{SERIES})\b")
_DATELINE = re.compile(
    rf"(?P<date>(?:{'|'.join(WEEKDAYS)}),?\s\d{{1,2}}(?:st|nd|rd|th)?\s\w{{3,9}},?\s\d{{4}})"
    r"(?:\s?[-–|,]?\s?\d{1,2}:\d{2}(?:\s?[A-Za-z]{2,4})?)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:(?:first\s)?published|posted|date)(?:\son)?\s?:?\s", re.IGNORECASE)
_UPDATE = re.compile(r"(?:last\s)?(?:updated|modified)(?:\son)?\s?:?\s", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?P<before>.*[a-z]\.?,?[\s-])['’]?(?P<year>\d{2})", re.IGNORECASE)
_DATE_LIKE = re.compile(r"(?=.*[^\W\d_])(?=(?:.*\D)?\d{1,2}\D).*\b(?:19|20)\d{2}\W?")
_NUMERIC = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})")
_READING_TIME = re.compile(r"\s?[|•·]\s?\d{1,2} min(?:ute)?s?(?: read)?\Z", re.IGNORECASE)
_CONTROLS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """An issue's number and date."""

    reference: str
    published: PublicationDate | None
    printed_date: str
    """Empty where the stamp holds no date."""


def bare(text: str) -> str:
    """A line as it is read: white space as single blanks, without the direction marks that Arabic pages set around
    English dates."""
    return " ".join(_CONTROLS.sub("", text).split())


def stamp_of(text: str) -> Stamp | None:
    """Reads ``(RCA No. 352, 25-Feb-05)`` and ``RCA Issue 352, 25 Feb 05``; none for anything else."""
    text = bare(text)
    match = _STAMP.fullmatch(text) if len(text) <= MAX_LINE else None
    if match is None:
        return None
    printed = match["date"] or ""
    found = printed_period(_with_century(printed))
    if found is None and not _KNOWN.match(match["reference"]):
        return None
    published = PublicationDate(found.value, found.precision, printed, "stamp") if found else None
    return Stamp(match["reference"], published, printed)


def dateline_of(text: str) -> PublicationDate | None:
    """Reads ``Friday, 20 May, 2011``; none for a date without its weekday, which may be any date."""
    match = _DATELINE.fullmatch(_date_in(text)) if len(text) <= MAX_LINE else None
    found = printed_date(match["date"]) if match else None
    return PublicationDate(found.value, found.precision, text, "dateline") if found else None


def plain_date_of(text: str) -> PublicationDate | None:
    """Reads ``20 May 2011`` and ``Published: 25-Feb-05``: a date to the day that is the whole line. Whether it is the
    report's is for the place to tell."""
    if len(text) > MAX_LINE:
        return None
    found = printed_date(_with_century(_date_in(text)))
    if found is None or found.precision != "day":
        return None
    return PublicationDate(found.value, found.precision, text, "dateline")


def is_bare_date(text: str) -> bool:
    """Whether a line is a date to the day without a label."""
    return plain_date_of(text) is not None and _LABEL.match(bare(text)) is None


def month_of(text: str) -> PublicationDate | None:
    """Reads ``May 2011``, which stands in many texts: only the place tells that it dates the report."""
    found = printed_date(_date_in(text)) if len(text) <= MAX_LINE else None
    if found is None or found.precision != "month":
        return None
    return PublicationDate(found.value, found.precision, text, "dateline")


def is_update(text: str) -> bool:
    """Whether a line tells when the page was changed, which is never when it was published."""
    text = bare(text)
    match = _UPDATE.match(text) if len(text) <= MAX_LINE else None
    return match is not None and _DATE_LIKE.fullmatch(text[match.end() :]) is not None


def looks_like_dateline(text: str) -> bool:
    """Whether a line begins as a dateline does or is date-like in any language, so that one that cannot be read is
    told. One of numbers alone may begin with the day or with the month."""
    text = bare(text)
    if len(text) <= MAX_LINE and _NUMERIC.fullmatch(_date_in(text)):
        return True
    words = text.split()
    if not 3 <= len(words) <= 5 or len(text) > 40:
        return False
    if words[0].strip(",").lower() in WEEKDAYS:
        return words[-1].isdigit()
    return words[0].strip(",.").isdigit() and bool(_DATE_LIKE.fullmatch(text))


def printed_as(found: PublicationDate, printed: str) -> PublicationDate:
    """The same date as a longer line prints it."""
    return replace(found, printed=printed)


def _date_in(text: str) -> str:
    """A date line without its label and without the time that reading takes."""
    return _READING_TIME.sub("", _LABEL.sub("", bare(text), count=1))


def _with_century(text: str) -> str:
    """``31 July 09`` with its whole year: from 90 on the last century's (IWPR's stamps begin in the nineties)."""
    match = _SHORT_YEAR.fullmatch(text)
    if match is None:
        return text
    year = int(match["year"])
    return f"{match['before']}{year + (1900 if year >= 90 else 2000)}"
