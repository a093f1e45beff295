"""Pages that came through a web archive read as the site gave them; the archive's own words are labelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.archive.payload import Payload
from tasks.batch.page import read_page
from tasks.page import Page
from tasks.reading import replay
from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source
from tasks.sources.addresses import own_address, replay_prefix
from tasks.sources.refworld.disclaimers import find_disclaimers

SITE = "http://www.refworld.test/docid/4ddb8ca01.html"
STAMP = "20151219013005"
WAYBACK = f"http://web.archive.org/web/{STAMP}/"
PYWB = f"http://webarchive.archive.unhcr.test/{STAMP}mp_/"
LOCAL = f"http://127.0.0.1:8089/refworld/{STAMP}mp_/"

ARTICLE = (
    "<h1>Salt Roads of the Selby Coast</h1><table><tr><td>Publisher</td><td>Harbour Press</td></tr>"
    "<tr><td>Publication Date</td><td>20 May 2011</td></tr>"
    "<tr><td>Related Document(s)</td><td><a href='@/docid/4ddb8ca02.html'>Les routes du sel</a></td></tr></table>"
    "<div id=content><p>The carts left Port Selby at night, and the drivers slept by day under them.</p>"
    "<p>See also <a href='@/docid/4ddb8ca03.html'>Carts Without Wheels</a>.</p>"
    "<p>“Nobody counts the carts,” said Aru Tolin, who has driven one since she was nine.</p></div>"
)
HEAD = "<title>Salt Roads of the Selby Coast</title><link rel=canonical href='@/docid/4ddb8ca01.html'>"


def plain() -> str:
    base = "http://www.refworld.test"
    return f"<!DOCTYPE html><html><head>{HEAD}</head><body>\n{ARTICLE}\n</body></html>".replace("@", base)


def from_wayback(stamp: str = STAMP) -> str:
    """Root-relative links, as plain replay writes them; the toolbar's own words are shown by a script."""
    base = f"/web/{stamp}/http://www.refworld.test"
    toolbar = (
        "<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<style>#wm-ipp-base{height:65px}</style>"
        f"<div id='wm-ipp-base' lang=en><div id='wm-ipp-inside'><a href='/web/'>Wayback</a> <b>12 captures</b>"
        f"<a href='/web/20140101000000/{SITE}'>Previous capture</a></div></div>"
        f"<div id='wm-ipp-print'>The Wayback Machine - https://web.archive.org/web/{stamp}/{SITE}</div>\n"
        "<!-- END WAYBACK TOOLBAR INSERT -->"
    )
    include = "<script src='//archive.test/wombat.js'></script><!-- End Wayback Rewrite JS Include -->"
    icon = f"<link rel=icon href='/web/{stamp}im_/http://www.refworld.test/i'>"
    page = f"<!DOCTYPE html><html><head>{include}{icon}{HEAD}</head><body>{toolbar}\n{ARTICLE}</body></html>\n"
    taken = "<!--\n     FILE ARCHIVED ON 01:30:05 Dec 19, 2015 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON"
    return page.replace("@", base) + taken + " 10:00:00 Nov 01, 2024.\n-->\n"


def from_pywb(prefix: str = PYWB) -> str:
    folder = prefix.partition(STAMP)[0]
    info = f'<!-- WB Insert --><script>wbinfo = {{}};\n  wbinfo.url = "{SITE}";\n  wbinfo.prefix = "{folder}";</script>'
    frame = "<script src='/static/wombat.js'></script><script src='/static/wb_frame.js'></script><!-- End WB Insert -->"
    banner = (
        "<!-- BEGIN REPLAY BANNER --><p>This is an archived page.</p>"
        f"<p><a href='{folder}*/{SITE}'>All captures</a></p><!-- END REPLAY BANNER -->"
    )
    page = f"<!DOCTYPE html><html><head>{info}{frame}{HEAD}</head><body>{banner}\n{ARTICLE}</body></html>"
    return page.replace("@", f"{prefix}http://www.refworld.test")


def captured(address: str, status: int = 200) -> Capture:
    return Capture(
        capture_id="urn:uuid:00000000-0000-0000-0000-000000000000",
        source="refworld_legacy",
        address=address,
        captured_at=datetime(2024, 11, 1, tzinfo=UTC),
        status=status,
        media_type="text/html",
        payload_sha256="0" * 64,
        payload_bytes=1,
        warc_file="x.warc.gz",
        warc_offset=0,
        warc_length=1,
        origin="fetch",
        run_id="r",
    )


def read(markup: str, capture: Capture, media_type: str = "text/html") -> Report:
    return read_page(capture, Payload(markup.encode(), (), media_type, "utf-8"), source("refworld_legacy"))


def copied(address: str) -> Capture:
    """A web archive's copy as collecting records it: three facts."""
    archived = datetime(2015, 12, 19, 1, 30, 5, tzinfo=UTC)
    return replace(captured(address), original_address=SITE, archive_address=address, archived_at=archived)


