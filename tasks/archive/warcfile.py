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
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from tasks.archive import manifest
from tasks.archive.places import SUFFIX, Places, claim, sync, sync_folder
from tasks.archive.records import WARC_VERSION, Template, new_id, warcinfo


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
        claim(self._file)
        sync_folder(places.warcs)
        self.template = Template(new_id())
        self._records = 0
        self.size = 0
        """Bytes written."""
        try:
            self.append([warcinfo(self.template, self.name, now)])
        except OSError:
            self._file.close()
            places.opened(self.name).unlink(missing_ok=True)
            raise

    @property
    def is_empty(self) -> bool:
        """True while only the warcinfo stands in it."""
        return self._records <= 1

    def append(self, records: Sequence[ArcWarcRecord]) -> list[Placed]:
        """Writes the records of one exchange; they are on the disk when this returns.

        Raises OSError where the disk refuses; the file then ends as it did before.
        """
        placed: list[Placed] = []
        block = io.BytesIO()
        writer = WARCWriter(block, gzip=True, warc_version=WARC_VERSION)
        for record in records:
            start = block.tell()
            writer.write_record(record)
            placed.append(Placed(self.size + start, block.tell() - start))
        try:
            rest = block.getbuffer()
            while rest:
                rest = rest[self._file.write(rest) :]
            sync(self._file)
        except OSError:
            self._cut(self.size)
            raise
        self.size += block.tell()
        self._records += len(records)
        return placed

    def take_back(self, placed: Sequence[Placed]) -> None:
        """Takes the exchange that was appended last out again, because the ledger could not take it up. Raises OSError
        where even that cannot be done: the file is then for recovery to mend."""
        self._cut(placed[0].offset)
        self.size = placed[0].offset
        self._records -= len(placed)

    def _cut(self, size: int) -> None:
        os.ftruncate(self._file.fileno(), size)
        self._file.seek(size)

    def abandon(self) -> None:
        """Leaves the file as it is, for recovery to cut it back to its last whole exchange."""
        with suppress(OSError):
            self._file.close()

    def close(self) -> None:
        """Closes the file: renamed, and in the manifest. One that never got an exchange is taken away."""
        sync(self._file)
        if self.is_empty:
            self._places.opened(self.name).unlink()
        else:
            finish(self._places, self.name, self._records)
        self._file.close()


def finish(places: Places, name: str, records: int) -> None:
    """Renames a whole file that nobody writes to and puts it into the manifest."""
    if places.opened(name).exists():
        places.opened(name).replace(places.closed(name))
    sync_folder(places.warcs)
    manifest.add(places, name, records)
