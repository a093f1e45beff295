"""The night: collect, read, publish. Each source on its own, so that one site's trouble stops no other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.running import chosen, run_name, settle
from samples import connect_to
from tasks.batch.collecting import CollectSettings
from tasks.batch.lock import writer_lock
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.runs import close_run, new_run
from tasks.collect import collect
from tasks.home import Home
from tasks.publish import publish
from tasks.read import read
from tasks.summary import write_summary


@flow(
    name="nightly",
    flow_run_name=run_name("nightly"),
    description="Collects what is new from each source, reads it and publishes the warehouse.",
)
def nightly(
    home: Path,
    contact: str,
    sources: list[str] | None = None,
    max_pages: Annotated[int, Field(ge=1)] = 50,
    max_reports: int | None = None,
    sample_port: Annotated[int, Field(ge=1, le=65535)] | None = None,
) -> State:
    """One night. Red where a part failed or a source listed fewer reports than its ``source.toml`` expects.

    Args:
        home: Data folder; archive, readings and warehouse live in it.
        contact: Web address or e-mail that sites' administrators can reach; the user agent names it.
        sources: Names of the sources to collect; all of them where empty.
        max_pages: Listing pages walked per source at most.
        max_reports: New reports fetched per source at most; all where empty.
        sample_port: Port of the local sample server, to collect its invented sites instead of the real ones.
    """
    if not contact.strip() and sample_port is None:
        raise ValueError("contact is needed: the sites' administrators must be able to reach whoever asks")
    place = Home(home)
    settings = CollectSettings(
        contact=contact,
        max_pages=max_pages,
        max_reports=max_reports,
        sample_hosts=connect_to(sample_port) if sample_port is not None else None,
    )
    with writer_lock(place):
        run = new_run("nightly", is_sample=sample_port is not None)
        done: list[SourceOutcome] = []
        for source in chosen(sources):
            name = source.config.name
            collected = settle(collect(home, name, settings, run, return_state=True))
            readings = settle(read(home, name, run.run_id, return_state=True))
            floor = 1 if sample_port is not None else source.config.listed_min
            done.append(SourceOutcome(name, floor, collected, readings, is_collecting=True))
        # Closed before publishing, so that the warehouse shows this run as ended.
        close_run(place, run, Outcome("nightly", tuple(done), None).verdict_of_sources)
        built = settle(publish(home, return_state=True))
        outcome = Outcome("nightly", tuple(done), built)
        sentence = write_summary(outcome, key="nightly-summary")
    if outcome.verdict == "failed":
        return Failed(message="\n".join([sentence, *outcome.findings]))
    return Completed(message=sentence)
