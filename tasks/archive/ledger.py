"""The index of the archive: SQLite, derived wholly from the WARC files, and made again from them at any time.

It runs in WAL mode, so that a reader never makes the collecting process wait, nor the reverse. With
``synchronous=NORMAL`` a power cut may take the last rows with it, but never an earlier one alone: a file that the
ledger calls complete has all its rows, and the others are read again when the archive is opened. So each
exchange costs one wait for the disk, in the WARC file, and not two. Rows are read in short pages, because a reader
that held one snapshot through a long loop would keep the write-ahead log from ever being emptied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tasks.archive import runrecord
from tasks.archive.entries import Kept, KeptCapture, KeptRun, LedgerEntry, Role, Run, SourceRun
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import parse_warc_date, warc_date
from tasks.report import Capture

__all__ = ["Ledger", "LedgerEntry", "Role", "Run", "SourceRun"]

SCHEMA_VERSION = 1
PAGE = 500
BUSY_SECONDS = 60.0

_SCHEMA = f"""
CREATE TABLE captures (
    capture_id TEXT PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, captured_at TEXT NOT NULL,
    status INTEGER, media_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, payload_bytes INTEGER NOT NULL,
    warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL, origin TEXT NOT NULL,
    run_id TEXT NOT NULL, role TEXT NOT NULL, document_key TEXT, refers_to TEXT, payload_digest TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX captures_by_address ON captures (address, captured_at);
CREATE INDEX captures_by_time ON captures (captured_at, capture_id);
CREATE INDEX captures_by_source ON captures (source, captured_at, capture_id);
CREATE INDEX captures_by_file ON captures (warc_file, warc_offset);
CREATE TABLE runs (run_id TEXT PRIMARY KEY, started_at TEXT NOT NULL, revision INTEGER NOT NULL, record TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE files (name TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA_VERSION};
"""

COLUMNS = (
    "capture_id, source, address, captured_at, status, media_type, payload_sha256, payload_bytes, warc_file, "
    "warc_offset, warc_length, origin, run_id, role, document_key, refers_to, payload_digest"
)
Row = tuple[object, ...]


class LedgerError(ArchiveError):
    """The ledger is missing or damaged; it can be made again."""


class Ledger:
    """A connection to the ledger. Not to be shared between threads: open another one."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens the ledger, or makes an empty one. Raises LedgerError where it is damaged or missing."""
        mode = "ro" if read_only else "rwc"
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
            )
            self._prepare(read_only)
        except sqlite3.Error as error:
            raise LedgerError(
                f"ledger cannot be opened ({error}): make it again with `onrecord ledger rebuild`"
            ) from None

    def _prepare(self, read_only: bool) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if not read_only:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            if version == 0:
                self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
                return
        if version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError("made by another version")

    def close(self) -> None:
        self._db.close()

    def add(self, kept: Kept) -> None:
        """Adds one capture or run; committed when this returns. What is there already is left as it is."""
        if isinstance(kept, KeptCapture):
            marks = ", ".join("?" * len(COLUMNS.split(", ")))
            self._db.execute(f"INSERT OR IGNORE INTO captures ({COLUMNS}) VALUES ({marks})", row_of(kept))  # noqa: S608
            return
        self._db.execute(
            "INSERT INTO runs VALUES (?, ?, ?, ?) ON CONFLICT (run_id) DO UPDATE SET started_at = excluded.started_at, "
            "revision = excluded.revision, record = excluded.record WHERE excluded.revision > revision",
            (kept.run.run_id, warc_date_key(kept.run.started_at), kept.revision, runrecord.to_json(kept)),
        )

    def add_file(self, name: str, found: Iterator[Kept]) -> None:
        """Adds what a file holds and marks the file as complete, in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for kept in found:
                self.add(kept)
            self._db.execute("INSERT OR IGNORE INTO files VALUES (?)", (name,))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def files(self) -> set[str]:
        """Files of which the ledger holds every row and that get no more of them."""
        return {name for (name,) in self._db.execute("SELECT name FROM files")}

    def entries(self, source: str | None = None) -> Iterator[LedgerEntry]:
        """All captures, or a source's, by time of capture."""
        where = "(captured_at, capture_id) > (?, ?)" + (" AND source = ?" if source is not None else "")
        last = ("", "")
        while True:
            arguments = last if source is None else (*last, source)
            page = self._captures(f"{where} ORDER BY captured_at, capture_id LIMIT {PAGE}", arguments)
            yield from (kept.entry for kept in page)
            if len(page) < PAGE:
                return
            capture = page[-1].entry.capture
            last = (warc_date_key(capture.captured_at), capture.capture_id)

    def runs(self) -> list[KeptRun]:
        """All runs by start."""
        rows = self._db.execute("SELECT record FROM runs ORDER BY started_at, run_id").fetchall()
        return [runrecord.from_json(record) for (record,) in rows]

    def count(self) -> int:
        """Number of captures."""
        captures: int = self._db.execute("SELECT count(*) FROM captures").fetchone()[0]
        return captures

    def run(self, run_id: str) -> KeptRun | None:
        row = self._db.execute("SELECT record FROM runs WHERE run_id = ?", (run_id,)).fetchone()
        return runrecord.from_json(row[0]) if row else None

    def get(self, capture_id: str) -> KeptCapture | None:
        return next(iter(self._captures("capture_id = ?", (capture_id,))), None)

    def latest(self, address: str) -> KeptCapture | None:
        """The most recent capture of an address."""
        found = self._captures("address = ? ORDER BY captured_at DESC, capture_id DESC LIMIT 1", (address,))
        return found[0] if found else None

    def with_payload(self, address: str, sha256: str) -> list[KeptCapture]:
        """Captures of an address with this payload, oldest first."""
        return self._captures("address = ? AND payload_sha256 = ? ORDER BY captured_at, capture_id", (address, sha256))

    def has_document(self, address: str) -> bool:
        return bool(
            self._captures(
                "address = ? AND role = 'document' AND (status IS NULL OR status BETWEEN 200 AND 299) LIMIT 1",
                (address,),
            )
        )

    def in_file(self, name: str) -> list[KeptCapture]:
        """Captures in one WARC file, in its order."""
        return self._captures("warc_file = ? ORDER BY warc_offset", (name,))

    def file_names(self) -> set[str]:
        """Files that captures are said to lie in."""
        return {name for (name,) in self._db.execute("SELECT DISTINCT warc_file FROM captures")}

    def _captures(self, where: str, arguments: Row) -> list[KeptCapture]:
        rows = self._db.execute(f"SELECT {COLUMNS} FROM captures WHERE {where}", arguments).fetchall()  # noqa: S608
        return [_kept(row) for row in rows]


def warc_date_key(moment: datetime) -> str:
    """A time as the ledger stores it: of one length, so that text order is time order."""
    return warc_date(moment) if moment.microsecond else warc_date(moment).replace("Z", ".000000Z")


def row_of(kept: KeptCapture) -> Row:
    """A capture as the ledger's row."""
    entry = kept.entry
    c = entry.capture
    return (
        *(c.capture_id, c.source, c.address, warc_date_key(c.captured_at), c.status, c.media_type, c.payload_sha256),
        *(c.payload_bytes, c.warc_file, c.warc_offset, c.warc_length, c.origin, c.run_id),
        *(entry.role, entry.document_key, entry.refers_to, kept.payload_digest),
    )


def _kept(row: tuple[object, ...]) -> KeptCapture:
    values = list(row[:13])
    values[3] = parse_warc_date(str(values[3]))
    role, document_key, refers_to, digest = row[13:]
    entry = LedgerEntry(Capture(*values), role, document_key, refers_to)  # type: ignore[arg-type]
    return KeptCapture(entry, str(digest))


def swap(new: Path, old: Path) -> None:
    """Puts a finished ledger in the place of another one, which nobody may have open."""
    with closing(sqlite3.connect(new)) as db:
        db.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    # The old one goes first: without its log it would be a wrong ledger, and with it the new one would be. Where there
    # is none, because the process was killed here, opening the archive makes it again.
    for suffix in ("", "-wal", "-shm"):
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    new.replace(old)
