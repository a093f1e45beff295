"""Walking listings that shift, circle and are full of unrelated stories."""

from __future__ import annotations

from tasks.page import Page
from tasks.reading.text import page_of
from tasks.sources import Listed, source

VOICES = "http://iwpr.test/global-voices"


class Site:
    """Listing pages by address; remembers what was asked for."""

    def __init__(self, pages: dict[str, str]) -> None:
        self._pages = pages
        self.asked: list[str] = []

    def get(self, address: str) -> Page | None:
        self.asked.append(address)
        markup = self._pages.get(address)
        if markup is None:
            return None
        return page_of(markup.encode(), address=address, media_type="text/html", charset="utf-8")


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


def walk(site: Site, start: str = f"{VOICES}?page=0", max_pages: int = 50) -> list[Listed]:
    return list(source("iwpr").discover(site.get, [start], max_pages))


def test_every_report_once_with_its_title_though_pages_shift() -> None:
    site = Site(
        {
            f"{VOICES}?page=0": listing(["a", "b", "c"], [0, 1, 2]),
            f"{VOICES}?page=1": listing(["c", "d", "e"], [0, 1, 2]),  # a story came in: c moved down
            f"{VOICES}?page=2": listing(["f"], [0, 1, 2]),
        }
    )
    found = walk(site)
    assert [listed.address.rsplit("/", 1)[1] for listed in found] == ["a", "b", "c", "d", "e", "f"]
    assert found[0].title == "Story a"
    assert len(site.asked) == len(set(site.asked)) == 3


def test_pager_that_never_ends_is_left() -> None:
    pages = {f"{VOICES}?page={number}": listing(["a", "b"], [number + 1]) for number in range(40)}
    site = Site(pages)
    assert len(walk(site)) == 2
    assert len(site.asked) == 2


def test_no_more_pages_than_allowed() -> None:
    pages = {f"{VOICES}?page={number}": listing([f"s{number}"], [number + 1]) for number in range(40)}
    site = Site(pages)
    assert len(walk(site, max_pages=5)) == 5
    assert len(site.asked) == 5


def test_page_that_cannot_be_had_does_not_end_the_walk() -> None:
    site = Site({f"{VOICES}?page=0": listing(["a"], [1, 2]), f"{VOICES}?page=2": listing(["b"], [])})
    assert [listed.title for listed in walk(site)] == ["Story a", "Story b"]


def test_blocks_of_other_stories_and_foreign_links_are_left_out() -> None:
    noise = (
        "<section><h2>Editor's Picks</h2><ul><li><a href='/global-voices/picked'>Picked</a></li></ul></section>"
        "<section><h2>Latest</h2><h3><a href='/global-voices/late'>Late</a></h3></section>"
        "<div><a href='https://iwpr.net/global-voices/real-site'>Real</a><a href='/about/people/somebody'>Who</a></div>"
    )
    site = Site({f"{VOICES}?page=0": listing(["a"], [], noise)})
    assert [listed.title for listed in walk(site)] == ["Story a"]


def test_listing_in_a_web_archive_lists_its_copies() -> None:
    prefix = "http://webarchive.archive.unhcr.test/20191026125213mp_/http://www.refworld.test/"
    first = f"{prefix}publisher,IWPR,,,,,0.html"
    second = f"{prefix}publisher,IWPR,,,,,10.html"
    site = Site(
        {
            first: "<html><body><a class='itemlink' href='publisher,IWPR,,KAZ,4ddb8c732,0.html'>One</a>"
            "<a href='publisher,IWPR,,,,,10.html'>2</a></body></html>",
            second: "<html><body><a class='itemlink' href='/docid/4ddb8c733.html'>Two</a></body></html>",
        }
    )
    found = list(source("refworld_legacy").discover(site.get, [first], 10))
    assert found == [
        Listed(f"{prefix}publisher,IWPR,,KAZ,4ddb8c732,0.html", "One"),
        Listed(f"{prefix}docid/4ddb8c733.html", "Two"),
    ]
    assert site.asked == [first, second]


def test_live_listing() -> None:
    start = "http://www.refworld.test/reference?page=0"
    site = Site(
        {
            start: "<html><body><main><h3><a href='/reference/annualreport/obskel/2006/en/44270'>Salt Roads</a></h3>"
            "<a href='/reference/annualreport'>All annual reports</a></main></body></html>"
        }
    )
    found = list(source("refworld").discover(site.get, [start], 10))
    assert [listed.title for listed in found] == ["Salt Roads"]
