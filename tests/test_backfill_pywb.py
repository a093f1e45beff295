"""Backfill from real pywb, which serves a collection made here: by its index, and by replay addresses alone."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samples.commoncrawl import record
from samples.webarchives import PYWB_HOST
from samples.webcopies import Held, held
from tasks.archive.custody.verify import verify
from tasks.archive.entries import LedgerEntry
from tasks.archive.store import Archive
from tasks.batch.backfilling import Backfilled, BackfillSettings, backfill_source
from tasks.batch.probing import probe_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import ArchiveConfig, source
from tasks.sources.source import ArchiveKind
from tests import peers

pytestmark = pytest.mark.slow

SECONDS = 60
LEGACY = "refworld_legacy"
MATCH = ("www.refworld.test/*",)
COLLECTION = f"http://{PYWB_HOST}/ours/"
PAGES = [each for each in held() if each.status == 200 and "//www.refworld.test/" in each.original]
PAYLOADS = {(each.original, each.digest): each for each in reversed(PAGES) if each.type != "image/png"}
"""The earliest capture of each payload of each page."""


@dataclass(frozen=True, slots=True)
class Pywb:
    """A running pywb."""

    port: int

    @property
    def hosts(self) -> dict[str, tuple[str, int]]:
        return {PYWB_HOST: ("127.0.0.1", self.port)}


@contextmanager
def running(folder: Path, *, config: str = "") -> Iterator[Pywb]:
    """pywb with one collection of all sample captures."""
    warc = folder / "sample.warc.gz"
    warc.write_bytes(b"".join(record(each) for each in PAGES))
    with peers.pywb(folder, warc, config=config) as port:
        yield Pywb(port)


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    with running(tmp_path_factory.mktemp("pywb")) as found:
        yield found


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    """pywb that leads to the address of the copy it holds."""
    with running(tmp_path_factory.mktemp("pywb-exact"), config="redirect_to_exact: true\n") as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def settings(pywb: Pywb, kind: ArchiveKind = "pywb", endpoint: str = f"{COLLECTION}cdx") -> BackfillSettings:
    archives = (ArchiveConfig(kind, endpoint, MATCH),)
    return BackfillSettings(contact="test@onrecord.test", archives=archives, sample_hosts=pywb.hosts)


def backfill(home: Home, given: BackfillSettings) -> Backfilled:
    return backfill_source(home, source(LEGACY), given, run=new_run("backfill", is_sample=True))


def copies(home: Home) -> list[LedgerEntry]:
    """Captures of documents that hold a page."""
    with Archive(home.archive, read_only=True) as archive:
        return [entry for entry in archive.entries() if entry.role == "document" and entry.capture.status == 200]


def assert_whole(home: Home) -> None:
    """Each payload is there, byte for byte, once, with its three facts."""
    found = copies(home)
    assert Counter(entry.capture.archive_address for entry in found).most_common(1)[0][1] == 1
    assert len(found) == len(PAYLOADS)
    with Archive(home.archive, read_only=True) as archive:
        for entry in found:
            capture = entry.capture
            assert capture.archived_at and capture.original_address and capture.archive_address
            digits = f"{capture.archived_at:%Y%m%d%H%M%S}"
            each = next(h for h in PAYLOADS.values() if (h.original, h.digits) == (capture.original_address, digits))
            assert archive.payload(entry).body == each.body
            assert capture.archive_address == capture.address == f"{COLLECTION}{digits}id_/{each.original}"
            assert (datetime.now(UTC) - capture.captured_at).total_seconds() < 600
            assert entry.document_key
    assert not verify(home.archive).problems


def test_index_leads_to_untouched_bytes(home: Home, pywb: Pywb) -> None:
    came = backfill(home, settings(pywb))
    assert (came.done.fetched, came.done.failed) == (len(PAYLOADS), 0)
    assert_whole(home)
    assert backfill(home, settings(pywb)).done.fetched == 0


def wanted_in(folder: Path) -> Path:
    path = folder / "wanted.txt"
    path.write_text("".join(f"{each.original}\n" for each in PAYLOADS.values()), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["pywb", "exact"])
def test_replay_alone_gives_the_nearest_copy(
    home: Home, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    given = replace(settings(request.getfixturevalue(name), "replay", COLLECTION), wanted=wanted_in(tmp_path))
    came = backfill(home, given)
    newest = {each.original: each for each in sorted(PAGES, key=lambda each: each.digits)}
    found = copies(home)
    assert len(found) == len({each.original for each in PAYLOADS.values()})
    assert (came.done.fetched, came.done.failed) == (len(found), 0)
    with Archive(home.archive, read_only=True) as archive:
        for entry in found:
            capture = entry.capture
            each = newest[capture.original_address or ""]
            assert archive.payload(entry).body == each.body
            assert capture.archived_at and f"{capture.archived_at:%Y%m%d%H%M%S}" == each.digits
            assert ("exact" in name) == (f"/{each.digits}id_/" in capture.address)
        before = sum(1 for _ in archive.entries())
    again = backfill(home, given)
    assert (again.done.fetched, again.done.unchanged) == (0, len(found))
    with Archive(home.archive, read_only=True) as archive:
        assert sum(1 for _ in archive.entries()) - before <= 1  # robots.txt, and nothing else


def test_probe_finds_the_index(home: Home, pywb: Pywb, tmp_path: Path) -> None:
    given = replace(settings(pywb, "replay", COLLECTION), wanted=wanted_in(tmp_path))
    found = probe_source(home, source(LEGACY), given, run=new_run("probe", is_sample=True))
    there = {(each.what, each.path) for each in found if each.is_there}
    assert ("index", "/ours/cdx") in there
    assert ("index", "/cdx") not in there
    assert {"list of copies", "untouched copy"} <= {what for what, _ in there}
    assert not any("publisher" in each.path for each in found)


DRIVER = """
import sys
from pathlib import Path
from tasks.batch.backfilling import BackfillSettings, backfill_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import ArchiveConfig, source
home, host, port, endpoint, match = sys.argv[1:]
settings = BackfillSettings("test@onrecord.test", (ArchiveConfig("pywb", endpoint, (match,)),), pace=0.15,
                            sample_hosts={host: ("127.0.0.1", int(port))})
backfill_source(Home(Path(home)), source("refworld_legacy"), settings, run=new_run("backfill", is_sample=True))
"""


def test_killed_again_and_again_it_has_each_copy_once(home: Home, pywb: Pywb) -> None:
    command = [
        *(sys.executable, "-c", DRIVER),
        *(str(home.path), PYWB_HOST, str(pywb.port), f"{COLLECTION}cdx", MATCH[0]),
    ]
    drawn = random.Random(11)
    killed = 0
    for _ in range(60):
        process = subprocess.Popen(command)
        try:
            code = process.wait(timeout=drawn.uniform(0.7, 1.8) + killed / 10)
            assert code == 0
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    else:
        pytest.fail("it never came to its end")
    assert killed >= 3
    assert_whole(home)


def test_page_that_pywb_does_not_hold_is_a_gap(tmp_path: Path, home: Home, pywb: Pywb) -> None:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text("http://www.refworld.test/docid/4ddb8c999.html\n", encoding="utf-8")
    came = backfill(home, replace(settings(pywb, "replay", COLLECTION), wanted=wanted))
    assert came.done.failed == 1
    with Archive(home.archive, read_only=True) as archive:
        assert [attempt.state for attempt in archive.attempts()] == ["no-copy"]


def test_sample_is_what_it_is_taken_for() -> None:
    assert len(PAYLOADS) > 15
    assert all(isinstance(each, Held) for each in PAGES)
