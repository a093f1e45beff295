"""Bytes of sitemaps and feeds to text: compressed, wrongly encoded or torn. Nothing raises."""

from __future__ import annotations

import codecs
import re
import zlib
from contextlib import suppress

MAX_BYTES = 50 * 1024 * 1024
"""A sitemap may have 50 MB before compression (sitemaps.org, "Sitemap file size"); more is not decompressed."""
MAX_MEMBERS = 1_000
"""Gzip members in one file."""
_GZIP = b"\x1f\x8b"
_UNPACKED_BYTES = 4_096
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_TEXT_CODECS = re.compile(r"utf|us-ascii|ascii|iso|latin|windows|cp\d|koi8|gb|big5|shift|euc|mac", re.IGNORECASE)


def unpacked(payload: bytes) -> tuple[bytes, bool]:
    """The bytes without gzip around them, and whether those are all.

    Gzip is known by its first bytes, whatever type the server names. Of a damaged file all before the damage counts.
    """
    if not payload.startswith(_GZIP):
        return payload[:MAX_BYTES], len(payload) <= MAX_BYTES
    out = bytearray()
    at = 0
    for _ in range(MAX_MEMBERS):  # a file of several members is one file (RFC 1952 §2.2)
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof and at < len(payload):
            piece = payload[at : at + _UNPACKED_BYTES]
            before = unpacker.copy()
            try:
                out += unpacker.decompress(piece, MAX_BYTES + 1 - len(out))
            except zlib.error:
                _unpack_up_to_damage(before, piece, out)
                return bytes(out[:MAX_BYTES]), False
            if len(out) > MAX_BYTES:
                return bytes(out[:MAX_BYTES]), False
            at += len(piece) - len(unpacker.unused_data)
        if not unpacker.eof:
            return bytes(out), False
        if not payload.startswith(_GZIP, at):
            return bytes(out), True  # padding behind the last member is no member
    return bytes(out), False


def _unpack_up_to_damage(unpacker: zlib._Decompress, piece: bytes, out: bytearray) -> None:
    with suppress(zlib.error):
        for at in range(len(piece)):
            out += unpacker.decompress(piece[at : at + 1], MAX_BYTES + 1 - min(len(out), MAX_BYTES))


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of a file, and whether all of it was text.

    By byte order mark, by declaration, else UTF-8, which is what XML and sitemaps without either are.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _text(data[len(mark) :], name)
    if data[:4] in (b"<\x00?\x00", b"<\x00u\x00"):
        return _text(data, "utf-16-le")
    declared = _DECLARED.match(data[:512])
    name = declared[1].decode("ascii") if declared else "utf-8"
    # What could be read as ASCII so far is not in UTF-16, whatever it says.
    return _text(data, "utf-8" if name.lower().startswith(("utf-16", "utf-32", "utf16", "utf32")) else name)


def _text(data: bytes, name: str) -> tuple[str, bool]:
    if not _TEXT_CODECS.match(name):
        name = "utf-8"
    try:
        return data.decode(name), True
    except LookupError:
        return data.decode("utf-8", "replace"), False
    except UnicodeError:
        return data.decode(name, "replace"), False
