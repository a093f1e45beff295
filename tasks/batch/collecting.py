"""Sites to archive, one source at a time: walk the listings, fetch what is new or due, keep every exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tasks.archive.entries import LedgerEntry, Role, Run, SourceRun
from tasks.archive.exchange import Exchange
from tasks.archive.fetcherrors import FetchError, RefusedByRobotsError
from tasks.archive.payload import ArchiveError, payload_of
from tasks.archive.session import PoliteSession, SessionSettings, target_of
from tasks.archive.store import Archive
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import record_source
from tasks.home import Home
from tasks.page import Page
from tasks.reading import states, text
from tasks.report import Issue
from tasks.sources import Source

MAX_HOPS = 5
"""Redirects followed for one address."""

MAX_CHALLENGE_BYTES = 50_000
"""Answers with status 200 longer than this are not parsed while collecting: challenges are short."""

BLOCKED_IN_A_ROW = 3
"""After so many challenges one after the other the site is left alone until the next run."""


@dataclass(frozen=True, slots=True)
class CollectSettings:
    """How one run collects."""

    contact: str
    """Web address or e-mail that the user agent names, so that a site's administrator can reach whoever runs this."""
    max_pages: int = 50
    """Listing pages walked per source."""
    max_reports: int | None = None
    """New reports had per source at most; none for all."""
    sample_hosts: Mapping[str, tuple[str, int]] | None = None
    """Where the sample's reserved host names are served. Given, no other host is asked, and without a pause."""


