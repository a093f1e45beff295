"""A page as lines: what `describe` walks over, since labels stand one to a line whatever markup carries them."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tasks.page import Block, Link, Page
from tasks.report import Passage

ASCII_SPACE = " \t\n\r\f\v"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ASIDE_ELEMENTS = frozenset({"nav", "footer", "form", "button", "menu", "dialog", "select"})
"""Elements that never hold a report's own text."""

LONG_BLOCK = 60
"""Characters of a block that is more than a button, an option or a field's label."""

MIN_WRAPPED = 2
"""Long blocks that a form around a page's text holds at least."""

_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one block, without ASCII white space around it."""

    start: int
    end: int
    text: str
    block: int
    """Number of its block in `Page.blocks`."""


def lines_of(page: Page) -> tuple[Line, ...]:
    """All lines of a page that print something, in order."""
    return tuple(_lines(page))


def _lines(page: Page) -> Iterator[Line]:
    for number, block in enumerate(page.blocks):
        whole = page.block_text(block)
        if "\n" not in whole and "\r" not in whole:
            stretches = [(block.start_char, whole)]
        else:
            stretches = [(block.start_char + match.start(), match[0]) for match in _LINE.finditer(whole)]
        for begin, text in stretches:
            if not text.strip():
                continue
            start = begin + len(text) - len(text.lstrip(ASCII_SPACE))
            stripped = text.strip(ASCII_SPACE)
            yield Line(start, start + len(stripped), stripped, number)


def folded(text: str) -> str:
    """For comparing two printings of one text: case, white space and the shape of apostrophes do not count."""
    return " ".join(text.replace("’", "'").replace("‘", "'").split()).casefold()


def element_names(block: Block) -> frozenset[str]:
    """The names of a block's element and of all that enclose it."""
    return _names(block.element, block.ancestors)


@lru_cache(maxsize=4096)  # most blocks of a page stand in the same few elements
def _names(element: str, ancestors: tuple[str, ...]) -> frozenset[str]:
    return frozenset((element, *(ancestor.partition(" ")[0] for ancestor in ancestors)))


def is_outside(block: Block) -> bool:
    """Whether a block stands in a menu, a footer or a form."""
    return not ASIDE_ELEMENTS.isdisjoint(element_names(block))


def without_wrapping_forms(page: Page) -> Page:
    """The page without the forms around its text: some servers print the whole page in one.

    Such a form holds at least half of what long blocks hold; one to search by holds a sentence at most.
    """
    forms = [_form_around(block) for block in page.blocks]
    if not any(forms):
        return page
    lengths = [block.end_char - block.start_char for block in page.blocks]
    held = [(form, length) for form, length in zip(forms, lengths, strict=True) if length >= LONG_BLOCK]
    half = sum(length for _, length in held) / 2
    wrapped = [length for form, length in held if form]
    if len(wrapped) < MIN_WRAPPED or sum(wrapped) < half:
        return page
    wrapping = {form for form, _ in held if form}
    blocks = (
        replace(block, ancestors=(*form[:-1], *block.ancestors[len(form) :])) if form in wrapping else block
        for form, block in zip(forms, page.blocks, strict=True)
    )
    return replace(page, blocks=tuple(blocks))


def _form_around(block: Block) -> tuple[str, ...]:
    """The enclosing elements down to the outermost form; empty where there is none."""
    depth = next((at for at, name in enumerate(block.ancestors, 1) if name.partition(" ")[0] == "form"), 0)
    return block.ancestors[:depth]


def common_container(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The enclosing elements that all these blocks share, from outside in."""
    shared: tuple[str, ...] | None = None
    for block in blocks:
        if shared is None:
            shared = block.ancestors
            continue
        length = next(
            (at for at, pair in enumerate(zip(shared, block.ancestors, strict=False)) if pair[0] != pair[1]),
            min(len(shared), len(block.ancestors)),
        )
        shared = shared[:length]
    return shared or ()


def is_inside(block: Block, container: Sequence[str]) -> bool:
    """Whether a block's enclosing elements begin with those of the container."""
    return block.ancestors[: len(container)] == tuple(container)


def links_in(page: Page, start: int, end: int) -> list[Link]:
    """The links whose words lie between two offsets."""
    found: list[Link] = []
    # Links are in order of the text: a page of fifty thousand would else take quadratic time.
    for at in range(bisect_left(page.links, start, key=lambda link: link.start_char), len(page.links)):
        link = page.links[at]
        if link.start_char >= end:
            break
        if link.end_char <= end:
            found.append(link)
    return found


def is_one_link(page: Page, start: int, end: int) -> bool:
    """Whether a stretch is nothing but links: a menu item, a teaser's title."""
    linked = sum(link.end_char - link.start_char for link in links_in(page, start, end))
    return linked > 0 and linked >= 0.9 * len(page.text[start:end].strip())


@dataclass(slots=True)
class Claims:
    """The passages a reader claims, gathered in any order; what is claimed twice stays with the first."""

    page: Page
    _taken: list[Passage] = field(default_factory=list)

    def add(self, kind: str, rule: str, start: int, end: int) -> None:
        """Claims a stretch, without the ASCII white space around it."""
        text = self.page.text[start:end]
        if not text.strip():
            return
        start += len(text) - len(text.lstrip(ASCII_SPACE))
        end = start + len(text.strip(ASCII_SPACE))
        if not self._taken or self._taken[-1].end_char <= start:  # as most claims are: in order
            self._taken.append(Passage(kind, rule, start, end))
            return
        at = bisect(self._taken, start, key=lambda passage: passage.start_char)
        if at and self._taken[at - 1].end_char > start:
            return
        if at < len(self._taken) and self._taken[at].start_char < end:
            return
        self._taken.insert(at, Passage(kind, rule, start, end))

    def line(self, kind: str, rule: str, line: Line) -> None:
        """Claims one line."""
        self.add(kind, rule, line.start, line.end)

    def passages(self) -> tuple[Passage, ...]:
        """The claims in order of the text."""
        return tuple(self._taken)

    def body(self, start: int, end: int, rule: str, skip: Iterable[int] = ()) -> int:
        """Claims every block between two offsets as running text: headings and captions by their element. Returns the
        number of paragraphs.

        A table's row is one paragraph per cell; a block that begins before `start` counts from there.
        """
        left_out = frozenset(skip)
        count = 0
        for number, block in enumerate(self.page.blocks):
            if block.end_char <= start or block.start_char >= end or number in left_out:
                continue
            count += self.block(block, rule, start, end)
        return count

    def block(self, block: Block, rule: str, start: int, end: int) -> bool:
        """Claims the part of one block between two offsets as running text; true where it is a paragraph."""
        kind = _body_kind(block)
        self.add(kind, rule, max(start, block.start_char), min(end, block.end_char))
        return kind == "body"


def _body_kind(block: Block) -> str:
    if block.element in HEADINGS:
        return "heading"
    return "photo-caption" if "figcaption" in element_names(block) else "body"
