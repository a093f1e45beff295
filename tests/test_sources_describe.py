"""What pages print about themselves, in every form of markup that a label may take."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from html import escape
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.archive.payload import Payload
from tasks.batch.onepage import read_payload
from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source, values
from tasks.sources.dates import printed_date, printed_period, printed_time
from tasks.sources.iwpr.bylines import byline_of
from tasks.sources.iwpr.kinds import kind_of
from tasks.sources.iwpr.stamps import dateline_of, stamp_of
from tasks.sources.persons import is_person
from tests.conftest import SHARED

LEGACY = "http://www.refworld.test/docid/4ddb8c732.html"
LIVE = "http://www.refworld.test/reference/annualreport/obskel/2006/en/44270"
IWPR = "http://iwpr.test/global-voices/lamp-makers-strike"
DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
)
BODY = "The lamps of Kelmara went out at nine, its keeper Lene Aboud said."


def describe(name: str, text: str, address: str, media_type: str = "text/html") -> Report:
    payload = text.encode("utf-8", "surrogatepass")
    page = page_of(payload, address=address, media_type=media_type, charset="utf-8")
    now = datetime(2024, 5, 1, tzinfo=UTC)
    capture = Capture("urn:uuid:0", name, address, now, 200, media_type, "", 0, "", 0, 0, "fetch", "test")
    return source(name).describe(page, capture)


def passages(report: Report, kind: str) -> list[str]:
    return [report.body[p.start_char : p.end_char] for p in report.passages if p.kind == kind]


# ------------------------------------------------------------------ the retired site: one header, every markup

Rows = list[tuple[str, str]]


def _text(updated: str, title: str, rows: Rows, joint: str) -> str:
    lines = "\n".join(f"{label}{joint}{value}" for label, value in rows)
    head = f"Last Updated: {updated}\n\n" if updated else ""
    return f"{head}{title}\n\n{lines}\nDisclaimer{DISCLAIMER}\n{BODY}\n\nSearch Refworld\n"


def _html(updated: str, title: str, rows: Rows, form: str) -> str:
    pairs = [(escape(label), escape(value)) for label, value in [*rows, ("Disclaimer", DISCLAIMER)]]
    marked = {
        "table": "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in pairs) + "</table>",
        "outer-table": "<table><tr><td><table>"
        + "".join(f"<tr><th>{a}:</th><td><p>{b}</p></td></tr>" for a, b in pairs)
        + "</table></td></tr></table>",
        "dl": "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in pairs) + "</dl>",
        "div": "".join(f"<div><div>{a}</div><div>{b}</div></div>" for a, b in pairs),
        "br": "<p>" + "<br>".join(f"<b>{a}</b> {b}" for a, b in pairs) + "</p>",
        "colon": "".join(f"<p><strong>{a}:</strong> {b}</p>" for a, b in pairs),
        "spans": "".join(f"<div><span>{a}</span><span>{b}</span></div>" for a, b in pairs),
    }[form]
    head = f"<div>Last Updated: {updated}</div>" if updated else ""
    return (
        f"<html><head><title>Refworld | {escape(title)}</title></head><body><ul><li><a href='/'>Publisher</a></li></ul>"
        f"{head}<h1>{escape(title)}</h1>{marked}<div><p>{BODY}</p></div><div>Search Refworld</div></body></html>"
    )


HTML_FORMS = ("table", "outer-table", "dl", "div", "br", "colon", "spans")
JOINTS = {"text": " ", "glued": "", "colon-text": ": ", "bar": " | "}


def _check_header(report: Report, header: dict[str, str]) -> None:
    citation = report.citation
    assert citation.title and citation.title.value == header["Title"]
    assert (citation.publisher.value if citation.publisher else None) == header.get("Publisher")
    published = printed_date(header["Publication Date"]) if "Publication Date" in header else None
    assert (citation.published.value if citation.published else None) == (published.value if published else None)
    assert (citation.symbol.value if citation.symbol else None) == header.get("Citation / Document Symbol")
    assert (citation.reference.value if citation.reference else None) == header.get("Reference")
    updated = printed_time(header["Last Updated"]) if "Last Updated" in header else None
    assert (citation.last_updated_at.value if citation.last_updated_at else None) == updated
    named = header.get("Author") or (header["Comments"] if is_person(header.get("Comments", "")) else None)
    assert [author.name for author in citation.authors] == ([named] if named else [])
    related = header.get("Related Document") or header.get("Related Document(s)")
    assert [each.title for each in citation.related] == ([related] if related else [])
    assert passages(report, "body") == [BODY]
    assert passages(report, "unhcr-disclaimer") == [DISCLAIMER]
    assert not report.issues


def _forms_of(header: dict[str, str]) -> dict[str, Report]:
    rows = [(label, value) for label, value in header.items() if label not in ("Title", "Last Updated")]
    updated, title = header.get("Last Updated", ""), header["Title"]
    read = {
        form: describe("refworld_legacy", _text(updated, title, rows, joint), LEGACY, "text/plain")
        for form, joint in JOINTS.items()
    }
    return read | {form: describe("refworld_legacy", _html(updated, title, rows, form), LEGACY) for form in HTML_FORMS}


INVENTED_HEADERS = [
    {
        "Last Updated": "Friday, 27 May 2016, 08:49 GMT",
        "Title": "Country Reports on Lamps 2004 - Kelmara , North",
        "Publisher": "Lamp Observatory",
        "Author": "Office of Wicks, Section 2",
        "Publication Date": "14 June 2004",
        "Citation / Document Symbol": "KEL103960.E",
        "Reference": "1",
        "Related Document": "Rapports sur les lampes : Kelmara",
        "Comments": "Timo Veld-Aas",
    },
    {
        "Last Updated": "Monday, 04 February 2013, 12:52 GMT",
        "Title": "Publisher of Maps Held",
        "Publisher": "Map Watch",
        "Publication Date": "2007",
        "Comments": "In October 2015, Map Watch revised its atlas. Older sheets were left as they stood.",
    },
    {
        "Title": "Reference Works and Their Keepers",
        "Publisher": "Guild of Binders",
        "Publication Date": "March 2018",
    },
]


@pytest.mark.parametrize("header", INVENTED_HEADERS, ids=lambda header: header["Publisher"])
def test_header_reads_alike_in_every_markup(header: dict[str, str]) -> None:
    for report in _forms_of(header).values():
        _check_header(report, header)


def test_every_known_header_reads_alike_in_every_markup() -> None:
    path = SHARED / "sources" / "refworld_legacy_pages.jsonl"
    if not path.exists():
        pytest.skip("the list of real headers is not part of the project")
    for line in path.read_text("utf-8").splitlines():
        header = json.loads(line)["header"]
        # The list abridges some titles and leaves rows out: three label rows are a header beyond doubt.
        if len(header) >= 3 and "Country" not in header:
            for report in _forms_of(header).values():
                _check_header(report, header)


def test_the_real_report_gives_its_gold() -> None:
    path = SHARED / "seed" / "refworld-4ddb8c732.txt"
    if not path.exists():
        pytest.skip("the real report is not part of the project")
    gold: dict[str, Any] = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
    text = path.read_text("utf-8")
    report = describe("refworld_legacy", text, gold["url"], "text/plain")
    citation = report.citation
    assert report.body == text
    assert report.document_key == "refworld_legacy/4ddb8c732"
    assert citation.title and citation.title.value == gold["title"]
    assert citation.publisher and citation.publisher.value == gold["publisher"]
    assert citation.publisher_code and citation.publisher_code.value == gold["publisher_code"]
    assert citation.publisher_code.rule == "address"
    assert [author.name for author in citation.authors] == [author["name"] for author in gold["authors"]]
    assert citation.published and citation.published.value == date.fromisoformat(gold["published_on"])
    assert citation.published.precision == gold["published_precision"]
    assert citation.last_updated_at
    assert citation.last_updated_at.value == datetime.fromisoformat(gold["last_updated_at"])
    assert citation.accessed_on and citation.accessed_on.value == date.fromisoformat(gold["accessed_on"])
    assert [(country.code, country.rule) for country in citation.countries] == [("KAZ", "address")]
    assert citation.cite_as and citation.cite_as.value == gold["cite_as"]
    bodies = [p for p in report.passages if p.kind == "body"]
    assert bodies[0].start_char == gold["body"]["start"]
    notice = gold["notices"][0]
    assert passages(report, "unhcr-disclaimer") == [notice["text"]]
    assert passages(report, "navigation") == gold["navigation"]
    assert not report.issues


def test_last_update_never_becomes_a_publication_date() -> None:
    text = f"Last Updated: Friday, 27 May 2016, 08:49 GMT\n\nLamps\n\nPublisher Lamp Watch\nCite as Lamps\n\n{BODY}\n"
    assert describe("refworld_legacy", text, LEGACY, "text/plain").citation.published is None


def test_body_glued_to_the_disclaimer_is_not_lost() -> None:
    text = f"Publisher Lamp Watch\nPublication Date 2007\nDisclaimer{DISCLAIMER} {BODY}\nMore."
    report = describe("refworld_legacy", f"Lamps\n{text}", LEGACY, "text/plain")
    assert passages(report, "body") == [BODY, "More."]


def test_rows_missing_altogether() -> None:
    bare = describe("refworld_legacy", f"{BODY}\n\nSecond.\n\nSearch Refworld\n", LEGACY, "text/plain")
    assert passages(bare, "body")[-1] == "Second."
    assert {issue.rule for issue in bare.issues} == {"title", "header"}
    with_update = f"Last Updated: Friday, 27 May 2016, 08:49 GMT\n\nREPUBLIC OF LAMPS\n\n{BODY}\n"
    report = describe("refworld_legacy", with_update, LEGACY, "text/plain")
    assert report.citation.title and report.citation.title.value == "REPUBLIC OF LAMPS"
    assert passages(report, "body") == [BODY]


def test_sentence_below_the_cells_is_no_label() -> None:
    cells = (
        "<table><tr><td>Publisher</td><td>Lamp Watch</td></tr><tr><td>Publication Date</td><td>2007</td></tr></table>"
    )
    words = ["Comments on the law were few.", "Country folk say no."]
    page = f"<h1>Lamps</h1>{cells}<p>{words[0]}</p><p>{words[1]}</p>"
    assert passages(describe("refworld_legacy", page, LEGACY), "body") == words


def test_countries_by_their_printed_names() -> None:
    cells = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in [
            ("Publisher", "Lamp Watch"),
            ("Country", "Kazakhstan | Kosovo | Kelmara"),
            ("Cite as", "Lamps"),
        ]
    )
    report = describe("refworld_legacy", f"<h1>Lamps</h1><table>{cells}</table><p>{BODY}</p>", LEGACY)
    assert [country.code for country in report.citation.countries] == ["KAZ", "XKX"]
    assert [issue.seen for issue in report.issues if issue.rule == "country"] == ["Kelmara"]


@pytest.mark.parametrize(
    "text",
    [
        f"Lamp Makers Strike | Institute for War and Peace Reporting\nLamp Makers Strike\nBy Tove Arden\n{BODY}\n",
        f"Lamp Makers Strike\nWednesday, 2 December, 2009\n{BODY}\nLatest\nMarsh Maps Banned\nSalt Tax\n",
        "Lamp Makers Strike\nThey want oil.\nLamp Makers Strike\nThey want oil.\nLamps on a quay.\nLamps on a quay.\n"
        f"Wednesday, 2 December, 2009\n{BODY}\n",
    ],
)
def test_text_captures_of_iwpr(text: str) -> None:
    report = describe("iwpr", text, IWPR, "text/plain")
    assert report.citation.title and report.citation.title.value == "Lamp Makers Strike"
    assert passages(report, "body") == [BODY]
    assert not report.issues


@pytest.mark.parametrize("name", ["Timur Veld", "J. K. Arden", "Amina bint Salem", "Élise d'Orsay-Brun", "Ада Вельт"])
def test_bare_names_are_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "text",
    [
        "This is an unofficial translation of the law.",
        "Unofficial translation",
        "Country Report 2004",
        "ARR Issue 340",
        "Lanternhouse",
        "Amnesty International",
        "First of two parts",
        "FULL TEXT",
        "Human Rights Lamps Committee",
        "",
    ],
)
def test_notes_are_not_persons(text: str) -> None:
    assert not is_person(text)


# ------------------------------------------------------------------ dates, bylines, kinds


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("20 May 2011", date(2011, 5, 20), "day"),
        ("Friday, 20 May, 2011", date(2011, 5, 20), "day"),
        ("March 2018", date(2018, 3, 1), "month"),
        ("2007", date(2007, 1, 1), "year"),
        ("25-Feb-05", date(2005, 2, 25), "day"),
        ("31-July-09", date(2009, 7, 31), "day"),
        ("5 Sept 1999", date(1999, 9, 5), "day"),
    ],
)
def test_printed_dates(text: str, value: date, precision: str) -> None:
    found = printed_date(text)
    assert found and (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    "text", ["", "spring of 2003", "31 February 2003", "12/05/2011", "20 Mai 2011", "9999", "in 2007"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert printed_date(text) is None


def test_week_of_an_issue_is_precise_to_the_month() -> None:
    found = printed_period("10-15 February 2003")
    assert found and (found.value, found.precision) == (date(2003, 2, 1), "month")
    across = printed_period("28 Feb - 5 March 2003")
    assert across and (across.value, across.precision) == (date(2003, 1, 1), "year")


@given(st.text(max_size=60))
def test_date_readers_never_raise(text: str) -> None:
    printed_period(text), printed_time(text), dateline_of(text), byline_of(text), stamp_of(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Tove Arden", ("Tove Arden",)),
        ("By Ketil Moran, Sana Uluk and Odd van Lars in Port Selby (RCA No. 352, 25-Feb-05)",
         ("Ketil Moran", "Sana Uluk", "Odd van Lars")),
        ("By IWPR staff", ("IWPR staff",)),
        ("By Ада Вельт", ("Ада Вельт",)),
    ],
)  # fmt: skip
def test_bylines(text: str, names: tuple[str, ...]) -> None:
    found = byline_of(text)
    assert found and found.names == names


@pytest.mark.parametrize(
    "text", ["By Monday, all stalls had gone.", "By then it was dark.", "By the sea", "Bystander", "By " + "A" * 300]
)
def test_sentences_are_no_bylines(text: str) -> None:
    assert byline_of(text) is None


def test_stamp_dates_the_report() -> None:
    found = stamp_of("(CRS No. 504, 31-July-09)")
    assert found and found.reference == "CRS No. 504"
    assert found.published and found.published.value == date(2009, 7, 31)


@pytest.mark.parametrize(
    ("title", "section", "kind"),
    [
        ("Kelmara: Sep ‘08", "global-voices", "project-review"),
        ("Kelmara/Coast: Nov-Dec ‘08", "global-voices", "project-review"),
        ("Kelmara:Oct '07", "global-voices", "project-review"),
        ("Project Developments – 31 December 2006", "global-voices", "project-review"),
        ("Кельмара: июнь 2007", "global-voices", "project-review"),
        ("كلمارا: اذار 2008", "global-voices", "project-review"),
        ("IWPR Opens School", "global-voices", "house-news"),
        ("Kelmara: Vote of 2008", "global-voices", "reporting"),
        ("Lamp Makers Strike", "report-news", "reporting"),
        ("A Teacher’s Prize", "impact", "house-news"),
        ("Lamp Makers Strike", "newsletter", "newsletter"),
        ("Lamp Makers Strike", "alias", None),
    ],
)
def test_kinds_keep_house_news_out_of_the_reports(title: str, section: str, kind: str | None) -> None:
    found = kind_of(title, None, section, has_stamp=False)
    assert (found.value if found else None) == kind


# ------------------------------------------------------------------ any page ends in a report

PIECES = st.sampled_from(
    [
        "Last Updated: Friday, 27 May 2016, 08:49 GMT",
        "Last Updated",
        "Publisher",
        "Publisher X",
        "Publication Date 20 May 2011",
        "Cite as [accessed 9 Xyz 2]",
        "Comments",
        "Disclaimer",
        f"Disclaimer{DISCLAIMER}",
        DISCLAIMER,
        "Author:",
        "Document source:",
        "Date:",
        "2 July 2008",
        "By Tove Arden (TU 300, 1-2 Xyz 03)",
        "Friday, 20 May, 2011",
        "Friday, 99 May, 2011",
        "Latest",
        "More IWPR's Global Voices",
        "Search Refworld",
        "Countries",
        "Institute for War and Peace Reporting | Giving Voice, Driving Change",
        "|",
        "\u00a0",
        "A sentence about lamps.",
    ]
) | st.text(max_size=20)
TAGS = st.sampled_from(
    ["p", "h1", "h2", "td", "dt", "dd", "div", "aside", "figcaption", "li", "nav", "span", "br", "a href='/x'"]
)
NAMES = st.sampled_from([("refworld_legacy", LEGACY), ("refworld", LIVE), ("iwpr", IWPR)])


def _is_sound(report: Report) -> bool:
    spans = [(p.start_char, p.end_char) for p in report.passages]
    inside = all(0 <= start < end <= len(report.body) for start, end in spans)
    stripped = all(report.body[start:end] == report.body[start:end].strip(" \t\r\n\f\v") for start, end in spans)
    return inside and stripped and all(first[1] <= second[0] for first, second in pairwise(spans))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(NAMES, st.lists(st.tuples(TAGS, PIECES), max_size=14))
def test_any_markup_ends_in_sound_claims(site: tuple[str, str], parts: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{tag}>{escape(text)}</{tag.split()[0]}>" for tag, text in parts)
    assert _is_sound(describe(site[0], f"<html><body>{markup}</body></html>", site[1]))


@settings(deadline=None)
@given(NAMES, st.lists(PIECES, max_size=14))
def test_any_text_ends_in_sound_claims(site: tuple[str, str], parts: list[str]) -> None:
    assert _is_sound(describe(site[0], "\n".join(parts), site[1], "text/plain"))


@pytest.mark.parametrize(("name", "address"), [("refworld_legacy", LEGACY), ("refworld", LIVE), ("iwpr", IWPR)])
def test_time_grows_with_the_page_and_not_faster(name: str, address: str) -> None:
    def seconds(count: int) -> float:
        links = "<p><a href='/global-voices/x1'>Lamp story</a></p><p>Lamps.</p>" * count
        markup = (
            f"<html><body><h1>Lamps</h1><p>By Tove Arden</p><p>Publisher X</p><p>Date: 2007</p>{links}</body></html>"
        )
        page = page_of(markup.encode(), address=address, media_type="text/html", charset="utf-8")
        now = datetime(2024, 5, 1, tzinfo=UTC)
        capture = Capture("urn:uuid:0", name, address, now, 200, "text/html", "", 0, "", 0, 0, "fetch", "test")
        began = time.perf_counter()
        source(name).describe(page, capture)
        return time.perf_counter() - began

    seconds(100)
    assert seconds(4_000) < 12 * seconds(1_000) + 0.3


@pytest.mark.parametrize(
    ("cite_as", "expected"),
    [
        ("Harbour Watch, Ferries , 3 May 2009, ABC12345.E, available at: [accessed 1 July 2011]", "2009-05-03"),
        ("Harbour Watch, Ferries in 2007, March 2008, available at: [accessed 1 July 2011]", "2008-03-01"),
        ("Harbour Watch, Ferries, 2007, available at: [accessed 1 July 2011]", None),
        ("Harbour Watch, Ferries, available at: [accessed 1 July 2011]", None),
    ],
)
def test_date_of_the_citation_stands_in_for_a_missing_row(cite_as: str, expected: str | None) -> None:
    found = values.cited_date(cite_as)
    assert (found.value.isoformat() if found else None) == expected


LATER = "<p>The mayor of Port Selby promised a ferry.</p><p>“We wait,” said Aru Tolin.</p>"
HEAD = "<p>Last Updated: Friday, 19 May 2023, 07:24 GMT</p>"
ROWS = (
    "<table><tr><td>Publisher</td><td>Harbour Watch</td></tr>"
    "<tr><td>Publication Date</td><td>4 March 2009</td></tr>"
    "<tr><td>Cite as</td><td>Harbour Watch, Ferries, 4 March 2009, available at: [accessed 1 July 2011]</td></tr>"
    "{}</table>"
)
DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
)


def labelled(markup: str) -> Report:
    return read_payload(Payload(markup.encode(), (), "text/html", "utf-8"), LEGACY)


def texts(report: Report, kind: str) -> list[str]:
    return [report.body[p.start_char : p.end_char] for p in report.passages if p.kind == kind]


def test_a_disclaimer_at_the_end_does_not_draw_the_article_into_the_citation() -> None:
    report = labelled(f"{HEAD}<h1>Ferries</h1>{ROWS.format('')}{LATER}<ul><li>Disclaimer: {DISCLAIMER}</li></ul>")
    assert texts(report, "body") == ["The mayor of Port Selby promised a ferry.", "“We wait,” said Aru Tolin."]
    assert texts(report, "unhcr-disclaimer") == [DISCLAIMER]
    assert report.citation.cite_as is not None
    assert report.citation.cite_as.value.endswith("[accessed 1 July 2011]")


@pytest.mark.parametrize("line", ["<p>Last Updated: March 2004</p>", HEAD])
def test_a_last_updated_line_below_the_header_does_not_hide_it(line: str) -> None:
    report = labelled(f"<h1>Ferries</h1>{ROWS.format('')}{line}{LATER}")
    assert report.citation.title is not None
    assert report.citation.title.value == "Ferries"
    assert report.citation.published is not None
    assert report.citation.published.value == date(2009, 3, 4)


def test_of_two_h1_the_one_by_the_labels_is_the_title() -> None:
    report = labelled(f"{HEAD}<h1>Refworld</h1><h1>Ferries, and the sea</h1>{ROWS.format('')}{LATER}")
    assert report.citation.title is not None
    assert report.citation.title.value == "Ferries, and the sea"


def test_a_disclaimer_with_non_breaking_blanks_is_one_and_a_quoted_one_is_not() -> None:
    row = f"<tr><td>Disclaimer</td><td>{DISCLAIMER.replace(' ', '&nbsp;')}</td></tr>"
    quoted = f"The leaflet said: “{DISCLAIMER}” Nobody read it."
    report = labelled(f"{HEAD}<h1>Ferries</h1>{ROWS.format(row)}<p>{quoted}</p>{LATER}")
    assert len(texts(report, "unhcr-disclaimer")) == 1
    assert quoted in texts(report, "body")


def test_a_pseudonym_notice_in_comments_is_a_notice_and_names_the_author() -> None:
    row = "<tr><td>Comments</td><td>Aru Tolin is the pseudonym of a journalist in Port Selby.</td></tr>"
    report = labelled(f"{HEAD}<h1>Ferries</h1>{ROWS.format(row)}{LATER}")
    assert texts(report, "pseudonym") == ["Aru Tolin is the pseudonym of a journalist in Port Selby."]
    assert [(author.name, author.is_pseudonym) for author in report.citation.authors] == [("Aru Tolin", True)]
