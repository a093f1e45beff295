"""Cross references, citations and pseudonyms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tasks.page import Link
from tasks.reading import citation, related
from tasks.reading.labels import label
from tasks.report import Author, Citation, Found, Passage, PublicationDate, Report
from tests.test_reading_notices import CAPTURE, STORY


def read(paragraph: str, *links: tuple[str, str]) -> Report:
    body = "\n\n".join([STORY[0], paragraph])
    found = tuple(Link(body.index(words), body.index(words) + len(words), target) for words, target in links)
    return related.find(
        label(Report(CAPTURE, "report", body=body, passages=(Passage("body", "c", 0, len(body)),))), found
    )


def titles(report: Report) -> list[str]:
    return [found.title for found in report.citation.related]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("(For more on this issue, see Who Lit the Lamp.)", ["Who Lit the Lamp"]),
        (
            "It burned. (For more on this, see Harbour Fire Kills Nine and Light Keeper Rows Alone Again.)",
            ["Harbour Fire Kills Nine", "Light Keeper Rows Alone Again"],
        ),
        (
            'It burned. (Ferry "Late" in Harbour Year looks at some of the key concerns.)',
            ['Ferry "Late" in Harbour Year'],
        ),
        ("It burned. (Ferry issues are covered in Harbour Law Changes Too Late.)", ["Harbour Law Changes Too Late"]),
        ("(See also “Who owns the tide?” and “The keeper's story”.)", ["Who owns the tide?", "The keeper's story"]),
        ("(See also Harbour Fire Kills Nine, RCA No. 352, 25-Feb-05.)", ["Harbour Fire Kills Nine"]),
        (
            "(For background, see Harbour Fire Kills Nine; Mayor Resigns; and Light Keeper Rows Alone.)",
            ["Harbour Fire Kills Nine", "Mayor Resigns", "Light Keeper Rows Alone"],
        ),
        ("For more on this issue, see Port Selby Counts Its Boats.", ["Port Selby Counts Its Boats"]),
        ("(Подробнее см. Рыбаки требуют маяк.)", ["Рыбаки требуют маяк"]),
        ("(Pour en savoir plus, voir « Le phare éteint ».)", ["Le phare éteint"]),
        ("(For\u00a0more on this issue, see Harbour Fire Kills Nine.)", ["Harbour Fire Kills Nine"]),
        ("It burned. (Voir aussi : Le Phare de Port-Selby Reste Éteint.)", ["Le Phare de Port-Selby Reste Éteint"]),
        ("Il brûla. (L'article « Le phare de Port-Selby » revient sur cette nuit.)", ["Le phare de Port-Selby"]),
        ("Он сгорел. (В статье «Рыбаки требуют новый маяк» рассматриваются причины.)", ["Рыбаки требуют новый маяк"]),
        ("Он сгорел. (Читайте также: «Рыбаки требуют маяк».)", ["Рыбаки требуют маяк"]),
        ("It burned. (The report, see page nine, looks at the key concerns of the village.)", []),
        ("It burned. (He looks at some of the boats.)", []),
        ("Il brûla. (Le maire examine la demande des pêcheurs du port.)", []),
        ("Он сгорел. (Совет рыбаков и сторожей рассматривает их просьбу.)", []),
        ("For more than ten years nobody came to see Port Selby.", []),
        ("It burned. (The Harbour Law describes arson as a crime against all who live there.)", []),
    ],
)
def test_titles_are_read_from_the_words(paragraph: str, expected: list[str]) -> None:
    assert titles(read(paragraph)) == expected


def test_two_titles_in_marks_are_two() -> None:
    report = read("(See also “Who Owns the Tide Today?” and “The Light Keeper's Own Story”.)")
    assert titles(report) == ["Who Owns the Tide Today?", "The Light Keeper's Own Story"]
    assert not report.issues


def test_an_and_that_may_join_or_belong_stays_and_is_said() -> None:
    report = read("(For more on this issue, see War and Peace in the Harbour.)")
    assert titles(report) == ["War and Peace in the Harbour"]
    assert [issue.rule for issue in report.issues] == ["see-also"]


def test_links_mark_the_titles_and_carry_their_targets() -> None:
    report = read(
        "(For more, see War and Peace in the Harbour and Tides.)",
        ("War and Peace in the Harbour", "http://x.test/1"),
        ("Tides", "http://x.test/2"),
    )
    first = report.citation.related[0]
    assert (first.title, first.address) == ("War and Peace in the Harbour", "http://x.test/1")
    linked = read("(For more on this issue, see Who Lit the Lamp.)", ("see", "http://x.test/0"))
    assert [(found.title, found.address) for found in linked.citation.related] == [("Who Lit the Lamp", None)]


def test_reading_related_twice_adds_nothing() -> None:
    report = read("(For more on this issue, see Who Lit the Lamp.)")
    assert related.find(report, ()).citation == report.citation


# ---------------------------------------------------------------- citations

CANONICAL = "http://www.refworld.test/docid/4ddb8c9aa.html"


def cited(**values: object) -> Found[str] | None:
    known = Citation(canonical_address=Found(CANONICAL, "identity"))
    return citation.complete(Report(CAPTURE, "report", citation=replace(known, **values))).citation.cite_complete  # type: ignore[arg-type]


def test_missing_address_is_put_in() -> None:
    printed = "Lanternhouse, Who Lit the Lamp, 4 May 2009,\u00a0available at:\u00a0[accessed 2 June 2010]"
    assert cited(cite_as=Found(printed, "cite-as")) == Found(
        f"Lanternhouse, Who Lit the Lamp, 4 May 2009, available at: {CANONICAL} [accessed 2 June 2010]",
        "cite-as+address",
    )


def test_printed_address_stays() -> None:
    printed = "Lanternhouse, Who Lit the Lamp, 2009, available at: http://old.test/1 [accessed 2 June 2010]"
    assert cited(cite_as=Found(printed, "cite-as")) == Found(printed, "cite-as")


def test_line_without_the_words_gets_them() -> None:
    found = cited(cite_as=Found("Lanternhouse, Who Lit the Lamp, 2009 [accessed 2 June 2010]", "cite-as"))
    assert found
    assert found.value == f"Lanternhouse, Who Lit the Lamp, 2009, available at: {CANONICAL} [accessed 2 June 2010]"


@pytest.mark.parametrize(("precision", "printed"), [("day", "4 May 2009"), ("month", "May 2009"), ("year", "2009")])
def test_composed_where_none_is_printed(precision: str, printed: str) -> None:
    found = cited(
        title=Found("Who Lit the Lamp", "h1"),
        publisher=Found("Lanternhouse", "label"),
        published=PublicationDate(date(2009, 5, 4), precision, printed, "label"),  # type: ignore[arg-type]
        accessed_on=Found(date(2010, 6, 2), "cite-as"),
    )
    assert found == Found(
        f"Lanternhouse, Who Lit the Lamp, {printed}, available at: {CANONICAL} [accessed 2 June 2010]", "composed"
    )


def test_without_a_title_there_is_no_citation() -> None:
    assert cited() is None


# ---------------------------------------------------------------- pseudonyms


@pytest.mark.parametrize(
    ("notice", "is_pseudonym"),
    [
        ("Milo Farrant is the pseudonym of a journalist in Vostria.", True),
        ("Milo\u00a0Farrant is the pseudonym of a journalist in Vostria.", True),
        ("Ana Novik is the pseudonym of a journalist in Vostria.", False),
        ("Some names in this story have been changed for safety.", False),
    ],
)
def test_author_named_by_a_pseudonym_notice(notice: str, is_pseudonym: bool) -> None:
    body = "\n\n".join([*STORY, notice])
    known = Citation(authors=(Author("Milo Farrant", False, "comments"),))
    report = Report(CAPTURE, "report", citation=known, body=body, passages=(Passage("body", "c", 0, len(body)),))
    (author,) = citation.complete(label(report)).citation.authors
    assert author.is_pseudonym == is_pseudonym
    assert author.rule == ("comments+pseudonym-notice" if is_pseudonym else "comments")
