"""Claims to passages: every character of the body under exactly one label.

A source claims what it recognised on its page. What it claimed as body is held against the notice catalogue, paragraph
by paragraph; what it did not claim is a notice the catalogue knows, or furniture, never body by guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tasks.reading.notices import FAR, OUTSIDE, Position, reach
from tasks.reading.noticing import DISCLAIMER_LABEL, LONG, hits
from tasks.reading.see_also import reference_span
from tasks.reading.sentences import ends_sentence, line_spans
from tasks.reading.spaces import trimmed
from tasks.report import Issue, Passage, Report

RUNNING_TEXT = frozenset({"body", "heading", "see-also"})
"""The kinds that, joined, are the clean text of a report."""
LIMITING = frozenset({"unhcr-disclaimer", "publisher-disclaimer", "copyright"})
"""The kinds over which a page prints a label such as "Disclaimer"."""

MAX_ROUNDS = 8
"""How often what is left beside a notice is read again, since a cut gives it edges of its own."""
MAX_NOTICES = 10_000
"""Of one page; real ones hold a dozen, and a page of nothing else would hold up a night."""
MAX_EDGE = 500
"""Paragraphs from either edge, notices among them, that may be near it."""
NEAR_PARAGRAPHS = 12
"""Body paragraphs from either edge among which a notice broken over two is looked for."""
MAX_BROKEN = 1_500
SHORTEST = 4
"""Characters of the shortest notice there is."""

_EMPTY_LINES = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:(?:\r\n?|\n)[^\S\r\n]*)+")
_GLUED_LABEL = re.compile(rf"Copyright notice\s{{0,9}}:?|{DISCLAIMER_LABEL.pattern}")
_CONTINUES = re.compile(r"[,;(–-]{0,2}\s{0,3}[a-zà-öø-ÿа-яё]|[,;]")


AMID = Position()
"""Of paragraphs that no edge rule reaches."""

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
    units = _mended(report.body, list(_units(report.body, claims)))
    positions = _positions(report.body, units)
    passages, unread = _passages(report.body, units, positions)
    passages = list(_covering(report.body, _without_labels(report.body, passages)))
    return replace(report, passages=tuple(passages), issues=(*report.issues, *issues, *unread))


def _passages(body: str, units: list[_Unit], positions: list[Position]) -> tuple[list[Passage], list[Issue]]:
    passages: list[Passage] = []
    notices = 0
    for at, (unit, position) in enumerate(zip(units, positions, strict=True)):
        if notices >= MAX_NOTICES:
            passages += [passage for rest in units[at:] for passage in _unread(body, rest)]
            seen = f"{notices} notices: none is looked for in what comes after them"
            return passages, [Issue("notices-limit", seen, unit.start, len(body))]
        read = list(_read(body, unit, position))
        passages += read
        notices += sum(passage.rule.startswith("notice:") for passage in read)
    return passages, []


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
            seen = f"{claim.kind} by {claim.rule} overlaps or leaves the body"
            issues.append(Issue("claims", seen, max(0, min(claim.start_char, end)), max(0, end)))
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
        lines = line_spans(body[first:last])
        if len(lines) == 1 or hits(body[first:last], OUTSIDE):
            yield _Unit(None, "", first, last)
            continue
        for line_start, line_end in lines:
            yield _Unit(None, "", first + line_start, first + line_end)


def _mended(body: str, units: list[_Unit]) -> list[_Unit]:
    """The units, with a notice that a page broke over two paragraphs in one of them."""
    indices = [index for index, unit in enumerate(units) if unit.kind == "body"]
    near = {*indices[:NEAR_PARAGRAPHS], *indices[-NEAR_PARAGRAPHS:]}
    mended: list[_Unit] = []
    for index, unit in enumerate(units):
        if index in near and mended and _is_broken(body, mended[-1], unit):
            mended[-1] = replace(mended[-1], end=unit.end)
            continue
        mended.append(unit)
    return mended


def _is_broken(body: str, first: _Unit, second: _Unit) -> bool:
    """Whether two paragraphs are one sentence, and that sentence a notice."""
    if (first.kind, first.rule) != (second.kind, second.rule) or second.end - first.start > MAX_BROKEN:
        return False
    if ends_sentence(body[first.start : first.end]) or not _CONTINUES.match(body, second.start, second.end):
        return False
    text = _flat(body[first.start : second.end])
    cut, going_on = first.end - first.start, second.start - first.start
    return any(hit.start < cut and hit.end > going_on for hit in hits(text, Position(0, 0)))


def _flat(text: str) -> str:
    """A notice broken over paragraphs as one, every offset as it was."""
    return _EMPTY_LINES.sub(lambda match: " " * len(match[0]), text)


def _positions(body: str, units: list[_Unit]) -> list[Position]:
    """How far each body paragraph stands from the edges of the body, notices between them not counted."""
    indices = [index for index, unit in enumerate(units) if unit.kind == "body"]
    from_end = _distances(body, units, indices[::-1], lambda distance: Position(FAR, distance))
    from_start = _distances(body, units, indices, lambda distance: Position(distance, FAR))
    return [
        OUTSIDE
        if unit.kind is None
        else Position(from_start.get(index, FAR), from_end.get(index, FAR))
        if index in from_start or index in from_end
        else AMID
        for index, unit in enumerate(units)
    ]


def _distances(body: str, units: list[_Unit], indices: list[int], position_at: _PositionAt) -> dict[int, int]:
    distances: dict[int, int] = {}
    passed = 0
    for index in indices[:MAX_EDGE]:
        if passed > reach():
            break
        distances[index] = passed
        left = [passage for passage in _read(body, units[index], position_at(passed)) if passage.kind == "body"]
        if any(not _GLUED_LABEL.fullmatch(body, passage.start_char, passage.end_char) for passage in left):
            passed += 1
    return distances


def _read(body: str, unit: _Unit, position: Position) -> Iterator[Passage]:
    if unit.kind not in (None, "body") or unit.end - unit.start < SHORTEST:
        yield from _unread(body, unit)
        return
    rounds = MAX_ROUNDS if unit.end - unit.start <= LONG else 2
    yield from _parted(body, unit, position, unit.start, unit.end, rounds)


def _unread(body: str, unit: _Unit) -> Iterator[Passage]:
    """A unit in which no notice is looked for."""
    if unit.kind not in (None, "body"):
        yield Passage(unit.kind or "", unit.rule, unit.start, unit.end)
        return
    yield from _rest(body, unit, unit.start, unit.end)


def _parted(body: str, unit: _Unit, position: Position, start: int, end: int, rounds: int) -> Iterator[Passage]:
    """The notices and cross references of a stretch, and what is left beside them."""
    found = _cuts(body, unit, position, start, end) if rounds else []
    if not found:
        yield from _rest(body, unit, start, end)
        return
    reached = start
    for cut in [*found, None]:
        stop = end if cut is None else cut.start_char
        for first, last in trimmed(body, reached, stop):
            yield from _parted(body, unit, position, first, last, rounds - 1)
        if cut is not None:
            for first, last in paragraphs(body, cut.start_char, cut.end_char):
                yield Passage(cut.kind, cut.rule, first, last)
            reached = cut.end_char


def _cuts(body: str, unit: _Unit, position: Position, start: int, end: int) -> list[Passage]:
    if end - start < SHORTEST:
        return []
    text = _flat(body[start:end])
    found = [Passage(hit.kind, hit.rule, start + hit.start, start + hit.end) for hit in hits(text, position)]
    if found or unit.kind is None:
        return found
    span = reference_span(text)
    return [Passage("see-also", "cross-reference", start + span[0], start + span[1])] if span else []


def _rest(body: str, unit: _Unit, start: int, end: int) -> Iterator[Passage]:
    """What no notice took."""
    kind, rule = ("furniture", "outside-body") if unit.kind is None else ("body", unit.rule)
    if not _EMPTY_LINES.search(body, start, end):
        yield Passage(kind, rule, start, end)
        return
    for first, last in paragraphs(body, start, end):
        yield Passage(kind, rule, first, last)


def _without_labels(body: str, passages: list[Passage]) -> Iterator[Passage]:
    """The passages, with a label that announces a notice as what it is."""
    for index, passage in enumerate(passages):
        following = passages[index + 1].kind if index + 1 < len(passages) else ""
        may_be = passage.kind == "furniture" or (passage.kind in ("body", "heading") and following in LIMITING)
        if may_be and _GLUED_LABEL.fullmatch(body, passage.start_char, passage.end_char):
            yield replace(passage, kind="metadata", rule="glued-label")
            continue
        yield passage


def _covering(body: str, passages: Iterator[Passage]) -> Iterator[Passage]:
    reached = 0
    for passage in passages:
        if passage.start_char > reached:
            yield Passage("separator", "white-space", reached, passage.start_char)
        yield passage
        reached = passage.end_char
    if reached < len(body):
        yield Passage("separator", "white-space", reached, len(body))
