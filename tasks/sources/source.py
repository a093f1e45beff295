"""What a source is: its description as data, and the four things it can do. Imports nothing of the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, Protocol
from urllib.parse import urlsplit

from tasks.page import Page
from tasks.report import Capture, Report

COMMON_CRAWL_DATA_HOST = "data.commoncrawl.org"
"""Where the WARC files lie that Common Crawl's index points into; the index itself stands on another host."""

StartKind = Literal["listing", "sitemap", "feed"]
ArchiveKind = Literal["replay", "wayback", "pywb", "commoncrawl"]
WalkReason = Literal["end", "known", "since", "max-pages", "gap"]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a walk begins."""

    address: str
    kind: StartKind


@dataclass(frozen=True, slots=True)
class RevisitRule:
    """How often a report of a certain age is asked for again."""

    younger_than_days: int | None
    """The rule holds for reports younger than this; none for all that no earlier rule holds for."""
    every_days: int


@dataclass(frozen=True, slots=True)
class ArchiveConfig:
    """A web archive in which copies of a source's pages lie."""

    kind: ArchiveKind
    """``wayback``, ``pywb``: a CDX server; ``commoncrawl``: an index over WARC files that are read in ranges;
    ``replay``: nothing but replay addresses, so a copy must be known by its address."""
    endpoint: str
    """Of ``wayback`` and ``pywb`` the CDX server's address, of ``commoncrawl`` that of the list of its crawls, of
    ``replay`` what stands before a copy's 14 digits."""
    match: tuple[str, ...]
    """Addresses whose copies are looked for, without scheme; ``*`` at the end for all that begin so."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Hosts that are asked for this archive's sake."""
        host = urlsplit(self.endpoint).hostname or ""
        return (host, COMMON_CRAWL_DATA_HOST) if self.kind == "commoncrawl" else (host,)


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One source as its ``source.toml`` describes it."""

    name: str
    """Name of the source's folder."""
    title: str
    publisher: str
    """Who publishes the site; of a collection such as Refworld not the publisher of each report."""
    publisher_code: str | None
    licence: str
    """What is known of it; ``unknown`` where nobody has read one."""
    terms: str
    hosts: tuple[str, ...]
    """Hosts on which pages of this source stand: the site's own, those of replayed copies, the sample's twins. What is
    asked only to find copies is named under `archives`."""
    pace_seconds: float
    """Shortest time between two requests to one host, in seconds."""
    pace: Mapping[str, float]
    """By host: the same where it is another one for a single host."""
    listings: tuple[str, ...]
    """Where `discover` begins; empty, with `sitemaps` and `feeds`, where nothing is left to walk live."""
    sitemaps: tuple[str, ...]
    feeds: tuple[str, ...]
    sample_listings: tuple[str, ...]
    """The same on the sample sites."""
    sample_sitemaps: tuple[str, ...]
    sample_feeds: tuple[str, ...]
    listed_min: int
    """A run over the listings that lists fewer reports than this is red."""
    listed_max: int
    """More than this means that something else than reports was listed."""
    fill_rates: Mapping[str, float]
    """By field of `tasks.report.Citation`: the share of real captures that printed it."""
    known_notices: tuple[str, ...]
    """Passage kinds of the notices that this source is known to print."""
    revisit: tuple[RevisitRule, ...]
    """How often reports are asked for again, the youngest first; the last rule holds for all that are older."""
    archives: tuple[ArchiveConfig, ...]
    """Web archives in which copies lie; empty where none is known."""

    def starts(self, is_sample: bool) -> tuple[Start, ...]:
        """Where a run begins, in this order: listings, feeds, sitemaps.

        Listings come first, so that what they list is told as theirs: their stop rule rests on it. Feeds are one page
        each and come before sitemaps, which may be many.
        """
        listings = self.sample_listings if is_sample else self.listings
        feeds = self.sample_feeds if is_sample else self.feeds
        sitemaps = self.sample_sitemaps if is_sample else self.sitemaps
        starts = (
            *(Start(address, "listing") for address in listings),
            *(Start(address, "feed") for address in feeds),
            *(Start(address, "sitemap") for address in sitemaps),
        )
        return tuple(dict.fromkeys(starts))

    def pace_of(self, host: str) -> float:
        """Shortest time between two requests to that host, in seconds."""
        return self.pace.get(host.lower().rstrip("."), self.pace_seconds)

    def revisit_every(self, age_days: float) -> int:
        """After how many days a report of that age is asked for again."""
        for rule in self.revisit:
            if rule.younger_than_days is None or age_days < rule.younger_than_days:
                return rule.every_days
        return self.revisit[-1].every_days


