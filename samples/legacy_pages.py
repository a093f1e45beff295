"""Document pages of the retired Refworld, in the layouts its captures have (sources.md §1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from samples.markup import INVENTED, MONTHS, WEEKDAYS, block_html, body_html, day_month_year, document, links
from samples.model import Placement, SampleReport

DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content. "
    "Any views expressed are solely those of the author or publisher and do not necessarily reflect those of UNHCR, "
    "the United Nations or its Member States."
)
_MENU = (
    ("/", "Home"),
    ("/countries.html", "Countries"),
    ("/topics.html", "Topics"),
    ("/publishers.html", "Publishers"),
    ("/type.html", "Document Types"),
)


def legacy_page(report: SampleReport, place: Placement) -> str:
    """The page as the site itself gave it; a web archive puts its banner above."""
    rows = label_rows(report, place)
    head = (
        '<meta name="robots" content="index, follow">\n'
        f'<link rel="canonical" href="http://www.refworld.test/docid/{place.identity}.html">\n'
        f"<style>.rowlabel {{ font-weight: bold }} #printhidden {{ color: #666 }}</style>"
    )
    if place.layout == "print":
        body = f'<div id="printversion">\n{_header(report, place, rows)}\n{body_html(report)}\n</div>'
    else:
        body = (
            '<div id="top"><img src="/images/refworld-logo.gif" alt="Refworld"> '
            f'<div id="menu">{links(_MENU)}</div></div>\n<div id="content">\n{_header(report, place, rows)}\n'
            f'<div class="story">\n{_story(report, place)}\n</div>\n</div>\n{_footer()}'
        )
    return document(f"Refworld | {report.title}", head, body)


def legacy_text(report: SampleReport, place: Placement) -> str:
    """The same page as a text capture has it: labels glued to their values, links whose text is an address lost."""
    lines = [] if "Last Updated" in place.without else [f"Last Updated: {last_updated(place)}", ""]
    lines += [report.title, ""]
    for label, value in label_rows(report, place):
        lines.append(f"{label}{value}" if label == "Disclaimer" else f"{label} {value.replace(_address(place), '')}")
    lines.append("")
    for block in report.blocks:
        lines += [f"{'- ' if block.element == 'li' else ''}{block.text}", ""]
    return "\n".join([*lines, "Search Refworld", "", "Countries", ""])


def label_rows(report: SampleReport, place: Placement) -> list[tuple[str, str]]:
    """The printed labels with their values, in the order of the site, those left out that this copy lacks."""
    labels = dict(report.labels)
    related = next((name for name in labels if name.startswith("Related Document")), "Related Document")
    values = {
        "Publisher": report.publisher,
        "Author": labels.get("Author"),
        "Publication Date": report.printed_date,
        "Country": labels.get("Country"),
        "Topics": labels.get("Topics"),
        "Citation / Document Symbol": labels.get("Citation / Document Symbol"),
        "Reference": labels.get("Reference"),
        related: labels.get(related),
        "Cite as": _cite_as(report, place),
        "Comments": labels.get("Comments"),
        "Disclaimer": None if place.disclaimer == "none" else DISCLAIMER,
    }
    return [(name, value) for name, value in values.items() if value and name not in place.without]


def last_updated(place: Placement) -> str:
    """The site's own date: the same on unrelated pages captured that day, and no report's date."""
    day = captured_at(place) - timedelta(days=2)
    return f"{WEEKDAYS[day.weekday()]}, {day.day:02d} {MONTHS[day.month - 1]} {day.year}, 13:47 GMT"


def captured_at(place: Placement) -> datetime:
    return datetime.strptime(place.captured + "+0000", "%Y%m%d%H%M%S%z")


def _address(place: Placement) -> str:
    return f"http://www.refworld.test/docid/{place.identity}.html"


def _cite_as(report: SampleReport, place: Placement) -> str:
    # The site's own cite lines part a comma from a title that ends in a country by a blank; the title line does not.
    title = report.label("Title in Cite as") or report.title
    symbol = report.label("Citation / Document Symbol")
    parts = [report.publisher, title, report.printed_date, *([symbol] if symbol else [])]
    accessed = day_month_year(captured_at(place).date())
    address = _address(place) + " " if place.cites_address else ""
    return f"{', '.join(parts)}, available at: {address}[accessed {accessed}]"


def _value_html(name: str, value: str, place: Placement) -> str:
    inner = escape(value, quote=False)
    if name == "Publisher":
        return f'<a href="publisher/X.html">{inner}</a>'
    if name == "Cite as" and _address(place) in inner:
        return inner.replace(_address(place), f'<a href="{_address(place)}">{_address(place)}</a>')
    return f"<i>{inner}</i>" if name == "Cite as" else inner


def _header(report: SampleReport, place: Placement, rows: list[tuple[str, str]]) -> str:
    cells = [(name, _value_html(name, value, place)) for name, value in rows]
    title = escape(report.title, quote=False)
    updated = "" if "Last Updated" in place.without else f'<p id="update">Last Updated: {last_updated(place)}</p>\n'
    if place.layout == "dl":
        pairs = "".join(f"<dt>{name}</dt>\n<dd>{value}</dd>\n" for name, value in cells)
        return f'{updated}<h1>{title}</h1>\n<dl class="docinfo">\n{pairs}</dl>'
    if place.layout == "div":
        pairs = "".join(
            f'<div class="row"><div class="rowlabel">{name}</div> <div class="rowvalue">{value}</div></div>\n'
            for name, value in cells
        )
        return f"{updated}<h2>{title}</h2>\n{pairs}"
    if place.layout == "br":
        lines = "<br>\n".join(f"<b>{name}</b> {value}" for name, value in cells)
        return f'{updated}<span class="title"><b>{title}</b></span><br><br>\n{lines}<br>'
    if place.layout == "print":
        lines = "".join(f"<p><strong>{name}:</strong> {value}</p>\n" for name, value in cells)
        return f"{updated}<h3>{title}</h3>\n{lines}"
    lines = "".join(
        f'<tr><td class="rowlabel" valign="top">{name}</td><td class="rowvalue">{value}</td></tr>\n'
        for name, value in cells
    )
    return f'{updated}<h1>{title}</h1>\n<table class="docinfo" border="0">\n{lines}</table>'


def _story(report: SampleReport, place: Placement) -> str:
    if place.layout != "br":
        return body_html(report)
    lines = [
        block_html(block, report) if block.element == "li" else escape(block.text, quote=False)
        for block in report.blocks
    ]
    return "<br><br>\n".join(lines)


def _footer() -> str:
    return (
        '<form id="search" action="/cgi-bin/texis/vtx/rwmain" method="get"><input type="hidden" name="page" '
        'value="search"><h4>Search Refworld</h4><input type="text" name="query"> <input type="submit"></form>\n'
        '<div id="countries"><h4>Countries</h4><select name="coi"><option>Armenia</option><option>Georgia</option>'
        "<option>Kazakhstan</option><option>Uganda</option></select></div>\n"
        f'<div id="footer">{links((("/about.html", "About us"), ("/contact.html", "Contact"), ("/faq.html", "FAQ")))}'
        f"<p>{INVENTED}</p></div>"
    )
