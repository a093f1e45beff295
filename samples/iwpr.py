"""IWPR's site: articles, listings with their blocks, aliases, and the pages that are not what their address says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from urllib.parse import unquote

from samples.iwpr_pages import Related, article_page, blocks_of, framed
from samples.markup import LAUNCHED, Answer, document, html_answer, links, moved, pages_of
from samples.model import Placement, SampleReport
from samples.syndication import latest, sitemap, sitemap_index

HOST = "iwpr.test"
PER_PAGE = 9
SOFT_404 = "/global-voices/bridge-keepers-strike-ends-quietly"
GONE = "/global-voices/lost-archive-found-in-cellar"
BROKEN = "/global-voices/armenian-beekeepers-blame-new-road"
REFUSED = "/kk/global-voices/aral-balykshylary"

_ROBOTS = (
    "User-agent: *\nDisallow: /admin/\nDisallow: /kk/\nDisallow: /search\n" + f"Sitemap: http://{HOST}/sitemap.xml\n"
)
_COUNTRIES = {
    "AFG": "asia/central-asia/afghanistan",
    "ARM": "europe-eurasia/caucasus/armenia",
    "COD": "africa/dr-congo",
    "CUB": "latin-america-caribbean/cuba",
    "DOM": "latin-america-caribbean/dominican-republic",
    "GEO": "europe-eurasia/caucasus/georgia",
    "KAZ": "asia/central-asia/kazakstan",
    "KGZ": "asia/central-asia/kyrgyzstan",
    "LKA": "asia/sri-lanka",
    "SRB": "europe-eurasia/balkans/serbia",
    "SYR": "middle-east-north-africa/syria",
    "TJK": "asia/central-asia/tajikistan",
    "UGA": "africa/uganda",
    "XKX": "europe-eurasia/balkans/kosovo",
}
_ODD = (
    (SOFT_404, "Bridge Keepers’ Strike Ends Quietly", "They went home as they had come, on foot."),
    (GONE, "Lost Archive Found in Cellar", "Three rooms of paper that nobody had missed."),
    (BROKEN, "Armenian Beekeepers Blame New Road", "Hives along the new highway stand empty."),
    (REFUSED, "Арал балықшылары", "Жағалаудағы ауыл тұрғындары желсіз күнді күтеді."),
)

Entry = tuple[SampleReport, Placement]


def iwpr_routes(reports: Iterable[SampleReport]) -> dict[str, Answer]:
    """Path and query → answer, on both names of IWPR's host."""
    entries = [(report, place) for report in reports for place in report.places if place.site == "iwpr"]
    entries.sort(key=lambda entry: entry[0].gold.published_on or date.min, reverse=True)
    routes: dict[str, Answer] = {"/robots.txt": Answer(_ROBOTS.encode(), media_type="text/plain")}
    for number, (report, place) in enumerate(entries):
        path = _path(place)
        routes[path] = _article(report, place, _others(entries, number))
        routes |= {f"/{unquote(alias)}": moved(_located(place)) for alias in place.addresses[:-1]}
    routes |= _odd_routes(entries)
    teasers = [_teaser(f"/{place.addresses[0]}", report.on(place)) for report, place in entries]
    # Odd pages stand among the others, as they would.
    for position, (path, title, standfirst) in zip((4, 8, 11, 15), _ODD, strict=True):
        teasers.insert(position, _bare_teaser(path, title, standfirst))
    routes |= _listings(entries, teasers)
    return routes | _sitemaps(entries)


def front_page(entries: Sequence[Entry]) -> str:
    """The front page, which also answers for articles that are gone."""
    stories = _others(entries, 0)
    body = "<h1>Giving Voice, Driving Change</h1>\n" + blocks_of("Latest", stories) + blocks_of("Our work", stories[:2])
    return document("Institute for War and Peace Reporting | Giving Voice, Driving Change", "", framed(body))


def _article(report: SampleReport, place: Placement, related: Related) -> Answer:
    page = article_page(report.on(place), place, related)
    modified = report.gold.published_on or LAUNCHED
    if place.layout == "wrong-charset":  # says UTF-8 in header and head, and is not
        return replace(html_answer(page, modified=modified), body=page.encode("cp1251", errors="replace"))
    return html_answer(page, modified=modified)


