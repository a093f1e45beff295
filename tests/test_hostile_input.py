"""Input made to break a night: each ends in a value, an issue or a clear line, and the home stays usable."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.archive.exchange import Exchange, content_type_of, parse_warc_date, warc_date
from tasks.archive.store import Archive
from tests.conftest import onrecord
from tests.test_import_bad_input import ADDRESS, page
from warehouse.query import run


def exchange(address: str, status: int, *headers: tuple[str, str]) -> Exchange:
    return Exchange(address, datetime.now(UTC), (), status, "OK", headers, b"<p>x", None)


def test_a_malformed_content_type_is_an_unknown_charset_and_the_home_stays_open(tmp_path: Path) -> None:
    hostile = "text/html; charset*1*=x; charset*=a'b'c"
    assert content_type_of(hostile) == ("text/html", None)
    for _ in range(2):
        with Archive(tmp_path) as archive:
            kept = exchange("https://iwpr.test/global-voices/a", 200, ("Content-Type", hostile))
            archive.append_exchange(kept, source="iwpr", document_key="iwpr/a", role="document", run_id="r")


def test_dates_before_the_year_1000_and_out_of_range() -> None:
    early = datetime(999, 1, 1, tzinfo=UTC)
    assert parse_warc_date(warc_date(early)) == early
    with pytest.raises(ValueError, match="range"):
        parse_warc_date("0001-01-01T00:00:00+05:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    onrecord(tmp_path / "home", "import", page(tmp_path / "page.html"), "--url", ADDRESS.format("4ddb8ca01"))
    onrecord(tmp_path / "home", "publish")
    return tmp_path / "home"


@pytest.mark.slow
def test_reread_without_the_evidence_is_red_and_keeps_the_readings_and_the_warehouse(home: Path) -> None:
    for warc in (home / "archive" / "warc").iterdir():
        warc.unlink()
    readings = sorted((home / "readings").glob("*/*.parquet"))
    said = onrecord(home, "reread", code=1).stderr
    assert "refworld_legacy: reading failed" in said
    assert set(readings) <= set((home / "readings").glob("*/*.parquet"))
    assert run(home / "warehouse.duckdb", "SELECT count(*) FROM reports").rows == [(1,)]


def test_damaged_stores_end_in_one_line(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(home, broken)
    next((broken / "readings" / "refworld_legacy").glob("*.parquet")).write_bytes(b"garbage")
    assert "run onrecord reread" in onrecord(broken, "publish", code=1).stderr
    for log in (home / "archive").glob("ledger.sqlite-*"):
        log.unlink()
    (home / "archive" / "ledger.sqlite").write_bytes(os.urandom(5000))
    assert "ledger rebuild" in onrecord(home, "publish", code=1).stderr
    onrecord(home, "verify", code=5)
    onrecord(home, "ledger", "rebuild")
    onrecord(home, "verify")


def test_a_pipe_and_a_strange_name_are_told_and_stop_nothing(empty_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.html")
    page(folder / "b\x1b.html").with_name("b\x1b.html.url").write_text(ADDRESS.format("4ddb8ca02"), encoding="utf-8")
    said = onrecord(empty_home, "import", folder, code=3).stderr
    assert "pipe.html: no regular file" in said
    onrecord(empty_home, "publish")
    assert run(empty_home / "warehouse.duckdb", "SELECT count(*) FROM reports").rows == [(1,)]


def test_port_zero_is_no_sample_and_asks_nobody(empty_home: Path) -> None:
    onrecord(empty_home, "nightly", "--sample", 0, code=2)
    assert not empty_home.exists()


def test_an_empty_folder_is_told(empty_home: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert "holds no file" in onrecord(empty_home, "import", tmp_path / "nothing", code=3).stderr
