"""The running text: from the labels to the disclaimer, without the site's boxes and buttons (sources.md §2)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from tasks.page import Block, Page
from tasks.sources.described import Described
from tasks.sources.lines import common_container, is_inside, links_in
from tasks.sources.refworld import disclaimers
from tasks.sources.refworld.disclaimers import Disclaimer
from tasks.sources.refworld.forms import document_of
from tasks.sources.refworld.region import Part, core_of, is_hinted, main_element, parts_of
from tasks.sources.refworld.words import is_box_heading

RULE = "between-labels-and-disclaimer"
MAX_BEHIND_UNKNOWN = 2
"""Paragraphs behind a label ``Disclaimer`` whose words nobody knows: with more behind it, it is the report's own."""

MAX_ASIDES = 200
"""Asides looked for in the text beside them: more are furniture, and the search would take too long."""

_NOT_LETTERS = re.compile(r"[\W_]+")
_QUOTED = re.compile(r"[\"“”«»„]")
_NOTES = re.compile(r"[.#](?:foot|end)[-_]?notes?\b", re.IGNORECASE)
_PULLED = re.compile(r"[.-]pull[-_]?(?:quote|ed)?\b|pullquote", re.IGNORECASE)


def read_body(
    page: Page, found: Described, start: int, above: Sequence[Block], boxes: Sequence[tuple[int, int]]
) -> None:
    """Claims the running text behind `start`; `above` are the blocks of title and labels, `boxes` are left out."""
    text = _Text(page, found, start, above, boxes)
    kept = text.kept() or text.selected()
    for part in kept:
        text.claim(part)
    if not kept:
        found.issue("body", "no body by labels, structure or selection")


