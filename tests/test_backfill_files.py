"""WARC files and WACZ packages from elsewhere, and folders of them: what is good is taken, what is not is told."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samples.commoncrawl import record
from samples.webcopies import Held, held
from tasks.archive.custody.verify import verify
from tasks.archive.custody.wacz import export
from tasks.archive.importing import ForeignRecord, WarcProblem
from tasks.archive.store import Archive
from tasks.archive.webarchives.waczreading import read_wacz
from tasks.batch.importing import Taken, import_paths
from tasks.batch.publishing import publish
from tasks.batch.reading import read_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import source
from warehouse.query import run as query

PAGES = [each for each in held() if each.status == 200 and each.type == "text/html"][:6]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def take(home: Home, *paths: Path) -> list[Taken]:
    home.path.mkdir(parents=True, exist_ok=True)
    return list(import_paths(home, paths, run=new_run("backfill")))


def outcomes(taken: list[Taken]) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in taken:
        found[item.outcome] = found.get(item.outcome, 0) + max(item.count, 1)
    return found


def had(home: Home) -> set[tuple[str, bytes]]:
    with Archive(home.archive, read_only=True) as archive:
        return {(entry.capture.address, archive.payload(entry).body) for entry in archive.entries()}


def expected(pages: list[Held]) -> set[tuple[str, bytes]]:
    return {(each.original, each.body) for each in pages}


def warc_of(pages: list[Held]) -> bytes:
    return b"".join(record(each) for each in pages)


def package(
    to: Path,
    files: dict[str, bytes],
    *,
    lie: Callable[[str, str], str] = lambda _, digest: digest,
    unlisted: tuple[str, ...] = (),
    digest: str | None = None,
    compression: int = zipfile.ZIP_STORED,
    algorithm: str = "sha256",
) -> Path:
    """A WACZ made by hand; `lie` alters the hash that it states of a file."""
    resources = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": f"{algorithm}:{lie(path, hashlib.new(algorithm, octets).hexdigest())}",
            "bytes": len(octets),
        }
        for path, octets in files.items()
        if path not in unlisted
    ]
    description = json.dumps({"profile": "data-package", "resources": resources, "wacz_version": "1.1.1"}).encode()
    with zipfile.ZipFile(to, "w", compression) as made:
        for path, octets in files.items():
            made.writestr(path, octets)
        made.writestr("datapackage.json", description)
        stated = digest or f"sha256:{hashlib.sha256(description).hexdigest()}"
        made.writestr("datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": stated}))
    return to


def test_package_gives_what_its_warc_files_hold(home: Home, tmp_path: Path) -> None:
    files = {"archive/a.warc.gz": warc_of(PAGES[:4]), "archive/b.warc.gz": warc_of(PAGES[4:]), "pages/pages.jsonl": b""}
    taken = take(home, package(tmp_path / "x.wacz", files))
    assert outcomes(taken) == {"kept": len(PAGES)}
    assert had(home) == expected(PAGES)
    assert outcomes(take(home, tmp_path / "x.wacz")) == {"known": len(PAGES)}
    assert not verify(home.archive).problems
    assert not list(home.path.glob(".wacz-*"))


@pytest.mark.parametrize("algorithm", ["sha256", "md5", "sha512"])
def test_package_is_believed_by_any_hash_of_the_format(home: Home, tmp_path: Path, algorithm: str) -> None:
    path = package(tmp_path / "x.wacz", {"archive/a.warc.gz": warc_of(PAGES)}, algorithm=algorithm)
    assert outcomes(take(home, path)) == {"kept": len(PAGES)}


def test_package_of_our_own_comes_back(home: Home, tmp_path: Path) -> None:
    warc = tmp_path / "x.warc.gz"
    warc.write_bytes(warc_of(PAGES))
    take(home, warc)
    export(home.archive, tmp_path / "own.wacz")
    other = Home(tmp_path / "other")
    assert outcomes(take(other, tmp_path / "own.wacz")) == {"kept": len(PAGES)}
    assert had(other) == expected(PAGES)


def test_warc_file_with_a_wrong_hash_is_left_out_and_the_others_are_taken(home: Home, tmp_path: Path) -> None:
    files = {"archive/a.warc.gz": warc_of(PAGES[:2]), "archive/b.warc.gz": warc_of(PAGES[2:])}
    path = package(tmp_path / "x.wacz", files, lie=lambda name, digest: "0" * 64 if "a.warc" in name else digest)
    taken = take(home, path)
    assert [item.detail for item in taken if item.outcome == "problem"] == [
        "archive/a.warc.gz: its hash is not that of datapackage.json; nothing of it was taken"
    ]
    assert had(home) == expected(PAGES[2:])


def test_warc_file_that_is_not_listed_is_left_out(home: Home, tmp_path: Path) -> None:
    files = {"archive/a.warc.gz": warc_of(PAGES[:2]), "archive/b.warc.gz": warc_of(PAGES[2:])}
    taken = take(home, package(tmp_path / "x.wacz", files, unlisted=("archive/a.warc.gz",)))
    assert outcomes(taken) == {"kept": 4, "problem": 1}
    assert had(home) == expected(PAGES[2:])


def test_package_whose_list_was_altered_is_not_taken(home: Home, tmp_path: Path) -> None:
    path = package(tmp_path / "x.wacz", {"archive/a.warc.gz": warc_of(PAGES)}, digest="sha256:" + "0" * 64)
    taken = take(home, path)
    assert {item.outcome for item in taken} == {"problem", "not-taken"}
    assert had(home) == set()


def zip_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, octets in files.items():
            made.writestr(name, octets)
    return path


def damaged_packages(folder: Path) -> dict[str, Path]:
    whole = package(folder / "whole.wacz", {"archive/a.warc.gz": warc_of(PAGES)}).read_bytes()
    made = {
        "no-wacz": zip_of(folder / "no.zip", {"word/document.xml": b"<w/>"}),
        "no-json": zip_of(folder / "nojson.wacz", {"datapackage.json": b"{"}),
        "deep-json": zip_of(folder / "deep.wacz", {"datapackage.json": b"[" * 200_000}),
        "no-resources": zip_of(folder / "nores.wacz", {"datapackage.json": b'{"resources": 3}'}),
        "odd-resources": zip_of(folder / "odd.wacz", {"datapackage.json": b'{"resources": [1, {"path": 2}, {}]}'}),
        "not-there": zip_of(
            folder / "gone.wacz",
            {"datapackage.json": b'{"resources": [{"path": "archive/x.warc", "hash": "sha256:00"}]}'},
        ),
    }
    for name, octets in {"half": whole[: len(whole) // 2], "head": whole[:30], "flipped": _flipped(whole)}.items():
        made[name] = folder / f"{name}.wacz"
        made[name].write_bytes(octets)
    return made


def _flipped(whole: bytes) -> bytes:
    octets = bytearray(whole)
    for at in range(200, 4000, 100):
        octets[at] ^= 0xFF
    return bytes(octets)


def test_what_is_no_package_is_told_and_nothing_is_taken(home: Home, tmp_path: Path) -> None:
    for name, path in damaged_packages(tmp_path).items():
        taken = take(home, path)
        assert "problem" in outcomes(taken), name
        assert "kept" not in outcomes(taken), name
    assert had(home) == set()


def test_package_damaged_anywhere_never_gives_anything_wrong(home: Home, tmp_path: Path) -> None:
    whole = package(tmp_path / "whole.wacz", {"archive/a.warc.gz": warc_of(PAGES[:2])}).read_bytes()
    path = tmp_path / "x.wacz"
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        octets = bytearray(whole)
        octets[at] ^= 0x5A
        path.write_bytes(octets)
        take(home, path)
    assert had(home) <= expected(PAGES[:2])


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@pytest.mark.parametrize("method", METHODS)
def test_package_with_bytes_flipped_raises_nothing_however_it_is_packed(tmp_path: Path, method: int) -> None:
    files = {"archive/a.warc": gzip.decompress(warc_of(PAGES[:1])) * 20}
    whole = package(tmp_path / "whole.wacz", files, compression=method).read_bytes()
    path = tmp_path / "x.wacz"
    drawn = random.Random(method)
    told = 0
    for _ in range(300):
        octets = bytearray(whole)
        for _ in range(drawn.choice((1, 1, 2, 4))):
            octets[drawn.randrange(4, len(octets))] = drawn.randrange(256)
        path.write_bytes(octets)
        found = list(read_wacz(path, tmp_path))
        told += any(isinstance(item, WarcProblem) for item in found)
        assert {item.body for item in found if isinstance(item, ForeignRecord)} <= {PAGES[0].body}
    assert told > 100


@pytest.mark.parametrize("method", METHODS[2:])
def test_package_packed_in_another_way_is_told_and_the_other_files_are_taken(
    home: Home, tmp_path: Path, method: int
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    package(folder / "a.wacz", {"archive/a.warc.gz": warc_of(PAGES[:2])}, compression=method)
    (folder / "b.warc.gz").write_bytes(warc_of(PAGES[2:]))
    taken = take(home, folder)
    details = [item.detail for item in taken if item.outcome == "problem"]
    assert len(details) == 1 and f"packed in way {method}" in details[0]
    assert had(home) == expected(PAGES[2:])
    with Archive(home.archive, read_only=True) as archive:
        assert [run.state for run in archive.runs()] == ["completed-with-issues"]


def test_package_whose_file_lies_nowhere_is_told_and_the_other_files_are_taken(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = package(folder / "a.wacz", {"archive/a.warc.gz": warc_of(PAGES[:1])})
    octets = bytearray(path.read_bytes())
    directory = octets.index(b"PK\x01\x02")
    octets[directory + 42 : directory + 46] = b"\xff\xff\xff\x7f"
    path.write_bytes(octets)
    (folder / "b.warc.gz").write_bytes(warc_of(PAGES[2:]))
    assert {item.name for item in take(home, folder) if item.outcome == "problem"} == {"a.wacz"}
    assert had(home) == expected(PAGES[2:])


def test_folder_that_cannot_be_written_to_is_no_damage_of_the_package(tmp_path: Path) -> None:
    path = package(tmp_path / "x.wacz", {"archive/a.warc.gz": warc_of(PAGES[:1])})
    with pytest.raises(FileNotFoundError):
        list(read_wacz(path, tmp_path / "none"))


def test_bomb_is_not_unpacked(home: Home, tmp_path: Path) -> None:
    zeros = bytes(80_000_000)
    path = package(tmp_path / "bomb.wacz", {"archive/a.warc": zeros}, compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 200_000
    details = [item.detail for item in take(home, path) if item.outcome == "problem"]
    assert any("would become 80000000" in detail for detail in details)


def test_bomb_inside_a_warc_of_a_package_is_told(home: Home, tmp_path: Path) -> None:
    bomb = gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n" + bytes(50_000_000))
    path = package(tmp_path / "x.wacz", {"archive/a.warc.gz": bomb, "archive/b.warc.gz": warc_of(PAGES)})
    taken = take(home, path)
    assert outcomes(taken)["kept"] == len(PAGES)
    assert "problem" in outcomes(taken)


def test_overlapping_bomb_is_no_package(home: Home, tmp_path: Path) -> None:
    """A directory that names one stretch of bytes many times."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("archive/0.warc", bytes(10_000_000))
        first = bomb.infolist()[0]
        for number in range(1, 2_000):
            copied = zipfile.ZipInfo(f"archive/{number}.warc")
            copied.header_offset, copied.CRC = first.header_offset, first.CRC
            copied.compress_size, copied.file_size = first.compress_size, first.file_size
            copied.compress_type = first.compress_type
            bomb.filelist.append(copied)
        bomb.writestr("datapackage.json", b'{"resources": []}')
    path = tmp_path / "bomb.wacz"
    path.write_bytes(made.getvalue())
    assert any("lie over each other" in item.detail for item in take(home, path))


