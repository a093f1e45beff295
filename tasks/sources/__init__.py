"""The sources: one folder per site, each with ``source.toml`` and ``site.py``. There is no registry to edit.

A folder is found by itself; its ``site.py`` must name its `Source` as ``SOURCE``.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from tasks.sources.config import ConfigError
from tasks.sources.source import (
    ArchiveConfig,
    Get,
    Identity,
    Limits,
    Listed,
    RevisitRule,
    Source,
    SourceConfig,
    Start,
    WalkedPage,
    WalkEnd,
)

__all__ = [
    "ArchiveConfig",
    "ConfigError",
    "Get",
    "Identity",
    "Limits",
    "Listed",
    "RevisitRule",
    "Source",
    "SourceConfig",
    "Start",
    "WalkEnd",
    "WalkedPage",
    "identify",
    "source",
    "sources",
]


@cache
def sources() -> tuple[Source, ...]:
    """All sources, by name. Raises ConfigError where a folder cannot be used: better no night than half of one."""
    found = (_load(module.name) for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return tuple(sorted(found, key=lambda each: each.config.name))


def source(name: str) -> Source:
    """The source of that name. Raises LookupError, naming those there are."""
    for each in sources():
        if each.config.name == name:
            return each
    raise LookupError(f"no source {name!r}; there are {', '.join(each.config.name for each in sources())}")


def identify(address: str) -> tuple[Source, Identity] | None:
    """The source that an address belongs to, and the document it names; none for anything else.

    Never raises. An address belongs to one source at most.
    """
    for each in sources():
        if identity := each.identify(address):
            return each, identity
    return None


def _load(name: str) -> Source:
    site = import_module(f"{__name__}.{name}.site")
    found = getattr(site, "SOURCE", None)
    if not isinstance(found, Source):
        raise ConfigError(f"{name}/site.py: no SOURCE")
    if found.config.name != name:
        raise ConfigError(f"{name}/site.py: SOURCE is named {found.config.name!r}")
    return found
