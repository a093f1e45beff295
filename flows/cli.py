"""The `onrecord` command: a thin face on the flows and batches.

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 done, but some input was not taken · 4 another process is writing
to this home · 5 verify found the archive damaged · 6 a web archive asked for a pause: come back later.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from errno import EADDRINUSE
from pathlib import Path

import click
from click.core import ParameterSource

from flows.backfill_command import backfill
from flows.choices import Question, check_sources
from flows.cite_command import cite
from flows.console import say
from flows.evidence import export, ledger, stamp, verify
from flows.exits import EXIT_FAILED, EXIT_PARTLY, fail, guarded
from flows.quotes_command import quotes
from tasks.home import Home

SAMPLE_PORT = 8765
FIRST_WEB_YEAR = 1991


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=(__doc__ or "").split("\n\n")[1],
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="ONRECORD_HOME",
    default=Path(".onrecord"),
    show_default=True,
    help="Data folder: archive, readings, warehouse. Also ONRECORD_HOME.",
)
@click.version_option(package_name="onrecord")
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """Human-rights reports as evidence, as text, as quotes, and as a DuckDB warehouse.

    First steps: `onrecord demo` shows the whole way on invented pages; `onrecord import PAGE --url ADDRESS` and
    `onrecord publish` take a page of yours; `onrecord sql "FROM reports"` asks the warehouse.
    """
    context.obj = Home(home)


@main.command()
@click.option(
    "--contact",
    envvar="ONRECORD_CONTACT",
    help="Web address or e-mail for sites' administrators. Also ONRECORD_CONTACT.",
)
@click.option("--source", "names", multiple=True, help="Only this source; may be given again.")
@click.option(
    "--max-pages",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="Pages or files walked per listing, sitemap or feed.",
)
@click.option("--max", "--max-reports", "max_reports", type=click.IntRange(1), help="Reports had per source at most.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only reports that the sites give with this day or a later one (or with none), and no second visits.",
)
@click.option(
    "--sample",
    "sample_port",
    type=click.IntRange(1, 65535),
    help="Port of `onrecord serve-sample`, to collect from it instead.",
)
@click.pass_obj
@guarded
def nightly(
    home: Home,
    contact: str | None,
    names: tuple[str, ...],
    max_pages: int,
    max_reports: int | None,
    since: datetime | None,
    sample_port: int | None,
) -> None:
    """Collect what is new, read it, publish the warehouse: what runs every night."""
    if not contact and sample_port is None:
        raise click.UsageError("--contact is needed: the sites' administrators must be able to reach whoever asks")
    from flows.local import run_nightly
    from tasks.archive.asking.session import check_contact

    check_sources(names)
    contact = contact or "sample@onrecord.test"
    try:
        check_contact(contact)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--contact") from error
    is_green = run_nightly(
        home,
        contact,
        names,
        max_pages=max_pages,
        max_reports=max_reports,
        since=since.date() if since else None,
        sample_port=sample_port,
    )
    if not is_green:
        sys.exit(EXIT_FAILED)


@main.command()
@click.option("--source", "names", multiple=True, help="Only this source; may be given again.")
@click.pass_obj
@guarded
def reread(home: Home, names: tuple[str, ...]) -> None:
    """Read the whole archive again with today's rules and publish; asks no site for anything."""
    from flows.local import run_reread

    check_sources(names)
    if not run_reread(home, names):
        sys.exit(EXIT_FAILED)


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--url", help="Address the one given page was saved from.")
@click.option("--captured-at", help="When it was saved, ISO 8601 (2015-11-26T08:53:00Z); without it, now.")
@click.pass_obj
@guarded
def import_(home: Home, paths: tuple[Path, ...], url: str | None, captured_at: str | None) -> None:
    """Take pages (HTML or text), folders of them, or WARC files into the archive, and read them.

    A page's address comes from --url, from a file PAGE.url beside it, or from the page's canonical link. Importing
    the same thing again changes nothing.
    """
    if url and (len(paths) != 1 or paths[0].is_dir()):
        raise click.UsageError("--url belongs to exactly one page; put addresses of many into PAGE.url files")
    from flows.local import run_import
    from tasks.batch.importing import TROUBLES

    taken = run_import(home, paths, url, _moment(captured_at))
    for item in taken:
        say(f"{item.outcome:>9}  {item.name}: {item.detail}")
    if any(item.outcome in TROUBLES for item in taken):
        sys.exit(EXIT_PARTLY)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{text!r} is no ISO 8601 time", param_hint="--captured-at") from error
    if moment > datetime.now(UTC):
        raise click.BadParameter("it lies in the future", param_hint="--captured-at")
    if moment.year < FIRST_WEB_YEAR:
        raise click.BadParameter("there was no web to capture then", param_hint="--captured-at")
    return moment


