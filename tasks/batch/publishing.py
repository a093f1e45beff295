"""Readings to warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tasks.archive.entries import Attempt, Run, SourceRun
from tasks.archive.frontier import NEVER
from tasks.archive.store import Archive
from tasks.batch.comparing import write_comparison
from tasks.batch.context import AttemptRow, FillRateRow, FrontierRow, RunRow, SourceRow, WalkRow
from tasks.batch.drift import fill_rates
from tasks.batch.judged import standing
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import new_id
from tasks.home import Home
from tasks.readings import CONTEXT, write_rows
from tasks.sources import Source, sources
from warehouse.build import BuildResult, build


def publish(home: Home, progress: Progress = silent) -> BuildResult:
    """Builds the warehouse beside the old one, checks it and swaps it in.

    Raises warehouse.build.BuildFailed where a check finds rows, and OSError where a readings file is damaged or the
    disk refuses; either way with yesterday's warehouse untouched.
    """
    context = home.readings / CONTEXT
    write_rows(context / "sources.parquet", SourceRow, map(_source_row, sources()))
    with Archive(home.archive) as archive:
        write_rows(context / "runs.parquet", RunRow, _run_rows(archive))
        now = datetime.now(UTC)
        frontier = (row for source in sources() for row in frontier_rows(home, archive, source, now))
        write_rows(context / "frontier.parquet", FrontierRow, frontier)
        write_rows(context / "attempts.parquet", AttemptRow, map(_attempt_row, archive.attempts()))
        walks = (
            WalkRow(name, start, walk.at, walk.end.reason, walk.end.reach) for name, start, walk in archive.walks()
        )
        write_rows(context / "walks.parquet", WalkRow, walks)
    progress("comparing texts", 0, None)
    write_comparison(home.readings, context)
    write_rows(context / "fill_rates.parquet", FillRateRow, _fill_rate_rows(home))
    steps = 0

    def on_step(name: str) -> None:
        nonlocal steps
        steps += 1
        progress(f"building {name}", steps, None)

    return build(home.readings, home.warehouse, build_id=new_id("build"), exports=home.exports, on_step=on_step)


def _source_row(source: Source) -> SourceRow:
    config = source.config
    return SourceRow(
        source=config.name,
        title=config.title,
        publisher=config.publisher,
        publisher_code=config.publisher_code,
        licence=config.licence,
        terms=config.terms,
        hosts=config.hosts,
        pace_seconds=config.pace_seconds,
        listed_min=config.listed_min,
        listed_max=config.listed_max,
    )


def frontier_rows(home: Home, archive: Archive, source: Source, now: datetime) -> Iterator[FrontierRow]:
    """Where each address that nights visit stands at a given time."""
    for history, place in standing(home, archive, source, now):
        listing = history.listing
        yield FrontierRow(
            source=source.config.name,
            address=place.address,
            document_key=place.document_key,
            state=place.state,
            since=place.since,
            asked_at=place.asked_at,
            next_at=None if place.next_at == NEVER else place.next_at,
            tries=place.tries,
            detail=place.detail,
            first_listed_at=listing.first_at if listing else None,
            last_listed_at=listing.last_at if listing else None,
            dated=listing.dated if listing else None,
        )


def _fill_rate_rows(home: Home) -> Iterator[FillRateRow]:
    for source in sources():
        for each in fill_rates(home.readings, source):
            yield FillRateRow(
                source=each.source,
                field=each.field,
                over=each.over,
                captures=each.pages,
                filled=each.filled,
                expected=each.expected,
                is_fallen=each.is_fallen,
                lacking=each.lacking,
            )


def _attempt_row(made: Attempt) -> AttemptRow:
    return AttemptRow(
        source=made.source,
        address=made.address,
        document_key=made.document_key,
        role=made.role,
        attempted_at=made.at,
        reason=made.state,
        next_at=made.next_at,
        archive_address=made.archive_address,
        run_id=made.run_id,
    )


def _run_rows(archive: Archive) -> Iterator[RunRow]:
    for run in archive.runs():
        for done in run.sources:
            yield _run_row(run, done)


def _run_row(run: Run, done: SourceRun) -> RunRow:
    return RunRow(
        run_id=run.run_id,
        flow=run.flow,
        source=done.source,
        started_at=run.started_at,
        ended_at=run.ended_at,
        state="interrupted" if run.ended_at is None else run.state,
        is_sample=run.is_sample,
        listed=done.listed,
        fetched=done.fetched,
        unchanged=done.unchanged,
        failed=done.failed,
        blocked=done.blocked,
        refused=done.refused,
        issues=done.issues,
    )
