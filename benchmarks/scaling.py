"""How the time of each step grows with the page, on huge pages of many shapes.

    python -m benchmarks.scaling [--source NAME] [--shape WORDS] [--sizes 0.1 0.5 1 2.5 5]

Processor seconds on one core. The exponent is the slope of time over size, both as logarithms: 1 is linear, 2 is
quadratic. A step that reads no more than so much of a page has one below 1.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from benchmarks.shapes import HEADS, MEGABYTE, SHAPES, Shape
from benchmarks.steps import Clock
from tasks.sources import source

SIZES = (0.1, 0.5, 1.0, 2.5, 5.0)
MIN_SECONDS = 0.25
"""Steps shorter than this on the largest page tell nothing about growth."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds per size and step, of one shape at one source."""

    shape: str
    source: str
    seconds: Mapping[float, Mapping[str, float]]
    """By megabytes, then by step."""

    def total(self, size: float) -> float:
        """Seconds of the whole page."""
        return sum(self.seconds[size].values())

    def exponents(self) -> dict[str, float]:
        """Of each step that takes long enough to tell; between the largest page on which it ran and the smaller ones.

        A step that leaves large pages alone is measured on those it takes.
        """
        found = {}
        for step in {step for steps in self.seconds.values() for step in steps}:
            points = [(size, steps.get(step, 0.0)) for size, steps in sorted(self.seconds.items())]
            peak = max(range(len(points)), key=lambda at: points[at][1])
            if points[peak][1] < MIN_SECONDS or peak == 0:
                continue
            before = max((at for at in range(peak) if points[at][0] <= points[peak][0] / 2), default=0)
            (small, few), (large, many) = points[before], points[peak]
            if few > 0:
                found[step] = log(many / few) / log(large / small)
        return found


def growth(shape: Shape, name: str, sizes: Sequence[float] = SIZES) -> Growth:
    """Reads pages of each size, in megabytes."""
    seconds = {}
    for size in sizes:
        clock = Clock()
        body, asked = shape.page(name, int(size * MEGABYTE)), shape.asked(name)
        with clock.running():
            clock.read(asked.capture(body), asked.payload(body), source(name))
        seconds[size] = dict(clock.seconds)
    return Growth(shape.name, name, seconds)


def warm(names: Sequence[str]) -> None:
    """Loads models and compiles patterns before any clock runs.

    What the process holds by then is no part of a page: the collector would go through it again for each.
    """
    for name in names:
        growth(SHAPES[0], name, (0.02,))
    gc.collect()
    gc.freeze()


def main() -> None:
    """Prints one row per shape and source, with the steps that take longest."""
    parser = argparse.ArgumentParser(description="How the time of each step grows with the page.")
    parser.add_argument("--source", choices=sorted(HEADS))
    parser.add_argument("--shape", default="", help="only shapes whose name holds these words")
    parser.add_argument("--sizes", type=float, nargs="+", default=SIZES, help="megabytes")
    asked = parser.parse_args()
    heads = " | ".join(f"{size:g} MB" for size in asked.sizes)
    print(f"| page | source | {heads} | slowest steps of the largest, in seconds (exponent) |")
    print("|---|---|" + "--:|" * len(asked.sizes) + "---|")
    names = [asked.source] if asked.source else sorted(HEADS)
    warm(names)
    for shape, name in product((each for each in SHAPES if asked.shape in each.name), names):
        print(_row(growth(shape, name, asked.sizes)), flush=True)


def _row(grown: Growth) -> str:
    times = " | ".join(f"{grown.total(size):.2f}" for size in grown.seconds)
    exponents = grown.exponents()
    last = grown.seconds[max(grown.seconds)]
    slowest = sorted(last, key=lambda step: -last[step])[:4]
    steps = [
        f"{step} {last[step]:.2f}" + (f" ({exponents[step]:.1f})" if step in exponents else "") for step in slowest
    ]
    steep = [f"**{step} {exponent:.2f}**" for step, exponent in exponents.items() if exponent >= 1.4]
    return f"| {grown.shape} | {grown.source} | {times} | {', '.join(steps)} {' '.join(steep)}|"


if __name__ == "__main__":
    main()
