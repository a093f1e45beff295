"""IWPR's pages: today's layout, that of 2020, and the older ones in today's clothes (sources.md §3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tasks.page import Page
from tasks.report import Author, Found
from tasks.sources.described import Described, claim_selected, head_title
from tasks.sources.iwpr.kinds import kicker_of
from tasks.sources.iwpr.lists import claim_lists, end_of_report, is_linked_aside
from tasks.sources.iwpr.stamps import byline_of, dateline_of, looks_like_dateline, stamp_of
from tasks.sources.lines import (
    Claims,
    Line,
    common_container,
    element_names,
    folded,
    is_inside,
    is_outside,
    lines_of,
)
from tasks.sources.persons import noted_authors

SITE_TITLE = re.compile(r"Institute for War (?:and|&) Peace Reporting(?:\s*\|.*)?", re.IGNORECASE)
WINDOW_TITLE = re.compile(rf"(?P<title>[^|]*[^|\s])\s*\|\s*{SITE_TITLE.pattern}", re.IGNORECASE)
SITE_NAMES = (
    "institute for war and peace reporting",
    "institute for war & peace reporting",
    "iwpr",
    "giving voice, driving change",
)
OPENING = 24
"""Lines after the first title among which date and byline stand."""
_CREDIT = re.compile(r"\(Photos?\b[^)]*\)\W*$|©\s*\S+|via Getty Images", re.IGNORECASE)


def read(page: Page) -> tuple[Described, str | None, bool]:
    """Reads a page; also gives its kicker, and whether it carries an issue's stamp."""
    found = Described(Claims(page))
    reader = _Reader(page, found, lines_of(page))
    reader.read()
    return found, reader.kicker, reader.has_stamp


def has_opening(page: Page) -> bool:
    """Whether a page prints a date or a byline as only reports do."""
    return any(dateline_of(line.text) or byline_of(line.text) for line in lines_of(page))


