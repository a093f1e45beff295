"""Every fault of the catalogue, met by an ordinary collection: state, memory, time, and the pages around it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from benchmarks import faults as benchmark
from benchmarks.meter import Meter
from benchmarks.walk import Row, Walked, walk
from samples.faults import CATALOGUE, NAMES, Fault, FaultServer
from samples.faults.catalogue import PAGES
from samples.faults.redirects import INSIDE
from tasks.archive.asking.session import FetchError, PoliteSession, SessionSettings
from tests.loopback import Attempt, Loopback, PacketRefusedError

MOST_MEGABYTES = 250.0
"""A payload may be 64 MB when decoded, and is held about twice while it is."""
LONGEST = 8.0
"""Seconds: several hops, each with its time limit and its retries, on a busy machine."""
WORDS = ("The harbour master", "Начальник пристани", "One more line", "Amara Venn")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    return walk(tmp_path_factory.mktemp("faults"))


def row_of(walked: Walked, fault: Fault) -> Row:
    return next(row for row in walked.rows if row.fault is fault)


@pytest.mark.slow
@pytest.mark.parametrize("fault", CATALOGUE, ids=[fault.name for fault in CATALOGUE])
def test_fault_ends_in_its_state_within_its_limits(walked: Walked, fault: Fault) -> None:
    row = row_of(walked, fault)
    assert row.recorded == fault.expected
    assert row.peak_mb < MOST_MEGABYTES
    assert 0 < row.seconds < LONGEST
    if row.recorded == "report":
        assert row.report is not None
        assert any(word in row.report.body for word in WORDS), "read, and read wrongly"


@pytest.mark.slow
def test_every_good_page_was_had_once_and_read(walked: Walked) -> None:
    assert len(walked.good) == len(PAGES) + 1
    for number, (times, report) in enumerate(walked.good):
        assert times == 1, f"good page {number} was asked for {times} times"
        assert report is not None
        assert report.state == "report"
        assert report.citation.title is not None
        assert report.citation.title.value == f"Ferry of Ostra Late, Week {number}"


@pytest.mark.slow
def test_the_archive_verifies_after_all_of_it(walked: Walked) -> None:
    assert walked.verification.problems == ()
    assert walked.verification.captures > len(PAGES)


@pytest.mark.slow
def test_no_connection_inside_was_opened_nor_tried(walked: Walked) -> None:
    assert walked.refused == ()
    assert walked.opened <= walked.allowed
    assert len(INSIDE) >= 20


@pytest.mark.slow
def test_what_a_site_asks_for_is_done(walked: Walked) -> None:
    at: dict[str, list[tuple[str, float]]] = {}
    for request in walked.requests:
        at.setdefault(f"{request.host}{request.target}", []).append((request.target, request.at))
    for name, seconds in (("wait-seconds", 1.0), ("wait-date", 0.9)):
        (_, first), (_, second) = at[f"iwpr.test/global-voices/{name}"]
        assert second - first >= seconds
    (_, page), (_, other) = at["robots-delay.faults.test/page"][0], at["robots-delay.faults.test/other"][0]
    assert other - page >= 0.5
    assert len(at["wait-a-day.faults.test/page"]) == 1
    assert "wait-a-day.faults.test/another" not in at
    for name in ("robots-silent", "robots-broken", "robots-bomb", "robots-forbids", "robots-inside"):
        assert f"{name}.faults.test/robots.txt" in at
        assert f"{name}.faults.test/page" not in at


@pytest.mark.slow
def test_no_word_of_a_page_is_in_the_runs_record(walked: Walked) -> None:
    said = " ".join(issue.seen for issue in walked.done.issues)
    assert not any(word in said for word in (*WORDS, "Poison", "secret"))


def test_the_catalogue_is_whole() -> None:
    assert len(CATALOGUE) >= 45
    assert len({fault.name for fault in CATALOGUE}) == len(CATALOGUE)
    hosts = [host for fault in CATALOGUE for host in fault.hosts]
    assert all(host.endswith(".faults.test") for host in hosts)
    assert {fault.group for fault in CATALOGUE} == {
        *("slow", "broken", "size", "redirect", "text", "politeness", "listing", "no report")
    }


def test_the_documents_table_is_the_catalogue() -> None:
    text = benchmark.DOCUMENT.read_text(encoding="utf-8")
    made = text.partition(benchmark.BEGIN)[2].partition(benchmark.END)[0]
    rows = re.findall(r"^\| ([a-z ]+): ([a-z0-9-]+) \| (.*) \| `([a-z0-9-]+)` \| [0-9.]+ \| [0-9.]+ \|$", made, re.M)
    assert rows == [(fault.group, fault.name, fault.sent, fault.expected) for fault in CATALOGUE]


# The instruments


@pytest.mark.parametrize("address", ["10.1.2.3", "169.254.169.254", "93.184.215.14", "fd00::1", "no-number"])
def test_a_socket_that_would_leave_is_stopped_and_written_down(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with Loopback() as net:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(family, kind) as made, pytest.raises(PacketRefusedError):
                made.connect((address, 80))
        with socket.socket(family, socket.SOCK_DGRAM) as made, pytest.raises(PacketRefusedError):
            made.sendto(b"x", (address, 53))
    assert net.refused == [Attempt(address, 80), Attempt(address, 80), Attempt(address, 53)]


def test_a_client_without_a_guard_is_stopped_at_the_socket() -> None:
    name = next(fault.name for fault in INSIDE if fault.name == "to-inside-name")
    with FaultServer() as server, Loopback(NAMES) as net:
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/global-voices/{name}", headers={"Host": "iwpr.test"}
        )
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(request, timeout=5)
    assert net.refused == [Attempt("10.20.30.40", 80)]


def test_even_a_fault_in_the_guard_sends_no_packet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.archive.asking.guard.is_public", lambda _: True)
    with FaultServer() as server, Loopback(NAMES) as net:
        settings = SessionSettings("faults@onrecord.test", pace_seconds=0, connect_to=server.connect_to())
        with PoliteSession(settings) as session, pytest.raises(FetchError):
            session.get("http://10.1.2.3/x")
    assert set(net.refused) == {Attempt("10.1.2.3", 80)}


def test_the_name_service_knows_what_it_was_told_and_answers_in_turn() -> None:
    with Loopback({"turning.test": (("93.184.215.14",), ("127.0.0.1", "::1"))}) as net:
        first, second = (socket.getaddrinfo("Turning.test.", 80, type=socket.SOCK_STREAM) for _ in range(2))
        assert [answer[4][:2] for answer in first] == [("93.184.215.14", 80)]
        assert [answer[4][:2] for answer in second] == [("127.0.0.1", 80), ("::1", 80)]
        assert socket.gethostbyname("2130706433") == "127.0.0.1"
        with pytest.raises(socket.gaierror):
            socket.getaddrinfo("elsewhere.test", 80)
    assert net.lookups == ["turning.test", "turning.test", "elsewhere.test"]


def test_another_process_can_be_held_to_loopback(tmp_path: Path) -> None:
    log = tmp_path / "attempts"
    done = subprocess.run(
        [sys.executable, "-m", "tests.loopback", str(log), "timeit", "-n1", "-r1", "-s", "import socket",
         "socket.create_connection(('10.1.2.3', 80))"],
        capture_output=True, text=True, cwd=Path(__file__).parents[1], timeout=60,
    )  # fmt: skip
    assert "PacketRefusedError" in done.stderr
    assert log.read_text(encoding="utf-8") == "10.1.2.3 80\n"


def test_the_meter_sees_what_was_taken_and_given_back() -> None:
    meter = Meter()
    meter.begin("much")
    taken = bytearray(50_000_000)
    del taken
    meter.begin("little")
    time.sleep(0.05)
    meter.end()
    assert 45 < meter.spent["much"].peak_mb < 80
    assert meter.spent["little"].peak_mb < 10
    assert meter.spent["little"].seconds >= 0.05
