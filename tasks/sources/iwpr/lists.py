"""Where an IWPR report ends and the site's lists of other stories begin."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.page import Block, Page
from tasks.sources.lines import HEADINGS, Claims, Line, element_names, folded, is_inside, is_one_link

LONG_LINE = 200
STRONG_ENDS = frozenset(
    {"more iwpr's global voices", "support local journalists", "receive from iwpr:", "give to iwpr:"}
)
WEAK_ENDS = frozenset({"latest", "related", "related stories", "editor's picks", "most read", "more from iwpr"})
"""Ordinary words too: they end a report only where a list of links follows."""
LIST_TITLES = frozenset({"more iwpr's global voices", *WEAK_ENDS})


def end_of_report(page: Page, lines: Sequence[Line], first: int) -> int:
    """The number of the line with which the site's own lists begin."""
    for at in range(first + 1, len(lines)):
        text = folded(lines[at].text)
        is_end = text in STRONG_ENDS or (text in WEAK_ENDS and _is_list(page, lines, at))
        if is_end and not _is_inset(page, lines, at):
            return at
    return len(lines)


def _is_inset(page: Page, lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands in an aside with more of the report behind it."""
    block = page.blocks[lines[at].block]
    names = [ancestor.partition(" ")[0] for ancestor in block.ancestors]
    if "aside" not in names:
        return False
    around = block.ancestors[: names.index("aside")]
    behind = (page.blocks[line.block] for line in lines[at + 1 :])
    return any(is_inside(other, around) and "aside" not in element_names(other) for other in behind)


def _is_list(page: Page, lines: Sequence[Line], at: int) -> bool:
    behind = lines[at + 1 : at + 4]
    if page.links:
        return bool(behind) and is_one_link(page, behind[0].start, behind[0].end)
    # In a text capture links are lost: titles are short and without a full stop.
    rest = lines[at + 1 :]
    return bool(rest) and all(len(line.text) < 120 and not line.text.endswith((".", '"', "”")) for line in rest)


def is_linked_aside(page: Page, block: Block) -> bool:
    if "aside" not in element_names(block):
        return False
    # A quotation set into an aside is text; a list of other stories is not.
    return block.element in HEADINGS or is_one_link(page, block.start_char, block.end_char)


def claim_lists(claims: Claims, lines: Sequence[Line]) -> None:
    """Claims the lists of other stories behind the report."""
    is_list = False
    for line in lines:
        if folded(line.text) in LIST_TITLES:
            is_list = True
        elif is_list and claims.page.links and not is_one_link(claims.page, line.start, line.end):
            is_list = len(line.text) < LONG_LINE and claims.page.blocks[line.block].element not in HEADINGS
        if is_list and folded(line.text) not in STRONG_ENDS - LIST_TITLES:
            claims.line("related-stories", "list-of-stories", line)
