"""What many nights find on listings and sitemaps that fail, shift, and are longer than one night may walk: nothing is
lost for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from samples.plain import PER_LISTING, PlainServer, PlainSite
from tasks.archive.asking.session import Limits
from tasks.archive.custody.verify import verify
from tasks.archive.entries import ListedAddress, Listing, Sighting, SourceRun
from tasks.archive.notes import sighting_from, to_json
from tasks.archive.recovery import rebuild
from tasks.archive.store import Archive
from tasks.batch.collecting import CollectSettings, collect_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import Source
from tasks.sources.discovery import Site
from tasks.sources.discovery import discover as walk
from tasks.sources.teasers import labelled_date
from tests.plain_source import identify, listing_page, plain_source

HOST = "plain.test"
SITEMAP = "/sitemap.xml"
HTML = (("Content-Type", "text/html"),)
XML = (("Content-Type", "application/xml"),)


@dataclass(slots=True)
class DatedSite(PlainSite):
    """Its listing prints a date with each story."""

    dates: dict[str, str] = field(default_factory=dict)

    def listing(self, number: int) -> bytes:
        shown = self.stories[number * PER_LISTING : (number + 1) * PER_LISTING]
        items = "".join(
            f'<article><h3><a href="/story/{story}">{story}</a></h3><p>Date: {self.dates[story]}</p></article>\n'
            for story in shown
        )
        pages = -(-len(self.stories) // PER_LISTING)
        pager = "".join(f'<a href="/list?page={other}">{other + 1}</a> ' for other in range(pages))
        return f"<html><body><main>{items}</main><nav>{pager}</nav></body></html>\n".encode()


@dataclass(slots=True)
class ShiftingSite(PlainSite):
    """As many stories come in as one page of the listing holds, while its second page is asked for."""

    has_shifted: bool = False

    def answer(self, target: str) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        if target == "/list?page=1" and not self.has_shifted:
            self.has_shifted = True
            self.stories[:0] = [f"fresh-{number}" for number in range(PER_LISTING)]
        return PlainSite.answer(self, target)


def dated_source() -> Source:
    site = Site(identify, lambda address: listing_page(address) is not None, listing_page, (HOST,), dated=labelled_date)
    return replace(plain_source(HOST), discover=lambda get, starts, limits: walk(get, starts, limits, site))


def with_sitemap(source: Source, *, listings: bool = True) -> Source:
    first = source.config.sample_listings if listings else ()
    return replace(
        source, config=replace(source.config, sample_listings=first, sample_sitemaps=(f"http://{HOST}{SITEMAP}",))
    )


def urlset(lastmods: dict[str, str]) -> bytes:
    urls = "".join(
        f"<url><loc>http://{HOST}/story/{story}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for story, day in lastmods.items()
    )
    return f"<urlset>{urls}</urlset>".encode()


def night(home: Home, server: PlainServer, source: Source | None = None, **more: object) -> SourceRun:
    """One night; returns its counts and leaves only its requests in the server's log."""
    server.site.asked.clear()
    source = source or plain_source(HOST)
    settings = CollectSettings(
        "collector@onrecord.test",
        sample_hosts=dict.fromkeys(source.config.hosts, ("127.0.0.1", server.port)),
        limits=Limits(read_timeout=5, total_timeout=10, backoff=0.01),
        **more,  # type: ignore[arg-type]
    )
    return collect_source(home, source, settings, run=new_run("nightly", is_sample=True))


def asked(server: PlainServer, kind: str = "/list") -> list[str]:
    return [made.target for made in server.site.asked if made.target.startswith(kind)]


def rules(done: SourceRun) -> list[str]:
    return [issue.rule for issue in done.issues]


def had(home: Home) -> set[str]:
    """The stories of which there is a capture."""
    with Archive(home.archive, read_only=True) as archive:
        return {
            address.rpartition("/")[2]
            for address, history in archive.frontier("plain").items()
            if any(event.capture_id for event in history.events)
        }


def listing_of(home: Home, story: str) -> Listing:
    with Archive(home.archive, read_only=True) as archive:
        found = archive.frontier("plain")[f"http://{HOST}/story/{story}"].listing
        assert found is not None
        return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


