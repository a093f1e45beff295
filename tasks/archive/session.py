"""The polite session: asks sites for pages, one at a time, and hands every answer out as it came.

It says who it is, keeps to robots.txt, paces itself, waits when asked to, gives up in finite time, and never connects
into a private network. It follows no redirect by itself: each hop is an exchange of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from tasks.archive.connection import Deadline, VettedAdapter
from tasks.archive.exchange import Exchange, Headers, header
from tasks.archive.fetcherrors import (
    AddressRefusedError,
    AskedToWaitError,
    FetchError,
    TimedOutError,
    TlsFailedError,
    TooLargeError,
    TooManyRedirectsError,
    UnreachableError,
)
from tasks.archive.guard import Guard, check_address
from tasks.archive.pacing import Pace, retry_after
from tasks.archive.robots import PRODUCT, Robots
from tasks.version import VERSION

__all__ = ["FetchError", "PoliteSession", "SessionSettings"]

RETRIED = frozenset({429, 503})
PIECE = 64 * 1024
ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
MAX_HOPS = 5


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How a session behaves. Times are in seconds."""

    contact: str
    """Web address or e-mail by which a site's administrator can reach whoever collects."""
    pace_seconds: float = 2.0
    """Shortest time between the end of one request to a host and the start of the next."""
    connect_timeout: float = 20.0
    read_timeout: float = 60.0
    """Longest silence."""
    total_timeout: float = 300.0
    """Longest time for one answer, from connecting to its last byte."""
    max_bytes: int = 64 * 1024 * 1024
    """Longest answer."""
    retries: int = 2
    """How often 429 and 503 are asked again."""
    backoff: float = 5.0
    """Pause before a retry where the server names none; doubled each time."""
    max_wait: float = 120.0
    """Longest pause waited for within a run; a host that asks for more is left alone."""
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Hosts that are asked at another address and port than the name service says."""
    only_connect_to: bool = False
    """True where no host besides those of `connect_to` may be asked."""

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT}/{VERSION} (+{' '.join(self.contact.split())})"


def _drop(exchange: Exchange) -> None:
    """Nobody keeps it."""


class PoliteSession:
    """Asks for pages. `on_robots` is given each answer to a request for a robots.txt, to be archived."""

    def __init__(self, settings: SessionSettings, on_robots: Callable[[Exchange], object] = _drop) -> None:
        """Raises ValueError where the settings name no contact that fits a header."""
        if not re.fullmatch(r"[\x20-\x7e]+", settings.contact.strip()):
            raise ValueError("the user agent must name a contact, in ASCII")
        self._settings = settings
        self._guard = Guard(settings.connect_to, settings.only_connect_to)
        self._pace = Pace(settings.pace_seconds)
        self._robots = Robots(self._hop, on_robots)

    def __enter__(self) -> PoliteSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open between requests."""

    def get(self, address: str) -> Exchange:
        """Asks once, redirects not followed; an answer of any status is an answer. Raises FetchError."""
        check_address(address)
        delay = self._robots.check(address)
        return self._hop(address, delay)

    def fetch(self, address: str, max_hops: int = MAX_HOPS) -> Iterator[Exchange]:
        """Asks, and goes on to where redirects lead; each hop is yielded, and vetted as the first one was.

        Raises FetchError; hops made before it have been yielded.
        """
        seen = {urldefrag(address).url}
        for _ in range(max_hops + 1):
            exchange = self.get(address)
            yield exchange
            target = redirect_target(exchange)
            if target is None:
                return
            if target in seen:
                break
            seen.add(target)
            address = target
        raise TooManyRedirectsError("redirects do not end")

    def _hop(self, address: str, delay: float | None = None) -> Exchange:
        check_address(address)
        host = urlsplit(address).netloc.lower()
        settings = self._settings
        for tries in range(settings.retries + 1):
            if self._pace.left(host) > max(settings.max_wait, settings.pace_seconds, delay or 0.0):
                raise AskedToWaitError(f"{host} asked for a pause")
            self._pace.wait(host)
            try:
                exchange = self._request(address)
            finally:
                self._pace.asked(host, delay)
            if exchange.status not in RETRIED:
                return exchange
            pause = retry_after(header(exchange.response_headers, "Retry-After"), datetime.now(UTC))
            if pause is None:
                pause = settings.backoff * 2**tries
            self._pace.hold(host, pause)
            if pause > settings.max_wait:
                break
        return exchange

    def _request(self, address: str) -> Exchange:
        settings = self._settings
        deadline = Deadline(settings.total_timeout)
        # The adapter alone: a requests.Session would take proxies and passwords from the environment, send cookies
        # back, and lose an answer whose Location it cannot parse.
        with closing(VettedAdapter(self._guard, deadline)) as adapter, deadline.running():
            try:
                return self._answer(adapter, address, deadline)
            except FetchError:
                if deadline.has_passed:
                    raise TimedOutError("the answer took too long") from None
                raise
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                raise _failure(error, deadline) from None  # the original may quote what the server sent

    def _answer(self, adapter: VettedAdapter, address: str, deadline: Deadline) -> Exchange:
        settings = self._settings
        url = urldefrag(address).url
        prepared = requests.Request("GET", url).prepare()
        prepared.headers.update(self._headers(urlsplit(prepared.url or url).netloc))
        started_at = datetime.now(UTC)
        timeout = (settings.connect_timeout, settings.read_timeout)
        response = adapter.send(prepared, stream=True, timeout=timeout, verify=True)
        try:
            original = response.raw._original_response if response.raw is not None else None
            if original is None:
                raise UnreachableError("no answer")
            fields = tuple((str(name), _unfolded(str(value))) for name, value in original.headers.items())
            length = header(fields, "Content-Length")
            if length and length.isascii() and length.isdigit() and int(length) > settings.max_bytes:
                raise TooLargeError(f"answer is longer than {settings.max_bytes} bytes")
            return Exchange(
                address=address,
                started_at=started_at,
                request_headers=tuple((str(name), str(value)) for name, value in prepared.headers.items()),
                status=response.status_code,
                reason=str(original.reason or ""),
                response_headers=fields,
                body=self._body(response, deadline),
                ip=deadline.ip,
                request_target=prepared.path_url,
                http_version="1.0" if original.version == 10 else "1.1",
            )
        finally:
            response.close()

    def _headers(self, host: str) -> dict[str, str]:
        """All that is sent, so that the request is archived as it was."""
        return {
            "Host": host,
            "User-Agent": self._settings.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }

    def _body(self, response: requests.Response, deadline: Deadline) -> bytes:
        pieces: list[bytes] = []
        total = 0
        for piece in response.raw.stream(PIECE, decode_content=False):
            total += len(piece)
            if total > self._settings.max_bytes:
                raise TooLargeError(f"answer is longer than {self._settings.max_bytes} bytes")
            pieces.append(piece)
        if deadline.has_passed:
            # An answer without a length looks whole when its connection is cut.
            raise TimedOutError("the answer took too long")
        return b"".join(pieces)


def redirect_target(exchange: Exchange) -> str | None:
    """As `target_of`, for an exchange that has just been made. Raises AddressRefusedError for what is no address."""
    try:
        return target_of(exchange.address, exchange.status, exchange.response_headers)
    except ValueError as error:
        raise AddressRefusedError("redirect to what is no address") from error


def target_of(address: str, status: int | None, headers: Headers) -> str | None:
    """Where an answer redirects to, without fragment; none where it does not. Raises ValueError for no address."""
    location = header(headers, "Location")
    if status not in (301, 302, 303, 307, 308) or not location:
        return None
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # as browsers read it
    return urldefrag(urljoin(address, location)).url


def _unfolded(value: str) -> str:
    return re.sub(r"[\r\n]+[ \t]*", " ", value)


def _failure(error: Exception, deadline: Deadline) -> FetchError:
    if deadline.has_passed or isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
        return TimedOutError("the answer took too long")
    if isinstance(error, requests.exceptions.SSLError):
        return TlsFailedError("the server's certificate does not hold")
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError):
        return AddressRefusedError("not an http or https address")
    return UnreachableError(f"no whole answer ({type(error).__name__})")
