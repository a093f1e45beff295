"""Readings to warehouse."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.archive.entries import Run, SourceRun
from tasks.archive.store import Archive
from tasks.batch.context import RunRow, SourceRow
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import new_id
from tasks.home import Home
from tasks.readings import write_rows
from tasks.sources import Source, sources
from warehouse.build import BuildResult, build


def publish(home: Home, progress: Progress = silent) -> BuildResult:
    """Builds the warehouse beside the old one, checks it and swaps it in.

    Raises warehouse.build.BuildFailed, with yesterday's warehouse untouched, where a check finds rows.
    """
    context = home.readings / "context"
    write_rows(context / "sources.parquet", SourceRow, map(_source_row, sources()))
    with Archive(home.archive) as archive:
        write_rows(context / "runs.parquet", RunRow, _run_rows(archive))
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
