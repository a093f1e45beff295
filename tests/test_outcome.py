"""A run's colour comes from counts: a redesign that lists nothing is red, a quiet night is not."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from tasks.archive.entries import SourceRun
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.reading import ReadCounts
from tasks.report import Issue, State
from tasks.summary import summary_markdown
from warehouse.build import BuildResult

BUILD = BuildResult({"reports": 40, "quotes": 200, "notices": 90, "issues": 3}, 13, 0, 1.5)
RUN = SourceRun("iwpr", 120, 2, 118, 0, 0, 0, ())
GOOD = SourceOutcome("iwpr", 100, 200, RUN, ReadCounts("iwpr", 2, 2, 9, 0, 0, (("report", 2),)), is_collecting=True)


def outcome(source: SourceOutcome, build: BuildResult | None = BUILD) -> Outcome:
    return Outcome("nightly", (source,), build)


def test_a_quiet_night_is_green() -> None:
    quiet = replace(GOOD, collected=replace(RUN, fetched=0), read=ReadCounts("iwpr", 0, 0, 0, 0, 0, ()))
    assert outcome(quiet).verdict == "completed"


def test_a_blocked_address_is_said_and_not_red() -> None:
    night = outcome(replace(GOOD, collected=replace(RUN, blocked=1)))
    assert night.verdict == "completed-with-issues"
    assert "1 addresses failed, blocked or refused" in night.sentence


def test_fewer_listed_than_expected_is_red() -> None:
    night = outcome(replace(GOOD, collected=replace(RUN, listed=99)))
    assert night.verdict == "failed"
    assert "lists 99 reports, source.toml expects at least 100" in summary_markdown(night)


def test_more_listed_than_expected_is_red() -> None:
    night = outcome(replace(GOOD, collected=replace(RUN, listed=201)))
    assert night.verdict == "failed"
    assert "lists 201 reports, source.toml expects at most 200" in summary_markdown(night)


def test_a_failed_part_is_red_whatever_the_others_did() -> None:
    assert outcome(replace(GOOD, collected=None)).verdict == "failed"
    assert outcome(replace(GOOD, read=None)).verdict == "failed"
    assert outcome(replace(GOOD, read=ReadCounts("iwpr", 2, 1, 9, 1, 1, ()))).verdict == "failed"
    assert outcome(GOOD, build=None).verdict == "failed"


def test_each_kind_of_page_that_is_no_report_is_said_with_its_count() -> None:
    states = (("report", 40), ("login-wall", 7), ("redirect", 5), ("soft-404", 2), ("listing", 2), ("truncated", 1))
    night = outcome(replace(GOOD, read=ReadCounts("iwpr", 57, 40, 9, 0, 0, states)))
    assert "\n- iwpr: 7 login-wall, 2 soft-404, 1 truncated\n" in summary_markdown(night)
    assert "login-wall" not in night.sentence
    assert "no reports" not in summary_markdown(outcome(GOOD))
    assert "no reports" not in summary_markdown(outcome(replace(GOOD, read=None)))


def test_no_state_of_a_capture_goes_unreported() -> None:
    read = ReadCounts("iwpr", 13, 1, 0, 0, 0, tuple((state, 1) for state in get_args(State)))
    said = {state for state, _ in replace(GOOD, read=read).no_reports}
    assert set(get_args(State)) - said == {"report", "listing", "robots", "redirect"}


def test_summary_says_first_what_needs_a_look() -> None:
    text = summary_markdown(outcome(replace(GOOD, listed_min=200)))
    assert text.index("source.toml expects at least 200") < text.index("| source |")
    assert "Needs a look" not in summary_markdown(outcome(GOOD))


def test_summary_holds_counts_and_rules_but_no_address() -> None:
    issue = Issue("blocked", "https://iwpr.net/global-voices/the-case-of-a-person")
    text = summary_markdown(outcome(replace(GOOD, collected=replace(RUN, blocked=1, issues=(issue,)))))
    assert "| iwpr | 120 | 2 | 118 | 0 | 1 | 0 | 2 | 9 | 0 |" in text
    assert "`blocked` | 1" in text
    assert "the-case" not in text
