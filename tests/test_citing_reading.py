"""A page's own citation, completed: when the page was seen, and pages that try a pattern's patience."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tasks.reading import citation
from tasks.report import Author, Capture, Citation, Found, Passage, Report
from tests.warehouse_readings import capture

PAGE = "http://www.refworld.test/docid/4ddb8c9aa.html"
COPY = f"https://replay.test/20151219085300/{PAGE}"
OWN = capture(1, address=PAGE, captured_at=datetime(2026, 3, 1, 23, 59, tzinfo=UTC))
ARCHIVED = replace(OWN, address=COPY, original_address=PAGE, archive_address=COPY)


def completed(seen: Capture, **values: object) -> str | None:
    known = Citation(title=Found("Ferry Permits", "h1"))
    report = Report(seen, "report", citation=replace(known, **values))  # type: ignore[arg-type]
    found = citation.complete(report).citation.cite_complete
    return found.value if found else None


@pytest.mark.parametrize(
    ("seen", "accessed"),
    [
        (OWN, " [accessed 1 March 2026]"),
        (replace(ARCHIVED, archived_at=datetime(2015, 12, 19, 8, 53, tzinfo=UTC)), " [accessed 19 December 2015]"),
        (ARCHIVED, ""),
    ],
    ids=["our own visit", "a web archive's", "a web archive that does not say"],
)
def test_accessed_is_when_the_page_was_seen_at_the_address_that_is_cited(seen: Capture, accessed: str) -> None:
    assert completed(seen) == f"Ferry Permits, available at: {PAGE}{accessed}"


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("Permits, available at: [accessed 1 May 2017]", f"Permits, available at: {PAGE} [accessed 1 May 2017]"),
        ("Permits, available at: www.refworld.test/docid/4ddb8c9aa.html [accessed 1 May 2017]", None),
        ("Permits, available at: <http://www.refworld.test/docid/4ddb8c9aa.html> [accessed 1 May 2017]", None),
        (
            "“Now Available at: Home”, available at: [accessed 1 May 2017]",
            f"“Now Available at: Home”, available at: {PAGE} [accessed 1 May 2017]",
        ),
        (
            "Permisos, disponible en esta dirección: [accesado el 1 mayo 2017]",
            f"Permisos, disponible en esta dirección: {PAGE} [accesado el 1 mayo 2017]",
        ),
    ],
)
def test_a_printed_citation_gets_its_address_once_and_where_it_belongs(printed: str, whole: str | None) -> None:
    assert completed(OWN, cite_as=Found(printed, "label:Cite as")) == (whole or printed)


@pytest.mark.parametrize("words", ["[accessed ", "available at: ", "available   ", " \n", "[consulté ]", "Telim ("])
def test_a_hostile_line_takes_no_time(words: str) -> None:
    line = words * (2_000_000 // len(words))
    notices = (Passage("pseudonym", "r", 0, len(line)),)
    cited = Citation(cite_as=Found(line, "cite-as"), authors=(Author("Telim", False, "r"),))
    started = time.monotonic()
    citation.complete(Report(OWN, "report", citation=cited, body=line, passages=notices))
    assert time.monotonic() - started < 2
