"""The reading steps on one real report, against its gold, with claims as plain as a source can make them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from tasks.reading import citation, countries, labels, language, related
from tasks.reading.text import page_of
from tasks.report import Author, Citation, Found, Passage, Report
from tests.conftest import SHARED
from tests.test_reading_notices import CAPTURE

SEED = SHARED / "seed" / "refworld-4ddb8c732.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the real report is not part of the project")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return json.loads(SEED.with_suffix(".gold.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=["body", "end"])
def report(request: pytest.FixtureRequest, gold: dict[str, Any]) -> Report:
    """Read with the body claimed exactly, and with everything after the header claimed as body."""
    page = page_of(SEED.read_bytes(), address=gold["url"], media_type="text/plain", charset=None)
    end = gold["body"]["end"] if request.param == "body" else len(page.text)
    header = [
        Passage("metadata", "line", block.start_char, block.end_char)
        for block in page.blocks
        if block.end_char < gold["notices"][0]["start"]
    ]
    report = Report(
        CAPTURE,
        "report",
        citation=Citation(
            title=Found(gold["title"], "line"),
            authors=(Author(gold["authors"][0]["name"], False, "comments"),),
            cite_as=Found(gold["cite_as"], "label"),
            canonical_address=Found("https://www.refworld.org/docid/4ddb8c732.html", "identity"),
        ),
        body=page.text,
        passages=(*header, Passage("body", "rest", gold["notices"][0]["end"], end)),
    )
    steps = (labels.label, partial(related.find, links=page.links), citation.complete, countries.find, language.detect)
    for step in steps:
        report = step(report)
    return report


def test_body_is_the_text_of_the_capture(report: Report) -> None:
    assert report.body == SEED.read_text(encoding="utf-8")
    assert "".join(report.body[p.start_char : p.end_char] for p in report.passages) == report.body


def test_running_text_is_the_golds_to_the_character(report: Report, gold: dict[str, Any]) -> None:
    running = [passage for passage in report.passages if passage.kind in labels.RUNNING_TEXT]
    assert (running[0].start_char, running[-1].end_char) == (gold["body"]["start"], gold["body"]["end"])
    between = [p for p in report.passages if running[0].start_char <= p.start_char < running[-1].end_char]
    assert {passage.kind for passage in between} == {"body", "see-also", "separator"}
    starts = [p for p in running if report.body[: p.start_char].endswith("\n\n")]
    assert len(starts) == gold["body"]["paragraphs"]


def test_notices_have_their_kinds_and_spans(report: Report, gold: dict[str, Any]) -> None:
    apart = {"body", "see-also", "separator", "metadata", "navigation"}
    found = [(p.kind, p.start_char, p.end_char) for p in report.passages if p.kind not in apart]
    assert found == [(notice["kind"], notice["start"], notice["end"]) for notice in gold["notices"]]
    navigation = [report.body[p.start_char : p.end_char] for p in report.passages if p.kind == "navigation"]
    assert navigation == gold["navigation"]


def test_what_the_report_says_of_itself(report: Report, gold: dict[str, Any]) -> None:
    assert [found.title for found in report.citation.related] == gold["see_also"]
    assert [country.code for country in report.citation.countries] == gold["countries"]
    assert report.citation.language == Found(gold["language"], "py3langid")
    assert [{"name": a.name, "is_pseudonym": a.is_pseudonym} for a in report.citation.authors] == gold["authors"]
    printed = " ".join(gold["cite_as"].split())
    whole = printed.replace("at: [", "at: https://www.refworld.org/docid/4ddb8c732.html [")
    assert report.citation.cite_complete == Found(whole, "cite-as+address")
    assert not report.issues
