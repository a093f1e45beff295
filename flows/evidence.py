"""Commands that prove the evidence, make its index again and hand it on. None of them needs Prefect or a network."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.choices import check_sources
from flows.console import progress_shown, say
from flows.exits import EXIT_DAMAGED, guarded
from tasks.home import Home

tsa_ca = click.option(
    "--tsa-ca",
    "anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="ONRECORD_TSA_CA",
    help="PEM file with the certificates trusted to vouch for time-stamping authorities. Also ONRECORD_TSA_CA.",
)


@click.command()
@tsa_ca
@click.pass_obj
@guarded
def verify(home: Home, anchors: Path | None) -> None:
    """Prove that archive, ledger and manifest agree: every file, every record, every digest, every timestamp.

    What killed runs left is told and is no damage: the next run mends it.

    What cannot be seen from inside is that the newest files, their lines in the manifest and their timestamps were all
    taken away together: keep a copy of archive/manifest.jsonl or of the last timestamp somewhere else.
    """
    from tasks.archive.custody.verify import verify as prove

    with progress_shown() as progress:
        found = prove(home.archive, progress, anchors=anchors)
    for told in (*found.problems, *found.remarks):
        say(str(told))
    say(
        f"{found.files} WARC files, {found.records} records, {found.captures} captures: "
        + (f"{len(found.problems)} problems" if found.problems else "all agree")
    )
    if found.timestamps and found.stamped_at:
        say(
            f"{found.timestamps} timestamps; the latest, of {found.stamped_at:%Y-%m-%d %H:%M:%S} UTC, vouches for "
            f"{found.stamped_files} of {found.files} WARC files"
            + ("" if anchors else " (signed, but no trust anchor was given: --tsa-ca FILE proves by whom)")
        )
    if found.problems:
        sys.exit(EXIT_DAMAGED)


@click.command()
@click.option(
    "--tsa",
    "authority",
    envvar="ONRECORD_TSA",
    required=True,
    help="Address of an RFC 3161 time-stamping authority. Also ONRECORD_TSA.",
)
@tsa_ca
@click.pass_obj
@guarded
def stamp(home: Home, authority: str, anchors: Path | None) -> None:
    """Have a time-stamping authority vouch that the archive existed as it is now.

    It is sent one SHA-256, of the manifest's last line, which vouches for every WARC file; it learns nothing else. With
    ONRECORD_TSA set, each night does this at its end.
    """
    from tasks.archive.custody.timestamps import stamp as ask

    made = ask(home.archive, authority, anchors=anchors)
    say(f"stamped at {made.at:%Y-%m-%d %H:%M:%S} UTC" if made else "nothing new to stamp")


@click.group()
def ledger() -> None:
    """The index of the archive, which can always be made again from the WARC files."""


@ledger.command()
@click.option(
    "--renew-manifest",
    is_flag=True,
    help="Also give a new line in the manifest to files whose line is lost, where no copy of the manifest is left. It "
    "vouches for them from now on only.",
)
@click.pass_obj
@guarded
def rebuild(home: Home, renew_manifest: bool) -> None:
    """Make the ledger again from the WARC files alone; the old one is replaced only when the new one is whole."""
    from tasks.archive.errors import ArchiveError
    from tasks.archive.recovery import missing_files
    from tasks.archive.recovery import rebuild as rebuild_ledger
    from tasks.batch.lock import writer_lock

    if not home.archive.is_dir():
        raise ArchiveError(f"{home.path}: no archive is here")
    with writer_lock(home), progress_shown() as progress:
        captures = rebuild_ledger(home.archive, progress, renew_manifest=renew_manifest)
        lost = missing_files(home.archive)
    say(f"ledger rebuilt: {captures} captures")
    if lost:
        told = f"{len(lost)} WARC files that the manifest vouches for are missing, {lost[0]} first"
        say(f"{told}: restore them from a copy")
        sys.exit(EXIT_DAMAGED)


@click.group()
def export() -> None:
    """Hand evidence on, in a form that others' tools read."""


@export.command()
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", help="Only captures of this source.")
@click.option("--address", "addresses", multiple=True, help="Only the document at this address; may be given again.")
@click.option("--title", default="OnRecord", show_default=True, help="What replay tools call the collection.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.pass_obj
@guarded
def wacz(home: Home, target: Path, source: str | None, addresses: tuple[str, ...], title: str, force: bool) -> None:
    """Write a WACZ: captures, index, manifest and timestamps in one FILE that replay tools open.

    WARC files go in byte for byte, so that their hashes are those of the manifest. With --source or --address only the
    records needed go in, each unchanged. A document named by any of its addresses comes with all its captures.
    """
    from tasks.archive.custody.wacz import export as write
    from tasks.sources import identify

    check_sources((source,) if source else ())
    found = [identify(address) for address in addresses]
    with progress_shown() as progress:
        done = write(
            *(home.archive, target),
            source=source,
            addresses=addresses,
            document_keys=[identity.document_key for _, identity in filter(None, found)],
            title=title,
            overwrite=force,
            progress=progress,
        )
    say(
        f"{target}: {done.captures} captures in {done.files} WARC files, {done.pages} pages, "
        f"{done.timestamps} timestamps, {done.bytes:,} bytes"
    )
    if done.left_open:
        say(f"{done.left_open} WARC files are still being written, or a killed run left them open, and are not in it")
    if done.without_original:
        say(
            f"{done.without_original} captures were left out: what they repeat lies in such a file; try again when it "
            "is closed"
        )
