"""What the flows share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from prefect.states import State

from tasks.sources import Source, source, sources

T = TypeVar("T")


def chosen(names: Sequence[str] | None) -> tuple[Source, ...]:
    """The named sources, or all. Raises LookupError, with the names there are, for one that does not exist."""
    return tuple(source(name) for name in names) if names else sources()


def settle(state: State[T]) -> T | None:
    """A task's result, or none where it failed: the failure stays visible in the UI and turns the run red."""
    if not state.is_completed():
        return None
    result = state.result(raise_on_failure=False)
    return None if isinstance(result, BaseException) else result
