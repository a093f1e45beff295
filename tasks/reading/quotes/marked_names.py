"""Names in marks: “Farida”, 34, a teacher, is nobody's words but a name, often one that is not the real one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.spans import Marked, Outer

_NAME = re.compile(r"[^\W\d_a-zа-я][^\W\d_]{1,20}(?:[-’'][^\W\d_]{1,20})?(?: [^\W\d_a-zа-я][^\W\d_]{0,20}\.?){0,2},?")
_AGE = re.compile(r",? \(?(?:aged )?\d\d\b(?! ?(?:per|%))")
_APPOSED = re.compile(
    r",? (?:an? ((?:[\w’'-]{1,30} ){0,3}[\w’'-]{1,30}))"
    r"(?:[,.)]| who\b| (?:of|from|in|at|with|for) (?:(?!said\b|says\b|told\b|asked\b)[^,.\n]){1,50}[,.])"
)
"""Ended by a comma: “Yes,” a man said."""
_OF_AGE = re.compile(r"(?:[\w’'-]{1,20} ){1,3}(?:of|aged) \d\d\b|\d\d-year-old\b")
_NOTICE = re.compile(
    r",? \((?:not )?(?:his|her|their|a|the|real|name)\b|, (?:not (?:his|her)|a pseudonym|whose (?:real )?name)"
)
_SPOKE = re.compile(r" (?:told [\w’]|(?:said|says|recalled|explained) that\b)")


class Read(NamedTuple):
    """The quotations without the names among them, renumbered, and the names of each paragraph."""

    marked: list[Marked]
    outers: list[list[Outer]]
    names: list[list[tuple[Outer, tuple[int, int]]]]
    """Each with what is inside its marks."""


def without_names(body: str, marked: Sequence[Marked], outers: Sequence[Sequence[Outer]]) -> Read:
    """Takes out the quotations that are names, by what follows one of them; the same words in marks are it again."""
    ends = {outer.number: outer.end_char for paragraph in outers for outer in paragraph}
    short = {at: name for at, one in enumerate(marked) if (name := _name_in(body, one))}
    names = {name for at, name in short.items() if at in ends and _is_followed(body, marked[at], ends[at])}
    taken = {at for at, name in short.items() if name in names}
    number = {old: new for new, old in enumerate(at for at in range(len(marked)) if at not in taken)}
    return Read(
        [one for at, one in enumerate(marked) if at not in taken],
        [[each._replace(number=number[each.number]) for each in one if each.number not in taken] for one in outers],
        [[(each, marked[each.number].segments[0]) for each in one if each.number in taken] for one in outers],
    )


def _name_in(body: str, one: Marked) -> str | None:
    """The name that is all there is inside the marks, or none."""
    if len(one.segments) != 1 or not one.is_closed:
        return None
    start, end = one.segments[0]
    if end - start > 60 or not _NAME.fullmatch(body, start, end):
        return None
    return body[start:end].rstrip(",")


def _is_followed(body: str, one: Marked, end: int) -> bool:
    """Whether an age, a role or a notice stands behind, or a verb without a comma before it."""
    comma = body[one.segments[0][1] - 1] == "," or body[end : end + 1] == ","
    if _AGE.match(body, end) or _NOTICE.match(body, end):
        return True
    apposed = _APPOSED.match(body, end) if comma else None
    if apposed:
        words = apposed.group(1).lower().split()
        return any(kind_of_noun(word) in ("role", "anonymous") for word in words) or bool(
            _OF_AGE.match(body, apposed.start(1))
        )
    return not comma and _SPOKE.match(body, end) is not None
