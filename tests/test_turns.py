"""One request to a site at a time, over threads and processes; a pause that was asked for outlives the process."""

from __future__ import annotations

import multiprocessing
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.archive.asking.pacing import pause
from tasks.archive.asking.turns import Turns, site_of

FORK = multiprocessing.get_context("fork")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.iwpr.net/a", "iwpr.net"),
        ("http://iwpr.net./", "iwpr.net"),
        ("HTTPS://WWW.IWPR.NET:443/x", "iwpr.net"),
        ("http://iwpr.net:8080/", "iwpr.net:8080"),
        ("http://[::1]:80/", "::1"),
        ("http://bücher.test/", "xn--bcher-kva.test"),
        ("http://XN--BCHER-KVA.test/", "xn--bcher-kva.test"),
    ],
)
def test_site_of(address: str, site: str) -> None:
    assert site_of(address) == site


def test_address_without_a_host_has_no_site() -> None:
    with pytest.raises(ValueError, match="host"):
        site_of("mailto:somebody")


def _take(folder: Path | None, turns: Turns, seen: list[tuple[float, float]]) -> None:
    for _ in range(3):
        with turns.turn("a.test") as turn:
            turn.wait()
            started = time.monotonic()
            time.sleep(0.01)
            turn.rest(0.02)
            seen.append((started, time.monotonic()))


@pytest.mark.parametrize("is_kept", [False, True])
def test_threads_take_turns(tmp_path: Path, is_kept: bool) -> None:
    folder = tmp_path if is_kept else None
    shared = Turns(folder)
    seen: list[tuple[float, float]] = []
    # With a folder each thread may have an object of its own.
    threads = [
        threading.Thread(target=_take, args=(folder, Turns(folder) if folder else shared, seen)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.sort()
    assert len(seen) == 12
    assert all(later[0] - earlier[1] >= 0.019 for earlier, later in pairwise(seen))


def _hold_and_die(folder: Path) -> None:
    with Turns(folder).turn("a.test") as turn:
        turn.rest(60.0)
    with Turns(folder).turn("b.test") as turn:
        turn.rest(60.0)  # killed while it holds the turn: the pause stands all the same
        multiprocessing.current_process().kill()


def test_pause_outlives_its_process_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    process = FORK.Process(target=_hold_and_die, args=(tmp_path,))
    process.start()
    process.join(10)
    with Turns(tmp_path).turn("a.test") as turn:
        assert 55 < turn.left <= 60
    with Turns(tmp_path).turn("b.test") as turn:
        assert 55 < turn.left <= 60
    with Turns(tmp_path).turn("c.test") as turn:
        assert turn.left == 0


@pytest.mark.parametrize("written", ["", "soon", "1e308 5", "99999999999", "\x00" * 20, "-5.0 1.0", "9" * 90])
def test_what_is_no_pause_is_none(tmp_path: Path, written: str) -> None:
    (tmp_path / "a.test").write_text(written)
    with Turns(tmp_path).turn("a.test") as turn:
        assert turn.left == 0
        turn.rest(5.0)
    with Turns(tmp_path).turn("a.test") as turn:
        assert 4 < turn.left <= 5


def test_a_clock_that_was_set_back_makes_no_pause_longer(tmp_path: Path) -> None:
    (tmp_path / "a.test").write_text(f"{time.time() + 3600:.6f} 2.000000")
    with Turns(tmp_path).turn("a.test") as turn:
        assert 1.9 < turn.left <= 2


def test_a_clock_that_was_set_back_holds_nobody_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a.test").write_text(f"{time.time() + 30 * 86_400:.6f} 0.200000")
    started = time.monotonic()
    with Turns(tmp_path).turn("a.test") as turn:
        turn.wait()
    assert 0.15 < time.monotonic() - started < 2


def test_a_longer_pause_stands(tmp_path: Path) -> None:
    with Turns(tmp_path).turn("a.test") as turn:
        turn.rest(100.0)
        turn.rest(1.0)
        assert turn.left > 99


@given(st.floats(0, 100), st.none() | st.floats(0, 10_000), st.floats(0, 1))
def test_a_pause_is_never_shorter_than_pace_and_crawl_delay(pace: float, delay: float | None, jitter: float) -> None:
    least = max(pace, delay or 0.0)
    assert least <= pause(pace, delay, jitter) <= least * (1 + jitter) + 1e-9
