"""Which quotation mark opens, which closes, and which pairs they form in one paragraph.

A mark's shape (what stands left and right of it) says what it may do; a stack says what it does. A mark without a
partner closes nothing: one stray mark must not turn a whole page inside out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Four marks in a row are an ornament and quote nothing; they match without the group.
_MARK = re.compile(r"[\"“”„‟«»‘’‚'`]{4,}|(?P<mark>''|``|[\"“”„‟«»‹›‘’‚'])")
_OPENING_LEFT = frozenset("([{—–―-/\"“„«‘‚'…>|")
_CLOSING_RIGHT = frozenset(".,;:!?)]}—–―-/\"”“»’'…<[|")
# Elisions that a single mark may begin: the mark is an apostrophe there, and opens nothing.
_ELISION = re.compile(r"(?:\d0s|\d\d\b|tis\b|twas\b|em\b|til\b|cause\b|n\b|bout\b)", re.IGNORECASE)
_SINGLE = frozenset("'‘‚")
UNSEEN = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Direction marks and the like: a reader does not see them."""
_AHEAD = 8  # how many marks ahead a doubtful one may look; keeps the scan linear


class Mark(NamedTuple):
    """A mark and its neighbours; empty at the edge of the paragraph."""

    start: int
    end: int
    text: str
    left: str
    right: str

    @property
    def opens(self) -> bool:
        return (not self.left or self.left.isspace() or self.left in _OPENING_LEFT) and bool(self.right.strip())

    @property
    def closes(self) -> bool:
        return bool(self.left.strip()) and (not self.right or self.right.isspace() or self.right in _CLOSING_RIGHT)


class Open(NamedTuple):
    """A mark that still waits for its partner."""

    mark: Mark
    family: str
    weak: bool  # may as well be an apostrophe: nobody misses its partner


@dataclass(frozen=True, slots=True)
class Found:
    """Outermost pairs in order, the opening mark nothing closes to the paragraph's end, the first mark left over.

    Where the words behind that opening mark are one quotation, pairs behind it are words inside its words.
    """

    pairs: tuple[tuple[Mark, Mark], ...]
    tail: Open | None
    stray: Mark | None


def _seen(body: str, at: int, limit: int, step: int) -> str:
    """The neighbour that a reader sees: direction marks are not seen."""
    for _ in range(_AHEAD):
        if at == limit:
            return ""
        if body[at] not in UNSEEN:
            return body[at]
        at += step
    return " "


def marks_in(body: str, start: int, end: int) -> list[Mark]:
    """Every mark of ``body[start:end]``."""
    return [
        Mark(
            m.start(),
            m.end(),
            m.group(),
            _seen(body, m.start() - 1, start - 1, -1),
            _seen(body, m.end(), end, 1),
        )
        for m in _MARK.finditer(body, start, end)
        if m.lastgroup
    ]


def _is_inches(marks: Sequence[Mark], i: int) -> bool:
    """12" in a quotation that closes later: the next straight mark closes and none opens between."""
    if not marks[i].left.isdigit():
        return False
    following = next((m for m in marks[i + 1 : i + _AHEAD] if m.text == marks[i].text), None)
    return following is not None and following.closes and not following.opens


def _is_possessive(marks: Sequence[Mark], i: int) -> bool:
    """the activists’ rights: a later mark closes the quotation better than this one."""
    if marks[i].left not in "sSxz" or not marks[i].right.isspace():
        return False
    for later in marks[i + 1 : i + _AHEAD]:
        if later.text == "‘":
            return False
        if later.text == marks[i].text and later.closes and later.left in ",.?!…":
            return True
    return False


def _is_inside(pair: tuple[Mark, Mark], opened: Open) -> bool:
    """Whether a pair ends before a mark that nothing closes, or is of another sort: words inside its words."""
    if pair[1].end <= opened.mark.start:
        return True
    is_single = opened.mark.text in _SINGLE
    return pair[0].start > opened.mark.start and (pair[0].text in _SINGLE) != is_single


