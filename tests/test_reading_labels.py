"""Claims to passages: the body is covered, notices are cut out exactly, ordinary words stay."""

from __future__ import annotations

import time

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
    body = "\n\n".join(["Countries", *STORY[:4], "Latest", *STORY[4:], "References", "Related"])
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


def test_labelling_a_large_page_is_quick() -> None:
    body = "\n\n".join([f"{line} He said so, she said, in line {n}." for n in range(2_000) for line in STORY])
    started = time.monotonic()
    report = labelled(body, ("body", 0, len(body)))
    assert time.monotonic() - started < 10
    assert len(report.passages) == 2 * 2_000 * len(STORY) - 1


SENTENCES = [
    *STORY[:2],
    "This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily endorse, its content.",
    "(See also The Light of Port Selby.)",
    "Milo Farrant is the pseudonym of a journalist in Vostria.",
]
SCRAPS = [
    "Disclaimer",
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
KINDS = st.sampled_from(["body", "title", "metadata", "separator"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS, max_size=25).map("".join),
    st.lists(
        st.tuples(st.sampled_from(["body", "title", "metadata", "separator"]), *[st.integers(-3, 300)] * 2), max_size=5
    ),
)
def test_any_claims_on_any_text_cover_it(body: str, claims: list[tuple[str, int, int]]) -> None:
    report = labelled(body, *claims)
    assert_covered(report)
    assert label(report).body == body


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_is_covered(body: str, start: int, end: int) -> None:
    assert_covered(labelled(body, ("body", start, end)))