class _Spans:
    """Stretches in order, without overlap."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._ends = [last for _, last in self._spans]

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """Those that touch the stretch between two offsets."""
        found: list[tuple[int, int]] = []
        at = bisect_right(self._ends, start)
        while at < len(self._spans) and self._spans[at][0] < end:
            found.append(self._spans[at])
            at += 1
        return found

    def cover(self, block: Block) -> bool:
        """Whether one of them holds a whole block."""
        return any(
            first <= block.start_char and block.end_char <= last
            for first, last in self.within(block.start_char, block.end_char)
        )


class _Text:
    def __init__(
        self, page: Page, found: Described, start: int, above: Sequence[Block], boxes: Sequence[tuple[int, int]]
    ) -> None:
        self._page = page
        self._found = found
        self.start = start
        left_out = _Spans(boxes)
        parts = [part for part in parts_of(page, start) if not left_out.cover(part.block)]
        shared = common_container(above)
        main = main_element(shared, parts)
        self._parts = [part for part in parts if is_inside(part.block, main)]
        self._is_bounded = bool(main)
        notices = list(disclaimers.find_disclaimers(page, start))
        disclaimers.claim(found, notices)
        self._holes = _Spans([(each.start, each.end) for each in notices])
        end = self._end(notices)
        if end is None:
            end = self._unknown_disclaimer()
        self._is_ended = end is not None
        """Whether a disclaimer says where the text ends."""
        if end is not None:
            self._is_bounded = True
            self._parts = [part for part in self._parts if part.block.start_char < end or _is_note(part.block)]
        self._parts = [part for part in self._parts if not self._holes.cover(part.block)]
        own = [part for part in self._parts if part.is_prose and not is_hinted(part, shared)]
        self._core = core_of(own or self._parts)
        self._holders = {part.block.ancestors[:-1] for part in self._parts if part.is_prose}

    def kept(self) -> list[Part]:
        """The blocks that are running text, in order."""
        prose = [part.number for part in self._parts if part.is_prose and is_inside(part.block, self._core)]
        first, last = (prose[0], prose[-1]) if prose else (-1, len(self._page.blocks))
        inside = [part for part in self._parts if not part.is_aside and self._keeps(part, first, last)]
        whole = "".join(_letters(self._page.block_text(part.block)) for part in inside)
        asides = [
            part
            for part in [part for part in self._parts if part.is_aside and first < part.number < last][:MAX_ASIDES]
            if self._is_told_once(part, whole)
        ]
        pulled = [part for part in inside if self._is_pulled(part)][:MAX_ASIDES]
        twice = {part.number for part in pulled if whole.count(_letters(self._page.block_text(part.block))) > 1}
        kept = [part for part in inside if part.number not in twice]
        return _without_edges(sorted([*kept, *asides], key=lambda part: part.number), self._page)

    def selected(self) -> list[Part]:
        """The blocks that the general extractor takes for the article, where no rule finds one."""
        return [part for part in self._parts if part.block.is_selected and not part.is_control]

    def claim(self, part: Part) -> None:
        """Claims a block around the notices in it."""
        position = max(self.start, part.block.start_char)
        for first, last in self._holes.within(position, part.block.end_char):
            self._found.claims.block(part.block, RULE, position, first)
            position = last
        self._found.claims.block(part.block, RULE, position, part.block.end_char)

    def _end(self, notices: Sequence[Disclaimer]) -> int | None:
        """Where the last disclaimer ends the text; none where the text goes on behind it, or begins there."""
        last = notices[-1] if notices else None
        if last is None or not last.ends_line:
            return None
        before = [part for part in self._parts if part.is_prose and part.block.start_char < last.start]
        if not before:
            return None
        alike = {part.block.ancestors for part in before if part.block.ancestors}
        goes_on = any(
            part.is_prose and part.block.ancestors in alike
            for part in takewhile(
                lambda part: not is_box_heading(self._page.block_text(part.block)),
                (part for part in self._parts if part.block.start_char >= last.end),
            )
        )
        return None if goes_on else last.start

    def _unknown_disclaimer(self) -> int | None:
        """Words below or behind a label ``Disclaimer`` at the end that are not UNHCR's: told, and no running text."""
        for at in range(len(self._parts) - 1, -1, -1):
            block = self._parts[at].block
            text = self._page.block_text(block)
            label = disclaimers.label_of(text)
            if label is None or self._holes.within(block.start_char, block.end_char):
                continue
            end = at if label.strip() != text.strip() else min(at + 1, len(self._parts) - 1)
            behind = [part for part in self._parts[end + 1 :] if part.is_prose]
            if len(behind) > MAX_BEHIND_UNKNOWN or not any(part.is_prose for part in self._parts[:at]):
                return None
            words = max(block.start_char + len(label), self._parts[end].block.start_char)
            last = self._parts[end].block.end_char
            self._found.claims.add("metadata", "label:Disclaimer", block.start_char, block.start_char + len(label))
            self._found.claims.add("metadata", "label:Disclaimer", words, last)
            self._found.issue("disclaimer", self._page.text[words:last], words, last)
            return block.start_char
        return None

    def _keeps(self, part: Part, first: int, last: int) -> bool:
        if _is_note(part.block):
            return True
        is_hint = is_hinted(part, self._core)
        if is_inside(part.block, self._core):
            is_behind = part.number > last and not self._is_ended and not part.is_prose
            return not is_hint and (not is_behind or self._is_like_prose(part.block))
        if is_hint or part.is_teaser or part.is_control:
            return False
        if part.is_prose:
            return self._is_bounded or part.number < last or part.block.is_selected
        if part.number > first:
            return part.number < last or self._is_ended
        return part.is_heading or self._is_bounded

    def _is_like_prose(self, block: Block) -> bool:
        return (
            block.element in ("li", "td", "th", "dt", "dd", "pre", "blockquote")
            or block.ancestors[:-1] in self._holders
        )

    def _is_told_once(self, part: Part, whole: str) -> bool:
        """Whether an aside says what the text beside it does not: a quotation that would be lost with it."""
        text = self._page.block_text(part.block)
        return _QUOTED.search(text) is not None and _letters(text) not in whole

    def _is_pulled(self, part: Part) -> bool:
        """Whether a class says that a block repeats words of the text beside it."""
        return any(_PULLED.search(label) for label in part.block.ancestors[len(self._core) :])


def _without_edges(parts: Sequence[Part], page: Page) -> list[Part]:
    """Without the buttons, teasers and headings of boxes before the first and behind the last of the text."""
    edge = 0
    while edge < len(parts) and (parts[edge].is_control or parts[edge].is_teaser):
        edge += 1
        # The heading of a box stands above its links; above sentences the same words are the report's.
        while (
            edge < len(parts) - 1 and parts[edge + 1].is_teaser and is_box_heading(page.block_text(parts[edge].block))
        ):
            edge += 1
    last = len(parts)
    while last > edge and _ends_text(parts[last - 1], page):
        last -= 1
    return list(parts[edge:last])


def _ends_text(part: Part, page: Page) -> bool:
    if part.is_control or part.is_heading or is_box_heading(page.block_text(part.block)):
        return True
    if not part.is_teaser or part.block.element not in ("li", "td", "dd"):
        return part.is_teaser
    # Linked list items at the end are the report's sources, unless they lead to other documents of the site.
    links = links_in(page, part.block.start_char, part.block.end_char)
    return any(document_of(link.target) for link in links)


def _is_note(block: Block) -> bool:
    """Whether a class or id calls a block a footnote: those belong to the text even below a disclaimer."""
    return any(_NOTES.search(label) for label in block.ancestors)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
