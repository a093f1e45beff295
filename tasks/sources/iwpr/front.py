"""The front page under a report's address: IWPR's answer, with status 200, to addresses it has forgotten
(sources.md §3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tasks.page import Page
from tasks.sources.described import head_address
from tasks.sources.iwpr import forms
from tasks.sources.iwpr.boxes import is_box_heading
from tasks.sources.iwpr.bylines import byline_of
from tasks.sources.iwpr.stamps import dateline_of
from tasks.sources.iwpr.titles import head_titles, is_site_title
from tasks.sources.lines import Line, folded, lines_of

REPORTS = 4
"""Other reports that a page must link to be a list and not a report."""
DATES = 3
"""Dates of as many reports stand under teasers; a report's own opening prints one."""
BOXES = 2
LONG = 200
"""Characters from which a line of a capture is no teaser."""


def is_front_page(page: Page) -> bool:
    """Whether a page is the site's front page or a list, by its own address, or by listing reports and telling none."""
    for name in ("link:canonical", "meta:og:url"):
        address = head_address(page, name)
        if address and forms.read(address):
            return forms.is_listing(address)
    if head_titles(page):
        return False  # a report's own title
    lines = lines_of(page)
    return _lists_reports(page, lines) if page.links else not page.head and _is_captured_list(lines)


def _lists_reports(page: Page, lines: Sequence[Line]) -> bool:
    linked: set[str] = set()
    for link in page.links:
        if identity := forms.identify(link.target):
            linked.add(identity.document_key)
        if len(linked) == REPORTS:
            return not _has_opening(lines)
    return False


def _is_captured_list(lines: Sequence[Line]) -> bool:
    """A text capture: the site's title, then boxes, and neither a text nor a title that is printed again."""
    if not lines or not is_site_title(lines[0].text) or _has_opening(lines):
        return False
    printed = Counter(folded(line.text) for line in lines)
    is_told = any(len(line.text) >= LONG for line in lines) or any(count > 1 for count in printed.values())
    return not is_told and sum(is_box_heading(line.text) for line in lines) >= BOXES


def _has_opening(lines: Sequence[Line]) -> bool:
    """Whether a page prints a date or a byline as only reports do."""
    dates = sum(dateline_of(line.text) is not None for line in lines)
    return 0 < dates < DATES or any(byline_of(line.text) is not None for line in lines)
