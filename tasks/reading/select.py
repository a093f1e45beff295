"""Which blocks are the article: trafilatura selects, the document supplies the text.

trafilatura is the best general judge of what belongs to an article, but it normalises characters, merges paragraphs
and drops in-sentence elements. So its answer is only asked for, then found again among our own exact blocks.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import lxml.html
import trafilatura

from tasks.page import Block, Page
from tasks.report import Issue

MAX_MARKUP_CHARACTERS = 2 * 1024 * 1024
"""Larger pages are not sent: trafilatura's time grows faster than the page."""
MAX_BLOCKS = 20_000
"""Pages of more blocks are not sent either: trafilatura takes some 3 kB for each, and no report has a tenth of them."""
LONG_KEY = 20
"""Letters from which a block is looked for inside trafilatura's paragraphs; shorter ones must be a whole line."""
MAX_SEARCHED = 200_000_000
"""Characters searched before giving up, so that a page of many blocks cannot hold up a night (a tenth of a second)."""

_NOT_LETTERS = re.compile(r"[\W_]+")

# Its warnings quote the page's address or text; nothing of a page's text goes into logs.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def mark(page: Page, root: lxml.html.HtmlElement, markup_characters: int) -> Page:
    """The page with `is_selected` set. The tree is consumed: trafilatura prunes it.

    Never raises: where trafilatura cannot answer, no block is selected and an issue says why.
    """
    if markup_characters > MAX_MARKUP_CHARACTERS:
        return _with_issue(page, f"not asked: {markup_characters} characters of markup")
    if len(page.blocks) > MAX_BLOCKS:
        return _with_issue(page, f"not asked: {len(page.blocks)} blocks")
    try:
        document = trafilatura.bare_extraction(
            root, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
        )
    except Exception as error:  # a third party's parser on hostile input: any error means no opinion
        return _with_issue(page, f"trafilatura failed: {type(error).__name__}")
    text = getattr(document, "text", None)
    if not text:
        return _with_issue(page, "trafilatura found no article")
    chosen = _Chosen(text)
    blocks = tuple(
        replace(block, is_selected=True) if chosen.holds(page.block_text(block)) else block for block in page.blocks
    )
    issues = page.issues
    if not any(block.is_selected for block in blocks):
        issues = (*issues, Issue("selection", "none of trafilatura's paragraphs was found again"))
    elif chosen.is_exhausted:
        issues = (*issues, Issue("selection", "too many blocks: the last were not looked for"))
    return replace(page, blocks=blocks, issues=issues)


def selected(page: Page) -> Iterator[Block]:
    """The blocks trafilatura counts as the article."""
    return (block for block in page.blocks if block.is_selected)


class _Chosen:
    """trafilatura's paragraphs, folded to letters and digits."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._lines = {_key(part) for line in lines for part in (line, *line.split("|"))} - {""}
        self._all = "".join(map(_key, lines))
        self._cursor = 0
        self._budget = MAX_SEARCHED

    @property
    def is_exhausted(self) -> bool:
        return self._budget <= 0

    def holds(self, text: str) -> bool:
        key = _key(text)
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


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _with_issue(page: Page, seen: str) -> Page:
    return replace(page, issues=(*page.issues, Issue("selection", seen)))
