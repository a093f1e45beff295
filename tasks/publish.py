"""Prefect's view of publishing: one task run a night."""

from __future__ import annotations

from pathlib import Path

from prefect import task

from tasks.batch import publishing
from tasks.home import Home
from tasks.summary import ui_progress
from warehouse.build import BuildResult


@task(name="publish")
def publish(home: Path) -> BuildResult:
    """Builds the warehouse beside the old one, checks it, swaps it in."""
    with ui_progress("publish") as progress:
        return publishing.publish(Home(home), progress)
