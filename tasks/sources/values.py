"""Printed fields to citation values. What cannot be read becomes an issue; the field stays a metadata passage."""

from __future__ import annotations

import re
from dataclasses import replace

from tasks.country_codes import named
from tasks.page import Link, Page
from tasks.report import Author, Citation, Country, Found, Issue, PublicationDate, Related
from tasks.sources.addresses import rewrapped, unwrap
from tasks.sources.dates import printed_date
from tasks.sources.fields import Field
from tasks.sources.lines import links_in
from tasks.sources.persons import is_person

SEEN_CHARACTERS = 120
"""No more of a page goes into an issue than finds the cause."""

UNHCR_DISCLAIMER = re.compile(
    (
        r"This is not a UNHCR publication\. "
        r"UNHCR is not responsible for, nor does it necessarily endorse, its content\."
        r"(?: Any views expressed are solely those of [^.]{1,300}\.)?"
    ).replace(" ", r"\s{1,9}")  # non-breaking blanks and wrapped lines, as captures print them
)

_ACCESSED = re.compile(r"\[\s{0,9}accessed\s{1,9}(?P<date>[^\[\]]{1,80}?)\s{0,9}\]", re.IGNORECASE)
_RESPONSE_SYMBOL = re.compile(r"[A-Z]{3}[0-9]{4,6}\.(?:E|F|EF|FE)")


def one_line(text: str) -> str:
    """A value on one line: what markup or a capture broke is joined, and no other white space is changed."""
    return " ".join(re.split(r"[\t\n\r ]+", text))


def publication_date(printed: str, rule: str) -> PublicationDate | None:
    """A printed date as a publication date; none where it is not one."""
    found = printed_date(printed)
    return PublicationDate(found.value, found.precision, printed, rule) if found else None


def accessed(citation: Citation, cite_as: str) -> tuple[Citation, Issue | None]:
    """The date after "accessed", which is the date of the capture (sources.md §1.4)."""
    match = _ACCESSED.search(cite_as)
    if match is None:
        return citation, None
    found = printed_date(match["date"])
    if found is None or found.precision != "day":
        return citation, Issue("accessed", match["date"][:SEEN_CHARACTERS])
    return replace(citation, accessed_on=Found(found.value, "label:Cite as")), None


def cited_date(cite_as: str) -> PublicationDate | None:
    """The publication date inside a printed citation, for pages whose own row is missing (sources.md §1.9).

    It stands after the title, with at most a symbol behind it. A bare year is left alone: it may end the title.
    """
    before = re.split(r"available\s+at", cite_as, maxsplit=1, flags=re.IGNORECASE)[0]
    parts = [part.strip() for part in before.split(",") if part.strip()]
    for part in reversed(parts[-2:]):
        found = publication_date(part, "label:Cite as")
        if found:  # a bare year ends the search: what stands before it is the title
            return found if found.precision != "year" else None
    return None


def authors(page: Page, field: Field) -> tuple[Author, ...]:
    """One author a line, as printed."""
    lines = (line.strip(" \t\xa0|") for line in field.value(page).splitlines())
    return tuple(Author(line, False, f"label:{field.label}") for line in lines if line)


def commenting_author(page: Page, field: Field) -> tuple[Author, ...]:
    """The author that stands in ``Comments``, where it is a bare name and nothing else (sources.md §1.7)."""
    value = field.value(page).strip("\xa0 ")
    name = value.removeprefix("By ").removeprefix("by ").strip()
    return (Author(name, False, f"label:{field.label}"),) if is_person(name) else ()


def topics(page: Page, field: Field) -> tuple[Found[str], ...]:
    """Topics by their links, else by bars, else by lines: their names hold commas and dashes."""
    return tuple(Found(part, f"label:{field.label}") for part in _parts(page, field))


def countries(page: Page, field: Field) -> tuple[tuple[Country, ...], list[Issue]]:
    """The countries a label prints, by any name that is beyond doubt."""
    found: list[Country] = []
    issues: list[Issue] = []
    for name in _parts(page, field):
        country = named(name)
        if country:
            found.append(Country(country.code, name, country.rule(f"label:{field.label}")))
        else:
            issues.append(Issue("country", name[:SEEN_CHARACTERS], field.start, field.end))
    return tuple(found), issues


def related(page: Page, field: Field, symbol: str | None) -> tuple[Related, ...]:
    """The documents a page names as related.

    Of a query response that is in two languages, as its symbol says, it is the same document in the other language
    (sources.md §1.8).
    """
    relation = "translation" if symbol and is_response_symbol(symbol) else "related-document"
    links = links_in(page, field.value_start, field.end)
    rule = f"label:{field.label}"
    if links:
        return tuple(
            Related(relation, " ".join(page.text[link.start_char : link.end_char].split()), target(link, page), rule)  # type: ignore[arg-type]
            for link in links
        )
    titles = (line.strip(" \t\xa0|") for line in field.value(page).splitlines())
    return tuple(Related(relation, title, None, rule) for title in titles if title)  # type: ignore[arg-type]


def is_response_symbol(symbol: str) -> bool:
    """Whether a symbol is that of a response to an information request, such as ``LKA103960.E``."""
    return _RESPONSE_SYMBOL.fullmatch(symbol) is not None


def target(link: Link, page: Page) -> str:
    """Where a link leads, without the web archive that rewrote it."""
    return unwrap(rewrapped(link.target, page.address)).address


def _parts(page: Page, field: Field) -> list[str]:
    links = links_in(page, field.value_start, field.end)
    if links:
        parts = [page.text[link.start_char : link.end_char] for link in links]
    else:
        parts = re.split(r"[|\n]|(?<=\w)\s+/\s+(?=\w)", field.value(page))
    return [folded for part in parts if (folded := " ".join(part.split()).strip(" |"))]
