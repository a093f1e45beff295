"""The notices in one paragraph, each to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.reading.notices import FAR, Notice, Position, looked_at
from tasks.reading.sentences import hard_breaks, is_told, line_spans, quoted_spans, sentence_spans

LONG = 8_000
"""Characters from which on a paragraph is a page run together: its own edges are then the edges."""
EDGE_CHARS = 3_000
MAX_SENTENCE = 1_500
"""A longer "sentence" is text without full stops: labelling all of it for a few words would be a guess."""

DISCLAIMER_LABEL = re.compile(
    r"(?:Disclaimer|DISCLAIMER|Avertissement|AVERTISSEMENT|Clause de non-responsabilité|Отказ от ответственности"
    r"|Оговорка)\s{0,9}:?\s{0,9}"
)

_CUT = re.compile(r"[.!?…]\s|\n")


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice found in a paragraph, as offsets into it."""

    start: int
    end: int
    kind: str
    rule: str


def hits(text: str, position: Position) -> tuple[Hit, ...]:
    """The notices in one paragraph, in order, without overlap.

    A rule for whole paragraphs comes before the rules for parts of them. Neighbouring sentences of one kind are one
    notice. What a quotation holds is somebody's words, never a notice.
    """
    found: list[Hit] = []
    for start, end, here in _windows(text, position):
        part = text[start:end]
        found.extend(Hit(start + hit.start, start + hit.end, hit.kind, hit.rule) for hit in _found(part, here))
    # Sorting is stable: of two at one place the earlier entry of the catalogue comes first.
    return tuple(_merged(text, sorted(found, key=lambda hit: hit.start)))


def _windows(text: str, position: Position) -> Iterator[tuple[int, int, Position]]:
    """A paragraph of usual length as it stands; of one that is a page run together its edges and what is between."""
    if len(text) <= LONG:
        yield 0, len(text), position
        return
    head = _cut(text, EDGE_CHARS)
    tail = max(head, _cut(text, len(text) - EDGE_CHARS))
    yield 0, head, Position(position.from_start, FAR, position.is_outside)
    yield head, tail, Position()
    yield tail, len(text), Position(FAR, position.from_end, position.is_outside)


def _cut(text: str, near: int) -> int:
    """The first end of a sentence or line after an offset."""
    match = _CUT.search(text, near, near + MAX_SENTENCE)
    return match.end() if match else near


def _found(text: str, position: Position) -> list[Hit]:
    notices = looked_at(text, position)
    if not notices:
        return []
    quoted = quoted_spans(text)
    return [hit for start, end in _segments(text, notices) for hit in _in_segment(text, start, end, notices, quoted)]


def _segments(text: str, notices: list[Notice]) -> list[tuple[int, int]]:
    """The paragraph, or where it has lines of their own, such as a signature under the last sentence, each of them."""
    lines = line_spans(text)
    if len(lines) <= 1:
        return [(0, len(text))]
    alone = [
        any(notice.scope == "line" and _whole(notice, text[a:b]) is not None for notice in notices) for a, b in lines
    ]
    segments = [lines[0]]
    for index, is_broken in enumerate(hard_breaks(text, lines)):
        if is_broken or alone[index] or alone[index + 1]:
            segments.append(lines[index + 1])
        else:
            segments[-1] = (segments[-1][0], lines[index + 1][1])
    return segments if len(segments) > 1 else [(0, len(text))]


def _in_segment(text: str, start: int, end: int, notices: list[Notice], quoted: list[tuple[int, int]]) -> Iterator[Hit]:
    label = DISCLAIMER_LABEL.match(text, start, end)
    inner = label.end() if label else start
    for first in (start,) if inner in (start, end) else (start, inner):
        for notice in notices:
            at = _whole(notice, text[first:end]) if notice.is_whole else None
            if at is not None and not _is_within(first + at, quoted):
                yield Hit(first, end, notice.kind, notice.rule)
                return
    sentences = [span for span in sentence_spans(text, inner, end) if span[1] - span[0] <= MAX_SENTENCE]
    for notice in notices:
        for first, last, at in _parts(notice, text, start, end, sentences):
            if not _is_within(at, quoted):
                yield Hit(first, last, notice.kind, notice.rule)


def _whole(notice: Notice, text: str) -> int | None:
    """Where the trigger of a rule for whole paragraphs matches; none where it does not."""
    if _is_too_long(notice, text):
        return None
    match = notice.trigger.fullmatch(text.strip()) if notice.scope == "line" else notice.trigger.search(text)
    return match.start() if match else None


def _parts(
    notice: Notice, text: str, start: int, end: int, sentences: list[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """What a rule for parts takes, and where its words begin."""
    if notice.is_whole or _is_too_long(notice, text):
        return
    if notice.scope == "match":
        for match in notice.trigger.finditer(text[start:end]):
            if match.end() > match.start():
                yield start + match.start(), start + match.end(), start + match.start()
        return
    for first, last in sentences:
        found = notice.trigger.search(text[first:last])
        if found and not is_told(text[first:last]):
            yield first, last, first + found.start()


def _is_too_long(notice: Notice, text: str) -> bool:
    return notice.max_chars is not None and len(text) > notice.max_chars


def _is_within(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies inside a span; one that begins with the quotation mark itself does not."""
    return any(start < at < end for start, end in spans)


def _merged(text: str, found: list[Hit]) -> Iterator[Hit]:
    last: Hit | None = None
    for hit in found:
        if last and hit.start < last.end:
            continue
        if last and last.kind == hit.kind and not text[last.end : hit.start].strip():
            last = Hit(last.start, hit.end, last.kind, last.rule)
            continue
        if last:
            yield last
        last = hit
    if last:
        yield last
