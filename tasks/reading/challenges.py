"""The catalogue of challenge pages and refusals, read from ``challenges.toml``: how sites turn a visitor away."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tasks.page import Page

WINDOW = 65_536
"""Bytes of a payload that are searched: what turns a visitor away says so at once."""

Where = Literal["title", "text", "markup", "header"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """One entry of the catalogue; the fields are explained at the top of ``challenges.toml``."""

    name: str
    where: Where
    header: str
    pattern: re.Pattern[str]
    literals: tuple[bytes, ...]
    """One of them stands in the window of every page that `pattern` fits; none for a header."""
    max_chars: int
    example: str


@cache
def challenges() -> tuple[Challenge, ...]:
    """The catalogue in its own order. Raises KeyError, ValueError and re.error where the file is wrong."""
    data = tomllib.loads(Path(__file__).with_name("challenges.toml").read_text("utf-8"))
    return tuple(_entries(data["challenge"]))


def window_of(payload: bytes) -> bytes:
    """What is searched for literals: the beginning of a payload in lower case, white space as single blanks."""
    return b" ".join(payload[:WINDOW].lower().split())


def is_told_by(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether an answer's headers alone say that the visitor was turned away."""
    told = [entry for entry in challenges() if entry.where == "header"]
    return any(
        entry.header == name.strip().lower() and entry.pattern.fullmatch(value.strip())
        for name, value in headers
        for entry in told
    )


def may_hold(window: bytes) -> bool:
    """Whether a window holds any literal of the catalogue; if not, no entry fits."""
    return any(literal in window for literal in _literals())


def challenge_of(page: Page, window: bytes) -> Challenge | None:
    """The first entry that fits a page and the window of its payload."""
    length = len(page.text)
    text = " ".join(page.text[: _longest()].split())
    title = " ".join((page.head_value("title") or "").split())
    for entry in challenges():
        if length > entry.max_chars:
            continue
        match entry.where:
            case "title":
                fits = bool(entry.pattern.fullmatch(title))
            case "text":
                fits = bool(entry.pattern.search(text))
            case "markup":
                fits = entry.literals[0] in window
            case "header":
                fits = False
        if fits:
            return entry
    return None


@cache
def _literals() -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(literal for entry in challenges() for literal in entry.literals))


@cache
def _longest() -> int:
    return max(entry.max_chars for entry in challenges() if entry.where == "text")


def _entries(rows: Iterable[dict[str, object]]) -> Iterator[Challenge]:
    for row in rows:
        where, pattern, anchors = row["where"], str(row["pattern"]), row.get("anchors", [])
        if where not in ("title", "text", "markup", "header") or not isinstance(anchors, list):
            raise ValueError(f"{row['name']}: where is {where!r}, anchors {anchors!r}")
        literals = [pattern] if where == "markup" else [str(anchor) for anchor in anchors]
        if bool(literals) == (where == "header"):
            raise ValueError(f"{row['name']}: a title or a text needs anchors, a header has none")
        yield Challenge(
            name=str(row["name"]),
            where=where,
            header=str(row.get("header", "")).lower(),
            pattern=re.compile(re.escape(pattern) if where == "markup" else pattern, re.IGNORECASE),
            literals=tuple(literal.lower().encode() for literal in literals),
            max_chars=0 if where == "header" else int(str(row["max_chars"])),
            example=str(row["example"]),
        )
