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

    from prefect.logging.handlers import APILogHandler
    from prefect.server.api.server import SubprocessASGIServer

    watchers: list[subprocess.Popen[bytes]] = []

    class WatchedServer(SubprocessASGIServer):
        """Watched from its first moment: a run may be killed while its server is still starting."""

        def _run_uvicorn_command(self) -> subprocess.Popen[bytes]:
            process: subprocess.Popen[bytes] = super()._run_uvicorn_command()
            watchers.append(_watch(process.pid))
            return process

    say(f"starting Prefect's embedded server (up to {START_SECONDS} s) …")
    server = WatchedServer()
    try:
        server.start(timeout=START_SECONDS)
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            try:
                yield server.api_url
            finally:
                APILogHandler().flush()  # what is sent after the server has gone is an error on the operator's screen
    finally:
        for watcher in watchers:  # before the server stops, so that none signals a process id used again
            watcher.kill()
            watcher.wait()
        server.stop()


def _watch(pid: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-S", "-c", _WATCH, str(pid)]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603  our own interpreter and words