ASKED = {
    "wayback": (from_wayback(), captured(WAYBACK + SITE)),
    "wayback, three facts": (from_wayback(), copied(WAYBACK + SITE)),
    "pywb": (from_pywb(), captured(PYWB + SITE)),
    "pywb, three facts": (from_pywb(), copied(PYWB + SITE)),
    "pywb elsewhere": (from_pywb(LOCAL), copied(LOCAL + SITE)),
    "saved from a browser": (from_wayback(), captured(SITE)),
    "saved from pywb": (from_pywb(LOCAL), captured(SITE)),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_rewritten_copy_reads_as_the_page_did(name: str) -> None:
    markup, capture = ASKED[name]
    as_it_was, found = read(plain(), captured(SITE)), read(markup, capture)
    assert found.state == "report"
    assert found.document_key == as_it_was.document_key == "refworld_legacy/4ddb8ca01"
    assert found.citation.title == as_it_was.citation.title
    assert found.citation.related == as_it_was.citation.related
    assert [related.address for related in found.citation.related] == [
        "http://www.refworld.test/docid/4ddb8ca02.html",
        "http://www.refworld.test/docid/4ddb8ca03.html",
    ]
    assert found.citation.canonical_address == as_it_was.citation.canonical_address
    assert [quote.segments[0].text for quote in found.quotes] == [quote.segments[0].text for quote in as_it_was.quotes]
    assert kinds(found, toolbar=False) == kinds(as_it_was, toolbar=False)


@pytest.mark.parametrize("name", ASKED)
def test_the_toolbar_is_labelled_and_nothing_is_dropped(name: str) -> None:
    markup, capture = ASKED[name]
    found = read(markup, capture)
    toolbar = [passage for passage in found.passages if passage.rule == "replay-toolbar"]
    words = " ".join(found.body[passage.start_char : passage.end_char] for passage in toolbar)
    assert {passage.kind for passage in toolbar} == {"navigation"}
    assert ("The Wayback Machine" in words) or ("This is an archived page." in words)
    assert "capture" in words and "Port Selby" not in words
    assert "".join(found.body[passage.start_char : passage.end_char] for passage in found.passages) == found.body
    assert not [issue for issue in found.issues if issue.rule == "claims"]


def kinds(report: Report, *, toolbar: bool) -> list[tuple[str, str]]:
    return [
        (passage.kind, report.body[passage.start_char : passage.end_char])
        for passage in report.passages
        if passage.kind != "separator" and (toolbar or passage.rule != "replay-toolbar")
    ]


@pytest.mark.parametrize("name", ["wayback, three facts", "pywb, three facts", "pywb elsewhere"])
def test_every_address_of_a_copy_leads_to_its_report(name: str) -> None:
    markup, capture = ASKED[name]
    found = read(markup, capture)
    assert found.citation.canonical_address is not None
    assert found.aliases[0] == capture.address
    assert {SITE, found.citation.canonical_address.value} <= set(found.aliases)


def test_a_disclaimer_inside_the_toolbar_is_not_the_pages() -> None:
    """As where the toolbar's markup never ends and the page lies inside it."""
    words = (
        "<p>This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its"
        " content. Any views expressed are solely those of the author or publisher and do not necessarily reflect"
        " those of UNHCR, the United Nations or its Member States.</p>"
    )
    markup = from_wayback().replace("Previous capture</a>", f"Previous capture</a>{words}")
    markup = markup.replace("</body>", f"{words}</body>")
    page, toolbar = replay.parted(page_of(markup.encode(), address=SITE, media_type="text/html", charset="utf-8"))
    found = list(find_disclaimers(page, 0))
    assert len(found) == 1
    assert found[0].start > max(passage.end_char for passage in toolbar)


def test_a_copy_inside_a_warc_file_has_no_address_of_its_own() -> None:
    capture = replace(captured(SITE), original_address=SITE, archive_address="http://x.test/a.warc.gz#10-20")
    assert read(plain(), capture).aliases[0] == SITE
    assert not any("#" in alias for alias in read(plain(), capture).aliases)


def test_untouched_bytes_keep_the_links_that_the_author_set() -> None:
    cited = f"https://web.archive.org/web/20120101000000/{SITE}"
    markup = plain().replace("http://www.refworld.test/docid/4ddb8ca03.html", cited)
    for address in (f"http://web.archive.org/web/{STAMP}id_/{SITE}", f"http://127.0.0.1/c/{STAMP}id_/{SITE}", SITE):
        found = read(markup, copied(address) if address != SITE else captured(SITE))
        assert cited in [related.address for related in found.citation.related]
        assert not [passage for passage in found.passages if passage.rule == "replay-toolbar"]


def test_relative_links_of_untouched_bytes_are_the_sites() -> None:
    markup = plain().replace("http://www.refworld.test/docid/4ddb8ca0", "/docid/4ddb8ca0")
    found = read(markup, copied(f"http://web.archive.org/web/{STAMP}id_/{SITE}"))
    assert {related.address for related in found.citation.related} == {
        "http://www.refworld.test/docid/4ddb8ca02.html",
        "http://www.refworld.test/docid/4ddb8ca03.html",
    }


def test_a_confirmation_reads_as_what_it_confirms() -> None:
    first = read(plain(), captured(SITE))
    again = read(plain(), captured(SITE, 304), media_type="")
    assert again.state == "report"
    assert replace(again, capture=first.capture) == first


def test_a_cut_answer_is_kept_and_is_no_report() -> None:
    found = read(plain(), replace(captured(SITE), truncated="disconnect"))
    assert (found.state, found.document_key) == ("truncated", "refworld_legacy/4ddb8ca01")
    assert [(issue.rule, issue.seen) for issue in found.issues] == [("state:truncated", SITE)]


# ---------------------------------------------------------------- addresses

ARCHIVES = [
    replay.Archive("web.archive.org/web/", SITE),
    replay.Archive("webarchive.archive.unhcr.test/", SITE),
    replay.Archive("127.0.0.1:8089/refworld/", SITE),
]


@pytest.mark.parametrize(
    ("target", "original"),
    [
        (f"https://web.archive.org/web/{STAMP}/http://a.test/b?c#d", "http://a.test/b?c#d"),
        (f"//web.archive.org/web/{STAMP}im_/https://a.test/b", "https://a.test/b"),
        (f"http://www.refworld.test/web/{STAMP}js_/http://a.test/b.js", "http://a.test/b.js"),
        (f"https://web.archive.org/web/{STAMP}cs_///a.test/b", "http://a.test/b"),
        ("https://web.archive.org/web/2015/http:/a.test/b", "http://a.test/b"),
        (
            f"https://web.archive.org/web/{STAMP}/http://other.test/web/{STAMP}/http://a.test/",
            f"http://other.test/web/{STAMP}/http://a.test/",
        ),
        ("https://web.archive.org/about", "https://web.archive.org/about"),
        ("https://web.archive.org/web/", "https://web.archive.org/web/"),
        (f"https://web.archive.org/web/{STAMP}/about", f"https://web.archive.org/web/{STAMP}/about"),
        (
            "http://a.test/?u=https://web.archive.org/web/2015/http://b.test/",
            "http://a.test/?u=https://web.archive.org/web/2015/http://b.test/",
        ),
        ("mailto:x@y.test", "mailto:x@y.test"),
    ],
)
def test_links_are_led_back(target: str, original: str) -> None:
    assert ARCHIVES[0].original(target) == original


@given(
    st.sampled_from(ARCHIVES),
    st.text(max_size=60)
    | st.sampled_from(["http://a.test/b", "https://www.refworld.test/", f"//a.test/{STAMP}/x", SITE]),
    st.lists(st.sampled_from([WAYBACK, PYWB, LOCAL, "//web.archive.org/web/2015im_/", "http:/"]), max_size=4),
)
def test_undoing_twice_is_undoing_once(archive: replay.Archive, address: str, prefixes: list[str]) -> None:
    once = archive.original("".join(prefixes) + address)
    assert archive.original(once) == once


@given(st.sampled_from(ARCHIVES), st.text(max_size=200))
def test_foreign_words_are_left_alone(archive: replay.Archive, words: str) -> None:
    if archive.place not in words:
        assert archive.original(f"http://a.test/{words}") == f"http://a.test/{words}"


@given(st.text(max_size=200))
def test_markup_without_a_whole_toolbar_is_left_alone(text: str) -> None:
    assert replay.enclosed(text) == text
    assert replay.enclosed(f"<!-- BEGIN REPLAY BANNER -->{text}") == f"<!-- BEGIN REPLAY BANNER -->{text}"


def test_undoing_a_page_twice_changes_nothing_more() -> None:
    page = page_of(from_pywb().encode(), address=SITE, media_type="text/html", charset="utf-8")
    archive = replay.archive_of(SITE, PYWB, b"")
    assert archive is not None
    once = replay.undone(page, archive)
    assert once != page and replay.undone(once, archive) == once
    rest, toolbar = replay.parted(once)
    assert toolbar and replay.parted(rest) == (rest, ())
    assert rest.text == page.text


@pytest.mark.parametrize(
    ("capture", "own", "prefix"),
    [
        (captured(SITE), SITE, ""),
        (captured(PYWB + SITE), SITE, PYWB),
        (copied(LOCAL + SITE), SITE, LOCAL),
        (replace(copied(SITE), archive_address="x.warc.gz#1-2"), SITE, ""),
        (replace(captured(SITE), original_address=SITE, archive_address=LOCAL + SITE), SITE, LOCAL),
    ],
)
def test_own_address_and_what_stands_before_it(capture: Capture, own: str, prefix: str) -> None:
    assert (own_address(capture), replay_prefix(capture)) == (own, prefix)


def test_pages_that_only_speak_of_archives_are_no_copies() -> None:
    told = "<p>&lt;!-- BEGIN WAYBACK TOOLBAR INSERT --&gt; stands there, and wombat is an animal.</p>"
    assert replay.archive_of(SITE, "", told.encode()) is None
    page = page_of(told.encode(), address=SITE, media_type="text/html", charset="utf-8")
    assert replay.parted(page) == (page, ())
    assert isinstance(page, Page)
