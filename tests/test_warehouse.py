"""The warehouse, built from readings: what an analyst finds in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.batch.context import FrontierRow, RunRow, SourceRow
from tasks.readings import Reading, read_rows, write_rows
from tasks.report import Author, Citation, Country, Found, Issue, Passage, PublicationDate, Related, Report
from tests.conftest import SHARED
from tests.warehouse_readings import (
    NIGHT,
    PAGE,
    SOURCE,
    TEXT,
    built,
    capture,
    citation,
    full_citation,
    quote,
    report,
    salt_quotes,
    span,
    write,
    write_context,
)
from warehouse.build import BuildFailed
from warehouse.query import run

KEY = f"{SOURCE}/00000001"


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    return run(folder / "warehouse.duckdb", query).rows


def one(folder: Path, query: str) -> dict[str, Any]:
    answer = run(folder / "warehouse.duckdb", query)
    assert len(answer.rows) == 1
    return dict(zip(answer.columns, answer.rows[0], strict=True))


def test_first_night_without_anything_builds_empty_tables(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert result.tables["reports"] == result.tables["quotes"] == result.tables["notices"] == 0
    assert result.checks >= 10
    assert one(tmp_path, "FROM builds")["build_id"] == "b1"
    assert rows(tmp_path, "FROM reports") == []


def test_files_without_rows_build_empty_tables(tmp_path: Path) -> None:
    readings = tmp_path / "readings"
    write_rows(readings / SOURCE / "night.parquet", Reading, [])
    write_rows(readings / "context" / "sources.parquet", SourceRow, [])
    write_rows(readings / "context" / "runs.parquet", RunRow, [])
    assert built(tmp_path).tables["captures"] == 0


def test_report_has_all_that_the_page_says_of_itself(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    built(tmp_path, report(citation=full_citation()))
    found = one(tmp_path, "FROM reports")
    assert found["document_key"] == KEY
    assert found["title"] == "Salt Workers of Qarovul Wait for Pay"
    assert found["standfirst"] == "They were told to wait."
    assert (found["publisher"], found["publisher_code"]) == ("Pan Observer", "PANO")
    assert (found["authors"], found["authors_text"], found["is_any_author_pseudonym"]) == (
        ["Aru Telim"],
        "Aru Telim",
        True,
    )
    assert (found["published_on"], found["published_precision"]) == (date(2026, 2, 20), "day")
    assert (found["published_printed"], found["published_rule"]) == ("20 February 2026", "label-date")
    assert found["last_updated_at"] == NIGHT - timedelta(hours=1)
    assert found["accessed_on"] == date(2026, 3, 1)
    assert (found["symbol"], found["reference"], found["document_type"]) == ("QAR1000.E", "Ref 7", "COUNTRYREP")
    assert (found["report_kind"], found["language_code"]) == ("reporting", "en")
    assert (found["country_codes"], found["topics"]) == (["KAZ"], ["Labour", "Wages"])
    assert found["address"] == "https://www.refworld.test/docid/00000001.html"
    assert found["captured_address"] == "http://www.refworld.test/docid/00000001.html"
    assert found["captured_at"] == NIGHT + timedelta(minutes=1)
    assert (found["quote_count"], found["direct_quote_count"], found["indirect_quote_count"]) == (2, 1, 1)
    source = one(tmp_path, "FROM sources")
    assert (source["title"], source["hosts"], source["report_count"]) == (
        "Refworld, the retired site",
        ["www.refworld.test", "refworld.test"],
        1,
    )
    assert one(tmp_path, "FROM runs")["listed_count"] == 12


@pytest.fixture(scope="module")
def salt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the one invented page."""
    folder = tmp_path_factory.mktemp("salt")
    built(folder, report())
    return folder


def test_clean_text_is_the_text_passages_with_the_pages_own_separators(salt: Path) -> None:
    found = one(salt, "FROM reports")
    assert found["text"] == TEXT
    assert found["text_chars"] == len(TEXT)
    assert one(salt, "SELECT body, body_chars FROM report_bodies") == {
        "body": report().body,
        "body_chars": len(report().body),
    }


