"""Versions and copies the whole way: captures in the archive, read, published, and asked of the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from tasks.archive.records import ArchivedCopy
from tasks.archive.store import Archive
from tasks.batch.context import ChangeRow, VersionRow
from tasks.batch.publishing import publish
from tasks.batch.reading import read_source
from tasks.home import Home
from tasks.reading.labels import RUNNING_TEXT
from tasks.readings import read_rows, write_rows
from tasks.sources import sources
from tests.archive_making import exchange
from tests.copies_set import prose, straight
from tests.warehouse_readings import built, report
from warehouse.build import BuildFailed
from warehouse.query import run
from warehouse.steps import SQL

STORY = "https://iwpr.net/global-voices/salt-workers-wait"
COPY = "http://www.refworld.org/docid/4680d82f2.html"
OLD_COPY = f"http://webarchive.archive.unhcr.org/20151219081100id_/{COPY}"
TITLE = "Salt Workers of Qarovul Wait"
TOLD = prose(Random(5), 12)
CORRECTED = (*TOLD[:3], f"{TOLD[3]} This figure was corrected.", *TOLD[4:], "The ministry has answered since.")


def iwpr_today(texts: Sequence[str]) -> str:
    words = "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)
    again = f"<h1>{TITLE}</h1><p>They were told to wait until spring.</p>"
    return (
        f"<html><head><title>{TITLE} | IWPR</title></head><body><main><section>{again}</section><section>{again}"
        f"<p>Thursday, 12 March, 2009</p><div>{words}</div></section></main>"
        "<footer>© Institute for War &amp; Peace Reporting. All rights reserved.</footer></body></html>"
    )


def iwpr_2020(texts: Sequence[str]) -> str:
    words = "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)
    return (
        f"<html><head><title>{TITLE} | Institute for War and Peace Reporting</title></head><body><article>"
        f"<h1>{TITLE}</h1><p>They were told to wait until spring.</p><p>By Ilka Noor</p><div>{words}</div>"
        "</article></body></html>"
    )


def refworld_page(texts: Sequence[str]) -> str:
    words = "".join(f"<p>{escape(straight(text), quote=False)}</p>" for text in texts)
    return (
        f"<html><head><title>Refworld | {TITLE}</title></head><body>"
        f"<div>Last Updated: Thursday, 19 October 2017, 11:48 GMT</div><h1>{TITLE}</h1><table>"
        "<tr><td>Publisher</td><td>Pan Observer</td></tr><tr><td>Publication Date</td><td>12 March 2009</td></tr>"
        f"<tr><td>Cite as</td><td>Pan Observer, <i>{TITLE}</i>, 12 March 2009, available at: {COPY}"
        " [accessed 7 November 2017]</td></tr><tr><td>Disclaimer</td><td>This is not a UNHCR publication. UNHCR is not"
        " responsible for, nor does it necessarily endorse, its content.</td></tr></table>"
        f"<div>{words}</div><div>Search Refworld</div></body></html>"
    )


def keep(archive: Archive, address: str, page: str, day: int, copy: ArchivedCopy | None = None) -> None:
    made = replace(exchange(address, page.encode()), started_at=datetime(2026, 3, day, tzinfo=UTC))
    source, key = (
        ("iwpr", "iwpr/salt-workers-wait") if address == STORY else ("refworld_legacy", "refworld_legacy/4680d82f2")
    )
    archive.append_exchange(made, source=source, document_key=key, role="document", run_id="night-1", copy=copy)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """IWPR's story in three captures, the last one changed; Refworld's copy of it; and a web archive's of that."""
    home = Home(tmp_path_factory.mktemp("copies"))
    archived = ArchivedCopy(COPY, OLD_COPY, datetime(2015, 12, 19, 8, 11, tzinfo=UTC))
    with Archive(home.archive) as archive:
        keep(archive, STORY, iwpr_2020(TOLD), 1)
        keep(archive, STORY, iwpr_today(TOLD), 2)
        keep(archive, STORY, iwpr_today(CORRECTED), 3)
        keep(archive, COPY, refworld_page(TOLD), 4)
        keep(archive, OLD_COPY, refworld_page(TOLD[:-1]), 5, archived)
    for source in sources():
        read_source(home, source, batch="night-1")
    publish(home)
    return home


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    return run(home.warehouse, query).rows


def test_versions_say_from_when_to_when_a_text_was_seen(home: Home) -> None:
    found = rows(
        home,
        "SELECT version, is_current, capture_count, first_seen_at, last_seen_at, paragraph_count FROM report_versions"
        " WHERE source = 'iwpr' ORDER BY version",
    )
    assert found == [
        (1, False, 2, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC), 12),
        (2, True, 1, datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), 13),
    ]


