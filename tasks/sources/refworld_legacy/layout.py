"""The retired Refworld's pages, by their printed labels: tables, lists, blocks or lines alike (sources.md §1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.page import Page
from tasks.report import Found
from tasks.sources import values
from tasks.sources.dates import printed_time
from tasks.sources.described import Described, head_title
from tasks.sources.fields import Field, Header, LabelSet
from tasks.sources.labelled import MAX_ABOVE, read_header
from tasks.sources.lines import HEADINGS, Claims, Line, folded, is_outside
from tasks.sources.persons import noted_authors
from tasks.sources.refworld_legacy import cited, rows
from tasks.sources.refworld_legacy.body import read_body
from tasks.sources.refworld_legacy.notes import superseded

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
MAX_BROKEN = 3
"""Lines into which a capture breaks a title."""
MIN_REPEATED = 12
"""Letters a line must have to be known again in the citation: "Kelmara" alone may stand in any."""

_LAST_UPDATED = re.compile(r"\|?\s*Last[ \xa0]Updated\s*[:|]?\s*(?P<time>.*?)\s*\|?")


def find_header(page: Page, lines: Sequence[Line]) -> tuple[int | None, Header | None]:
    """The line of the site's last update, and the labelled header."""
    updated = next(
        (
            at
            for at, line in enumerate(lines[:MAX_ABOVE])
            if _LAST_UPDATED.fullmatch(line.text) and not is_outside(page.blocks[line.block])
        ),
        None,
    )
    # What stands before the last update is the site's menu.
    header = read_header(page, lines, LABELS, updated + 1 if updated is not None else 0)
    if header is None and updated is not None and (above := read_header(page, lines, LABELS, 0)):
        return None, above  # the line was not the one above the header but one of the body's, or the page's foot
    return updated, header


def read(page: Page, lines: Sequence[Line], updated: int | None, header: Header | None) -> Described:
    """Reads a page of the retired site; `updated` and `header` as `find_header` found them."""
    found = Described(Claims(page))
    at = _read_updated(found, lines, updated) if updated is not None else 0
    title, title_end = _read_title(page, found, lines, at, header, is_anchored=updated is not None)
    found.offer("title", title)
    start = title_end
    if header:
        rows.read_rows(page, found, header, title)
        start = _behind_header(page, found, lines, header, title_end)
    else:
        found.issue("header", "no known label")
        start = _claim_early_disclaimer(page, found, lines, start)
    read_body(page, found, lines, _anchor(lines, updated, header), start)
    _decide(page, found, header)
    return found


def _anchor(lines: Sequence[Line], updated: int | None, header: Header | None) -> int | None:
    """Where the header begins; none where nothing of it was seen."""
    if header:
        return header.fields[0].start
    return lines[updated].start if updated is not None else None


def _decide(page: Page, found: Described, header: Header | None) -> None:
    """Chooses among what was offered, once the text below has told its share."""
    found.offer("authors", noted_authors(found.claims))
    found.offer("title", head_title(page, *SITE_NAMES))
    found.decide(rows.TRUST)
    if found.citation.title is None:
        found.issue("title", "no text where the title stands")
    if header:
        rows.note_missing(found)
    related, issues = superseded(found.claims)
    found.set(related=(*found.citation.related, *related))
    found.issues.extend(issues)


def _behind_header(page: Page, found: Described, lines: Sequence[Line], header: Header, title_end: int) -> int:
    """Claims the disclaimer, with its label or without; returns where the body begins."""
    disclaimer = header.field("Disclaimer")
    if disclaimer and disclaimer.value(page):
        return _claim_disclaimer(page, found, disclaimer)
    start = max(title_end, header.fields[-1].end)
    after = (
        _claim_unlabelled_disclaimer(page, found, lines[header.after], start) if header.after < len(lines) else start
    )
    if disclaimer:
        found.claims.add("metadata", "label:Disclaimer", disclaimer.start, disclaimer.end)
        if after == start:
            found.issue("empty-label", disclaimer.label, disclaimer.start, disclaimer.end)
    return after


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
) -> tuple[Found[str] | None, int]:
    """The unlabelled text before the first label, and the offset behind it."""
    before = [
        line
        for line in lines[at : header.first if header else len(lines)]
        if not is_outside(page.blocks[line.block])
        and not values.UNHCR_DISCLAIMER.match(line.text)
        and line.text.strip().casefold() not in SITE_NAMES
    ]
    heading = _heading(page, before, header)
    repeated = None if heading or header is None else _repeated(page, before, header)
    chosen = heading or (repeated[-1] if repeated else _nearest(before, header, is_anchored=is_anchored))
    if chosen is None:
        return None, 0
    inside = repeated or [line for line in before if line.block == chosen.block]
    first, last = inside[0], inside[-1] if header or heading else chosen
    rule = page.blocks[chosen.block].element if heading else "between-last-update-and-labels"
    found.claims.add("title", rule, first.start, last.end)
    if is_anchored and not page.links and header:
        for line in before:
            if line.end < first.start or line.start > last.end:
                found.claims.line("metadata", "unlabelled", line)
                found.issue("unknown-label", line.text, line.start, line.end)
    return Found(values.one_line(page.text[first.start : last.end]), rule), last.end


def _heading(page: Page, before: Sequence[Line], header: Header | None) -> Line | None:
    """The h1 nearest to the labels, since a second one may be the site's own; else the nearest heading of any level."""
    nearest = list(reversed(before)) if header else list(before)
    found = next((line for line in nearest if page.blocks[line.block].element == "h1"), None)
    if found or header is None:
        return found
    return next((line for line in nearest if page.blocks[line.block].element in HEADINGS), None)


def _repeated(page: Page, before: Sequence[Line], header: Header) -> Sequence[Line] | None:
    """The line that the head's title or the citation repeat, or the lines of a broken one."""
    head = head_title(page, *SITE_NAMES)
    citing = header.field("Cite as")
    line_cited = folded(citing.value(page)[: cited.MAX_CHARACTERS]) if citing else ""
    stretches = [
        before[end - length : end] for end in range(len(before), 0, -1) for length in range(min(end, MAX_BROKEN), 0, -1)
    ]
    for stretch in stretches:
        words = " ".join(folded(line.text) for line in stretch)
        if (head and words == folded(head.value)) or (len(words) >= MIN_REPEATED and f", {words}" in line_cited):
            return stretch
    return None


def _nearest(before: Sequence[Line], header: Header | None, *, is_anchored: bool) -> Line | None:
    if not before or not (header or is_anchored):
        return None
    return before[-1] if header else before[0]


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
