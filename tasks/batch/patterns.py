"""The addresses an operator wants out of web archives: one by one, or by how they begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tasks.archive.custody.cdxj import surt
from tasks.archive.store import Archive
from tasks.sources import Source


def wanted_in(path: Path | None) -> list[str]:
    """The lines of a file of addresses; what follows ``#`` and a space is a remark.

    Raises OSError where it cannot be read.
    """
    if path is None:
        return []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def known_in(archive: Archive, source: Source) -> list[str]:
    """The addresses of all documents of a source that the archive knows: listed, asked for or imported."""
    name = source.config.name
    captured = (entry.capture.address for entry in archive.entries(name) if entry.role == "document")
    return sorted({*archive.frontier(name), *captured})


def original(source: Source, wanted: str) -> str:
    """An address without the web archive around it; a pattern without its scheme, as indexes take it."""
    identity = None if wanted.endswith("*") else source.identify(wanted)
    return identity.original_address if identity else plain(wanted)


def is_of(source: Source, wanted: str) -> bool:
    """Whether an address is of a page of this source, or a pattern of its site."""
    if wanted.endswith("*"):
        return host_of(wanted) in source.config.hosts
    return source.identify(wanted) is not None


def plain(address: str) -> str:
    """Without its scheme."""
    return address.partition("://")[2] or address


def host_of(pattern: str) -> str | None:
    """The host of an address or a pattern; none where it is none."""
    try:
        return urlsplit(f"http://{plain(pattern).rstrip('*')}").hostname
    except ValueError:
        return None


def matches(address: str, patterns: Sequence[str]) -> bool:
    """Whether an address is one of those that the patterns mean, as web archives' indexes compare them."""
    key = surt(address if "://" in address else f"http://{address}")
    keys = (surt(f"http://{plain(pattern).rstrip('*')}") for pattern in patterns)
    return any(
        key == wanted or (pattern.endswith("*") and key.startswith(wanted))
        for pattern, wanted in zip(patterns, keys, strict=True)
    )
