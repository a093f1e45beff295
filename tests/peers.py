"""Where the field's own tools are (pywb, wacz, Scrapy), which slow tests hold OnRecord against."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HOW = "make peers"


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
