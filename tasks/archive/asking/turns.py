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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

LONGEST_PAUSE = 24 * 3600.0
"""Seconds. A pause that would last longer is a clock that was set back, and no pause at all."""

MAX_FILE_NAME = 200

WRITTEN = 64
"""Bytes of a file: always as many, so that nothing of what stood there before is left."""

DEFAULT_PORTS = {"http": 80, "https": 443}
_PAUSE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?")


def site_of(address: str) -> str:
    """The site that an address belongs to: its host without ``www.`` and closing dot, and a port that is not the
    scheme's own. Raises ValueError for an address without a host."""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if not host:
        raise ValueError("no host")
    port = parts.port
    return host if port is None or port == DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


class Turn:
    """The right to ask one site, while it is held."""

    def __init__(self, next_at: float) -> None:
        self._next_at = next_at

    @property
    def next_at(self) -> float:
        """When the site may be asked, in seconds since 1970."""
        return self._next_at

    @property
    def left(self) -> float:
        """Seconds until then."""
        left = self._next_at - time.time()
        return left if 0 < left <= LONGEST_PAUSE else 0.0

    def wait(self) -> None:
        """Sleeps until the site may be asked."""
        while (left := self.left) > 0:
            time.sleep(left)

    def rest(self, seconds: float) -> None:
        """Lets the site rest for so long from now on; a longer rest that was asked for before stands."""
        self._next_at = max(time.time() + self.left, time.time() + min(seconds, LONGEST_PAUSE))


class Turns:
    """The turns of all sites. May be shared between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` keeps a file per site; without one, the turns are this object's alone."""
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._next: dict[str, float] = {}

    @contextmanager
    def turn(self, site: str) -> Iterator[Turn]:
        """Waits until nobody else is asking the site; the pause that it still needs is for the caller to wait for.

        Raises OSError where the folder cannot be written to.
        """
        with self._guard:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if self._folder is None:
                turn = Turn(self._next.get(site, 0.0))
                try:
                    yield turn
                finally:
                    self._next[site] = turn.next_at
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
        turn = Turn(float(written) if _PAUSE.fullmatch(written) else 0.0)
        try:
            yield turn
        finally:
            os.pwrite(descriptor, f"{turn.next_at:<{WRITTEN}.6f}".encode("ascii"), 0)
    finally:
        os.close(descriptor)
