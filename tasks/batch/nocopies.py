"""Answers of web archives that are no copies, and what they say of the archive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tasks.archive.exchange import Exchange, header
from tasks.batch.asking import BUSY, ArchiveLeftError, busy
from tasks.batch.visiting import is_turned_away

SITE_WIDE = frozenset({"asked-to-wait", "turned-away", "overloaded", "unreachable"})
"""Signs of which a single copy cannot be the cause."""


@dataclass(frozen=True, slots=True)
class NoCopy:
    """An answer that is no copy."""

    state: str
    """Of the attempt."""
    sign: str | None = None
    """What it says of the whole archive if it comes again and again; none where nothing."""
    busy: ArchiveLeftError | None = None
    """Where the archive asked to be left alone."""

    @property
    def is_of_archive(self) -> bool:
        return self.sign in SITE_WIDE


def judged(exchange: Exchange) -> NoCopy | None:
    """Why an answer that the archive gives of itself is no copy; none where it may be one."""
    status = exchange.status
    if status == 429 or (status in BUSY and header(exchange.response_headers, "Retry-After")):
        left = busy(exchange)
        return NoCopy(left.reason, left.reason, left)
    if is_turned_away(replace(exchange, status=200)):
        return NoCopy("refused-by-archive", "turned-away")  # a challenge, whatever status it came with
    if status in BUSY:
        return NoCopy("archive-error", "overloaded")
    if status >= 500:
        return NoCopy("archive-error", "no-copies-given")
    if is_turned_away(exchange):
        return NoCopy("refused-by-archive", "no-copies-given")
    return NoCopy("no-copy") if status >= 300 else None
