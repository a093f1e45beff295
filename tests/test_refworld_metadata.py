"""What the live Refworld says about a document: dates and whom to believe, kinds, editions, states."""

from __future__ import annotations

import pytest

from tasks.report import Report
from tasks.sources.refworld.published import may_be_date, printed
from tests.test_refworld_layouts import ADDRESS, BODIES, DISCLAIMER, HEADERS, page, read, rows_of, texts

BODY, EXPECTED = BODIES["paragraphs"]


def document(extra: str = "", *, date: str = "5 June 2006", address: str = ADDRESS, below: str = "") -> Report:
    rows = HEADERS["drupal"](rows_of("Tova Ilmari", "Observatory of Kelmara", date))
    return read(page(rows, "main", BODY + below, "labelled", "Salt Roads of Kelmara", extra=extra), address)


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def candidates(report: Report) -> list[tuple[str, str, str, bool]]:
    return [(each.field, each.value, each.rule, each.is_chosen) for each in report.citation.candidates]


# ------------------------------------------------------------------ dates


def test_modification_dates_are_not_even_candidates() -> None:
    head = meta("article:modified_time", "2023-10-04T10:00:00Z") + meta("dcterms.modified", "2024-01-02")
    report = document(head + meta("og:updated_time", "2024-01-02T10:00:00Z"))
    assert report.citation.published and report.citation.published.rule == "label:Date"
    assert candidates(report) == []


def test_a_date_of_the_head_fills_no_field_by_itself() -> None:
    head = meta("article:published_time", "2023-10-04T10:00:00Z") + meta("dcterms.date", "2001-02-03")
    report = document(head, date="", address="https://www.refworld.test/node/44270")
    assert report.citation.published is None
    assert candidates(report) == []
    assert ("publication-date", "no label gives one") in [(issue.rule, issue.seen) for issue in report.issues]


def test_every_candidate_of_a_date_is_kept_with_the_reason() -> None:
    report = document(meta("article:published_time", "2023-10-04T10:00:00Z"), date="5 June 2005")
    assert candidates(report) == [
        ("published", "2005-06-05", "label:Date", True),
        ("published", "2006", "address", False),
        ("published", "2023-10-04", "head:article:published_time", False),
    ]
    assert all(each.reason for each in report.citation.candidates)


def test_a_year_that_agrees_with_the_printed_date_is_no_candidate() -> None:
    assert candidates(document(date="2006")) == candidates(document(date="June 2006")) == []


@pytest.mark.parametrize(
    ("value", "iso", "precision"),
    [
        ("10 de diciembre de 1948", "1948-12-10", "day"),
        ("1er mars 2017", "2017-03-01", "day"),
        ("agosto de 2001", "2001-08-01", "month"),
        ("février 1999", "1999-02-01", "month"),
        ("Friday, 20 May 2011", "2011-05-20", "day"),
        ("2007", "2007-01-01", "year"),
        ("31 de abril de 2001", None, None),
        ("10 de brumario de 1948", None, None),
    ],
)
def test_printed_dates_of_the_sites_three_languages(value: str, iso: str | None, precision: str | None) -> None:
    found = printed(value, "label:Date")
    assert (found.value.isoformat() if found else None, found.precision if found else None) == (iso, precision)
    assert found is None or found.printed == value


@pytest.mark.parametrize("value", ["31 April 2004", "n.d.", "Undated", "05/06/2004", "Spring 2001", "May–June 1999"])
def test_a_date_nobody_can_read_stays_the_labels(value: str) -> None:
    assert may_be_date(value)
    report = document(date=value)
    assert ("publication-date", value) in [(issue.rule, issue.seen) for issue in report.issues]
    assert texts(report) == EXPECTED


@pytest.mark.parametrize("value", ["Status: Not Free", "Total Score: 76", "Overview", "Salt Roads 2006", "Article 5"])
def test_the_text_below_a_lost_date_is_no_date(value: str) -> None:
    assert not may_be_date(value)


def test_first_of_january_stands_for_a_year_in_one_publishers_surveys() -> None:
    address = "https://www.refworld.test/reference/annualreport/uscri/1998/en/27193"
    published = document(date="1 January 1998", address=address).citation.published
    assert published and (published.precision, published.rule) == ("year", "label:Date+stand-in")
    other = document(date="1 January 2006").citation.published
    assert other and other.precision == "day"


# ------------------------------------------------------------------ title and publisher


def test_titles_that_differ_in_words_are_candidates_and_the_pages_own_is_believed() -> None:
    report = read(page(HEADERS["dl"](rows_of("", "O", "2006")), "main", BODY, "none", "Salt", extra=""))
    assert candidates(report) == []
    markup = page(HEADERS["dl"](rows_of("", "O", "2006")), "main", BODY, "none", "Salt Roads").replace(
        '<meta property="og:title" content="Salt Roads">', '<meta property="og:title" content="Salt Paths">'
    )
    report = read(markup)
    assert report.citation.title and report.citation.title.value == "Salt Roads"
    assert ("title", "Salt Paths", "head:og:title", False) in candidates(report)


def test_the_heads_publisher_is_believed_only_where_none_is_printed_and_the_site_is_none() -> None:
    head = meta("dcterms.publisher", "Observatory of Kelmara")
    lost = HEADERS["drupal"]([("Document source", ""), ("Date", "2006")])
    report = read(page(lost, "main", BODY, "none", "Salt Roads", extra=head))
    assert report.citation.publisher and report.citation.publisher.rule == "head:dcterms.publisher"
    assert ("empty-label", "Document source") in [(issue.rule, issue.seen) for issue in report.issues]
    own = read(page(lost, "main", BODY, "none", "Salt Roads", extra=meta("dcterms.publisher", "UNHCR")))
    assert own.citation.publisher is None


