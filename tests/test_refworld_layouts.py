"""The live Refworld's page in every markup one can think of: nobody has seen the real one (sources.md §2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import product

import pytest

from tasks.archive.payload import Payload
from tasks.batch.onepage import read_payload
from tasks.report import Report
from tasks.sources.refworld.forms import document_of, identify
from tests.conftest import SHARED

DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
    " Any views expressed are solely those of the author or publisher and do not necessarily reflect those of UNHCR."
)
ADDRESS = "https://www.refworld.test/reference/annualreport/obskel/2006/en/44270"
LISTED = SHARED / "sources" / "refworld_pages.jsonl"

Rows = list[tuple[str, str]]
"""Labels and values, the values as markup."""


def rows_of(author: str, publisher: str, date: str) -> Rows:
    linked = f'<a href="/document-sources/x">{escape(publisher)}</a>'
    rows = [("Author", escape(author)), ("Document source", linked), ("Date", date)]
    return [row for row in rows if row[1]]


HEADERS = {
    "drupal": lambda rows: "".join(
        f'<div class="field field--name-f{at} field--label-inline"><div class="field__label">{a}</div>'
        f'<div class="field__item">{b}</div></div>\n'
        for at, (a, b) in enumerate(rows)
    ),
    "drupal-colon": lambda rows: "".join(
        f'<div class="field field--f{at}">\n  <div class="field__label">{a}:</div>\n  <div class="field__items"><div'
        f' class="field__item">{b}</div></div>\n</div>'
        for at, (a, b) in enumerate(rows)
    ),
    "dl": lambda rows: "<dl>" + "".join(f"<dt>{a}:</dt><dd>{b}</dd>" for a, b in rows) + "</dl>",
    "dl-groups": lambda rows: (
        '<dl class="x">' + "".join(f"<div><dt>{a}</dt><dd><p>{b}</p></dd></div>" for a, b in rows) + "</dl>"
    ),
    "table": lambda rows: (
        "<table><tbody>" + "".join(f"<tr><th>{a}:</th><td>{b}</td></tr>" for a, b in rows) + "</tbody></table>"
    ),
    "table-bare": lambda rows: "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>",
    "spans": lambda rows: "".join(f"<div><span>{a}:</span> <span>{b}</span></div>" for a, b in rows),
    "spans-glued": lambda rows: "".join(f"<div><span>{a}</span><span>{b}</span></div>" for a, b in rows),
    "strong": lambda rows: "".join(f"<p><strong>{a}:</strong> {b}</p>" for a, b in rows),
    "strong-colon-outside": lambda rows: "".join(f"<p><b>{a}</b>: {b}</p>" for a, b in rows),
    "strong-next-line": lambda rows: "".join(f"<p><strong>{a}:</strong><br>\n{b}</p>" for a, b in rows),
    "one-paragraph": lambda rows: "<p>" + "<br>".join(f"{a}:&nbsp;{b}" for a, b in rows) + "</p>",
    "list": lambda rows: "<ul>" + "".join(f"<li><em>{a}:</em> {b}</li>" for a, b in rows) + "</ul>",
    "label-paragraphs": lambda rows: "".join(f'<p class="l">{a}:</p><p class="v">{b}</p>' for a, b in rows),
    "headings": lambda rows: "".join(f"<h4>{a}:</h4><div>{b}</div>" for a, b in rows),
    "custom-elements": lambda rows: "".join(f"<rw-field><div>{a}:</div> <div>{b}</div></rw-field>" for a, b in rows),
}
ENDS = {
    "labelled": f"<div><p>Disclaimer: {DISCLAIMER}</p></div>",
    "own-label": f"<div class='d'><h3>Disclaimer:</h3><p>{DISCLAIMER}</p></div>",
    "glued-label": f"<p>Disclaimer{DISCLAIMER}</p>",
    "unlabelled": f"<p><small>{DISCLAIMER}</small></p>",
    "none": "",
}
BODIES: dict[str, tuple[str, list[str]]] = {
    "paragraphs": (
        "<p>The lamps of Kelmara went out at nine, its keeper Lene Aboud said.</p><p>Nobody lit them again.</p>",
        ["The lamps of Kelmara went out at nine, its keeper Lene Aboud said.", "Nobody lit them again."],
    ),
    "fact-box": (
        "<p>Status: Not Free</p><h2>Overview</h2><p>The press of Kelmara is printed abroad, on Thursdays.</p>"
        "<table><tr><th>Year</th><th>Papers</th></tr><tr><td>2004</td><td>2</td></tr></table>"
        "<p>Two papers are left.</p>",
        ["Status: Not Free", "Overview", "The press of Kelmara is printed abroad, on Thursdays."]  # noqa: RUF005
        + ["Year", "Papers", "2004", "2", "Two papers are left."],
    ),
    "blank-lines": (
        "<div>Nine men were seen on the quay before the storm.<br><br>“Eight,” the harbour master wrote.</div>",
        ["Nine men were seen on the quay before the storm.", "“Eight,” the harbour master wrote."],
    ),
    "list": (
        "<p>The Assembly of Kelmara, meeting in the rain,</p><ol><li>Thanks the ferrymen;</li><li>Asks for:<ul>"
        "<li>oil</li><li>rope</li></ul></li></ol><p>Decides to meet again when it is dry.</p>",
        ["The Assembly of Kelmara, meeting in the rain,", "Thanks the ferrymen;", "Asks for:", "oil", "rope"]  # noqa: RUF005
        + ["Decides to meet again when it is dry."],
    ),
}
MENU = '<ul class="menu"><li><a href="/reference">Reference</a></li><li><a href="/legal">Legal documents</a></li></ul>'
LATEST = (
    "<h2>Latest documents</h2>"
    '<ul><li><a href="/reference/annualreport/obskel/2024/en/99001">Salt Roads in 2024</a></li></ul>'
)
PAGES = {
    "main": "<header>{menu}</header><main><article>{title}{header}<div class='text'>{body}</div>{end}</article></main>"
    "<aside>{latest}</aside><footer><p>Refworld is kept by people who answer letters.</p></footer>",
    "soup": "<div id='top'>{menu}</div><div id='mid'>{title}<div class='h'>{header}</div><div class='t'>{body}</div>"
    "{end}</div><div id='right-sidebar'>{latest}<p>New documents are added here every week.</p></div>",
    "flat": "<div class='nav'>{menu}</div>{title}<section>{header}</section><section>{body}</section>{end}"
    "<div class='footer'>{latest}</div>",
    "sections": "<main><section>{title}{header}</section><div class='share-bar'><a href='/pdf'>Download PDF</a></div>"
    "<section class='t'>{body}</section><section>{end}</section><section class='more'>{latest}</section></main>",
    "before": "<div class='sidebar'>{latest}</div><div class='content'><div>{title}</div><div>{header}</div>"
    "<div>{body}</div>{end}<button>Share</button></div>",
}


def page(header: str, form: str, body: str, end: str, title: str, *, is_in_head: bool = False, extra: str = "") -> str:
    name = escape(title, quote=False)
    head = f"<title>{name} | Refworld</title>" + (
        f'<meta property="og:title" content="{escape(title)}">' if name else ""
    )
    parts = {
        "title": "" if is_in_head else f"<h1>{name}</h1>",
        "header": header,
        "body": body,
        "end": ENDS[end],
        "menu": MENU,
        "latest": LATEST,
    }
    shown = PAGES[form].format(**parts)
    return f"<!DOCTYPE html><html lang='en'><head>{head}{extra}</head><body>{shown}</body></html>"


def read(text: str, address: str = ADDRESS, media_type: str = "text/html") -> Report:
    return read_payload(Payload(text.encode(), (), media_type, "utf-8"), address)


def texts(report: Report, *kinds: str) -> list[str]:
    kinds = kinds or ("body", "heading", "see-also")
    return [report.body[each.start_char : each.end_char] for each in report.passages if each.kind in kinds]


def check(report: Report, body: list[str], end: str) -> None:
    assert texts(report) == body
    assert texts(report, "unhcr-disclaimer") == ([] if end == "none" else [DISCLAIMER])


COMBINATIONS = [
    (header, form, tuple(BODIES)[at % len(BODIES)], tuple(ENDS)[at % len(ENDS)])
    for at, (header, form) in enumerate(product(HEADERS, PAGES))
]


@pytest.mark.parametrize(("header", "form", "body", "end"), COMBINATIONS)
def test_page_reads_alike_in_every_markup(header: str, form: str, body: str, end: str) -> None:
    markup, expected = BODIES[body]
    rows = HEADERS[header](rows_of("Tova Ilmari", "Observatory of Kelmara", "5 June 2006"))
    report = read(page(rows, form, markup, end, "Salt Roads of Kelmara"))
    citation = report.citation
    assert citation.title and citation.title.value == "Salt Roads of Kelmara"
    assert citation.publisher and citation.publisher.value == "Observatory of Kelmara"
    assert [author.name for author in citation.authors] == ["Tova Ilmari"]
    assert citation.published and citation.published.printed == "5 June 2006"
    assert citation.candidates == ()
    check(report, expected, end)
    assert [issue for issue in report.issues if issue.rule not in ("country", "language")] == []


@pytest.mark.parametrize("form", ["main", "soup"])
@pytest.mark.parametrize("header", HEADERS)
def test_a_lost_date_takes_no_text_and_leaves_the_year_of_the_address(header: str, form: str) -> None:
    markup, expected = BODIES["paragraphs"]
    heading = "<h2>Salt (Tier 2)</h2>"
    rows = HEADERS[header]([("Author", "Tova Ilmari"), ("Document source", "Observatory of Kelmara"), ("Date", "")])
    report = read(page(rows, form, heading + markup, "labelled", "Salt Roads of Kelmara"))
    published = report.citation.published
    assert published and (published.value.year, published.precision, published.rule) == (2006, "year", "address")
    assert ["empty-label", "Date"] in [[issue.rule, issue.seen] for issue in report.issues]
    check(report, ["Salt (Tier 2)", *expected], "labelled")


@pytest.mark.parametrize("header", HEADERS)
def test_title_in_the_head_alone(header: str) -> None:
    markup, expected = BODIES["paragraphs"]
    rows = HEADERS[header](rows_of("", "Observatory of Kelmara", "June 2006"))
    report = read(page(rows, "main", markup, "unlabelled", "Salt Roads of Kelmara", is_in_head=True))
    title, published = report.citation.title, report.citation.published
    assert title and (title.value, title.rule) == ("Salt Roads of Kelmara", "head:og:title")
    assert published and published.precision == "month"
    assert report.citation.authors == ()
    check(report, expected, "unlabelled")


# ------------------------------------------------------------------ the captured pages


def listed() -> Iterator[dict[str, str | None]]:
    if LISTED.exists():
        yield from map(json.loads, LISTED.read_text(encoding="utf-8").splitlines())


def published_in(title: str, year: str) -> str:
    """A date as such pages print it: by turns to the day, the month, the year."""
    return (f"14 June {year}", f"June {year}", year)[len(title) % 3]


@pytest.mark.skipif(not LISTED.exists(), reason="the list of captured pages is no part of the project")
@pytest.mark.parametrize("entry", list(listed()), ids=lambda entry: (entry["url"] or "").rpartition("/")[2])
def test_captured_page_is_known_by_its_address_and_reads_back(entry: dict[str, str | None]) -> None:
    address = entry["url"] or ""
    section, kind, publisher, year, language, node = address.partition("?")[0].split("/")[3:]
    identity, document = identify(address), document_of(address)
    assert identity and document and entry["kind"] == "document"
    assert identity.document_key == f"refworld/{node}"
    assert (identity.document_type, identity.publisher_code, identity.language) == (kind, publisher.upper(), language)
    assert (
        identity.canonical_address == f"https://www.refworld.org/{section}/{kind}/{publisher}/{year}/{language}/{node}"
    )
    assert document.year == int(year)
    title = re.sub(r"\A\(|\)\Z", "", entry["title"] or "")
    date = entry["date"] or published_in(title, year)
    markup, expected = BODIES["paragraphs"]
    for header, form in (("drupal", "main"), ("dl", "soup"), ("strong", "flat"), ("one-paragraph", "sections")):
        rows = HEADERS[header](rows_of("", f"Publisher {publisher.upper()} of Kelmara", date))
        report = read(page(rows, form, markup, "labelled", title), address)
        citation = report.citation
        assert citation.title and citation.title.value == " ".join(title.split())
        assert citation.published and citation.published.printed == date
        assert citation.published.value.year == int(year)
        assert citation.document_type and citation.document_type.value == kind
        assert citation.publisher_code and citation.publisher_code.value == publisher.upper()
        check(report, expected, "labelled")
    text = f"{title}\nDocument source:\nDate:\n{date}\n\n" + "\n\n".join(expected) + f"\n\nDisclaimer:{DISCLAIMER}\n"
    report = read(text, address, "text/plain")
    assert report.citation.title and report.citation.title.value == " ".join(title.split())
    assert report.citation.published and report.citation.published.printed == date
    check(report, expected, "labelled")
