"""What only a hostile page has too much of: the rest is read, and an issue says what was not."""

from __future__ import annotations

import gc
from dataclasses import replace
from time import process_time

import pytest

from tasks.reading import dom, labels, quotes
from tasks.reading.quotes import limits
from tasks.report import Report
from tests.fuzz.inputs import LIVE, Asked
from tests.fuzz.invariants import check
from tests.quote_reports import report_of

PAGE = Asked("refworld", LIVE)
SAID = '"We were told to wait," said Dilbar Osh. '


def seen(report: Report, rule: str) -> list[str]:
    return [issue.seen for issue in report.issues if issue.rule == rule]


def test_blocks_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dom, "MAX_BLOCKS", 50)
    report = check(PAGE, b"<h1>Salt</h1>" + b"<p>Nobody paid.</p>" * 100)
    assert report.body.count("Nobody paid.") == 49
    assert seen(report, "page-too-long") == ["50 blocks: what comes after them is not read"]


def test_lines_beyond_the_limit_are_told_and_offsets_stay_the_files_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dom, "MAX_BLOCKS", 50)
    lines = b"Salt\n\n" + b"Nobody paid.\n" * 100
    report = check(replace(PAGE, media_type="text/plain"), lines)
    assert lines.startswith(report.body.encode())
    assert report.body.count("Nobody paid.") == 49
    assert seen(report, "page-too-long") == ["50 blocks: what comes after them is not read"]


def test_a_page_within_the_limits_is_whole() -> None:
    report = check(PAGE, b"<h1>Salt</h1>" + b"<p>Nobody paid.</p>" * 100)
    assert report.body.count("Nobody paid.") == 100
    assert not seen(report, "page-too-long")


def test_nested_tables_cost_no_minutes() -> None:
    began = process_time()
    report = check(PAGE, b"<h1>Salt</h1><p>Nobody paid.</p>" + b"<table><tr><td>" * 600 + b"Salt")
    assert process_time() - began < 2
    assert seen(report, "selection")[0].startswith("not asked: nested too deep")
    assert "Nobody paid." in report.body


def test_quotes_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 10 * len(SAID))
    body = "\n".join([SAID.strip()] * 30)
    read = quotes.find(report_of(body))
    assert len(read.quotes) == 10
    (issue,) = [issue for issue in read.issues if issue.rule == "quotes-limit"]
    assert read.quotes[-1].segments[-1].end_char < (issue.start_char or 0) < 11 * len(SAID)
    assert issue.end_char == len(body)


def test_one_paragraph_as_long_as_a_book_is_searched_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 10 * len(SAID))
    read = quotes.find(report_of(SAID * 30))
    assert len(read.quotes) == 10
    assert seen(read, "quotes-limit") == ["1229 characters of running text, searched to character 409"]


def test_quotations_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_QUOTES", 10)
    read = quotes.find(report_of("\n".join([SAID.strip()] * 30)))
    assert len(read.quotes) == 10
    assert seen(read, "quotes-limit") == ["30 quotations in marks, searched to character 409"]


def test_notices_beyond_the_limit_are_told_and_the_text_stays_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "MAX_NOTICES", 5)
    report = check(PAGE, b"<h1>Salt</h1>" + b"<p>Aru Telim is the pseudonym of a journalist in Qarovul.</p>" * 9)
    assert seen(report, "notices-limit") == ["5 notices: none is looked for in what comes after them"]
    assert sum(passage.kind == "pseudonym" for passage in report.passages) == 5


def test_an_encoding_that_only_begins_like_one_is_told() -> None:
    report = check(PAGE, b"<meta charset=utf-32the><h1>Salt</h1><p>Nobody paid.</p>")
    assert seen(report, "encoding") == ["meta names an unknown encoding: utf-32the"]
    assert "Nobody paid." in report.body


@pytest.mark.parametrize("was_enabled", [True, False])
def test_the_collector_of_cycles_is_left_as_it_was(was_enabled: bool) -> None:
    (gc.enable if was_enabled else gc.disable)()
    try:
        check(PAGE, b"<h1>Salt</h1><p>Nobody paid.</p>")
        assert gc.isenabled() is was_enabled
    finally:
        gc.enable()
