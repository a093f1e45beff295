"""Pages per second of the whole reading, beside trafilatura alone, over the sample sites' report pages.

    python -m benchmarks.reading

Both run over the same pages on one core, in turns, so that a busy machine slows both alike. trafilatura gives text and
a guess of metadata; OnRecord gives labelled passages, citation, countries, language and quotes, and asks trafilatura on
the way.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

import trafilatura

from benchmarks.sample_gold import served_pages
from tasks.archive.payload import Payload
from tasks.batch.onepage import read_payload

TURNS = 7


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one turn."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def read_all(pages: list[tuple[str, Payload]]) -> None:
    """Every page the whole way, no store touched."""
    for address, payload in pages:
        read_payload(payload, address)


def extract_all(pages: list[tuple[str, Payload]]) -> None:
    """Every page through trafilatura as it comes."""
    for _, payload in pages:
        trafilatura.bare_extraction(payload.body, with_metadata=True)


def main() -> None:
    """Prints pages per second and the ratio."""
    pages = [(address, payload) for _, _, address, payload in served_pages()]
    read_all(pages)  # loads models and compiles patterns before any clock runs
    extract_all(pages)
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(seconds(lambda: read_all(pages)))
        theirs.append(seconds(lambda: extract_all(pages)))
    per_second = [len(pages) / statistics.median(times) for times in (ours, theirs)]
    size = sum(len(payload.body) for _, payload in pages) / len(pages) / 1000
    machine = f"{platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine}")
    print(f"{len(pages)} pages of {size:.1f} kB on average, median of {TURNS} turns, one core")
    print(f"OnRecord {version('onrecord')}, the whole reading   {per_second[0]:8.1f} pages/s")
    print(f"trafilatura {version('trafilatura')}, extraction only {per_second[1]:8.1f} pages/s")
    print(f"ratio {per_second[0] / per_second[1]:.2f}")


if __name__ == "__main__":
    main()
