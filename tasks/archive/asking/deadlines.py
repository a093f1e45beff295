"""An end to every wait: a request is over at a given moment, however slowly the bytes drip in.

A read timeout alone starts again with every byte. Shutting the socket down from outside ends a read that waits.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Deadline:
    """The end of one request."""

    def __init__(self, at: float) -> None:
        self.at = at
        """Monotonic seconds."""
        self.has_passed = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []

    @property
    def left(self) -> float:
        """Seconds until the end."""
        return self.at - time.monotonic()

    def watch(self, connected: socket.socket) -> None:
        """Ends reads and writes of this connection when the time has come."""
        # A duplicate, because TLS takes the original descriptor over.
        with self._lock:
            held = socket.socket(fileno=os.dup(connected.fileno()))
            self._sockets.append(held)
            if self.has_passed:
                held.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        with self._lock:
            self.has_passed = True
            for held in self._sockets:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        with self._lock:
            for held in self._sockets:
                held.close()
            self._sockets.clear()


class Watchdog:
    """Ends requests whose time has come: one thread for all requests of a session, which make one at a time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._current: Deadline | None = None
        self._is_closed = False
        self._wakes_at: float | None = None
        """When the thread looks again; none where it waits to be told."""
        self._thread: threading.Thread | None = None

    @contextmanager
    def watching(self, seconds: float) -> Iterator[Deadline]:
        """A deadline that holds while the block runs."""
        deadline = Deadline(time.monotonic() + seconds)
        with self._changed:
            self._current = deadline
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="deadlines", daemon=True)
                self._thread.start()
            if self._wakes_at is None or self._wakes_at > deadline.at:
                self._changed.notify()
        try:
            yield deadline
        finally:
            with self._changed:
                self._current = None
            deadline.let_go()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._is_closed:
                current = self._current
                if current is None or current.has_passed:
                    self._wakes_at = None
                    self._changed.wait()
                    continue
                left = current.at - time.monotonic()
                if left > 0:
                    # A request that ends sooner wakes nobody: the one after it is looked at when this wait is over.
                    self._wakes_at = current.at
                    self._changed.wait(left)
                    continue
                current.end()
