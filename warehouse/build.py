"""Readings to warehouse: build beside the published file, prove it with checks, swap it in whole.

The SQL files do the work, in the order of their names: ``staging/`` into a scratch database that is thrown away, so
that the published file holds nothing but what an analyst may read; then ``checks/warning/``, ``marts/``, ``macros.sql``
and ``checks/blocking/``. One table is made by Python, ``citations`` (``citing/``),
between marts and macros. The file published before is touched by one rename at the very end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.citing.table import fill_citations
from warehouse.files import beside, fsync, recover_folder, remove, swap_file, swap_folder
from warehouse.steps import SQL, BuildFailed, Tell, ask, files, literal, name_of, run_file, set_variable

__all__ = ["BuildFailed", "BuildResult", "build", "stage"]

STORAGE = "v1.5.0"
"""Storage version written by later releases too: many analysts' tools still bundle DuckDB 1.5."""
CONTEXT = "context"
"""Folder of the readings that holds sources, runs, frontier and attempts, and is no source."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A warehouse that was built, proved and swapped in."""

    tables: dict[str, int]
    """Public tables and views with their rows."""
    checks: int
    """Blocking checks passed."""
    warnings: int
    """Rows that warning checks added to the table issues."""
    seconds: float


def build(
    readings: Path,
    target: Path,
    *,
    build_id: str,
    exports: Path | None = None,
    on_step: Tell | None = None,
    threads: int = 2,
    memory_limit: str = "4GB",
) -> BuildResult:
    """Builds the warehouse at `target` from the readings, and `exports` as one Parquet file per public table.

    `on_step` is called with the name of each step before it runs. Raises BuildFailed where a check finds rows or the
    readings cannot be read, and OSError where files cannot be written; in either case nothing published has changed.
    One build at a time: the caller holds the lock.
    """
    started = time.monotonic()
    tell = on_step or (lambda _: None)
    target.parent.mkdir(parents=True, exist_ok=True)
    part, scratch, spill = (beside(target, ending) for ending in ("part", "staging", "spill"))
    exported = beside(exports, "part") if exports else None
    leftovers = [path for path in (part, scratch, spill, exported) if path]
    remove(leftovers)
    if exports:
        recover_folder(exports)
    try:
        with _connect(part, spill, threads, memory_limit) as con:
            con.execute(f"ATTACH {literal(scratch)} AS staging")
            set_variable(con, "build_id", build_id)
            set_variable(con, "passage_kinds", str(SQL / "passage_kinds.csv"))
            stage(con, readings, tell)
            warnings = sum(_warn(con, file, tell) for file in files("checks/warning"))
            for file in files("marts"):
                run_file(con, file, tell)
            fill_citations(con, tell)
            run_file(con, SQL / "macros.sql", tell)
            tables = _count(con)
            checks = [_prove(con, file, tell) for file in files("checks/blocking")]
            if exported:
                _export(con, tables, exported, tell)
            tell("closing")
            con.execute("DETACH staging")
            con.execute("CHECKPOINT")
        swap_file(part, target)
        if exports and exported:
            swap_folder(exported, exports)
    finally:
        remove(leftovers)
    return BuildResult(tables, len(checks), warnings, time.monotonic() - started)


def stage(con: duckdb.DuckDBPyConnection, readings: Path, tell: Tell) -> None:
    """Loads the readings into the attached database ``staging`` and takes them apart, one table per grain."""
    contract, *rest = files("staging")
    run_file(con, contract, tell)
    found = {
        "readings": sorted(p for p in readings.glob("*/*.parquet") if p.parent.name != CONTEXT and p.name[0] != "."),
        "source_rows": list(readings.glob(f"{CONTEXT}/sources.parquet")),
        "run_rows": list(readings.glob(f"{CONTEXT}/runs.parquet")),
        "frontier_rows": list(readings.glob(f"{CONTEXT}/frontier.parquet")),
        "attempt_rows": list(readings.glob(f"{CONTEXT}/attempts.parquet")),
        "walk_rows": list(readings.glob(f"{CONTEXT}/walks.parquet")),
        "fill_rate_rows": list(readings.glob(f"{CONTEXT}/fill_rates.parquet")),
        "version_rows": list(readings.glob(f"{CONTEXT}/versions.parquet")),
        "change_rows": list(readings.glob(f"{CONTEXT}/changes.parquet")),
        "copy_rows": list(readings.glob(f"{CONTEXT}/copies.parquet")),
    }
    for table, paths in found.items():
        if paths:
            set_variable(con, "files", [str(path) for path in paths])
            _refuse_unknown_fields(con, table)
            run_file(con, SQL / "staging" / "load" / f"{table}.sql", tell)
    for file in rest:
        run_file(con, file, tell)


