"""`onrecord read PAGE --format html`: the whole text, marked, and nothing that runs or is fetched."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import lxml.html
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cli import main
from flows.reading_html import reading_as_html
from tasks.reading.quotes import find
from tasks.report import Citation, Found, Issue, Passage, Quote, Report, Span
from tests.quote_reports import CAPTURE, report_of

BODY = """“We wait,” Oline Tarrow, keeper of the light at Port Selby, said. “We hope.”

Maru Bek told reporters that the light was “gone”. The council denied it."""


def marked(report: Report) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(reading_as_html(report).decode("utf-8"))


def text_of(page: lxml.html.HtmlElement) -> str:
    return str(page.get_element_by_id("text").text_content())


def quote(*segments: tuple[int, int], body: str, kind: str = "direct") -> Quote:
    spans = tuple(Span(start, end, body[start:end]) for start, end in segments)
    return Quote(kind, spans, spans[0], None, spans[0], None, None, "named", 0.5, "rule")  # type: ignore[arg-type]


def test_text_is_the_body_and_quotes_stand_in_it_with_their_speaker() -> None:
    report = find(report_of(BODY))
    page = marked(report)
    assert text_of(page) == BODY
    assert [e.text_content() for e in page.xpath("//*[@id='text']//*[@class='direct']")] == ["We wait,", "We hope."]
    assert page.get_element_by_id("q1").get("data-beside").startswith("1 Oline Tarrow · 0.9")
    told = page.get_element_by_id("q1").get("title")
    for part in ("direct", "keeper of the light at Port Selby", "named", report.quotes[0].rule):
        assert part in told
    assert [e.text_content() for e in page.xpath("//*[contains(@class, 'cue')]")][1:3] == ["said", "told reporters"]
    assert page.xpath("//*[contains(@class, 'mention')]")[1].text_content() == "Oline Tarrow"


def test_passages_are_named_at_the_margin() -> None:
    report = report_of(BODY, notices=[BODY.split("\n\n")[1]])
    kinds = [e.get("data-kind") for e in marked(report).xpath("//*[@id='text']/*[contains(@class, 'passage')]")]
    assert kinds == ["body", "pseudonym"]


def test_issues_are_listed_and_shown_where_they_are() -> None:
    page = marked(replace(report_of(BODY), issues=(Issue("odd", "seen & <b>", 1, 8), Issue("lost", "nowhere"))))
    assert page.xpath("//*[@id='text']//*[@class='issue']")[0].text_content() == BODY[1:8]
    assert [row.text_content().strip() for row in page.xpath("//*[@id='issues']//tr")][1:] == [
        "oddseen & <b>1–8",
        "lostnowhere",
    ]


def test_hostile_text_is_shown_and_never_run() -> None:
    evil = "</div></style><script>alert(1)</script><img src=x onerror=alert(1)> \" onmouseover='x' $title &amp; \r"
    body = f"{evil}\n\n“{evil},” {evil} said."
    report = replace(
        report_of(body),
        citation=Citation(title=Found(evil, evil), language=Found(evil, evil)),
        passages=(Passage(evil, evil, 0, len(body)),),
        quotes=(quote((3, 40), body=body), quote((20, 60), body=body, kind="mixed")),
        issues=(Issue(evil, evil, 0, 30),),
    )
    page = marked(report)
    assert text_of(page) == body
    assert not page.xpath("//script | //img | //iframe | //link | //object | //*[@src]")
    assert not [name for e in page.iter() for name in e.attrib if name.startswith("on")]
    assert {e.get("href")[0] for e in page.xpath("//*[@href]")} == {"#"}
    assert page.xpath("//h1")[0].text_content() == evil


def test_a_page_that_is_no_report_is_shown_bare() -> None:
    assert text_of(marked(Report(CAPTURE, "not-found", body="Nothing <here>"))) == "Nothing <here>"


def test_half_of_a_surrogate_pair_does_not_stop_it() -> None:
    assert "Nothing" in text_of(marked(Report(CAPTURE, "report", body="Nothing \ud800 here")))


@given(
    body=st.text(alphabet="ab <>&\"'\n\r“é𝄞", min_size=1, max_size=40),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_however_quotes_and_passages_overlap_the_text_stays_the_body(body: str, data: st.DataObject) -> None:
    stretch = st.tuples(st.integers(0, len(body) - 1), st.integers(1, len(body))).filter(lambda s: s[0] < s[1])
    quotes = [quote(at, body=body) for at in data.draw(st.lists(stretch, max_size=6))]
    cuts = sorted({0, len(body), *data.draw(st.lists(st.integers(0, len(body)), max_size=3))})
    passages = [Passage("body", "r", low, high) for low, high in pairwise(cuts)]
    report = Report(CAPTURE, "report", body=body, passages=tuple(passages), quotes=tuple(quotes))
    assert text_of(marked(report)) == body


def test_a_page_of_thousands_of_quotes_is_written_in_a_moment() -> None:
    body = "“Wait here now,” she said. " * 5_000
    quotes = tuple(quote((at * 27 + 1, at * 27 + 15), body=body) for at in range(5_000))
    report = Report(CAPTURE, "report", body=body, passages=(Passage("body", "r", 0, len(body)),), quotes=quotes)
    started = time.process_time()
    reading_as_html(report)
    assert time.process_time() - started < 2


def test_command_writes_one_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><link rel='canonical' href='https://www.iwpr.test/global-voices/a-light'><title>A Light</title>"
        "</head><body><article><h1>A Light</h1><p>“We wait,” Oline Tarrow said. “We hope for the light.”</p></article>",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["read", str(page), "--format", "html"])
    assert done.exit_code == 0, done.output
    shown = lxml.html.document_fromstring(done.stdout_bytes.decode("utf-8"))
    assert "“We wait,” Oline Tarrow said." in text_of(shown)
