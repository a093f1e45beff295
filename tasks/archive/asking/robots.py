"""What sites allow (RFC 9309), read by protego."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from tasks.archive.asking.fetcherrors import (
    AddressRefusedError,
    AskedToWaitError,
    FetchError,
    RefusedByRobotsError,
    RobotsUnreachableError,
    TlsFailedError,
)
from tasks.archive.asking.redirects import redirect_target
from tasks.archive.exchange import Exchange
from tasks.archive.payload import ArchiveError, payload_of

MAX_BYTES = 512 * 1024
"""So much of a robots.txt is read; RFC 9309 §2.5 asks for 500 KiB at least."""

MAX_AGE = 24 * 3600.0
"""Seconds for which a robots.txt holds (RFC 9309 §2.4)."""

MAX_AGE_UNKNOWN = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again."""

MAX_REDIRECTS = 5
"""Redirects followed to a robots.txt (RFC 9309 §2.3.1.2)."""

PRODUCT = "OnRecord"
"""The product token that a robots.txt can name."""

_AGENT = re.compile(r"(?im)^([ \t]*user-agent[ \t]*:[ \t]*onrecord)(?![a-z_-])[^\r\n#]*")

Hop = Callable[[str], Exchange]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt said."""

    parsed: Protego | None
    """None where the site cannot say what it allows."""
    read_at: float


@dataclass(frozen=True, slots=True)
class Allowed:
    """An address may be asked."""

    crawl_delay: float | None
    """Seconds that the site wants between two requests, if it says so."""
    is_fresh: bool
    """True where its robots.txt was asked for just now: the delay holds from that request on."""


RobotsKnown = dict[str, Rules]
"""By scheme and authority. Sessions in several threads may share one: each entry is set whole."""


class Robots:
    """The rules of all sites asked by one session. `hop` makes one request, `keep` is given each answer."""

    def __init__(self, hop: Hop, keep: Callable[[Exchange], object], known: RobotsKnown | None = None) -> None:
        self._hop = hop
        self._keep = keep
        self._sites: RobotsKnown = known if known is not None else {}

    def check(self, address: str) -> Allowed:
        """What the site allows of itself; `address` is written as it will be sent.

        Raises RefusedByRobotsError, RobotsUnreachableError, AddressRefusedError, TlsFailedError or AskedToWaitError
        where the address may not be asked.
        """
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc.lower()}"
        rules = self._sites.get(site)
        is_fresh = rules is None or time.monotonic() - rules.read_at > (MAX_AGE if rules.parsed else MAX_AGE_UNKNOWN)
        if is_fresh or rules is None:
            rules = self._sites[site] = Rules(self._fetched(f"{site}/robots.txt"), time.monotonic())
        if rules.parsed is None:
            raise RobotsUnreachableError(f"robots.txt of {parts.hostname} cannot be had")
        if not rules.parsed.can_fetch(address, PRODUCT):
            raise RefusedByRobotsError(f"robots.txt of {parts.hostname} forbids this address")
        delay = rules.parsed.crawl_delay(PRODUCT)
        return Allowed(float(delay) if delay is not None else None, is_fresh)

    def _fetched(self, address: str) -> Protego | None:
        for redirects in range(MAX_REDIRECTS + 1):
            try:
                exchange = self._hop(address)
            except AddressRefusedError:
                if redirects:
                    return None  # it leads where nobody may go, and that is all it says
                raise  # it is the address that must not be asked, whatever its robots.txt might say
            except (TlsFailedError, AskedToWaitError):
                raise  # they say why the site cannot be asked, and until when
            except FetchError:
                return None
            self._keep(exchange)
            try:
                target = redirect_target(exchange)
            except AddressRefusedError:
                return None
            if target is None:
                return _rules(exchange)
            address = target
        return Protego.parse("")  # as if there were none (RFC 9309 §2.3.1.2)


def _rules(exchange: Exchange) -> Protego | None:
    """RFC 9309 §2.3.1: 2xx holds; 4xx allows everything; 5xx, and 429 which asks for rest, allow nothing for now."""
    if exchange.status == 429 or exchange.status >= 500:
        return None
    if not 200 <= exchange.status < 300:
        return Protego.parse("")
    if exchange.truncated in ("disconnect", "time"):
        return None  # what came may lack the rule that forbids
    try:
        body = payload_of(exchange).body
    except ArchiveError:
        return None
    text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    # A group is named by the product token alone (RFC 9309 §2.2.1); administrators copy it out of their logs with more.
    return Protego.parse(_AGENT.sub(r"\1", text))
