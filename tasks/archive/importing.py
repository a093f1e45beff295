"""WARC files from elsewhere, read record by record. What cannot be read is a value that says so, never an exception
that loses what was good."""

from __future__ import annotations

import hashlib
import io
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tasks.archive.errors import ArchiveError, DamagedRecordError
from tasks.archive.exchange import Headers, content_type_of, header, parse_warc_date
from tasks.archive.httpblock import HttpHead, dechunked, read_head
from tasks.archive.members import Record, record_at, records
from tasks.archive.payload import MAX_PAYLOAD
from tasks.archive.records import HTTP_RESPONSE
from tasks.report import Truncation

ORIGINALS = ("response", "resource")
TAKEN = (*ORIGINALS, "revisit")
NOT_MODIFIED = 304
"""Such a revisit says of itself what it repeats, and is kept as the 304 that it was."""
MAX_REMEMBERED = 500_000
"""Names by which a revisit may refer back, three to a capture; remembering them takes some 50 MB at most."""


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A capture in somebody else's WARC file."""

    record_id: str
    """WARC-Record-ID there."""
    address: str
    captured_at: datetime
    """WARC-Date there, UTC."""
    head: bytes | None
    """The answer's head, byte by byte; none where there was no HTTP."""
    status: int | None
    headers: Headers
    media_type: str
    body: bytes
    """With the transfer-coding taken off and the content-coding left on. Of a revisit, the original's."""
    ip: str | None
    truncated: Truncation | None = None
    """Why the payload is not whole (WARC-Truncated there)."""


@dataclass(frozen=True, slots=True)
class WarcProblem:
    """Something in the file that was not taken, told in words for whoever imports it."""

    detail: str
    offset: int | None = None
    """Bytes into the file; none where the whole file is meant."""


@dataclass(frozen=True, slots=True)
class UnresolvedRevisit(WarcProblem):
    """A repeat of a capture that its own file does not give. Another file of the same package may, or an archive."""

    capture: ForeignRecord | None = None
    """What the record says itself; its body is empty."""
    refers_to: str = ""
    """WARC-Record-ID of what is repeated; empty where it is not named."""
    address: str = ""
    """Of what is repeated."""
    original_at: datetime | None = None
    """When that was captured, UTC; none where it is not said."""
    digest: str | None = None
    """Of the payload, as the record states it (WARC-Payload-Digest)."""


def read_warc(path: Path, max_payload: int = MAX_PAYLOAD) -> Iterator[ForeignRecord | WarcProblem]:
    """The captures of a WARC file (gzipped or plain) in their order, problems where they occur.

    Memory does not grow with the file. A record whose payload is longer than `max_payload` bytes yields a problem, and
    reading goes on; so does one that cannot be understood. Damage ends the reading with a problem. Raises nothing.
    """
    try:
        with path.open("rb") as file:
            yield from _Reading(path, file, max_payload).captures()
    except OSError as error:
        yield WarcProblem(f"cannot be read: {error.strerror or type(error).__name__}")


def read_record(octets: bytes, max_payload: int = MAX_PAYLOAD) -> ForeignRecord | WarcProblem:
    """The one capture in a stretch of a WARC file; a problem where there is none, or where the stretch is damaged
    anywhere, or where it repeats a record elsewhere. Raises nothing."""
    found = list(_Reading(Path(), io.BytesIO(octets), max_payload).captures())
    problem = next((item for item in found if isinstance(item, WarcProblem)), None)
    if problem is None and len(found) != 1:
        problem = WarcProblem("holds no capture" if not found else "holds more than one capture")
    return problem or found[0]


class _Reading:
    def __init__(self, path: Path, file: BinaryIO, max_payload: int) -> None:
        self._path = path
        self._file = file
        self._max_payload = max_payload
        self._originals: dict[int, int] = {}
        self._records = 0

    def captures(self) -> Iterator[ForeignRecord | WarcProblem]:
        try:
            for record in records(self._file):
                self._records += 1
                if record.type not in TAKEN:
                    continue
                found = self._capture(record)
                if found is not None:
                    yield found
        except DamagedRecordError as error:
            yield WarcProblem(
                f"damaged after {self._records} records ({error}); nothing behind it was read", error.offset
            )
            return
        if not self._records:
            yield WarcProblem("holds no WARC record")

    def _capture(self, record: Record) -> ForeignRecord | WarcProblem | None:
        if record.length > self._max_payload:
            return WarcProblem(f"record of {record.length} bytes is longer than {self._max_payload}", record.offset)
        if not record.target.lower().startswith(("http://", "https://")):
            return None  # dns: and whois: records say nothing of a page
        try:
            capture = _read(record)
        except DamagedRecordError:
            raise
        except ArchiveError as error:
            return WarcProblem(f"{record.type} record cannot be understood: {error}", record.offset)
        except ValueError:
            return WarcProblem(f"{record.type} record without a date", record.offset)
        if record.type == "revisit":
            return self._resolved(record, capture)
        self._remember(record)
        return capture

    def _remember(self, record: Record) -> None:
        # Hashes instead of addresses: a file may hold millions of records.
        if len(self._originals) < MAX_REMEMBERED:
            self._originals.update((hash(name), record.offset) for name in _names(record))

    def _resolved(self, revisit: Record, capture: ForeignRecord) -> ForeignRecord | WarcProblem:
        offset = next((self._originals[hash(key)] for key in _named(revisit) if hash(key) in self._originals), None)
        original = self._original(offset, revisit) if offset is not None else None
        if original is None or capture.status == NOT_MODIFIED:
            return _unresolved(revisit, capture, original)
        return of_original(capture, original)

    def _original(self, offset: int, revisit: Record) -> ForeignRecord | None:
        try:
            with self._path.open("rb") as file:  # a reader of its own: the other one stands in the middle of a record
                record = record_at(file, offset)
                # In a file compressed as a whole all records start at the same offset, so the names must agree too.
                is_it = record.type in ORIGINALS and not set(_names(record)).isdisjoint(_named(revisit))
                return _read(record) if is_it else None
        except (ArchiveError, ValueError, OSError):
            return None


