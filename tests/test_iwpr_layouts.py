"""Every known page of IWPR by its address, and its title, date and byline in every layout that may carry them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest

from tasks.reading import labels
from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source
from tasks.sources.dates import printed_date
from tasks.sources.iwpr.bylines import byline_of
from tests.conftest import SHARED

KNOWN = SHARED / "sources" / "iwpr_pages.jsonl"
SITE_TITLE = "Institute for War and Peace Reporting | Giving Voice, Driving Change"
STANDFIRST = "An invented summary of what the lamp makers want."
BODY = (
    "The lamp makers of Kelmara put out their own lamps on the eve of the feast, and sat down in the dark.",
    "“We shall see who finds the stairs,” said Nadia Ferro, a teacher who had come to watch.",
    "By Monday, the council had found candles. They were made in Port Selby, and smelled of fish.",
    "Latest",
    "is the word on the board at the quay, and nobody has wiped it off since the spring.",
)


@dataclass(frozen=True, slots=True)
class Story:
    address: str
    language: str
    title: str
    date: str | None
    byline: str | None


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in KNOWN.read_text("utf-8").splitlines()] if KNOWN.exists() else []


def stories() -> list[Story]:
    found = [row for row in rows() if row["kind"] == "article"]
    return [Story(row["url"], row["language"], row["title"], row["date"], row["byline"]) for row in found]


def read(story: Story, text: str, media_type: str) -> Report:
    page = page_of(text.encode(), address=story.address, media_type=media_type, charset="utf-8")
    captured = datetime(2024, 5, 1, tzinfo=UTC)
    capture = Capture("urn:uuid:0", "iwpr", story.address, captured, 200, media_type, "", 0, "", 0, 0, "fetch", "test")
    return labels.label(source("iwpr").describe(page, capture))


def _lines(element: str, *lines: str | None) -> str:
    return "".join(f"<{element}>{escape(line)}</{element}>" for line in lines if line)


def _around(title: str, body: str) -> str:
    return (
        f"<html><head><title>{escape(title)} | Institute for War and Peace Reporting</title></head><body>"
        f"<header><a href='/'>IWPR</a><nav><a href='/global-voices'>Global Voices</a></nav></header>{body}"
        "<footer><p>Registered charity</p></footer></body></html>"
    )


def today(story: Story) -> str:
    head = f"<h1>{escape(story.title)}</h1><p>{STANDFIRST}</p>"
    again = f"<h2>{escape(story.title)}</h2><p>{STANDFIRST}</p>{_lines('div', story.byline, story.date)}"
    more = "<section><h2>More IWPR's Global Voices</h2><a href='/global-voices/x1'>Marsh Maps Banned</a></section>"
    text = f"<div class='text'>{_lines('p', *BODY)}</div>"
    return _around(story.title, f"<main><div>{head}</div><article>{again}{text}</article>{more}</main>")


def of_2020(story: Story) -> str:
    opening = _lines("p", SITE_TITLE), f"<h1>{escape(story.title)}</h1>", _lines("p", STANDFIRST)
    anchors = _lines("p", story.byline, story.date) or _lines("p", "By Odd Larsen")
    return _around(story.title, f"<div id='page'>{''.join(opening)}{anchors}{_lines('p', *BODY)}</div>")


def drupal(story: Story) -> str:
    def field(name: str, markup: str) -> str:
        item = f"<div class='field-items'><div class='field-item'>{markup}</div></div>"
        return f"<div class='field field-{name}'>{item}</div>" if markup else ""

    opening = field("strap", STANDFIRST), field("by", escape(story.byline or "")), field("date", story.date or "")
    fields = "".join((*opening, field("body", _lines("p", *BODY))))
    tags = "<ul><li><a href='/tags/1'>Border</a></li><li><a href='/tags/2'>Labour</a></li></ul>"
    return _around(story.title, f"<div id='content'><h1>{escape(story.title)}</h1><div>{fields}{tags}</div></div>")


def cells(story: Story) -> str:
    lines = [story.title, STANDFIRST, story.byline, story.date, *BODY]
    cell = "<br><br>".join(escape(line) for line in lines if line)
    menu = "<td><a href='/'>Home</a><br><a href='/?p=crs'>Caucasus</a></td>"
    return _around(story.title, f"<table><tr>{menu}<td>{cell}</td><td>&nbsp;</td></tr></table>")


def text_today(story: Story) -> str:
    lines = [story.title, STANDFIRST, story.title, STANDFIRST, story.byline, story.date, *BODY]
    return "\n".join(line for line in [*lines, "More IWPR's Global Voices", "Marsh Maps Banned"] if line)


def text_2020(story: Story) -> str:
    anchors = [story.byline, story.date] if story.byline or story.date else ["By Odd Larsen"]
    lines = [SITE_TITLE, story.title, STANDFIRST, *anchors, *BODY]
    return "\n\n".join(line for line in lines if line)


Layout = Callable[[Story], str]
LAYOUTS: tuple[tuple[Layout, str], ...] = (
    (today, "text/html"),
    (of_2020, "text/html"),
    (drupal, "text/html"),
    (cells, "text/html"),
    (text_today, "text/plain"),
    (text_2020, "text/plain"),
)


@pytest.mark.skipif(not KNOWN.exists(), reason="the list of known pages is no part of the project")
@pytest.mark.parametrize(("layout", "media_type"), LAYOUTS, ids=[layout.__name__ for layout, _ in LAYOUTS])
def test_known_reports_are_read_back_from_every_layout(layout: Layout, media_type: str) -> None:
    for story in stories():
        report = read(story, layout(story), media_type)
        citation = report.citation
        assert report.state == "report", story.address
        assert citation.title and citation.title.value == story.title
        published = printed_date(story.date) if story.date else None
        byline = byline_of(story.byline) if story.byline else None
        if published:
            assert citation.published and citation.published.value == published.value, story.address
        elif byline and byline.stamp:
            assert citation.published == byline.stamp.published, story.address
        else:
            assert citation.published is None, story.address
        if byline:
            assert tuple(author.name for author in citation.authors) == byline.names, story.address
        is_opening_told = bool(published or byline) or layout in (today, text_today, of_2020, text_2020)
        if is_opening_told:
            assert citation.standfirst and citation.standfirst.value == STANDFIRST, story.address
            texts = [report.body[p.start_char : p.end_char] for p in report.passages if p.kind == "body"]
            assert tuple(texts) == BODY, story.address
            assert not report.issues, (story.address, report.issues)


@pytest.mark.skipif(not KNOWN.exists(), reason="the list of known pages is no part of the project")
def test_known_addresses_say_language_and_key() -> None:
    for row in rows():
        identity = source("iwpr").identify(row["url"])
        if row["kind"] == "listing":
            # An old address keeps its key, though the front page stands there today.
            assert identity is None or identity.document_key.startswith("iwpr/o/"), row["url"]
            continue
        assert identity is not None, row["url"]
        assert (identity.language or "en") == row["language"], row["url"]
        prefix = "" if row["language"] == "en" else f"{row['language']}/"
        assert identity.document_key.startswith(f"iwpr/{prefix}"), row["url"]
