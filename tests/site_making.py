"""A site in memory for tests of discovery: what stands at an address, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tasks.page import Page
from tasks.reading.text import page_of
from tasks.sources import Limits, Listed, Start, WalkedPage, WalkEnd, source
from tasks.sources.source import StartKind


class Site:
    """Pages and files by address."""

    def __init__(self, held: Mapping[str, str | bytes]) -> None:
        self._held = held
        self.asked: list[str] = []

    def page(self, address: str) -> Page | None:
        payload = self.payload(address)
        if payload is None:
            return None
        return page_of(payload, address=address, media_type="text/html", charset="utf-8")

    def payload(self, address: str) -> bytes | None:
        self.asked.append(address)
        held = self._held.get(address)
        return held.encode() if isinstance(held, str) else held


def discover(
    site: Site, *starts: str, kind: StartKind = "listing", limits: Limits | None = None, name: str = "iwpr"
) -> list[WalkedPage | WalkEnd]:
    """All that a source's discover gives."""
    whole = [Start(address, kind) for address in starts]
    return list(source(name).discover(site, whole, limits or Limits(50)))


def listed(given: Iterable[WalkedPage | WalkEnd]) -> list[Listed]:
    """The reports, in order."""
    return [report for page in given if isinstance(page, WalkedPage) for report in page.listed]


def noted(given: Iterable[WalkedPage | WalkEnd]) -> list[Listed]:
    """What else is to be remembered, in order."""
    return [report for page in given if isinstance(page, WalkedPage) for report in page.noted]


def ends(given: Iterable[WalkedPage | WalkEnd]) -> list[tuple[str, int]]:
    """Why each walk ended, and after how many pages."""
    return [(end.reason, end.pages) for end in given if isinstance(end, WalkEnd)]


def slugs(given: Iterable[WalkedPage | WalkEnd]) -> list[str]:
    """The last parts of the reports' addresses."""
    return [report.address.rsplit("/", 1)[1] for report in listed(given)]
