"""Whatever is altered in the archive, verify says so; and of a sound one it says nothing."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from tasks.archive.custody.verify import Verification, verify
from tasks.archive.entries import ListedAddress, Sighting, WalkEnd
from tasks.archive.ledger import Run
from tasks.archive.payload import ArchiveError
from tasks.archive.recovery import rebuild
from tasks.archive.store import Archive
from tests.archive_making import PAGE, START, exchange, gzipped, keep, warcs

SQLITES_OWN = {"ledger.sqlite-shm", "ledger.sqlite-wal"}
"""Empty files that reading a ledger may leave; the next writer takes them away."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    for batch in range(3):
        with Archive(root) as archive:
            archive.append_run(Run(f"run-{batch}", "nightly", START, START, "completed", ()))
            archive.append_sighting(seen(batch))
            keep(archive, gzipped("http://iwpr.test/a", PAGE, after=batch))
            keep(archive, exchange(f"http://iwpr.test/{batch}", PAGE * (batch + 1), after=batch))
    return root


def seen(batch: int) -> Sighting:
    listed = (ListedAddress("http://iwpr.test/a", "iwpr/a", date(2031, 5, 1 + batch)),)
    at = START + timedelta(days=batch)
    return Sighting("iwpr", "http://iwpr.test/list", at, "run-1", listed, WalkEnd("end", None))


def kinds(found: Verification) -> set[str]:
    return {problem.kind for problem in found.problems}


def sql(root: Path, statement: str) -> None:
    with sqlite3.connect(root / "ledger.sqlite") as db:
        db.execute(statement)


def test_sound_archive(root: Path) -> None:
    done: list[tuple[str, int, int | None]] = []
    found = verify(root, lambda doing, at, of: done.append((doing, at, of)))
    assert found == Verification((), files=3, records=27, captures=6)
    assert done[-1][1:] == (3, 3)


def test_verify_changes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
    verify(root)
    assert {path: path.read_bytes() for path in before} == before
    assert {path.name for path in root.rglob("*.*")} - {path.name for path in before} <= SQLITES_OWN


def test_verify_beside_a_collecting_process(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange("http://iwpr.test/now", b"new"))
        found = verify(root)
        assert found.problems == ()
        assert found.captures == 7


def _flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def _altered_text(root: Path) -> None:
    """Replaces a record by one with another text, everything in it recomputed but the digests."""
    path = warcs(root)[0]
    with Archive(root, read_only=True) as archive:
        entry = next(entry for entry in archive.entries() if entry.capture.address == "http://iwpr.test/0")
    start, length = entry.capture.warc_offset, entry.capture.warc_length
    content = path.read_bytes()
    member = gzip.decompress(content[start : start + length]).replace(b"late", b"soon")
    path.write_bytes(content[:start] + gzip.compress(member, 9, mtime=0) + content[start + length :])