# ------------------------------------------------------------------ what the address says


@pytest.mark.parametrize(
    ("path", "document_type", "kind"),
    [
        ("reference/annualreport/obskel", "annualreport", "annual-report"),
        ("reference/countryrep/obskel", "countryrep", "country-report"),
        ("reference/queryresponse/irbkel", "queryresponse", "query-response"),
        ("reference/themreport/obskel", "themreport", None),
        ("jurisprudence/caselaw/kelcoa", "caselaw", "case-law"),
        ("legal/legislation/natlegbod", "legislation", "legislation"),
        ("legal/natleginstr/natlegbod", "natleginstr", "legislation"),
        ("legal/resolution/asmkel", "resolution", None),
        ("policy/countrypos/lanternh", "countrypos", None),
    ],
)
def test_kind_and_codes_come_from_the_address(path: str, document_type: str, kind: str | None) -> None:
    for address, rule in ((f"https://www.refworld.test/{path}/2006/en/44270", "address"), (None, "link:canonical")):
        head = f'<link rel="canonical" href="https://www.refworld.test/{path}/2006/en/44270">'
        citation = document(head, address=address or "https://www.refworld.test/node/44270").citation
        assert citation.document_type and (citation.document_type.value, citation.document_type.rule) == (
            document_type,
            rule,
        )
        assert citation.publisher_code and citation.publisher_code.value == path.rpartition("/")[2].upper()
        assert (citation.report_kind.value if citation.report_kind else None) == kind


def test_a_head_that_names_another_document_is_told_and_not_believed() -> None:
    head = '<link rel="canonical" href="https://www.refworld.test/reference/countryrep/x/1999/en/5">'
    report = document(head, date="")
    assert ("identity", "link:canonical names refworld/5") in [(issue.rule, issue.seen) for issue in report.issues]
    assert report.citation.canonical_address and report.citation.canonical_address.value == ADDRESS
    assert report.citation.published and report.citation.published.value.year == 2006


# ------------------------------------------------------------------ other documents and other languages


def related(report: Report) -> list[tuple[str, str, str | None, str]]:
    return [(each.relation, each.title, each.address, each.rule) for each in report.citation.related]


def test_editions_in_other_languages_are_translations_once_each() -> None:
    spanish, french = "https://www.refworld.test/es/ref/x/y/2006/es/44270", ADDRESS.replace("/en/", "/fr/")
    head = "".join(
        f'<link rel="alternate" hreflang="{code}" href="{href}">'
        for code, href in (("en", ADDRESS), ("x-default", ADDRESS), ("es", spanish), ("fr", french))
    )
    switcher = (
        f'<div class="lang"><a href="{spanish}">Español</a> <a href="{ADDRESS}?prevPage=/node/1">English</a></div>'
    )
    assert related(document(head, below=switcher)) == [
        ("translation", "Español", spanish, "language-switcher"),
        ("translation", "fr", french, "link:alternate"),
    ]


@pytest.mark.parametrize(
    "box",
    [
        '<section><h2>Related documents</h2><ul><li><a href="/node/7">Salt Law</a> 2004</li></ul></section>',
        '<div class="x"><div class="t"><h3>Related document(s):</h3></div>'
        '<div class="c"><a href="/node/7">Salt Law</a></div></div>',
        '<p>Related documents: <a href="/node/7">Salt Law</a></p>',
        '<aside><p><strong>Documentos relacionados</strong></p><p><a href="/node/7">Salt Law</a></p></aside>',
        '<dl><dt>Documents connexes</dt><dd><a href="/node/7">Salt Law</a></dd></dl>',
    ],
)
def test_related_documents_are_named_with_their_targets_and_are_no_text(box: str) -> None:
    report = document(below=box)
    assert [each[:3] for each in related(report)] == [
        ("related-document", "Salt Law", "https://www.refworld.test/node/7")
    ]
    assert all(each[3].startswith("block:") for each in related(report))
    assert texts(report) == EXPECTED


@pytest.mark.parametrize("words", ["Related documents", "Latest", "Related", "Countries", "Search Refworld for salt"])
def test_ordinary_words_inside_the_text_stay_text(words: str) -> None:
    below = f"<h2>{words}</h2><p>The council keeps its papers in a barn near the quay.</p><p>Nobody reads them.</p>"
    expected = [*EXPECTED, words, "The council keeps its papers in a barn near the quay.", "Nobody reads them."]
    assert texts(document(below=below)) == expected


# ------------------------------------------------------------------ states and the edges of pages


def test_a_challenge_is_no_report() -> None:
    challenge = (
        '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><noscript>'
        "Enable JavaScript and cookies to continue</noscript>"
        "<script>window._cf_chl_opt={cType:'managed'};</script></body></html>"
    )
    assert read(challenge).state == "blocked"


def test_the_front_page_under_a_documents_address_is_a_soft_404() -> None:
    assert document('<link rel="canonical" href="https://www.refworld.test/en">').state == "soft-404"


def test_two_disclaimers_and_a_label_glued_to_the_last_sentence() -> None:
    rows = HEADERS["dl"](rows_of("", "Observatory of Kelmara", "2006"))
    text = (
        f"<p>{DISCLAIMER}</p><p>The lamps went out at nine, all of them.</p><p>It was dark.Disclaimer: {DISCLAIMER}</p>"
    )
    report = read(page(rows, "main", text, "none", "Salt Roads"))
    assert texts(report) == ["The lamps went out at nine, all of them.", "It was dark."]
    assert texts(report, "unhcr-disclaimer") == [DISCLAIMER, DISCLAIMER]
    assert "Disclaimer:" in texts(report, "metadata")
