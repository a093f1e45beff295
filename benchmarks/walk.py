"""An ordinary collection over a site that misbehaves in every way of the catalogue, measured fault by fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.meter import Meter, Spent
from samples.faults import CATALOGUE, LISTINGS, NAMES, PUBLIC_ADDRESS, SITE, Fault, FaultServer
from samples.faults.catalogue import PAGES, good_path
from samples.faults.server import Request
from tasks.archive.asking.redirects import target_of
from tasks.archive.asking.session import Limits
from tasks.archive.custody.verify import Verification, verify
from tasks.archive.entries import LedgerEntry, SourceRun
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import storable
from tasks.archive.store import Archive
from tasks.batch.collecting import CollectSettings, collect_source
from tasks.batch.reading import read_entry
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.report import Report
from tasks.sources import Source, source
from tests.loopback import Attempt, Loopback

MAX_HOPS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one fault."""

    fault: Fault
    recorded: str
    """The named state."""
    report: Report | None
    """Of a page: the reading of its last capture."""
    peak_mb: float
    """Most memory taken while it was collected or read, above what was taken before it; in megabytes."""
    seconds: float
    """From the request for it to the request for the next page of the listing."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of the whole walk."""

    rows: tuple[Row, ...]
    good: tuple[tuple[int, Report | None], ...]
    """Of each good page: how often it was asked for, and its reading."""
    requests: tuple[Request, ...]
    """What the server was asked, in order."""
    done: SourceRun
    verification: Verification
    refused: tuple[Attempt, ...]
    """Connections that the tests' sockets had to stop."""
    opened: frozenset[Attempt]
    """Connections that were opened."""
    allowed: frozenset[Attempt]
    """Those that may be: to the server, and to the public address that stands for it."""


def walk(folder: Path) -> Walked:
    """Collects the site into a new home under `folder`, with short limits, and reads what was kept."""
    home = Home(folder)
    meter = Meter(SITE, {*(fault.path for fault in CATALOGUE), *map(good_path, range(len(PAGES) + 1))})
    with (
        FaultServer(on_request=lambda request: meter.saw(request.host, request.target)) as server,
        Loopback(NAMES, {PUBLIC_ADDRESS: ("127.0.0.1", server.port)}) as net,
    ):
        iwpr = _source()
        done = collect_source(home, iwpr, _settings(server), run=new_run("nightly", is_sample=True))
        meter.end()
        asked = Counter((request.host, request.target) for request in server.requests)
        with Archive(home.archive, read_only=True) as archive:
            good = tuple(_good(archive, iwpr, asked))  # first, so that no fault is charged with what is loaded once
            rows = tuple(_rows(archive, iwpr, meter))
        allowed = {Attempt("127.0.0.1", port) for port in server.ports.values()} | {Attempt(PUBLIC_ADDRESS, 80)}
    return Walked(
        rows,
        good,
        tuple(server.requests),
        done,
        verify(home.archive),
        tuple(net.refused),
        frozenset(net.allowed),
        frozenset(allowed),
    )


def _source() -> Source:
    """The real source, with this server's listings as those of its sample."""
    iwpr = source("iwpr")
    starts = (f"http://{SITE}/global-voices?page=0", *(fault.address for fault in LISTINGS))
    return replace(iwpr, config=replace(iwpr.config, sample_listings=starts, sample_sitemaps=(), sample_feeds=()))


def _settings(server: FaultServer) -> CollectSettings:
    limits = Limits(
        connect_timeout=0.5,
        read_timeout=0.5,
        total_timeout=1.0,
        max_bytes=8 * 1024 * 1024,
        retries=1,
        backoff=0.05,
        max_wait=3.0,
    )
    return CollectSettings(
        "faults@onrecord.test",
        max_pages=12,
        sample_hosts=server.connect_to(),
        only_sample_hosts=False,  # or the guard would have nothing to do
        limits=limits,
    )


def _rows(archive: Archive, iwpr: Source, meter: Meter) -> Iterator[Row]:
    attempts = {attempt.address: attempt for attempt in archive.attempts(iwpr.config.name)}
    for fault in CATALOGUE:
        spent = meter.spent.get(fault.path, Spent(0.0, 0.0))
        if fault.group == "listing":
            yield Row(fault, _listing_state(archive, fault), None, spent.peak_mb, spent.seconds)
            continue
        chain = list(_chain(archive, fault.address))
        failed = [attempts[storable(address)] for address, _ in chain if storable(address) in attempts]
        last = next((entry for _, entry in reversed(chain) if entry is not None), None)
        report = None
        if last is not None:
            meter.begin(fault.name)
            report = read_entry(archive, last, iwpr)
            meter.end()
        reading = meter.spent.get(fault.name, Spent(0.0, 0.0))
        recorded = failed[-1].state if failed else report.state if report else "nothing"
        yield Row(fault, recorded, report, max(spent.peak_mb, reading.peak_mb), spent.seconds)


def _chain(archive: Archive, address: str | None) -> Iterator[tuple[str, LedgerEntry | None]]:
    """The address, and those that it redirects to, each with its last capture."""
    for _ in range(MAX_HOPS):
        if address is None:
            return
        entry = archive.latest(address)
        yield address, entry
        if entry is None:
            return
        try:
            address = target_of(address, entry.capture.status, archive.payload(entry).headers)
        except (ArchiveError, ValueError):
            return


def _listing_state(archive: Archive, fault: Fault) -> str:
    """How the walk over it ended; one that left a gap proves nothing and is not counted as one."""
    walk = archive.walk("iwpr", fault.address)
    return walk.end.reason if walk else "gap"


def _good(archive: Archive, iwpr: Source, asked: Counter[tuple[str, str]]) -> Iterator[tuple[int, Report | None]]:
    for number in range(len(PAGES) + 1):
        entry = archive.latest(f"http://{SITE}{good_path(number)}")
        yield asked[SITE, good_path(number)], read_entry(archive, entry, iwpr) if entry else None
