"""A collection that is killed, or runs out of disk, loses nothing, doubles nothing and goes on where it stopped."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples.plain import PlainServer, PlainSite
from tasks.archive.custody.verify import verify
from tasks.archive.store import Archive
from tests import disks
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

PAGES = 300
KILLS = 50
HOSTS = ("one.test", "two.test", "three.test")


def collection(home: Path, port: int, *hosts: str) -> subprocess.Popen[str]:
    """A collection that has been loaded and is about to begin."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.collecting_process", str(home), str(port), *hosts],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_killed_fifty_times_no_page_is_lost_doubled_or_asked_for_too_often(tmp_path: Path) -> None:
    """100 stories on each of three hosts, asked side by side."""
    home = tmp_path / "home"
    site = PlainSite.of(PAGES // len(HOSTS))
    site.delay = 0.02  # so that one run does not come to its end before it is killed, on a fast machine either
    chance = random.Random(20261124)
    killed = in_the_midst = 0
    with PlainServer(site) as server:
        while killed < KILLS:
            before = len(site.asked)
            process = collection(home, server.port, *HOSTS)
            if chance.random() < 0.75:  # while stories come in: between a request and its answer, or while it is kept
                wait_for_story(site, before, process)
                time.sleep(chance.uniform(0.0, 0.02))
            else:  # at any moment: while it opens the archive, while it walks the listings
                time.sleep(chance.uniform(0.0, 0.3))
            process.kill()
            process.communicate()
            if process.returncode == 0:
                break
            killed += 1
            in_the_midst += any(made.target.startswith("/story/") for made in site.asked[before:])
        last = collection(home, server.port, *HOSTS)
        last.communicate(timeout=120)
        assert last.returncode == 0
    assert killed == KILLS, "the collection was over before it had been killed often enough"
    assert in_the_midst > KILLS / 3
    assert not verify(home / "archive").problems
    with Archive(home / "archive", read_only=True) as archive:
        kept = Counter(entry.capture.address for entry in archive.entries("plain") if entry.role == "document")
    assert set(kept) == {f"http://{host}/story/{story}" for host in HOSTS for story in site.stories}
    assert max(kept.values()) == 1
    requests = Counter(f"http://{made.host}{made.target}" for made in site.asked if made.target.startswith("/story/"))
    too_often = sum(times - 1 for times in requests.values())
    print(f"{killed} killed, {in_the_midst} of them while stories came in; {too_often} requests beyond one a story")
    assert too_often <= in_the_midst * len(HOSTS), "each kill may cost one request on each host that was being asked"


def wait_for_story(site: PlainSite, before: int, process: subprocess.Popen[str]) -> None:
    """Until the process has asked for a story, or has come to its end."""
    while process.poll() is None:
        if any(made.target.startswith("/story/") for made in site.asked[before:]):
            return
        time.sleep(0.001)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disks.small_disk(tmp_path / "disk", "6m") as folder:
        yield folder


def test_a_full_disk_is_said_the_archive_is_whole_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    home = small_disk / "home"
    site = PlainSite.of(PAGES)
    ballast = small_disk / "ballast"
    for story in site.stories:  # noise does not compress: some 20 kB a page
        site.bodies[story] = random.Random(story).randbytes(20_000)
    ballast.write_bytes(bytes(2_000_000))
    with PlainServer(site) as server:
        full = collection(home, server.port, "one.test")
        _, said = full.communicate(timeout=120)
        assert full.returncode == 1
        assert said.startswith("No space left on device")
        assert "Traceback" not in said
        whole = verify(home / "archive")
        assert not whole.problems
        assert 20 < whole.captures < PAGES
        room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        assert room < (PAGES - whole.captures) * 20_000, "reserve and the ledger's log have been given back since"
        had = sum(made.target.startswith("/story/") for made in site.asked)

        ballast.unlink()
        disks.enlarge(small_disk, "32m")
        again = collection(home, server.port, "one.test")
        again.communicate(timeout=120)
        assert again.returncode == 0
    assert not verify(home / "archive").problems
    with Archive(home / "archive", read_only=True) as archive:
        kept = Counter(entry.capture.address for entry in archive.entries("plain") if entry.role == "document")
    assert len(kept) == PAGES
    assert max(kept.values()) == 1
    requests = sum(made.target.startswith("/story/") for made in site.asked)
    assert requests <= PAGES + 1, f"{had} were had before the disk was full"
