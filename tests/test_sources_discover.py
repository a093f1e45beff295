"""Walking listings that shift, circle and are full of unrelated stories; and the sample sites from all their starts."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import date

import pytest

from samples import connect_to
from samples.server import SampleServer
from tasks.page import Page
from tasks.reading.text import page_of
from tasks.sources import Limits, Listed, Start, WalkedPage, WalkEnd, source, sources
from tests.site_making import Site, discover, ends, listed, noted, slugs

VOICES = "http://iwpr.test/global-voices"
FIRST = f"{VOICES}?page=0"
LIVE = "http://www.refworld.test/reference?page=0"
ARCHIVED = "http://webarchive.archive.unhcr.test/20191026125213mp_/http://www.refworld.test/"


def listing(slugs: list[str], pager: list[int], noise: str = "") -> str:
    teasers = "".join(
        f'<article><a href="/global-voices/{slug}"><img src="/i.jpg"></a>'
        f'<h3><a href="/global-voices/{slug}">Story {slug}</a></h3>'
        f'<p>Words.</p><a href="/global-voices/{slug}">Read more</a></article>'
        for slug in slugs
    )
    pages = "".join(f'<a href="?page={number}">{number + 1}</a>' for number in pager)
    return (
        f"<html><body><nav><a href='/global-voices/in-the-menu'>Menu story</a></nav><main><div>{teasers}</div>{noise}"
        f"<nav>{pages}</nav></main></body></html>"
    )


def live_listing(teasers: list[tuple[int, str]], pager: list[int] | None = None) -> str:
    items = "".join(
        f"<article><h3><a href='/reference/annualreport/obskel/2006/en/{node}'>Report {node}</a></h3>{below}</article>"
        for node, below in teasers
    )
    pages = "".join(f'<a href="?page={number}">{number + 1}</a>' for number in pager or [])
    return f"<html><body><main><h1>Reference</h1>{items}<nav>{pages}</nav></main></body></html>"


def dates(markup: str, start: str = LIVE, name: str = "refworld") -> list[date | None]:
    return [report.dated for report in listed(discover(Site({start: markup}), start, name=name))]


# ------------------------------------------------------------------------------------------------ pages and pagers


def test_every_report_once_with_its_title_though_pages_shift() -> None:
    site = Site(
        {
            f"{VOICES}?page=0": listing(["a", "b", "c"], [0, 1, 2]),
            f"{VOICES}?page=1": listing(["c", "d", "e"], [0, 1, 2]),  # a story came in: c moved down
            f"{VOICES}?page=2": listing(["f"], [0, 1, 2]),
        }
    )
    given = discover(site, FIRST)
    assert slugs(given) == ["a", "b", "c", "d", "e", "f"]
    assert listed(given)[0].title == "Story a"
    assert [len(page.listed) for page in given if isinstance(page, WalkedPage)] == [3, 2, 1]
    assert given[-1] == WalkEnd(Start(FIRST, "listing"), "end", 3)
    assert len(site.asked) == len(set(site.asked)) == 3


def test_pager_that_never_ends_is_left_and_proves_nothing() -> None:
    site = Site({f"{VOICES}?page={number}": listing(["a", "b"], [number + 1]) for number in range(40)})
    given = discover(site, FIRST)
    assert (len(listed(given)), len(site.asked), ends(given)) == (2, 4, [("gap", 4)])


def test_pager_in_a_circle_and_a_page_past_the_end_are_ends() -> None:
    circle = Site({FIRST: listing(["a"], [1]), f"{VOICES}?page=1": listing(["a"], [0])})
    assert ends(discover(circle, FIRST)) == [("end", 2)]
    past = Site({FIRST: listing(["a"], [1]), f"{VOICES}?page=1": listing([], [0])})  # a story was taken down meanwhile
    assert ends(discover(past, FIRST)) == [("end", 2)]


@pytest.mark.parametrize("shown", [[], ["a", "b"]], ids=["empty", "shown-before"])
@pytest.mark.parametrize("own", [[], [0, 1, 2, 3]], ids=["without-pager", "with-pager"])
def test_page_that_brings_nothing_new_is_no_end_while_later_ones_are_named(shown: list[str], own: list[int]) -> None:
    site = Site(
        {
            f"{VOICES}?page=0": listing(["a", "b"], [0, 1, 2, 3]),
            f"{VOICES}?page=1": listing(shown, own),
            f"{VOICES}?page=2": listing(["c", "d"], [0, 1, 2, 3]),
            f"{VOICES}?page=3": listing(["e"], [0, 1, 2, 3]),
        }
    )
    given = discover(site, FIRST)
    assert (slugs(given), ends(given)) == (["a", "b", "c", "d", "e"], [("gap", 4)])


def test_last_page_that_brings_nothing_though_the_pager_leads_to_it_is_a_gap() -> None:
    for shown in ([], ["a"]):
        site = Site({FIRST: listing(["a"], [0, 1]), f"{VOICES}?page=1": listing(shown, [0, 1])})
        assert ends(discover(site, FIRST)) == [("gap", 2)]


def test_pages_that_bring_nothing_end_a_walk_only_in_a_row() -> None:
    every = list(range(12))
    shown = ["a", "", "", "b", "", "", "c", "", "", "", "d", "e"]
    site = Site(
        {f"{VOICES}?page={number}": listing([slug] if slug else [], every) for number, slug in enumerate(shown)}
    )
    given = discover(site, FIRST)
    assert (slugs(given), ends(given)) == (["a", "b", "c"], [("gap", 10)])


def test_each_start_may_ask_for_as_many_pages_as_allowed() -> None:
    pages = {f"{VOICES}?page={number}": listing([f"s{number}"], [number + 1]) for number in range(40)}
    site = Site({**pages, f"{VOICES}/asia?page=0": listing(["z"], [])})
    given = discover(site, FIRST, f"{VOICES}/asia?page=0", limits=Limits(5))
    assert (len(listed(given)), len(site.asked)) == (6, 6)
    assert ends(given) == [("max-pages", 5), ("end", 1)]
    behind = discover(Site(pages), FIRST, f"{VOICES}?page=3", limits=Limits(5))
    assert ends(behind) == [("max-pages", 5), ("max-pages", 0)]  # no better known than by the walk that was there
    assert ends(discover(Site(pages), FIRST, limits=Limits(0))) == [("max-pages", 0)]


def test_page_that_cannot_be_had_does_not_end_the_walk_but_is_a_gap() -> None:
    site = Site({f"{VOICES}?page=0": listing(["a"], [1, 2]), f"{VOICES}?page=2": listing(["b"], [])})
    given = discover(site, FIRST)
    assert (slugs(given), ends(given)) == (["a", "b"], [("gap", 3)])


def test_gap_wins_over_every_other_reason() -> None:
    site = Site({f"{VOICES}?page=0": listing(["a"], [1, 2]), f"{VOICES}?page=2": listing(["b"], [3])})
    is_known = Limits(50, is_known=lambda _, address: address.endswith("/b"))
    assert ends(discover(site, FIRST, limits=is_known)) == [("gap", 3)]
    assert ends(discover(site, FIRST, limits=Limits(3))) == [("gap", 3)]
    assert ends(discover(site, "http://iwpr.test/no-listing/of/any/kind")) == [("gap", 0)]


def test_page_of_only_known_reports_ends_the_walk() -> None:
    site = Site(
        {
            f"{VOICES}?page=0": listing(["new", "a"], [1]),
            f"{VOICES}?page=1": listing(["b", "c"], [2]),
            f"{VOICES}?page=2": listing(["d"], []),
        }
    )
    known = {f"{VOICES}/{slug}" for slug in "abcd"}
    given = discover(site, FIRST, limits=Limits(50, is_known=lambda _, address: address in known))
    assert (slugs(given), ends(given)) == (["new", "a", "b", "c"], [("known", 2)])


def test_what_is_known_is_asked_for_each_start() -> None:
    asia = f"{VOICES}/asia?page=0"
    site = Site({FIRST: listing(["a"], [1]), f"{VOICES}?page=1": listing(["b"], []), asia: listing(["a"], [])})
    given = discover(site, FIRST, asia, limits=Limits(50, is_known=lambda start, _: start.address == asia))
    assert ends(given) == [("end", 2), ("known", 1)]


def test_listing_that_names_nothing_is_an_end_that_says_so() -> None:
    given = discover(Site({FIRST: listing([], [])}), FIRST, limits=Limits(50, is_known=lambda *_: True))
    assert given[-1] == WalkEnd(Start(FIRST, "listing"), "end", 1, is_empty=True)
    named = discover(Site({FIRST: listing([], [1])}), FIRST, limits=Limits(50, is_known=lambda *_: True))
    assert ends(named) == [("gap", 2)]


def test_page_of_only_older_reports_ends_the_walk_and_undated_ones_are_given() -> None:
    second, third = LIVE[:-1] + "1", LIVE[:-1] + "2"
    site = Site(
        {
            LIVE: live_listing([(1, "<div>Date: 5 May 2020</div>"), (2, ""), (3, "<div>Date: 2019</div>")], [1]),
            second: live_listing([(4, "<div>Date: 2 June 2018</div>"), (5, "<div>Date: May 2019</div>")], [2]),
            third: live_listing([(6, "")]),
        }
    )
    given = discover(site, LIVE, name="refworld", limits=Limits(50, since=date(2019, 6, 1)))
    # "2019" may be any day until its last: it is not older.
    assert (slugs(given), ends(given)) == (["1", "2", "3"], [("since", 2)])
    assert [report.dated for report in noted(given)] == [date(2018, 6, 2), date(2019, 5, 31)]


def test_day_that_is_not_over_counts_as_today() -> None:
    site = Site({LIVE: live_listing([(1, "<div>Date: December 2020</div>"), (2, "<div>Date: 3 May 2099</div>")])})
    given = discover(site, LIVE, name="refworld", limits=Limits(50, today=date(2020, 12, 5)))
    assert [(report.dated, report.changed) for report in listed(given)] == [(date(2020, 12, 5), None)] * 2


def test_later_day_that_another_start_gives_is_noted_under_the_same_address() -> None:
    sitemap = "http://iwpr.test/sitemap.xml"
    urls = "".join(
        f"<url><loc>{loc}</loc><lastmod>{lastmod}</lastmod></url>"
        for loc, lastmod in (
            (f"{VOICES}/a/", "2020-03-04"),
            (f"{VOICES}/a", "2020-03-01"),
            (f"{VOICES}/b", ""),
            (f"{VOICES}/c", "2020-02-01"),
        )
    )
    site = Site({FIRST: listing(["a", "b"], []), sitemap: f"<urlset>{urls}</urlset>"})
    starts = [Start(FIRST, "listing"), Start(sitemap, "sitemap")]
    given = list(source("iwpr").discover(site, starts, Limits(50)))
    assert slugs(given) == ["a", "b", "c"]
    assert noted(given) == [Listed(f"{VOICES}/a", "Story a", date(2020, 3, 4), date(2020, 3, 4))]


def test_report_that_one_start_gives_as_old_is_wanted_where_another_says_that_it_changed() -> None:
    feed = "http://www.refworld.test/rss.xml"
    address = "http://www.refworld.test/reference/annualreport/obskel/2006/en/1"
    entry = f'<entry><link href="{address}"/><updated>2020-03-04T10:00:00Z</updated></entry>'
    site = Site(
        {
            LIVE: live_listing([(1, "<div>Date: 5 May 2010</div>")]),
            feed: f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>',
        }
    )
    starts = [Start(LIVE, "listing"), Start(feed, "feed")]
    given = list(source("refworld").discover(site, starts, Limits(50, since=date(2020, 1, 1))))
    assert [(page.start.kind, len(page.listed), len(page.noted)) for page in given if isinstance(page, WalkedPage)] == [
        ("listing", 0, 1),
        ("feed", 1, 0),
    ]


def test_two_starts_give_no_report_and_ask_for_no_page_twice() -> None:
    site = Site({FIRST: listing(["a", "b"], []), f"{VOICES}/asia?page=0": listing(["b", "c"], [])})
    given = discover(site, FIRST, f"{VOICES}/asia?page=0", FIRST)
    assert (slugs(given), ends(given)) == (["a", "b", "c"], [("end", 1), ("end", 1), ("end", 0)])
    assert site.asked == [FIRST, f"{VOICES}/asia?page=0"]


# ------------------------------------------------------------------------------------------------ what is on a page


def test_blocks_of_other_stories_and_foreign_links_are_left_out() -> None:
    noise = (
        "<section><h2>Editor's Picks</h2><ul><li><a href='/global-voices/picked'>Picked</a></li></ul></section>"
        "<section><h2>Latest</h2><h3><a href='/global-voices/late'>Late</a></h3></section>"
        "<div><a href='https://iwpr.net/global-voices/real-site'>Real</a><a href='/about/people/somebody'>Who</a></div>"
    )
    site = Site({FIRST: listing(["a"], [], noise)})
    assert [report.title for report in listed(discover(site, FIRST))] == ["Story a"]


def test_listing_in_a_web_archive_lists_its_copies() -> None:
    first = f"{ARCHIVED}publisher,IWPR,,,,,0.html"
    second = f"{ARCHIVED}publisher,IWPR,,,,,10.html"
    site = Site(
        {
            first: "<html><body><a class='itemlink' href='publisher,IWPR,,KAZ,4ddb8c732,0.html'>One</a>"
            "<p>11 June 2010 | Publisher: Invented Review | Document type: Country Reports</p>"
            "<a href='publisher,IWPR,,,,,10.html'>2</a></body></html>",
            second: "<html><body><a class='itemlink' href='/docid/4ddb8c733.html'>Two</a></body></html>",
        }
    )
    assert listed(discover(site, first, name="refworld_legacy")) == [
        Listed(f"{ARCHIVED}publisher,IWPR,,KAZ,4ddb8c732,0.html", "One", date(2010, 6, 11)),
        Listed(f"{ARCHIVED}docid/4ddb8c733.html", "Two"),
    ]
    assert site.asked == [first, second]


def test_live_listing() -> None:
    site = Site(
        {
            LIVE: "<html><body><main><h3><a href='/reference/annualreport/obskel/2006/en/44270'>Salt Roads</a></h3>"
            "<a href='/reference/annualreport'>All annual reports</a></main></body></html>"
        }
    )
    assert [report.title for report in listed(discover(site, LIVE, name="refworld"))] == ["Salt Roads"]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("<div>Date: <time>31 May 2003</time></div>", date(2003, 5, 31)),
        ("<div>Document source: Invented</div><div><div>Date:</div><div>May 2003</div></div>", date(2003, 5, 31)),
        ("<p>Words.</p><time>31 May 2003</time>", date(2003, 5, 31)),
        ("<div>Publication Date: 2004</div>", date(2004, 12, 31)),
        ("<div>2004</div>", None),
        ("<div>Date: soon</div>", None),
        ("<p>It came out on 31 May 2003 and was forgotten.</p>", None),
        ("", None),
    ],
)
def test_date_beside_a_teaser(below: str, expected: date | None) -> None:
    assert dates(live_listing([(1, below), (2, "<div>Date: 1 June 2001</div>")])) == [expected, date(2001, 6, 1)]


def test_dates_above_titles_are_not_taken_for_those_of_the_report_before() -> None:
    above = "".join(
        f"<article><time>{day} May 2003</time>"
        f"<h3><a href='/reference/annualreport/obskel/2006/en/{day}'>R</a></h3></article>"
        for day in (1, 2, 3)
    )
    assert dates(f"<html><body><main>{above}</main></body></html>") == [None, None, None]


def test_date_of_an_unrelated_block_is_not_the_last_reports() -> None:
    noise = "<aside><h4>Latest</h4><p>Date: 3 March 2021</p></aside><form>Date: 1 January 2020</form>"
    assert dates(live_listing([(1, noise)])) == [None]


def test_row_of_the_retired_site_with_a_judicial_body_or_a_month() -> None:
    start = f"{ARCHIVED}publisher,IRBC,,,,,0.html"
    items = "".join(
        f"<div><a class='itemlink' href='/docid/4ddb8c73{number}.html'>T</a><p>Teaser ...</p><p>{row}</p></div>"
        for number, row in enumerate(
            (
                "March 2010 | Judicial Body: Court of Nowhere | Countries: Utopia - Erewhon",
                "2007 | Publisher: Review",
                "Publisher: Review | Document type: Surveys",
            )
        )
    )
    found = dates(f"<html><body>{items}</body></html>", start, "refworld_legacy")
    assert found == [date(2010, 3, 31), date(2007, 12, 31), None]


# ------------------------------------------------------------------------------------------------ the sample sites


class Loopback:
    """Gives what the sample server gives."""

    def __init__(self, port: int) -> None:
        self._places = connect_to(port)
        self.missed: list[str] = []

    def page(self, address: str) -> Page | None:
        payload = self.payload(address)
        if payload is None:
            return None
        return page_of(payload, address=address, media_type="text/html", charset="utf-8")

    def payload(self, address: str) -> bytes | None:
        host, _, rest = address.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(*self._places[host], timeout=10)
        connection.request("GET", f"/{rest}", headers={"Host": host})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if response.status != 200:
            self.missed.append(address)
            return None
        return body


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with SampleServer() as running:
        yield running


@pytest.mark.parametrize("name", [each.config.name for each in sources()])
def test_sample_site_is_walked_from_all_its_starts(server: SampleServer, name: str) -> None:
    here = source(name)
    get = Loopback(server.port)
    starts = here.config.starts(is_sample=True)
    given = list(here.discover(get, starts, Limits(50)))
    assert not get.missed
    assert [end.start for end in given if isinstance(end, WalkEnd)] == list(starts)
    assert {reason for reason, _ in ends(given)} == {"end"}
    found = listed(given)
    assert len({report.address for report in found}) == len(found) >= here.config.listed_min
    by_kind = {
        kind: sum(len(page.listed) for page in given if isinstance(page, WalkedPage) and page.start.kind == kind)
        for kind in ("listing", "sitemap", "feed")
    }
    # Sitemap and feed name what the listings link: no report counts twice.
    assert by_kind == {"listing": len(found), "sitemap": 0, "feed": 0}
    if name != "iwpr":  # whose listings print no dates
        assert sum(report.dated is not None for report in found) > len(found) / 2


def test_sample_sitemap_and_feed_give_what_the_listings_give(server: SampleServer) -> None:
    for name, kind in (("iwpr", "sitemap"), ("refworld", "feed")):
        here = source(name)
        starts = [start for start in here.config.starts(is_sample=True) if start.kind == kind]
        given = list(here.discover(Loopback(server.port), starts, Limits(50)))
        assert ends(given) == [("end", 3 if kind == "sitemap" else 1)]
        found = listed(given)
        assert len(found) >= 4
        assert all(report.dated for report in found)
