"""The types, the Parquet files and the SQL staging say the same, leaf by leaf."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest

from tasks.batch.context import (
    AttemptRow,
    ChangeRow,
    CopyRow,
    FillRateRow,
    FrontierRow,
    RunRow,
    SourceRow,
    VersionRow,
    WalkRow,
)
from tasks.readings import Reading, schema_of, to_row
from tests.warehouse_readings import NIGHT, SOURCE, built, full_citation, report, write, write_context
from warehouse.build import BuildFailed, stage
from warehouse.query import run
from warehouse.steps import SQL, set_variable

TYPES = {
    "readings": Reading,
    "source_rows": SourceRow,
    "run_rows": RunRow,
    "frontier_rows": FrontierRow,
    "attempt_rows": AttemptRow,
    "walk_rows": WalkRow,
    "version_rows": VersionRow,
    "change_rows": ChangeRow,
    "copy_rows": CopyRow,
    "fill_rate_rows": FillRateRow,
}


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{tmp_path / 'scratch'}' AS staging")
        set_variable(con, "passage_kinds", str(SQL / "passage_kinds.csv"))
        yield con


@pytest.mark.parametrize("table", TYPES)
def test_declared_types_are_those_of_the_parquet_files(table: str, staging: duckdb.DuckDBPyConnection) -> None:
    staging.execute((SQL / "staging" / "00_contract.sql").read_text(encoding="utf-8"))
    empty = pa.Table.from_pylist([], schema=schema_of(TYPES[table]))  # noqa: F841 (read by the query below)
    for query in (f"FROM staging.{table}", "FROM empty"):
        staging.execute(f"{query} LIMIT 0")
    declared = staging.execute(f"DESCRIBE FROM staging.{table}").fetchall()
    written = staging.execute("DESCRIBE FROM empty").fetchall()
    assert [(name, kind) for name, kind, *_ in declared] == [(name, kind) for name, kind, *_ in written]


def full_row() -> dict[str, Any]:
    """A reading of which no leaf is empty."""
    made = report(citation=full_citation(), issues=report().issues, signature=(4, 7))
    row: dict[str, Any] = to_row(Reading(made, "0.1.0", NIGHT))
    first, second = row["report"]["quotes"]
    for name in ("mention", "role", "affiliation", "cue"):
        first[name] = first[name] or second[name]
    row["report"]["quotes"] = [first]
    row["report"]["issues"] = [{"rule": "r", "seen": "s", "start_char": 1, "end_char": 2}]
    row["report"]["citation"]["related"][0]["address"] = "http://x.test"
    row["report"]["capture"] |= {
        "original_address": "http://www.refworld.test/docid/1.html",
        "archive_address": "http://webarchive.archive.unhcr.test/20190101000000id_/http://www.refworld.test/docid/1.html",
        "archived_at": NIGHT - timedelta(days=9),
        "truncated": "length",
    }
    return row


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        assert value, f"{path} is empty"
        yield from leaves(value[0], (*path, 0))
    else:
        assert value is not None, f"{path} is empty"
        yield path


def changed(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}~"
        case datetime():
            return value.replace(year=value.year - 1)
        case date():
            return value.replace(year=value.year - 1)
    raise TypeError(type(value))


def with_change(row: Any, path: tuple[str | int, ...], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(row)
    head, *rest = path
    if isinstance(row, list):
        return [with_change(item, tuple(rest), change) if i == head else item for i, item in enumerate(row)]
    return {name: with_change(item, tuple(rest), change) if name == head else item for name, item in row.items()}


def test_staging_reads_every_leaf_of_a_reading(tmp_path: Path, staging: duckdb.DuckDBPyConnection) -> None:
    """Each row differs from the first in one leaf only; some staged table must show a difference for it."""
    base = full_row()
    paths = list(leaves(base))
    assert len(paths) > 90
    rows = [base]
    for number, path in enumerate(paths, 1):
        row = with_change(copy.deepcopy(base), path, changed)
        row["report"]["capture"] = {**row["report"]["capture"], "capture_id": f"capture {number}"}
        rows.append(row)
    folder = tmp_path / "readings" / SOURCE
    folder.mkdir(parents=True)
    pa.parquet.write_table(pa.Table.from_pylist(rows, schema=schema_of(Reading)), folder / "r.parquet")
    stage(staging, tmp_path / "readings", lambda _: None)

    tables = [name for (name,) in staging.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    staged: dict[str, dict[str, list[Any]]] = {}
    for table in tables:
        con = staging.execute(f"FROM staging.{table}")
        columns = [column[0] for column in con.description or ()]
        if table == "readings" or "capture_id" not in columns or table in ("editions", "chosen"):
            continue
        at = columns.index("capture_id")
        for fetched in con.fetchall():
            rest = str([value for i, value in enumerate(fetched) if i != at])
            staged.setdefault(fetched[at], {}).setdefault(table, []).append(rest)
    reference = {table: sorted(found) for table, found in staged[base["report"]["capture"]["capture_id"]].items()}
    unread = [
        ".".join(map(str, path))
        for number, path in enumerate(paths, 1)
        if path[-1] != "capture_id"
        and {table: sorted(found) for table, found in staged[f"capture {number}"].items()} == reference
    ]
    assert not unread


def test_field_that_only_the_files_know_stops_the_build(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([to_row(Reading(report(), "9", NIGHT))], schema=schema_of(Reading))
    folder = tmp_path / "readings" / SOURCE
    folder.mkdir(parents=True)
    pa.parquet.write_table(table.append_column("weather", pa.array(["fair"])), folder / "later.parquet")
    with pytest.raises(BuildFailed, match="weather"):
        built(tmp_path)
    wider = pa.struct([*table.schema.field("report").type, pa.field("mood", pa.string())])
    schema = pa.schema([pa.field("report", wider), *list(table.schema)[1:]])
    pa.parquet.write_table(pa.Table.from_pylist(table.to_pylist(), schema=schema), folder / "later.parquet")
    with pytest.raises(BuildFailed, match=r"report\.mood"):
        built(tmp_path)


def test_readings_of_an_older_version_without_a_field_are_still_read(tmp_path: Path) -> None:
    write(tmp_path / "readings", [report(1)], name="new")
    table = pa.Table.from_pylist([to_row(Reading(report(2), "0", NIGHT))], schema=schema_of(Reading))
    kept = [field for field in table.schema.field("report").type if field.name not in ("issues", "signature")]
    row = table.to_pylist()
    schema = pa.schema([pa.field("report", pa.struct(kept)), *list(table.schema)[1:]])
    pa.parquet.write_table(pa.Table.from_pylist(row, schema=schema), tmp_path / "readings" / SOURCE / "old.parquet")
    assert built(tmp_path).tables["reports"] == 2


def test_every_column_of_sources_and_runs_is_published(tmp_path: Path) -> None:
    write_context(tmp_path / "readings")
    built(tmp_path)
    for table, owner in (("sources", SourceRow), ("runs", RunRow)):
        columns = set(run(tmp_path / "warehouse.duckdb", f"FROM {table} LIMIT 0").columns)
        for field in dataclasses.fields(owner):
            names = {field.name, f"{field.name}_count", field.name.replace("listed_m", "listed_count_m"), "issue_count"}
            assert names & columns - ({"issue_count"} if field.name != "issues" else set()), field.name
