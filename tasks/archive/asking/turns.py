"""Whose turn it is to ask a site: one request at a time, and a pause before the next, over threads, processes and runs.

A pause is kept in a file per site, so that a run that was killed and started again does not ask sooner, and so that
two sources on one site wait for each other. The kernel lets go of the lock however a process ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import idna

LONGEST_PAUSE = 24 * 3600.0
"""Seconds."""

MAX_FILE_NAME = 200

WRITTEN = 64
"""Bytes of a file: always as many, so that nothing of what stood there before is left."""

DEFAULT_PORTS = {"http": 80, "https": 443}
_PAUSE = re.compile(r"([0-9]{1,12}\.[0-9]{1,9}) ([0-9]{1,6}\.[0-9]{1,9})")


def site_of(address: str) -> str:
    """The site that an address belongs to: its host without ``www.`` and closing dot, and a port that is not the
    scheme's own. Raises ValueError for an address without a host."""
    parts = urlsplit(address)
    host = host_of(parts.hostname or "")
    if not host:
        raise ValueError("no host")
    port = parts.port
    return host if port is None or port == DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def host_of(name: str) -> str:
    """One name for a host however it is written: in ASCII (RFC 5891), without ``www.`` and closing dot."""
    name = name.lower().rstrip(".")
    if not name.isascii():
        with suppress(idna.IDNAError):
            name = idna.encode(name, uts46=True).decode("ascii")
    return name.removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Pause:
    """How long a site is left alone, as it is written down: of the clock's two ends the one that asks for less waiting
    counts, so that a clock that was set back makes no pause longer than it was meant."""

    next_at: float = 0.0
    """Seconds since 1970."""
    seconds: float = 0.0
    """How long the pause was when it began."""

    @property
    def left(self) -> float:
        return max(0.0, min(self.next_at - time.time(), self.seconds, LONGEST_PAUSE))


class Turn:
    """The right to ask one site, while it is held."""

    def __init__(self, pause: Pause, keep: Callable[[Pause], None]) -> None:
        self._pause = pause
        self._keep = keep

    @property
    def next_at(self) -> float:
        """When the site may be asked, in seconds since 1970."""
        return time.time() + self.left

    @property
    def left(self) -> float:
        """Seconds until then."""
        return self._pause.left

    def wait(self) -> None:
        """Sleeps until the site may be asked: for what is left now, whatever the wall clock does meanwhile."""
        until = time.monotonic() + self.left
        while (left := until - time.monotonic()) > 0:
            time.sleep(left)
        self._pause = Pause()

    def rest(self, seconds: float) -> None:
        """Lets the site rest for so long from now on; a longer rest that was asked for before stands. It is written
        down at once: whoever is killed while he waits has still been asked to."""
        seconds = min(max(self.left, seconds), LONGEST_PAUSE)
        self._pause = Pause(time.time() + seconds, seconds)
        self._keep(self._pause)


class Turns:
    """The turns of all sites. May be shared between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` keeps a file per site; without one, the turns are this object's alone."""
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._pauses: dict[str, Pause] = {}

    @contextmanager
    def turn(self, site: str) -> Iterator[Turn]:
        """Waits until nobody else is asking the site; the pause that it still needs is for the caller to wait for.

        Raises OSError where the folder cannot be written to.
        """
        with self._guard:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if self._folder is None:

                def keep(pause: Pause) -> None:
                    self._pauses[site] = pause

                yield Turn(self._pauses.get(site, Pause()), keep)
                return
            yield from _held(self._folder / _file_name(site))


def _file_name(site: str) -> str:
    name = quote(site, safe="")
    # A link may name a host whose letters, percent-encoded, fit no file system.
    return name if len(name) <= MAX_FILE_NAME else hashlib.sha256(site.encode("utf-8", "surrogatepass")).hexdigest()


def _held(path: Path) -> Iterator[Turn]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        written = os.pread(descriptor, WRITTEN, 0).decode("ascii", "replace").strip()
        found = _PAUSE.fullmatch(written)

        def keep(pause: Pause) -> None:
            text = f"{pause.next_at:.6f} {pause.seconds:.6f}"
            os.pwrite(descriptor, f"{text:<{WRITTEN}}".encode("ascii"), 0)

        yield Turn(Pause(float(found[1]), float(found[2])) if found else Pause(), keep)
    finally:
        os.close(descriptor)
