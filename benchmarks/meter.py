"""Peak memory and time of one stretch of work after the other, as the kernel counts them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

STATUS = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")
RESET_PEAK = "5"
"""Sets the peak back to what is taken now (proc(5))."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one stretch took."""

    peak_mb: float
    """Most memory above what was taken at its start, in megabytes."""
    seconds: float


@dataclass(frozen=True, slots=True)
class _Begun:
    name: str
    at: float
    taken_kb: int


class Meter:
    """Measures stretches; one ends where the next begins. May be called from several threads.

    A name met again adds to its time, and its highest peak counts.
    """

    def __init__(self, host: str = "", paths: Collection[str] = ()) -> None:
        self._host = host
        self._paths = paths
        self._begun: _Begun | None = None
        self._lock = Lock()
        self.spent: dict[str, Spent] = {}

    def saw(self, host: str, path: str) -> None:
        """A request: those for one of the paths at the host begin a stretch of that name."""
        if host == self._host and path in self._paths:
            self.begin(path)

    def begin(self, name: str) -> None:
        self.end()
        with self._lock:
            _give_back()
            RESET.write_text(RESET_PEAK, encoding="ascii")
            self._begun = _Begun(name, monotonic(), kilobytes("VmRSS"))

    def end(self) -> None:
        with self._lock:
            begun, self._begun = self._begun, None
            if begun is None:
                return
            before = self.spent.get(begun.name, Spent(0.0, 0.0))
            peak = max(0, kilobytes("VmHWM") - begun.taken_kb) * 1024 / 1e6
            self.spent[begun.name] = Spent(max(before.peak_mb, peak), before.seconds + monotonic() - begun.at)


def kilobytes(field: str) -> int:
    """A field of this process's status, such as ``VmHWM``, the most memory it ever took. Raises OSError without it."""
    match = re.search(rf"^{field}:\s+([0-9]+) kB", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    if match is None:
        raise OSError(f"{STATUS} names no {field}")
    return int(match[1])


def _give_back() -> None:
    """Lets the C library return what is free, or the next stretch would seem to need nothing."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
