"""One request and its answer, as they went over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from urllib.parse import quote

import idna

from tasks.report import Truncation

Headers = tuple[tuple[str, str], ...]

_PLAIN = re.compile(r"[!#-;=?-\[\]_a-z~]*")
"""What stands in addresses: the characters of RFC 3986, and no others."""
_OTHERS = re.compile(r"[^!#-;=?-\[\]_a-z~]+")
_HOST = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?)([^/?#@:]+)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. Header values are the octets as sent, read as ISO 8859-1 (RFC 9110 §5.5)."""

    address: str
    """As asked for, whatever address of the network answered."""
    started_at: datetime
    """When the request was sent, with its time zone."""
    request_headers: Headers
    status: int
    reason: str
    response_headers: Headers
    """In the order and spelling in which they were sent, repeated ones included."""
    body: bytes
    """As sent, with the transfer-coding taken off and the content-coding left on."""
    ip: str | None
    """The network address that answered."""
    request_target: str | None = None
    """Path and query as sent; none where they are the address's own."""
    http_version: str = "1.1"
    """Of the answer."""
    truncated: Truncation | None = None
    """Why `body` is not the whole of it; none where it is."""


def header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first header of that name, in any case of letters."""
    wanted = name.lower()
    return next((value.strip() for key, value in headers if key.lower() == wanted), None)


def content_type_of(value: str | None) -> tuple[str, str | None]:
    """Media type (lower case, empty where unknown) and charset of a Content-Type value."""
    if not value:
        return "", None
    media_type = value.split(";")[0].strip().lower()
    try:
        message = Message()
        message["Content-Type"] = " ".join(value.split())  # a folded value would be refused
        charset = message.get_content_charset()
    except (ValueError, TypeError, LookupError):  # what the email package raises for malformed RFC 2231 parameters
        charset = None
    return media_type, charset.strip("'\"") if charset else None


def codings_of(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The content-codings in the order they were applied (RFC 9110 §8.4)."""
    values = ",".join(value for key, value in headers if key.lower() == "content-encoding")
    names = (name.strip().lower().removeprefix("x-") for name in values.split(","))
    return tuple(name for name in names if name and name != "identity")


def storable(address: str) -> str:
    """The address as a URI (RFC 3986), which is what a WARC header holds.

    A host that is not ASCII is written as DNS has it, every other character that no URI has is percent-encoded, as
    UTF-8. What is a URI already stays as it is.
    """
    if _PLAIN.fullmatch(address):
        return address
    address = address.strip()
    parts = _HOST.fullmatch(address)
    if parts is not None and not parts[2].isascii():
        with suppress(idna.IDNAError, UnicodeError):  # what is no name at all is percent-encoded like the rest
            address = f"{parts[1]}{idna.encode(parts[2], uts46=True).decode('ascii')}{parts[3]}"
    return _OTHERS.sub(lambda found: quote(found[0], errors="surrogatepass"), address)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a time without a zone: a guess would falsify the evidence."""
    if moment.tzinfo is None:
        raise ValueError("a capture time needs a time zone")
    return moment.astimezone(UTC)


def warc_date(moment: datetime) -> str:
    """W3C date in UTC to the microsecond (WARC 1.1 §5.4)."""
    # Not strftime: it leaves out the zeros of a year before 1000, and the date could not be read again.
    return f"{utc(moment).replace(tzinfo=None).isoformat(timespec='microseconds')}Z".replace(".000000Z", "Z")


def parse_warc_date(value: str) -> datetime:
    """The moment a WARC-Date names. Raises ValueError where it names none."""
    moment = datetime.fromisoformat(value.strip())
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("date out of range") from error
