"""Where on a page the running text can stand, and which element holds most of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from tasks.page import Block, Page
from tasks.sources.lines import ASIDE_ELEMENTS, HEADINGS, element_names, is_inside, is_outside
from tasks.sources.refworld.words import hints_at_furniture, is_control

MIN_PROSE = 30
"""Characters of the shortest sentence that counts as running text by itself."""
LONG_PROSE = 100
"""A block this long needs no full stop."""
MAX_LINKED = 0.5
ALL_LINKED = 0.9
CORE_SHARE = 0.8
"""Share of the prose that the core element holds."""

MAIN_SHARE = 0.5
PARTS_OF_TEXT = frozenset("table thead tbody tfoot tr ul ol li dl dd dt blockquote p figure pre".split())  # noqa: SIM905
"""Elements that never hold a whole text."""

_SENTENCE_END = re.compile(r"[.!?…:;。！？؟۔।][\"'”’»()\[\]\d\s↩*†\u200b-\u200f\ufeff]*\Z")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_SHARING = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest)\.(?:com|org|me)/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A block that may be running text, and what the rules ask of it."""

    number: int
    block: Block
    linked: float
    """Share of its characters that are links."""
    is_sharing: bool
    """Whether it links to a service for sharing pages."""
    is_prose: bool
    is_heading: bool
    is_aside: bool
    is_control: bool
    """Nothing but a button's words."""
    is_teaser: bool
    """Nothing but a link, which is neither a sentence nor an address: it leads to another page."""


def parts_of(page: Page, start: int) -> list[Part]:
    """The blocks behind an offset that stand in no menu, footer or form."""
    return [part for part in _parts(page) if part.block.end_char > start]


def _parts(page: Page) -> Iterator[Part]:
    links = iter(page.links)
    link = next(links, None)
    for number, block in enumerate(page.blocks):
        linked, is_sharing = 0, False
        while link is not None and link.start_char < block.end_char:
            linked += max(0, min(link.end_char, block.end_char) - max(link.start_char, block.start_char))
            is_sharing = is_sharing or _SHARING.match(link.target) is not None
            link = next(links, None)
        if not is_outside(block) or _is_attribution(block):
            yield _part(page, number, block, linked / max(1, block.end_char - block.start_char), is_sharing)


def _is_attribution(block: Block) -> bool:
    """Whether a block is the ``footer`` of a block quote: whose words they are."""
    names = [ancestor.partition(" ")[0] for ancestor in block.ancestors]
    return "blockquote" in names and ASIDE_ELEMENTS.isdisjoint(names[: names.index("blockquote")])


def _part(page: Page, number: int, block: Block, linked: float, is_sharing: bool) -> Part:
    text = page.block_text(block).strip()
    names = element_names(block)
    is_heading = not HEADINGS.isdisjoint(names)
    is_sentence = len(text) >= LONG_PROSE or (len(text) >= MIN_PROSE and _SENTENCE_END.search(text[-40:]) is not None)
    return Part(
        number,
        block,
        linked,
        is_sharing,
        is_sentence and linked < MAX_LINKED and not is_heading,
        is_heading,
        "aside" in names,
        is_control(text) or (is_sharing and len(text) < MIN_PROSE),
        linked >= ALL_LINKED and not is_sentence and _ADDRESS.match(text) is None,
    )


def first_prose(page: Page, start: int, end: int) -> Block | None:
    """The first block of running text between two offsets that no class calls furniture; none where there is none."""
    within = takewhile(lambda part: part.block.end_char <= end, _parts(page))
    behind = (part for part in within if part.block.end_char > start)
    return next((part.block for part in behind if part.is_prose and not is_hinted(part, ())), None)


def main_element(shared: Sequence[str], parts: Iterable[Part]) -> tuple[str, ...]:
    """The innermost ``article`` or ``main`` around the header that holds half the running text; empty where none does.

    A header may be an ``article`` of its own.
    """
    prose = [part.block for part in parts if part.is_prose and not is_hinted(part, shared)]
    total = sum(block.end_char - block.start_char for block in prose)
    for depth in range(len(shared), 0, -1):
        if shared[depth - 1].partition(" ")[0] not in ("article", "main"):
            continue
        held = sum(block.end_char - block.start_char for block in prose if is_inside(block, shared[:depth]))
        if held and held >= MAIN_SHARE * total:
            return tuple(shared[:depth])
    return ()


def core_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """The innermost element that holds most of the running text; empty where there is none."""
    weights: Counter[tuple[str, ...]] = Counter()
    for part in parts:
        if part.is_prose and not part.is_aside:
            weights[part.block.ancestors[:-1]] += part.block.end_char - part.block.start_char
    needed = CORE_SHARE * sum(weights.values())
    depth = 0
    core: tuple[str, ...] = ()
    while weights:
        at_depth: Counter[str] = Counter()
        for ancestors, weight in weights.items():
            if len(ancestors) > depth:
                at_depth[ancestors[depth]] += weight
        label, weight = at_depth.most_common(1)[0] if at_depth else ("", 0)
        if not at_depth or weight < needed:
            break
        weights = Counter({each: held for each, held in weights.items() if len(each) > depth and each[depth] == label})
        core = (*core, label)
        depth += 1
    while core and core[-1].partition(" ")[0] in PARTS_OF_TEXT:
        core = core[:-1]
    return core


def is_hinted(part: Part, around: Sequence[str]) -> bool:
    """Whether an element around a block, but not around `around`, is named like furniture."""
    return _is_hinted(part.block.ancestors, tuple(around), part.is_prose)


@lru_cache(maxsize=4096)
def _is_hinted(ancestors: tuple[str, ...], around: tuple[str, ...], is_prose: bool) -> bool:
    shared = 0
    for own, other in zip(ancestors, around, strict=False):
        if own != other:
            break
        shared += 1
    return hints_at_furniture(ancestors[shared:], is_prose=is_prose)
