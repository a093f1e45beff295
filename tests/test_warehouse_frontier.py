"""What collecting knows, from the archive to the warehouse and `onrecord status`: where addresses stand, and gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from tasks.archive.entries import Attempt, ListedAddress, Sighting
from tasks.archive.frontier import FrontierState
from tasks.archive.records import ArchivedCopy
from tasks.archive.store import Archive
from tasks.batch.publishing import publish
from tasks.batch.reading import read_source
from tasks.home import Home
from tasks.sources import sources
from tests.archive_making import exchange
from tests.conftest import onrecord
from tests.warehouse_readings import built, capture, report, write_context
from warehouse.query import run
from warehouse.steps import SQL

SITE = "https://iwpr.net/global-voices/"
LISTED = date(2026, 2, 3)
NOW = datetime.now(UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def visit(archive: Archive, story: str, days: float, *, status: int = 200, body: bytes = b"<p>The ferry.</p>") -> None:
    made = replace(exchange(SITE + story, body, status=status), started_at=ago(days))
    archive.append_exchange(made, source="iwpr", document_key=f"iwpr/{story}", role="document", run_id="night-1")


def miss(archive: Archive, story: str, days: float, why: str, next_at: datetime | None = None) -> None:
    made = Attempt(SITE + story, "iwpr", f"iwpr/{story}", "document", ago(days), why, "night-1", next_at)
    archive.append_attempt(made)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one address in each state; each story is named after its own."""
    home = Home(tmp_path_factory.mktemp("frontier"))
    with Archive(home.archive) as archive:
        listed = (ListedAddress(SITE + "new", "iwpr/new", LISTED), ListedAddress(SITE + "gone", "iwpr/gone", None))
        archive.append_sighting(Sighting("iwpr", SITE, ago(3), "night-1", listed))
        visit(archive, "unchanged", 0.1)
        visit(archive, "due", 900)
        visit(archive, "changed", 2)
        visit(archive, "changed", 0.1, body=b"<p>The ferry came late.</p>")
        visit(archive, "gone", 2)
        visit(archive, "gone", 0.5, status=404)
        visit(archive, "moved", 1, status=301)
        visit(archive, "blocked", 0.5, status=403)
        miss(archive, "refused-by-robots", 0.5, "refused-by-robots")
        for days in range(6, 0, -1):
            miss(archive, "failed", days, "timed-out", ago(-40) if days == 1 else None)
        for days, year in ((2, 2018), (1, 2018), (2, 2019)):
            lost = f"http://replay.test/{year}0101000000id_/http://iwpr.net/global-voices/copied"
            made = Attempt(lost, "iwpr", "iwpr/copied", "document", ago(days), "no-copy", "r", archive_address=lost)
            archive.append_attempt(made)
        replay = "http://replay.test/20190101000000id_/http://iwpr.net/global-voices/copied"
        archive.append_exchange(
            replace(exchange(replay), started_at=ago(1)),
            source="iwpr",
            document_key="iwpr/copied",
            role="document",
            run_id="night-1",
            copy=ArchivedCopy("http://iwpr.net/global-voices/copied", replay, datetime(2019, 1, 1, tzinfo=UTC)),
        )
    read_source(home, next(source for source in sources() if source.config.name == "iwpr"), batch="night-1")
    publish(home)
    return home


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    return run(home.warehouse, query).rows


def test_every_address_that_nights_visit_has_its_state(home: Home) -> None:
    found = dict(rows(home, "SELECT parse_filename(address), state FROM frontier"))
    assert found == {state: state for state in get_args(FrontierState)}  # the copy is not visited, and has no row


def test_a_gap_says_since_when_why_and_when_it_is_tried_again(home: Home) -> None:
    columns = "state, tries, detail, since::DATE, next_attempt_at > now(), document_key"
    found = {row[0]: row[1:] for row in rows(home, f"SELECT {columns} FROM frontier")}
    assert found["new"] == (0, None, None, None, "iwpr/new")
    assert found["gone"] == (1, "404", ago(0.5).date(), True, "iwpr/gone")
    assert found["failed"] == (6, "timed-out", ago(6).date(), True, "iwpr/failed")
    assert found["due"][3] is False
    listed = "SELECT state, listed_date, first_listed_at::DATE FROM frontier WHERE first_listed_at IS NOT NULL"
    assert rows(home, f"{listed} ORDER BY state") == [("gone", None, ago(3).date()), ("new", LISTED, ago(3).date())]


