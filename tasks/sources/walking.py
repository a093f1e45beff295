"""What all walks share: what must be known of a site, and what one discover has already asked for and given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import unquote

from tasks.sources.addresses import TEST, parse
from tasks.sources.source import Get, Identity, Limits, Listed, Start, WalkedPage, WalkReason


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
    asked: dict[str, Start] = field(default_factory=dict)
    """By key: the pages and files asked for, and from where."""
    ended: dict[Start, WalkReason] = field(default_factory=dict)
    _told: dict[str, Listed] = field(default_factory=dict)
    """By key: what was given or noted, with the latest days."""
    _given: set[str] = field(default_factory=set)

    def may_ask(self, pages: int) -> bool:
        """Whether the limit allows one more from a start from which so many were asked for."""
        return pages < self.limits.max_pages

    def page(self, start: Start, address: str, found: Iterable[Listed]) -> WalkedPage:
        """What a page brings: the reports that are wanted and were not given before, and what else is to be noted."""
        listed, noted = [], []
        for report in found:
            key = address_key(report.address)
            told = self._told.get(key)
            known = self._told[key] = _together(told, self._as_of_today(report))
            if key not in self._given and not self.is_old(known):
                self._given.add(key)
                listed.append(known)
            elif told is None or (known.dated, known.changed) != (told.dated, told.changed):
                noted.append(known)
        return WalkedPage(start, address, tuple(listed), tuple(noted))

    def _as_of_today(self, listed: Listed) -> Listed:
        """A month that is not over has its last day in the future; a change there has not happened."""
        today = self.limits.today
        dated, changed = listed.dated, listed.changed
        if dated is not None and dated > today:
            dated = today
        if changed is not None and changed > today:
            # East of here it may be tomorrow already; what is later than that is a mistake, or never changes.
            changed = today if changed == today + timedelta(days=1) else None
        if (dated, changed) == (listed.dated, listed.changed):
            return listed
        return replace(listed, dated=dated, changed=changed)

    def is_old(self, listed: Listed) -> bool:
        """Whether a report is given with a day before those asked for; without a day it never is."""
        since = self.limits.since
        return since is not None and listed.dated is not None and listed.dated < since


def _together(told: Listed | None, new: Listed) -> Listed:
    """With the latest days, under the address that was told first: another spelling would be another address."""
    if told is None:
        return new
    dated, changed = _latest(told.dated, new.dated), _latest(told.changed, new.changed)
    return Listed(told.address, told.title or new.title, dated, changed)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


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
