"""Prefect's view of publishing: one task run a night."""

from __future__ import annotations

import os
from pathlib import Path

from prefect import get_run_logger, task

from tasks.archive.custody.timestamps import stamp_if_asked
from tasks.batch import publishing
from tasks.home import Home
from tasks.summary import ui_progress
from warehouse.build import BuildResult


@task(name="publish")
def publish(home: Path) -> BuildResult:
    """Builds the warehouse beside the old one, checks it, swaps it in."""
    with ui_progress("publish") as progress:
        return publishing.publish(Home(home), progress)


@task(name="stamp")
def stamp_archive(home: Path) -> str:
    """Has a time-stamping authority vouch for the archive as it stands, where one is named (ONRECORD_TSA)."""
    anchors = os.environ.get("ONRECORD_TSA_CA")
    if anchors and not Path(anchors).is_file():
        return "no timestamp: ONRECORD_TSA_CA names no file"
    told = stamp_if_asked(Home(home).archive, os.environ.get("ONRECORD_TSA"), Path(anchors) if anchors else None)
    if told is not None:
        get_run_logger().info(told)
    return told or "no time-stamping authority is named"
