"""One request over one connection to a vetted address, with an end to every wait."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from tasks.archive.guard import Guard, Target


def _without_what_was_sent(entry: logging.LogRecord) -> bool:
    """urllib3 warns of malformed headers by printing them, and what follows them may be the page."""
    if entry.msg.startswith("Failed to parse headers"):
        entry.msg, entry.args, entry.exc_info = "an answer has malformed headers", (), None
    return True


logging.getLogger("urllib3.connection").addFilter(_without_what_was_sent)


class Deadline:
    """Ends a request at a given moment, however slowly the bytes drip in.

    A read timeout alone starts again with every byte. Shutting the socket down from outside ends a read that waits.
    """

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self.ip: str | None = None
        """The address that the connection went to."""
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    @contextmanager
    def running(self) -> Iterator[Deadline]:
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()
            with self._lock:
                for held in self._sockets:
                    held.close()
                self._sockets.clear()

    def watch(self, connected: socket.socket, ip: str) -> None:
        # A duplicate, because TLS takes the original descriptor over.
        with self._lock:
            self.ip = ip
            held = socket.socket(fileno=os.dup(connected.fileno()))
            self._sockets.append(held)
            if self.has_passed:
                held.shutdown(socket.SHUT_RDWR)

    def _end(self) -> None:
        with self._lock:
            self.has_passed = True
            for held in self._sockets:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)


class _Vetted:
    """Connects to a vetted address only; certificate and Host stay those of the name asked for."""

    guard: Guard
    deadline: Deadline

    def _new_conn(self: Any) -> socket.socket:
        error: OSError = OSError("no address")
        for target in self.guard.vet(self.host, self.port):
            try:
                connected: socket.socket = self._connect(target)
            except OSError as failed:
                error = failed
                continue
            self.deadline.watch(connected, target.ip)
            return connected
        if isinstance(error, TimeoutError):
            raise ConnectTimeoutError(self, "connecting timed out") from error
        raise NewConnectionError(self, f"no connection ({type(error).__name__})") from error

    def _connect(self: Any, target: Target) -> socket.socket:
        connected = socket.create_connection((target.ip, target.port), self.timeout)
        for option in self.socket_options or ():
            connected.setsockopt(*option)
        return connected


class VettedAdapter(HTTPAdapter):
    """Makes requests use vetted connections. One adapter serves one request."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        members = {"guard": guard, "deadline": deadline}
        self._http = type("_Http", (_Vetted, HTTPConnection), dict(members))
        self._https = type("_Https", (_Vetted, HTTPSConnection), dict(members))
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        super().init_poolmanager(*arguments, **more)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_HttpPool", (HTTPConnectionPool,), {"ConnectionCls": self._http}),
            "https": type("_HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": self._https}),
        }
