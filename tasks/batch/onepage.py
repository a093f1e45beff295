"""One page from a file, read without any store: for `onrecord read`, a notebook, a test."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from tasks.archive.payload import Payload
from tasks.batch.importing import media_type_of, printed_address
from tasks.batch.page import read_page
from tasks.report import Capture, Report
from tasks.sources import identify


def read_file(path: Path, payload: bytes, address: str | None) -> Report:
    """Reads a page as if it had been captured now at `address`, or at the canonical link it prints.

    Raises LookupError where no address is known, or where it belongs to no source.
    """
    media_type = media_type_of(path, payload)
    address = address or printed_address(payload, media_type)
    if address is None:
        raise LookupError("the page names no canonical address of a known source; pass --url ADDRESS")
    return read_payload(Payload(payload, (), media_type, None), address)


def read_payload(payload: Payload, address: str) -> Report:
    """Reads a payload as if it had been captured now at `address`. Raises LookupError for one of no source."""
    found = identify(address)
    if found is None:
        raise LookupError("the address belongs to no known source; see docs/sources.md")
    source, _ = found
    capture = Capture(
        capture_id="urn:onrecord:unstored",
        source=source.config.name,
        address=address,
        captured_at=datetime.now(UTC),
        status=None,
        media_type=payload.media_type,
        payload_sha256=hashlib.sha256(payload.body).hexdigest(),
        payload_bytes=len(payload.body),
        warc_file="",
        warc_offset=0,
        warc_length=0,
        origin="import",
        run_id="unstored",
    )
    return read_page(capture, payload, source)
