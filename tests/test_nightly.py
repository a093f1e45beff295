"""The night, for real: the sample sites over HTTP, Prefect's server, processes that are killed."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samples.server import SampleServer
from tests.conftest import environment, onrecord, wait_until
from warehouse.query import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site() -> Iterator[SampleServer]:
    with SampleServer() as server:
        yield server


@pytest.fixture(scope="module")
def undisturbed(site: SampleServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after one night that nothing disturbed."""
    home = tmp_path_factory.mktemp("undisturbed")
    onrecord(home, "nightly", "--sample", site.port)
    return home


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in run(home / "warehouse.duckdb", query).rows]


def published(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What must be the same however often the night was interrupted."""
    return {
        "reports": rows(home, "SELECT document_key, title, text, published_on FROM reports ORDER BY 1"),
        "quotes": rows(home, "SELECT document_key, start_char, text, speaker FROM quotes ORDER BY 1, 2, 3"),
        "captures": rows(home, "SELECT address, payload_sha256, state FROM captures WHERE state = 'report' ORDER BY 1"),
        "aliases": rows(home, "SELECT address, document_key FROM aliases ORDER BY 1"),
    }


def test_second_night_downloads_no_report_again_and_changes_nothing(
    undisturbed: Path, site: SampleServer, api: str
) -> None:
    before = published(undisturbed)
    site.requests.clear()
    onrecord(undisturbed, "nightly", "--sample", site.port, api=api)
    after = published(undisturbed)
    assert after["reports"] == before["reports"]
    assert after["quotes"] == before["quotes"]
    assert after["aliases"] == before["aliases"]
    kept = {address.split("://", 1)[1] for address, _, state in before["captures"] if state == "report"}
    asked_again = [f"{host}{path}" for host, path, _ in site.requests if f"{host}{path}" in kept]
    assert not asked_again
    onrecord(undisturbed, "verify")


def test_prefect_learns_no_name_and_no_word_of_a_page(undisturbed: Path) -> None:
    """Of the night that ran with an embedded server, whose database and logs lie in the home."""
    known = [path.read_bytes() for path in (undisturbed / "prefect").rglob("*") if path.is_file()]
    assert any(b"nightly-summary" in content for content in known)
    names = {name for (name,) in rows(undisturbed, "SELECT speaker FROM quotes WHERE speaker_kind = 'named'")}
    names |= {name for (name,) in rows(undisturbed, "SELECT name FROM report_authors")}
    titles = {title for (title,) in rows(undisturbed, "SELECT title FROM reports")}
    assert len(names) > 20
    for words in names | titles:
        assert not any(words.encode() in content for content in known), words


def test_reread_gives_the_same_and_asks_no_site(undisturbed: Path, site: SampleServer, api: str) -> None:
    before = published(undisturbed)
    site.requests.clear()
    onrecord(undisturbed, "reread", api=api)
    assert published(undisturbed) == before
    assert not site.requests


def test_ledger_rebuilt_from_the_warcs_alone_changes_nothing(undisturbed: Path) -> None:
    before = published(undisturbed)
    onrecord(undisturbed, "ledger", "rebuild")
    onrecord(undisturbed, "verify")
    onrecord(undisturbed, "publish")
    assert published(undisturbed) == before


def test_killed_ten_times_nothing_is_lost_or_doubled(
    site: SampleServer, api: str, undisturbed: Path, tmp_path: Path
) -> None:
    home = tmp_path / "killed"
    chance = random.Random(20261124)
    killed = 0
    while killed < 10:
        night = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "--home", str(home), "nightly", "--sample", str(site.port)],
            env={**environment(home), "PREFECT_API_URL": api},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            night.wait(timeout=chance.uniform(1.5, 6.0))
            shutil.rmtree(home / "readings")  # it came through: give the next one something to read again
        except subprocess.TimeoutExpired:
            night.send_signal(signal.SIGKILL)
            night.wait()
            killed += 1
        if (home / "warehouse.duckdb").exists():
            assert rows(home, "SELECT count(*) FROM builds") == [(1,)]  # whatever is published is whole
    onrecord(home, "nightly", "--sample", site.port, api=api)
    onrecord(home, "verify")
    assert published(home) == published(undisturbed)
    times = Counter(address for address, *_ in published(home)["captures"])
    assert not [address for address, count in times.items() if count > 1]


def test_killed_run_leaves_no_embedded_server_behind(site: SampleServer, tmp_path: Path) -> None:
    home = tmp_path / "orphan"
    night = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "--home", str(home), "nightly", "--sample", str(site.port)],
        env={**environment(home), "ONRECORD_TEST_MARK": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert wait_until(lambda: any("uvicorn" in line for line in processes(str(home))), 60)
    night.kill()
    night.wait()
    assert wait_until(lambda: not processes(str(home)), 30), processes(str(home))


def processes(mark: str) -> list[str]:
    """Command lines of living processes whose environment holds the mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if f"ONRECORD_TEST_MARK={mark}".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if line]


READER = """
import sys, time, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
first = con.execute("SELECT count(*) FROM quotes").fetchall()
print("open", flush=True)
sys.stdin.readline()
assert con.execute("SELECT count(*) FROM quotes").fetchall() == first
print("still the same", flush=True)
"""


def test_an_analyst_holding_the_warehouse_open_neither_blocks_nor_breaks(
    undisturbed: Path, site: SampleServer, api: str
) -> None:
    analyst = subprocess.Popen(
        [sys.executable, "-c", READER, str(undisturbed / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert analyst.stdout is not None
    assert analyst.stdout.readline() == "open\n"
    before = rows(undisturbed, "SELECT build_id FROM builds")
    onrecord(undisturbed, "nightly", "--sample", site.port, api=api)
    said, _ = analyst.communicate("\n", timeout=60)
    assert "still the same" in said
    assert rows(undisturbed, "SELECT build_id FROM builds") != before


def test_two_writers_at_once_the_second_says_so(tmp_path: Path) -> None:
    home = tmp_path / "twice"
    home.mkdir()
    with (home / "writer.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        said = onrecord(home, "publish", code=4).stderr
    assert "is being written to by" in said


def test_a_limit_on_reports_is_said_and_the_next_night_goes_on(site: SampleServer, api: str, tmp_path: Path) -> None:
    home = tmp_path / "limited"
    for asked in (5, 10):
        onrecord(home, "nightly", "--sample", site.port, "--source", "iwpr", "--max-reports", 5, api=api)
        left = rows(home, "SELECT seen FROM issues WHERE rule = 'max-reports' ORDER BY seen_at DESC LIMIT 1")
        assert "left for the next run" in left[0][0]
        assert rows(home, "SELECT count(DISTINCT address) FROM captures WHERE state = 'report'")[0][0] <= asked
    assert rows(home, "SELECT count(*) FROM reports")[0][0] > 5


def test_a_night_at_dead_sites_is_red_and_says_which(site: SampleServer, api: str, tmp_path: Path) -> None:
    home = tmp_path / "dead"
    said = onrecord(home, "nightly", "--sample", 1, api=api, code=1).stderr
    assert "iwpr: lists 0 reports, source.toml expects at least" in said
    assert rows(home, "SELECT DISTINCT state FROM runs") == [("failed",)]
    onrecord(home, "nightly", "--sample", site.port, api=api)
    assert rows(home, "SELECT count(*) > 30 FROM reports") == [(True,)]
