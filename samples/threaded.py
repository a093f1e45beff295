"""A server that runs in a thread of its own while a context lasts."""

from __future__ import annotations

from http.server import ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


class QuietServer(ThreadingHTTPServer):
    """Ends when it is told to, whatever its clients do."""

    daemon_threads = True
    # A client that keeps its connection open must not keep the server from closing.
    block_on_close = False
    request_queue_size = 64


class Threaded:
    """Serves on ``127.0.0.1:port`` while the context lasts."""

    def __init__(self, server: QuietServer) -> None:
        self._server = server
        self._thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def wait(self) -> None:
        """Serves until the process is interrupted."""
        while self._thread.is_alive():
            self._thread.join(timeout=1.0)
