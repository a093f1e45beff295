"""Relative addresses to absolute ones, inside a web archive's replay too."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

_FOLDED = re.compile(r"(/\d{14}[a-z_]*/https?):/(?!/)")
"""What joining makes of a whole address inside a path: it takes the double slash for an empty folder."""

_WHOLE = re.compile(r"https?://[\w.:-]+(?:/\S*)?", re.ASCII)
"""An address that is joined to nothing."""
_MAX_KEPT = 4096


def joiner(base: str) -> Callable[[str], str | None]:
    """`joined` for one base: menus repeat their links, and most links are whole."""

    @lru_cache(maxsize=_MAX_KEPT)
    def joined_to_base(href: str) -> str | None:
        return href if _WHOLE.fullmatch(href) else joined(base, href)

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
