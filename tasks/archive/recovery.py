"""What a killed process left is made whole again: nothing lost, nothing doubled, nothing dropped in silence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tasks.archive import manifest
from tasks.archive.entries import Kept, Progress
from tasks.archive.errors import ArchiveError
from tasks.archive.ledger import Ledger, swap
from tasks.archive.places import Places, changing, claim, create, sync, sync_folder, use_ledger
from tasks.archive.scan import FileScan
from tasks.archive.warcfile import finish


def recover(places: Places, ledger: Ledger) -> None:
    """Brings files, ledger and manifest into agreement. Called under `places.changing`; costs little when they agree.

    Files that a living process writes to are left alone.
    """
    manifest.mend(places)
    for name in places.open_names():
        _settle(places, ledger, name)
    done = ledger.files() & manifest.names(places.manifest)
    for name in places.closed_names():
        if name not in done:
            _adopt(places, ledger, name)


def _settle(places: Places, ledger: Ledger, name: str) -> None:
    """Closes a file that a killed process left."""
    path = places.opened(name)
    with path.open("r+b") as file:
        if not claim(file):
            return
        found: list[Kept] = []
        end = records = 0
        for exchanged in FileScan(path, name).exchanges():
            found.append(exchanged.kept)
            end, records = exchanged.end, exchanged.records
        _cut(places, name, end)
        if not found:
            path.unlink()  # its first exchange was never whole; what there was of it lies in the torn file
            sync_folder(places.warcs)
            return
        ledger.add_file(name, iter(found))
        finish(places, name, records)


def _cut(places: Places, name: str, end: int) -> None:
    """Moves what stands behind the last whole exchange into a file beside it."""
    path = places.opened(name)
    with path.open("r+b") as file:
        if file.seek(0, os.SEEK_END) == end:
            return
        file.seek(end)
        with places.torn(name).open("wb") as torn:
            shutil.copyfileobj(file, torn)
            sync(torn)
        sync_folder(places.warcs)  # first the copy, then the cut: killed in between, the next run does both again
        file.truncate(end)
        sync(file)


def _adopt(places: Places, ledger: Ledger, name: str) -> None:
    """Adds the rows of a closed file, and its line in the manifest, where they are missing."""
    scan = FileScan(places.closed(name), name)
    ledger.add_file(name, _all(scan))
    finish(places, name, scan.records)


def _all(scan: FileScan) -> Iterator[Kept]:
    return (exchanged.kept for exchanged in scan.exchanges())


def rebuild(root: Path, progress: Progress | None = None) -> int:
    """Makes the ledger again from the WARC files alone, beside the old one, and swaps it in. Returns its captures.

    Raises ArchiveError while anybody else has the archive open, or where a closed file is damaged: the old ledger then
    stays, for it may be the only trace of what the file held.
    """
    places = Places(root)
    create(places)
    beside = places.ledger.with_name("ledger.new.sqlite")
    with changing(places), use_ledger(places, alone=True):
        for suffix in ("", "-wal", "-shm", "-journal"):
            beside.with_name(beside.name + suffix).unlink(missing_ok=True)
        captures = 0
        ledger = Ledger(beside)
        try:
            manifest.mend(places)
            for name in places.open_names():
                _settle(places, ledger, name)
            names = places.closed_names()
            for done, name in enumerate(names, 1):
                scan = FileScan(places.closed(name), name)
                ledger.add_file(name, _all(scan))
                if scan.problems:
                    raise ArchiveError(f"{name} is damaged ({scan.problems[0][1]}); restore it from a copy first")
                if progress:
                    progress("rebuilding the ledger", done, len(names))
            captures = ledger.count()
        finally:
            ledger.close()
        swap(beside, places.ledger)
        sync_folder(root)
    return captures
