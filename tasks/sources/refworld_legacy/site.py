"""The retired Refworld (2007–2023), as web archives, WARC files and plain-text captures hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tasks.page import Page
from tasks.report import Capture, Report
from tasks.sources import discovery
from tasks.sources.config import load_config
from tasks.sources.described import finish
from tasks.sources.discovery import Site
from tasks.sources.lines import lines_of, without_wrapping_forms
from tasks.sources.parted import parted
from tasks.sources.refworld import layout as live
from tasks.sources.refworld_legacy import layout
from tasks.sources.refworld_legacy.forms import identify, is_listing, listing_page
from tasks.sources.refworld_legacy.kinds import kind_of
from tasks.sources.source import Get, Limits, Source, Start, WalkedPage, WalkEnd
from tasks.sources.teasers import row_date

CONFIG = load_config(Path(__file__).parent)
SITE = Site(identify, is_listing, listing_page, CONFIG.hosts, row_date)


def discover(get: Get, starts: Sequence[Start], limits: Limits) -> Iterator[WalkedPage | WalkEnd]:
    """The reports on the listings at `starts`; inside a web archive its own copies are listed."""
    return discovery.discover(get, starts, limits, SITE)


def describe(page: Page, capture: Capture) -> Report:
    """What a page of the retired site prints about itself; the layout is chosen by what is seen, not by the date."""
    page = without_wrapping_forms(page)
    lines = parted(lines_of(page), layout.LABELS)
    updated, header = layout.find_header(page, lines)
    if header is None and live.find_header(page, live.own_lines(page)):
        found = live.read(page)
        # The address was redirected (sources.md §1.10): what was read is the live site's edition.
        found.issue("layout", "the live site's layout under an address of the retired one")
    else:
        found = layout.read(page, lines, updated, header)
    report = finish(page, capture, found, identify)
    if report.citation.report_kind is None:
        code = report.citation.publisher_code
        kind = kind_of(report.citation, code.value if code else None)
        report = replace(report, citation=replace(report.citation, report_kind=kind))
    return report


SOURCE = Source(CONFIG, identify, is_listing, discover, describe)
