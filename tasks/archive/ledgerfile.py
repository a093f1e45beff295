"""The ledger's file: opened wherever it lies, changed wholly or not at all, its disk's failures told as such."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tasks.archive.errors import ArchiveError
from tasks.archive.ledgerrows import SCHEMA, SCHEMA_VERSION

BUSY_SECONDS = 60.0
ROOM_BYTES = 64 * 1024
"""With less than this, SQLite cannot make the files beside its own (their first piece has 32 KiB)."""
_MAYBE_FULL = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
"""What SQLite says where it could not make them."""


class LedgerError(ArchiveError):
    """The ledger is missing or damaged; it can be made again."""


class LedgerFile:
    """A connection to the ledger."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Opens the ledger, or makes an empty one; without a path, one in memory.

        Raises LedgerError where it is damaged or missing, OSError where the disk refuses.
        """
        self._path = path
        try:
            with self.disk_errors():
                self._open(read_only)
        except sqlite3.Error as error:
            raise LedgerError(
                f"ledger cannot be opened ({error}): make it again with `onrecord ledger rebuild`"
            ) from None

    def _open(self, read_only: bool) -> None:
        if self._path is None:
            self._db = sqlite3.connect(":memory:", isolation_level=None)
            self._prepare(read_only=False)
            return
        address = self._path.absolute().as_uri()
        try:
            self._connect(f"{address}?mode={'ro' if read_only else 'rwc'}", read_only)
        except sqlite3.OperationalError:
            log = self._path.with_name(f"{self._path.name}-wal")
            can_be_written = os.access(self._path.parent, os.W_OK)
            if not read_only and not can_be_written:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self._path.parent)) from None
            if can_be_written or not self._path.exists() or (log.exists() and log.stat().st_size):
                raise
            # On a medium that cannot be written SQLite finds no room for its log; without one nothing can change.
            self._connect(f"{address}?mode=ro&immutable=1", read_only)

    def _connect(self, address: str, read_only: bool) -> None:
        self._db = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            self._prepare(read_only)
        except BaseException:
            self._db.close()
            raise

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

    @contextmanager
    def disk_errors(self) -> Iterator[None]:
        """A disk that is full, or fails, is told as what it is and not as a damaged ledger."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & 0xFF
            if code == sqlite3.SQLITE_FULL or (code in _MAYBE_FULL and self._is_disk_full()):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path)) from error
            if code == sqlite3.SQLITE_IOERR:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._path)) from error
            raise

    def _is_disk_full(self) -> bool:
        if self._path is None:
            return False
        disk = os.statvfs(self._path.parent)
        return disk.f_bavail * disk.f_frsize < ROOM_BYTES

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All of what is done within, or nothing of it."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise


def swap(new: Path, old: Path) -> None:
    """Puts a finished ledger in the place of another one, which nobody may have open."""
    with closing(sqlite3.connect(new)) as db:
        db.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    # The old one goes first: without its log it would be a wrong ledger, and with it the new one would be. Where there
    # is none, because the process was killed here, opening the archive makes it again.
    for suffix in ("", "-wal", "-shm"):
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    new.replace(old)
