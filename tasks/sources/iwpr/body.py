"""The running text of an IWPR report: what of the blocks behind the opening is the report's."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from tasks.sources.iwpr.boxes import Box, is_linked, is_tool
from tasks.sources.iwpr.bylines import byline_of
from tasks.sources.iwpr.captions import has_credit, is_caption_element
from tasks.sources.iwpr.units import Laid, ancestors_named, container_of
from tasks.sources.lines import HEADINGS, Claims, Line, common_container, folded, is_inside
from tasks.sources.persons import NOTED_PARAGRAPHS, is_introduction, noted

MIN_PROSE = 60
"""Characters from which an unlinked block says where the running text stands."""
MIN_APPENDED = 20
BYLINED_PARAGRAPHS = 3
"""A byline below the text stands among as many last paragraphs, before notes."""
_ENDS = (".", "!", "?", "…", "”", '"', "»", ")", "؟")
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "dd", *HEADINGS})
_DIVISIONS = frozenset({"div", "section", "article", "aside"})
"""What may hold a box of the site inside the text's container: lists, tables and quotations hold text."""
_LISTED = frozenset({"li", "td", "th", "dd", "dt"})


def text_container(laid: Laid, first: int) -> tuple[str, ...]:
    """The elements that hold most of the running text behind unit `first`, from outside in."""
    return _container(laid, first, MIN_PROSE) or _container(laid, first, MIN_APPENDED)


def _container(laid: Laid, first: int, shortest: int) -> tuple[str, ...]:
    lengths: Counter[tuple[str, ...]] = Counter()
    for unit in laid.units[first + 1 :]:
        block = laid.block(unit)
        length = unit.end - unit.start
        if length < shortest or is_linked(laid.page, unit) or not _LISTED.isdisjoint(ancestors_named(block)[-2:-1]):
            continue
        # Teasers of other stories are short, and trafilatura leaves them out.
        lengths[container_of(block)] += length * (4 if block.is_selected else 1)
    return max(lengths, key=lambda container: lengths[container]) if lengths else ()


def claim_body(laid: Laid, claims: Claims, title: int, after: int, boxes: Sequence[Box], text: tuple[str, ...]) -> int:
    """Claims the running text from unit `after` on; the number of its paragraphs."""
    return _Body(laid, claims, title, after, boxes, text).claim()


