"""Where the field's own tools are (pywb, wacz, Scrapy), which slow tests hold OnRecord against."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOW = "make peers"
SECONDS = 60


def peer(name: str) -> Path:
    """The program of that name in the peers' environment. Skips the test where that has not been made; in CI its
    absence is a failure, since a skipped proof is none."""
    program = Path(__file__).parents[1] / ".venv-peers" / "bin" / name
    if program.exists():
        return program
    reason = f"{name} is not installed: run `{HOW}`"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def pywb(folder: Path, *add: object, config: str = "") -> Iterator[int]:
    """The port of a pywb with one collection, ``ours``, of the WARC or WACZ files that are added."""
    if config:
        (folder / "config.yaml").write_text(config, encoding="utf-8")
    for command in (("init", "ours"), ("add", "ours", *add)):
        made = [str(peer("wb-manager")), *map(str, command)]
        subprocess.run(made, cwd=folder, check=True, capture_output=True, timeout=SECONDS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    serve = [str(peer("wayback")), "-b", "127.0.0.1", "-p", str(port), "-t", "2", "-d", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(serve, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "pywb ended at once"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("pywb did not start")
