"""The versions of one document: which texts its captures show over time, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from tasks.batch.context import ChangeRow, VersionRow
from tasks.batch.editions import Edition, Text
from tasks.reading.alike import NEAR, is_same_title
from tasks.reading.changes import Paragraphs, changes
from tasks.reading.copies import estimate, unpacked


@dataclass(frozen=True, slots=True)
class _Told:
    row: VersionRow
    signature: bytes


def versions(document: Iterable[Edition], texts: Mapping[str, Text]) -> list[VersionRow]:
    """The versions of a document whose editions are given by time. Editions without a running text show none.

    A text that comes back is a version again. Another story at a used-again address is told by its title, as in
    `staging/50_documents.sql`; but a report that got another title and kept half its words is the same story.
    """
    told: list[_Told] = []
    readable = (edition for edition in document if edition.capture_id in texts)
    for _, run in groupby(readable, key=lambda edition: texts[edition.capture_id].sha256):
        shown = list(run)
        told.append(_told(shown, texts[shown[0].capture_id], told))
    return [each.row for each in told]


def _told(shown: list[Edition], text: Text, before: list[_Told]) -> _Told:
    first = shown[0]
    previous = next((told for told in reversed(before) if _is_same_story(told, first.title, text)), None)
    story = previous.row.story if previous else len({told.row.story for told in before}) + 1
    row = VersionRow(
        document_key=first.document_key,
        version=len(before) + 1,
        story=story,
        previous_version=previous.row.version if previous else None,
        capture_id=first.capture_id,
        title=first.title,
        first_seen_at=first.seen_at,
        last_seen_at=shown[-1].seen_at,
        capture_ids=tuple(edition.capture_id for edition in shown),
        text_sha256=text.sha256,
        paragraphs=text.paragraphs,
        characters=text.characters,
    )
    return _Told(row, text.signature)


def _is_same_story(told: _Told, title: str | None, text: Text) -> bool:
    if not told.row.title or not title or is_same_title(told.row.title, title) or told.row.text_sha256 == text.sha256:
        return True
    if not told.signature or not text.signature:
        return False
    return bool(estimate(unpacked([told.signature]), unpacked([text.signature]))[0] >= NEAR)


def changes_of(version: VersionRow, before: VersionRow, texts: Mapping[str, Paragraphs]) -> Iterator[ChangeRow]:
    """What changed in a version since the one before of the same story; the paragraphs are by capture id."""
    for position, change in enumerate(changes(texts[before.capture_id], texts[version.capture_id]), 1):
        was, now = change.before, change.after
        yield ChangeRow(
            document_key=version.document_key,
            version=version.version,
            position=position,
            change=change.kind,
            is_same_words=change.is_same_words,
            before_capture_id=before.capture_id,
            before_position=change.before_position,
            before_start_char=was.start_char if was else None,
            before_end_char=was.end_char if was else None,
            before_text=was.text if was else None,
            after_capture_id=version.capture_id,
            after_position=change.after_position,
            after_start_char=now.start_char if now else None,
            after_end_char=now.end_char if now else None,
            after_text=now.text if now else None,
        )