class _Reader:
    def __init__(self, page: Page, found: Described, lines: Sequence[Line]) -> None:
        self._page = page
        self._found = found
        self._lines = [line for line in lines if not is_outside(page.blocks[line.block])]
        self.kicker: str | None = None
        self.has_stamp = False

    def read(self) -> None:
        first = self._title()
        if first is None:
            claim_selected(self._page, self._found, 0)
            return
        end = end_of_report(self._page, self._lines, first)
        anchors = self._anchors(first, end)
        body = self._opening(first, anchors, end)
        self._body(first, body, end, is_anchored=bool(anchors))
        if not self._found.citation.authors:
            self._found.set(authors=noted_authors(self._found.claims))
        claim_lists(self._found.claims, self._lines[end:])

    def _title(self) -> int | None:
        """The number of the line that first prints the title."""
        lines, page = self._lines, self._page
        for line in lines:
            if SITE_TITLE.fullmatch(line.text):
                self._found.claims.line("site-title", "site-title", line)
        candidates = [at for at, line in enumerate(lines) if not SITE_TITLE.fullmatch(line.text)]
        in_head = head_title(page, *SITE_NAMES) or self._window_title()
        chosen = next((at for at in candidates if page.blocks[lines[at].block].element == "h1"), None)
        rule = "h1"
        if chosen is None and in_head:
            key = folded(in_head.value)
            chosen, rule = next((at for at in candidates if folded(lines[at].text) == key), None), in_head.rule
        if chosen is None and not page.head and candidates:
            # A text capture: the title is its first line, which today's layout prints twice and that of 2020 below
            # the site's own title; both print date or byline soon after.
            opening = lines[:OPENING]
            repeated = Counter(folded(line.text) for line in opening)
            first = candidates[0]
            is_dated = any(dateline_of(line.text) or byline_of(line.text) for line in opening[first + 1 :])
            if first > 0 or repeated[folded(lines[first].text)] > 1 or is_dated:
                chosen, rule = first, "first-line"
        if chosen is None:
            self._found.set(title=in_head)
            if in_head is None:
                self._found.issue("title", "neither heading nor head")
            return None
        title = " ".join(lines[chosen].text.split(" "))
        self._found.set(title=Found(title, rule))
        self.kicker = kicker_of(title)
        before = lines[chosen - 1].text if chosen else ""
        if self.kicker is None and (kicker := kicker_of(before)):
            self.kicker = kicker
            self._found.claims.line("metadata", "kicker", lines[chosen - 1])
        return chosen

    def _window_title(self) -> Found[str] | None:
        """The title that a text capture keeps of the browser's window: ``Title | Institute for War and Peace …``."""
        match = WINDOW_TITLE.fullmatch(self._lines[0].text) if self._lines and not self._page.head else None
        if match is None:
            return None
        self._found.claims.line("site-title", "window-title", self._lines[0])
        return Found(match["title"], "window-title")

    def _anchors(self, first: int, end: int) -> list[int]:
        """Lines with date, byline or stamp near the title."""
        anchors: list[int] = []
        for at in range(first + 1, min(first + 1 + OPENING, end)):
            line = self._lines[at]
            if self._read_anchor(line):
                anchors.append(at)
            elif anchors and at > anchors[-1] + 1:
                break  # the body has begun
        return anchors

    def _read_anchor(self, line: Line) -> bool:
        citation, claims = self._found.citation, self._found.claims
        if published := dateline_of(line.text):
            claims.line("dateline", "dateline", line)
            if citation.published is None:
                self._found.set(published=published)
            return True
        if looks_like_dateline(line.text):
            claims.line("dateline", "dateline", line)
            self._found.issue("publication-date", line.text, line.start, line.end)
            return True
        byline = byline_of(line.text)
        stamp = byline.stamp if byline else stamp_of(line.text)
        if byline is None and stamp is None:
            return False
        claims.line("byline" if byline else "dateline", "byline" if byline else "stamp", line)
        if byline and not citation.authors:
            self._found.set(authors=tuple(Author(name, False, "byline") for name in byline.names))
        if stamp:
            self.has_stamp = True
            self._found.set(reference=Found(stamp.reference, "stamp"))
            if stamp.published is None:
                self._found.issue("publication-date", stamp.printed_date, line.start, line.end)
            elif citation.published is None:
                self._found.set(published=stamp.published)
        return True

    def _opening(self, first: int, anchors: Sequence[int], end: int) -> int:
        """Claims title, standfirst and captions; returns the number of the body's first line."""
        lines, claims = self._lines, self._found.claims
        title = folded(lines[first].text)
        opening = self._opening_end(first, anchors, end)
        printed = Counter(folded(line.text) for line in lines[first:opening])
        summary = folded(
            self._page.head_value("meta:og:description") or self._page.head_value("meta:description") or ""
        )
        standfirst: str | None = None
        for at in range(first, opening):
            line, key = lines[at], folded(lines[at].text)
            if at in anchors:
                continue
            if key == title:
                claims.line("title", "title", line)
            elif "figcaption" in element_names(self._page.blocks[line.block]) or _CREDIT.search(line.text):
                claims.line("photo-caption", "photo-caption", line)
            elif kicker := kicker_of(line.text):
                self.kicker = self.kicker or kicker
                claims.line("metadata", "kicker", line)
            elif standfirst is None:
                standfirst = key
                rule = "as-in-head" if key == summary else "below-title"
                claims.line("standfirst", rule, line)
                self._found.set(standfirst=Found(line.text, rule))
            elif key == standfirst:
                claims.line("standfirst", "below-title", line)
            elif printed[key] > 1:
                claims.line("photo-caption", "printed-twice", line)
            else:
                self._found.issue("unknown-line", line.text, line.start, line.end)
        return opening

    def _opening_end(self, first: int, anchors: Sequence[int], end: int) -> int:
        if anchors:
            return anchors[-1] + 1
        # Without date and byline: up to the last repetition of title or standfirst.
        keys = [folded(line.text) for line in self._lines[first : min(first + OPENING, end)]]
        counted = Counter(keys)
        summary = folded(
            self._page.head_value("meta:og:description") or self._page.head_value("meta:description") or ""
        )
        last = max(at for at, key in enumerate(keys) if at == 0 or counted[key] > 1 or (summary and key == summary))
        return first + last + 1

    def _body(self, first: int, body: int, end: int, *, is_anchored: bool) -> None:
        lines, page = self._lines, self._page
        if body >= end:
            claim_selected(page, self._found, lines[body - 1].end)
            return
        container = common_container(page.blocks[lines[at].block] for at in (first, body))
        left_out = {
            number for number, block in enumerate(page.blocks) if is_outside(block) or not is_inside(block, container)
        }
        stop = lines[end].start if end < len(lines) else len(page.text)
        for number, block in enumerate(page.blocks):
            if lines[body].start <= block.start_char < stop and is_linked_aside(page, block):
                self._found.claims.add("related-stories", "aside-of-links", block.start_char, block.end_char)
                left_out.add(number)
        rule = "between-opening-and-lists" if is_anchored else "below-title"
        if not self._found.claims.body(lines[body].start, stop, rule, left_out):
            claim_selected(page, self._found, lines[body].start)
