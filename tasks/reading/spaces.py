"""White space at the edges of text: what is cut away, and what stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ASCII_SPACE = " \t\n\r\f\v"
"""Cut from the edges of a block; a non-breaking space is the author's and stays."""

_EMPTY_LINES = re.compile(r"\n\s*\n")
_NOT_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits alone, without accents, for finding a text again that somebody has normalised.

    Marks go before the text is taken apart: thousands of them on one letter would be put in order for minutes.
    """
    bare = _NOT_LETTERS.sub("", text)
    if not bare.isascii():
        bare = _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", bare))
    return bare.casefold()


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without ASCII white space around it; nothing where no visible character is left."""
    part = text[start:end] if start < end else ""
    if not part.strip():
        return
    start += len(part) - len(part.lstrip(ASCII_SPACE))
    yield start, start + len(part.strip(ASCII_SPACE))


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a block between empty lines, without ASCII white space around them or lines of nothing."""
    position = 0
    for match in _EMPTY_LINES.finditer(text):
        yield from _without_empty_lines(text, position, match.start())
        position = match.end()
    yield from _without_empty_lines(text, position, len(text))


def _without_empty_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    # A line of non-breaking spaces alone is a gap that an author made, not text.
    part = text[start:end]
    if (cut := part.rfind("\n")) >= 0 and not part[cut:].strip():
        end = start + cut
        part = part[:cut]
    if (cut := part.find("\n")) >= 0 and not part[:cut].strip():
        start += cut + 1
    yield from trimmed(text, start, end)
