"""Quotations as stretches of the body, over several paragraphs where the marks say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tasks.reading.quotes.marks import UNSEEN, Found, Mark, pair
from tasks.report import Issue


class Marked(NamedTuple):
    """Words in outer quotation marks. `segments` are the words without marks, one for each paragraph they cover."""

    segments: tuple[tuple[int, int], ...]
    is_closed: bool


class Outer(NamedTuple):
    """One segment of a `Marked` with its marks, as it stands in its paragraph."""

    start_char: int
    end_char: int
    number: int
    segment: int


def _trim(body: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (body[start].isspace() or body[start] in UNSEEN):
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] in UNSEEN):
        end -= 1
    return start, end


def _issue(mark: Mark) -> Issue:
    return Issue("quotation-marks", mark.text, mark.start, mark.end)


class _Collector:
    """Gathers the segments of one quotation until it ends."""

    def __init__(self, body: str, paragraphs: int) -> None:
        self._body = body
        self._running: list[tuple[int, int, int, tuple[int, int]]] = []
        self.marked: list[Marked] = []
        self.outers: list[list[Outer]] = [[] for _ in range(paragraphs)]

    def add(self, paragraph: int, start: int, end: int, inner: tuple[int, int]) -> None:
        inner = _trim(self._body, *inner)
        if any(character.isalnum() for character in self._body[slice(*inner)]):
            self._running.append((paragraph, start, end, inner))

    def finish(self, *, closed: bool) -> None:
        if not self._running:
            return
        for segment, (paragraph, start, end, _) in enumerate(self._running):
            self.outers[paragraph].append(Outer(start, end, len(self.marked), segment))
        self.marked.append(Marked(tuple(inner for *_, inner in self._running), closed))
        self._running.clear()


# "…, he said" in words left open: the mark was forgotten before it, and the next paragraph quotes anew.
_CUE_INSIDE = re.compile(r",\s(?:said\s|(?:he|she|they)\s(?:said|says|added|told)\b(?!,?\s?[‘“\"'«]))")


# "…, NAME said." at the end of words left open: the closing mark was forgotten, the words end at the comma.
_NAME = r"[^\W\d_a-z][\w’'-]{0,30}(?: [^\W\d_a-z][\w’'-]{0,30}){0,3}"
_END_MISSING = re.compile(rf",\s(?:(?:{_NAME}|he|she|they) (?:said|says|added|told \w{{1,30}})|said {_NAME})\.?\s*\Z")
_CUE_LENGTH = 160
# Of words left open inside a sentence ("called it «a mistake. He …") no more than that sentence is believed.
_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.?!](?=\s+[^\W\d_a-z])")


def _continues(body: str, left: tuple[int, int], right: tuple[int, int], mark: Mark, following: Found | None) -> bool:
    """Whether the next paragraph opens with the same mark, and that mark is paired or left open in its turn."""
    if following is None or not body.startswith(mark.text, right[0]) or not body[left[1] : right[0]].isspace():
        return False
    if _CUE_INSIDE.search(body, mark.end, left[1]):
        return False
    starts = [following.pairs[0][0].start] if following.pairs else []
    if following.tail:
        starts.append(following.tail.mark.start)
    return right[0] in starts


def read_marks(body: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[list[Marked], list[list[Outer]], list[Issue]]:
    """All outermost quotations of `paragraphs`, and for each paragraph those that stand in it, in order.

    A paragraph that leaves a mark open, before one that opens with the same mark, is continued by it: the English
    custom for a quotation of several paragraphs. An issue names the first mark of a paragraph that has no partner.
    """
    found = [pair(body, *paragraph) for paragraph in paragraphs]
    collector = _Collector(body, len(paragraphs))
    issues: list[Issue] = []
    for at, this in enumerate(found):
        if this is None:
            continue
        if this.stray:
            issues.append(_issue(this.stray))
        tail = this.tail
        goes_on = (
            tail is not None
            and at + 1 < len(found)
            and _continues(body, paragraphs[at], paragraphs[at + 1], tail.mark, found[at + 1])
        )
        if tail and tail.weak and not goes_on:
            tail = None
        for opening, closing in this.pairs:
            if tail is None or closing.end <= tail.mark.start:
                collector.add(at, opening.start, closing.end, (opening.end, closing.start))
                collector.finish(closed=True)
        if tail is None:
            continue
        mark, end = tail.mark, paragraphs[at][1]
        missing = None if goes_on else _END_MISSING.search(body, max(mark.end, end - _CUE_LENGTH), end)
        if missing:
            end = missing.start() + 1
        elif not goes_on and mark.right.islower() and (stop := _SENTENCE_END.search(body, mark.end, end)):
            end = stop.end() - 1
        collector.add(at, mark.start, end, (mark.end, end))
        if not goes_on:
            issues.append(_issue(mark))
            collector.finish(closed=missing is not None)
    return collector.marked, collector.outers, issues
