"""The headers of all known pages of the retired site, printed in every layout it may have had, are read back exactly.

The values are real (`../shared`), layouts and text are invented: nobody has seen the markup (sources.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

import pytest

from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import identify, source
from tasks.sources.dates import printed_date, printed_time
from tests.conftest import SHARED

NAME = "refworld_legacy"
DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content. Any"
    " views expressed are solely those of the author or publisher and do not necessarily reflect those of UNHCR, the"
    " United Nations or its Member States."
)
BODY = (
    "Publisher and printer Aru Tolin opened a second shop on the quay of Port Selby, and closed it within the month.",
    "“Comments were made,” he said.",
    "Countries on the strait print nothing at all.",
    "Nobody has bought the press, which stands on the quay under a sheet and is oiled on Sundays by a neighbour's son.",
)
ACCESSED = "7 June 2023"
ORDER = (
    "Publisher", "Author", "Publication Date", "Country", "Topics", "Citation / Document Symbol", "Reference",
    "Related Document", "Related Document(s)", "Cite as", "Comments", "Disclaimer",
)  # fmt: skip

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """One line of the list of known pages."""

    url: str
    kind: str
    document_id: str | None
    header: dict[str, str]

    @property
    def rows(self) -> Rows:
        """The rows in the site's order, with a citation made of them."""
        header = self.header
        parts = [header.get("Publisher"), header["Title"], header.get("Publication Date")]
        parts += [header.get("Citation / Document Symbol"), f"available at: [accessed {ACCESSED}]"]
        rows = header | {"Cite as": ", ".join(part for part in parts if part), "Disclaimer": DISCLAIMER}
        return [(label, rows[label]) for label in ORDER if label in rows]


def known() -> list[Known]:
    path = SHARED / "sources" / "refworld_legacy_pages.jsonl"
    if not path.exists():
        return []
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Known(row["url"], row["kind"], row["document_id"], row["header"]) for row in rows]


def with_title() -> list[Known]:
    return [each for each in known() if "Title" in each.header]


# ------------------------------------------------------------------ layouts


def _page(header: str, title: str, body: str) -> str:
    menu = "<div class='bar'><a href='/'>Home</a> <a href='/c.html'>Country</a> <a href='/p.html'>Publisher</a></div>"
    foot = "<div class='end'><p>Search Refworld</p><p>Countries</p></div>"
    return (
        f"<html><head><meta charset='utf-8'><title>Refworld | {escape(title)}</title></head><body>{menu}"
        f"<div class='doc'>{header}{body}</div>{foot}</body></html>"
    )


def _paragraphs() -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in BODY)


def _updated(updated: str) -> str:
    return f"<div>Last Updated: {updated}</div>" if updated else ""


def table_rows(updated: str, title: str, rows: Rows) -> str:
    cells = "".join(f"<tr><td><b>{label}</b></td><td>{escape(value)}</td></tr>" for label, value in rows)
    return _page(f"{_updated(updated)}<h1>{escape(title)}</h1><table>{cells}</table>", title, _paragraphs())


def one_layout_table(updated: str, title: str, rows: Rows) -> str:
    cells = "".join(f"<tr><td>{label}</td><td><font>{escape(value)}</font></td></tr>" for label, value in rows)
    stamp = f"<tr><td colspan=2>Last Updated: {updated}</td></tr>" if updated else ""
    body = "<br><br>".join(escape(each) for each in BODY)
    head = f"<tr><td colspan=2><b>{escape(title)}</b></td></tr>"
    return _page(f"<table>{stamp}{head}{cells}<tr><td colspan=2>{body}</td></tr></table>", title, "")


def three_cells(updated: str, title: str, rows: Rows) -> str:
    cells = "".join(f"<tr><td>{label}</td><td>:</td><td>{escape(value)}</td></tr>" for label, value in rows)
    return _page(f"{_updated(updated)}<h1>{escape(title)}</h1><table>{cells}</table>", title, _paragraphs())


def label_above_value(updated: str, title: str, rows: Rows) -> str:
    cells = "".join(f"<tr><th>{label}</th></tr><tr><td>{escape(value)}</td></tr>" for label, value in rows)
    return _page(f"{_updated(updated)}<h1>{escape(title)}</h1><table>{cells}</table>", title, _paragraphs())


def definition_list(updated: str, title: str, rows: Rows) -> str:
    pairs = "".join(f"<dt>{label}:</dt><dd>{escape(value)}</dd>" for label, value in rows)
    return _page(f"{_updated(updated)}<h2>{escape(title)}</h2><dl>{pairs}</dl>", title, _paragraphs())


def div_pairs(updated: str, title: str, rows: Rows) -> str:
    pairs = "".join(f"<div class='r'><div>{label}</div><div>{escape(value)}</div></div>" for label, value in rows)
    return _page(f"{_updated(updated)}<div>{escape(title)}</div>{pairs}", title, f"<div>{_paragraphs()}</div>")


def bold_lines(updated: str, title: str, rows: Rows) -> str:
    lines = "<br>".join(f"<b>{label}</b> {escape(value)}" for label, value in rows)
    stamp = f"Last Updated: {updated}<br><br>" if updated else ""
    body = "<br><br>".join(escape(each) for each in BODY)
    return _page(f"{stamp}<b>{escape(title)}</b><br><br>{lines}<br><br>{body}", title, "")