def test_clean_text_of_a_real_report_is_its_gold_to_the_character(tmp_path: Path) -> None:
    seed = SHARED / "seed" / "refworld-4ddb8c732.txt"
    if not seed.exists():
        pytest.skip("the real report is not part of the project")
    body = seed.read_text(encoding="utf-8")
    gold = json.loads(seed.with_suffix(".gold.json").read_text(encoding="utf-8"))["body"]
    passages: list[Passage] = []
    for paragraph in re.finditer(r"[^ \n]+(?: +[^ \n]+)*", body):
        start, end = paragraph.span()
        if passages and passages[-1].end_char < start:
            passages.append(Passage("separator", "white-space", passages[-1].end_char, start))
        kind = "body" if gold["start"] <= start < gold["end"] else "furniture"
        passages.append(Passage(kind, "gold", start, end))
    passages.append(Passage("separator", "white-space", passages[-1].end_char, len(body)))
    covering = tuple(passage for passage in passages if passage.start_char < passage.end_char)
    built(tmp_path, report(body=body, passages=covering, quotes=()))
    assert rows(tmp_path, "SELECT text FROM reports") == [(body[gold["start"] : gold["end"]],)]


def test_passages_give_back_the_whole_page(salt: Path) -> None:
    assert "".join(text for (text,) in rows(salt, "SELECT text FROM passages ORDER BY position")) == report().body
    assert rows(salt, "SELECT kind, text FROM notices") == [
        ("pseudonym", "Aru Telim is the pseudonym of a journalist in Qarovul.")
    ]


def test_quote_stands_with_speaker_report_and_citation_on_its_row(salt: Path) -> None:
    found = one(salt, "FROM quotes WHERE kind = 'direct'")
    assert found["text"] == "We were told to wait, … We are still waiting."
    assert (found["speaker"], found["speaker_role"]) == ("Dilbar Osh", "head of the Pan Workers’ Circle")
    assert (found["affiliation"], found["cue"], found["is_protected"]) == ("Pan Workers’ Circle", "said", False)
    assert (found["title"], found["publisher"]) == ("Salt Workers of Qarovul Wait for Pay", "Pan Observer")
    assert (found["published_on"], found["document_key"], found["source"]) == (date(2026, 2, 20), KEY, SOURCE)
    assert found["cite_complete"] == citation().cite_complete.value  # type: ignore[union-attr]
    segments = rows(salt, f"SELECT text FROM quote_segments WHERE quote_id = '{found['quote_id']}' ORDER BY position")
    assert segments == [("We were told to wait,",), ("We are still waiting.",)]


def test_speaker_under_a_pseudonym_is_protected(tmp_path: Path) -> None:
    page = (("body", "“Stay away,” said Bo. “I left,” said Aru Telim. “Me too,” said Cy."),)
    body = page[0][1]
    quotes = (
        quote(body, "Stay away,", speaker="Bo", speaker_kind="pseudonym"),
        quote(body, "I left,", speaker="Aru Telim"),
        quote(body, "Me too,", speaker="Cy"),
    )
    built(tmp_path, report(page=page, quotes=quotes))
    found = rows(tmp_path, "SELECT speaker, is_protected FROM quotes ORDER BY position")
    assert found == [("Bo", True), ("Aru Telim", True), ("Cy", False)]


def test_two_captures_of_one_story_complete_each_other(tmp_path: Path) -> None:
    without_byline = report(1, key="iwpr/salt", citation=citation(authors=(), standfirst=None))
    without_date = report(
        2,
        key="iwpr/salt",
        page=(("body", "The newer layout."),),
        citation=citation(
            published=None,
            title=Found("Salt Workers of Qarovul wait for pay", "title-block"),
            cite_complete=Found("Pan Observer, Salt Workers of Qarovul wait for pay", "composed"),
        ),
    )
    built(tmp_path, without_byline, without_date)
    found = one(tmp_path, "FROM reports")
    assert (found["title"], found["text"]) == ("Salt Workers of Qarovul wait for pay", "The newer layout.")
    assert found["authors"] == ["Aru Telim"]
    assert (found["published_on"], found["published_precision"]) == (date(2026, 2, 20), "day")
    assert "20 February 2026" in found["cite_complete"]
    origin = dict(
        rows(
            tmp_path,
            "SELECT field, capture_id FROM citation_values"
            " WHERE is_in_report AND field IN ('title', 'published_on', 'author')",
        )
    )
    assert origin == {
        "title": without_date.capture.capture_id,
        "author": without_date.capture.capture_id,
        "published_on": without_byline.capture.capture_id,
    }
    assert rows(tmp_path, "SELECT is_current FROM captures ORDER BY capture_id") == [(False,), (True,)]
    document = one(tmp_path, "FROM documents")
    assert (document["capture_count"], document["current_capture_id"]) == (2, without_date.capture.capture_id)


