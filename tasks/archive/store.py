"""The archive: evidence, written once. WARC files hold it; ledger and manifest can be proved against them."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from tasks.archive import manifest, notes, runrecord
from tasks.archive import records as warc
from tasks.archive.entries import (
    Attempt,
    Kept,
    KeptAttempt,
    KeptCapture,
    KeptRun,
    KeptSighting,
    LedgerEntry,
    Role,
    Run,
    Sighting,
)
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, storable
from tasks.archive.holdings import Holdings
from tasks.archive.importing import ForeignRecord
from tasks.archive.keeping import (
    About,
    Incoming,
    capture_records,
    not_modified,
    of_exchange,
    of_foreign,
    of_payload,
    repeats,
)
from tasks.archive.ledger import Ledger
from tasks.archive.places import Places, changing, create, keep_reserve, let_reserve_go, use_ledger
from tasks.archive.recovery import recover
from tasks.archive.retrieval import NOT_MODIFIED
from tasks.archive.warcfile import Placed, WarcFile

K = TypeVar("K", bound=Kept)

DEFAULT_FILE_BYTES = 1_000_000_000
"""A WARC file that has reached this size is closed and another one begun (WARC 1.1, annex C)."""


class Archive(Holdings):
    """Reads and adds to one archive. Opening it, unless read-only, recovers what a killed process left.

    Several may be open at once, also for writing: each writes files of its own, and one exchange at a time goes in.
    One object belongs to one thread. Raises ArchiveError where the ledger cannot be opened.
    """

    def __init__(self, root: Path, *, read_only: bool = False, file_bytes: int = DEFAULT_FILE_BYTES) -> None:
        self._places = Places(root)
        self._read_only = read_only
        self._file_bytes = file_bytes
        self._file: WarcFile | None = None
        self._is_interrupted = False
        if read_only and not self._places.warcs.exists():
            raise ArchiveError(f"no archive in {root}")
        create(self._places)
        with ExitStack() as held:
            held.enter_context(use_ledger(self._places))
            with nullcontext() if read_only else changing(self._places):
                self._ledger = held.enter_context(closing(Ledger(self._places.ledger, read_only=read_only)))
                if not read_only:
                    recover(self._places, self._ledger)
                    keep_reserve(self._places)
            self._held = held.pop_all()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file being written, which puts it into the manifest."""
        try:
            if self._file is not None:
                with changing(self._places), self._all_or_interrupted():
                    self._finish_file()
        finally:
            self._held.close()

    # Adding

    def append_exchange(
        self,
        exchange: Exchange,
        *,
        source: str,
        document_key: str | None,
        role: Role,
        run_id: str,
        copy: warc.ArchivedCopy | None = None,
        validated: str | None = None,
    ) -> LedgerEntry:
        """Keeps an exchange. It is on the disk when this returns.

        Where the address already has a capture that said the same (status, payload, and the headers that tell how to
        read it or where to go), a revisit record is written and the entry refers to that capture. So it is for a 304:
        `validated` is the id of the capture whose validators were sent with the request.
        Raises ArchiveError for a document key that does not fit on a line and for a 304 that answers for no capture,
        OSError where the disk refuses.
        """
        incoming = of_exchange(exchange, About(source, document_key, role, run_id, copy=copy))
        with changing(self._places):
            return self._keep(incoming, validated if exchange.status == NOT_MODIFIED else None)

    def append_resource(
        self,
        payload: bytes,
        *,
        address: str,
        media_type: str,
        captured_at: datetime,
        source: str,
        document_key: str | None,
        role: Role,
        run_id: str,
        imported_from: str,
    ) -> LedgerEntry | None:
        """Keeps a payload that came without HTTP; none where the address has this payload already.

        `imported_from` is the name of the file it came from. Raises as `append_exchange` does.
        """
        facts = About(source, document_key, role, run_id, imported_from)
        incoming = of_payload(payload, media_type, address=address, captured_at=captured_at, facts=facts)
        with changing(self._places):
            self._mend()
            if self._ledger.with_payload(incoming.address, incoming.facts.payload.sha256):
                return None
            return self._keep(incoming)

    def append_foreign(
        self,
        record: ForeignRecord,
        *,
        source: str,
        document_key: str | None,
        role: Role,
        run_id: str,
        imported_from: str,
        copy: warc.ArchivedCopy | None = None,
    ) -> LedgerEntry | None:
        """Takes over a record of another WARC file with its own headers and date; none where it was taken before."""
        incoming = of_foreign(record, About(source, document_key, role, run_id, imported_from, copy))
        with changing(self._places):
            self._mend()
            same = self._ledger.with_payload(incoming.address, incoming.facts.payload.sha256)
            if any(known.entry.capture.captured_at == incoming.captured_at for known in same):
                return None
            return self._keep(incoming)

    def append_run(self, run: Run) -> None:
        """Keeps a run's record; a later one of the same run takes its place.

        A source that an earlier record named and this one leaves out stays, so that two batches that add to one run
        at the same time do not undo each other.
        """
        with changing(self._places):
            file = self._ready()
            known = self._ledger.run(run.run_id)
            revision = known.revision + 1 if known else 1
            named = {done.source for done in run.sources}
            before = tuple(done for done in known.run.sources if done.source not in named) if known else ()
            kept = KeptRun(replace(run, sources=(*before, *run.sources)), revision)
            record = file.template.record(
                "metadata",
                date=datetime.now(UTC),
                target=f"{warc.RUN_TARGET}{storable(run.run_id)}",
                content_type=warc.JSON,
                block=(runrecord.to_json(kept).encode("utf-8", "surrogateescape"),),
            )
            self._write(file, [record], lambda _: kept)

    def append_attempt(self, attempt: Attempt) -> None:
        """Keeps that an address gave no capture. Raises OSError where the disk refuses."""
        lies_at = storable(attempt.archive_address) if attempt.archive_address is not None else None
        made = replace(attempt, address=storable(attempt.address), archive_address=lies_at)
        self._append_note(notes.ATTEMPT_TARGET, notes.to_json(made), made.at, lambda name: KeptAttempt(name, made))

    def append_sighting(self, sighting: Sighting) -> None:
        """Keeps what a page of a listing named, or how a walk ended. Raises OSError where the disk refuses."""
        listed = tuple(replace(item, address=storable(item.address)) for item in sighting.listed)
        seen = replace(sighting, listed=listed)
        self._append_note(notes.SIGHTING_TARGET, notes.to_json(seen), seen.at, lambda name: KeptSighting(name, seen))

    def _append_note(self, target: str, text: str, at: datetime, kept: Callable[[str], Kept]) -> None:
        with changing(self._places):
            file = self._ready()
            record_id = warc.new_id()
            block = (text.encode("utf-8", "surrogateescape"),)
            record = file.template.record(
                "metadata", date=at, target=target, content_type=warc.JSON, block=block, record_id=record_id
            )
            self._write(file, [record], lambda _: kept(record_id))

    # Inside

    def _mend(self) -> None:
        """Comes before each addition. Raises ArchiveError where none may be made."""
        if self._read_only:
            raise ArchiveError("the archive was opened to be read only")
        if self._is_interrupted:
            recover(self._places, self._ledger)
            self._is_interrupted = False

    def _ready(self) -> WarcFile:
        """The file to write to."""
        self._mend()
        if self._file is None:
            self._file = WarcFile(self._places)
        return self._file

    def _keep(self, incoming: Incoming, validated: str | None = None) -> LedgerEntry:
        file = self._ready()
        original: KeptCapture | None
        if validated is not None:
            incoming, original = not_modified(self._ledger, incoming, validated)
        else:
            original = repeats(self._places, self._ledger, incoming)
        written = capture_records(file.template, incoming, original)

        def kept_at(placed: Sequence[Placed]) -> KeptCapture:
            subject = placed[written.subject]
            return written.kept(file.name, subject.offset, subject.length)

        return self._write(file, written.records, kept_at).entry

    def _write(self, file: WarcFile, records: Sequence[ArcWarcRecord], kept_at: Callable[[Sequence[Placed]], K]) -> K:
        """Writes one exchange and its ledger row: both, or neither where the disk refuses."""
        with self._all_or_interrupted():
            placed = file.append(records)
            kept = kept_at(placed)
            try:
                self._ledger.add(kept)
            except OSError:
                file.take_back(placed)
                raise
            if file.size >= self._file_bytes:
                self._finish_file()
        return kept

    @contextmanager
    def _all_or_interrupted(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            raise  # the file ends as it did before
        except BaseException:
            self._give_up()
            raise

    def _finish_file(self) -> None:
        if self._file is None:
            return
        try:
            self._finish(self._file)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            let_reserve_go(self._places)  # room for the row and the line that make the file whole
            manifest.mend(self._places)
            self._finish(self._file)
        self._file = None

    def _finish(self, file: WarcFile) -> None:
        if not file.is_empty:
            self._ledger.add_file(file.name, iter(()))
        file.close()

    def _give_up(self) -> None:
        """After a failure nobody knows what of the exchange is on the disk: recovery finds out before the next one."""
        self._is_interrupted = True
        if self._file is not None:
            self._file.abandon()
            self._file = None
