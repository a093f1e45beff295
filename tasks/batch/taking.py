"""What importing takes, and what becomes of it: the records of WARC files and of packages of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from tasks.archive.errors import ArchiveError
from tasks.archive.importing import ForeignRecord, WarcProblem
from tasks.archive.records import ArchivedCopy
from tasks.archive.store import Archive
from tasks.sources import Identity, identify

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
class Context:
    """What taking a file needs."""

    archive: Archive
    folder: Path
    """Where packages are unpacked for a while."""
    run_id: str
    address: str | None
    captured_at: datetime | None


def take_records(context: Context, name: str, found: Iterator[ForeignRecord | WarcProblem]) -> Iterator[Taken]:
    """Takes what a WARC file or a package of them holds, record by record; memory does not grow with it."""
    kept: Counter[str] = Counter()
    known: Counter[str] = Counter()
    others = problems = 0
    for record in found:
        if isinstance(record, WarcProblem):
            problems += 1
            if problems <= MAX_PROBLEMS:
                yield Taken(name, "problem", record.detail)
            continue
        belongs = identify(record.address)
        if belongs is None:
            others += 1
            continue
        source, identity = belongs
        try:
            entry = context.archive.append_foreign(
                record,
                source=source.config.name,
                document_key=identity.document_key,
                role="document",
                run_id=context.run_id,
                imported_from=name,
                copy=_copied(record, identity),
            )
        except ArchiveError as error:
            yield Taken(name, "problem", str(error))
            continue
        (known if entry is None else kept)[source.config.name] += 1
    if problems > MAX_PROBLEMS:
        yield Taken(name, "problem", f"{problems - MAX_PROBLEMS} problems more")
    for source_name in sorted({*kept, *known}):
        if new := kept[source_name]:
            yield Taken(name, "kept", f"{new} captures", source_name, new)
        if old := known[source_name]:
            yield Taken(name, "known", f"{old} captures were kept before", source_name, old)
    if others or not (kept or known):
        yield Taken(name, "known" if kept or known else "not-taken", f"{others} records of no known source", count=0)


def _copied(record: ForeignRecord, identity: Identity) -> ArchivedCopy | None:
    """Of a record that holds a web archive's replay: which copy it is."""
    if identity.original_address == record.address or identity.archived_at is None:
        return None
    return ArchivedCopy(identity.original_address, record.address, identity.archived_at)
