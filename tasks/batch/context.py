"""What the warehouse must know besides readings: sources, runs, frontier, walks, attempts; as rows for Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
    """nightly, backfill, probe or import."""
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


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """Where one address stands, as of the build."""

    source: str
    address: str
    document_key: str | None
    state: str
    """One of `tasks.archive.frontier.FrontierState`."""
    since: datetime | None
    """The first visit that found it so."""
    asked_at: datetime | None
    """The last visit."""
    next_at: datetime | None
    """Not to be asked again before; none where the next night may ask, and where it is a web archive's copy that was
    had, which no night asks for again."""
    tries: int
    """Visits in a row that ended so."""
    detail: str | None
    """Status, reason of an attempt, or state of a reading."""
    first_listed_at: datetime | None
    last_listed_at: datetime | None
    dated: date | None
    """The latest day that a listing, sitemap or feed gave with it."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An address that gave no capture at one time."""

    source: str
    address: str
    document_key: str | None
    role: str
    """What it was asked for."""
    attempted_at: datetime
    reason: str
    """In the words of `tasks.archive.asking.fetcherrors`."""
    next_at: datetime | None
    """Not to be asked again before, where the site named a time."""
    archive_address: str | None
    """Of a web archive's copy: where it lies."""
    run_id: str


@dataclass(frozen=True, slots=True)
class WalkRow:
    """The last walk over one listing, sitemap or feed that left no gap."""

    source: str
    start: str
    """Address at which it began."""
    walked_at: datetime
    reason: str
    """Why it ended: one of `tasks.archive.entries.WalkReason` but ``gap``."""
    reach: int | None
    """Pages known without a gap from the first one on; none for all."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A text that a document had, as its captures show it, until another stood there."""

    document_key: str
    version: int
    """From 1, by time."""
    story: int
    """From 1: another number is another story at the same address (sources.md §3)."""
    previous_version: int | None
    """The version before it of the same story."""
    capture_id: str
    """The first capture that shows it."""
    title: str | None
    """As that capture prints it."""
    first_seen_at: datetime
    last_seen_at: datetime
    capture_ids: tuple[str, ...]
    """The captures that show it, by time."""
    text_sha256: str
    """Of the paragraphs in UTF-8, two line feeds between them."""
    paragraphs: int
    characters: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A paragraph of a version that is not as it was in the version before of the same story."""

    document_key: str
    version: int
    position: int
    """From 1, in order of the text."""
    change: str
    """One of `tasks.reading.changes.ChangeKind`."""
    is_same_words: bool
    before_capture_id: str
    before_position: int | None
    before_start_char: int | None
    before_end_char: int | None
    before_text: str | None
    after_capture_id: str
    after_position: int | None
    after_start_char: int | None
    after_end_char: int | None
    after_text: str | None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """Two documents that share words; each pair once, the smaller key first."""

    document_key: str
    other_document_key: str
    relation: str
    """One of `tasks.reading.alike.Relation`, as the first document stands to the other."""
    similarity: float
    containment: float
    other_containment: float
    estimate: float
    """Similarity by the signatures alone."""
    is_same_title: bool
    capture_id: str
    other_capture_id: str


@dataclass(frozen=True, slots=True)
class FillRateRow:
    """How many of a source's reports give one field (`tasks.batch.drift.FillRate`)."""

    source: str
    field: str
    over: str
    """``newest`` or ``all``."""
    captures: int
    """One of each document."""
    filled: int
    expected: float | None
    """The share that ``source.toml`` expects."""
    is_fallen: bool
    lacking: tuple[str, ...]
    """Some captures that do not give it."""
