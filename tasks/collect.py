"""Prefect's view of collecting: one task run per source."""

from __future__ import annotations

from pathlib import Path

from prefect import task

from tasks.archive.entries import Run, SourceRun
from tasks.batch.collecting import CollectSettings, collect_source
from tasks.home import Home
from tasks.sources import source
from tasks.summary import ui_progress


@task(name="collect", task_run_name="collect {source_name}")
def collect(home: Path, source_name: str, settings: CollectSettings, run: Run) -> SourceRun:
    """Walks the source's listings and keeps what is new or due as evidence."""
    with ui_progress(f"collect-{source_name}") as progress:
        return collect_source(Home(home), source(source_name), settings, run=run, progress=progress)
