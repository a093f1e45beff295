"""What a killed process left is made whole again: nothing lost, nothing doubled, nothing dropped in silence."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
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

    Files that a living process writes to are left alone. Raises ArchiveError where the manifest lacks a line that it
    once had (a file that was altered, and its line taken away, is not to be vouched for), or where a file is damaged.
    """
    manifest.mend(places)
    vouched = manifest.names(places.manifest)
    lost = _lost_lines(places, ledger.files(), vouched)
    if lost:
        raise ArchiveError(
            f"{places.manifest.name} has lost the lines of {len(lost)} WARC files: restore it from a copy; where there "
            "is none: onrecord ledger rebuild --renew-manifest"
        )
    for name in places.open_names():
        _settle(places, ledger, name)
    done = ledger.files()
    for name in places.closed_names():
        if name not in done:
            _adopt(places, ledger, name)


def _lost_lines(places: Places, complete: set[str], vouched: set[str]) -> set[str]:
    """Files that were in the manifest once: the ledger calls a file complete only after it has its line."""
    return (complete - vouched) & set(places.closed_names())


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
        finish(places, name, records)
        ledger.add_file(name, iter(found))


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

    def found() -> Iterator[Kept]:
        yield from _all(scan)
        finish(places, name, scan.records)

    ledger.add_file(name, found())


def _all(scan: FileScan) -> Iterator[Kept]:
    """All that a closed file holds. Raises ArchiveError at its end where it is damaged: then nothing of it counts."""
    yield from (exchanged.kept for exchanged in scan.exchanges())
    if scan.problems:
        raise ArchiveError(f"{scan.name} is damaged ({scan.problems[0][1]}); restore it from a copy first")


def rebuild(root: Path, progress: Progress | None = None, *, renew_manifest: bool = False) -> int:
    """Makes the ledger again from the WARC files alone, beside the old one, and swaps it in. Returns its captures.

    With `renew_manifest`, files whose lines the manifest has lost get new ones, which vouch for them from now on only.
    Raises ArchiveError while anybody else has the archive open, or where a closed file is damaged: the old ledger then
    stays, for it may be the only trace of what the file held.
    """
    places = Places(root)
    create(places)
    beside = places.ledger.with_name("ledger.new.sqlite")
    with changing(places), use_ledger(places, alone=True), _without_trace(beside):
        captures = 0
        ledger = Ledger(beside)
        try:
            manifest.mend(places)
            lost = _lost_lines(places, _complete(places), manifest.names(places.manifest))
            for name in places.open_names():
                _settle(places, ledger, name)
            names = places.closed_names()
            for done, name in enumerate(names, 1):
                if name in lost and not renew_manifest:
                    ledger.add_file(name, _all(FileScan(places.closed(name), name)))  # and its line stays lost
                else:
                    _adopt(places, ledger, name)
                if progress:
                    progress("rebuilding the ledger", done, len(names))
            captures = ledger.count()
        finally:
            ledger.close()
        swap(beside, places.ledger)
        sync_folder(root)
    return captures


@contextmanager
def _without_trace(beside: Path) -> Iterator[None]:
    """Nothing of an unfinished ledger stays, neither of an earlier rebuild that was killed nor of one that fails."""

    def remove() -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            beside.with_name(beside.name + suffix).unlink(missing_ok=True)

    remove()
    try:
        yield
    finally:
        remove()


def _complete(places: Places) -> set[str]:
    """The files that the old ledger calls complete; none where it cannot be read."""
    try:
        with closing(Ledger(places.ledger, read_only=True)) as old:
            return old.files()
    except (ArchiveError, sqlite3.Error):
        return set()


def missing_files(root: Path) -> list[str]:
    """WARC files that stand in the manifest and not in the archive, oldest first."""
    places = Places(root)
    return sorted(manifest.names(places.manifest) - set(places.closed_names()))