def word(updated: str, title: str, rows: Rows) -> str:
    def paragraph(text: str) -> str:
        return f"<p class=MsoNormal><span lang=EN-GB>{text}<o:p></o:p></span></p>"

    lines = "".join(paragraph(f"<b>{label}:</b><span> {escape(value)}</span>") for label, value in rows)
    stamp = paragraph(f"Last Updated: {updated}") if updated else ""
    body = "".join(paragraph(escape(each)) for each in BODY)
    return _page(f"{stamp}<p class=MsoTitle>{escape(title)}</p>{lines}<p class=MsoNormal>&nbsp;</p>", title, body)


def _text(updated: str, title: str, rows: Rows, joint: str, end: str, gap: str) -> str:
    stamp = f"Last Updated: {updated}\n\n" if updated else ""
    lines = "\n".join(f"{label}{joint}{value}{end}" for label, value in rows)
    behind = [*BODY, "Search Refworld", "Countries"]
    return f"{stamp}{title}\n\n{lines}\n" + "".join(f"{gap}{each}\n" for each in behind)


def text_blanks(updated: str, title: str, rows: Rows) -> str:
    return _text(updated, title, rows, " ", "", "\n")


def text_glued(updated: str, title: str, rows: Rows) -> str:
    return _text(updated, title, rows, "", "", "")


def text_bars(updated: str, title: str, rows: Rows) -> str:
    return _text(updated, title, rows, " | ", " |", "\n")


def text_own_lines(updated: str, title: str, rows: Rows) -> str:
    return _text(updated, title, rows, "\n\n", "\n", "\n")


MARKUP = (
    table_rows, one_layout_table, three_cells, label_above_value, definition_list, div_pairs, bold_lines, word
)  # fmt: skip
PLAIN = (text_blanks, text_glued, text_bars, text_own_lines)
Layout = Callable[[str, str, Rows], str]


# ------------------------------------------------------------------ what must come back


def _read(text: str, address: str, media_type: str) -> Report:
    page = page_of(text.encode(), address=address, media_type=media_type, charset="utf-8", is_selecting=False)
    now = datetime(2024, 5, 1, tzinfo=UTC)
    capture = Capture("urn:uuid:0", NAME, address, now, 200, media_type, "", 0, "", 0, 0, "fetch", "test")
    return source(NAME).describe(page, capture)


def _differences(report: Report, each: Known) -> Iterator[str]:
    """The fields that do not come back as they were printed."""
    header, citation = each.header, report.citation
    rows = dict(each.rows)
    printed = printed_date(header.get("Publication Date", ""))
    is_stand_in = "Refugees World Refugee Survey 199" in header["Title"]
    precision = "year" if is_stand_in else printed.precision if printed else None
    related = rows.get("Related Document") or rows.get("Related Document(s)")
    named = header.get("Author") or (header["Comments"] if header.get("Comments", "").istitle() else None)
    expected: dict[str, object] = {
        "title": header["Title"],
        "publisher": header.get("Publisher"),
        "published": printed.value if printed else None,
        "precision": precision,
        "last_updated_at": printed_time(header.get("Last Updated", "")),
        "authors": [named] if named else [],
        "symbol": header.get("Citation / Document Symbol"),
        "reference": header.get("Reference"),
        "related": [related] if related else [],
        "cite_as": rows["Cite as"],
        "accessed_on": datetime(2023, 6, 7).date(),
        "candidates": (),
        "body": list(BODY),
        "disclaimer": [DISCLAIMER],
        "comments": [header["Comments"]] if "revised" in header.get("Comments", "") else [],
        "issues": {
            rule
            for rule, is_missing in (
                ("publisher", "Publisher" not in header),
                ("publication-date", printed is None),
            )
            if is_missing
        },
    }
    seen = {
        name: found.value if (found := getattr(citation, name)) else None
        for name in (
            "title",
            "publisher",
            "published",
            "last_updated_at",
            "symbol",
            "reference",
            "cite_as",
            "accessed_on",
        )
    } | {
        "precision": citation.published.precision if citation.published else None,
        "authors": [author.name for author in citation.authors],
        "related": [found.title for found in citation.related],
        "candidates": citation.candidates,
        "body": _passages(report, "body"),
        "disclaimer": _passages(report, "unhcr-disclaimer"),
        "comments": _passages(report, "revision-note"),
        "issues": {issue.rule for issue in report.issues},
    }
    return (f"{name}: {seen[name]!r} is not {expected[name]!r}" for name in expected if seen[name] != expected[name])


def _passages(report: Report, kind: str) -> list[str]:
    return [report.body[p.start_char : p.end_char] for p in report.passages if p.kind == kind]


def _check(layout: Layout, media_type: str) -> None:
    pages = with_title()
    if not pages:
        pytest.skip("the list of real headers is not part of the project")
    for each in pages:
        text = layout(each.header.get("Last Updated", ""), each.header["Title"], each.rows)
        assert not list(_differences(_read(text, each.url, media_type), each)), each.url


@pytest.mark.parametrize("layout", MARKUP, ids=lambda layout: layout.__name__)
def test_every_known_header_comes_back_from_markup(layout: Layout) -> None:
    _check(layout, "text/html")


@pytest.mark.parametrize("layout", PLAIN, ids=lambda layout: layout.__name__)
def test_every_known_header_comes_back_from_text(layout: Layout) -> None:
    _check(layout, "text/plain")


def test_every_known_address_is_identified() -> None:
    pages = known()
    if not pages:
        pytest.skip("the list of real addresses is not part of the project")
    for each in pages:
        found = identify(each.url)
        assert (found[1].document_key if found else None) == (
            f"{NAME}/{each.document_id}" if each.document_id else None
        )
        assert source(NAME).is_listing(each.url) is (each.kind == "listing"), each.url
