"""One system of the quotes benchmark in a process of its own, so that its time and memory are its own.

Texts come as JSON lines on standard input, ``{"id", "text"}``; quotes in the common form go to standard output, and
after them one line with what they took. Needs nothing but the standard library: peers run it in their own environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.meter import kilobytes

ROOT = Path(__file__).parents[1]
WARM_UP = 5
Find = Callable[[str], Iterable[dict[str, Any]]]
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Run:
    """What a system found, and what it took."""

    documents: list[dict[str, Any]]
    seconds: float
    """Processor time, without loading."""
    peak_mb: float
    """Most memory of the whole process, models included."""


def serve(find: Find) -> None:
    """Answers the texts on standard input; called by a system."""
    texts = [json.loads(line) for line in sys.stdin.buffer]
    for document in texts[:WARM_UP]:  # patterns and models load before the clock runs
        list(find(document["text"]))
    seconds = 0.0
    for document in texts:
        started = time.process_time()
        quotes = list(find(document["text"]))
        seconds += time.process_time() - started
        print(json.dumps({"id": document["id"], "quotes": quotes}))
    print(json.dumps({"seconds": seconds, "peak_mb": kilobytes("VmHWM") * 1024 / 1e6}))


def run(python: Path, module: str, arguments: Sequence[str], texts: Iterable[Mapping[str, Any]]) -> Run:
    """Runs a system. Raises CalledProcessError where it fails."""
    lines = "".join(json.dumps({"id": text["id"], "text": text["text"]}) + "\n" for text in texts)
    done = subprocess.run(
        [str(python), "-m", module, *arguments],
        input=lines,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env={**os.environ, **_ONE_THREAD},
    )
    *answers, spent = (json.loads(line) for line in done.stdout.splitlines())
    return Run(answers, spent["seconds"], spent["peak_mb"])
