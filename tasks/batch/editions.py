"""The readable captures of documents, from the readings in force: what staging calls editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tasks.reading.changes import paragraphs
from tasks.reading.copies import packed
from tasks.readings import Place, columns_of, reading_files, rows_at
from tasks.report import Passage, Span

_FACTS = (
    "capture.capture_id",
    "capture.captured_at",
    "capture.archived_at",
    "state",
    "document_key",
    "citation.title.value",
    "citation.published.value",
    "read_at",
)
_TEXT = ("body", "passages")


@dataclass(frozen=True, slots=True)
class Edition:
    """One capture that could be read as a report."""

    capture_id: str
    document_key: str
    captured_at: datetime
    seen_at: datetime
    """When the page looked so: of a web archive's copy, when the web archive captured it."""
    title: str | None
    published_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Text:
    """The running text of an edition, in short."""

    sha256: str
    """Of its paragraphs in UTF-8, two line feeds between them."""
    paragraphs: int
    characters: int
    """Of the paragraphs, without what stands between them."""
    signature: bytes
    """The values of `Report.signature`, four bytes each: thousands are held at once. Empty where there is none."""


def editions(readings: Path) -> list[Edition]:
    """Every edition once, by document and then by time; of several readings of one capture the latest counts.

    Which that is, `staging/load/readings.sql` says too. Raises OSError where a readings file is damaged.
    """
    latest: dict[str, tuple[tuple[datetime, Place], dict[str, Any]]] = {}
    for path in reading_files(readings):
        for number, row in enumerate(columns_of(path, _FACTS)):
            capture_id, rank = row["report"]["capture"]["capture_id"], (row["read_at"], Place(path, number))
            if capture_id not in latest or latest[capture_id][0] < rank:
                latest[capture_id] = rank, row["report"]
    made = (
        _edition(report, place)
        for (_, place), report in latest.values()
        if report["state"] == "report" and report["document_key"]
    )
    return sorted(made, key=lambda edition: (edition.document_key, edition.seen_at, edition.capture_id))


def _edition(report: dict[str, Any], place: Place) -> Edition:
    capture, citation = report["capture"], report.get("citation") or {}
    return Edition(
        capture_id=capture["capture_id"],
        document_key=report["document_key"],
        captured_at=capture["captured_at"],
        seen_at=capture.get("archived_at") or capture["captured_at"],
        title=(citation.get("title") or {}).get("value"),
        published_on=(citation.get("published") or {}).get("value"),
        place=place,
    )


def that_count(found: Iterable[Edition]) -> list[Edition]:
    """Of each document the edition that counts: the one seen last, as `staging.editions` ranks them."""
    newest: dict[str, Edition] = {}
    for edition in found:
        other = newest.get(edition.document_key)
        if other is None or _age(other) < _age(edition):
            newest[edition.document_key] = edition
    return list(newest.values())


def _age(edition: Edition) -> tuple[datetime, datetime, str]:
    return edition.seen_at, edition.captured_at, edition.capture_id


def texts_of(found: Iterable[Edition]) -> Iterator[tuple[str, Text]]:
    """Capture id and text of each edition that has a running text."""
    capture_ids = {edition.place: edition.capture_id for edition in found}
    for place, row in rows_at(capture_ids, (*_TEXT, "signature")):
        spans = _spans(row["report"])
        if spans:
            digest = sha256("\n\n".join(span.text for span in spans).encode("utf-8", "surrogatepass")).hexdigest()
            length = sum(len(span.text) for span in spans)
            yield capture_ids[place], Text(digest, len(spans), length, packed(row["report"].get("signature") or ()))


def paragraphs_of(found: Iterable[Edition]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Capture id and paragraphs of each edition."""
    capture_ids = {edition.place: edition.capture_id for edition in found}
    for place, row in rows_at(capture_ids, _TEXT):
        yield capture_ids[place], _spans(row["report"])


def _spans(report: dict[str, Any]) -> tuple[Span, ...]:
    return paragraphs(report["body"], (Passage(**passage) for passage in report["passages"]))
