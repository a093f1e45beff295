"""The retired Refworld (2007–2023), as web archives, WARC files and plain-text captures hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tasks.page import Page
from tasks.report import Capture, Report
from tasks.sources.config import load_config
from tasks.sources.described import finish
from tasks.sources.discovery import Site, walk
from tasks.sources.lines import lines_of
from tasks.sources.refworld import layout as live
from tasks.sources.refworld_legacy import layout
from tasks.sources.refworld_legacy.forms import identify, is_listing, listing_page
from tasks.sources.refworld_legacy.kinds import kind_of
from tasks.sources.source import Get, Listed, Source

CONFIG = load_config(Path(__file__).parent)


def discover(get: Get, start: Sequence[str], max_pages: int) -> Iterator[Listed]:
    """The reports on the listings at `start`; inside a web archive its own copies are listed."""
    return walk(get, start, max_pages, Site(identify, listing_page))


def describe(page: Page, capture: Capture) -> Report:
    """What a page of the retired site prints about itself; the layout is chosen by what is seen, not by the date."""
    lines = lines_of(page)
    if live.find_header(page, lines) and not layout.find_header(page, lines)[1]:
        found = live.read(page)
        # The address was redirected (sources.md §1.10): what was read is the live site's edition.
        found.issue("layout", "the live site's layout under an address of the retired one")
    else:
        found = layout.read(page)
    report = finish(page, capture, found, identify)
    if report.citation.report_kind is None:
        code = report.citation.publisher_code
        kind = kind_of(report.citation, code.value if code else None)
        report = replace(report, citation=replace(report.citation, report_kind=kind))
    return report


SOURCE = Source(CONFIG, identify, is_listing, discover, describe)
