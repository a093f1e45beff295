"""A process killed at any moment loses nothing that was acknowledged, and doubles nothing."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tasks.archive import manifest
from tasks.archive.custody.verify import verify
from tasks.archive.errors import ArchiveError
from tasks.archive.ledger import Ledger, Run
from tasks.archive.recovery import rebuild
from tasks.archive.store import Archive
from tests.archive_making import PAGE, START, exchange, keep, warcs

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def collect(root: Path, batch: int, said: Connection, count: int, file_bytes: int = 6_000) -> None:
    """Collects in a process of its own and says what was acknowledged."""
    with Archive(root, file_bytes=file_bytes) as archive:
        archive.append_run(Run(f"run-{batch}", "nightly", START, None, "running", ()))
        for number in range(count):
            body = random.Random(number).randbytes(900)
            entry = keep(archive, exchange(f"http://iwpr.test/{number % 7}/{batch}", body, after=number))
            said.send(entry.capture.capture_id)
    said.close()


def killed(root: Path, batch: int, moment: Callable[[], None], count: int = 10_000) -> list[str]:
    """Starts a collection, kills it with SIGKILL when `moment` returns, and gives what it had acknowledged."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=collect, args=(root, batch, theirs, count))
    process.start()
    theirs.close()
    acknowledged = [ours.recv()]
    moment()
    process.kill()
    process.join()
    try:
        while True:
            acknowledged.append(ours.recv())
    except EOFError:
        return acknowledged