class _Collecting:
    """One source's collection: counts what happens, so that nothing happens uncounted."""

    def __init__(self, archive: Archive, source: Source, settings: CollectSettings, run_id: str) -> None:
        self._archive = archive
        self._source = source
        self._settings = settings
        self._run_id = run_id
        self._session = PoliteSession(self._session_settings(), on_robots=self._keep_robots)
        self._blocked_in_a_row = 0
        self._had = 0
        self.done = SourceRun(source.config.name, 0, 0, 0, 0, 0, 0, ())

    def _session_settings(self) -> SessionSettings:
        settings = self._settings
        if settings.sample_hosts is None:
            return SessionSettings(settings.contact, pace_seconds=self._source.config.pace_seconds)
        return SessionSettings(
            settings.contact, pace_seconds=0.0, connect_to=settings.sample_hosts, only_connect_to=True
        )

    def discover(self) -> list[str]:
        """Walks the listings; counts all reports seen, and returns the addresses to look at, each once."""
        config = self._source.config
        start = config.listings if self._settings.sample_hosts is None else config.sample_listings
        found = self._source.discover(self._listing, start, self._settings.max_pages)
        addresses = list(dict.fromkeys(listed.address for listed in found))
        self.count(listed=len({self._document(address) for address in addresses}))
        return addresses

    def _document(self, address: str) -> str:
        identity = self._source.identify(address)
        return identity.document_key if identity else address

    def count(self, **more: int) -> None:
        self.done = replace(self.done, **{name: getattr(self.done, name) + n for name, n in more.items()})

    def note(self, rule: str, seen: str) -> None:
        self.done = replace(self.done, issues=(*self.done.issues, Issue(rule, seen)))

    @property
    def reason_to_stop(self) -> str | None:
        """Why no more reports are asked for in this run; none while there is no reason."""
        if self._blocked_in_a_row >= BLOCKED_IN_A_ROW:
            return "turned-away"
        most = self._settings.max_reports
        return "max-reports" if most is not None and self._had >= most else None

    def _listing(self, address: str) -> Page | None:
        """The `get` that a source's discover is given."""
        entry = self._fetch(address, "listing")
        if entry is None or entry.capture.status != 200:
            if entry is not None:
                self.note("listing", f"status {entry.capture.status} at {address}")
            return None
        try:
            payload = self._archive.payload(entry)
        except ArchiveError as error:
            self.note("listing:payload", f"{error} at {address}")
            return None
        page = text.page_of(payload.body, address=address, media_type=payload.media_type, charset=payload.charset)
        state = states.state_of(entry.capture.status, payload.headers, page, payload.body)
        if state != "report":
            self.note(f"listing:{state}", address)
            return None
        return page

    def report(self, address: str) -> None:
        """Fetches one report's address unless it is known and not due."""
        if not self._is_due(address):
            self.count(unchanged=1)
            return
        entry = self._fetch(address, "document")
        if entry is not None and entry.capture.status is not None and entry.capture.status < 400:
            self._had += 1  # only what was had counts: addresses that fail every night must not use up the limit

    def _is_due(self, address: str) -> bool:
        for _ in range(MAX_HOPS):
            known = self._archive.latest(address)
            if known is None:
                return True
            status = known.capture.status
            if status is not None and status >= 400:
                return True  # gone, blocked or broken last time: today may be another day
            age = datetime.now(UTC) - known.capture.captured_at
            if age > timedelta(days=self._source.config.revisit_days):
                return True
            target = self._location(known)
            if target is None:
                return False
            address = target  # a run killed between a redirect and its target has the one and lacks the other
        return False

    def _location(self, entry: LedgerEntry) -> str | None:
        capture = entry.capture
        if capture.status is None or not 300 <= capture.status < 400:
            return None
        try:
            return target_of(capture.address, capture.status, self._archive.payload(entry).headers)
        except (ArchiveError, ValueError):
            return None  # a lost record, or a target that is no address: there is nothing to go on to

    def _fetch(self, address: str, role: Role) -> LedgerEntry | None:
        entry: LedgerEntry | None = None
        try:
            for exchange in self._session.fetch(address, max_hops=MAX_HOPS):
                entry = self._keep(exchange, role)
        except FetchError as error:
            self.note(error.state, address)
            self.count(**{"refused" if isinstance(error, RefusedByRobotsError) else "failed": 1})
            return None
        return entry

    def _keep_robots(self, exchange: Exchange) -> None:
        self._append(exchange, "robots")

    def _keep(self, exchange: Exchange, role: Role) -> LedgerEntry:
        entry = self._append(exchange, role)
        if self._is_blocked(exchange):
            self._blocked_in_a_row += 1
            self.count(blocked=1)
            self.note("blocked", exchange.address)
            return entry
        self._blocked_in_a_row = 0
        if role == "document":
            self.count(**{"unchanged" if entry.refers_to else "fetched": 1})
        return entry

    def _append(self, exchange: Exchange, role: Role) -> LedgerEntry:
        identity = self._source.identify(exchange.address)
        return self._archive.append_exchange(
            exchange,
            source=self._source.config.name,
            document_key=identity.document_key if identity else None,
            role=role,
            run_id=self._run_id,
        )

    @staticmethod
    def _is_blocked(exchange: Exchange) -> bool:
        try:
            payload = payload_of(exchange)
        except ArchiveError:
            return False  # kept as it is; its reading becomes the issue
        if exchange.status == 200 and len(payload.body) > MAX_CHALLENGE_BYTES:
            return states.state_of(exchange.status, payload.headers, None, payload.body) == "blocked"
        page = text.page_of(
            payload.body, address=exchange.address, media_type=payload.media_type, charset=payload.charset
        )
        return states.state_of(exchange.status, payload.headers, page, payload.body) == "blocked"


def collect_source(
    home: Home, source: Source, settings: CollectSettings, *, run: Run, progress: Progress = silent
) -> SourceRun:
    """Collects one source and returns what came of it; the same counts go into the run's record in the archive.

    Raises OSError where the archive cannot be written to; whatever was kept until then stays whole.
    """
    name = source.config.name
    with Archive(home.archive) as archive:
        record_source(archive, run, SourceRun(name, 0, 0, 0, 0, 0, 0, ()))
        collecting = _Collecting(archive, source, settings, run.run_id)
        addresses = collecting.discover()
        for done, address in enumerate(addresses, 1):
            if reason := collecting.reason_to_stop:
                collecting.note(reason, f"{len(addresses) - done + 1} addresses left for the next run")
                break
            collecting.report(address)
            progress(f"collecting {name}", done, len(addresses))
        record_source(archive, run, collecting.done)
    return collecting.done