# ------------------------------------------------------------------------------------------------ listings


@pytest.mark.parametrize(
    ("kind", "page"), [("empty", 1), ("empty", 4), ("cached", 1), ("cached", 4), ("empty-without-pager", 1)]
)
def test_page_that_was_empty_or_another_one_for_a_night_hides_nothing(home: Home, kind: str, page: int) -> None:
    with PlainServer(PlainSite.of(50)) as server:
        pager = "".join(f'<a href="/list?page={other}">{other}</a>' for other in range(5))
        bodies = {
            "empty": f"<html><body><main><p>None now.</p></main><nav>{pager}</nav></body></html>".encode(),
            "empty-without-pager": b"<html><body><main><p>None now.</p></main></body></html>",
            "cached": server.site.listing(0),
        }
        server.site.answers[f"/list?page={page}"] = (200, HTML, bodies[kind])
        first = night(home, server)
        assert (first.listed, rules(first)) == (40, ["walk:gap"])
        del server.site.answers[f"/list?page={page}"]
        server.site.stories.insert(0, "fresh")
        second = night(home, server)
        assert (second.fetched, rules(second)) == (11, [])
        night(home, server)
        assert asked(server) == ["/list?page=0"]
    assert had(home) == {"fresh", *PlainSite.of(50).stories}


def test_shift_by_a_whole_page_while_walking_hides_nothing(home: Home) -> None:
    with PlainServer(ShiftingSite.of(60)) as server:
        first = night(home, server)
        assert (first.listed, rules(first)) == (60, ["walk:gap"])
        assert night(home, server).fetched == PER_LISTING
        night(home, server)
        assert asked(server) == ["/list?page=0"]
        assert had(home) == set(server.site.stories)


def test_listing_that_is_empty_for_a_night_is_walked_whole_again(home: Home) -> None:
    with PlainServer(PlainSite.of(50)) as server:
        server.site.answers["/list?page=2"] = (500, (), b"")
        night(home, server)  # 40 are known, by a walk with a gap
        server.site.answers = {"/list?page=0": (200, HTML, b"<html><body><main><p>None now.</p></main></body></html>")}
        assert night(home, server).listed == 0
        server.site.answers.clear()
        night(home, server)
        assert had(home) == set(server.site.stories)


def test_each_listing_has_its_own_limit_and_its_own_last_walk(home: Home) -> None:
    hosts = ("a.test", "b.test", "c.test")
    source = plain_source(*hosts)

    def walked() -> Counter[str]:
        return Counter(made.host for made in server.site.asked if made.target.startswith("/list"))

    with PlainServer(PlainSite.of(100)) as server:
        first = night(home, server, source, max_pages=6)
        assert (first.listed, first.fetched) == (180, 180)
        assert rules(first) == ["walk:max-pages"] * 3
        night(home, server, source, max_pages=6)
        assert walked() == dict.fromkeys(hosts, 1)
        deeper = night(home, server, source, max_pages=20)
        assert (deeper.fetched, rules(deeper)) == (120, [])
        # One that fails every night does not make the others be walked whole.
        server.site.answers["/list?page=77"] = (500, (), b"")
        starts = (*source.config.sample_listings, "http://a.test/list?page=77")
        last = night(home, server, replace(source, config=replace(source.config, sample_listings=starts)), max_pages=20)
        assert rules(last) == ["listing", "walk:gap"]
        assert walked() == {"a.test": 2, "b.test": 1, "c.test": 1}


def test_since_hides_nothing_from_later_nights(home: Home) -> None:
    site = DatedSite.of(37)
    assert isinstance(site, DatedSite)
    site.dates = {story: "20 November 2025" if at < 13 else "1 March 2020" for at, story in enumerate(site.stories)}
    with PlainServer(site) as server:
        first = night(home, server, dated_source(), since=date(2025, 11, 1))
        assert (first.listed, first.fetched) == (13, 13)
        assert asked(server) == [f"/list?page={number}" for number in range(3)]  # the third holds but older ones
        assert night(home, server, dated_source()).fetched == 24
        assert len(asked(server)) == 4
        night(home, server, dated_source())
        assert len(asked(server)) == 1


