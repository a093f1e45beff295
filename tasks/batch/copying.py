"""Copies from web archives, had one by one, and none of them twice."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property

from tasks.archive.asking.fetcherrors import FetchError, RefusedByRobotsError, TooManyRedirectsError
from tasks.archive.asking.redirects import redirect_target, target_of
from tasks.archive.entries import LedgerEntry
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, header, storable
from tasks.archive.importing import WarcProblem
from tasks.archive.records import ArchivedCopy
from tasks.archive.webarchives.copies import REWRITTEN, Copy, InWarc, Replayed, moment_of
from tasks.archive.webarchives.ranges import headers_for, record_in
from tasks.batch.asking import BUSY, IN_A_ROW, MAX_HOPS, Asker
from tasks.batch.visiting import is_turned_away


class Copier(Asker):
    """Has copies of a source's pages."""

    _takes_rewritten: frozenset[str] = frozenset()
    """Prefixes of archives that give no untouched bytes: it is no use to ask them for some each time."""

    def is_known(self, copy: Copy) -> bool:
        """Whether a copy was had before, also where the archive redirected to it, or its record came in by a file."""
        place = copy.place
        if isinstance(place, InWarc):
            held = (storable(copy.original_address), copy.archived_at)
            return held in self._imported or self._known_at(place.address) is not None
        addresses = (place.address(copy.original_address, modifier) for modifier in place.modifiers)
        return any(self._known_at(address) is not None for address in addresses)

    @cached_property
    def _imported(self) -> frozenset[tuple[str, datetime | None]]:
        """Address and time of the records that came in by files."""
        entries = self._archive.entries(self._source.config.name)
        return frozenset(
            (entry.capture.address, entry.capture.captured_at)
            for entry in entries
            if entry.capture.origin == "import" and entry.capture.status is not None
        )

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
                return False
            if state is None:
                if modifier == REWRITTEN and failed != "no-copy":
                    self._takes_rewritten |= {place.prefix}
                return True
            failed = state
        self._missed(copy.archive_address, copy, failed, error)
        return False

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
        """Why an answer is no copy; such an answer is kept, but not as the page. Raises ArchiveLeftError.

        An error page that was archived is a copy: RFC 7089 §2.1.1 says how to tell.
        """
        self._in_a_row["unreachable"] = 0
        state, reason = (None, None) if is_copy else self._judged(exchange)
        for other in ("turned-away", "archive-error"):
            if other != reason:
                self._in_a_row[other] = 0
        if state is None:
            return None
        self._append(exchange, None, None, "other")
        if exchange.status in BUSY:
            raise self._busy(exchange)
        if reason == "turned-away":
            self._counting.count(blocked=1)
        if reason is not None:
            self._again(reason, IN_A_ROW)
        return state

    @staticmethod
    def _judged(exchange: Exchange) -> tuple[str | None, str | None]:
        """The state of an answer that is no copy, and what it would say of the whole archive if it came again."""
        if exchange.status in BUSY:
            return "asked-to-wait", None
        if is_turned_away(exchange):
            return "refused-by-archive", "turned-away"
        if exchange.status >= 500:
            return "archive-error", "archive-error"
        return ("no-copy" if exchange.status >= 400 else None), None

    def _had(self, exchange: Exchange, copy: Copy, place: Replayed) -> None:
        digits = exchange.address.removeprefix(place.prefix)[:14]
        exact = copy.archived_at if digits == place.digits else moment_of(digits)
        said = _memento_time(exchange)
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
            self._missed(place.address, copy, failure, None)
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
        self._missed(place.address, copy, "damaged-copy", None)
        if exchange.status == 200:
            self._again("no-ranges", IN_A_ROW)
        return False


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
