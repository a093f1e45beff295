"""`onrecord cite`: citations for a footnote, a bibliography or a reference manager."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from flows.console import say
from flows.exits import EXIT_FAILED, EXIT_PARTLY, guarded
from flows.writing import whole_file
from tasks.home import Home


@click.command(
    short_help="Cite reports: as text, CSL-JSON, BibTeX or RIS.",
    epilog="Exit codes: 0 all cited · 1 none, or no warehouse · 3 some are cited, each other one has its line.",
)
@click.argument("wanted", nargs=-1, required=True, metavar="ADDRESS_OR_KEY...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csl-json", "bibtex", "ris"]),
    default="text",
    show_default=True,
    help="text: a footnote with the archived copy and its SHA-256. csl-json: Zotero, Pandoc, Word processors. "
    "bibtex: LaTeX. ris: EndNote, Mendeley.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write, all reports in one; without it, standard output.",
)
@click.pass_obj
@guarded
def cite(home: Home, wanted: tuple[str, ...], form: str, output: Path | None) -> None:
    """Cite reports: onrecord cite https://www.refworld.org/docid/4ddb8c732.html --format bibtex.

    A report is named by any address it ever had (http or https, with or without www., a web archive's) or by its
    document_key. The archived copy that proves the citation is always told with it. The reports of a question:

    \b
    onrecord sql "SELECT document_key FROM reports WHERE list_contains(country_codes, 'KAZ')" --format csv \\
      | tail -n +2 | xargs -d "\\n" onrecord cite --format ris --output kazakhstan.ris
    """
    from warehouse.citing.lookup import Form, cited, joined

    asked = cast(Form, form)
    answer = cited(home.warehouse, wanted, asked)
    for trouble in answer.troubles:
        say(f"onrecord: {trouble}")
    if not answer.citations:
        sys.exit(EXIT_FAILED)
    _write(joined(answer.citations, asked).encode(), output)
    if output:
        count = len(answer.citations)
        say(f"{count} report{'s' if count > 1 else ''} in {output}")
    if answer.troubles:
        sys.exit(EXIT_PARTLY)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as file:
        file.write(content)