def test_since_on_the_last_page_hides_nothing_from_later_nights(home: Home) -> None:
    site = DatedSite.of(17)
    assert isinstance(site, DatedSite)
    site.dates = {story: "20 November 2025" if at < 13 else "1 March 2020" for at, story in enumerate(site.stories)}
    with PlainServer(site) as server:
        assert night(home, server, dated_source(), since=date(2025, 11, 1)).fetched == 13
        assert night(home, server, dated_source()).fetched == 4
        assert asked(server) == ["/list?page=0"]  # the walk for the newest went to the end


# ------------------------------------------------------------------------------------------------ sitemaps


def test_files_of_an_index_that_is_longer_than_the_limit_take_turns(home: Home) -> None:
    source = with_sitemap(plain_source(HOST), listings=False)
    with PlainServer(PlainSite.of(60)) as server:
        site = server.site
        named = "".join(f"<sitemap><loc>http://{HOST}/sm{number}.xml</loc></sitemap>" for number in range(6))
        site.answers[SITEMAP] = (200, XML, f"<sitemapindex>{named}</sitemapindex>".encode())
        for number in range(6):
            part = dict.fromkeys(site.stories[number * 10 : number * 10 + 10], "")
            site.answers[f"/sm{number}.xml"] = (200, XML, urlset(part))
        site.answers["/sm1.xml"] = (404, HTML, b"<p>Not here</p>")
        first = night(home, server, source, max_pages=4)
        assert (first.fetched, asked(server, "/sm")) == (20, ["/sm0.xml", "/sm1.xml", "/sm2.xml"])
        second = night(home, server, source, max_pages=4)
        assert (second.fetched, asked(server, "/sm")) == (30, ["/sm3.xml", "/sm4.xml", "/sm5.xml"])
        assert rules(second) == ["walk:max-pages"]
        night(home, server, source, max_pages=4)
        assert asked(server, "/sm")[0] == "/sm0.xml"


def test_change_that_a_sitemap_gives_is_kept_for_what_a_listing_shows_too(home: Home) -> None:
    source = with_sitemap(dated_source())
    site = DatedSite.of(25)
    assert isinstance(site, DatedSite)
    site.dates = dict.fromkeys(site.stories, "3 May 2019")
    today = datetime.now(UTC).date()
    site.answers[SITEMAP] = (200, XML, urlset(dict.fromkeys(site.stories, "2019-06-01")))
    with PlainServer(site) as server:
        first = night(home, server, source)
        assert (first.listed, first.fetched) == (25, 25)  # each counted once
        site.answers[SITEMAP] = (200, XML, urlset({site.stories[2]: today.isoformat(), site.stories[22]: "2099-01-01"}))
        second = night(home, server, source)
        assert second.listed == 11
    changes = [listing_of(home, site.stories[at]).changed for at in (2, 3, 22)]
    assert changes == [today, date(2019, 6, 1), date(2019, 6, 1)]
    rebuild(home.archive)
    assert [listing_of(home, site.stories[at]).changed for at in (2, 3, 22)] == changes
    assert not verify(home.archive).problems


def test_printed_month_is_no_change_and_not_later_than_today(home: Home) -> None:
    site = DatedSite.of(3)
    assert isinstance(site, DatedSite)
    today = datetime.now(UTC).date()
    printed: Sequence[str] = (f"December {today.year}", "1 January 2099", "3 May 2019")
    site.dates = dict(zip(site.stories, printed, strict=True))
    with PlainServer(site) as server:
        night(home, server, dated_source())
    found = [listing_of(home, story) for story in site.stories]
    assert [listing.changed for listing in found] == [None] * 3
    assert all(listing.dated is not None and listing.dated <= today for listing in found)
    assert found[2].dated == date(2019, 5, 3)


def test_records_of_earlier_versions_have_no_change() -> None:
    at = datetime(2031, 5, 4, tzinfo=UTC)
    seen = Sighting(
        "plain", f"http://{HOST}/list", at, "run", (ListedAddress(f"http://{HOST}/story/a", None, at.date()),)
    )
    text = to_json(seen)
    assert sighting_from(text) == seen
    assert sighting_from(text.replace(',"changed":null', "")) == seen
