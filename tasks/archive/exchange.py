"""One request and its answer, as they went over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from urllib.parse import quote

from tasks.report import Truncation

Headers = tuple[tuple[str, str], ...]

_PLAIN = re.compile(r"[!-~]*")


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
    """The address with white space and control characters percent-encoded, so that it fits a WARC header line."""
    if _PLAIN.fullmatch(address):
        return address
    return "".join(
        quote(char, errors="surrogatepass") if char <= " " or "\x7f" <= char <= "\xa0" or _breaks(char) else char
        for char in address.strip()
    )


def _breaks(char: str) -> bool:
    return char.isspace() or "\ud800" <= char <= "\udfff"


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
