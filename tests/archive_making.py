"""Captures for the archive's tests; every page in them is invented."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tasks.archive.exchange import Exchange
from tasks.archive.ledger import LedgerEntry, Role
from tasks.archive.store import Archive

START = datetime(2031, 5, 4, 3, 2, 1, 234567, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = b"<html><body><p>The ferry of Ostra was late, the harbour master said.</p></body></html>"


def exchange(
    address: str = "http://iwpr.test/global-voices/late-ferry",
    body: bytes = PAGE,
    *,
    after: int = 0,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = HTML,
) -> Exchange:
    """An exchange `after` seconds after the start."""
    return Exchange(
        address=address,
        started_at=START + timedelta(seconds=after),
        request_headers=(("Host", "iwpr.test"), ("User-Agent", "OnRecord/0 (+test@onrecord.test)")),
        status=status,
        reason="OK" if status == 200 else "",
        response_headers=tuple(headers),
        body=body,
        ip="192.0.2.7",
    )


def gzipped(address: str, body: bytes, *, after: int = 0) -> Exchange:
    headers = (*HTML, ("Content-Encoding", "gzip"))
    return exchange(address, gzip.compress(body, mtime=0), after=after, headers=headers)


def keep(
    archive: Archive, made: Exchange, *, role: Role = "document", key: str | None = "iwpr/late-ferry"
) -> LedgerEntry:
    return archive.append_exchange(made, source="iwpr", document_key=key, role=role, run_id="run-1")


def warcs(root: Path) -> list[Path]:
    return sorted((root / "warc").glob("*.warc.gz"))
