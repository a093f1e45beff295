"""Feeds in their three dialects."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from tasks.sources import Limits, Listed, Start, WalkedPage, WalkEnd
from tests.site_making import Site, discover, ends, listed, noted, slugs

FEED = "http://iwpr.test/feeds/news.xml"
STORY = "http://iwpr.test/global-voices/"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"


def walked(payload: str | bytes) -> list[WalkedPage | WalkEnd]:
    return discover(Site({FEED: payload}), FEED, kind="feed")


def rss(*items: str) -> str:
    return f'<rss version="2.0" xmlns:dc="{DC}"><channel><title>News</title>{"".join(items)}</channel></rss>'


def test_rss_2() -> None:
    given = walked(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        + rss(
            "<image><url>http://iwpr.test/global-voices/logo</url><title>Logo</title>"
            "<link>http://iwpr.test/global-voices/of-the-image</link></image>",
            f"<item><title>Salt &amp;amp; Sand&nbsp;Roads</title><link>{STORY}a</link>"
            "<pubDate>Thu, 12 Sep 2013 09:00:00 GMT</pubDate></item>",
            f"<item><title><![CDATA[Who Has <b>Water</b> & Why]]></title><link> \n{STORY}b#top\n </link>"
            "<dc:date>2013-08-01T10:00:00Z</dc:date></item>",
            '<item><guid isPermaLink="false">news-3</guid><link>/global-voices/c</link></item>',
            f"<item><title/><guid>{STORY}d</guid></item>",
            "<item><title>Elsewhere</title><link>http://elsewhere.test/global-voices/e</link></item>",
            "<item><title>A listing</title><link>/global-voices</link></item>",
            "<item><title>Nowhere</title></item>",
        )
    )
    assert listed(given) == [
        Listed(f"{STORY}a", "Salt & Sand\u00a0Roads", date(2013, 9, 12)),
        Listed(f"{STORY}b", "Who Has <b>Water</b> & Why", date(2013, 8, 1)),
        Listed(f"{STORY}c", None),
        Listed(f"{STORY}d", None),
    ]
    assert given[-1] == WalkEnd(Start(FEED, "feed"), "end", 1)


def test_rss_1() -> None:
    given = walked(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="{DC}">'
        f'<channel rdf:about="{FEED}"><title>News</title><link>http://iwpr.test/</link></channel>'
        f'<item rdf:about="{STORY}a"><title>A</title><link>{STORY}a</link><dc:date>2003-02</dc:date></item></rdf:RDF>'
    )
    assert listed(given) == [Listed(f"{STORY}a", "A", date(2003, 2, 28))]
    assert ends(given) == [("end", 1)]


def test_atom() -> None:
    given = walked(
        f'<feed xmlns="{ATOM}" xmlns:media="http://search.yahoo.com/mrss/"><title>News</title><link href="/"/>'
        f'<entry><media:title>A picture</media:title><title type="xhtml"><div>Salt <i>Roads</i></div></title>'
        f'<link rel="self" href="{STORY}self"/><link href="../global-voices/a"/>'
        "<published>2013-09-12T09:00:00Z</published><updated>2014-01-02T09:00:00Z</updated>"
        f'<source><title>Other</title><link href="{STORY}other"/></source></entry>'
        f'<entry><title>B</title><link rel="alternate" href="{STORY}b"/><published>2013-09-12</published></entry>'
        "</feed>"
    )
    assert listed(given) == [
        Listed(f"{STORY}a", "Salt Roads", date(2014, 1, 2), date(2014, 1, 2)),
        Listed(f"{STORY}b", "B", date(2013, 9, 12)),
    ]


def test_link_of_the_other_dialect_inside_rss_is_not_the_items() -> None:
    item = f'<item><atom:link xmlns:atom="{ATOM}" href="{STORY}self"/><link>{STORY}a</link></item>'
    assert slugs(walked(rss(item))) == ["a"]


def test_feed_inside_a_web_archive_leads_to_its_copies() -> None:
    prefix = "http://webarchive.archive.unhcr.test/20191026125213id_/"
    feed = f"{prefix}http://www.refworld.test/rss.xml"
    items = "<item><link>/docid/4ddb8c732.html</link></item><item><link>http://www.refworld.test/docid/4ddb8c733.html</link></item>"
    given = discover(Site({feed: rss(items)}), feed, kind="feed", name="refworld_legacy")
    assert [report.address for report in listed(given)] == [
        f"{prefix}http://www.refworld.test/docid/4ddb8c732.html",
        f"{prefix}http://www.refworld.test/docid/4ddb8c733.html",
    ]


def test_known_reports_are_given_older_ones_are_not() -> None:
    items = [
        f"<item><link>{STORY}{slug}</link><pubDate>{day}</pubDate></item>"
        for slug, day in (("new", "Mon, 3 Jun 2019 10:00:00 +0000"), ("old", "1 May 2019"), ("undated", ""))
    ]
    limits = Limits(1, since=date(2019, 6, 1), is_known=lambda *_: True)
    given = discover(Site({FEED: rss(*items)}), FEED, FEED, kind="feed", limits=limits)
    assert (slugs(given), ends(given)) == (["new", "undated"], [("end", 1), ("end", 0)])
    assert [report.address for report in noted(given)] == [f"{STORY}old"]
    other = discover(Site({}), FEED, "http://iwpr.test/other.xml", kind="feed", limits=limits)
    assert ends(other) == [("gap", 1), ("gap", 1)]
    assert ends(discover(Site({}), FEED, kind="feed", limits=Limits(0))) == [("max-pages", 0)]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (rss(f"<item><link>{STORY}a</link></item>", f"<item><link>{STORY}b</link>")[:-24], ["a"]),
        (f"<rss><channel><item><link>{STORY}a</link></item><item><title>&#x1;</title></item></channel></rss>", ["a"]),
        ("<html><body>Just a moment...</body></html>", []),
        (f"{STORY}a\n", []),
        (f"<urlset><url><loc>{STORY}a</loc></url></urlset>", []),
        ("", []),
    ],
)
def test_damaged_feeds_and_pages_in_their_place_are_gaps(payload: str, expected: list[str]) -> None:
    given = walked(payload)
    assert (slugs(given), ends(given)) == (expected, [("gap", 1)])


@having(st.binary(max_size=200) | st.text("<>/&;:![]itemlnk=\"' \0", max_size=200).map(lambda text: rss(text).encode()))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(payload: bytes) -> None:
    walked(payload)