def _manifest(root: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = root / "manifest.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def _forged_line(lines: list[bytes]) -> list[bytes]:
    line = json.loads(lines[0])
    line["records"] += 1
    return [json.dumps(line, separators=(",", ":")).encode() + b"\n", *lines[1:]]


def _overwritten_pages(root: Path) -> None:
    """All but the first, so that the ledger can be opened."""
    path = root / "ledger.sqlite"
    path.write_bytes(path.read_bytes()[:4096].ljust(path.stat().st_size, b"\xaa"))


TAMPERING: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte of a file": (lambda root: _flip(warcs(root)[1], 900), "file"),
    "text in a record": (_altered_text, "record"),
    "a file taken away": (lambda root: warcs(root)[1].unlink(), "file"),
    "a file cut short": (lambda root: warcs(root)[1].write_bytes(warcs(root)[1].read_bytes()[:-30]), "record"),
    "a file put in": (lambda root: (root / "warc" / "x.warc.gz").write_bytes(warcs(root)[0].read_bytes()), "manifest"),
    "a line taken away": (lambda root: _manifest(root, lambda lines: [lines[0], lines[2]]), "manifest"),
    "the last line taken away": (lambda root: _manifest(root, lambda lines: lines[:2]), "manifest"),
    "lines exchanged": (lambda root: _manifest(root, lambda lines: [lines[1], lines[0], lines[2]]), "manifest"),
    "a line altered": (lambda root: _manifest(root, _forged_line), "manifest"),
    "a line of noise": (lambda root: _manifest(root, lambda lines: [*lines, b"noise\n"]), "manifest"),
    "a row taken away": (lambda root: sql(root, "DELETE FROM captures WHERE address LIKE '%/1'"), "ledger"),
    "a row altered": (lambda root: sql(root, "UPDATE captures SET document_key = 'iwpr/other'"), "ledger"),
    "a row put in": (
        lambda root: sql(
            root,
            "INSERT INTO captures SELECT 'urn:uuid:0', source, address, captured_at, status, media_type, "
            "payload_sha256, payload_bytes, warc_file, warc_offset + 1, warc_length, origin, run_id, "
            "original_address, archive_address, archived_at, truncated, role, document_key, refers_to, payload_digest "
            "FROM captures LIMIT 1",
        ),
        "ledger",
    ),
    "an offset altered": (lambda root: sql(root, "UPDATE captures SET warc_offset = warc_offset + 1"), "ledger"),
    "a hash altered": (
        lambda root: sql(root, "UPDATE captures SET payload_sha256 = 'aa' WHERE refers_to IS NULL"),
        "ledger",
    ),
    "a row of a file that is not there": (
        lambda root: sql(root, "UPDATE captures SET warc_file = 'y.warc.gz'"),
        "file",
    ),
    "a run altered": (lambda root: sql(root, "UPDATE runs SET record = replace(record, 'completed', 'failed')"), "run"),
    "a run taken away": (lambda root: sql(root, "DELETE FROM runs WHERE run_id = 'run-1'"), "run"),
    "a walk altered": (lambda root: sql(root, "UPDATE walks SET reason = 'known', reach = 3"), "ledger"),
    "a walk taken away": (lambda root: sql(root, "DELETE FROM walks"), "ledger"),
    "a walk put in": (
        lambda root: sql(root, "INSERT INTO walks SELECT 'x', start, at, reason, reach FROM walks"),
        "ledger",
    ),
    "first sight altered": (lambda root: sql(root, "UPDATE listed SET first_at = last_at"), "ledger"),
    "last sight altered": (lambda root: sql(root, "UPDATE listed SET last_at = first_at"), "ledger"),
    "a listed day altered": (lambda root: sql(root, "UPDATE listed SET dated = '2031-01-01'"), "ledger"),
    "a listed key altered": (lambda root: sql(root, "UPDATE listed SET document_key = 'iwpr/b'"), "ledger"),
    "a listed address taken away": (lambda root: sql(root, "DELETE FROM listed"), "ledger"),
    "a line of nests": (lambda root: _manifest(root, lambda lines: [*lines, b"[" * 100_000 + b"\n"]), "manifest"),
    "the ledger's pages overwritten": (lambda root: _overwritten_pages(root), "ledger"),
    "the ledger taken away": (lambda root: (root / "ledger.sqlite").unlink(), "ledger"),
    "the ledger overwritten": (lambda root: (root / "ledger.sqlite").write_bytes(b"noise" * 1000), "ledger"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_shows(root: Path, what: str) -> None:
    tamper, kind = TAMPERING[what]
    tamper(root)
    assert kind in kinds(verify(root))


def test_whatever_byte_of_the_manifest_is_altered_shows(root: Path) -> None:
    """All but the last line's time, which nothing vouches for before there is a next line or a timestamp."""
    path = root / "manifest.jsonl"
    whole = path.read_bytes()
    start = whole.rindex(b'"closed_at":"') + len(b'"closed_at":"')
    unproved = range(start, whole.index(b'"', start))
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert position in unproved or kinds(verify(root)) & {"manifest", "file"}, position
    path.write_bytes(whole)
    assert verify(root).problems == ()


@pytest.mark.parametrize("lines", [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]])
def test_whatever_lines_are_taken_away_shows(root: Path, lines: list[int]) -> None:
    _manifest(root, lambda whole: [line for number, line in enumerate(whole) if number not in lines])
    assert "manifest" in kinds(verify(root))


def test_payload_that_is_not_the_ledgers_shows_though_all_warc_digests_hold(root: Path) -> None:
    """Even where record and manifest are forged with right digests, the metadata's own payload hash does not hold."""
    path = warcs(root)[0]
    content = path.read_bytes()
    with Archive(root, read_only=True) as archive:
        entry = next(entry for entry in archive.entries() if entry.capture.address == "http://iwpr.test/0")
        start = entry.capture.warc_offset + entry.capture.warc_length
    metadata = gzip.decompress(content[start:])
    sha = entry.capture.payload_sha256.encode()
    assert sha in metadata
    forged = content[:start] + gzip.compress(metadata.replace(sha, b"0" * 64), 9, mtime=0)
    path.write_bytes(forged)
    assert "payload" in kinds(verify(root))


def test_by_command_what_a_killed_run_left_is_told_and_is_no_damage(root: Path) -> None:
    home = root.parent
    path = warcs(root)[-1]
    path.with_name(path.name + ".torn").write_bytes(b"half a record")
    said = CliRunner().invoke(main, ["--home", str(home), "verify"])
    assert said.exit_code == 0
    assert f"torn: {path.name}.torn: half an exchange that a killed run left; kept aside" in said.stderr
    assert "1 half-written exchange" in CliRunner().invoke(main, ["--home", str(home), "status"]).output
    _overwritten_pages(root)
    said = CliRunner().invoke(main, ["--home", str(home), "verify"])
    assert (said.exit_code, "ledger rebuild" in said.stderr) == (5, True)


def test_left_open_file_is_told_and_the_next_opening_mends_it(root: Path) -> None:
    path = warcs(root)[-1]
    path.rename(path.with_name(path.name + ".open"))
    _manifest(root, lambda lines: lines[:-1])
    found = verify(root)
    assert found.problems == ()
    assert [remark.kind for remark in found.remarks] == ["left-open"]
    with Archive(root):
        pass
    assert verify(root) == replace(found, remarks=(), files=3, records=27, captures=6)


def test_reading_a_damaged_payload_is_an_error_and_not_another_text(root: Path) -> None:
    _altered_text(root)
    with Archive(root, read_only=True) as archive:
        damaged = next(entry for entry in archive.entries() if entry.capture.address == "http://iwpr.test/0")
        with pytest.raises(ArchiveError, match="digest"):
            archive.payload(damaged)
        with pytest.raises(ArchiveError):
            archive.payload(replace(damaged, capture=replace(damaged.capture, warc_file="none.warc.gz")))


def test_ledger_is_not_made_again_from_a_damaged_file(root: Path) -> None:
    _flip(warcs(root)[1], warcs(root)[1].stat().st_size - 4)
    with pytest.raises(ArchiveError, match="damaged"):
        rebuild(root)
    with Archive(root, read_only=True) as archive:
        assert len(list(archive.entries())) == 6


def test_overwritten_ledger_is_made_again(root: Path) -> None:
    (root / "ledger.sqlite").write_bytes(b"noise" * 1000)
    with pytest.raises(ArchiveError, match="ledger rebuild"):
        Archive(root)
    assert rebuild(root) == 6
    assert verify(root).problems == ()
