"""Versions of one document over time, and what changed from one to the next."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tasks.batch.comparing import write_comparison
from tasks.batch.context import ChangeRow, VersionRow
from tasks.reading import copies
from tasks.reading.changes import changes
from tasks.readings import read_rows
from tasks.report import Citation, Found, Report, Span
from tests.copies_set import prose
from tests.warehouse_readings import NIGHT, capture, report, write

KEY = "iwpr/pans"
FIRST, SECOND, THIRD, FOURTH, *_ = TOLD = prose(Random(2), 12)


def spans(texts: Sequence[str]) -> list[Span]:
    return [Span(0, len(text), text) for text in texts]


def told(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int | None, int | None, bool]]:
    return [
        (found.kind, found.before_position, found.after_position, found.is_same_words)
        for found in changes(spans(before), spans(after))
    ]


def test_paragraphs_are_told_as_added_removed_or_changed() -> None:
    assert told(TOLD, TOLD) == []
    assert told(TOLD, (*TOLD[:2], "A new sentence.", *TOLD[2:])) == [("added", None, 3, False)]
    assert told(TOLD, TOLD[1:]) == [("removed", 1, None, False)]
    assert told(TOLD, (FIRST, f"{SECOND} A correction.", *TOLD[2:])) == [("changed", 2, 2, False)]
    assert told(TOLD, (FIRST, "Nothing of it stands.", *TOLD[2:])) == [
        ("removed", 2, None, False),
        ("added", None, 2, False),
    ]
    assert told((), TOLD[:1]) == [("added", None, 1, False)]


def test_a_paragraph_with_other_signs_alone_has_the_same_words() -> None:
    straight = '"We won\'t wait," said Dilbar Osh.'
    curly = "“We won’t wait,”\N{NO-BREAK SPACE}said Dilbar Osh."
    assert told((FIRST, straight), (FIRST, curly)) == [("changed", 2, 2, True)]


def test_among_several_replaced_paragraphs_each_finds_its_own() -> None:
    before = (FIRST, SECOND, THIRD)
    after = ("Wholly other words stand here now.", f"{SECOND} Later.", f"Today: {THIRD}")
    assert told(before, after) == [
        ("removed", 1, None, False),
        ("added", None, 1, False),
        ("changed", 2, 2, False),
        ("changed", 3, 3, False),
    ]


def test_a_text_of_very_many_paragraphs_is_compared_without_its_order() -> None:
    lines = [f"row {number}" for number in range(5000)]
    moved = [*lines[2500:], "one more", *lines[1:2500]]
    assert sorted(told(lines, moved)) == [("added", None, 2501, False), ("removed", 1, None, False)]


HOSTILE = {
    "one text again and again": (["x", "y"] * 2500, ["y", "z", "x"] * 1700),
    "reversed": ([str(number) for number in range(100_000)], [str(number) for number in range(100_000)][::-1]),
    "each five times": ([str(n // 5) for n in range(2000)], [str(n // 5) for n in range(2000)][::-1]),
    "fifty long ones": tuple(
        [[" ".join(map(str, range(n * 15_000, (n + 1) * 15_000))) + end for n in range(50)] for end in ("", " a")]
    ),
    "one of five megabytes": ([" ".join(map(str, range(700_000)))], [" ".join(map(str, range(1, 700_000)))]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_no_more_than_their_length(name: str) -> None:
    began = time.process_time()
    list(changes(*(spans(texts) for texts in HOSTILE[name])))
    assert time.process_time() - began < 4


def shown(
    number: int, texts: Sequence[str], *, title: str | None = "Salt Pans", archived_at: datetime | None = None
) -> Report:
    """A capture of one document, `number` minutes after the start, that shows some paragraphs."""
    page = [(kind, words) for text in texts for kind, words in (("body", text), ("separator", "\n\n"))]
    citation = Citation(title=Found(title, "title-block") if title else None)
    taken = replace(capture(number, source="iwpr"), archived_at=archived_at)
    furniture = ("navigation", f"Page of the day: {number}")
    return copies.sign(report(key=KEY, page=[*page, furniture], citation=citation, capture=taken))


def compared(folder: Path, *captures: Report) -> tuple[list[VersionRow], list[ChangeRow]]:
    write(folder / "readings", captures)
    write_comparison(folder / "readings", folder / "readings" / "context")
    found = folder / "readings" / "context"
    return list(read_rows(found / "versions.parquet", VersionRow)), list(
        read_rows(found / "changes.parquet", ChangeRow)
    )


def minute(number: int) -> datetime:
    return NIGHT + timedelta(minutes=number)


def test_captures_with_the_same_text_are_one_version_whatever_stands_around_it(tmp_path: Path) -> None:
    found, changed = compared(tmp_path, *(shown(number, TOLD) for number in (1, 2, 3)))
    assert [(row.version, len(row.capture_ids), row.first_seen_at, row.last_seen_at) for row in found] == [
        (1, 3, minute(1), minute(3))
    ]
    assert changed == []


def test_a_version_ends_where_another_text_is_seen_and_a_text_that_comes_back_is_one_again(tmp_path: Path) -> None:
    corrected = (FIRST, f"{SECOND} A correction.", *TOLD[2:])
    found, changed = compared(
        tmp_path, shown(1, TOLD), shown(2, TOLD), shown(3, corrected), shown(4, TOLD), shown(5, ())
    )
    assert [(row.version, row.previous_version, row.first_seen_at, row.last_seen_at) for row in found] == [
        (1, None, minute(1), minute(2)),
        (2, 1, minute(3), minute(3)),
        (3, 2, minute(4), minute(4)),
    ]
    assert found[0].text_sha256 == found[2].text_sha256 != found[1].text_sha256
    first, second = changed
    assert (first.change, first.before_text, first.after_text) == ("changed", SECOND, f"{SECOND} A correction.")
    assert (second.version, second.before_text, second.after_text) == (3, first.after_text, first.before_text)
    body = shown(3, corrected).body
    assert first.after_start_char is not None
    assert body[first.after_start_char : first.after_end_char] == first.after_text
    assert (first.before_capture_id, first.after_capture_id) == (capture(1).capture_id, capture(3).capture_id)


def test_a_web_archives_copy_stands_where_the_web_archive_captured_it(tmp_path: Path) -> None:
    long_ago = datetime(2016, 5, 1, tzinfo=UTC)
    found, changed = compared(tmp_path, shown(1, TOLD), shown(2, TOLD[:-1], archived_at=long_ago))
    assert [(row.version, row.first_seen_at, row.paragraphs) for row in found] == [
        (1, long_ago, 11),
        (2, minute(1), 12),
    ]
    assert [row.change for row in changed] == ["added"]


def test_another_story_at_a_used_again_address_is_not_compared(tmp_path: Path) -> None:
    other = prose(Random(3), 9)
    found, changed = compared(
        tmp_path,
        shown(1, TOLD),
        shown(2, other, title="Wells of Besk"),
        shown(3, other[1:], title="Wells of Besk"),
        shown(4, TOLD[1:], title="SALT PANS"),
    )
    assert [(row.version, row.story, row.previous_version) for row in found] == [
        (1, 1, None),
        (2, 2, None),
        (3, 2, 2),
        (4, 1, 1),
    ]
    assert [(row.version, row.change, row.before_text) for row in changed] == [
        (3, "removed", other[0]),
        (4, "removed", TOLD[0]),
    ]


def test_a_new_title_over_the_same_words_is_the_same_story(tmp_path: Path) -> None:
    found, _ = compared(tmp_path, shown(1, TOLD), shown(2, TOLD[1:], title="Salt Pans: an Update"))
    assert [(row.story, row.title) for row in found] == [(1, "Salt Pans"), (1, "Salt Pans: an Update")]
    found, _ = compared(tmp_path, shown(1, TOLD), shown(2, prose(Random(4), 9), title=None))
    assert [row.story for row in found] == [1, 1]


def test_of_two_readings_of_a_capture_the_later_counts(tmp_path: Path) -> None:
    write(tmp_path / "readings", [shown(1, TOLD[2:])], name="z", read_at=NIGHT - timedelta(days=1))
    found, changed = compared(tmp_path, shown(1, TOLD), shown(2, TOLD))
    assert [(row.version, row.paragraphs) for row in found] == [(1, 12)]
    assert changed == []


def test_readings_without_signatures_have_versions_and_no_copies(tmp_path: Path) -> None:
    unsigned = [replace(shown(number, TOLD[number:]), signature=()) for number in (1, 2)]
    found, changed = compared(tmp_path, *unsigned)
    assert (len(found), len(changed)) == (2, 1)


def test_a_damaged_readings_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "readings" / "iwpr").mkdir(parents=True)
    (tmp_path / "readings" / "iwpr" / "torn.parquet").write_bytes(b"PAR1 half a file")
    with pytest.raises(OSError, match="onrecord reread"):
        write_comparison(tmp_path / "readings", tmp_path / "context")


def test_no_readings_are_no_versions(tmp_path: Path) -> None:
    assert compared(tmp_path) == ([], [])
