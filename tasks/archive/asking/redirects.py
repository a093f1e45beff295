"""Where an answer leads."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urldefrag, urljoin

from tasks.archive.asking.fetcherrors import AddressRefusedError
from tasks.archive.asking.guard import check_address
from tasks.archive.exchange import Exchange, Headers, header

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def redirect_target(exchange: Exchange) -> str | None:
    """As `target_of`, for an exchange that has just been made. Raises AddressRefusedError for what is no address that
    can be asked: it is the page that leads there which is at fault, and there is nothing else to remember it by."""
    try:
        target = target_of(exchange.address, exchange.status, exchange.response_headers)
    except ValueError as error:
        raise AddressRefusedError("redirect to what is no address") from error
    if target is not None:
        check_address(target)
    return target


def target_of(address: str, status: int | None, headers: Headers) -> str | None:
    """Where an answer redirects to, without fragment; none where it does not. Raises ValueError for no address."""
    location = header(headers, "Location")
    if status not in REDIRECTS or not location:
        return None
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # as browsers read it
    return urldefrag(urljoin(address, location)).url