def kept_once(root: Path, acknowledged: list[str], killings: int) -> None:
    with Archive(root) as archive:
        entries = list(archive.entries())
        for entry in entries[:: max(1, len(entries) // 50)]:
            archive.payload(entry)
    ids = Counter(entry.capture.capture_id for entry in entries)
    assert set(acknowledged) <= set(ids)
    assert len(ids) - len(acknowledged) <= killings, "more was kept than had been asked for"
    assert max(ids.values()) == 1
    assert max(Counter((e.capture.address, e.capture.captured_at) for e in entries).values()) == 1
    assert verify(root).problems == ()
    assert not list((root / "warc").glob("*.open"))


def random_killings(root: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for batch in range(times):
        acknowledged += killed(root, batch, lambda: time.sleep(chance.uniform(0, 0.05)))
    kept_once(root, acknowledged, times)


def test_killed_a_few_times(root: Path) -> None:
    random_killings(root, 5, seed=1)


@pytest.mark.slow
def test_killed_many_times(root: Path) -> None:
    random_killings(root, 120, seed=2)


class _Fuse:
    """Ends the process, as a power cut would, at the n-th of the moments that matter."""

    def __init__(self, moments: int) -> None:
        self._left = moments

    def burn(self) -> None:
        self._left -= 1
        if self._left == 0:
            os._exit(9)

    def around(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **more: Any) -> Any:
            self.burn()
            answer = original(*arguments, **more)
            self.burn()
            return answer

        return wrapped


def collect_until(root: Path, moments: int, said: Connection) -> None:
    fuse = _Fuse(moments)
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            (os, "fsync"),
            (os, "replace"),
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "open"),
            (Ledger, "add"),
            (Ledger, "add_file"),
            (manifest, "add"),
            (shutil, "copyfileobj"),
        ):
            patch.setattr(owner, name, fuse.around(getattr(owner, name)))
        patch.setattr("warcio.warcwriter.GzippingWrapper.write", _torn(fuse))
        collect(root, moments, said, 2, file_bytes=3_000)


def _torn(fuse: _Fuse) -> Callable[[Any, bytes], None]:
    """Writes a record's pieces to the disk one by one, so that a record can end in the middle."""

    def write(self: Any, piece: bytes) -> None:
        for half in (piece[: len(piece) // 2], piece[len(piece) // 2 :]):
            self.out.write(self.compressor.compress(half))
            self.out.flush()
            fuse.burn()

    return write


@pytest.mark.parametrize("stride", [pytest.param(1, marks=pytest.mark.slow), 9])
def test_killed_at_step_after_step(root: Path, stride: int) -> None:
    acknowledged: list[str] = []
    moments = killings = 0
    code: int | None = 9
    while code == 9:
        moments += stride
        killings += 1
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=collect_until, args=(root, moments, theirs))
        process.start()
        theirs.close()
        try:
            while True:
                acknowledged.append(ours.recv())
        except EOFError:
            process.join()
        code = process.exitcode
    assert code == 0
    assert moments > 100, "the steps were not walked through"
    kept_once(root, acknowledged, killings)
    assert list((root / "warc").glob("*.torn")), "no tail was ever torn: the test does not test"


def left_open(root: Path, tail: bytes) -> Path:
    """An archive whose process was killed, with `tail` behind its last whole exchange."""
    killed(root, 0, lambda: time.sleep(0), count=1_000)
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/last"))
    path = warcs(root)[-1]
    lines = (root / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (root / "manifest.jsonl").write_bytes(b"".join(lines[:-1]))
    left = path.rename(path.with_name(path.name + ".open"))
    with left.open("ab") as file:
        file.write(tail)
    return path


def test_torn_tail_is_moved_aside(root: Path) -> None:
    tail = b"\x1f\x8b\x08\0half a record"
    path = left_open(root, tail)
    with Archive(root) as archive:
        assert archive.latest("http://iwpr.test/last") is not None
    assert path.exists()
    assert path.with_name(path.name + ".torn").read_bytes() == tail
    assert verify(root).problems == ()


def test_capture_without_its_metadata_is_moved_aside_whole(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/first"))
        entry = keep(archive, exchange("http://iwpr.test/second", PAGE + b"!"))
    path = warcs(root)[0]
    end = entry.capture.warc_offset + entry.capture.warc_length
    whole = path.read_bytes()
    path.rename(path.with_name(path.name + ".open")).write_bytes(whole[:end])
    for name in ("ledger.sqlite", "manifest.jsonl"):
        (root / name).unlink()
    with Archive(root) as archive:
        assert [kept.capture.address for kept in archive.entries()] == ["http://iwpr.test/first"]
    torn = path.with_name(path.name + ".torn").read_bytes()
    assert whole[:end].endswith(torn)
    assert len(torn) > entry.capture.warc_length
    assert verify(root).problems == ()


def not_complete(root: Path) -> None:
    """The ledger as it is before the last file closed is known to be in the manifest."""
    with closing(sqlite3.connect(root / "ledger.sqlite", isolation_level=None)) as db:
        db.execute("DELETE FROM files WHERE name = (SELECT max(name) FROM files)")


def test_half_written_line_of_the_manifest_is_written_again(root: Path) -> None:
    for number in range(2):
        with Archive(root) as archive:
            keep(archive, exchange(after=number))
    path = root / "manifest.jsonl"
    path.write_bytes(path.read_bytes()[:-60])
    not_complete(root)
    with Archive(root):
        pass
    assert verify(root).problems == ()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_closed_file_without_its_line_gets_one(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
    (root / "manifest.jsonl").unlink()
    not_complete(root)
    found = verify(root)
    assert (found.problems, [remark.kind for remark in found.remarks]) == ((), ["unfinished"])
    with Archive(root):
        pass
    assert verify(root) == replace(found, remarks=())


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_lost_lines_of_the_manifest_are_not_made_again_unasked(root: Path, lines: int) -> None:
    """Else whoever took one away, and altered the file, would be vouched for."""
    for number in range(3):
        with Archive(root) as archive:
            keep(archive, exchange(f"http://iwpr.test/{number}", after=number))
    path = root / "manifest.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    told = verify(root).problems
    assert {problem.kind for problem in told} == {"manifest"}
    for _ in range(2):
        with pytest.raises(ArchiveError, match=f"lost the lines of {3 - lines} WARC files"):
            Archive(root)
        assert rebuild(root) == 3
        assert verify(root).problems == told
    with Archive(root, read_only=True) as archive:
        assert len(list(archive.entries())) == 3
    assert rebuild(root, renew_manifest=True) == 3
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/next"))
    assert verify(root).problems == ()


def test_damaged_file_is_not_taken_up(root: Path) -> None:
    """Where the ledger is lost, what a damaged file holds is not believed."""
    with Archive(root) as archive:
        keep(archive, exchange())
    (root / "ledger.sqlite").unlink()
    content = bytearray(warcs(root)[0].read_bytes())
    content[-30] ^= 0xFF
    warcs(root)[0].write_bytes(content)
    with pytest.raises(ArchiveError, match="damaged"):
        Archive(root)
    with Archive(root, read_only=True) as archive:
        assert list(archive.entries()) == []


def test_file_of_a_living_process_is_left_alone(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        with Archive(root):
            pass
        assert len(list((root / "warc").glob("*.open"))) == 1
        keep(archive, exchange(after=1))
    kept_once(root, [], 2)
