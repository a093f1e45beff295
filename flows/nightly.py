"""The night: collect, read, publish. Each source on its own, so that one site's trouble stops no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.running import chosen, closed, failure_of, fills_of, remarks_of, run_name, settle
from samples import connect_to
from tasks.archive.asking.session import check_contact
from tasks.batch.collecting import CollectSettings
from tasks.batch.lock import writer_lock
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.runs import new_run
from tasks.collect import collect
from tasks.home import Home
from tasks.publish import publish, stamp_archive
from tasks.read import read
from tasks.sources import Source
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
    max_reports: Annotated[int, Field(ge=1)] | None = None,
    since: date | None = None,
    sample_port: Annotated[int, Field(ge=1, le=65535)] | None = None,
) -> State:
    """One night. Red where a part failed or a source listed fewer reports than its ``source.toml`` expects.

    Args:
        home: Data folder; archive, readings and warehouse live in it.
        contact: Web address or e-mail that sites' administrators can reach; the user agent names it.
        sources: Names of the sources to collect; all of them where empty.
        max_pages: Pages or files walked per listing, sitemap or feed at most.
        max_reports: Reports had per source at most; all where empty.
        since: Only reports that the sites give with this day or a later one, or with none; all where empty.
        sample_port: Port of the local sample server, to collect its invented sites instead of the real ones.
    """
    check_contact(contact)
    place = Home(home)
    settings = CollectSettings(
        contact=contact,
        max_pages=max_pages,
        max_reports=max_reports,
        since=since,
        sample_hosts=connect_to(sample_port) if sample_port is not None else None,
    )
    with writer_lock(place):
        run = new_run("nightly", is_sample=sample_port is not None)
        done: list[SourceOutcome] = []
        # All sites side by side: each is asked at its own pace, and none waits for another.
        asked = [(source, collect.submit(home, source.config.name, settings, run)) for source in chosen(sources)]
        for source, future in asked:
            name = source.config.name
            future.wait()
            collected = settle(future.state)
            state = read(home, name, run.run_id, return_state=True)
            why = failure_of(future.state) or failure_of(state)
            expected = _expected(source, is_sample=sample_port is not None, is_part=since is not None)
            counts = settle(state)
            fills = fills_of(place, source, counts)
            done.append(SourceOutcome(name, *expected, collected, counts, is_collecting=True, failure=why, fills=fills))
        # Closed before publishing, so that the warehouse shows this run as ended.
        faults = closed(place, run, Outcome("nightly", tuple(done), None))
        remarks = remarks_of(stamp_archive(home, return_state=True))
        built = settle(publish(home, return_state=True))
        outcome = Outcome("nightly", tuple(done), built, faults, remarks)
        sentence = write_summary(outcome, key="nightly-summary")
    if outcome.verdict == "failed":
        return Failed(message="\n".join([sentence, *outcome.findings]))
    return Completed(message=sentence)


def _expected(source: Source, *, is_sample: bool, is_part: bool) -> tuple[int, int | None]:
    """How many reports the source is to list, at least and at most."""
    if is_sample:
        return 1, None
    return 0 if is_part else source.config.listed_min, source.config.listed_max
