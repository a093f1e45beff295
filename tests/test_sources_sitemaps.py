"""Sitemaps as the protocol has them, and as sites and broken lines deliver them."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from tasks.sources import Limits, Listed, WalkedPage
from tasks.sources.dates import stated_day
from tasks.sources.entries import MAX_ENTRIES, read_document
from tests.site_making import Site, discover, ends, listed, noted, slugs

MAP = "http://iwpr.test/sitemap.xml"
STORY = "http://iwpr.test/global-voices/"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">'


def url(slug: str, lastmod: str = "") -> str:
    stated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{STORY}{slug}</loc>{stated}<changefreq>weekly</changefreq></url>"


def urlset(*urls: str) -> str:
    return f"{HEAD}{''.join(urls)}</urlset>"


def index(*files: str) -> str:
    named = "".join(f"<sitemap><loc>{file}</loc></sitemap>" for file in files)
    return f'<sitemapindex xmlns="{NAMESPACE}">{named}</sitemapindex>'


def walked(payload: str | bytes) -> tuple[list[str], str]:
    """The slugs in one sitemap and how its walk ended."""
    given = discover(Site({MAP: payload}), MAP, kind="sitemap")
    return slugs(given), ends(given)[0][0]


# ------------------------------------------------------------------------------------------------ the protocol


def test_reports_with_the_day_of_their_last_change() -> None:
    site = Site(
        {MAP: urlset(url("a", "2013-09-12"), url("b", "2013-09-12T23:30:00+06:00"), url("c", "2013-09"), url("d"))}
    )
    assert listed(discover(site, MAP, kind="sitemap")) == [
        Listed(f"{STORY}a", None, date(2013, 9, 12), date(2013, 9, 12)),
        Listed(f"{STORY}b", None, date(2013, 9, 12), date(2013, 9, 12)),
        Listed(f"{STORY}c", None, date(2013, 9, 30)),  # in which month says nothing of the day
        Listed(f"{STORY}d", None),
    ]


def test_change_in_the_future_is_none() -> None:
    site = Site({MAP: urlset(url("a", "2020-12-05"), url("b", "2020-12-06T01:00:00+06:00"), url("c", "2099-01-01"))})
    given = discover(site, MAP, kind="sitemap", limits=Limits(9, today=date(2020, 12, 5)))
    today = date(2020, 12, 5)
    assert [(report.dated, report.changed) for report in listed(given)] == [
        (today, today),
        (today, today),
        (today, None),
    ]


def test_only_reports_of_this_source_are_given() -> None:
    others = (
        "http://iwpr.test/",
        "http://iwpr.test/about/people",
        "http://iwpr.test/global-voices",
        "http://iwpr.test/global-voices/asia?page=3",
        "http://iwpr.test/index.php?o=archive/tri/tri_032_3_eng.txt",  # the front page stands there today
        "https://iwpr.net/global-voices/of-the-real-site",
        "http://www.refworld.test/docid/4ddb8c732.html",
        "ftp://iwpr.test/global-voices/by-another-way",
        "/global-voices/relative",
        "http://[",
    )
    assert walked(urlset(*(f"<url><loc>{other}</loc></url>" for other in others), url("a"))) == (["a"], "end")


def test_pictures_and_translations_are_not_taken_for_reports() -> None:
    markup = (
        f'<urlset xmlns="{NAMESPACE}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml"><url><image:image><image:loc>{STORY}a-picture</image:loc>'
        f'</image:image><xhtml:link rel="alternate" hreflang="ru" href="{STORY}other"/><image:loc>{STORY}x</image:loc>'
        f"<loc>\n  {STORY}a\n</loc></url></urlset>"
    )
    assert walked(markup) == (["a"], "end")


@pytest.mark.parametrize("opening", ["<urlset>", '<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">'])
def test_older_namespaces_and_none(opening: str) -> None:
    assert walked(f"{opening}{url('a')}</urlset>") == (["a"], "end")


def test_index_is_followed_and_each_file_asked_for_once() -> None:
    one, two, three = (f"http://iwpr.test/sitemap.xml?page={number}" for number in (1, 2, 3))
    site = Site(
        {
            MAP: index(one, two, one, MAP),
            one: gzip.compress(urlset(url("a"), url("b")).encode()),
            two: index(three, MAP, "https://elsewhere.test/sitemap.xml", "https://iwpr.net/sitemap.xml"),
            three: urlset(url("b"), url("c")),
        }
    )
    given = discover(site, MAP, one, kind="sitemap")
    assert (slugs(given), ends(given)) == (["a", "b", "c"], [("end", 4), ("end", 0)])
    assert site.asked == [MAP, one, two, three]
    assert [len(page.listed) for page in given if isinstance(page, WalkedPage)] == [0, 2, 0, 1]


def test_indexes_are_followed_three_files_deep() -> None:
    files = [f"http://iwpr.test/s{number}.xml" for number in range(6)]
    held = {file: index(following) for file, following in pairwise(files)}
    site = Site(held)
    assert ends(discover(site, files[0], kind="sitemap")) == [("gap", 3)]
    assert site.asked == files[:3]


def test_file_that_cannot_be_had_is_a_gap_and_the_others_are_read() -> None:
    site = Site(
        {MAP: index("http://iwpr.test/gone.xml", "http://iwpr.test/b.xml"), "http://iwpr.test/b.xml": urlset(url("b"))}
    )
    given = discover(site, MAP, kind="sitemap")
    assert (slugs(given), ends(given)) == (["b"], [("gap", 3)])


def test_no_more_files_than_allowed() -> None:
    files = [f"http://iwpr.test/s{number}.xml" for number in range(9)]
    site = Site({MAP: index(*files), **{file: urlset(url(file[-5:-4])) for file in files}})
    given = discover(site, MAP, kind="sitemap", limits=Limits(4))
    assert (slugs(given), ends(given)) == (["0", "1", "2"], [("max-pages", 4)])


def test_known_reports_are_given_again_and_older_ones_are_not() -> None:
    site = Site({MAP: urlset(url("old", "2019-01-01"), url("new", "2020-01-01"), url("undated"))})
    limits = Limits(9, since=date(2019, 6, 1), is_known=lambda *_: True)
    given = discover(site, MAP, kind="sitemap", limits=limits)
    assert (slugs(given), ends(given)) == (["new", "undated"], [("end", 1)])
    assert [report.address for report in noted(given)] == [f"{STORY}old"]


def test_where_not_all_files_may_be_asked_for_new_ones_go_first_then_changed_ones_then_those_that_waited_longest() -> (
    None
):
    lastmods = {"s0": "", "s1": "2020-01-01", "s2": "2020-03-01", "s3": "2020-02-01", "s4": "", "s5": "2020-01-15"}
    files = {name: f"http://iwpr.test/{name}.xml" for name in lastmods}
    named = "".join(
        f"<sitemap><loc>{files[name]}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in lastmods.items()
    )
    held = {MAP: f"<sitemapindex>{named}</sitemapindex>", **{files[name]: urlset(url(name)) for name in lastmods}}
    asked = {
        files["s1"]: datetime(2020, 1, 2, tzinfo=UTC),
        files["s4"]: datetime(2020, 1, 1, tzinfo=UTC),
        files["s5"]: datetime(2020, 1, 15, 9, tzinfo=UTC),  # it may have changed again that day
    }
    whole, cut = Site(held), Site(held)
    assert ends(discover(whole, MAP, kind="sitemap", limits=Limits(7, asked_at=asked.get))) == [("end", 7)]
    assert whole.asked == [MAP, *files.values()]
    assert ends(discover(cut, MAP, kind="sitemap", limits=Limits(6, asked_at=asked.get))) == [("max-pages", 6)]
    assert cut.asked == [MAP, *(files[name] for name in ("s2", "s3", "s0", "s5", "s4"))]


def test_file_unchanged_since_the_day_is_not_asked_for() -> None:
    old, new = "http://iwpr.test/old.xml", "http://iwpr.test/new.xml"
    markup = index(old, new).replace(f"{old}</loc>", f"{old}</loc><lastmod>2019-01-01T10:00Z</lastmod>")
    site = Site({MAP: markup, old: urlset(url("a")), new: urlset(url("b"))})
    given = discover(site, MAP, kind="sitemap", limits=Limits(9, since=date(2019, 6, 1)))
    assert (slugs(given), ends(given), site.asked) == (["b"], [("since", 2)], [MAP, new])


def test_plain_text() -> None:
    assert walked(f"\ufeff{STORY}a\r\n\r\n  {STORY}b\n") == (["a", "b"], "end")
    assert walked(f"{STORY}a\nand so on\n") == (["a"], "gap")


def test_feed_under_a_sitemaps_address() -> None:
    assert walked(f"<rss><channel><item><link>{STORY}a</link></item></channel></rss>") == (["a"], "end")


def test_address_written_two_ways_is_given_once() -> None:
    markup = urlset(
        url("%D0%BC%D0%BE%D1%81%D1%82"), url("мост"), url("a"), url("a/"), url("a").replace("http:", "https:")
    )
    assert len(walked(markup)[0]) == 2


# ------------------------------------------------------------------------------------------------ damage and malice


def test_truncated_file_gives_its_whole_entries() -> None:
    whole = urlset(url("a"), url("b"), url("cut-off-here"))
    for end in range(len(whole) - 60, len(whole) - 1):
        found, reason = walked(whole[:end])
        assert reason == "gap"
        assert found in (["a", "b"], ["a", "b", "cut-off-here"])


def test_truncated_and_damaged_gzip_give_what_can_be_unpacked() -> None:
    packed = gzip.compress(urlset(*(url(f"s{number}") for number in range(500))).encode())
    assert walked(packed)[1] == "end"
    found, reason = walked(packed[: len(packed) // 2])
    assert reason == "gap" and 50 < len(found) < 500
    checked = bytearray(packed)
    checked[-6] ^= 0xFF  # the checksum alone
    assert (len(walked(bytes(checked))[0]), walked(bytes(checked))[1]) == (500, "gap")
    damaged = bytearray(packed)
    damaged[len(packed) // 2] ^= 0xFF
    found, reason = walked(bytes(damaged))
    assert reason == "gap" and found[:5] == ["s0", "s1", "s2", "s3", "s4"]
    assert walked(gzip.compress(HEAD.encode()) + gzip.compress((url("a") + "</urlset>").encode()) + b"\0\0") == (
        ["a"],
        "end",
    )


def test_encodings_declared_rightly_wrongly_and_not_at_all() -> None:
    cyrillic = f'<?xml version="1.0" encoding="@"?><urlset>{url("мост")}</urlset>'
    assert walked(cyrillic.replace("@", "windows-1251").encode("cp1251")) == (["мост"], "end")
    assert walked(cyrillic.replace("@", "UTF-16").encode("utf-16")) == (["мост"], "end")
    assert walked(cyrillic.replace("@", "UTF-16").encode()) == (["мост"], "end")
    assert walked(cyrillic.replace("@", "no-such-code").encode()) == (["мост"], "end")
    assert walked(cyrillic.replace("@", "rot13").encode()) == (["мост"], "end")
    # Bytes that are no UTF-8: the address that holds them is another one, the next is not.
    assert walked(cyrillic.replace("@", "UTF-8").replace("</urlset>", url("a") + "</urlset>").encode("cp1251")) == (
        ["a"],
        "gap",
    )


def test_ampersands_left_bare() -> None:
    bare = f"<url><loc>{STORY}a?one=1&two=2&copy;=3</loc></url>"
    assert walked(urlset(bare, f"<url><loc><![CDATA[{STORY}b?one=1&two=2]]></loc></url>")) == (
        ["a?one=1&two=2&copy;=3", "b?one=1&two=2"],
        "end",
    )


@pytest.mark.parametrize(
    "broken",
    [
        f"<url><loc>{STORY}x</lox></url>",
        f"<url><loc>{STORY}cut<lastmod>2020-01-01</lastmod></url>",
        f"<url><loc>{STORY}cut<url>",
        "<url><loc",
        "<url><loc>\x01</loc></url>",
        "&#0;",
    ],
)
def test_broken_entry_does_not_take_the_others_with_it(broken: str) -> None:
    found, reason = walked(urlset(url("a"), broken, url("b"), url("c")))
    assert reason == "gap"
    assert {"a", "c"} <= set(found)
    assert "cut" not in found


@pytest.mark.parametrize("broken", ["<", "</url></url>"])
def test_what_stands_before_the_place_where_no_parser_goes_on_is_given(broken: str) -> None:
    found, reason = walked(urlset(url("a"), broken, url("b")))
    assert (found[0], reason) == ("a", "gap")


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
PARAMETERS = "".join(f'<!ENTITY % p{n} "{f"&#37;p{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "document",
    [
        f'<!DOCTYPE u [<!ENTITY e0 "lol">{ENTITIES}]><urlset><url x="&e11;"><loc>{STORY}&e11;</loc></url></urlset>',
        f'<!DOCTYPE u [<!ENTITY % p0 "lol">{PARAMETERS}%p11;]><urlset>{url("a")}</urlset>',
        f'<!DOCTYPE u [<!ENTITY e0 "lol">{ENTITIES}<!ATTLIST loc q CDATA "&e11;">]><urlset>{url("a")}</urlset>',
        f'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>{STORY}&x;</loc></url></urlset>',
        f'<!DOCTYPE u SYSTEM "http://127.0.0.1:9/x.dtd"><urlset>{url("a")}</urlset>',
        "<a>" * 300_000,
        "<urlset><url>" + "<loc/>" * 300_000,
        HEAD + "&" * 1_000_000,
        "<rss>" + "<![CDATA[" * 200_000,
        gzip.compress(HEAD.encode() + b"<a/>" * 15_000_000, 1),
        gzip.compress(b" " * 80_000_000, 1),
        gzip.compress(b"") * 5_000,
        gzip.compress(gzip.compress(urlset(url("a")).encode())),
        b"\x1f\x8b",
        b"\0" * 1000,
        b"",
        "<!doctype html><html><body><p>Not here</body></html>",
    ],
    ids=range(17),
)
def test_hostile_file_takes_neither_time_nor_memory(document: str | bytes) -> None:
    payload = document.encode() if isinstance(document, str) else document
    tracemalloc.start()
    began = time.process_time()
    read = read_document(payload)
    spent = time.process_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 20 and peak < 300_000_000
    text = " ".join(value.text for entry in read.entries for value in entry.values)
    assert "lollol" not in text and len(text) < 10_000
    assert set(walked(payload)[0]) <= {"a", "&e11;", "&x;"}


@having(
    st.binary(max_size=300)
    | st.text("<>/&;![]urlsetoc \n\0\ufeff", max_size=200).map(lambda text: f"{HEAD}{text}".encode())
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(payload: bytes) -> None:
    walked(payload)
    walked(gzip.compress(payload)[:-3])


def test_as_many_entries_as_the_protocol_allows_in_a_moment() -> None:
    payload = urlset(*(url(f"story-{number}", "2020-01-01") for number in range(MAX_ENTRIES))).encode()
    began = time.process_time()
    found, reason = walked(payload)
    spent = time.process_time() - began
    assert (len(found), reason) == (MAX_ENTRIES, "end")
    assert spent < 6, f"{spent:.1f} s"  # about a second and a half on an idle machine
    found, reason = walked(payload.replace(b"</urlset>", url("one-more").encode() + b"</urlset>"))
    assert (len(found), reason) == (MAX_ENTRIES, "gap")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2013-09-12", date(2013, 9, 12)),
        (" 2013-09-12T09:00:00.5+02:00 ", date(2013, 9, 12)),
        ("2013-09-12 09:00", date(2013, 9, 12)),
        ("2012-02", date(2012, 2, 29)),
        ("2013", date(2013, 12, 31)),
        ("Thu, 12 Sep 2013 09:00:00 GMT", date(2013, 9, 12)),
        ("12 Sep 13 09:00 EST", date(2013, 9, 12)),
        ("Thursday, 12-Sep-13 09:00:00 GMT", date(2013, 9, 12)),
        ("2013-02-30", None),
        ("20130912", None),
        ("0000-01-01", None),
        ("yesterday", None),
        ("", None),
        ("9" * 10_000, None),
    ],
)
def test_dates_of_machines(text: str, day: date | None) -> None:
    assert stated_day(text) == day
