"""What a page of the retired site says of itself beside its rows: what it replaces, what it cites, what kind it is."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest

from tasks.reading.text import page_of
from tasks.report import Capture, Citation, Found, Report
from tasks.sources import source
from tasks.sources.refworld_legacy import cited, notes
from tasks.sources.refworld_legacy.kinds import kind_of

NAME = "refworld_legacy"
ADDRESS = "http://www.refworld.test/docid/4ddb8c752.html"
DISCLAIMER = (
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
)


def describe(text: str, media_type: str = "text/plain") -> Report:
    page = page_of(text.encode(), address=ADDRESS, media_type=media_type, charset="utf-8", is_selecting=False)
    now = datetime(2024, 5, 1, tzinfo=UTC)
    capture = Capture("urn:uuid:0", NAME, ADDRESS, now, 200, media_type, "", 0, "", 0, 0, "fetch", "test")
    return source(NAME).describe(page, capture)


def with_body(*paragraphs: str, comments: str = "") -> Report:
    comment = f"Comments {comments}\n" if comments else ""
    header = f"The Quay\n\nPublisher Map Watch\nPublication Date 3 May 2009\n{comment}Disclaimer{DISCLAIMER}\n\n"
    return describe(header + "\n\n".join(paragraphs) + "\n")


# ------------------------------------------------------------------ what it replaces


@pytest.mark.parametrize(
    ("sentence", "symbols"),
    [
        ("This Response replaces VST103001.E of March 2009.", ["VST103001.E"]),
        ("The quay was counted. It replaces Response VST42.E and VST102877.FE. See VST999999.E.", ["VST102877.FE"]),
        ("Elle remplace la réponse VST103783.EF de septembre 2011.", ["VST103783.EF"]),
        ("Cette réponse annule et remplace VST103783.F, VST103784.F et VST103785.F.",
         ["VST103783.F", "VST103784.F", "VST103785.F"]),
        ("It replaces the ferry, which sank; see VST103001.E.", ["VST103001.E"]),
        ("The harbour says it replaces VST103001.E.", []),
        ("It replaces the old ferry, which sank in view of the whole harbour.", []),
    ],
)  # fmt: skip
def test_symbols_of_what_is_replaced(sentence: str, symbols: list[str]) -> None:
    report = with_body("1. Overview", sentence, "The quay is open.")
    assert [(each.relation, each.title) for each in report.citation.related] == [("supersedes", s) for s in symbols]


def test_replaced_response_without_a_symbol_is_an_issue() -> None:
    report = with_body("This Response replaces the Response of March 2009.", "The quay is open.")
    assert [issue.rule for issue in report.issues] == ["supersedes"]
    assert not report.citation.related


def test_replacement_told_in_the_comments_or_by_a_link() -> None:
    told = with_body("The quay is open.", comments="This Response replaces VST103001.E.")
    assert [each.title for each in told.citation.related] == ["VST103001.E"]
    linked = describe(
        "<h1>The Quay</h1><p><b>Publisher</b> Map Watch<br><b>Publication Date</b> 3 May 2009</p>"
        "<p>It replaces <a href='/docid/4ddb8c7aa.html'>VST103001.E</a> of March.</p>",
        "text/html",
    )
    addresses = [each.address for each in linked.citation.related]
    assert addresses == ["http://www.refworld.test/docid/4ddb8c7aa.html"]


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("This is an unofficial translation of the Quay Act.", "revision-note"),
        ("In October 2015, Map Watch revised its atlas. Older sheets stand.", "revision-note"),
        ("Oren Halabi is a pseudonym.", "pseudonym"),
        ("Oren Halabi", None),
        ("Rope and River series, no. 4", None),
        ("The minister called it an unofficial translation.", None),
    ],
)
def test_comments_that_are_notices(comment: str, kind: str | None) -> None:
    found = notes.of_comments(comment)
    assert (found.kind if found else None) == kind


# ------------------------------------------------------------------ what its citation repeats


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Map Watch, The Quay, 3 May 2009, VST103001.E, available at: [accessed 4 May 2012]",
         ("Map Watch", "The Quay", "3 May 2009", "VST103001.E")),
        ("Map Watch, The Quay , 2007, available at: [accessed 4 May 2012]", ("Map Watch", "The Quay", "2007", None)),
        ("The Quay [Kelmara], No. 4, 3 May 2009, available at: [accessed 4 May 2012]",
         (None, "The Quay", "3 May 2009", "No. 4")),
        ("Map Watch, The Quay, and What Became of It, 3 May 2009, available at:",
         ("Map Watch", "The Quay, and What Became of It", "3 May 2009", None)),
        ("The Quayside, 3 May 2009", (None, None, "3 May 2009", None)),
        ("see above", (None, None, None, None)),
    ],
)  # fmt: skip
def test_citation_around_the_title(line: str, expected: tuple[str | None, ...]) -> None:
    found = cited.read(line, None if "Became" in line else "The Quay", "Map Watch")
    printed = found.published.printed if found.published else None
    assert (found.publisher, found.title, printed, found.symbol) == expected


def test_title_is_the_line_that_head_or_citation_repeat() -> None:
    lines = ("The Quay at Lower Weir", "Print | E-mail")
    header = (
        "<p><b>Publisher</b> Map Watch<br><b>Publication Date</b> 3 May 2009<br><b>Cite as</b> Map Watch, "
        "The Quay at Lower Weir, 3 May 2009, available at: [accessed 4 May 2012]</p><p>The quay is open.</p>"
    )
    marked = "".join(f"<div>{escape(line)}</div>" for line in lines)
    report = describe(f"<div>Last Updated: Friday, 27 May 2016, 08:49 GMT</div>{marked}{header}", "text/html")
    assert report.citation.title and report.citation.title.value == lines[0]


def test_label_whose_value_looks_like_a_sentence() -> None:
    header = "Publisher Map Watch\nAuthor van den Berg, Karel\nPublication Date spring of 2003\nCite as Map Watch"
    report = describe(f"The Quay\n\n{header}\nDisclaimer{DISCLAIMER}\n\nThe quay is open.\n")
    assert [author.name for author in report.citation.authors] == ["van den Berg, Karel"]
    assert [(issue.rule, issue.seen) for issue in report.issues] == [("publication-date", "spring of 2003")]


# ------------------------------------------------------------------ what kind it is


@pytest.mark.parametrize(
    ("title", "publisher", "code", "kind"),
    [
        ("World Refugee Survey 2003 - Kelmara", "Committee", None, "annual-report"),
        ("Amnesty International Report 2005 - Kelmara", "Amnesty International", "AMNESTY", "annual-report"),
        ("World Directory of Minorities - Kelmara : Ossels", "Forum", None, "country-report"),
        ("Kelmara: Law No. 44 of 2004 on the Keeping of Wells", "", None, "legislation"),
        ("Constitution of the Republic of Kelmara", "", None, "legislation"),
        ("Wells", "National Legislative Bodies", None, "legislation"),
        ("O.V. v. Secretary of State for the Harbour", "", None, "case-law"),
        ("Refugee Appeal No. 9/2001", "", "NZL_RSAA", "case-law"),
        ("In the Matter of a Lamp", "Kelmara: Harbour Tribunal", None, "case-law"),
        ("Three printers released (press release)", "Press Guild", None, "press-release"),
        ("Kelmara: Law No. 5 of 2009 Angers Keepers", "Institute for War and Peace Reporting", None, "reporting"),
        ("Annual Report on Lamps Slammed", "Institute for War & Peace Reporting", None, "reporting"),
        ("New Criminal Code Under Fire", "Strait Daily", None, None),
        ("The court of lamps", "Strait Daily", None, None),
    ],
)
def test_kinds(title: str, publisher: str, code: str | None, kind: str | None) -> None:
    found = kind_of(Citation(title=Found(title, "h1"), publisher=Found(publisher, "label:Publisher")), code)
    assert (found.value if found else None) == kind
