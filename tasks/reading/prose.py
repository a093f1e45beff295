"""How much a page says beside its menus, labels and buttons, and what it calls itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.page import Page

PARAGRAPH_CHARACTERS = 80
"""A block this long that is not mostly links is a paragraph rather than a label, a menu or a button."""
MAX_LINKED_SHARE = 0.6

_PARTS = re.compile(r"\s*[|»«·•]\s*|\s+[-–—]\s+|:\s+")
_MENUS = frozenset({"nav", "footer", "menu", "aside"})


def prose_characters(page: Page) -> int:
    """Length of the paragraphs of a page, menus and lists of links left out."""
    total = 0
    links = iter(page.links)
    link = next(links, None)
    for block in page.blocks:
        linked = 0
        while link and link.start_char < block.end_char:
            linked += link.end_char - link.start_char
            link = next(links, None)
        length = block.end_char - block.start_char
        if length < PARAGRAPH_CHARACTERS or linked > MAX_LINKED_SHARE * length:
            continue
        if _MENUS.isdisjoint(ancestor.partition(" ")[0] for ancestor in block.ancestors):
            total += length
    return total


def names_of(page: Page) -> Iterator[str]:
    """What a page calls itself: its title in the window, whole and in parts, and its first headings."""
    title = " ".join((page.head_value("title") or "").split())
    if title:
        yield title
        yield from (part for part in _PARTS.split(title) if part and part != title)
    headings = (block for block in page.blocks if block.element in ("h1", "h2"))
    for _, block in zip(range(3), headings, strict=False):
        yield " ".join(page.block_text(block).split())
