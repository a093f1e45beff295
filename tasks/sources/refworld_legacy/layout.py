"""The retired Refworld's pages, by their printed labels: tables, lists, blocks or lines alike (sources.md §1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.page import Page
from tasks.report import Found
from tasks.sources import values
from tasks.sources.dates import printed_time
from tasks.sources.described import Described, head_title
from tasks.sources.fields import Field, Header, LabelSet
from tasks.sources.labelled import read_header
from tasks.sources.lines import HEADINGS, Claims, Line, is_outside, lines_of
from tasks.sources.persons import noted, noted_authors
from tasks.sources.refworld_legacy.body import read_body

LABELS = LabelSet(
    ranks={
        "Publisher": 1,
        "Author": 2,
        "Publication Date": 3,
        "Country": 4,
        "Topics": 5,
        "Citation / Document Symbol": 6,
        "Reference": 7,
        "Related Document": 8,
        "Related Document(s)": 8,
        "Cite as": 9,
        "Comments": 10,
        "Disclaimer": 11,
    },
    starters=frozenset({"Publisher", "Author", "Publication Date", "Citation / Document Symbol", "Cite as"}),
    long_values=frozenset({"Related Document", "Related Document(s)", "Cite as", "Comments", "Disclaimer"}),
    is_colon_needed=False,
    last="Disclaimer",
)
SITE_NAMES = ("refworld", "unhcr", "unhcr web archive", "the leader in refugee decision support")
STAND_IN_PUBLISHER = "United States Committee for Refugees"
"""Its surveys of 1997 to 1999 carry ``1 January YYYY`` for "some time in that year" (sources.md §1.5)."""

_LAST_UPDATED = re.compile(r"\|?\s*Last Updated\s*[:|]?\s*(?P<time>.*?)\s*\|?")


def find_header(page: Page, lines: Sequence[Line]) -> tuple[int | None, Header | None]:
    """The line of the site's last update, and the labelled header."""
    updated = next(
        (
            at
            for at, line in enumerate(lines)
            if _LAST_UPDATED.fullmatch(line.text) and not is_outside(page.blocks[line.block])
        ),
        None,
    )
    # What stands before the last update is the site's menu.
    header = read_header(page, lines, LABELS, updated + 1 if updated is not None else 0)
    if header is None and updated is not None and (above := read_header(page, lines, LABELS, 0)):
        return None, above  # the line was not the one above the header but one of the body's, or the page's foot
    return updated, header


def read(page: Page) -> Described:
    """Reads a page of the retired site."""
    found = Described(Claims(page))
    lines = lines_of(page)
    updated, header = find_header(page, lines)
    at = _read_updated(found, lines, updated) if updated is not None else 0
    title_end = _read_title(page, found, lines, at, header, is_anchored=updated is not None)
    start = title_end
    if header:
        for field in header.fields:
            _read_field(page, found, field)
        start = max(title_end, header.fields[-1].end)
        disclaimer = header.field("Disclaimer")
        if disclaimer:
            start = _claim_disclaimer(page, found, disclaimer)
        elif header.after < len(lines):
            start = _claim_unlabelled_disclaimer(page, found, lines[header.after], start)
    else:
        found.issue("header", "no known label")
    start = _claim_early_disclaimer(page, found, lines, start) if not header else start
    read_body(page, found, lines, start, is_sure=header is not None or updated is not None)
    if not found.citation.authors:
        found.set(authors=noted_authors(found.claims))
    return found


def _read_updated(found: Described, lines: Sequence[Line], at: int) -> int:
    """Claims the site's own date; returns the number of the line behind it."""
    line, after = lines[at], at + 1
    match = _LAST_UPDATED.fullmatch(line.text)
    printed, end = (match["time"] if match else ""), line.end
    if not printed and after < len(lines):
        printed, end, after = lines[after].text, lines[after].end, after + 1
    found.claims.add("metadata", "label:Last Updated", line.start, end)
    time = printed_time(printed)
    if time:
        found.set(last_updated_at=Found(time, "label:Last Updated"))
    else:
        found.issue("last-updated", printed, line.start, end)
    return after


def _read_title(
    page: Page, found: Described, lines: Sequence[Line], at: int, header: Header | None, *, is_anchored: bool
) -> int:
    """The unlabelled text before the first label: a heading if there is one, else the block right before the label.

    Returns the offset behind it.
    """
    before = [
        line
        for line in lines[at : header.first if header else len(lines)]
        if not is_outside(page.blocks[line.block])
        and not values.UNHCR_DISCLAIMER.match(line.text)
        and line.text.strip().casefold() not in SITE_NAMES
    ]
    nearest = reversed(before) if header else iter(before)  # a second h1 may be the site's own
    heading = next((line for line in nearest if page.blocks[line.block].element == "h1"), None) or next(
        (line for line in reversed(before if header else ()) if page.blocks[line.block].element in HEADINGS), None
    )
    if heading:
        chosen = heading
    elif before and header:
        chosen = before[-1]
    elif before and is_anchored:
        chosen = before[0]
    else:
        title = head_title(page, *SITE_NAMES)
        found.set(title=title)
        if title is None:
            found.issue("title", "no text where the title stands")
        return 0
    first = next(line for line in before if line.block == chosen.block)
    last = [line for line in before if line.block == chosen.block][-1] if header or heading else chosen
    rule = page.blocks[chosen.block].element if heading else "between-last-update-and-labels"
    found.claims.add("title", rule, first.start, last.end)
    found.set(title=Found(" ".join(re.split(r"[\t\n\r ]+", page.text[first.start : last.end])), rule))
    if is_anchored and not page.links and header:
        for line in before:
            if line.end < first.start or line.start > last.end:
                found.claims.line("metadata", "unlabelled", line)
                found.issue("unknown-label", line.text, line.start, line.end)
    return last.end


