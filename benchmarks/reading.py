"""Pages per second of the whole reading, by source, beside trafilatura alone; and where the time goes, by step.

    python -m benchmarks.reading

The pages are the sample sites' reports and the recorded pages of the tests. Both readers run over the same pages on one
core, in turns, so that a busy machine slows both alike. trafilatura gives text and a guess of metadata; OnRecord gives
labelled passages, citation, countries, language and quotes, and asks trafilatura on the way. Growth with the size of a
page: `benchmarks.scaling`.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from time import process_time

import trafilatura

from benchmarks.steps import Clock
from tasks.sources import source, sources
from tests.fuzz.inputs import Asked, parted, recorded, sampled
from tests.fuzz.invariants import read

TURNS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of one turn over all pages of a source; medians."""

    source: str
    pages: int
    bytes: int
    ours: float
    trafilatura: float


def pages_of(name: str) -> list[tuple[Asked, bytes]]:
    """The recorded pages of a source, each once, and the sample's."""
    asked = {data[1:]: parted(data) for _, data in (*recorded(), *sampled())}
    return [page for page in asked.values() if page[0].source == name]


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one turn."""
    began = process_time()
    work()
    return process_time() - began


def speed(name: str, pages: list[tuple[Asked, bytes]]) -> Speed:
    """Both readers over all pages, in turns."""
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(seconds(lambda: [read(asked, body) for asked, body in pages]))
        theirs.append(seconds(lambda: [trafilatura.bare_extraction(body, with_metadata=True) for _, body in pages]))
    size = sum(len(body) for _, body in pages)
    return Speed(name, len(pages), size, statistics.median(ours), statistics.median(theirs))


def shares(pages: list[tuple[Asked, bytes]]) -> Counter[str]:
    """Seconds by step over all pages."""
    clock = Clock()
    with clock.running():
        for asked, body in pages:
            clock.read(asked.capture(body), asked.payload(body), source(asked.source))
    return Counter(clock.seconds)


def main() -> None:
    """Prints both tables."""
    pages = {each.config.name: pages_of(each.config.name) for each in sources()}
    everything = [page for of_source in pages.values() for page in of_source]
    shares(everything)  # loads models and compiles patterns before any clock runs
    for _, body in everything:
        trafilatura.bare_extraction(body, with_metadata=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine} · one core, median of {TURNS} turns")
    print(f"OnRecord {version('onrecord')}, the whole way; trafilatura {version('trafilatura')}, extraction alone\n")
    print("| source | pages | kB each | pages/s | trafilatura, pages/s | ratio |\n|---|--:|--:|--:|--:|--:|")
    for name, of_source in pages.items():
        print(_row(speed(name, of_source)))
    spent = shares(everything)
    print("\n| step | share of time | ms a page |\n|---|--:|--:|")
    for step, took in spent.most_common():
        print(f"| {step} | {took / spent.total():.1%} | {1000 * took / len(everything):.2f} |")


def _row(each: Speed) -> str:
    ours, theirs = each.pages / each.ours, each.pages / each.trafilatura
    size = each.bytes / each.pages / 1000
    return f"| {each.source} | {each.pages} | {size:.1f} | {ours:.0f} | {theirs:.0f} | {ours / theirs:.2f} |"


if __name__ == "__main__":
    main()
