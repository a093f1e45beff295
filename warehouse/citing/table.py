"""The table `citations`: a build step between marts and macros, since what escapes text is better code than SQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.citing.bibtex import bibtex
from warehouse.citing.csl import csl_json
from warehouse.citing.item import CitationItem, ReportRow, item_of
from warehouse.citing.ris import ris
from warehouse.steps import BuildFailed, Tell

STEP = "citing/rows"
ROWS_AT_ONCE = 5_000
_SCHEMA = pa.schema(
    [
        (name, pa.string())
        for name in (
            "document_key",
            "citation_key",
            "cite_as",
            "cite_complete",
            "cite_archived",
            "csl_json",
            "bibtex",
            "ris",
        )
    ]
)


def fill_citations(con: duckdb.DuckDBPyConnection, tell: Tell) -> None:
    """Makes one row of `citations` for every report, some thousands at a time. Raises BuildFailed."""
    tell(STEP)
    try:
        con.begin()
        with con.cursor() as reading:
            reading.execute("SET TimeZone = 'UTC'")
            reading.execute(Path(__file__).with_name("rows.sql").read_text(encoding="utf-8"))
            while rows := reading.fetchmany(ROWS_AT_ONCE):
                _insert(con, [item_of(ReportRow(*row)) for row in rows])
        con.commit()
    except duckdb.Error as error:
        raise BuildFailed(STEP, 0, type(error).__name__) from None  # the message may quote a page


def _insert(con: duckdb.DuckDBPyConnection, items: Sequence[CitationItem]) -> None:
    columns = zip(*map(_row, items), strict=True)
    batch = pa.table([pa.array(column, pa.string()) for column in columns], schema=_SCHEMA)
    con.register("citation_batch", batch)
    con.execute("INSERT INTO citations BY NAME FROM citation_batch")
    con.unregister("citation_batch")


def _row(item: CitationItem) -> tuple[str | None, ...]:
    return (
        item.document_key,
        item.key,
        item.cite_as,
        item.cite_complete,
        item.cite_archived,
        csl_json(item),
        bibtex(item),
        ris(item),
    )
