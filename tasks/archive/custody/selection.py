"""Which captures are to be handed on: a source's, or those of named documents, and what they cannot be read without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tasks.archive.entries import KeptCapture
from tasks.archive.exchange import storable
from tasks.archive.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Selection:
    """Some of an archive. Notes of what was listed, or asked for in vain, are the run's and stay behind."""

    source: str | None
    keys: frozenset[str]
    """Documents; empty where all of the source are meant."""
    addresses: frozenset[str]
    originals: frozenset[str] = frozenset()
    """Captures that a chosen revisit refers to."""
    files: tuple[str, ...] = ()
    """WARC files that hold chosen captures, by name."""

    @classmethod
    def of(
        cls, ledger: Ledger, source: str | None, addresses: Iterable[str], document_keys: Iterable[str]
    ) -> Selection:
        """A document named by one of its addresses comes with all its captures, redirects and revisits too."""
        asked = frozenset(storable(address) for address in addresses)
        named = frozenset(document_keys)
        names = sorted(ledger.file_names())
        if asked:
            named |= {
                key
                for kept in _captures(ledger, names)
                if kept.entry.capture.address in asked and (key := kept.entry.document_key)
            }
        chosen = cls(source, named, asked)
        originals = frozenset(
            kept.entry.refers_to for kept in _captures(ledger, names) if chosen.has(kept) and kept.entry.refers_to
        )
        chosen = cls(source, named, asked, originals)
        return replace(chosen, files=tuple(name for name in names if any(map(chosen.has, ledger.in_file(name)))))

    def has(self, kept: KeptCapture) -> bool:
        """True for what is to be handed on."""
        entry = kept.entry
        if entry.capture.capture_id in self.originals:
            return True
        if self.source is not None and entry.capture.source != self.source:
            return False
        if not self.keys and not self.addresses:
            return True
        return entry.document_key in self.keys or entry.capture.address in self.addresses


def _captures(ledger: Ledger, names: Iterable[str]) -> Iterator[KeptCapture]:
    """File by file, so that no more than one file's captures are in memory."""
    for name in names:
        yield from ledger.in_file(name)
