"""Addresses as people paste them: web archives unwrapped, host, path and query brought to one form. Nothing raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, unquote_plus, unquote_to_bytes, urlsplit

from tasks.report import Capture

MAX_CHARACTERS = 8_192
"""Longer addresses are no address: nested replay addresses would take quadratic time."""

UNHCR_ARCHIVE_HOSTS = frozenset({"webarchive.archive.unhcr.org", "webarchive.archive.unhcr.test"})
WAYBACK_HOSTS = frozenset({"web.archive.org", "wayback.archive.org", "web.archive.test"})
TEST = ".test"
"""Reserved (RFC 6761): the sample sites' hosts end in it, so that no invented page stands under a real address."""

_AUTHORITY = re.compile(r"(?:(?P<scheme>https?):)?/*(?P<authority>[^/?#\\]+)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_STAMP = r"(?P<stamp>[0-9]{0,14})(?P<modifier>[a-z]{2}_)?"
_UNHCR_REPLAY = re.compile(rf"/+{_STAMP}/(?P<inner>.+)", re.DOTALL)
_WAYBACK_REPLAY = re.compile(rf"/+web/+{_STAMP}/(?P<inner>.+)", re.DOTALL)
_INNER = re.compile(r"https?:/+[^/?#]|//[^/?#]|[a-z0-9-]+(?:\.[a-z0-9-]+)+\.?(?::[0-9]+)?(?:[/?#]|$)", re.IGNORECASE)
_SCHEME = re.compile(r"(https?):/*", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """An address without the web archive around it."""

    address: str
    archived_at: datetime | None
    prefix: str
    """What stood before it, such as ``https://web.archive.org/web/20110520000000id_/``; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts, unwrapped."""

    original: str
    """The unwrapped address as it was written."""
    host: str
    """Lower case, without trailing dots and default port."""
    path: str
    """Still percent-encoded; runs of slashes and dot segments folded, no slash at the end but the root's."""
    query: tuple[tuple[str, str], ...]
    """Decoded, in order, names in lower case."""
    raw_query: str
    archived_at: datetime | None

    @property
    def is_test(self) -> bool:
        return self.host.endswith(TEST)

    def value(self, name: str) -> str | None:
        """The first value under that name that is not empty."""
        return next((value for key, value in self.query if key == name and value), None)


def unwrap(address: str) -> Unwrapped:
    """Takes replay addresses apart, nested ones too: UNHCR's ``/<14 digits>[mp_|id_|…]/<address>`` and the Wayback
    Machine's ``/web/<14 digits>[id_|…]/<address>``. The innermost time counts: it is the first archive's own.
    """
    whole = address.strip()
    if len(whole) > MAX_CHARACTERS:
        return Unwrapped(whole, None, "")
    current, archived_at = whole, None
    while (replay := _replay(current)) is not None:
        current, stamp = replay
        archived_at = _time(stamp) or archived_at
    prefix = whole[: whole.rindex(current)] if current != whole and current in whole else ""
    return Unwrapped(_with_scheme(current) if current != whole else current, archived_at, prefix)


def own_address(capture: Capture) -> str:
    """Where a captured page stood, without the web archive that a copy came from."""
    return capture.original_address or unwrap(capture.address).address


def replay_prefix(capture: Capture) -> str:
    """What stands before a page's own address in the address of its copy; empty where no web archive is between.

    A replay server of any name shows by holding the whole of the other address.
    """
    own = own_address(capture)
    for address in (capture.archive_address, capture.address):
        if address and address != own and address.endswith(own):
            return address.removesuffix(own)
    return unwrap(capture.archive_address or "").prefix or unwrap(capture.address).prefix


@lru_cache(maxsize=64)  # each address of a sitemap is looked at several times in a row
def parse(address: str) -> Address | None:
    """An address in parts; none where it is not one of the web (another scheme, another port, no host)."""
    if len(address) > MAX_CHARACTERS:
        return None
    unwrapped = unwrap(address)
    try:
        parts = urlsplit(_with_scheme(unwrapped.address))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or port not in (None, 80, 443):
        return None
    return Address(
        original=unwrapped.address,
        host=host.lower().rstrip("."),
        path=_folded_path(parts.path),
        query=tuple(_pairs(parts.query)),
        raw_query=parts.query,
        archived_at=unwrapped.archived_at,
    )


def rewrapped(target: str, page_address: str) -> str:
    """A link's target inside the same web archive as the page it stands on.

    An archive's untouched bytes keep the site's own links: a root-relative one then points at the archive's root, an
    absolute one at a site that is gone.
    """
    page, inner = unwrap(page_address), unwrap(target)
    if inner.prefix:  # joining a relative link to a replay address folds the slashes inside: "…/http:/www…"
        return inner.prefix + inner.address
    if not page.prefix:
        return target
    outside = _AUTHORITY.fullmatch(target)
    inside = _AUTHORITY.fullmatch(page.address)
    archive = _AUTHORITY.fullmatch(page.prefix)
    if not (outside and inside and archive):
        return target
    if outside["authority"].lower() == archive["authority"].lower():
        scheme = inside["scheme"] or "http"
        return f"{page.prefix}{scheme}://{inside['authority']}{outside['rest']}"
    return page.prefix + target


def without_fragment(address: str) -> str:
    """The address without ``#…``."""
    return address.partition("#")[0]


def normal_slug(segment: str) -> str:
    """One form for one path segment: lower case, percent-encoded as UTF-8 with upper-case digits where need be."""
    written = unquote_to_bytes(segment.encode("utf-8", "surrogatepass"))
    try:
        return quote(written.decode("utf-8").lower(), safe="")
    except UnicodeDecodeError:
        return quote(written, safe="")


def _replay(address: str) -> tuple[str, str] | None:
    match = _AUTHORITY.fullmatch(address)
    if match is None:
        return None
    host = match["authority"].rpartition("@")[2].partition(":")[0].lower().rstrip(".")
    if host in UNHCR_ARCHIVE_HOSTS:
        inside = _UNHCR_REPLAY.fullmatch(match["rest"])
    elif host in WAYBACK_HOSTS:
        inside = _WAYBACK_REPLAY.fullmatch(match["rest"])
    else:
        return None
    if inside is None or not (inside["stamp"] or inside["modifier"]):
        return None
    inner = inside["inner"].lstrip()
    if inner[:12].lower().startswith(("http%3a", "https%3a")):
        inner = unquote_to_bytes(inner.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    return (inner, inside["stamp"]) if _INNER.match(inner) else None


def _with_scheme(address: str) -> str:
    if scheme := _SCHEME.match(address):
        return f"{scheme[1].lower()}://{address[scheme.end() :]}"
    if address.startswith("//"):
        return f"http:{address}"
    return f"http://{address}" if _INNER.match(address) else address


def _time(stamp: str) -> datetime | None:
    if len(stamp) != 14:
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _folded_path(path: str) -> str:
    kept: list[str] = []
    for segment in _SLASHES.sub("/", path).split("/"):
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return "/" + "/".join(kept)


def _pairs(query: str) -> list[tuple[str, str]]:
    pairs = []
    for part in re.split("[&;]", query):
        name, _, value = part.partition("=")
        # An address copied out of markup keeps its "&amp;": split at both signs, the "amp" is left over.
        if name and not (name == "amp" and not value):
            pairs.append((unquote_plus(name).strip().lower(), unquote_plus(value).strip()))
    return pairs