def test_folders_inside_folders_are_taken(home: Home, tmp_path: Path) -> None:
    deep = tmp_path / "in" / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (tmp_path / "in" / "x.warc.gz").write_bytes(warc_of(PAGES[:2]))
    (deep / "y.warc").write_bytes(gzip.decompress(warc_of(PAGES[2:3])))
    package(deep.parent / "z.wacz", {"archive/a.warc.gz": warc_of(PAGES[3:])})
    half = warc_of(PAGES)
    (deep / "half.warc.gz").write_bytes(half[: len(half) // 2])
    (deep / "no.zip").write_bytes(b"PK\x03\x04 and no more")
    taken = take(home, tmp_path / "in")
    assert had(home) == expected(PAGES)
    assert {item.name for item in taken if item.outcome == "problem"} == {"half.warc.gz", "no.zip"}
    assert not verify(home.archive).problems


def test_record_that_was_cut_where_it_comes_from_is_kept_as_cut(home: Home, tmp_path: Path) -> None:
    whole = gzip.decompress(record(PAGES[0]))
    cut = whole.replace(b"WARC-Type: response\r\n", b"WARC-Type: response\r\nWARC-Truncated: length\r\n", 1)
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(gzip.compress(cut))
    take(home, path)
    with Archive(home.archive, read_only=True) as archive:
        assert [entry.capture.truncated for entry in archive.entries()] == ["length"]
    assert not verify(home.archive).problems


def test_file_of_many_problems_tells_some_and_counts_the_others(home: Home, tmp_path: Path) -> None:
    bad = gzip.compress(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://iwpr.test/x\r\n"
        b"Content-Length: 3\r\n\r\nabc\r\n\r\n"
    )
    path = tmp_path / "bad.warc.gz"
    path.write_bytes(bad * 500)
    details = [item.detail for item in take(home, path) if item.outcome == "problem"]
    assert len(details) == 101
    assert details[-1] == "400 problems more"


REPLAY = "https://web.archive.test/web/20190301101112{}/http://www.refworld.test/docid/4ddb8c732.html"
ORIGINAL = "http://www.refworld.test/docid/4ddb8c732.html"
TAKEN_AT = datetime(2019, 3, 1, 10, 11, 12, tzinfo=UTC)


def replays(address: str, *heads: bytes) -> bytes:
    """A WARC file of what a replay address gave, once for each status line and header fields."""
    made = b""
    for number, head in enumerate(heads):
        block = head + b"\r\n\r\n<p>%d</p>" % number
        made += (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2024-02-03T04:05:0{number}Z\r\nWARC-Target-URI: {address}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode() + block
        made += b"\r\n\r\n"
    return made


def test_replay_page_that_was_saved_by_hand_keeps_its_three_facts(home: Home, tmp_path: Path) -> None:
    home.path.mkdir()
    page = tmp_path / "page.html"
    page.write_bytes(b"<html><head><title>Ferry</title></head><body><h1>Ferry</h1><p>It came late.</p></body></html>")
    saved_at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    address = REPLAY.format("mp_")
    run = new_run("import")
    (taken,) = import_paths(home, [page], run=run, address=address, captured_at=saved_at)
    assert taken.outcome == "kept"
    read_source(home, source("refworld_legacy"), batch=run.run_id)
    publish(home)
    rows = query(
        home.warehouse, "SELECT address, original_address, archive_address, archived_at, captured_at FROM captures"
    ).rows
    assert rows == [(address, ORIGINAL, address, TAKEN_AT, saved_at)]
    assert not verify(home.archive).problems


def test_page_that_was_saved_from_its_own_site_is_no_copy(home: Home, tmp_path: Path) -> None:
    home.path.mkdir()
    page = tmp_path / "page.html"
    page.write_bytes(b"<html><body><p>It came late.</p></body></html>")
    import_paths(home, [page], run=new_run("import"), address=f" {ORIGINAL}")
    with Archive(home.archive, read_only=True) as archive:
        (capture,) = (entry.capture for entry in archive.entries())
    assert (capture.original_address, capture.archive_address, capture.archived_at) == (None, None, None)


def test_replay_in_a_warc_file_keeps_its_three_facts(home: Home, tmp_path: Path) -> None:
    address = REPLAY.format("id_")
    path = tmp_path / "x.warc"
    path.write_bytes(
        replays(
            address,
            b"HTTP/1.1 200 OK",
            b"HTTP/1.1 200 OK\r\nMemento-Datetime: Fri, 01 Mar 2019 10:11:10 GMT",
            b"HTTP/1.1 302 Found\r\nLocation: https://web.archive.test/web/2018id_/" + ORIGINAL.encode(),
        )
    )
    assert outcomes(take(home, path)) == {"kept": 3}
    with Archive(home.archive, read_only=True) as archive:
        captures = [entry.capture for entry in archive.entries()]
    assert {(each.original_address, each.archive_address) for each in captures} == {(ORIGINAL, address)}
    # The digits, else what the archive says; its own redirect is no capture of the page.
    assert [each.archived_at for each in captures] == [TAKEN_AT, TAKEN_AT.replace(second=10), None]


PEAK = """
import sys
from pathlib import Path
from tasks.batch.importing import import_paths
from tasks.batch.runs import new_run
from tasks.home import Home
home = Home(Path(sys.argv[1])); home.path.mkdir(parents=True, exist_ok=True)
import_paths(home, [Path(sys.argv[2])], run=new_run("backfill"))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(int(peak.split()[1]))  # ru_maxrss would count what the process that started this one had
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_package(tmp_path: Path) -> None:
    peaks = []
    for number, times in enumerate((200, 4_000)):
        pages = [
            Held(
                f"http://iwpr.test/global-voices/story-{n}", "20210304050607", b"<p>%d</p>" % n + bytes(range(256)) * 40
            )
            for n in range(times)
        ]
        path = package(tmp_path / f"{number}.wacz", {"archive/a.warc.gz": warc_of(pages)})
        command = [sys.executable, "-c", PEAK, str(tmp_path / f"home-{number}"), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
        peaks.append(int(done.stdout) * 1024)
    assert peaks[1] - peaks[0] < 20_000_000, peaks
