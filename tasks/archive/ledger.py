"""The index of the archive: SQLite, derived wholly from the WARC files, and made again from them at any time.

It runs in WAL mode, so that a reader never makes the collecting process wait, nor the reverse. With
``synchronous=NORMAL`` a power cut may take the last rows with it, but never an earlier one alone: a file that the
ledger calls complete has all its rows, and the others are read again when the archive is opened. So each
exchange costs one wait for the disk, in the WARC file, and not two. Rows are read in short pages, because a reader
that held one snapshot through a long loop would keep the write-ahead log from ever being emptied.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

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
from tasks.archive.exchange import parse_warc_date
from tasks.archive.ledgerfile import LedgerError, LedgerFile, swap
from tasks.archive.ledgerrows import (
    COLUMNS,
    Row,
    attempt_of,
    attempt_row,
    kept_of,
    listed_row,
    listing_of,
    row_of,
    said_last,
    warc_date_key,
)

__all__ = ["Ledger", "LedgerEntry", "LedgerError", "Role", "Run", "SourceRun", "row_of", "swap"]

PAGE = 500


class Ledger(LedgerFile):
    """What the ledger says, asked and added to. Not to be shared between threads: open another one."""

    def add(self, kept: Kept) -> None:
        """Adds one capture, run, attempt or sighting; committed when this returns. Adding it again changes nothing, and
        the order in which things are added does not matter: files are read back in another one."""
        with self.disk_errors():
            self._add(kept)

    def _add(self, kept: Kept) -> None:
        if isinstance(kept, KeptAttempt):
            self._db.execute("INSERT OR IGNORE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", attempt_row(kept))
            return
        if isinstance(kept, KeptSighting):
            with self.whole():
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
            "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, address) DO UPDATE SET "  # noqa: S608
            "first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at), "
            f"{said_last('document_key')}, {said_last('dated')}, "
            "changed = nullif(max(ifnull(changed, ''), ifnull(excluded.changed, '')), '')",
            [listed_row(sighting.source, item, at) for item in sighting.listed],
        )
        if sighting.end is not None and sighting.end.reason != "gap":  # of a walk with a gap nothing can be concluded
            self._db.execute(
                "INSERT INTO walks VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, start) DO UPDATE SET at = excluded.at, "
                "reason = excluded.reason, reach = excluded.reach WHERE "
                "(excluded.at, excluded.reason, ifnull(excluded.reach, -1)) > (at, reason, ifnull(reach, -1))",
                (sighting.source, sighting.start, at, sighting.end.reason, sighting.end.reach),
            )

    def add_file(self, name: str, found: Iterator[Kept]) -> None:
        """Adds what a file holds and marks the file as complete, in one transaction."""
        with self.disk_errors(), self.whole():
            for kept in found:
                self._add(kept)
            self._db.execute("INSERT OR IGNORE INTO files VALUES (?)", (name,))

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

    def captured(self, address: str, at: datetime) -> list[KeptCapture]:
        """Captures of an address at that time."""
        return self._captures("address = ? AND captured_at = ? ORDER BY capture_id", (address, warc_date_key(at)))

    def originals(self, address: str, most: int) -> list[KeptCapture]:
        """Captures of an address that hold a payload of their own, the newest first."""
        return self._captures(
            "address = ? AND refers_to IS NULL ORDER BY captured_at DESC, capture_id LIMIT ?", (address, most)
        )

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
            "SELECT address, document_key, dated, first_at, last_at, changed FROM listed "
            "WHERE source = ? ORDER BY address",
            (source,),
        ).fetchall()
        return [listing_of(row) for row in rows]

    def rows(self, table: Literal["attempts", "listed", "walks"]) -> set[Row]:
        """All rows of a table, as it holds them."""
        return set(self._db.execute(f"SELECT * FROM {table}"))  # noqa: S608

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
