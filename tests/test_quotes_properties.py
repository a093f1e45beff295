"""For any text: no exception, offsets that hold, segments apart, and time that grows with the text only."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.reading.quotes import find
from tasks.report import Report, Span
from tests.quote_reports import report_of

PIECES = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "‘",
        "’",
        "'",
        "``",
        "''",
        " ",
        ", ",
        ". ",
        ": ",
        "\n",
        "? ",
        " – ",
        "(",
        ")",
        "12",
        "...",
        "***",
        "\nQ: ",
        "\nA: ",
        "said",
        " he ",
        "She",
        "they",
        "Lena Brandt",
        "Brandt",
        "Ivo",
        "K.",
        "Dr.",
        "that",
        "who",
        "according to",
        "told",
        "IWPR",
        "the lawyer",
        "Minister",
        "and",
        "head of the Centre for Law",
        "we went",
        "the road was shut",
        "called",
        "adding",
        "Q",
        "A",
        "al-Sayed",
        "'s",
        "not her real name",
        "\u00a0",
        "İ",
        "ß",
        "😀",
        "x",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=40).map(" ".join)
)


def spans(report: Report) -> list[Span]:
    found: list[Span] = []
    for quote in report.quotes:
        beside = (quote.cue, quote.mention, quote.speaker, quote.role, quote.affiliation)
        found += [*quote.segments, *(span for span in beside if span)]
    return found


def hold(report: Report) -> None:
    inside = [(p.start_char, p.end_char) for p in report.passages if p.kind == "body"]
    for span in spans(report):
        assert report.body[span.start_char : span.end_char] == span.text != ""
        assert any(start <= span.start_char and span.end_char <= end for start, end in inside)
    segments = sorted((s.start_char, s.end_char) for quote in report.quotes for s in quote.segments)
    assert all(left[1] <= right[0] for left, right in pairwise(segments))
    for quote in report.quotes:
        assert 0 <= quote.confidence <= 1
        assert (quote.speaker is None) == (quote.speaker_kind is None)
        assert quote.rule
    starts = [quote.segments[0].start_char for quote in report.quotes]
    assert starts == sorted(starts)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["en", "fr", None]))
def test_any_text(body: str, language: str | None) -> None:
    report = report_of(body, language=language)
    read = find(report)
    hold(read)
    assert (read.body, read.passages, read.citation) == (report.body, report.passages, report.citation)
    assert find(report) == read


def test_a_report_without_body_passages_is_returned_as_it_is() -> None:
    report = report_of("")
    assert find(report) is report


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“",
        "“‘«",
        "”",
        ".",
        "A.",
        "Aa ",
        "a-",
        "a, ",
        "(",
        "'",
        "said ",
        "also ",
        "X said that ",
        "of the ",
        '12" ',
        "Ivan Petrov, head, said ",
        "Ivan and ",
        "A man who ",
        "asked not to be named ",
        "names ",
        "according to ",
        "1.",
        " ",
    ],
)
@pytest.mark.slow
def test_a_million_characters_of_anything_take_seconds(unit: str) -> None:
    report = report_of("x " + unit * (1_000_000 // len(unit)))
    start = process_time()
    hold(find(report))
    assert process_time() - start < 5


def test_ten_thousand_marks_in_a_long_text() -> None:
    paragraph = (
        'The road to Tarn was shut for a week. "We had to wait," said Lena Brandt, a driver. "Nobody told us why." ' * 5
    )
    report = report_of((paragraph + "\n") * 500)
    start = process_time()
    read = find(report)
    assert len(read.quotes) == 2500
    assert process_time() - start < 5
