"""Claims to passages: the body is covered, notices are cut out exactly, ordinary words stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.reading.labels import label
from tasks.report import Passage, Report
from tests.test_reading_notices import CAPTURE, STORY


def labelled(body: str, *claims: tuple[str, int, int]) -> Report:
    return label(
        Report(CAPTURE, "report", body=body, passages=tuple(Passage(kind, "claimed", *span) for kind, *span in claims))
    )


def pieces(report: Report, *, separators: bool = False) -> list[tuple[str, str]]:
    return [
        (passage.kind, report.body[passage.start_char : passage.end_char])
        for passage in report.passages
        if separators or passage.kind != "separator"
    ]


def assert_covered(report: Report) -> None:
    reached = 0
    for passage in report.passages:
        assert passage.start_char == reached < passage.end_char
        assert passage.rule
        reached = passage.end_char
        text = report.body[passage.start_char : passage.end_char]
        assert (passage.kind == "separator") == (not text.strip())
    assert reached == len(report.body)


def test_body_claim_becomes_one_passage_a_paragraph() -> None:
    body = "Title\n\nOne.\u00a0\r\n \r\nTwo\nlines.\n\nFooter"
    report = labelled(body, ("title", 0, 7), ("body", 7, body.index("Footer")))
    assert_covered(report)
    assert pieces(report) == [
        ("title", "Title"),
        ("body", "One.\u00a0"),
        ("body", "Two\nlines."),
        ("furniture", "Footer"),
    ]


def test_glued_label_is_metadata_and_the_disclaimer_exact() -> None:
    notice = (
        "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
    )
    for body in (f"Disclaimer{notice}\n\nOne.", f"Disclaimer\n\n{notice}\n\nOne.", f"Disclaimer {notice}\nOne."):
        start = body.index("One.")
        report = labelled(body, ("body", start, len(body)))
        assert_covered(report)
        assert pieces(report) == [("metadata", "Disclaimer"), ("unhcr-disclaimer", notice), ("body", "One.")]


def test_two_notices_in_one_paragraph_are_two_passages() -> None:
    last = (
        "This Response was prepared after researching publicly accessible information. This Response is not, and does "
        "not purport to be, conclusive as to the merit of any particular claim. Please find below the list of sources "
        "consulted in researching it."
    )
    body = "\n\n".join([*STORY, last])
    report = labelled(body, ("body", 0, len(body)))
    assert_covered(report)
    assert [kind for kind, _ in pieces(report)] == ["body"] * len(STORY) + ["publisher-disclaimer", "sources"]


def test_notice_sentence_is_cut_from_its_paragraph() -> None:
    body = "\n\n".join([*STORY, "The lamp burned. Milo Farrant is the pseudonym of a journalist in Vostria."])
    report = labelled(body, ("body", 0, len(body)))
    assert pieces(report)[-2:] == [
        ("body", "The lamp burned."),
        ("pseudonym", "Milo Farrant is the pseudonym of a journalist in Vostria."),
    ]


def test_edge_is_counted_past_other_notices() -> None:
    notices = [
        "Ana Novik is an IWPR correspondent in Port Selby.",
        "This article was produced with the support of the Harbour Fund.",
        "Copyright notice: © Lanternhouse Press",
        "Search Refworld",
        "Countries",
    ]
    body = "\n\n".join([*STORY, *notices])
    report = labelled(body, ("body", 0, body.index("Search Refworld")))
    assert [kind for kind, _ in pieces(report)][len(STORY) :] == [
        "author-note",
        "funding",
        "copyright",
        "navigation",
        "navigation",
    ]


def test_ordinary_words_stay_body_where_the_source_claims_them() -> None:
    words = ["Latest", "Support", "Related", "Share", "Print", "Show More", "References", "Countries", "Sources"]
    body = "\n\n".join(["Countries", "Latest", *STORY[:4], *words, *STORY[4:], "Related", "Support", "References"])
    report = labelled(body, ("body", 0, len(body)))
    assert {kind for kind, _ in pieces(report)} == {"body"}


def test_text_nobody_claimed_is_never_body() -> None:
    body = "\n\n".join(["UNHCR | Refworld | Tides", *STORY, "Show More"])
    report = labelled(body)
    assert_covered(report)
    assert {kind for kind, _ in pieces(report)} == {"site-title", "furniture", "navigation"}
    assert all(p.rule == "outside-body" for p in report.passages if p.kind == "furniture")


def test_cross_reference_splits_its_paragraph() -> None:
    body = "She rowed home. (For more on this issue, see Who Lit the Lamp of Port Selby.)\n\nNext."
    report = labelled(body, ("body", 0, len(body)))
    assert pieces(report, separators=True) == [
        ("body", "She rowed home."),
        ("separator", " "),
        ("see-also", "(For more on this issue, see Who Lit the Lamp of Port Selby.)"),
        ("separator", "\n\n"),
        ("body", "Next."),
    ]


def test_reference_inside_a_sentence_stays_body() -> None:
    body = "She rowed home (see Who Lit the Lamp of Port Selby)\n\nHe left (see above).\n\nGone. (The law says so.)"
    assert {kind for kind, _ in pieces(labelled(body, ("body", 0, len(body))))} == {"body"}


def test_overlapping_claims_are_cut_and_said() -> None:
    report = labelled("abcdef ghij", ("title", 0, 4), ("body", 2, 40))
    assert_covered(report)
    assert pieces(report) == [("title", "abcd"), ("body", "ef ghij")]
    assert [issue.rule for issue in report.issues] == ["claims"]


UNHCR = "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content."
FUNDING = "This article was produced jointly under two projects, funded by the Harbour Fund."
VIEWS = "The contents of this article are the sole responsibility of Lanternhouse Press."


def last_pieces(*paragraphs: str) -> list[tuple[str, str]]:
    """What is made of paragraphs under the story."""
    body = "\n\n".join([*STORY, *paragraphs])
    report = labelled(body, ("body", 0, len(body)))
    assert_covered(report)
    return pieces(report)[len(STORY) :]


def test_disclaimer_is_cut_out_of_the_middle_of_a_paragraph() -> None:
    body = "\n\n".join([*STORY[:5], f"{STORY[5]} {UNHCR} {STORY[6]}", *STORY[7:]])
    assert pieces(labelled(body, ("body", 0, len(body))))[5:8] == [
        ("body", STORY[5]),
        ("unhcr-disclaimer", UNHCR),
        ("body", STORY[6]),
    ]


def test_each_of_several_notices_in_a_paragraph_has_its_own_span() -> None:
    names = "Some names in this story have been changed."
    rights = "© 2011 Lanternhouse Press. All rights reserved."
    assert last_pieces(f"{STORY[0]} {FUNDING} {VIEWS} {names} {rights}") == [
        ("body", STORY[0]),
        ("funding", FUNDING),
        ("publisher-disclaimer", VIEWS),
        ("pseudonym", names),
        ("copyright", rights),
    ]


def test_copyright_does_not_take_the_notice_behind_it() -> None:
    copyright_notice = "Copyright notice: © Lanternhouse Press."
    assert last_pieces(f"{copyright_notice} {FUNDING}") == [("copyright", copyright_notice), ("funding", FUNDING)]


def test_notice_that_a_copy_glued_to_the_text_before_it_is_cut_off() -> None:
    for glue in ("", " ", "\n"):
        assert last_pieces(f"{STORY[0]}{glue}{FUNDING}") == [("body", STORY[0]), ("funding", FUNDING)]


def test_notice_glued_to_its_label_is_cut_off() -> None:
    for text in (f"Disclaimer{VIEWS}", f"Disclaimer: {VIEWS}", f"Disclaimer:\n{VIEWS}", f"Disclaimer:\n\n{VIEWS}"):
        kinds = last_pieces(text)
        assert [(kind, words.rstrip(":")) for kind, words in kinds] == [
            ("metadata", "Disclaimer"),
            ("publisher-disclaimer", VIEWS),
        ]


def test_word_that_looks_like_a_label_stays_body_without_a_notice() -> None:
    assert last_pieces("Disclaimer", "The word stood over the door of the museum.")[0] == ("body", "Disclaimer")


def test_lines_under_the_last_sentence_are_notices_of_their_own() -> None:
    lines = ["In the end he laughed.", "-- Ana Novik", FUNDING, "Copyright notice: © Lanternhouse Press"]
    assert last_pieces("\n".join(lines)) == list(
        zip(["body", "author-note", "funding", "copyright"], lines, strict=True)
    )


def test_wrapped_lines_are_one_sentence() -> None:
    wrapped = (
        "This article was produced jointly under two\nprojects, funded by the Harbour Fund and by\nMinistry of Tides."
    )
    assert last_pieces(wrapped) == [("funding", wrapped)]
    told = "The guards asked at the gate in Port Selby whether\nAna Novik is an IWPR correspondent in Port Selby."
    assert last_pieces(told) == [("body", told)]


def test_notice_broken_over_two_paragraphs_is_a_notice_in_both() -> None:
    broken = ["The contents of this article are", "the sole responsibility of Lanternhouse Press."]
    assert last_pieces(*broken) == [("publisher-disclaimer", broken[0]), ("publisher-disclaimer", broken[1])]
    broken = ["This article was produced jointly under two projects", ", funded by the Harbour Fund. The lamp burned."]
    assert last_pieces(*broken) == [
        ("funding", broken[0]),
        ("funding", ", funded by the Harbour Fund."),
        ("body", "The lamp burned."),
    ]
    told = ["He counted the boats of the harbour", "and went home."]
    assert last_pieces(*told) == [("body", told[0]), ("body", told[1])]


def test_notice_that_ends_in_an_address_is_whole() -> None:
    notice = "This article was produced with support from the Harbour Fund (http://www.harbourfund.test/about.html)."
    assert last_pieces(f"{notice} {STORY[0]}") == [("funding", notice), ("body", STORY[0])]


def test_quoted_notices_stay_body() -> None:
    for quoted in (
        f"The leaflet says: “{UNHCR}”",
        f"“Listen,” the clerk said. “I read it aloud. {FUNDING} {VIEWS} That is all.”",
        f'The label reads "{UNHCR}" in small letters.',
        f"On lit au dos : « {VIEWS} »",
        "The back of the picture says “(Photo: Ana Novik)” in pencil, and nothing else.",
    ):
        assert last_pieces(quoted) == [("body", quoted)]


def test_two_references_in_a_row_are_two() -> None:
    references = ["(See also The Light of Port Selby.)", "(See also The Tides of Port Selby.)"]
    assert last_pieces(" ".join(["She rowed home.", *references])) == [
        ("body", "She rowed home."),
        ("see-also", references[0]),
        ("see-also", references[1]),
    ]


def test_labelling_a_large_page_is_quick() -> None:
    body = "\n\n".join([f"{line} He said so, she said, in line {n}." for n in range(2_000) for line in STORY])
    started = time.monotonic()
    report = labelled(body, ("body", 0, len(body)))
    assert time.monotonic() - started < 10
    assert len(report.passages) == 2 * 2_000 * len(STORY) - 1


def test_labelling_many_paragraphs_takes_time_in_proportion() -> None:
    body = "\n\n".join(STORY * 6_000)
    started = time.process_time()
    report = labelled(body, ("body", 0, len(body)))
    assert time.process_time() - started < 6
    assert len(report.passages) == 2 * 6_000 * len(STORY) - 1


HOSTILE = [
    "Aaa ",
    "© Aaa/",
    "This article. ",
    "This article was funded\n",
    "“",
    '"photo',
    "(See also ",
    "(Photo: ",
    "(See also The Light of Port Selby.) ",
    "[Note: ",
    "Disclaimer:",
    "-- Ana Novik\n",
    "the\n\n",
    f"{UNHCR} ",
    ".",
    "iwpr" + " " * 5_000,
    "names of the " * 300,
]
HOSTILE_CHARACTERS = 250_000


@pytest.mark.parametrize("scrap", HOSTILE)
def test_no_page_takes_long(scrap: str) -> None:
    body = scrap * (HOSTILE_CHARACTERS // len(scrap))
    started = time.process_time()
    assert_covered(labelled(body, ("body", 0, len(body))))
    assert_covered(labelled(body))
    assert time.process_time() - started < 3


SENTENCES = [
    *STORY[:2],
    UNHCR,
    FUNDING,
    VIEWS,
    "The contents of this article are",
    "the sole responsibility of Lanternhouse Press.",
    "(See also The Light of Port Selby.)",
    "© 2011 Lanternhouse Press. All rights reserved.",
    "Milo Farrant is the pseudonym of a journalist in Vostria.",
]
SCRAPS = [
    "Disclaimer",
    "“",
    "”",
    "(Photo: A B)",
    "[traduction]",
    "© Press",
    "Countries",
    "-- Ana Novik",
    "(",
    ")",
    ".",
    "ß",
    "😀",
]
SPACES = ["\u00a0", " ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\x0b"]
WORDS = st.sampled_from([*SENTENCES, *SCRAPS, *SPACES])


CLAIMS = st.lists(
    st.tuples(st.sampled_from(["body", "title", "metadata", "separator", "heading"]), *[st.integers(-3, 700)] * 2),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map("".join), CLAIMS)
def test_any_claims_on_any_text_cover_it(body: str, claims: list[tuple[str, int, int]]) -> None:
    report = labelled(body, *claims)
    assert_covered(report)
    assert report.body == body
    assert report == labelled(body, *claims)
    for issue in report.issues:
        assert issue.start_char is not None
        assert issue.end_char is not None
        assert 0 <= issue.start_char <= issue.end_char <= len(body)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map("".join), st.integers(0, 300), st.integers(300, 3_000))
def test_labelling_again_changes_nothing(body: str, start: int, end: int) -> None:
    report = labelled(body, ("body", min(start, len(body)), min(end, len(body))))
    assert label(report) == report


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_is_covered(body: str, start: int, end: int) -> None:
    assert_covered(labelled(body, ("body", start, end)))
