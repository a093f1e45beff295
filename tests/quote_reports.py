"""Small reports for the tests of quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from tasks.reading.quotes import find
from tasks.report import Capture, Citation, Found, Passage, Quote, Report

CAPTURE = Capture(
    "urn:uuid:0", "test", "https://iwpr.test/a", datetime(2020, 1, 1, tzinfo=UTC), 200, "text/plain", "0", 0, "a", 0, 0,
    "import", "run",
)  # fmt: skip


def report_of(
    body: str, *, language: str | None = "en", notices: Sequence[str] = (), see_also: Sequence[str] = ()
) -> Report:
    """A report whose blocks are paragraphs; those in `notices` are pseudonym notices, `see_also` cuts paragraphs."""
    passages: list[Passage] = []
    for block in re.finditer(r"\S(?:.*\S)?", body):
        start, end = block.span()
        if block.group() in notices:
            passages.append(Passage("pseudonym", "test", start, end))
            continue
        for sentence in see_also:
            if (at := body.find(sentence, start, end)) >= 0:
                passages.append(Passage("body", "test", start, len(body[:at].rstrip())))
                passages.append(Passage("see-also", "test", at, at + len(sentence)))
                start = at + len(sentence)
        if start < end:
            passages.append(Passage("body", "test", start, end))
    citation = Citation(language=Found(language, "test") if language else None)
    return Report(
        CAPTURE,
        "report",
        citation=citation,
        body=body,
        passages=tuple(p for p in passages if p.start_char < p.end_char),
    )


def read(body: str, *, language: str | None = "en", notices: Sequence[str] = ()) -> tuple[Quote, ...]:
    """The quotes of a report in which every line is a paragraph."""
    return find(report_of(body, language=language, notices=notices)).quotes


def words(quote: Quote) -> tuple[str, ...]:
    """The segments' texts."""
    return tuple(segment.text for segment in quote.segments)


def said(quote: Quote) -> tuple[str, str | None, str | None, str | None]:
    """Kind, speaker, mention and cue of a quote."""
    return (
        quote.kind,
        quote.speaker.text if quote.speaker else None,
        quote.mention.text if quote.mention else None,
        quote.cue.text if quote.cue else None,
    )
