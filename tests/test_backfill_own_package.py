"""Our own packages come back whole: captures of several nights, with all that they repeat."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from tasks.archive.custody.verify import verify
from tasks.archive.custody.wacz import export
from tasks.archive.store import Archive
from tasks.batch.importing import Taken, import_paths
from tasks.batch.runs import new_run
from tasks.home import Home
from tests.archive_making import PAGE, exchange, gzipped, keep

LATE = "http://iwpr.test/global-voices/late-ferry"
OTHER = "http://iwpr.test/global-voices/other-ferry"
KEY = "iwpr/other-ferry"
DAY = 86_400
ETAG = (("ETag", '"1"'),)

Fact = tuple[str, object, object, object, bytes]


def nights(root: Path) -> None:
    """Three nights of two pages, each in a file of its own: whole, repeated, and not modified."""
    with Archive(root) as archive:
        first = keep(archive, exchange(LATE))
        keep(archive, gzipped(OTHER, b"<p>Another ferry.</p>", after=60), key=KEY)
    with Archive(root) as archive:
        assert keep(archive, exchange(LATE, after=DAY)).refers_to
        assert keep(archive, gzipped(OTHER, b"<p>Another ferry.</p>", after=DAY + 60), key=KEY).refers_to
    with Archive(root) as archive:
        archive.append_exchange(
            exchange(LATE, b"", status=304, headers=ETAG, after=2 * DAY),
            source="iwpr",
            document_key="iwpr/late-ferry",
            role="document",
            run_id="run-3",
            validated=first.capture.capture_id,
        )
        keep(archive, gzipped(OTHER, b"<p>A changed ferry.</p>", after=2 * DAY + 60), key=KEY)


def facts(root: Path) -> set[Fact]:
    with Archive(root, read_only=True) as archive:
        return {
            (each.capture.address, each.capture.captured_at, each.capture.status, each.capture.payload_sha256, body)
            for each in archive.entries()
            for body in [archive.payload(each).body]
        }


def take(home: Home, *paths: Path) -> list[Taken]:
    home.path.mkdir(parents=True, exist_ok=True)
    return list(import_paths(home, paths, run=new_run("backfill")))


def kept(taken: list[Taken]) -> int:
    assert {item.outcome for item in taken} <= {"kept", "known"}
    return sum(item.count for item in taken if item.outcome == "kept")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    nights(tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_package_of_several_nights_comes_back_whole(own: Path, home: Home, tmp_path: Path) -> None:
    export(own, tmp_path / "own.wacz")
    assert kept(take(home, tmp_path / "own.wacz")) == 6
    assert facts(home.archive) == facts(own)
    assert not verify(home.archive).problems
    again = take(home, tmp_path / "own.wacz")
    assert (kept(again), sum(item.count for item in again)) == (0, 6)
    assert facts(home.archive) == facts(own)


def test_package_that_is_taken_back_gives_a_package(own: Path, home: Home, tmp_path: Path) -> None:
    export(own, tmp_path / "own.wacz")
    take(home, tmp_path / "own.wacz")
    export(home.archive, tmp_path / "again.wacz")
    third = Home(tmp_path / "third")
    assert kept(take(third, tmp_path / "again.wacz")) == 6
    assert facts(third.archive) == facts(own)


def test_files_may_come_in_any_order_and_one_by_one(own: Path, home: Home, tmp_path: Path) -> None:
    nightly = sorted((own / "warc").glob("*.warc.gz"))
    folder = tmp_path / "in"
    folder.mkdir()
    for number, path in enumerate(reversed(nightly)):
        (folder / f"{number}.warc.gz").write_bytes(path.read_bytes())
    assert kept(take(home, folder)) == 6
    assert facts(home.archive) == facts(own)
    other = Home(tmp_path / "other")
    assert sum(kept(take(other, path)) for path in nightly) == 6
    assert facts(other.archive) == facts(own)
    assert not verify(other.archive).problems


def test_package_whose_originals_were_left_out_says_so_and_gives_the_rest(own: Path, home: Home) -> None:
    nightly = sorted((own / "warc").glob("*.warc.gz"))
    taken = take(home, *nightly[1:])
    assert sum(item.count for item in taken if item.outcome == "kept") == 1
    problems = [item.detail for item in taken if item.outcome == "problem"]
    assert problems == ["revisit of a capture that is neither in the files given nor in this archive"] * 3
    assert not verify(home.archive).problems
    # Once the original is there they can be taken.
    assert sum(item.count for item in take(home, *nightly) if item.outcome == "kept") == 5
    assert facts(home.archive) == facts(own)


def test_revisit_that_names_another_payload_is_not_given_this_one(own: Path, home: Home, tmp_path: Path) -> None:
    first, second, _ = sorted((own / "warc").glob("*.warc.gz"))
    records = gzip.decompress(second.read_bytes())
    with Archive(own, read_only=True) as archive:
        digest = next(each.capture.payload_sha256 for each in archive.entries() if each.capture.address == LATE)
    assert archive_payload(own) == PAGE
    altered = tmp_path / "altered.warc"
    altered.write_bytes(records.replace(digest.encode(), b"0" * 64))
    taken = take(home, first, altered)
    assert sum(item.outcome == "problem" for item in taken) == 1
    assert sum(item.count for item in taken if item.outcome == "kept") == 3


def archive_payload(root: Path) -> bytes:
    with Archive(root, read_only=True) as archive:
        return archive.payload(next(each for each in archive.entries() if each.capture.address == LATE)).body


def test_selection_comes_back(own: Path, home: Home, tmp_path: Path) -> None:
    export(own, tmp_path / "some.wacz", addresses=[LATE])
    with zipfile.ZipFile(tmp_path / "some.wacz") as package:
        assert sum(name.startswith("archive/") for name in package.namelist()) == 1
    assert kept(take(home, tmp_path / "some.wacz")) == 3
    assert facts(home.archive) == {fact for fact in facts(own) if fact[0] == LATE}
