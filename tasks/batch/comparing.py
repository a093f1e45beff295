"""Readings against each other: versions of one document, copies among all; as rows for the warehouse.

Everything is computed anew from the readings in force. Texts are read a group of rows at a time; held are signatures,
the texts of documents that changed, and the shingles of those that may be copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tasks.batch.context import ChangeRow, CopyRow, VersionRow
from tasks.batch.editions import Edition, Text, editions, paragraphs_of, texts_of, that_count
from tasks.batch.versions import changes_of, versions
from tasks.reading.alike import Printed, is_same_title, relation
from tasks.reading.changes import Paragraphs
from tasks.reading.copies import Shingles, candidates, resemblance, shingles, unpacked
from tasks.readings import write_rows


def write_comparison(readings: Path, context: Path) -> None:
    """Writes what comparing the readings finds, as the warehouse's build reads it.

    Raises OSError where a readings file is damaged or a file cannot be written.
    """
    found = editions(readings)
    texts = dict(texts_of(found))
    told = [row for _, document in groupby(found, lambda each: each.document_key) for row in versions(document, texts)]
    write_rows(context / "versions.parquet", VersionRow, told)
    write_rows(context / "changes.parquet", ChangeRow, _changes(told, found))
    write_rows(context / "copies.parquet", CopyRow, _copies(found, texts))


def _changes(told: list[VersionRow], found: list[Edition]) -> Iterator[ChangeRow]:
    by_version = {(row.document_key, row.version): row for row in told}
    pairs = [
        (row, by_version[row.document_key, row.previous_version]) for row in told if row.previous_version is not None
    ]
    wanted = {row.capture_id for pair in pairs for row in pair}
    texts = dict(paragraphs_of(edition for edition in found if edition.capture_id in wanted))
    for row, before in pairs:
        yield from changes_of(row, before, texts)


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Edition
    other: Edition
    estimate: float


def _copies(found: list[Edition], texts: Mapping[str, Text]) -> Iterator[CopyRow]:
    signed = [each for each in that_count(found) if each.capture_id in texts and texts[each.capture_id].signature]
    table = unpacked(texts[each.capture_id].signature for each in signed)
    pairs = [_Pair(signed[one], signed[other], alike) for one, other, alike in candidates(table)]
    compared = _shingles(edition for pair in pairs for edition in (pair.one, pair.other))
    for pair in pairs:
        if row := _copy(pair, compared):
            yield row


def _shingles(found: Iterable[Edition]) -> dict[str, Shingles]:
    once = {edition.capture_id: edition for edition in found}
    return {capture_id: shingles(_words_of(spans)) for capture_id, spans in paragraphs_of(once.values())}


def _words_of(spans: Paragraphs) -> str:
    return "\n".join(span.text for span in spans)


def _copy(pair: _Pair, compared: Mapping[str, Shingles]) -> CopyRow | None:
    one, other = pair.one, pair.other
    found = resemblance(compared[one.capture_id], compared[other.capture_id])
    named = relation(found, Printed(one.title, one.published_on), Printed(other.title, other.published_on))
    if named is None:
        return None
    return CopyRow(
        document_key=one.document_key,
        other_document_key=other.document_key,
        relation=named,
        similarity=found.similarity,
        containment=found.containment,
        other_containment=found.other_containment,
        estimate=pair.estimate,
        is_same_title=is_same_title(one.title, other.title),
        capture_id=one.capture_id,
        other_capture_id=other.capture_id,
    )
