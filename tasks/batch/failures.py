"""Copies that web archives did not give: when each may be asked for again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.archive.asking.fetcherrors import OF_THE_SITE
from tasks.archive.entries import Attempt
from tasks.archive.exchange import storable
from tasks.archive.frontier import AFTER_FAILURES, SLACK

_OF_THE_ARCHIVE = frozenset(error.state for error in OF_THE_SITE)


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a copy was asked for in vain."""

    at: datetime
    """The last time, UTC."""
    times: int
    """Without those that say nothing of the copy, since the whole archive could not be asked."""
    next_at: datetime | None
    """What the archive named."""

    @property
    def due_at(self) -> datetime:
        """Not to be asked for again before, UTC: as addresses of sites that fail."""
        if not self.times:
            return self.next_at or self.at
        wait = self.at + timedelta(hours=AFTER_FAILURES[min(self.times, len(AFTER_FAILURES)) - 1])
        wait -= SLACK if self.times > 1 else timedelta()
        return max(wait, self.next_at) if self.next_at else wait


class Failures:
    """A source's copies that could not be had, by where they lie."""

    def __init__(self, attempts: Iterable[Attempt]) -> None:
        """`attempts` come by time, as the archive gives those of one address."""
        self._tried: dict[str, Tried] = {}
        for made in attempts:
            if made.archive_address is not None:
                before = self._tried.get(made.archive_address)
                times = (before.times if before else 0) + (made.state not in _OF_THE_ARCHIVE)
                self._tried[made.archive_address] = Tried(made.at, times, made.next_at)

    def of(self, addresses: Iterable[str]) -> Tried | None:
        """The last of what was tried under any of a copy's addresses; none where nothing was."""
        found = (self._tried.get(storable(address)) for address in addresses)
        return max((tried for tried in found if tried), key=lambda tried: tried.at, default=None)
