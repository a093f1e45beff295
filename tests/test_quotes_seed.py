"""The quotes of one real report against its gold. The report is no part of the project."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tasks.reading.quotes import find
from tasks.report import Quote, Report
from tests.conftest import SHARED
from tests.quote_reports import report_of

SEED = SHARED / "seed" / "refworld-4ddb8c732.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the real report is not part of the project")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return json.loads(SEED.with_suffix(".gold.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def with_see_also_in_the_body(gold: dict[str, Any]) -> Report:
    report = report_of(SEED.read_text(encoding="utf-8"))
    start, end = gold["body"]["start"], gold["body"]["end"]
    return replace(report, passages=tuple(p for p in report.passages if start <= p.start_char < end))


@pytest.fixture(scope="module")
def quotes(gold: dict[str, Any]) -> tuple[Quote, ...]:
    report = with_see_also_in_the_body(gold)
    # A see-also sentence is in brackets and holds one of the titles: cut it off its paragraph, as labelling does.
    passages = []
    for passage in report.passages:
        text = report.body[passage.start_char : passage.end_char]
        opening = text.rfind("(")
        cut = opening if opening >= 0 and any(title in text[opening:] for title in gold["see_also"]) else len(text)
        if text[:cut].strip():
            passages.append(replace(passage, end_char=passage.start_char + len(text[:cut].rstrip())))
    return find(replace(report, passages=tuple(passages))).quotes


def segments(quote: Quote) -> list[tuple[int, int, str]]:
    return [(s.start_char, s.end_char, s.text) for s in quote.segments]


def wanted_segments(want: dict[str, Any]) -> list[tuple[int, int, str]]:
    return [(s["start"], s["end"], s["text"]) for s in want["segments"]]


def test_the_direct_quotes_are_the_golds_to_the_character(quotes: tuple[Quote, ...], gold: dict[str, Any]) -> None:
    found = [quote for quote in quotes if quote.kind != "indirect"]
    wanted = [want for want in gold["quotes"] if want["kind"] == "direct"]
    assert [segments(quote) for quote in found] == [wanted_segments(want) for want in wanted]
    for quote, want in zip(found, wanted, strict=True):
        assert quote.speaker and quote.speaker.text == want["speaker"]
        assert quote.mention and quote.mention.text == want["speaker_mention"]
        assert quote.role and quote.role.text == want["speaker_role"]
        assert quote.cue and quote.cue.text == want["cue"]
        assert quote.speaker_kind == "named"
        assert quote.confidence > 0.85


def test_most_indirect_quotes_have_span_speaker_mention_and_cue(
    quotes: tuple[Quote, ...], gold: dict[str, Any]
) -> None:
    found = {tuple(segments(quote)): quote for quote in quotes if quote.kind == "indirect"}
    wanted = [want for want in gold["quotes"] if want["kind"] == "indirect"]
    right = 0
    for want in wanted:
        quote = found.get(tuple(wanted_segments(want)))
        if quote and quote.speaker and quote.mention and quote.cue:
            is_same = (quote.speaker.text, quote.mention.text) == (want["speaker"], want["speaker_mention"])
            right += is_same and quote.cue.text == want["cue"]
    assert right >= 10  # a floor: raise it, never lower it
    # "Cited the continuing use of torture as …" reports a statement too, which the gold leaves out.
    assert len(found) <= len(wanted) + 1


def test_a_title_in_marks_is_no_quote_even_inside_the_body(gold: dict[str, Any]) -> None:
    read = find(with_see_also_in_the_body(gold)).quotes
    assert not any(segment.text in gold["not_quotes"] for quote in read for segment in quote.segments)
    assert len([quote for quote in read if quote.kind != "indirect"]) == 5
