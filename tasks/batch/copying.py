"""Copies from web archives, had one by one: each exchange and each gap is kept, and none is asked for twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from tasks.archive.copies import REWRITTEN, UNTOUCHED, Copy, InWarc, Replayed, moment_of
from tasks.archive.entries import Attempt, LedgerEntry, Role
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, header
from tasks.archive.fetcherrors import (
    AskedToWaitError,
    FetchError,
    RefusedByRobotsError,
    RobotsUnreachableError,
    TooManyRedirectsError,
)
from tasks.archive.importing import WarcProblem
from tasks.archive.lookups import Answer
from tasks.archive.pacing import retry_after
from tasks.archive.payload import payload_of
from tasks.archive.ranges import headers_for, record_in
from tasks.archive.records import ArchivedCopy
from tasks.archive.session import PoliteSession, SessionSettings, redirect_target, target_of
from tasks.archive.store import Archive
from tasks.archive.turns import Turns
from tasks.batch.counting import Counting
from tasks.batch.visiting import is_turned_away
from tasks.sources import Source

MAX_HOPS = 5
"""Redirects followed inside an archive for one copy."""
IN_A_ROW = 3
"""After so many failures to get any answer, or challenges, one after the other an archive is left alone."""
REFUSED_IN_A_ROW = 20
"""After so many copies in a row that robots.txt forbids, the others will be forbidden too."""
BUSY = frozenset({429, 503})
PAUSE_UNTOLD = timedelta(hours=1)
"""When to come back to an archive that is busy and does not say for how long."""
WARC_TYPE = "application/warc"


class ArchiveLeftError(Exception):
    """A web archive is asked for nothing more in this run."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until
        """When it may be asked again, UTC; none where nobody said."""


