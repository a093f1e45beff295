"""Relative addresses to absolute ones, inside a web archive's replay too."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

_FOLDED = re.compile(r"(/\d{14}[a-z_]*/https?):/(?!/)")
"""What joining makes of a whole address inside a path: it takes the double slash for an empty folder."""

_WHOLE = re.compile(r"https?://[\w.:-]+(?:/\S*)?", re.ASCII)
"""An address that is joined to nothing."""
_ROOTED = re.compile(r"(?:/[\w-][\w.-]*)+/?", re.ASCII)
"""A path from the root without anything to fold: it follows the base's host as it is."""
_MAX_KEPT = 4096


def joiner(base: str) -> Callable[[str], str | None]:
    """`joined` for one base: menus repeat their links, and most links are whole."""

    origin = _origin(base)

    @lru_cache(maxsize=_MAX_KEPT)
    def joined_to_base(href: str) -> str | None:
        if _WHOLE.fullmatch(href):
            return href
        if origin and _ROOTED.fullmatch(href):
            return origin + href
        return joined(base, href)

    return joined_to_base


def joined(base: str, href: str) -> str | None:
    """`href` as an absolute address; none where it cannot be one.

    A replay address holds another address in its path, ``…/20170627210409mp_/http://host/page``; a link relative to it
    must keep both slashes, or the archive does not know it.
    """
    try:
        return _FOLDED.sub(r"\1://", urljoin(base, href.strip()))
    except ValueError:
        return None


def _origin(base: str) -> str:
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