@main.command()
@click.pass_obj
@guarded
def publish(home: Home) -> None:
    """Read what is unread, build the warehouse beside the old one, check it, swap it in."""
    from flows.local import run_publish

    run_publish(home)


@main.command()
@click.argument("page", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", help="The page's address; without it the page's canonical link.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="text for the eye, json with everything, html: one page with the whole text, its passages and quotes marked.",
)
@guarded
def read(page: Path, url: str | None, form: str) -> None:
    """Read one page and print what was understood; no store is touched. PAGE may be - for standard input."""
    from flows.local import show_reading

    show_reading(page, url, form)


@main.command(cls=Question, short_help="Ask the published warehouse in SQL, read-only.")
@click.argument("query", required=False)
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File that holds the question, such as one of warehouse/examples.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write; needed for parquet.",
)
@click.pass_obj
@guarded
def sql(home: Home, query: str | None, file: Path | None, form: str, output: Path | None) -> None:
    """Ask the published warehouse, read-only: onrecord sql "SELECT speaker, text FROM quotes LIMIT 5"."""
    if (query is None) == (file is None):
        raise click.UsageError("ask one question: on the command line, or from --file")
    question = query or (file.read_text(encoding="utf-8") if file else "")
    if form == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output FILE")
    from flows.local import run_sql

    run_sql(home, question, form, output)


@main.command()
@click.pass_obj
@guarded
def status(home: Home) -> None:
    """What is in this home: captures, readings, warehouse, last runs, and what to do next."""
    from flows.status import show_status

    show_status(home)


main.add_command(backfill)
main.add_command(cite)
main.add_command(quotes)
main.add_command(verify)
main.add_command(stamp)
main.add_command(export)
main.add_command(ledger)


@main.command("serve-sample")
@click.option("--port", type=click.IntRange(0, 65535), default=SAMPLE_PORT, show_default=True)
@click.option("--faults", is_flag=True, help="Serve a site that misbehaves in every way of docs/collecting.md instead.")
@click.option("--archives", is_flag=True, help="Serve web archives beside the sites, for `backfill --sample PORT`.")
@guarded
def serve_sample(port: int, faults: bool, archives: bool) -> None:
    """Serve the invented sample sites on loopback until interrupted; then `onrecord nightly --sample PORT`."""
    if faults and archives:
        raise click.UsageError("--faults and --archives are two servers: start each by itself")
    if archives:
        from samples.archiveserver import serve
    elif faults:
        from samples.faults.server import serve
    else:
        from samples.server import serve
    try:
        serve(port)
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        fail(f"port {port} is in use: choose another with --port, or 0 for any that is free")


@main.command()
@click.pass_context
@guarded
def demo(context: click.Context) -> None:
    """The whole nightly way on the bundled invented sites, in a home of its own, ending in three questions answered.

    The home is .onrecord-demo unless --home names another; a demo that was run before is continued, as a second night.
    """
    from flows.demo import run_demo

    is_given = context.find_root().get_parameter_source("home") is not ParameterSource.DEFAULT
    home: Home = context.obj if is_given else Home(Path(".onrecord-demo"))
    if not run_demo(home):
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
