"""`source.toml`: what is wrong is said by folder, field and fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tasks.sources import ArchiveConfig, ConfigError, RevisitRule, SourceConfig, Start, source, sources
from tasks.sources.config import load_config, parse_config

GOOD: dict[str, Any] = {
    "title": "A site",
    "publisher": "A publisher",
    "licence": "unknown",
    "terms": "unknown",
    "hosts": ["site.test"],
    "pace_seconds": 5,
    "listings": ["https://site.test/all"],
    "sitemaps": [],
    "feeds": ["https://site.test/feed"],
    "sample_listings": [],
    "sample_sitemaps": ["http://site.test/map"],
    "sample_feeds": [],
    "listed_min": 1,
    "listed_max": 10,
    "fill_rates": {"title": 1},
    "known_notices": [],
    "revisit": [{"younger_than_days": 10, "every_days": 1}, {"every_days": 30}],
}
AGED = {"younger_than_days": 10, "every_days": 1}
ARCHIVE: dict[str, Any] = {"kind": "pywb", "endpoint": "https://copies.test/cdx", "match": ["site.test/all/*"]}


def test_good_config_is_read() -> None:
    config = parse_config("a_site", GOOD)
    assert (config.name, config.publisher_code, config.pace_seconds) == ("a_site", None, 5.0)
    assert config.starts(is_sample=False) == (
        Start("https://site.test/all", "listing"),
        Start("https://site.test/feed", "feed"),
    )
    assert config.starts(is_sample=True) == (Start("http://site.test/map", "sitemap"),)
    assert config.archives == ()


def test_reports_are_asked_for_again_by_their_age() -> None:
    rules = [{"younger_than_days": 10, "every_days": 1}, {"younger_than_days": 50, "every_days": 7}, {"every_days": 90}]
    config = parse_config("a_site", {**GOOD, "revisit": rules})
    assert config.revisit[0] == RevisitRule(10, 1)
    ages = (-400.0, 0.0, 9.99, 10.0, 49.9, 50.0, 1e6)
    assert [config.revisit_every(age) for age in ages] == [1, 1, 1, 7, 7, 90, 90]


def test_a_single_host_may_have_another_pace() -> None:
    config = parse_config("a_site", {**GOOD, "archives": [ARCHIVE], "pace": {"copies.test": 15}})
    assert (config.pace_of("copies.test"), config.pace_of("Copies.TEST."), config.pace_of("site.test")) == (15, 15, 5)


def test_web_archives_are_read_with_the_hosts_asked_for_them() -> None:
    crawls = {**ARCHIVE, "kind": "commoncrawl", "endpoint": "https://index.test/collinfo.json"}
    config = parse_config("a_site", {**GOOD, "archives": [ARCHIVE, crawls]})
    assert config.archives[0] == ArchiveConfig("pywb", "https://copies.test/cdx", ("site.test/all/*",))
    assert [archive.hosts for archive in config.archives] == [
        ("copies.test",),
        ("index.test", "data.commoncrawl.org"),
    ]


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
        ("feeds", ["https://elsewhere.test/feed"], "on no host"),
        ("sitemaps", ["ftp://site.test/map"], "on no host"),
        ("sample_feeds", ["https://[site.test/feed"], "on no host"),
        ("pace_seconds", float("nan"), "no pace"),
        ("pace", {"site.test": 0.5}, "from one second"),
        ("pace", {"site.test": float("nan")}, "from one second"),
        ("pace", {"site.test": "slow"}, "must be a number"),
        ("pace", {"elsewhere.test": 5}, "no host that is asked"),
        ("pace", 5, "must be a table"),
        ("revisit", [], "last rule must hold for all"),
        ("revisit", 30, "list of tables"),
        ("revisit", [30], "list of tables"),
        ("revisit", [{"younger_than_days": 10, "every_days": 1}], "last rule must hold for all"),
        ("revisit", [{"every_days": 1}, {"every_days": 2}], "needs a younger_than_days"),
        ("revisit", [AGED, AGED, {"every_days": 9}], "greater than the one before"),
        ("revisit", [{"younger_than_days": 0, "every_days": 1}, {"every_days": 2}], "greater than"),
        (r"revisit\[1\]\.every_days", [{"every_days": 0}], "one day at least"),
        (r"revisit\[2\]\.every_days", [AGED, {"every_days": 1.5}], "whole number"),
        (r"revisit\[1\]\.every_days", [{}], "missing"),
        (r"revisit\[1\]\.days", [{"every_days": 1, "days": 1}], "unknown field"),
        (r"archives\[1\]\.kind", [{**ARCHIVE, "kind": "museum"}], "must be one of replay, wayback"),
        (r"archives\[1\]\.match", [{"kind": "pywb", "endpoint": "https://copies.test/"}], "missing"),
        ("archives", [{**ARCHIVE, "match": []}], "no address to match"),
        ("archives", [{**ARCHIVE, "match": ["elsewhere.test/*"]}], "on no host"),
        ("archives", [{**ARCHIVE, "match": ["https://site.test/*"]}], "without scheme"),
        ("archives", [{**ARCHIVE, "match": ["site.test/*/all"]}], "without scheme"),
        ("archives", [{**ARCHIVE, "endpoint": "copies.test/cdx"}], "is no address"),
        ("archives", [{**ARCHIVE, "kind": "replay"}], "14 digits"),
    ],
)
def test_fault_is_named(field: str, value: Any, said: str) -> None:
    with pytest.raises(ConfigError, match=rf"a_site/source\.toml: {field}: .*{said}"):
        parse_config("a_site", {**GOOD, field.partition("\\")[0]: value})


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


def test_real_starts_are_on_real_hosts_and_samples_on_the_reserved_ones() -> None:
    for each in sources():
        real, sample = (each.config.starts(is_sample) for is_sample in (False, True))
        assert not any(".test" in start.address for start in real)
        assert all(".test/" in start.address for start in sample)
        assert all(each.is_listing(start.address) == (start.kind == "listing") for start in (*real, *sample))


def test_copies_that_are_looked_for_are_the_sources_own_documents() -> None:
    for each in sources():
        for archive in each.config.archives:
            for pattern in archive.match:
                path = pattern.rstrip("*")
                refworld = ("4ddb8c732.html", "?docid=4ddb8c732", "annualreport/x/2006/en/44270")
                ends = (*refworld, "some-story", "358438", "henpcrs&o=358438&p=crs", "tri/tri_032_3_eng.txt")
                assert any(each.identify(f"http://{path}{end}") for end in ends), pattern


def test_fields_are_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    for field in (*SourceConfig.__dataclass_fields__, *RevisitRule.__dataclass_fields__):
        assert field == "name" or f"`{field}`" in text, field
