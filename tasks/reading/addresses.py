"""Relative addresses to absolute ones, inside a web archive's replay too."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_FOLDED = re.compile(r"(/\d{14}[a-z_]*/https?):/(?!/)")
"""What joining makes of a whole address inside a path: it takes the double slash for an empty folder."""


def joined(base: str, href: str) -> str | None:
    """`href` as an absolute address; none where it cannot be one.

    A replay address holds another address in its path, ``…/20170627210409mp_/http://host/page``; a link relative to it
    must keep both slashes, or the archive does not know it.
    """
    try:
        return _FOLDED.sub(r"\1://", urljoin(base, href.strip()))
    except ValueError:
        return None
