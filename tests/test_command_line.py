"""The command as its users meet it."""

from __future__ import annotations

import csv
import json
import socket
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from tests.conftest import onrecord
from tests.test_import_bad_input import ADDRESS, page


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one report."""
    folder = tmp_path_factory.mktemp("cli")
    onrecord(folder / "home", "import", page(folder / "page.html"), "--url", ADDRESS.format("4ddb8c901"))
    onrecord(folder / "home", "publish")
    return folder / "home"


def asked(home: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *map(str, arguments)])


def test_help_teaches(tmp_path: Path) -> None:
    said = onrecord(tmp_path, "--help").stdout
    assert "onrecord demo" in said
    assert "Exit codes" in said
    assert "5 verify" in " ".join(said.split())


def test_sql_as_table_csv_json_and_parquet(home: Path, tmp_path: Path) -> None:
    question = "SELECT title, published_on, country_codes, text FROM reports"
    assert "Harbour Workers" in onrecord(home, "sql", question).stdout
    rows = list(csv.DictReader(onrecord(home, "sql", question, "--format", "csv").stdout.splitlines()))
    assert rows[0]["published_on"] == "2009-03-04"
    assert json.loads(onrecord(home, "sql", question, "--format", "json").stdout)[0]["country_codes"] == []
    answer = tmp_path / "answer.parquet"
    onrecord(home, "sql", question, "--format", "parquet", "--output", answer)
    assert pq.read_table(answer).num_rows == 1


def test_sql_changes_nothing_and_explains_itself(home: Path) -> None:
    assert "read-only" in onrecord(home, "sql", "DELETE FROM reports", code=1).stderr
    assert "Tables: " in onrecord(home, "sql", "FROM report", code=1).stderr
    assert "--output" in onrecord(home, "sql", "FROM reports", "--format", "parquet", code=2).stderr
    assert "csv" in onrecord(home, "sql", "COPY (SELECT 1) TO 'x.csv'", code=1).stderr


def test_sql_tells_a_misspelt_option_from_a_comment(home: Path) -> None:
    misspelt = asked(home, "sql", "--formt", "csv", "SELECT 1")
    assert (misspelt.exit_code, "--formt" in misspelt.output) == (2, True)
    for question in ("-- what is here?\nSELECT 1 AS n", "--what is here?\nSELECT 1 AS n"):
        assert json.loads(onrecord(home, "sql", question, "--format", "json").stdout) == [{"n": 1}]


def test_what_looks_like_markup_is_shown_as_it_is(home: Path, tmp_path: Path) -> None:
    words = r"\[b]red[/b] :smile: :warning:"
    assert words in onrecord(home, "sql", f"SELECT '{words}' AS words").stdout
    loose = page(tmp_path / "page.html", body=words)
    assert words in onrecord(home, "read", loose, "--url", ADDRESS.format("4ddb8c905")).stdout
    told = onrecord(home, "read", loose, "--url", ADDRESS.format("4ddb8c905"), "--format", "json").stdout
    assert words in json.loads(told)["body"]


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "answer.csv"
    for command in (("sql", "SELECT 1"), ("cite", ADDRESS.format("4ddb8c901"))):
        said = asked(home, *command, "--output", target)
        assert (said.exit_code, said.stderr.rstrip().endswith(f": {target}")) == (1, True)


def test_a_port_in_use_is_said_as_such(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for more in ((), ("--faults",), ("--archives",)):
            said = asked(tmp_path, "serve-sample", "--port", port, *more)
            assert (said.exit_code, f"port {port} is in use" in said.stderr) == (1, True)
    assert asked(tmp_path, "serve-sample", "--faults", "--archives").exit_code == 2


def test_a_document_is_handed_on_by_any_of_its_addresses(home: Path, tmp_path: Path) -> None:
    other = "http://www.refworld.test/publisher,IWPR,,KAZ,4ddb8c901,0.html"  # never asked for, yet the same document
    assert "1 captures" in asked(home, "export", "wacz", tmp_path / "one.wacz", "--address", other).stderr
    assert asked(home, "export", "wacz", tmp_path / "two.wacz", "--address", ADDRESS.format("4ddb8c9ff")).exit_code == 1


def test_reading_shows_what_was_not_chosen(tmp_path: Path) -> None:
    cited = "<tr><td>Cite as</td><td>Institute for War and Peace Reporting, Harbour Workers Await Verdict, 5 May 2010, "
    loose = page(tmp_path / "page.html")
    row = f"{cited}available at: {ADDRESS.format('4ddb8c906')} [accessed 1 June 2011]</td></tr><tr><td>Disclaimer"
    loose.write_text(loose.read_text().replace("<tr><td>Disclaimer", row))
    said = asked(tmp_path, "read", loose, "--url", ADDRESS.format("4ddb8c906")).stdout
    assert "not published 2010-05-05" in said


def test_status_says_what_is_there_and_what_to_do_next(home: Path, empty_home: Path) -> None:
    said = onrecord(home, "status").stdout
    assert "refworld_legacy" in said
    assert "import" in said
    assert "next: onrecord" in said
    assert "nothing here yet" in onrecord(empty_home, "status").stdout
    assert not empty_home.exists()


def test_asking_before_anything_was_published_says_how(empty_home: Path) -> None:
    assert "onrecord publish" in onrecord(empty_home, "sql", "FROM reports", code=1).stderr


def test_publishing_an_empty_home_gives_empty_tables(empty_home: Path) -> None:
    assert "Next: onrecord demo" in onrecord(empty_home, "publish").stderr
    assert "next: onrecord demo" in onrecord(empty_home, "status").stdout
    assert json.loads(onrecord(empty_home, "sql", "SELECT count(*) AS n FROM reports", "--format", "json").stdout) == [
        {"n": 0}
    ]


def test_a_live_night_needs_a_contact(empty_home: Path) -> None:
    assert "--contact" in onrecord(empty_home, "nightly", code=2).stderr
    assert not empty_home.exists()


def test_verify_tells_damage_apart(home: Path, tmp_path: Path) -> None:
    assert "all agree" in onrecord(home, "verify").stderr
    copy = tmp_path / "copy"
    onrecord(copy, "import", page(tmp_path / "page.html"), "--url", ADDRESS.format("4ddb8c902"))
    warc = next((copy / "archive").rglob("*.warc.gz"))
    damaged = bytearray(warc.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    warc.write_bytes(damaged)
    assert warc.name in onrecord(copy, "verify", code=5).stderr


def test_captured_at_must_be_a_time_that_has_been(empty_home: Path, tmp_path: Path) -> None:
    loose = page(tmp_path / "page.html")
    address = ADDRESS.format("4ddb8c903")
    assert "ISO 8601" in onrecord(empty_home, "import", loose, "--url", address, "--captured-at", "May", code=2).stderr
    assert (
        "future"
        in onrecord(empty_home, "import", loose, "--url", address, "--captured-at", "2999-01-01", code=2).stderr
    )
    onrecord(empty_home, "import", loose, "--url", address, "--captured-at", "2015-11-26T08:53:00+02:00")
    onrecord(empty_home, "publish")
    said = onrecord(empty_home, "sql", "SELECT captured_at FROM captures", "--format", "csv").stdout
    assert "2015-11-26T06:53:00Z" in said


def test_no_name_and_no_word_of_a_page_is_said_while_importing(home: Path, tmp_path: Path) -> None:
    said = onrecord(home, "import", page(tmp_path / "again.html"), "--url", ADDRESS.format("4ddb8c904"))
    assert "Belisov" not in said.stdout + said.stderr
    assert "Harbour" not in said.stdout + said.stderr


def test_a_home_that_is_not_there_has_no_ledger_to_rebuild(empty_home: Path) -> None:
    assert "no archive is here" in onrecord(empty_home, "ledger", "rebuild", code=1).stderr
    assert not empty_home.exists()


def test_a_ledger_rebuilt_without_a_lost_file_says_so(empty_home: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        onrecord(empty_home, "import", page(tmp_path / "page.html"), "--url", ADDRESS.format(f"4ddb8ca0{number}"))
    lost = sorted((empty_home / "archive" / "warc").glob("*.warc.gz"))[0]
    lost.unlink()
    said = onrecord(empty_home, "ledger", "rebuild", code=5).stderr
    assert f"1 WARC files that the manifest vouches for are missing, {lost.name} first" in said
