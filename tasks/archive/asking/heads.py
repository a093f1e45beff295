"""Answers whose head is whole, as it came.

`http.client` takes the end of a connection for the end of the header, so that an answer cut inside its header would
look like one without a body; it takes an interim answer (103 Early Hints) for the answer itself, so that the real one
would be read as that to the next request; and it drops what follows a header line that it cannot read.
"""

from __future__ import annotations

import http.client
from typing import Any

from tasks.archive.exchange import Headers
from tasks.archive.httpblock import parse_head

MAX_INTERIM = 20
"""Interim answers (1xx) before the real one; a server that sends more is not going to."""

MAX_LINE = 65_536
MAX_HEAD = 256 * 1024
"""Bytes of an answer's head, interim ones included; no page needs more, and some that send more never end."""

SWITCHING = 101


class _Recorded:
    """A stream that remembers the lines read from it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = MAX_HEAD
        self.lines: list[bytes] = []

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._stream.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise http.client.HTTPException("the head does not end")
        self.lines.append(line)
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class WholeHeadResponse(http.client.HTTPResponse):
    """An answer that exists only once the empty line after its header has been read (RFC 9112 §2.1)."""

    head: bytes = b""
    """Status line and header as they came."""

    def begin(self) -> None:
        """Raises `http.client.RemoteDisconnected` where the connection ends inside the header, and another
        `http.client.HTTPException` where no final answer comes."""
        recorded: Any = _Recorded(self.fp)
        stream, self.fp = self.fp, recorded
        try:
            super().begin()
        finally:
            if self.fp is recorded:  # an answer that has no body is closed by now
                self.fp = stream
        if not recorded.lines[-1].endswith(b"\n"):
            raise http.client.RemoteDisconnected("the connection ended inside the header")
        self.head = b"".join(recorded.lines)

    def _read_status(self) -> tuple[str, int, str]:
        """The status line of the final answer: interim ones are read past (RFC 9110 §15.2)."""
        recorded: Any = self.fp
        for _ in range(MAX_INTERIM):
            found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
            if not 100 <= found[1] < 200:
                return found
            if found[1] == SWITCHING:
                break  # nobody asked for another protocol
            while self.fp.readline(MAX_LINE + 1).strip():
                pass
            recorded.lines.clear()
        raise http.client.HTTPException("no final answer")

    @property
    def fields(self) -> Headers:
        """The header fields in the order and spelling in which they were sent; a line without a colon is none."""
        parsed = parse_head(self.head)
        return parsed.headers if parsed is not None else tuple(self.headers.items())
