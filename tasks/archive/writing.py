"""The file that an archive writes to, and the ledger beside it: an exchange goes into both, or into neither."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from tasks.archive.entries import Kept
from tasks.archive.errors import ArchiveError
from tasks.archive.ledger import Ledger
from tasks.archive.places import Places, keep_reserve, with_reserve
from tasks.archive.recovery import recover
from tasks.archive.warcfile import Placed, WarcFile

K = TypeVar("K", bound=Kept)


class Writing:
    """From one file to the next. All calls are made under `places.changing`."""

    def __init__(self, places: Places, ledger: Ledger, file_bytes: int) -> None:
        """Recovers what a killed process left. Raises ArchiveError as `recover` does, OSError."""
        self._places = places
        self._ledger = ledger
        self._file_bytes = file_bytes
        self._file: WarcFile | None = None
        self._is_interrupted = False
        self._is_unfinished = False
        with_reserve(places, self._recover)
        keep_reserve(places)

    @property
    def is_at_rest(self) -> bool:
        """True where `close` has nothing to do."""
        return self._file is None and not self._is_unfinished

    def close(self) -> None:
        """Closes the file, which puts it into the manifest. Raises OSError where that cannot be done; the file is then
        left as a killed process leaves it."""
        if self._is_unfinished:
            with_reserve(self._places, self._recover)
        self._finish()

    def mend(self) -> None:
        """Comes before each addition: recovers where the one before failed. Raises OSError where that cannot be."""
        if self._is_interrupted:
            with_reserve(self._places, self._recover)

    def ready(self) -> WarcFile:
        """The file to write to. Raises OSError."""
        self.mend()
        if self._file is None:
            self._file = WarcFile(self._places)
        return self._file

    def write(self, file: WarcFile, records: Sequence[ArcWarcRecord], kept_at: Callable[[Sequence[Placed]], K]) -> K:
        """Writes one exchange and its ledger row: both, or neither where the disk refuses, which raises OSError."""
        with self._all_or_interrupted():
            placed = file.append(records)
            kept = kept_at(placed)
            try:
                self._ledger.add(kept)
            except OSError:
                file.take_back(placed)
                raise
        if file.size >= self._file_bytes:
            try:
                self._finish()
            except (OSError, ArchiveError, sqlite3.Error):
                self._is_unfinished = True  # no failure of what was just kept: told by the next addition, or by `close`
        return kept

    @contextmanager
    def _all_or_interrupted(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            if self._file is None or self._file.is_torn:
                self._give_up()
            raise  # else the file ends as it did before
        except BaseException:
            self._give_up()
            raise

    def _finish(self) -> None:
        file = self._file
        if file is None:
            return

        def finish() -> None:
            file.close()
            if not file.is_empty:
                self._ledger.add_file(file.name, iter(()))

        try:
            with_reserve(self._places, finish)
        except BaseException:
            self._give_up()  # it may be renamed and vouched for: not one byte more goes into it
            raise
        file.abandon()
        self._file = None

    def _recover(self) -> None:
        recover(self._places, self._ledger)
        self._is_interrupted = self._is_unfinished = False

    def _give_up(self) -> None:
        """After a failure nobody knows what of the exchange is on the disk: recovery finds out before the next one."""
        self._is_interrupted = True
        if self._file is not None:
            self._file.abandon()
            self._file = None
