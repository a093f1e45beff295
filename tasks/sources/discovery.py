"""Discovering reports: each start is walked as what it is, and what one has given no other gives again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.sources.feeds import walk_feed
from tasks.sources.listings import walk_listing
from tasks.sources.sitemaps import walk_sitemap
from tasks.sources.source import Get, Limits, Start, WalkedPage, WalkEnd
from tasks.sources.walking import Site, Walk

__all__ = ["Site", "discover"]

_WALKERS = {"listing": walk_listing, "sitemap": walk_sitemap, "feed": walk_feed}


def discover(get: Get, starts: Sequence[Start], limits: Limits, site: Site) -> Iterator[WalkedPage | WalkEnd]:
    """Walks the starts in their order; no page or file is asked for twice, and from no start more than `limits` allows:
    one limit for all would always be used up by the first ones."""
    walk = Walk(get, limits, site)
    for start in starts:
        for step in _WALKERS[start.kind](walk, start):
            if isinstance(step, WalkEnd):
                walk.ended[start] = step.reason
            yield step
