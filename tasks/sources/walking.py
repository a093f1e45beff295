"""What all walks share: what must be known of a site, and what one discover has already asked for and given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from tasks.sources.addresses import TEST, parse
from tasks.sources.source import Get, Identity, Limits, Listed


def no_date(_: Sequence[str]) -> date | None:
    """For sites whose listings print none."""
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """What a walk must know of a site."""

    identify: Callable[[str], Identity | None]
    is_listing: Callable[[str], bool]
    listing_page: Callable[[str], tuple[str, int] | None]
    """Of an address: the listing it belongs to, and the number of this page of it."""
    hosts: tuple[str, ...]
    """Where its sitemaps may stand."""
    dated: Callable[[Sequence[str]], date | None] = no_date
    """Of the lines that a listing prints with one report: its date; none where they hold none."""

    def is_report(self, target: str, address: str) -> bool:
        """Whether a target found at an address is a report's, whole, and in the same world."""
        if "\ufffd" in target:  # an address with a damaged byte is another address
            return False
        return self.identify(target) is not None and not self.is_listing(target) and is_same_family(target, address)


@dataclass(slots=True)
class Walk:
    """One discover, over all its starts."""

    get: Get
    limits: Limits
    site: Site
    asked: set[str] = field(default_factory=set)
    """Keys of the pages and files asked for."""
    _given: set[str] = field(default_factory=set)

    def may_ask(self) -> bool:
        """Whether the limit on pages allows one more."""
        return len(self.asked) < self.limits.max_pages

    def fresh(self, found: Iterable[Listed]) -> tuple[Listed, ...]:
        """Those that are wanted and were not given before; they count as given."""
        fresh = []
        for listed in found:
            key = address_key(listed.address)
            if key not in self._given and not self.is_old(listed):
                self._given.add(key)
                fresh.append(listed)
        return tuple(fresh)

    def is_old(self, listed: Listed) -> bool:
        """Whether a report is given with a day before those asked for; without a day it never is."""
        since = self.limits.since
        return since is not None and listed.dated is not None and listed.dated < since


def address_key(address: str) -> str:
    """One form for an address however it was linked: the scheme, a slash at the end and percent-encoding do not count.

    Not the document's key: two addresses of one story may each print what the other lacks (sources.md §3).
    """
    parts = parse(address)
    if parts is None:
        return address
    return f"{parts.host}{unquote(parts.path)}?{parts.raw_query}"


def is_same_family(target: str, address: str) -> bool:
    """Whether both are real hosts or both are the samples': a walk never leaves the one for the other."""
    other, own = parse(target), parse(address)
    return other is not None and own is not None and other.host.endswith(TEST) == own.host.endswith(TEST)
