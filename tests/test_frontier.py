"""Where an address stands follows from its captures, its attempts and the readings, whatever their order on disk."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tasks.archive.custody.verify import verify
from tasks.archive.entries import Attempt, ListedAddress, Listing, Sighting, WalkEnd
from tasks.archive.frontier import Event, Hints, History, place_of
from tasks.archive.recovery import rebuild
from tasks.archive.store import Archive
from tests.archive_making import exchange, keep

ADDRESS = "http://iwpr.test/global-voices/late-ferry"
NIGHT = datetime(2031, 5, 4, 2, 15, tzinfo=UTC)
USUAL = Hints({}, {}, lambda age: 1 if age < 14 else 90)


def on(day: float, **what: object) -> Event:
    return Event(NIGHT + timedelta(days=day), **what)  # type: ignore[arg-type]


def had(day: float, payload: str = "a", status: int = 200, name: str = "") -> Event:
    return on(day, capture_id=name or f"c{day}", status=status, payload_sha256=payload)


def missed(day: float, why: str, next_at: datetime | None = None) -> Event:
    return on(day, attempt=why, next_at=next_at)


def history(
    *events: Event,
    dated: date | None = None,
    changed: date | None = None,
    is_copy: bool = False,
    listed: float | None = 0,
) -> History:
    at = NIGHT + timedelta(days=listed or 0)
    listing = None if listed is None else Listing(ADDRESS, "iwpr/late-ferry", dated, at, at, changed)
    return History(ADDRESS, "iwpr/late-ferry", listing, events, is_copy, is_asked=bool(events))


def state(*events: Event, hints: Hints = USUAL) -> tuple[str, float | None]:
    """State, and the day since when."""
    place = place_of(history(*events), hints)
    return place.state, None if place.since is None else (place.since - NIGHT).total_seconds() / 86_400


def test_listed_and_never_asked_for_is_new() -> None:
    place = place_of(history(), USUAL)
    assert (place.state, place.next_at) == ("new", None)
    assert place.is_due(NIGHT)


def test_unchanged_and_changed() -> None:
    assert state(had(0)) == ("unchanged", 0)
    assert state(had(0), had(1), had(2)) == ("unchanged", 0)
    assert state(had(0), had(1, "b")) == ("changed", 1)
    assert state(had(0), had(1, "b"), had(2, "b")) == ("unchanged", 1)
    assert state(had(0), had(1, status=304)) == ("unchanged", 0)


def test_what_was_had_is_due_when_its_time_has_come() -> None:
    place = place_of(history(had(0)), USUAL)
    assert not place.is_due(NIGHT + timedelta(hours=12))
    assert place.is_due(NIGHT + timedelta(hours=23))  # nights do not begin to the minute
    assert place.at(NIGHT + timedelta(days=1)).state == "due"


def test_young_reports_are_visited_often_and_old_ones_rarely() -> None:
    old = Hints({}, {"iwpr/late-ferry": date(2020, 1, 1)}, USUAL.revisit_every)
    assert not place_of(history(had(0)), old).is_due(NIGHT + timedelta(days=60))
    assert place_of(history(had(0)), old).is_due(NIGHT + timedelta(days=90))
    assert place_of(history(had(20)), USUAL).next_at > NIGHT + timedelta(days=100)  # type: ignore[operator]
    assert not place_of(history(had(0), dated=date(2025, 1, 1)), USUAL).is_due(NIGHT + timedelta(days=60))


def test_what_the_site_says_has_changed_since_is_due() -> None:
    old = Hints({}, {"iwpr/late-ferry": date(2020, 1, 1)}, USUAL.revisit_every)
    place = place_of(history(had(0), changed=date(2031, 5, 5)), old)
    assert place.is_due(NIGHT + timedelta(days=1))
    assert not place.is_due(NIGHT + timedelta(hours=1))  # some sites say so of every page every day


def test_gone_is_since_the_first_time_it_was_not_found() -> None:
    assert state(had(0), had(3, status=404), had(4, status=410)) == ("gone", 3)
    assert state(had(0), had(3, status=404), had(9)) == ("unchanged", 9)
    judged = Hints({"soft": "soft-404"}, {}, USUAL.revisit_every)
    assert state(had(0), had(3, name="soft"), hints=judged) == ("gone", 3)


def test_gone_is_asked_for_ever_more_rarely() -> None:
    nights = [had(day, status=404) for day in range(4)]
    waits = [
        place_of(history(*nights[:count]), USUAL).next_at - nights[count - 1].at  # type: ignore[operator]
        for count in range(1, 5)
    ]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(days=1)
    assert waits[-1] > timedelta(days=80)


def test_failures_name_their_reason_and_are_tried_ever_more_rarely() -> None:
    place = place_of(history(had(0), missed(1, "timed-out"), missed(2, "tls-failed")), USUAL)
    assert (place.state, place.detail, place.tries) == ("failed", "tls-failed", 2)
    assert place.validated == "c0"
    assert state(had(0, status=503)) == ("failed", 0)
    assert state(on(0, capture_id="c", status=200, payload_sha256="a", is_truncated=True)) == ("failed", 0)
    named = NIGHT + timedelta(days=40)
    assert place_of(history(missed(0, "asked-to-wait", named)), USUAL).next_at == named


def test_blocked_by_status_or_by_what_was_read() -> None:
    assert state(had(0, status=403)) == ("blocked", 0)
    for judged in ("blocked", "login-wall"):
        assert state(had(0, name="x"), hints=Hints({"x": judged}, {}, USUAL.revisit_every)) == ("blocked", 0)
    assert state(missed(0, "refused-by-robots")) == ("refused-by-robots", 0)


def test_moved_for_good_is_left_and_moved_for_now_is_visited() -> None:
    for_good, for_now = place_of(history(had(0, status=301)), USUAL), place_of(history(had(0, status=302)), USUAL)
    assert (for_good.state, for_now.state) == ("moved", "moved")
    assert not for_good.is_due(NIGHT + timedelta(days=60))
    assert for_now.is_due(NIGHT + timedelta(days=1))


def test_a_copy_in_a_web_archive_is_not_asked_for_again_unless_it_failed() -> None:
    assert not place_of(history(had(0), is_copy=True), USUAL).is_due(NIGHT + timedelta(days=36_500))
    assert place_of(history(missed(0, "timed-out"), is_copy=True), USUAL).is_due(NIGHT + timedelta(days=1))
    assert not history(had(0), is_copy=True, listed=None).is_visited


_EVENTS = st.one_of(
    st.tuples(st.sampled_from([200, 301, 302, 304, 403, 404, 429, 500, None]), st.sampled_from("ab")).map(
        lambda drawn: (drawn[0], drawn[1], None)
    ),
    st.sampled_from(["timed-out", "refused-by-robots", "unreachable"]).map(lambda why: (None, None, why)),
)


@given(st.lists(_EVENTS, max_size=12))
def test_any_history_has_a_place(drawn: list[tuple[int | None, str | None, str | None]]) -> None:
    events = tuple(
        missed(day, why) if why else had(day, payload or "", status or 200)
        for day, (status, payload, why) in enumerate(drawn)
    )
    place = place_of(history(*events), USUAL)
    assert (place.state == "new") == (not events)
    if events:
        assert place.asked_at == events[-1].at
        assert place.since is not None and events[0].at <= place.since <= events[-1].at
        assert place.next_at is None or place.next_at > events[-1].at
        assert 1 <= place.tries <= len(events)


def test_frontier_is_the_same_after_the_ledger_was_made_again(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    chance = random.Random(7)
    with Archive(root, file_bytes=4_000) as archive:
        for night in range(6):
            at = NIGHT + timedelta(days=night)
            named = tuple(
                ListedAddress(f"{ADDRESS}-{n}", None, at.date() if chance.random() < 0.5 else None)
                for n in chance.sample(range(12), 6)
            )
            archive.append_sighting(Sighting("iwpr", "http://iwpr.test/list", at, f"run-{night}", named))
            reason = chance.choice(("end", "known", "gap", "max-pages"))
            end = WalkEnd(reason, chance.choice((None, 3)))  # type: ignore[arg-type]
            archive.append_sighting(Sighting("iwpr", "http://iwpr.test/list", at, f"run-{night}", (), end))
            for item in named:
                if chance.random() < 0.3:
                    missed_at = at + timedelta(seconds=1)
                    why = chance.choice(("timed-out", "unreachable"))
                    archive.append_attempt(Attempt(item.address, "iwpr", None, "document", missed_at, why, "run"))
                else:
                    body = chance.choice((b"one", b"two"))
                    keep(archive, exchange(item.address, body, after=86_400 * night), key=None)
        before, walk = archive.frontier("iwpr"), archive.walk("iwpr", "http://iwpr.test/list")
    assert not verify(root).problems
    rebuild(root)
    with Archive(root) as archive:
        assert archive.frontier("iwpr") == before
        assert archive.walk("iwpr", "http://iwpr.test/list") == walk
        assert walk is not None
    assert not verify(root).problems


def test_attempts_and_sightings_that_were_tampered_with_show(tmp_path: Path) -> None:
    import sqlite3

    root = tmp_path / "archive"
    with Archive(root) as archive:
        archive.append_attempt(Attempt(ADDRESS, "iwpr", None, "document", NIGHT, "timed-out", "run"))
        named = (ListedAddress(ADDRESS, None, None),)
        archive.append_sighting(Sighting("iwpr", "http://iwpr.test/list", NIGHT, "run", named))
    for statement in (
        "UPDATE attempts SET state = 'unreachable'",
        "DELETE FROM attempts",
        "DELETE FROM listed",
        "INSERT INTO listed SELECT source, address || 'x', document_key, document_key_at, dated, dated_at, first_at, "
        "last_at, changed FROM listed",
    ):
        with sqlite3.connect(root / "ledger.sqlite") as db:
            db.execute(statement)
        db.close()
        assert {problem.kind for problem in verify(root).problems} == {"ledger"}, statement
        rebuild(root)
        assert not verify(root).problems
