"""Backfill from archives that behave like the Wayback Machine, Common Crawl and a replay without index."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from samples.archiveserver import ArchiveServer, Limit
from samples.commoncrawl import record
from samples.webarchives import DATA_HOST, ENDPOINTS, INDEX_HOST, MATCH, WAYBACK_HOST, connect_to
from samples.webcopies import Held, held
from tasks.archive.asking.session import Limits
from tasks.archive.custody.verify import verify
from tasks.archive.entries import LedgerEntry
from tasks.archive.store import Archive
from tasks.archive.webarchives.copies import Pick
from tasks.batch.asking import SINGLE_IN_A_ROW
from tasks.batch.backfilling import Backfilled, BackfillSettings, backfill_source
from tasks.batch.importing import import_paths
from tasks.batch.probing import Probed, probe_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import ArchiveConfig, source
from tasks.sources.source import ArchiveKind

LEGACY = "refworld_legacy"
QUICK = Limits(retries=1, backoff=0.05, max_wait=0.5)


@pytest.fixture
def archives() -> Iterator[ArchiveServer]:
    with ArchiveServer() as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def settings(server: ArchiveServer, kind: ArchiveKind, name: str = LEGACY) -> BackfillSettings:
    return BackfillSettings(
        contact="test@onrecord.test",
        archives=(ArchiveConfig(kind, ENDPOINTS[kind], MATCH[name]),),
        sample_hosts=connect_to(server.port),
        limits=QUICK,
    )


def backfill(home: Home, given: BackfillSettings, name: str = LEGACY) -> Backfilled:
    return backfill_source(home, source(name), given, run=new_run("backfill", is_sample=True))


def documents(home: Home) -> list[LedgerEntry]:
    with Archive(home.archive, read_only=True) as archive:
        return [entry for entry in archive.entries() if entry.role == "document"]


def payloads(home: Home) -> dict[str, bytes]:
    """By archive address."""
    with Archive(home.archive, read_only=True) as archive:
        return {
            entry.capture.archive_address: archive.payload(entry).body
            for entry in archive.entries()
            if entry.role == "document" and entry.capture.archive_address and entry.capture.status == 200
        }


def wanted_of(held_pages: tuple[Held, ...], host: str) -> dict[tuple[str, str], Held]:
    """The earliest capture of each payload of each page that a source knows."""
    found: dict[tuple[str, str], Held] = {}
    for each in held_pages:
        if each.status == 200 and each.type != "image/png" and f"//{host}/" in each.original:
            found.setdefault((each.original, each.digest), each)
    return found


def test_wayback_gives_untouched_bytes_once_per_payload(home: Home, archives: ArchiveServer) -> None:
    came = backfill(home, settings(archives, "wayback"))
    wanted = wanted_of(held(), "www.refworld.test")
    had = payloads(home)
    assert len(wanted) > 10
    assert had == {f"http://{WAYBACK_HOST}/web/{each.digits}id_/{each.original}": each.body for each in wanted.values()}
    assert came.done.fetched == len(wanted)
    assert (came.done.failed, came.done.blocked, came.done.refused, came.until) == (0, 0, 0, None)
    for entry in documents(home):
        capture = entry.capture
        each = next(
            h for h in wanted.values() if h.original == capture.original_address and h.digits in capture.address
        )
        assert capture.archived_at == datetime.strptime(each.digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        assert datetime.now(UTC) - capture.captured_at < timedelta(minutes=5)
        assert entry.document_key and entry.document_key.startswith("refworld_legacy/")
    assert not verify(home.archive).problems


def test_index_answers_are_kept_as_evidence(home: Home, archives: ArchiveServer) -> None:
    backfill(home, settings(archives, "wayback"))
    with Archive(home.archive, read_only=True) as archive:
        listings = [entry for entry in archive.entries() if entry.role == "listing"]
        assert listings
        assert archive.payload(listings[0]).body.startswith(b"[[")
        run = next(iter(archive.runs()))
    assert run.flow == "backfill"
    assert run.sources[0].listed > 10


@pytest.mark.parametrize("kind", ["wayback", "commoncrawl", "replay"])
def test_second_run_asks_for_no_copy(home: Home, archives: ArchiveServer, kind: ArchiveKind, tmp_path: Path) -> None:
    given = settings(archives, kind)
    if kind == "replay":
        given = replace(given, wanted=file_of(tmp_path, *(each.original for each in _unhcr_pages())))
    first = backfill(home, given)
    assert first.done.fetched
    archives.requests.clear()
    second = backfill(home, given)
    assert second.done.fetched == 0
    assert second.done.unchanged == first.done.fetched
    asked = [target for _, target, _ in archives.requests]
    assert not [t for t in asked if "/web/" in t or ".warc.gz" in t or "id_/" in t or "mp_/" in t]


def test_copies_that_were_had_before_the_archive_asked_for_a_pause_stay(home: Home) -> None:
    with ArchiveServer(limit=Limit(answers=8, pause=2.0)) as archives:
        given = settings(archives, "wayback")
        came = backfill(home, given)
        assert came.until is not None and came.until > datetime.now(UTC) - timedelta(seconds=3)
        assert 0 < came.done.fetched < 8
        assert "asked-to-wait" in {issue.rule for issue in came.done.issues}
        rounds = 1
        while came.until is not None:
            assert rounds < 20
            # The pause is kept over runs: coming back too soon asks nothing.
            archives.requests.clear()
            assert backfill(home, given).done.fetched == 0
            assert len(archives.requests) <= 1
            time.sleep(max(0.0, (came.until - datetime.now(UTC)).total_seconds()) + 0.6)
            came = backfill(home, given)
            rounds += 1
    wanted = wanted_of(held(), "www.refworld.test")
    assert len(payloads(home)) == len(wanted)
    captured = Counter(entry.capture.archive_address for entry in documents(home))
    assert set(captured.values()) == {1}
    assert not verify(home.archive).problems


def test_common_crawl_gives_records_with_their_own_dates(home: Home, archives: ArchiveServer) -> None:
    came = backfill(home, settings(archives, "commoncrawl"))
    wanted = wanted_of(held(), "www.refworld.test")
    assert came.done.fetched == len(wanted)
    with Archive(home.archive, read_only=True) as archive:
        for entry in documents(home):
            capture = entry.capture
            assert capture.archive_address and capture.archive_address.startswith(f"http://{DATA_HOST}/crawl-data/")
            assert capture.address == capture.original_address
            assert capture.origin == "import"
            assert capture.captured_at == capture.archived_at
            assert (capture.original_address, capture.captured_at.strftime("%Y%m%d%H%M%S")) in {
                (each.original, each.digits) for each in wanted.values() if each.body == archive.payload(entry).body
            }
    ranges = [status for host, target, status in archives.requests if host == DATA_HOST and target != "/robots.txt"]
    assert set(ranges) == {206}
    assert len(ranges) == len(wanted)
    pages = [target for host, target, _ in archives.requests if host == INDEX_HOST and "page=" in target]
    assert len(pages) > 2


def test_common_crawl_that_takes_no_notice_of_ranges_is_read_too(home: Home) -> None:
    with ArchiveServer(takes_ranges=False) as archives:
        came = backfill(home, settings(archives, "commoncrawl"))
    assert came.done.fetched == len(wanted_of(held(), "www.refworld.test"))


def test_damaged_record_is_a_gap_and_stops_no_other(home: Home) -> None:
    with ArchiveServer(damaged=9) as archives:
        came = backfill(home, settings(archives, "commoncrawl"))
    assert came.done.failed == 1
    assert came.done.fetched == len(wanted_of(held(), "www.refworld.test")) - 1
    with Archive(home.archive, read_only=True) as archive:
        attempt = next(iter(archive.attempts()))
        assert attempt.state == "damaged-copy"
        assert attempt.archive_address and attempt.archive_address.startswith(f"http://{DATA_HOST}/")
        assert any(entry.role == "other" for entry in archive.entries())
    assert not verify(home.archive).problems


def test_page_that_was_crawled_is_still_collected_live(home: Home, archives: ArchiveServer) -> None:
    backfill(home, settings(archives, "commoncrawl", "iwpr"), "iwpr")
    with Archive(home.archive, read_only=True) as archive:
        histories = archive.frontier("iwpr")
    assert documents(home)
    assert not any(history.is_copy or history.is_visited for history in histories.values())


def test_one_payload_is_had_from_one_archive_only(home: Home, archives: ArchiveServer) -> None:
    both = tuple(ArchiveConfig(kind, ENDPOINTS[kind], MATCH[LEGACY]) for kind in ("wayback", "commoncrawl"))
    came = backfill(home, replace(settings(archives, "wayback"), archives=both))
    assert came.done.fetched == len(wanted_of(held(), "www.refworld.test"))
    assert not [target for host, target, _ in archives.requests if host == DATA_HOST]


@pytest.mark.parametrize(("pick", "at"), [("newest", -1), ("oldest", 0)])
def test_newest_and_oldest(home: Home, archives: ArchiveServer, pick: Pick, at: int) -> None:
    backfill(home, replace(settings(archives, "wayback"), pick=pick))
    times: dict[str, list[str]] = {}
    for each in held():
        if each.status == 200 and "//www.refworld.test/" in each.original and each.type != "image/png":
            times.setdefault(each.original, []).append(each.digits)
    had = {entry.capture.original_address: entry.capture.address for entry in documents(home)}
    assert had.keys() == times.keys()
    for original, address in had.items():
        assert original and f"/web/{sorted(times[original])[at]}id_/" in address


def test_days_and_number_hold(home: Home, archives: ArchiveServer) -> None:
    given = replace(settings(archives, "wayback"), since=date(2020, 1, 1), until=date(2021, 12, 31), most=3)
    came = backfill(home, given)
    assert came.done.fetched == 3
    for entry in documents(home):
        assert entry.capture.archived_at and 2020 <= entry.capture.archived_at.year <= 2021
    assert "max-copies" in {issue.rule for issue in came.done.issues}
    assert backfill(home, given).done.fetched == 3


def file_of(folder: Path, *lines: str) -> Path:
    path = folder / "wanted.txt"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_only_what_is_wanted_is_asked_for(home: Home, archives: ArchiveServer, tmp_path: Path) -> None:
    page = next(iter(wanted_of(held(), "www.refworld.test").values()))
    wanted = file_of(tmp_path, "# a remark", page.original, "http://iwpr.test/global-voices/other", "")
    backfill(home, replace(settings(archives, "wayback"), wanted=wanted))
    assert {entry.capture.original_address for entry in documents(home)} == {page.original}
    indexes = [target for _, target, _ in archives.requests if target.startswith("/cdx/")]
    assert len(indexes) == 1
    assert "iwpr" not in indexes[0]


def _unhcr_pages() -> list[Held]:
    """Pages that the sample's own web archive without an index has too."""
    found = wanted_of(held(), "www.refworld.test").values()
    return [each for each in found if "/publisher," in each.original and each.digits[:4] == "2019"][:4]


