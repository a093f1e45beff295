"""A night's collecting against a real server: what is asked, what is not asked again, and what is remembered."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from samples.plain import PlainServer, PlainSite
from tasks.archive.asking.session import Limits
from tasks.archive.custody.verify import verify
from tasks.archive.entries import Run, SourceRun
from tasks.archive.frontier import Hints, place_of
from tasks.archive.store import Archive
from tasks.batch.collecting import CollectSettings, collect_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.readings import Reading, write_rows
from tasks.report import Report, State
from tests.plain_source import plain_source

HOST = "plain.test"
MODIFIED = "Tue, 24 Nov 2026 10:00:00 GMT"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def server() -> Iterator[PlainServer]:
    with PlainServer(PlainSite.of(35)) as running:
        yield running


def settings(server: PlainServer, *hosts: str, pace: float = 0.0, **more: object) -> CollectSettings:
    return CollectSettings(
        "collector@onrecord.test",
        sample_hosts=dict.fromkeys(hosts or (HOST,), ("127.0.0.1", server.port)),
        sample_pace=pace,
        limits=Limits(read_timeout=5, total_timeout=10, backoff=0.01),
        **more,  # type: ignore[arg-type]
    )


def night(home: Home, server: PlainServer, hosts: Sequence[str] = (HOST,), days: int = 30, **more: object) -> SourceRun:
    """One night; returns its counts and leaves only its requests in the server's log."""
    server.site.asked.clear()
    source = plain_source(*hosts, revisit_days=days)
    return collect_source(home, source, settings(server, *hosts, **more), run=_run())  # type: ignore[arg-type]


def _run() -> Run:
    return new_run("nightly", is_sample=True)


def asked(server: PlainServer, kind: str = "/story/") -> list[str]:
    return [made.target for made in server.site.asked if made.target.startswith(kind)]


def states(home: Home) -> Counter[str]:
    with Archive(home.archive, read_only=True) as archive:
        hints = Hints({}, {}, lambda _: 30)
        return Counter(place_of(history, hints).state for history in archive.frontier("plain").values())


