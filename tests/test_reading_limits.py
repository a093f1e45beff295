"""What only a hostile page has too much of: the rest is read, and an issue says what was not."""

from __future__ import annotations

from time import process_time

import pytest

from tasks.reading import dom, quotes
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
    monkeypatch.setattr(quotes, "MAX_CHARACTERS", 10 * len(SAID))
    body = "\n".join([SAID.strip()] * 30)
    read = quotes.find(report_of(body))
    assert len(read.quotes) == 10
    (issue,) = [issue for issue in read.issues if issue.rule == "quotes-limit"]
    assert read.quotes[-1].segments[-1].end_char < (issue.start_char or 0) < 11 * len(SAID)
    assert issue.end_char == len(body)


def test_one_paragraph_as_long_as_a_book_is_searched_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "MAX_CHARACTERS", 10 * len(SAID))
    read = quotes.find(report_of(SAID * 30))
    assert len(read.quotes) == 10
    assert seen(read, "quotes-limit") == ["1229 characters of running text, searched to character 409"]


def test_an_encoding_that_only_begins_like_one_is_told() -> None:
    report = check(PAGE, b"<meta charset=utf-32the><h1>Salt</h1><p>Nobody paid.</p>")
    assert seen(report, "encoding") == ["meta names an unknown encoding: utf-32the"]
    assert "Nobody paid." in report.body
