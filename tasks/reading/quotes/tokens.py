"""Paragraphs as tokens, with every quotation closed into one token, and the sentences they form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.spans import Marked, Outer

# Each alternative begins with a class the others do not repeat inside, so that no text makes it go back.
_TOKEN = re.compile(
    r"\[\d{1,4}\]|(?:[^\W\d_a-zа-я]\.){2,}|\d+(?:[.,:]\d+)*[^\W\d_]*(?:[-‑][^\W_]+)*|[^\W_]+(?:[-‑'’‘`\u00ad][^\W_]+)*[’']?|\.{2,}|[^\s\w*†‡\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|_"
)
QUOTE = "\0quote"
DASHES = frozenset({"–", "—", "-", "―"})
_ABBREVIATIONS = words("names", "abbreviation")
_ENDS = frozenset({".", "?", "!", "…", "..", "...", "...."})
_LONGEST_NOTE = 3  # digits of a note's number
_BEFORE_NOTE = frozenset('.”’"')
_CLOSERS = frozenset(")]”’\"'»")


class Token(NamedTuple):
    """A word, a number, a sign, or a whole quotation (`text` is then `QUOTE`)."""

    start: int
    end: int
    text: str
    low: str
    marked: int = -1
    """For a quotation: index into the report's marked quotations."""
    last: str = ""
    """For a quotation: its last printed character inside the marks."""

    @property
    def is_quote(self) -> bool:
        return self.marked >= 0

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One body passage. `sentences` are half-open ranges over `tokens`."""

    start_char: int
    end_char: int
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]


def _low(text: str) -> str:
    """Lower case, one kind of apostrophe, no soft hyphens: what the word lists hold."""
    low = text.lower()
    return low if low.isascii() else low.replace("’", "'").replace("‘", "'").replace("\u00ad", "")


def _is_of_name(body: str, text: str, end: int) -> bool:
    """The mark behind "Achieng’ Odera", "Dato’ Rashid": no plural's possessive, and a capital behind the blank."""
    is_name = text[0].isupper() and len(text) > 3 and text[-2].islower() and text[-2] not in "sxz"
    return is_name and body[end : end + 1] == " " and body[end + 1 : end + 2].isupper()


def _is_footnote(body: str, text: str, at: int, end: int) -> bool:
    """The number of a note, "twice.[12] The", "no window.23 Officials": no word of the sentence."""
    if text[0] == "[":
        return len(text) > 1 and at > 0 and not body[at - 1].isspace()
    if len(text) > _LONGEST_NOTE or at < _LONGEST_NOTE or body[at - 1] not in _BEFORE_NOTE or not text.isdigit():
        return False
    before = body[at - _LONGEST_NOTE : at - 1]
    is_behind = before.isalpha() if body[at - 1] == "." else before[-1] in ".,"
    return is_behind and not body[end : end + 1].strip()


def tokenise(body: str, start: int, end: int) -> list[Token]:
    """The words, numbers and signs of ``body[start:end]``."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(body, start, end):
        text, at = match.group(), match.start()
        if _is_footnote(body, text, at, match.end()):
            continue
        cut = len(text) - 2
        if text[-1] in "'’" and len(text) > 1:
            is_kept = _is_of_name(body, text, match.end())
            stop = match.end() - (not is_kept)
            tokens.append(Token(at, stop, body[at:stop], _low(text[:-1])))
            if not is_kept:
                tokens.append(Token(stop, match.end(), text[-1], _low(text[-1])))
        elif cut > 0 and text[-1] in "sS" and text[cut] in "'’":
            tokens.append(Token(at, at + cut, text[:cut], _low(text[:cut])))
            tokens.append(Token(at + cut, match.end(), text[cut:], "'s"))
        else:
            tokens.append(Token(at, match.end(), text, _low(text)))
    return tokens


def paragraph(
    body: str,
    start: int,
    end: int,
    outers: Sequence[Outer],
    marked: Sequence[Marked],
    names: Sequence[tuple[Outer, tuple[int, int]]] = (),
) -> Paragraph:
    """Tokens of ``body[start:end]``; `outers` are the quotations in it, in order, with their marks; of `names`, which
    stand in marks as well, the words are read and the marks are not."""
    tokens: list[Token] = []
    at = start
    inside = dict(names)
    for outer in sorted([*outers, *inside], key=lambda one: one.start_char) if inside else outers:
        tokens += tokenise(body, at, outer.start_char)
        if outer in inside:
            tokens += tokenise(body, *inside[outer])
            at = outer.end_char
            continue
        inner_end = marked[outer.number].segments[outer.segment][1]
        tokens.append(
            Token(outer.start_char, outer.end_char, QUOTE, QUOTE, outer.number, body[inner_end - 1 : inner_end])
        )
        at = outer.end_char
    tokens += tokenise(body, at, end)
    return Paragraph(start, end, tuple(tokens), tuple(_sentences(tokens)))


def _is_end(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.is_quote:
        return token.last in ".?!…"
    if token.text not in _ENDS:
        return False
    if token.text != "." or i == 0 or tokens[i - 1].end != token.start:
        return True
    before = tokens[i - 1]
    return not (before.low in _ABBREVIATIONS or (len(before.text) == 1 and before.is_capital))


def _sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    start, i = 0, 0
    while i < len(tokens):
        if not _is_end(tokens, i):
            i += 1
            continue
        end = i + 1
        while end < len(tokens) and tokens[end].text in _CLOSERS and tokens[end].start == tokens[end - 1].end:
            end += 1
        if end < len(tokens):
            after = tokens[end]
            opens = after.is_quote or after.is_capital or after.text[0].isdigit() or after.text in "([“‘«–—-"
            if not opens or after.start == tokens[end - 1].end:
                i = end
                continue
        ranges.append((start, end))
        start = i = end
    if start < len(tokens):
        ranges.append((start, len(tokens)))
    return ranges
