"""What the warehouse must know besides readings: the sources and the runs, as flat rows for Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tasks.report import Issue


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source as its ``source.toml`` describes it."""

    source: str
    title: str
    publisher: str
    publisher_code: str | None
    licence: str
    terms: str
    hosts: tuple[str, ...]
    pace_seconds: float
    """Shortest time between two requests to one host, in seconds."""
    listed_min: int
    """A live run that lists fewer reports than this is red."""
    listed_max: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """What one run did at one source."""

    run_id: str
    flow: str
    """nightly or import."""
    source: str
    started_at: datetime
    ended_at: datetime | None
    """None where the run was killed before its end."""
    state: str
    """completed, completed-with-issues, failed, interrupted."""
    is_sample: bool
    listed: int
    """Reports seen on listings."""
    fetched: int
    """Captures with a new payload."""
    unchanged: int
    """Captures whose payload was known (revisits), and reports not due."""
    failed: int
    """Addresses that gave no capture."""
    blocked: int
    """Addresses that answered with a challenge or a refusal."""
    refused: int
    """Addresses that robots.txt forbids."""
    issues: tuple[Issue, ...]
    """What went wrong outside any page."""