def test_replay_without_index_is_asked_for_the_nearest_copy(
    home: Home, archives: ArchiveServer, tmp_path: Path
) -> None:
    pages = _unhcr_pages()
    wanted = file_of(tmp_path, *(each.original for each in pages), "http://www.refworld.test/docid/4ddb8c999.html")
    came = backfill(home, replace(settings(archives, "replay"), wanted=wanted))
    assert came.done.fetched == len(pages)
    had = [entry.capture for entry in documents(home)]
    assert sorted(capture.status or 0 for capture in had) == [200] * len(pages) + [302] * len(pages)
    for capture in had:
        if capture.status == 200:
            digits = capture.address.removeprefix(ENDPOINTS["replay"])[:14]
            assert capture.archived_at == datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            assert f"{digits}id_/" in capture.address
    with Archive(home.archive, read_only=True) as archive:
        assert [attempt.state for attempt in archive.attempts()] == ["no-copy"]
    assert came.done.failed == 1


def test_archive_that_gives_no_untouched_bytes_gives_rewritten_ones(home: Home, tmp_path: Path) -> None:
    with ArchiveServer() as archives:
        archives.refuse("id_/")
        pages = _unhcr_pages()
        wanted = file_of(tmp_path, *(each.original for each in pages))
        came = backfill(home, replace(settings(archives, "replay"), wanted=wanted))
        untouched = [target for _, target, _ in archives.requests if "id_/" in target]
    assert came.done.fetched == len(pages)
    assert len(untouched) == 1
    for entry in documents(home):
        assert "mp_/" in entry.capture.address
        assert entry.capture.original_address in {each.original for each in pages}


