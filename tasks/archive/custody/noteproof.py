"""Proof that the ledger's attempts and sightings are those of the WARC files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.archive.entries import KeptAttempt, KeptSighting
from tasks.archive.ledger import Ledger
from tasks.archive.ledgerrows import Row, attempt_row


@dataclass(slots=True)
class NoteProof:
    """What the ledger says, taken at one moment, and what the files say, file after file."""

    known_attempts: dict[str, Row]
    """By record."""
    known_listed: set[tuple[str, str]]
    """Source and address."""
    _attempts: set[str] = field(default_factory=set)
    _listed: set[tuple[str, str]] = field(default_factory=set)
    _problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, ledger: Ledger) -> NoteProof:
        return cls({kept.record_id: attempt_row(kept) for kept in ledger.attempts()}, ledger.listed_addresses())

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
        named = {(kept.sighting.source, item.address) for item in kept.sighting.listed}
        self._listed |= named
        if not is_open and not named <= self.known_listed:
            self._problems.append("lacks a listed address that a file holds")

    def problems(self, *, is_partial: bool) -> Iterator[str]:
        """What does not agree; with `is_partial` some files were not looked into."""
        yield from self._problems
        if is_partial:
            return
        if self.known_attempts.keys() - self._attempts:
            yield "holds an attempt that stands in no file"
        if self.known_listed - self._listed:
            yield "holds a listed address that stands in no file"
