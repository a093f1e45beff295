"""Walking listings: pages shift while one walks, pagers run in circles, and every page is full of unrelated stories."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tasks.page import Page
from tasks.sources.addresses import TEST, parse, rewrapped, without_fragment
from tasks.sources.lines import HEADINGS, element_names, folded
from tasks.sources.source import Get, Identity, Listed

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
_EMPTY_TITLES = re.compile(
    r"(?:read (?:more|on|the .*)|more|continue(?: reading)?|…|\.{3}|»|>|pdf|full text)?\W*", re.I
)


@dataclass(frozen=True, slots=True)
class Site:
    """What the walk must know of a site."""

    identify: Callable[[str], Identity | None]
    listing_page: Callable[[str], tuple[str, int] | None]
    """Of an address: the listing it belongs to, and the number of this page of it."""


def walk(get: Get, start: Sequence[str], max_pages: int, site: Site) -> Iterator[Listed]:
    """Every report's address on the listings at `start`, each once.

    Follows the pager's own links, in order, and asks for no page twice. A listing ends where its pager does or where
    a page brings nothing that this listing had not brought before: pages shift as reports come in, so some of what a
    page holds is always known, all of it only at the end. At most `max_pages` pages are asked for.
    """
    listed: set[str] = set()
    asked: set[tuple[str, int]] = set()
    left = max_pages
    for address in start:
        place = site.listing_page(address)
        waiting = {place[1]: address} if place else {}
        brought: set[str] = set()
        while waiting and place and left > 0:
            number = min(waiting)
            current = waiting.pop(number)
            if (place[0], number) in asked:
                continue
            asked.add((place[0], number))
            left -= 1
            page = get(current)
            if page is None:
                continue
            found = dict(_reports(page, current, site))
            if found.keys() <= brought:
                break
            brought |= found.keys()
            for key in [key for key in found if key not in listed]:
                listed.add(key)
                yield found[key]
            for other, target in _pager(page, current, place[0], site):
                if other > number:
                    waiting.setdefault(other, target)


def _reports(page: Page, address: str, site: Site) -> Iterator[tuple[str, Listed]]:
    """By address, not by document: two addresses of one story may each print what the other lacks (sources.md §3)."""
    first: dict[str, Listed] = {}
    for start, end, target in _links(page, address):
        identity = site.identify(target)
        if identity is None or site.listing_page(target) or not _is_same_family(target, address):
            continue
        title = " ".join(page.text[start:end].split())
        known = first.get(identity.original_address)
        named = None if _EMPTY_TITLES.fullmatch(title) else title
        if known is None or (known.title is None and named):
            first[identity.original_address] = Listed(known.address if known else target, named)
    yield from first.items()


def _links(page: Page, address: str) -> Iterator[tuple[int, int, str]]:
    """The links of a page but for those in menus and in lists of unrelated stories."""
    noise: tuple[str, ...] | None = None
    links = iter(page.links)
    link = next(links, None)
    for block in page.blocks:
        inside = []
        while link and link.start_char < block.end_char:
            if link.start_char >= block.start_char:
                inside.append(link)
            link = next(links, None)
        text = folded(page.block_text(block))
        if text in NOISE_HEADINGS:
            noise = block.ancestors[:-1]
            continue
        is_teaser = any(inner.end_char - inner.start_char >= 0.9 * len(text) for inner in inside)
        if noise is not None and (
            block.ancestors[: len(noise)] != noise or (block.element in HEADINGS and not is_teaser)
        ):
            noise = None
        if noise is not None or not NOISE_ELEMENTS.isdisjoint(element_names(block)):
            continue
        for inner in inside:
            yield inner.start_char, inner.end_char, rewrapped(without_fragment(inner.target), address)


def _pager(page: Page, address: str, listing: str, site: Site) -> Iterator[tuple[int, str]]:
    """The pages of this listing that the page links to; a pager may well stand in a ``nav``."""
    for link in page.links:
        target = rewrapped(without_fragment(link.target), address)
        other = site.listing_page(target)
        if other and other[0] == listing and _is_same_family(target, address):
            yield other[1], target


def _is_same_family(target: str, address: str) -> bool:
    """Whether both are real hosts or both are the samples': a walk never leaves the one for the other."""
    other, own = parse(target), parse(address)
    return other is not None and own is not None and other.host.endswith(TEST) == own.host.endswith(TEST)