def _odd_routes(entries: Sequence[Entry]) -> dict[str, Answer]:
    front = html_answer(front_page(entries))
    hives = (
        "<p>Along the highway that opened above Nor Talish in June, beekeepers count their losses by the hive.</p>\n"
        "<p>“In May I had forty families, and now I have nine,” said Vardan Melkumov, who keeps bees where the road "
        "leaves the gorge.</p>\n"
    )
    title = "Armenian Beekeepers Blame New Road"
    whole = document(f"{title} | IWPR", "", framed(f'<h1>{title}</h1><div class="body">{hives}@cut@</div>'))
    # Cut off inside a tag, with a byte that no UTF-8 text holds, as a proxy that gave up leaves it.
    torn = whole.split("@cut@")[0].encode() + b"<p>The road company \xff says it has heard of no comp<a hre"
    return {
        "/": front,
        SOFT_404: front,
        BROKEN: Answer(torn),
        REFUSED: html_answer(document("Арал балықшылары", "", framed("<h1>Арал балықшылары</h1>"), language="kk")),
    }


def _listings(entries: Sequence[Entry], teasers: Sequence[str]) -> dict[str, Answer]:
    routes = _listing_pages("/global-voices", "Global Voices", teasers, entries)
    places = {_COUNTRIES[code] for report, _ in entries for code in report.country_codes if code in _COUNTRIES}
    areas = {"/".join(place.split("/")[:depth]) for place in places for depth in range(1, place.count("/") + 2)}
    for area in sorted(areas):
        of_area = [
            _teaser(f"/{place.addresses[0]}", report.on(place))
            for report, place in entries
            if any(_COUNTRIES.get(code, "").startswith(area) for code in report.country_codes)
        ]
        name = area.rsplit("/", 1)[-1].replace("-", " ").title()
        routes |= _listing_pages(f"/global-voices/{area}", name, of_area, entries)
    in_russian = [_teaser(f"/{place.addresses[0]}", report) for report, place in entries if report.language == "ru"]
    return routes | _listing_pages("/ru/global-voices", "Голоса мира", in_russian, entries)


def _listing_pages(path: str, name: str, teasers: Sequence[str], entries: Sequence[Entry]) -> dict[str, Answer]:
    routes: dict[str, Answer] = {}
    pages = pages_of(teasers, PER_PAGE)
    for number, page in enumerate([*pages, []]):  # past the end the site answers with an empty page, not with a 404
        pager = [(f"?page={other}", str(other + 1)) for other in range(len(pages))]
        if number < len(pages) - 1:
            pager.append((f"?page={number + 1}", "Next ›"))
        body = (
            f'<h1>{escape(name)}</h1>\n<div class="view-content">\n{"".join(page)}</div>\n'
            f'<nav class="pager">{links(pager)}</nav>\n'
            + blocks_of("Latest", _others(entries, 0)[:3])
            + blocks_of("Editor's Picks", _others(entries, 7)[:3])
            + blocks_of("Related", _others(entries, 12)[:3])
        )
        routes[f"{path}?page={number}"] = html_answer(document(f"{name} | IWPR", "", framed(body)))
    routes[path] = routes[f"{path}?page=0"]
    return routes


def _teaser(path: str, report: SampleReport) -> str:
    return _bare_teaser(path, report.title, report.standfirst or "")


def _bare_teaser(path: str, title: str, standfirst: str) -> str:
    return (
        f'<article class="teaser"><h3><a href="{path}">{escape(title, quote=False)}</a></h3>'
        f"<p>{escape(standfirst, quote=False)}</p></article>\n"
    )


def _others(entries: Sequence[Entry], number: int) -> list[tuple[str, str]]:
    """Six stories that have nothing to do with that one."""
    own = entries[number % len(entries)][0].name
    turned = [*entries[number + 3 :], *entries[: number + 3]]
    chosen = {
        f"/{place.addresses[-1]}": report.on(place).title
        for report, place in turned
        if report.language == "en" and report.name != own and place.addresses[-1].startswith("global-voices/")
    }
    return list(chosen.items())[:6]


def _path(place: Placement) -> str:
    return "/" + unquote(place.addresses[-1])


def _located(place: Placement) -> str:
    return f"http://{HOST}/{place.addresses[-1]}"


def _sitemaps(entries: Sequence[Entry]) -> dict[str, Answer]:
    """An index over two files, the second packed. Reports stand under the addresses that the listings link."""
    pages: list[tuple[str, date | None]] = [
        (f"http://{HOST}/{place.addresses[0]}", report.gold.published_on or LAUNCHED) for report, place in entries
    ]
    half = len(pages) // 2
    others: list[tuple[str, date | None]] = [
        (f"http://{HOST}{path}", None) for path in ("/", "/about", "/global-voices")
    ]
    first, second = [*others, *pages[:half]], pages[half:]
    return {
        "/sitemap.xml": sitemap_index(
            (f"http://{HOST}{path}", latest(day for _, day in file))
            for path, file in (("/sitemap-1.xml", first), ("/sitemap-2.xml.gz", second))
        ),
        "/sitemap-1.xml": sitemap(first),
        "/sitemap-2.xml.gz": sitemap(second, is_packed=True),
    }
