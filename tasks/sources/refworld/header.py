"""The labels below the title, whatever markup carries them, and rows of the same markup whose labels nobody knows.

Nobody has seen the markup (sources.md §2): words find the known labels, and only structure that equals theirs makes a
label of unknown words. Fact boxes at a report's start (``Status: Not Free``) look like header fields and stay body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.page import Block, Page
from tasks.sources.fields import Field, Header, LabelSet
from tasks.sources.labelled import MAX_UNKNOWN, read_header
from tasks.sources.lines import Line, common_container, element_names, is_inside
from tasks.sources.refworld.words import is_site

AUTHOR = "Author"
SOURCE = "Document source"
JUDGES = "Judicial body"
RELATED = "Related documents"
DATE = "Date"

NAMES = {
    "Author": AUTHOR,
    "Authors": AUTHOR,
    "Autor": AUTHOR,
    "Auteur": AUTHOR,
    "Document source": SOURCE,
    "Document Source": SOURCE,
    "Fuente del documento": SOURCE,
    "Source du document": SOURCE,
    "Judicial body": JUDGES,
    "Judicial Body": JUDGES,
    "Related document": RELATED,
    "Related documents": RELATED,
    "Related document(s)": RELATED,
    "Related Document(s)": RELATED,
    "Documentos relacionados": RELATED,
    "Documents connexes": RELATED,
    "Date": DATE,
    "Fecha": DATE,
}
"""By printed label. The site's menus are English, Spanish and French; `JUDGES` stands in a publisher's place in the
listings of cases (sources.md §1)."""

_RANKS = {AUTHOR: 1, SOURCE: 2, JUDGES: 3, RELATED: 3, DATE: 4}
LABELS = LabelSet(
    ranks={printed: _RANKS[name] for printed, name in NAMES.items()},
    starters=frozenset(printed for printed, name in NAMES.items() if name in (AUTHOR, SOURCE, JUDGES, DATE)),
    long_values=frozenset(),
    is_colon_needed=True,
)
BARE_LABELS = replace(LABELS, is_colon_needed=False)
"""Where style sheets print the colon, markup has none."""

MAX_ROWS = 12
"""More rows that nobody knows are a table of the report's."""

_ALONE = re.compile(r"[A-Z][^\W\d_][^:|\n.?!]{0,38}\s*:?")
_INLINE = re.compile(r"(?P<label>[A-Z][^\W\d_][^:|\n.?!]{0,38}?)\s*:\s*(?P<value>\S[^\n]{0,200})")


def find_header(page: Page, lines: Sequence[Line]) -> Header | None:
    """The labels below the title; none where the page is not of this layout."""
    # What stands above the title may have such labels too: search boxes, teasers of other documents.
    title = next((at for at, line in enumerate(lines) if _is_title(page, line)), 0)
    header = _labels_from(page, lines, title) or (_labels_from(page, lines, 0) if title else None)
    if header is None:
        return None
    header = _Rows(page, lines, header).extended() if page.head or _has_markup(page) else header
    return replace(header, fields=tuple(_named(field) for field in header.fields))


def _is_title(page: Page, line: Line) -> bool:
    return "h1" in element_names(page.blocks[line.block]) and not is_site(line.text)


def _labels_from(page: Page, lines: Sequence[Line], start: int) -> Header | None:
    header = read_header(page, lines, LABELS, start)
    # Two of three: a body's "Author:" and "Date:" alone would do for any page.
    if header and header.field(*_printed(SOURCE, DATE)):
        return header
    header = read_header(page, lines, BARE_LABELS, start)
    return header if header and header.field(*_printed(SOURCE)) else None


def _printed(*names: str) -> list[str]:
    return [printed for printed, name in NAMES.items() if name in names]


def _named(field: Field) -> Field:
    return replace(field, label=NAMES[field.label]) if field.is_known else field


def _has_markup(page: Page) -> bool:
    return any(block.element != "text" for block in page.blocks[:1])


