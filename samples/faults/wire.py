"""One connection with full control of its bytes, and the plays made of it."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import repeat

PATIENCE = 30.0
"""Seconds after which a silent play ends even where the client would wait on."""
PIECE = 64 * 1024

Headers = tuple[tuple[str, str], ...]
HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was understood."""

    host: str
    """Lower case, without port."""
    target: str
    """Path and query as sent."""
    times: int
    """How often this was asked before."""


class Wire:
    """One connection. Sending raises OSError once the client is gone, which ends the play."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.is_kept = True
        """False where no other request is read from it."""

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def drip(self, data: bytes, pause: float) -> None:
        """One byte after the other, `pause` seconds apart."""
        for at in range(len(data)):
            self.send(data[at : at + 1])
            time.sleep(pause)

    def pour(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self.send(piece)

    def stall(self, seconds: float = PATIENCE) -> None:
        """Says nothing until the client hangs up."""
        self.is_kept = False
        select.select([self._connection], [], [], seconds)

    def close(self) -> None:
        self.is_kept = False

    def reset(self) -> None:
        """Ends the connection with a TCP reset: what is still unread on the other side is lost with it."""
        self.is_kept = False
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


Play = Callable[[Wire, Asked], None]
"""What happens on the connection once a request has been read."""


def head(status: int, headers: Iterable[tuple[str, str]] = (), reason: str | None = None) -> bytes:
    """A status line and header lines with their empty line."""
    if reason is None:
        reason = HTTPStatus(status).phrase
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def whole(status: int = 200, body: bytes = b"", headers: Headers = HTML) -> bytes:
    """An answer with its right Content-Length."""
    return head(status, (*headers, ("Content-Length", str(len(body))))) + body


def answer(status: int = 200, body: bytes = b"", headers: Headers = HTML) -> Play:
    """An ordinary answer; the connection is kept."""
    data = whole(status, body, headers)
    return lambda wire, _: wire.send(data)


def moved(location: str | None, status: int = 302) -> Play:
    """A redirect; without `location` one that does not say where to."""
    return answer(status, b"", (("Location", location),) if location is not None else ())


def sent(*pieces: bytes) -> Play:
    """These bytes, then the end of the connection."""

    def play(wire: Wire, _: Asked) -> None:
        wire.pour(pieces)
        wire.close()

    return play


def sent_then_reset(*pieces: bytes) -> Play:
    """These bytes, time for the client to read them, then a reset."""

    def play(wire: Wire, _: Asked) -> None:
        wire.pour(pieces)
        time.sleep(0.05)
        wire.reset()

    return play


def sent_then_silence(*pieces: bytes) -> Play:
    """These bytes, then nothing more, with the connection open."""

    def play(wire: Wire, _: Asked) -> None:
        wire.pour(pieces)
        wire.stall()

    return play


def dripping(data: bytes, pause: float, *, first: bytes = b"") -> Play:
    """`first` at once, then `data` byte by byte; the connection is kept."""

    def play(wire: Wire, _: Asked) -> None:
        wire.send(first)
        wire.drip(data, pause)

    return play


def without_end(first: bytes, piece: bytes, pause: float = 0.0) -> Play:
    """`first`, then `piece` again and again until the client has had enough."""

    def play(wire: Wire, _: Asked) -> None:
        wire.send(first)
        for each in repeat(piece):
            wire.send(each)
            if pause:
                time.sleep(pause)

    return play


def by_turn(*plays: Play) -> Play:
    """The first request gets the first play, the second the second; the last one is for all that follow."""
    return lambda wire, asked: plays[min(asked.times, len(plays) - 1)](wire, asked)
