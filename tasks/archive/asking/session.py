"""The polite session: asks sites for pages, one at a time, and hands every answer out as it came.

It says who it is, keeps to robots.txt, paces itself, waits when asked to, gives up in finite time, and never connects
into a private network. Each hop of a redirect is an exchange of its own, vetted as the first one was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urlsplit

from tasks.archive.asking.fetcherrors import (
    AskedToWaitError,
    BrokenOffError,
    FetchError,
)
from tasks.archive.asking.guard import Guard, check_address
from tasks.archive.asking.pacing import MAX_DELAY, pause, retry_after
from tasks.archive.asking.robots import PRODUCT, Robots, RobotsKnown
from tasks.archive.asking.turns import Turn, Turns, host_of, site_of
from tasks.archive.asking.wire import Limits, Wire, as_sent
from tasks.archive.exchange import Exchange, Headers, header
from tasks.version import VERSION

__all__ = ["FetchError", "Limits", "PoliteSession", "SessionSettings"]

RETRIED = frozenset({429, 502, 503, 504})
"""Answers that a busy site may give better a little later."""

ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
KEEP_OPEN_SECONDS = 15.0
"""Longest pause over which a connection is kept open: a site's sockets are not ours to occupy."""


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How a session behaves. Times are in seconds."""

    contact: str
    """Web address or e-mail by which a site's administrator can reach whoever collects."""
    pace_seconds: float = 2.0
    """Shortest time between the end of one request to a site and the start of the next."""
    paces: Mapping[str, float] = field(default_factory=dict)
    """The same for single hosts."""
    jitter: float = 0.1
    """Up to this share of the pace is added to it by chance."""
    limits: Limits = field(default_factory=Limits)
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Hosts that are asked at another address and port than the name service says."""
    only_connect_to: bool = False
    """True where no host besides those of `connect_to` may be asked."""
    trusted: str | None = None
    """File of certificates that are trusted instead of the well-known ones; verification itself is never off."""

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT}/{VERSION} (+{' '.join(self.contact.split())})"

    def pace_of(self, address: str) -> float:
        """Seconds for the address's host, however its name is written."""
        host = host_of(urlsplit(address).hostname or "")
        return next((seconds for name, seconds in self.paces.items() if host_of(name) == host), self.pace_seconds)


def check_contact(contact: str) -> None:
    """Raises ValueError for a contact by which nobody can be reached, or that fits no header."""
    if not re.fullmatch(r"[\x20-\x7e]+", contact.strip()):
        raise ValueError("the user agent must name a contact, in ASCII")
    if not re.search(r"https?://[^/\s]+|[^@\s]+@[^@\s]+\.[^@\s]+", contact):
        raise ValueError("the contact must be a web address or an e-mail address that a site's administrator can use")


def _drop(exchange: Exchange) -> None:
    """Nobody keeps it."""


class PoliteSession:
    """Asks for pages. Not to be shared between threads; the turns may be, and keep sessions from asking one site
    at once."""

    def __init__(
        self,
        settings: SessionSettings,
        on_robots: Callable[[Exchange], object] = _drop,
        on_passing: Callable[[Exchange], object] = _drop,
        *,
        turns: Turns | None = None,
        robots: RobotsKnown | None = None,
    ) -> None:
        """`on_robots` is given each answer to a request for a robots.txt, `on_passing` each answer that was asked for
        again: both are evidence. `robots` is what other sessions have read of robots.txt files.

        Raises ValueError where the settings name no contact.
        """
        check_contact(settings.contact)
        self._settings = settings
        self._wire = Wire(Guard(settings.connect_to, settings.only_connect_to), settings.limits, settings.trusted)
        self._turns = turns or Turns()
        self._on_passing = on_passing
        self._robots = Robots(self._hop, on_robots, robots)
        self._delays: dict[str, float] = {}
        """By site: the Crawl-delay that its robots.txt names."""

    def __enter__(self) -> PoliteSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes what connections are open."""
        self._wire.close()

    def get(self, address: str, headers: Headers = ()) -> Exchange:
        """Asks once, redirects not followed; an answer of any status is an answer. `headers` are sent besides the
        session's own (``If-None-Match``, ``Range``). Raises FetchError."""
        check_address(address)
        sent = as_sent(address)
        allowed = self._robots.check(sent)
        if allowed.crawl_delay is not None:
            self._delays[site_of(sent)] = allowed.crawl_delay
        return self._hop(address, headers, is_first=allowed.is_fresh)

    def _hop(self, address: str, headers: Headers = (), *, is_first: bool = False) -> Exchange:
        check_address(address)
        sent = as_sent(address)
        site = site_of(sent)
        limits = self._settings.limits
        pace = self._settings.pace_of(sent)
        delay = self._delays.get(site)
        with self._turns.turn(site) as turn:
            if is_first:
                turn.rest(pause(pace, delay, self._settings.jitter))  # its robots.txt was the request before this one
            if delay is not None and delay > MAX_DELAY:
                turn.rest(delay)
                raise _asked_to_wait(address, turn)
            if turn.left > max(limits.max_wait, 2 * pace, 2 * (delay or 0.0)):
                raise _asked_to_wait(address, turn)
            for tries in range(limits.retries + 1):
                turn.wait()
                is_last = tries == limits.retries
                # Before and after: who is killed in between has asked all the same.
                turn.rest(pause(pace, delay, self._settings.jitter))
                try:
                    exchange = self._ask(address, headers, keep_open=max(pace, delay or 0.0) <= KEEP_OPEN_SECONDS)
                except BrokenOffError as error:
                    if is_last:
                        raise
                    if not error.is_stale:
                        turn.rest(limits.backoff * 2**tries)
                    continue
                finally:
                    turn.rest(pause(pace, delay, self._settings.jitter))
                longest = self._hold(turn, exchange, tries)
                if is_last or longest > limits.max_wait or not _is_worth_a_retry(exchange):
                    return exchange
                self._on_passing(exchange)
        raise AssertionError("the last try returns or raises")

    def _hold(self, turn: Turn, exchange: Exchange, tries: int) -> float:
        """Lets the site rest for as long as it asks for, whatever else it says; seconds."""
        named = retry_after(header(exchange.response_headers, "Retry-After"), datetime.now(UTC))
        if named is None:
            named = self._settings.limits.backoff * 2**tries if _is_worth_a_retry(exchange) else 0.0
        turn.rest(named)
        return named

    def _ask(self, address: str, headers: Headers, *, keep_open: bool) -> Exchange:
        own = {"User-Agent": self._settings.user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
        return self._wire.request(address, {**own, **dict(headers)}, keep_open=keep_open)


def _is_worth_a_retry(exchange: Exchange) -> bool:
    return exchange.status in RETRIED or exchange.truncated == "disconnect"


def _asked_to_wait(address: str, turn: Turn) -> AskedToWaitError:
    until = datetime.fromtimestamp(turn.next_at, UTC)
    return AskedToWaitError(f"{urlsplit(address).hostname} asked for a pause", until)
