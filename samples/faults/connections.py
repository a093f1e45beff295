"""Faults of the connection: too slow, broken off, or not HTTP."""

from __future__ import annotations

import time

from samples.faults.fault import Fault, Group
from samples.faults.pages import story
from samples.faults.wire import (
    HTML,
    Asked,
    Play,
    Wire,
    answer,
    by_turn,
    dripping,
    head,
    sent,
    sent_then_reset,
    sent_then_silence,
    whole,
    without_end,
)

PAGE = story("A Story That Breaks Off")
HALF = PAGE[: len(PAGE) // 2]
CHUNKED = (*HTML, ("Transfer-Encoding", "chunked"))
OF_PAGE = (*HTML, ("Content-Length", str(len(PAGE))))


def _slow(name: str, sent_: str, expected: str, play: Play) -> Fault:
    return Fault(name, "slow", sent_, expected, play)


def _broken(name: str, sent_: str, expected: str, play: Play) -> Fault:
    group: Group = "broken"
    return Fault(name, group, sent_, expected, play)


def _fields(*lines: str) -> bytes:
    """A head with these header lines as they stand."""
    return "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *lines, "", "")).encode("latin-1")


def _with_the_next_answer(wire: Wire, _: Asked) -> None:
    """More than the length says; what is over reads like answers to the next requests on the connection."""
    wire.send(whole(200, PAGE) + 8 * whole(200, story("Poison for the Next Request")))


def _late(wire: Wire, _: Asked) -> None:
    wire.send(whole(200, PAGE)[:-100])
    time.sleep(0.2)
    wire.send(PAGE[-100:])


SLOW = (
    _slow(
        "head-drip",
        "The header comes byte by byte and never ends (slow loris).",
        "timed-out",
        dripping(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 20_000, 0.04),
    ),
    _slow(
        "body-drip",
        "The body comes byte by byte, each before the longest silence is over.",
        "truncated",
        dripping(PAGE, 0.04, first=head(200, OF_PAGE)),
    ),
    _slow("silence-at-once", "The connection is taken, and nothing is ever said.", "timed-out", sent_then_silence()),
    _slow(
        "silence-after-head",
        "A whole header, then silence.",
        "truncated",
        sent_then_silence(head(200, OF_PAGE)),
    ),
    _slow(
        "silence-in-body",
        "Half of the body, then silence.",
        "truncated",
        sent_then_silence(head(200, OF_PAGE), HALF),
    ),
    _slow("pause-in-body", "A pause in mid-body, shorter than the longest silence allowed.", "report", _late),
    _slow(
        "continue-for-ever",
        "Interim answers `100 Continue` without end.",
        "malformed",
        without_end(b"", head(100), pause=0.01),
    ),
    _slow(
        "early-hints",
        "An interim answer `103 Early Hints` before the page.",
        "report",
        sent(head(103), _fields(f"Content-Length: {len(PAGE)}"), PAGE),
    ),
)

BROKEN = (
    _broken("reset-at-once", "A reset before any answer.", "broken-off", sent_then_reset()),
    _broken(
        "reset-then-well",
        "A reset at the first request, the page at the second.",
        "report",
        by_turn(sent_then_reset(), answer(200, PAGE)),
    ),
    _broken(
        "reset-in-body",
        "A reset in mid-body.",
        "truncated",
        sent_then_reset(head(200, OF_PAGE), HALF),
    ),
    _broken("closed-at-once", "The connection is closed before a byte.", "broken-off", sent()),
    _broken(
        "closed-in-head", "The connection is closed inside the header.", "broken-off", sent(head(200, OF_PAGE)[:40])
    ),
    _broken(
        "length-too-long",
        "Content-Length names twice the bytes that come.",
        "truncated",
        sent(head(200, (*HTML, ("Content-Length", str(2 * len(PAGE))))), PAGE),
    ),
    _broken(
        "length-too-short",
        "More bytes than Content-Length names, and what is over reads like the next answers.",
        "report",
        _with_the_next_answer,
    ),
    _broken(
        "length-negative",
        "`Content-Length: -1`.",
        "malformed",
        sent(_fields("Content-Length: -1"), PAGE),
    ),
    _broken(
        "length-no-number",
        "`Content-Length: many`.",
        "malformed",
        sent(_fields("Content-Length: many"), PAGE),
    ),
    _broken(
        "length-twice",
        "Two Content-Length headers that contradict each other.",
        "malformed",
        sent(_fields(f"Content-Length: {len(PAGE) // 2}", f"Content-Length: {len(PAGE)}"), PAGE),
    ),
    _broken(
        "chunk-size-broken",
        "Chunked, and the size of the second chunk is no number.",
        "truncated",
        sent(head(200, CHUNKED), b"%x\r\n%s\r\n" % (len(HALF), HALF), b"zebra\r\n" + HALF + b"\r\n"),
    ),
    _broken(
        "chunks-without-end",
        "Chunk after chunk, and no last one.",
        "truncated",
        without_end(head(200, CHUNKED), b"10000\r\n" + b"<p>x</p>\n".ljust(0x10000) + b"\r\n"),
    ),
    _broken(
        "last-chunk-missing",
        "Chunked, closed before the last chunk.",
        "truncated",
        sent(head(200, CHUNKED), b"%x\r\n%s\r\n" % (len(PAGE), PAGE)),
    ),
    _broken(
        "chunk-cut",
        "Chunked, closed inside a chunk.",
        "truncated",
        sent(head(200, CHUNKED), b"%x\r\n%s" % (len(PAGE), HALF)),
    ),
    _broken("garbage", "Random bytes instead of HTTP.", "malformed", sent(bytes(range(255, 0, -1)) * 8)),
    _broken("http-0-9", "HTML at once, without status line and header (HTTP/0.9).", "malformed", sent(PAGE)),
    _broken(
        "status-999",
        "Status 999, as some sites deny robots.",
        "server-error",
        sent(b"HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n"),
    ),
    _broken("status-no-number", "A status that is no number.", "malformed", sent(b"HTTP/1.1 fine OK\r\n\r\n" + PAGE)),
    _broken(
        "not-modified-unasked",
        "304 to a request that named nothing to compare with.",
        "unreadable",
        answer(304, b"", (("ETag", '"1"'),)),
    ),
    _broken(
        "header-huge",
        "One header line of a megabyte.",
        "malformed",
        sent(_fields("X-Long: " + "x" * 1_000_000), PAGE),
    ),
    _broken(
        "headers-many",
        "Ten thousand header lines.",
        "malformed",
        sent(_fields(*(f"X-{number}: x" for number in range(10_000))), PAGE),
    ),
    _broken(
        "headers-without-end",
        "Header lines without end.",
        "malformed",
        without_end(b"HTTP/1.1 200 OK\r\n", b"X-Line: x\r\n" * 100),
    ),
    _broken(
        "header-nul",
        "NUL bytes in a header's value.",
        "report",
        sent(_fields("X-Nul: a\0b", f"Content-Length: {len(PAGE)}"), PAGE),
    ),
    _broken(
        "header-line-garbage",
        "A header line without a colon amid the others.",
        "report",
        sent(_fields("what is this", f"Content-Length: {len(PAGE)}"), PAGE),
    ),
)
