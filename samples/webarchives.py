"""The names of the sample web archives, and what they hold of which source."""

from __future__ import annotations

from collections.abc import Mapping

from samples import SAMPLE_HOSTS

WAYBACK_HOST = "web.archive.test"
INDEX_HOST = "index.commoncrawl.test"
DATA_HOST = "data.commoncrawl.test"
PYWB_HOST = "pywb.archive.test"
"""Of a pywb that somebody runs on loopback."""

ARCHIVE_HOSTS = (WAYBACK_HOST, INDEX_HOST, DATA_HOST, PYWB_HOST)

ENDPOINTS: Mapping[str, str] = {
    "wayback": f"http://{WAYBACK_HOST}/cdx/search/cdx",
    "commoncrawl": f"http://{INDEX_HOST}/collinfo.json",
    "pywb": f"http://{PYWB_HOST}/ours/cdx",
    "replay": "http://webarchive.archive.unhcr.test/",
}
"""By kind of archive, as ``source.toml`` has them of the real ones."""

MATCH: Mapping[str, tuple[str, ...]] = {
    "iwpr": ("iwpr.test/global-voices/*",),
    "refworld_legacy": ("www.refworld.test/*",),
}
"""By source."""


def connect_to(port: int) -> dict[str, tuple[str, int]]:
    """Where all sample hosts, sites and archives, are really found: on loopback, at one port."""
    return dict.fromkeys((*SAMPLE_HOSTS, *ARCHIVE_HOSTS), ("127.0.0.1", port))
