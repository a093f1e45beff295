"""`onrecord backfill`: pages that are gone, or were never asked for in time, as web archives hold them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, cast

import click
from click.core import ParameterSource

from flows.choices import check_sources
from flows.console import say
from flows.exits import EXIT_FAILED, EXIT_LATER, EXIT_PARTLY, guarded
from tasks.home import Home

if TYPE_CHECKING:
    from flows.backfill_settings import Kind, Pick

KINDS = ("replay", "wayback", "pywb", "commoncrawl")
UNPROBED = frozenset({"pick", "since", "until", "max_copies"})
"""What says nothing of a probe, which has no copy."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--contact",
    envvar="ONRECORD_CONTACT",
    help="Web address or e-mail for the archives' administrators. Also ONRECORD_CONTACT.",
)
@click.option("--source", "names", multiple=True, help="Only this source; may be given again.")
@click.option("--from", "kind", type=click.Choice(KINDS), help="Only web archives of this kind.")
@click.option(
    "--endpoint",
    help="A web archive to ask instead of those in source.toml: its CDX server, Common Crawl's list of crawls, or what "
    "stands before a copy's 14 digits. Needs --from.",
)
@click.option("--replay", help="What stands before a copy's 14 digits, where it does not follow from --endpoint.")
@click.option("--address", "addresses", multiple=True, help="Only copies of this page; may be given again.")
@click.option(
    "--match", "patterns", multiple=True, help="Only copies of addresses that begin so: 'iwpr.net/report-news/*'."
)
@click.option(
    "--addresses",
    "listed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with an address, or a pattern with * at its end, on each line.",
)
@click.option(
    "--pick",
    type=click.Choice(("all", "newest", "oldest")),
    default="all",
    show_default=True,
    help="all: of each address one copy per distinct payload; newest, oldest: one copy of each address.",
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only copies that the archive took then or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only copies that the archive took then or before.")
@click.option("--max", "max_copies", type=click.IntRange(1), help="New copies per source at most.")
@click.option(
    "--pace", type=click.FloatRange(0), help="Seconds between two requests to one archive, instead of source.toml's."
)
@click.option("--probe", is_flag=True, help="Only ask what the archives answer: robots.txt, an index, a sitemap.")
@click.option(
    "--sample",
    "sample_port",
    type=click.IntRange(1, 65535),
    help="Port of `onrecord serve-sample --archives`, to ask its archives instead.",
)
@click.pass_obj
@guarded
def backfill(
    home: Home,
    paths: tuple[Path, ...],
    contact: str | None,
    names: tuple[str, ...],
    kind: str | None,
    endpoint: str | None,
    replay: str | None,
    addresses: tuple[str, ...],
    patterns: tuple[str, ...],
    listed: Path | None,
    pick: str,
    since: datetime | None,
    until: datetime | None,
    max_copies: int | None,
    pace: float | None,
    probe: bool,
    sample_port: int | None,
) -> None:
    """Take copies of pages from web archives, read them and publish.

    Without PATHS the archives that source.toml names are asked, slowly; what was had before is never asked for again,
    so that a run that was stopped is simply started again. With PATHS, WARC and WACZ files and folders of them are
    taken instead, as `onrecord import` does, and no network is used.
    """
    context = click.get_current_context()
    if paths:
        _refuse_ignored(context, frozenset(context.params) - {"paths"}, "files")
        _from_files(home, paths)
        return
    if probe:
        _refuse_ignored(context, UNPROBED, "--probe")
    if not contact and sample_port is None:
        raise click.UsageError("--contact is needed: the archives' administrators must be able to reach whoever asks")
    check_sources(names)
    for name in ("--address", "--match"):
        _check_patterns(name, addresses if name == "--address" else patterns)
    from flows import backfilling
    from flows.backfill_settings import check_wanted

    asked = backfilling.Asked(
        contact=contact or "sample@onrecord.test",
        names=names,
        kind=cast("Kind | None", kind),
        endpoint=endpoint,
        replay=replay,
        pick=cast("Pick", pick),
        since=since.date() if since else None,
        until=until.date() if until else None,
        max_copies=max_copies,
        pace=pace,
        sample_port=sample_port,
    )
    with _usage():
        asked.settings(None)  # before a folder is made for what is wanted
    with _wanted(home, addresses, patterns, listed) as wanted:
        with _usage():
            check_wanted([*addresses, *_prefixes(patterns)], backfilling.checked(asked, wanted))
        if probe:
            backfilling.probe(home, asked, wanted)
            return
        ended = backfilling.run(home, asked, wanted)
    if ended == "failed":
        sys.exit(EXIT_FAILED)
    if ended == "later":
        sys.exit(EXIT_LATER)


def _from_files(home: Home, paths: Sequence[Path]) -> None:
    from flows import backfilling
    from tasks.batch.importing import TROUBLES

    taken = backfilling.from_files(home, paths)
    for item in taken:
        say(f"{item.outcome:>9}  {item.name}: {item.detail}")
    if any(item.outcome in TROUBLES for item in taken):
        sys.exit(EXIT_PARTLY)


@contextmanager
def _usage() -> Iterator[None]:
    """What the checks say is how the command is used, and ends with exit code 2."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _refuse_ignored(context: click.Context, ignored: frozenset[str], beside: str) -> None:
    """An option that would be ignored is refused: whoever gave it believes that it holds."""
    for parameter in context.command.params:
        name = parameter.name or ""
        if name in ignored and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[0]} says nothing beside {beside}")


def _check_patterns(name: str, given: Sequence[str]) -> None:
    for value in given:
        if "\n" in value or "*" in value[:-1] or not value.strip():
            raise click.BadParameter("an address, with * at its end if anywhere", param_hint=name)


def _prefixes(patterns: Sequence[str]) -> list[str]:
    return [pattern if pattern.endswith("*") else f"{pattern}*" for pattern in patterns]


@contextmanager
def _wanted(
    home: Home, addresses: Sequence[str], patterns: Sequence[str], listed: Path | None
) -> Iterator[Path | None]:
    """All that is wanted in one file, which stands as long as the run. The flow is given its path, since what it is
    given is shown to operators, and an address can hold a name."""
    lines = [*addresses, *_prefixes(patterns)]
    if not lines:
        yield listed
        return
    if listed is not None:
        lines += listed.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    home.path.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", prefix=".wanted-", suffix=".txt", dir=home.path) as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        yield Path(file.name)
