"""Questions to the published warehouse: truly read-only, and with no way out of the file."""

from __future__ import annotations

import csv
import io
import json
import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

Form = Literal["csv", "json", "parquet"]
ROWS_AT_ONCE = 10_000


class QueryError(Exception):
    """A question that cannot be answered, with what to do about it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows, in order."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def open_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """Opens the published warehouse for questions: no writes, no other files, no extensions, no way to change that.

    A build that is swapped in meanwhile does not disturb the connection: it keeps the file it opened. Times are UTC.
    Raises QueryError where there is no warehouse, or none that this DuckDB can read.
    """
    if not path.exists():
        raise QueryError(f"{path}: no warehouse yet. Next: onrecord publish")
    try:
        con = duckdb.connect(
            str(path),
            config={
                "access_mode": "READ_ONLY",
                "enable_external_access": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "python_enable_replacements": "false",  # a question must not see variables of this program
            },
        )
    except duckdb.Error as error:
        raise QueryError(
            f"{path} cannot be opened: {_first_line(error)}. Next: onrecord publish builds it anew"
        ) from error
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET lock_configuration = true")
    return con


def run(path: Path, query: str) -> Answer:
    """All rows of the answer; of several statements the last one's. Raises QueryError."""
    with open_read_only(path) as con:
        columns = _ask(con, query)
        return Answer(columns, [row for rows in _batches(con) for row in rows])


def write(path: Path, query: str, form: Form, out: BinaryIO) -> int:
    """Writes the answer as CSV with a header, as a JSON array of objects, or as Parquet; returns the number of rows.

    CSV and JSON are UTF-8 and hold times as ISO 8601 in UTC; CSV holds lists as JSON. Nothing is written where the
    question itself is wrong. Raises QueryError.
    """
    with open_read_only(path) as con:
        columns = _ask(con, query)
        if form == "parquet":
            return _write_parquet(con, columns, out)
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        try:
            write_rows = _write_csv if form == "csv" else _write_json
            return write_rows(columns, _batches(con), text)
        finally:
            text.detach()  # the caller's file stays open


def _ask(con: duckdb.DuckDBPyConnection, query: str) -> tuple[str, ...]:
    try:
        con.execute(query)
    except duckdb.Error as error:
        raise QueryError(_explained(con, error)) from error
    if con.description is None:
        raise QueryError('no question. Try: SELECT title, published_on FROM reports, or "FROM build_tables"')
    return tuple(column[0] for column in con.description)


def _batches(con: duckdb.DuckDBPyConnection) -> Iterator[Sequence[tuple[Any, ...]]]:
    try:
        while rows := con.fetchmany(ROWS_AT_ONCE):
            yield rows
    except duckdb.Error as error:  # a large answer is still being computed while it is fetched
        raise QueryError(_first_line(error)) from error


def _explained(con: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    says = _first_line(error)
    if isinstance(error, duckdb.CatalogException):
        return f"{says}\n{_names(con)}"
    if isinstance(error, duckdb.BinderException):
        return f'{str(error).strip()}\nNext: onrecord sql "DESCRIBE reports" lists a table\'s columns'
    if isinstance(error, duckdb.PermissionException):
        return f"{says}\nNext: --output FILE with --format csv, json or parquet writes an answer to a file"
    if "read-only" in says:
        return (
            f"{says}\nNext: the published warehouse is never changed; ATTACH it read-only from a database of your own"
        )
    return str(error).strip()


def _names(con: duckdb.DuckDBPyConnection) -> str:
    tables = con.execute("SELECT table_name FROM build_tables ORDER BY ALL").fetchall()
    macros = con.execute(
        "SELECT DISTINCT split_part(comment, ':', 1) FROM duckdb_functions()"
        " WHERE NOT internal AND database_name = current_database() ORDER BY ALL"
    ).fetchall()
    listed = (", ".join(name for (name,) in names) for names in (tables, macros))
    return "Tables: {}\nMacros: {}".format(*listed)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _distinct(columns: Sequence[str]) -> list[str]:
    """A join may give one name twice; a JSON object or a Parquet file can hold it once."""
    seen: list[str] = []
    for name in columns:
        number = 2
        unique = name
        while unique in seen:
            unique, number = f"{name}_{number}", number + 1
        seen.append(unique)
    return seen


def _write_csv(columns: Sequence[str], batches: Iterator[Sequence[tuple[Any, ...]]], out: io.TextIOWrapper) -> int:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for rows in batches:
        writer.writerows([_cell(value) for value in row] for row in rows)
        count += len(rows)
    return count


def _write_json(columns: Sequence[str], batches: Iterator[Sequence[tuple[Any, ...]]], out: io.TextIOWrapper) -> int:
    names = _distinct(columns)
    count = 0
    out.write("[")
    for rows in batches:
        for row in rows:
            out.write(",\n " if count else "\n ")
            out.write(json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False))
            count += 1
    out.write("\n]\n" if count else "]\n")
    return count


def _write_parquet(con: duckdb.DuckDBPyConnection, columns: Sequence[str], out: BinaryIO) -> int:
    count = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # 2.0 advises con.sql(), which would run the question again
            reader = con.to_arrow_reader(ROWS_AT_ONCE)
        named = zip(reader.schema, _distinct(columns), strict=True)
        schema = pa.schema([field.with_name(name) for field, name in named])
        with pq.ParquetWriter(out, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                count += batch.num_rows
    except (duckdb.Error, pa.ArrowException) as error:
        raise QueryError(_first_line(error)) from error
    return count


def _cell(value: Any) -> Any:
    plain = _plain(value)
    if isinstance(plain, list | dict | bool):
        return json.dumps(plain, ensure_ascii=False)
    return plain


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case datetime():
            moment = value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
            return moment.replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes():
            return value.hex()
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | set():
            return [_plain(item) for item in value]
        case _:
            return str(value)
