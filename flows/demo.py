"""`onrecord demo`: the real nightly flow, against a real local server of invented pages, in a home of its own."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from flows.console import out, say, table
from flows.embedded import prepare_environment
from tasks.home import Home
from warehouse.query import run

QUESTIONS = (
    (
        "Who is quoted most, and as what (copies of one report counted once)?",
        "SELECT speaker, any_value(speaker_role) AS role, count(*) AS quotes, count(DISTINCT document_key) AS reports"
        " FROM quotes ANTI JOIN (SELECT document_key FROM report_copies"
        " WHERE relation = 'copy' AND other_document_key < document_key) USING (document_key)"
        " WHERE speaker_kind = 'named' AND kind = 'direct'"
        " GROUP BY speaker ORDER BY quotes DESC, speaker LIMIT 5",
    ),
    (
        "Which reports are there on Kazakhstan, and how are they cited?",
        "SELECT published_on, cite_complete FROM reports WHERE list_contains(country_codes, 'KAZ')"
        " ORDER BY published_on",
    ),
    (
        "What was not understood?",
        "SELECT rule, count(*) AS times, any_value(source) AS for_example_at FROM issues"
        " GROUP BY rule ORDER BY times DESC, rule LIMIT 8",
    ),
)


def run_demo(home: Home) -> bool:
    """Runs the night, prints what is in the warehouse and three answers; true unless the night ended red."""
    started = time.monotonic()
    # The demo's runs stay out of the operator's own Prefect history.
    os.environ.setdefault("PREFECT_HOME", str((home.path / "prefect").resolve()))
    prepare_environment()
    from flows.local import run_nightly
    from samples.server import SampleServer

    with SampleServer() as server:
        say(f"invented sample sites on http://127.0.0.1:{server.port} (nothing leaves this machine)")
        is_green = run_nightly(home, "demo@onrecord.test", sample_port=server.port)

    if not home.warehouse.exists():
        return is_green
    program = sys.argv[0] if Path(sys.argv[0]).name == "onrecord" else "onrecord"
    command = f"{program} --home {home.path}"
    tables = run(home.warehouse, "SELECT table_name, rows, comment FROM build_tables ORDER BY rows DESC")
    table(tables.columns, tables.rows, title=f"\nWhat is in {home.warehouse}")
    for question, query in QUESTIONS:
        answer = run(home.warehouse, query)
        out.print(f'\n{question}\n  {command} sql "{query}"', markup=False)
        table(answer.columns, answer.rows)
    say(f"\nThe whole way took {time.monotonic() - started:.0f} s.")
    speaker = str(run(home.warehouse, QUESTIONS[0][1]).rows[0][0]).replace("'", "''")
    question = f"SELECT text, title, cite_complete FROM quotes_by('{speaker}')"  # noqa: S608  printed, never run
    out.print(f'\nNext: {command} sql "{question}"\n      {command} status', markup=False)
    return is_green
