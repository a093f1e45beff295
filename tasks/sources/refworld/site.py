"""The live Refworld, UNHCR's Global Law and Policy Database, since 2023."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tasks.page import Page
from tasks.report import Capture, Found, Report
from tasks.sources import discovery
from tasks.sources.addresses import own_address
from tasks.sources.config import load_config
from tasks.sources.described import REPORT_KINDS, Described, finish, head_address
from tasks.sources.discovery import Site
from tasks.sources.lines import without_wrapping_forms
from tasks.sources.refworld import layout
from tasks.sources.refworld.forms import identify, is_listing, listing_page
from tasks.sources.source import Get, Identity, Limits, Source, Start, WalkedPage, WalkEnd
from tasks.sources.teasers import labelled_date

CONFIG = load_config(Path(__file__).parent)
SITE = Site(identify, is_listing, listing_page, CONFIG.hosts, labelled_date)


def discover(get: Get, starts: Sequence[Start], limits: Limits) -> Iterator[WalkedPage | WalkEnd]:
    """The reports on the listings, sitemaps and feeds at `starts`."""
    return discovery.discover(get, starts, limits, SITE)


def describe(page: Page, capture: Capture) -> Report:
    """What a page of the live site prints about itself."""
    page = without_wrapping_forms(page)
    found = layout.read(page)
    identity = identify(own_address(capture))
    for name in ("link:canonical", "meta:og:url"):
        address = head_address(page, name)
        printed = identify(address) if address else None
        if address and printed is None and identity and _is_root(address):
            found.state = "soft-404"
        if not (printed and identity):
            continue
        if printed.document_key != identity.document_key:
            found.issue("identity", f"{name} names {printed.document_key}")
        # ``/node/N`` is a stand-in: the address with publisher and year is the one to cite.
        elif "/node/" not in (address or ""):
            _take_hints(found, printed, identity, name.removeprefix("meta:"))
            break
    return finish(page, capture, found, identify)


def _take_hints(found: Described, printed: Identity, asked: Identity, rule: str) -> None:
    """What the whole address in the head says and the one that was asked for does not."""
    if printed.canonical_address:
        found.set(canonical_address=Found(printed.canonical_address, rule))
    if printed.publisher_code and not asked.publisher_code:
        found.set(publisher_code=Found(printed.publisher_code, rule))
    if printed.document_type and not asked.document_type:
        found.set(document_type=Found(printed.document_type, rule))
        if kind := REPORT_KINDS.get(printed.document_type.upper()):
            found.set(report_kind=Found(kind, rule))


def _is_root(address: str) -> bool:
    return address.partition("://")[2].partition("/")[2].strip("/") in ("", "en", "es", "fr")


SOURCE = Source(CONFIG, identify, is_listing, discover, describe)
