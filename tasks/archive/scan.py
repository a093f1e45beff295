"""This archive's own WARC files read back: every capture and run in them, as the ledger should hold it.

What the ledger says is derived here and nowhere else, so a ledger made again equals the one written while collecting.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from tasks.archive import notes
from tasks.archive import records as warc
from tasks.archive.entries import Kept, KeptAttempt, KeptCapture, KeptSighting, LedgerEntry, Role
from tasks.archive.errors import ArchiveError, DamagedRecordError
from tasks.archive.exchange import content_type_of, header, parse_warc_date
from tasks.archive.httpblock import HttpHead, read_head
from tasks.archive.members import MemberReader, Record, parse_record
from tasks.archive.runrecord import from_json
from tasks.report import Capture, Truncation


class NoteError(ArchiveError):
    """A record of a run, an attempt or a sighting that says nothing; the records behind it can be read all the same."""


CAPTURES = frozenset({"response", "revisit", "resource"})


@dataclass(frozen=True, slots=True)
class Scanned:
    """One record of a file."""

    type: str
    id: str
    target: str
    date: datetime
    offset: int
    length: int
    content_type: str
    concurrent_to: str | None
    refers_to: str | None
    payload_digest: str
    truncated: str | None
    filename: str | None
    head: HttpHead | None
    body: bytes
    """Of a metadata record; empty for others."""
    problems: tuple[str, ...]
    """Digests that do not hold."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What the records up to `end` have added to the archive: one capture, run, attempt or sighting."""

    kept: Kept
    end: int
    records: int
    """Records of the file so far, the warcinfo included."""


@dataclass(slots=True)
class FileScan:
    """Walks one file of this archive."""

    path: Path
    name: str
    records: int = 0
    own_name: str | None = None
    """What the file calls itself (WARC-Filename)."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """Offset and what is wrong there; damage that ends the walk comes last."""

    def exchanges(self) -> Iterator[Exchanged]:
        """Whole exchanges in the order in which they were written. Never raises for what the file holds."""
        pending: dict[str, Scanned] = {}
        try:
            for record in scanned(self.path):
                self.records += 1
                if record.filename is not None:
                    self.own_name = record.filename
                self.problems.extend((record.offset, problem) for problem in record.problems)
                if record.type in CAPTURES:
                    pending[record.id] = record
                elif record.type == "metadata":
                    try:
                        kept = self._kept(record, pending)
                    except NoteError as error:
                        self.problems.append((record.offset, str(error)))
                        continue
                    yield Exchanged(kept, record.offset + record.length, self.records)
        except DamagedRecordError as error:
            self.problems.append((error.offset, error.reason))
        except ArchiveError as error:
            self.problems.append((-1, str(error)))
        self.problems.extend((left.offset, "capture without its metadata") for left in pending.values())

    def _kept(self, record: Scanned, pending: dict[str, Scanned]) -> Kept:
        try:
            if record.target.startswith(warc.RUN_TARGET):
                return from_json(record.body)
            if record.target == notes.ATTEMPT_TARGET:
                return KeptAttempt(record.id, notes.attempt_from(record.body))
            if record.target == notes.SIGHTING_TARGET:
                return KeptSighting(record.id, notes.sighting_from(record.body))
        except ArchiveError as error:
            raise NoteError(str(error)) from error
        subject = pending.pop(record.concurrent_to or "", None)
        if subject is None:
            raise DamagedRecordError(record.offset, "metadata without its capture")
        try:
            return _capture(self.name, subject, warc.parse_fields(record.body))
        except (KeyError, ValueError, OverflowError) as error:
            raise DamagedRecordError(record.offset, "metadata lacks what the ledger needs") from error


def _capture(name: str, record: Scanned, facts: dict[str, str]) -> KeptCapture:
    media_type, _ = content_type_of(header(record.head.headers, "Content-Type") if record.head else record.content_type)
    capture = Capture(
        capture_id=record.id,
        source=facts["source"],
        address=record.target,
        captured_at=record.date,
        status=record.head.status if record.head else None,
        media_type=media_type,
        payload_sha256=facts["payload-sha256"],
        payload_bytes=int(facts["payload-bytes"]),
        warc_file=name,
        warc_offset=record.offset,
        warc_length=record.length,
        origin="import" if facts["origin"] == "import" else "fetch",
        run_id=facts["run-id"],
        original_address=facts.get("original-address"),
        archive_address=facts.get("archive-address"),
        archived_at=parse_warc_date(facts["archived-at"]) if "archived-at" in facts else None,
        truncated=cast(Truncation | None, record.truncated),
    )
    entry = LedgerEntry(capture, cast(Role, facts["role"]), facts.get("document-key"), record.refers_to)
    return KeptCapture(entry, record.payload_digest)


def scanned(path: Path) -> Iterator[Scanned]:
    """The records of a file of this archive, each digest recomputed. Raises DamagedRecordError, OSError."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        offset = 0
        while offset < size:
            member = MemberReader(file, offset)
            record = parse_record(member, offset)
            yield _digested(record, member)
            if member.end is None:
                raise DamagedRecordError(offset, "gzip ends in the middle of a record")
            offset = member.end


def _digested(record: Record, member: MemberReader) -> Scanned:
    block = hashlib.sha256()
    payload = hashlib.sha256()
    content_type = record.get("Content-Type") or ""
    head = None
    body: list[bytes] = []
    if content_type.startswith("application/http; msgtype=response"):
        head = read_head(record)
        if head is None:
            raise DamagedRecordError(record.offset, "no HTTP head in the record")
        block.update(head.octets)
    is_metadata = record.type == "metadata"
    for piece in record.pieces():
        block.update(piece)
        payload.update(piece)
        if is_metadata:
            body.append(piece)
    if member.read(5) != b"\r\n\r\n" or member.end is None:
        raise DamagedRecordError(record.offset, "record does not end where its length says")
    payload_digest = record.get("WARC-Payload-Digest") or ""
    problems = []
    if record.get("WARC-Block-Digest") != f"sha256:{block.hexdigest()}":
        problems.append("block digest does not hold")
    has_own_payload = record.type in ("response", "resource")
    if has_own_payload and payload_digest != f"sha256:{payload.hexdigest()}":
        problems.append("payload digest does not hold")
    try:
        date = parse_warc_date(record.get("WARC-Date") or "")
    except ValueError as error:
        raise DamagedRecordError(record.offset, "record without a date") from error
    return Scanned(
        type=record.type,
        id=record.id,
        target=record.target,
        date=date,
        offset=record.offset,
        length=member.end - record.offset,
        content_type=content_type,
        concurrent_to=_id(record.get("WARC-Concurrent-To")),
        refers_to=_id(record.get("WARC-Refers-To")) if record.type == "revisit" else None,
        payload_digest=payload_digest,
        truncated=record.get("WARC-Truncated"),
        filename=record.get("WARC-Filename"),
        head=head,
        body=b"".join(body),
        problems=tuple(problems),
    )


def _id(value: str | None) -> str | None:
    return value.strip("<>") if value else None
