"""A document tree to blocks: what a browser would print, with nothing normalised but the white space it folds.

Inside a block every character of the source survives: non-breaking spaces, joiners, soft hyphens, direction marks,
letters composed or not. Changing one changes Persian, Arabic and Central Asian words, and breaks the quoting of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from tasks.page import Block, Link
from tasks.reading.addresses import joined
from tasks.reading.elements import BLOCK_ELEMENTS, PREFORMATTED_ELEMENTS, base_of, is_unprinted, label_of, name_of
from tasks.reading.spaces import stretches
from tasks.report import Issue

MAX_ANCESTORS = 64
"""Enclosing elements kept per block, innermost first to stay: hostile nesting must not fill the memory."""
MAX_DEPTH = 2040
"""libxml2 drops what lies deeper than 2,048 elements."""
BETWEEN_BLOCKS = "\n\n"

_FOLDED = re.compile(r"[ \t\n\r\f]+")
_QUOTATION_MARKS = "\"'“”‘’«»„‚‹›「『"


@dataclass(slots=True)
class _Open:
    """An element that has begun and not ended."""

    name: str
    label: str
    is_block: bool
    is_preformatted: bool
    row: int | None
    pair: int | None = None
    """Of a dl: the row of its latest dt."""
    target: str | None = None
    mark: str | None = None
    """Of a q: the closing mark a browser prints."""


@dataclass(slots=True)
class _Line:
    """The block being filled."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    is_space_due: bool = False
    links: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Printed:
    """The printed text of a tree."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    issues: tuple[Issue, ...]


def print_tree(root: lxml.html.HtmlElement, address: str, *, is_xml: bool = False) -> Printed:
    """Walks a tree without recursion, so that no nesting can exhaust the stack. The tree is left as it was.

    In XML that is not HTML every element is a block, whatever HTML would make of its name.
    """
    printer = _Printer(base_of(root, address), is_xml=is_xml)
    walker = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if _is_skipped(element, is_xml):
                walker.skip_subtree()
                continue
            printer.start(element)
        else:
            if not _is_skipped(element, is_xml):
                printer.end()
            if element.tail and element is not root:
                printer.add(element.tail)
    return printer.result()


class _Printer:
    def __init__(self, base: str, *, is_xml: bool) -> None:
        self._base = base
        self._is_xml = is_xml
        self._stack: list[_Open] = []
        self._line = _Line()
        self._link_starts: list[tuple[_Open, int]] = []
        self._texts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._rows = 0
        self._deepest = 0

    def start(self, element: lxml.html.HtmlElement) -> None:
        name = name_of(element)
        if name == "br" and not self._is_xml:
            self._break()
            self._stack.append(_Open(name, name, False, False, None))
            return
        if self._is_block(name):
            self._flush()
        self._stack.append(self._open(name, element))
        self._deepest = max(self._deepest, len(self._stack))
        opened = self._stack[-1]
        if opened.target is not None:
            self._link_starts.append((opened, self._line.length))
        if name == "q" and not (element.text or "").lstrip().startswith(tuple(_QUOTATION_MARKS)):
            is_inner = any(outer.mark for outer in self._stack)
            opened.mark = "’" if is_inner else "”"
            self.add("‘" if is_inner else "“")
        if element.text:
            self.add(element.text)

    def end(self) -> None:
        closed = self._stack[-1]
        if closed.mark:
            self.add(closed.mark)
        if closed.target is not None:
            _, began = self._link_starts.pop()
            self._line.links.append((began, self._line.length, closed.target))
        if closed.is_block:
            self._flush()
        self._stack.pop()

    def add(self, text: str) -> None:
        if self._stack and self._stack[-1].is_preformatted:
            self._append(text.replace("\r\n", "\n").replace("\r", "\n"))
            return
        line = self._line
        position = 0
        for match in _FOLDED.finditer(text):
            if match.start() > position:
                self._word(text[position : match.start()])
            if line.last not in ("", " ", "\n"):
                line.is_space_due = True
            position = match.end()
        if position < len(text):
            self._word(text[position:])

    def result(self) -> Printed:
        self._flush()
        issues: tuple[Issue, ...] = ()
        if self._deepest >= MAX_DEPTH:
            issues = (Issue("nesting", f"{self._deepest} elements deep: what lies deeper is lost"),)
        return Printed(
            BETWEEN_BLOCKS.join(self._texts),
            tuple(self._blocks),
            tuple(sorted(self._links, key=lambda link: (link.start_char, link.end_char))),
            issues,
        )

    def _open(self, name: str, element: lxml.html.HtmlElement) -> _Open:
        parent = self._stack[-1] if self._stack else None
        row = parent.row if parent else None
        if name == "table" or name == "dl":
            row = None
        elif name == "tr":
            row = self._next_row()
        elif name in ("dt", "dd"):
            row = self._pair_row(name)
        return _Open(
            name,
            label_of(name, element),
            self._is_block(name),
            name in PREFORMATTED_ELEMENTS or (parent is not None and parent.is_preformatted),
            row,
            target=self._target(element) if name == "a" else None,
        )

    def _is_block(self, name: str) -> bool:
        return self._is_xml or name in BLOCK_ELEMENTS

    def _next_row(self) -> int:
        self._rows += 1
        return self._rows

    def _pair_row(self, name: str) -> int:
        group = next((outer for outer in reversed(self._stack) if outer.name == "dl"), None)
        if group is None:
            return self._next_row()
        if name == "dt" or group.pair is None:
            group.pair = self._next_row()
        return group.pair

    def _target(self, element: lxml.html.HtmlElement) -> str | None:
        href = (element.get("href") or "").strip()
        if not href or href.startswith("#"):
            return None
        target = joined(self._base, href)
        return target if target and target.lower().startswith(("http://", "https://", "ftp://")) else None

    def _word(self, text: str) -> None:
        if self._line.is_space_due:
            self._line.is_space_due = False
            self._append(" ")
        self._append(text)

    def _break(self) -> None:
        self._line.is_space_due = False
        self._append("\n")

    def _append(self, text: str) -> None:
        if not text:
            return
        line = self._line
        if not line.length:
            text = text.lstrip("\n") if text.isspace() else text
            if not text:
                return
        line.parts.append(text)
        line.length += len(text)
        line.last = text[-1]

    def _flush(self) -> None:
        line = self._line
        if not line.length:
            self._link_starts = [(opened, 0) for opened, _ in self._link_starts]
            line.is_space_due = False
            return
        links = [*line.links, *((began, line.length, opened.target or "") for opened, began in self._link_starts)]
        self._link_starts = [(opened, 0) for opened, _ in self._link_starts]
        self._line = _Line()
        text = "".join(line.parts)
        links.sort()
        next_link = 0
        for start, end in stretches(text):
            offset = self._place(text[start:end]) - start
            while next_link < len(links) and links[next_link][0] < end:
                self._place_link(links[next_link], text, start, end, offset)
                if links[next_link][1] > end:
                    break
                next_link += 1

    def _place(self, text: str) -> int:
        start = self._length + (len(BETWEEN_BLOCKS) if self._texts else 0)
        self._texts.append(text)
        self._length = start + len(text)
        depths = range(len(self._stack) - 1, -1, -1)
        innermost = next((depth for depth in depths if self._stack[depth].is_block), -1)
        enclosing = self._stack[max(0, innermost + 1 - MAX_ANCESTORS) : innermost + 1]
        carrier = enclosing[-1] if enclosing else None
        self._blocks.append(
            Block(
                start,
                self._length,
                carrier.name if carrier else "body",
                tuple(opened.label for opened in enclosing),
                carrier.row if carrier else None,
                False,
            )
        )
        return start

    def _place_link(self, link: tuple[int, int, str], text: str, start: int, end: int, offset: int) -> None:
        began, ended = max(link[0], start), min(link[1], end)
        words = text[began:ended]
        began += len(words) - len(words.lstrip())
        ended -= len(words) - len(words.rstrip())
        if began < ended:
            self._links.append(Link(began + offset, ended + offset, link[2]))


def _is_skipped(element: lxml.html.HtmlElement, is_xml: bool) -> bool:
    return not isinstance(element.tag, str) if is_xml else is_unprinted(element)
