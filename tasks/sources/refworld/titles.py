"""The title: the page's own heading, else what the head says, else the line right above the labels (sources.md §2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tasks.page import Block, Page
from tasks.report import Found
from tasks.sources.described import Described
from tasks.sources.fields import Header
from tasks.sources.lines import HEADINGS, Line, element_names, folded, is_one_link
from tasks.sources.refworld.words import is_control, is_site

HEAD_NAMES = ("meta:og:title", "meta:twitter:title", "meta:dcterms.title", "title")
MAX_TITLE = 400
MIN_WORDS = 2
"""A single word right above the labels is a menu's."""

_EDGE = re.compile(r"^(?:UNHCR|Refworld)\s+[-–—|]\s+|\s+[-–—|]\s+(?:UNHCR|Refworld)$", re.IGNORECASE)
_TRAIL = re.compile(r"\s[>»›]\s")
"""A breadcrumb that a text capture printed in one line."""


def read_title(page: Page, found: Described, lines: Sequence[Line], header: Header | None) -> Block | None:
    """Offers every title that the page and its head print, and claims the printed one; returns its block."""
    in_head = list(head_titles(page))
    for title in in_head:
        found.offer("title", title)
    before = lines[: header.first] if header else lines
    chosen = _heading(page, before, in_head, header)
    if chosen is None:
        if not in_head:
            found.issue("title", "neither heading nor head")
        return None
    block, rule = chosen
    found.claims.add("title", rule, block.start_char, block.end_char)
    found.offer("title", Found(" ".join(re.split(r"[\t\n\r ]+", page.block_text(block))), rule))
    return block


def head_titles(page: Page) -> Iterator[Found[str]]:
    """The titles in the head, without the site's own name before or behind them."""
    for name in HEAD_NAMES:
        parts = [part.strip() for part in (page.head_value(name) or "")[:2000].split("|")]
        kept = " | ".join(part for part in parts if part and not is_site(part))
        while (cut := _EDGE.sub("", kept)) != kept:
            kept = cut
        if kept and not is_site(kept):
            yield Found(kept, f"head:{name.removeprefix('meta:')}")


def _heading(
    page: Page, lines: Sequence[Line], in_head: Sequence[Found[str]], header: Header | None
) -> tuple[Block, str] | None:
    numbers = list(dict.fromkeys(line.block for line in lines))
    blocks = [page.blocks[number] for number in numbers if not is_site(page.block_text(page.blocks[number]))]
    titles = {folded(title.value) for title in in_head}
    first = [block for block in blocks if "h1" in element_names(block)]
    told = [block for block in first if folded(page.block_text(block)) in titles]
    if told or first:
        return (told or (first[::-1] if header else first))[0], "h1"
    told = [block for block in blocks if folded(page.block_text(block)) in titles]
    if told:
        nearest = told[-1] if header else told[0]
        return nearest, nearest.element if nearest.element in HEADINGS else "as-in-head"
    if not header or not blocks:
        return None
    nearest = blocks[-1]
    if nearest.element in HEADINGS:
        return nearest, nearest.element
    is_text = nearest.element == "text"
    return (nearest, "above-labels") if is_text and _may_be_title(page, nearest) else None


def _may_be_title(page: Page, block: Block) -> bool:
    text = page.block_text(block)
    if len(text) > MAX_TITLE or len(text.split()) < MIN_WORDS or is_control(text) or _TRAIL.search(text):
        return False
    return not is_one_link(page, block.start_char, block.end_char)
