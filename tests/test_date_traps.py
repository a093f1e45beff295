"""The dates of a page that are not its publication: the site's last update, the head's changes.

On these forms of one page, readers that rank dates by place or by head answer 2015 or 2023. It is of 20 May 2011.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tasks.reading.text import page_of
from tasks.report import Capture, Report
from tasks.sources import source

LEGACY = "http://www.refworld.test/docid/4ddb8c741.html"
LIVE = "https://www.refworld.test/reference/countryrep/lhp/2011/en/81001"
TITLE = "Lamp Keepers Ask for Oil"
UPDATED = "Last Updated: Thursday, 26 November 2015, 08:53 GMT"
DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
)
BODY = (
    "With one winter to go, the keepers of Kelmara's nine lamps say that they have oil for three, and wicks for none.",
    "“We were promised oil on 1 March 2010,” said Lene Aboud, who keeps the lamp of Cape Urr.",
    "The harbour office has answered no letter since 14 June 2009.",
)
ROWS = (
    ("Publisher", "Lanternhouse Press"),
    ("Publication Date", "20 May 2011"),
    ("Cite as", f"Lanternhouse Press, {TITLE}, 20 May 2011, available at: [accessed 26 November 2015]"),
    ("Disclaimer", DISCLAIMER),
)
HEAD = (
    "<meta charset='utf-8'><meta property='article:modified_time' content='2023-10-04T10:00:00Z'>"
    "<meta name='dcterms.modified' content='2023-10-04'><meta name='last-modified' content='2015-11-26'>"
)


def _paragraphs() -> str:
    return "".join(f"<p>{each}</p>" for each in BODY)


def _cells(form: str) -> str:
    return "".join(form.format(label, value) for label, value in ROWS)


TABLES = {
    "rows": (
        f"<p>{UPDATED}</p><h1>{TITLE}</h1><table>{_cells('<tr><td>{}</td><td>{}</td></tr>')}</table>{_paragraphs()}"
    ),
    "nested": (
        f"<table><tr><td>{UPDATED}</td></tr><tr><td><b>{TITLE}</b></td></tr><tr><td><table>"
        f"{_cells('<tr><th>{}:</th><td><p>{}</p></td></tr>')}</table></td></tr><tr><td>{_paragraphs()}</td></tr></table>"
    ),
    "one table": (
        f"<table><tr><td colspan='2'><span class='date'>{UPDATED}</span></td></tr>"
        f"<tr><td colspan='2'><h2>{TITLE}</h2></td></tr>{_cells('<tr><td><b>{}</b></td><td>{}</td></tr>')}"
        f"<tr><td colspan='2'>{'<br><br>'.join(BODY)}</td></tr></table>"
    ),
    "one cell": (
        f"<table><tr><td><time datetime='2015-11-26'>{UPDATED}</time><br><b>{TITLE}</b><br><br>"
        f"{_cells('<b>{}</b> {}<br>')}<br>{'<br><br>'.join(BODY)}</td></tr></table>"
    ),
}
DRUPAL = (
    f"<main><article><h1>{TITLE}</h1><div>Author:</div><div>Lene Aboud</div><div>Document source:</div>"
    f"<div>Lanternhouse Press</div><div>Date:</div><div>20 May 2011</div><div class='text'>{_paragraphs()}</div>"
    f"<p>Disclaimer: {DISCLAIMER}</p></article></main>"
)


def _read(name: str, address: str, markup: str, head: str = HEAD) -> Report:
    text = f"<html><head><title>{TITLE} | Refworld</title>{head}</head><body>{markup}</body></html>"
    page = page_of(text.encode(), address=address, media_type="text/html", charset="utf-8")
    now = datetime(2024, 5, 1, tzinfo=UTC)
    capture = Capture("urn:uuid:0", name, address, now, 200, "text/html", "", 0, "", 0, 0, "fetch", "test")
    return source(name).describe(page, capture)


def _body(report: Report) -> tuple[str, ...]:
    return tuple(report.body[each.start_char : each.end_char] for each in report.passages if each.kind == "body")


@pytest.mark.parametrize("form", TABLES)
def test_last_update_above_the_printed_date(form: str) -> None:
    report = _read("refworld_legacy", LEGACY, TABLES[form])
    published, updated = report.citation.published, report.citation.last_updated_at
    assert published
    assert (published.value, published.precision) == (date(2011, 5, 20), "day")
    assert (published.printed, published.rule) == ("20 May 2011", "label:Publication Date")
    assert updated and updated.value == datetime(2015, 11, 26, 8, 53, tzinfo=UTC)
    assert updated.rule == "label:Last Updated"
    assert not report.citation.candidates
    assert _body(report) == BODY
    assert not report.issues


def test_change_in_the_head_of_the_live_layout() -> None:
    report = _read("refworld", LIVE, DRUPAL)
    published = report.citation.published
    assert published and (published.value, published.precision) == (date(2011, 5, 20), "day")
    assert published.rule == "label:Date"
    assert not [each for each in report.citation.candidates if "2023" in each.value]
    assert _body(report) == BODY


@pytest.mark.parametrize("form", TABLES)
def test_without_a_printed_date_there_is_none(form: str) -> None:
    markup = TABLES[form].replace("20 May 2011", "Spring 2011")
    stated = HEAD + "<meta property='article:published_time' content='2013-01-23T09:00:00Z'>"
    report = _read("refworld_legacy", LEGACY, markup, stated)
    assert report.citation.published is None
    assert [issue.seen for issue in report.issues if issue.rule == "publication-date"] == ["Spring 2011"]
    assert not [each for each in report.citation.candidates if each.field == "published"]


def test_date_of_the_head_is_no_more_than_a_candidate() -> None:
    stated = HEAD + "<meta property='article:published_time' content='2013-01-23T09:00:00Z'>"
    citation = _read("refworld_legacy", LEGACY, TABLES["rows"], stated).citation
    assert citation.published and citation.published.value == date(2011, 5, 20)
    told = [(each.value, each.is_chosen) for each in citation.candidates if each.field == "published"]
    assert told == [("2011-05-20", True), ("2011-05-20", False), ("2013-01-23", False)]
