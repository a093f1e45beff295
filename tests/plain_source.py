"""A source over the plain site: any hosts, the project's own way of walking, a key per host and story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tasks.page import Page
from tasks.report import Capture, Report
from tasks.sources import Get, Identity, Limits, Source, Start, WalkedPage, WalkEnd
from tasks.sources.config import parse_config
from tasks.sources.discovery import Site
from tasks.sources.discovery import discover as walk

STORY = re.compile(r"/story/([a-z0-9-]+)")
LISTING = re.compile(r"page=([0-9]+)")


def identify(address: str) -> Identity | None:
    parts = urlsplit(address)
    story = STORY.fullmatch(parts.path)
    return Identity(f"plain/{parts.hostname}/{story[1]}", address, address) if story else None


def listing_page(address: str) -> tuple[str, int] | None:
    parts = urlsplit(address)
    page = LISTING.fullmatch(parts.query)
    return (f"{parts.hostname}{parts.path}", int(page[1])) if parts.path == "/list" and page else None


def plain_source(*hosts: str, revisit_days: int = 30, pace: float = 5.0) -> Source:
    """A source whose listings stand on all these hosts."""
    config = parse_config(
        "plain",
        {
            "title": "Plain",
            "publisher": "Nobody",
            "licence": "none",
            "terms": "none",
            "hosts": list(hosts),
            "pace_seconds": pace,
            "listings": [],
            "sitemaps": [],
            "feeds": [],
            "sample_listings": [f"http://{host}/list?page=0" for host in hosts],
            "sample_sitemaps": [],
            "sample_feeds": [],
            "listed_min": 1,
            "listed_max": 100_000,
            "fill_rates": {},
            "known_notices": [],
            "revisit": [{"every_days": revisit_days}],
        },
    )
    site = Site(identify, lambda address: listing_page(address) is not None, listing_page, hosts)

    def discover(get: Get, starts: Sequence[Start], limits: Limits) -> Iterator[WalkedPage | WalkEnd]:
        return walk(get, starts, limits, site)

    def describe(page: Page, capture: Capture) -> Report:
        identity = identify(capture.address)
        return Report(capture, "report", identity.document_key if identity else None)

    return Source(config, identify, lambda address: listing_page(address) is not None, discover, describe)
