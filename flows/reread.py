"""Reads the whole archive again with today's rules; asks no site for anything."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.running import chosen, fills_of, run_name, settle
from tasks.batch.lock import writer_lock
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.runs import new_id
from tasks.home import Home
from tasks.publish import publish
from tasks.read import read
from tasks.summary import write_summary


@flow(
    name="reread",
    flow_run_name=run_name("reread"),
    description="Reads every capture in the archive again and publishes the warehouse; no network.",
)
def reread(home: Path, sources: list[str] | None = None) -> State:
    """Archive to readings to warehouse. Old readings stay in force until the new ones of their source are whole.

    Args:
        home: Data folder; archive, readings and warehouse live in it.
        sources: Names of the sources to read again; all of them where empty.
    """
    place = Home(home)
    with writer_lock(place):
        batch = new_id("reread")
        done: list[SourceOutcome] = []
        for source in chosen(sources):
            readings = settle(read(home, source.config.name, batch, again=True, return_state=True))
            fills = fills_of(place, source, readings)
            done.append(SourceOutcome(source.config.name, 0, None, None, readings, is_collecting=False, fills=fills))
        # Half of the readings under new rules and half under old ones would be a warehouse nobody can explain.
        built = settle(publish(home, return_state=True)) if all(source.read for source in done) else None
        outcome = Outcome("reread", tuple(done), built)
        sentence = write_summary(outcome, key="reread-summary")
    if outcome.verdict == "failed":
        return Failed(message="\n".join([sentence, *outcome.findings]))
    return Completed(message=sentence)
