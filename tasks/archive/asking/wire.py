"""One request and its answer over the wire: every byte as it came, within limits of time and size."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urldefrag, urlsplit

import requests
from urllib3.exceptions import HTTPError, InvalidHeader, ReadTimeoutError

from tasks.archive.asking.connection import VettedAdapter
from tasks.archive.asking.deadlines import Deadline, Watchdog
from tasks.archive.asking.fetcherrors import (
    AddressRefusedError,
    BrokenOffError,
    FetchError,
    MalformedAnswerError,
    TimedOutError,
    TlsFailedError,
    UnreachableError,
)
from tasks.archive.asking.guard import Guard
from tasks.archive.asking.heads import WholeHeadResponse
from tasks.archive.asking.turns import site_of
from tasks.archive.exchange import Exchange, Headers
from tasks.report import Truncation

PIECE = 64 * 1024
KEPT_OF_TOO_LONG = 1024 * 1024
"""Bytes kept of an answer that is longer than allowed: evidence of what stood there, not of all of it."""

WIRE_ERRORS = (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)
"""What a request can end in besides an answer and a FetchError."""

MAX_LINES_OPEN = 4
"""Connections one session keeps open, the one in use among them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session waits and how much it takes. Times are in seconds."""

    connect_timeout: float = 20.0
    read_timeout: float = 60.0
    """Longest silence."""
    total_timeout: float = 300.0
    """Longest time for one answer, from connecting to its last byte."""
    max_bytes: int = 64 * 1024 * 1024
    """Longest answer."""
    retries: int = 2
    """How often an answer that a busy site may give better later is asked for again."""
    backoff: float = 5.0
    """Pause before a retry where the server names none; doubled each time."""
    max_wait: float = 120.0
    """Longest pause waited for within a run; a site that asks for more is left alone."""


@lru_cache(maxsize=64)  # guard, robots, turn and request all ask it of the same address
def as_sent(address: str) -> str:
    """The address as it goes over the wire: without fragment and dot segments, its host in ASCII.

    Raises AddressRefusedError where none can be sent.
    """
    try:
        sent = _prepared(urldefrag(address).url)
        # What stood percent-encoded may be a dot segment once it is decoded.
        return _prepared(sent)
    except (requests.RequestException, ValueError) as error:
        raise AddressRefusedError("not an http or https address") from error


def _prepared(address: str) -> str:
    return requests.Request("GET", address).prepare().url or address


class Wire:
    """Makes requests, one at a time. Connections stay open between requests to one site unless told otherwise."""

    def __init__(self, guard: Guard, limits: Limits, trusted: str | None = None) -> None:
        """`trusted` is a file of certificates that are trusted instead of the well-known ones."""
        self._guard = guard
        self._limits = limits
        self._trusted = trusted
        self._watchdog = Watchdog()
        self._adapters: dict[str, VettedAdapter] = {}

    def close(self) -> None:
        self._watchdog.close()
        for adapter in self._adapters.values():
            adapter.close()
        self._adapters.clear()

    def request(self, address: str, headers: Mapping[str, str], *, keep_open: bool) -> Exchange:
        """Asks once. An answer of any status is an answer, and so is one whose head is whole and whose body is not:
        `Exchange.truncated` says why. Raises FetchError."""
        adapter = self._adapter(address)
        with self._watchdog.watching(self._limits.total_timeout) as deadline:
            adapter.line.deadline = deadline
            try:
                return self._exchange(adapter, address, headers, deadline, keep_open=keep_open)
            except FetchError:
                if deadline.has_passed:
                    raise TimedOutError("the answer took too long") from None
                raise
            except WIRE_ERRORS as error:
                failure = _failure(error, deadline)
                if isinstance(failure, BrokenOffError) and adapter.line.is_reused:
                    adapter.close()
                    failure.is_stale = True  # the site had closed the connection while it lay idle
                raise failure from None  # the original may quote what the server sent
            finally:
                adapter.line.deadline = None

    def _adapter(self, address: str) -> VettedAdapter:
        site = f"{urlsplit(address).scheme}://{site_of(address)}"
        adapter = self._adapters.pop(site, None) or VettedAdapter(self._guard)
        self._adapters[site] = adapter
        while len(self._adapters) > MAX_LINES_OPEN:
            self._adapters.pop(next(iter(self._adapters))).close()  # the one that was used longest ago
        return adapter

    def _exchange(
        self,
        adapter: VettedAdapter,
        address: str,
        headers: Mapping[str, str],
        deadline: Deadline,
        *,
        keep_open: bool,
    ) -> Exchange:
        sent = as_sent(address)
        prepared = requests.Request("GET", sent).prepare()
        prepared.headers.clear()
        prepared.headers["Host"] = urlsplit(sent).netloc
        prepared.headers.update(headers)
        prepared.headers["Connection"] = "keep-alive" if keep_open else "close"
        started_at = datetime.now(UTC)
        timeout = (self._limits.connect_timeout, self._limits.read_timeout)
        response = adapter.send(prepared, stream=True, timeout=timeout, verify=self._trusted or True)
        raw = response.raw
        original = raw._original_response if raw is not None else None
        if not isinstance(original, WholeHeadResponse):
            raise BrokenOffError("no answer")
        is_whole = False
        try:
            fields = original.fields
            body, truncated = self._body(original, _declared(original, fields), deadline)
            is_whole = truncated is None
            return Exchange(
                address=address,
                started_at=started_at,
                request_headers=tuple((str(name), str(value)) for name, value in prepared.headers.items()),
                status=response.status_code,
                reason=str(original.reason or ""),
                response_headers=fields,
                body=body,
                ip=adapter.line.ip,
                request_target=prepared.path_url,
                http_version="1.0" if original.version == 10 else "1.1",
                truncated=truncated,
            )
        finally:
            original.close()
            if is_whole and keep_open and not original.will_close:
                raw.release_conn()
            else:
                raw.close()
                response.close()

    def _body(
        self, original: http.client.HTTPResponse, declared: int | None, deadline: Deadline
    ) -> tuple[bytes, Truncation | None]:
        """What comes of the body, and why it is not all of it."""
        most = self._limits.max_bytes
        if declared is not None and declared > most:
            most = min(most, KEPT_OF_TOO_LONG)  # it says itself that it will not fit
        pieces: list[bytes] = []
        total = 0
        truncated: Truncation | None = None
        try:
            while declared is None or total < declared:
                piece = original.read1(PIECE if declared is None else min(PIECE, declared - total))
                if not piece:
                    truncated = "disconnect" if declared is not None else None
                    break
                pieces.append(piece)
                total += len(piece)
                if total > most:
                    truncated = "length"
                    break
        except (http.client.HTTPException, OSError, ValueError) as error:
            is_late = deadline.has_passed or isinstance(error, TimeoutError)
            truncated = "time" if is_late else "disconnect"
        if deadline.has_passed:
            truncated = "time"  # an answer without a length looks whole when its connection is cut
        body = b"".join(pieces)
        return (body[:KEPT_OF_TOO_LONG] if truncated == "length" else body), truncated


def _declared(original: http.client.HTTPResponse, fields: Headers) -> int | None:
    """Length of the body by its head; none where it ends with its coding or with the connection.

    Raises MalformedAnswerError where two lengths disagree or one is no number (RFC 9112 §6.3).
    """
    if original.status in (204, 304):
        return 0
    if codings := _transfer_codings(fields):
        if codings != ["chunked"]:
            raise MalformedAnswerError("a transfer-coding that nobody asked for")  # RFC 9112 §6.1
        if not original.chunked:  # http.client knows the word only where no blank stands around it
            original.chunked, original.chunk_left = True, None
        return None
    lengths = {part.strip() for name, value in fields if name.lower() == "content-length" for part in value.split(",")}
    if not lengths:
        return None
    length = lengths.pop()
    if lengths or not re.fullmatch(r"[0-9]{1,18}", length):
        raise MalformedAnswerError("the answer's length is none")
    return int(length)


def _transfer_codings(fields: Headers) -> list[str]:
    values = ",".join(value for name, value in fields if name.lower() == "transfer-encoding")
    return [part.strip().lower() for part in values.split(",") if part.strip()]


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it was made of: requests and urllib3 wrap what happened, in arguments or as a cause."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 20:
        current = waiting.pop()
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            waiting += [*current.args, current.__cause__, current.__context__, getattr(current, "reason", None)]
    return found


def _is_broken(error: BaseException) -> bool:
    """True where a connection that stood broke before a byte of the answer came."""
    return any(isinstance(cause, ConnectionError | http.client.RemoteDisconnected) for cause in _causes(error))


def _failure(error: Exception, deadline: Deadline) -> FetchError:
    causes = _causes(error)
    vetted = next((cause for cause in causes if isinstance(cause, FetchError)), None)
    if deadline.has_passed or any(isinstance(c, requests.Timeout | ReadTimeoutError | TimeoutError) for c in causes):
        return TimedOutError("the answer took too long")
    if vetted is not None:
        return vetted
    if any(isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError) for cause in causes):
        return BrokenOffError("the connection broke before the server had proved who it is")
    if any(isinstance(cause, requests.exceptions.SSLError) for cause in causes):
        return TlsFailedError("the server's certificate does not hold")
    if any(
        isinstance(cause, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError)
        for cause in causes
    ):
        return AddressRefusedError("not an http or https address")
    if any(isinstance(c, requests.ConnectionError) for c in causes) and _is_refused(causes):
        return UnreachableError(f"no connection ({type(error).__name__})")
    if _is_broken(error) or any(isinstance(cause, http.client.IncompleteRead) for cause in causes):
        return BrokenOffError("the connection broke before the answer's head was whole")
    if any(isinstance(c, http.client.HTTPException | InvalidHeader) for c in causes):
        return MalformedAnswerError("what came is no HTTP answer")
    return UnreachableError(f"no connection ({type(error).__name__})")


def _is_refused(causes: list[BaseException]) -> bool:
    return any(type(cause).__name__ == "NewConnectionError" for cause in causes)
