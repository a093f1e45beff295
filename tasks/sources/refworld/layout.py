"""The live Refworld's pages (Drupal, since 2023): title, three labels, body, disclaimer at the end (sources.md §2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.page import Page
from tasks.report import Found
from tasks.sources import values
from tasks.sources.described import Described, claim_selected, head_title
from tasks.sources.fields import Field, Header, LabelSet
from tasks.sources.labelled import read_header
from tasks.sources.lines import (
    HEADINGS,
    Claims,
    Line,
    common_container,
    element_names,
    folded,
    is_inside,
    is_outside,
    lines_of,
)

LABELS = LabelSet(
    ranks={"Author": 1, "Document source": 2, "Date": 3},
    starters=frozenset({"Author", "Document source", "Date"}),
    long_values=frozenset(),
    is_colon_needed=True,
    last="Date",
)
MAX_DATE_CHARACTERS = 40
"""What stands behind a ``Date:`` whose value was lost is the body."""
SITE_NAMES = ("refworld", "unhcr")
END_HEADINGS = frozenset({"related documents", "related document", "latest", "related", "search refworld", "share"})

_DISCLAIMER_LABEL = re.compile(r"Disclaimer\s*:?\s*")


def find_header(page: Page, lines: Sequence[Line]) -> Header | None:
    """The labels below the title; none where the page is not of this layout."""
    header = read_header(page, lines, LABELS)
    # Two of three: a body's "Author:" and "Date:" alone would do for any page.
    return header if header and header.field("Document source", "Date") else None


def read(page: Page) -> Described:
    """Reads a page of the live site."""
    found = Described(Claims(page))
    lines = lines_of(page)
    header = find_header(page, lines)
    title = _read_title(page, found, lines, header)
    start = title.end if title else 0
    if header:
        start = max(start, header.fields[-1].end)
        for field in header.fields:
            start = min(start, _read_field(page, found, field)) if field is header.fields[-1] else start
            if field is not header.fields[-1]:
                _read_field(page, found, field)
    else:
        found.issue("header", "no known label")
    _read_body(page, found, lines, start, [line for line in (title, *_header_lines(lines, header)) if line])
    return found


def _header_lines(lines: Sequence[Line], header: Header | None) -> Sequence[Line]:
    return lines[header.first : header.after] if header else ()


def _read_title(page: Page, found: Described, lines: Sequence[Line], header: Header | None) -> Line | None:
    before = [line for line in lines[: header.first if header else len(lines)] if not _is_menu(page, line)]
    heading = next((line for line in before if page.blocks[line.block].element == "h1"), None)
    in_head = head_title(page, *SITE_NAMES)
    if heading is None and in_head:
        heading = next((line for line in before if folded(line.text) == folded(in_head.value)), None)
    if heading is None:
        found.set(title=in_head)
        if in_head is None:
            found.issue("title", "neither heading nor head")
        return None
    block = page.blocks[heading.block]
    rule = block.element if block.element in HEADINGS else "as-in-head"
    found.claims.add("title", rule, block.start_char, block.end_char)
    found.set(title=Found(" ".join(re.split(r"[\t\n\r ]+", page.block_text(block))), rule))
    return heading


def _read_field(page: Page, found: Described, field: Field) -> int:
    """Takes one label's value; returns the offset behind what belongs to it."""
    rule = f"label:{field.label}"
    value = field.value(page)
    end = field.end
    if field.label == "Date" and field.is_known and len(value) > MAX_DATE_CHARACTERS:
        value, end = "", field.start + len("Date:")
    kind = rule if field.is_known else f"unknown-label:{field.label}"
    found.claims.add("metadata", kind, field.start, end)
    if not field.is_known:
        found.issue("unknown-label", field.label, field.start, end)
        return end
    if not value and field.label == "Document source":
        return end  # a link whose text extractors lose: known, and told by the fill rate
    if not value:
        found.issue("empty-label", field.label, field.start, end)
        return end
    match field.label:
        case "Author":
            found.set(authors=values.authors(page, field))
        case "Document source":
            found.set(publisher=Found(" ".join(value.split()), rule))
        case "Date":
            published = values.publication_date(value, rule)
            if published:
                found.set(published=published)
            else:
                found.issue("publication-date", value, field.start, end)
    return end


def _read_body(page: Page, found: Described, lines: Sequence[Line], start: int, header: Sequence[Line]) -> None:
    behind = [line for line in lines if line.start >= start and not _is_menu(page, line)]
    if not header or not behind:
        claim_selected(page, found, start)
        return
    container = common_container(page.blocks[line.block] for line in (*header, behind[0]))
    inside = [line for line in behind if is_inside(page.blocks[line.block], container)]
    end = _claim_disclaimer(page, found, behind) or _end_of(page, inside)
    skip = [
        number
        for number, block in enumerate(page.blocks)
        if is_outside(block) or "aside" in element_names(block) or not is_inside(block, container)
    ]
    if not found.claims.body(start, end, "between-labels-and-disclaimer", skip):
        claim_selected(page, found, start)


def _claim_disclaimer(page: Page, found: Described, lines: Sequence[Line]) -> int | None:
    """Claims the last UNHCR disclaimer, labelled or not; returns the offset at which the body ends."""
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        match = values.UNHCR_DISCLAIMER.search(page.text, line.start, line.end)
        label = _DISCLAIMER_LABEL.match(line.text)
        if match is None or match.start() > line.start + (label.end() if label else 0):
            continue
        found.claims.add("unhcr-disclaimer", "unhcr-disclaimer", *match.span())
        if match.start() > line.start:
            found.claims.add("metadata", "label:Disclaimer", line.start, match.start())
            return line.start
        if at and _DISCLAIMER_LABEL.fullmatch(lines[at - 1].text):
            found.claims.line("metadata", "label:Disclaimer", lines[at - 1])
            return lines[at - 1].start
        return line.start
    return None


def _end_of(page: Page, lines: Sequence[Line]) -> int:
    for line in lines:
        if folded(line.text) in END_HEADINGS and page.blocks[line.block].element in HEADINGS:
            return line.start
    return lines[-1].end if lines else 0


def _is_menu(page: Page, line: Line) -> bool:
    return is_outside(page.blocks[line.block])
