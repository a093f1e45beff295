"""Processor time of each step that a page takes, without a line of measuring in the steps themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import process_time
from types import ModuleType
from typing import Any
from unittest.mock import patch

from tasks.archive.payload import Payload
from tasks.batch import page
from tasks.reading import dom, replay, select, states, text
from tasks.report import Capture, Report
from tasks.sources import Source

PARTS: tuple[tuple[str, ModuleType, str], ...] = (
    ("decode", text, "decode"),
    ("parse", text, "_parse"),
    ("print", dom, "print_tree"),
    ("trafilatura's selection", select, "mark"),
    ("page, the rest", text, "page_of"),
    ("state", states, "state_of"),
    ("web archive undone", replay, "archive_of"),
)
"""Parts of a reading before its steps: name, and the function that does it. A part inside another counts as itself."""


class Clock:
    """Seconds per step; time inside an inner step is the inner step's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, on the clock."""

        def run(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            began = process_time()
            try:
                return work(*arguments, **named)
            finally:
                took = process_time() - began
                self.seconds[name] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return run

    @contextmanager
    def running(self) -> Iterator[None]:
        """Puts the parts and steps of every reading on the clock."""
        take = page._take
        patches = [patch.object(where, name, self.timed(part, getattr(where, name))) for part, where, name in PARTS]

        def taken(report: Report, steps: dict[str, page.Step]) -> Report:
            return take(report, {name: self.timed(name, step) for name, step in steps.items()})

        patches.append(patch.object(page, "_take", taken))
        for each in patches:
            each.start()
        try:
            yield
        finally:
            for each in reversed(patches):
                each.stop()

    def read(self, capture: Capture, payload: Payload, source: Source) -> Report:
        """One page, on the clock; what no step accounts for is "the rest"."""
        own = replace(source, describe=self.timed("describe", source.describe))
        report: Report = self.timed("the rest", page.read_page)(capture, payload, own)
        return report
