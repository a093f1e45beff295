"""A capture's record found again by file and offset, and its digest proved on the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tasks.archive.coding import decoded
from tasks.archive.entries import KeptCapture, LedgerEntry
from tasks.archive.errors import ArchiveError, DamagedRecordError, EvidenceLostError
from tasks.archive.exchange import Headers, codings_of
from tasks.archive.httpblock import MAX_HEAD, HttpHead, read_head
from tasks.archive.ledger import Ledger
from tasks.archive.members import Record, record_at
from tasks.archive.payload import MAX_PAYLOAD, Payload, decode
from tasks.archive.places import Places

NOT_MODIFIED = 304


@contextmanager
def record_of(places: Places, entry: LedgerEntry) -> Iterator[Record]:
    """The record of a capture. Raises ArchiveError where it is not where the ledger says."""
    capture = entry.capture
    path = places.find(capture.warc_file)
    if path is None:
        raise EvidenceLostError(f"{capture.warc_file} is missing")
    with path.open("rb") as file:
        record = record_at(file, capture.warc_offset)
        if record.id != capture.capture_id:
            raise EvidenceLostError(f"{capture.warc_file} holds another record at offset {capture.warc_offset}")
        yield record


def head_of(places: Places, entry: LedgerEntry) -> HttpHead | None:
    """The head of an answer; none of a payload that came without HTTP. Raises ArchiveError."""
    if entry.capture.status is None:
        return None
    with record_of(places, entry) as record:
        return read_head(record)


def read_payload(places: Places, ledger: Ledger, entry: LedgerEntry, limit: int) -> Payload:
    """See `store.Archive.payload`."""
    capture = entry.capture
    if capture.payload_bytes > limit:
        raise ArchiveError(f"payload is larger than {limit} bytes")
    with record_of(places, entry) as record:
        if record.length > limit + MAX_HEAD:
            raise ArchiveError(f"payload is larger than {limit} bytes")
        headers = _headers(record, entry)
        body = b"" if entry.refers_to else record.rest()
    if entry.refers_to:
        original = ledger.get(entry.refers_to)
        if original is None or original.entry.refers_to:
            raise EvidenceLostError("the capture that a revisit refers to is missing")
        with record_of(places, original.entry) as record:
            if record.length > limit + MAX_HEAD:
                raise ArchiveError(f"payload is larger than {limit} bytes")
            of_original = _headers(record, original.entry)
            body = record.rest()
        if capture.status == NOT_MODIFIED:
            headers = of_original  # a 304 need not repeat how the payload is to be read (RFC 9110 §15.4.5)
    payload = decode(headers, body, limit)
    if hashlib.sha256(payload.body).hexdigest() != capture.payload_sha256:
        raise EvidenceLostError("payload is not the one that was captured: its digest does not hold")
    return payload


def payload_problem(places: Places, ledger: Ledger, kept: KeptCapture) -> str | None:
    """What is wrong with a capture's payload, its hash made again from the record; none where nothing is."""
    capture = kept.entry.capture
    if kept.entry.refers_to:
        original = ledger.get(kept.entry.refers_to)
        if original is None:
            return "the capture that this revisit refers to is missing"
        is_same = original.entry.capture.payload_sha256 == capture.payload_sha256
        return None if is_same and original.payload_digest == kept.payload_digest else "repeats another payload"
    try:
        with record_of(places, kept.entry) as record:
            found = _hashes(record, codings_of(_headers(record, kept.entry)))
    except ArchiveError as error:
        return str(error)
    return None if capture.payload_sha256 in found else "hash does not hold"


def _hashes(record: Record, codings: Sequence[str]) -> tuple[str, str]:
    """SHA-256 of the payload, and of it as sent, which is what the ledger holds where it could not be decoded."""
    plain, sent = hashlib.sha256(), hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for piece in record.pieces():
            sent.update(piece)
            yield piece

    try:
        for piece in decoded(pieces(), codings, max(MAX_PAYLOAD, record.left)):
            plain.update(piece)
    except DamagedRecordError:
        raise
    except ArchiveError:
        plain = sent
    for _ in pieces():
        pass
    return plain.hexdigest(), sent.hexdigest()


def _headers(record: Record, entry: LedgerEntry) -> Headers:
    if entry.capture.status is None:
        value = record.get("Content-Type")
        return (("Content-Type", value),) if value else ()
    head = read_head(record)
    if head is None:
        raise ArchiveError("record without an HTTP head")
    return head.headers
