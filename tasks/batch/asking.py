"""Asking web archives: their indexes, and what all asking has in common. Every answer and every gap is kept."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from tasks.archive.asking.fetcherrors import (
    AddressRefusedError,
    AskedToWaitError,
    FetchError,
    RefusedByRobotsError,
    RobotsUnreachableError,
    TooManyRedirectsError,
)
from tasks.archive.asking.pacing import retry_after
from tasks.archive.asking.redirects import redirect_target
from tasks.archive.asking.session import PoliteSession, SessionSettings
from tasks.archive.asking.turns import Turns
from tasks.archive.entries import Attempt, Role
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, header
from tasks.archive.payload import payload_of
from tasks.archive.records import ArchivedCopy
from tasks.archive.store import Archive
from tasks.archive.webarchives.copies import Copy, is_same_host
from tasks.archive.webarchives.lookups import Answer
from tasks.batch.counting import Counting
from tasks.sources import Source

MAX_HOPS = 5
"""Redirects followed inside an archive for one copy, or for one answer of an index."""
IN_A_ROW = 3
"""After so many failures to get any answer, or challenges, one after the other an archive is left alone."""
SINGLE_IN_A_ROW = 10
"""After so many refusals or errors in a row; fewer may be about the copies that happen to come first."""
REFUSED_IN_A_ROW = 20
"""After so many copies in a row that robots.txt or the guard forbids, the others will be forbidden too."""
BUSY = frozenset({429, 503})
PAUSE_UNTOLD = timedelta(hours=1)
"""When to come back to an archive that is busy and does not say for how long."""


class ArchiveLeftError(Exception):
    """A web archive is asked for nothing more in this run."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until
        """When it may be asked again, UTC; none where nobody said."""


class Asker:
    """Asks one source's web archives. Belongs to one thread, as its archive does."""

    def __init__(
        self,
        source: Source,
        settings: SessionSettings,
        archive: Archive,
        *,
        run_id: str,
        turns: Turns,
        counting: Counting,
    ) -> None:
        self._source = source
        self._archive = archive
        self._run_id = run_id
        self._counting = counting
        self._session = PoliteSession(settings, self._keep_robots, self._keep_passing, turns=turns)
        self._in_a_row: Counter[str] = Counter()

    def close(self) -> None:
        self._session.close()

    @property
    def last_issue(self) -> str | None:
        """The rule of what last went wrong."""
        issues = self._counting.done.issues
        return issues[-1].rule if issues else None

    def begin(self) -> None:
        """Another archive is asked from now on: what was met in a row was met at the one before."""
        self._in_a_row.clear()

    def ask(self, address: str, role: Role = "listing") -> Answer | None:
        """What stands at an address of an archive that is no copy: an index's answer, kept as evidence.

        None where there is no answer; the reason is recorded. Raises ArchiveLeftError where the archive must be left
        alone, OSError where the disk refuses.
        """
        for _ in range(MAX_HOPS + 1):
            try:
                exchange = self._session.get(address)
            except FetchError as error:
                self._missed(address, None, None, error, role)
                return None
            self._append(exchange, None, None, role)
            self._in_a_row.clear()
            if exchange.status in BUSY:
                raise busy(exchange)
            try:
                target = redirect_target(exchange)
            except FetchError:
                target = None
            if target is None or target == address or not is_same_host(target, address):
                return _answer(exchange)  # whom nobody named is not asked
            address = target
        return None

    def _key(self, copy: Copy | None) -> str | None:
        identity = self._source.identify(copy.original_address) if copy else None
        return identity.document_key if identity else None

    def _append(self, exchange: Exchange, copy: Copy | None, copied: ArchivedCopy | None, role: Role) -> None:
        self._archive.append_exchange(
            exchange,
            source=self._source.config.name,
            document_key=self._key(copy),
            role=role,
            run_id=self._run_id,
            copy=copied,
        )

    def _keep_robots(self, exchange: Exchange) -> None:
        self._append(exchange, None, None, "robots")

    def _keep_passing(self, exchange: Exchange) -> None:
        self._append(exchange, None, None, "other")

    def _missed(
        self,
        address: str,
        copy: Copy | None,
        state: str | None,
        error: FetchError | None,
        role: Role = "document",
        *,
        leaves: ArchiveLeftError | None = None,
    ) -> None:
        """Keeps an attempt. Raises ArchiveLeftError where it speaks of the whole archive, or `leaves` where an answer
        did."""
        until = error.until if isinstance(error, AskedToWaitError) else leaves.until if leaves else None
        state = error.state if error is not None else state or FetchError.state
        self._archive.append_attempt(
            Attempt(
                address=address,
                source=self._source.config.name,
                document_key=self._key(copy),
                role=role,
                at=datetime.now(UTC),
                state=state,
                run_id=self._run_id,
                next_at=until,
                archive_address=address if copy is not None else None,
            )
        )
        self._counting.note(f"copy:{state}" if copy else state, f"at {urlsplit(address).hostname}")
        self._counting.count(**{"refused" if isinstance(error, RefusedByRobotsError) else "failed": 1})
        if isinstance(error, AskedToWaitError | RobotsUnreachableError):
            raise ArchiveLeftError(state, until)
        if isinstance(error, RefusedByRobotsError | AddressRefusedError):
            leaves = self._again(state, REFUSED_IN_A_ROW)
        elif error is not None and not isinstance(error, TooManyRedirectsError):
            leaves = self._again("unreachable", IN_A_ROW)
        if leaves is not None:
            raise leaves

    def _again(self, reason: str, most: int) -> ArchiveLeftError | None:
        """Counts what speaks against asking on; the error to leave with where it came too often in a row."""
        self._in_a_row[reason] += 1
        return ArchiveLeftError(reason) if self._in_a_row[reason] >= most else None


def busy(exchange: Exchange) -> ArchiveLeftError:
    """The pause that an answer asks for."""
    now = datetime.now(UTC)
    named = retry_after(header(exchange.response_headers, "Retry-After"), now)
    return ArchiveLeftError(
        AskedToWaitError.state, now + (PAUSE_UNTOLD if named is None else timedelta(seconds=min(named, 86_400.0)))
    )


def _answer(exchange: Exchange) -> Answer:
    try:
        return Answer(exchange.status, payload_of(exchange).body, is_whole=exchange.truncated is None)
    except ArchiveError:
        return Answer(exchange.status, b"", is_whole=False)
