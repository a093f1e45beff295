"""Boxes that name other documents, and the same document in other languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.page import Block, Link, Page
from tasks.report import Issue, Related, Relation
from tasks.sources.addresses import unwrap, without_fragment
from tasks.sources.lines import HEADINGS, common_container, is_inside, is_outside, links_in
from tasks.sources.refworld.forms import Document, document_of
from tasks.sources.refworld.words import RELATED_HEADINGS, TRANSLATION_HEADINGS, is_box_heading, plain
from tasks.sources.values import UNHCR_DISCLAIMER

MAX_HEADING = 60
MAX_CLIMB = 3
"""Elements a box's heading may be deeper than its list."""
MAX_BETWEEN = 4
"""Blocks between two titles of a box: publisher, date, a teaser."""

_ALTERNATE = "link:alternate:"


@dataclass(frozen=True, slots=True)
class Boxes:
    """What the boxes of a page hold and where they stand."""

    related: tuple[Related, ...]
    spans: tuple[tuple[int, int], ...]
    """Of the boxes with their headings, in order."""
    issues: tuple[Issue, ...]


def find_boxes(page: Page, header: tuple[int, int]) -> Boxes:
    """The boxes of related documents and of translations; what stands between the offsets of `header` is its own."""
    found: list[Related] = []
    spans: list[tuple[int, int]] = []
    issues: list[Issue] = []
    reached = 0
    for at, block in enumerate(page.blocks):
        heading = _heading_of(page, block)
        if at < reached or heading is None or header[0] <= block.start_char < header[1]:
            continue
        relation, words_end = heading
        reached = _end_of(page, at) if words_end == block.end_char else at + 1
        end = page.blocks[reached - 1].end_char
        links = [link for link in links_in(page, words_end, end) if document_of(link.target)]
        if links:
            rule = f"block:{plain(page.text[block.start_char : words_end])}"
            found.extend(_related(page, link, relation, rule) for link in links)
            spans.append((block.start_char, end))
        else:
            reached = at + 1
            if block.start_char >= header[1] and block.element == "text" and relation == "related-document":
                # A text capture has lost the links, and nothing tells where the list ends.
                seen = page.block_text(block)
                issues.append(Issue("related-documents", seen, block.start_char, block.end_char))
    return Boxes(tuple(dict.fromkeys(found)), tuple(spans), tuple(issues))


def other_editions(page: Page) -> Iterator[Related]:
    """The same document in other languages: links to the same node, and what the head calls its alternates."""
    own = _own(page)
    if own is None:
        return
    language = own.language or (page.head_value("html:lang") or "")[:2].lower() or None
    seen: set[str] = {own.path}
    for link in page.links:
        target = document_of(link.target)
        if target is None or target.node != own.node or target.path in seen:
            continue
        if target.language and language and target.language != language:
            seen.add(target.path)
            yield _related(page, link, "translation", "language-switcher")
    for name, value in page.head:
        target = document_of(value) if name.startswith(_ALTERNATE) else None
        code = name.removeprefix(_ALTERNATE)[:2]
        if target and target.path not in seen and language and code not in (language, "x-"):
            seen.add(target.path)
            yield Related("translation", code, without_fragment(unwrap(value).address), "link:alternate")


def _own(page: Page) -> Document | None:
    return document_of(page.address) or document_of(page.head_value("link:canonical") or "")


def _heading_of(page: Page, block: Block) -> tuple[Relation, int] | None:
    """The relation that a box's heading speaks of, and the end of its words: links may follow in the same line."""
    text = page.block_text(block)
    words = text[: MAX_HEADING * 2]
    head, colon, rest = words.partition(":")
    if len(text) <= MAX_HEADING:
        relation = _relation(plain(text))
        if relation:
            return relation, block.end_char
    if not colon or not rest.strip():
        return None
    relation = _relation(plain(head))
    end = block.start_char + len(head) + 1
    return (relation, end) if relation and links_in(page, end, block.end_char) else None


def _relation(words: str) -> Relation | None:
    if words in TRANSLATION_HEADINGS:
        return "translation"
    return "related-document" if words in RELATED_HEADINGS else None


def _end_of(page: Page, at: int) -> int:
    """The number of the block behind a box whose heading is block `at`: its last link to a document ends it."""
    heading = page.blocks[at]
    last = at
    box = common_container(page.blocks[at : at + 2])
    if len(heading.ancestors) - len(box) > MAX_CLIMB:
        return at + 1
    # Where the heading opens an element of its own, all in it is the box's: dates below titles too.
    is_own = at == 0 or not is_inside(page.blocks[at - 1], box)
    for number in range(at + 1, len(page.blocks)):
        block = page.blocks[number]
        if not is_inside(block, box) or is_outside(block) != is_outside(heading) or _ends_box(page, heading, block):
            break
        if is_own or any(document_of(link.target) for link in links_in(page, block.start_char, block.end_char)):
            last = number
        elif number - last > MAX_BETWEEN:
            break
    return last + 1


def _ends_box(page: Page, heading: Block, block: Block) -> bool:
    if block.element in HEADINGS:
        # Titles in a box may be headings of a lower order.
        return heading.element not in HEADINGS or block.element <= heading.element
    if is_box_heading(page.block_text(block)) or UNHCR_DISCLAIMER.search(page.text, block.start_char, block.end_char):
        return True
    is_sibling = block.element == "p" and block.ancestors[:-1] == heading.ancestors[:-1]
    return is_sibling and not links_in(page, block.start_char, block.end_char)


def _related(page: Page, link: Link, relation: Relation, rule: str) -> Related:
    title = " ".join(page.text[link.start_char : link.end_char].split())
    return Related(relation, title, without_fragment(unwrap(link.target).address), rule)
