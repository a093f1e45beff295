"""Proof that WARC files, ledger and manifest agree. It changes nothing and believes nothing but the bytes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tasks.archive import manifest
from tasks.archive.custody.noteproof import NoteProof
from tasks.archive.custody.stampproof import Anchors, StampProof
from tasks.archive.custody.timetoken import load_anchors
from tasks.archive.entries import KeptAttempt, KeptCapture, KeptRun, KeptSighting, Progress
from tasks.archive.errors import ArchiveError
from tasks.archive.ledger import Ledger, LedgerError, row_of
from tasks.archive.manifest import BrokenLine, ManifestLine
from tasks.archive.places import Places, changing, claim, use_ledger
from tasks.archive.retrieval import payload_problem
from tasks.archive.scan import FileScan


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not agree."""

    kind: str
    """``manifest``, ``file``, ``record``, ``ledger``, ``payload``, ``run`` or ``timestamp``; of what is no damage,
    ``left-open``, ``unfinished`` or ``torn``."""
    place: str
    """File, and the offset in it where there is one; or the line of the manifest."""
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was proved."""

    problems: tuple[Problem, ...]
    files: int
    records: int
    captures: int
    timestamps: int = 0
    """Those that hold."""
    stamped_files: int = 0
    """WARC files, from the first one on, that the latest of them vouches for."""
    stamped_at: datetime | None = None
    """The time that it names, UTC."""
    remarks: tuple[Problem, ...] = ()
    """What killed processes left. The next opening mends it; nothing is damaged."""


def verify(root: Path, progress: Progress | None = None, *, anchors: Path | None = None) -> Verification:
    """Proves the archive: the manifest's chain, each file's hash, each record's digests, each payload's hash, and that
    ledger and files hold the same captures and runs. May run beside a process that collects.

    A file cut short from its end, with the manifest's last lines cut off too, leaves no trace inside the archive:
    only a copy of the manifest kept elsewhere shows it, or a timestamp of one of those lines.

    `anchors` is a PEM file with the certificates that are trusted to vouch for time-stamping authorities. Without it
    the timestamps' signatures are proved, and not whose they are. Raises TimestampError where it holds no certificates,
    OSError where the disk refuses.
    """
    places = Places(root)
    trusted = load_anchors(anchors) if anchors else ()
    if not places.warcs.exists():
        return Verification((Problem("file", root.name, "no archive is here"),), 0, 0, 0)
    try:
        with use_ledger(places), closing(Ledger(places.ledger, read_only=True)) as ledger:
            return _Proof(places, ledger, progress, trusted).run()
    except LedgerError as error:
        return Verification((Problem("ledger", places.ledger.name, str(error)),), 0, 0, 0)
    except sqlite3.Error as error:
        detail = f"cannot be read ({error}): make it again with `onrecord ledger rebuild`"
        return Verification((Problem("ledger", places.ledger.name, detail),), 0, 0, 0)


class _Proof:
    def __init__(self, places: Places, ledger: Ledger, progress: Progress | None, anchors: Anchors) -> None:
        self._places = places
        self._ledger = ledger
        self._progress = progress
        self._anchors = anchors
        self._problems: list[Problem] = []
        self._remarks: list[Problem] = []
        self._records = 0
        self._captures = 0
        self._is_partial = False
        self._complete: set[str] = set()
        self._notes: NoteProof | None = None
        self._runs: dict[str, KeptRun] = {}
        self._runs_closed: set[str] = set()
        self._runs_known: dict[str, KeptRun] = {}

    def run(self) -> Verification:
        # One moment at which no process is in the middle of a change; what is added later is not looked at.
        with changing(self._places):
            ledger_files = self._ledger.file_names()
            self._complete = self._ledger.files()
            torn = self._places.torn_names()
            self._notes = NoteProof.of(self._ledger)
            self._runs_known = {kept.run.run_id: kept for kept in self._ledger.runs()}
            open_names = set(self._places.open_names())
            closed = set(self._places.closed_names())
            lines = self._manifest()
            stamps = StampProof.of(self._places)
        for name in sorted({*ledger_files, *lines} - closed - open_names):
            self._note("file", name, "is missing")
        names = sorted(closed | open_names)
        for done, name in enumerate(names, 1):
            self._file(name, lines.get(name), is_open=name in open_names)
            if self._progress:
                self._progress("verifying", done, len(names))
        self._compare_runs()
        for detail in self._notes.problems(is_partial=self._is_partial or bool(open_names)):
            self._note("ledger", self._places.ledger.name, detail)
        for place, detail in stamps.problems(self._anchors):
            self._note("timestamp", place, detail)
        for name in torn:
            self._remarks.append(Problem("torn", name, "half an exchange that a killed run left; kept aside"))
        return Verification(
            *(tuple(self._problems), len(names), self._records, self._captures),
            *(stamps.proved, stamps.files, stamps.at, tuple(self._remarks)),
        )

    def _note(self, kind: str, place: str, detail: str) -> None:
        self._problems.append(Problem(kind, place, detail))

    def _manifest(self) -> dict[str, ManifestLine]:
        lines: dict[str, ManifestLine] = {}
        for line in manifest.read(self._places.manifest):
            if isinstance(line, BrokenLine):
                self._note("manifest", f"line {line.number}", line.reason)
            elif line.name in lines:
                self._note("manifest", line.name, "stands in it twice")
            else:
                lines[line.name] = line
        return lines

    def _file(self, name: str, line: ManifestLine | None, *, is_open: bool) -> None:
        path = self._places.find(name)
        if path is None:
            self._note("file", name, "is missing")
            return
        if is_open and path == self._places.opened(name) and _is_left(path):
            self._remarks.append(Problem("left-open", name, "a run was killed; the next one takes it up"))
            self._is_partial = True
            return
        rows = self._ledger.in_file(name)
        if not is_open and line is not None:
            self._whole(path, line)
        scan = FileScan(path, name)
        self._compare(scan, {row.entry.capture.capture_id: row for row in rows}, is_open=is_open)
        for offset, reason in scan.problems if not is_open else ():
            self._note("record", f"{name} at offset {offset}" if offset >= 0 else name, reason)
        if line is not None and line.records != scan.records:
            self._note("manifest", name, f"says {line.records} records, the file holds {scan.records}")
        if line is None and not is_open:
            self._without_line(scan)
        self._records += scan.records

    def _whole(self, path: Path, line: ManifestLine) -> None:
        try:
            digest, size = manifest.digest_of_file(path)
        except ArchiveError as error:
            self._note("file", line.name, str(error))
            return
        if (digest, size) != (line.sha256, line.bytes):
            self._note("file", line.name, "is not the file that was closed: its hash does not hold")

    def _without_line(self, scan: FileScan) -> None:
        """The ledger calls a file complete only after it has its line: before that, a run was killed in between."""
        if scan.name in self._complete or scan.own_name != scan.name:
            self._note("manifest", scan.name, "has no line for this file")
        else:
            self._remarks.append(
                Problem(
                    "unfinished", scan.name, "a run was killed before it was in the manifest; the next one puts it in"
                )
            )

    def _compare(self, scan: FileScan, rows: dict[str, KeptCapture], *, is_open: bool) -> None:
        for exchanged in scan.exchanges():
            kept = exchanged.kept
            if isinstance(kept, KeptRun):
                known = self._runs.get(kept.run.run_id)
                if not is_open:
                    self._runs_closed.add(kept.run.run_id)
                if known is None or kept.revision > known.revision:
                    self._runs[kept.run.run_id] = kept
                continue
            if isinstance(kept, KeptAttempt | KeptSighting):
                if self._notes is not None:
                    self._notes.add(kept, is_open=is_open)
                continue
            capture = kept.entry.capture
            row = rows.pop(capture.capture_id, None)
            if row is None:
                if is_open:
                    continue  # written since the rows were read
                self._note("ledger", f"{scan.name} at offset {capture.warc_offset}", "lacks this capture")
            elif row_of(row) != row_of(kept):
                self._note(
                    "ledger", f"{scan.name} at offset {capture.warc_offset}", "tells another story than the file"
                )
            self._captures += 1
            self._payload(kept)
        for row in rows.values():
            self._note(
                "ledger", f"{scan.name} at offset {row.entry.capture.warc_offset}", "the file lacks this capture"
            )

    def _payload(self, kept: KeptCapture) -> None:
        reason = payload_problem(self._places, self._ledger, kept)
        if reason is not None:
            self._note("payload", _place(kept), reason)

    def _compare_runs(self) -> None:
        for run_id in sorted(self._runs_closed - set(self._runs_known)):
            self._note("run", run_id, "the ledger lacks this run")
        for run_id, known in self._runs_known.items():
            found = self._runs.get(run_id)
            if self._is_partial and (found is None or found.revision < known.revision):
                continue  # it may stand in the file that was left open
            if found is None:
                self._note("run", run_id, "stands in the ledger, in no file")
            elif found.revision == known.revision and found != known:
                self._note("run", run_id, "the ledger tells another story than the file")
            elif found.revision < known.revision:
                self._note("run", run_id, "its latest record stands in no file")


def _place(kept: KeptCapture) -> str:
    return f"{kept.entry.capture.warc_file} at offset {kept.entry.capture.warc_offset}"


def _is_left(path: Path) -> bool:
    """True where no living process writes to an open file."""
    try:
        with path.open("rb") as file:
            return claim(file)
    except FileNotFoundError:
        return False  # closed meanwhile
