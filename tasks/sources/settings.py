"""Values of a ``source.toml``, each checked for its type: the fault names folder, field and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, get_args

from tasks.sources.source import ArchiveConfig, ArchiveKind, RevisitRule


class ConfigError(ValueError):
    """A ``source.toml`` that cannot be used; the message names folder, field and fault."""


class Settings:
    """The values of one table. Each reader raises ConfigError for a value of another type."""

    def __init__(self, name: str, values: dict[str, Any], table: str = "") -> None:
        self._name = name
        self._values = values
        self._table = table
        """What stands before a field in a message: ``revisit[2].``; empty for the file's own fields."""

    def fault(self, field: str, what: str) -> ConfigError:
        """What is wrong with a field."""
        return ConfigError(f"{self._name}/source.toml: {self._table}{field}: {what}")

    def check_names(self, fields: frozenset[str], optional: frozenset[str]) -> None:
        """Every field is there and none is unknown: a misspelt one would be silently without effect."""
        for field in sorted(fields - optional - self._values.keys()):
            raise self.fault(field, "missing")
        for field in sorted(self._values.keys() - fields):
            raise self.fault(field, "unknown field")

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._values

    def text(self, field: str) -> str:
        """A text that is not empty."""
        value = self._values[field]
        if not isinstance(value, str) or not value.strip():
            raise self.fault(field, "must be a text that is not empty")
        return value.strip()

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, empty or not."""
        value = self._values[field]
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fault(field, "must be a list of texts")
        return tuple(value)

    def number(self, field: str) -> float:
        """A number."""
        value = self._values[field]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(field, "must be a number")
        return float(value)

    def count(self, field: str) -> int:
        """A whole number, zero or more."""
        value = self._values[field]
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fault(field, "must be a whole number, zero or more")
        return value

    def rates(self, field: str) -> MappingProxyType[str, float]:
        """A table of shares from 0 to 1."""
        values = self._numbers(field)
        for name, rate in values.items():
            if not 0 <= rate <= 1:
                raise self.fault(field, f"{name} must be a share from 0 to 1")
        return values

    def seconds(self, field: str) -> MappingProxyType[str, float]:
        """A table of seconds, one at least; empty where it is not given."""
        values = self._numbers(field)
        for name, seconds in values.items():
            if not 1 <= seconds <= 3600:
                raise self.fault(field, f"{name}: from one second to an hour between requests")
        return values

    def revisit(self, field: str) -> tuple[RevisitRule, ...]:
        """Rules in ascending order of age, the last for all that are older."""
        rules = []
        for table in self._tables(field):
            table.check_names(frozenset({"younger_than_days", "every_days"}), frozenset({"younger_than_days"}))
            limit = table.count("younger_than_days") if table.has("younger_than_days") else None
            every = table.count("every_days")
            if every < 1:
                raise table.fault("every_days", "one day at least")
            rules.append(RevisitRule(limit, every))
        if not rules or rules[-1].younger_than_days is not None:
            raise self.fault(field, "the last rule must hold for all ages: no younger_than_days")
        before = 0
        for rule in rules[:-1]:
            if rule.younger_than_days is None or rule.younger_than_days <= before:
                raise self.fault(field, "each rule but the last needs a younger_than_days greater than the one before")
            before = rule.younger_than_days
        return tuple(rules)

    def archives(self, field: str) -> tuple[ArchiveConfig, ...]:
        """Web archives; none where the field is not given."""
        archives = []
        for table in self._tables(field) if self.has(field) else ():
            names = frozenset({"kind", "endpoint", "match"})
            table.check_names(names, frozenset())
            kinds: dict[str, ArchiveKind] = {kind: kind for kind in get_args(ArchiveKind)}
            kind = kinds.get(table.text("kind"))
            if kind is None:
                raise table.fault("kind", f"must be one of {', '.join(kinds)}")
            archives.append(ArchiveConfig(kind, table.text("endpoint"), table.texts("match")))
        return tuple(archives)

    def _numbers(self, field: str) -> MappingProxyType[str, float]:
        values = self._values.get(field, {})
        if not isinstance(values, dict):
            raise self.fault(field, "must be a table")
        table = Settings(self._name, values, f"{self._table}{field}: ")
        return MappingProxyType({name: table.number(name) for name in values})

    def _tables(self, field: str) -> Iterator[Settings]:
        values = self._values[field]
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.fault(field, "must be a list of tables")
        for number, value in enumerate(values, 1):
            yield Settings(self._name, value, f"{self._table}{field}[{number}].")
