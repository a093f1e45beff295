"""The catalogue of pages that stand where a report should, read from ``challenges.toml``: challenges and refusals with
which a visitor is turned away, and what a broken site prints with status 200."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tasks.page import Page
from tasks.reading.prose import headings_of, is_in, is_quoted, is_reporting, other_characters, title_of, title_parts

WINDOW = 65_536
"""Bytes of a payload that are searched: what turns a visitor away says so at once."""
MAX_BESIDE_ONE = 120
"""Longest other text of a page on which one sign is believed, or two weak ones."""
MAX_BESIDE_TWO = 600
"""Longest other text of a page whose title and whose content speak alike, one of them plainly."""

Where = Literal["title", "text", "markup", "header"]
Kind = Literal["blocked", "server-error"]

# Old pages are not in UTF-8; an anchor is looked for in the encodings that its script was written in.
_ENCODINGS = ("utf-8", "cp1251", "cp1256", "cp1252")
# A text is a line for each block: ``^`` is where one begins, ``.`` goes across.
_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL
_QUOTATIONS = frozenset({"blockquote", "q"})


@dataclass(frozen=True, slots=True)
class Challenge:
    """One entry of the catalogue; the fields are explained at the top of ``challenges.toml``."""

    name: str
    state: Kind
    where: Where
    header: str
    pattern: re.Pattern[str]
    literals: tuple[bytes, ...]
    """One of them stands in the window of every page that `pattern` fits; none for a header and for a broken site."""
    max_chars: int
    is_weak: bool
    example: str


@cache
def challenges() -> tuple[Challenge, ...]:
    """The catalogue in its own order. Raises KeyError, ValueError and re.error where the file is wrong."""
    return tuple(_entries(_data()["challenge"]))


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
    """Whether a window holds any literal of the catalogue; if not, no entry turns the visitor away."""
    return any(literal in window for literal in _literals())


def challenge_of(page: Page, window: bytes, state: Kind = "blocked") -> Challenge | None:
    """The first entry that fits a page and the window of its payload, where the page says little else.

    How much else it may say depends on how sure the signs are. Words alone prove nothing: a report may quote them, a
    box beside it may print them.
    """
    signs = _signs(page, window, state)
    if not signs:
        return None
    words = [sign.pattern.pattern for sign in signs if sign.where == "text"]
    own = re.compile("|".join([_beside(), *words]), _FLAGS)
    return signs[0] if other_characters(page, own) <= _most_beside(signs) else None


def _signs(page: Page, window: bytes, state: Kind) -> list[Challenge]:
    length = len(page.text)
    entries = [entry for entry in challenges() if entry.state == state and length <= entry.max_chars]
    if not entries:
        return []
    names = {title_of(page), *title_parts(page), *headings_of(page)}
    # Of the page's own voice: no quotation, nothing that somebody is said to have said.
    texts = (" ".join(page.block_text(block).split()) for block in page.blocks if not is_in(block, _QUOTATIONS))
    text = "\n".join(text for text in texts if not is_reporting(text))
    return [entry for entry in entries if _fits(entry, names, text, window)]


def _fits(entry: Challenge, names: Iterable[str], text: str, window: bytes) -> bool:
    match entry.where:
        case "title":
            return any(entry.pattern.fullmatch(name) for name in names)
        case "text":
            return any(not is_quoted(text, found.start()) for found in entry.pattern.finditer(text))
        case "markup":
            return entry.literals[0] in window
        case "header":
            return False


def _most_beside(signs: list[Challenge]) -> int:
    """Longest other text on which signs are believed."""
    is_plain = any(not sign.is_weak for sign in signs)
    # Only the title and the content are apart: a box for comments brings its widget and its words together.
    if {sign.where == "title" for sign in signs} == {True, False}:
        return MAX_BESIDE_TWO if is_plain else MAX_BESIDE_ONE
    return MAX_BESIDE_ONE if is_plain else 0


@cache
def _literals() -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(literal for entry in challenges() for literal in entry.literals))


@cache
def _beside() -> str:
    return "|".join(_data()["beside"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("challenges.toml").read_text("utf-8"))


def _entries(rows: Iterable[dict[str, object]]) -> Iterator[Challenge]:
    for row in rows:
        where, state, pattern, anchors = (
            row["where"],
            row.get("state", "blocked"),
            str(row["pattern"]),
            row.get("anchors"),
        )
        if where not in ("title", "text", "markup", "header") or state not in ("blocked", "server-error"):
            raise ValueError(f"{row['name']}: where is {where!r}, state {state!r}")
        if not isinstance(anchors, list | None):
            raise ValueError(f"{row['name']}: anchors are {anchors!r}")
        literals = [pattern] if where == "markup" else [str(anchor) for anchor in anchors or []]
        if bool(literals) == (where == "header" or state == "server-error"):
            raise ValueError(f"{row['name']}: what turns away by title or text needs anchors, nothing else has any")
        yield Challenge(
            name=str(row["name"]),
            state=state,
            where=where,
            header=str(row.get("header", "")).lower(),
            pattern=re.compile(re.escape(pattern) if where == "markup" else pattern, _FLAGS),
            literals=tuple(encoded for literal in literals for encoded in _encoded(literal.lower())),
            max_chars=0 if where == "header" else int(str(row["max_chars"])),
            is_weak=row.get("weak") is True,
            example=str(row["example"]),
        )


def _encoded(literal: str) -> Iterator[bytes]:
    if literal.isascii():
        yield literal.encode()
        return
    for encoding in _ENCODINGS:
        try:
            yield literal.encode(encoding)
        except UnicodeEncodeError:
            continue