def test_without_an_index_the_pages_that_are_known_are_asked_for(
    home: Home, archives: ArchiveServer, tmp_path: Path
) -> None:
    pages = _unhcr_pages()
    (tmp_path / "x.warc.gz").write_bytes(b"".join(record(each) for each in pages))
    home.path.mkdir()
    import_paths(home, [tmp_path / "x.warc.gz"], run=new_run("backfill"))
    came = backfill(home, settings(archives, "replay"))
    assert came.done.fetched == len(pages)
    replayed = {entry.capture.original_address for entry in documents(home) if entry.capture.archive_address}
    assert replayed == {each.original for each in pages}


def test_archive_without_index_is_asked_last_for_what_the_indexes_told(home: Home, archives: ArchiveServer) -> None:
    both = tuple(ArchiveConfig(kind, ENDPOINTS[kind], MATCH[LEGACY]) for kind in ("replay", "wayback"))
    came = backfill(home, replace(settings(archives, "wayback"), archives=both))
    assert came.is_answered
    hosts = [host for host, target, _ in archives.requests if target != "/robots.txt"]
    replay = urlsplit(ENDPOINTS["replay"]).hostname
    assert replay in hosts
    assert hosts == sorted(hosts, key=lambda host: host == replay)
    replayed = [each.capture for each in documents(home) if each.capture.address.startswith(ENDPOINTS["replay"])]
    assert {each.original_address for each in replayed if each.status == 200} >= {
        each.original for each in _unhcr_pages()
    }
    assert "nothing-to-ask-for" not in {issue.rule for issue in came.done.issues}


