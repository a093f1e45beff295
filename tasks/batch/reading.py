"""Archive to readings, one source at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.archive.entries import LedgerEntry
from tasks.archive.errors import ArchiveError, EvidenceLostError
from tasks.archive.store import Archive
from tasks.batch.page import read_page
from tasks.batch.progress import Progress, silent
from tasks.home import Home
from tasks.reading.states import state_of
from tasks.readings import Reading, RowWriter, captures_read, reading_files
from tasks.report import Issue, Report, State
from tasks.sources import Source
from tasks.version import VERSION

EVIDENCE_LOST = "evidence-lost"


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """What a batch of reading came to."""

    source: str
    captures: int
    reports: int
    quotes: int
    issues: int
    lost: int
    """Captures whose evidence is missing or damaged."""
    states: tuple[tuple[str, int], ...]
    """State and number of captures in it, most frequent first."""


def read_source(
    home: Home, source: Source, *, again: bool = False, batch: str, progress: Progress = silent
) -> ReadCounts:
    """Reads a source's captures that have no reading yet; with `again` all of them, replacing what was read before.

    With `again`, raises EvidenceLostError where a capture's evidence is missing or damaged; all older readings stay.

    The batch becomes one Parquet file that appears whole or not at all. Older readings are removed only after it is
    in place, so at every moment each capture that had a reading has one.
    """
    name = source.config.name
    for unfinished in (home.readings / name).glob(".*.part"):
        unfinished.unlink()  # a killed run's; its captures are read again below
    superseded = reading_files(home.readings, name) if again else []
    known = set() if again else captures_read(home.readings, name)
    with Archive(home.archive) as archive:
        entries = [entry for entry in archive.entries(name) if entry.capture.capture_id not in known]
        if not entries and not again:
            return ReadCounts(name, 0, 0, 0, 0, 0, ())
        target = home.readings / name / f"{batch}.parquet"
        counts = _Counting()
        with RowWriter(target, Reading) as writer:
            for report in _reports(archive, entries, source, progress):
                if again and _is_lost(report):
                    # The older reading may be the last trace of the page: the writer's file is dropped, it stays.
                    raise EvidenceLostError("evidence is missing or damaged; run onrecord verify")
                counts.add(report)
                writer.write(Reading(report, VERSION, datetime.now(UTC)))
    for path in superseded:
        if path != target:
            path.unlink()
    return counts.result(name)


def _is_lost(report: Report) -> bool:
    return any(issue.rule == EVIDENCE_LOST for issue in report.issues)


def _reports(archive: Archive, entries: list[LedgerEntry], source: Source, progress: Progress) -> Iterator[Report]:
    for done, entry in enumerate(entries, 1):
        yield read_entry(archive, entry, source)
        progress(f"reading {source.config.name}", done, len(entries))


def read_entry(archive: Archive, entry: LedgerEntry, source: Source) -> Report:
    """Reads one capture from the archive."""
    if entry.role != "document":
        answered = state_of(entry.capture.status, (), None, b"", entry.capture.truncated)
        kept_for: State = "robots" if entry.role == "robots" else "listing"
        return Report(entry.capture, kept_for if answered == "report" else answered)
    try:
        payload = archive.payload(entry)
    except EvidenceLostError as error:
        return Report(entry.capture, "unreadable", entry.document_key, issues=(Issue(EVIDENCE_LOST, str(error)),))
    except ArchiveError as error:
        return Report(entry.capture, "unreadable", entry.document_key, issues=(Issue("payload", str(error)),))
    return read_page(entry.capture, payload, source)


class _Counting:
    def __init__(self) -> None:
        self._states: Counter[str] = Counter()
        self._quotes = 0
        self._issues = 0
        self._lost = 0

    def add(self, report: Report) -> None:
        self._states[report.state] += 1
        self._quotes += len(report.quotes)
        self._issues += len(report.issues)
        self._lost += _is_lost(report)

    def result(self, source: str) -> ReadCounts:
        return ReadCounts(
            source=source,
            captures=self._states.total(),
            reports=self._states["report"],
            quotes=self._quotes,
            issues=self._issues,
            lost=self._lost,
            states=tuple(self._states.most_common()),
        )