def later(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def test_first_night_has_all_and_the_second_asks_for_one_listing_page(home: Home, server: PlainServer) -> None:
    first = night(home, server)
    assert (first.listed, first.fetched, first.failed) == (35, 35, 0)
    assert len(asked(server)) == len(set(asked(server))) == 35
    assert asked(server, "/list") == [f"/list?page={number}" for number in range(4)]
    second = night(home, server)
    assert (second.fetched, second.unchanged) == (0, second.listed)
    assert [(made.target, made.status) for made in server.site.asked] == [("/robots.txt", 200), ("/list?page=0", 304)]
    assert states(home) == {"unchanged": 35}
    assert not verify(home.archive).problems


def test_due_pages_are_revalidated_and_none_is_downloaded_twice(home: Home, server: PlainServer) -> None:
    night(home, server)
    server.site.bodies["story-00003"] = b"<html><body><p>The ferry was on time.</p></body></html>"
    again = night(home, server, days=1, as_of=later(2))
    downloads = [made for made in server.site.asked if made.target.startswith("/story/") and made.status == 200]
    assert [made.target for made in downloads] == ["/story/story-00003"]
    assert all(made.is_conditional for made in server.site.asked if made.target != "/robots.txt")
    assert len(asked(server)) == 35
    assert (again.fetched, again.unchanged) == (1, 34)
    assert states(home) == {"unchanged": 34, "changed": 1}
    with Archive(home.archive) as archive:
        entry = archive.latest(f"http://{HOST}/story/story-00004")
        assert entry is not None
        assert (entry.capture.status, entry.refers_to is not None) == (304, True)
        assert archive.payload(entry).body == server.site.body("story-00004")
        assert archive.payload(entry).media_type == "text/html"
    assert not verify(home.archive).problems


def test_new_reports_on_top_are_found_and_the_walk_stops_at_known_ones(home: Home, server: PlainServer) -> None:
    night(home, server)
    server.site.stories[:0] = ["fresh-1", "fresh-2"]
    done = night(home, server)
    assert asked(server) == ["/story/fresh-1", "/story/fresh-2"]
    assert asked(server, "/list") == ["/list?page=0", "/list?page=1"]
    assert done.fetched == 2


def test_a_walk_with_a_gap_proves_nothing(home: Home, server: PlainServer) -> None:
    server.site.answers["/list?page=1"] = (500, (), b"")
    first = night(home, server)
    assert first.listed == 25
    assert "walk:gap" in {issue.rule for issue in first.issues}
    del server.site.answers["/list?page=1"]
    second = night(home, server)
    assert second.fetched == 10
    assert len(asked(server, "/list")) == 4
    night(home, server)
    assert len(asked(server, "/list")) == 1


def test_a_walk_cut_short_goes_deeper_when_it_may(home: Home, server: PlainServer) -> None:
    night(home, server, max_pages=2)
    night(home, server, max_pages=2)
    assert asked(server, "/list") == ["/list?page=0"]
    deeper = night(home, server, max_pages=10)
    assert len(asked(server, "/list")) == 4
    assert deeper.fetched == 15


def test_what_a_limit_left_is_had_though_its_listing_is_not_walked_again(home: Home, server: PlainServer) -> None:
    first = night(home, server, max_reports=5)
    assert first.fetched == 5
    assert any(issue.rule == "max-reports" and "30 addresses" in issue.seen for issue in first.issues)
    assert states(home) == {"unchanged": 5, "new": 30}
    second = night(home, server)
    assert second.fetched == 30
    assert len(asked(server, "/list")) == 1


def test_gone_is_not_found_since_and_comes_back(home: Home, server: PlainServer) -> None:
    night(home, server)
    story = server.site.stories.pop(7)
    night(home, server, days=1, as_of=later(2))
    assert states(home)["gone"] == 1
    with Archive(home.archive, read_only=True) as archive:
        history = archive.frontier("plain")[f"http://{HOST}/story/{story}"]
        place = place_of(history, Hints({}, {}, lambda _: 30))
    assert place.since is not None and place.since > datetime.now(UTC) - timedelta(minutes=1)
    assert place.next_at is not None and not place.is_due(datetime.now(UTC))
    server.site.stories.insert(7, story)
    night(home, server, days=1, as_of=later(4))
    assert states(home)["gone"] == 0


def test_a_page_that_comes_back_with_its_old_date_is_had(home: Home, server: PlainServer) -> None:
    page = server.site.body("story-00003")
    headers = (("Content-Type", "text/html"), ("Last-Modified", "Mon, 05 Jan 2015 10:00:00 GMT"))
    front = (("Content-Type", "text/html"), ("Last-Modified", MODIFIED))
    server.site.answers["/story/story-00003"] = (200, headers, page)
    night(home, server)
    gone = b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    server.site.answers["/story/story-00003"] = (200, front, gone)
    night(home, server, days=1, as_of=later(2))
    write_judgement(home, server, "soft-404")
    server.site.answers["/story/story-00003"] = (200, headers, page)
    server.site.not_modified_since = True
    night(home, server, days=1, as_of=later(20))
    with Archive(home.archive) as archive:
        entry = archive.latest(f"http://{HOST}/story/story-00003")
        assert entry is not None
        assert archive.payload(entry).body == page


def write_judgement(home: Home, server: PlainServer, state: State) -> None:
    """What the night's reading would have found of the story's last capture."""
    with Archive(home.archive) as archive:
        entry = archive.latest(f"http://{HOST}/story/story-00003")
    assert entry is not None
    report = Report(entry.capture, state, entry.document_key)
    write_rows(home.readings / "plain" / "night.parquet", Reading, [Reading(report, "0", datetime.now(UTC))])


def test_a_failing_ledger_ends_the_source_instead_of_asking_on(home: Home, server: PlainServer) -> None:
    def break_ledger(doing: str, done: int, total: int | None) -> None:
        if done == 8:
            with sqlite3.connect(home.archive / "ledger.sqlite") as db:
                db.execute("ALTER TABLE captures RENAME TO gone")

    server.site.asked.clear()
    with pytest.raises(Exception, match="captures"):
        collect_source(home, plain_source(HOST), settings(server), run=_run(), progress=break_ledger)
    assert len(asked(server)) < 12


def test_moved_is_followed_once_and_its_target_is_visited_from_then_on(home: Home, server: PlainServer) -> None:
    server.site.answers["/story/story-00002"] = (301, (("Location", "/story/elsewhere"),), b"")
    server.site.stories.append("elsewhere")
    night(home, server)
    assert asked(server).count("/story/elsewhere") == 1
    assert states(home) == {"unchanged": 35, "moved": 1}
    night(home, server, days=1, as_of=later(3))
    assert "/story/story-00002" not in asked(server)
    assert asked(server).count("/story/elsewhere") == 1


def test_redirect_whose_target_a_killed_run_left_behind_is_followed(home: Home, server: PlainServer) -> None:
    from tasks.archive.asking.session import PoliteSession
    from tasks.batch.collecting import session_settings

    server.site.answers["/story/story-00002"] = (301, (("Location", "/story/elsewhere"),), b"")
    server.site.answers["/story/elsewhere"] = (200, (("Content-Type", "text/html"),), server.site.body("elsewhere"))
    address = f"http://{HOST}/story/story-00002"
    with Archive(home.archive) as archive:
        made = PoliteSession(session_settings(plain_source(HOST), settings(server))).get(address)
        archive.append_exchange(made, source="plain", document_key=None, role="document", run_id="killed")
    night(home, server)
    assert "/story/story-00002" not in asked(server)
    assert asked(server).count("/story/elsewhere") == 1


def test_redirects_to_no_address_and_to_paths_beyond_ascii_stop_nothing_and_are_not_asked_again(
    home: Home, server: PlainServer
) -> None:
    server.site.answers["/story/story-00002"] = (302, (("Location", "http://[bad"),), b"")
    beyond = "/story/кот".encode().decode("latin-1")  # as servers send it
    server.site.answers["/story/story-00003"] = (302, (("Location", beyond),), b"")
    server.site.answers["/story/%D0%BA%D0%BE%D1%82"] = (200, (("Content-Type", "text/html"),), b"<p>A cat.</p>")
    done = night(home, server)
    assert (done.failed, done.fetched) == (1, 36)
    night(home, server)
    assert not asked(server)


def test_failures_are_attempts_with_a_next_time(home: Home, server: PlainServer) -> None:
    server.site.answers["/story/story-00001"] = (302, (("Location", "http://10.0.0.7/inside"),), b"")
    server.site.answers["/story/story-00004"] = (302, (("Location", "/story/story-00004"),), b"")
    server.site.answers["/robots.txt"] = (200, (), b"User-agent: *\nDisallow: /story/story-00009\n")
    done = night(home, server)
    with Archive(home.archive, read_only=True) as archive:
        found = {made.address.rpartition("/")[2]: made.state for made in archive.attempts("plain")}
    assert found == {
        "inside": "address-refused",
        "story-00004": "too-many-redirects",
        "story-00009": "refused-by-robots",
    }
    assert (done.failed, done.refused, done.fetched) == (2, 1, 34)
    night(home, server)
    assert not asked(server)
    onwards = states(home)
    assert (onwards["failed"], onwards["refused-by-robots"], onwards["moved"]) == (2, 1, 1)


def test_a_site_that_turns_visitors_away_is_left_alone(home: Home, server: PlainServer) -> None:
    challenge = (
        b"<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={};</script></body></html>"
    )
    for story in server.site.stories[5:]:
        server.site.answers[f"/story/{story}"] = (200, (("Content-Type", "text/html"),), challenge)
    done = night(home, server)
    assert (done.fetched, done.blocked) == (5, 3)
    assert len(asked(server)) == 8
    assert any(issue.rule == "turned-away" and "27 addresses" in issue.seen for issue in done.issues)


def test_refused_pages_do_not_keep_the_others_waiting(home: Home, server: PlainServer) -> None:
    for story, status in zip(server.site.stories[:6], (403, 451, 401, 403, 403, 451), strict=False):
        server.site.answers[f"/story/{story}"] = (status, (("Content-Type", "text/html"),), b"<p>No.</p>")
    first = night(home, server)
    assert (first.blocked, first.fetched) == (6, 29)
    for story in server.site.stories[6:18]:
        server.site.answers[f"/story/{story}"] = (403, (("Content-Type", "text/html"),), b"<p>No.</p>")
    server.site.stories[:0] = ["fresh-1", "fresh-2"]
    later_on = night(home, server, as_of=later(200))
    assert asked(server)[:2] == ["/story/fresh-1", "/story/fresh-2"]
    assert later_on.blocked == 10  # in a row: the rest is left for another night


def test_a_challenge_kept_for_a_listing_does_not_lock_it(home: Home, server: PlainServer) -> None:
    challenge = b"<html><head><title>Just a moment...</title></head><body><script>_cf_chl_opt={}</script></body></html>"
    server.site.answers["/list?page=0"] = (200, (("Content-Type", "text/html"), ("Last-Modified", MODIFIED)), challenge)
    assert night(home, server).listed == 0
    # The site is well again, and goes by the date of the condition alone.
    del server.site.answers["/list?page=0"]
    server.site.not_modified_since = True
    assert night(home, server).listed == 35


def test_a_redirect_chain_that_never_ends_fills_no_frontier(home: Home, server: PlainServer) -> None:
    for number in range(60):
        server.site.answers[f"/go?{number}"] = (302, (("Location", f"/go?{number + 1}"),), b"")
    server.site.answers["/story/story-00004"] = (302, (("Location", "/go?0"),), b"")
    night(home, server)
    server.site.answers["/story/story-00004"] = (302, (("Location", "/go?20"),), b"")
    night(home, server, as_of=later(40))
    assert sum(target.startswith("/go") for target in asked(server, "/")) == 5
    with Archive(home.archive, read_only=True) as archive:
        assert not [a for a, history in archive.frontier("plain").items() if "/go" in a and history.is_visited]


@pytest.mark.parametrize(
    "target", ["mailto:a@b.test", "javascript:alert(1)", "data:text/html,x", "http://h.test:99999/", "http://./x"]
)
def test_a_redirect_to_what_is_no_address_stops_no_later_night(home: Home, server: PlainServer, target: str) -> None:
    server.site.answers["/story/story-00004"] = (302, (("Location", target),), b"")
    assert night(home, server).fetched == 35
    server.site.stories.insert(0, "fresh")
    assert night(home, server, as_of=later(3)).fetched == 1
    assert night(home, server, as_of=later(90)).failed == 1


def test_a_site_that_a_page_leads_to_is_left_alone_too(home: Home, server: PlainServer) -> None:
    for story in server.site.stories[:20]:
        server.site.answers[f"/story/{story}"] = (302, (("Location", f"http://consent.test/{story}"),), b"")
        server.site.answers[f"/{story}"] = (429, (("Content-Type", "text/html"),), b"<p>Too many.</p>")
    server.site.asked.clear()
    collect_source(home, plain_source(HOST), settings(server, HOST, "consent.test"), run=_run())
    assert len({made.target for made in server.site.asked if made.host == "consent.test"}) <= 4


def imported(home: Home, story: str, at: datetime) -> None:
    """A page that was handed in, captured at that time."""
    with Archive(home.archive) as archive:
        archive.append_resource(
            b"<p>Words.</p>",
            address=f"http://{HOST}/story/{story}",
            media_type="text/html",
            captured_at=at,
            source="plain",
            document_key=None,
            role="document",
            run_id="import",
            imported_from="page.html",
        )


def test_an_import_is_no_visit(home: Home, server: PlainServer) -> None:
    imported(home, "story-00001", datetime(2098, 5, 4, tzinfo=UTC))
    night(home, server)
    assert "/story/story-00001" in asked(server)


def test_pages_that_were_only_imported_are_not_asked_for(home: Home, server: PlainServer) -> None:
    imported(home, "imported", datetime(2015, 5, 4, tzinfo=UTC))
    night(home, server)
    assert "/story/imported" not in asked(server)


def test_requests_to_one_host_are_never_closer_than_the_pace(home: Home, server: PlainServer) -> None:
    server.site.stories = server.site.stories[:8]
    night(home, server, pace=0.12)
    times = [made.at for made in server.site.asked]
    assert len(times) == 10
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.12
    assert server.site.most_at_once[HOST] == 1


def test_pace_holds_over_runs(home: Home, server: PlainServer) -> None:
    server.site.stories = server.site.stories[:2]
    night(home, server, pace=0.3)
    last = server.site.asked[-1].at
    night(home, server, pace=0.3)
    assert server.site.asked[0].at - last >= 0.3


def test_several_hosts_are_asked_side_by_side_and_none_twice_at_once(tmp_path: Path, server: PlainServer) -> None:
    server.site.stories = server.site.stories[:8]
    server.site.delay = 0.03
    taken = {}
    for count in (1, 4):
        hosts = [f"host{number}.test" for number in range(count)]
        home = Home(tmp_path / str(count))
        started = time.monotonic()
        done = night(home, server, hosts)
        taken[count] = time.monotonic() - started
        assert done.fetched == 8 * count
        assert set(server.site.most_at_once.values()) == {1}
        assert not verify(home.archive).problems
    one_after_the_other = 4 * taken[1]
    assert taken[4] < 0.75 * one_after_the_other
