"""What a header of printed labels is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tasks.page import Page


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels a site prints above its reports."""

    ranks: Mapping[str, int]
    """By label: its usual place in the order."""
    starters: frozenset[str]
    """Labels with which a header may begin."""
    long_values: frozenset[str]
    is_colon_needed: bool
    """Whether a label with its value in one line always has its colon."""
    last: str | None = None
    """The label after which the header is over."""


def pattern_of(labels: LabelSet) -> str:
    """A pattern for any of these labels, the longest first; their blanks may be printed as non-breaking ones."""
    names = sorted(labels.ranks, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[ \xa0]") for name in names)


def plain_label(printed: str) -> str:
    """A label as its set names it."""
    return printed.replace("\xa0", " ")


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value."""

    label: str
    is_known: bool
    start: int
    """Offset of the label."""
    value_start: int
    end: int
    """Offset behind the value."""

    def value(self, page: Page) -> str:
        """The value as printed, without the signs of a table around it."""
        return page.text[self.value_start : self.end].strip(" \t\r\n\f\v|")


@dataclass(frozen=True, slots=True)
class Header:
    """The labelled fields of a page."""

    fields: tuple[Field, ...]
    first: int
    """Number of the first label's line."""
    after: int
    """Number of the line behind the header."""

    def field(self, *labels: str) -> Field | None:
        return next((field for field in self.fields if field.label in labels), None)
