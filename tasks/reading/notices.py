"""The notice catalogue: what stands on a page beside the report, read from ``notices.toml`` (sources.md §4)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

Scope = Literal["line", "paragraph", "sentence", "match"]
Place = Literal["anywhere", "start", "end", "edge", "outside"]

DEFAULT_WITHIN = 3
FAR = 1_000_000
"""A distance no edge rule reaches."""

PREFIX = 4
MARKS = ("©", "/", "--", "–", "—")

_WORD = re.compile(r"[^\W_]+")
_CLASS = re.compile(r"((?<!\\)\[(?:\\.|[^\]\\])+\])")
"""A set of characters in a trigger."""

_CAPITALISED = r"[^\W\d_a-zà-öø-ÿа-яё][\w.'’‘ʼ-]{0,40}"
_NAME = rf"{_CAPITALISED}(?:\s{{1,9}}(?:[a-zà-ÿ]{{1,3}}\s{{1,9}})?{_CAPITALISED}){{0,4}}"
_WORK = (
    r"(?:(?:This|These|this|these|The\s+present)\s+(?:article|report|story|stories|feature|piece|series|publication|project"
    r"|investigation|translation|document|page|paper|comment|programme|podcast|briefing|website|reports|articles)s?)"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One entry of the catalogue; the fields are explained at the top of ``notices.toml``."""

    name: str
    kind: str
    languages: tuple[str, ...]
    words: frozenset[str]
    trigger: re.Pattern[str]
    scope: Scope
    place: Place
    within: int
    max_chars: int | None
    example: str
    labelled: str
    counter: str

    @property
    def rule(self) -> str:
        """The name under which a passage tells what labelled it."""
        return f"notice:{self.name}"

    @property
    def is_whole(self) -> bool:
        """Whether it takes a line or paragraph as one."""
        return self.scope in ("line", "paragraph")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a paragraph stands: body paragraphs between it and either edge, or outside the body altogether."""

    from_start: int = FAR
    from_end: int = FAR
    is_outside: bool = False


OUTSIDE = Position(0, 0, True)


@cache
def catalogue() -> tuple[Notice, ...]:
    """All entries, in the order of the file."""
    entries = tomllib.loads(Path(__file__).with_name("notices.toml").read_text("utf-8"))["notice"]
    return tuple(
        Notice(
            entry["name"],
            entry["kind"],
            tuple(entry["languages"]),
            frozenset(entry["words"]),
            compile_trigger(entry["trigger"]),
            entry["scope"],
            entry["place"],
            entry.get("within", DEFAULT_WITHIN),
            entry.get("max_chars"),
            entry["example"],
            entry.get("labelled", entry["example"]),
            entry["counter"],
        )
        for entry in entries
    )


@cache
def reach() -> int:
    """How many body paragraphs from an edge any rule looks."""
    return max(notice.within for notice in catalogue())


def compile_trigger(source: str) -> re.Pattern[str]:
    """A trigger as written in the catalogue: blanks, apostrophes and macros widened.

    Repeats are bounded: an unbounded one would look through a page of blanks once for every blank.
    """
    widened = "".join(
        part.replace(" ", r"\s").replace("'", "'’‘ʼ")
        if part.startswith("[")
        else part.replace(" ?", r"\s{0,9}").replace(" ", r"\s{1,9}").replace("'", "['’‘ʼ]")
        for part in _CLASS.split(source)
    )
    return re.compile(widened.replace("{NAME}", _NAME).replace("{WORK}", _WORK))


@cache
def admitted(position: Position) -> tuple[Notice, ...]:
    """The entries that apply at a position."""
    return tuple(notice for notice in catalogue() if _is_admitted(notice, position))


def looked_at(text: str, position: Position) -> list[Notice]:
    """The entries that may match a text, by the words it holds: a hundred times cheaper than trying every trigger."""
    folded = text.lower()
    words = _words(position)
    begun = {word[:PREFIX] for word in _WORD.findall(folded)}
    present = {word for prefix in begun & words.keys() for word in words[prefix] if word in folded}
    present.update(mark for mark in MARKS if mark in folded)
    if not present:
        return []
    notices, numbers = admitted(position), _numbers(position)
    # In the order of the catalogue, without asking each of its entries.
    return [notices[number] for number in sorted({at for word in present for at in numbers.get(word, ())})]


@cache
def _numbers(position: Position) -> dict[str, tuple[int, ...]]:
    """By each of their words, the numbers of the entries that apply at a position."""
    found: dict[str, list[int]] = {}
    for number, notice in enumerate(admitted(position)):
        for word in notice.words:
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


@cache
def _words(position: Position) -> dict[str, tuple[str, ...]]:
    """The words of the entries that apply at a position, by their first letters."""
    words = sorted({word for notice in admitted(position) for word in notice.words if word not in MARKS})
    return {prefix: tuple(found) for prefix, found in groupby(words, lambda word: word[:PREFIX])}


def _is_admitted(notice: Notice, position: Position) -> bool:
    if notice.place == "anywhere" or position.is_outside:
        return True
    if notice.place == "start":
        return position.from_start <= notice.within
    if notice.place == "end":
        return position.from_end <= notice.within
    return notice.place == "edge" and min(position.from_start, position.from_end) <= notice.within
