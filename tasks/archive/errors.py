"""What can be wrong with the archive. No message holds a word of a page."""

from __future__ import annotations


class ArchiveError(Exception):
    """Evidence cannot be kept, found or decoded."""


class EvidenceLostError(ArchiveError):
    """A capture that the ledger knows is missing from the WARC files, or not what was captured."""


class DamagedRecordError(EvidenceLostError):
    """A WARC file cannot be read on from `offset` (bytes into the file)."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"{reason} at offset {offset}")
        self.offset = offset
        self.reason = reason
