"""From something to keep to the WARC records that keep it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from tasks.archive import records as warc
from tasks.archive.entries import KeptCapture, LedgerEntry, Role
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, Headers, content_type_of, header, storable, utc, warc_date
from tasks.archive.httpblock import HttpHead, parse_head, request_block, response_head, without_transfer_coding
from tasks.archive.importing import ForeignRecord
from tasks.archive.ledger import Ledger
from tasks.archive.payload import PayloadId, identity_of
from tasks.archive.places import Places
from tasks.archive.retrieval import head_of
from tasks.report import Capture, Truncation

UNKNOWN = "application/octet-stream"
"""What a record without a known media type says (WARC 1.1 §5.6)."""

SAYS_THE_SAME = ("content-type", "content-encoding", "location")
"""Headers that tell how to read a payload or where to go on."""


@dataclass(frozen=True, slots=True)
class About:
    """What whoever hands a capture in knows of it."""

    source: str
    document_key: str | None
    role: Role
    run_id: str
    imported_from: str | None = None
    copy: warc.ArchivedCopy | None = None

    def of(self, origin: Literal["fetch", "import"], payload: PayloadId) -> warc.Facts:
        return warc.Facts(
            source=self.source,
            document_key=self.document_key,
            role=self.role,
            run_id=self.run_id,
            origin=origin,
            payload=payload,
            imported_from=self.imported_from,
            copy=self.copy,
        )


@dataclass(frozen=True, slots=True)
class Incoming:
    """A capture before it is kept."""

    address: str
    captured_at: datetime
    facts: warc.Facts
    head: bytes | None
    """The answer's head, byte by byte; none where there was no HTTP."""
    body: bytes
    media_type: str = ""
    """Of a payload without HTTP."""
    ip: str | None = None
    request: bytes | None = None
    truncated: Truncation | None = None

    @property
    def parsed(self) -> HttpHead | None:
        """The head, read as it will be read back."""
        return parse_head(self.head) if self.head is not None else None


def of_exchange(exchange: Exchange, facts: About) -> Incoming:
    """What a request and its answer are to be kept as."""
    return Incoming(
        address=storable(exchange.address),
        captured_at=utc(exchange.started_at),
        facts=facts.of("fetch", identity_of(exchange.response_headers, exchange.body)),
        head=response_head(exchange),
        body=exchange.body,
        ip=exchange.ip,
        request=request_block(exchange),
        truncated=exchange.truncated,
    )


def of_payload(payload: bytes, media_type: str, *, address: str, captured_at: datetime, facts: About) -> Incoming:
    """What a payload without HTTP is to be kept as."""
    return Incoming(
        address=storable(address),
        captured_at=utc(captured_at),
        facts=facts.of("import", identity_of((), payload)),
        head=None,
        body=payload,
        media_type=_header_value(media_type),
    )


def of_foreign(record: ForeignRecord, facts: About) -> Incoming:
    """What a record of another WARC file is to be kept as: its own head, date and body. Its transfer-coding was taken
    off when it was read."""
    return Incoming(
        address=storable(record.address),
        captured_at=utc(record.captured_at),
        facts=replace(facts.of("import", identity_of(record.headers, record.body)), imported_record=record.record_id),
        head=without_transfer_coding(record.head) if record.head is not None else None,
        body=record.body,
        media_type=_header_value(record.media_type),
        ip=_header_value(record.ip or "") or None,
        truncated=record.truncated,
    )


def _header_value(value: str) -> str:
    """On one line, so that no file can add headers to our records."""
    return " ".join(value.split())


@dataclass(frozen=True, slots=True)
class Written:
    """The records of one capture, and what the ledger will say of it."""

    records: list[ArcWarcRecord]
    subject: int
    """Which of the records is the capture itself."""
    capture_id: str
    incoming: Incoming
    payload_digest: str
    original: KeptCapture | None

    def kept(self, file: str, offset: int, length: int) -> KeptCapture:
        incoming = self.incoming
        head = incoming.parsed
        value = header(head.headers, "Content-Type") if head else incoming.media_type
        capture = Capture(
            capture_id=self.capture_id,
            source=incoming.facts.source,
            address=incoming.address,
            captured_at=incoming.captured_at,
            status=head.status if head else None,
            media_type=content_type_of(value)[0],
            payload_sha256=incoming.facts.payload.sha256,
            payload_bytes=incoming.facts.payload.size,
            warc_file=file,
            warc_offset=offset,
            warc_length=length,
            origin=incoming.facts.origin,
            run_id=incoming.facts.run_id,
            truncated=incoming.truncated,
        )
        copy = incoming.facts.copy
        if copy is not None:
            capture = replace(
                capture,
                original_address=storable(copy.original_address),
                archive_address=storable(copy.archive_address),
                archived_at=utc(copy.archived_at) if copy.archived_at else None,
            )
        refers_to = self.original.entry.capture.capture_id if self.original else None
        entry = LedgerEntry(capture, incoming.facts.role, incoming.facts.document_key, refers_to)
        return KeptCapture(entry, self.payload_digest)