class _Body:
    def __init__(
        self, laid: Laid, claims: Claims, title: int, after: int, boxes: Sequence[Box], text: tuple[str, ...]
    ) -> None:
        self._laid, self._claims, self._text = laid, claims, text
        self._begin = laid.units[after].start
        self._boxes = [(laid.units[box.first].start, laid.units[box.after - 1].end) for box in boxes]
        self._paragraphs = [
            paragraph
            for paragraph in laid.paragraphs
            if paragraph.end > self._begin and any(self._unboxed(max(self._begin, paragraph.start), paragraph.end))
        ]
        ends = [laid.block(laid.units[at]) for at in (title, after)]
        self._around = common_container(ends)
        if text[: len(self._around)] != self._around:
            inside = (block for each in self._paragraphs if is_inside(block := laid.block(each), text))
            self._around = common_container([ends[0], *inside])
        self._last = self._last_of_text()

    def claim(self) -> int:
        count = 0
        for number, paragraph in enumerate(self._paragraphs):
            block = self._laid.block(paragraph)
            if not is_inside(block, self._around):
                continue
            is_linked_all = is_linked(self._laid.page, paragraph)
            if self._is_text(number) and (count or not is_linked_all):
                kind, rule = self._kind(number)
                for start, end in self._unboxed(max(self._begin, paragraph.start), paragraph.end):
                    self._claims.add(kind, rule, start, end)
                count += kind == "body"
            elif is_linked_all:
                kind = "related-stories" if "aside" in ancestors_named(block) else "navigation"
                self._claims.line(kind, "links-beside-text", paragraph)
        return count

    def _unboxed(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of a paragraph that no box covers: a cell may begin or end in one."""
        at = max(0, bisect(self._boxes, (start, 0)) - 1)
        for first, last in islice(self._boxes, at, None):
            if first >= end:
                break
            if first > start:
                yield start, first
            start = max(start, last)
        if self._laid.page.text[start:end].strip():
            yield start, end

    def _last_of_text(self) -> int:
        """The last paragraph in the text's own container that is more than links."""
        numbers = range(len(self._paragraphs) - 1, -1, -1)
        blocks = [self._laid.block(paragraph) for paragraph in self._paragraphs]
        selected = next((at for at in numbers if blocks[at].is_selected), -1)
        for at in numbers:
            paragraph, block = self._paragraphs[at], blocks[at]
            is_set_apart = not _DIVISIONS.isdisjoint(ancestors_named(block)[len(self._text) : -1])
            is_site = is_linked(self._laid.page, paragraph) or is_tool(paragraph.text)
            if not is_inside(block, self._text) or is_set_apart or is_site:
                continue
            # Where lines are parted by breaks alone the site's own stand among them: the next column is a cell too.
            is_marked = block.element in _PARAGRAPHS or block.element == "text"
            if at <= selected or selected < 0 or is_marked or _is_note(paragraph):
                return at
        return -1

    def _is_text(self, number: int) -> bool:
        if number <= self._last:
            return self._is_within(number)
        # What follows a linked title is its teaser.
        is_teaser = is_linked(self._laid.page, self._paragraphs[number - 1])
        return not is_teaser and self._is_appended(number)

    def _is_within(self, number: int) -> bool:
        """Whether a block between two paragraphs of the text is text too: quotations and tables set apart are, links
        and buttons are not."""
        paragraph = self._paragraphs[number]
        block = self._laid.block(paragraph)
        is_own, is_in_aside = is_inside(block, self._text), "aside" in ancestors_named(block)
        is_link = is_linked(self._laid.page, paragraph)
        if is_tool(paragraph.text) and (is_link or not is_own):
            return False
        if is_link:
            return is_own and not is_in_aside
        return not (block.element in HEADINGS and is_in_aside and self._heads_links(number))

    def _heads_links(self, number: int) -> bool:
        below = self._paragraphs[number + 1 : number + 2]
        return any(is_linked(self._laid.page, paragraph) for paragraph in below)

    def _is_appended(self, number: int) -> bool:
        """Whether a block behind the text's container belongs to it: what trafilatura takes for the article, and the
        paragraphs of a container beside it in an element that holds nothing but this report."""
        paragraph = self._paragraphs[number]
        block = self._laid.block(paragraph)
        if is_linked(self._laid.page, paragraph) or not paragraph.text.endswith(_ENDS):
            return False
        is_own_element = self._around[-1:] and self._around[-1].partition(" ")[0] not in ("html", "body", "main")
        is_beside = is_own_element and block.element == "p" and container_of(block)[:-1] == self._text[:-1]
        length = len(paragraph.text)
        return (block.is_selected and length >= MIN_APPENDED) or (bool(is_beside) and length >= MIN_PROSE)

    def _kind(self, number: int) -> tuple[str, str]:
        paragraph = self._paragraphs[number]
        block = self._laid.block(paragraph)
        if block.element in HEADINGS:
            return "heading", "heading"
        if is_caption_element(block):
            return "photo-caption", "caption-element"
        if has_credit(paragraph.text):
            return "photo-caption", "ends-with-credit"
        if number and self._repeats_caption(self._paragraphs[number - 1], paragraph):
            return "photo-caption", "printed-twice"
        if number > self._last - BYLINED_PARAGRAPHS and byline_of(paragraph.text):
            return "byline", "byline-below"
        if number > self._last - NOTED_PARAGRAPHS and is_introduction(self._claims, paragraph.text):
            return "author-note", "introduces-authors"
        return "body", "running-text"

    def _repeats_caption(self, before: Line, paragraph: Line) -> bool:
        return is_caption_element(self._laid.block(before)) and folded(before.text) == folded(paragraph.text)


def _is_note(paragraph: Line) -> bool:
    return paragraph.text.startswith("(") or bool(noted(paragraph.text, "author-note"))
