"""What the flows share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from prefect.client.schemas.objects import State

from tasks.sources import Source, source, sources

T = TypeVar("T")


def run_name(flow: str) -> Callable[[], str]:
    """Names runs by when they began: what an operator looks for is last night's."""
    return lambda: f"{flow} {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def chosen(names: Sequence[str] | None) -> tuple[Source, ...]:
    """The named sources, or all. Raises LookupError, with the names there are, for one that does not exist."""
    return tuple(source(name) for name in names) if names else sources()


def settle(state: State[T]) -> T | None:
    """A task's result, or none where it failed: the failure stays visible in the UI and turns the run red."""
    if not state.is_completed():
        return None
    result = state.result(raise_on_failure=False)
    return None if isinstance(result, BaseException) else result
