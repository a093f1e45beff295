"""What printing a tree gives, and what is open while it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.html

from tasks.page import Block, Link
from tasks.reading.elements import Traits
from tasks.report import Issue


@dataclass(frozen=True, slots=True)
class Printed:
    """The printed text of a tree."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    issues: tuple[Issue, ...]
    carriers: tuple[int, ...]
    """Of each block: the number of the block element that carries it. Labels cannot tell two siblings of one class
    apart, numbers can."""
    parents: tuple[int, ...]
    """Of each block element, by its number: the number of the one around it, which is lower. Number 0 is the page, and
    its own parent."""
    names: tuple[str, ...]
    """Of each block element, by its number."""


@dataclass(slots=True)
class Open:
    """An element that has begun and not ended."""

    element: lxml.html.HtmlElement
    traits: Traits
    is_preformatted: bool
    row: int | None
    number: int
    """Of the innermost block element that this is or is in."""
    pair: int | None = None
    """Of a dl: the row of its latest dt."""
    target: str | None = None
    mark: str | None = None
    """Of a q: the closing mark a browser prints."""
    label: str | None = None
    ancestors: tuple[str, ...] | None = None


@dataclass(slots=True)
class Line:
    """The block being filled."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    is_space_due: bool = False
    links: list[tuple[int, int, str]] = field(default_factory=list)
