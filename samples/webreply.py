"""An answer of a sample web archive."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, header fields and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def plain(status: int, text: str, *headers: tuple[str, str]) -> Reply:
    """A few words."""
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"), *headers), text.encode())


def as_json(value: object, status: int = 200) -> Reply:
    """A value as JSON."""
    return Reply(status, (("Content-Type", "application/json"),), json.dumps(value).encode())
