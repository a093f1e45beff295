"""What the commands do when started by hand on this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from flows.choices import FIRST_STEPS
from flows.console import out, progress_shown, say, table
from flows.embedded import prefect_server
from flows.reading_facts import facts
from flows.reading_html import reading_as_html
from flows.writing import whole_file
from tasks.batch.importing import Taken, import_paths
from tasks.batch.lock import writer_lock
from tasks.batch.onepage import read_file
from tasks.batch.publishing import publish
from tasks.batch.reading import read_source
from tasks.batch.runs import new_id, new_run
from tasks.home import Home
from tasks.readings import to_row
from tasks.report import Report
from tasks.sources import sources
from warehouse.build import BuildResult
from warehouse.query import Form, run, write


def run_nightly(
    home: Home,
    contact: str,
    names: Sequence[str] = (),
    *,
    max_pages: int = 50,
    max_reports: int | None = None,
    since: date | None = None,
    sample_port: int | None = None,
) -> bool:
    """Runs the nightly flow with a server configured or embedded; true unless it ended red."""
    _must_be_free(home)
    with prefect_server(say):
        from flows.nightly import nightly

        state = nightly(
            home=home.path,
            contact=contact,
            sources=list(names) or None,
            max_pages=max_pages,
            max_reports=max_reports,
            since=since,
            sample_port=sample_port,
            return_state=True,
        )
    say(state.message or str(state.type.value))
    return bool(state.is_completed())


def run_reread(home: Home, names: Sequence[str]) -> bool:
    """Runs the reread flow; true unless it ended red."""
    _must_be_free(home)
    with prefect_server(say):
        from flows.reread import reread

        state = reread(home=home.path, sources=list(names) or None, return_state=True)
    say(state.message or str(state.type.value))
    return bool(state.is_completed())


def _must_be_free(home: Home) -> None:
    """Says at once that another process is writing, instead of after half a minute of starting a server."""
    with writer_lock(home):
        pass


def run_import(home: Home, paths: Sequence[Path], address: str | None, captured_at: datetime | None) -> list[Taken]:
    """Imports files and reads what they brought."""
    with writer_lock(home), progress_shown() as progress:
        run = new_run("import")
        taken = import_paths(home, paths, run=run, address=address, captured_at=captured_at, progress=progress)
        for source in sources():
            read_source(home, source, batch=run.run_id, progress=progress)
    return list(taken)


def run_publish(home: Home) -> BuildResult:
    """Reads what has no reading yet and builds the warehouse."""
    with writer_lock(home), progress_shown() as progress:
        for source in sources():
            read_source(home, source, batch=new_id("publish"), progress=progress)
        built = publish(home, progress)
    counts = ", ".join(f"{built.tables[name]:,} {name}" for name in ("reports", "quotes", "notices", "issues"))
    say(f"published {home.warehouse} in {built.seconds:.1f} s: {counts}; {built.checks} checks passed")
    if not built.tables["captures"]:
        say(f"{home.path} holds no page yet. Next: {FIRST_STEPS}")
    return built


def show_reading(page: Path, address: str | None, form: str) -> None:
    """Prints what is understood of one page."""
    payload = sys.stdin.buffer.read() if str(page) == "-" else page.read_bytes()
    report = read_file(page, payload, address)
    if form == "json":
        told = json.dumps(to_row(report), ensure_ascii=False, indent=1, default=_moment)
        _write_out(f"{told}\n".encode("utf-8", "backslashreplace"))  # half a surrogate pair: JSON's own \ud800
        return
    if form == "html":
        _write_out(reading_as_html(report))
        return
    out.print(reading_as_text(report), markup=False)


def _write_out(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def run_sql(home: Home, question: str, form: str, output: Path | None) -> None:
    """Prints an answer as a table, or writes it in another form to a file or to standard output."""
    if form == "table" and output is None:
        answer = run(home.warehouse, question)
        table(answer.columns, answer.rows)
        say(f"{len(answer.rows)} rows")
        return
    written: Form = "csv" if form == "table" else cast(Form, form)
    if output is None:
        write(home.warehouse, question, written, sys.stdout.buffer)
        return
    with whole_file(output) as file:
        rows = write(home.warehouse, question, written, file)
    say(f"{rows} rows in {output}")


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def reading_as_text(report: Report) -> str:
    """A reading for the eye: what the page says of itself, its passages with their labels, who said what, issues."""
    lines = [f"{fact.name:<10} {fact.value}{f'  [{fact.rule}]' if fact.rule else ''}" for fact in facts(report)]
    lines += ["", "PASSAGES"]
    for passage in report.passages:
        if passage.kind != "separator":
            words = report.body[passage.start_char : passage.end_char]
            lines.append(f"{passage.start_char:>7} {passage.kind:<20} {_short(words)}")
    lines += ["", "QUOTES"]
    for quote in report.quotes:
        speaker = quote.speaker.text if quote.speaker else "(nobody named)"
        role = f", {quote.role.text}" if quote.role else ""
        words = " … ".join(segment.text for segment in quote.segments)
        lines.append(
            f"{quote.segments[0].start_char:>7} {quote.kind:<9}{quote.confidence:.2f} {speaker}{role}: {_short(words)}"
        )
    lines += ["", "ISSUES"] + [f"        {issue.rule}: {issue.seen}" for issue in report.issues]
    return "\n".join(lines)


def _short(words: str, limit: int = 110) -> str:
    words = " ".join(words.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"