def test_archive_without_index_says_where_there_is_nothing_to_ask_for(home: Home, archives: ArchiveServer) -> None:
    came = backfill(home, settings(archives, "replay"))
    assert (came.is_answered, came.until) == (False, None)
    assert [issue.rule for issue in came.done.issues] == ["nothing-to-ask-for"]
    assert archives.requests == []


def test_archives_that_do_not_answer_are_told_from_those_that_hold_nothing(home: Home, archives: ArchiveServer) -> None:
    assert backfill(home, replace(settings(archives, "wayback"), until=date(1997, 1, 1))).is_answered
    archives.refuse("/cdx/")
    assert not backfill(home, settings(archives, "wayback")).is_answered


def test_copy_that_one_archive_cannot_give_is_had_from_the_next(home: Home, archives: ArchiveServer) -> None:
    archives.refuse("/web/2")
    both = tuple(ArchiveConfig(kind, ENDPOINTS[kind], MATCH[LEGACY]) for kind in ("wayback", "commoncrawl"))
    came = backfill(home, replace(settings(archives, "wayback"), archives=both))
    assert came.done.blocked == SINGLE_IN_A_ROW
    assert "no-copies-given" in {issue.rule for issue in came.done.issues}
    assert came.done.fetched == len(wanted_of(held(), "www.refworld.test"))
    assert [target for host, target, _ in archives.requests if host == DATA_HOST and ".warc" in target]


HOSTILE = (
    "http://www.refworld.test/docid/4ddb8c101.html\r\nX-Injected: 1",
    "http://www.refworld.test/docid/4ddb8c102.html \t",
    "http://www.refworld.test/docid/4ddb8c103.html\ud800",
    "http://user:secret@www.refworld.test/docid/4ddb8c104.html",
    "http://www.refworld.test/docid/4ddb8c105.html#<script>",
    "http://www.refworld.test:80/docid/4ddb8c106.html",
    "http://[::1/docid/4ddb8c107.html",
    "http://www.refworld.test/docid/4ddb8c108.html?" + "a" * 7_900,
    "http://169.254.169.254/docid/4ddb8c109.html",
)


