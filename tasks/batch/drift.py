"""How often the reports of a source give each field, against the rates that its ``source.toml`` holds.

A site that is redesigned still answers and is still read, but its dates are not found any more: only the fill rate
shows it. Each document counts once, as its newest capture reads. The rates are taken over all of them and over the
newest ones, since a thousand old pages would hide what last week's have lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import exp, fsum, lgamma, log, log1p
from pathlib import Path
from typing import Any, Literal, get_args

from tasks.readings import columns_of, reading_files
from tasks.report import Citation
from tasks.sources import Source

Over = Literal["newest", "all"]

BODY = "body"
"""Counted beside the fields of a citation: whether there is running text."""
MIN_PAGES = 20
"""Of fewer pages nothing is said."""
NEWEST = 60
"""Pages that count as the newest."""
TOLERANCE = 0.1
"""Rates were counted on some dozens of pages: a tenth less is no fall."""
RISE = 0.25
"""So much more than expected, in shares of all pages, is worth a word."""
SIGNIFICANCE = 0.001
"""Probability below which a count is no accident (exact binomial test, one-sided)."""
EXAMPLES = 3

_LISTS = frozenset({"authors", "countries", "topics", "related"})
_FIELDS = tuple(name for name in Citation.__dataclass_fields__ if name != "candidates")


@dataclass(frozen=True, slots=True)
class FillRate:
    """How many of a source's pages give one field."""

    source: str
    field: str
    """Of `tasks.report.Citation`, or ``body``."""
    over: Over
    pages: int
    filled: int
    expected: float | None
    """The share that ``source.toml`` expects; none where it expects nothing of this field."""
    lacking: tuple[str, ...] = ()
    """Captures that do not give it, the newest first; a few."""

    @property
    def rate(self) -> float:
        """Share of the pages that give the field."""
        return self.filled / self.pages if self.pages else 0.0

    @property
    def is_fallen(self) -> bool:
        """Whether so few pages give the field that chance does not explain it."""
        if self.expected is None or self.pages < MIN_PAGES:
            return False
        return at_most(self.filled, self.pages, self.expected * (1 - TOLERANCE)) < SIGNIFICANCE

    @property
    def is_risen(self) -> bool:
        """Whether so many pages give the field that ``source.toml`` may well expect more."""
        if self.expected is None or self.expected + RISE >= 1 or self.pages < MIN_PAGES:
            return False
        return at_most(self.pages - self.filled, self.pages, 1 - self.expected - RISE) < SIGNIFICANCE

    @property
    def sentence(self) -> str:
        """For an operator: counts and ids, no word of a page."""
        pages = f"the newest {self.pages}" if self.over == "newest" else f"all {self.pages}"
        said = f"{self.source}: {self.field} filled on {self.filled} of {pages} reports"
        if self.expected is None:
            return said
        said = f"{said}, source.toml expects {self.expected:g}"
        return f"{said}; e.g. capture {', '.join(self.lacking)}" if self.is_fallen else said

    @property
    def question(self) -> str:
        """SQL that shows the examples."""
        ids = ", ".join(f"'{capture_id}'" for capture_id in self.lacking)
        return f"SELECT capture_id, address, captured_at, http_status FROM captures WHERE capture_id IN ({ids})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Page:
    """What the reading of one capture gives of each field; fields its rules did not know are left out."""

    document_key: str
    capture_id: str
    captured_at: datetime
    read_at: datetime
    fields: dict[str, bool]


def fill_rates(readings: Path, source: Source) -> tuple[FillRate, ...]:
    """The fill rates of a source as it stands, in the order of the fields.

    Raises OSError where a readings file is damaged.
    """
    pages = _current(readings, source.config.name)
    spans: dict[Over, list[_Page]] = {"newest": pages[:NEWEST], "all": pages}
    return tuple(
        _rate(source, field, over, spans[over]) for over in get_args(Over) if pages for field in (*_FIELDS, BODY)
    )


def fallen(rates: Iterable[FillRate]) -> tuple[FillRate, ...]:
    """The falls, each field once: among the newest pages if it shows there."""
    found: dict[str, FillRate] = {}
    for rate in rates:
        if rate.is_fallen:
            found.setdefault(rate.field, rate)
    return tuple(found.values())


def risen(rates: Iterable[FillRate]) -> tuple[FillRate, ...]:
    """Over all pages, the fields that are given far more often than expected."""
    return tuple(rate for rate in rates if rate.over == "all" and rate.is_risen)


def at_most(successes: int, trials: int, share: float) -> float:
    """Probability of at most so many successes, each trial having the same chance: the binomial distribution, exact."""
    if share <= 0 or successes >= trials:
        return 1.0
    if share >= 1:
        return 0.0
    whole = lgamma(trials + 1)
    return min(
        1.0,
        fsum(
            exp(whole - lgamma(k + 1) - lgamma(trials - k + 1) + k * log(share) + (trials - k) * log1p(-share))
            for k in range(successes + 1)
        ),
    )


def _rate(source: Source, field: str, over: Over, pages: list[_Page]) -> FillRate:
    asked = [page for page in pages if field in page.fields]
    lacking = [page.capture_id for page in asked if not page.fields[field]]
    return FillRate(
        source=source.config.name,
        field=field,
        over=over,
        pages=len(asked),
        filled=len(asked) - len(lacking),
        expected=source.config.fill_rates.get(field),
        lacking=tuple(lacking[:EXAMPLES]),
    )


def _current(readings: Path, name: str) -> list[_Page]:
    """The newest capture of each document that reads as a report, the newest first."""
    captures: dict[str, _Page] = {}
    for path in reading_files(readings, name):
        for page in _pages(path):
            known = captures.get(page.capture_id)
            if known is None or known.read_at <= page.read_at:
                captures[page.capture_id] = page
    newest: dict[str, _Page] = {}
    for page in sorted(captures.values(), key=lambda page: (page.captured_at, page.capture_id), reverse=True):
        newest.setdefault(page.document_key, page)
    return list(newest.values())


def _pages(path: Path) -> Iterator[_Page]:
    fields = [f"citation.{name}" + ("" if name in _LISTS else ".rule") for name in _FIELDS]
    columns = ["capture.capture_id", "capture.captured_at", "state", "document_key", "read_at", *fields]
    for row in columns_of(path, [*columns, "passages.list.element.kind"]):
        report = row["report"]
        if report["state"] == "report" and report["document_key"]:
            given = {name: bool(value) for name, value in (report["citation"] or {}).items()}
            yield _Page(
                document_key=report["document_key"],
                capture_id=report["capture"]["capture_id"],
                captured_at=report["capture"]["captured_at"],
                read_at=row["read_at"],
                fields=given | {BODY: _has_body(report["passages"])},
            )


def _has_body(passages: list[dict[str, Any]]) -> bool:
    return any(passage["kind"] == "body" for passage in passages)
