"""`onrecord backfill`: pages that are gone, or were never asked for in time, as web archives hold them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal, cast
from urllib.parse import urlsplit

import click

from flows.console import say
from flows.exits import EXIT_FAILED, EXIT_LATER, EXIT_PARTLY, guarded
from tasks.home import Home

KINDS = ("replay", "wayback", "pywb", "commoncrawl")
LEAST_PACE = 1.0
"""Seconds. Archives are shared by everyone."""

Kind = Literal["replay", "wayback", "pywb", "commoncrawl"]


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
    if paths:
        _from_files(home, paths)
        return
    _check(contact, kind, endpoint, replay, pace, sample_port)
    for name in ("--address", "--match"):
        _check_patterns(name, addresses if name == "--address" else patterns)
    from flows import backfilling

    asked = backfilling.Asked(
        contact=contact or "sample@onrecord.test",
        names=names,
        kind=cast("Kind | None", kind),
        endpoint=endpoint,
        replay=replay,
        pick=cast(Literal["newest", "oldest", "all"], pick),
        since=since.date() if since else None,
        until=until.date() if until else None,
        max_copies=max_copies,
        pace=pace,
        sample_port=sample_port,
    )
    with _wanted(home, addresses, patterns, listed) as wanted:
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


def _check(
    contact: str | None,
    kind: str | None,
    endpoint: str | None,
    replay: str | None,
    pace: float | None,
    sample_port: int | None,
) -> None:
    from tasks.archive.asking.session import check_contact

    if not contact and sample_port is None:
        raise click.UsageError("--contact is needed: the archives' administrators must be able to reach whoever asks")
    if contact:
        try:
            check_contact(contact)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--contact") from error
    if endpoint is not None and kind is None:
        raise click.UsageError(f"--endpoint needs --from: which kind of archive it is ({', '.join(KINDS)})")
    if pace is not None and pace < LEAST_PACE and sample_port is None:
        raise click.UsageError(f"--pace: less than {LEAST_PACE:g} second is no pace for an archive")
    for name, address in (("--endpoint", endpoint), ("--replay", replay)):
        if address is None:
            continue
        try:
            parts = urlsplit(address)
            is_plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.password is None
        except ValueError:
            is_plain = False
        if not is_plain:
            raise click.BadParameter("an http or https address without credentials is needed", param_hint=name)
    if kind == "replay" and endpoint is not None and not endpoint.endswith("/"):
        raise click.BadParameter("it must end where a copy's 14 digits begin, with /", param_hint="--endpoint")


def _check_patterns(name: str, given: Sequence[str]) -> None:
    for value in given:
        if "\n" in value or "*" in value[:-1] or not value.strip():
            raise click.BadParameter("an address, with * at its end if anywhere", param_hint=name)


@contextmanager
def _wanted(
    home: Home, addresses: Sequence[str], patterns: Sequence[str], listed: Path | None
) -> Iterator[Path | None]:
    """All that is wanted in one file, which stands as long as the run. The flow is given its path, since what it is
    given is shown to operators, and an address can hold a name."""
    lines = [*addresses, *(pattern if pattern.endswith("*") else f"{pattern}*" for pattern in patterns)]
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
