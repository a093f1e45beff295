"""What a source is: its description as data, and the four things it can do. Imports nothing of the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.page import Page
from tasks.report import Capture, Report


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
    """Hosts that may be asked for this source, the web archives that hold it and the sample's twins among them."""
    pace_seconds: float
    """Shortest time between two requests to one host, in seconds."""
    listings: tuple[str, ...]
    """Where `discover` begins; empty where nothing is left to walk live."""
    sample_listings: tuple[str, ...]
    """The same on the sample sites."""
    listed_min: int
    """A run over the listings that lists fewer reports than this is red."""
    listed_max: int
    """More than this means that something else than reports was listed."""
    fill_rates: Mapping[str, float]
    """By field of `tasks.report.Citation`: the share of real captures that printed it."""
    known_notices: tuple[str, ...]
    """Passage kinds of the notices that this source is known to print."""
    revisit_days: int
    """After so many days a report is asked for again."""


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
    """A report seen on a listing."""

    address: str
    """The address to fetch: of a web archive's listing the replay address."""
    title: str | None


Get = Callable[[str], Page | None]
"""Gives a listing's page; none where it could not be had, and then the caller has recorded why."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source. The functions raise nothing for what an address or a page holds."""

    config: SourceConfig
    identify: Callable[[str], Identity | None]
    is_listing: Callable[[str], bool]
    discover: Callable[[Get, Sequence[str], int], Iterator[Listed]]
    """``discover(get, start, max_pages)``: the reports on the listings at `start`, each once."""
    describe: Callable[[Page, Capture], Report]
    """What the page prints about itself; `Report.passages` are claims: in order, without overlap, gaps allowed."""