class Pairing:
    """Pairs the marks of one paragraph."""

    def __init__(self, body: str, marks: Sequence[Mark]) -> None:
        self._body = body
        self._marks = marks
        self._stack: list[Open] = []
        self._families: Counter[str] = Counter()
        self._pairs: list[tuple[Mark, Mark]] = []
        self._stray: list[Mark] = []

    def _push(self, mark: Mark, family: str, *, weak: bool = False) -> None:
        self._stack.append(Open(mark, family, weak))
        self._families[family] += 1

    def _close(self, mark: Mark, *families: str) -> bool:
        if not any(self._families[family] for family in families):
            return False
        while True:
            top = self._stack.pop()
            self._families[top.family] -= 1
            if top.family in families:
                self._pairs.append((top.mark, mark))
                return True
            if not top.weak:
                self._stray.append(top.mark)

    def _top(self) -> str:
        return self._stack[-1].family if self._stack else ""

    def _straight(self, i: int, mark: Mark) -> None:
        is_open = self._families['"'] > 0
        if mark.closes and mark.opens:  # dash or mark on both sides
            if not (is_open and self._close(mark, '"')):
                self._push(mark, '"')
        elif mark.closes:
            if is_open and _is_inches(self._marks, i):
                return
            if not self._close(mark, '"', "“") and not mark.left.isdigit():
                self._stray.append(mark)
        elif mark.opens:
            self._push(mark, '"')
        elif mark.left.isspace() and not mark.right.strip():
            if not self._close(mark, '"'):
                self._push(mark, '"')
        elif not mark.left.isdigit() and not self._close(mark, '"'):
            self._stray.append(mark)

    def _single(self, i: int, mark: Mark) -> None:
        if mark.left.isalnum() and mark.right.isalnum():
            return
        straight = mark.text == "'"
        family = "'" if straight else "‘"
        opens = mark.opens and not mark.closes and not _ELISION.match(self._body, mark.end)
        if opens and (straight or mark.text == "‘"):
            self._push(mark, family, weak=True)
        elif mark.closes and mark.text != "‘" and self._families[family]:
            if straight and mark.left not in ",.?!…":
                return  # a possessive or a plural more often than an end
            if straight or mark.left in ",.?!…" or not _is_possessive(self._marks, i):
                self._close(mark, family)

    def _take(self, i: int, mark: Mark) -> None:
        text = mark.text
        if text == '"':
            self._straight(i, mark)
        elif text in ("'", "’", "‘"):
            if text == "‘" and self._top() == "‚":
                self._close(mark, "‚")
            else:
                self._single(i, mark)
        elif text == "''":
            if not self._close(mark, "``", "''"):
                self._push(mark, "''", weak=True)
        elif text == "``":
            self._push(mark, "``")
        elif text in "„‟‚":
            self._push(mark, text, weak=text == "‚")
        elif text == "“":
            closing = mark.closes and not mark.opens
            if not (closing and self._close(mark, "„", "“")) and not (self._top() == "„" and self._close(mark, "„")):
                self._push(mark, "“")
        elif text == "”":
            if not self._close(mark, "“", "„", '"', "‟"):
                if (mark.opens and not mark.closes) or not mark.left:  # printed the wrong way round
                    self._push(mark, "“")
                else:
                    self._stray.append(mark)
        elif text in "«‹":
            if not self._close(mark, "»" if text == "«" else "›"):
                self._push(mark, text)
        elif text in "»›" and not self._close(mark, "«" if text == "»" else "‹"):
            if mark.opens:
                self._push(mark, text)
            else:
                self._stray.append(mark)

    def run(self) -> Found:
        """Reads the marks from left to right, once."""
        for i, mark in enumerate(self._marks):
            self._take(i, mark)
        outermost: list[tuple[Mark, Mark]] = []
        for pair in sorted(self._pairs, key=lambda p: p[0].start):
            if not outermost or pair[0].start >= outermost[-1][1].end:
                outermost.append(pair)
        left = [o for o in self._stack if not o.weak or not o.mark.left]
        tail = next((o for o in left[:_AHEAD] if all(_is_inside(pair, o) for pair in outermost)), None)
        self._stray += [o.mark for o in left if o is not tail and not o.weak]
        return Found(tuple(outermost), tail, min(self._stray, key=lambda m: m.start, default=None))


def pair(body: str, start: int, end: int) -> Found | None:
    """The pairs of one paragraph; none where it has no mark."""
    marks = marks_in(body, start, end)
    return Pairing(body, marks).run() if marks else None
