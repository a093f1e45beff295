"""A WACZ holds the evidence as it is, describes itself, and never stands half written."""

from __future__ import annotations

import gzip
import hashlib
import json
import tracemalloc
import zipfile
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from tasks.archive.custody import cdxj
from tasks.archive.custody.cdxj import SortedLines, compressed, surt
from tasks.archive.custody.wacz import export
from tasks.archive.errors import ArchiveError, EvidenceLostError
from tasks.archive.members import record_at
from tasks.archive.scan import scanned
from tasks.archive.store import Archive
from tests.archive_making import PAGE, exchange, gzipped, keep, warcs

LATE = "http://iwpr.test/global-voices/late-ferry"
OLD = "http://iwpr.test/old"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two files: a document behind a redirect, seen twice; another document; a listing; another source's page."""
    root = tmp_path / "home" / "archive"
    with Archive(root) as archive:
        keep(archive, exchange(OLD, b"", status=301, headers=(("Location", LATE),)))
        keep(archive, gzipped(LATE, PAGE, after=1))
        keep(archive, exchange("http://iwpr.test/other", b"<p>other</p>", after=2), key="iwpr/other")
        keep(archive, exchange("http://iwpr.test/list", b"<p>list</p>", after=3), role="listing", key=None)
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/third", b"<p>third</p>", after=4), key="iwpr/third")
        keep(archive, gzipped(LATE, PAGE, after=5))
        archive.append_exchange(
            exchange("http://refworld.test/a", b"<p>a</p>", after=6),
            source="refworld",
            document_key="refworld/a",
            role="document",
            run_id="run-1",
        )
    return root


def read(target: Path, name: str) -> bytes:
    with zipfile.ZipFile(target) as package:
        return package.read(name)


def index(target: Path) -> list[tuple[str, str, dict[str, str]]]:
    lines = gzip.decompress(read(target, "indexes/index.cdx.gz")).decode().splitlines()
    return [(key, stamp, json.loads(facts)) for key, stamp, facts in (line.split(" ", 2) for line in lines)]


def pages(target: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read(target, "pages/pages.jsonl").splitlines()]


def test_warc_files_go_in_byte_for_byte(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    done = export(root, target)
    assert (done.files, done.captures, done.pages, done.left_open) == (2, 7, 5, 0)
    assert done.bytes == target.stat().st_size
    for path in warcs(root):
        assert read(target, f"archive/{path.name}") == path.read_bytes()
    assert read(target, "onrecord/manifest.jsonl") == (root / "manifest.jsonl").read_bytes()
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_STORED}
        assert {info.external_attr >> 16 for info in package.infolist()} == {0o644}


