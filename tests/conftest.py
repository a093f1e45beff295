"""What all tests share."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
"""Real texts and gold; they are no part of the project, and tests that use them skip where they are absent."""


def environment(home: Path) -> dict[str, str]:
    """An environment in which no run touches the developer's own Prefect history."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "ONRECORD_"))},
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }


def onrecord(home: Path, *arguments: object, code: int = 0, api: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the real command in a process of its own and holds its exit code to the documented one.

    `api` is the address of a Prefect server; without it a flow starts an embedded one.
    """
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--home", str(home), *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**environment(home), **({"PREFECT_API_URL": api} if api else {})},
        timeout=600,
    )
    assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A home nobody has used."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prefect server that is configured rather than embedded, so that kills hit the night and not its start."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/api"
    try:
        assert wait_until(lambda: answers(f"{address}/health"), 120)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(holds: Callable[[], object], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.2)
    return False
