"""The Institute for War & Peace Reporting: its own site, in today's and all older forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tasks.page import Page
from tasks.report import Capture, Found, Report
from tasks.sources import discovery
from tasks.sources.addresses import own_address
from tasks.sources.config import load_config
from tasks.sources.described import Described, finish, head_address
from tasks.sources.discovery import Site
from tasks.sources.iwpr import forms, layout
from tasks.sources.iwpr.forms import identify, is_listing
from tasks.sources.iwpr.front import is_front_page
from tasks.sources.iwpr.kinds import kind_of
from tasks.sources.iwpr.units import shortened
from tasks.sources.lines import Claims
from tasks.sources.source import Get, Limits, Source, Start, WalkedPage, WalkEnd

CONFIG = load_config(Path(__file__).parent)
SITE = Site(identify, is_listing, forms.listing_page, CONFIG.hosts)


def discover(get: Get, starts: Sequence[Start], limits: Limits) -> Iterator[WalkedPage | WalkEnd]:
    """The reports on the listings, sitemaps and feeds at `starts`."""
    return discovery.discover(get, starts, limits, SITE)


def describe(page: Page, capture: Capture) -> Report:
    """What a page of IWPR prints about itself; a front page under a report's address is a soft 404."""
    beginning = shortened(page)
    if is_front_page(beginning):
        return finish(page, capture, Described(Claims(page), state="soft-404"), identify)
    own = own_address(capture)
    found, kicker, has_stamp = layout.read(beginning, own)
    if beginning is not page:
        seen = f"{len(page.blocks)} blocks, {len(page.text)} characters: the end is not read"
        found.issue("page-too-long", seen)
    # The site is its only publisher and prints its name nowhere on a page.
    found.set(publisher=Found(CONFIG.publisher, "source.toml"))
    asked = forms.read(own)
    title = found.citation.title
    section = "issue" if asked and asked.is_issue else asked.section if asked else ""
    for name in ("link:canonical", "meta:og:url"):
        address = head_address(page, name)
        printed = forms.read(address) if address else None
        if address and printed and printed.key and not printed.is_listing:
            found.set(canonical_address=Found(address, name.removeprefix("meta:")))
            section = printed.section
            break
    found.set(report_kind=kind_of(title.value if title else None, kicker, section, has_stamp=has_stamp))
    return finish(page, capture, found, identify)


SOURCE = Source(CONFIG, identify, is_listing, discover, describe)
