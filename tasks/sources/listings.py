"""Walking listings: pages shift while one walks, pagers run in circles, and every page is full of unrelated stories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tasks.page import Link, Page
from tasks.sources.addresses import rewrapped, without_fragment
from tasks.sources.lines import HEADINGS, element_names, folded, lines_of
from tasks.sources.source import Listed, Start, WalkedPage, WalkEnd, WalkReason
from tasks.sources.walking import Site, Walk, address_key, is_same_family

NOISE_HEADINGS = frozenset(
    {
        "latest",
        "latest news",
        "related",
        "related stories",
        "related documents",
        "editor's picks",
        "most read",
        "more iwpr's global voices",
        "countries",
    }
)
NOISE_ELEMENTS = frozenset({"nav", "footer", "aside", "form", "menu"})
MAX_TEASER_LINES = 12
"""Lines behind a report's link that may still belong to it."""
MAX_IDLE_PAGES = 3
"""Pages in a row that bring nothing new, after which a pager is believed to lead nowhere."""

_EMPTY_TITLES = re.compile(
    r"(?:read (?:more|on|the .*)|more|continue(?: reading)?|…|\.{3}|»|>|pdf|full text)?\W*", re.I
)


def walk_listing(walk: Walk, start: Start) -> Iterator[WalkedPage | WalkEnd]:
    """The reports on one listing, page by page.

    Follows the pager's own links, in order. A listing ends where its pager does: where no page names a later one, or
    pages name only each other. A page that brings nothing new while its own or an earlier pager says that there is
    something is no end. It may be empty for a moment, come out of a cache, or show again what the page before showed
    because so much came in meanwhile: the walk goes on behind it, and is a gap. It is left where a page holds nothing
    but reports known from earlier walks, or nothing but older ones than are asked for.
    """
    place = walk.site.listing_page(start.address)
    if place is None:
        yield WalkEnd(start, "gap", 0)
        return
    listing, first = place
    waiting = {first: start.address}
    brought: set[str] = set()
    pages = idle = 0
    is_gap = False
    reason: WalkReason = "end"
    while waiting and reason == "end" and idle < MAX_IDLE_PAGES:
        number = min(waiting)
        current = waiting.pop(number)
        if other := walk.asked.get(asked := f"{listing} {number}"):
            reason = walk.ended[other]  # what stands behind it is known as far as that walk went
            continue
        if not walk.may_ask(pages):
            reason = "max-pages"
            break
        walk.asked[asked] = start
        pages += 1
        page = walk.get.page(current)
        if page is None:
            is_gap = True
            continue
        found = reports_on(page, current, walk.site)
        yield walk.page(start, current, found.values())
        named = list(_pager(page, current, listing, walk.site))
        for later, target in named:
            if later > number:
                waiting.setdefault(later, target)
        if found.keys() <= brought:
            is_gap |= bool(waiting) or any(number == own for own, _ in named)
            idle += 1
            continue
        idle = 0
        brought |= found.keys()
        reason = _reason_to_stop(walk, start, list(found.values()))
    yield WalkEnd(start, "gap" if is_gap else reason, pages, is_empty=not brought)


def reports_on(page: Page, address: str, site: Site) -> dict[str, Listed]:
    """By address, not by document: two addresses of one story may each print what the other lacks (sources.md §3)."""
    found: dict[str, Listed] = {}
    places: list[tuple[int, str]] = []
    noise, links = _without_noise(page)
    for link in links:
        target = rewrapped(without_fragment(link.target), address)
        if site.identify(target) is None or site.listing_page(target) or not is_same_family(target, address):
            continue
        key = address_key(target)
        places.append((link.start_char, key))
        title = " ".join(page.text[link.start_char : link.end_char].split())
        named = None if _EMPTY_TITLES.fullmatch(title) else title
        known = found.get(key)
        if known is None or (known.title is None and named):
            found[key] = Listed(known.address if known else target, named)
    for key, lines in _teasers(page, places, noise):
        dated = site.dated(lines)
        if dated and not key:
            return found  # dates stand above the titles: each would be taken for that of the report before
        if dated and found[key].dated is None:
            found[key] = replace(found[key], dated=dated)
    return found


def _reason_to_stop(walk: Walk, start: Start, found: list[Listed]) -> WalkReason:
    if all(walk.limits.is_known(start, listed.address) for listed in found):
        return "known"
    return "since" if all(walk.is_old(listed) for listed in found) else "end"


def _without_noise(page: Page) -> tuple[frozenset[int], list[Link]]:
    """The numbers of the blocks in menus and in lists of unrelated stories, and the links that stand in none."""
    numbers: set[int] = set()
    kept: list[Link] = []
    noise: tuple[str, ...] | None = None
    links = iter(page.links)
    link = next(links, None)
    for number, block in enumerate(page.blocks):
        inside = []
        while link and link.start_char < block.end_char:
            if link.start_char >= block.start_char:
                inside.append(link)
            link = next(links, None)
        text = folded(page.block_text(block))
        if text in NOISE_HEADINGS:
            noise = block.ancestors[:-1]
            numbers.add(number)
            continue
        is_teaser = any(inner.end_char - inner.start_char >= 0.9 * len(text) for inner in inside)
        if noise is not None and (
            block.ancestors[: len(noise)] != noise or (block.element in HEADINGS and not is_teaser)
        ):
            noise = None
        if noise is not None or not NOISE_ELEMENTS.isdisjoint(element_names(block)):
            numbers.add(number)
            continue
        kept += inside
    return frozenset(numbers), kept


def _teasers(page: Page, places: list[tuple[int, str]], noise: frozenset[int]) -> Iterator[tuple[str, list[str]]]:
    """The lines from each report's link to the next link of a report; under an empty key those above the first."""
    lines = iter([line for line in lines_of(page) if line.block not in noise])
    line = next(lines, None)
    starts = [0, *(start for start, _ in places)]
    for key, start, end in zip(("", *(key for _, key in places)), starts, [*starts[1:], len(page.text)], strict=True):
        own: list[str] = []
        while line and line.start < end:
            if line.end > start:
                own.append(line.text)
            line = next(lines, None)
        yield key, own[-MAX_TEASER_LINES:] if not key else own[:MAX_TEASER_LINES]


def _pager(page: Page, address: str, listing: str, site: Site) -> Iterator[tuple[int, str]]:
    """The pages of this listing that the page links to; a pager may well stand in a ``nav``."""
    for link in page.links:
        target = rewrapped(without_fragment(link.target), address)
        other = site.listing_page(target)
        if other and other[0] == listing and is_same_family(target, address):
            yield other[1], target
