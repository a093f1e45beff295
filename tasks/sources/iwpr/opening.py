"""The opening of an IWPR report: title, standfirst, captions, byline, date, in whatever order and number a layout
prints them (sources.md §3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tasks.report import Found, Issue
from tasks.sources.iwpr.above import lines_above
from tasks.sources.iwpr.anchors import LABEL, SEEN_CHARACTERS, Opening, claim_anchor
from tasks.sources.iwpr.boxes import Box, is_linked, is_tool
from tasks.sources.iwpr.bylines import byline_of, is_name
from tasks.sources.iwpr.captions import has_credit, is_caption_element
from tasks.sources.iwpr.kinds import is_kicker, kicker_of
from tasks.sources.iwpr.stamps import (
    bare,
    dateline_of,
    is_bare_date,
    is_update,
    looks_like_dateline,
    month_of,
    plain_date_of,
    stamp_of,
)
from tasks.sources.iwpr.titles import OPENING, is_site_title
from tasks.sources.iwpr.units import Laid, container_of, has_class
from tasks.sources.lines import HEADINGS, Claims, folded, links_in
from tasks.sources.persons import is_person

MAX_OTHER = 2
"""Lines before the byline that nothing explains but their place; with more of them the body has begun."""
MAX_STANDFIRST = 600
MAX_BETWEEN = 60

_NOTICE = re.compile(
    r"As coronavirus sweeps the globe|NOTE TO |\[|Editor['’]s [Nn]ote ?:|EDITOR['’]S NOTE ?:|Copyright|©"
)
"""Beginnings of notices that stand above a byline; their kinds are for the catalogue to tell."""
_STANDFIRST_CLASSES = (
    "standfirst", "summary", "intro", "lede", "lead", "deck", "dek", "subtitle", "sub-title", "subhead", "strap",
    "teaser", "excerpt", "abstract", "description",
)  # fmt: skip
_IMAGE_CLASSES = ("image", "photo", "picture", "media", "gallery")
_AUTHOR_CLASSES = ("author", "byline", "by-line", "writer", "contributor", "field-by")
_OF_PERSON = re.compile(r"/(?:people|person|persons|authors?|contributors?|profiles?|users?|journalists?)/[^/?#]+/?\Z")


def read_opening(laid: Laid, claims: Claims, first: int, boxes: Sequence[Box], text: tuple[str, ...]) -> Opening:
    """Reads the opening behind unit `first`, the title; `text` is the container of the running text."""
    reader = _Reader(laid, claims, first, boxes, text)
    return reader.read()


class _Reader:
    def __init__(self, laid: Laid, claims: Claims, first: int, boxes: Sequence[Box], text: tuple[str, ...]) -> None:
        self._laid, self._claims, self._first, self._text = laid, claims, first, text
        self._units = laid.units
        self._title = folded(self._units[first].text)
        self._boxed = {at for box in boxes for at in range(box.first, box.after)}
        self._window = [at for at in self._following(first) if at not in self._boxed]
        self._captions = {folded(self._units[at].text) for at in self._window if self._is_caption(at)}
        self._printed = Counter(folded(self._units[at].text) for at in (first, *self._window))
        page = laid.page
        self._summary = folded(
            bare(page.head_value("meta:og:description") or page.head_value("meta:description") or "")
        )
        self._found = Opening(first + 1)

    def read(self) -> Opening:
        self._read_before()
        anchors = self._anchors()
        self._found.is_anchored = bool(anchors)
        end = self._end_of_repeats(max(anchors) if anchors else self._end_without_anchor(), bool(anchors))
        self._found.after = end + 1
        standfirst: str | None = None
        self._claims.line("title", "title", self._units[self._first])
        for at in self._window:
            if at > end:
                break
            if at in anchors:
                claim_anchor(self._claims, self._found, self._units[at])
            elif not self._is_passed(at):
                standfirst = self._claim(at, standfirst)
        return self._found

    def _following(self, first: int) -> Iterator[int]:
        return iter(range(first + 1, min(first + 1 + OPENING, len(self._units))))

    def _read_before(self) -> None:
        """The kicker above the title or at its beginning, and what else stands above."""
        self._found.kicker = kicker_of(self._units[self._first].text)
        for at in lines_above(self._laid, self._first):
            before = self._units[at]
            if is_kicker(before.text):
                self._found.kicker = self._found.kicker or kicker_of(before.text)
                self._claims.line("metadata", "kicker", before)
            else:
                claim_anchor(self._claims, self._found, before)

    def _anchors(self) -> set[int]:
        """Units with date, byline or stamp: those above the text, and nothing in it."""
        anchors: set[int] = set()
        others = 0
        for at in self._window:
            unit = self._units[at]
            if folded(unit.text) == self._title:
                continue
            if self._is_anchor(at, others):
                anchors.add(at)
            elif self._is_explained(at) or (anchors and self._parts_anchors(at)):
                continue
            elif anchors or others == MAX_OTHER or len(unit.text) > MAX_STANDFIRST:
                break  # the body has begun
            else:
                others += 1
        return anchors

    def _parts_anchors(self, at: int) -> bool:
        """Whether a line stands between byline and date, both apart from the text: a place, an office."""
        pair = self._units[at : at + 2]
        is_apart = all(container_of(self._laid.block(unit)) != self._text for unit in pair)
        return is_apart and len(pair) == 2 and len(pair[0].text) <= MAX_BETWEEN and self._is_anchor(at + 1, 0)

    def _is_anchor(self, at: int, others: int) -> bool:
        unit = self._units[at]
        block = self._laid.block(unit)
        if block.element in HEADINGS:
            # A diary's headings are dates, a story's may begin with "By".
            byline = byline_of(unit.text)
            is_dated = dateline_of(unit.text) is not None and not self._is_in_text(at)
            return is_dated or (byline is not None and (" " in byline.names[0] or byline.stamp is not None))
        if byline_of(unit.text) or dateline_of(unit.text) or stamp_of(unit.text) or is_update(unit.text):
            return True
        if plain_date_of(unit.text) or looks_like_dateline(unit.text):
            # In a chronicle a date stands alone between paragraphs.
            is_apart = container_of(block) != self._text
            return is_apart or (others <= 1 and not self._begins_chronicle(at))
        if month_of(unit.text) and others <= 1:
            return container_of(block) != self._text
        return self._is_label(at) or self._is_bare_author(at)

    def _is_in_text(self, at: int) -> bool:
        return container_of(self._laid.block(self._units[at])) == self._text and self._printed_among(at)

    def _printed_among(self, at: int) -> bool:
        """Whether more of the kind follows: a diary has several dates."""
        window = self._units[at + 1 : at + 1 + OPENING]
        return any(self._laid.block(unit).element in HEADINGS and dateline_of(unit.text) is not None for unit in window)

    def _begins_chronicle(self, at: int) -> bool:
        """Whether another date stands among the paragraphs below. A capture's teasers are dated too, and their boxes
        are lost."""
        if self._laid.block(self._units[at]).element == "text":
            return False
        key = folded(self._units[at].text)
        return any(
            container_of(self._laid.block(unit)) == self._text and folded(unit.text) != key
            for unit in (self._units[below] for below in self._window if below > at + 1)
            if is_bare_date(unit.text)
        )

    def _is_label(self, at: int) -> bool:
        """ "By" or "Date" alone, with its value in the next unit."""
        if not LABEL.fullmatch(bare(self._units[at].text)) or at + 1 >= len(self._units):
            return False
        value = self._units[at + 1].text
        is_value = is_name(bare(value)) or byline_of(value) or dateline_of(value) or plain_date_of(value)
        return len(value) < MAX_STANDFIRST and bool(is_value)

    def _is_bare_author(self, at: int) -> bool:
        """A name behind a label of its own, or alone in an element that is called so."""
        text = bare(self._units[at].text)
        if at - 1 > self._first and LABEL.fullmatch(bare(self._units[at - 1].text)):
            return is_name(text)
        return is_person(text) and (
            has_class(self._laid.block(self._units[at]), _AUTHOR_CLASSES) or self._leads_to_person(at)
        )

    def _leads_to_person(self, at: int) -> bool:
        unit = self._units[at]
        return any(_OF_PERSON.search(link.target) for link in links_in(self._laid.page, unit.start, unit.end))

    def _is_explained(self, at: int) -> bool:
        key = folded(self._units[at].text)
        is_known = key == self._title or self._printed[key] > 1 or is_kicker(key)
        return is_known or self._is_passed(at) or self._is_caption(at)

    def _is_passed(self, at: int) -> bool:
        """Whether a unit belongs to the site or is a notice: no part of the opening, and nothing to wonder at."""
        unit = self._units[at]
        is_site = is_linked(self._laid.page, unit) or is_tool(unit.text) or is_site_title(unit.text)
        return (is_site or bool(_NOTICE.match(unit.text))) and folded(unit.text) != self._title

    def _is_caption(self, at: int) -> bool:
        unit = self._units[at]
        block = self._laid.block(unit)
        if is_caption_element(block) or has_credit(unit.text):
            return True
        # An element beside the title's own, or inside it: the picture's. The one that holds the title holds more.
        around = container_of(self._laid.block(self._units[self._first]))
        is_apart = container_of(block) != around
        return is_apart and has_class(block, _IMAGE_CLASSES, 2)

    def _end_without_anchor(self) -> int:
        """Without date and byline: up to the last repetition of the title, and what stands with the title apart from
        the text."""
        end = self._first
        for at in self._window:
            key = folded(self._units[at].text)
            if key == self._title:
                end = at
        beside = container_of(self._laid.block(self._units[self._first]))
        for at in self._window:
            if at <= end:
                continue
            unit = self._units[at]
            block = self._laid.block(unit)
            is_apart = block.ancestors[: len(self._text)] != self._text
            is_named = has_class(block, _STANDFIRST_CLASSES, 2)
            is_summary = self._summary == folded(unit.text) and is_apart
            is_beside = is_apart and container_of(block) == beside
            if not (is_named or is_summary or is_beside) or len(unit.text) > MAX_STANDFIRST:
                break
            end = at
        return end

    def _end_of_repeats(self, end: int, is_anchored: bool) -> int:
        """What layouts print again behind date and byline: the title, and behind it the standfirst, and captions. A
        standfirst that stands again without the title is the text's first paragraph."""
        known = self._known_standfirsts(end)
        is_behind_title = not is_anchored and end > self._first and folded(self._units[end].text) == self._title
        for at in self._window:
            if at <= end:
                continue
            key = folded(self._units[at].text)
            is_again = key == self._title or (is_behind_title and key in known)
            if not (is_again or (key in self._captions and self._printed[key] > 1) or self._is_caption_above(at)):
                break
            is_behind_title = key == self._title
            end = at
        return end

    def _is_caption_above(self, at: int) -> bool:
        return self._is_caption(at) and container_of(self._laid.block(self._units[at])) != self._text

    def _known_standfirsts(self, end: int) -> frozenset[str]:
        keys = (folded(self._units[at].text) for at in self._window if at <= end)
        return frozenset(key for key in keys if key != self._title)

    def _claim(self, at: int, standfirst: str | None) -> str | None:
        """Claims a unit that is no anchor; gives the standfirst's key."""
        unit, claims = self._units[at], self._claims
        key = folded(unit.text)
        if key == self._title:
            claims.line("title", "title", unit)
        elif key in self._captions:
            claims.line("photo-caption", "photo-caption", unit)
        elif is_kicker(unit.text):
            self._found.kicker = self._found.kicker or kicker_of(unit.text)
            claims.line("metadata", "kicker", unit)
        elif standfirst is None and len(unit.text) <= MAX_STANDFIRST:
            rule = "as-in-head" if key == self._summary else "below-title"
            claims.line("standfirst", rule, unit)
            self._found.standfirst = Found(" ".join(unit.text.split("\n")).replace("  ", " "), rule)
            return key
        elif key == standfirst:
            claims.line("standfirst", "below-title", unit)
        elif self._printed[key] > 1:
            claims.line("photo-caption", "printed-twice", unit)
        else:
            self._found.issues.append(Issue("unknown-line", unit.text[:SEEN_CHARACTERS], unit.start, unit.end))
        return standfirst
