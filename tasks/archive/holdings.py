"""What an archive holds, asked of its ledger and read out of its WARC files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from tasks.archive.entries import Attempt, LedgerEntry, Run, Walk, WalkEnd, WalkReason
from tasks.archive.exchange import Headers, parse_warc_date, storable
from tasks.archive.frontier import History, histories
from tasks.archive.ledger import Ledger
from tasks.archive.payload import MAX_PAYLOAD, Payload
from tasks.archive.places import Places
from tasks.archive.retrieval import head_of, read_payload


class Holdings:
    """Questions to an archive; nothing here changes it."""

    _places: Places
    _ledger: Ledger

    def entries(self, source: str | None = None) -> Iterator[LedgerEntry]:
        """All captures, or a source's, by time of capture."""
        return self._ledger.entries(source)

    def counts(self) -> dict[str, int]:
        """Number of captures by source."""
        return self._ledger.counts()

    def runs(self) -> Iterator[Run]:
        """All runs by start, each as its latest record has it."""
        return (kept.run for kept in self._ledger.runs())

    def has_document(self, address: str) -> bool:
        """True where the address has answered with a document, or one was imported for it."""
        return self._ledger.has_document(storable(address))

    def latest(self, address: str) -> LedgerEntry | None:
        """The most recent capture of an address, whatever its status."""
        found = self._ledger.latest(storable(address))
        return found.entry if found else None

    def copy_of(self, archive_address: str) -> LedgerEntry | None:
        """The capture of a web archive's copy, if it was had before."""
        found = self._ledger.with_copy(storable(archive_address))
        return found.entry if found else None

    def get(self, capture_id: str) -> LedgerEntry | None:
        """The capture of that id."""
        found = self._ledger.get(capture_id)
        return found.entry if found else None

    def headers(self, entry: LedgerEntry) -> Headers:
        """The header fields of an answer; none of a payload without HTTP. Raises ArchiveError."""
        head = head_of(self._places, entry)
        return head.headers if head else ()

    def frontier(self, source: str) -> dict[str, History]:
        """What is known of each address of a source's documents, by address."""
        return histories(self._ledger, source)

    def attempts(self, source: str | None = None) -> Iterator[Attempt]:
        """Addresses that gave no capture, by address and time."""
        return (kept.attempt for kept in self._ledger.attempts(source))

    def walks(self) -> Iterator[tuple[str, str, Walk]]:
        """Source, start and the last walk from there that left no gap, of each listing, sitemap and feed."""
        for source, start, at, reason, reach in sorted(self._ledger.rows("walks"), key=lambda row: (row[0], row[1])):
            end = WalkEnd(cast(WalkReason, reason), cast(int | None, reach))
            yield str(source), str(start), Walk(parse_warc_date(str(at)), end)

    def walk(self, source: str, start: str) -> Walk | None:
        """The last walk over a listing that left no gap."""
        return self._ledger.walk(source, start)

    def payload(self, entry: LedgerEntry, limit: int = MAX_PAYLOAD) -> Payload:
        """The payload of a capture, decoded; a revisit's is that of the capture it refers to, under its own headers.

        Raises ArchiveError where the record is missing or damaged, where its digest does not hold, where its coding
        cannot be taken off, or where more than `limit` bytes would come out.
        """
        return read_payload(self._places, self._ledger, entry, limit)
