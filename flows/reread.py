"""Reads the whole archive again with today's rules; asks no site for anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.states import Completed, Failed, State
from pydantic import Field

from flows.running import chosen, settle
from tasks.batch.lock import writer_lock
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.runs import new_run_id
from tasks.home import Home
from tasks.publish import publish
from tasks.read import read
from tasks.summary import write_summary


@flow(name="reread", description="Reads every capture in the archive again and publishes the warehouse; no network.")
def reread(
    home: Annotated[Path, Field(description="Data folder: archive, readings and warehouse live in it.")],
    sources: Annotated[list[str] | None, Field(description="Names of sources; all of them where empty.")] = None,
) -> State:
    """Archive to readings to warehouse. Old readings stay in force until the new ones of their source are whole."""
    place = Home(home)
    with writer_lock(place):
        batch = new_run_id("reread")
        done: list[SourceOutcome] = []
        for source in chosen(sources):
            readings = settle(read(home, source.config.name, batch, again=True, return_state=True))
            done.append(SourceOutcome(source.config.name, 0, None, readings, is_collecting=False))
        built = settle(publish(home, return_state=True))
        outcome = Outcome("reread", tuple(done), built)
        sentence = write_summary(outcome, key="reread-summary")
    return Failed(message=sentence) if outcome.verdict == "failed" else Completed(message=sentence)
