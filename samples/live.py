"""The live Refworld (Drupal, since 2023): documents, the listing, old addresses that redirect, and a challenge page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from samples.legacy_pages import DISCLAIMER
from samples.markup import INVENTED, Answer, body_html, document, html_answer, links, moved, pages_of
from samples.model import Placement, SampleReport
from samples.syndication import feed

HOST = "www.refworld.test"
PER_PAGE = 5
FED = 4
CHALLENGED = "/reference/annualreport/uscri/2003/en/41999"
REFUSED = "/es/leg/resol/agonu/1948/es/11901"

_ROBOTS = "User-agent: *\nDisallow: /es/\nDisallow: /core/\nDisallow: /search\nDisallow: /user/\n"
_MENU = (
    ("/reference", "Reference documents"),
    ("/jurisprudence", "Jurisprudence"),
    ("/legal", "Legal documents"),
    ("/policy", "Policy"),
    ("/help", "Help"),
)

Entry = tuple[SampleReport, Placement]


def live_routes(reports: Iterable[SampleReport]) -> dict[str, Answer]:
    """Path and query → answer, on the live site's host."""
    entries = [(report, place) for report in reports for place in report.places if place.site == "live"]
    routes: dict[str, Answer] = {"/robots.txt": Answer(_ROBOTS.encode(), media_type="text/plain")}
    for report, place in entries:
        path = _path(place)
        routes[path] = html_answer(live_page(report.on(place), place))
        routes[f"{path}?prevPage=/node/{place.identity}"] = routes[path]
        routes[f"/node/{place.identity}"] = moved(f"http://{HOST}{path}")
        for old in (other for other in report.places if other.site == "legacy"):
            routes[f"/docid/{old.identity}.html"] = moved(f"http://{HOST}{path}")
    routes[CHALLENGED] = _challenge()
    routes[REFUSED] = html_answer(document("Resolución", "", "<h1>Resolución</h1>", language="es"))
    items = [_item(_path(place), report) for report, place in entries]
    items.insert(3, _bare_item(CHALLENGED, "Survey of Displaced Persons 2003 - Armenia", "31 May 2003"))
    items.append(_bare_item(REFUSED, "Resolución sobre las personas desplazadas", "10 December 1948"))
    pages = [_listing(number, page, len(items)) for number, page in enumerate(pages_of(items, PER_PAGE))]
    pages.append(_listing(len(pages), [], len(items)))
    for number, page in enumerate(pages):
        routes[f"/reference?page={number}"] = html_answer(page)
    routes["/reference"] = routes["/reference?page=0"]
    routes["/rss.xml"] = _feed(entries)
    routes["/"] = html_answer(_themed("Refworld", "<h1>Refworld</h1><p>Global law and policy database.</p>", ""))
    return routes


def _feed(entries: Iterable[Entry]) -> Answer:
    """The newest reports, under the addresses that the listing links."""
    dated = sorted(entries, key=lambda entry: entry[0].gold.published_on or date.min, reverse=True)
    items = ((_path(place), report.title, report.gold.published_on) for report, place in dated[:FED])
    return feed("Refworld", f"http://{HOST}/", items)


