"""What a page prints before anyone has understood it: its text in blocks, with the structure that carried them.

`reading.text` makes a `Page` out of a payload; a source's ``describe`` turns it into a `Report`. This is the one
other type both sides share, so it lives beside `report.py` and imports nothing of the project but that.
"""

from __future__ import annotations

from dataclasses import dataclass

from tasks.report import Issue


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink inside the page's text. `target` is absolute."""

    start_char: int
    end_char: int
    target: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text (paragraph, heading, cell, list item, line group), as offsets into `Page.text`."""

    start_char: int
    end_char: int
    element: str
    """Nearest block element: ``p``, ``h1`` … ``h6``, ``td``, ``th``, ``dt``, ``dd``, ``li``, ``blockquote``,
    ``figcaption``, ``div`` …; ``text`` in a plain-text capture."""
    ancestors: tuple[str, ...]
    """Enclosing elements from outside in, each as ``name``, ``name#id`` and ``name.class`` joined by blanks."""
    row: int | None
    """Number shared by the cells of one table row or by the dt and dd of one pair; none outside such."""
    is_selected: bool
    """True where trafilatura, asked about the whole page, counts this block as the article."""


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page."""

    address: str
    media_type: str
    text: str
    """All visible text; blocks stand apart by two line feeds (HTML) or as captured (plain text)."""
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    head: tuple[tuple[str, str], ...]
    """``title``, ``html:lang``, ``link:canonical``, ``link:alternate:<hreflang>``, ``meta:<name or property>`` with
    their values, in order."""
    issues: tuple[Issue, ...] = ()
    """What went wrong in decoding."""

    def block_text(self, block: Block) -> str:
        """The block's text, exact."""
        return self.text[block.start_char : block.end_char]

    def head_value(self, name: str) -> str | None:
        """The first value of that name in the head."""
        return next((value for key, value in self.head if key == name), None)
