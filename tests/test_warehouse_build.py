"""How a build ends: whole or not at all, whoever reads the old one and whatever kills the new one."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tasks.report import Country, Report, Span
from tests.warehouse_readings import (
    PAGE,
    SOURCE,
    built,
    citation,
    full_citation,
    report,
    salt_quotes,
    write,
    write_context,
)
from warehouse.build import BuildFailed, build
from warehouse.query import run
from warehouse.steps import SQL

ROOT = Path(__file__).parents[1]


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    return run(folder / "warehouse.duckdb", query).rows


def with_quote(**changes: Any) -> Report:
    made = report()
    return replace(made, quotes=(replace(made.quotes[1], **changes),))


def tampered() -> dict[str, tuple[Report, str]]:
    """Readings that break an invariant, and the check that must find it."""
    whole = report()
    first, *others = whole.passages
    shifted = with_quote(segments=(Span(230, 240, "We were to"),))
    caption = Span(
        whole.body.index("The pans at dusk."), whole.body.index("The pans at dusk.") + 17, "The pans at dusk."
    )
    segments = salt_quotes(whole.body)[1].segments
    return {
        "gap": (replace(whole, passages=(first, *others[1:])), "passages_cover_the_body"),
        "overlap": (replace(whole, passages=(replace(first, end_char=60), *others)), "passages_cover_the_body"),
        "end-missing": (replace(whole, passages=whole.passages[:-1]), "passages_cover_the_body"),
        "too-long": (replace(whole, body=whole.body + " more"), "passages_cover_the_body"),
        "no-passages": (replace(whole, passages=(), quotes=()), "passages_cover_the_body"),
        "unknown-kind": (
            replace(whole, passages=(replace(first, kind="gossip"), *others)),
            "passage_kinds_are_known",
        ),
        "segment": (shifted, "quote_segments_are_the_body"),
        "negative": (with_quote(segments=(Span(-5, 3, "x"),)), "quote_segments_are_the_body"),
        "cue": (with_quote(cue=Span(3, 7, "said")), "quote_spans_are_the_body"),
        "speaker": (with_quote(speaker=Span(3, 13, "Dilbar Osh")), "quote_spans_are_the_body"),
        "role": (with_quote(role=Span(100_000, 100_004, "head")), "quote_spans_are_the_body"),
        "disorder": (with_quote(segments=segments[::-1]), "quotes_have_segments"),
        "no-segments": (with_quote(segments=()), "quotes_have_segments"),
        "caption-as-speech": (with_quote(segments=(caption,)), "quotes_lie_in_text"),
        "country": (replace(whole, citation=citation(countries=(Country("kz", "kz", "r"),))), "codes_are_codes"),
        "precision": (
            replace(whole, citation=citation(published=replace(citation().published, precision="month"))),  # type: ignore[type-var]
            "dates_have_their_precision",
        ),
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    built(folder, report(2), exports=folder / "exports")
    return folder


def bytes_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "readings" not in path.parts}


@pytest.mark.parametrize("fault", tampered())
def test_broken_invariant_stops_the_build_and_leaves_what_was_published(published: Path, fault: str) -> None:
    before = bytes_of(published)
    made, check = tampered()[fault]
    with pytest.raises(BuildFailed) as failed:
        built(published, report(2), made, build_id="b2", exports=published / "exports")
    assert failed.value.check == f"checks/blocking/{check}"
    assert failed.value.rows > 0
    said = str(failed.value)
    assert check in said
    assert "untouched" in said
    assert not any(word in said for word in ("Osh", " pans", "wait", "salt", "Salt"))
    assert bytes_of(published) == before


CHECKS = sorted((SQL / "checks").glob("*/*.sql"))
ID_COLUMNS = re.compile(
    r"(\w+_)?(id|key|md5|char|on|precision|count)|position|times|documents|table_name|field|kind|what|span|source"
)
"""Columns a blocking check may show: ids, counts, offsets, dates, names of ours."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_check_says_what_it_proves(check: Path) -> None:
    first = check.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"-- [A-Z].{40,}", first)


def test_blocking_checks_show_ids_only_and_can_be_asked_of_the_published_file(tmp_path: Path) -> None:
    built(tmp_path, report())
    for check in (SQL / "checks" / "blocking").glob("*.sql"):
        answer = run(tmp_path / "warehouse.duckdb", check.read_text(encoding="utf-8"))
        assert answer.rows == []
        assert [name for name in answer.columns if not ID_COLUMNS.fullmatch(name)] == [], check.name