def test_package_describes_itself(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(root, target, title="Ferries")
    described = json.loads(read(target, "datapackage.json"))
    assert (described["profile"], described["wacz_version"], described["title"]) == ("data-package", "1.1.1", "Ferries")
    assert datetime.fromisoformat(described["created"])
    with zipfile.ZipFile(target) as package:
        listed = {resource["path"]: resource for resource in described["resources"]}
        assert {*listed, "datapackage.json", "datapackage-digest.json"} == set(package.namelist())
        for path, resource in listed.items():
            content = package.read(path)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)
    digest = json.loads(read(target, "datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(read(target, 'datapackage.json')).hexdigest()}"


def test_index_leads_to_every_capture(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(root, target)
    lines = index(target)
    assert lines == sorted(lines, key=lambda line: line[:2])
    assert [facts["mime"] for key, _, facts in lines if key == surt(LATE)] == ["text/html", "warc/revisit"]
    with zipfile.ZipFile(target) as package:
        for _, _, facts in lines:
            with package.open(f"archive/{facts['filename']}") as file:
                record = record_at(file, int(facts["offset"]))  # type: ignore[arg-type]
                assert record.target == facts["url"]
                assert record.get("WARC-Payload-Digest") == facts["digest"]


def test_blocks_of_the_index_are_found_by_their_own_index(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(root, target)
    header, *blocks = read(target, "indexes/index.idx").decode().splitlines()
    assert header == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    whole = read(target, "indexes/index.cdx.gz")
    for block in blocks:
        key, stamp, where = block.split(" ", 2)
        facts = json.loads(where)
        packed = whole[facts["offset"] : facts["offset"] + facts["length"]]
        assert gzip.decompress(packed).decode().startswith(f"{key} {stamp} ")
        assert facts["digest"] == f"sha256:{hashlib.sha256(packed).hexdigest()}"


def test_pages_are_documents_that_answered_and_hold_no_word_of_a_page(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(root, target)
    header, *listed = pages(target)
    assert header["format"] == "json-pages-1.0"
    assert [page["url"] for page in listed] == [
        LATE,
        "http://iwpr.test/other",
        "http://iwpr.test/third",
        LATE,
        "http://refworld.test/a",
    ]
    assert all(page["title"] == page["url"] for page in listed)
    assert listed[0]["ts"] == "2031-05-04T03:02:02Z"
    assert b"harbour" not in read(target, "pages/pages.jsonl")


@pytest.mark.parametrize("address", [LATE, OLD])
def test_a_document_is_handed_on_with_all_its_captures_and_nothing_else(
    root: Path, tmp_path: Path, address: str
) -> None:
    target = tmp_path / "x.wacz"
    done = export(root, target, addresses=[address])
    assert (done.files, done.captures, done.pages) == (1, 3, 2)
    assert [facts["url"] for _, _, facts in index(target)] == [LATE, LATE, OLD]
    with zipfile.ZipFile(target) as package:
        (name,) = (name for name in package.namelist() if name.startswith("archive/"))
        package.extract(name, tmp_path)
    records = list(scanned(tmp_path / name))
    assert all(record.problems == () for record in records)
    kinds = [record.type for record in records]
    capture = ["request", "response", "metadata"]
    assert kinds == ["warcinfo", "warcinfo", *capture, *capture, "warcinfo", "request", "revisit", "metadata"]
    copied = (tmp_path / name).read_bytes()
    for line in read(target, "onrecord/selection.jsonl").splitlines():
        origin = json.loads(line)
        lay = (root / "warc" / origin["file"]).read_bytes()[origin["offset"] : origin["offset"] + origin["length"]]
        assert copied[origin["at"] : origin["at"] + origin["length"]] == lay
    for _, _, facts in index(target):
        with (tmp_path / name).open("rb") as file:
            assert record_at(file, int(facts["offset"])).target == facts["url"]


def test_a_source_or_a_document_key_is_chosen(root: Path, tmp_path: Path) -> None:
    assert export(root, tmp_path / "a.wacz", source="refworld").captures == 1
    assert export(root, tmp_path / "b.wacz", source="iwpr").captures == 6
    assert export(root, tmp_path / "c.wacz", document_keys=["iwpr/other", "refworld/a"]).captures == 2
    assert export(root, tmp_path / "d.wacz", source="iwpr", document_keys=["iwpr/other"]).captures == 1


def test_a_revisit_never_goes_without_its_original(root: Path, tmp_path: Path) -> None:
    """Though the original was kept for another document."""
    with Archive(root) as archive:
        keep(archive, gzipped(LATE, PAGE, after=9), key="iwpr/renamed")
    done = export(root, tmp_path / "x.wacz", document_keys=["iwpr/renamed"])
    assert [facts["mime"] for _, _, facts in index(tmp_path / "x.wacz")] == ["text/html", "warc/revisit"]
    assert done.captures == 2


def test_file_being_written_is_left_out_and_told(root: Path, tmp_path: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/now", b"now", after=20), key="iwpr/now")
        done = export(root, tmp_path / "x.wacz")
        assert (done.captures, done.left_open) == (7, 1)
        with pytest.raises(ArchiveError, match="no capture"):
            export(root, tmp_path / "y.wacz", addresses=["http://iwpr.test/now"])
    assert export(root, tmp_path / "y.wacz", addresses=["http://iwpr.test/now"]).captures == 1


@pytest.mark.parametrize("whole", [False, True])
def test_revisit_is_left_out_while_its_original_lies_in_an_open_file(tmp_path: Path, whole: bool) -> None:
    root = tmp_path / "home" / "archive"
    command = ["--home", str(root.parent), "export", "wacz", str(tmp_path / "x.wacz"), "--force"]
    command += [] if whole else ["--source", "iwpr"]
    with Archive(root) as archive:
        keep(archive, exchange(LATE))
        with Archive(root) as other:
            keep(other, exchange(LATE, after=1))
            keep(other, exchange(OLD, b"old", after=2))
        said = CliRunner().invoke(main, command)
        assert said.exit_code == 0
        assert "1 captures were left out: what they repeat lies in such a file" in said.stderr
        assert [facts["mime"] for _, _, facts in index(tmp_path / "x.wacz")] == ["text/html"]
        assert [page["url"] for page in pages(tmp_path / "x.wacz")[1:]] == [OLD]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert [facts["mime"] for _, _, facts in index(tmp_path / "x.wacz")] == ["text/html", "warc/revisit", "text/html"]


def test_what_exists_is_not_overwritten_unasked(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    target.write_bytes(b"mine")
    with pytest.raises(ArchiveError, match=r"x\.wacz exists already"):
        export(root, target)
    assert target.read_bytes() == b"mine"
    export(root, target, overwrite=True)
    assert zipfile.is_zipfile(target)


def _nothing_left(tmp_path: Path) -> bool:
    return [path.name for path in tmp_path.iterdir()] == ["home"]


def test_damaged_evidence_is_not_handed_on(root: Path, tmp_path: Path) -> None:
    path = warcs(root)[1]
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.write_bytes(content)
    for more in ({}, {"addresses": ["http://refworld.test/a"]}):
        with pytest.raises(EvidenceLostError, match=f"{path.name}"):
            export(root, tmp_path / "x.wacz", **more)  # type: ignore[arg-type]
        assert _nothing_left(tmp_path)
    path.unlink()
    with pytest.raises(EvidenceLostError, match="is missing"):
        export(root, tmp_path / "x.wacz", addresses=["http://refworld.test/a"])


def test_nothing_to_hand_on(root: Path, tmp_path: Path) -> None:
    for more in ({"source": "none"}, {"addresses": ["http://iwpr.test/none"]}, {"document_keys": ["none"]}):
        with pytest.raises(ArchiveError, match="no capture"):
            export(root, tmp_path / "x.wacz", **more)
        assert _nothing_left(tmp_path)
    with pytest.raises(ArchiveError, match="no archive"):
        export(tmp_path / "none", tmp_path / "x.wacz")


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    random = Random(7)
    with Archive(tmp_path / "archive") as archive:
        for number in range(6):
            keep(archive, exchange(f"http://iwpr.test/{number}", random.randbytes(6_000_000)), key=f"iwpr/{number}")
    tracemalloc.start()
    try:
        export(tmp_path / "archive", tmp_path / "x.wacz")
        export(tmp_path / "archive", tmp_path / "y.wacz", source="iwpr")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "x.wacz").stat().st_size > 36_000_000
    assert peak < 8_000_000


def test_lines_that_do_not_fit_in_memory_come_out_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj, "LINES_IN_MEMORY", 10)
    lines = [f"{Random(number).random()} é" for number in range(95)]
    kept = SortedLines(tmp_path, "x")
    for line in lines:
        kept.add(line)
    assert list(kept) == sorted(lines)
    assert len(list(tmp_path.iterdir())) == 9
    blocks = list(compressed([f"k{number:05d} 2031 {{}}" for number in range(3000)], "i.gz"))
    assert [line.partition(" ")[0] for _, line in blocks] == ["k00000", "k01024", "k02048"]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.Iwpr.test:443/A/./B//c/../?b=2&a=%31#top", "test,iwpr)/a/b?a=1&b=2"),
        ("http://user:word@iwpr.test:8080", "test,iwpr:8080)/"),
        ("http://iwpr.test/a?phpsessid=0123456789abcdef0123456789abcdef&x=1", "test,iwpr)/a?x=1"),
        ("http://пример.test/я", "test,xn--e1afmkfd)/%d1%8f"),
        ("urn:onrecord:run:1", "urn:onrecord:run:1"),
        ("http://[broken/%zz", "[broken)/%25zz"),
    ],
)
def test_keys(address: str, key: str) -> None:
    assert surt(address) == key


def test_export_by_command(root: Path, tmp_path: Path) -> None:
    command = ["--home", str(root.parent), "export", "wacz", str(tmp_path / "x.wacz"), "--address", OLD]
    run = CliRunner().invoke(main, command)
    assert run.exit_code == 0, run.output
    assert "3 captures in 1 WARC files, 2 pages" in run.output
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 1
    assert "exists already" in again.output
    assert CliRunner().invoke(main, [*command, "--force", "--title", "x"]).exit_code == 0