def test_index_that_names_hostile_addresses_does_no_harm(home: Home, tmp_path: Path) -> None:
    rows = [["timestamp", "original", "statuscode", "mimetype", "digest"]]
    rows += [["20190101000000", address, "200", "text/html", str(n)] for n, address in enumerate(HOSTILE)]
    page = next(iter(wanted_of(held(), "www.refworld.test").values()))
    rows.append([page.digits, page.original, "200", "text/html", "last"])
    with ArchiveServer() as archives:
        archives.index = json.dumps(rows).encode()
        came = backfill(home, settings(archives, "wayback"))
        assert all(re.fullmatch("[!-~]+", target) for _, target, _ in archives.requests)
    assert came.done.fetched == 1
    assert {entry.capture.original_address for entry in documents(home)} == {page.original}
    assert not verify(home.archive).problems
    assert all("secret" not in issue.seen and "docid" not in issue.seen for issue in came.done.issues)


def test_captured_redirect_stays_one(home: Home, archives: ArchiveServer, tmp_path: Path) -> None:
    """Where the page led is another page of another address; the archive's own redirect is what is followed."""
    moved = next(each for each in held() if each.status == 301)
    given = replace(
        settings(archives, "replay"),
        archives=(ArchiveConfig("replay", f"http://{WAYBACK_HOST}/web/", ()),),
        wanted=file_of(tmp_path, moved.original),
    )
    assert backfill(home, given).done.fetched == 1
    hop, copy = (entry.capture for entry in documents(home))
    assert (hop.status, hop.archived_at) == (302, None)
    assert copy.status == 301
    assert copy.archived_at and f"{copy.archived_at:%Y%m%d%H%M%S}" == moved.digits
    archives.requests.clear()
    assert backfill(home, given).done.unchanged == 1
    assert archives.requests == []


def test_record_that_came_in_by_a_file_is_not_asked_for(home: Home, archives: ArchiveServer, tmp_path: Path) -> None:
    pages = list(wanted_of(held(), "www.refworld.test").values())
    (tmp_path / "x.warc.gz").write_bytes(b"".join(record(each) for each in pages[:5]))
    home.path.mkdir()
    import_paths(home, [tmp_path / "x.warc.gz"], run=new_run("backfill"))
    came = backfill(home, settings(archives, "commoncrawl"))
    assert (came.done.fetched, came.done.unchanged) == (len(pages) - 5, 5)
    assert sum(host == DATA_HOST for host, target, _ in archives.requests if ".warc" in target) == len(pages) - 5


def test_robots_of_the_archive_are_obeyed(home: Home) -> None:
    with ArchiveServer(robots="User-agent: *\nDisallow: /web/\n") as archives:
        came = backfill(home, settings(archives, "wayback"))
        assert not [target for _, target, _ in archives.requests if target.startswith("/web/")]
    assert came.done.fetched == 0
    assert came.done.refused > 10
    with Archive(home.archive, read_only=True) as archive:
        assert {attempt.state for attempt in archive.attempts()} == {"refused-by-robots"}


def test_no_host_besides_the_named_ones_is_asked(home: Home, archives: ArchiveServer) -> None:
    given = replace(
        settings(archives, "wayback"),
        archives=(ArchiveConfig("wayback", "http://127.0.0.1:1/cdx", MATCH[LEGACY]),),
    )
    came = backfill(home, given)
    assert {issue.rule for issue in came.done.issues} >= {"address-refused"}
    assert archives.requests == []


def test_probe_tells_what_answers(home: Home, archives: ArchiveServer) -> None:
    found: list[Probed] = []
    for kind in ("wayback", "commoncrawl", "replay"):
        run = new_run("probe", is_sample=True)
        found += probe_source(home, source(LEGACY), settings(archives, kind), run=run)
    there = {(each.host, each.what) for each in found if each.is_there}
    assert (WAYBACK_HOST, "index") in there
    assert (INDEX_HOST, "list of crawls") in there
    assert ("webarchive.archive.unhcr.test", "robots.txt") in there
    assert ("webarchive.archive.unhcr.test", "index") not in there
    assert not any("docid" in each.path for each in found)
    with Archive(home.archive, read_only=True) as archive:
        assert {entry.role for entry in archive.entries()} >= {"other", "robots"}
