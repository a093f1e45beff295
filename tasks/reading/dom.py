"""A document tree to blocks: what a browser would print, with nothing normalised but the white space it folds.

Inside a block every character of the source survives: non-breaking spaces, joiners, soft hyphens, direction marks,
letters composed or not. Changing one changes Persian, Arabic and Central Asian words, and breaks the quoting of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.etree
import lxml.html

from tasks.page import Block, Link
from tasks.reading.addresses import joiner
from tasks.reading.elements import Traits, base_of, label_of, printed_traits, traits_of
from tasks.reading.printed import Line, Open, Printed
from tasks.reading.spaces import stretches
from tasks.report import Issue

MAX_ANCESTORS = 64
"""Enclosing elements kept per block, innermost first to stay: hostile nesting must not fill the memory."""
MAX_DEPTH = 2040
"""libxml2 drops what lies deeper than 2,048 elements."""
MAX_BLOCKS = 60_000
"""Printed of a page: no report has a tenth of them, and 5 MB of nothing but cells would hold up a night. What
comes after them is not read, and an issue says so."""
BETWEEN_BLOCKS = "\n\n"

_SPACE = " \t\n\r\f"
_FOLDED = re.compile(r"[ \t\n\r\f]+")
_QUOTATION_MARKS = tuple("\"'“”‘’«»„‚‹›「『")


def print_tree(root: lxml.html.HtmlElement, address: str, *, is_xml: bool = False) -> Printed:
    """Walks a tree without recursion, so that no nesting can exhaust the stack. The tree is left as it was.

    In XML that is not HTML every element is a block, whatever HTML would make of its name.
    """
    printer = _Printer(joiner(base_of(root, address)), is_xml=is_xml)
    walker = lxml.etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walker:
        if printer.is_full:
            break
        if event == "start":
            traits = _xml_traits(element) if is_xml else printed_traits(element)
            if traits is None:
                skipped = element
                walker.skip_subtree()
            else:
                printer.start(element, traits)
            continue
        if element is skipped:
            skipped = None
        else:
            printer.end()
        if element is not root and (tail := element.tail):
            printer.add(tail)
    return printer.result()


def too_long(blocks: int) -> Issue:
    """What is said of a page of more than so many blocks."""
    return Issue("page-too-long", f"{blocks} blocks: what comes after them is not read")


class _Printer:
    def __init__(self, joined: Callable[[str], str | None], *, is_xml: bool) -> None:
        self._joined = joined
        self._is_xml = is_xml
        self._stack: list[Open] = []
        self._line = Line()
        self._link_starts: list[tuple[Open, int]] = []
        self._texts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._carriers: list[int] = []
        self._parents = [0]
        self._names = [""]
        self._links: list[Link] = []
        self._rows = 0
        self._deepest = 0
        self.is_full = False

    def start(self, element: lxml.html.HtmlElement, traits: Traits) -> None:
        if traits.is_break:
            self._break()
        elif traits.is_block:
            self._flush()
        opened = self._open(traits, element)
        self._stack.append(opened)
        if len(self._stack) > self._deepest:
            self._deepest = len(self._stack)
        if opened.target is not None:
            self._end_link()  # a link ends where another begins, as in browsers
            self._link_starts.append((opened, self._line.length))
        text = element.text
        if traits.name == "q" and not (text or "").lstrip().startswith(_QUOTATION_MARKS):
            is_inner = any(outer.mark for outer in self._stack)
            opened.mark = "’" if is_inner else "”"
            self.add("‘" if is_inner else "“")
        if text:
            self.add(text)

    def end(self) -> None:
        closed = self._stack[-1]
        if closed.mark:
            self.add(closed.mark)
        if closed.target is not None:
            self._end_link()
        if closed.traits.is_block:
            self._flush()
        self._stack.pop()

    def add(self, text: str) -> None:
        if self._stack and self._stack[-1].is_preformatted:
            self._append(text.replace("\r\n", "\n").replace("\r", "\n"))
            return
        line = self._line
        if text[0] in _SPACE and not text.strip(_SPACE):  # most of what stands between elements
            if line.last not in ("", " ", "\n"):
                line.is_space_due = True
            return
        words = _FOLDED.sub(" ", text)
        if words[0] == " ":
            if line.last not in ("", " ", "\n"):
                line.is_space_due = True
            words = words[1:]
        is_space_behind = words[-1] == " "
        if is_space_behind:
            words = words[:-1]
        if line.is_space_due:
            line.is_space_due = False
            words = " " + words
        self._append(words)
        if is_space_behind:
            line.is_space_due = True

    def result(self) -> Printed:
        self._flush()
        issues: tuple[Issue, ...] = ()
        if self._deepest >= MAX_DEPTH:
            issues = (Issue("nesting", f"{self._deepest} elements deep: what lies deeper is lost"),)
        if self.is_full:
            issues = (*issues, too_long(len(self._blocks)))
        return Printed(
            BETWEEN_BLOCKS.join(self._texts),
            tuple(self._blocks),
            tuple(sorted(self._links, key=lambda link: (link.start_char, link.end_char))),
            issues,
            tuple(self._carriers),
            tuple(self._parents),
            tuple(self._names),
        )

    def _open(self, traits: Traits, element: lxml.html.HtmlElement) -> Open:
        parent = self._stack[-1] if self._stack else None
        number = parent.number if parent else 0
        row = parent.row if parent else None
        is_preformatted = traits.is_preformatted or (parent is not None and parent.is_preformatted)
        if traits.is_block:
            self._parents.append(number)
            self._names.append(traits.name)
            number = len(self._parents) - 1
            if traits.makes_rows:
                row = self._row_of(traits.name)
        opened = Open(element, traits, is_preformatted, row, number)
        if traits.name == "a":
            opened.target = self._target(element)
        return opened

    def _row_of(self, name: str) -> int | None:
        if name in ("table", "dl"):
            return None
        return self._next_row() if name == "tr" else self._pair_row(name)

    def _next_row(self) -> int:
        self._rows += 1
        return self._rows

    def _pair_row(self, name: str) -> int:
        group = next((outer for outer in reversed(self._stack) if outer.traits.name == "dl"), None)
        if group is None:
            return self._next_row()
        if name == "dt" or group.pair is None:
            group.pair = self._next_row()
        return group.pair

    def _target(self, element: lxml.html.HtmlElement) -> str | None:
        href = (element.get("href") or "").strip()
        if not href or href[0] == "#":
            return None
        target = self._joined(href)
        return target if target and target[:8].lower().startswith(("http://", "https://", "ftp://")) else None

    def _end_link(self) -> None:
        if self._link_starts:
            opened, began = self._link_starts.pop()
            opened.target, target = None, opened.target or ""
            self._line.links.append((began, self._line.length, target))

    def _break(self) -> None:
        self._line.is_space_due = False
        self._append("\n")

    def _append(self, text: str) -> None:
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
        starts = self._link_starts
        if not line.length:
            line.is_space_due = False
            if starts:
                self._link_starts = [(opened, 0) for opened, _ in starts]
            return
        links = [*line.links, *((began, line.length, opened.target or "") for opened, began in starts)]
        self._link_starts = [(opened, 0) for opened, _ in starts]
        self._line = Line()
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
        self.is_full = len(self._texts) >= MAX_BLOCKS and not self._is_xml
        depth = len(self._stack) - 1
        while depth >= 0 and not self._stack[depth].traits.is_block:
            depth -= 1
        if depth < 0:
            self._carriers.append(0)
            self._blocks.append(Block(start, self._length, "body", (), None, False))
            return start
        carrier = self._stack[depth]
        self._carriers.append(carrier.number)
        name = carrier.traits.name
        self._blocks.append(Block(start, self._length, name, self._ancestors(depth), carrier.row, False))
        return start

    def _ancestors(self, depth: int) -> tuple[str, ...]:
        carrier = self._stack[depth]
        if carrier.ancestors is None:
            enclosing = self._stack[max(0, depth + 1 - MAX_ANCESTORS) : depth + 1]
            carrier.ancestors = tuple(_label(opened) for opened in enclosing)
        return carrier.ancestors

    def _place_link(self, link: tuple[int, int, str], text: str, start: int, end: int, offset: int) -> None:
        began, ended = max(link[0], start), min(link[1], end)
        words = text[began:ended]
        began += len(words) - len(words.lstrip())
        ended -= len(words) - len(words.rstrip())
        if began < ended:
            self._links.append(Link(began + offset, ended + offset, link[2]))


def _label(opened: Open) -> str:
    if opened.label is None:
        opened.label = label_of(opened.traits.name, opened.element)
    return opened.label


def _xml_traits(element: lxml.html.HtmlElement) -> Traits | None:
    return traits_of(element.tag, True) if isinstance(element.tag, str) else None
