"""Which blocks are the article: trafilatura selects, the document supplies the text.

trafilatura is the best general judge of what belongs to an article, but it normalises characters, merges paragraphs
and drops in-sentence elements. So its answer is only asked for, then found again among our own exact blocks, and put
right on their structure (`reading.article`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import lxml.etree
import lxml.html
import trafilatura

from tasks.page import Block, Page
from tasks.reading.article import refined
from tasks.reading.printed import Printed
from tasks.reading.spaces import letters
from tasks.report import Issue

MAX_MARKUP_CHARACTERS = 2 * 1024 * 1024
"""Larger pages are not sent: trafilatura's time grows faster than the page."""
MAX_BLOCKS = 20_000
"""Pages of more blocks are not sent either: trafilatura takes some 3 kB for each, and no report has a tenth of them."""
MAX_ELEMENTS = 100_000
"""Nor pages of more elements, blocks or not: a megabyte of line breaks would take some seconds."""
MAX_NESTING = 1_000_000
"""Depths of all elements added up, on pages that are sent: trafilatura looks at each cell of a table again for every
table around it, and some kilobytes of nothing but ``<table>`` would take a minute. Reports have a tenth of it."""
FEW_TABLES = 50
"""Tables up to which no nesting costs much: most pages need not be measured."""
LONG_KEY = 20
"""Letters from which a block is looked for inside trafilatura's paragraphs; shorter ones must be a whole line."""
MIN_FAST_CHARACTERS = 250
"""A shorter answer of trafilatura's own extractor is no article, and it may compare others' (its slow way)."""
MAX_SEARCHED = 200_000_000
"""Characters searched before giving up, so that a page of many blocks cannot hold up a night (a tenth of a second)."""

_ELEMENTS = lxml.etree.XPath("count(//*)")
_TABLES = lxml.etree.XPath("count(//table)")

# Its warnings quote the page's address or text; nothing of a page's text goes into logs.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def mark(page: Page, printed: Printed, parse: Callable[[], lxml.html.HtmlElement | None], characters: int) -> Page:
    """The page with `is_selected` set. `parse` gives a tree of its `characters` of markup; trafilatura prunes it.

    Never raises: where trafilatura cannot answer, no block is selected and an issue says why.
    """
    if characters > MAX_MARKUP_CHARACTERS:
        return _with_issue(page, f"not asked: {characters} characters of markup")
    if len(page.blocks) > MAX_BLOCKS:
        return _with_issue(page, f"not asked: {len(page.blocks)} blocks")
    root = parse()
    if root is None:
        return _with_issue(page, "trafilatura found no article")
    if (elements := cast(float, _ELEMENTS(root))) > MAX_ELEMENTS:
        return _with_issue(page, f"not asked: {elements:.0f} elements")
    if cast(float, _TABLES(root)) > FEW_TABLES and (depths := _nesting(root)) > MAX_NESTING:
        return _with_issue(page, f"not asked: nested too deep ({depths})")
    try:
        text = _article(root, parse)
    except Exception as error:  # a third party's parser on hostile input: any error means no opinion
        return _with_issue(page, f"trafilatura failed: {type(error).__name__}")
    if not text:
        return _with_issue(page, "trafilatura found no article")
    found_again = _Chosen(text)
    keys = [letters(page.block_text(block)) for block in page.blocks]
    chosen = [found_again.holds(key) for key in keys]
    if not any(chosen):
        return _with_issue(page, "none of trafilatura's paragraphs was found again")
    if found_again.is_exhausted:
        page = _with_issue(page, "too many blocks: the last were not looked for")
    chosen = refined(page, printed, keys, chosen)
    blocks = (
        replace(block, is_selected=True) if is_chosen else block
        for block, is_chosen in zip(page.blocks, chosen, strict=True)
    )
    return replace(page, blocks=tuple(blocks))


def _nesting(root: lxml.html.HtmlElement) -> int:
    """The depths of all elements, added up."""
    total = depth = 0
    for event, _ in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth
    return total // 2  # on its way out each element was counted again


def _article(root: lxml.html.HtmlElement, parse: Callable[[], lxml.html.HtmlElement | None]) -> str:
    """trafilatura's text of the article. Its own extractor is the better judge where it finds one, and the faster."""
    text = ""
    for is_fast in (True, False):
        tree = root if is_fast else parse()
        if tree is None:
            return ""
        document = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=False,
            fast=is_fast,
        )
        text = getattr(document, "text", None) or text
        if len(text) >= MIN_FAST_CHARACTERS:
            break
    return text


def selected(page: Page) -> Iterator[Block]:
    """The blocks trafilatura counts as the article."""
    return (block for block in page.blocks if block.is_selected)


class _Chosen:
    """trafilatura's paragraphs, folded to letters and digits."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._lines = {letters(part) for line in lines for part in (line, *line.split("|"))} - {""}
        self._all = "".join(map(letters, lines))
        self._cursor = 0
        self._budget = MAX_SEARCHED

    @property
    def is_exhausted(self) -> bool:
        return self._budget <= 0

    def holds(self, key: str) -> bool:
        if not key:
            return False
        if self._all.startswith(key, self._cursor):
            self._cursor += len(key)
            return True
        if key in self._lines:
            self._advance(key)
            return True
        if len(key) < LONG_KEY or self._budget <= 0:
            return False
        return self._advance(key)

    def _advance(self, key: str) -> bool:
        found = self._all.find(key, self._cursor)
        if found < 0:
            found = self._all.find(key)
            self._budget -= len(self._all)
        if found < 0:
            return False
        self._cursor = max(self._cursor, found + len(key))
        return True


def _with_issue(page: Page, seen: str) -> Page:
    return replace(page, issues=(*page.issues, Issue("selection", seen)))
