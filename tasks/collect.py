"""Prefect's view of collecting, from sites and from web archives: one task run per source."""

from __future__ import annotations

from pathlib import Path

from prefect import task

from tasks.archive.entries import Run, SourceRun
from tasks.batch.backfilling import Backfilled, BackfillSettings, backfill_source
from tasks.batch.collecting import CollectSettings, collect_source
from tasks.home import Home
from tasks.sources import source
from tasks.summary import ui_progress


@task(name="collect", task_run_name="collect {source_name}")
def collect(home: Path, source_name: str, settings: CollectSettings, run: Run) -> SourceRun:
    """Walks the source's listings and keeps what is new or due as evidence."""
    with ui_progress(f"collect-{source_name}") as progress:
        return collect_source(Home(home), source(source_name), settings, run=run, progress=progress)


@task(name="backfill", task_run_name="backfill {source_name}")
def backfill(home: Path, source_name: str, settings: BackfillSettings, run: Run) -> Backfilled:
    """Has the copies of the source's pages that web archives hold and this archive lacks."""
    with ui_progress(f"backfill-{source_name}") as progress:
        return backfill_source(Home(home), source(source_name), settings, run=run, progress=progress)