def test_gaps_of_a_source_are_counted_by_cause(home: Home) -> None:
    found = {row[1:4] for row in rows(home, (SQL / "examples" / "gaps_of_a_source.sql").read_text(encoding="utf-8"))}
    assert found == {
        ("new", None, 1),
        ("gone", "404", 1),
        ("blocked", "403", 1),
        ("refused-by-robots", None, 1),
        ("failed", "timed-out", 1),
        ("copy-missed", "no-copy", 1),  # the other one was had a night later
    }


def test_attempts_are_rows(home: Home) -> None:
    query = (
        "SELECT reason, count(*), count(next_attempt_at), any_value(run_id) FROM attempts GROUP BY reason ORDER BY 1"
    )
    assert rows(home, query) == [
        ("no-copy", 3, 0, "r"),
        ("refused-by-robots", 1, 0, "night-1"),
        ("timed-out", 6, 1, "night-1"),
    ]


def test_an_address_that_fails_again_and_again_is_an_issue_without_a_capture(home: Home) -> None:
    query = (
        "SELECT source, document_key, address, capture_id, seen FROM issues WHERE rule = 'check:failed_again_and_again'"
    )
    assert rows(home, query) == [("iwpr", "iwpr/failed", SITE + "failed", None, "6 times in a row: timed-out")]


def test_a_listed_copy_that_was_had_is_never_asked_for_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    replay = "http://replay.test/20190101000000id_/http://iwpr.net/global-voices/copied"
    with Archive(home.archive) as archive:
        archive.append_sighting(Sighting("iwpr", SITE, ago(3), "r", (ListedAddress(replay, "iwpr/copied", None),)))
        copy = ArchivedCopy("http://iwpr.net/global-voices/copied", replay, datetime(2019, 1, 1, tzinfo=UTC))
        facts = {"source": "iwpr", "document_key": "iwpr/copied", "run_id": "r"}
        archive.append_exchange(exchange(replay), role="document", copy=copy, **facts)
    publish(home)
    assert rows(home, "SELECT state, next_attempt_at FROM frontier") == [("unchanged", None)]


def test_home_of_an_older_version_builds_with_empty_tables(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    for name in ("frontier", "attempts"):
        (tmp_path / "readings" / "context" / f"{name}.parquet").unlink()
    tables = built(tmp_path, report()).tables
    assert (tables["frontier"], tables["attempts"], tables["reports"]) == (0, 0, 1)


def test_two_copies_in_one_warc_file_are_told_apart(tmp_path: Path) -> None:
    file = "https://index.test/crawl-data/part-1.warc.gz"
    made = [
        report(
            number,
            capture=capture(
                number,
                original_address=f"http://www.refworld.test/docid/{number}.html",
                archive_address=f"{file}#{number}000-900",
                archived_at=ago(2000),
            ),
        )
        for number in (1, 2)
    ]
    built(tmp_path, *made)
    for one in made:
        for address in (one.capture.archive_address, one.capture.original_address):
            found = run(tmp_path / "warehouse.duckdb", f"SELECT document_key FROM resolve('{address}')").rows
            assert found == [(one.document_key,)], address


def test_status_counts_the_addresses_of_each_source_by_state(home: Home) -> None:
    said = onrecord(home.path, "status").stdout.splitlines()
    at = next(number for number, line in enumerate(said) if "addresses that nights visit" in line)
    names = [cell.strip() for cell in said[at + 1].split("┃")]
    counts = next(line for line in said[at + 1 :] if line.startswith("iwpr")).split("│")
    assert names == ["source", *get_args(FrontierState)]
    assert [cell.strip() for cell in counts] == ["iwpr", *["1"] * len(get_args(FrontierState))]
    assert not any("refworld" in line for line in said[at:])  # of what was never visited there is nothing to say
    assert "global-voices" not in "\n".join(said)
