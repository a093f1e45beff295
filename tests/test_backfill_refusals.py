"""Copies that an archive does not give keep nobody from those that it does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from samples.archiveserver import ArchiveServer
from samples.webarchives import ENDPOINTS, MATCH, connect_to
from samples.webreply import Reply, plain
from tasks.archive.asking.session import Limits
from tasks.archive.entries import Attempt
from tasks.archive.store import Archive
from tasks.batch.asking import SINGLE_IN_A_ROW
from tasks.batch.backfilling import Backfilled, BackfillSettings, backfill_source, session_settings
from tasks.batch.failures import Failures
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import ArchiveConfig, source

LEGACY = "refworld_legacy"
CHALLENGE = Reply(403, (("Content-Type", "text/html"), ("cf-mitigated", "challenge")), b"<html></html>")
NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)


class Refusing(ArchiveServer):
    """Refuses the first copies that it is ever asked for, and those for ever."""

    many = 0
    answer_of = plain(403, "no\n")

    def _reply(self, host: str, target: str, asked_range: str | None) -> Reply:
        if target.startswith("/web/"):
            refused = self.__dict__.setdefault("refused", [])
            if target not in refused and len(refused) < self.many:
                refused.append(target)
            if target in refused:
                return self.answer_of
        return super()._reply(host, target, asked_range)

    @property
    def copies(self) -> list[str]:
        """That were asked for."""
        return [target for _, target, _ in self.requests if target.startswith("/web/")]


@pytest.fixture
def server() -> Iterator[Refusing]:
    with Refusing() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def settings(server: Refusing) -> BackfillSettings:
    return BackfillSettings(
        contact="test@onrecord.test",
        archives=(ArchiveConfig("wayback", ENDPOINTS["wayback"], MATCH[LEGACY]),),
        sample_hosts=connect_to(server.port),
        limits=Limits(retries=0, backoff=0.01, max_wait=0.2),
    )


def backfill(home: Home, server: Refusing) -> Backfilled:
    server.requests.clear()
    return backfill_source(home, source(LEGACY), settings(server), run=new_run("backfill", is_sample=True))


def attempts(home: Home) -> list[Attempt]:
    with Archive(home.archive, read_only=True) as archive:
        return list(archive.attempts())


def rules(came: Backfilled) -> set[str]:
    return {issue.rule for issue in came.done.issues}


@pytest.fixture
def copies(tmp_path: Path) -> int:
    """How many there are where nothing is refused."""
    with Refusing() as willing:
        return backfill(Home(tmp_path / "all"), willing).done.fetched


@pytest.mark.parametrize("status", [403, 404, 451, 500, 503])
def test_three_refused_copies_at_the_beginning_keep_none_behind_them(
    home: Home, server: Refusing, copies: int, status: int
) -> None:
    server.many, server.answer_of = 3, plain(status, "no\n")
    came = backfill(home, server)
    if status == 503:  # an overload is the archive's own
        assert (came.done.fetched, "overloaded" in rules(came)) == (0, True)
        assert came.until is not None
        came = backfill(home, server)
    assert came.done.fetched == copies - 3
    assert len(attempts(home)) == 3
    # Within the hour they are not asked for again.
    again = backfill(home, server)
    assert server.copies == []
    assert (again.done.fetched, again.done.unchanged, again.done.failed) == (0, copies - 3, 0)
    assert "failed-before" in rules(again)


def test_copies_that_failed_are_asked_for_when_their_time_has_come_and_last(
    home: Home, server: Refusing, copies: int
) -> None:
    server.many = 3
    backfill(home, server)
    made = attempts(home)
    other = Home(home.path.with_name("other"))
    with Archive(other.archive) as archive:
        for attempt, hours in zip(made, (0.5, 3, 2), strict=True):
            archive.append_attempt(replace(attempt, at=datetime.now(UTC) - timedelta(hours=hours)))
    server.many = 0
    server.__dict__["refused"].clear()
    assert backfill(other, server).done.fetched == copies - 1
    lie_at = [f"http://web.archive.test{target}" for target in server.copies]
    assert lie_at[-2:] == [made[1].archive_address, made[2].archive_address]


def test_archive_that_refuses_many_in_a_row_is_left_alone_and_the_rest_is_had_next_time(
    home: Home, server: Refusing, copies: int
) -> None:
    server.many = SINGLE_IN_A_ROW + 2
    came = backfill(home, server)
    assert (came.done.fetched, len(server.copies)) == (0, SINGLE_IN_A_ROW)
    assert "no-copies-given" in rules(came)
    assert len(attempts(home)) == SINGLE_IN_A_ROW
    assert backfill(home, server).done.fetched == copies - server.many
    assert len(attempts(home)) == server.many


def test_three_challenges_in_a_row_are_the_archives_and_the_rest_is_had_next_time(
    home: Home, server: Refusing, copies: int
) -> None:
    server.many, server.answer_of = 3, CHALLENGE
    came = backfill(home, server)
    assert (came.done.fetched, len(server.copies)) == (0, 3)
    assert "turned-away" in rules(came)
    assert [attempt.state for attempt in attempts(home)] == ["refused-by-archive"] * 3
    assert backfill(home, server).done.fetched == copies - 3


@pytest.mark.parametrize("status", [429, 503])
def test_one_copy_under_which_an_archive_asks_to_wait_does_not_come_first_again(
    home: Home, server: Refusing, copies: int, status: int
) -> None:
    server.many, server.answer_of = 1, plain(status, "later\n", ("Retry-After", "1"))
    came = backfill(home, server)
    assert (came.done.fetched, len(server.copies)) == (0, 1)
    assert came.until is not None
    (attempt,) = attempts(home)
    assert (attempt.state, attempt.next_at is not None) == ("asked-to-wait", True)
    time.sleep(1.1)
    assert backfill(home, server).done.fetched == copies - 1


def attempt(hours_ago: float, state: str = "no-copy", next_in: float | None = None) -> Attempt:
    at = NOW - timedelta(hours=hours_ago)
    named = NOW + timedelta(hours=next_in) if next_in is not None else None
    return Attempt("http://a.test/1", LEGACY, None, "document", at, state, "r", named, "http://a.test/1")


@pytest.mark.parametrize(
    ("made", "due_in"),
    [
        ((attempt(0),), 1),
        ((attempt(30), attempt(0)), 18),
        ((attempt(300), attempt(200), attempt(0)), 42),
        (tuple(attempt(9 - n) for n in range(10)), 714),
        ((attempt(0, next_in=5),), 5),
        # What says nothing of the copy costs it nothing.
        ((attempt(0, "asked-to-wait", 0.5),), 0.5),
        ((attempt(0, "robots-unreachable"),), 0),
        ((attempt(9), attempt(0, "asked-to-wait")), 1),
    ],
)
def test_copies_that_fail_are_asked_for_ever_more_rarely(made: tuple[Attempt, ...], due_in: float) -> None:
    tried = Failures(made).of(["http://a.test/0", "http://a.test/1"])
    assert tried is not None
    assert tried.due_at == NOW + timedelta(hours=due_in)


@pytest.mark.parametrize("pace", [0.0, 0.99, -1.0, float("nan"), float("inf")])
def test_no_archive_is_asked_faster_than_once_a_second(server: Refusing, pace: float) -> None:
    given = replace(settings(server), pace=pace, sample_hosts=None)
    with pytest.raises(ValueError, match="less than 1 second"):
        session_settings(source(LEGACY), given)
