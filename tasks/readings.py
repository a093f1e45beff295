"""The one place where the project's types meet Parquet: schema from the dataclasses, rows out of them and back.

The schema is derived from the type hints, so type and file cannot disagree; `tests/test_contract.py` holds the SQL
staging against it. Files are written beside their name and renamed: a killed writer leaves no half file behind.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import types
import typing
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.report import Report

T = TypeVar("T")

CONTEXT = "context"
"""Folder beside those of the sources: what the warehouse must know besides readings (`tasks.batch.context`)."""
ROWS_PER_GROUP = 200
"""Reports held in memory at once while writing or reading; a report is some 10–100 kB."""

_SCALARS: Mapping[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as one run of the rules read it: one row of a readings file."""

    report: Report
    rules_version: str
    """Version of OnRecord whose rules read the page."""
    read_at: datetime
    """UTC. Of two readings of one capture the later one counts."""


@cache
def _fields(owner: object) -> tuple[tuple[str, object], ...]:
    """Field names and resolved types of a dataclass, or of a generic one with its parameter filled in."""
    origin = get_origin(owner) or owner
    assert isinstance(origin, type) and dataclasses.is_dataclass(origin)
    hints = typing.get_type_hints(origin)
    filled = dict(zip(getattr(origin, "__parameters__", ()), get_args(owner), strict=False))
    return tuple((f.name, filled.get(hints[f.name], hints[f.name])) for f in dataclasses.fields(origin))


def _optional(hint: object) -> tuple[object, bool]:
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    inner = [arg for arg in get_args(hint) if arg is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"no Parquet form for {hint}")
    return inner[0], True


def _item(hint: object) -> object | None:
    """Item type of ``tuple[X, ...]``; none for other hints."""
    return get_args(hint)[0] if get_origin(hint) is tuple else None


def _arrow_type(hint: object) -> pa.DataType:
    if get_origin(hint) is Literal:
        return pa.string()
    if (scalar := _SCALARS.get(hint)) is not None:
        return scalar
    if (item := _item(hint)) is not None:
        return pa.list_(_arrow_field("item", item))
    return pa.struct([_arrow_field(name, inner) for name, inner in _fields(hint)])


def _arrow_field(name: str, hint: object) -> pa.Field[pa.DataType]:
    inner, nullable = _optional(hint)
    return pa.field(name, _arrow_type(inner), nullable=nullable)


def schema_of(owner: type) -> pa.Schema:
    """The Parquet schema of a dataclass: one column a field, nested dataclasses as structs, tuples as lists."""
    return pa.schema([_arrow_field(name, hint) for name, hint in _fields(owner)])


def to_row(value: object) -> Any:
    """A dataclass as the nested mapping pyarrow takes."""
    if dataclasses.is_dataclass(value):
        return {f.name: to_row(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_row(item) for item in value]
    return value


def _from_value(hint: object, value: Any) -> Any:
    inner, _ = _optional(hint)
    if value is None:
        return None
    if (item := _item(inner)) is not None:
        return tuple(_from_value(item, each) for each in value)
    if inner is datetime:
        return value.astimezone(UTC)
    if inner in _SCALARS or get_origin(inner) is Literal:
        return value
    return from_row(inner, value)


def from_row(owner: Any, row: Mapping[str, Any]) -> Any:
    """The reverse of `to_row`. Raises KeyError where the file lacks a field of the type."""
    origin = get_origin(owner) or owner
    return origin(**{name: _from_value(hint, row[name]) for name, hint in _fields(owner)})


class RowWriter(Generic[T]):
    """Writes dataclasses to one Parquet file; the file appears under its name only when all is written."""

    def __init__(self, path: Path, owner: type[T]) -> None:
        self._path = path
        self._schema = schema_of(owner)
        self._pending: list[T] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        self._temporary = path.with_name(f".{path.name}.part")
        self._writer = pq.ParquetWriter(self._temporary, self._schema, compression="zstd")

    def __enter__(self) -> RowWriter[T]:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._writer.close()
            self._temporary.unlink(missing_ok=True)
            return
        self._flush()
        self._writer.close()
        with self._temporary.open("rb") as written:
            os.fsync(written.fileno())  # without it a power cut can leave the name with nothing behind it
        self._temporary.replace(self._path)

    def write(self, row: T) -> None:
        """Adds one row."""
        self._pending.append(row)
        if len(self._pending) >= ROWS_PER_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._pending:
            return
        self._writer.write_table(pa.Table.from_pylist([to_row(row) for row in self._pending], schema=self._schema))
        self._pending.clear()


def write_rows(path: Path, owner: type[T], rows: Iterable[T]) -> int:
    """Writes all rows and returns their number."""
    count = 0
    with RowWriter(path, owner) as writer:
        for row in rows:
            writer.write(row)
            count += 1
    return count


def read_rows(path: Path, owner: type[T]) -> Iterator[T]:
    """Rows of one file, a group at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_PER_GROUP):
            for row in batch.to_pylist():
                yield from_row(owner, row)


def reading_files(readings: Path, source: str | None = None) -> list[Path]:
    """The readings files in force, of one source or of all, oldest name first."""
    found = readings.glob(f"{source or '*'}/*.parquet")
    return sorted(path for path in found if path.parent.name != CONTEXT and not path.name.startswith("."))


def columns_of(path: Path, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Some fields of all reports of a readings file, as nested mappings; ``read_at`` is a field of the reading itself.

    A field that the file lacks, since its version did not know it, is left out. Raises OSError where it is damaged.
    """
    with _opened(path) as file:
        rows: list[dict[str, Any]] = file.read(columns=_leaves(columns)).to_pylist()
    return rows


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a reading lies."""

    path: Path
    row: int


def rows_at(places: Iterable[Place], columns: Iterable[str]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The same of the readings at some places, in their order, a group of rows at a time.

    Raises OSError where a file is damaged.
    """
    leaves = _leaves(columns)
    for path, wanted in groupby(sorted(places), key=lambda place: place.path):
        with _opened(path) as file:
            first, rest = 0, list(wanted)
            for group in range(file.num_row_groups):
                behind = first + file.metadata.row_group(group).num_rows
                here = rest[: bisect_left(rest, Place(path, behind))]
                if here:
                    table = file.read_row_group(group, columns=leaves).take([place.row - first for place in here])
                    yield from zip(here, table.to_pylist(), strict=True)
                first, rest = behind, rest[len(here) :]


def _leaves(columns: Iterable[str]) -> list[str]:
    return [column if column == "read_at" else f"report.{column}" for column in columns]


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except pa.ArrowInvalid:
        raise OSError(errno.EIO, "readings file is damaged, run onrecord reread", str(path)) from None


def captures_read(readings: Path, source: str) -> set[str]:
    """Ids of the source's captures that have a reading. Raises OSError where a readings file is damaged."""
    return {
        row["report"]["capture"]["capture_id"]
        for path in reading_files(readings, source)
        for row in columns_of(path, ["capture.capture_id"])
    }


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reading says of a capture, in a few words."""

    capture_id: str
    state: str
    document_key: str | None
    published_on: date | None


def judgements(readings: Path, source: str) -> Iterator[Judgement]:
    """Of each reading of a source, oldest file first: a capture read again comes again, and the later one counts.

    Raises OSError where a readings file is damaged.
    """
    columns = ["capture.capture_id", "state", "document_key", "citation.published.value"]
    for path in reading_files(readings, source):
        for row in columns_of(path, columns):
            report = row["report"]
            published = (report["citation"] or {}).get("published") or {}
            yield Judgement(
                report["capture"]["capture_id"], report["state"], report["document_key"], published.get("value")
            )
