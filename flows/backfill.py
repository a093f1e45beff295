"""The same way as a night's, discovering through web archives: collect, read, publish."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.backfill_settings import Kind, Pick, asked_of, settings_of
from flows.running import closed, failure_of, fills_of, remarks_of, run_name, settle
from tasks.batch.lock import writer_lock
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.runs import new_run
from tasks.collect import backfill as backfill_task
from tasks.home import Home
from tasks.publish import publish, stamp_archive
from tasks.read import read
from tasks.summary import write_summary

LATER = "ComeBackLater"
"""Name of the final state where a web archive asked for a pause: all is kept, and the same run goes on later."""
NOBODY = "nothing could be asked, or no web archive answered"
"""Then nothing came, and nobody knows what there is: no reason to be green."""


@flow(
    name="backfill",
    flow_run_name=run_name("backfill"),
    description="Has copies of the sources' pages from web archives, reads them and publishes the warehouse.",
)
def backfill(
    home: Path,
    contact: str,
    sources: list[str] | None = None,
    kind: Kind | None = None,
    endpoint: str | None = None,
    replay: str | None = None,
    wanted: Path | None = None,
    pick: Pick = "all",
    since: date | None = None,
    until: date | None = None,
    max_copies: Annotated[int, Field(ge=1)] | None = None,
    pace: Annotated[float, Field(ge=0)] | None = None,
    sample_port: Annotated[int, Field(ge=1, le=65535)] | None = None,
) -> State:
    """Red where a part failed or nobody answered; "come back later" where a web archive asked for a pause.

    Raises ValueError, before anything is asked, for settings that make no sense or would do an archive harm.

    Args:
        home: Data folder; archive, readings and warehouse live in it.
        contact: Web address or e-mail that archives' administrators can reach; the user agent names it.
        sources: Names of the sources; all that name web archives where empty.
        kind: Only web archives of this kind.
        endpoint: A web archive to ask instead of those in ``source.toml``; `kind` says which kind it is of.
        replay: What stands before a copy's 14 digits, where it does not follow from the endpoint.
        wanted: File with an address, or a pattern with ``*`` at its end, on each line; all that ``source.toml``
            matches where empty.
        pick: One copy per distinct payload (all), or of each address the newest or the oldest.
        since: Only copies that the web archive took on this day or later.
        until: Only copies that the web archive took on this day or before.
        max_copies: New copies per source at most.
        pace: Seconds between two requests to one web archive; that of ``source.toml`` where empty.
        sample_port: Port of the local sample archives, to ask them instead of the real ones.
    """
    settings = settings_of(
        contact,
        kind=kind,
        endpoint=endpoint,
        replay=replay,
        wanted=wanted,
        pick=pick,
        since=since,
        until=until,
        max_copies=max_copies,
        pace=pace,
        sample_port=sample_port,
    )
    named = asked_of(sources, settings, sample_port)
    place = Home(home)
    with writer_lock(place):
        run = new_run("backfill", is_sample=sample_port is not None)
        done: list[SourceOutcome] = []
        later: list[datetime] = []
        for source, own in named:
            name = source.config.name
            asked = backfill_task(home, name, own, run, return_state=True)
            state = read(home, name, run.run_id, return_state=True)
            came, why = settle(asked), failure_of(asked) or failure_of(state)
            if came and not came.is_answered and came.until is None:
                why = why or NOBODY
            collected = came.done if came else None
            counts = settle(state)
            fills = fills_of(place, source, counts)
            done.append(SourceOutcome(name, 0, None, collected, counts, is_collecting=True, failure=why, fills=fills))
            later += [came.until] if came and came.until else []
        faults = closed(place, run, Outcome("backfill", tuple(done), None))
        remarks = remarks_of(stamp_archive(home, return_state=True))
        built = settle(publish(home, return_state=True))
        outcome = Outcome("backfill", tuple(done), built, faults, remarks)
        sentence = write_summary(outcome, key="backfill-summary")
    if outcome.verdict == "failed":
        return Failed(message="\n".join([sentence, *outcome.findings]))
    if later:
        return Completed(
            name=LATER,
            message=f"{sentence}\nA web archive asked for a pause: come back after {max(later):%Y-%m-%d %H:%M:%S} UTC.",
        )
    return Completed(message=sentence)
