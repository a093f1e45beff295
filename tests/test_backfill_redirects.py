"""Where web archives lead: inside themselves they are followed, and nobody else is ever asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from samples.archiveserver import ArchiveServer
from samples.webarchives import ENDPOINTS, MATCH, WAYBACK_HOST, connect_to
from samples.webcopies import held
from samples.webreply import Reply
from tasks.archive.asking.session import Limits
from tasks.archive.custody.verify import verify
from tasks.archive.entries import LedgerEntry
from tasks.archive.records import ArchivedCopy
from tasks.archive.store import Archive
from tasks.archive.webarchives.copies import Replayed
from tasks.batch.backfilling import Backfilled, BackfillSettings, backfill_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import ArchiveConfig, source
from tests.archive_making import exchange

LEGACY = "refworld_legacy"
REPLAY = f"http://{WAYBACK_HOST}/web/"
WWW = f"www.{WAYBACK_HOST}"
ELSEWHERE = "elsewhere.test"
PAGES = [each for each in held() if each.status == 200 and "//www.refworld.test/publisher" in each.original]
PAGE = PAGES[0]
OTHER = next(each for each in PAGES if each.original != PAGE.original)
WANTED = len(
    {
        (each.original, each.digest)
        for each in held()
        if each.status == 200 and each.type != "image/png" and "//www.refworld.test/" in each.original
    }
)


class Leading(ArchiveServer):
    """Answers what is asked of the Wayback Machine's own name with redirects."""

    leads: str | None = None
    """``{target}`` stands for the path that was asked for."""
    leads_of = "/"
    """Only what begins so is led away."""
    status = 302

    def _reply(self, host: str, target: str, asked_range: str | None) -> Reply:
        if host == WWW:
            return super()._reply(WAYBACK_HOST, target, asked_range)
        is_led = self.leads and host == WAYBACK_HOST and target.startswith(self.leads_of) and target != "/robots.txt"
        if is_led and self.leads:
            return Reply(self.status, (("Location", self.leads.format(target=target)),), b"")
        return super()._reply(host, target, asked_range)

    def asked(self, host: str) -> list[str]:
        return [target for asked, target, _ in self.requests if asked == host]


@pytest.fixture
def server() -> Iterator[Leading]:
    with Leading() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def settings(server: Leading) -> BackfillSettings:
    hosts = {**connect_to(server.port), **dict.fromkeys((WWW, ELSEWHERE), ("127.0.0.1", server.port))}
    return BackfillSettings(
        contact="test@onrecord.test",
        archives=(ArchiveConfig("wayback", ENDPOINTS["wayback"], MATCH[LEGACY]),),
        sample_hosts=hosts,
        limits=Limits(retries=0, backoff=0.01, max_wait=0.2),
    )


def one(server: Leading, folder: Path) -> BackfillSettings:
    """One page's copy, without an index."""
    wanted = folder / "wanted.txt"
    wanted.write_text(f"http://{WAYBACK_HOST}/web/{PAGE.digits}/{PAGE.original}\n", encoding="utf-8")
    return replace(settings(server), archives=(ArchiveConfig("replay", REPLAY, ()),), wanted=wanted)


def backfill(home: Home, given: BackfillSettings) -> Backfilled:
    return backfill_source(home, source(LEGACY), given, run=new_run("backfill", is_sample=True))


def entries(home: Home, role: str = "document") -> list[LedgerEntry]:
    with Archive(home.archive, read_only=True) as archive:
        return [entry for entry in archive.entries() if entry.role == role]


def states(home: Home) -> list[str]:
    with Archive(home.archive, read_only=True) as archive:
        return [attempt.state for attempt in archive.attempts()]


