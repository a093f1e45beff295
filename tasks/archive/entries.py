"""The rows of the ledger, as types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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


Kept = KeptCapture | KeptRun
