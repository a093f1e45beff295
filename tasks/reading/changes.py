"""What changed between two texts, by paragraph: added, removed, or changed in its words or its signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from tasks.reading.copies import words
from tasks.reading.labels import RUNNING_TEXT
from tasks.report import Passage, Span

ChangeKind = Literal["added", "removed", "changed"]
Paragraphs: TypeAlias = Sequence[Span]

MAX_PARAGRAPHS = 2_000
"""Texts with more paragraphs between the first and the last difference are compared without regard to order."""
MAX_EQUAL_PAIRS = 10_000
"""The same where so many pairs of paragraphs are equal (a table of dashes): matching takes their number, squared."""
MAX_REPLACED_PAIRS = 2_500
"""Of a longer run of replaced paragraphs, none is told to have become another: all are removed and added."""
MIN_SHARED_WORDS = 0.5
"""A paragraph that shares half its words (Dice) with one that stood in its place is that one, changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph that is not as it was. Positions count the paragraphs of a text from 1."""

    kind: ChangeKind
    before: Span | None
    before_position: int | None
    after: Span | None
    after_position: int | None
    is_same_words: bool
    """Of a changed paragraph: whether only its signs (quotation marks, blanks, capitals, accents) differ."""


def paragraphs(body: str, passages: Iterable[Passage]) -> tuple[Span, ...]:
    """The paragraphs of the running text: its passages, in order."""
    return tuple(
        Span(passage.start_char, passage.end_char, body[passage.start_char : passage.end_char])
        for passage in passages
        if passage.kind in RUNNING_TEXT
    )


def changes(before: Paragraphs, after: Paragraphs) -> Iterator[Change]:
    """The changes that make the one text the other, in order of the text."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not _is_within_bounds(old, new):
        yield from _unordered(old, new, start)
        return
    matcher = SequenceMatcher(None, _texts(old), _texts(new), autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield from _replaced(old[old_start:old_end], new[new_start:new_end], start + old_start, start + new_start)


def _common(before: Paragraphs, after: Paragraphs) -> int:
    pairs = zip(before, after, strict=False)
    return next((nth for nth, (old, new) in enumerate(pairs) if old.text != new.text), min(len(before), len(after)))


def _texts(spans: Paragraphs) -> list[str]:
    return [span.text for span in spans]


def _is_within_bounds(old: Paragraphs, new: Paragraphs) -> bool:
    if max(len(old), len(new)) > MAX_PARAGRAPHS:
        return False
    times = Counter(_texts(new))
    return sum(times[span.text] for span in old) <= MAX_EQUAL_PAIRS


def _unordered(old: Paragraphs, new: Paragraphs, start: int) -> Iterator[Change]:
    for nth, span in _surplus(old, new):
        yield Change("removed", span, start + nth + 1, None, None, False)
    for nth, span in _surplus(new, old):
        yield Change("added", None, None, span, start + nth + 1, False)


def _surplus(spans: Paragraphs, others: Paragraphs) -> Iterator[tuple[int, Span]]:
    """The paragraphs that stand here more often than in the other text, with where they stand."""
    left = Counter(_texts(others))
    for nth, span in enumerate(spans):
        left[span.text] -= 1
        if left[span.text] < 0:
            yield nth, span


def _replaced(old: Paragraphs, new: Paragraphs, old_start: int, new_start: int) -> Iterator[Change]:
    """A run of paragraphs in whose place another stands: which of them became which, in order, and the rest."""
    old_at = new_at = 0
    for old_nth, new_nth, is_same in (*_became(old, new), (len(old), len(new), False)):
        for nth in range(old_at, old_nth):
            yield Change("removed", old[nth], old_start + nth + 1, None, None, False)
        for nth in range(new_at, new_nth):
            yield Change("added", None, None, new[nth], new_start + nth + 1, False)
        if old_nth < len(old):
            was, now = old_start + old_nth + 1, new_start + new_nth + 1
            yield Change("changed", old[old_nth], was, new[new_nth], now, is_same)
        old_at, new_at = old_nth + 1, new_nth + 1


def _became(old: Paragraphs, new: Paragraphs) -> list[tuple[int, int, bool]]:
    """Pairs of paragraphs, the most alike first chosen, none crossing another."""
    if not 0 < len(old) * len(new) <= MAX_REPLACED_PAIRS:
        return []
    old_words, new_words = [words(span.text) for span in old], [words(span.text) for span in new]
    old_sets, new_sets = [set(found) for found in old_words], [set(found) for found in new_words]
    alike = [
        (shared, one, other)
        for one, ours in enumerate(old_sets)
        for other, theirs in enumerate(new_sets)
        if (shared := _dice(ours, theirs)) >= MIN_SHARED_WORDS
    ]
    chosen: list[tuple[int, int]] = []
    for _, one, other in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if all((one - taken) * (other - partner) > 0 for taken, partner in chosen):
            chosen.append((one, other))
    return [(one, other, old_words[one] == new_words[other]) for one, other in sorted(chosen)]


def _dice(one: set[str], other: set[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0
