"""What the deployment's form gives is checked as the command line is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.backfill_settings import asked_of, settings_of

NOTHING: dict[str, Any] = {
    "kind": None,
    "endpoint": None,
    "replay": None,
    "wanted": None,
    "pick": "all",
    "since": None,
    "until": None,
    "max_copies": None,
    "pace": None,
    "sample_port": None,
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contact": ""}, "--contact"),
        ({"pace": 0.0}, "no pace for an archive"),
        ({"pace": float("nan"), "sample_port": 8765}, "a number of seconds"),
        ({"endpoint": "https://archive.test/cdx"}, "--endpoint needs --from"),
        ({"kind": "pywb", "endpoint": "https://user:secret@archive.test/cdx"}, "without credentials"),
        ({"kind": "pywb", "endpoint": "https://secret@archive.test/cdx"}, "without credentials"),
        ({"kind": "pywb", "endpoint": "https://[secret/cdx"}, "without credentials"),
        ({"kind": "pywb", "endpoint": "https://a.test/cdx", "replay": "ftp://secret/"}, "without credentials"),
        ({"kind": "wayback", "replay": "https://archive.test/web/"}, "--replay needs --endpoint"),
        ({"since": date(2020, 1, 2), "until": date(2020, 1, 1)}, "--since is after --until"),
        ({"max_copies": 0}, "--max"),
    ],
)
def test_what_makes_no_sense_is_refused_without_repeating_a_secret(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        settings_of(**{"contact": "a@b.test", **NOTHING, **given})
    assert "secret" not in str(refused.value)


def test_the_flow_refuses_before_anything_is_made(tmp_path: Path) -> None:
    from flows.backfill import backfill

    with pytest.raises(ValueError, match="without credentials"):
        backfill.fn(home=tmp_path / "home", contact="a@b.test", kind="pywb", endpoint="https://u:p@archive.test/cdx")
    with pytest.raises(ValueError, match="no web archive of kind pywb is known for iwpr"):
        backfill.fn(home=tmp_path / "home", contact="a@b.test", kind="pywb", sources=["iwpr"])
    with pytest.raises(LookupError, match="nowhere"):
        backfill.fn(home=tmp_path / "home", contact="a@b.test", sources=["nowhere"])
    assert not (tmp_path / "home").exists()


def test_only_sources_that_something_is_wanted_of_are_asked_for(tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text("iwpr.net/report-news/*\n", encoding="utf-8")
    settings = settings_of("a@b.test", **{**NOTHING, "wanted": wanted})
    assert [source.config.name for source, _ in asked_of(None, settings, None)] == ["iwpr"]
    wanted.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="none of the addresses"):
        asked_of(None, settings, None)
