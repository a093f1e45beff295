"""Answers whose head is whole. `http.client` takes the end of a connection for the end of the header, so that an answer
cut inside its header would look like one without a body."""

from __future__ import annotations

import http.client
from typing import Any


class _LastLine:
    """A stream that remembers the last line read from it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.last = b"\n"

    def readline(self, size: int = -1) -> bytes:
        self.last = self._stream.readline(size)
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class WholeHeadResponse(http.client.HTTPResponse):
    """An answer that exists only once the empty line after its header has been read (RFC 9112 §2.1)."""

    def begin(self) -> None:
        """Raises `http.client.RemoteDisconnected` where the connection ends inside the header."""
        watched: Any = _LastLine(self.fp)
        stream, self.fp = self.fp, watched
        try:
            super().begin()
        finally:
            if self.fp is watched:  # an answer that has no body is closed by now
                self.fp = stream
        if not watched.last.endswith(b"\n"):
            raise http.client.RemoteDisconnected("the connection ended inside the header")
