"""The archive: evidence, written once. WARC files hold it; ledger and manifest can be proved against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from tasks.archive import notes, runrecord
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
from tasks.archive.importing import ForeignRecord, UnresolvedRevisit
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
from tasks.archive.places import Places, changing, create, use_ledger
from tasks.archive.retrieval import NOT_MODIFIED
from tasks.archive.revisits import resolved
from tasks.archive.warcfile import Placed
from tasks.archive.writing import Writing

DEFAULT_FILE_BYTES = 1_000_000_000
"""A WARC file that has reached this size is closed and another one begun (WARC 1.1, annex C)."""


class Archive(Holdings):
    """Reads and adds to one archive. Opening it, unless read-only, recovers what a killed process left.

    Several may be open at once, also for writing: each writes files of its own, and one exchange at a time goes in.
    One object belongs to one thread. Raises ArchiveError where the ledger cannot be opened, or the manifest has lost
    lines; OSError where the disk refuses.
    """

    def __init__(self, root: Path, *, read_only: bool = False, file_bytes: int = DEFAULT_FILE_BYTES) -> None:
        self._places = Places(root)
        self._writing: Writing | None = None
        if read_only and not self._places.warcs.exists():
            raise ArchiveError(f"no archive in {root}")
        if not read_only:
            create(self._places)
        with ExitStack() as held:
            held.enter_context(use_ledger(self._places))
            with nullcontext() if read_only else changing(self._places):
                self._ledger = held.enter_context(closing(Ledger(self._places.ledger, read_only=read_only)))
                if not read_only:
                    self._writing = Writing(self._places, self._ledger, file_bytes)
            self._held = held.pop_all()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file being written, which puts it into the manifest. Raises OSError where that cannot be done; the
        file is then left as a killed process leaves it, and the next opening takes it up."""
        try:
            if self._writing is not None and not self._writing.is_at_rest:
                with changing(self._places):
                    self._writing.close()
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
        copy: warc.ArchivedCopy | None = None,
    ) -> LedgerEntry | None:
        """Keeps a payload that came without HTTP; none where the address has this payload already.

        `imported_from` is the name of the file it came from. Raises as `append_exchange` does.
        """
        facts = About(source, document_key, role, run_id, imported_from, copy)
        incoming = of_payload(payload, media_type, address=address, captured_at=captured_at, facts=facts)
        with changing(self._places):
            self._writer().mend()
            if self._ledger.with_payload(incoming.address, incoming.facts.payload.sha256):
                return None
            return self._keep(incoming)

    def append_foreign(
        self,
        record: ForeignRecord | UnresolvedRevisit,
        *,
        source: str,
        document_key: str | None,
        role: Role,
        run_id: str,
        imported_from: str,
        copy: warc.ArchivedCopy | None = None,
    ) -> LedgerEntry | None:
        """Takes over a record of another WARC file with its own headers and date; none where it was taken before.

        A revisit is given the payload of what it repeats. Raises NoOriginalError where that is not in this archive, and
        else as `append_exchange` does.
        """
        about = About(source, document_key, role, run_id, imported_from, copy)
        with changing(self._places):
            self._writer().mend()
            validated = None
            if isinstance(record, UnresolvedRevisit):
                record, validated = resolved(self._places, self._ledger, record)
            incoming = of_foreign(record, about)
            if validated is not None:
                incoming, _ = not_modified(self._ledger, incoming, validated)
            same = self._ledger.with_payload(incoming.address, incoming.facts.payload.sha256)
            if any(known.entry.capture.captured_at == incoming.captured_at for known in same):
                return None
            return self._keep(incoming, validated)

    def append_run(self, run: Run) -> None:
        """Keeps a run's record; a later one of the same run takes its place.

        A source that an earlier record named and this one leaves out stays, so that two batches that add to one run
        at the same time do not undo each other. Raises ArchiveError for a record that could not be read again.
        """
        runrecord.checked(KeptRun(run, 1))
        with changing(self._places):
            file = self._writer().ready()
            known = self._ledger.run(run.run_id)
            revision = known.revision + 1 if known else 1
            named = {done.source for done in run.sources}
            before = tuple(done for done in known.run.sources if done.source not in named) if known else ()
            kept = KeptRun(replace(run, sources=(*before, *run.sources)), revision)
            text = runrecord.checked(kept)
            record = file.template.record(
                "metadata",
                date=datetime.now(UTC),
                target=f"{warc.RUN_TARGET}{storable(run.run_id)}",
                content_type=warc.JSON,
                block=(text.encode(),),
            )
            self._writer().write(file, [record], lambda _: kept)

    def append_attempt(self, attempt: Attempt) -> None:
        """Keeps that an address gave no capture.

        Raises ArchiveError for what could not be read again, OSError where the disk refuses.
        """
        lies_at = storable(attempt.archive_address) if attempt.archive_address is not None else None
        made = replace(attempt, address=storable(attempt.address), archive_address=lies_at)
        self._append_note(notes.ATTEMPT_TARGET, notes.checked(made), made.at, lambda name: KeptAttempt(name, made))

    def append_sighting(self, sighting: Sighting) -> None:
        """Keeps what a page of a listing named, or how a walk ended. Raises as `append_attempt` does."""
        listed = tuple(replace(item, address=storable(item.address)) for item in sighting.listed)
        seen = replace(sighting, listed=listed)
        self._append_note(notes.SIGHTING_TARGET, notes.checked(seen), seen.at, lambda name: KeptSighting(name, seen))

    def _append_note(self, target: str, text: str, at: datetime, kept: Callable[[str], Kept]) -> None:
        with changing(self._places):
            file = self._writer().ready()
            record_id = warc.new_id()
            block = (text.encode(),)
            record = file.template.record(
                "metadata", date=at, target=target, content_type=warc.JSON, block=block, record_id=record_id
            )
            self._writer().write(file, [record], lambda _: kept(record_id))

    # Inside

    def _writer(self) -> Writing:
        """Raises ArchiveError where nothing may be added."""
        if self._writing is None:
            raise ArchiveError("the archive was opened to be read only")
        return self._writing

    def _keep(self, incoming: Incoming, validated: str | None = None) -> LedgerEntry:
        file = self._writer().ready()
        original: KeptCapture | None
        if validated is not None:
            incoming, original = not_modified(self._ledger, incoming, validated)
        else:
            original = repeats(self._places, self._ledger, incoming)
        written = capture_records(file.template, incoming, original)

        def kept_at(placed: Sequence[Placed]) -> KeptCapture:
            subject = placed[written.subject]
            return written.kept(file.name, subject.offset, subject.length)

        return self._writer().write(file, written.records, kept_at).entry