class Copier:
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
        self._takes_rewritten: set[str] = set()

    def close(self) -> None:
        self._session.close()

    # Indexes

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
                raise self._busy(exchange)
            try:
                target = redirect_target(exchange)
            except FetchError:
                target = None
            if target is None or target == address:
                return _answer(exchange)
            address = target
        return None

    # Copies

    def known(self, copy: Copy) -> LedgerEntry | None:
        """The capture of a copy that was had on an earlier run, also where the archive redirected to it."""
        modifiers = copy.place.modifiers if isinstance(copy.place, Replayed) else (None,)
        for modifier in modifiers:
            entry = self._known_at(_address(copy, modifier))
            if entry is not None:
                return entry
        return None

    def _known_at(self, address: str | None) -> LedgerEntry | None:
        for _ in range(MAX_HOPS + 1):
            entry = self._archive.copy_of(address) if address else None
            if entry is None or entry.capture.truncated in ("disconnect", "time"):
                return None
            if not _is_hop(entry):
                return entry
            address = self._led_to(entry)
        return None

    def _led_to(self, entry: LedgerEntry) -> str | None:
        try:
            return target_of(entry.capture.address, entry.capture.status, self._archive.headers(entry))
        except (ArchiveError, ValueError):
            return None

    def have(self, copy: Copy) -> None:
        """Has a copy, unless it was had before, and keeps it; a copy that failed is kept as an attempt.

        Raises ArchiveLeftError where the archive must be left alone, OSError where the disk refuses.
        """
        if self.known(copy) is not None:
            self._counting.count(unchanged=1)
            return
        if isinstance(copy.place, InWarc):
            self._have_record(copy, copy.place)
        else:
            self._have_replay(copy, copy.place)

    def _have_replay(self, copy: Copy, place: Replayed) -> None:
        modifiers = place.modifiers
        if place.prefix in self._takes_rewritten and REWRITTEN in modifiers:
            modifiers = (REWRITTEN,)
        failed = "no-copy"
        error: FetchError | None = None
        for modifier in modifiers:
            error = None
            try:
                state = self._follow(copy, place, place.address(copy.original_address, modifier))
            except RefusedByRobotsError as refusal:
                error, state = refusal, refusal.state
            except FetchError as reason:
                self._missed(place.address(copy.original_address, modifier), copy, None, reason)
                return
            if state is None:
                if modifier == REWRITTEN and failed != "no-copy":
                    self._takes_rewritten.add(place.prefix)  # it gives no untouched bytes: no use in asking each time
                return
            failed = state
        self._missed(copy.archive_address, copy, failed, error)

    def _follow(self, copy: Copy, place: Replayed, address: str) -> str | None:
        """Asks, and goes where the archive leads inside itself; none where a copy was had, else why not."""
        seen = {address}
        while True:
            entry = self._archive.copy_of(address)
            if entry is not None and _is_hop(entry):
                target = self._led_to(entry)
            elif entry is not None and not entry.capture.truncated:
                self._counting.count(unchanged=1)
                return None
            else:
                exchange = self._session.get(address)
                is_copy = header(exchange.response_headers, "Memento-Datetime") is not None
                failure = self._failure(exchange, is_copy=is_copy)
                if failure is not None:
                    self._append(exchange, copy, None, "other")
                    return failure
                target = redirect_target(exchange)
                if is_copy or target is None or not target.startswith(place.prefix):
                    # A redirect that the archive captured is a copy as any other, and where it leads is not followed.
                    self._had(exchange, copy, place)
                    return None
                self._append(exchange, copy, _copied(copy, address, None), "document")
            if target is None or target in seen or len(seen) > MAX_HOPS:
                raise TooManyRedirectsError("redirects do not end")
            seen.add(target)
            address = target

    def _failure(self, exchange: Exchange, *, is_copy: bool) -> str | None:
        """Why an answer is no copy; an archived error page is one (RFC 7089 §2.1.1 says which answers are). Raises
        ArchiveLeftError."""
        self._in_a_row["unreachable"] = 0
        if is_copy:
            return None
        if exchange.status in BUSY:
            self._append(exchange, None, None, "other")
            raise self._busy(exchange)
        if is_turned_away(exchange):
            self._counting.count(blocked=1)
            self._again("turned-away", IN_A_ROW)
            return "refused-by-archive"
        self._in_a_row["turned-away"] = 0
        if exchange.status >= 500:
            self._again("archive-error", IN_A_ROW)
            return "archive-error"
        self._in_a_row["archive-error"] = 0
        return "no-copy" if exchange.status >= 400 else None

    def _had(self, exchange: Exchange, copy: Copy, place: Replayed) -> None:
        digits = exchange.address.removeprefix(place.prefix)[:14]
        exact = copy.archived_at or (moment_of(digits) if digits != place.digits and digits.isdigit() else None)
        said = _memento_time(exchange)
        self._append(exchange, copy, _copied(copy, exchange.address, said or exact), "document")
        self._in_a_row.clear()
        self._counting.count(fetched=1)
        self._counting.had()

    def _have_record(self, copy: Copy, place: InWarc) -> None:
        try:
            exchange = self._session.get(place.file, headers_for(place))
        except FetchError as error:
            self._missed(place.address, copy, None, error)
            return
        self._in_a_row["unreachable"] = 0
        if exchange.status in BUSY:
            self._append(exchange, None, None, "other")
            raise self._busy(exchange)
        record = record_in(exchange, copy, place)
        if isinstance(record, WarcProblem):
            self._append(exchange, None, None, "other")  # what came instead of the record is evidence too
            self._counting.note("copy:record", record.detail)
            self._missed(place.address, copy, "damaged-copy", None)
            return
        entry = self._archive.append_foreign(
            record,
            source=self._source.config.name,
            document_key=self._key(copy),
            role="document",
            run_id=self._run_id,
            imported_from=place.file.rpartition("/")[2],
            copy=ArchivedCopy(copy.original_address, place.address, record.captured_at),
        )
        self._counting.count(**{"unchanged" if entry is None else "fetched": 1})
        self._counting.had()

    # Keeping

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
        self, address: str, copy: Copy | None, state: str | None, error: FetchError | None, role: Role = "document"
    ) -> None:
        """Keeps an attempt. Raises ArchiveLeftError where it speaks of the whole archive."""
        until = error.until if isinstance(error, AskedToWaitError) else None
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
        if isinstance(error, RefusedByRobotsError):
            self._again(state, REFUSED_IN_A_ROW)
        elif error is not None:
            self._again("unreachable", IN_A_ROW)

    def _again(self, reason: str, most: int) -> None:
        self._in_a_row[reason] += 1
        if self._in_a_row[reason] >= most:
            raise ArchiveLeftError(reason)

    def _busy(self, exchange: Exchange) -> ArchiveLeftError:
        now = datetime.now(UTC)
        named = retry_after(header(exchange.response_headers, "Retry-After"), now)
        self._counting.note(AskedToWaitError.state, f"at {urlsplit(exchange.address).hostname}")
        return ArchiveLeftError(
            AskedToWaitError.state, now + (PAUSE_UNTOLD if named is None else timedelta(seconds=min(named, 86_400.0)))
        )


def _address(copy: Copy, modifier: str | None) -> str:
    place = copy.place
    return place.address if isinstance(place, InWarc) else place.address(copy.original_address, modifier or UNTOUCHED)


def _is_hop(entry: LedgerEntry) -> bool:
    """An archive's own redirect to the time at which it holds something; an archived one has a time itself."""
    capture = entry.capture
    return capture.status is not None and 300 <= capture.status < 400 and capture.archived_at is None


def _copied(copy: Copy, address: str, archived_at: datetime | None) -> ArchivedCopy:
    return ArchivedCopy(copy.original_address, address, archived_at)


def _memento_time(exchange: Exchange) -> datetime | None:
    """When the archive says that it took the copy (RFC 7089 §2.1.1)."""
    said = header(exchange.response_headers, "Memento-Datetime")
    try:
        moment = parsedate_to_datetime(said) if said else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _answer(exchange: Exchange) -> Answer:
    try:
        return Answer(exchange.status, payload_of(exchange).body, is_whole=exchange.truncated is None)
    except ArchiveError:
        return Answer(exchange.status, b"", is_whole=False)
