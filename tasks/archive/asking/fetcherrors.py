"""Why an address gave no capture. Messages name the address's host at most, never a word of a page."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar


class FetchError(Exception):
    """An address gave no capture; `state` names why."""

    state: ClassVar[str] = "failed"


class RefusedByRobotsError(FetchError):
    """The site's robots.txt forbids this address to us."""

    state = "refused-by-robots"


class RobotsUnreachableError(FetchError):
    """The site's robots.txt cannot be had, so nothing may be asked for now (RFC 9309 §2.3.1.4)."""

    state = "robots-unreachable"


class AddressRefusedError(FetchError):
    """The address leads into a private network, or is no plain http or https address."""

    state = "address-refused"


class TimedOutError(FetchError):
    """Connecting, or the head of the answer, took too long."""

    state = "timed-out"


class UnreachableError(FetchError):
    """No connection."""

    state = "unreachable"


class BrokenOffError(FetchError):
    """The connection broke before the head of the answer was whole."""

    state = "broken-off"
    is_stale = False
    """True where it was a connection kept from an earlier request, which the site had closed meanwhile."""


class MalformedAnswerError(FetchError):
    """What came is no HTTP answer."""

    state = "malformed"


class TlsFailedError(FetchError):
    """The server could not prove who it is."""

    state = "tls-failed"


class AskedToWaitError(FetchError):
    """The server asked for a pause longer than we wait within one run (Retry-After)."""

    state = "asked-to-wait"

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until
        """When it may be asked again, UTC."""


class TooManyRedirectsError(FetchError):
    """A chain of redirects that is too long, or goes in a circle."""

    state = "too-many-redirects"


OF_THE_SITE = (RobotsUnreachableError, AskedToWaitError, TlsFailedError)
"""Failures that say nothing of the one address: the whole site cannot be asked now."""
