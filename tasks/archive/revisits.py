"""Revisits from elsewhere, given the payload that this archive holds: their originals came in by another file, or long
before."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.archive.entries import KeptCapture
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import storable
from tasks.archive.httpblock import read_head
from tasks.archive.importing import NOT_MODIFIED, ForeignRecord, UnresolvedRevisit, digest_holds, of_original
from tasks.archive.ledger import Ledger
from tasks.archive.payload import MAX_PAYLOAD
from tasks.archive.places import Places
from tasks.archive.retrieval import record_of

MOST = 50
"""Payloads of one address that are tried where a revisit says only by its digest which one it repeats."""


class NoOriginalError(ArchiveError):
    """What a revisit repeats is not in the archive."""


def resolved(places: Places, ledger: Ledger, revisit: UnresolvedRevisit) -> tuple[ForeignRecord, str | None]:
    """The revisit as a whole capture; of a 304, the capture as it is and the id of the one that it confirms.

    What is repeated is found by its record's id, by address and date, or by address and digest (WARC 1.1 §6.7); where
    the digest does not hold it is another payload. A 304 need not state one. Raises NoOriginalError.
    """
    capture = revisit.capture
    for known, root in _originals(ledger, revisit) if capture else ():
        if root.entry.capture.truncated:
            continue
        try:
            original = _read(places, root)
            if capture is None or not _is_meant(revisit, root, original):
                continue
            if capture.status == NOT_MODIFIED:
                return capture, root.entry.capture.capture_id
            if known is not root and capture.head is None and known.entry.capture.status != NOT_MODIFIED:
                original = of_original(_read(places, known), original)  # the head is that of the moment referred to
            return of_original(capture, original), None
        except ArchiveError:
            continue  # a damaged original is none
    raise NoOriginalError("revisit of a capture that is neither in the files given nor in this archive")


def _is_meant(revisit: UnresolvedRevisit, root: KeptCapture, original: ForeignRecord) -> bool:
    if revisit.capture is not None and revisit.capture.status == NOT_MODIFIED and revisit.original_at is not None:
        return True  # the payload of a 304 is none, and some state the digest of that
    return revisit.digest in (None, root.payload_digest) or digest_holds(revisit.digest, original.body)


def _originals(ledger: Ledger, revisit: UnresolvedRevisit) -> Iterator[tuple[KeptCapture, KeptCapture]]:
    """Captures that may be meant, the surest first, each with the one that holds its payload."""
    address = storable(revisit.address)
    named = ledger.get(revisit.refers_to) if revisit.refers_to else None
    found = [named] if named is not None and named.entry.capture.address == address else []
    if revisit.original_at is not None:
        found += ledger.captured(address, revisit.original_at)
    if revisit.digest:
        found += ledger.originals(address, MOST)
    for known in found:
        root = ledger.get(known.entry.refers_to) if known.entry.refers_to else known
        if root is not None and not root.entry.refers_to:
            yield known, root


def _read(places: Places, kept: KeptCapture) -> ForeignRecord:
    """A capture as a record from elsewhere would be. Raises ArchiveError."""
    capture = kept.entry.capture
    with record_of(places, kept.entry) as record:
        if record.length > MAX_PAYLOAD:
            raise ArchiveError(f"payload is larger than {MAX_PAYLOAD} bytes")
        head = read_head(record) if capture.status is not None else None
        media_type = record.get("Content-Type") or ""
        return ForeignRecord(
            record_id=capture.capture_id,
            address=capture.address,
            captured_at=capture.captured_at,
            head=head.octets if head else None,
            status=head.status if head else None,
            headers=head.headers if head else (("Content-Type", media_type),),
            media_type=capture.media_type if head else media_type,
            body=record.rest(),
            ip=None,
        )
