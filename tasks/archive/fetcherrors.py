"""Why an address gave no capture. Messages name the address's host at most, never a word of a page."""

from __future__ import annotations

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


class TooLargeError(FetchError):
    """The answer is longer than allowed; what had come was thrown away."""

    state = "too-large"


class TimedOutError(FetchError):
    """Connecting, waiting for the next byte, or the whole answer took too long."""

    state = "timed-out"


class UnreachableError(FetchError):
    """No connection, or one that broke before the answer was whole."""

    state = "unreachable"


class TlsFailedError(FetchError):
    """The server could not prove who it is."""

    state = "tls-failed"


class AskedToWaitError(FetchError):
    """The server asked for a pause longer than we wait within one run (Retry-After)."""

    state = "asked-to-wait"


class TooManyRedirectsError(FetchError):
    """A chain of redirects that is too long, or goes in a circle."""

    state = "too-many-redirects"
