"""How much of a page is searched for quotes: all of every report there is, not of what was made to hold up a night."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from tasks.reading.quotes.spans import Marked, Outer, read_marks
from tasks.reading.quotes.utterances import Stretch
from tasks.report import Issue

MAX_QUOTES = 5_000
"""Quotes kept of one page, and quotations in marks looked at; real reports hold some hundreds at most."""
MAX_CHARACTERS = 1_000_000
"""Running text that is searched: a book of 500 pages. Each million takes a second or two."""
RULE = "quotes-limit"


def within_length(body: str, stretches: list[Stretch]) -> tuple[list[Stretch], list[Issue]]:
    """The first paragraphs of a text, and an issue where those are not all."""
    ends = list(accumulate(end - start for start, end in stretches))
    if not ends or ends[-1] <= MAX_CHARACTERS:
        return stretches, []
    kept = stretches[: bisect_right(ends, MAX_CHARACTERS)]
    if not kept:  # one paragraph as long as a book
        start = stretches[0][0]
        cut = body.rfind(" ", start + 1, start + MAX_CHARACTERS)
        kept = [(start, cut if cut > start else start + MAX_CHARACTERS)]
    return kept, [_beyond(f"{ends[-1]} characters of running text", kept, stretches)]


def within_marks(
    body: str, stretches: list[Stretch]
) -> tuple[list[Stretch], Sequence[Marked], Sequence[Sequence[Outer]], list[Issue]]:
    """The paragraphs that hold the first quotations in marks, those, and the issues of `read_marks`."""
    marked, outers, issues = read_marks(body, stretches)
    if len(marked) <= MAX_QUOTES:
        return stretches, marked, outers, list(issues)
    count = bisect_right(list(accumulate(map(len, outers))), MAX_QUOTES)
    kept = stretches[: max(1, count)]
    beyond = [_beyond(f"{len(marked)} quotations in marks", kept, stretches)] if len(kept) < len(stretches) else []
    marked, outers, issues = read_marks(body, kept)
    return kept, marked, outers, [*issues, *beyond]


def _beyond(seen: str, kept: list[Stretch], stretches: list[Stretch]) -> Issue:
    end = kept[-1][1]
    return Issue(RULE, f"{seen}, searched to character {end}", end, stretches[-1][1])
