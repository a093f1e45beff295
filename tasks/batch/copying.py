"""Copies from web archives, had one by one, and none of them twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property

from tasks.archive.asking.fetcherrors import FetchError, RefusedByRobotsError, TooManyRedirectsError
from tasks.archive.asking.redirects import target_of
from tasks.archive.entries import LedgerEntry
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, Headers, header, storable
from tasks.archive.importing import WarcProblem
from tasks.archive.records import ArchivedCopy
from tasks.archive.webarchives.copies import REWRITTEN, Copy, InWarc, Replayed, memento_time, moment_of
from tasks.archive.webarchives.ranges import headers_for, record_in
from tasks.batch.asking import IN_A_ROW, MAX_HOPS, PAUSE_UNTOLD, SINGLE_IN_A_ROW, ArchiveLeftError, Asker
from tasks.batch.failures import Failures
from tasks.batch.nocopies import SITE_WIDE, NoCopy, judged


class Copier(Asker):
    """Has copies of a source's pages."""

    _takes_rewritten: frozenset[str] = frozenset()
    """Prefixes of archives that give no untouched bytes: it is no use to ask them for some each time."""

    def is_known(self, copy: Copy) -> bool:
        """Whether a copy was had before, also where the archive redirected to it, or its record came in by a file."""
        if isinstance(copy.place, InWarc) and (storable(copy.original_address), copy.archived_at) in self._imported:
            return True
        return any(self._is_known_at(address, copy) for address in copy.archive_addresses)

    def in_turn(self, copies: Sequence[Copy], now: datetime) -> list[Copy]:
        """Those that may be asked for now: the ones never asked for, then the ones that failed, the longest ago first.

        So copies that an archive never gives keep nobody from those behind them.
        """
        fresh: list[Copy] = []
        failed: list[tuple[datetime, Copy]] = []
        for copy in copies:
            tried = self._tried.of(copy.archive_addresses)
            if tried is None:
                fresh.append(copy)
            elif tried.due_at <= now or self.is_known(copy):
                failed.append((tried.at, copy))
        return [*fresh, *(copy for _, copy in sorted(failed, key=lambda each: each[0]))]

    @cached_property
    def _tried(self) -> Failures:
        return Failures(self._archive.attempts(self._source.config.name))

    @cached_property
    def _imported(self) -> frozenset[tuple[str, datetime | None]]:
        """Address and time of the records that came in by files."""
        entries = self._archive.entries(self._source.config.name)
        return frozenset(
            (entry.capture.address, entry.capture.captured_at)
            for entry in entries
            if entry.capture.origin == "import" and entry.capture.status is not None
        )

    def _is_known_at(self, address: str | None, copy: Copy) -> bool:
        for _ in range(MAX_HOPS + 1):
            entry = self._archive.copy_of(address) if address else None
            if entry is None or entry.capture.truncated in ("disconnect", "time"):
                return False
            if not _is_hop(entry):
                return True
            address = self._led_to(entry, copy, copy.place) if isinstance(copy.place, Replayed) else None
        return False

    def _led_to(self, entry: LedgerEntry, copy: Copy, place: Replayed) -> str | None:
        """Where a hop that was kept leads inside the archive; none where it leads elsewhere."""
        try:
            headers = self._archive.headers(entry)
        except ArchiveError:
            return None
        return _within(entry.capture.address, entry.capture.status, headers, copy, place)

    def have(self, copy: Copy) -> bool:
        """Has a copy, unless it was had before, and keeps it; a copy that failed is kept as an attempt, and false comes
        back.

        Raises ArchiveLeftError where the archive must be left alone, OSError where the disk refuses.
        """
        if self.is_known(copy):
            self._counting.count(unchanged=1)
            return True
        if isinstance(copy.place, InWarc):
            return self._have_record(copy, copy.place)
        return self._have_replay(copy, copy.place)

    def _have_replay(self, copy: Copy, place: Replayed) -> bool:
        modifiers = place.modifiers
        if place.prefix in self._takes_rewritten and REWRITTEN in modifiers:
            modifiers = (REWRITTEN,)
        failed = NoCopy("no-copy")
        error: FetchError | None = None
        for modifier in modifiers:
            error = None
            try:
                found = self._follow(copy, place, place.address(copy.original_address, modifier))
            except RefusedByRobotsError as refusal:
                error, found = refusal, NoCopy(refusal.state)
            except FetchError as reason:
                self._missed(place.address(copy.original_address, modifier), copy, None, reason)
                return False
            if found is None:
                if modifier == REWRITTEN and failed.state != "no-copy":
                    self._takes_rewritten |= {place.prefix}
                return True
            failed = found
            if failed.is_of_archive:
                break
        self._missed(copy.archive_address, copy, failed.state, error, leaves=self._sign(failed))
        return False

    def _follow(self, copy: Copy, place: Replayed, address: str) -> NoCopy | None:
        """Asks, and goes where the archive leads inside itself; none where a copy was had, else why not."""
        seen = {address}
        while True:
            entry = self._archive.copy_of(address)
            if entry is not None and not _is_hop(entry) and not entry.capture.truncated:
                self._counting.count(unchanged=1)
                return None
            target = self._led_to(entry, copy, place) if entry is not None and _is_hop(entry) else None
            if target is None:
                exchange = self._session.get(address)
                is_copy = header(exchange.response_headers, "Memento-Datetime") is not None
                # A redirect that the archive captured is a copy as any other, and where it leads is not followed.
                target = None if is_copy else self._inside(exchange, copy, place)
                if target is None:
                    failure = self._failure(exchange, is_copy=is_copy)
                    if failure is None:
                        self._had(exchange, copy, place)
                    return failure
                self._append(exchange, copy, _copied(copy, address, None), "document")
            if target in seen or len(seen) > MAX_HOPS:
                raise TooManyRedirectsError("redirects do not end")
            seen.add(target)
            address = target

    @staticmethod
    def _inside(exchange: Exchange, copy: Copy, place: Replayed) -> str | None:
        """Where a redirect of the archive's own leads: to the same page's copy in the same archive, or nowhere. What
        leads elsewhere may be what the archive captured, and is no reason to ask anyone else."""
        return _within(exchange.address, exchange.status, exchange.response_headers, copy, place)

    def _failure(self, exchange: Exchange, *, is_copy: bool) -> NoCopy | None:
        """Why an answer is no copy; such an answer is kept, but not as the page.

        An error page that was archived is a copy: RFC 7089 §2.1.1 says how to tell.
        """
        failure = None if is_copy else judged(exchange)
        if failure is None or failure.sign not in SITE_WIDE:
            for other in {*self._in_a_row} - {failure.sign if failure else None}:
                del self._in_a_row[other]
        if failure is not None:
            self._append(exchange, None, None, "other")
            if failure.state == "refused-by-archive":
                self._counting.count(blocked=1)
        return failure

    def _sign(self, failure: NoCopy) -> ArchiveLeftError | None:
        """Whether a copy that could not be had is reason to leave the whole archive alone."""
        if failure.busy is not None or failure.sign is None:
            return failure.busy
        left = self._again(failure.sign, IN_A_ROW if failure.is_of_archive else SINGLE_IN_A_ROW)
        if left is not None and failure.sign == "overloaded":
            left.until = datetime.now(UTC) + PAUSE_UNTOLD
        return left

    def _had(self, exchange: Exchange, copy: Copy, place: Replayed) -> None:
        digits, _ = place.parts(exchange.address) or (place.digits, "")
        exact = copy.archived_at if digits == place.digits else moment_of(digits)
        said = memento_time(exchange.response_headers)
        self._append(exchange, copy, _copied(copy, exchange.address, said or exact), "document")
        self._in_a_row.clear()
        self._counting.count(fetched=1)
        self._counting.had()

    def _have_record(self, copy: Copy, place: InWarc) -> bool:
        try:
            exchange = self._session.get(place.file, headers_for(place))
        except FetchError as error:
            self._missed(place.address, copy, None, error)
            return False
        failure = self._failure(exchange, is_copy=exchange.status in (200, 206))
        if failure is not None:
            self._missed(place.address, copy, failure.state, None, leaves=self._sign(failure))
            return False
        record = record_in(exchange, copy, place)
        if isinstance(record, WarcProblem):
            return self._damaged(exchange, copy, place, record.detail)
        try:
            entry = self._archive.append_foreign(
                record,
                source=self._source.config.name,
                document_key=self._key(copy),
                role="document",
                run_id=self._run_id,
                imported_from=place.file.rpartition("/")[2],
                copy=ArchivedCopy(copy.original_address, place.address, record.captured_at),
            )
        except ArchiveError as error:
            return self._damaged(exchange, copy, place, str(error))
        self._counting.count(**{"unchanged" if entry is None else "fetched": 1})
        if entry is not None:
            self._counting.had()
        return True

    def _damaged(self, exchange: Exchange, copy: Copy, place: InWarc, detail: str) -> bool:
        self._append(exchange, None, None, "other")  # what came instead of the record is evidence too
        self._counting.note("copy:record", detail)
        leaves = self._again("no-ranges", IN_A_ROW) if exchange.status == 200 else None
        self._missed(place.address, copy, "damaged-copy", None, leaves=leaves)
        return False


def _is_hop(entry: LedgerEntry) -> bool:
    """An archive's own redirect to the time at which it holds something; an archived one has a time itself."""
    capture = entry.capture
    return capture.status is not None and 300 <= capture.status < 400 and capture.archived_at is None


def _within(address: str, status: int | None, headers: Headers, copy: Copy, place: Replayed) -> str | None:
    try:
        target = target_of(address, status, headers)
    except ValueError:
        return None
    return target if target is not None and place.is_within(target, copy.original_address) else None


def _copied(copy: Copy, address: str, archived_at: datetime | None) -> ArchivedCopy:
    return ArchivedCopy(copy.original_address, address, archived_at)
