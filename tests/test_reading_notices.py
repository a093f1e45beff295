"""Every entry of the notice catalogue, on a text of its own: labelled to the character, and no ordinary words taken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.reading.labels import label
from tasks.reading.notices import OUTSIDE, Notice, catalogue, looked_at
from tasks.report import Capture, Passage, Report

CAPTURE = Capture(
    capture_id="urn:uuid:00000000-0000-0000-0000-000000000000",
    source="invented",
    address="http://invented.test/",
    captured_at=datetime(2020, 1, 2, tzinfo=UTC),
    status=200,
    media_type="text/html",
    payload_sha256="0" * 64,
    payload_bytes=1,
    warc_file="invented.warc.gz",
    warc_offset=0,
    warc_length=1,
    origin="import",
    run_id="run",
)
STORY = [
    "The harbour of Port Selby lies open to the north.",
    "Two ferries sail from it when the weather allows.",
    "Nobody has mended the light since the storm of March.",
    "The keeper rows out every evening and counts the boats.",
    "On most nights he counts nine, and on some nights eight.",
    "The council met on Tuesday and spoke of other things.",
    "A new lamp would cost as much as a cow, the keeper says.",
    "The cow, he adds, would give milk as well.",
    "In the end the lamp was lit with oil from the school.",
]

KINDS_OF_SOURCES = """unhcr-disclaimer publisher-disclaimer funding copyright pseudonym author-note project-note
    campaign donation newsletter photo-caption navigation site-title editor-note revision-note sources""".split()  # noqa: SIM905


def placed(paragraph: str, place: str, *, is_claimed: bool = True) -> Report:
    """A report whose body is the story, with the paragraph where the notice may stand."""
    at = {"start": 0, "anywhere": 5}.get(place, len(STORY))
    parts = [*STORY[:at], paragraph, *STORY[at:]]
    body = "\n\n".join(parts)
    start = body.index(paragraph)
    end = start + len(paragraph)
    claims = [Passage("body", "claimed", 0, len(body))]
    if not is_claimed:
        claims = [Passage("body", "claimed", a, b) for a, b in ((0, start), (end, len(body))) if b > a]
    return label(Report(CAPTURE, "report", body=body, passages=tuple(claims)))


def notices_in(report: Report) -> list[tuple[str, str]]:
    return [
        (passage.kind, report.body[passage.start_char : passage.end_char])
        for passage in report.passages
        if passage.kind not in ("body", "separator", "metadata")
    ]


@pytest.mark.parametrize("notice", catalogue(), ids=lambda notice: notice.name)
def test_example_is_labelled_to_the_character(notice: Notice) -> None:
    report = placed(notice.example, notice.place, is_claimed=notice.place != "outside")
    assert notices_in(report) == [(notice.kind, notice.labelled)]


@pytest.mark.parametrize("notice", catalogue(), ids=lambda notice: notice.name)
def test_words_of_the_report_stay_body(notice: Notice) -> None:
    report = placed(notice.counter, notice.place)
    assert {passage.kind for passage in report.passages} == {"body", "separator"}


@pytest.mark.parametrize("notice", catalogue(), ids=lambda notice: notice.name)
def test_quoted_notice_is_what_somebody_said(notice: Notice) -> None:
    for opening, closing in ("“”", "«»", '""', "„“"):
        if opening in notice.example:
            continue
        quoted = f"The keeper read it to us: {opening}It says here. {notice.example}{closing} Then he put out the lamp."
        assert not notices_in(placed(quoted, notice.place)), opening


# The words of sources.md §4 as pages print them: other works, curly marks, hard blanks, neighbours.
VARIANTS: dict[tuple[str, str], list[str]] = {
    ("end", "funding"): [
        "This article was produced jointly under IWPR's Tidal Voices programme, funded by the Harbour Fund.",
        "This article was produced jointly under IWPR’s Tidal Voices programme, funded by the U.S. Office.",
        "This story was produced with generous financial support from the Ministry of Tides.",
        "This\u00a0feature was produced by two projects, with co-funding from the Harbour Fund.",
        "These stories were published with support from the Harbour Fund (www.harbourfund.test).",
        "This report was made possible\nby the support of the Harbour Fund. ",
    ],
    ("end", "publisher-disclaimer"): [
        "The contents of this report are the sole responsibility of Lanternhouse Press.",
        "The content of this publication is the sole responsibility of the author.",
        "It can in no way be taken to reflect the views of the Harbour Fund.",
        "The views expressed here are those of the writers and not of the Harbour Fund.",
    ],
    ("anywhere", "publisher-disclaimer"): [
        "This Response was prepared after researching publicly accessible information.",
        "This response is not, and does not purport to be, conclusive as to the merit of any particular claim.",
        "Cette réponse n’apporte pas, ni ne prétend apporter, de preuves concluantes.",
        "Il ne prétend pas faire le traitement exhaustif de la situation en Vostrie.",
    ],
    ("end", "copyright"): [
        "© 2011 Lanternhouse Press. All rights reserved.",
        "© 2011 Lanternhouse Press. All Rights Reserved",
        "©\u00a02009–2011 Lanternhouse Press & Friends. Tous droits réservés.",
        "Copyright notice: ©",
        "Copyright notice: © Lanternhouse Press. All rights reserved.",
        "Copyright notice © Lanternhouse Press",
        "Copyright © 2009 Lanternhouse Press. All rights reserved.",
    ],
    ("end", "pseudonym"): [
        "Milo Farrant is the pseudonym of a journalist in Vostria.",
        "“Milo Farrant” is a pseudonym.",
        "*Milo Farrant is the pseudonym of a student in Port Selby.",
        "The names of the witnesses have been changed.",
        "*Names have been changed to protect the families.",
        "For security reasons, all names have been changed.",
        "To protect the fishermen, some names in this article have been changed.",
        "(Names have been changed for safety reasons.)",
        "* not his real name",
        "Asel is not her real name.",
    ],
    ("end", "author-note"): [
        "Ana Novik is an IWPR correspondent in Port Selby.",
        "Ana Novik is IWPR's bureau chief in Port Selby.",
        "Ana Novik is IWPR’s Coastal Affairs editor in Port Selby.",
        "Ana Novik and Milo Farrant are IWPR-trained journalists in Port Selby.",
        "Ana Novik is an IWPR-trained journalist based in Port Selby.",
        "Ana Novik, Milo Farrant and Odd Larsen are reporters for IWPR in Old Harbour.",
        "Ana Novik is country director of IWPR in Vostria.",
        "-- Ana Novik",
        "--\u00a0Ana Novik in Port Selby",
        "-- Ana Novik, Port Selby.",
    ],
    ("anywhere", "project-note"): [
        "NOTE TO READERS: Harbour Voices is a weekly letter.",
        "Harbour Voices is a multilingual news analysis and comment service run from Port Selby.",
    ],
    ("anywhere", "campaign"): [
        "As coronavirus sweeps the globe, IWPR’s network of local reporters go on.",
    ],
    ("end", "donation"): [
        "Support local journalists",
        "Support local journalists.",
    ],
    ("anywhere", "donation"): [
        "GIVE TO IWPR: Make a gift to the lamp fund.",
    ],
    ("anywhere", "newsletter"): [
        "RECEIVE FROM IWPR: Readers are urged to subscribe to the Harbour Letter.",
        "WELCOME TO IWPR’S HARBOUR LETTER No. 12.",
        "IWPR’s Frontline Updates – letters from places that are not on any map.",
    ],
    ("anywhere", "photo-caption"): [
        "The quay at dusk. (Photo: Ana Novik)",
        "The quay at dusk. (Photo by Ana Novik/Lantern Pictures)",
        "The quay at dusk. (Photo courtesy of the Harbour Museum)",
        "The quay at dusk. (Photo:\u00a0A. Novik / IWPR)",
        "(Photo:Ana Novik)",
        "© Ana Novik/Lantern Pictures via Getty Images",
        "Ana Novik/AFP via Getty Images",
        "La quai au soir. (Photo : Ana Novik)",
        "Причал вечером. (Фото: Ана Новик)",
    ],
    ("end", "navigation"): [
        "Search Refworld",
        "Selected filters:",
        "Show More",
        "PDF download",
    ],
    ("anywhere", "navigation"): [
        "Showing 1-10 of 1,405 results",
    ],
    ("anywhere", "site-title"): [
        "Institute for War and Peace Reporting | Giving Voice, Driving Change",
        "Institute for War & Peace Reporting | Giving Voice, Driving Change",
    ],
    ("end", "site-title"): [
        "UNHCR | Refworld | The Leader in Refugee Decision Support",
    ],
    ("anywhere", "editor-note"): [
        "[From the introductory text accompanying this report. The tables cover the winter.]",
        "[*Please note: the second table was mended.]",
        "[traduction]",
    ],
    ("end", "editor-note"): [
        "Editor’s Note: The harbour has since been renamed.",
    ],
    ("end", "revision-note"): [
        "In October 2015, MRG revised its World Directory of Minorities and Indigenous Peoples.",
        "This is an unofficial translation of the Harbour Act.",
        "Elle remplace la réponse VOS103783.EF du 2 mars 2010.",
    ],
    ("anywhere", "sources"): [
        "Please find below the list of additional sources consulted.",
    ],
}


@pytest.mark.parametrize(("place", "kind"), VARIANTS)
def test_trigger_words_are_caught_as_pages_print_them(place: str, kind: str) -> None:
    for paragraph in VARIANTS[place, kind]:
        assert notices_in(placed(paragraph, place)) == [(kind, paragraph.strip(" "))]


@pytest.mark.parametrize("kind", KINDS_OF_SOURCES)
def test_every_kind_is_known_in_three_languages(kind: str) -> None:
    known = {language for notice in catalogue() if notice.kind == kind for language in notice.languages}
    assert {"en", "fr", "ru"} <= known


def test_names_of_rules_are_unique() -> None:
    names = [notice.name for notice in catalogue()]
    assert len(names) == len(set(names))


def test_no_trigger_matches_where_its_words_are_missing() -> None:
    texts = [text for notice in catalogue() for text in (notice.example, notice.labelled, notice.counter)]
    texts += [paragraph for paragraphs in VARIANTS.values() for paragraph in paragraphs]
    for text in texts:
        looked = {notice.name for notice in looked_at(text, OUTSIDE)}
        matching = {notice.name for notice in catalogue() if notice.trigger.search(text)}
        assert matching <= looked, text


def test_words_that_need_an_edge_stay_body_in_the_middle() -> None:
    for notice in catalogue():
        if notice.place not in ("end", "edge"):
            continue
        body = "\n\n".join([*STORY[:5], notice.example, *STORY[5:], "One more.", "And another."])
        report = label(Report(CAPTURE, "report", body=body, passages=(Passage("body", "claimed", 0, len(body)),)))
        assert {passage.kind for passage in report.passages} == {"body", "separator"}, notice.name


@pytest.mark.parametrize(
    "paragraph",
    [
        "This story was supported by three witnesses, the prosecutor told the court.",
        "Their names have been changed three times by the registry, said the father.",
        "This report was published under the emergency law, and nobody was allowed to read it.",
        "They do not necessarily represent those who were driven from the square.",
        "The views expressed by the authors are banned in Vostria.",
        "Milo Farrant is a reporter who was beaten at the gate.",
        "(c) the court may extend the period by thirty days.",
        "(c) The Minister may extend the period.",
        "© was painted on the wall.",
        "Ce projet est financé par la contrebande, selon le procureur.",
        "Cet article a été rédigé dans le cadre de la réforme pénale et punit les journalistes.",
        "Les noms ont été changés sur les tombes, dit la mère.",
        "Имена изменены в паспортах, сообщил следователь.",
        "Эта статья была создана в рамках реформы и предусматривает десять лет тюрьмы.",
        "— Уходите.",
        "— Va-t'en.",
    ],
)
@pytest.mark.parametrize("place", ["start", "anywhere", "end"])
def test_what_reads_like_a_notice_and_tells_the_story_stays_body(paragraph: str, place: str) -> None:
    assert notices_in(placed(paragraph, place)) == []


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("Материал подготовлен при поддержке Северного совета.", "funding"),
        ("This story, told by Ana Novik, does not necessarily reflect the policy of the Harbour Fund.", None),
        ("This report was produced with the support of the Harbour Fund, said to be its last.", "funding"),
        ("Copyright © Lanternhouse Press", "copyright"),
        ("(c) 2011 Lanternhouse Press", "copyright"),
        ("— Ana Novik", "author-note"),
    ],
)
def test_their_neighbours_are_notices_still(paragraph: str, kind: str | None) -> None:
    assert [found for found, _ in notices_in(placed(paragraph, "end"))] == [kind or "publisher-disclaimer"]
