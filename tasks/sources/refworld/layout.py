"""The live Refworld's pages (Drupal, since 2023): title, three labels, body, disclaimer at the end (sources.md §2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tasks.page import Block, Page
from tasks.report import Found, PublicationDate, Related
from tasks.sources import values
from tasks.sources.described import Described
from tasks.sources.fields import Field, Header
from tasks.sources.lines import HEADINGS, Claims, Line, is_outside, lines_of
from tasks.sources.parted import parted
from tasks.sources.refworld import header as labels
from tasks.sources.refworld import published
from tasks.sources.refworld.body import read_body
from tasks.sources.refworld.header import find_header
from tasks.sources.refworld.region import first_prose
from tasks.sources.refworld.related import find_boxes, other_editions
from tasks.sources.refworld.titles import read_title
from tasks.weighing import Trust

__all__ = ["find_header", "own_lines", "read"]

TRUST: Mapping[str, Sequence[Trust]] = {
    "title": (
        Trust("h1", "the page's own heading"),
        Trust("as-in-head", "printed on the page as the head gives it"),
        Trust("h2", "a heading right above the labels"),
        Trust("h3", "a heading right above the labels"),
        Trust("above-labels", "printed right above the labels"),
        Trust("head:og:title", "the head's title without the site's name"),
        Trust("head:", "the head"),
    ),
    "publisher": (
        Trust("label:Document source", "printed under the site's own label"),
        Trust("label:Judicial body", "printed in the publisher's place"),
        Trust("head:", "the head"),
    ),
    "published": (
        Trust("label:Date", "printed under the site's own label"),
        Trust("address", "the year in the address is that of publication"),
        Trust("link:canonical", "the year in the address that the head names"),
        Trust("head:og:url", "the year in the address that the head names"),
        Trust("head:", "the head's dates are those of the site's import"),
    ),
}
HEAD_PUBLISHERS = ("meta:dcterms.publisher", "meta:citation_publisher")
SITES_OWN = ("unhcr", "acnur", "hcr", "refworld", "united nations high commissioner for refugees")
"""The site's publisher, which its head may name on every page."""


def own_lines(page: Page) -> list[Line]:
    """The lines outside menus, footers and forms, one label to a line."""
    return parted([line for line in lines_of(page) if not is_outside(page.blocks[line.block])], labels.LABELS)


def read(page: Page) -> Described:
    """Reads a page of the live site."""
    found = Described(Claims(page))
    lines = own_lines(page)
    header = find_header(page, lines)
    title = read_title(page, found, lines, header)
    start = title.end_char if title else 0
    span = (start, start)
    if header:
        span = (header.fields[0].start, _read_fields(page, found, header))
        # Text between title and labels is the document's as well: its summary, or all of it.
        above = first_prose(page, start, span[0]) if title else None
        start = above.start_char if above else max(start, span[1])
    else:
        found.issue("header", "no known label")
        published.offer_others(page, found, None)
    boxes = find_boxes(page, span)
    related = (*found.citation.related, *boxes.related, *other_editions(page))
    found.set(related=_each_once(related))
    found.issues.extend(boxes.issues)
    head = ([title] if title else []) + _blocks(page, lines, header)
    read_body(page, found, start, head, (*boxes.spans, span))
    found.decide(TRUST)
    return found


def _each_once(related: Sequence[Related]) -> tuple[Related, ...]:
    once: dict[tuple[str, str], Related] = {}
    for each in related:
        once.setdefault((each.relation, each.address or each.title), each)
    return tuple(once.values())


def _blocks(page: Page, lines: Sequence[Line], header: Header | None) -> list[Block]:
    return [page.blocks[line.block] for line in lines[header.first : header.after]] if header else []


def _read_fields(page: Page, found: Described, header: Header) -> int:
    """Takes the values of all labels; returns the offset behind what belongs to them."""
    end = 0
    date: PublicationDate | None = None
    for field in header.fields:
        value = _value_of(page, field)
        field_end = field.end if value or field.label != labels.DATE else _label_end(page, field)
        end = max(end, field_end)
        rule = f"label:{field.label}"
        found.claims.add("metadata", rule if field.is_known else f"unknown-{rule}", field.start, field_end)
        if not field.is_known:
            found.issue("unknown-label", field.label, field.start, field_end)
        elif not value:
            found.issue("empty-label", field.label, field.start, field_end)
        elif field.label == labels.DATE:
            date = published.printed(value, rule)
            if date is None:
                found.issue("publication-date", value, field.start, field_end)
        else:
            _read_value(page, found, field, value, rule)
    if header.field(labels.SOURCE, labels.JUDGES) is None:
        found.issue("publisher", "no label names one")
    if header.field(labels.DATE) is None:
        found.issue("publication-date", "no label gives one")
    _offer_heads_publisher(page, found)
    if date:
        source = header.field(labels.SOURCE)
        date = published.with_stand_in(date, source.value(page) if source else "", page)
        found.offer("published", date)
    published.offer_others(page, found, date)
    return end


def _value_of(page: Page, field: Field) -> str:
    """The printed value; empty where what follows the label is not its value but the text below a lost one."""
    value = field.value(page)
    if field.label != labels.DATE or not value or published.printed(value, ""):
        return value
    gap = page.text[field.start : field.value_start]
    if "\n" not in gap:
        return value if len(value) <= published.MAX_CHARACTERS else ""
    value_block = _block_at(page, field.value_start)
    label_block = _block_at(page, field.start)
    if value_block.row is not None and value_block.row == label_block.row:
        return value
    return value if published.may_be_date(value) and value_block.element not in HEADINGS else ""


def _label_end(page: Page, field: Field) -> int:
    label = page.text[field.start : field.value_start]
    return field.start + len(label.rstrip())


def _block_at(page: Page, offset: int) -> Block:
    return next(block for block in page.blocks if block.end_char > offset)


def _read_value(page: Page, found: Described, field: Field, value: str, rule: str) -> None:
    match field.label:
        case labels.AUTHOR:
            found.offer("authors", values.authors(page, field))
        case labels.SOURCE | labels.JUDGES:
            found.offer("publisher", Found(_joined(page, value), rule))
        case labels.RELATED:
            found.set(related=(*found.citation.related, *values.related(page, field, None)))


def _joined(page: Page, value: str) -> str:
    """Values of several elements side by side; a line that a text capture broke is one."""
    parts = [" ".join(part.split()) for part in value.split("\n\n")] if page.head else [" ".join(value.split())]
    return "; ".join(part for part in parts if part)


def _offer_heads_publisher(page: Page, found: Described) -> None:
    for name in HEAD_PUBLISHERS:
        value = " ".join((page.head_value(name) or "").split())
        if value and not value.casefold().startswith(SITES_OWN):
            found.offer("publisher", Found(value, f"head:{name.removeprefix('meta:')}"))
