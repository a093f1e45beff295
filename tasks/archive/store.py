"""The archive: evidence, written once. WARC files hold it; ledger and manifest can be proved against them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from tasks.archive import records as warc
from tasks.archive import runrecord
from tasks.archive.entries import Kept, KeptRun, LedgerEntry, Role, Run
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, storable
from tasks.archive.importing import ForeignRecord
from tasks.archive.keeping import About, Incoming, capture_records, of_exchange, of_foreign, of_payload, repeats
from tasks.archive.ledger import Ledger
from tasks.archive.payload import MAX_PAYLOAD, Payload
from tasks.archive.places import Places, changing, create, use_ledger
from tasks.archive.recovery import recover
from tasks.archive.retrieval import read_payload
from tasks.archive.warcfile import WarcFile

DEFAULT_FILE_BYTES = 1_000_000_000
"""A WARC file that has reached this size is closed and another one begun (WARC 1.1, annex C)."""


class Archive:
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
        self, exchange: Exchange, *, source: str, document_key: str | None, role: Role, run_id: str
    ) -> LedgerEntry:
        """Keeps an exchange. It is on the disk when this returns.

        Where the address already has a capture that said the same (status, payload, and the headers that tell how to
        read it or where to go), a revisit record is written and the entry refers to that capture.
        Raises ArchiveError for a document key that does not fit on a line, OSError where the disk refuses.
        """
        incoming = of_exchange(exchange, About(source, document_key, role, run_id))
        with changing(self._places):
            return self._keep(incoming)

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
    ) -> LedgerEntry | None:
        """Takes over a record of another WARC file with its own headers and date; none where it was taken before."""
        incoming = of_foreign(record, About(source, document_key, role, run_id, imported_from))
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
            with self._all_or_interrupted():
                file.append([record])
                self._index(kept)

    # Reading

    def entries(self, source: str | None = None) -> Iterator[LedgerEntry]:
        """All captures, or a source's, by time of capture."""
        return self._ledger.entries(source)

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

    def payload(self, entry: LedgerEntry, limit: int = MAX_PAYLOAD) -> Payload:
        """The payload of a capture, decoded; a revisit's is that of the capture it refers to, under its own headers.

        Raises ArchiveError where the record is missing or damaged, where its digest does not hold, where its coding
        cannot be taken off, or where more than `limit` bytes would come out.
        """
        return read_payload(self._places, self._ledger, entry, limit)

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

    def _keep(self, incoming: Incoming) -> LedgerEntry:
        file = self._ready()
        original = repeats(self._places, self._ledger, incoming)
        written = capture_records(file.template, incoming, original)
        with self._all_or_interrupted():
            placed = file.append(written.records)[written.subject]
            kept = written.kept(file.name, placed.offset, placed.length)
            self._index(kept)
        return kept.entry

    def _index(self, kept: Kept) -> None:
        self._ledger.add(kept)
        if self._file is not None and self._file.size >= self._file_bytes:
            self._finish_file()

    @contextmanager
    def _all_or_interrupted(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._give_up()
            raise

    def _finish_file(self) -> None:
        if self._file is not None:
            if not self._file.is_empty:
                self._ledger.add_file(self._file.name, iter(()))
            self._file.close()
            self._file = None

    def _give_up(self) -> None:
        """After a failure nobody knows what of the exchange is on the disk: recovery finds out before the next one."""
        self._is_interrupted = True
        if self._file is not None:
            self._file.abandon()
            self._file = None
