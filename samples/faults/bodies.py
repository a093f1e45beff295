"""Faults of size, of content-coding and of text."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from itertools import repeat

from samples.faults import bombs
from samples.faults.fault import Fault
from samples.faults.pages import in_russian, story
from samples.faults.wire import HTML, Asked, Headers, Play, Wire, answer, head, without_end

PAGE = story("A Story in a Strange Wrapping")


def _coded(coding: str) -> Headers:
    return (*HTML, ("Content-Encoding", coding))


def _bomb(coding: str, first: bytes, piece: Callable[[], bytes], times: int) -> Play:
    def play(wire: Wire, _: Asked) -> None:
        length = len(first) + times * len(piece())
        wire.send(head(200, (*_coded(coding), ("Content-Length", str(length)))) + first)
        wire.pour(repeat(piece(), times))

    return play


def _long(wire: Wire, _: Asked) -> None:
    lines = b"<p>One more line of it.</p>\n" * 1000
    wire.send(head(200, (*HTML, ("Content-Length", str(215 * len(lines))))))
    wire.pour(repeat(lines, 215))


_ZIPPED = gzip.compress(PAGE, mtime=0)

SIZE = (
    Fault(
        "endless-body",
        "size",
        "A body without length that never ends.",
        "truncated",
        without_end(head(200, HTML), b"<p>x</p>\n" * 7000),
    ),
    Fault(
        "ten-gigabytes",
        "size",
        "`Content-Length: 10000000000`, and bytes to go with it.",
        "truncated",
        without_end(head(200, (*HTML, ("Content-Length", "10000000000"))), b"<p>x</p>\n" * 7000),
    ),
    Fault(
        "gzip-bomb",
        "size",
        "3 MB of gzip that inflate to 3 GB.",
        "unreadable",
        _bomb("gzip", b"", bombs.gzip_member, bombs.MEMBERS),
    ),
    Fault(
        "gzip-bomb-twice",
        "size",
        "`Content-Encoding: gzip, gzip`: a few kB that inflate to 3 MB, and these to 3 GB.",
        "unreadable",
        _bomb("gzip, gzip", b"", bombs.nested, 1),
    ),
    Fault(
        "deflate-bomb",
        "size",
        "3 MB of deflate that inflate to 3 GB.",
        "unreadable",
        _bomb("deflate", b"\x78\x9c", bombs.deflate_piece, bombs.MEMBERS),
    ),
    Fault(
        "gzip-damaged",
        "size",
        "gzip with one bit turned in its middle.",
        "unreadable",
        answer(
            200, _ZIPPED[:400] + bytes([_ZIPPED[400] ^ 0x10]) + _ZIPPED[401:], (*HTML, ("Content-Encoding", "gzip"))
        ),
    ),
    Fault(
        "gzip-cut",
        "size",
        "gzip cut in half, under the right length of the half.",
        "unreadable",
        answer(200, _ZIPPED[: len(_ZIPPED) // 2], (*HTML, ("Content-Encoding", "gzip"))),
    ),
    Fault(
        "coding-unknown",
        "size",
        "`Content-Encoding: br`, which nobody asked for.",
        "unreadable",
        answer(200, b"\x1b\x57\x00\xf8" + bytes(range(200)), _coded("br")),
    ),
    Fault(
        "codings-many",
        "size",
        "A hundred content-codings named, one of them there.",
        "report",
        answer(200, _ZIPPED, _coded(", ".join(["gzip"] * 100))),
    ),
    Fault(
        "gzip-not-sent",
        "size",
        "The header says gzip, the body is plain.",
        "report",
        answer(200, PAGE, _coded("gzip")),
    ),
    Fault(
        "page-too-long",
        "size",
        "An HTML page of six megabytes.",
        "unreadable",
        _long,
    ),
    Fault(
        "paragraphs-many",
        "size",
        "A page of a hundred thousand paragraphs of one letter.",
        "report",
        answer(200, PAGE.replace(b"</article>", b"<p>x</p>" * 100_000 + b"</article>")),
    ),
    Fault(
        "nested-elements",
        "size",
        "A page of a hundred thousand elements, one inside the other.",
        "report",
        answer(200, PAGE.replace(b"</article>", b"<div>" * 100_000 + b"deep</article>")),
    ),
)


def _text(name: str, sent: str, expected: str, body: bytes, content_type: str = "text/html; charset=utf-8") -> Fault:
    return Fault(name, "text", sent, expected, answer(200, body, (("Content-Type", content_type),)))


TEXT = (
    _text(
        "charset-wrong",
        "Russian in windows-1251 under a header that says UTF-8.",
        "report",
        in_russian().encode("cp1251", "replace"),
    ),
    _text("charset-unknown", "`charset=x-nonsense`.", "report", PAGE, "text/html; charset=x-nonsense"),
    _text(
        "utf-16-not-sent",
        "The header says UTF-16, the bytes are ASCII.",
        "report",
        PAGE + b" " * (len(PAGE) % 2),
        "text/html; charset=utf-16",
    ),
    _text(
        "utf-16-broken",
        "UTF-16 with lone surrogates all over.",
        "unreadable",
        b"\xff\xfe" + b"\x00\xd8" * 4000,
        "text/html; charset=utf-16",
    ),
    _text(
        "binary",
        "An image under `Content-Type: text/html`.",
        "unreadable",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    ),
    _text("empty", "Status 200 and no body.", "unreadable", b""),
    _text("nul", "Four thousand NUL bytes.", "unreadable", bytes(4000)),
    _text("type-missing", "No Content-Type at all.", "report", PAGE, ""),
    _text("type-broken", "A Content-Type that follows no grammar.", "report", PAGE, "text/html; charset*1*=x; ;=;"),
)