def test_a_capture_under_another_title_completes_nothing_and_is_pointed_out(tmp_path: Path) -> None:
    dated = report(1, key="iwpr/salt", citation=citation(title=Found("A Quite Different Story", "h1")))
    undated = report(2, key="iwpr/salt", citation=citation(published=None, authors=()))
    built(tmp_path, dated, undated)
    found = one(tmp_path, "FROM reports")
    assert found["published_on"] is None
    assert found["authors"] == []
    pointed_out = rows(tmp_path, "SELECT capture_id FROM issues WHERE rule = 'check:one_document_two_titles'")
    assert pointed_out == [(dated.capture.capture_id,)]


def test_a_capture_without_a_title_is_completed_by_one_story_alone(tmp_path: Path) -> None:
    other = report(1, key="iwpr/salt", citation=citation(title=Found("A Quite Different Story", "h1")))
    story = report(
        2, key="iwpr/salt", citation=citation(authors=(), title=Found("Cafe\N{COMBINING ACUTE ACCENT}s", "h1"))
    )
    same = report(3, key="iwpr/salt", citation=citation(published=None, title=Found("Cafés", "h1")))
    untitled = report(4, key="iwpr/salt", citation=citation(title=None, authors=(), published=None, cite_complete=None))
    built(tmp_path, other, story, replace(same, citation=replace(same.citation, authors=())), untitled)
    found = one(tmp_path, "FROM reports")
    assert (found["title"], found["authors"], found["published_on"]) == ("Cafés", [], date(2026, 2, 20))
    pointed_out = rows(tmp_path, "SELECT capture_id FROM issues WHERE rule = 'check:one_document_two_titles'")
    assert pointed_out == [(other.capture.capture_id,)]


def test_what_is_true_of_one_capture_only_never_moves_to_another(tmp_path: Path) -> None:
    built(tmp_path, report(1, key="a/b", citation=full_citation()), report(2, key="a/b"))
    found = one(tmp_path, "FROM reports")
    assert (found["last_updated_at"], found["accessed_on"]) == (None, None)
    assert found["symbol"] == "QAR1000.E"
    assert rows(tmp_path, "FROM related_documents") == []


def test_of_several_readings_of_one_capture_the_later_counts(tmp_path: Path) -> None:
    readings = tmp_path / "readings"

    def titled(title: str) -> Report:
        return report(citation=citation(title=Found(title, "t")))

    write(readings, [titled("later")], name="a", read_at=NIGHT + timedelta(days=1))
    write(readings, [titled("earlier")], name="b", read_at=NIGHT)
    built(tmp_path)
    assert rows(tmp_path, "SELECT title FROM reports") == [("later",)]
    write(readings, [titled("same time, later file")], name="c", read_at=NIGHT + timedelta(days=1))
    built(tmp_path)
    assert rows(tmp_path, "SELECT title FROM reports") == [("same time, later file",)]
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(1,)]


def test_documents_that_could_not_be_read_are_counted_and_are_no_reports(tmp_path: Path) -> None:
    blocked = Report(capture(5, status=403), "blocked", f"{SOURCE}/5", issues=(Issue("state:blocked", "challenge"),))
    listing = Report(capture(6), "listing")
    built(tmp_path, blocked, listing)
    assert rows(tmp_path, "SELECT state FROM captures ORDER BY capture_id") == [("blocked",), ("listing",)]
    document = one(tmp_path, "FROM documents")
    assert (document["readable_capture_count"], document["current_capture_id"]) == (0, None)
    assert rows(tmp_path, "FROM reports") == []
    assert rows(tmp_path, "SELECT rule, raised_by FROM issues") == [("state:blocked", "page")]


def test_later_capture_that_failed_does_not_hide_the_report(tmp_path: Path) -> None:
    built(tmp_path, report(1, key="a/b"), Report(capture(2, status=404), "not-found", "a/b"))
    assert rows(tmp_path, "SELECT text = '' FROM reports") == [(False,)]
    assert one(tmp_path, "FROM documents")["last_captured_at"] == NIGHT + timedelta(minutes=2)


