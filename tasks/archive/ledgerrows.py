"""The ledger's tables, and the project's types as rows of them and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from tasks.archive.entries import Attempt, KeptAttempt, KeptCapture, LedgerEntry, ListedAddress, Listing, Role
from tasks.archive.exchange import parse_warc_date, warc_date
from tasks.report import Capture

SCHEMA_VERSION = 3
SCHEMA = f"""
CREATE TABLE captures (
    capture_id TEXT PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, captured_at TEXT NOT NULL,
    status INTEGER, media_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, payload_bytes INTEGER NOT NULL,
    warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL, origin TEXT NOT NULL,
    run_id TEXT NOT NULL, original_address TEXT, archive_address TEXT, archived_at TEXT, truncated TEXT,
    role TEXT NOT NULL, document_key TEXT, refers_to TEXT, payload_digest TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX captures_by_address ON captures (address, captured_at);
CREATE INDEX captures_by_time ON captures (captured_at, capture_id);
CREATE INDEX captures_by_source ON captures (source, captured_at, capture_id);
CREATE INDEX captures_by_file ON captures (warc_file, warc_offset);
CREATE INDEX captures_by_copy ON captures (archive_address) WHERE archive_address IS NOT NULL;
CREATE TABLE attempts (
    record_id TEXT PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, document_key TEXT, role TEXT NOT NULL,
    at TEXT NOT NULL, state TEXT NOT NULL, run_id TEXT NOT NULL, next_at TEXT, archive_address TEXT
) WITHOUT ROWID;
CREATE INDEX attempts_by_source ON attempts (source, address, at);
CREATE TABLE listed (
    source TEXT NOT NULL, address TEXT NOT NULL, document_key TEXT, document_key_at TEXT NOT NULL,
    dated TEXT, dated_at TEXT NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL, changed TEXT,
    PRIMARY KEY (source, address)
) WITHOUT ROWID;
CREATE TABLE walks (
    source TEXT NOT NULL, start TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, reach INTEGER,
    PRIMARY KEY (source, start)
) WITHOUT ROWID;
CREATE TABLE runs (run_id TEXT PRIMARY KEY, started_at TEXT NOT NULL, revision INTEGER NOT NULL, record TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE files (name TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA_VERSION};
"""

COLUMNS = (
    "capture_id, source, address, captured_at, status, media_type, payload_sha256, payload_bytes, warc_file, "
    "warc_offset, warc_length, origin, run_id, original_address, archive_address, archived_at, truncated, role, "
    "document_key, refers_to, payload_digest"
)
Row = tuple[object, ...]


def warc_date_key(moment: datetime) -> str:
    """A time as the ledger stores it: of one length, so that text order is time order."""
    return warc_date(moment) if moment.microsecond else warc_date(moment).replace("Z", ".000000Z")


def row_of(kept: KeptCapture) -> Row:
    """A capture as the ledger's row."""
    entry = kept.entry
    c = entry.capture
    return (
        *(c.capture_id, c.source, c.address, warc_date_key(c.captured_at), c.status, c.media_type, c.payload_sha256),
        *(c.payload_bytes, c.warc_file, c.warc_offset, c.warc_length, c.origin, c.run_id, c.original_address),
        *(c.archive_address, warc_date_key(c.archived_at) if c.archived_at else None, c.truncated),
        *(entry.role, entry.document_key, entry.refers_to, kept.payload_digest),
    )


def kept_of(row: tuple[object, ...]) -> KeptCapture:
    *values, role, document_key, refers_to, digest = row
    values[3] = parse_warc_date(str(values[3]))
    values[15] = parse_warc_date(str(values[15])) if values[15] else None
    entry = LedgerEntry(Capture(*values), role, document_key, refers_to)  # type: ignore[arg-type]
    return KeptCapture(entry, str(digest))


def attempt_row(kept: KeptAttempt) -> Row:
    """An attempt as the ledger's row."""
    a = kept.attempt
    at, next_at = warc_date_key(a.at), warc_date_key(a.next_at) if a.next_at else None
    told = (a.source, a.address, a.document_key, a.role, at, a.state, a.run_id, next_at, a.archive_address)
    return (kept.record_id, *told)


def listed_row(source: str, item: ListedAddress, at: str) -> Row:
    """An address that was listed at a time, as the ledger's row of it where it is the first."""
    dated = item.dated.isoformat() if item.dated else None
    changed = item.changed.isoformat() if item.changed else None
    key_at = at if item.document_key is not None else ""
    return (source, item.address, item.document_key, key_at, dated, at if dated else "", at, at, changed)


def said_last(column: str) -> str:
    """SQL that sets a column of `listed` to what was said of it last, in whatever order sightings are added.

    Nothing said changes nothing, and of what was said at the same time the greater text holds.
    """
    at = f"{column}_at"
    is_newer = (
        f"excluded.{column} IS NOT NULL AND ({column} IS NULL OR (excluded.{at}, excluded.{column}) > ({at}, {column}))"
    )
    return ", ".join(f"{c} = CASE WHEN {is_newer} THEN excluded.{c} ELSE {c} END" for c in (column, at))


def attempt_of(row: tuple[str, ...]) -> KeptAttempt:
    record_id, source, address, key, role, at, state, run_id, next_at, archive_address = row
    made = Attempt(
        address=address,
        source=source,
        document_key=key,
        role=cast(Role, role),
        at=parse_warc_date(at),
        state=state,
        run_id=run_id,
        next_at=parse_warc_date(next_at) if next_at else None,
        archive_address=archive_address,
    )
    return KeptAttempt(record_id, made)


def listing_of(row: tuple[str, ...]) -> Listing:
    address, key, dated, first_at, last_at, changed = row
    return Listing(address, key, _day(dated), parse_warc_date(first_at), parse_warc_date(last_at), _day(changed))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
