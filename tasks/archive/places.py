"""Where an archive keeps its files, and the lock under which they change."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tasks.archive.errors import ArchiveError

SUFFIX = ".warc.gz"
OPEN = ".open"
TORN = ".torn"
RESERVE_BYTES = 1024 * 1024
_CANNOT_BE_WRITTEN = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of one archive."""

    root: Path

    @property
    def warcs(self) -> Path:
        return self.root / "warc"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.jsonl"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def reserve(self) -> Path:
        return self.root / "reserve"

    @property
    def ledger_lock(self) -> Path:
        return self.root / "ledger.lock"

    def closed(self, name: str) -> Path:
        return self.warcs / name

    def opened(self, name: str) -> Path:
        return self.warcs / f"{name}{OPEN}"

    def torn(self, name: str) -> Path:
        return self.warcs / f"{name}{TORN}"

    def closed_names(self) -> list[str]:
        """WARC files that have been closed, oldest first."""
        return sorted(path.name for path in self.warcs.glob(f"*{SUFFIX}"))

    def open_names(self) -> list[str]:
        """WARC files being written, or left behind by a killed process, oldest first."""
        return sorted(path.name.removesuffix(OPEN) for path in self.warcs.glob(f"*{SUFFIX}{OPEN}"))

    def torn_names(self) -> list[str]:
        """What killed processes left half written, moved aside."""
        return sorted(path.name for path in self.warcs.glob(f"*{SUFFIX}{TORN}"))

    def find(self, name: str) -> Path | None:
        """Where a WARC file stands now. It may be closed while someone looks, so the closed name is asked twice."""
        candidates = (self.closed(name), self.opened(name), self.closed(name))
        return next((path for path in candidates if path.exists()), None)


def create(places: Places) -> None:
    places.warcs.mkdir(parents=True, exist_ok=True)


def keep_reserve(places: Places) -> None:
    """Holds a little of the disk, so that a file can still be closed and vouched for when the disk is full. Where there
    is no room for it, there is none."""
    if places.reserve.exists():
        return
    try:
        descriptor = os.open(places.reserve, os.O_WRONLY | os.O_CREAT, 0o644)
    except OSError:
        return
    try:
        os.posix_fallocate(descriptor, 0, RESERVE_BYTES)
    except OSError:
        places.reserve.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def with_reserve(places: Places, closing: Callable[[], None]) -> None:
    """Does what makes files whole, and can be done twice. Where the disk is full it gets the room of the reserve, which
    is held again as soon as there is room for it. Raises OSError."""
    try:
        closing()
    except OSError as error:
        if error.errno != errno.ENOSPC or not places.reserve.exists():
            raise
        places.reserve.unlink(missing_ok=True)
        try:
            closing()
        finally:
            keep_reserve(places)


@contextmanager
def changing(places: Places) -> Iterator[None]:
    """Held while files are opened, written to or closed, so that two writers never mix. The kernel lets go of it
    however a process ends."""
    with _lock_file(places.lock) as file:
        if file is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _lock_file(path: Path) -> Iterator[int | None]:
    """None on a medium that cannot be written and has none: nobody changes anything there."""
    descriptor = _opened(path, os.O_RDWR | os.O_CREAT)
    if descriptor is None:
        descriptor = _opened(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(path: Path, flags: int) -> int | None:
    try:
        return os.open(path, flags | os.O_CLOEXEC, 0o644)
    except FileNotFoundError:
        if flags & os.O_CREAT:
            raise
        return None
    except OSError as error:
        if error.errno not in _CANNOT_BE_WRITTEN or not flags & os.O_CREAT:
            raise
        return None


def use_ledger(places: Places, *, alone: bool = False) -> IO[bytes]:
    """Held (until closed) by whoever has the ledger open, so that it is not replaced under them: closing an old ledger,
    SQLite would delete the write-ahead log of the new one. Raises ArchiveError where `alone` cannot be had."""
    descriptor = _opened(places.ledger_lock, os.O_RDONLY | os.O_CREAT)
    if descriptor is None:  # on a medium that cannot be written nobody replaces it
        return open(os.devnull, "rb")  # noqa: PTH123
    file = open(descriptor, "rb")  # noqa: PTH123, SIM115
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except BlockingIOError:
        file.close()
        raise ArchiveError("the ledger is in use; try again when nothing else reads or writes the archive") from None
    return file


def claim(file: IO[Any]) -> bool:
    """Marks a WARC file as being written by a living process, until it is closed; false where another one has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(path: Path) -> None:
    """Makes a file's appearance under its name survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())
