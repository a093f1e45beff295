"""The same way as a night's, discovering through web archives: collect, read, publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.running import chosen, run_name, settle
from samples.webarchives import ENDPOINTS, MATCH, connect_to
from tasks.archive.asking.session import check_contact
from tasks.batch.backfilling import BackfillSettings, archives_of
from tasks.batch.lock import writer_lock
from tasks.batch.outcome import Outcome, SourceOutcome
from tasks.batch.runs import close_run, new_run
from tasks.collect import backfill as backfill_task
from tasks.home import Home
from tasks.publish import publish, stamp_archive
from tasks.read import read
from tasks.sources import ArchiveConfig, Source
from tasks.summary import write_summary

LATER = "ComeBackLater"
"""Name of the final state where a web archive asked for a pause: all is kept, and the same run goes on later."""

Kind = Literal["replay", "wayback", "pywb", "commoncrawl"]


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
    pick: Literal["newest", "oldest", "all"] = "all",
    since: date | None = None,
    until: date | None = None,
    max_copies: Annotated[int, Field(ge=1)] | None = None,
    pace: Annotated[float, Field(ge=0)] | None = None,
    sample_port: Annotated[int, Field(ge=1, le=65535)] | None = None,
) -> State:
    """Red where a part failed; "come back later" where a web archive asked for a pause.

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
    check_contact(contact)
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
    place = Home(home)
    with writer_lock(place):
        run = new_run("backfill", is_sample=sample_port is not None)
        done: list[SourceOutcome] = []
        later: list[datetime] = []
        for source in with_archives(sources, settings):
            name = source.config.name
            came = settle(backfill_task(home, name, for_source(source, settings, sample_port), run, return_state=True))
            readings = settle(read(home, name, run.run_id, return_state=True))
            done.append(SourceOutcome(name, 0, None, came.done if came else None, readings, is_collecting=True))
            later += [came.until] if came and came.until else []
        close_run(place, run, Outcome("backfill", tuple(done), None).verdict_of_sources)
        stamp_archive(home, return_state=True)
        built = settle(publish(home, return_state=True))
        outcome = Outcome("backfill", tuple(done), built)
        sentence = write_summary(outcome, key="backfill-summary")
    if outcome.verdict == "failed":
        return Failed(message="\n".join([sentence, *outcome.findings]))
    if later:
        return Completed(
            name=LATER,
            message=f"{sentence}\nA web archive asked for a pause: come back after {max(later):%Y-%m-%d %H:%M:%S} UTC.",
        )
    return Completed(message=sentence)


def settings_of(
    contact: str,
    *,
    kind: Kind | None,
    endpoint: str | None,
    replay: str | None,
    wanted: Path | None,
    pick: Literal["newest", "oldest", "all"],
    since: date | None,
    until: date | None,
    max_copies: int | None,
    pace: float | None,
    sample_port: int | None,
) -> BackfillSettings:
    """How the web archives are asked. Raises ValueError for an endpoint of no kind."""
    if endpoint is not None and kind is None:
        raise ValueError("an endpoint needs its kind")
    return BackfillSettings(
        contact=contact,
        archives=(ArchiveConfig(kind, endpoint, ()),) if endpoint is not None and kind is not None else None,
        kinds=(kind,) if kind is not None else (),
        replay=replay,
        wanted=wanted,
        pick=pick,
        since=since,
        until=until,
        most=max_copies,
        pace=pace,
        sample_hosts=connect_to(sample_port) if sample_port is not None else None,
    )


def with_archives(names: list[str] | None, settings: BackfillSettings) -> tuple[Source, ...]:
    """The named sources; without names, all that a web archive is known for."""
    found = chosen(names)
    return found if names or settings.archives else tuple(each for each in found if archives_of(each, settings))


def for_source(source: Source, settings: BackfillSettings, sample_port: int | None) -> BackfillSettings:
    """The same with what is the source's own: which addresses are looked for in an archive that an operator names, and
    which of the sample archives stand for its real ones."""
    named = settings.archives or source.config.archives
    own = dict.fromkeys(pattern for archive in source.config.archives for pattern in archive.match)
    match = MATCH.get(source.config.name, ()) if sample_port is not None else tuple(own)
    if sample_port is not None and settings.archives is None:
        named = tuple(ArchiveConfig(each.kind, ENDPOINTS[each.kind], match) for each in named)
    asked = (replace(each, match=each.match or match) for each in named)
    return replace(settings, archives=tuple(each for each in asked if each.match or settings.wanted))
