"""The sample sites: what they promise to serve, and that the gold beside the reports agrees with their words."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest

from samples import SAMPLE_HOSTS, SampleReport, connect_to, load_reports
from samples.model import curled
from samples.server import SampleServer

REPLAY = "http://webarchive.archive.unhcr.test/20191026125213mp_/http://www.refworld.test/"
LEGACY_LISTING = REPLAY + "publisher,IWPR,,,,,0.html"
LIVE_LISTING = "http://www.refworld.test/reference?page=0"
IWPR_LISTING = "http://iwpr.test/global-voices?page=0"

Answered = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def site() -> Iterator[SampleServer]:
    with SampleServer() as server:
        yield server


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is resolved and nothing but loopback is connected to, by client or server."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", "a connection that leaves loopback"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def ask(site: SampleServer, address: str, method: str = "GET", **headers: str) -> Answered:
    """One request, never following a redirect."""
    parts = urlsplit(address)
    assert parts.hostname in SAMPLE_HOSTS
    host, port = connect_to(site.port)[parts.hostname]
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        target = address.split(parts.netloc, 1)[1] or "/"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers={"Host": parts.hostname, **named})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def page(site: SampleServer, address: str) -> str:
    """The page at the end of its redirects."""
    for _ in range(5):
        status, headers, body = ask(site, address)
        if status not in (301, 302):
            assert status == 200, f"{status} at {address}"
            return body.decode(errors="replace")
        address = resolved(address, headers["location"])
    raise AssertionError("too many redirects")


def resolved(address: str, to: str) -> str:
    """As a browser does it: `urllib.parse.urljoin` would make one slash of the two inside a replay address."""
    if urlsplit(to).scheme:
        return to
    parts = urlsplit(address)
    if to.startswith("/"):
        return f"{parts.scheme}://{parts.netloc}{to}"
    base = address.split("#")[0]
    return base.split("?")[0] + to if to.startswith("?") else base.rsplit("/", 1)[0] + "/" + to


def links(address: str, html: str) -> list[str]:
    return [resolved(address, unescape(to)) for to in re.findall(r'href="([^"]*)"', html)]


def article_links(site: SampleServer, listing: str, pattern: str) -> list[str]:
    return [unescape(to) for to in re.findall(pattern, page(site, listing))]


# ------------------------------------------------------------------------------------------------ the reports


def test_there_are_reports_enough_and_countries_enough() -> None:
    reports = load_reports()
    assert len(reports) >= 34
    assert len({code for report in reports for code in report.country_codes}) >= 9
    assert {report.language for report in reports} == {"en", "fr", "ru"}
    assert sum(report.language == "fr" for report in reports) >= 2
    assert sum(report.language == "ru" for report in reports) >= 2
    assert {report.gold.precision for report in reports} == {"day", "month", "year", None}


@pytest.mark.parametrize("report", load_reports(), ids=lambda report: report.name)
def test_gold_occurs_in_the_paragraphs(report: SampleReport) -> None:
    for place in report.places:
        shown = report.on(place)
        for quote in shown.gold.quotes:
            assert quote.segments
            for piece in quote.segments:
                assert shown.blocks[piece.block].text[piece.start : piece.end] == piece.text
            order = [(piece.block, piece.start) for piece in quote.segments]
            assert order == sorted(order)
    text = "\n".join([*(block.text for block in report.blocks), report.byline or ""])
    for words in (*report.gold.not_quotes, *report.gold.see_also):
        assert words in text
    for quote in report.gold.quotes:
        assert quote.role is None or quote.role in text, quote.role
        assert quote.speaker is None or all(name in text for name in quote.speaker.split(" and ")), quote.speaker
    day = report.gold.published_on
    assert report.gold.precision != "month" or (day is not None and day.day == 1)
    for author in report.gold.authors:
        assert author.name in "\n".join([text, *(value for _, value in report.labels)])


@pytest.mark.parametrize("report", load_reports(), ids=lambda report: report.name)
def test_no_stretch_is_in_two_gold_quotes(report: SampleReport) -> None:
    pieces = sorted((piece.block, piece.start, piece.end) for quote in report.gold.quotes for piece in quote.segments)
    for (block, _, end), (next_block, next_start, _) in pairwise(pieces):
        assert block != next_block or end <= next_start


def test_every_mark_pair_in_english_prose_is_in_the_gold() -> None:
    """The gold lists every quotation, so that a reader can be held against it for what it makes up too."""
    missed = []
    for report in load_reports():
        if report.language != "en":
            continue
        pieces = [(piece.block, piece.start, piece.end) for quote in report.gold.quotes for piece in quote.segments]
        for number, block in enumerate(report.blocks):
            for match in re.finditer(r'["“«„]\s?([^"“”«»„]+)["”»“]', block.text):
                inside = match.group(1)
                quoted = any(number == at and start < match.end() and match.start() < end for at, start, end in pieces)
                known = any(inside.strip(" .,") in words or words in inside for words in report.gold.not_quotes)
                references = re.search(r"\b(?:19|20)\d\d\. [^.]*\.?.?\"", block.text) is not None
                if not quoted and not known and not references:
                    missed.append((report.name, inside))
    assert not missed


def test_quotes_of_every_kind_are_there() -> None:
    quotes = [quote for report in load_reports() for quote in report.gold.quotes]
    assert {quote.speaker_kind for quote in quotes} >= {
        "named",
        "role",
        "group",
        "organisation",
        "anonymous",
        "pseudonym",
        "document",
    }
    assert {quote.kind for quote in quotes} == {"direct", "mixed"}
    assert any(len({piece.block for piece in quote.segments}) > 1 for quote in quotes), "over several paragraphs"
    assert any(len(quote.segments) > 1 for quote in quotes), "interrupted"
    text = "\n".join(block.text for report in load_reports() for block in report.blocks)
    assert "«" in text and "„" in text and '"' in text and "“" in text
    assert "\u200c" in text and "\u00ad" in text and text.count("\u00a0") > 10


# ------------------------------------------------------------------------------------------------ the notices

NOTICES = {
    "unhcr-disclaimer": ["This is not a UNHCR publication. UNHCR is not responsible for"],
    "publisher-disclaimer": [
        "The contents of this article are the sole responsibility of",
        "can in no way be taken to reflect the views of",
        "This Response was prepared after researching publicly accessible information",
        "is not, and does not purport to be, conclusive as to the merit of any particular claim",
        "n'apportent pas, ni ne prétendent apporter, de preuves concluantes",
        "Il ne prétend pas faire le traitement exhaustif",
    ],
    "funding": [
        "This article was produced jointly under",
        ", funded by the",
        "generous financial support from",
        "with co-funding from",
        "with support from the",
    ],
    "copyright": ["Copyright notice: ©", "All rights reserved"],
    "pseudonym": [
        "is the pseudonym of a journalist in",
        "names have been changed",
        "names in this story have been changed",
        "whose name has been changed",
        "not his real name",
    ],
    "author-note": [
        "is an IWPR correspondent in",
        "is IWPR's bureau chief in",
        "is an IWPR-trained journalist",
        "-- Parvina Hamidzod",
    ],
    "project-note": ["NOTE TO READERS", "is a multilingual news analysis and comment service"],
    "campaign": ["As coronavirus sweeps the globe, IWPR's network of local reporters"],
    "donation": ["Support local journalists", "GIVE TO IWPR:"],
    "see-also": ["(For more on this issue, see ", "looks at some of the key concerns.)", "More IWPR's Global Voices"],
    "newsletter": ["RECEIVE FROM IWPR:", "WELCOME TO IWPR'S", "IWPR's Frontline Updates –"],
    "photo-caption": ["(Photo: ", "(Photo by ", "(Photo courtesy of", "via Getty Images"],
    "navigation": ["Search Refworld", "Countries", "Selected filters:", "Showing 1-", "Show More", "PDF download"],
    "site-title": ["Institute for War and Peace Reporting | Giving Voice, Driving Change", "UNHCR | Refworld |"],
    "editor-note": [
        "[From the introductory text accompanying this report",
        "[traduction]",
        "[*Please note:",
    ],
    "revision-note": [
        "In October 2015, MRG revised its World Directory",
        "This is an unofficial translation of",
        "Elle remplace la réponse",
    ],
    "sources": ["Please find below the list of additional sources consulted"],
}


@pytest.fixture(scope="module")
def everything(site: SampleServer) -> str:
    """The text of all pages that the sites serve as pages, with straight apostrophes."""
    from samples.sites import routes

    pages = [
        answer.body.decode(errors="replace")
        for at_host in routes().values()
        for answer in at_host.values()
        if answer.media_type.startswith("text/") and answer.status == 200
    ]
    return unescape(re.sub(r"<[^>]+>", "", "\n".join(pages))).replace("’", "'")


@pytest.mark.parametrize("kind", NOTICES)
def test_notices_of_every_kind_are_served(everything: str, kind: str) -> None:
    missing = [words for words in NOTICES[kind] if words not in everything]
    # "names have been changed" occurs with its noun only.
    assert [words for words in missing if words != "names have been changed"] == []


# ------------------------------------------------------------------------------------------------ the server


def test_every_report_is_served_at_every_address(site: SampleServer) -> None:
    for report in load_reports():
        for place in report.places:
            for address in place.addresses:
                host = {"live": "www.refworld.test", "iwpr": "iwpr.test"}.get(place.site)
                whole = f"http://{host}/{address}" if host else REPLAY + address
                text = unescape(page(site, whole))
                assert place.layout == "wrong-charset" or report.on(place).title in text, whole


def test_listings_lead_to_all_their_reports(site: SampleServer) -> None:
    legacy = [place for report in load_reports() for place in report.places if place.site == "legacy"]
    first = page(site, LEGACY_LISTING)
    assert f"Showing 1-10 of {len(legacy) + 1} results" in first
    items = article_links(site, LEGACY_LISTING, r'class="itemlink" href="([^"]*)"')
    assert len(items) == 10
    second = next(to for to in links(LEGACY_LISTING, first) if to.endswith("publisher,IWPR,,,,,10.html"))
    items += article_links(site, second, r'class="itemlink" href="([^"]*)"')
    assert len(items) == len(legacy) + 1
    assert re.search(r"\| Publisher: .* \| Document type: .* \| Topic\(s\): .* - .* \| Countries: ", first)

    iwpr = article_links(site, IWPR_LISTING, r'class="teaser"><h3><a href="([^"]*)"')
    assert len(iwpr) == 9
    assert "Editor's Picks" in page(site, IWPR_LISTING)
    for number in (1, 2, 3):
        iwpr += article_links(
            site, f"http://iwpr.test/global-voices?page={number}", r'class="teaser"><h3><a href="([^"]*)"'
        )
    stories = [place for report in load_reports() for place in report.places if place.site == "iwpr"]
    assert {f"/{place.addresses[0]}" for place in stories} <= set(iwpr)

    live = [
        to
        for number in (0, 1, 2)
        for to in article_links(site, LIVE_LISTING[:-1] + str(number), r'<h3><a href="([^"]*)"')
    ]
    assert len(live) == 8
    for area in ("asia/central-asia/kazakstan", "africa", "europe-eurasia/caucasus"):
        assert "teaser" in page(site, f"http://iwpr.test/global-voices/{area}?page=0")


def test_old_addresses_and_aliases_redirect(site: SampleServer) -> None:
    expected = {
        "http://www.refworld.test/docid/5ab4f1aa3.html": "http://www.refworld.test/reference/countryrep/mrgi/2018/en/65213",
        "http://www.refworld.test/node/38412": "http://www.refworld.test/reference/annualreport/freehou/2010/en/38412",
        "http://iwpr.test/k3v9q2ab": "http://iwpr.test/global-voices/armenia-robe-does-not-make-you-deaf",
        "http://iwpr.test/report-news/dominican-hospital-exists-paper": (
            "http://iwpr.test/global-voices/dominican-hospital-exists-paper"
        ),
        "http://refworld.test/node/16211": "http://www.refworld.test/node/16211",
    }
    for address, target in expected.items():
        status, headers, _ = ask(site, address)
        assert (status, headers["location"]) == (301, target)


def test_replay_leads_to_the_nearest_capture_and_gives_untouched_bytes(site: SampleServer) -> None:
    status, headers, _ = ask(site, REPLAY + "docid/3ae6ad7f14.html")
    assert status == 302
    assert "/20170703031002mp_/http://www.refworld.test/docid/3ae6ad7f14.html" in headers["location"]
    shown = page(site, REPLAY + "docid/4f910a822.html")
    untouched = page(site, REPLAY.replace("mp_", "id_") + "docid/4f910a822.html")
    assert "_wb_frame_top_banner" in shown and "_wb_frame_top_banner" not in untouched
    assert 'href="http://webarchive.archive.unhcr.test/' in shown and "webarchive" not in untouched
    _, headers, body = ask(site, REPLAY + "docid/5129a8d12.html")
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert "\nDisclaimerThis is not a UNHCR publication." in body.decode()


def test_pages_that_are_no_reports(site: SampleServer) -> None:
    status, headers, body = ask(site, "http://www.refworld.test/reference/annualreport/uscri/2003/en/41999")
    assert (status, headers["cf-mitigated"], headers["server"]) == (403, "challenge", "cloudflare")
    assert b"Just a moment..." in body
    _, _, front = ask(site, "http://iwpr.test/")
    status, _, body = ask(site, "http://iwpr.test/global-voices/bridge-keepers-strike-ends-quietly")
    assert (status, body) == (200, front)
    assert ask(site, "http://iwpr.test/global-voices/lost-archive-found-in-cellar")[0] == 404
    status, headers, body = ask(site, "http://iwpr.test/global-voices/armenian-beekeepers-blame-new-road")
    assert status == 200 and body.endswith(b"<a hre") and b"\xff" in body
    listed = "".join(page(site, f"http://iwpr.test/global-voices?page={number}") for number in (0, 1, 2))
    for slug in ("bridge-keepers-strike", "lost-archive-found", "armenian-beekeepers"):
        assert f"/global-voices/{slug}" in listed


def test_wrong_charset_is_really_wrong(site: SampleServer) -> None:
    place = next(p for r in load_reports() for p in r.places if p.layout == "wrong-charset")
    _, headers, body = ask(site, f"http://iwpr.test/{place.addresses[0]}")
    assert headers["content-type"] == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert "мост, по которому боятся ходить" in body.decode("cp1251")


def test_two_captures_complete_each_other_and_one_story_stands_on_two_sites(site: SampleServer) -> None:
    dated = page(site, "http://iwpr.test/global-voices/georgian-orchards-cut-two-line-posts")
    signed = page(site, "http://iwpr.test/report-news/georgian-orchards-cut-two-line-posts")
    assert "Thursday, 12 September, 2013" in dated and "By Lasha Merebidze" not in dated
    assert "By Lasha Merebidze" in signed and "2013" not in signed
    curly = page(site, "http://iwpr.test/global-voices/kazak-village-waits-three-years-clean-water")
    straight = page(site, REPLAY + "docid/4f910a822.html")
    report = next(report for report in load_reports() if report.name == "kaz-village-water")
    for words in ("We were told in the spring", "A sample taken by"):
        assert words in curly and words in straight
    assert "“We were told" in curly and '"We were told' in straight
    assert report.standfirst and report.standfirst in curly and report.standfirst not in straight


def test_robots_and_what_they_refuse_is_listed(site: SampleServer) -> None:
    iwpr = ask(site, "http://iwpr.test/robots.txt")
    assert iwpr[1]["content-type"] == "text/plain" and b"Disallow: /kk/" in iwpr[2]
    assert b"Disallow: /es/" in ask(site, "http://refworld.test/robots.txt")[2]
    assert b"Disallow: /20100615093000mp_/" in ask(site, "http://webarchive.archive.unhcr.test/robots.txt")[2]
    stories = "".join(page(site, f"http://iwpr.test/global-voices?page={number}") for number in (0, 1, 2))
    assert 'href="/kk/' in stories
    assert any("/es/leg/" in page(site, f"http://www.refworld.test/reference?page={number}") for number in (0, 1))
    assert "/20100615093000mp_/" in page(site, REPLAY + "publisher,IWPR,,,,,10.html")


def test_sitemap_index_leads_to_all_stories_and_the_feed_to_the_newest(site: SampleServer) -> None:
    files = re.findall(r"<loc>([^<]+)</loc><lastmod>", page(site, "http://iwpr.test/sitemap.xml"))
    assert files == ["http://iwpr.test/sitemap-1.xml", "http://iwpr.test/sitemap-2.xml.gz"]
    _, headers, packed = ask(site, files[1])
    assert headers["content-type"] == "application/gzip"
    text = page(site, files[0]) + gzip.decompress(packed).decode()
    assert "<lastmod>2013-09-12</lastmod>" in text
    stories = [place for report in load_reports() for place in report.places if place.site == "iwpr"]
    assert {f"http://iwpr.test/{place.addresses[0]}" for place in stories} <= set(re.findall(r"<loc>([^<]+)", text))
    feed = page(site, "http://www.refworld.test/rss.xml")
    assert feed.count("<item>") == feed.count("<pubDate>") == 4


def test_conditional_requests_and_content_coding(site: SampleServer) -> None:
    status, headers, body = ask(site, IWPR_LISTING)
    assert status == 200 and int(headers["content-length"]) == len(body)
    assert ask(site, IWPR_LISTING, If_None_Match=headers["etag"])[0] == 304
    assert ask(site, IWPR_LISTING, If_None_Match=f'"other", W/{headers["etag"]}')[0] == 304
    assert ask(site, IWPR_LISTING, If_Modified_Since=headers["last-modified"])[0] == 304
    assert ask(site, IWPR_LISTING, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200
    assert ask(site, IWPR_LISTING, If_None_Match='"other"', If_Modified_Since=headers["last-modified"])[0] == 200
    status, coded, small = ask(site, IWPR_LISTING, Accept_Encoding="gzip, deflate")
    assert coded["content-encoding"] == "gzip" and coded["etag"] != headers["etag"]
    assert gzip.decompress(small) == body
    assert ask(site, IWPR_LISTING, Accept_Encoding="gzip;q=0")[1].get("content-encoding") is None
    status, _, nothing = ask(site, IWPR_LISTING, method="HEAD")
    assert (status, nothing) == (200, b"")


def test_connection_is_kept_and_requests_are_counted(site: SampleServer) -> None:
    site.requests.clear()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.connect()
    held = connection.sock
    for path in ("/robots.txt", "/nowhere", "/global-voices?page=0"):
        connection.request("GET", path, headers={"Host": "iwpr.test"})
        connection.getresponse().read()
        assert connection.sock is held
    connection.close()
    assert site.requests == [
        ("iwpr.test", "/robots.txt", 200),
        ("iwpr.test", "/nowhere", 404),
        ("iwpr.test", "/global-voices?page=0", 200),
    ]


def test_unknown_host_is_told_so_and_the_server_works_as_a_proxy(site: SampleServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request("GET", "/", headers={"Host": "example.test"})
    response = connection.getresponse()
    assert response.status == 421 and b"iwpr.test" in response.read()
    connection.request("GET", "http://iwpr.test/robots.txt", headers={"Host": "iwpr.test"})
    assert connection.getresponse().status == 200
    connection.close()


def test_no_link_leaves_the_sample_hosts(site: SampleServer) -> None:
    seen: set[str] = set()
    waiting = [LEGACY_LISTING, LIVE_LISTING, IWPR_LISTING]
    while waiting and len(seen) < 250:
        address = waiting.pop()
        if address in seen or urlsplit(address).scheme != "http":
            continue
        seen.add(address)
        assert urlsplit(address).hostname in SAMPLE_HOSTS, address
        _, headers, body = ask(site, address)
        if headers.get("content-type", "").startswith("text/html"):
            waiting += links(address, body.decode(errors="replace"))
    assert len(seen) > 100


def test_marks_are_changed_one_for_one() -> None:
    straight = '"They said, \'no\'," the boys\' teacher said. ("So?")'
    assert curled(straight) == "“They said, ‘no’,” the boys’ teacher said. (“So?”)"
    assert len(curled(straight)) == len(straight)
