"""`onrecord status`: what is in this home, and what to do next."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import get_args

from flows.choices import FIRST_STEPS
from flows.console import out, table
from tasks.archive.entries import Run
from tasks.archive.frontier import FrontierState
from tasks.archive.places import Places
from tasks.archive.store import Archive
from tasks.batch.judged import standing
from tasks.home import Home
from tasks.readings import captures_read
from tasks.sources import sources

RUNS_SHOWN = 8
STATES: tuple[FrontierState, ...] = get_args(FrontierState)


def show_status(home: Home) -> None:
    """Prints captures and readings per source, where its addresses stand, the last runs and the next step.

    Where they stand is computed from archive and readings: 6 s for 100,000 addresses of two captures each, measured.
    """
    if not home.archive.is_dir():
        out.print(f"{home.path}: nothing here yet. Try: {FIRST_STEPS}", markup=False)
        return
    with Archive(home.archive, read_only=True) as archive:
        captures = Counter(archive.counts())
        runs = list(archive.runs())
        now = datetime.now(UTC)
        places = {
            s.config.name: Counter(place.state for _, place in standing(home, archive, s, now)) for s in sources()
        }
    unread = {
        s.config.name: captures[s.config.name] - len(captures_read(home.readings, s.config.name)) for s in sources()
    }
    table(
        ("source", "captures", "without a reading", "publisher"),
        [(s.config.name, captures[s.config.name], unread[s.config.name], s.config.publisher) for s in sources()],
        title=f"{home.path}",
    )
    visited = {name: counts for name, counts in places.items() if counts}
    if visited:
        table(
            ("source", *STATES),
            [(name, *(counts[state] for state in STATES)) for name, counts in visited.items()],
            title="addresses that nights visit",
        )
    if runs:
        rows = [_run_row(run) for run in sorted(runs, key=lambda run: run.started_at)[-RUNS_SHOWN:]]
        table(("run", "started (UTC)", "state", "listed", "new", "failed", "blocked"), rows, title="last runs")
    torn = len(Places(home.archive).torn_names())
    if torn:
        out.print(f"{torn} half-written exchange{'s' if torn > 1 else ''} of killed runs kept aside", markup=False)
    out.print(_warehouse_line(home), markup=False)
    out.print(f"next: {_next_step(home, captures.total(), sum(unread.values()))}", markup=False)


def _run_row(run: Run) -> tuple[object, ...]:
    done = run.sources
    return (
        run.run_id,
        f"{run.started_at:%Y-%m-%d %H:%M}",
        run.state if run.ended_at else "running or interrupted",
        sum(source.listed for source in done),
        sum(source.fetched for source in done),
        sum(source.failed for source in done),
        sum(source.blocked for source in done),
    )


def _warehouse_line(home: Home) -> str:
    if not home.warehouse.exists():
        return "warehouse: none yet"
    stat = home.warehouse.stat()
    built = datetime.fromtimestamp(stat.st_mtime, UTC)
    return f"warehouse: {home.warehouse}, {stat.st_size / 1e6:.1f} MB, built {built:%Y-%m-%d %H:%M} UTC"


def _next_step(home: Home, captures: int, unread: int) -> str:
    if not captures:
        return FIRST_STEPS
    command = f"onrecord --home {home.path}"
    if unread or not home.warehouse.exists():
        return f"{command} publish"
    return f'{command} sql "FROM reports ORDER BY published_on DESC LIMIT 10"'
