"""Which blocks are the article, by where they stand: trafilatura's choice put right on the page's own structure.

trafilatura loses paragraphs that stand in a second container, standfirsts, block quotes and subheads, and keeps
titles and teasers of other stories. Elements of one container and of one markup belong together, so most of both can
be told. Nothing here knows a site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.page import Block, Page
from tasks.reading.elements import HEADINGS
from tasks.reading.printed import Printed
from tasks.reading.spaces import letters

MIN_SHARE = 0.8
"""Share of the chosen text that the article's container holds: of all such elements, the innermost."""
MIN_PARAGRAPH = 20
"""Letters from which a sibling of chosen paragraphs is taken for one of them: shorter ones are labels and buttons."""
MIN_ALIKE = 40
"""Letters from which a block in another container is, where its markup is the same."""
MIN_LEAD = 50
"""Letters of a standfirst."""
MIN_OUTSIDE = 200
"""Letters from which a chosen paragraph outside the container stays chosen."""
MIN_SUBHEAD_WORDS = 3
MAX_LINKED = 0.5
"""Share of a block's characters that may be links: a teaser is nearly all link."""
ALL_LINKED = 0.9
MIN_TITLE_PART = 15
"""Letters of a part of the window's title that can be the story's: shorter ones are the site's name."""

SECTIONS = frozenset({"div", "article", "section", "main", "td", "center", "fieldset", "form", "body"})
"""Elements that can hold a whole article; a list or a block quote is part of one."""
OUTSIDE = frozenset({"nav", "footer", "form", "button", "menu", "figcaption", "figure", "dialog"})
"""Elements whose text no structure makes part of an article."""
PARAGRAPHS = frozenset({"p", "blockquote", "li"})

_TITLE_PARTS = re.compile(r"\s+[|\-–—:»·]\s+")
_SENTENCE_END = re.compile(r"[.!?…:。！？؟۔]\W*\Z")
_QUOTED = re.compile(r"[\"“”«»„]")
_ADDRESS = re.compile(r"https?://|www\.")


@dataclass(slots=True)
class _Seen:
    """A block and what the rules ask of it."""

    block: Block
    text: str
    key: str
    linked: float
    """Share of its characters that are links."""
    carrier: int
    parent: int

    @property
    def is_heading(self) -> bool:
        return self.block.element in HEADINGS

    @property
    def is_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text) is not None


def refined(page: Page, printed: Printed, keys: Sequence[str], chosen: Sequence[bool]) -> list[bool]:
    """Which blocks are the article, of those that trafilatura chose and of the others; the title is not.

    `keys` are the blocks' letters.
    """
    article = _Article(page, printed, keys, list(chosen))
    article.leave_titles()
    article.take_alike()
    article.find_container()
    article.leave_outside()
    article.take_siblings()
    article.leave_links()
    article.take_signs()
    return article.chosen