def _connect(part: Path, spill: Path, threads: int, memory_limit: str) -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = {
        "threads": threads,
        "memory_limit": memory_limit,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    if int(duckdb.__version__.split(".")[0]) >= 2:
        config["storage_compatibility_version"] = STORAGE
    con = duckdb.connect(str(part), config=config)
    con.execute("SET TimeZone = 'UTC'")  # times turn to text while building; a night must not depend on its machine
    return con


def _refuse_unknown_fields(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Fields the files lack are null; fields only the files know would be dropped without a word."""
    declared = _leaves(con, f"FROM staging.{table} LIMIT 0")
    try:
        held = _leaves(con, "FROM read_parquet(getvariable('files'), union_by_name = true) LIMIT 0")
    except duckdb.Error as error:
        raise BuildFailed(f"staging/load/{table}", 0, str(error).splitlines()[0]) from None
    if unknown := sorted(held - declared):
        raise BuildFailed("staging/00_contract", len(unknown), f"{table}: {unknown[0]} (a field the staging lacks)")


def _leaves(con: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {leaf for name, kind, *_ in con.execute(query).description or () for leaf in _leaves_of(name, kind)}


def _leaves_of(path: str, kind: Any) -> Iterator[str]:
    if kind.id not in ("struct", "list"):
        yield path
        return
    for name, inner in kind.children:
        yield from _leaves_of(f"{path}.{name}" if kind.id == "struct" else path, inner)


def _warn(con: duckdb.DuckDBPyConnection, file: Path, tell: Tell) -> int:
    """Adds what a warning check finds to the issues; returns the number of rows."""
    query = file.read_text(encoding="utf-8").rstrip().rstrip(";")
    added = ask(
        con,
        name_of(file),
        f"""
        INSERT INTO staging.issues
        WITH found AS (
            SELECT
                NULL::VARCHAR AS capture_id, NULL::VARCHAR AS seen, NULL::VARCHAR AS "source",
                NULL::VARCHAR AS document_key, NULL::VARCHAR AS address, NULL::TIMESTAMPTZ AS seen_at
            WHERE false
            UNION ALL BY NAME
            FROM ({query})
        )
        SELECT 'check', 'check:{file.stem}', f.seen, coalesce(c.source, f.source), f.capture_id,
            coalesce(c.document_key, f.document_key), c.run_id, coalesce(c.address, f.address), NULL, NULL,
            coalesce(c.captured_at, f.seen_at),
            row_number() OVER (ORDER BY f.capture_id, f.source, f.address, f.seen)
        FROM found AS f LEFT JOIN staging.captures AS c USING (capture_id)
        """,  # noqa: S608 (the check's own file)
        tell,
    )
    return int(added.rows[0][0])


def _count(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    named = con.execute(
        """
        SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal
        UNION ALL
        SELECT view_name, comment FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
        ORDER BY ALL
        """
    ).fetchall()
    counts: dict[str, int] = {}
    for name, comment in named:
        counted = con.execute(f"SELECT count(*) FROM {name}").fetchall()  # noqa: S608 (a name of our own SQL files)
        rows = len(named) if name == "build_tables" else counted[0][0]
        con.execute("INSERT INTO build_tables VALUES (?, ?, ?)", [name, rows, comment])
        counts[name] = rows
    return counts


def _prove(con: duckdb.DuckDBPyConnection, file: Path, tell: Tell) -> str:
    found = run_file(con, file, tell)
    if found.rows:
        ids = zip(found.columns, found.rows[0], strict=True)
        raise BuildFailed(name_of(file), len(found.rows), ", ".join(f"{name} {value}" for name, value in ids))
    return file.stem


def _export(con: duckdb.DuckDBPyConnection, tables: dict[str, int], folder: Path, tell: Tell) -> None:
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        file = folder / f"{name}.parquet"
        copied = ask(
            con, f"export {name}", f"COPY (FROM {name}) TO {literal(file)} (FORMAT parquet, COMPRESSION zstd)", tell
        )
        if copied.rows[0][0] != rows:
            raise BuildFailed(
                f"export {name}", abs(rows - copied.rows[0][0]), f"{copied.rows[0][0]} rows instead of {rows}"
            )
        fsync(file)
    fsync(folder)
