"""Connections to vetted addresses only, one per site, kept open between requests where the site allows it."""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from tasks.archive.asking.deadlines import Deadline
from tasks.archive.asking.guard import Guard, Target
from tasks.archive.asking.heads import WholeHeadResponse


def _without_what_was_sent(entry: logging.LogRecord) -> bool:
    """urllib3 warns of malformed headers by printing them, and what follows them may be the page."""
    if entry.msg.startswith("Failed to parse headers"):
        entry.msg, entry.args, entry.exc_info = "an answer has malformed headers", (), None
    return True


logging.getLogger("urllib3.connection").addFilter(_without_what_was_sent)


MAX_ADDRESSES = 4
"""Network addresses of one name that are tried."""


@dataclass(slots=True)
class Line:
    """What the connections of one adapter share: the guard, and the request that is being made."""

    guard: Guard
    deadline: Deadline | None = None
    ip: str | None = None
    """The address that the current request's connection goes to."""
    is_reused: bool = False
    """True where the current request goes over a connection that an earlier one has opened."""

    def use(self, connected: socket.socket, ip: str, *, is_reused: bool) -> None:
        self.ip = ip
        self.is_reused = is_reused
        if self.deadline is not None:
            self.deadline.watch(connected)


class _Vetted:
    """Connects to a vetted address only; certificate and Host stay those of the name asked for."""

    line: Line
    vetted_ip: str
    response_class = WholeHeadResponse

    def _new_conn(self: Any) -> socket.socket:
        error: OSError = OSError("no address")
        for target in self.line.guard.vet(self.host, self.port)[:MAX_ADDRESSES]:
            if self.line.deadline is not None and self.line.deadline.has_passed:
                raise ConnectTimeoutError(self, "connecting timed out")
            try:
                connected: socket.socket = self._connect_to(target)
            except OSError as failed:
                error = failed
                continue
            self.vetted_ip = target.ip
            self.line.use(connected, target.ip, is_reused=False)
            return connected
        if isinstance(error, TimeoutError):
            raise ConnectTimeoutError(self, "connecting timed out") from error
        raise NewConnectionError(self, f"no connection ({type(error).__name__})") from error

    def _connect_to(self: Any, target: Target) -> socket.socket:
        left = self.line.deadline.left if self.line.deadline is not None else self.timeout
        connected = socket.create_connection((target.ip, target.port), max(0.01, min(self.timeout, left)))
        connected.settimeout(self.timeout)
        for option in self.socket_options or ():
            connected.setsockopt(*option)
        return connected

    def request(self: Any, *arguments: Any, **more: Any) -> None:
        if self.sock is not None:
            self.line.use(self.sock, self.vetted_ip, is_reused=True)
        super().request(*arguments, **more)  # type: ignore[misc]


class VettedAdapter(HTTPAdapter):
    """Makes requests use vetted connections. One adapter serves one site, one request at a time.

    The adapter alone: a requests.Session would take proxies and passwords from the environment, send cookies back, and
    lose an answer whose Location it cannot parse.
    """

    def __init__(self, guard: Guard) -> None:
        self.line = Line(guard)
        members = {"line": self.line}
        self._http = type("_Http", (_Vetted, HTTPConnection), dict(members))
        self._https = type("_Https", (_Vetted, HTTPSConnection), dict(members))
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        super().init_poolmanager(*arguments, **more)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_HttpPool", (HTTPConnectionPool,), {"ConnectionCls": self._http}),
            "https": type("_HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": self._https}),
        }
