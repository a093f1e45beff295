"""Disks that are full, fail or cannot be written: nothing that was kept is lost, nothing half written stays."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.archive import manifest
from tasks.archive.custody.verify import verify
from tasks.archive.custody.wacz import export
from tasks.archive.entries import ListedAddress, Sighting, WalkEnd
from tasks.archive.recovery import rebuild
from tasks.archive.store import Archive
from tests.archive_making import PAGE, START, exchange, keep, warcs
from tests.disks import enlarge, fill, read_only, small_disk

TABLES = ("captures", "attempts", "listed", "walks", "runs", "files")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "3m") as folder:
        yield folder


def noise(number: int, size: int = 900) -> bytes:
    return random.Random(number).randbytes(size)


def rows(root: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(root / "ledger.sqlite")) as db:
        return {table: sorted(db.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def sighting(number: int, addresses: int) -> Sighting:
    listed = tuple(ListedAddress(f"http://iwpr.test/{number}/{item}", None, None) for item in range(addresses))
    at = START + timedelta(seconds=number)
    return Sighting("iwpr", "http://iwpr.test/list", at, "run-1", listed, WalkEnd("end", None))


def failing(*_: object) -> None:
    raise OSError(errno.EIO, "failing disk")


@pytest.mark.parametrize("pages_left", [0, 1])
def test_several_writers_close_their_files_on_a_full_disk(disk: Path, pages_left: int) -> None:
    """Thirteen lines fill the manifest's first page nearly: of the next one there is room for a part only."""
    root = disk / "archive"
    for number in range(13):
        with Archive(root) as archive:
            keep(archive, exchange(f"http://iwpr.test/{number}", noise(number, 100), after=number))
    writers = [Archive(root) for _ in range(3)]
    for number, writer in enumerate(writers):
        keep(writer, exchange(f"http://iwpr.test/by/{number}", noise(number, 100), after=99 + number))
    fill(disk / "ballast")
    (root / "reserve").unlink()  # as after another process has used it
    fill(disk / "more", leave=4096 * pages_left)
    failed = 0
    for writer in writers[:2]:
        try:
            writer.close()
        except OSError as error:
            assert error.errno == errno.ENOSPC
            failed += 1
    assert failed
    assert verify(root).problems == ()
    for ballast in ("ballast", "more"):
        (disk / ballast).unlink()
    writers[2].close()
    assert verify(root).problems == ()
    with Archive(root):
        pass
    found = verify(root)
    assert (found.problems, found.remarks, found.captures) == ((), (), 16)


def test_a_file_that_could_not_be_closed_is_closed_with_the_reserve_by_the_next_opening(disk: Path) -> None:
    root = disk / "archive"
    archive = Archive(root)
    keep(archive, exchange())
    reserve = (root / "reserve").stat().st_size
    (root / "reserve").unlink()
    fill(disk / "ballast")
    with pytest.raises(OSError, match="No space left"):
        archive.close()
    assert [remark.kind for remark in verify(root).remarks] in (["left-open"], ["unfinished"])
    os.truncate(disk / "ballast", (disk / "ballast").stat().st_size - reserve - 256 * 1024)
    with Archive(root):
        assert (root / "reserve").stat().st_size == reserve, "there is room for it again"
    assert (verify(root).problems, verify(root).remarks) == ((), ())


def test_disk_that_is_full_when_the_archive_is_opened_is_told_as_such(disk: Path) -> None:
    root = disk / "archive"
    with Archive(root) as archive:
        keep(archive, exchange())
    fill(disk / "ballast")
    (root / "reserve").unlink()
    fill(disk / "more")
    with pytest.raises(OSError, match="No space left"), Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/next", noise(1)))
    (disk / "ballast").unlink()
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/next", noise(1)))
    assert verify(root).problems == ()


def collecting(root: Path, seed: int, kept: list[str], wrong: list[BaseException]) -> None:
    chance = random.Random(seed)
    try:
        with Archive(root, file_bytes=chance.choice([30_000, 10**9])) as archive:
            for number in range(5_000):
                if number % 3:
                    archive.append_sighting(sighting(seed * 10_000 + number, 300))
                    continue
                body = chance.randbytes(chance.choice([300, 20_000]))
                entry = keep(archive, exchange(f"http://iwpr.test/{seed}/{number}", body, after=number))
                kept.append(entry.capture.capture_id)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            wrong.append(error)
    except BaseException as error:
        wrong.append(error)


