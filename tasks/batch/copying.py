"""Copies from web archives, had one by one, and none of them twice."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tasks.archive.copies import REWRITTEN, UNTOUCHED, Copy, InWarc, Replayed, moment_of
from tasks.archive.entries import LedgerEntry
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, header
from tasks.archive.fetcherrors import FetchError, RefusedByRobotsError, TooManyRedirectsError
from tasks.archive.importing import WarcProblem
from tasks.archive.ranges import headers_for, record_in
from tasks.archive.records import ArchivedCopy
from tasks.archive.session import redirect_target, target_of
from tasks.batch.asking import BUSY, IN_A_ROW, MAX_HOPS, Asker
from tasks.batch.visiting import is_turned_away


class Copier(Asker):
    """Has copies of a source's pages."""

    _takes_rewritten: frozenset[str] = frozenset()
    """Prefixes of archives that give no untouched bytes: it is no use to ask them for some each time."""

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
                    self._takes_rewritten |= {place.prefix}
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
        exact = copy.archived_at if digits == place.digits else moment_of(digits)
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
        failure = self._failure(exchange, is_copy=exchange.status in (200, 206))
        record = record_in(exchange, copy, place)
        if isinstance(record, WarcProblem):
            self._append(exchange, None, None, "other")  # what came instead of the record is evidence too
            self._counting.note("copy:record", record.detail)
            self._missed(place.address, copy, failure or "damaged-copy", None)
            if exchange.status == 200:
                self._again("no-ranges", IN_A_ROW)
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
