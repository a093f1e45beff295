"""A page of IWPR as units: a line where the site set a line, a paragraph where a capture only broke it.

Pages of 2003 are text that was wrapped at some 75 characters, in ``<pre>`` or as it is; those of 2006 one cell whose
lines are parted by ``<br>``. A title, a byline or a date may be a line of its own in either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tasks.page import Block, Page
from tasks.sources.iwpr.bylines import byline_of
from tasks.sources.iwpr.kinds import is_kicker
from tasks.sources.iwpr.stamps import bare, dateline_of, is_update, looks_like_dateline, plain_date_of, stamp_of
from tasks.sources.lines import ASIDE_ELEMENTS, Line, lines_of

WRAPPED_FROM, WRAPPED_TO = 45, 90
"""Lengths of the lines of a wrapped text, its paragraphs' last ones left out."""
WRAPPED_SHARE = 0.8
MIN_WRAPPED = 4
"""Lines from which such a share tells anything."""
MAX_BLOCKS = 5_000
MAX_CHARACTERS = 500_000
"""No report has a tenth of them; what comes behind is not read, and an issue says so."""
MAX_PARTED = 500
"""Lines of one block among which bylines and dates are looked for: they stand among the first."""
MAX_LINES_OF_ONE = 4
"""Lines over which a byline or a title may be wrapped."""
_QUOTING = frozenset({"blockquote", "figure"})
_OWN_CONTAINERS = frozenset({"td", "th", "pre", "body", "article", "section", "main", "center", "font", "form"})


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a page as its reader needs them."""

    page: Page
    paragraphs: tuple[Line, ...]
    """One for each block; of a wrapped text capture one for each paragraph."""
    units: tuple[Line, ...]
    """The same with the lines of a paragraph apart where one of them is a title, a byline, a date."""

    def block(self, line: Line) -> Block:
        return self.page.blocks[line.block]


def laid_out(page: Page, is_special: Callable[[str], bool]) -> Laid:
    """Parts a page; `is_special` tells lines that stand for themselves, beside those that every page has."""
    lines = _inside(page, lines_of(page))
    groups = list(_wrapped(page, lines) if _is_wrapped(page, lines) else _blocks(lines))
    paragraphs = tuple(_joined(page, group) for group in groups)
    units = [
        unit
        for group, paragraph in zip(groups, paragraphs, strict=True)
        for unit in _parted(page, group, paragraph, is_special)
    ]
    return Laid(page, paragraphs, tuple(units))


def shortened(page: Page) -> Page:
    """The page as far as it is read; the text and all offsets stay."""
    if len(page.blocks) <= MAX_BLOCKS and len(page.text) <= MAX_CHARACTERS:
        return page
    blocks = (block for block in page.blocks[:MAX_BLOCKS] if block.start_char < MAX_CHARACTERS)
    return replace(page, blocks=tuple(replace(each, end_char=min(each.end_char, MAX_CHARACTERS)) for each in blocks))


def is_anchor(text: str) -> bool:
    """Whether a line is a byline, a date or an issue's stamp."""
    return bool(
        byline_of(text)
        or dateline_of(text)
        or stamp_of(text)
        or plain_date_of(text)
        or looks_like_dateline(text)
        or is_update(text)
    )


def container_of(block: Block) -> tuple[str, ...]:
    """The elements that hold a paragraph: of a cell or another container with text of its own, itself too."""
    return block.ancestors if block.element in _OWN_CONTAINERS else block.ancestors[:-1]


def ancestors_named(block: Block) -> list[str]:
    """The names of the enclosing elements, from outside in."""
    return [ancestor.partition(" ")[0] for ancestor in block.ancestors]


def has_class(block: Block, words: Sequence[str], depth: int = 3) -> bool:
    """Whether one of the innermost elements is called so: a hint beside words and place, never the proof."""
    return any(word in label.lower().partition(" ")[2] for label in block.ancestors[-depth:] for word in words)


def _inside(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The lines outside menus and footers. The source of a block quote stands in a footer of its own; and pages of
    some programs are one form from end to end."""
    in_forms = sum(line.end - line.start for line in lines if "form" in ancestors_named(page.blocks[line.block]))
    is_all_form = in_forms > sum(line.end - line.start for line in lines) / 2
    aside = ASIDE_ELEMENTS - {"form"} if is_all_form else ASIDE_ELEMENTS
    outside = [_is_aside(block, aside) for block in page.blocks]
    return [line for line in lines if not outside[line.block]]


def _is_aside(block: Block, aside: frozenset[str]) -> bool:
    names = [*ancestors_named(block), block.element]
    quoted = next((at for at, name in enumerate(names) if name in _QUOTING), len(names))
    return not aside.isdisjoint(names[:quoted])


def _is_wrapped(page: Page, lines: Sequence[Line]) -> bool:
    if page.media_type != "text/plain" and any(block.element != "text" for block in page.blocks[:1]):
        return False
    running = [one for one, other in pairwise(lines) if _are_neighbours(page, one, other)]
    fitting = sum(WRAPPED_FROM <= line.end - line.start <= WRAPPED_TO for line in running)
    is_ended = sum(line.text.endswith((".", "!", "?", "”", '"', ":")) for line in running)
    return len(running) >= MIN_WRAPPED and fitting >= WRAPPED_SHARE * len(running) and is_ended * 2 < len(running)


def _are_neighbours(page: Page, one: Line, other: Line) -> bool:
    return page.text.count("\n", one.end, other.start) <= 1


def _wrapped(page: Page, lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not _are_neighbours(page, group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and group[-1].block != line.block:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _joined(page: Page, group: Sequence[Line]) -> Line:
    start, end = group[0].start, group[-1].end
    return Line(start, end, page.text[start:end], group[0].block)


def _parted(page: Page, group: list[Line], whole: Line, is_special: Callable[[str], bool]) -> Iterator[Line]:
    def stands_alone(text: str) -> bool:
        return is_special(text) or is_anchor(text) or is_kicker(text)

    if len(group) == 1 or (len(group) <= MAX_LINES_OF_ONE and stands_alone(bare(whole.text))):
        yield whole
        return
    # A byline may be the first or last lines of its paragraph, and be wrapped itself.
    alone = [stands_alone(line.text) if at < MAX_PARTED else is_special(line.text) for at, line in enumerate(group)]
    if not any(alone):
        yield whole
        return
    is_broken = "pre" in ancestors_named(page.blocks[whole.block]) or page.blocks[whole.block].element == "text"
    rest: list[Line] = []
    for line, is_alone in zip(group, alone, strict=True):
        if rest and (is_alone or not is_broken):
            yield _joined(page, rest)
            rest = []
        if is_alone:
            yield line
        else:
            rest.append(line)
    if rest:
        yield _joined(page, rest)
