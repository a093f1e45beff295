"""What a run does at one source, counted so that nothing happens uncounted; shared by all threads of a run."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace

from tasks.archive.entries import SourceRun
from tasks.report import Issue

MAX_NOTES_PER_RULE = 100
"""Further ones are counted: each address that gave no capture is in the archive as an attempt anyway."""


class Counting:
    """Counts and notes of one source's run."""

    def __init__(self, source: str, most: int | None) -> None:
        """`most` is how many reports may be had."""
        self._lock = threading.Lock()
        self._done = SourceRun(source, 0, 0, 0, 0, 0, 0, ())
        self._notes: Counter[str] = Counter()
        self._most = most
        self._had = 0

    def count(self, **more: int) -> None:
        with self._lock:
            self._done = replace(self._done, **{name: getattr(self._done, name) + n for name, n in more.items()})

    def note(self, rule: str, seen: str) -> None:
        with self._lock:
            self._notes[rule] += 1
            if self._notes[rule] <= MAX_NOTES_PER_RULE:
                self._done = replace(self._done, issues=(*self._done.issues, Issue(rule, seen)))

    def had(self) -> None:
        """A report was had. Addresses that fail every night must not use up the limit."""
        with self._lock:
            self._had += 1

    @property
    def is_full(self) -> bool:
        return self._most is not None and self._had >= self._most

    @property
    def done(self) -> SourceRun:
        with self._lock:
            more = tuple(
                Issue(rule, f"{n - MAX_NOTES_PER_RULE} more")
                for rule, n in self._notes.items()
                if n > MAX_NOTES_PER_RULE
            )
            return replace(self._done, issues=(*self._done.issues, *more))
