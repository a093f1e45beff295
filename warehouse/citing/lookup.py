"""The citations of reports that somebody names by an address or a document key, as one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.query import QueryError, open_read_only
from warehouse.steps import literal

Form = Literal["text", "csl-json", "bibtex", "ris"]
_COLUMNS: dict[Form, str] = {"text": "cite_archived", "csl-json": "csl_json", "bibtex": "bibtex", "ris": "ris"}


@dataclass(frozen=True, slots=True)
class Cited:
    """What was found for those who asked, each report once, in the order asked for."""

    citations: tuple[str, ...]
    troubles: tuple[str, ...]
    """A line with a next step for each name that leads to no report, or not to one alone."""


def cited(path: Path, wanted: Sequence[str], form: Form) -> Cited:
    """Citations of the reports named: by document key, or by any address of theirs, also a web archive's.

    Raises QueryError where there is no warehouse, or one that holds no citations.
    """
    found: dict[str, str] = {}
    troubles: list[str] = []
    with open_read_only(path) as con:
        for name in wanted:
            try:
                keys = _keys(con, name)
                answer = _citation(con, keys[0], form) if len(keys) == 1 else None
            except duckdb.CatalogException:
                raise QueryError(
                    f"{path} holds no citations: an earlier version built it. Next: onrecord publish"
                ) from None
            if answer is None:
                troubles.append(f"{name}: {_trouble(keys)}")
            else:
                found[keys[0]] = answer
    return Cited(tuple(found.values()), tuple(troubles))


def joined(citations: Sequence[str], form: Form) -> str:
    """One file of all: an array, or one after the other as each format has it."""
    if form == "csl-json":
        return "[\n" + ",\n".join(citations) + "\n]\n"
    if form == "text":
        return "".join(f"{citation}\n" for citation in citations)
    return ("\n" if form == "bibtex" else "").join(citations)


def _keys(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The documents that a name stands for: its own key, else those its address leads to."""
    query = "SELECT document_key FROM documents WHERE document_key = ?"
    answer = con.execute(query, [name]).fetchall()
    answer = answer or con.execute("SELECT DISTINCT document_key FROM resolve(?) ORDER BY ALL", [name]).fetchall()
    return [key for (key,) in answer]


def _citation(con: duckdb.DuckDBPyConnection, key: str, form: Form) -> str | None:
    column = _COLUMNS[form]
    row = con.execute(f"SELECT {column}::VARCHAR FROM citations WHERE document_key = ?", [key]).fetchone()  # noqa: S608
    return str(row[0]) if row else None


def _trouble(keys: Sequence[str]) -> str:
    if not keys:
        return (
            "no document has this address or key. Next: onrecord backfill --address ADDRESS asks web archives for it, "
            "onrecord import takes a page of yours"
        )
    if len(keys) > 1:
        return f"the address of several documents. Next: name one by its key: {', '.join(keys)}"
    shown = f"FROM captures WHERE document_key = {literal(keys[0])}"
    return f'no capture of {keys[0]} could be read as a report. Next: onrecord sql "{shown}" shows what they are'
