"""Recorded pages of every source against what a person wrote down about them. A page without its expectation fails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tasks.reading import labels
from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source, sources

PAGES = Path(__file__).parent / "pages"
MIN_PAGES = 3
MEDIA_TYPES = {".html": "text/html", ".txt": "text/plain"}


@dataclass(frozen=True, slots=True)
class Golden:
    source: str
    path: Path

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


def read(golden: Golden, address: str) -> Report:
    payload = golden.path.read_bytes()
    media_type = MEDIA_TYPES[golden.path.suffix]
    page = page_of(payload, address=address, media_type=media_type, charset=None)
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
    report = source(golden.source).describe(page, capture)
    claims = [(claim.start_char, claim.end_char) for claim in report.passages]
    assert all(start < end for start, end in claims)
    assert all(end <= start for (_, end), (start, _) in pairwise(claims)), "claims overlap"
    return labels.label(report)


def summary(report: Report) -> dict[str, Any]:
    citation = report.citation

    def value(field: str) -> Any:
        found = getattr(citation, field)
        return found.value if found else None

    return {
        "address": report.capture.address,
        "document_key": report.document_key,
        "state": report.state,
        "title": value("title"),
        "standfirst": value("standfirst"),
        "publisher": value("publisher"),
        "authors": [author.name for author in citation.authors],
        "published": [citation.published.value.isoformat(), citation.published.precision]
        if citation.published
        else None,
        "last_updated": value("last_updated_at").isoformat() if citation.last_updated_at else None,
        "accessed": value("accessed_on").isoformat() if citation.accessed_on else None,
        "symbol": value("symbol"),
        "reference": value("reference"),
        "report_kind": value("report_kind"),
        "canonical_address": value("canonical_address"),
        "countries": [[country.code, country.printed] for country in citation.countries],
        "topics": [topic.value for topic in citation.topics],
        "related": [[related.relation, related.title, related.address] for related in citation.related],
        "issues": [[issue.rule, issue.seen] for issue in report.issues],
        "passages": [
            [passage.kind, report.body[passage.start_char : passage.end_char]]
            for passage in report.passages
            if passage.kind != "separator"
        ],
    }


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: f"{golden.source}/{golden.path.stem}")
def test_page_reads_as_written_down(golden: Golden) -> None:
    if not golden.expected.exists():
        fallback = source(golden.source).config.sample_listings[0]
        draft = golden.expected.with_name(golden.expected.name + ".new")
        draft.write_text(json.dumps(summary(read(golden, fallback)), ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{golden.expected.name} is missing: review {draft.name} against the page and rename it")
    expected = json.loads(golden.expected.read_text("utf-8"))
    seen = summary(read(golden, expected["address"]))
    assert {field: seen[field] for field in expected} == expected


@pytest.mark.parametrize("name", [each.config.name for each in sources()])
def test_source_has_recorded_pages(name: str) -> None:
    count = sum(golden.source == name for golden in goldens())
    assert count >= MIN_PAGES, f"{name} has {count} recorded pages; a source needs {MIN_PAGES}"


def test_every_folder_of_pages_belongs_to_a_source() -> None:
    assert {golden.source for golden in goldens()} <= {each.config.name for each in sources()}


def test_every_expectation_belongs_to_a_page() -> None:
    known = {golden.expected for golden in goldens()}
    assert set(PAGES.glob("*/*.expected.json")) <= known
