"""When a host may be asked again."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_DELAY = 60.0
"""Longest pause between requests that a robots.txt can ask for, in seconds."""


class Pace:
    """Keeps requests to one host apart. Times are monotonic seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Sleeps until the host may be asked."""
        while (left := self.left(host)) > 0:
            time.sleep(left)

    def left(self, host: str) -> float:
        """Seconds until the host may be asked."""
        return max(0.0, self._next.get(host, 0.0) - time.monotonic())

    def asked(self, host: str, delay: float | None = None) -> None:
        """Notes a request that has ended; the next one waits for the pace, or for `delay` where that is longer."""
        self.hold(host, max(self._seconds, min(delay or 0.0, MAX_DELAY)))

    def hold(self, host: str, seconds: float) -> None:
        """Lets the host rest for so long."""
        self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, as a number or as a date (RFC 9110 §10.2.3); none where it says none."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