@dataclass(frozen=True, slots=True)
class Identity:
    """What an address says by itself, before anything was fetched."""

    document_key: str
    """``<source>/<identity>``: the same for every address of one document."""
    original_address: str
    """The address without the web archive around it; the address itself where there is none."""
    canonical_address: str | None
    """The address by which the document is best cited, as far as the address tells."""
    archived_at: datetime | None = None
    """UTC, from a replay address's 14 digits: when the web archive took its copy. Not the date of the text
    (sources.md §1.4)."""
    publisher_code: str | None = None
    """Hints of the path by which someone browsed: weak (sources.md §1)."""
    document_type: str | None = None
    country_code: str | None = None
    """ISO 3166-1 alpha-3."""
    language: str | None = None
    """ISO 639-1, as the address says; it does not prove the language of the text."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report seen on a listing, a sitemap or a feed."""

    address: str
    """The address to fetch: of a web archive's listing the replay address."""
    title: str | None
    dated: date | None = None
    """The day that is given with it, of a month or a year its last one but never a later one than today: a hint for the
    report's age and for `Limits.since`, never a publication date."""
    changed: date | None = None
    """The day of its last change, where a sitemap's ``lastmod`` or a feed's ``updated`` gives one to the day and not in
    the future. A day that a listing prints says nothing of changes."""


class Get(Protocol):
    """Gives what stands at an address; none where it could not be had, and then the caller has recorded why."""

    def page(self, address: str) -> Page | None:
        """A listing's page."""

    def payload(self, address: str) -> bytes | None:
        """The bytes of a sitemap or a feed, with the content coding taken off."""


def _never(_start: Start, _address: str) -> bool:
    return False


def _not_asked(_address: str) -> None:
    return None


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a discover stops before everything was seen."""

    max_pages: int
    """Listing pages, sitemap files or feeds asked for from each start."""
    since: date | None = None
    """Reports given with an earlier day are not wanted; those given with none are."""
    is_known: Callable[[Start, str], bool] = _never
    """Asked with a listing and a `Listed.address`: whether it was listed before that listing's last walk without a gap,
    and that walk went as deep as this one may."""
    asked_at: Callable[[str], datetime | None] = _not_asked
    """Of a sitemap file: when it was last asked for, had or not; UTC. Where not all files may be asked for, those go
    first that were not asked for since they changed, then those that have waited longest."""
    today: date = field(default_factory=_today)
    """No day that a site gives counts as a later one."""


@dataclass(frozen=True, slots=True)
class WalkedPage:
    """One listing page, sitemap file or feed that was had."""

    start: Start
    address: str
    listed: tuple[Listed, ...]
    """The reports on it that are wanted and that this discover had not given before."""
    noted: tuple[Listed, ...] = ()
    """Reports to be remembered all the same: those that are not wanted for `Limits.since`, each once, and those that
    were given before, under the same address, where this page gives a later day."""


@dataclass(frozen=True, slots=True)
class WalkEnd:
    """How the walk from one start ended; comes last."""

    start: Start
    reason: WalkReason
    """``end``: there was no more. ``known``: a listing's page held nothing but known reports. ``since``: what was left
    is older. ``max-pages``: the limit. ``gap``: a page could not be had, was damaged, or brought nothing though there
    should be more, so what stands there is unknown and nothing may be concluded from the walk; this wins over all
    others."""
    pages: int
    """Asked for from this start, had or not."""
    is_empty: bool = False
    """True where a listing named no report at all: it may be empty, or another page stood there for a while."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source. The functions raise nothing for what an address or a page holds."""

    config: SourceConfig
    identify: Callable[[str], Identity | None]
    is_listing: Callable[[str], bool]
    discover: Callable[[Get, Sequence[Start], Limits], Iterator[WalkedPage | WalkEnd]]
    """The reports that the starts lead to, page by page, each once for the asking; one `WalkEnd` per start."""
    describe: Callable[[Page, Capture], Report]
    """What the page prints about itself; `Report.passages` are claims: in order, without overlap, gaps allowed."""
