"""What IWPR's pages print in a line: bylines, stamps, dates, other languages, boxes; and pages that are no report."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from tasks.page import Block, Page
from tasks.reading import labels
from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source
from tasks.sources.iwpr.bylines import byline_of
from tasks.sources.iwpr.stamps import dateline_of, is_update, plain_date_of, stamp_of
from tasks.sources.iwpr.titles import site_less

ADDRESS = "http://iwpr.test/global-voices/ferry-crew-stranded"
FIRST = "The ferry of Kelmara has not sailed since the storm, and its crew of nine sleep on board."
SECOND = "“Nobody has paid us since spring,” said Nadia Ferro, the cook. “We mend nets for fish.”"
LAST = "The harbour master says he cannot tell when the ship will leave, or whether it ever will again."
TITLE = "<h1>Ferry Crew Stranded</h1><p>Nine sailors live on fish.</p>"


def capture(media_type: str = "text/html") -> Capture:
    captured = datetime(2024, 5, 1, tzinfo=UTC)
    return Capture("urn:uuid:0", "iwpr", ADDRESS, captured, 200, media_type, "", 0, "", 0, 0, "fetch", "test")


def read(body: str, head: str = "<title>Ferry Crew Stranded | IWPR</title>") -> Report:
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    page = page_of(markup.encode(), address=ADDRESS, media_type="text/html", charset="utf-8")
    return labels.label(source("iwpr").describe(page, capture()))


def texts(report: Report, kind: str) -> list[str]:
    return [report.body[p.start_char : p.end_char] for p in report.passages if p.kind == kind]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Agron Belu in Dren and Mira Tasić in Lug", ("Agron Belu", "Mira Tasić")),
        ("By Tove Arden in Port Selby and Old Harbour", ("Tove Arden",)),
        ("By Rim al-Hadawi in the Hague", ("Rim al-Hadawi",)),
        ("By Rim al-Hadawi - Central Asia", ("Rim al-Hadawi",)),
        ("By Lene Aboud, Kelmara", ("Lene Aboud",)),
        ("By a local reporter in Kelmara", ("a local reporter",)),
        ("By IWPR contributors in Kelmara", ("IWPR contributors",)),
        ("By Ana d’Abo, Umm Yousef and Odd Larsen", ("Ana d’Abo", "Umm Yousef", "Odd Larsen")),
        ("By Айбек Турсун уулу", ("Айбек Турсун уулу",)),
        ("Friday, 20 May, 2011By Odd Larsen", ("Odd Larsen",)),
        ("By Odd Larsen | 20 May 2011", ("Odd Larsen",)),
        ("Author: Odd Larsen", ("Odd Larsen",)),
        ("\u202aBy\u00a0Odd Larsen\u202c", ("Odd Larsen",)),
        ("BY ODD LARSEN IN PORT SELBY", ("ODD LARSEN",)),
        ("By IWPR correspondent Odd Larsen in Kelmara", ("Odd Larsen",)),
        ("By our own correspondents", ("our own correspondents",)),
        ("By Reporters Without Borders", ("Reporters Without Borders",)),
        ("By Odd Larsen, special to IWPR", ("Odd Larsen",)),
        ("By Odd Larsen, with additional reporting by Mira Tasić", ("Odd Larsen",)),
        ("By Odd Larsen; photographs by Mira Tasić", ("Odd Larsen",)),
        ("By “Lale Tan” in Kelmara", ("Lale Tan",)),
        ("By Lale Tan* and Bek Orun in Kelmara", ("Lale Tan", "Bek Orun")),
        ("By Mira Tasić u Drenu", ("Mira Tasić",)),
        ("Автор: Нигора Саидова", ("Нигора Саидова",)),
        ("بقلم: ليلى حداد", ("ليلى حداد",)),
        ("By: Odd Larsen (odd@iwpr.test), translated by Mira Tasić", ("Odd Larsen",)),
        ("By Odd Larsen in Dren (ZCR No. 12, 3-Apr-06)", ("Odd Larsen",)),
    ],
)
def test_bylines_name_their_authors(line: str, names: tuple[str, ...]) -> None:
    found = byline_of(line)
    assert found and found.names == names


@pytest.mark.parametrize(
    "line", ["By Night, the Bakers", "By the Sea", "By Sea and Land", "By 2005, it was old.", "By Kelmara: a story"]
)
def test_titles_and_sentences_are_no_bylines(line: str) -> None:
    assert byline_of(line) is None


@pytest.mark.parametrize(
    ("line", "reference", "value", "precision"),
    [
        ("(TU 300, 10-15 February 2003)", "TU 300", date(2003, 2, 1), "month"),
        ("(TU 293, 9-14 December, 2002)", "TU 293", date(2002, 12, 1), "month"),
        ("BCR Issue 504, 31 July 09", "BCR Issue 504", date(2009, 7, 31), "day"),
        ("RCA No. 12 Part II, 3-Mar-99", "RCA No. 12 Part II", date(1999, 3, 3), "day"),
        ("(ICR No. 4\u00a0– 25-Feb-05)", "ICR No. 4", date(2005, 2, 25), "day"),
    ],
)
def test_stamps_of_issues(line: str, reference: str, value: date, precision: str) -> None:
    found = stamp_of(line)
    assert found and found.reference == reference
    assert found.published and (found.published.value, found.published.precision) == (value, precision)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Odd Larsen and Lale Tan (not her real name) in Kelmara", {"Lale Tan"}),
        ("By Lale Tan [a pseudonym]", {"Lale Tan"}),
        ("By Lale Tan and Bek Orun (names changed)", {"Lale Tan", "Bek Orun"}),
        ("By Lale Tan and Bek Orun (pseudonyms)", {"Lale Tan", "Bek Orun"}),
        ("By Lale Tan* in Kelmara", set()),
    ],
)
def test_a_byline_protects_those_it_says_it_does(line: str, names: set[str]) -> None:
    found = byline_of(line)
    assert found and found.not_real == names


@pytest.mark.parametrize(
    ("byline", "note", "pseudonyms"),
    [
        ("By Lale Tan and Bek Orun", "Lale Tan and Bek Orun are pen names of two.", ["Lale Tan", "Bek Orun"]),
        ("By Lale Tan and Odd Larsen", "Lale Tan is a pseudonym.", ["Lale Tan"]),
        ("By Lale Tan* and Odd Larsen", "*Not her real name.", ["Lale Tan"]),
        ("By Odd Larsen", "*Not her real name.", []),
        ("By Lale Tan", "The author is writing under a pseudonym.", ["Lale Tan"]),
        ("By Lale Tan", "The author’s name has been changed for security reasons.", ["Lale Tan"]),
        ("By Odd Larsen", "Nadia Ferro is a pseudonym.", []),
        ("By Odd Larsen", "The writer is under arrest, and uses a pseudonym.", []),
    ],
)  # fmt: skip
def test_protection_below_the_text_reaches_the_authors(byline: str, note: str, pseudonyms: list[str]) -> None:
    report = read(f"<article>{TITLE}<p>{byline}</p><div><p>{FIRST}</p><p>{SECOND}</p><p>{note}</p></div></article>")
    assert [author.name for author in report.citation.authors if author.is_pseudonym] == pseudonyms


def test_what_stands_above_the_title_is_the_reports_only_beside_it() -> None:
    teaser = "<div><h3><a href='/global-voices/a1'>Salt Tax</a></h3><p>By Mira Tasić</p></div>"
    today = "<div>Friday, 24 October, 2014</div>"
    text = f"<div><p>{FIRST}</p><p>{LAST}</p></div>"
    other = read(f"{today}{teaser}<article>{TITLE}{text}</article>").citation
    assert other.authors == () and other.published is None
    own = read(f"{today}<article><p>By Odd Larsen</p><p>Monday, 2 May, 2011</p>{TITLE}{text}</article>").citation
    assert [author.name for author in own.authors] == ["Odd Larsen"]
    assert own.published and own.published.value == date(2011, 5, 2)
    stamped = read(f"<div>RCA Issue 352, 25 Feb 05</div><article>{TITLE}{text}</article>").citation
    assert stamped.reference and stamped.reference.value == "RCA Issue 352"


@pytest.mark.parametrize(
    ("line", "published", "issues"),
    [
        ("March 2019", (date(2019, 3, 1), "month"), []),
        ("14 July 2022 | 5 min read", (date(2022, 7, 14), "day"), []),
        ("03/04/2019", None, ["publication-date"]),
        ("25.02.2005", None, ["publication-date"]),
    ],
)
def test_dates_apart_from_the_text(line: str, published: tuple[date, str] | None, issues: list[str]) -> None:
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><p>{line}</p><div><p>{FIRST}</p><p>{LAST}</p></div></article>")
    found = report.citation.published
    assert (found and (found.value, found.precision)) == published
    assert [issue.rule for issue in report.issues] == issues
    assert texts(report, "body") == [FIRST, LAST]


def test_the_first_date_of_a_chronicle_is_not_the_reports() -> None:
    days = "".join(f"<p>{day} July 1995</p><p>{FIRST}</p>" for day in (14, 15, 16))
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><div>{days}</div></article>")
    assert report.citation.published is None
    assert len(texts(report, "body")) == 6
    again = f"<p>14 July 1995</p><p>{FIRST}</p><p>{LAST}</p><p>First published 12 July 1995</p>"
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><div>{again}</div></article>")
    assert report.citation.published and report.citation.published.value == date(1995, 7, 14)


@pytest.mark.parametrize(
    ("note", "is_note"),
    [
        ("Odd Larsen is a lawyer in Dren. He writes on harbours.", True),
        ("Odd Larsen is a lawyer. Nadia Ferro left for Dren.", False),
        ("Nadia Ferro is a lawyer in Dren.", False),
    ],
)
def test_a_note_on_the_bylines_author_is_no_text(note: str, is_note: bool) -> None:
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><div><p>{FIRST}</p><p>{LAST}</p><p>{note}</p></div></article>")
    assert texts(report, "author-note") == ([note] if is_note else [])


def test_a_place_between_byline_and_date_is_not_where_the_text_begins() -> None:
    opening = f"{TITLE}<p>By Odd Larsen</p><p>Kelmara</p><p>Monday, 2 May, 2011</p>"
    report = read(f"<article>{opening}<div><p>{FIRST}</p><p>{LAST}</p></div></article>")
    assert report.citation.published and report.citation.published.value == date(2011, 5, 2)
    assert texts(report, "body") == [FIRST, LAST]
    assert [(issue.rule, issue.seen) for issue in report.issues] == [("unknown-line", "Kelmara")]


def test_buttons_in_one_line_are_no_standfirst() -> None:
    report = read(
        f"<article><h1>Ferry Crew Stranded</h1><div>Facebook X Email</div><p>Nine sailors.</p>"
        f"<p>By Odd Larsen</p><div><p>{FIRST}</p><p>{LAST}</p></div></article>"
    )
    assert texts(report, "standfirst") == ["Nine sailors."]
    assert not report.issues


def test_dates_in_their_lines() -> None:
    assert dateline_of("\u202aTuesday, 27 May, 2008\u202c")
    assert dateline_of("Friday, 20 May, 2011 - 14:05")
    assert dateline_of("20 May 2011") is None
    assert plain_date_of("Published: 20 May 2011")
    assert plain_date_of("May 2011") is None
    assert is_update("Last updated: 4 May 2020") and not is_update("Updated maps are sold at the quay")


def test_an_update_is_never_the_date_of_publication() -> None:
    head = "<title>Ferry Crew Stranded</title><meta property='article:modified_time' content='2023-10-04'>"
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><p>Last updated: 4 May 2020</p><p>{FIRST}</p></article>", head)
    assert report.citation.published is None
    assert not report.citation.candidates
    assert texts(report, "metadata") == ["Last updated: 4 May 2020"]


def test_the_head_dates_a_report_only_where_the_page_prints_no_date() -> None:
    head = "<title>Ferry Crew Stranded</title><meta property='article:published_time' content='2014-03-02T10:00:00Z'>"
    bare = read(f"<article>{TITLE}<p>By Odd Larsen</p><p>{FIRST}</p><p>{LAST}</p></article>", head).citation
    assert bare.published and bare.published.rule == "meta:article:published_time"
    dated = read(f"<article>{TITLE}<p>Monday, 2 May, 2011</p><p>{FIRST}</p><p>{LAST}</p></article>", head).citation
    assert dated.published and dated.published.value == date(2011, 5, 2)
    assert [(each.value, each.is_chosen) for each in dated.candidates] == [("2011-05-02", True), ("2014-03-02", False)]
    unread = read(f"<article>{TITLE}<p>Monday, 32 May, 2011</p><p>{FIRST}</p><p>{LAST}</p></article>", head)
    assert unread.citation.published is None
    assert [issue.rule for issue in unread.issues] == ["publication-date"]
    assert [(each.value, each.is_chosen) for each in unread.citation.candidates] == [("2014-03-02", False)]


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("Ferry Crew Stranded | Institute for War and Peace Reporting", "Ferry Crew Stranded"),
        ("Ferry Crew Stranded - IWPR Institute for War & Peace Reporting", "Ferry Crew Stranded"),
        ("IWPR | Ferry Crew Stranded", "Ferry Crew Stranded"),
        ("IWPR Opens School | IWPR", "IWPR Opens School"),
        ("Home | Institute for War and Peace Reporting", ""),
        ("Institute for War and Peace Reporting | Giving Voice, Driving Change", ""),
    ],
)
def test_a_title_in_the_head_without_the_sites_name(title: str, own: str) -> None:
    assert site_less(title) == own


def test_languages_of_a_report_and_not_of_the_site() -> None:
    same = "<a href='/ky/global-voices/ferry-crew-stranded'>Кыргызча</a>"
    menu = f"<ul><li><a href='/ru'>Русский</a></li><li>{same}</li></ul>"
    told = "<p>This story is also available in <a href='/ru/global-voices/parom'>Russian</a>.</p>"
    more = "<h3>Related</h3><ul><li><a href='/global-voices/salt-tax'>Salt Tax</a></li></ul>"
    report = read(
        f"<div>{menu}</div><article>{TITLE}<p>By Odd Larsen</p><p>{FIRST}</p><p>{LAST}</p>{told}</article>{more}"
    )
    related = [(each.relation, each.title, each.address) for each in report.citation.related]
    assert related == [("translation", "Russian", "http://iwpr.test/ru/global-voices/parom")]
    assert texts(report, "body") == [FIRST, LAST]


@pytest.mark.parametrize(
    ("box", "kind", "lines"),
    [
        ("<div class='x'><h3>Related Stories</h3><p><a href='/global-voices/a1'>Salt Tax</a></p></div>",
         "related-stories", ["Related Stories", "Salt Tax"]),
        ("<h4>Editor’s Picks</h4><ul><li><a href='/global-voices/a1'>Salt Tax</a></li></ul>",
         "related-stories", ["Editor’s Picks", "Salt Tax"]),
        ("<div><strong>Support local journalists</strong><p>Give what you can.</p></div>",
         "donation", ["Support local journalists", "Give what you can."]),
        ("<section><h3>Sign up for our newsletter</h3><p>Stories, once a week.</p></section>",
         "newsletter", ["Sign up for our newsletter", "Stories, once a week."]),
    ],
)  # fmt: skip
def test_boxes_within_the_text_are_not_its_end(box: str, kind: str, lines: list[str]) -> None:
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><p>{FIRST}</p>{box}<p>{SECOND}</p><p>{LAST}</p></article>")
    assert texts(report, kind) == lines
    assert texts(report, "body") == [FIRST, SECOND, LAST]
    assert not report.issues


@pytest.mark.parametrize("words", ["Latest", "Related", "Read more"])
def test_the_words_of_boxes_are_words_of_a_text_too(words: str) -> None:
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><p>{FIRST}</p><p>{words}</p><p>{SECOND}</p></article>")
    assert texts(report, "body") == [FIRST, words, SECOND]


def test_whose_words_a_quotation_is_stays_with_it() -> None:
    quoted = "<blockquote><p>“We mend nets.”</p><footer>— Nadia Ferro</footer></blockquote>"
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p><p>{FIRST}</p>{quoted}<p>{LAST}</p></article>")
    assert texts(report, "body") == [FIRST, "“We mend nets.”", "— Nadia Ferro", LAST]


def test_dates_of_a_diary_are_its_headings() -> None:
    days = "".join(f"<h3>Monday, {day} March, 2003</h3><p>{FIRST}</p>" for day in (3, 10, 17))
    report = read(f"<article>{TITLE}<p>By Odd Larsen</p>{days}</article>")
    assert report.citation.published is None
    assert len(texts(report, "heading")) == 3


def test_someone_the_text_tells_of_is_not_its_author() -> None:
    told = "Nadia Ferro is a reporter with the harbour radio."
    report = read(f"<article>{TITLE}<p>Monday, 2 May, 2011</p><p>{SECOND}</p><p>{LAST}</p><p>{told}</p></article>")
    assert report.citation.authors == ()
    other = told.replace("Nadia Ferro", "Milo Farrant")
    report = read(f"<article>{TITLE}<p>Monday, 2 May, 2011</p><p>{SECOND}</p><p>{LAST}</p><p>{other}</p></article>")
    assert [author.name for author in report.citation.authors] == ["Milo Farrant"]


@pytest.mark.parametrize(
    "piece",
    [
        "Latest",
        "By Ana Belu in Dren and Odd Larsen in Lug",
        "Friday, 20 May, 2011",
        "(RCA No. 352, 25-Feb-05)",
        "Also available in",
        "a " * 60,
        "© © © a/b",
    ],
)
def test_a_page_of_many_thousand_lines_is_read_in_seconds_and_said_to_be_too_long(piece: str) -> None:
    lines = ["Ferry Crew Stranded", "By Odd Larsen", *[piece.strip()] * 100_000]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 2)
    ancestors = ("html", "body", "p")
    blocks = tuple(
        Block(start, start + len(line), "p", ancestors, None, False) for start, line in zip(starts, lines, strict=False)
    )
    page = Page(ADDRESS, "text/html", "\n\n".join(lines), blocks, (), (("title", "Ferry Crew Stranded"),))
    began = time.perf_counter()
    report = source("iwpr").describe(page, capture())
    assert time.perf_counter() - began < 4
    assert "page-too-long" in {issue.rule for issue in report.issues}
