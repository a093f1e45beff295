"""`onrecord backfill` as an operator starts it: the whole way, its exit codes, and what it refuses."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples.archiveserver import ArchiveServer, Limit
from samples.commoncrawl import record
from samples.webcopies import held
from tests.conftest import onrecord
from warehouse.query import run

PAGES = [each for each in held() if each.status == 200 and "//www.refworld.test/publisher" in each.original]
PAGE = PAGES[0]


@pytest.fixture
def archives() -> Iterator[ArchiveServer]:
    with ArchiveServer() as server:
        yield server


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--contact is needed"),
        (("--contact", "somebody"), "the contact must be"),
        (("--contact", "a@b.test", "--endpoint", "https://a.test/cdx"), "--endpoint needs --from"),
        (("--contact", "a@b.test", "--from", "pywb", "--endpoint", "file:///etc/passwd"), "http or https address"),
        (("--contact", "a@b.test", "--from", "pywb", "--endpoint", "https://u:p@a.test/"), "without credentials"),
        (("--contact", "a@b.test", "--from", "replay", "--endpoint", "https://a.test/web"), "must end where"),
        (("--contact", "a@b.test", "--pace", "0.99"), "no pace for an archive"),
        (("--contact", "a@b.test", "--pace", "nan"), "no pace for an archive"),
        (("--contact", "a@b.test", "--address", "http://a.test/*/b"), "with * at its end"),
        (("--contact", "a@b.test", "--since", "yesterday"), "does not match the format"),
        (("--contact", "a@b.test", "--source", "nowhere"), "no source 'nowhere'"),
        (
            ("--contact", "a@b.test", "--source", "iwpr", "--from", "pywb"),
            "no web archive of kind pywb is known for iwpr",
        ),
        (("--contact", "a@b.test", "--from", "pywb"), "no web archive of kind pywb is known for any source"),
        (("--contact", "a@b.test", "--since", "2020-01-02", "--until", "2020-01-01"), "--since is after --until"),
        (("--contact", "a@b.test", "--address", "http://a.test/b"), "none of the addresses belongs"),
        (
            ("--contact", "a@b.test", "--address", PAGE.original, "--match", "a.test/"),
            "one of them belongs to no source",
        ),
        (("--contact", "a@b.test", "--source", "iwpr", "--address", PAGE.original), "none of the addresses belongs"),
        (("--contact", "a@b.test", "--from", "pywb", "--endpoint", "https://token@a.test/"), "without credentials"),
        (
            ("--contact", "a@b.test", "--from", "wayback", "--replay", "https://a.test/web/"),
            "--replay needs --endpoint",
        ),
        (("--contact", "a@b.test", "--probe", "--max", "3"), "--max says nothing beside --probe"),
    ],
)
def test_wrong_usage_says_what_is_expected(empty_home: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in " ".join(onrecord(empty_home, "backfill", *arguments, code=2).stderr.split())


@pytest.mark.parametrize(
    "option",
    [("--probe",), ("--source", "iwpr"), ("--max", "3"), ("--from", "pywb"), ("--pick", "all"), ("--sample", "8765")],
)
def test_options_that_files_would_ignore_are_refused(empty_home: Path, tmp_path: Path, option: tuple[str, ...]) -> None:
    (tmp_path / "x.warc.gz").write_bytes(record(PAGE))
    said = onrecord(empty_home, "backfill", *option, tmp_path / "x.warc.gz", code=2).stderr
    assert f"{option[0]} says nothing beside files" in " ".join(said.split())
    assert not empty_home.exists()


@pytest.mark.slow
def test_nobody_who_answers_is_red_and_says_so(empty_home: Path) -> None:
    with ArchiveServer() as gone:
        port = gone.port
    said = onrecord(empty_home, "backfill", "--sample", port, "--source", "refworld_legacy", code=1).stderr
    assert "refworld_legacy: nothing could be asked, or no web archive answered" in said
    onrecord(empty_home, "verify")


@pytest.mark.slow
def test_archive_without_index_is_red_while_no_page_is_known(empty_home: Path, archives: ArchiveServer) -> None:
    given = ("--sample", archives.port, "--source", "refworld_legacy", "--from", "replay")
    said = onrecord(empty_home, "backfill", *given, code=1).stderr
    assert "nothing could be asked" in said
    assert not archives.requests


def test_files_are_taken_read_and_published(empty_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(b"".join(record(each) for each in PAGES[:4]))
    with zipfile.ZipFile(folder / "b.zip", "w") as other:
        other.writestr("x", "y")
    said = onrecord(empty_home, "backfill", folder, code=3).stderr
    assert "kept  a.warc.gz" in said
    assert "problem  b.zip: a ZIP without datapackage.json is no WACZ" in said
    assert run(empty_home / "warehouse.duckdb", "SELECT DISTINCT flow FROM runs").rows == [("backfill",)]
    reports = run(empty_home / "warehouse.duckdb", "SELECT count(*) FROM reports").rows[0][0]
    assert reports == len({each.original for each in PAGES[:4]})


def test_probe_prints_what_is_there(empty_home: Path, archives: ArchiveServer) -> None:
    said = onrecord(empty_home, "backfill", "--probe", "--sample", archives.port, "--address", PAGE.original).stdout
    assert "list of crawls" in said and "an index (" in said
    assert PAGE.original.rpartition("/")[2] not in said
    onrecord(empty_home, "verify")


@pytest.mark.slow
def test_the_whole_way_from_all_archives(empty_home: Path, archives: ArchiveServer) -> None:
    said = onrecord(empty_home, "backfill", "--sample", archives.port).stderr
    assert "Backfill completed" in said
    rows = run(
        empty_home / "warehouse.duckdb",
        "SELECT original_address, archive_address, archived_at, captured_at FROM captures "
        "WHERE archive_address IS NOT NULL AND state = 'report'",
    ).rows
    assert len(rows) > 20
    assert all(original and archive and at for original, archive, at, _ in rows)
    assert {row[0] for row in run(empty_home / "warehouse.duckdb", "SELECT flow FROM runs").rows} == {"backfill"}
    onrecord(empty_home, "verify")
    asked = len(archives.requests)
    onrecord(empty_home, "backfill", "--sample", archives.port)
    assert not [target for _, target, _ in archives.requests[asked:] if "/web/" in target or ".warc.gz" in target]


@pytest.mark.slow
def test_an_archive_that_asks_for_a_pause_ends_the_run_with_a_time(empty_home: Path) -> None:
    with ArchiveServer(limit=Limit(answers=6, pause=600)) as archives:
        given = ("--sample", archives.port, "--from", "wayback", "--source", "refworld_legacy")
        said = onrecord(empty_home, "backfill", *given, code=6).stderr
    assert "come back after 20" in said
    assert run(empty_home / "warehouse.duckdb", "SELECT count(*) FROM reports").rows[0][0] > 0
    onrecord(empty_home, "verify")


@pytest.mark.slow
def test_no_address_stands_in_prefects_records(empty_home: Path, archives: ArchiveServer) -> None:
    onrecord(
        empty_home, "backfill", "--sample", archives.port, "--source", "refworld_legacy", "--address", PAGE.original
    )
    slug = PAGE.original.rpartition("/")[2].encode()
    database = next((empty_home / "prefect").glob("*.db"))
    with sqlite3.connect(database) as db:
        dump = "\n".join(db.iterdump()).encode()
    assert b"backfill" in dump
    assert slug not in dump
    assert not list(empty_home.glob(".wanted-*"))
