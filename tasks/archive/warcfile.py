"""A WARC file while it is written: ``NAME.warc.gz.open``, on the disk after each exchange."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from tasks.archive import manifest
from tasks.archive.places import SUFFIX, Places, claim, sync, sync_folder
from tasks.archive.records import Template, Writer, new_id, warcinfo


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a record went."""

    offset: int
    length: int


class WarcFile:
    """One file, from its first exchange until it is closed. All calls are made under `places.changing`."""

    def __init__(self, places: Places) -> None:
        now = datetime.now(UTC)
        self.name = f"onrecord-{now:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(2)}{SUFFIX}"
        self._places = places
        self._file = places.opened(self.name).open("xb", buffering=0)
        self.template = Template(new_id())
        self._records = 0
        self.size = 0
        """Bytes written."""
        self.is_torn = False
        """True where nobody knows where the file ends, because what was written could not be taken back."""
        try:
            claim(self._file)
            sync_folder(places.warcs)
            self.append([warcinfo(self.template, self.name, now)])
        except OSError:
            self.abandon()
            with suppress(OSError):
                places.opened(self.name).unlink(missing_ok=True)
            raise

    @property
    def is_empty(self) -> bool:
        """True while only the warcinfo stands in it."""
        return self._records <= 1

    def append(self, records: Sequence[ArcWarcRecord]) -> list[Placed]:
        """Writes the records of one exchange; they are on the disk when this returns.

        Raises OSError where the disk refuses; the file then ends as it did before, unless it `is_torn`.
        """
        placed: list[Placed] = []
        block = io.BytesIO()
        writer = Writer(block)
        for record in records:
            start = block.tell()
            writer.write_record(record)
            placed.append(Placed(self.size + start, block.tell() - start))
        try:
            rest = block.getbuffer()
            while rest:
                rest = rest[self._file.write(rest) :]
            sync(self._file)
        except OSError as error:
            try:
                self._cut(self.size)
            except OSError:
                raise error from None  # the first failure is the cause; `is_torn` tells of the second
            raise
        self.size += block.tell()
        self._records += len(records)
        return placed

    def take_back(self, placed: Sequence[Placed]) -> None:
        """Takes the exchange that was appended last out again, because the ledger could not take it up. Raises OSError
        where even that cannot be done: the file `is_torn`, and for recovery to mend."""
        self._cut(placed[0].offset)
        self.size = placed[0].offset
        self._records -= len(placed)

    def _cut(self, size: int) -> None:
        try:
            os.ftruncate(self._file.fileno(), size)
            self._file.seek(size)
            sync(self._file)
        except BaseException:
            self.is_torn = True
            raise

    def abandon(self) -> None:
        """Lets go of the file as it is. One that is not closed, recovery cuts back to its last whole exchange."""
        with suppress(OSError):
            self._file.close()

    def close(self) -> None:
        """Closes the file: renamed, and in the manifest. One that never got an exchange is taken away.

        Can be done again where it failed; whoever has done it lets go of the file with `abandon`.
        """
        sync(self._file)
        if self.is_empty:
            self._places.opened(self.name).unlink(missing_ok=True)
        else:
            finish(self._places, self.name, self._records)


def finish(places: Places, name: str, records: int) -> None:
    """Renames a whole file that nobody writes to and puts it into the manifest."""
    if places.opened(name).exists():
        places.opened(name).replace(places.closed(name))
    sync_folder(places.warcs)
    manifest.add(places, name, records)
