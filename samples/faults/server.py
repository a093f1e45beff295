"""The server: raw sockets on loopback, one thread per connection, told apart by the Host header."""

from __future__ import annotations

import socket
import ssl
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from samples.faults.catalogue import CATALOGUE, NAMES, routes
from samples.faults.certificate import self_signed
from samples.faults.fault import SITE, Scheme
from samples.faults.wire import Asked, Play, Wire, answer

MAX_HEAD = 64 * 1024
IDLE = 30.0
"""Seconds for which a kept connection may be silent."""

_NOT_FOUND = answer(404, b"<html><body><h1>Not found</h1></body></html>\n")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, and when."""

    host: str
    target: str
    at: float
    """Monotonic seconds at which the request had been read."""


Seen = Callable[[Request], None]


class FaultServer:
    """The faults on ``127.0.0.1`` while the context lasts, over http and in three ways over https.

    `on_request` is called, in the connection's thread, before a request is answered. Raises OSError where the port
    cannot be had.
    """

    def __init__(self, port: int = 0, on_request: Seen | None = None) -> None:
        self._routes = routes()
        self._on_request = on_request
        self._lock = Lock()
        self._times: Counter[tuple[str, str]] = Counter()
        self._open: set[socket.socket] = set()
        self._is_closed = False
        with TemporaryDirectory() as folder:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self_signed(Path(folder), [f"{SITE}", "*.faults.test"]))
        self._listeners: dict[Scheme, socket.socket] = {
            "http": socket.create_server(("127.0.0.1", port), backlog=64),
            "https": socket.create_server(("127.0.0.1", 0)),
            "https-garbage": socket.create_server(("127.0.0.1", 0)),
        }
        handlers: Mapping[Scheme, Callable[[socket.socket], None]] = {
            "http": self._converse,
            "https": lambda plain: self._converse(context.wrap_socket(plain, server_side=True)),
            "https-garbage": lambda plain: plain.sendall(b"\x16\x03\x03\x7f\xff" + bytes(range(256)) * 4),
        }
        self._threads = [
            Thread(target=self._accept, args=(listener, handlers[scheme]), daemon=True)
            for scheme, listener in self._listeners.items()
        ]
        self.requests: list[Request] = []
        """Every request in the order in which they came."""

    @property
    def port(self) -> int:
        """Of plain http."""
        return self.ports["http"]

    @property
    def ports(self) -> dict[Scheme, int]:
        found: dict[Scheme, int] = {
            scheme: int(listener.getsockname()[1]) for scheme, listener in self._listeners.items()
        }
        return {**found, "https-plain": found["http"]}

    def connect_to(self) -> dict[str, tuple[str, int]]:
        """Where each host of the catalogue is really found, but for those that the name service knows (`NAMES`)."""
        ports = self.ports
        own = {host: ("127.0.0.1", ports[fault.scheme]) for fault in CATALOGUE for host in fault.hosts - set(NAMES)}
        return {SITE: ("127.0.0.1", ports["http"]), **own}

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        for listener in self._listeners.values():
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def wait(self) -> None:
        """Serves until the process is interrupted."""
        while any(thread.is_alive() for thread in self._threads):
            self._threads[0].join(timeout=1.0)

    def _accept(self, listener: socket.socket, handle: Callable[[socket.socket], None]) -> None:
        while not self._is_closed:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            Thread(target=partial(self._handle, connection, handle), daemon=True).start()

    def _handle(self, connection: socket.socket, handle: Callable[[socket.socket], None]) -> None:
        connection.settimeout(IDLE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.add(connection)
        try:
            with suppress(OSError), closing(connection):  # the client is gone: that ends a play as it should
                handle(connection)
        finally:
            with self._lock:
                self._open.discard(connection)

    def _converse(self, connection: socket.socket) -> None:
        with closing(connection):
            wire = Wire(connection)
            waiting = b""
            while wire.is_kept and not self._is_closed:
                while b"\r\n\r\n" not in waiting:
                    data = connection.recv(MAX_HEAD)
                    if not data or len(waiting) > MAX_HEAD:
                        return
                    waiting += data
                head, waiting = waiting.split(b"\r\n\r\n", 1)
                asked = self._asked(head.decode("latin-1"))
                self._play(asked)(wire, asked)

    def _asked(self, head: str) -> Asked:
        lines = head.split("\r\n")
        target = lines[0].split(" ")[1] if lines[0].count(" ") == 2 else "/"
        if target.startswith("http://"):  # asked as a proxy
            target = "/" + target.split("/", 3)[3] if target.count("/") > 2 else "/"
        fields = dict(line.split(":", 1) for line in lines[1:] if ":" in line)
        host = next((value for name, value in fields.items() if name.lower() == "host"), "")
        host = host.strip().rsplit(":", 1)[0].lower().rstrip(".")
        request = Request(host, target, monotonic())
        with self._lock:
            self.requests.append(request)
            times = self._times[host, target]
            self._times[host, target] += 1
        if self._on_request is not None:
            self._on_request(request)
        return Asked(host, target, times)

    def _play(self, asked: Asked) -> Play:
        found = self._routes.get((asked.host, asked.target))
        if found is not None:
            return found
        for (host, path), play in self._routes.items():
            if path.endswith("*") and host == asked.host and asked.target.startswith(path[:-1]):
                return play
        return _NOT_FOUND


def serve(port: int) -> None:
    """Serves the faults on loopback until interrupted."""
    with FaultServer(port) as server:
        print(f"{len(CATALOGUE)} faults on http://127.0.0.1:{server.port}, as http://{SITE}/global-voices?page=0")
        print(f"  curl -x http://127.0.0.1:{server.port} 'http://{SITE}/global-voices?page=0' lists them", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print("stopped")
