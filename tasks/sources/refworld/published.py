"""The publication date: the printed one, else the year in the address; what the head says is never believed.

The dates in the head are those of the site's import in 2023: candidates beside a better one, and never a value by
themselves. ``modified`` is no date of publication, not even a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tasks.page import Page
from tasks.report import PublicationDate
from tasks.sources.dates import EARLIEST_YEAR, LATEST_YEAR, WEEKDAYS, stated_date
from tasks.sources.described import Described
from tasks.sources.refworld.forms import document_of
from tasks.sources.values import publication_date

MAX_CHARACTERS = 40
"""What is longer and stands behind ``Date:`` is the body: the value was lost."""
STAND_IN_CODE = "USCRI"
STAND_IN_NAMES = ("United States Committee for Refugees", "U.S. Committee for Refugees", "US Committee for Refugees")
"""Its surveys carry ``1 January YYYY`` for "some time in that year" (sources.md §1.5)."""

_HEAD_NAMES = (
    "meta:article:published_time",
    "meta:dcterms.date",
    "meta:dcterms.issued",
    "meta:dc.date",
    "meta:citation_publication_date",
    "meta:datePublished",
)
_MONTHS = (
    ("enero", "janvier"),
    ("febrero", "février"),
    ("marzo", "mars"),
    ("abril", "avril"),
    ("mayo", "mai"),
    ("junio", "juin"),
    ("julio", "juillet"),
    ("agosto", "août"),
    ("septiembre", "septembre"),
    ("octubre", "octobre"),
    ("noviembre", "novembre"),
    ("diciembre", "décembre"),
)
_ENGLISH = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
MAX_WORDS = 9
_GAP = re.compile(r"[\s/–—-]+")
_UNKNOWN = frozenset({"n.d", "nd", "undated", "unknown", "n/a", "no date", "s.f", "s.d", "-", "–", "—"})
_MONTH_NAMES = "|".join((*map(str.casefold, _ENGLISH), *(name for names in _MONTHS for name in names)))
_DATE_WORD = re.compile(
    rf"[\W\d_]+|\d{{1,4}}(?:st|nd|rd|th|er|º)?,?|(?:{_MONTH_NAMES}|[a-z]{{3,4}}\.),?|(?:{'|'.join(WEEKDAYS)}),?"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|of|de|del|to|and|or|the|ca?\.?|circa|about|early|mid|late|spring|summer|autumn|fall|winter|q[1-4]"
)
_FOREIGN = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er|º|°)?\s+(?:de\s+)?)?(?P<month>[^\W\d_]{3,10})\s+(?:del?\s+)?(?P<year>\d{4})",
    re.IGNORECASE,
)


def printed(value: str, rule: str) -> PublicationDate | None:
    """A printed date, in English or with the month's Spanish or French name; none for anything else."""
    value = value.strip("\xa0 ")
    if found := publication_date(value, rule):
        return found
    match = _FOREIGN.fullmatch(" ".join(value.split()))
    month = match["month"].casefold() if match else ""
    number = next((at for at, names in enumerate(_MONTHS) if month in names), None)
    if match is None or number is None:
        return None
    english = " ".join(part for part in (match["day"], _ENGLISH[number], match["year"]) if part)
    found = publication_date(english, rule)
    return replace(found, printed=value) if found else None


def may_be_date(value: str) -> bool:
    """Whether a text behind ``Date:`` can be its value, readable or not, rather than the text below it."""
    words = [word for word in _GAP.split(value.strip().casefold(), MAX_WORDS) if word]
    if value.strip(" .\xa0").casefold() in _UNKNOWN:
        return True
    is_short = len(value) <= MAX_CHARACTERS and len(words) < MAX_WORDS
    return is_short and any(map(str.isdigit, value)) and all(_DATE_WORD.fullmatch(word) for word in words)


def with_stand_in(found: PublicationDate, publisher: str, page: Page) -> PublicationDate:
    """The date as a year, where a publisher is known to print the first of January for it."""
    is_first_of_year = found.precision == "day" and (found.value.month, found.value.day) == (1, 1)
    own = document_of(page.address)
    is_known = publisher.startswith(STAND_IN_NAMES) or (own is not None and own.publisher == STAND_IN_CODE)
    if not (is_first_of_year and is_known):
        return found
    return replace(found, precision="year", rule=f"{found.rule}+stand-in")


def offer_others(page: Page, found: Described, label: PublicationDate | None) -> None:
    """Offers the year in the address where no printed date falls in it, and the head's dates beside either."""
    years = [each for each in _years(page) if label is None or each.value.year != label.value.year]
    for year in years:
        found.offer("published", year)
    if label is None and not years:
        return
    for name in _HEAD_NAMES:
        value = page.head_value(name)
        stated = stated_date(value) if value else None
        if value and stated:
            rule = f"head:{name.removeprefix('meta:')}"
            found.offer("published", PublicationDate(stated.value, stated.precision, value.strip()[:100], rule))


def _years(page: Page) -> Iterator[PublicationDate]:
    """The years of the page's own address and of the one in its head, each once: the year is that of publication
    (sources.md §2)."""
    own = document_of(page.address)
    seen: set[int] = set()
    for rule, address in (
        ("address", page.address),
        ("link:canonical", page.head_value("link:canonical") or ""),
        ("head:og:url", page.head_value("meta:og:url") or ""),
    ):
        document = document_of(address)
        if document is None or document.year is None or document.year in seen:
            continue
        # A head that names another document tells nothing of this one.
        if own is not None and own.node != document.node:
            continue
        if EARLIEST_YEAR <= document.year <= LATEST_YEAR:
            seen.add(document.year)
            yield PublicationDate(date(document.year, 1, 1), "year", str(document.year), rule)
