"""Prefect's embedded server, started on purpose instead of by surprise.

Prefect starts one by itself where no server is configured, but gives it 20 seconds (a busy machine needs 35) and
leaves it running for ever when its parent is killed. Here it gets two minutes, and goes when its parent goes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

START_SECONDS = 120

_WATCH = "import os, signal, sys; sys.stdin.read(); os.kill(int(sys.argv[1]), signal.SIGTERM)"
"""Reads until the parent's end of the pipe closes, which the kernel does even for a parent that was killed."""


def prepare_environment() -> None:
    """Sets what must be set before Prefect is imported; whatever the operator has set wins."""
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", str(START_SECONDS))
    os.environ.setdefault("PREFECT_CLI_PROMPT", "false")


@contextmanager
def prefect_server(say: Callable[[str], None]) -> Iterator[str]:
    """The API address of the configured server, or of an embedded one that lives as long as this block.

    Raises RuntimeError where the embedded one does not answer within `START_SECONDS`.
    """
    prepare_environment()
    from prefect.settings import PREFECT_API_URL, temporary_settings

    configured = PREFECT_API_URL.value()
    if configured:
        yield str(configured)
        return

    from prefect.server.api.server import SubprocessASGIServer

    say(f"starting Prefect's embedded server (up to {START_SECONDS} s) …")
    server = SubprocessASGIServer()
    server.start(timeout=START_SECONDS)
    if server.server_process is None:
        raise RuntimeError("Prefect's embedded server did not start; set PREFECT_API_URL to a running one")
    watcher = subprocess.Popen(  # noqa: S603  our own interpreter and words
        [sys.executable, "-S", "-c", _WATCH, str(server.server_process.pid)], stdin=subprocess.PIPE
    )
    try:
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            yield server.api_url
    finally:
        watcher.kill()  # before the server stops, so that it never signals a process id used again
        watcher.wait()
        server.stop()
