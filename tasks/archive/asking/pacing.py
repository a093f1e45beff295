"""How long a site is left alone."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_DELAY = 600.0
"""Longest Crawl-delay that a run keeps to, in seconds. A site that asks for more is left alone for the run: it is never
asked sooner than it wants to be."""

A_YEAR = 365 * 24 * 3600.0

_CHANCE = random.SystemRandom()


def pause(pace: float, crawl_delay: float | None, jitter: float) -> float:
    """Seconds from the end of one request to the start of the next: the longer of both, and up to `jitter` of it more,
    so that many runs do not fall into step. Never less."""
    least = max(pace, crawl_delay or 0.0)
    return least * (1.0 + _CHANCE.uniform(0.0, jitter))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, as a number or as a date (RFC 9110 §10.2.3); none where it says none."""
    if value is None:
        return None
    numbers = [part.strip() for part in value.split(",")]
    if all(re.fullmatch(r"[0-9]+(?:\.[0-9]*)?", number) for number in numbers):
        return min(max(map(float, numbers)), A_YEAR)  # more than the grammar allows, but what is meant is plain
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