def test_a_web_archives_copy_of_2015_comes_before_a_capture_of_its_site(home: Home) -> None:
    found = rows(
        home,
        "SELECT version, is_current, first_seen_at, paragraph_count FROM report_versions WHERE source <> 'iwpr'"
        " ORDER BY version",
    )
    assert found == [
        (1, False, datetime(2015, 12, 19, 8, 11, tzinfo=UTC), 11),
        (2, True, datetime(2026, 3, 4, tzinfo=UTC), 12),
    ]


def test_who_resolves_an_address_learns_whether_it_held_another_story(home: Home) -> None:
    assert rows(home, f"SELECT document_key, story_count FROM resolve('{STORY}')") == [("iwpr/salt-workers-wait", 1)]


def test_changes_are_shown_paragraph_by_paragraph(home: Home) -> None:
    found = rows(home, "SELECT change, before_text, after_text FROM changes('iwpr/salt-workers-wait')")
    assert found == [
        ("changed", TOLD[3], CORRECTED[3]),
        ("added", None, CORRECTED[-1]),
    ]
    shown = rows(
        home,
        "SELECT c.after_text = substring(b.body, c.after_start_char + 1, c.after_end_char - c.after_start_char)"
        " FROM report_changes AS c JOIN report_bodies AS b ON b.capture_id = c.after_capture_id",
    )
    assert shown == [(True,), (True,), (True,)]


def test_the_copy_at_the_other_publisher_is_found_from_either_side(home: Home) -> None:
    found = rows(home, "SELECT document_key, other_document_key, relation, is_same_title FROM report_copies ORDER BY 1")
    assert found == [
        ("iwpr/salt-workers-wait", "refworld_legacy/4680d82f2", "copy", True),
        ("refworld_legacy/4680d82f2", "iwpr/salt-workers-wait", "copy", True),
    ]
    similarity, published = rows(
        home, "SELECT similarity, published_on::VARCHAR FROM copies_of('iwpr/salt-workers-wait')"
    )[0]
    assert 0.8 < similarity < 1
    assert published == "2009-03-12"
    alike = rows(home, "SELECT document_key FROM resembling('iwpr/salt-workers-wait', 0.5)")
    assert alike == [("refworld_legacy/4680d82f2",)]
    assert rows(home, "FROM resembling('iwpr/salt-workers-wait', 1)") == []


def test_captures_that_complete_each_other_say_what_came_from_which(home: Home) -> None:
    found = rows(home, (SQL / "examples" / "what_each_capture_contributed.sql").read_text(encoding="utf-8"))
    from_older = {(row[1], row[2]) for row in found if row[0] == "iwpr/salt-workers-wait" and not row[-1]}
    assert ("author", "Ilka Noor") in from_older
    assert ("published_on", "2009-03-12") in {(row[1], row[2]) for row in found if row[-1]}


@pytest.mark.parametrize(
    "example", ["what_changed_between_versions", "copies_at_two_publishers", "texts_that_came_and_went"]
)
def test_examples_find_what_there_is(home: Home, example: str) -> None:
    assert rows(home, (SQL / "examples" / f"{example}.sql").read_text(encoding="utf-8"))


def test_the_same_readings_give_the_same_comparison(home: Home) -> None:
    names = ("versions", "changes", "copies")
    before = [pq.read_table(home.readings / "context" / f"{name}.parquet") for name in names]
    publish(home)
    assert [pq.read_table(home.readings / "context" / f"{name}.parquet") for name in names] == before


def test_text_that_is_compared_is_the_text_that_is_published() -> None:
    kinds = run_kinds()
    assert {kind for kind, is_text in kinds if is_text} == RUNNING_TEXT


def run_kinds() -> list[tuple[str, bool]]:
    lines = (SQL / "passage_kinds.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [(line.split(",")[0], line.split(",")[2] == "true") for line in lines]


@pytest.mark.parametrize(
    ("file", "owner", "change", "check"),
    [
        ("versions", VersionRow, {"text_sha256": "0" * 64}, "versions_are_the_text"),
        ("versions", VersionRow, {"capture_ids": ("urn:uuid:none",)}, "references_hold"),
        ("changes", ChangeRow, {"after_start_char": 0, "after_end_char": 4}, "changes_are_the_body"),
    ],
)
def test_a_comparison_that_does_not_fit_the_readings_stops_the_build(
    home: Home, tmp_path: Path, file: str, owner: type[Any], change: dict[str, Any], check: str
) -> None:
    for path in home.readings.glob("*/*.parquet"):
        target = tmp_path / "readings" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    wrong = tmp_path / "readings" / "context" / f"{file}.parquet"
    write_rows(wrong, owner, [replace(row, **change) for row in list(read_rows(wrong, owner))])
    with pytest.raises(BuildFailed, match=check) as failed:
        built(tmp_path)
    assert TOLD[0] not in str(failed.value)


def test_a_warehouse_without_a_comparison_is_built_with_empty_tables(tmp_path: Path) -> None:
    tables = built(tmp_path, report()).tables
    assert (tables["report_versions"], tables["report_changes"], tables["report_copies"]) == (0, 0, 0)
