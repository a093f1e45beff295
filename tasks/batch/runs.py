"""A run's own record in the archive: written with its first source, closed with its final state."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from tasks.archive.entries import Run, SourceRun
from tasks.archive.store import Archive
from tasks.home import Home


def new_id(what: str) -> str:
    """An id that sorts by time and says what ran: ``20261124T031500Z-nightly-1f3a``."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{what}-{secrets.token_hex(2)}"


def new_run(flow: str, *, is_sample: bool = False) -> Run:
    """A run that has begun. One that is never closed shows as interrupted."""
    return Run(new_id(flow), flow, datetime.now(UTC), None, "running", (), is_sample)


def record_source(archive: Archive, run: Run, done: SourceRun) -> None:
    """Keeps what the run did at one source; its other sources' counts stand as they were."""
    archive.append_run(replace(run, sources=(done,)))


def ended(run: Run, state: str) -> Run:
    """The run with its end and final state."""
    return replace(run, state=state, ended_at=datetime.now(UTC))


def close_run(home: Home, run: Run, state: str) -> None:
    """Ends a run with its final state."""
    with Archive(home.archive) as archive:
        archive.append_run(ended(run, state))
