"""The running text of a retired page: from the header to the search box, without the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.page import Block, Page
from tasks.sources.described import Described, claim_selected
from tasks.sources.lines import HEADINGS, Line, common_container, is_inside, is_outside, links_in
from tasks.sources.refworld_legacy.forms import is_own

SEARCH = re.compile(r"Search Refworld(?: by)?:?")
END_MARKERS = re.compile(rf"{SEARCH.pattern}|Countries")
LONG_LINE = 300
"""A line this long is running text."""
RUNNING = 80
"""Characters without a link from which a block shows where the running text stands."""
MOSTLY = 0.6
"""Share of a block's characters in links from which it is a list of links."""

COLUMN = 0.3
"""Share of the text that may stand in a column beside the report."""

_FOOT = re.compile(r"[#.](?:[\w-]*(?:foot|copyright|bottom|colophon)[\w-]*)", re.IGNORECASE)


def read_body(page: Page, found: Described, lines: Sequence[Line], anchor: int | None, start: int) -> None:
    """Claims everything behind `start` as running text, up to the site's furniture.

    `anchor` is where the header begins; without one the general extractor's choice says where the text is.
    """
    end = _body_end(lines, start)
    for line in lines:
        is_search = SEARCH.fullmatch(line.text) is not None
        if line.start >= start and (is_search or (line.start >= end and END_MARKERS.fullmatch(line.text))):
            found.claims.line("navigation", f"line:{line.text}", line)
    numbers = [at for at, block in enumerate(page.blocks) if block.end_char > start and block.start_char < end]
    numbers = [at for at in numbers if not is_outside(page.blocks[at])]
    if anchor is None and page.head:
        kept, rule = set(_chosen(page, numbers)), "around-selection"
    else:
        kept, rule = set(_within(page, numbers, anchor, start)), "between-header-and-footer"
    left_out = [at for at in range(len(page.blocks)) if at not in kept]
    if not found.claims.body(start, end, rule, left_out):
        claim_selected(page, found, start)


def _within(page: Page, numbers: list[int], anchor: int | None, start: int) -> list[int]:
    """The blocks in the element that holds header and text, without the lists of links at either end of them."""
    blocks = page.blocks
    running = [at for at in numbers if _is_running(page, blocks[at], start)]
    if anchor is not None and running:
        named = [block for block in blocks if block.start_char < start and block.end_char > anchor]
        numbers = _without_column(page, numbers, _container([*named, blocks[running[0]]]))
        numbers = _inside(page, numbers, named, sorted(frozenset(running) & frozenset(numbers)))
    first, last = 0, len(numbers)
    while first < last and _is_menu(page, blocks[numbers[first]]):
        first += 1
    while first < last and (_is_menu(page, blocks[numbers[last - 1]]) or _is_foot(blocks[numbers[last - 1]])):
        last -= 1
    is_cut = last < len(numbers)
    if is_cut and first < last and blocks[numbers[last - 1]].element in HEADINGS:
        last -= 1  # the heading of a list of links
    return numbers[first:last]


def _without_column(page: Page, numbers: list[int], container: Sequence[str]) -> list[int]:
    """Without a column of teasers: little text beside the element of the report, with links to other reports."""
    while container and not _is_named(container):
        container = container[:-1]
    beside = [at for at in numbers if not is_inside(page.blocks[at], container)]
    if not beside:
        return numbers
    held = sum(page.blocks[at].end_char - page.blocks[at].start_char for at in numbers)
    aside = sum(page.blocks[at].end_char - page.blocks[at].start_char for at in beside)
    links = (link for at in beside for link in links_in(page, page.blocks[at].start_char, page.blocks[at].end_char))
    if aside > COLUMN * held or not any(is_own(link.target) for link in links):
        return numbers
    left_out = frozenset(beside)
    return [at for at in numbers if at not in left_out]


def _inside(page: Page, numbers: list[int], named: list[Block], running: list[int]) -> list[int]:
    blocks = page.blocks
    selected = [at for at in running if blocks[at].is_selected]
    container = _container([*named, *(blocks[at] for at in selected or running[:1])])
    # Siblings of one name look alike: only a name of its own tells an element apart.
    is_sure = _is_named(container) and (bool(selected) or "#" in container[-1])
    kept = frozenset(() if is_sure else running)
    return [at for at in numbers if is_inside(blocks[at], container) or blocks[at].is_selected or at in kept]


def _is_named(container: Sequence[str]) -> bool:
    return bool(container) and ("#" in container[-1] or "." in container[-1])


def _chosen(page: Page, numbers: list[int]) -> list[int]:
    """The selected blocks, and what stands between them in the same element."""
    selected = [at for at in numbers if page.blocks[at].is_selected]
    if not selected:
        return []
    container = _container([page.blocks[at] for at in selected])
    between = (at for at in numbers if selected[0] <= at <= selected[-1])
    return [at for at in between if page.blocks[at].is_selected or is_inside(page.blocks[at], container)]


def _container(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The elements around all these blocks. An element of their own is one only where others stand deeper in it and it
    has a name of its own: two paragraphs are no one's container.
    """
    shared = common_container(blocks)
    depths = [len(block.ancestors) for block in blocks]
    is_around = max(depths) > len(shared) and _is_named(shared)
    return shared if is_around else shared[: min(depths) - 1]


def _is_running(page: Page, block: Block, start: int) -> bool:
    length = block.end_char - max(start, block.start_char)
    return length >= RUNNING and length - _linked(page, block) >= RUNNING


def _is_menu(page: Page, block: Block) -> bool:
    """Whether a block is a list of links to the site's own pages, which a report's list of sources is not."""
    links = links_in(page, block.start_char, block.end_char)
    if not links or not all(is_own(link.target) for link in links):
        return False
    return _linked(page, block) >= MOSTLY * (block.end_char - block.start_char)


def _is_foot(block: Block) -> bool:
    return not block.is_selected and any(_FOOT.search(label) for label in block.ancestors)


def _linked(page: Page, block: Block) -> int:
    return sum(link.end_char - link.start_char for link in links_in(page, block.start_char, block.end_char))


def _body_end(lines: Sequence[Line], start: int) -> int:
    """The offset of the first line of the site's own furniture behind the report."""
    end = lines[-1].end if lines else start
    behind = 0
    for line in reversed(lines):
        if line.start < start:
            break
        if SEARCH.fullmatch(line.text) and behind * 2 <= line.start - start:
            return _with_neighbours(lines, line.start)
        behind += len(line.text) if len(line.text) > LONG_LINE else 0
    if lines and lines[-1].start >= start and lines[-1].text == "Countries":
        end = lines[-1].start
    return end


def _with_neighbours(lines: Sequence[Line], end: int) -> int:
    """``Countries`` right before ``Search Refworld`` is the menu's."""
    before = [line for line in lines if line.end <= end]
    return before[-1].start if before and before[-1].text == "Countries" and before[-1].end < end else end