def test_archive_that_moved_to_www_is_followed(home: Home, server: Leading) -> None:
    server.leads, server.status = f"http://{WWW}{{target}}", 301
    came = backfill(home, settings(server))
    assert (came.done.fetched, came.done.failed) == (WANTED, 0)
    for entry in entries(home):
        capture = entry.capture
        assert (capture.status == 200) == (capture.archived_at is not None)
        assert capture.address.startswith(f"http://{WWW}/web/") == (capture.status == 200)
    server.requests.clear()
    again = backfill(home, settings(server))
    assert (again.done.fetched, again.done.unchanged) == (0, WANTED)
    assert not [target for _, target, _ in server.requests if target.startswith("/web/")]
    assert not verify(home.archive).problems


@pytest.mark.parametrize(
    "leads",
    [
        PAGE.original,
        f"http://{ELSEWHERE}{{target}}",
        f"http://{WAYBACK_HOST}:8081{{target}}",
        f"http://{WAYBACK_HOST}/elsewhere/{PAGE.digits}id_/{PAGE.original}",
        f"http://{WAYBACK_HOST}/web/{PAGE.digits}id_/{OTHER.original}",
        f"http://{WAYBACK_HOST}/web/",
        f"http://{WAYBACK_HOST}@{ELSEWHERE}{{target}}",
        "http://169.254.169.254{target}",
        "http://[::1{target}",
        "ftp://web.archive.test{target}",
        "javascript:alert(1)",
    ],
)
def test_redirect_to_anything_else_is_no_copy_and_nobody_else_is_asked(
    home: Home, server: Leading, tmp_path: Path, leads: str
) -> None:
    server.leads, server.leads_of = leads, f"/web/{PAGE.digits}"
    for number in range(3):
        came = backfill(home, one(server, tmp_path))
        assert (came.done.fetched, came.done.unchanged, came.done.failed) == (0, 0, 0 if number else 1)
    assert {host for host, _, _ in server.requests} == {WAYBACK_HOST}
    assert states(home) == ["no-copy"]
    assert entries(home) == []
    assert {entry.capture.status for entry in entries(home, "other")} == {302}


def test_hop_that_was_kept_and_leads_elsewhere_is_not_followed(home: Home, server: Leading, tmp_path: Path) -> None:
    address = f"{REPLAY}{PAGE.digits}id_/{PAGE.original}"
    with Archive(home.archive) as archive:
        archive.append_exchange(
            exchange(address, b"", status=302, headers=(("Location", PAGE.original),)),
            source=LEGACY,
            document_key="refworld_legacy/x",
            role="document",
            run_id="r",
            copy=ArchivedCopy(PAGE.original, address, None),
        )
    came = backfill(home, one(server, tmp_path))
    assert came.done.fetched == 1
    assert {host for host, _, _ in server.requests} == {WAYBACK_HOST}


def test_index_that_leads_elsewhere_is_not_followed(home: Home, server: Leading) -> None:
    server.leads = f"http://{ELSEWHERE}{{target}}"
    came = backfill(home, settings(server))
    assert {host for host, _, _ in server.requests} == {WAYBACK_HOST}
    assert [(issue.rule, issue.seen) for issue in came.done.issues] == [
        ("index", f"status 302 of the index at {WAYBACK_HOST}")
    ]


@pytest.mark.parametrize(
    ("address", "is_within"),
    [
        ("http://a.test/web/2019id_/http://b.test/x", True),
        ("https://a.test/web/20190101000000/http://b.test/x", True),
        ("https://www.a.test:443/web/20190101000000mp_/https://www.b.test/x", True),
        ("https://www.a.test/web/http://b.test/x", False),
        ("https://a.test/other/20190101000000/http://b.test/x", False),
        ("https://a.test/web/20190101000000/http://b.test/y", False),
        ("https://a.test.evil.test/web/20190101000000/http://b.test/x", False),
        ("https://evil.test/https://a.test/web/20190101000000/http://b.test/x", False),
        ("https://a.test:99999/web/20190101000000/http://b.test/x", False),
    ],
)
def test_what_is_within_an_archive(address: str, is_within: bool) -> None:
    place = Replayed("http://a.test/web/", "20190101000000")
    assert place.is_within(address, "http://b.test/x") is is_within