def test_issues_of_pages_runs_and_checks_stand_in_one_table(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    future = citation(published=PublicationDate(date(2031, 5, 1), "day", "1 May 2031", "label-date"))
    result = built(tmp_path, report(1, citation=future, issues=(Issue("unknown-label", "Zone", 3, 7),)))
    assert result.warnings == 1
    found = rows(tmp_path, "SELECT raised_by, rule, capture_id IS NULL, source, run_id FROM issues ORDER BY raised_by")
    assert found == [
        ("check", "check:published_after_capture", False, SOURCE, "night-1"),
        ("page", "unknown-label", False, SOURCE, "night-1"),
        ("run", "timed-out", True, SOURCE, "night-1"),
    ]
    assert rows(tmp_path, "SELECT issue_count FROM reports") == [(2,)]


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        (report(page=(("navigation", "Search Refworld"),)), "check:text_is_empty"),
        (report(body="", passages=(), quotes=()), "check:text_is_empty"),
        (
            report(citation=citation(published=PublicationDate(date(1031, 1, 1), "year", "1031", "r"))),
            "check:published_long_ago",
        ),
        (report(citation=citation(accessed_on=Found(date(2027, 1, 1), "r"))), "check:site_dates_after_capture"),
    ],
)
def test_what_is_hard_to_believe_becomes_an_issue_and_stops_no_night(tmp_path: Path, made: Report, rule: str) -> None:
    built(tmp_path, made)
    assert rows(tmp_path, "SELECT rule FROM issues") == [(rule,)]


def test_empty_text_that_an_issue_already_explains_is_not_reported_twice(tmp_path: Path) -> None:
    built(tmp_path, report(page=(("navigation", "Menu"),), issues=(Issue("body", "nothing left"),)))
    assert rows(tmp_path, "SELECT rule FROM issues") == [("body",)]


def test_page_whose_labels_failed_is_published_with_its_issue(tmp_path: Path) -> None:
    whole = report()
    claims = tuple(passage for passage in whole.passages if passage.kind == "body")
    made = report(passages=claims, issues=(Issue("step-failed:labels", "ValueError"),))
    built(tmp_path, made)
    assert rows(tmp_path, "SELECT text FROM reports") == [
        ("\n\n".join(made.body[passage.start_char : passage.end_char] for passage in claims),)
    ]


def test_addresses_of_one_document_lead_to_it(tmp_path: Path) -> None:
    replay = "https://webarchive.archive.unhcr.test/20230519053145mp_/http://www.refworld.test/docid/4.html"
    made = report(
        4,
        capture=capture(4, address=replay),
        aliases=(replay, "http://www.refworld.test/docid/4.html", "http://www.refworld.test/rwmain?docid=4&skip=0"),
        citation=citation(canonical_address=Found("https://www.refworld.test/docid/4.html", "head")),
    )
    built(tmp_path, made)
    assert rows(tmp_path, "SELECT DISTINCT document_key FROM aliases") == [(f"{SOURCE}/00000004",)]
    assert dict(rows(tmp_path, "SELECT address, how FROM aliases"))[replay] == "asked"
    for typed in (
        "refworld.test/docid/4.html",
        "https://REFWORLD.test/docid/4.html#top",
        "http://web.archive.org/web/20150101000000id_/http://www.refworld.test/docid/4.html",
        replay,
        replay.removeprefix("https://"),
        "https://www.refworld.test.:443/docid/4.html/",
        "http://www.refworld.test/rwmain?docid=4&skip=0",
    ):
        found = rows(tmp_path, f"SELECT document_key FROM resolve('{typed}')")
        assert found == [(f"{SOURCE}/00000004",)], typed
    assert rows(tmp_path, "FROM resolve('http://www.refworld.test/docid/44.html')") == []


def test_an_address_is_found_percent_encoded_and_as_a_browser_shows_it(tmp_path: Path) -> None:
    encoded = "http://iwpr.test/ru/global-voices/%D0%BC%D0%BE%D1%81%D1%82-%E2%80%9808"
    cyrillic = "http://iwpr.test/old/%EC%EE%F1%F2"  # cp1251: no UTF-8, so it stays as it is
    built(tmp_path, report(1, capture=capture(1, address=encoded)), report(2, capture=capture(2, address=cyrillic)))
    for typed, key in (("iwpr.test/ru/global-voices/мост-‘08", 1), (encoded, 1), (cyrillic.lower(), 2)):
        assert rows(tmp_path, f"SELECT document_key FROM resolve('{typed}')") == [(f"{SOURCE}/{key:08x}",)], typed


