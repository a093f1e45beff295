"""The running text of a retired page: from the header to the search box."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.page import Page
from tasks.sources.described import Described, claim_selected
from tasks.sources.lines import Line, is_outside

END_MARKERS = frozenset({"Search Refworld", "Countries"})
LONG_LINE = 300
"""A line this long is running text: a search box before it is no end of the page."""


def read_body(page: Page, found: Described, lines: Sequence[Line], start: int, *, is_sure: bool) -> None:
    """Claims everything behind `start` as running text, up to the site's furniture.

    `is_sure` where a header was seen; without one the general extractor's choice counts for more.
    """
    end = _body_end(lines, start)
    for line in lines:
        if line.start >= start and line.text in END_MARKERS and (line.start >= end or line.text == "Search Refworld"):
            found.claims.line("navigation", f"line:{line.text}", line)
    if not is_sure and page.head:
        claim_selected(page, found, start)
        return
    skip = [number for number, block in enumerate(page.blocks) if is_outside(block)]
    rule = "between-header-and-footer" if is_sure else "before-footer"
    if not found.claims.body(start, end, rule, skip):
        claim_selected(page, found, start)


def _body_end(lines: Sequence[Line], start: int) -> int:
    """The offset of the first line of the site's own furniture behind the report."""
    end = lines[-1].end if lines else start
    for line in reversed(lines):
        if line.start < start or len(line.text) > LONG_LINE:
            break
        if line.text == "Search Refworld" or (line.text == "Countries" and line.end == end):
            end = line.start
    return _with_neighbours(lines, end)


def _with_neighbours(lines: Sequence[Line], end: int) -> int:
    """``Countries`` right before ``Search Refworld`` is the menu's."""
    before = [line for line in lines if line.end <= end]
    return before[-1].start if before and before[-1].text == "Countries" and before[-1].end < end else end
