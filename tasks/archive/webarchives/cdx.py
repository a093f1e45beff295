"""Index lines of web archives as copies: the Wayback Machine's rows, and the JSON lines and CDXJ lines of pywb and
Common Crawl. A line that is not understood is counted, and stops nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tasks.archive.webarchives.copies import Copy, InWarc, Replayed, moment_of

WAYBACK_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""The columns in which the Wayback CDX server answers where its answer does not name them itself."""

MAX_ADDRESS = 8_192
"""A longer address is none."""
MAX_DIGITS = 15
"""More digits are no offset of anything."""

Locate = Callable[[Mapping[str, Any], str], Replayed | InWarc | None]
"""Where the copy of an index line with these digits lies; none where the line does not say."""


@dataclass(frozen=True, slots=True)
class IndexLines:
    """What one answer of an index told."""

    copies: tuple[Copy, ...]
    lines: int
    """Lines that were there, damaged ones included."""
    damaged: int
    resume_key: str | None = None
    """What to go on with, where there is more."""


class NoIndexError(ValueError):
    """The answer is none of an index."""


def replayed_at(prefix: str) -> Locate:
    """All copies of this index are given by replay addresses that begin so."""
    return lambda _, digits: Replayed(prefix, digits)


def lying_in(base: str) -> Locate:
    """All copies of this index are records of WARC files, whose names stand behind `base`."""

    def locate(fields: Mapping[str, Any], _: str) -> InWarc | None:
        name, offset, length = (str(fields.get(key, "")) for key in ("filename", "offset", "length"))
        is_said = all(n.isascii() and n.isdigit() and len(n) <= MAX_DIGITS for n in (offset, length))
        # A name is a path on the archive's own host and leads nowhere else.
        if not name or not is_said or int(length) == 0 or "//" in name or name.startswith("/") or ".." in name:
            return None
        return InWarc(f"{base}{name}", int(offset), int(length))

    return locate


def wayback_rows(body: bytes, locate: Locate) -> IndexLines:
    """The Wayback CDX server's ``output=json``: an array of rows, the first of which names the columns; after an empty
    row comes the key to resume with. Raises NoIndexError for anything else."""
    if not body.strip():
        return IndexLines((), 0, 0)
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoIndexError("no JSON") from error
    if not isinstance(rows, list):
        raise NoIndexError("no rows")
    resume_key: str | None = None
    if len(rows) > 1 and rows[-2] == [] and isinstance(rows[-1], list) and len(rows[-1]) == 1:
        resume_key = str(rows[-1][0])
        rows = rows[:-2]
    names: tuple[str, ...] = WAYBACK_FIELDS
    if rows and isinstance(rows[0], list) and "timestamp" in rows[0]:
        names = tuple(str(name) for name in rows[0])
        rows = rows[1:]
    made = [_copy(dict(zip(names, row, strict=False)), locate) if isinstance(row, list) else None for row in rows]
    copies = tuple(copy for copy in made if copy is not None)
    return IndexLines(copies, len(made), len(made) - len(copies), resume_key)


def json_lines(body: bytes, locate: Locate) -> IndexLines:
    """pywb's and Common Crawl's lines: a JSON object each (``output=json``), or key, time and a JSON object (CDXJ).

    Raises NoIndexError where no line looks like one of an index.
    """
    made = [_line(line, locate) for line in _lines(body)]
    copies = tuple(copy for copy in made if copy is not None)
    if made and not copies and not any(b"{" in line for line in islice(_lines(body), 10)):
        raise NoIndexError("no index lines")
    return IndexLines(copies, len(made), len(made) - len(copies))


def _lines(body: bytes) -> Iterator[bytes]:
    return (line for line in body.split(b"\n") if line.strip() and not line.startswith(b"!meta"))


def _line(line: bytes, locate: Locate) -> Copy | None:
    start = line.find(b"{")
    if start < 0:
        return None
    try:
        fields = json.loads(line[start:])
        before = line[:start].decode("ascii").split()
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    return _copy({**fields, "timestamp": before[-1]} if before else fields, locate)


def _copy(fields: Mapping[str, Any], locate: Locate) -> Copy | None:
    """None for a line without a usable time, address or place."""
    digits, address = fields.get("timestamp"), fields.get("original") or fields.get("url")
    if not isinstance(digits, str) or not isinstance(address, str) or len(address) > MAX_ADDRESS:
        return None
    moment = moment_of(digits) if len(digits) == 14 else None
    if moment is None or not address.lower().startswith(("http://", "https://")):
        return None
    place = locate(fields, digits)
    if place is None:
        return None
    status = str(fields.get("statuscode") or fields.get("status") or "")
    return Copy(
        original_address=address,
        archived_at=moment,
        digest=_digest(fields.get("digest")),
        status=int(status) if len(status) == 3 and status.isascii() and status.isdigit() else None,
        media_type=str(fields.get("mimetype") or fields.get("mime") or "").split(";")[0].strip().lower(),
        place=place,
    )


def _digest(value: object) -> str | None:
    """Without the name of SHA-1, which some indexes write and others leave out."""
    text = value.strip() if isinstance(value, str) else ""
    return text.removeprefix("sha1:").removeprefix("SHA1:") or None if text != "-" else None
