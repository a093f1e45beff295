"""`source.toml`: what is wrong is said by folder, field and fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tasks.sources import ConfigError, source, sources
from tasks.sources.config import load_config, parse_config

GOOD: dict[str, Any] = {
    "title": "A site",
    "publisher": "A publisher",
    "licence": "unknown",
    "terms": "unknown",
    "hosts": ["site.test"],
    "pace_seconds": 5,
    "listings": ["https://site.test/all"],
    "sample_listings": [],
    "listed_min": 1,
    "listed_max": 10,
    "fill_rates": {"title": 1},
    "known_notices": [],
    "revisit_days": 30,
}


def test_good_config_is_read() -> None:
    config = parse_config("a_site", GOOD)
    assert (config.name, config.publisher_code, config.pace_seconds) == ("a_site", None, 5.0)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "must be a text"),
        ("hosts", [], "no host"),
        ("hosts", ["Site.test"], "lower-case"),
        ("hosts", "site.test", "list of texts"),
        ("pace_seconds", 0.1, "no pace"),
        ("pace_seconds", True, "must be a number"),
        ("listings", ["https://elsewhere.test/all"], "on no host"),
        ("listed_min", 11, "greater than listed_max"),
        ("listed_max", -1, "whole number"),
        ("fill_rates", {"colour": 0.5}, "no field of a citation"),
        ("fill_rates", {"title": 2}, "share from 0 to 1"),
        ("fill_rates", 1, "must be a table"),
        ("colour", "red", "unknown field"),
    ],
)
def test_fault_is_named(field: str, value: Any, said: str) -> None:
    with pytest.raises(ConfigError, match=rf"a_site/source\.toml: {field}: .*{said}"):
        parse_config("a_site", {**GOOD, field: value})


def test_missing_field_is_named() -> None:
    with pytest.raises(ConfigError, match="licence: missing"):
        parse_config("a_site", {name: value for name, value in GOOD.items() if name != "licence"})


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"source\.toml"):
        load_config(tmp_path)
    (tmp_path / "source.toml").write_text("title = ", "utf-8")
    with pytest.raises(ConfigError, match=r"source\.toml"):
        load_config(tmp_path)


def test_sources_find_themselves() -> None:
    assert [each.config.name for each in sources()] == ["iwpr", "refworld", "refworld_legacy"]
    assert source("iwpr").config.publisher_code == "IWPR"
    with pytest.raises(LookupError, match="iwpr, refworld, refworld_legacy"):
        source("nowhere")


def test_real_listings_are_on_real_hosts_and_samples_on_the_reserved_ones() -> None:
    for each in sources():
        assert not any(".test" in address for address in each.config.listings)
        assert all(".test/" in address for address in each.config.sample_listings)
        assert all(each.is_listing(address) for address in (*each.config.listings, *each.config.sample_listings))
