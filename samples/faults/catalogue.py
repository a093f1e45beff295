"""All faults in one listing, and what stands where on the server."""

from __future__ import annotations

from samples.faults import pages
from samples.faults.bodies import SIZE, TEXT
from samples.faults.connections import BROKEN, SLOW
from samples.faults.fault import SITE, Fault
from samples.faults.noreports import LISTINGS, NO_REPORTS
from samples.faults.politeness import POLITENESS
from samples.faults.redirects import NAMES, PUBLIC_ADDRESS, REDIRECTS
from samples.faults.wire import Play, answer

__all__ = ["CATALOGUE", "LISTINGS", "NAMES", "PAGES", "PUBLIC_ADDRESS", "SITE", "good_path", "routes"]

PAGES: tuple[Fault, ...] = (*SLOW, *BROKEN, *SIZE, *REDIRECTS, *TEXT, *POLITENESS, *NO_REPORTS)
"""Faults of pages, in the order in which the site's listing names them."""

CATALOGUE: tuple[Fault, ...] = (*PAGES, *LISTINGS)


def good_path(number: int) -> str:
    """The good page that stands before the fault of that number in the listing, and after the one before it."""
    return f"/global-voices/good-{number}"


def routes() -> dict[tuple[str, str], Play]:
    """Host and path, with query → what happens there."""
    entries: list[tuple[str, str]] = []
    found: dict[tuple[str, str], Play] = {}
    for number in range(len(PAGES) + 1):
        entries.append((good_path(number), f"Good Page {number}"))
        found[SITE, good_path(number)] = answer(200, pages.good_page(number))
        if number < len(PAGES):
            entries.append((PAGES[number].path, PAGES[number].name))
    for fault in CATALOGUE:
        found[SITE, fault.path] = fault.play
        found |= fault.elsewhere
    found[SITE, "/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /admin\n", (("Content-Type", "text/plain"),))
    found[SITE, "/global-voices?page=0"] = answer(200, pages.listing(entries))
    return found
