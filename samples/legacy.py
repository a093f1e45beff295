"""UNHCR's web archive of the retired Refworld: document pages, listings and the replay around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from samples.legacy_pages import captured_at, legacy_page, legacy_text
from samples.markup import Answer, document, html_answer, links, moved, pages_of
from samples.model import Placement, SampleReport

HOST = "webarchive.archive.unhcr.test"
SITE = "www.refworld.test"
LISTED_AT = "20191026125213"
REFUSED_AT = "20100615093000"
"""Captures of that time lie in a folder that the host's robots.txt keeps robots out of."""
PER_PAGE = 10

_ROBOTS = f"User-agent: *\nDisallow: /{REFUSED_AT}mp_/\nDisallow: /search\n"
_HREF = re.compile(r'(href|src|action)="(https?://[^"]+|/(?!/)[^"]*)"')

Entry = tuple[SampleReport, Placement]


def legacy_routes(reports: Iterable[SampleReport]) -> dict[str, Answer]:
    """Path and query → answer, on the web archive's host."""
    entries = [(report, place) for report in reports for place in report.places if place.site == "legacy"]
    routes: dict[str, Answer] = {"/robots.txt": Answer(_ROBOTS.encode(), media_type="text/plain")}
    for report, place in entries:
        shown = report.on(place)
        for address in place.addresses:
            routes |= _captures(place.captured, address, shown, place)
    listings = {
        "publisher,IWPR,,,,,{skip}.html": entries,
        "country,,,,KAZ,,,{skip}.html": [entry for entry in entries if "KAZ" in entry[0].country_codes],
        "publisher,IRBC,,,,,{skip}.html": [entry for entry in entries if entry[0].publisher_code == "IRBC"],
    }
    for form, listed in listings.items():
        for number, page in enumerate(_listing_pages(form, listed)):
            original = f"http://{SITE}/{form.format(skip=number * PER_PAGE)}"
            routes[f"/{LISTED_AT}mp_/{original}"] = html_answer(replayed(page, LISTED_AT, original))
            routes[f"/{LISTED_AT}id_/{original}"] = html_answer(page)
    first = f"http://{SITE}/publisher,IWPR,,,,,0.html"
    routes[f"/{LISTED_AT}mp_/http://{SITE}/publisher/IWPR.html"] = routes[f"/{LISTED_AT}mp_/{first}"]
    routes["/"] = html_answer(document("UNHCR Web Archive", "", "<h1>UNHCR Web Archive</h1><p>Collections</p>"))
    return routes


def nearest(target: str, routes: Mapping[str, Answer]) -> Answer | None:
    """What a replay server does with a time at which it holds nothing: it leads to the nearest capture."""
    asked = re.fullmatch(r"/(\d{14})(mp_|id_)?/(https?://.+)", target)
    if not asked:
        return None
    digits, modifier, original = asked.group(1), asked.group(2) or "mp_", asked.group(3)
    held = re.compile(rf"/(\d{{14}}){modifier}/{re.escape(original)}")
    times = [match.group(1) for route in routes if (match := held.fullmatch(route))]
    if not times:
        return None
    best = min(times, key=lambda time: abs(int(time) - int(digits)))
    return moved(f"http://{HOST}/{best}{modifier}/{original}", status=302)


def replayed(page: str, digits: str, original: str) -> str:
    """The page as a replay server shows it: its own banner above, absolute links led back into the archive."""
    archive = f"http://{HOST}/{digits}mp_/"

    def led_back(match: re.Match[str]) -> str:
        name, to = match.groups()
        if to.startswith(f"http://{HOST}/"):
            return match.group()
        return f'{name}="{archive}{to if to.startswith("http") else f"http://{SITE}{to}"}"'

    day = f"{digits[6:8]}/{digits[4:6]}/{digits[:4]}"
    banner = (
        f'<div id="_wb_frame_top_banner"><span id="_wb_label">This is an archived page of {escape(original)} '
        f"captured on {day}. It may not work as it once did.</span>\n"
        f'<a href="http://{HOST}/">UNHCR Web Archive</a> <a href="http://{HOST}/{digits}*/{escape(original)}">'
        "All captures</a></div>\n"
    )
    rewritten = _HREF.sub(led_back, page)
    return rewritten.replace(
        "<body>\n", f"<body>\n<!-- BEGIN REPLAY BANNER -->\n{banner}<!-- END REPLAY BANNER -->\n", 1
    )


def _captures(digits: str, address: str, report: SampleReport, place: Placement) -> dict[str, Answer]:
    original = f"http://{SITE}/{address}"
    modified = captured_at(place).date()
    if place.layout == "text":
        plain = Answer(legacy_text(report, place).encode(), media_type="text/plain; charset=utf-8", modified=modified)
        return {f"/{digits}{modifier}/{original}": plain for modifier in ("mp_", "id_")}
    page = legacy_page(report, place)
    return {
        f"/{digits}mp_/{original}": html_answer(replayed(page, digits, original), modified=modified),
        f"/{digits}id_/{original}": html_answer(page, modified=modified),
    }


def _listing_pages(form: str, entries: list[Entry]) -> list[str]:
    items = [_item(report, place) for report, place in entries]
    if form.startswith("publisher,IWPR"):
        items.append(_refused_item())
    pages = pages_of(items, PER_PAGE)
    addresses = [form.format(skip=number * PER_PAGE) for number in range(len(pages))]
    return [_listing(number, page, addresses, len(items)) for number, page in enumerate(pages)]


def _listing(number: int, items: list[str], addresses: list[str], total: int) -> str:
    first = number * PER_PAGE + 1
    pager = " ".join(
        f"<b>{other + 1}</b>" if other == number else f'<a href="{address}">{other + 1}</a>'
        for other, address in enumerate(addresses)
    )
    body = (
        f'<div id="menu">{links((("/", "Home"), ("/publisher/IWPR.html", "Publishers")))}</div>\n'
        f'<div id="content">\n<h1>Publisher: Institute for War and Peace Reporting</h1>\n'
        f"<p>Showing {first}-{first + len(items) - 1} of {total} results</p>\n"
        + "\n".join(items)
        + f'\n<p id="pager">{pager}</p>\n</div>\n<h4>Search Refworld</h4><h4>Countries</h4>'
    )
    return document("Refworld | Institute for War and Peace Reporting", "", body)


def _item(report: SampleReport, place: Placement) -> str:
    teaser = escape(report.blocks[0].text[:140].rsplit(" ", 1)[0], quote=False)
    topics = f" | Topic(s): {escape(' - '.join(report.topics))}" if report.topics else ""
    info = (
        f"{report.printed_date} | Publisher: {escape(report.publisher)} | "
        f"Document type: {report.document_type}{topics} | Countries: {escape(report.country)}"
    )
    return _info_item(place.addresses[0], report.title, teaser, info)


def _refused_item() -> str:
    to = f"http://{HOST}/{REFUSED_AT}mp_/http://{SITE}/docid/4c1745e82.html"
    info = "Publisher: Institute for War and Peace Reporting | Document type: Country Reports | Countries: Armenia"
    teaser = "The last keeper of the station above Artavon left in"
    return _info_item(to, "Armenian Weather Station Loses its Keeper", teaser, f"11 June 2010 | {info}")


def _info_item(to: str, title: str, teaser: str, info: str) -> str:
    return (
        f'<div class="item"><a class="itemlink" href="{escape(to)}">{escape(title, quote=False)}</a>\n'
        f'<p>{teaser} ...</p>\n<p class="iteminfo">{info}</p></div>'
    )
