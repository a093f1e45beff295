"""The rows of a retired page's header: each known label to the field it fills."""

from __future__ import annotations

from dataclasses import replace

from tasks.page import Page
from tasks.report import Found, PublicationDate
from tasks.sources import values
from tasks.sources.dates import stated_date
from tasks.sources.described import Described
from tasks.sources.fields import Field, Header
from tasks.sources.persons import noted
from tasks.sources.refworld_legacy import cited, notes
from tasks.weighing import Trust

STAND_IN_PUBLISHER = "United States Committee for Refugees"
"""Its surveys of 1997 to 1999 carry ``1 January YYYY`` for "some time in that year" (sources.md §1.5)."""
HEAD_DATES = ("article:published_time", "dcterms.date", "dcterms.issued", "dc.date", "dc.date.issued", "datePublished")
"""Never those of a change: they are the site's, or the archive's."""

TRUST = {
    "title": (
        Trust("h1", "the page's heading"),
        *(Trust(f"h{level}", "the heading nearest to the labels") for level in range(2, 7)),
        Trust("between-last-update-and-labels", "it stands where the site prints the title"),
        Trust(cited.RULE, "the citation repeats the title between commas"),
        Trust("head:", "the head's title is the browser's"),
    ),
    "publisher": (
        Trust("label:Publisher", "the row names the publisher"),
        Trust(cited.RULE, "the citation begins with the publisher"),
    ),
    "published": (
        Trust("label:Publication Date", "the row is the date of publication"),
        Trust(cited.RULE, "the citation repeats the date of publication"),
        Trust("head:", "a date in the head may be that of the site's own entry"),
    ),
    "symbol": (
        Trust("label:Citation / Document Symbol", "the row is the symbol"),
        Trust(cited.RULE, "the citation ends with the symbol"),
    ),
    "authors": (
        Trust("label:Author", "the row names the author"),
        Trust("label:Comments", "the site puts an author without a row there"),
        Trust("author-note", "a note below the text introduces the author"),
    ),
}


def read_rows(page: Page, found: Described, header: Header, title: Found[str] | None) -> None:
    """Claims every row and offers what it says; `title` is the one the page prints above."""
    for field in header.fields:
        _read_row(page, found, field)
    publisher = _value(page, header, "Publisher")
    told = cited.read(_value(page, header, "Cite as"), title.value if title else None, publisher)
    if told.symbol and told.symbol == _value(page, header, "Reference"):
        told = replace(told, symbol=None)
    _offer_cited(found, told)
    row = header.field("Publication Date")
    published = values.publication_date(row.value(page), f"label:{row.label}") if row else None
    if printed := [each for each in (published, told.published) if each]:
        for each in printed:
            found.offer("published", _of_year(each, publisher or told.publisher or ""))
        _offer_head_date(page, found)
    symbol = _value(page, header, "Citation / Document Symbol") or told.symbol
    if symbol and values.is_response_symbol(symbol):
        found.set(report_kind=Found("query-response", "symbol"))
    if related := header.field("Related Document", "Related Document(s)"):
        found.set(related=values.related(page, related, symbol))


def note_missing(found: Described) -> None:
    """What a page with a header should say and does not."""
    if found.citation.publisher is None:
        found.issue("publisher", "no row and no citation names one")
    is_noted = any(issue.rule == "publication-date" for issue in found.issues)
    if found.citation.published is None and not is_noted:
        found.issue("publication-date", "no row and no citation gives one")


def _offer_head_date(page: Page, found: Described) -> None:
    """Only beside a date that the page prints itself: alone it would be believed."""
    for name in HEAD_DATES:
        value = next((value for key, value in page.head if key.lower() == f"meta:{name.lower()}"), "")
        if stated := stated_date(value):
            found.offer("published", PublicationDate(stated.value, stated.precision, value, f"head:{name}"))


def _read_row(page: Page, found: Described, field: Field) -> None:
    rule = f"label:{field.label}"
    value = field.value(page)
    if not field.is_known:
        found.claims.add("metadata", f"unknown-label:{field.label}", field.start, field.end)
        found.issue("unknown-label", field.label, field.start, field.end)
        return
    if field.label == "Disclaimer":
        return  # it divides header and body: the layout's
    if field.label == "Comments":
        _claim_comments(page, found, field)
    else:
        found.claims.add("metadata", rule, field.start, field.end)
    if not value:
        found.issue("empty-label", field.label, field.start, field.end)
        return
    match field.label:
        case "Publisher":
            found.offer("publisher", Found(values.one_line(value), rule))
        case "Author":
            found.offer("authors", values.authors(page, field))
        case "Publication Date":
            if values.publication_date(value, rule) is None:
                found.issue("publication-date", value, field.start, field.end)
        case "Country":
            countries, issues = values.countries(page, field)
            found.set(countries=countries)
            found.issues.extend(issues)
        case "Topics":
            found.set(topics=values.topics(page, field))
        case "Citation / Document Symbol":
            found.offer("symbol", Found(values.one_line(value), rule))
        case "Reference":
            found.set(reference=Found(value, rule))
        case "Comments":
            found.offer("authors", values.commenting_author(page, field) or noted(value, rule))
        case "Cite as":
            found.set(cite_as=Found(value, rule))
            found.citation, issue = values.accessed(found.citation, value)
            found.issues.extend([issue] if issue else [])


def _claim_comments(page: Page, found: Described, field: Field) -> None:
    """A comment that is a notice is labelled as one: protection travels with the words."""
    rule = f"label:{field.label}"
    value = field.value(page)
    note = notes.of_comments(value)
    if note is None:
        found.claims.add("metadata", rule, field.start, field.end)
        return
    start = page.text.index(value, field.value_start)
    found.claims.add("metadata", rule, field.start, start + note.start)
    found.claims.add(note.kind, rule, start + note.start, start + len(value))
    found.claims.add("metadata", rule, start + len(value), field.end)  # the bar that closes a table's row


def _offer_cited(found: Described, told: cited.Cited) -> None:
    for name, value in (("publisher", told.publisher), ("title", told.title), ("symbol", told.symbol)):
        found.offer(name, Found(value, cited.RULE) if value else None)


def _of_year(published: PublicationDate, publisher: str) -> PublicationDate:
    is_first = published.precision == "day" and (published.value.month, published.value.day) == (1, 1)
    if is_first and publisher.startswith(STAND_IN_PUBLISHER):
        return replace(published, precision="year", rule=f"{published.rule}+stand-in")
    return published


def _value(page: Page, header: Header, label: str) -> str:
    field = header.field(label)
    return field.value(page) if field else ""
