"""The notice catalogue: what stands on a page beside the report, read from ``notices.toml`` (sources.md §4)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tasks.reading.sentences import sentence_spans

Scope = Literal["line", "paragraph", "sentence", "match"]
Place = Literal["anywhere", "start", "end", "edge", "outside"]

DEFAULT_WITHIN = 3
FAR = 1_000_000
"""A distance no edge rule reaches."""

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


@dataclass(frozen=True, slots=True)
class Position:
    """Where a paragraph stands: body paragraphs between it and either edge, or outside the body altogether."""

    from_start: int = FAR
    from_end: int = FAR
    is_outside: bool = False


OUTSIDE = Position(0, 0, True)


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice found in a paragraph, as offsets into it."""

    start: int
    end: int
    kind: str
    rule: str


def hits(text: str, position: Position) -> tuple[Hit, ...]:
    """The notices in one paragraph, in order, without overlap.

    A rule for whole paragraphs comes before the rules for parts of them. Neighbouring sentences of one kind are one
    notice.
    """
    notices = _admitted(position)
    whole = next((notice for notice in notices if notice.scope in ("line", "paragraph") and _fits(notice, text)), None)
    if whole is not None:
        return (Hit(0, len(text), whole.kind, whole.rule),)
    sentences = list(sentence_spans(text))
    found = [
        Hit(start, end, notice.kind, notice.rule)
        for notice in notices
        if notice.scope in ("match", "sentence") and not _is_too_long(notice, text)
        for start, end in _spans(notice, text, sentences)
    ]
    # Sorting is stable: of two at one place the earlier entry of the catalogue comes first.
    return tuple(_merged(text, sorted(found, key=lambda hit: hit.start)))


@cache
def catalogue() -> tuple[Notice, ...]:
    """All entries, in the order of the file."""
    entries = tomllib.loads(Path(__file__).with_name("notices.toml").read_text("utf-8"))["notice"]
    return tuple(
        Notice(
            entry["name"],
            entry["kind"],
            tuple(entry["languages"]),
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
    source = source.replace(" ?", r"\s{0,9}").replace(" ", r"\s{1,9}").replace("'", "['’‘ʼ]")
    return re.compile(source.replace("{NAME}", _NAME).replace("{WORK}", _WORK))


@cache
def _admitted(position: Position) -> tuple[Notice, ...]:
    return tuple(notice for notice in catalogue() if _is_admitted(notice, position))


def _is_admitted(notice: Notice, position: Position) -> bool:
    if notice.place == "anywhere" or position.is_outside:
        return True
    if notice.place == "start":
        return position.from_start <= notice.within
    if notice.place == "end":
        return position.from_end <= notice.within
    return notice.place == "edge" and min(position.from_start, position.from_end) <= notice.within


def _fits(notice: Notice, text: str) -> bool:
    if _is_too_long(notice, text):
        return False
    if notice.scope == "line":
        return notice.trigger.fullmatch(text.strip()) is not None
    return notice.trigger.search(text) is not None


def _is_too_long(notice: Notice, text: str) -> bool:
    return notice.max_chars is not None and len(text) > notice.max_chars


def _spans(notice: Notice, text: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if notice.scope == "match":
        yield from (match.span() for match in notice.trigger.finditer(text) if match.end() > match.start())
        return
    for start, end in sentences:
        if notice.trigger.search(text[start:end]):
            yield start, end


def _merged(text: str, found: list[Hit]) -> Iterator[Hit]:
    last: Hit | None = None
    for hit in found:
        if last and hit.start < last.end:
            continue
        if last and last.kind == hit.kind and not text[last.end : hit.start].strip():
            last = Hit(last.start, hit.end, last.kind, last.rule)
            continue
        if last:
            yield last
        last = hit
    if last:
        yield last
