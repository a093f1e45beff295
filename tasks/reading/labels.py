"""Claims to passages: every character of the body under exactly one label.

A source claims what it recognised on its page. What it claimed as body is held against the notice catalogue, paragraph
by paragraph; what it did not claim is a notice the catalogue knows, or furniture, never body by guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tasks.reading.notices import FAR, OUTSIDE, Position, hits, reach
from tasks.reading.see_also import reference_span
from tasks.reading.spaces import trimmed
from tasks.report import Issue, Passage, Report

RUNNING_TEXT = frozenset({"body", "heading", "see-also"})
"""The kinds that, joined, are the clean text of a report."""

_EMPTY_LINES = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:(?:\r\n?|\n)[^\S\r\n]*)+")
_LINE = re.compile(r"[^\r\n]+")
_GLUED_LABEL = re.compile(r"(?:Disclaimer|Copyright notice|Avertissement)\s*:?")


_PositionAt = Callable[[int], Position]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, or a claim that is taken as it is."""

    kind: str | None
    """None for text that no claim covers."""
    rule: str
    start: int
    end: int


def label(report: Report) -> Report:
    """Turns the source's claims in `report.passages` into passages that cover the body without gap or overlap."""
    claims, issues = _sound(report.body, report.passages)
    units = list(_units(report.body, claims))
    positions = _positions(report.body, units)
    passages = [
        passage
        for unit, position in zip(units, positions, strict=True)
        for passage in _read(report.body, unit, position)
    ]
    return replace(report, passages=tuple(_covering(report.body, passages)), issues=(*report.issues, *issues))


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs between two offsets: parted by empty lines, without ASCII white space around them."""
    position = start
    for match in _EMPTY_LINES.finditer(text, start, end):
        yield from trimmed(text, position, match.start())
        position = match.end()
    yield from trimmed(text, position, end)


def _sound(body: str, claims: tuple[Passage, ...]) -> tuple[list[Passage], list[Issue]]:
    """Claims in order, inside the body, without overlap; what had to be cut is an issue, since a reader is wrong."""
    sound: list[Passage] = []
    issues: list[Issue] = []
    reached = 0
    for claim in sorted(claims, key=lambda claim: (claim.start_char, claim.end_char)):
        start, end = max(claim.start_char, reached), min(claim.end_char, len(body))
        if start != claim.start_char or end != claim.end_char:
            issues.append(Issue("claims", f"{claim.kind} by {claim.rule} overlaps or leaves the body", start, end))
        if claim.kind == "separator":
            continue
        for trimmed_start, trimmed_end in trimmed(body, start, end):
            sound.append(Passage(claim.kind, claim.rule, trimmed_start, trimmed_end))
        reached = max(reached, end)
    return sound, issues


def _units(body: str, claims: list[Passage]) -> Iterator[_Unit]:
    position = 0
    for claim in claims:
        yield from _unclaimed(body, position, claim.start_char)
        if claim.kind == "body":
            for start, end in paragraphs(body, claim.start_char, claim.end_char):
                yield _Unit("body", claim.rule, start, end)
        else:
            yield _Unit(claim.kind, claim.rule, claim.start_char, claim.end_char)
        position = claim.end_char
    yield from _unclaimed(body, position, len(body))


def _unclaimed(body: str, start: int, end: int) -> Iterator[_Unit]:
    for first, last in paragraphs(body, start, end):
        lines = list(_LINE.finditer(body, first, last))
        if len(lines) == 1 or hits(body[first:last], OUTSIDE):
            yield _Unit(None, "", first, last)
            continue
        for line in lines:
            for line_start, line_end in trimmed(body, *line.span()):
                yield _Unit(None, "", line_start, line_end)


def _positions(body: str, units: list[_Unit]) -> list[Position]:
    """How far each body paragraph stands from the edges of the body, notices between them not counted."""
    indices = [index for index, unit in enumerate(units) if unit.kind == "body"]
    from_end = _distances(body, units, indices[::-1], lambda distance: Position(FAR, distance))
    from_start = _distances(body, units, indices, lambda distance: Position(distance, FAR))
    return [
        OUTSIDE if unit.kind is None else Position(from_start.get(index, FAR), from_end.get(index, FAR))
        for index, unit in enumerate(units)
    ]


def _distances(body: str, units: list[_Unit], indices: list[int], position_at: _PositionAt) -> dict[int, int]:
    distances: dict[int, int] = {}
    passed = 0
    for index in indices:
        if passed > reach():
            break
        distances[index] = passed
        if any(passage.kind == "body" for passage in _read(body, units[index], position_at(passed))):
            passed += 1
    return distances


def _read(body: str, unit: _Unit, position: Position) -> Iterator[Passage]:
    if unit.kind not in (None, "body"):
        yield Passage(unit.kind or "", unit.rule, unit.start, unit.end)
        return
    reached = unit.start
    for hit in hits(body[unit.start : unit.end], position):
        start, end = unit.start + hit.start, unit.start + hit.end
        yield from _rest(body, unit, reached, start)
        yield Passage(hit.kind, hit.rule, start, end)
        reached = end
    yield from _rest(body, unit, reached, unit.end)


def _rest(body: str, unit: _Unit, start: int, end: int) -> Iterator[Passage]:
    """What is left of a paragraph beside its notices."""
    for first, last in trimmed(body, start, end):
        text = body[first:last]
        if end < unit.end and _GLUED_LABEL.fullmatch(text):
            yield Passage("metadata", "glued-label", first, last)
        elif unit.kind is None:
            kind = "metadata" if _GLUED_LABEL.fullmatch(text) else "furniture"
            yield Passage(kind, "outside-body" if kind == "furniture" else "glued-label", first, last)
        elif span := reference_span(text):
            for body_start, body_end in trimmed(body, first, first + span[0]):
                yield Passage("body", unit.rule, body_start, body_end)
            yield Passage("see-also", "cross-reference", first + span[0], first + span[1])
            for rest_start, rest_end in trimmed(body, first + span[1], last):
                yield Passage("body", unit.rule, rest_start, rest_end)
        else:
            yield Passage("body", unit.rule, first, last)


def _covering(body: str, passages: list[Passage]) -> Iterator[Passage]:
    reached = 0
    for passage in passages:
        if passage.start_char > reached:
            yield Passage("separator", "white-space", reached, passage.start_char)
        yield passage
        reached = passage.end_char
    if reached < len(body):
        yield Passage("separator", "white-space", reached, len(body))
