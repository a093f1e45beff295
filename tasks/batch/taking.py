"""What importing takes, and what becomes of it: the records of WARC files and of packages of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from tasks.archive.entries import LedgerEntry
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Headers
from tasks.archive.importing import ForeignRecord, UnresolvedRevisit, WarcProblem
from tasks.archive.records import ArchivedCopy
from tasks.archive.revisits import NoOriginalError
from tasks.archive.store import Archive
from tasks.archive.webarchives.copies import memento_time
from tasks.sources import Identity, Source, identify

MAX_PROBLEMS = 100
"""Problems of one file that are told one by one; the others are counted."""

Outcome = Literal["kept", "known", "not-taken", "problem"]
TROUBLES: frozenset[Outcome] = frozenset({"not-taken", "problem"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file, or of one record of a WARC."""

    name: str
    """The file's name; never its folder."""
    outcome: Outcome
    detail: str
    source: str | None = None
    count: int = 1
    """Captures meant: many for a WARC, one for a page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Revisits of one file whose originals no file before it gave, and those behind it may."""

    count: int


@dataclass(frozen=True, slots=True)
class Context:
    """What taking a file needs."""

    archive: Archive
    folder: Path
    """Where packages are unpacked for a while."""
    run_id: str
    address: str | None
    captured_at: datetime | None


def take_records(
    context: Context, name: str, found: Iterable[ForeignRecord | WarcProblem]
) -> Iterator[Taken | Waiting]:
    """Takes what a WARC file or a package of them holds, record by record; memory does not grow with it.

    Revisits of what is not in the archive yet are counted and left for `take_revisits`.
    """
    kept: Counter[str] = Counter()
    known: Counter[str] = Counter()
    problems = _Problems(name)
    others = waiting = 0
    for item in found:
        record = _record_of(item)
        if record is None:
            yield from problems.told(item)
            continue
        belongs = identify(record.address)
        if belongs is None:
            others += 1
            continue
        try:
            entry = _take(context, name, item, record, *belongs)
        except NoOriginalError:
            waiting += 1
        except ArchiveError as error:
            yield Taken(name, "problem", str(error))
        else:
            (known if entry is None else kept)[belongs[0].config.name] += 1
    yield from problems.others()
    yield from _counts(name, kept, known)
    if others or not (kept or known or waiting):
        yield Taken(name, "known" if kept or known else "not-taken", f"{others} records of no known source", count=0)
    if waiting:
        yield Waiting(waiting)


def take_revisits(
    context: Context, name: str, found: Iterable[ForeignRecord | WarcProblem], waiting: int
) -> Iterator[Taken]:
    """Takes the revisits that waited for their originals, from the same file once more; all others were taken."""
    kept: Counter[str] = Counter()
    problems = _Problems(name)
    lost = 0
    for item in found:
        record = _record_of(item) if isinstance(item, UnresolvedRevisit) else None
        belongs = identify(record.address) if record else None
        if record is None or belongs is None:
            continue
        try:
            entry = _take(context, name, item, record, *belongs)
        except ArchiveError as error:
            lost += 1
            yield from problems.told(WarcProblem(str(error)))
            continue
        if entry is not None:
            kept[entry.capture.source] += 1
    yield from problems.others()
    yield from _counts(name, kept, Counter())
    if (old := waiting - kept.total() - lost) > 0:
        yield Taken(name, "known", f"{old} captures were kept before", count=old)


class _Problems:
    """Tells some, counts the others."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def told(self, found: ForeignRecord | WarcProblem) -> Iterator[Taken]:
        self._count += 1
        if isinstance(found, WarcProblem) and self._count <= MAX_PROBLEMS:
            yield Taken(self._name, "problem", found.detail)

    def others(self) -> Iterator[Taken]:
        if self._count > MAX_PROBLEMS:
            yield Taken(self._name, "problem", f"{self._count - MAX_PROBLEMS} problems more")


def _record_of(item: ForeignRecord | WarcProblem) -> ForeignRecord | None:
    """What is to be taken, if it can be."""
    if isinstance(item, ForeignRecord):
        return item
    return item.capture if isinstance(item, UnresolvedRevisit) else None


def _take(
    context: Context,
    name: str,
    item: ForeignRecord | WarcProblem,
    record: ForeignRecord,
    source: Source,
    identity: Identity,
) -> LedgerEntry | None:
    return context.archive.append_foreign(
        item if isinstance(item, UnresolvedRevisit) else record,
        source=source.config.name,
        document_key=identity.document_key,
        role="document",
        run_id=context.run_id,
        imported_from=name,
        copy=copied(record.address, identity, record.status, record.headers),
    )


def _counts(name: str, kept: Counter[str], known: Counter[str]) -> Iterator[Taken]:
    for source_name in sorted({*kept, *known}):
        if new := kept[source_name]:
            yield Taken(name, "kept", f"{new} captures", source_name, new)
        if old := known[source_name]:
            yield Taken(name, "known", f"{old} captures were kept before", source_name, old)


def copied(address: str, identity: Identity, status: int | None = None, headers: Headers = ()) -> ArchivedCopy | None:
    """Of what was had from a web archive's replay address: which copy it is; none where no web archive is between.

    An answer that the archive gave of itself, such as its redirect to another time, has no time of capture: one that
    it captured says so (RFC 7089 §2.1.1).
    """
    if identity.original_address == address.strip():
        return None
    said = memento_time(headers)
    is_page = status is None or status < 300
    return ArchivedCopy(identity.original_address, address, said or (identity.archived_at if is_page else None))
