"""What a fault is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from samples.faults.wire import Play, moved

SITE = "iwpr.test"
"""The site that is collected; its listing names every fault, and a good page before and after each."""

Group = Literal["slow", "broken", "size", "redirect", "text", "politeness", "listing", "no report"]
Scheme = Literal["http", "https", "https-garbage", "https-plain"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave."""

    name: str
    group: Group
    sent: str
    """What the server does, in one sentence for the table."""
    expected: str
    """The state its address must end in: of a failed attempt (`state` of the fetch errors), else of the reading of the
    last capture; of a listing, how the walk over it ended."""
    play: Play
    """What the listed address does."""
    elsewhere: Mapping[tuple[str, str], Play] = field(default_factory=dict)
    """What other places do that belong to it, by host and path; a path that ends in ``*`` stands for all that begin
    so."""
    scheme: Scheme = "http"
    """How its own host is served, where it has one."""

    @property
    def path(self) -> str:
        return f"/global-voices/{self.name}" if self.group != "listing" else f"/global-voices/asia/{self.name}?page=0"

    @property
    def address(self) -> str:
        """Where the site's listing says it is; of a listing, its first page."""
        return f"http://{SITE}{self.path}"

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts of its own."""
        return frozenset(host for host, _ in self.elsewhere) - {SITE}


def own_host(name: str) -> str:
    """The host where a fault may do what would keep the site's other pages from being asked for."""
    return f"{name}.faults.test"


def at_own_host(
    name: str, group: Group, sent: str, expected: str, page: Play, robots: Play | None = None, scheme: Scheme = "http"
) -> Fault:
    """A fault whose listed address redirects to a host of its own."""
    host = own_host(name)
    elsewhere = {(host, "/page"): page} | ({(host, "/robots.txt"): robots} if robots else {})
    to = f"{'http' if scheme == 'http' else 'https'}://{host}/page"
    return Fault(name, group, sent, expected, moved(to), elsewhere, scheme)
