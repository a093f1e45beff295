"""The live Refworld, UNHCR's Global Law and Policy Database, since 2023."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tasks.page import Page
from tasks.report import Capture, Found, Report
from tasks.sources.config import load_config
from tasks.sources.described import finish, head_address
from tasks.sources.discovery import Site, walk
from tasks.sources.refworld import layout
from tasks.sources.refworld.forms import identify, is_listing, listing_page
from tasks.sources.source import Get, Listed, Source

CONFIG = load_config(Path(__file__).parent)


def discover(get: Get, start: Sequence[str], max_pages: int) -> Iterator[Listed]:
    """The reports on the listings at `start`."""
    return walk(get, start, max_pages, Site(identify, listing_page))


def describe(page: Page, capture: Capture) -> Report:
    """What a page of the live site prints about itself."""
    found = layout.read(page)
    identity = identify(capture.address)
    for name in ("link:canonical", "meta:og:url"):
        address = head_address(page, name)
        printed = identify(address) if address else None
        if address and printed is None and identity and _is_root(address):
            found.state = "soft-404"
        # ``/node/N`` is a stand-in: the address with publisher and year is the one to cite.
        if printed and identity and printed.document_key == identity.document_key and "/node/" not in (address or ""):
            found.set(canonical_address=Found(printed.canonical_address, name.removeprefix("meta:")))
            break
    return finish(page, capture, found, identify)


def _is_root(address: str) -> bool:
    return address.partition("://")[2].partition("/")[2].strip("/") in ("", "en", "es", "fr")


SOURCE = Source(CONFIG, identify, is_listing, discover, describe)
