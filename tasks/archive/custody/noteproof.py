"""Proof that the ledger's attempts, sightings and walks are those of the WARC files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from tasks.archive.entries import KeptAttempt, KeptSighting
from tasks.archive.ledger import Ledger
from tasks.archive.ledgerrows import Row, attempt_row


@dataclass(slots=True)
class NoteProof:
    """What the ledger says, taken at one moment, and what the files say, added up as the ledger adds it up."""

    known_attempts: dict[object, Row]
    """By record."""
    known_listed: set[Row]
    known_walks: set[Row]
    _addresses: set[Row] = field(default_factory=set)
    """Source and address of what the ledger says was listed."""
    _attempts: set[str] = field(default_factory=set)
    _found: Ledger = field(default_factory=lambda: Ledger(None))
    _problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, ledger: Ledger) -> NoteProof:
        attempts = {row[0]: row for row in ledger.rows("attempts")}
        listed = ledger.rows("listed")
        return cls(attempts, listed, ledger.rows("walks"), {row[:2] for row in listed})

    def add(self, kept: KeptAttempt | KeptSighting, *, is_open: bool) -> None:
        """Takes what a file holds; what stands in an open one may be younger than what was taken of the ledger."""
        if isinstance(kept, KeptAttempt):
            self._attempts.add(kept.record_id)
            row = self.known_attempts.get(kept.record_id)
            if row is None and not is_open:
                self._problems.append("lacks an attempt that a file holds")
            if row is not None and row != attempt_row(kept):
                self._problems.append("tells another story of an attempt than its file")
            return
        self._found.add(kept)
        named = {(kept.sighting.source, item.address) for item in kept.sighting.listed}
        if not is_open and not named <= self._addresses:
            self._problems.append("lacks a listed address that a file holds")

    def problems(self, *, is_partial: bool) -> Iterator[str]:
        """What does not agree; with `is_partial` some files were not looked into, or may have grown since."""
        yield from self._problems
        with closing(self._found) as found:
            listed, walks = found.rows("listed"), found.rows("walks")
        if is_partial:
            return
        if self.known_attempts.keys() - self._attempts:
            yield "holds an attempt that stands in no file"
        if self._addresses - {row[:2] for row in listed}:
            yield "holds a listed address that stands in no file"
        elif self.known_listed - listed:
            yield "tells another story of a listed address than the files"
        if self.known_walks != walks:
            yield "tells another story of the walks than the files"
