"""Readings of invented pages, for the tests of the warehouse: made of the real types, written by the real writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from tasks.batch.context import AttemptRow, FrontierRow, RunRow, SourceRow
from tasks.readings import Reading, write_rows
from tasks.report import (
    Author,
    Candidate,
    Capture,
    Citation,
    Country,
    Found,
    Issue,
    Passage,
    PublicationDate,
    Quote,
    Related,
    Report,
    Span,
)
from warehouse.build import BuildResult, build

NIGHT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
SOURCE = "refworld_legacy"

PAGE = (
    ("metadata", "Last Updated: Sunday, 1 March 2026, 02:00 GMT"),
    ("separator", "\n\n"),
    ("title", "Salt Workers of Qarovul Wait for Pay"),
    ("separator", "\n\n"),
    ("body", "Workers at the pans say nobody has paid them since spring.\N{NO-BREAK SPACE}"),
    ("separator", " \n\n"),
    ("body", "“We were told to wait,” said Dilbar Osh, head of the Pan Workers’ Circle. “We are still waiting.”"),
    ("separator", " "),
    ("see-also", "(For more on this issue, see Dust over Qarovul.)"),
    ("separator", "\n\n"),
    ("photo-caption", "The pans at dusk. (Photo: M. Vey)"),
    ("separator", "\n\n"),
    ("heading", "No date in sight"),
    ("separator", "\n"),
    ("body", "The ministry did not answer."),
    ("separator", "\n\n"),
    ("pseudonym", "Aru Telim is the pseudonym of a journalist in Qarovul."),
    ("separator", "\n\n"),
    ("navigation", "Search Refworld"),
)
"""Kinds and words of an invented page, separators included."""

TEXT = (
    "Workers at the pans say nobody has paid them since spring.\N{NO-BREAK SPACE} \n\n"
    "“We were told to wait,” said Dilbar Osh, head of the Pan Workers’ Circle. “We are still waiting.”"
    " (For more on this issue, see Dust over Qarovul.)\n\n"
    "No date in sight\nThe ministry did not answer."
)
"""Its clean text, written out by hand."""


def capture(number: int = 1, *, source: str = SOURCE, address: str | None = None, **changes: Any) -> Capture:
    made = Capture(
        capture_id=f"urn:uuid:{UUID(int=number)}",
        source=source,
        address=address or f"http://www.refworld.test/docid/{number:08x}.html",
        captured_at=NIGHT + timedelta(minutes=number),
        status=200,
        media_type="text/html",
        payload_sha256=sha256(str(number).encode()).hexdigest(),
        payload_bytes=1000 + number,
        warc_file="onrecord-20260301-00001.warc.gz",
        warc_offset=number * 2000,
        warc_length=900,
        origin="fetch",
        run_id="night-1",
    )
    return replace(made, **changes)


def body_and_passages(page: Sequence[tuple[str, str]]) -> tuple[str, tuple[Passage, ...]]:
    body, passages = "", []
    for kind, words in page:
        passages.append(Passage(kind, f"rule-{kind}", len(body), len(body) + len(words)))
        body += words
    return body, tuple(passages)


def span(body: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = body.index(words, start + 1)
    return Span(start, start + len(words), words)


def quote(body: str, *segments: str, speaker: str | None = None, **changes: Any) -> Quote:
    named = span(body, speaker) if speaker else None
    made = Quote(
        kind="direct",
        segments=tuple(span(body, words) for words in segments),
        cue=None,
        mention=named,
        speaker=named,
        role=None,
        affiliation=None,
        speaker_kind="named" if speaker else None,
        confidence=0.9 if speaker else 0.0,
        rule="cue-after",
    )
    return replace(made, **changes)


def citation(**changes: Any) -> Citation:
    made = Citation(
        title=Found("Salt Workers of Qarovul Wait for Pay", "title-block"),
        publisher=Found("Pan Observer", "label-publisher"),
        published=PublicationDate(date(2026, 2, 20), "day", "20 February 2026", "label-date"),
        authors=(Author("Aru Telim", True, "label-comments+notice-pseudonym"),),
        countries=(Country("KAZ", "Kazakstan", "title"),),
        cite_as=Found(
            "Pan Observer, Salt Workers, 20 February 2026, available at: [accessed 1 March 2026]", "label-cite"
        ),
        cite_complete=Found(
            "Pan Observer, Salt Workers, 20 February 2026, available at: http://x.test", "printed+address"
        ),
        language=Found("en", "detected"),
    )
    return replace(made, **changes)


def report(
    number: int = 1, *, key: str | None = None, page: Sequence[tuple[str, str]] = PAGE, **changes: Any
) -> Report:
    """A whole report; give `citation`, `quotes`, `capture` and so on to change it."""
    body, passages = body_and_passages(page)
    made = Report(
        capture=capture(number),
        state="report",
        document_key=key or f"{SOURCE}/{number:08x}",
        citation=citation(),
        body=body,
        passages=passages,
        quotes=salt_quotes(body) if page is PAGE else (),
    )
    made = replace(made, **changes)
    return replace(made, aliases=made.aliases or (made.capture.address,))


def salt_quotes(body: str) -> tuple[Quote, ...]:
    """The quotes of PAGE: one of two segments, and one in indirect speech."""
    return (
        quote(
            body,
            "nobody has paid them since spring",
            kind="indirect",
            speaker="Workers at the pans",
            speaker_kind="group",
            cue=span(body, "say"),
        ),
        quote(
            body,
            "We were told to wait,",
            "We are still waiting.",
            speaker="Dilbar Osh",
            cue=span(body, "said"),
            role=span(body, "head of the Pan Workers’ Circle"),
            affiliation=span(body, "Pan Workers’ Circle"),
        ),
    )


def full_citation() -> Citation:
    """A citation with every field set."""
    return citation(
        standfirst=Found("They were told to wait.", "standfirst"),
        publisher_code=Found("PANO", "address"),
        last_updated_at=Found(NIGHT - timedelta(hours=1), "label-updated"),
        accessed_on=Found(date(2026, 3, 1), "cite-accessed"),
        symbol=Found("QAR1000.E", "label-symbol"),
        reference=Found("Ref 7", "label-reference"),
        document_type=Found("COUNTRYREP", "address"),
        report_kind=Found("reporting", "default"),
        topics=(Found("Labour", "label-topics"), Found("Wages", "label-topics")),
        related=(Related("see-also", "Dust over Qarovul", None, "see-also-sentence"),),
        canonical_address=Found("https://www.refworld.test/docid/00000001.html", "head-canonical"),
        candidates=(
            Candidate("published", "2026-02-20", "label:Publication Date", True, "the page's own row"),
            Candidate("published", "2026-02-21", "label:Cite as", False, "label:Publication Date is believed before"),
        ),
    )


def write(folder: Path, reports: Iterable[Report], *, name: str = "night-1", read_at: datetime = NIGHT) -> Path:
    """Writes readings of one source below `folder` and returns that folder."""
    grouped: dict[str, list[Report]] = {}
    for made in reports:
        grouped.setdefault(made.capture.source, []).append(made)
    for source, made_of_source in grouped.items():
        rows = (Reading(made, "0.1.0", read_at) for made in made_of_source)
        write_rows(folder / source / f"{name}.parquet", Reading, rows)
    return folder


def write_context(folder: Path) -> None:
    source = SourceRow(
        source=SOURCE,
        title="Refworld, the retired site",
        publisher="UNHCR",
        publisher_code="UNHCR",
        licence="see terms",
        terms="https://www.refworld.test/terms",
        hosts=("www.refworld.test", "refworld.test"),
        pace_seconds=5.0,
        listed_min=1,
        listed_max=500,
    )
    run = RunRow(
        run_id="night-1",
        flow="nightly",
        source=SOURCE,
        started_at=NIGHT,
        ended_at=NIGHT + timedelta(minutes=5),
        state="completed-with-issues",
        is_sample=True,
        listed=12,
        fetched=3,
        unchanged=8,
        failed=1,
        blocked=0,
        refused=0,
        issues=(Issue("timed-out", "http://www.refworld.test/docid/9.html"),),
    )
    write_rows(folder / "context" / "sources.parquet", SourceRow, [source])
    gone = FrontierRow(
        source=SOURCE,
        address="http://www.refworld.test/docid/8.html",
        document_key=f"{SOURCE}/00000008",
        state="gone",
        since=NIGHT - timedelta(days=3),
        asked_at=NIGHT,
        next_at=NIGHT + timedelta(days=7),
        tries=2,
        detail="404",
        first_listed_at=NIGHT - timedelta(days=30),
        last_listed_at=NIGHT - timedelta(days=4),
        dated=date(2026, 1, 5),
    )
    missed = AttemptRow(
        source=SOURCE,
        address="http://www.refworld.test/docid/9.html",
        document_key=None,
        role="document",
        attempted_at=NIGHT,
        reason="timed-out",
        next_at=None,
        archive_address=None,
        run_id="night-1",
    )
    write_rows(folder / "context" / "runs.parquet", RunRow, [run])
    write_rows(folder / "context" / "frontier.parquet", FrontierRow, [gone])
    write_rows(folder / "context" / "attempts.parquet", AttemptRow, [missed])


def built(folder: Path, *reports: Report, build_id: str = "b1", **options: Any) -> BuildResult:
    """Writes the reports, if any are given, and builds ``folder/warehouse.duckdb``."""
    readings = folder / "readings"
    if reports:
        write(readings, reports)
    return build(readings, folder / "warehouse.duckdb", build_id=build_id, **options)
