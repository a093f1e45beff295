"""The index of the archive: SQLite, derived wholly from the WARC files, and made again from them at any time.

It runs in WAL mode, so that a reader never makes the collecting process wait, nor the reverse. With
``synchronous=NORMAL`` a power cut may take the last rows with it, but never an earlier one alone: a file that the
ledger calls complete has all its rows, and the others are read again when the archive is opened. So each
exchange costs one wait for the disk, in the WARC file, and not two. Rows are read in short pages, because a reader
that held one snapshot through a long loop would keep the write-ahead log from ever being emptied.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tasks.archive import runrecord
from tasks.archive.entries import (
    Kept,
    KeptAttempt,
    KeptCapture,
    KeptRun,
    KeptSighting,
    LedgerEntry,
    Listing,
    Role,
    Run,
    Sighting,
    SourceRun,
    Walk,
    WalkEnd,
)
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import parse_warc_date
from tasks.archive.ledgerrows import (
    COLUMNS,
    SCHEMA,
    SCHEMA_VERSION,
    Row,
    attempt_of,
    attempt_row,
    kept_of,
    listed_row,
    listing_of,
    row_of,
    warc_date_key,
)

__all__ = ["Ledger", "LedgerEntry", "Role", "Run", "SourceRun", "row_of"]

PAGE = 500
BUSY_SECONDS = 60.0


class LedgerError(ArchiveError):
    """The ledger is missing or damaged; it can be made again."""


class Ledger:
    """A connection to the ledger. Not to be shared between threads: open another one."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens the ledger, or makes an empty one. Raises LedgerError where it is damaged or missing."""
        self._path = path
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
                self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
                return
        if version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError("made by another version")

    def close(self) -> None:
        self._db.close()

    def add(self, kept: Kept) -> None:
        """Adds one capture, run, attempt or sighting; committed when this returns. Adding it again changes nothing, and
        the order in which things are added does not matter: files are read back in another one."""
        with self._disk_errors():
            self._add(kept)

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        """A disk that is full, or fails, is told as what it is and not as a damaged ledger."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path)) from error
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._path)) from error
            raise

    def _add(self, kept: Kept) -> None:
        if isinstance(kept, KeptAttempt):
            self._db.execute("INSERT OR IGNORE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", attempt_row(kept))
            return
        if isinstance(kept, KeptSighting):
            self._add_sighting(kept.sighting)
            return
        if isinstance(kept, KeptCapture):
            marks = ", ".join("?" * len(COLUMNS.split(", ")))
            self._db.execute(f"INSERT OR IGNORE INTO captures ({COLUMNS}) VALUES ({marks})", row_of(kept))  # noqa: S608
            return
        self._db.execute(
            "INSERT INTO runs VALUES (?, ?, ?, ?) ON CONFLICT (run_id) DO UPDATE SET started_at = excluded.started_at, "
            "revision = excluded.revision, record = excluded.record WHERE excluded.revision > revision",
            (kept.run.run_id, warc_date_key(kept.run.started_at), kept.revision, runrecord.to_json(kept)),
        )

    def _add_sighting(self, sighting: Sighting) -> None:
        at = warc_date_key(sighting.at)
        self._db.executemany(
            "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, address) DO UPDATE SET "
            "first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at), "
            "dated = CASE WHEN excluded.dated IS NULL OR (dated IS NOT NULL AND excluded.dated_at < dated_at) "
            "THEN dated ELSE excluded.dated END, "
            "dated_at = CASE WHEN excluded.dated IS NULL OR (dated IS NOT NULL AND excluded.dated_at < dated_at) "
            "THEN dated_at ELSE excluded.dated_at END",
            [listed_row(sighting.source, item, at) for item in sighting.listed],
        )
        if sighting.end is not None and sighting.end.reason != "gap":  # of a walk with a gap nothing can be concluded
            self._db.execute(
                "INSERT INTO walks VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, start) DO UPDATE SET at = excluded.at, "
                "reason = excluded.reason, reach = excluded.reach WHERE excluded.at > at",
                (sighting.source, sighting.start, at, sighting.end.reason, sighting.end.reach),
            )

    def add_file(self, name: str, found: Iterator[Kept]) -> None:
        """Adds what a file holds and marks the file as complete, in one transaction."""
        with self._disk_errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for kept in found:
                    self._add(kept)
                self._db.execute("INSERT OR IGNORE INTO files VALUES (?)", (name,))
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

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

    def counts(self) -> dict[str, int]:
        """Number of captures by source."""
        return dict(self._db.execute("SELECT source, count(*) FROM captures GROUP BY source"))

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

    def with_copy(self, archive_address: str) -> KeptCapture | None:
        """The capture of a web archive's copy; a whole one rather than one that broke off."""
        where = "archive_address = ? ORDER BY truncated IS NOT NULL, captured_at DESC, capture_id LIMIT 1"
        return next(iter(self._captures(where, (archive_address,))), None)

    def document_captures(self, source: str) -> Iterator[Row]:
        """Of each capture of a source's documents, by address and time: address, capture_id, captured_at, status,
        payload_sha256, document_key, truncated, archive_address, origin."""
        yield from self._db.execute(
            "SELECT address, capture_id, captured_at, status, payload_sha256, document_key, truncated, "
            "archive_address, origin FROM captures WHERE source = ? AND role = 'document' "
            "ORDER BY address, captured_at, capture_id",
            (source,),
        ).fetchall()

    def attempts(self, source: str | None = None) -> list[KeptAttempt]:
        """All attempts, or a source's, by address and time."""
        where = "" if source is None else "WHERE source = ? "
        rows = self._db.execute(
            f"SELECT * FROM attempts {where}ORDER BY source, address, at, record_id",  # noqa: S608
            () if source is None else (source,),
        ).fetchall()
        return [attempt_of(row) for row in rows]

    def listed(self, source: str) -> list[Listing]:
        """The addresses that listings, sitemaps and feeds of a source have named."""
        rows = self._db.execute(
            "SELECT address, document_key, dated, first_at, last_at FROM listed WHERE source = ? ORDER BY address",
            (source,),
        ).fetchall()
        return [listing_of(row) for row in rows]

    def listed_addresses(self) -> set[tuple[str, str]]:
        """Source and address of all that listings have named."""
        return set(self._db.execute("SELECT source, address FROM listed"))

    def walk(self, source: str, start: str) -> Walk | None:
        """The last walk from there that left no gap."""
        row = self._db.execute(
            "SELECT at, reason, reach FROM walks WHERE source = ? AND start = ?", (source, start)
        ).fetchone()
        return Walk(parse_warc_date(row[0]), WalkEnd(row[1], row[2])) if row else None

    def in_file(self, name: str) -> list[KeptCapture]:
        """Captures in one WARC file, in its order."""
        return self._captures("warc_file = ? ORDER BY warc_offset", (name,))

    def file_names(self) -> set[str]:
        """Files that captures are said to lie in."""
        return {name for (name,) in self._db.execute("SELECT DISTINCT warc_file FROM captures")}

    def _captures(self, where: str, arguments: Row) -> list[KeptCapture]:
        rows = self._db.execute(f"SELECT {COLUMNS} FROM captures WHERE {where}", arguments).fetchall()  # noqa: S608
        return [kept_of(row) for row in rows]


def swap(new: Path, old: Path) -> None:
    """Puts a finished ledger in the place of another one, which nobody may have open."""
    with closing(sqlite3.connect(new)) as db:
        db.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    # The old one goes first: without its log it would be a wrong ledger, and with it the new one would be. Where there
    # is none, because the process was killed here, opening the archive makes it again.
    for suffix in ("", "-wal", "-shm"):
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    new.replace(old)
