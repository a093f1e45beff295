"""A redesign that loses a field is a finding with counts and examples; chance, few pages and old pages are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import comb
from pathlib import Path
from types import MappingProxyType

import pytest

from tasks.batch.drift import NEWEST, FillRate, at_most, fallen, fill_rates
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.publishing import publish
from tasks.batch.reading import ReadCounts
from tasks.home import Home
from tasks.report import Report
from tasks.sources import Source, source
from tasks.summary import summary_markdown
from tests.warehouse_readings import SOURCE, capture, citation, report, write
from warehouse.build import BuildResult
from warehouse.query import run
from warehouse.steps import SQL

START = datetime(2026, 1, 1, tzinfo=UTC)
READ = ReadCounts(SOURCE, 60, 60, 0, 0, 0, (("report", 60),))


def expecting(**rates: float) -> Source:
    known = source(SOURCE)
    return replace(known, config=replace(known.config, fill_rates=MappingProxyType(rates)))


def pages(count: int, lacking: int, *, first: int = 0, days: int = 0) -> list[Report]:
    """Reports of which the first ones captured print no date."""
    return [
        report(
            first + number,
            capture=capture(first + number, captured_at=START + timedelta(days=days, minutes=number)),
            citation=citation() if number >= lacking else replace(citation(), published=None),
        )
        for number in range(count)
    ]


def rates(folder: Path, *made: Report, **expected: float) -> dict[tuple[str, str], FillRate]:
    write(folder, made)
    return {(rate.field, rate.over): rate for rate in fill_rates(folder, expecting(**expected))}


@pytest.mark.parametrize(("trials", "share"), [(20, 0.9), (60, 0.405), (120, 0.02), (50, 1.0), (50, 0.0)])
def test_the_test_is_the_exact_binomial_one(trials: int, share: float) -> None:
    chance = Fraction(share)
    terms = [comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(trials + 1)]
    for successes in range(0, trials + 1, max(1, trials // 20)):
        exact = float(sum(terms[: successes + 1]))
        assert at_most(successes, trials, share) == pytest.approx(exact, rel=1e-7, abs=1e-12)


def test_a_field_that_fell_is_told_with_counts_and_examples(tmp_path: Path) -> None:
    found = rates(tmp_path, *pages(60, 48), published=0.45, title=1.0)
    fell = found["published", "newest"]
    assert (fell.filled, fell.pages, fell.is_fallen) == (12, 60, True)
    said = f"{SOURCE}: published filled on 12 of the newest 60 reports, source.toml expects 0.45; e.g. capture "
    assert fell.sentence.startswith(said + capture(47).capture_id)
    assert len(fell.lacking) == 3
    assert not found["title", "newest"].is_fallen
    assert [each.field for each in fallen(found.values())] == ["published"]


def test_chance_is_no_fall(tmp_path: Path) -> None:
    assert not rates(tmp_path, *pages(60, 40), published=0.45)["published", "all"].is_fallen


def test_of_fewer_than_twenty_pages_nothing_is_said(tmp_path: Path) -> None:
    assert not rates(tmp_path, *pages(19, 19), published=1.0)["published", "all"].is_fallen
    assert rates(tmp_path / "more", *pages(20, 20), published=1.0)["published", "all"].is_fallen


def test_one_page_without_a_title_is_no_fall_where_all_are_expected(tmp_path: Path) -> None:
    assert not rates(tmp_path, *pages(25, 1), published=1.0)["published", "all"].is_fallen


def test_what_the_newest_pages_lost_is_not_hidden_by_old_ones(tmp_path: Path) -> None:
    old, new = pages(500, 0), pages(NEWEST, NEWEST, first=500, days=30)
    found = rates(tmp_path, *old, *new, published=0.93)
    assert found["published", "newest"].filled == 0
    assert found["published", "newest"].is_fallen
    assert not found["published", "all"].is_fallen


def test_a_document_counts_once_as_its_newest_capture_was_last_read(tmp_path: Path) -> None:
    made = pages(30, 30)
    write(tmp_path, made, name="old")
    again = [replace(each, citation=citation()) for each in made]
    write(tmp_path, again, name="a-reread", read_at=START + timedelta(days=200))
    later = [replace(each, capture=replace(each.capture, captured_at=START)) for each in pages(30, 0, first=30)]
    found = rates(tmp_path, *later, published=0.9)
    assert (found["published", "all"].pages, found["published", "all"].filled) == (60, 60)


def test_far_more_than_expected_is_a_remark_and_not_red(tmp_path: Path) -> None:
    night = outcome(tmp_path, *pages(60, 0), published=0.24)
    assert night.verdict == "completed"
    assert "published filled on 60 of all 60 reports, source.toml expects 0.24; it may expect more" in summary_markdown(
        night
    )


def outcome(folder: Path, *made: Report, **expected: float) -> Outcome:
    fills = tuple(rates(folder, *made, **expected).values())
    night = SourceOutcome(SOURCE, 0, None, None, READ, is_collecting=False, fills=fills)
    return Outcome("reread", (night,), BuildResult({"reports": 60}, 1, 0, 0.1))


def test_a_fall_makes_the_run_red_and_stands_in_the_summary_with_its_question(tmp_path: Path) -> None:
    night = outcome(tmp_path, *pages(60, 60), published=0.93, publisher=0.9)
    assert night.verdict == night.verdict_of_sources == "failed"
    told = summary_markdown(night)
    assert "Needs a look" in told
    assert "published filled on 0 of the newest 60 reports" in told
    assert f"FROM captures WHERE capture_id IN ('{capture(59).capture_id}'" in told
    assert "Salt" not in told
    assert "://" not in told


def test_the_warehouse_holds_every_rate_and_the_pages_to_look_at(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    write(home.readings, pages(40, 40))
    publish(home)
    rows = run(
        home.warehouse,
        "SELECT field, capture_count, filled_count, rate, expected_rate, is_fallen FROM fill_rates"
        " WHERE counted_over = 'newest' AND field IN ('published', 'body', 'title') ORDER BY field",
    ).rows
    expected = source(SOURCE).config.fill_rates
    assert rows == [
        ("body", 40, 40, 1.0, None, False),
        ("published", 40, 0, 0.0, expected["published"], True),
        ("title", 40, 40, 1.0, expected.get("title"), False),
    ]
    question = next(iter(fallen(fill_rates(home.readings, source(SOURCE))))).question
    assert len(run(home.warehouse, question).rows) == 3
    answer = run(home.warehouse, (SQL / "examples" / "fields_that_fell.sql").read_text(encoding="utf-8"))
    first = dict(zip(answer.columns, answer.rows[0], strict=True))
    assert (first["is_fallen"], first["capture_count"]) == (True, 40)
    assert str(first["address"]).startswith("http")
