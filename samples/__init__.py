"""Invented reports and the local server that serves them in the shape of the three real sites.

Every person, town, organisation and case in `reports/` is invented; countries and publishers lend their names alone.
The hosts end in the reserved ``.test``, so that no invented word ever stands under a real address.
"""

from __future__ import annotations

from samples.loader import load_reports
from samples.model import Block, Gold, GoldAuthor, GoldQuote, Part, Piece, Placement, SampleReport

__all__ = [
    "SAMPLE_HOSTS",
    "Block",
    "Gold",
    "GoldAuthor",
    "GoldQuote",
    "Part",
    "Piece",
    "Placement",
    "SampleReport",
    "connect_to",
    "load_reports",
]

SAMPLE_HOSTS = (
    "iwpr.test",
    "www.iwpr.test",
    "refworld.test",
    "www.refworld.test",
    "webarchive.archive.unhcr.test",
)
"""The names the sample server answers to."""


def connect_to(port: int) -> dict[str, tuple[str, int]]:
    """Where each sample host is really found: on loopback, at the server's port."""
    return dict.fromkeys(SAMPLE_HOSTS, ("127.0.0.1", port))
