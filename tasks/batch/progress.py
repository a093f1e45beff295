"""How batches say how far they are, without knowing who listens: a progress bar, a log line, a Prefect artifact."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and how many there are (none where unknown)."""


def silent(doing: str, done: int, total: int | None) -> None:
    """Nobody listens."""
