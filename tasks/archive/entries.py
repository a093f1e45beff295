"""The rows of the ledger, as types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tasks.report import Capture, Issue

Role = Literal["document", "listing", "robots", "other"]
Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and how many there are (none where unknown)."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One capture as the ledger knows it."""

    capture: Capture
    role: Role
    """What the page was asked for."""
    document_key: str | None
    refers_to: str | None
    """The capture whose payload this revisit repeats; none where the record holds its own payload."""


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one run did at one source."""

    source: str
    listed: int
    """Reports seen on listings."""
    fetched: int
    """Captures with a new payload."""
    unchanged: int
    """Captures whose payload was known, and reports not due."""
    failed: int
    """Addresses that gave no capture."""
    blocked: int
    """Addresses that answered with a challenge or a refusal."""
    refused: int
    """Addresses that robots.txt forbids."""
    issues: tuple[Issue, ...]
    """What went wrong outside any page."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow. A run that was killed has no end."""

    run_id: str
    flow: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    sources: tuple[SourceRun, ...]
    is_sample: bool = False
    """True where the invented sample sites were asked."""


@dataclass(frozen=True, slots=True)
class KeptCapture:
    """A ledger entry with what only the archive itself needs."""

    entry: LedgerEntry
    payload_digest: str
    """WARC-Payload-Digest: of the payload with its content-coding, as ``sha256:<hex>``."""


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run's record. A run is written several times; the highest revision holds."""

    run: Run
    revision: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """An address that was asked for, or was to be, and gave no capture: a gap that is recorded."""

    address: str
    source: str
    document_key: str | None
    role: Role
    at: datetime
    """UTC."""
    state: str
    """Why, in the words of `fetcherrors`."""
    run_id: str
    next_at: datetime | None = None
    """Not to be asked again before, where the site named a time (Retry-After); UTC."""
    archive_address: str | None = None
    """Of a web archive's copy: where it lies."""


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """A report's address as a listing, sitemap or feed gave it."""

    address: str
    document_key: str | None
    dated: date | None
    """The day that was given with it; a hint, never a publication date."""
    changed: date | None = None
    """The day of its last change, where a sitemap or a feed gave one."""


WalkReason = Literal["end", "known", "since", "max-pages", "gap"]


@dataclass(frozen=True, slots=True)
class WalkEnd:
    """How a walk over one listing, sitemap or feed ended."""

    reason: WalkReason
    reach: int | None
    """Pages that are known without a gap from the first one on, by this walk and those before it; none for all."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one page of a listing named, or the end of a walk."""

    source: str
    start: str
    """Address at which the walk began."""
    at: datetime
    """UTC."""
    run_id: str
    listed: tuple[ListedAddress, ...]
    end: WalkEnd | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """An address that listings have named, over all runs."""

    address: str
    document_key: str | None
    dated: date | None
    """The day that was given with it last."""
    first_at: datetime
    last_at: datetime
    changed: date | None = None
    """The latest day of a change that a sitemap or a feed gave. What a listing prints is none."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The last walk over a listing that left no gap."""

    at: datetime
    end: WalkEnd


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """An attempt and the record that keeps it."""

    record_id: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class KeptSighting:
    """A sighting and the record that keeps it."""

    record_id: str
    sighting: Sighting


Kept = KeptCapture | KeptRun | KeptAttempt | KeptSighting
