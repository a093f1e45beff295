"""What holds of every reading, whatever the page: for property tests, the fuzzer and its corpus."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any, get_args

from tasks.batch.page import read_page
from tasks.readings import to_row
from tasks.report import Report, Span, State
from tasks.sources import source
from tests.fuzz.inputs import Asked

ROOT = Path(__file__).parents[2]
KINDS = {
    row["kind"] for row in csv.DictReader((ROOT / "warehouse" / "passage_kinds.csv").read_text("utf-8").splitlines())
}
MAX_SECONDS = 5.0
"""Processor time for one page of up to 5 MB."""


def read(asked: Asked, body: bytes) -> Report:
    """Reads a page the whole way, as a night does."""
    return read_page(asked.capture(body), asked.payload(body), source(asked.source))


def check(asked: Asked, body: bytes, *, is_repeated: bool = True, max_seconds: float = MAX_SECONDS) -> Report:
    """Reads a page, twice where asked to, and asserts what must hold."""
    began = process_time()
    report = read(asked, body)
    took = process_time() - began
    assert took < max_seconds, f"{len(body)} bytes took {took:.1f} s"
    hold(report)
    if is_repeated:
        assert read(asked, body) == report, "another reading of the same page differs"
    return report


def hold(report: Report) -> None:
    """Asserts what holds of every report."""
    assert report.state in get_args(State)
    failed = [(issue.rule, issue.seen) for issue in report.issues if issue.rule.startswith("step-failed")]
    assert not failed, failed
    length = len(report.body)
    for passage in report.passages:
        assert 0 <= passage.start_char < passage.end_char <= length, "a passage lies outside the body, or is empty"
        assert passage.kind in KINDS, f"{passage.kind} is no kind of passage"
        assert passage.rule
    assert all(left.end_char <= right.start_char for left, right in pairwise(report.passages)), "passages overlap"
    if report.state == "report":
        assert sum(p.end_char - p.start_char for p in report.passages) == length, "passages leave a gap"
    for issue in report.issues:
        assert issue.rule
        assert (issue.start_char is None) == (issue.end_char is None)
        if issue.start_char is not None and issue.end_char is not None:
            assert 0 <= issue.start_char <= issue.end_char <= length, f"{issue.rule} lies outside the body"
    for span in _spans(report):
        assert report.body[span.start_char : span.end_char] == span.text != ""
    _hold_citation(report)
    for text in _texts(to_row(report)):
        text.encode("utf-8")  # half a character could not be written to Parquet


def _hold_citation(report: Report) -> None:
    cited = report.citation
    for name in cited.__dataclass_fields__:
        found = getattr(cited, name)
        for each in found if isinstance(found, tuple) else (found,):
            if each is None:
                continue
            value = next(getattr(each, part) for part in ("value", "name", "code", "title") if hasattr(each, part))
            assert value != "", f"{name} is there and empty"
            assert not isinstance(value, str) or value.strip(), f"{name} is there and blank"
            assert each.rule, f"{name} has no rule"
    if cited.last_updated_at:
        assert cited.last_updated_at.value.utcoffset() is not None


def _spans(report: Report) -> Iterator[Span]:
    for quote in report.quotes:
        assert quote.segments
        assert 0 <= quote.confidence <= 1
        yield from quote.segments
        yield from (s for s in (quote.cue, quote.mention, quote.speaker, quote.role, quote.affiliation) if s)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
