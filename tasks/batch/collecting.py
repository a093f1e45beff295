"""Sites to archive, one source at a time: walk the listings, ask for what is new or due, keep every exchange."""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from tasks.archive.asking.fetcherrors import AddressRefusedError
from tasks.archive.asking.guard import check_address
from tasks.archive.asking.redirects import target_of
from tasks.archive.asking.session import Limits, SessionSettings
from tasks.archive.asking.turns import Turns, site_of
from tasks.archive.entries import Run, SourceRun
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import storable
from tasks.archive.frontier import Hints, History, Place, place_of
from tasks.archive.store import Archive
from tasks.batch.counting import Counting
from tasks.batch.discovering import ListingGet, Wanted, discover
from tasks.batch.judged import hints_of
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import record_source
from tasks.batch.visiting import Errand, Visitor
from tasks.home import Home
from tasks.sources import Source


@dataclass(frozen=True, slots=True)
class CollectSettings:
    """How one run collects."""

    contact: str
    """Web address or e-mail that the user agent names, so that a site's administrator can reach whoever runs this."""
    max_pages: int = 50
    """Pages walked per listing, files per sitemap."""
    max_reports: int | None = None
    """Reports had per source at most; none for all."""
    since: date | None = None
    """Only reports that are given with this day or a later one, or with none; none for all, known ones included."""
    sample_hosts: Mapping[str, tuple[str, int]] | None = None
    """Where the sample's reserved host names are served. Given, no other host is asked."""
    only_sample_hosts: bool = True
    """False where others may be asked too, vetted as ever: for tests with a name service of their own."""
    sample_pace: float = 0.0
    """Seconds between two requests to one of the sample's hosts; the real sites' pace is that of ``source.toml``."""
    hosts_at_once: int = 4
    """Sites asked side by side; one site is never asked twice at once."""
    limits: Limits = field(default_factory=Limits)
    as_of: datetime | None = None
    """The time at which it is judged what is due; now where none is given."""


def session_settings(source: Source, settings: CollectSettings) -> SessionSettings:
    """How the source's sites are asked."""
    config = source.config
    if settings.sample_hosts is None:
        return SessionSettings(
            settings.contact, pace_seconds=config.pace_seconds, paces=config.pace, limits=settings.limits
        )
    return SessionSettings(
        settings.contact,
        pace_seconds=settings.sample_pace,
        limits=settings.limits,
        connect_to=settings.sample_hosts,
        only_connect_to=settings.only_sample_hosts,
    )


def collect_source(
    home: Home, source: Source, settings: CollectSettings, *, run: Run, progress: Progress = silent
) -> SourceRun:
    """Collects one source and returns what came of it; the same counts go into the run's record in the archive.

    Raises OSError where the archive cannot be written to; whatever was kept until then stays whole.
    """
    name = source.config.name
    counting = Counting(name, settings.max_reports)
    as_of = settings.as_of or datetime.now(UTC)
    hints = hints_of(home, source)
    with Archive(home.archive) as archive:
        record_source(archive, run, counting.done)
        known = archive.frontier(name)
        errand = Errand(
            source=source,
            settings=session_settings(source, settings),
            run_id=run.run_id,
            turns=Turns(home.turns),
            counting=counting,
            places={address: place_of(history, hints) for address, history in known.items()},
            as_of=as_of,
        )
        visitor = Visitor(errand, archive)
        try:
            starts = source.config.starts(is_sample=settings.sample_hosts is not None)
            wanted = Wanted(starts, settings.max_pages, settings.since, as_of.date())
            get = ListingGet(visitor, archive, counting)
            listed = discover(source, archive, get, wanted, known=known, run_id=run.run_id, counting=counting)
        finally:
            visitor.close()
        due = _due(archive, source, hints, listed, as_of, only_listed=settings.since is not None)
        counting.count(unchanged=len({storable(address) for address in listed} - due.keys()))
        _visit_all(home, replace(errand, places=due.places), list(due), settings.hosts_at_once, progress)
        record_source(archive, run, counting.done)
    return counting.done


class _Due(dict[str, None]):
    """Addresses to ask for, in order."""

    places: Mapping[str, Place]


