"""WARC 1.1 records as this archive writes them. What HTTP does not say stands in a ``metadata`` record beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import IO, Literal
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from tasks.archive.entries import Role
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import storable, warc_date
from tasks.archive.payload import PayloadId
from tasks.version import VERSION

WARC_VERSION = "WARC/1.1"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
FIELDS = "application/warc-fields"
HTTP_RESPONSE = "application/http; msgtype=response"
HTTP_REQUEST = "application/http; msgtype=request"
JSON = "application/json"
RUN_TARGET = "urn:onrecord:run:"
WITHOUT_PAYLOAD = frozenset({"warcinfo", "metadata"})
"""Kinds of record whose block is no payload: they shall have no digest of one (WARC 1.1 §5.9)."""


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A web archive's copy: three facts that are not to be mixed up with the time of our own capture."""

    original_address: str
    """Where the page stood."""
    archive_address: str
    """Where the copy lies: a replay address, or a WARC file's address with ``#offset-length``."""
    archived_at: datetime | None
    """When the web archive captured it, UTC; none where it does not say."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ledger needs and a record does not say by itself."""

    source: str
    document_key: str | None
    role: Role
    run_id: str
    origin: Literal["fetch", "import"]
    payload: PayloadId
    imported_from: str | None = None
    """Name of the file it was imported from; its folder is nobody's business."""
    imported_record: str | None = None
    """WARC-Record-ID that the record had in that file."""
    copy: ArchivedCopy | None = None
    """Which web archive's copy this is; none where no web archive is between."""


def new_id() -> str:
    return f"urn:uuid:{uuid4()}"


def sha256(*parts: bytes) -> str:
    """A digest as WARC headers write it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return f"sha256:{digest.hexdigest()}"


class _Joined:
    """The parts of a block as one stream, without a copy of a large payload."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = [memoryview(part) for part in parts if part]

    def read(self, size: int) -> bytes:
        if not self._parts:
            return b""
        piece = self._parts[0][:size]
        rest = self._parts[0][size:]
        self._parts[0:1] = [rest] if len(rest) else []
        return bytes(piece)


class _Head:
    """A head that warcio writes as it is. Of a revisit it writes nothing else, and any other head it would set anew."""

    def __init__(self, octets: bytes) -> None:
        self.headers_buff = octets

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """The octets are what was sent; there is nothing to compute."""


class Writer(WARCWriter):  # type: ignore[misc]
    """Writes records gzipped one by one, with the digests that they have and no others."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, gzip=True, warc_version=WARC_VERSION)

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """A record that comes without one is to stay without."""


@dataclass(frozen=True, slots=True)
class Template:
    """What all records of one file share."""

    warcinfo_id: str

    def record(
        self,
        kind: str,
        *,
        date: datetime,
        content_type: str,
        block: Sequence[bytes],
        record_id: str | None = None,
        target: str | None = None,
        payload_digest: str | None = None,
        more: Sequence[tuple[str, str]] = (),
    ) -> ArcWarcRecord:
        """Composes a record. `block` is written as it is, piece after piece: not one byte is parsed and set again."""
        headers = [
            ("WARC-Type", kind),
            ("WARC-Record-ID", f"<{record_id or new_id()}>"),
            ("WARC-Date", warc_date(date)),
        ]
        if target is not None:
            headers.append(("WARC-Target-URI", target))
        if kind != "warcinfo":
            headers.append(("WARC-Warcinfo-ID", f"<{self.warcinfo_id}>"))
        headers.extend(more)
        headers.append(("WARC-Block-Digest", sha256(*block)))
        if kind not in WITHOUT_PAYLOAD:
            headers.append(("WARC-Payload-Digest", payload_digest or sha256(*block)))
        length = sum(map(len, block))
        rec_headers = StatusAndHeaders("", headers, protocol=WARC_VERSION)
        head = _Head(b"".join(block)) if kind == "revisit" else None
        return ArcWarcRecord("warc", kind, rec_headers, _Joined(block), head, content_type, length)


def warcinfo(template: Template, filename: str, date: datetime) -> ArcWarcRecord:
    """The first record of a file: who wrote it, and how."""
    fields = (
        ("software", f"OnRecord/{VERSION} warcio/{version('warcio')}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("isPartOf", "onrecord"),
    )
    return template.record(
        "warcinfo",
        date=date,
        content_type=FIELDS,
        block=(_fields(fields),),
        record_id=template.warcinfo_id,
        more=(("WARC-Filename", filename),),
    )


def facts_record(template: Template, facts: Facts, *, subject: str, target: str, date: datetime) -> ArcWarcRecord:
    """The metadata of the capture `subject`: it closes an exchange, which without it counts as torn."""
    fields = [
        ("source", facts.source),
        ("document-key", facts.document_key or ""),
        ("role", facts.role),
        ("run-id", facts.run_id),
        ("origin", facts.origin),
        ("payload-sha256", facts.payload.sha256),
        ("payload-bytes", str(facts.payload.size)),
        ("payload-coding", "decoded" if facts.payload.is_decoded else "undecodable"),
        ("imported-from", _one_line(facts.imported_from or "")),
        ("imported-record", _one_line(facts.imported_record or "")),
        ("original-address", storable(facts.copy.original_address) if facts.copy else ""),
        ("archive-address", storable(facts.copy.archive_address) if facts.copy else ""),
        ("archived-at", warc_date(facts.copy.archived_at) if facts.copy and facts.copy.archived_at else ""),
    ]
    return template.record(
        "metadata",
        date=date,
        target=target,
        content_type=FIELDS,
        block=(_fields([(name, value) for name, value in fields if value]),),
        more=(("WARC-Concurrent-To", f"<{subject}>"), ("WARC-Refers-To", f"<{subject}>")),
    )


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", text).split()).encode("utf-8", "replace").decode()


def _fields(fields: Sequence[tuple[str, str]]) -> bytes:
    for name, value in fields:
        if value != value.strip() or re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", value):
            # A line feed here would let a page's address write metadata of its own.
            raise ArchiveError(f"{name} does not fit on one line")
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode("utf-8")


def parse_fields(block: bytes) -> dict[str, str]:
    """The fields of an ``application/warc-fields`` block."""
    lines = (line.partition(": ") for line in block.decode("utf-8", "replace").split("\r\n"))
    return {name: value for name, colon, value in lines if colon}