def live_page(report: SampleReport, place: Placement) -> str:
    """A document page: title, labelled fields, text, and the disclaimer at its end."""
    author = report.label("Author")
    fields = [("Author", author)] if author else []
    fields += [("Document source", f'<a href="/document-sources/x">{escape(report.publisher)}</a>')]
    rows = "".join(
        f'<div class="field field--label-inline"><div class="field__label">{name}:</div> '
        f'<div class="field__item">{value}</div></div>\n'
        for name, value in fields
    )
    date = (
        '<div class="field field--label-above"><div class="field__label">Date:</div>\n'
        f'<div class="field__item"><time>{report.printed_date}</time></div></div>\n'
    )
    notice = {
        "labelled": f'<div class="field__label">Disclaimer:</div>\n<div class="field__item"><p>{DISCLAIMER}</p></div>',
        "unlabelled": f'<div class="rw-note"><p>{DISCLAIMER}</p></div>',
        "none": "",
    }[place.disclaimer]
    body = (
        f'<article class="node node--document" data-history-node-id="{place.identity}">\n'
        f"<h1>{escape(report.title, quote=False)}</h1>\n{rows}{date}"
        f'<a class="print" href="{_path(place)}/pdf">PDF download</a>\n'
        f'<div class="field field--name-body">\n{body_html(report)}\n</div>\n{notice}\n</article>'
    )
    path = _path(place)
    head = (
        f'<link rel="canonical" href="http://{HOST}{path}">\n<meta property="og:site_name" content="Refworld">\n'
        f'<meta property="og:title" content="{escape(report.title)}">\n<meta property="og:url" content="http://{HOST}{path}">\n'
        f'<meta property="og:type" content="article">\n<meta name="twitter:card" content="summary">\n'
        f'<meta name="twitter:title" content="{escape(report.title)}">\n<meta name="rights" content="© UNHCR">'
    )
    return _themed(report.title, body, head, language=report.language)


def _path(place: Placement) -> str:
    return "/" + place.addresses[0]


def _themed(title: str, body: str, head: str, *, language: str = "en") -> str:
    return document(
        f"{title} | Refworld",
        head + '\n<link rel="stylesheet" href="/themes/custom/unhcr_rw/css/style.css?t1ab2c">',
        '<a href="#main-content" class="visually-hidden">Skip to main content</a>\n'
        f'<header role="banner"><div class="site-name">UNHCR | Refworld | Global Law &amp; Policy Database</div>'
        f'<nav>{links(_MENU)}</nav><form action="/search" method="get"><input name="keywords" placeholder="Search">'
        '<button>Search</button></form></header>\n<main id="main-content" role="main">\n'
        f"{body}\n</main>\n"
        f'<footer role="contentinfo">{links((("/about", "About Refworld"), ("/privacy", "Privacy")))}'
        f"<p>{INVENTED}</p></footer>\n"
        '<div class="eu-cookie-compliance">This site uses cookies to count visits. <button>Accept</button> '
        "<button>Decline</button></div>",
        language=language,
    )


def _listing(number: int, items: list[str], total: int) -> str:
    first = number * PER_PAGE + 1
    last = -(-total // PER_PAGE) - 1
    pager = [(f"?page={other}", str(other + 1)) for other in range(last + 1)]
    more = f'<a href="?page={number + 1}" rel="next">Show More</a>' if number < last else ""
    shown = f"<p>Showing {first}-{first + len(items) - 1} of {total} results</p>" if items else "<p>No results</p>"
    return _themed(
        "Reference documents",
        f'<h1>Reference documents</h1>\n<div class="facets">Selected filters: <span>All</span></div>\n{shown}\n'
        f'<div class="view-content">{"".join(items)}</div>\n<nav class="pager">{links(pager)}{more}</nav>',
        "",
    )


def _item(path: str, report: SampleReport) -> str:
    return _bare_item(path, report.title, report.printed_date, report.publisher)


def _bare_item(path: str, title: str, date: str, publisher: str = "") -> str:
    source = f"<div>Document source: {escape(publisher)}</div>" if publisher else ""
    return (
        f'<article class="node--teaser"><h3><a href="{path}">{escape(title, quote=False)}</a></h3>'
        f"{source}<div>Date: <time>{date}</time></div></article>\n"
    )


def _challenge() -> Answer:
    body = (
        '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>'
        '<meta name="robots" content="noindex,nofollow"><meta http-equiv="refresh" content="390"></head><body>'
        '<div class="main-wrapper" role="main"><div class="main-content"><noscript><div class="h2">'
        "Enable JavaScript and cookies to continue</div></noscript></div></div>"
        "<script>(function(){window._cf_chl_opt={cvId:'3',cType:'managed'};}());</script></body></html>\n"
    )
    headers = (("Server", "cloudflare"), ("cf-mitigated", "challenge"), ("CF-RAY", "8f2b7c1d0e9a4b56-ALA"))
    return Answer(body.encode(), status=403, media_type="text/html; charset=UTF-8", headers=headers)
