"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
