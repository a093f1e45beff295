"""A WARC file while it is written: ``NAME.warc.gz.open``, on the disk after each exchange."""

from __future__ import annotations

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
        self._file = places.opened(self.name).open("xb")
        claim(self._file)
        sync_folder(places.warcs)
        self.template = Template(new_id())
        self._records = 0
        self._writer = WARCWriter(self._file, gzip=True, warc_version=WARC_VERSION)
        self._write(warcinfo(self.template, self.name, now))

    @property
    def size(self) -> int:
        return self._file.tell()

    @property
    def is_empty(self) -> bool:
        """True while only the warcinfo stands in it."""
        return self._records <= 1

    def _write(self, record: ArcWarcRecord) -> Placed:
        offset = self._file.tell()
        self._writer.write_record(record)
        self._records += 1
        return Placed(offset, self._file.tell() - offset)

    def append(self, records: Sequence[ArcWarcRecord]) -> list[Placed]:
        """Writes the records of one exchange; they are on the disk when this returns. Raises OSError."""
        placed = [self._write(record) for record in records]
        sync(self._file)
        return placed

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