def test_address_that_two_documents_claim_goes_to_the_one_that_answered_there(tmp_path: Path) -> None:
    asked = report(2)
    claiming = report(1, aliases=(capture(1).address, asked.capture.address))
    built(tmp_path, claiming, asked)
    found = dict(rows(tmp_path, "SELECT address, document_key FROM aliases"))
    assert found == {asked.capture.address: asked.document_key, claiming.capture.address: claiming.document_key}
    assert rows(tmp_path, "SELECT DISTINCT rule FROM issues") == [("check:address_of_two_documents",)]


def test_cross_references_keep_their_order_and_find_their_report(tmp_path: Path) -> None:
    other = report(2)
    related = (
        Related("see-also", "Dust over Qarovul", None, "r"),
        Related("translation", "Les saliniers", other.capture.address, "r"),
        Related("see-also", "Wind over Qarovul", "http://elsewhere.test", "r"),
    )
    built(tmp_path, report(1, citation=citation(related=related)), other)
    found = rows(tmp_path, "SELECT relation, title, related_document_key FROM related_documents ORDER BY position")
    assert found == [
        ("see-also", "Dust over Qarovul", None),
        ("translation", "Les saliniers", other.document_key),
        ("see-also", "Wind over Qarovul", None),
    ]


def test_a_link_finds_its_report_under_the_other_scheme_and_never_one_of_two(tmp_path: Path) -> None:
    related = (
        Related("see-also", "Dust over Qarovul", "https://refworld.test/docid/00000002.html#top", "r"),
        Related("see-also", "Wind over Qarovul", "http://www.iwpr.test/wind", "r"),
    )
    claimed = (
        report(3, capture=capture(3, address="http://iwpr.test/wind")),
        report(4, capture=capture(4, address="https://iwpr.test/wind")),
    )
    built(tmp_path, report(1, citation=citation(related=related)), report(2), *claimed)
    found = rows(tmp_path, "SELECT related_document_key FROM related_documents ORDER BY position")
    assert found == [(f"{SOURCE}/00000002",), (None,)]


