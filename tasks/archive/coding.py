"""Content-codings taken off (RFC 9110 §8.4.1), never into more memory than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from tasks.archive.errors import ArchiveError

PIECE = 64 * 1024
GZIP_MAGIC = b"\x1f\x8b"


def decoded(pieces: Iterable[bytes], codings: Sequence[str], limit: int) -> Iterator[bytes]:
    """The payload piece by piece, with `codings` (in the order they were applied) taken off.

    Raises ArchiveError where a coding is unknown or damaged, or where more than `limit` bytes come out at any stage.
    """
    for coding in reversed(codings):
        step = _STEPS.get(coding)
        if step is None:
            raise ArchiveError(f"content-coding {coding[:20]!r} is not supported")
        pieces = _limited(step(pieces), limit)
    return _limited(pieces, limit)


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise ArchiveError(f"payload is larger than {limit} bytes")
        yield piece


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    pieces = _joined_start(pieces)
    first = next(pieces, b"")
    if not first:
        return  # a redirect or a HEAD answer may name a coding and carry nothing
    if not first.startswith(GZIP_MAGIC):
        # Crawlers that keep decoded payloads leave the header standing; what has no gzip header is not gzip.
        yield first
        yield from pieces
        return
    yield from _inflate(chain((first,), pieces), lambda: zlib.decompressobj(wbits=31))


def _deflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    pieces = _joined_start(pieces)
    first = next(pieces, b"")
    if not first:
        return
    # RFC 9110 means the zlib format, but some servers send bare deflate; the zlib header tells them apart.
    is_zlib = len(first) > 1 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    yield from _inflate(chain((first,), pieces), lambda: zlib.decompressobj(wbits=15 if is_zlib else -15))


def _joined_start(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes; the first piece has at least two, if there are two."""
    iterator = (piece for piece in pieces if piece)
    first = next(iterator, b"")
    if len(first) == 1:
        first += next(iterator, b"")
    return chain((first,), iterator)


def _inflate(pieces: Iterable[bytes], new: Callable[[], zlib._Decompress]) -> Iterator[bytes]:
    inflater = new()
    try:
        for piece in pieces:
            data = piece
            while data:
                if inflater.eof:
                    if not data.startswith(GZIP_MAGIC):
                        return  # padding behind the last member is no part of the payload
                    inflater = new()
                out = inflater.decompress(data, PIECE)  # a bomb comes out piece by piece, so that the limit can stop it
                if out:
                    yield out
                data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        if not inflater.eof:
            yield inflater.flush()
    except zlib.error as error:
        raise ArchiveError("content-coding is damaged") from error
    if not inflater.eof:
        raise ArchiveError("content-coding ends early")


_STEPS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {"gzip": _gunzip, "deflate": _deflate}
