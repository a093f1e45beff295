"""`citations` in the warehouse, and the command that hands them out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from click.testing import CliRunner, Result

from flows.cli import main
from tasks.home import Home
from tasks.report import Author, Citation, Found, PublicationDate
from tests.warehouse_readings import SOURCE, built, capture, citation, report, write_context
from warehouse.query import run

KEYS = [f"{SOURCE}/{number:08x}" for number in range(1, 5)]
COPY = "https://replay.test/web/20190101000000id_/http://www.refworld.test/docid/00000002.html"
BOTH = "http://www.refworld.test/docid/0000000f.html"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reports, of which the second is a web archive's copy and the third has no title; and a page that is gone."""
    folder = tmp_path_factory.mktemp("cited")
    write_context(folder / "readings")
    month = PublicationDate(date(2018, 3, 1), "month", "March 2018", "label-date")
    copy = capture(
        2,
        address=COPY,
        original_address="http://www.refworld.test/docid/00000002.html",
        archive_address=COPY,
        archived_at=datetime(2019, 1, 1, tzinfo=UTC),
    )
    authors = (Author("Aru Telim", True, "r"), Author("Dilbar Osh", False, "r"))
    built(
        folder,
        report(1),
        report(
            2, capture=copy, citation=citation(published=month, authors=authors, report_kind=Found("reporting", "r"))
        ),
        report(3, citation=Citation()),
        report(4),
        report(5, state="not-found", key=f"{SOURCE}/00000005", citation=Citation()),
    )
    return folder


def command(home: Path, *arguments: object) -> Result:
    assert Home(home).warehouse == home / "warehouse.duckdb"
    return CliRunner().invoke(main, ["--home", str(home), "cite", *map(str, arguments)])


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    return run(home / "warehouse.duckdb", query).rows


def test_every_report_has_one_row_that_says_what_the_others_say(home: Path) -> None:
    assert rows(home, "SELECT document_key FROM citations ORDER BY ALL") == [(key,) for key in KEYS]
    differ = """
        SELECT c.document_key FROM citations AS c JOIN reports AS r USING (document_key)
        WHERE c.cite_as IS DISTINCT FROM r.cite_as OR c.cite_complete IS DISTINCT FROM r.cite_complete
            OR (c.csl_json->>'title') IS DISTINCT FROM r.title OR (c.csl_json->>'URL') != r.address
            OR NOT contains(c.cite_archived, r.payload_sha256)
    """
    assert rows(home, differ) == []


def test_a_web_archives_copy_is_cited_by_its_own_address_and_proved_by_the_copys(home: Path) -> None:
    (found,) = rows(home, f"SELECT cite_archived, csl_json, ris FROM citations WHERE document_key = '{KEYS[1]}'")
    assert found[0].endswith(
        f"; archived copy of 2019-01-01 00:00 UTC at {COPY} (SHA-256 of the payload: {capture(2).payload_sha256})"
    )
    item = json.loads(found[1])
    assert (item["URL"], item["archive"]) == ("http://www.refworld.test/docid/00000002.html", "replay.test")
    assert item["issued"] == {"date-parts": [[2018, 3]]}
    assert item["source"] == "Refworld"  # the site's title as far as its first comma
    assert [name["literal"] for name in item["author"]] == ["Aru Telim", "Dilbar Osh"]
    assert item["note"].endswith("Pseudonym: Aru Telim.")
    assert "\r\nDA  - 2018/03//\r\n" in found[2]


def test_text_by_any_address_and_by_key(home: Path) -> None:
    said = command(home, "https://refworld.test/docid/00000001.html#top", KEYS[1], COPY)
    assert said.exit_code == 0
    lines = said.stdout.splitlines()
    assert len(lines) == 2  # the copy's address is the second report again
    assert "urn:uuid:00000000-0000-0000-0000-000000000001" in lines[0]
    assert COPY in lines[1]


def test_several_make_one_file(home: Path, tmp_path: Path) -> None:
    items = json.loads(command(home, *KEYS, "--format", "csl-json").stdout)
    assert [item["id"] for item in items] == KEYS
    file = tmp_path / "cited.bib"
    said = command(home, *KEYS, "--format", "bibtex", "--output", file)
    assert (said.exit_code, said.stdout) == (0, "")
    assert "4 reports in" in said.stderr
    assert [entry.key for entry in parse_string(file.read_text(encoding="utf-8")).entries] == KEYS
    written = command(home, *KEYS, "--format", "ris").stdout_bytes
    assert written.count(b"TY  - ") == written.count(b"\r\nER  - \r\n") == 4
    assert [path.name for path in tmp_path.iterdir()] == ["cited.bib"]


def test_what_is_not_there_has_a_line_with_the_next_step(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.ris"
    file.write_text("before")
    said = command(home, "http://www.refworld.test/docid/9.html", "--format", "ris", "--output", file)
    assert said.exit_code == 1
    assert "no document has this address" in said.stderr
    assert "onrecord backfill --address" in said.stderr
    assert file.read_text() == "before"
    said = command(home, KEYS[0], f"{SOURCE}/00000005")
    assert said.exit_code == 3
    assert len(said.stdout.splitlines()) == 1
    assert "could be read as a report" in said.stderr
    assert "onrecord sql" in said.stderr
    assert command(home).exit_code == 2


def test_an_address_of_two_documents_is_not_decided_here(tmp_path: Path) -> None:
    first, second = report(1), report(2)
    built(
        tmp_path,
        replace(first, aliases=(*first.aliases, BOTH)),
        replace(second, aliases=(*second.aliases, BOTH.replace("http:", "https:"))),
    )
    said = command(tmp_path, BOTH)
    assert said.exit_code == 1
    assert all(key in said.stderr for key in KEYS[:2])


def test_without_a_warehouse_the_next_step_is_to_publish(tmp_path: Path) -> None:
    said = command(tmp_path, KEYS[0])
    assert said.exit_code == 1
    assert "onrecord publish" in said.stderr


def test_citations_are_proved_before_they_are_published(home: Path) -> None:
    assert rows(home, "SELECT rows FROM build_tables WHERE table_name = 'citations'") == [(4,)]
    assert rows(home, f"SELECT cite_archived FROM cite('{KEYS[3]}')")[0][0].count("SHA-256") == 1