@pytest.mark.parametrize("seed", [1, 2])
def test_several_writers_fill_the_disk(disk: Path, seed: int) -> None:
    """Of a long listing all rows are in the ledger, or none."""
    root = disk / "archive"
    (disk / "ballast").write_bytes(bytes(random.Random(seed).randrange(200_000, 900_000)))
    kept: list[str] = []
    wrong: list[BaseException] = []
    writers = [threading.Thread(target=collecting, args=(root, seed * 10 + n, kept, wrong)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not wrong
    assert verify(root).problems == ()
    (disk / "ballast").unlink()
    enlarge(disk, "24m")
    with Archive(root) as archive:
        assert set(kept) <= {entry.capture.capture_id for entry in archive.entries()}
    found = verify(root)
    assert [problem for problem in (*found.problems, *found.remarks) if problem.kind != "torn"] == []
    before = rows(root)
    rebuild(root)
    assert rows(root) == before


class Stopping:
    """A file on a disk that takes so many bytes and no more."""

    def __init__(self, file: Any, room: int) -> None:
        self._file = file
        self._room = room

    def write(self, data: bytes) -> int:
        if not self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written: int = self._file.write(data[: self._room])
        self._room -= written
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def test_what_cannot_be_taken_back_is_cut_off_by_recovery(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(root)
    keep(archive, exchange("http://iwpr.test/1", noise(1)))
    assert archive._writing is not None and archive._writing._file is not None
    file = archive._writing._file
    monkeypatch.setattr(file, "_file", Stopping(file._file, 500))
    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", failing)
        with pytest.raises(OSError, match="No space left"):
            keep(archive, exchange("http://iwpr.test/2", noise(2)))
    after = keep(archive, exchange("http://iwpr.test/3", noise(3)))
    assert archive.payload(after).body == noise(3)
    archive.close()
    found = verify(root)
    assert (found.problems, found.captures, [remark.kind for remark in found.remarks]) == ((), 2, ["torn"])


def test_row_that_cannot_be_taken_back_is_found_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger refuses, and then the file refuses to be cut: recovery keeps the exchange, for it is whole."""
    archive = Archive(root)
    keep(archive, exchange("http://iwpr.test/1", noise(1)))
    with monkeypatch.context() as patch:
        patch.setattr(archive._ledger, "add", failing)
        patch.setattr(os, "ftruncate", failing)
        with pytest.raises(OSError, match="failing disk"):
            keep(archive, exchange("http://iwpr.test/2", noise(2)))
    keep(archive, exchange("http://iwpr.test/3", noise(3)))
    archive.close()
    assert (verify(root).problems, verify(root).captures) == ((), 3)


def test_failure_to_close_a_full_file_is_none_of_the_exchange(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(root, file_bytes=1)
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "sync", failing)
        first = keep(archive, exchange("http://iwpr.test/1", noise(1)))
        with pytest.raises(OSError, match="failing disk"):
            keep(archive, exchange("http://iwpr.test/2", noise(2)))
    assert verify(root).problems == ()
    second = keep(archive, exchange("http://iwpr.test/3", noise(3)))
    assert first.capture.warc_file != second.capture.warc_file, "nothing goes into a file that may be vouched for"
    archive.close()
    assert (verify(root).problems, verify(root).remarks, len(warcs(root))) == ((), (), 2)


def test_failure_to_close_a_full_file_is_told_at_the_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(root, file_bytes=1)
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "sync", failing)
        keep(archive, exchange())
        with pytest.raises(OSError, match="failing disk"):
            archive.close()
    assert [remark.kind for remark in verify(root).remarks] == ["unfinished"]
    with Archive(root):
        pass
    assert (verify(root).problems, verify(root).remarks) == ((), ())


def test_archive_on_a_disk_that_cannot_be_written(root: Path, tmp_path: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        keep(archive, exchange(after=1))
    for name in ("lock", "ledger.lock", "reserve"):
        (root / name).unlink()  # as in a copy of the evidence alone
    with read_only(root, tmp_path / "medium") as medium:
        found = verify(medium)
        assert (found.problems, found.captures) == ((), 2)
        with Archive(medium, read_only=True) as archive:
            assert [archive.payload(entry).body for entry in archive.entries()] == [PAGE, PAGE]
        assert export(medium, tmp_path / "whole.wacz").captures == 2
        assert export(medium, tmp_path / "some.wacz", source="iwpr").captures == 2
        with pytest.raises(OSError, match="denied"):
            Archive(medium)
