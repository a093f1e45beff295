"""Dates that listings print with a report. Of a month or a year the last day: nothing is taken for older than it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tasks.sources.dates import last_day, printed_date

_LABELLED = re.compile(r"(?:publication )?date\s*:\s*(?P<value>.*)", re.IGNORECASE)
_ROW = re.compile(
    r"(?P<value>[^|]{4,40}?)\s*\|\s*(?:Publisher|Judicial Body|Document type|Topic\(s\)|Countries)\s*:.*", re.IGNORECASE
)


def labelled_date(lines: Sequence[str]) -> date | None:
    """``Date: 31 May 2003``, also with the value on the next line, or a line that is a date to the day or month."""
    for at, line in enumerate(lines):
        label = _LABELLED.fullmatch(line)
        following = lines[at + 1] if at + 1 < len(lines) else ""
        printed = printed_date((label["value"] or following) if label else line)
        if printed and (label or printed.precision != "year"):  # four digits alone may be anything
            return last_day(printed)
    return None


def row_date(lines: Sequence[str]) -> date | None:
    """``11 June 2010 | Publisher: … | Document type: …``, as the retired Refworld's listings print it."""
    for line in lines:
        row = _ROW.fullmatch(line)
        if row and (printed := printed_date(row["value"])):
            return last_day(printed)
    return None
