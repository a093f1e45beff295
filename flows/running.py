"""What the flows share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from prefect.client.schemas.objects import State

from tasks.archive.entries import Run
from tasks.batch.drift import FillRate, fill_rates
from tasks.batch.outcome import Outcome
from tasks.batch.reading import ReadCounts
from tasks.batch.runs import close_run
from tasks.home import Home
from tasks.sources import Source, source, sources

T = TypeVar("T")


def run_name(flow: str) -> Callable[[], str]:
    """Names runs by when they began: what an operator looks for is last night's."""
    return lambda: f"{flow} {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def chosen(names: Sequence[str] | None) -> tuple[Source, ...]:
    """The named sources, or all. Raises LookupError, with the names there are, for one that does not exist."""
    return tuple(source(name) for name in dict.fromkeys(names)) if names else sources()


def fills_of(home: Home, source: Source, counts: ReadCounts | None) -> tuple[FillRate, ...]:
    """How often a source's reports give each field; nothing where reading failed, which is told by itself."""
    if counts is None:
        return ()
    try:
        return fill_rates(home.readings, source)
    except OSError:  # the publish task reads the same files and says which is damaged
        return ()


def closed(home: Home, run: Run, outcome: Outcome) -> tuple[str, ...]:
    """Ends the run's record with what its sources came to; says why that could not be written down, if it could not."""
    try:
        close_run(home, run, outcome.verdict_of_sources)
    except OSError as error:
        return (f"the run's end could not be written down ({error.strerror})",)
    return ()


def failure_of(state: State[T]) -> str | None:
    """Why a task failed, where it is something an operator can mend: what the disk or the network said. No word of a
    page stands in it."""
    if state.is_completed():
        return None
    error = state.result(raise_on_failure=False)
    return error.strerror if isinstance(error, OSError) else None


def remarks_of(stamped: State[str]) -> tuple[str, ...]:
    """A timestamp that was asked for and not had: the evidence stands without it, but somebody should know."""
    told = settle(stamped)
    if told is None:
        return ("no timestamp: see the stamp task",)
    return (told,) if told.startswith("no timestamp") else ()


def settle(state: State[T]) -> T | None:
    """A task's result, or none where it failed: the failure stays visible in the UI and turns the run red."""
    if not state.is_completed():
        return None
    result = state.result(raise_on_failure=False)
    return None if isinstance(result, BaseException) else result
