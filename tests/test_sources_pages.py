"""Recorded pages of every source against what a person wrote down about them. A page without its expectation fails.

An expectation holds the fields of `summary` that the page is about, and may name the ``charset`` of its Content-Type.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tasks.batch.page import as_captured
from tasks.reading import citation, labels
from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source, sources
from tasks.sources.addresses import own_address
from tests.conftest import ROOT

PAGES = Path(__file__).parent / "pages"
MIN_PAGES = 3
MEDIA_TYPES = {".html": "text/html", ".txt": "text/plain"}
NEEDED = ("address", "state", "title", "publisher", "published", "text", "notices", "issues")
"""What every expectation holds; None where the page prints nothing of the kind."""
EARLIER = frozenset(
    {
        "iwpr/layout_2020",
        "iwpr/russian_review",
        "iwpr/soft_404",
        "iwpr/stamped_byline",
        "iwpr/text_2020",
        "iwpr/todays_layout",
        "refworld/labelled_disclaimer",
        "refworld/spanish_date_lost",
        "refworld/text_title_lost",
        "refworld/unlabelled_disclaimer",
    }
)
"""Written down before text and notices were asked for one by one; most hold all passages instead."""


def kinds_of(*parts: str) -> frozenset[str]:
    """The passage kinds of these parts of a page."""
    with (ROOT / "warehouse" / "passage_kinds.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["kind"] for row in csv.DictReader(rows) if row["part"] in parts)


TEXT_KINDS = kinds_of("text")
NOTICE_KINDS = kinds_of("notice", "caption")


@dataclass(frozen=True, slots=True)
class Golden:
    source: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.source}/{self.path.stem}"

    @property
    def expected(self) -> Path:
        return self.path.with_suffix(".expected.json")


def goldens() -> list[Golden]:
    return [
        Golden(folder.name, path)
        for folder in sorted(PAGES.iterdir())
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix in MEDIA_TYPES
    ]


def read(golden: Golden, address: str, charset: str | None = None) -> Report:
    payload = golden.path.read_bytes()
    media_type = MEDIA_TYPES[golden.path.suffix]
    capture = Capture(
        capture_id="urn:uuid:00000000-0000-0000-0000-000000000000",
        source=golden.source,
        address=address,
        captured_at=datetime(2024, 5, 1, tzinfo=UTC),
        status=200,
        media_type=media_type,
        payload_sha256="",
        payload_bytes=len(payload),
        warc_file="",
        warc_offset=0,
        warc_length=0,
        origin="fetch",
        run_id="test",
    )
    printed = page_of(payload, address=own_address(capture), media_type=media_type, charset=charset)
    page, toolbar = as_captured(printed, capture, payload)
    report = source(golden.source).describe(page, capture)
    passages = sorted((*report.passages, *toolbar), key=lambda passage: passage.start_char)
    claims = [(claim.start_char, claim.end_char) for claim in passages]
    assert all(start < end for start, end in claims)
    assert all(end <= start for (_, end), (start, _) in pairwise(claims)), "claims overlap"
    report = replace(report, passages=tuple(passages), issues=(*page.issues, *report.issues))
    return citation.complete(labels.label(report))


def summary(report: Report) -> dict[str, Any]:
    cited = report.citation

    def value(field: str) -> Any:
        found = getattr(cited, field)
        return found.value if found else None

    def printed(kinds: frozenset[str]) -> list[list[str]]:
        return [
            [passage.kind, report.body[passage.start_char : passage.end_char]]
            for passage in report.passages
            if passage.kind in kinds
        ]

    return {
        "address": report.capture.address,
        "document_key": report.document_key,
        "state": report.state,
        "title": value("title"),
        "standfirst": value("standfirst"),
        "publisher": value("publisher"),
        "publisher_code": value("publisher_code"),
        "document_type": value("document_type"),
        "authors": [author.name for author in cited.authors],
        "published": [cited.published.value.isoformat(), cited.published.precision] if cited.published else None,
        "precision": cited.published.precision if cited.published else None,
        "pseudonyms": [author.name for author in cited.authors if author.is_pseudonym],
        "last_updated": value("last_updated_at").isoformat() if cited.last_updated_at else None,
        "accessed": value("accessed_on").isoformat() if cited.accessed_on else None,
        "symbol": value("symbol"),
        "reference": value("reference"),
        "report_kind": value("report_kind"),
        "cite_as": value("cite_as"),
        "cite_complete": value("cite_complete"),
        "canonical_address": value("canonical_address"),
        "countries": [[country.code, country.printed] for country in cited.countries],
        "topics": [topic.value for topic in cited.topics],
        "related": [[related.relation, related.title, related.address] for related in cited.related],
        "issues": [[issue.rule, issue.seen] for issue in report.issues],
        "candidates": [[each.field, each.value, each.rule, each.is_chosen] for each in cited.candidates],
        "text": [words for _, words in printed(TEXT_KINDS)],
        "notices": printed(NOTICE_KINDS),
        "passages": [
            [passage.kind, report.body[passage.start_char : passage.end_char]]
            for passage in report.passages
            if passage.kind != "separator"
        ],
    }


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_page_reads_as_written_down(golden: Golden) -> None:
    if not golden.expected.exists():
        fallback = source(golden.source).config.sample_listings[0]
        draft = golden.expected.with_name(golden.expected.name + ".new")
        draft.write_text(json.dumps(summary(read(golden, fallback)), ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{golden.expected.name} is missing: review {draft.name} against the page and rename it")
    expected = json.loads(golden.expected.read_text("utf-8"))
    charset = expected.pop("charset", None)
    seen = summary(read(golden, expected["address"], charset))
    assert {field: seen[field] for field in expected} == expected


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_expectation_leaves_no_miss_unseen(golden: Golden) -> None:
    expected = json.loads(golden.expected.read_text("utf-8"))
    missing = [field for field in NEEDED if field not in expected]
    assert not missing or golden.name in EARLIER


@pytest.mark.parametrize("name", [each.config.name for each in sources()])
def test_source_has_recorded_pages(name: str) -> None:
    count = sum(golden.source == name for golden in goldens())
    assert count >= MIN_PAGES, f"{name} has {count} recorded pages; a source needs {MIN_PAGES}"


def test_every_folder_of_pages_belongs_to_a_source() -> None:
    assert {golden.source for golden in goldens()} <= {each.config.name for each in sources()}


def test_every_expectation_belongs_to_a_page() -> None:
    known = {golden.expected for golden in goldens()}
    assert set(PAGES.glob("*/*.expected.json")) <= known
