"""What stands above the title of an IWPR report: its kicker, its stamp, its byline, its date (sources.md §3)."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.sources.iwpr.bylines import byline_of
from tasks.sources.iwpr.kinds import is_kicker
from tasks.sources.iwpr.stamps import dateline_of, is_update, looks_like_dateline, plain_date_of, stamp_of
from tasks.sources.iwpr.units import Laid, container_of

REACH = 4
"""Lines above the title that may speak of the report."""


def lines_above(laid: Laid, title: int) -> list[int]:
    """The units right above the title that are its report's, from the top down."""
    return sorted(_upwards(laid, title))


def _upwards(laid: Laid, title: int) -> Iterator[int]:
    around = container_of(laid.block(laid.units[title]))
    for at in range(title - 1, max(title - 1 - REACH, -1), -1):
        text = laid.units[at].text
        block = laid.block(laid.units[at])
        is_own = is_kicker(text) or stamp_of(text) is not None
        # A byline in another element is a teaser's, a date in the head of the site is that of the visit.
        is_beside = container_of(block) == around
        is_dated = bool(dateline_of(text) or plain_date_of(text) or is_update(text) or looks_like_dateline(text))
        is_anchor = byline_of(text) is not None or (is_dated and block.element != "text")
        if not is_own and not (is_beside and is_anchor):
            return
        yield at
