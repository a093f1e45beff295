"""UNHCR's disclaimer, wherever it stands: at the end (sources.md §2), above the body, glued to it, in a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.page import Page
from tasks.sources.described import Described
from tasks.sources.values import UNHCR_DISCLAIMER

LABEL = r"(?:Disclaimer|Descargo de responsabilidad|Aviso legal|Avertissement)"
REACH = 60
"""Characters before the words in which their label may stand."""

_LABEL_BEFORE = re.compile(rf"(?:\A|(?<=[\s.!?…\"'”’»)\]]))(?P<label>{LABEL}\s{{0,3}}:?)\s{{0,9}}\Z")
_LABEL_FIRST = re.compile(rf"{LABEL}(?:\s{{0,3}}:\s{{0,9}}|\s{{0,9}}\Z)", re.IGNORECASE)
_QUOTES = '“"«‘„'


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """One printing of the disclaimer, its label with it."""

    start: int
    """Of the label, where there is one."""
    words: int
    """Offset of the words themselves."""
    end: int
    begins_line: bool
    ends_line: bool


def find_disclaimers(page: Page, start: int) -> Iterator[Disclaimer]:
    """The disclaimers behind an offset, in order. One in quotation marks is the report's own words."""
    starts = [block.start_char for block in page.blocks]
    for match in UNHCR_DISCLAIMER.finditer(page.text, start):
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or page.blocks[at].end_char <= match.start():
            continue  # in what a web archive laid over the page
        first = max(start, match.start() - REACH)
        label = _LABEL_BEFORE.search(page.text[first : match.start()])
        if label is None and page.text[match.start() - 1 : match.start()] in tuple(_QUOTES):
            continue
        begin = first + label.start("label") if label else match.start()
        before = page.text[max(0, begin - REACH) : begin].rpartition("\n")[2]
        behind = page.text[match.end() : match.end() + REACH].partition("\n")[0]
        yield Disclaimer(begin, match.start(), match.end(), not before.strip(), not behind.strip(" \t\xa0|)]"))


def claim(found: Described, disclaimers: Sequence[Disclaimer]) -> None:
    """Claims words and labels apart."""
    for each in disclaimers:
        found.claims.add("unhcr-disclaimer", "unhcr-disclaimer", each.words, each.end)
        found.claims.add("metadata", "label:Disclaimer", each.start, each.words)


def label_of(text: str) -> str | None:
    """The label with which a block begins, alone or before a colon; none where it begins otherwise."""
    match = _LABEL_FIRST.match(text)
    return match[0] if match else None
