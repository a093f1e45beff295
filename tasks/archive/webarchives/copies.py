"""A web archive's copy of a page, whichever index told of it and wherever its bytes lie."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from tasks.archive.custody.cdxj import surt
from tasks.archive.exchange import Headers, header

Pick = Literal["newest", "oldest", "all"]

UNTOUCHED = "id_"
"""The modifier of a replay address that asks for the bytes as they were captured."""
REWRITTEN = "mp_"
"""The one that pywb gives a page with its links led back into the archive."""

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
UNKNOWN_TYPES = frozenset({"", "-", "unk", "warc/revisit"})
"""What an index says where it does not say what a copy is."""

_DIGITS = re.compile(r"[0-9]{4,14}")
_REPLAY = re.compile(r"([0-9]{1,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Replayed:
    """A copy that a replay address gives."""

    prefix: str
    """What stands before the digits, such as ``https://web.archive.org/web/``."""
    digits: str
    """14 digits of a time, as the index writes it; where no index told of the copy, near it."""
    modifiers: tuple[str, ...] = (UNTOUCHED,)
    """In the order in which they are tried."""

    def address(self, original: str, modifier: str = UNTOUCHED) -> str:
        return f"{self.prefix}{self.digits}{modifier}/{original}"

    def parts(self, address: str) -> tuple[str, str] | None:
        """Digits and original address of any replay address of this archive; none for all other addresses.

        The archive is the same under either scheme, and with ``www.`` or without.
        """
        if not is_same_host(address, self.prefix):
            return None
        base, path = (_behind_host(each) for each in (self.prefix, address))
        match = _REPLAY.fullmatch(path.removeprefix(base)) if path.startswith(base) else None
        return (match[1], match[2]) if match else None

    def is_within(self, target: str, original: str) -> bool:
        """Whether a redirect stays at copies of the same page in this archive."""
        parts = self.parts(target)
        return parts is not None and surt(parts[1]) == surt(original)


@dataclass(frozen=True, slots=True)
class InWarc:
    """A copy that is a record of a WARC file, which is read in a range."""

    file: str
    """The file's address."""
    offset: int
    """Of the record's gzip member, in bytes."""
    length: int

    @property
    def address(self) -> str:
        """Where the copy lies."""
        return f"{self.file}#{self.offset}-{self.length}"

    @property
    def range(self) -> str:
        """As a Range header asks for it (RFC 9110 §14.1.2)."""
        return f"bytes={self.offset}-{self.offset + self.length - 1}"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, as an index line tells of it."""

    original_address: str
    """Where the page stood."""
    archived_at: datetime | None
    """UTC; none where nobody knows before it is had."""
    digest: str | None
    """Of the payload, as the archive writes it; most write SHA-1 in base 32."""
    status: int | None
    """None where the index does not say: a repeat (revisit), mostly."""
    media_type: str
    place: Replayed | InWarc

    @property
    def archive_address(self) -> str:
        """Where it is asked for first."""
        place = self.place
        return place.address if isinstance(place, InWarc) else place.address(self.original_address)

    @property
    def archive_addresses(self) -> tuple[str, ...]:
        """All under which it is asked for, in that order."""
        place = self.place
        if isinstance(place, InWarc):
            return (place.address,)
        return tuple(place.address(self.original_address, modifier) for modifier in place.modifiers)

    @property
    def payload_key(self) -> tuple[str, str]:
        """The same for all copies of one page that hold the same payload, in whichever archive."""
        return surt(self.original_address), self.digest or self.archive_address

    @property
    def is_page(self) -> bool:
        """Whether it can be a report: an answer of 2xx in HTML or text, as far as the index says."""
        if isinstance(self.place, InWarc) and self.media_type == "warc/revisit":
            return False  # its payload lies in another record, which has a line of its own
        is_told = self.media_type in PAGES or self.media_type in UNKNOWN_TYPES
        return is_told and (self.status is None or 200 <= self.status < 300)


def moment_of(digits: str) -> datetime | None:
    """The time that a replay address's digits name, UTC; what is not given begins. None where they name none."""
    if not _DIGITS.fullmatch(digits) or len(digits) % 2:
        return None
    try:
        return datetime.strptime(f"{digits}{'00000101000000'[len(digits) :]}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def memento_time(headers: Headers) -> datetime | None:
    """When a web archive says that it took the copy it answers with, UTC (``Memento-Datetime``, RFC 7089 §2.1.1)."""
    said = header(headers, "Memento-Datetime")
    try:
        moment = parsedate_to_datetime(said) if said else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def is_same_host(address: str, other: str) -> bool:
    """Whether two web addresses are of one host, whatever their scheme, and with ``www.`` or without."""
    host = _host(address)
    return host is not None and host == _host(other)


def _host(address: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(address)
        default = _DEFAULT_PORTS[parts.scheme]
        port = None if parts.port in (None, default) else parts.port
    except (ValueError, KeyError):
        return None
    return (parts.hostname.removeprefix("www."), port) if parts.hostname else None


def _behind_host(address: str) -> str:
    return address.partition("://")[2].partition("/")[2]


def choose(
    copies: Iterable[Copy],
    pick: Pick,
    *,
    since: date | None = None,
    until: date | None = None,
    seen: Container[tuple[str, str]] = (),
) -> list[Copy]:
    """The copies worth having, by address and time.

    ``all``: of each address one copy per distinct payload, the earliest; ``newest``, ``oldest``: one of each address.
    Days are of `Copy.archived_at`, both included. `seen` holds the keys of payloads that were had, from other archives
    perhaps, and need not be had again.
    """
    best: dict[tuple[str, str], Copy] = {}
    for copy in copies:
        if not copy.is_page or not _is_between(copy.archived_at, since, until):
            continue
        key = copy.payload_key if pick == "all" else (surt(copy.original_address), "")
        if key in seen:
            continue
        known = best.get(key)
        if known is None or _rank(copy, pick) < _rank(known, pick):
            best[key] = copy
    return sorted(best.values(), key=lambda copy: (surt(copy.original_address), _seconds(copy), copy.archive_address))


def _rank(copy: Copy, pick: Pick) -> tuple[float, bool]:
    seconds = _seconds(copy)
    # At one time, the copy that holds its own payload goes before one that says "as before".
    return (-seconds if pick == "newest" else seconds, copy.status is None)


def _seconds(copy: Copy) -> float:
    return copy.archived_at.timestamp() if copy.archived_at else 0.0


def _is_between(moment: datetime | None, since: date | None, until: date | None) -> bool:
    if moment is None:
        return True
    return (since is None or moment.date() >= since) and (until is None or moment.date() <= until)