def test_readings_that_are_no_parquet_stop_the_build_with_their_name(tmp_path: Path) -> None:
    built(tmp_path, report())
    (tmp_path / "readings" / SOURCE / "torn.parquet").write_bytes(b"PAR1 half a file")
    with pytest.raises(BuildFailed, match=r"torn\.parquet"):
        built(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM reports") == [(1,)]


def test_unfinished_readings_are_left_alone(tmp_path: Path) -> None:
    built(tmp_path, report())
    (tmp_path / "readings" / SOURCE / ".night-2.parquet.part").write_bytes(b"half")
    (tmp_path / "readings" / SOURCE / ".hidden.parquet").write_bytes(b"half")
    assert built(tmp_path).tables["reports"] == 1


def test_exports_hold_what_the_tables_hold(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    made = [report(n, citation=full_citation()) for n in range(1, 6)]
    result = built(tmp_path, *made, exports=tmp_path / "exports")
    assert {path.stem for path in (tmp_path / "exports").iterdir()} == set(result.tables)
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as con:
        for name, count in result.tables.items():
            file = tmp_path / "exports" / f"{name}.parquet"
            assert pq.read_metadata(file).num_rows == count
            exported = con.execute(f"FROM '{file}'").fetchall()
            assert exported == con.execute(f"FROM {name}").fetchall()


def test_exports_of_a_table_that_is_gone_go_with_it(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "withdrawn.parquet").write_bytes(b"old")
    built(tmp_path, exports=exports)
    assert not (exports / "withdrawn.parquet").exists()


def test_exports_are_found_again_after_a_kill_between_the_two_renames(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    built(tmp_path, report(), exports=exports)
    exports.rename(tmp_path / ".exports.old")
    made, _ = tampered()["gap"]
    with pytest.raises(BuildFailed):
        built(tmp_path, made, exports=exports)
    assert (exports / "reports.parquet").exists()
    built(tmp_path, report(), exports=exports)
    assert not (tmp_path / ".exports.old").exists()


def test_nothing_is_left_beside_the_warehouse(tmp_path: Path) -> None:
    (tmp_path / ".warehouse.duckdb.part").write_bytes(b"half a build")
    (tmp_path / ".warehouse.duckdb.part.wal").write_bytes(b"its log")
    (tmp_path / ".exports.part").mkdir()
    built(tmp_path, report(), exports=tmp_path / "exports")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports", "readings", "warehouse.duckdb"]


def test_published_file_holds_only_public_tables_and_no_superseded_text(tmp_path: Path) -> None:
    old = report(1, key="a/b", page=(("body", "Withdrawn sentence about the QZX pans."),))
    built(tmp_path, old, report(2, key="a/b"))
    assert rows(tmp_path, "SELECT DISTINCT schema_name FROM duckdb_tables()") == [("main",)]
    assert b"QZX" not in (tmp_path / "warehouse.duckdb").read_bytes()


READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
first = con.execute("SELECT build_id FROM builds").fetchall()
print("open", flush=True)
sys.stdin.readline()
assert con.execute("SELECT build_id FROM builds").fetchall() == first
assert con.execute("SELECT count(*), sum(length(text)) FROM quotes").fetchall()[0][0] == 2
con.close()
con = duckdb.connect(sys.argv[1], read_only=True)
print(con.execute("SELECT build_id FROM builds").fetchall()[0][0], flush=True)
"""


def test_open_reader_keeps_the_old_build_and_the_next_open_sees_the_new(tmp_path: Path) -> None:
    built(tmp_path, report(), build_id="old")
    analyst = subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert analyst.stdout is not None
    assert analyst.stdout.readline() == "open\n"
    built(tmp_path, report(), report(2), build_id="new")
    said, _ = analyst.communicate("\n", timeout=60)
    assert analyst.returncode == 0
    assert said.strip() == "new"


BUILDER = """
import sys
from functools import partial
from pathlib import Path
from warehouse.build import build
folder = Path(sys.argv[1])
tell = partial(print, flush=True)
build(folder / "readings", folder / "warehouse.duckdb", build_id="killed", exports=folder / "exports", on_step=tell)
tell("done")
"""
KILLED_AT = (
    "staging/load/readings",
    "staging/30_text",
    "marts/30_reports",
    "macros",
    "checks/blocking/keys_are_unique",
    "export quotes",
    "closing",
    "done",
)


@pytest.mark.slow
@pytest.mark.parametrize("step", KILLED_AT)
def test_killed_build_leaves_a_whole_warehouse_and_the_next_one_cleans_up(tmp_path: Path, step: str) -> None:
    built(tmp_path, *(report(n) for n in range(1, 400)), build_id="first", exports=tmp_path / "exports")
    chance = random.Random(step)
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert builder.stdout is not None
    for line in builder.stdout:
        if line.strip() == step:
            break
    time.sleep(chance.uniform(0, 0.05))
    builder.send_signal(signal.SIGKILL)
    builder.communicate(timeout=60)
    assert rows(tmp_path, "SELECT count(*) FROM reports") == [(399,)]
    ((build_id,),) = rows(tmp_path, "SELECT build_id FROM builds")
    assert build_id == "first" or step in ("closing", "done")
    assert (tmp_path / "exports").exists() or (tmp_path / ".exports.old").exists()
    built(tmp_path, build_id="last", exports=tmp_path / "exports")
    assert rows(tmp_path, "SELECT build_id FROM builds") == [("last",)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports", "readings", "warehouse.duckdb"]


@pytest.mark.slow
def test_five_thousand_reports_build_in_reasonable_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (
        *PAGE[:-4],
        *[("body", f"Paragraph {n} of a long report, “quoted” and all. " * 8) for n in range(1)],
        *PAGE[-4:],
    )
    body = "".join(words for _, words in page)
    made = (report(n, page=page, quotes=salt_quotes(body), citation=full_citation()) for n in range(1, 5001))
    write(tmp_path / "readings", made)
    result = build(tmp_path / "readings", tmp_path / "warehouse.duckdb", build_id="b", exports=tmp_path / "exports")
    size = (tmp_path / "warehouse.duckdb").stat().st_size / 1e6
    with capsys.disabled():
        print(f"\n5,000 reports: built, checked and exported in {result.seconds:.1f} s, {size:.0f} MB")
    assert result.tables["reports"] == 5000
    assert result.seconds < 120


def test_steps_are_told_before_they_run(tmp_path: Path) -> None:
    steps: list[str] = []
    built(tmp_path, on_step=steps.append)
    assert steps[0] == "staging/00_contract"
    assert {"marts/30_reports", "macros", "checks/blocking/keys_are_unique"} <= set(steps)
    assert os.sep not in steps[-1]