def test_the_same_readings_give_the_same_tables(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    made = [report(n, key=f"{SOURCE}/{n % 40}", citation=full_citation()) for n in range(1, 121)]
    write(tmp_path / "readings", made[:70], name="a")
    write(tmp_path / "readings", made[50:], name="b")
    first = built(tmp_path)
    tables = [name for name in first.tables if name != "builds"]
    before = {name: rows(tmp_path, f"FROM {name}") for name in tables}
    second = built(tmp_path, build_id="b2", threads=1)
    assert {name: rows(tmp_path, f"FROM {name}") for name in tables} == before
    assert second.tables == first.tables


def test_quote_keeps_its_id_when_the_page_is_captured_again_with_other_furniture(tmp_path: Path) -> None:
    built(tmp_path, report(1, key="a/b"))
    before = rows(tmp_path, "SELECT quote_id, text FROM quotes ORDER BY position")
    page = (("site-title", "Pan Observer | News"), ("separator", "\n\n"), *PAGE)
    body = "".join(words for _, words in page)
    built(tmp_path, report(1, key="a/b"), report(2, key="a/b", page=page, quotes=salt_quotes(body)))
    assert rows(tmp_path, "SELECT quote_id, text FROM quotes ORDER BY position") == before


def test_the_same_words_said_twice_are_two_quotes(tmp_path: Path) -> None:
    body = "“No.” “No.”"
    twice = tuple(quote(body, "No.", segments=(span(body, "No.", nth),)) for nth in range(2))
    built(tmp_path, report(page=(("body", body),), quotes=twice))
    assert rows(tmp_path, "SELECT count(DISTINCT quote_id) FROM quotes") == [(2,)]


WORDS = (
    "Ҷамшед \N{SHRUG}\N{EMOJI MODIFIER FITZPATRICK TYPE-5}\N{ZERO WIDTH JOINER}\N{FEMALE SIGN} said",
    "flags \N{REGIONAL INDICATOR SYMBOL LETTER K}\N{REGIONAL INDICATOR SYMBOL LETTER G} here",
    "e\N{COMBINING ACUTE ACCENT}\N{COMBINING CEDILLA} and é",
    "nul \x00 within",
    "astral \U0001d518\U00020000 ok",
    "right-to-left \N{RIGHT-TO-LEFT MARK}سلام\N{ZERO WIDTH NON-JOINER}ها",
    "line\r\nbreaks\x0b\x85\u2028 all kinds",
)


def test_offsets_count_code_points_as_python_does(tmp_path: Path) -> None:
    made = []
    for number, words in enumerate(WORDS):
        said = f"Before {words}. “{words}” after"
        page = (("body", f"\N{GRINNING FACE} {words}"), ("separator", "\n\n"), ("body", said), ("separator", " "))
        body = "".join(part for _, part in page)
        made.append(report(number, page=page, quotes=(quote(body, words, segments=(span(body, words, 2),)),)))
    built(tmp_path, *made)
    assert rows(tmp_path, "SELECT text FROM quotes ORDER BY document_key") == [(words,) for words in WORDS]
    texts = [one_report.body[:-1] for one_report in made]
    found = rows(tmp_path, "SELECT text, text_chars FROM reports ORDER BY document_key")
    assert found == [(text, len(text)) for text in texts]


def test_times_are_utc_whatever_the_machine_thinks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Bishkek")
    updated = datetime(2015, 11, 26, 23, 30, tzinfo=UTC)
    built(tmp_path, report(citation=citation(last_updated_at=Found(updated, "label"))))
    assert rows(tmp_path, "SELECT last_updated_at, last_updated_at::VARCHAR FROM reports") == [
        (updated, "2015-11-26 23:30:00+00")
    ]
    value = rows(tmp_path, "SELECT value FROM citation_values WHERE field = 'last_updated_at'")
    assert value == [("2015-11-26T23:30:00.000000Z",)]


def test_country_and_author_come_with_the_rule_that_found_them(tmp_path: Path) -> None:
    cited = citation(
        authors=(Author("B. Vey", False, "byline"), Author("A. Osh", False, "byline")),
        countries=(Country("KGZ", "Kyrgyz Republic", "title"), Country("KAZ", "KAZ", "address-coi")),
    )
    built(tmp_path, report(citation=cited))
    assert rows(tmp_path, "SELECT name, rule FROM report_authors ORDER BY position") == [
        ("B. Vey", "byline"),
        ("A. Osh", "byline"),
    ]
    assert rows(tmp_path, "SELECT country_code, printed, rule FROM report_countries ORDER BY position") == [
        ("KGZ", "Kyrgyz Republic", "title"),
        ("KAZ", "KAZ", "address-coi"),
    ]
    assert one(tmp_path, "FROM reports")["authors_text"] == "B. Vey; A. Osh"


def test_report_that_prints_nothing_of_itself_is_still_a_report(tmp_path: Path) -> None:
    built(tmp_path, report(citation=Citation()))
    found = one(tmp_path, "FROM reports")
    assert (found["title"], found["authors"], found["country_codes"]) == (None, [], [])
    assert found["address"] == capture(1).address


def test_gaps_are_rows_with_since_when_and_why(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    built(tmp_path, report())
    gap = run(tmp_path / "warehouse.duckdb", "SELECT state, detail, tries, since < last_asked_at FROM frontier").rows
    assert [tuple(row) for row in gap] == [("gone", "404", 2, True)]
    missed = run(tmp_path / "warehouse.duckdb", "SELECT reason, attempted_at FROM attempts").rows
    assert [tuple(row) for row in missed] == [("timed-out", NIGHT)]


def test_a_frontier_that_contradicts_itself_stops_the_build(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    row = next(iter(read_rows(tmp_path / "readings/context/frontier.parquet", FrontierRow)))
    wrong = replace(row, state="new")
    write_rows(tmp_path / "readings" / "context" / "frontier.parquet", FrontierRow, [wrong])
    with pytest.raises(BuildFailed, match="frontier_states_are_known") as failed:
        built(tmp_path)
    assert "docid" not in str(failed.value)


def test_a_copy_has_its_three_facts_and_is_found_by_each_address(tmp_path: Path) -> None:
    replay = "http://webarchive.archive.unhcr.test/20190101000000id_/http://www.refworld.test/docid/000000001.html"
    copied = replace(
        capture(address=replay),
        original_address="http://www.refworld.test/docid/000000001.html",
        archive_address=replay,
        archived_at=NIGHT - timedelta(days=2000),
    )
    built(tmp_path, report(capture=copied))
    found = run(
        tmp_path / "warehouse.duckdb", "SELECT original_address, archive_address, archived_at, truncated FROM captures"
    ).rows
    assert [tuple(row) for row in found] == [(copied.original_address, replay, NIGHT - timedelta(days=2000), None)]
    for address in (replay, copied.original_address):
        resolved = run(tmp_path / "warehouse.duckdb", f"FROM resolve('{address}')").rows
        assert len(resolved) == 1, address
