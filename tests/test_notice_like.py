"""What reads like a notice without a rule is said, and stays body; ordinary reporting is left in peace."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from benchmarks.sample_gold import served_pages
from tasks.batch.onepage import read_payload
from tasks.reading import notice_like
from tasks.reading.labels import label
from tasks.report import Issue, Passage, Report
from tests.conftest import SHARED
from tests.test_reading_notices import CAPTURE, STORY

GOLD = SHARED / "extraction" / "scrapinghub" / "gold.json"

NOTICE_LIKE = [
    "The opinions expressed by our guest writers are not necessarily those of Lanternhouse Press.",
    "Lanternhouse Press accepts no responsibility for the accuracy of this publication.",
    "Our work on this story was supported by the Tidal Trust of Old Harbour.",
    "The survey behind this report was financed by the Ministry of Tides.",
    "A grant from the Harbour Fund made this series of podcasts possible, and so did the financial support of readers.",
    "Subscribe to our weekly newsletter and hear the foghorn first.",
    "Follow us on Twitter and Facebook.",
    "For more information, please write to the keeper.",
    "Questions about this article? Write to lamp@harbour.test about this report.",
    "This article first appeared in the Port Selby Gazette.",
    "An earlier version of this story was originally published by the Gazette.",
    "This document may be freely reproduced if the harbour is named.",
    "Correction: the boats were nine, not eight.",
    "Translator's note: the tide has no gender in the original.",
    "(Reporting by Ana Novik; editing by Milo Farrant)",
    "The name of the reporter is withheld for security reasons.",
    "Cet article est paru grâce au soutien des lecteurs ; cette publication est financée par le Fonds du Port.",
    "Les opinions exprimées dans ce texte n'engagent que leurs auteurs.",
    "Reproduction interdite sans l'accord de la rédaction.",
    "Abonnez-vous à notre lettre du port.",
    "Редакция не несёт ответственности за содержание этого материала.",
    "Перепечатка материалов без согласия редакции запрещена.",
    "Подпишитесь на наш канал.",
    "Этот репортаж вышел на средства Портового фонда.",
]
ORDINARY = [
    "The bridge was funded by the Northern Council and opened in May.",
    "This report documents nine cases in which the boats came back without their crews.",
    "The council is responsible for the light, and it has not been seen since March.",
    "She kept the copyright of her maps, and the court agreed with her.",
    "“This article was paid for by the ministry, and its editor is not responsible for the contents,” he said.",
    "The authors of the letter asked the court to protect the witnesses.",
    "Officials did not answer a request for more information about the ferry.",
    "The website of the harbour was closed for two days.",
    "In a letter the council asked the ferry company to donate its profit to the widows.",
    "He follows the tide as others follow the news, and supports a family of nine.",
    "The report was published in March with the support of two parties in parliament.",
    "Les barques ont été financées par le village, selon le maire.",
    "Cet article de la loi interdit la pêche de nuit.",
    "Этот закон вступил в силу в марте при поддержке двух партий.",
    "Ответственность за пожар несёт хозяин склада.",
]


def found(*paragraphs: str, claimed: bool = True, story: list[str] | None = None) -> list[str]:
    """The text of every unknown notice among paragraphs that stand under a story."""
    before = "\n\n".join(STORY if story is None else story)
    body = "\n\n".join([before, *paragraphs])
    end = len(body) if claimed else len(before)
    report = label(Report(CAPTURE, "report", body=body, passages=(Passage("body", "claimed", 0, end),)))
    read = notice_like.find(report)
    assert read.passages == report.passages
    assert notice_like.find(read) == read
    assert all(issue.rule == "unknown-notice" for issue in read.issues)
    return [body[issue.start_char : issue.end_char] for issue in read.issues]


@pytest.mark.parametrize("paragraph", NOTICE_LIKE)
def test_unknown_notice_under_the_text_is_said_and_stays_body(paragraph: str) -> None:
    assert found(paragraph)


@pytest.mark.parametrize("paragraph", ORDINARY)
def test_ordinary_paragraphs_are_no_issue(paragraph: str) -> None:
    assert not found(paragraph)
    assert not found(paragraph, claimed=False)


def test_span_is_the_sentence_alone() -> None:
    notice = "This article first appeared in the Port Selby Gazette."
    assert found(f"{STORY[0]} {notice} {STORY[1]}") == [notice]


def test_only_edges_are_looked_at() -> None:
    assert not found(*STORY, story=[*STORY, NOTICE_LIKE[0]])
    assert found(*STORY, story=[NOTICE_LIKE[0], *STORY]) == [NOTICE_LIKE[0]]


def test_known_notices_are_no_issue() -> None:
    assert not found(
        "This article was produced with the support of the Harbour Fund.",
        "The views expressed in this article are those of the author alone.",
        "© 2011 Lanternhouse Press. All rights reserved.",
    )


def test_outside_the_body_only_what_speaks_of_the_report_counts() -> None:
    assert found("This report was first printed by the Gazette.", claimed=False)
    furniture = [
        "Subscribe to our newsletter",
        "Follow us on Twitter",
        "© 2011 Harbour. Terms of use",
        "lamp@harbour.test",
    ]
    assert not found(*furniture, claimed=False)


def test_issue_shows_no_more_than_is_needed() -> None:
    paragraph = "This article was financed by the Harbour Fund and " + "many others, " * 60 + "all told."
    body = f"{STORY[0]}\n\n{paragraph}"
    report = notice_like.find(Report(CAPTURE, "report", body=body, passages=(Passage("body", "c", 0, len(body)),)))
    assert [len(issue.seen) < 200 for issue in report.issues] == [True]


def test_other_issues_are_kept() -> None:
    issue = Issue("title", "none")
    assert notice_like.find(replace(Report(CAPTURE, "report"), issues=(issue,))).issues == (issue,)


def test_no_sample_report_has_an_unknown_notice() -> None:
    for sample, place, address, payload in served_pages():
        read = notice_like.find(read_payload(payload, address))
        assert "unknown-notice" not in {issue.rule for issue in read.issues}, f"{sample.name} at {place.site}"


@pytest.mark.skipif(not GOLD.exists(), reason="no gold bodies here")
def test_few_pages_of_the_world_are_said() -> None:
    pages = json.loads(GOLD.read_text("utf-8"))
    said = 0
    for page in pages.values():
        body = page["text"]
        report = label(Report(CAPTURE, "report", body=body, passages=(Passage("body", "claimed", 0, len(body)),)))
        said += bool(notice_like.find(report).issues)
    # The signs were mended on these very pages: this holds what was reached, and says nothing of other pages.
    assert 10 <= said <= 22


def test_page_of_signs_is_read_in_time() -> None:
    line = "this article funded by views expressed for more information www. name withheld " * 100
    body = "\n\n".join([line] * 600)
    report = Report(CAPTURE, "report", body=body, passages=label(Report(CAPTURE, "report", body=body)).passages)
    started = time.process_time()
    notice_like.find(report)
    assert time.process_time() - started < 3
