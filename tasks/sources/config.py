"""``source.toml`` to `SourceConfig`: every fault is said by file and field before a night is lost to it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tasks.report import Citation
from tasks.sources.settings import ConfigError, Settings
from tasks.sources.source import ArchiveConfig, SourceConfig

__all__ = ["ConfigError", "load_config", "parse_config"]

FIELDS = frozenset(SourceConfig.__dataclass_fields__) - {"name"}
OPTIONAL = frozenset({"publisher_code", "pace", "archives"})
START_FIELDS = ("listings", "sitemaps", "feeds", "sample_listings", "sample_sitemaps", "sample_feeds")


def load_config(folder: Path) -> SourceConfig:
    """Reads ``source.toml`` of one source. Raises ConfigError for a missing, unknown, mistyped or impossible field."""
    try:
        values = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{folder.name}/source.toml: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{folder.name}/source.toml: {error}") from error
    return parse_config(folder.name, values)


def parse_config(name: str, values: dict[str, Any]) -> SourceConfig:
    """Checks the values of one ``source.toml``. Raises ConfigError."""
    settings = Settings(name, values)
    settings.check_names(FIELDS, OPTIONAL)
    config = SourceConfig(
        name=name,
        title=settings.text("title"),
        publisher=settings.text("publisher"),
        publisher_code=settings.text("publisher_code") if settings.has("publisher_code") else None,
        licence=settings.text("licence"),
        terms=settings.text("terms"),
        hosts=settings.texts("hosts"),
        pace_seconds=settings.number("pace_seconds"),
        pace=settings.seconds("pace"),
        listings=settings.texts("listings"),
        sitemaps=settings.texts("sitemaps"),
        feeds=settings.texts("feeds"),
        sample_listings=settings.texts("sample_listings"),
        sample_sitemaps=settings.texts("sample_sitemaps"),
        sample_feeds=settings.texts("sample_feeds"),
        listed_min=settings.count("listed_min"),
        listed_max=settings.count("listed_max"),
        fill_rates=settings.rates("fill_rates"),
        known_notices=settings.texts("known_notices"),
        revisit=settings.revisit("revisit"),
        archives=settings.archives("archives"),
    )
    _check(settings, config)
    return config


def _check(settings: Settings, config: SourceConfig) -> None:
    if not config.hosts:
        raise settings.fault("hosts", "no host")
    if not config.pace_seconds >= 1:  # a NaN is no pace either
        raise settings.fault("pace_seconds", "less than a second between requests is no pace for a small site")
    if config.listed_min > config.listed_max:
        raise settings.fault("listed_min", "greater than listed_max")
    for host in config.hosts:
        if host != host.strip().lower() or "/" in host or host.endswith("."):
            raise settings.fault("hosts", f"{host!r} is no lower-case host name")
    for field in START_FIELDS:
        for address in getattr(config, field):
            if not _is_web_address(address) or _host_of(address) not in config.hosts:
                raise settings.fault(field, f"{address} is on no host of this source")
    for rate in config.fill_rates:
        if rate not in Citation.__dataclass_fields__:
            raise settings.fault("fill_rates", f"{rate} is no field of a citation")
    for archive in config.archives:
        _check_archive(settings, config, archive)
    asked = {*config.hosts, *(host for archive in config.archives for host in archive.hosts)}
    for host in config.pace:
        if host not in asked:
            raise settings.fault("pace", f"{host} is no host that is asked for this source")


def _check_archive(settings: Settings, config: SourceConfig, archive: ArchiveConfig) -> None:
    if not _is_web_address(archive.endpoint):
        raise settings.fault("archives", f"{archive.endpoint} is no address")
    if archive.kind == "replay" and not archive.endpoint.endswith("/"):
        raise settings.fault("archives", f"{archive.endpoint} does not end where a copy's 14 digits begin")
    if not archive.match:
        raise settings.fault("archives", f"{archive.kind}: no address to match")
    for pattern in archive.match:
        if "://" in pattern or "*" in pattern[:-1]:
            raise settings.fault("archives", f"{pattern}: an address without scheme, with * at its end if anywhere")
        if _host_of(f"http://{pattern}") not in config.hosts:
            raise settings.fault("archives", f"{pattern} is on no host of this source")


def _is_web_address(address: str) -> bool:
    return address.startswith(("http://", "https://")) and bool(_host_of(address))


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
