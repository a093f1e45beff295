"""Printed labels and their values: ``Publisher X`` in a line, in two cells, in a dt and its dd, in two blocks.

Nobody has seen the markup of every layout (sources.md), so the words decide and the structure only helps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.page import Page
from tasks.sources.fields import Field, Header, LabelSet, pattern_of, plain_label
from tasks.sources.lines import Line, is_one_link, is_outside

WINDOW = 8
"""Lines within which a second label must stand for the first to count as a header's."""
GAP = 3
"""Lines a value may run on before the next label."""
LONG_GAP = 12
"""The same for labels whose values are known to be long."""
MAX_WEAK_VALUE = 160
"""Longer text after a label that nothing but a blank sets apart is a sentence."""

MAX_ABOVE = 5_000
"""Lines within which a header must begin."""
MAX_FIELDS = 100

MAX_UNKNOWN = 40
"""A longer cell is no label."""

_SIGN = " \t\xa0|"
_RULE_SIGNS = " \t\xa0|:-–—=+_"
"""A line or cell of nothing else divides a label from its value, or two rows."""
_WHOLE_CITATION = re.compile(r"\[\s{0,9}accessed[^\[\]]{0,80}\]\s{0,9}\|?\s{0,9}\Z", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", "…")
_UNKNOWN = re.compile(r"\|?\s*(?P<label>[A-Z][^\W\d_][^:|\n.?!]{0,38}?)\s*(?:[:|])\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class _Hit:
    label: str
    is_alone: bool
    is_strong: bool
    """Set apart by a colon, a cell or a line of its own."""
    value_start: int


def read_header(page: Page, lines: Sequence[Line], labels: LabelSet, start: int = 0) -> Header | None:
    """The first run of labels at or after line `start`; none where no label is credible."""
    reader = _Reader(page, lines, labels)
    first = reader.first(start)
    return reader.walk(reader.rows_above(first, start), first) if first is not None else None


def _name(match: re.Match[str]) -> str:
    return plain_label(match["label"])


class _Reader:
    def __init__(self, page: Page, lines: Sequence[Line], labels: LabelSet) -> None:
        self._page = page
        self._lines = lines
        self._labels = labels
        names = pattern_of(labels)
        self._alone = re.compile(rf"\|?\s*(?P<label>{names})\s*:?\s*\|?")
        joint = r"\s*[:|]\s*" if labels.is_colon_needed else r"\s*[:|]\s*|\s+|(?=[A-ZÀ-ÖØ-Þ0-9\"'“‘«(\[])"
        self._inline = re.compile(rf"\|?\s*(?P<label>{names})(?P<joint>{joint})(?=\S)")
        self._hits: dict[int, _Hit | None] = {}
        self._is_paired = False

    def first(self, start: int) -> int | None:
        for at in range(start, min(start + MAX_ABOVE, len(self._lines))):
            hit = self._hit(at)
            if hit is None or hit.label not in self._labels.starters:
                continue
            near = [(there, found) for there in range(at + 1, at + 1 + WINDOW) if (found := self._hit(there))]
            # A title may begin with a label's word; then a label that belongs before it, or itself, comes next.
            if near and not hit.is_strong and near[0][0] == at + 1 and self._rank(near[0][1]) <= self._rank(hit):
                continue
            if any(found.label != hit.label for _, found in near):
                return at
        return None

    def rows_above(self, first: int, start: int) -> list[Field]:
        """Rows of two cells right above the first known label, in the same table or list: labels nobody knows yet."""
        fields: list[Field] = []
        container = self._page.blocks[self._lines[first].block].ancestors[:-2]
        at = first
        while at > start:
            row = self._page.blocks[self._lines[at - 1].block].row
            above = at - 1
            while above > start and row is not None and self._page.blocks[self._lines[above - 1].block].row == row:
                above -= 1
            if above == at - 1 or self._page.blocks[self._lines[above].block].ancestors[:-2] != container:
                break
            if (field := self._unknown_row(above, at - 1)) is None:
                break
            fields.insert(0, field)
            at = above
        return fields

    def walk(self, fields: list[Field], first: int) -> Header:
        above = len(fields)
        seen: set[str] = set()
        at = first
        while at < len(self._lines) and len(fields) < MAX_FIELDS:
            hit = self._hit(at)
            if hit and hit.label not in seen and self._fits(hit, fields, self._lines[at]):
                seen.add(hit.label)
                field, at = self._field(at, hit)
                fields.append(field)
                if hit.label == self._labels.last:
                    break
                continue
            if self._is_rule(at):
                at += 1
                continue
            following = self._following(at, fields[-1], seen)
            if following is None:
                break
            at = self._between(at, following, fields)
        begin = next(
            (number for number, line in enumerate(self._lines) if above and line.start == fields[0].start), first
        )
        return Header(tuple(fields), begin, at)

    def _rank(self, hit: _Hit) -> int:
        return self._labels.ranks[hit.label]

    def _hit(self, at: int) -> _Hit | None:
        if at not in self._hits:
            self._hits[at] = self._match(at) if at < len(self._lines) else None
        return self._hits[at]

    def _match(self, at: int) -> _Hit | None:
        line = self._lines[at]
        alone = self._alone.fullmatch(line.text)
        match = alone or self._inline.match(line.text)
        if match is None or is_outside(self._page.blocks[line.block]):
            return None
        if alone:
            # A line that is a link is a menu's "Publisher", not a label.
            is_menu = is_one_link(self._page, line.start, line.end)
            return None if is_menu else _Hit(_name(match), True, True, line.end)
        is_strong = bool(match["joint"].strip())
        value = line.text[match.end() :]
        is_sentence = len(value) > MAX_WEAK_VALUE or value[0].islower()
        if is_sentence and not is_strong and _name(match) not in self._labels.long_values:
            return None
        return _Hit(_name(match), False, is_strong, line.start + match.end())

    def _fits(self, hit: _Hit, fields: Sequence[Field], line: Line) -> bool:
        known = [self._labels.ranks[field.label] for field in fields if field.is_known]
        is_later = self._rank(hit) > max(known, default=0)
        if hit.is_strong or not fields:
            # "Author: none is given. …" behind the last row is the text's first sentence.
            return is_later or hit.is_alone or not line.text.endswith(_SENTENCE_END)
        return self._is_fitting(hit) and (is_later or hit.label not in self._labels.long_values)

    def _is_fitting(self, hit: _Hit) -> bool:
        """Whether a weak label may belong to this header: after cells and pairs, "Comments on …" is a sentence."""
        return not self._is_paired or hit.label == self._labels.last

    def _field(self, at: int, hit: _Hit) -> tuple[Field, int]:
        line = self._lines[at]
        if not hit.is_alone:
            return Field(hit.label, True, line.start, hit.value_start, line.end), at + 1
        self._is_paired = True
        last = self._row_end(at)
        if last is None or (last == at and self._is_below(at)):
            last = self._next_value(at)
        if last == at:
            return Field(hit.label, True, line.start, line.end, line.end), at + 1
        first = at + 1
        while first < last and self._is_rule(first):
            first += 1
        return Field(hit.label, True, line.start, self._lines[first].start, self._lines[last].end), last + 1

    def _is_below(self, at: int) -> bool:
        """Whether the value of a row that holds the label alone stands in the next row, alone as well."""
        blocks, lines = self._page.blocks, self._lines
        if at + 1 >= len(lines) or self._hit(at + 1) or self._lines[at].text.startswith(self._labels.last or "\n"):
            return False
        label, value = blocks[lines[at].block], blocks[lines[at + 1].block]
        behind = blocks[lines[at + 2].block].row if at + 2 < len(lines) else None
        is_alone = value.row is not None and value.row != behind
        return is_alone and label.ancestors[:-2] == value.ancestors[:-2]

    def _is_rule(self, at: int) -> bool:
        return not self._lines[at].text.strip(_RULE_SIGNS)

    def _row_end(self, at: int) -> int | None:
        """The last line of the label's row; none where there is no row of its own.

        A layout table holds the whole page in one row: then other labels stand in it too.
        """
        row = self._page.blocks[self._lines[at].block].row
        if row is None or (at and self._page.blocks[self._lines[at - 1].block].row == row):
            return None
        last = at
        while last + 1 < len(self._lines) and self._page.blocks[self._lines[last + 1].block].row == row:
            last += 1
            if self._hit(last):
                return None
        return last

    def _unknown_row(self, at: int, last: int) -> Field | None:
        line, value = self._lines[at], self._lines[at + 1]
        if len(line.text) > MAX_UNKNOWN or value.block == line.block:
            return None
        return Field(line.text.strip(_SIGN + ":"), False, line.start, value.start, self._lines[last].end)

    def _next_value(self, at: int) -> int:
        """The last line of the block behind a label that stands alone; the label's own line where the value is lost."""
        if at + 1 >= len(self._lines) or self._hit(at + 1):
            return at
        block = self._lines[at + 1].block
        if block == self._lines[at].block:
            return at + 1
        last = at + 1
        while last + 1 < len(self._lines) and self._lines[last + 1].block == block and not self._hit(last + 1):
            last += 1
        return last

    def _doubtful(self, line: Line, following: int, fields: Sequence[Field]) -> Field | None:
        """A label with a value like a sentence ("Author van den Berg"): its place between others speaks for it."""
        match = self._inline.match(line.text)
        later = self._hit(following)
        if match is None or later is None or is_outside(self._page.blocks[line.block]):
            return None
        before = max((self._labels.ranks[field.label] for field in fields if field.is_known), default=0)
        if not before < self._labels.ranks[_name(match)] < self._rank(later):
            return None
        return Field(_name(match), True, line.start, line.start + match.end(), line.end)

    def _following(self, at: int, previous: Field, seen: set[str]) -> int | None:
        """The next line with a new label that belongs to this header."""
        reach = LONG_GAP if previous.label in self._labels.long_values else GAP
        if previous.label == "Cite as" and _WHOLE_CITATION.search(self._page.text, previous.value_start, previous.end):
            reach = 1  # a whole citation runs on into nothing: what follows is the article, whatever label ends it
        for there in range(at + 1, min(at + 1 + reach, len(self._lines))):
            hit = self._hit(there)
            if hit is None or hit.label in seen or not (hit.is_strong or self._is_fitting(hit)):
                continue
            is_later = not previous.is_known or self._rank(hit) > self._labels.ranks[previous.label]
            if is_later and (hit.is_strong or hit.label in self._labels.long_values | self._labels.starters):
                return there
        return None

    def _between(self, at: int, following: int, fields: list[Field]) -> int:
        """One line that is no known label, with known ones before and behind: an unknown label, or more of a value."""
        line = self._lines[at]
        row_end = self._row_end(at)
        if row_end is not None and at < row_end < following and (unknown := self._unknown_row(at, row_end)):
            fields.append(unknown)
            return row_end + 1
        if doubtful := self._doubtful(line, following, fields):
            fields.append(doubtful)
            return at + 1
        match = _UNKNOWN.fullmatch(line.text)
        if match:
            if match["value"]:
                fields.append(Field(match["label"], False, line.start, line.start + match.start("value"), line.end))
                return at + 1
            last = at + 1 if at + 1 < following else at
            value_start = self._lines[last].start if last > at else line.end
            fields.append(Field(match["label"], False, line.start, value_start, self._lines[last].end))
            return last + 1
        previous = fields[-1]
        value_start = previous.value_start if previous.value_start < previous.end else line.start
        fields[-1] = Field(previous.label, previous.is_known, previous.start, value_start, line.end)
        return at + 1