def _read_field(page: Page, found: Described, field: Field) -> None:
    rule = f"label:{field.label}"
    value = field.value(page)
    if not field.is_known:
        found.claims.add("metadata", f"unknown-label:{field.label}", field.start, field.end)
        found.issue("unknown-label", field.label, field.start, field.end)
        return
    if field.label == "Comments" and values.is_protecting(value):
        # The value is a notice, and the notice catalogue must see it: protection travels with the words.
        found.claims.add("metadata", rule, field.start, field.value_start)
    elif field.label != "Disclaimer":
        found.claims.add("metadata", rule, field.start, field.end)
    if not value:
        found.issue("empty-label", field.label, field.start, field.end)
        return
    match field.label:
        case "Publisher":
            found.set(publisher=Found(value, rule))
        case "Author":
            found.set(authors=values.authors(page, field))
        case "Publication Date":
            _read_date(found, field, value)
        case "Country":
            countries, issues = values.countries(page, field)
            found.set(countries=countries)
            found.issues.extend(issues)
        case "Topics":
            found.set(topics=values.topics(page, field))
        case "Citation / Document Symbol":
            found.set(symbol=Found(value, rule))
            if values.is_response_symbol(value):
                found.set(report_kind=Found("query-response", "symbol"))
        case "Reference":
            found.set(reference=Found(value, rule))
        case "Related Document" | "Related Document(s)":
            symbol = found.citation.symbol
            found.set(related=values.related(page, field, symbol.value if symbol else None))
        case "Cite as":
            found.set(cite_as=Found(value, rule))
            found.citation, issue = values.accessed(found.citation, value)
            found.issues.extend([issue] if issue else [])
            is_unreadable = any(issue.rule == "publication-date" for issue in found.issues)
            if found.citation.published is None and not is_unreadable and (cited := values.cited_date(value)):
                found.set(published=cited)
        case "Comments":
            if not found.citation.authors:
                found.set(authors=values.commenting_author(page, field) or noted(value, rule))


def _read_date(found: Described, field: Field, value: str) -> None:
    published = values.publication_date(value, f"label:{field.label}")
    if published is None:
        found.issue("publication-date", value, field.start, field.end)
        return
    publisher = found.citation.publisher
    is_first_of_year = published.precision == "day" and (published.value.month, published.value.day) == (1, 1)
    if is_first_of_year and publisher and publisher.value.startswith(STAND_IN_PUBLISHER):
        published = replace(published, precision="year", rule=f"{published.rule}+stand-in")
    found.set(published=published)


def _claim_disclaimer(page: Page, found: Described, field: Field) -> int:
    """Label and text apart; what follows the text in the same line is already the body (sources.md §1.2)."""
    label_end = field.start + len(page.text[field.start : field.value_start].rstrip())
    found.claims.add("metadata", "label:Disclaimer", field.start, label_end)
    match = values.UNHCR_DISCLAIMER.search(page.text, field.value_start, field.end)
    if match is None:
        found.claims.add("metadata", "label:Disclaimer", field.value_start, field.end)
        found.issue("disclaimer", field.value(page), field.value_start, field.end)
        return field.end
    found.claims.add("metadata", "label:Disclaimer", field.value_start, match.start())
    found.claims.add("unhcr-disclaimer", "label:Disclaimer", *match.span())
    if not page.text[match.end() : field.end].strip(" \t|"):
        found.claims.add("metadata", "label:Disclaimer", match.end(), field.end)  # the bar that closes a table's row
        return field.end
    return match.end()


def _claim_unlabelled_disclaimer(page: Page, found: Described, line: Line, start: int) -> int:
    match = values.UNHCR_DISCLAIMER.match(page.text, line.start)
    if match is None:
        return start
    found.claims.add("unhcr-disclaimer", "unhcr-disclaimer", *match.span())
    return match.end()


def _claim_early_disclaimer(page: Page, found: Described, lines: Sequence[Line], start: int) -> int:
    """Where all other rows are missing, the disclaimer still ends the header."""
    for line in (line for line in lines[:12] if line.start >= start):
        match = values.UNHCR_DISCLAIMER.search(page.text, line.start, line.end)
        if match and match.start() - line.start <= len("Disclaimer: "):
            found.claims.add("metadata", "label:Disclaimer", line.start, match.start())
            found.claims.add("unhcr-disclaimer", "unhcr-disclaimer", *match.span())
            return match.end()
    return start
