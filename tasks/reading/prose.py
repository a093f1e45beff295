"""How much a page says beside its menus, labels and buttons, what it calls itself, and in whose voice it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.page import Block, Page

PARAGRAPH_CHARACTERS = 80
"""A block this long that is not mostly links is a paragraph rather than a label, a menu or a button."""
LINE_CHARACTERS = 20
"""A line this long says something; a shorter one is a label, a name or a button."""
MAX_LINKED_SHARE = 0.6
MAX_OWN_CHARACTERS = 400
"""No sentence that a door, an error or a form prints is longer; a paragraph of a report with its words in it is."""

_SEPARATORS = re.compile(r"\s*[|»«·•]\s*|\s+[-–—]\s+")
_MENUS = frozenset({"nav", "footer", "menu", "aside"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|reported|warned|recalled)\b"
    r"|\b(?:сказал|говорит|сообщи|заяви|по словам)|\b(?:sagte|a déclaré|selon|dijo|según)\b|\bقال",
    re.IGNORECASE,
)


def prose_characters(page: Page) -> int:
    """Length of the paragraphs of a page, menus and lists of links left out."""
    lengths = (block.end_char - block.start_char for block in _unlinked(page))
    return sum(length for length in lengths if length >= PARAGRAPH_CHARACTERS)


def other_characters(page: Page, own: re.Pattern[str]) -> int:
    """Length of what a page says beside its headings and menus that is not of its `own` kind.

    A challenge, an error or a form to sign in says hardly anything else; where a report stands, that is the report.
    Everything that may be a report counts, forms included, as some pages are one form from end to end.
    """
    total = 0
    for block in _unlinked(page):
        if block.element in _HEADINGS:
            continue
        for line in page.block_text(block).split("\n"):
            if len(line) >= LINE_CHARACTERS and not is_spoken(own, line):
                total += len(line)
    return total


def is_spoken(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a short text says itself what `pattern` fits: in no quotation, and not as somebody's words it reports."""
    if len(text) > MAX_OWN_CHARACTERS:
        return False
    text = " ".join(text.split())
    return not is_reporting(text) and any(not is_quoted(text, match.start()) for match in pattern.finditer(text))


def is_reporting(text: str) -> bool:
    """Whether a text tells what somebody said."""
    return bool(_REPORTED.search(text))


def is_quoted(text: str, position: int) -> bool:
    """Whether a quotation is open at a position."""
    before = text[:position]
    if before.count('"') % 2:
        return True
    return any(before.rfind(opening) > before.rfind(closing) for opening, closing in ("“”", "„“", "«»"))


def is_in(block: Block, elements: frozenset[str]) -> bool:
    """Whether a block lies in one of some elements."""
    return not elements.isdisjoint(ancestor.partition(" ")[0] for ancestor in block.ancestors)


def title_of(page: Page) -> str:
    """The title in the window, white space as single blanks; empty without one."""
    return " ".join((page.head_value("title") or "").split())


def title_parts(page: Page) -> tuple[str, ...]:
    """The title in the window at its bars and dashes: the site and the page, in either order. A colon parts nothing:
    what follows it belongs to the words before."""
    return tuple(part for part in _SEPARATORS.split(title_of(page)) if part)


def headings_of(page: Page) -> tuple[str, ...]:
    """The first headings of the first order; those of the second name boxes and sections."""
    headings = (block for block in page.blocks if block.element == "h1" and not is_in(block, _MENUS))
    return tuple(" ".join(page.block_text(block).split()) for _, block in zip(range(2), headings, strict=False))


def _unlinked(page: Page) -> Iterator[Block]:
    """The blocks that are neither in a menu nor mostly links."""
    links = iter(page.links)
    link = next(links, None)
    for block in page.blocks:
        linked = 0
        while link and link.start_char < block.end_char:
            linked += link.end_char - link.start_char
            link = next(links, None)
        if linked <= MAX_LINKED_SHARE * (block.end_char - block.start_char) and not is_in(block, _MENUS):
            yield block
