"""What a run came to, and whether that is good: computed from counts, never from the absence of an exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tasks.archive.entries import SourceRun
from tasks.batch.drift import FillRate, fallen, risen
from tasks.batch.reading import ReadCounts
from tasks.report import State
from warehouse.build import BuildResult

Verdict = Literal["completed", "completed-with-issues", "failed"]

SHOWN_TABLES = ("reports", "quotes", "notices", "issues")
EXPECTED: frozenset[State] = frozenset({"report", "listing", "robots", "redirect"})
"""States of captures that are what was hoped for; every other one, and any that is added, is reported with a count."""


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """One source's night; a part that is none failed or was not asked for."""

    name: str
    listed_min: int
    listed_max: int | None
    """None where no number is too many."""
    collected: SourceRun | None
    read: ReadCounts | None
    is_collecting: bool
    """Whether this run was to ask the site at all (a reread is not)."""
    failure: str | None = None
    """Why a part failed, where the disk or the network said so; beside parts that ended well, why it is red all the
    same."""
    fills: tuple[FillRate, ...] = ()
    """How often its reports give each field, as of this run."""

    @property
    def fallen(self) -> tuple[FillRate, ...]:
        """Fields that too few reports give."""
        return fallen(self.fills)

    @property
    def no_reports(self) -> tuple[tuple[str, int], ...]:
        """State and number of the captures read that are no reports, most frequent first."""
        return tuple((state, n) for state, n in (self.read.states if self.read else ()) if state not in EXPECTED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run."""

    flow: str
    sources: tuple[SourceOutcome, ...]
    build: BuildResult | None
    faults: tuple[str, ...] = ()
    """What went wrong outside any source."""
    remarks: tuple[str, ...] = ()
    """What an operator should know of, though it makes nothing red."""

    @property
    def findings(self) -> tuple[str, ...]:
        """What makes the run red, in words for an operator."""
        unpublished = () if self.build else ("nothing was published: see the publish task",)
        return (*_findings(self.sources), *self.faults, *unpublished)

    @property
    def notes(self) -> tuple[str, ...]:
        """What an operator should know of, though it makes nothing red: `remarks`, and fields on the rise."""
        more = (f"{each.sentence}; it may expect more" for source in self.sources for each in risen(source.fills))
        return (*self.remarks, *more)

    @property
    def questions(self) -> tuple[str, ...]:
        """SQL that shows examples of the fields that fell."""
        return tuple(each.question for source in self.sources for each in source.fallen)

    @property
    def verdict(self) -> Verdict:
        """Of the whole run."""
        return "failed" if self.build is None or self.faults else self.verdict_of_sources

    @property
    def verdict_of_sources(self) -> Verdict:
        """Of collecting and reading alone."""
        if _findings(self.sources):
            return "failed"
        return "completed-with-issues" if self._troubles else "completed"

    @property
    def _troubles(self) -> int:
        return sum(
            source.collected.failed + source.collected.blocked + source.collected.refused
            for source in self.sources
            if source.collected
        )

    @property
    def build_counts(self) -> tuple[tuple[str, int], ...]:
        """The tables an operator cares for, with their rows."""
        if self.build is None:
            return ()
        return tuple((name, self.build.tables[name]) for name in SHOWN_TABLES if name in self.build.tables)

    @property
    def sentence(self) -> str:
        """One sentence that a tired operator can stop at."""
        collected = [source.collected for source in self.sources if source.collected]
        read = sum(source.read.reports for source in self.sources if source.read)
        parts: list[str] = []
        if collected:
            parts.append(f"{sum(run.listed for run in collected)} reports listed")
            parts.append(f"{sum(run.fetched for run in collected)} captures new")
        parts.append(f"{read} reports read")
        if self._troubles:
            parts.append(f"{self._troubles} addresses failed, blocked or refused")
        if self.build_counts:
            parts.append(f"{dict(self.build_counts).get('reports', 0)} reports in the warehouse")
        return f"{self.flow.capitalize()} {self.verdict.replace('-', ' ')}: {'; '.join(parts)}."


def _why(source: SourceOutcome) -> str:
    return f" ({source.failure})" if source.failure else ""


def _findings(sources: Sequence[SourceOutcome]) -> list[str]:
    found: list[str] = []
    for source in sources:
        if source.is_collecting and source.collected is None:
            found.append(f"{source.name}: collecting failed{_why(source)}")
        if source.read is None:
            found.append(f"{source.name}: reading failed{_why(source)}")
        if source.failure and source.read and (source.collected or not source.is_collecting):
            found.append(f"{source.name}: {source.failure}")
        if source.read and source.read.lost:
            lost = f"evidence of {source.read.lost} captures is missing or damaged"
            found.append(f"{source.name}: {lost}; run onrecord verify")
        if source.collected and source.collected.listed < source.listed_min:
            found.append(
                f"{source.name}: lists {source.collected.listed} reports, source.toml expects at least "
                f"{source.listed_min}; the site may have changed, or its listing did not answer"
            )
        if source.collected and source.listed_max is not None and source.collected.listed > source.listed_max:
            found.append(
                f"{source.name}: lists {source.collected.listed} reports, source.toml expects at most "
                f"{source.listed_max}; something else than reports may have been listed"
            )
        found += [each.sentence for each in source.fallen]
    return found