class _Rows:
    """The rows of a header and what stands right above and below it."""

    def __init__(self, page: Page, lines: Sequence[Line], header: Header) -> None:
        self._page = page
        self._lines = lines
        self._header = header
        inside = lines[header.first : header.after]
        starts = {field.start: field for field in header.fields if field.is_known}
        shared = common_container(self._block(line) for line in inside)
        # Rows of one markup share everything, the row's own element too; what holds them is one further out.
        self._container = min(shared, self._block(inside[0]).ancestors[:-1], key=len)
        labels = [line for line in inside if line.start in starts]
        alone = [line for line in labels if starts[line.start].value_start >= line.end]
        self._labels = [self._block(line) for line in alone]
        self._has_colon = any(line.text.rstrip().endswith(":") for line in alone)
        self._inline = [self._block(line) for line in labels if line not in alone]
        values = [line for line in inside if any(field.value_start == line.start for field in starts.values())]
        self._value_paths = {_path(self._block(line)) for line in values if line not in labels}

    def extended(self) -> Header:
        """The header with the rows of its own markup above and below it."""
        first, after = self._header.first, self._header.after
        above: list[Field] = []
        while len(above) <= MAX_ROWS and (found := self._above(first)) is not None:
            field, first = found
            above.insert(0, field)
        below, end = self._pairs_below(after)
        if not below:
            below, end = self._inline_below(after)
        if len(below) <= MAX_ROWS:
            after = end
        else:
            below = []
        return Header((*above, *self._header.fields, *below), first, after)

    def _pairs_below(self, after: int) -> tuple[list[Field], int]:
        fields: list[Field] = []
        while len(fields) <= MAX_ROWS and (found := self._pair_at(after)) is not None:
            field, after = found
            fields.append(field)
        return fields, after

    def _block(self, line: Line) -> Block:
        return self._page.blocks[line.block]

    def _above(self, first: int) -> tuple[Field, int] | None:
        """The row that ends right before line `first`; the title stands above all rows."""
        for at in range(first - 1, max(-1, first - 5), -1):
            if (found := self._pair_at(at)) is not None:
                return (found[0], at) if found[1] == first else None
        line = self._lines[first - 1] if first else None
        if line is None or self._block(line).ancestors not in {block.ancestors for block in self._inline}:
            return None
        is_titled = any(self._block(each).element == "h1" for each in self._lines[: first - 1])
        field = _inline_field(line) if is_titled else None
        return (field, first - 1) if field else None

    def _pair_at(self, at: int) -> tuple[Field, int] | None:
        """A label in an element of its own, with its value in the next one."""
        if not 0 <= at < len(self._lines) or not self._is_label(self._lines[at]):
            return None
        line = self._lines[at]
        last = at
        while last + 1 < len(self._lines) and self._is_value(self._lines[last + 1], at, last):
            last += 1
        value_start = self._lines[at + 1].start if last > at else line.end
        label = line.text.rstrip(" \t\xa0:")
        return Field(label, False, line.start, value_start, self._lines[last].end), last + 1

    def _is_label(self, line: Line) -> bool:
        block = self._block(line)
        if len(line.text) > MAX_UNKNOWN or not _ALONE.fullmatch(line.text) or not is_inside(block, self._container):
            return False
        alike = [known for known in self._labels if _path(known) == _path(block)]
        is_same = any("." in known.ancestors[-1] and known.ancestors[-1] == block.ancestors[-1] for known in alike)
        is_pair = bool(alike) and (self._has_colon or block.row is not None) and block.element not in ("p", "li")
        return is_same or (is_pair and line.text.endswith(":") == self._has_colon)

    def _is_value(self, line: Line, label: int, last: int) -> bool:
        block, labelled = self._block(line), self._block(self._lines[label])
        if block.row is not None or labelled.row is not None:
            return block.row == labelled.row
        if last > label:
            return line.block == self._lines[last].block
        return is_inside(block, self._container) and _path(block) in self._value_paths and not self._is_label(line)

    def _inline_below(self, after: int) -> tuple[list[Field], int]:
        """``Label: value`` behind the last known one, where nothing but such rows is in the header's own element."""
        if not self._inline:
            return [], after
        fields: list[Field] = []
        at = after
        last_block = self._lines[after - 1].block
        while len(fields) <= MAX_ROWS and at < len(self._lines) and self._is_of_header(self._lines[at], last_block):
            field = _inline_field(self._lines[at])
            if field is None:
                return [], after
            fields.append(field)
            at += 1
        return fields, at

    def _is_of_header(self, line: Line, last_block: int) -> bool:
        """Whether a line stands in the block that holds the whole header, or in the element that holds its rows."""
        if len({id(block) for block in self._inline}) == 1 and not self._labels:
            return line.block == last_block
        return line.block == last_block or is_inside(self._block(line), self._container)


def _inline_field(line: Line) -> Field | None:
    match = _INLINE.fullmatch(line.text)
    return Field(match["label"], False, line.start, line.start + match.start("value"), line.end) if match else None


def _path(block: Block) -> tuple[str, ...]:
    return tuple(ancestor.partition(" ")[0] for ancestor in block.ancestors)
