"""Prefect's view of reading: one task run per source."""

from __future__ import annotations

from pathlib import Path

from prefect import task

from tasks.batch.reading import ReadCounts, read_source
from tasks.home import Home
from tasks.sources import source
from tasks.summary import ui_progress


@task(name="read", task_run_name="read {source_name}")
def read(home: Path, source_name: str, batch: str, again: bool = False) -> ReadCounts:
    """Reads the source's captures that have no reading yet, or all of them again."""
    with ui_progress(f"read-{source_name}") as progress:
        return read_source(Home(home), source(source_name), again=again, batch=batch, progress=progress)
