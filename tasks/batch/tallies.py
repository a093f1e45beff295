"""What a run remembers of the sites that it asks: what was asked for, and when to leave a site alone."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from tasks.archive.asking.fetcherrors import UnreachableError
from tasks.archive.asking.turns import site_of

IN_A_ROW = 3
"""After so many challenges, or failures to connect, one after the other a site is left alone until the next run."""

REFUSED_IN_A_ROW = 10
"""So it is after so many refused pages: single ones may be (403, 451), and that says nothing of the others."""


class Visited:
    """Addresses that a run has asked for: none is asked for twice, whichever way leads to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._addresses: set[str] = set()

    def claim(self, address: str) -> bool:
        """True for the first who asks."""
        with self._lock:
            is_first = address not in self._addresses
            self._addresses.add(address)
            return is_first


@dataclass(slots=True)
class Tally:
    """What a site has answered lately; a site is asked by one visitor at a time, so nobody else counts."""

    challenged_in_a_row: int = 0
    refused_in_a_row: int = 0
    unreachable_in_a_row: int = 0
    failure: str | None = None
    """Why the whole site cannot be asked now."""

    @property
    def reason_to_stop(self) -> str | None:
        if self.failure is not None:
            return self.failure
        if self.challenged_in_a_row >= IN_A_ROW or self.refused_in_a_row >= REFUSED_IN_A_ROW:
            return "turned-away"
        return UnreachableError.state if self.unreachable_in_a_row >= IN_A_ROW else None


class Tallies:
    """The tallies of all sites of a run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_site: dict[str, Tally] = {}

    def of(self, address: str) -> Tally:
        """The tally of the address's site; one of its own for what has no site."""
        try:
            site = site_of(address)
        except ValueError:
            return Tally()
        with self._lock:
            return self._by_site.setdefault(site, Tally())