class _Article:
    def __init__(self, page: Page, printed: Printed, keys: Sequence[str], chosen: list[bool]) -> None:
        self.chosen = chosen
        self._printed = printed
        self._seen = list(_look(page, printed, keys))
        self._titles = _titles(page)
        self._title_at: int | None = None
        self._container = 0
        self._first, self._last = 0, len(chosen)
        self._is_outside = _inherited(printed, OUTSIDE)
        self._is_quote = _inherited(printed, frozenset({"blockquote"}))
        self._is_aside = _inherited(printed, frozenset({"aside"}))

    def leave_titles(self) -> None:
        for at, seen in enumerate(self._seen):
            is_title = seen.key in self._titles
            if self._title_at is None and (is_title or seen.block.element == "h1") and (self.chosen[at] or is_title):
                self._title_at = at
            if is_title:
                self.chosen[at] = False

    def take_alike(self) -> None:
        """Paragraphs of exactly the markup that chosen ones have: articles are often parted by advertisements."""
        alike = Counter(
            seen.block.ancestors
            for seen, is_chosen in zip(self._seen, self.chosen, strict=True)
            if is_chosen and seen.block.element in PARAGRAPHS
        )
        for at, seen in enumerate(self._seen):
            if self._can_be_text(seen) and len(seen.key) >= MIN_ALIKE and alike[seen.block.ancestors] > 1:
                self.chosen[at] = self.chosen[at] or seen.block.element in PARAGRAPHS

    def find_container(self) -> None:
        parents, names = self._printed.parents, self._printed.names
        held = [0] * len(parents)
        for seen, is_chosen in zip(self._seen, self.chosen, strict=True):
            if is_chosen and not seen.is_heading and seen.linked < MAX_LINKED:
                held[seen.carrier] += len(seen.text)
        for number in range(len(parents) - 1, 0, -1):  # an element's number is higher than its parent's
            held[parents[number]] += held[number]
        needed = MIN_SHARE * held[0]
        # Of two elements side by side only one can hold more than half, so the last that holds enough is the innermost.
        found = max((number for number in range(len(parents)) if held[number] >= needed), default=0) if needed else 0
        while found and names[found] not in SECTIONS:
            found = parents[found]
        self._container = found

    def leave_outside(self) -> None:
        """Headlines and teasers elsewhere on the page go, standfirsts stay and come."""
        is_inside = self._inside()
        inside = [at for at, is_chosen in enumerate(self.chosen) if is_chosen and is_inside[at]]
        if not inside:
            return
        self._first, self._last = inside[0], inside[-1]
        for at, seen in enumerate(self._seen):
            if is_inside[at]:
                continue
            is_long = seen.block.element in PARAGRAPHS and len(seen.text) >= MIN_OUTSIDE and seen.linked < MAX_LINKED
            self.chosen[at] = (self.chosen[at] and is_long) or self._is_lead(at, seen)

    def take_siblings(self) -> None:
        is_inside = self._inside()
        siblings = Counter(seen.parent for at, seen in enumerate(self._seen) if self.chosen[at] and is_inside[at])
        carriers = {seen.carrier for at, seen in enumerate(self._seen) if self.chosen[at]}
        running = "".join(
            seen.key
            for at, seen in enumerate(self._seen)
            if self.chosen[at] and is_inside[at] and not self._is_aside[seen.carrier]
        )
        for at, seen in enumerate(self._seen):
            if not is_inside[at] or not self._can_be_text(seen):
                continue
            is_between = self._first < at < self._last
            is_sibling = siblings[seen.parent] > 1
            if self._is_aside[seen.carrier]:
                # A pull quote repeats the article; one that does not would be lost with its aside.
                is_told = self.chosen[at] or (is_between and _QUOTED.search(seen.text) is not None)
                self.chosen[at] = is_told and seen.key not in running
            elif self.chosen[at]:
                continue
            elif is_sibling and seen.block.element in PARAGRAPHS:
                self.chosen[at] = len(seen.key) >= MIN_PARAGRAPH
            elif is_between and self._is_quote[seen.carrier]:
                self.chosen[at] = bool(seen.key)
            elif is_between and is_sibling and seen.carrier not in carriers:
                is_subhead = seen.block.element == "div" or seen.is_heading
                self.chosen[at] = is_subhead and len(seen.text.split()) >= MIN_SUBHEAD_WORDS

    def leave_links(self) -> None:
        """A paragraph that is one link and no sentence leads to another story; a list of links may be the sources."""
        for at, seen in enumerate(self._seen):
            is_teaser = seen.linked >= ALL_LINKED and seen.block.element in ("p", "div") and not seen.is_sentence
            if is_teaser and not _ADDRESS.match(seen.text):
                self.chosen[at] = False

    def take_signs(self) -> None:
        """Blocks without a letter, such as asterisks or a cell with a dash, go with their neighbours."""
        for at in range(1, len(self._seen) - 1):
            if not self._seen[at].key and self.chosen[at - 1] and self.chosen[at + 1]:
                self.chosen[at] = True

    def _can_be_text(self, seen: _Seen) -> bool:
        return seen.linked < MAX_LINKED and not self._is_outside[seen.carrier] and seen.key not in self._titles

    def _is_lead(self, at: int, seen: _Seen) -> bool:
        if self._title_at is None or not self._title_at < at < self._first:
            return False
        if seen.is_heading or len(seen.key) < MIN_LEAD or not seen.is_sentence or not self._can_be_text(seen):
            return False
        return self.chosen[at] or not (self._is_aside[seen.carrier] or seen.block.element == "li")

    def _inside(self) -> list[bool]:
        under = [False] * len(self._printed.parents)
        under[self._container] = True
        for number in range(self._container + 1, len(under)):
            under[number] = under[self._printed.parents[number]]
        if self._container == 0:
            under = [True] * len(under)
        return [under[seen.carrier] for seen in self._seen]


def _look(page: Page, printed: Printed, keys: Sequence[str]) -> Iterator[_Seen]:
    links = iter(page.links)
    link = next(links, None)
    for block, carrier, key in zip(page.blocks, printed.carriers, keys, strict=True):
        linked = 0
        while link is not None and link.start_char < block.end_char:
            linked += min(link.end_char, block.end_char) - max(link.start_char, block.start_char)
            link = next(links, None)
        share = max(0, linked) / max(1, block.end_char - block.start_char)
        yield _Seen(block, page.block_text(block), key, share, carrier, printed.parents[carrier])


def _titles(page: Page) -> frozenset[str]:
    """The story's title as the head gives it, whole and in parts: the site's name often stands beside it."""
    found: set[str] = set()
    for name, value in page.head:
        if name in ("title", "meta:og:title", "meta:twitter:title"):
            found.add(letters(value))
            parts = (letters(part) for part in _TITLE_PARTS.split(value))
            found.update(part for part in parts if len(part) > MIN_TITLE_PART)
    return frozenset(found - {""})


def _inherited(printed: Printed, names: frozenset[str]) -> list[bool]:
    """By number of a block element: whether it or one around it has one of the names."""
    found = [False] * len(printed.parents)
    for number in range(1, len(found)):
        found[number] = printed.names[number] in names or found[printed.parents[number]]
    return found
