"""One step of a build: a SQL file, run as one transaction, with its errors made fit for an operator's log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

SQL = Path(__file__).parent
TELLING = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
)
"""Errors whose message speaks of files, memory or our own SQL. Any other may quote a page, and messages reach logs."""
Tell = Callable[[str], None]
"""Called with the name of a step before it runs."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a statement gave back."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class BuildFailed(Exception):  # noqa: N818 (the name of what happened, as an operator reads it)
    """Nothing was published; the warehouse published before is untouched. Holds ids and counts, no page text."""

    def __init__(self, check: str, rows: int, example: str) -> None:
        super().__init__(check, rows, example)
        self.check = check
        """The check, or the SQL file, that failed."""
        self.rows = rows
        """Rows that the check found; 0 where a statement could not be run at all."""
        self.example = example
        """Ids of the first of them, or why the statement could not be run."""

    def __str__(self) -> str:
        found = f"found {self.rows} rows, the first {self.example}" if self.rows else self.example
        return f"warehouse not built: {self.check}: {found}. What was published before is untouched."


def files(folder: str) -> list[Path]:
    """The SQL files of a folder, in the order they run."""
    return sorted((SQL / folder).glob("*.sql"))


def name_of(file: Path) -> str:
    """Name of a SQL file as operators see it."""
    return str(file.relative_to(SQL).with_suffix(""))


def run_file(con: duckdb.DuckDBPyConnection, file: Path, tell: Tell) -> Found:
    """Runs a SQL file; returns what its last statement gave back. Raises BuildFailed."""
    return ask(con, name_of(file), file.read_text(encoding="utf-8"), tell)


def ask(con: duckdb.DuckDBPyConnection, name: str, sql: str, tell: Tell) -> Found:
    """Runs statements as one transaction. Raises BuildFailed, whose message holds no page text."""
    tell(name)
    try:
        con.begin()  # one write to disk for all; without it every COMMENT of a file is one
        rows = con.execute(sql).fetchall()
        found = Found(tuple(column[0] for column in con.description or ()), rows)
        con.commit()
    except duckdb.Error as error:
        why = str(error).splitlines()[0] if isinstance(error, TELLING) else type(error).__name__
        raise BuildFailed(name, 0, why) from None
    return found


def set_variable(con: duckdb.DuckDBPyConnection, name: str, value: str | list[str]) -> None:
    """Sets what the SQL files ask for with getvariable()."""
    listed = [value] if isinstance(value, str) else value
    texts = ", ".join(map(literal, listed))
    con.execute(f"SET VARIABLE {name} = {texts if isinstance(value, str) else f'[{texts}]'}")


def literal(value: str | Path) -> str:
    """A text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"