def of_original(revisit: ForeignRecord, original: ForeignRecord) -> ForeignRecord:
    """A repeat with the payload that it repeats. One without a head of its own was answered as the original was."""
    if revisit.head is None:
        return replace(original, record_id=revisit.record_id, captured_at=revisit.captured_at, address=revisit.address)
    return replace(revisit, body=original.body)


def _unresolved(revisit: Record, capture: ForeignRecord, original: ForeignRecord | None) -> UnresolvedRevisit:
    address, said = (revisit.get("WARC-Refers-To-Target-URI") or capture.address), revisit.get("WARC-Refers-To-Date")
    try:
        original_at = parse_warc_date(said) if said else None
    except ValueError:
        original_at = None
    return UnresolvedRevisit(
        "revisit of a capture that this file does not hold before it",
        revisit.offset,
        capture=replace(capture, body=b""),
        refers_to=(revisit.get("WARC-Refers-To") or "").strip("<>"),
        address=original.address if original else address.strip("<>"),
        original_at=original.captured_at if original else original_at,
        digest=revisit.get("WARC-Payload-Digest"),
    )


def _names(record: Record) -> list[tuple[str, str]]:
    """By what a revisit may refer to this record (WARC 1.1 §6.7)."""
    named = (
        ("", record.id),
        (record.target, record.get("WARC-Date")),
        (record.target, record.get("WARC-Payload-Digest")),
    )
    return [(target, name) for target, name in named if name]


def _named(revisit: Record) -> list[tuple[str, str]]:
    """What a revisit refers to, best first."""
    target = (revisit.get("WARC-Refers-To-Target-URI") or revisit.target).strip("<>")
    named = (
        ("", (revisit.get("WARC-Refers-To") or "").strip("<>")),
        (target, revisit.get("WARC-Refers-To-Date")),
        (target, revisit.get("WARC-Payload-Digest")),
    )
    return [(target, name) for target, name in named if name]


def _read(record: Record) -> ForeignRecord:
    """Raises ArchiveError or ValueError where the record is not understood."""
    content_type = record.get("Content-Type") or ""
    head: HttpHead | None = None
    if record.type != "resource" and record.length:
        head = read_head(record)
        if head is None and (record.type == "response" or content_type.replace(" ", "") == _COMPACT):
            raise ArchiveError("no HTTP answer in it")
    body = record.rest()
    record.finish()
    if not digest_holds(record.get("WARC-Block-Digest"), head.octets if head else b"", body):
        raise ArchiveError("its digest does not hold")
    if head is not None and "chunked" in (header(head.headers, "Transfer-Encoding") or "").lower():
        body = dechunked(body)
    value = header(head.headers, "Content-Type") if head else content_type
    media_type = content_type_of(value)[0]
    return ForeignRecord(
        record_id=record.id,
        address=record.target,
        captured_at=parse_warc_date(record.get("WARC-Date") or ""),
        head=head.octets if head else None,
        status=head.status if head else None,
        headers=head.headers if head else (("Content-Type", value),) if value else (),
        media_type=media_type,
        body=body,
        ip=record.get("WARC-IP-Address"),
        truncated=_truncation(record.get("WARC-Truncated")),
    )


def _truncation(value: str | None) -> Truncation | None:
    """WARC 1.1 §5.13; what is no reason we know of is still not whole."""
    if not value:
        return None
    return "length" if value == "length" else "time" if value == "time" else "disconnect"


def digest_holds(stated: str | None, *block: bytes) -> bool:
    """False where a record states a digest that is not the one of these bytes (WARC 1.1 §5.8, §5.9)."""
    algorithm, _, value = (stated or "").partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha512"):
        return True
    digest = hashlib.new(name, usedforsecurity=False)
    for part in block:
        digest.update(part)
    own = digest.digest()
    base64 = (b64encode(own).decode(), urlsafe_b64encode(own).decode())
    return value.lower() == own.hex() or value.upper() == b32encode(own).decode() or value in base64


_COMPACT = HTTP_RESPONSE.replace(" ", "")
