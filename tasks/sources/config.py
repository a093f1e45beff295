"""``source.toml`` to `SourceConfig`: every fault is said by file and field before a night is lost to it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from tasks.report import Citation
from tasks.sources.source import SourceConfig

FIELDS = frozenset(SourceConfig.__dataclass_fields__) - {"name"}
OPTIONAL = frozenset({"publisher_code"})


class ConfigError(ValueError):
    """A ``source.toml`` that cannot be used; the message names folder, field and fault."""


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
    reader = _Reader(name, values)
    reader.check_names()
    config = SourceConfig(
        name=name,
        title=reader.text("title"),
        publisher=reader.text("publisher"),
        publisher_code=reader.text("publisher_code") if "publisher_code" in values else None,
        licence=reader.text("licence"),
        terms=reader.text("terms"),
        hosts=reader.texts("hosts"),
        pace_seconds=reader.number("pace_seconds"),
        listings=reader.texts("listings"),
        sample_listings=reader.texts("sample_listings"),
        listed_min=reader.count("listed_min"),
        listed_max=reader.count("listed_max"),
        fill_rates=reader.rates("fill_rates"),
        known_notices=reader.texts("known_notices"),
        revisit_days=reader.count("revisit_days"),
    )
    _check(reader, config)
    return config


def _check(reader: _Reader, config: SourceConfig) -> None:
    if not config.hosts:
        raise reader.fault("hosts", "no host")
    if config.pace_seconds < 1:
        raise reader.fault("pace_seconds", "less than a second between requests is no pace for a small site")
    if config.listed_min > config.listed_max:
        raise reader.fault("listed_min", "greater than listed_max")
    for host in config.hosts:
        if host != host.strip().lower() or "/" in host or host.endswith("."):
            raise reader.fault("hosts", f"{host!r} is no lower-case host name")
    for field in ("listings", "sample_listings"):
        for address in getattr(config, field):
            if urlsplit(address).hostname not in config.hosts:
                raise reader.fault(field, f"{address} is on no host of this source")
    for rate in config.fill_rates:
        if rate not in Citation.__dataclass_fields__:
            raise reader.fault("fill_rates", f"{rate} is no field of a citation")


class _Reader:
    def __init__(self, name: str, values: dict[str, Any]) -> None:
        self._name = name
        self._values = values

    def fault(self, field: str, what: str) -> ConfigError:
        return ConfigError(f"{self._name}/source.toml: {field}: {what}")

    def check_names(self) -> None:
        for field in sorted(FIELDS - OPTIONAL - self._values.keys()):
            raise self.fault(field, "missing")
        for field in sorted(self._values.keys() - FIELDS):
            raise self.fault(field, "unknown field")

    def text(self, field: str) -> str:
        value = self._values[field]
        if not isinstance(value, str) or not value.strip():
            raise self.fault(field, "must be a text that is not empty")
        return value.strip()

    def texts(self, field: str) -> tuple[str, ...]:
        value = self._values[field]
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fault(field, "must be a list of texts")
        return tuple(value)

    def number(self, field: str) -> float:
        value = self._values[field]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(field, "must be a number")
        return float(value)

    def count(self, field: str) -> int:
        value = self._values[field]
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fault(field, "must be a whole number, zero or more")
        return value

    def rates(self, field: str) -> MappingProxyType[str, float]:
        value = self._values[field]
        if not isinstance(value, dict):
            raise self.fault(field, "must be a table")
        for name, rate in value.items():
            if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 1:
                raise self.fault(field, f"{name} must be a share from 0 to 1")
        return MappingProxyType({name: float(rate) for name, rate in value.items()})
