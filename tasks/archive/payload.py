"""A payload as its reader needs it: decoded, with what its headers say about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.archive.coding import PIECE, decoded
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, Headers, codings_of, content_type_of, header

__all__ = ["MAX_PAYLOAD", "ArchiveError", "Payload", "PayloadId", "decode", "identity_of", "payload_of"]

MAX_PAYLOAD = 64 * 1024 * 1024
"""No page is longer than this; what is, is kept as evidence and not read."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of a page, with transfer- and content-coding taken off."""

    body: bytes
    headers: Headers
    """Of the answer; empty where the payload came without HTTP."""
    media_type: str
    """Lower case, without parameters; empty where unknown."""
    charset: str | None
    """As the Content-Type header names it."""


@dataclass(frozen=True, slots=True)
class PayloadId:
    """What the ledger knows a payload by."""

    sha256: str
    size: int
    is_decoded: bool
    """False where the content-coding cannot be taken off: digest and size are then those of the bytes as sent."""


def decode(headers: Headers, body: bytes, limit: int = MAX_PAYLOAD) -> Payload:
    """Makes a payload of an answer's headers and body.

    Raises ArchiveError where the coding is damaged or unknown, or where more than `limit` bytes come out.
    """
    codings = codings_of(headers)
    if codings:
        body = b"".join(decoded(_pieces(body), codings, limit))
    elif len(body) > limit:
        raise ArchiveError(f"payload is larger than {limit} bytes")
    media_type, charset = content_type_of(header(headers, "Content-Type"))
    return Payload(body, headers, media_type, charset)


def payload_of(exchange: Exchange, limit: int = MAX_PAYLOAD) -> Payload:
    """The payload of an exchange that has just been made. Raises ArchiveError as `decode` does."""
    return decode(exchange.response_headers, exchange.body, limit)


def identity_of(headers: Headers, body: bytes) -> PayloadId:
    """Digest and size of the payload; of the bytes as sent where they cannot be decoded. Raises nothing."""
    digest = hashlib.sha256()
    size = 0
    try:
        for piece in decoded(_pieces(body), codings_of(headers), max(MAX_PAYLOAD, len(body))):
            digest.update(piece)
            size += len(piece)
    except ArchiveError:
        return PayloadId(hashlib.sha256(body).hexdigest(), len(body), is_decoded=False)
    return PayloadId(digest.hexdigest(), size, is_decoded=True)


def _pieces(body: bytes) -> Iterator[bytes]:
    return (body[start : start + PIECE] for start in range(0, len(body), PIECE))