def _due(
    archive: Archive, source: Source, hints: Hints, listed: Sequence[str], as_of: datetime, *, only_listed: bool
) -> _Due:
    """What is new or due: first what was never asked for, then what was had, last what failed or was refused before, so
    that pages nobody gives out do not keep the others waiting. In each: what was listed tonight, in the listings'
    order, then what has waited longest."""
    known = archive.frontier(source.config.name)
    places = {address: place_of(history, hints) for address, history in known.items()}
    tonight = dict.fromkeys(storable(address) for address in listed)
    others = [] if only_listed else [a for a, history in known.items() if history.is_visited and a not in tonight]
    others.sort(key=lambda address: places[address].next_at or datetime.min.replace(tzinfo=UTC))
    wanted: list[tuple[int, str]] = []
    for address in (*tonight, *others):
        place = places.get(address)
        if place is None or place.is_due(as_of):
            wanted.append((_LAST.get(place.state if place else "new", 1), address))
        elif place.state == "moved" and (target := _left_behind(archive, known[address], known)):
            wanted.append((0, target))
    wanted.sort(key=lambda each: each[0])
    due = _Due(dict.fromkeys(address for _, address in wanted))
    due.places = places
    return due


_LAST: Mapping[str, int] = {"new": 0, "failed": 2, "blocked": 2, "refused-by-robots": 2, "gone": 2}
"""States by how long they may wait; those that are not named come in between."""


def _left_behind(archive: Archive, history: History, known: Mapping[str, History]) -> str | None:
    """Where a redirect leads, if nobody has been there: a run that was killed between the two has the one and lacks
    the other."""
    last = history.events[-1]
    entry = archive.get(last.capture_id) if last.capture_id else None
    if entry is None:
        return None
    try:
        target = target_of(history.address, last.status, archive.headers(entry))
        if target is not None:
            check_address(target)
    except (ArchiveError, ValueError, AddressRefusedError):
        return None  # a lost record, or a target that is no address: there is nothing to go on to
    return target if target is not None and storable(target) not in known else None


def _visit_all(home: Home, errand: Errand, addresses: Sequence[str], at_once: int, progress: Progress) -> None:
    """Asks for all addresses: site by site side by side, each site's one after the other."""
    sites: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        sites[_site(address)].append(address)
    if not sites:
        return
    told = _Told(f"collecting {errand.source.config.name}", len(addresses), progress)
    stop = threading.Event()
    with ThreadPoolExecutor(max_workers=min(at_once, len(sites)), thread_name_prefix="site") as pool:
        made = [pool.submit(_visit_site, home, errand, queue, told, stop) for queue in sites.values()]
        try:
            for future in made:
                future.result()
        except BaseException:
            stop.set()  # a full disk is full for all
            raise


def _site(address: str) -> str:
    """The site by which an address waits its turn; one that has none is left to the visitor, who records why."""
    try:
        return site_of(address)
    except ValueError:
        return ""


def _visit_site(home: Home, errand: Errand, addresses: Sequence[str], told: _Told, stop: threading.Event) -> None:
    with Archive(home.archive) as archive:
        visitor = Visitor(errand, archive)
        try:
            for done, address in enumerate(addresses):
                if stop.is_set():
                    return
                if reason := visitor.reason_to_stop(address):
                    errand.counting.note(reason, f"{len(addresses) - done} addresses left for the next run")
                    told.more(len(addresses) - done)
                    return
                try:
                    visitor.visit(address, "document")
                except (OSError, ArchiveError, sqlite3.Error):
                    raise  # where nothing can be kept, nothing is to be asked for
                except Exception as error:  # one page must never stop a night
                    visitor.give_up(address, error)
                told.more(1)
        finally:
            visitor.close()


class _Told:
    """Progress from several threads."""

    def __init__(self, doing: str, total: int, progress: Progress) -> None:
        self._doing = doing
        self._total = total
        self._progress = progress
        self._done = 0
        self._lock = threading.Lock()

    def more(self, count: int) -> None:
        with self._lock:
            self._done += count
            self._progress(self._doing, self._done, self._total)
