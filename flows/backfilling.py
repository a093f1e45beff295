"""What `onrecord backfill` does when started by hand on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from flows.backfill_settings import Kind, Pick, asked_of, settings_of
from flows.console import progress_shown, say, table
from flows.embedded import prefect_server
from tasks.batch.backfilling import BackfillSettings
from tasks.batch.importing import Taken, import_paths
from tasks.batch.lock import writer_lock
from tasks.batch.publishing import publish
from tasks.batch.reading import read_source
from tasks.batch.runs import new_run
from tasks.home import Home
from tasks.sources import Source, sources

Ended = Literal["done", "failed", "later"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator asked for; which pages stands in a file beside it."""

    contact: str
    names: tuple[str, ...]
    kind: Kind | None
    endpoint: str | None
    replay: str | None
    pick: Pick
    since: date | None
    until: date | None
    max_copies: int | None
    pace: float | None
    sample_port: int | None

    @property
    def parameters(self) -> dict[str, Any]:
        """Of the flow, without its sources."""
        return {name: value for name, value in asdict(self).items() if name != "names"}

    def settings(self, wanted: Path | None) -> BackfillSettings:
        """Raises as `settings_of` does."""
        return settings_of(**self.parameters, wanted=wanted)


def run(home: Home, asked: Asked, wanted: Path | None) -> Ended:
    """Runs the backfill flow with a server configured or embedded. What was asked for must have been checked."""
    with writer_lock(home):
        pass  # both say at once what is wrong, instead of after half a minute of starting a server
    with prefect_server(say):
        from flows.backfill import LATER, backfill

        state = backfill(
            home=home.path, sources=list(asked.names) or None, wanted=wanted, **asked.parameters, return_state=True
        )
    say(state.message or str(state.type.value))
    if not state.is_completed():
        return "failed"
    return "later" if state.name == LATER else "done"


def checked(asked: Asked, wanted: Path | None) -> tuple[tuple[Source, BackfillSettings], ...]:
    """The sources to ask for, with their settings. Raises as `settings_of` and `asked_of` do."""
    return asked_of(asked.names, asked.settings(wanted), asked.sample_port)


def probe(home: Home, asked: Asked, wanted: Path | None) -> None:
    """Asks what the archives answer and prints a table; the answers are kept as evidence."""
    from tasks.batch.probing import probe_source

    rows: list[tuple[object, ...]] = []
    with writer_lock(home), progress_shown() as progress:
        for each_source, own in checked(asked, wanted):
            run = new_run("probe", is_sample=asked.sample_port is not None)
            name = each_source.config.name
            for each in probe_source(home, each_source, own, run=run, progress=progress):
                is_there = "yes" if each.is_there else "no"
                rows.append((name, each.host, each.what, each.path, is_there, each.answer))
    table(("source", "archive", "looked for", "at", "there", "answer"), rows)


def from_files(home: Home, paths: Sequence[Path]) -> Sequence[Taken]:
    """Takes WARC and WACZ files, and pages, over into the archive, reads and publishes them."""
    with writer_lock(home), progress_shown() as progress:
        run = new_run("backfill")
        taken = import_paths(home, paths, run=run, progress=progress)
        for each in sources():
            read_source(home, each, batch=run.run_id, progress=progress)
        built = publish(home, progress)
    say(f"published {home.warehouse} in {built.seconds:.1f} s; {built.checks} checks passed")
    return taken
