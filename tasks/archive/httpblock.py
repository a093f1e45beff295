"""HTTP messages as the blocks of WARC records hold them: head and body (RFC 9112)."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, Headers

MAX_HEAD = 1024 * 1024
"""A head longer than this is none."""

_STATUS_LINE = re.compile(rb"HTTP/(\d(?:\.\d)?) +(\d{3})(?: +(.*?))?[ \t]*\r?\n")
_TRANSFER_CODING = re.compile(rb"^(transfer-encoding[ \t]*:)", re.IGNORECASE | re.MULTILINE)


class Lines(Protocol):
    def readline(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class HttpHead:
    """The status line and header fields of an answer."""

    octets: bytes
    """The head as it stands, with the blank line that ends it."""
    status: int
    reason: str
    headers: Headers


def read_head(lines: Lines) -> HttpHead | None:
    """Reads an answer's head; none where there is none to read. Leaves the reader at the first byte of the body.

    Raises ArchiveError where the head does not end within MAX_HEAD bytes.
    """
    first = lines.readline(MAX_HEAD)
    match = _STATUS_LINE.fullmatch(first)
    if match is None:
        return None
    octets = [first]
    size = len(first)
    while True:
        line = lines.readline(MAX_HEAD)
        size += len(line)
        if size > MAX_HEAD:
            raise ArchiveError("HTTP head is too long")
        octets.append(line)
        if not line.strip(b"\r\n"):
            break
    headers = tuple(_fields(octets[1:]))
    reason = (match[3] or b"").decode("latin-1")
    return HttpHead(b"".join(octets), int(match[2]), reason, headers)


def parse_head(octets: bytes) -> HttpHead | None:
    """The head that these octets are."""
    return read_head(io.BytesIO(octets))


def _fields(lines: list[bytes]) -> Headers:
    fields: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1").rstrip("\r\n")
        if text[:1] in (" ", "\t") and fields:  # a folded value goes on (RFC 9112 §5.2)
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon:
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def response_head(exchange: Exchange) -> bytes:
    """The head of the answer, each field in its order and spelling, and `without_transfer_coding`."""
    lines = [f"HTTP/{exchange.http_version} {exchange.status} {exchange.reason}".rstrip()]
    lines.extend(f"{name}: {value}" for name, value in exchange.response_headers)
    return without_transfer_coding(_octets(lines))


def without_transfer_coding(head: bytes) -> bytes:
    """The head of an answer whose transfer-coding was taken off.

    The field that names the coding stays under another name: a reader who believed it would take it off once more, and
    of a page that looks like chunks show another text.
    """
    return _TRANSFER_CODING.sub(rb"X-Archive-Orig-\1", head)


def request_block(exchange: Exchange) -> bytes:
    """The request; it has no body."""
    parts = urlsplit(exchange.address)
    target = exchange.request_target or (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1"]
    lines.extend(f"{name}: {value}" for name, value in exchange.request_headers)
    return _octets(lines)


def _octets(lines: list[str]) -> bytes:
    head = "".join(re.sub(r"[\r\n]+[ \t]*", " ", line) + "\r\n" for line in (*lines, ""))
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:
        return head.encode("utf-8", "surrogateescape")


def dechunked(body: bytes) -> bytes:
    """The body without its chunked transfer-coding; as it is where it does not strictly hold one (RFC 9112 §7.1).

    Crawlers differ in whether they keep the coding, and all of them keep the header that names it.
    """
    pieces: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + 4096)
        size = re.fullmatch(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?", body[position:end]) if end >= 0 else None
        if size is None:
            return body
        length = int(size[1], 16)
        position = end + 2
        if length == 0:
            return b"".join(pieces)
        if body[position + length : position + length + 2] != b"\r\n":
            return body
        pieces.append(body[position : position + length])
        position += length + 2
