"""Every entry of the notice catalogue, on a text of its own: labelled to the character, and no ordinary words taken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.reading.labels import label
from tasks.reading.notices import Notice, catalogue
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


def placed(paragraph: str, notice: Notice, *, is_claimed: bool) -> Report:
    """A report whose body is the story, with the paragraph where the notice may stand."""
    at = {"start": 0, "anywhere": 5}.get(notice.place, len(STORY))
    parts = [*STORY[:at], paragraph, *STORY[at:]]
    body = "\n\n".join(parts)
    start = body.index(paragraph)
    end = start + len(paragraph)
    claims = [Passage("body", "claimed", 0, len(body))]
    if not is_claimed:
        claims = [Passage("body", "claimed", a, b) for a, b in ((0, start), (end, len(body))) if b > a]
    return label(Report(CAPTURE, "report", body=body, passages=tuple(claims)))


@pytest.mark.parametrize("notice", catalogue(), ids=lambda notice: notice.name)
def test_example_is_labelled_to_the_character(notice: Notice) -> None:
    report = placed(notice.example, notice, is_claimed=notice.place != "outside")
    found = {
        (passage.kind, report.body[passage.start_char : passage.end_char])
        for passage in report.passages
        if passage.kind not in ("body", "separator", "metadata")
    }
    assert found == {(notice.kind, notice.labelled)}


@pytest.mark.parametrize("notice", catalogue(), ids=lambda notice: notice.name)
def test_words_of_the_report_stay_body(notice: Notice) -> None:
    report = placed(notice.counter, notice, is_claimed=True)
    assert {passage.kind for passage in report.passages} == {"body", "separator"}


def test_names_of_rules_are_unique() -> None:
    names = [notice.name for notice in catalogue()]
    assert len(names) == len(set(names))


def test_words_that_need_an_edge_stay_body_in_the_middle() -> None:
    for notice in catalogue():
        if notice.place not in ("end", "edge") or notice.name.endswith("-fr"):
            continue
        body = "\n\n".join([*STORY[:5], notice.example, *STORY[5:], "One more.", "And another."])
        report = label(Report(CAPTURE, "report", body=body, passages=(Passage("body", "claimed", 0, len(body)),)))
        assert {passage.kind for passage in report.passages} == {"body", "separator"}, notice.name
