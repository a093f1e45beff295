"""Article pages of IWPR in today's layout (date, no byline) and in that of 2020 (byline, no date; sources.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from samples.markup import INVENTED, body_html, document, links, weekday_date
from samples.model import Placement, SampleReport

SITE_TITLE = "Institute for War and Peace Reporting | Giving Voice, Driving Change"
_MENU = (
    ("/", "Home"),
    ("/global-voices", "Global Voices"),
    ("/impact", "Impact"),
    ("/projects", "Projects"),
    ("/engage", "Engage"),
    ("/about", "About"),
)
_CAMPAIGN = (
    "As coronavirus sweeps the globe, IWPR’s network of local reporters, activists and analysts are keeping their "
    "readers told of what it changes in daily life, in more than two dozen countries."
)

Related = Sequence[tuple[str, str]]


def article_page(report: SampleReport, place: Placement, related: Related) -> str:
    """One article; `related` are the (address, title) of other stories, which have nothing to do with it."""
    body = _of_2020(report, related) if place.layout == "2020" else _of_today(report, place, related)
    head = (
        f'<link rel="canonical" href="http://iwpr.test/{_canonical(place)}">\n'
        f'<meta property="og:site_name" content="Institute for War and Peace Reporting">\n'
        f'<meta property="og:title" content="{escape(report.title)}">\n'
        + (f'<meta name="description" content="{escape(report.standfirst)}">' if report.standfirst else "")
    )
    language = place.addresses[-1].split("/")[0] if place.addresses[-1][2:3] == "/" else "en"
    return document(f"{report.title} | Institute for War and Peace Reporting", head, framed(body), language=language)


def framed(body: str) -> str:
    """The site's furniture around a page."""
    return (
        '<a class="visually-hidden" href="#main">Skip to main content</a>\n'
        f'<header><a href="/" rel="home">Institute for War &amp; Peace Reporting</a><nav>{links(_MENU)}</nav>'
        '<form action="/search" method="get"><input name="keys" placeholder="Search"><button>Search</button></form>'
        f'<ul class="languages"><li><a href="/ru">Русский</a></li><li><a href="/ky">Кыргызча</a></li></ul></header>\n'
        f'<main id="main">\n{body}\n</main>\n'
        '<footer><section class="donate"><h4>Support local journalists</h4><p>GIVE TO IWPR: your gift trains '
        'a reporter.</p></section><section class="letters"><h4>RECEIVE FROM IWPR:</h4><form action="/subscribe">'
        '<label><input type="checkbox"> IWPR’s Frontline Updates</label><input name="mail" placeholder="E-mail">'
        f"<button>Subscribe</button></form></section>{links((('/privacy', 'Privacy'), ('/contact', 'Contact')))}"
        f"<p>© Institute for War &amp; Peace Reporting. All rights reserved.</p><p>{INVENTED}</p></footer>\n"
        '<div id="cookie-note">We use cookies to keep this site running. <button>Got it</button></div>'
    )


def blocks_of(heading: str, stories: Related) -> str:
    """A block such as "Latest" or "Editor's Picks"."""
    return f'<aside class="block"><h4>{escape(heading, quote=False)}</h4>{links(stories)}</aside>'


def _of_today(report: SampleReport, place: Placement, related: Related) -> str:
    title = escape(report.title, quote=False)
    standfirst = _paragraph("standfirst", None if "standfirst" in place.without else report.standfirst)
    kicker = _paragraph("kicker", report.kicker)
    captions = "".join(
        f'<figure><img src="/files/styles/hero/{number}.jpg" alt=""><figcaption>{escape(caption, quote=False)}'
        f'</figcaption></figure>\n<p class="caption">{escape(caption, quote=False)}</p>\n'
        for number, caption in enumerate(report.captions, 1)
    )
    day = report.gold.published_on
    date = "" if day is None or "date" in place.without else f'<p class="date">{weekday_date(day)}</p>\n'
    byline = "" if "byline" in place.without else _paragraph("byline", report.byline)
    return (
        f'<div class="hero">{kicker}<h1>{title}</h1>{standfirst}</div>\n'
        f'<article><header>{kicker}<h2 class="title">{title}</h2>{standfirst}</header>\n{captions}{date}{byline}'
        f'<div class="body">\n{body_html(report)}\n</div></article>\n{_around(related)}'
    )


def _of_2020(report: SampleReport, related: Related) -> str:
    return (
        f'<div class="site-title">{SITE_TITLE}</div>\n<article>{_paragraph("kicker", report.kicker)}'
        f"<h1>{escape(report.title, quote=False)}</h1>\n{_paragraph('standfirst', report.standfirst)}"
        f"{_paragraph('author', report.byline)}"
        f'<div class="box"><p>{_CAMPAIGN}</p></div>\n<div class="field-body">\n{body_html(report)}\n</div></article>\n'
        f"{_around(related)}"
    )


def _canonical(place: Placement) -> str:
    # Stories of the old address form were moved, and both forms name the new one.
    return place.addresses[-1].replace("report-news/", "global-voices/")


def _paragraph(name: str, text: str | None) -> str:
    return f'<p class="{name}">{escape(text, quote=False)}</p>\n' if text else ""


def _around(related: Related) -> str:
    return blocks_of("More IWPR's Global Voices", related[:3]) + blocks_of("Latest", related[3:6])