def not_modified(ledger: Ledger, incoming: Incoming, validated: str) -> tuple[Incoming, KeptCapture]:
    """A 304 and the capture whose validators were sent with its request (WARC 1.1 §6.7.3): the payload is that one's.

    Raises ArchiveError where the ledger does not know a capture of that id with a payload of its own.
    """
    known = ledger.get(validated)
    original = ledger.get(known.entry.refers_to) if known and known.entry.refers_to else known
    if original is None or original.entry.refers_to:
        raise ArchiveError("a 304 answers for a capture that is not in the archive")
    capture = original.entry.capture
    payload = PayloadId(capture.payload_sha256, capture.payload_bytes, is_decoded=True)
    return replace(incoming, facts=replace(incoming.facts, payload=payload)), original


def repeats(places: Places, ledger: Ledger, incoming: Incoming) -> KeptCapture | None:
    """The capture of the same address that said the same, if there is one (WARC 1.1 §6.7.2)."""
    head = incoming.parsed
    if head is None or incoming.truncated:
        return None
    digest = warc.sha256(incoming.body)
    for known in reversed(ledger.with_payload(incoming.address, incoming.facts.payload.sha256)):
        capture = known.entry.capture
        if known.entry.refers_to or known.payload_digest != digest or capture.status != head.status:
            continue
        if capture.truncated:
            continue
        try:
            before = head_of(places, known.entry)
        except ArchiveError:
            continue  # a damaged original is no original: this one is kept whole
        if before is not None and _sayings(before.headers) == _sayings(head.headers):
            return known
    return None


def _sayings(headers: Headers) -> tuple[str | None, ...]:
    return tuple(header(headers, name) for name in SAYS_THE_SAME)


def capture_records(template: warc.Template, incoming: Incoming, original: KeptCapture | None) -> Written:
    """Composes request, response (or revisit, or resource) and metadata. Raises ArchiveError before a byte is written
    where a value does not fit its header."""
    capture_id = warc.new_id()
    is_not_modified = original is not None and incoming.parsed is not None and incoming.parsed.status == 304
    digest = original.payload_digest if original is not None and is_not_modified else warc.sha256(incoming.body)
    address = [("WARC-IP-Address", incoming.ip)] if incoming.ip else []
    more: list[tuple[str, str]] = [*address]
    batch: list[ArcWarcRecord] = []
    if incoming.request is not None:
        batch.append(
            template.record(
                "request",
                date=incoming.captured_at,
                target=incoming.address,
                content_type=warc.HTTP_REQUEST,
                block=(incoming.request,),
                payload_digest=warc.sha256(),
                more=(("WARC-Concurrent-To", f"<{capture_id}>"), *address),
            )
        )
    if original is not None:
        known = original.entry.capture
        more += [
            ("WARC-Profile", warc.NOT_MODIFIED if is_not_modified else warc.SAME_PAYLOAD),
            ("WARC-Refers-To", f"<{known.capture_id}>"),
            ("WARC-Refers-To-Target-URI", known.address),
            ("WARC-Refers-To-Date", warc_date(known.captured_at)),
        ]
    if incoming.truncated:
        more.append(("WARC-Truncated", incoming.truncated))
    batch.append(
        template.record(
            "resource" if incoming.head is None else "response" if original is None else "revisit",
            date=incoming.captured_at,
            target=incoming.address,
            content_type=(incoming.media_type or UNKNOWN) if incoming.head is None else warc.HTTP_RESPONSE,
            block=(incoming.head or b"",) if original is not None else (incoming.head or b"", incoming.body),
            record_id=capture_id,
            payload_digest=digest,
            more=more,
        )
    )
    batch.append(
        warc.facts_record(
            template, incoming.facts, subject=capture_id, target=incoming.address, date=incoming.captured_at
        )
    )
    return Written(batch, len(batch) - 2, capture_id, incoming, digest, original)
