"""What the quotes benchmark compares that needs no peer: OnRecord, its fast way, and quotation marks alone."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.quote_running import Find, serve
from tasks.batch.quoting import Document, entries, read_text

_MARK = re.compile(r"[\"“”«»]|''|``")
_OPENS = frozenset("“«") | {"``"}
_CLOSES = frozenset("”»")
_WORD = re.compile(r"\w")


def onrecord(text: str, *, direct_only: bool, nested: bool = False) -> Iterator[dict[str, Any]]:
    """As the command `onrecord quotes` answers."""
    return entries(read_text(Document("", text), direct_only=direct_only).quotes, nested=nested)


def marks(text: str) -> Iterator[dict[str, Any]]:
    """All that stands in marks in a paragraph is a direct quote; one left open ends where the next opens again."""
    paragraphs = [match.span() for match in re.finditer(r"\S[^\n]*", text)]
    for (start, end), (after, _) in zip(paragraphs, [*paragraphs[1:], (len(text), len(text))], strict=True):
        opened: int | None = None
        for mark in _MARK.finditer(text, start, end):
            if opened is None and mark[0] not in _CLOSES:
                opened = mark.end()
            elif opened is not None and mark[0] not in _OPENS:
                yield from _direct(text, opened, mark.start())
                opened = None
        if opened is not None and (match := _MARK.match(text, after)) and match[0] not in _CLOSES:
            yield from _direct(text, opened, end)


def _direct(text: str, start: int, end: int) -> Iterator[dict[str, Any]]:
    if _WORD.search(text, start, end):
        yield {"start": start, "end": end, "text": text[start:end], "type": "direct", "speaker": None}


SYSTEMS: dict[str, Find] = {
    "all": partial(onrecord, direct_only=False),
    "direct": partial(onrecord, direct_only=True),
    "all-nested": partial(onrecord, direct_only=False, nested=True),
    "direct-nested": partial(onrecord, direct_only=True, nested=True),
    "marks": marks,
}


def main() -> None:
    """Answers texts with one of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quote_systems")
    parser.add_argument("system", choices=SYSTEMS)
    serve(SYSTEMS[parser.parse_args().system])


if __name__ == "__main__":
    main()
