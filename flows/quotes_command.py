"""`onrecord quotes`: who said what in plain texts, without archive or warehouse."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from flows.console import progress_shown, say
from flows.exits import EXIT_FAILED, EXIT_PARTLY, guarded
from flows.writing import whole_file

MOST_TROUBLES_SHOWN = 20


@click.command(
    short_help="Who said what in texts of yours, one document a line.",
    epilog="Exit codes: 0 all lines answered · 1 none · 3 some lines hold no document, each has its message.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--direct-only",
    is_flag=True,
    help="Only words in quotation marks, with their speakers; reported speech is not looked for, which is faster.",
)
@click.option(
    "--nested",
    is_flag=True,
    help="Also what speakers quote of others, inside their own words; corpora do not count it.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write; without it, standard output.",
)
@guarded
def quotes(file: Path, direct_only: bool, nested: bool, output: Path | None) -> None:
    """Who said what in texts of yours: onrecord quotes texts.jsonl --output quotes.jsonl.

    FILE holds one document a line, {"id": "a1", "text": "…"}; - is standard input. Each line of the text is a
    paragraph. The text is taken as English unless the line says "language": of other languages only words in marks
    are found, without speakers. Nothing is stored, and no network is asked.

    Each document gives one line, {"id": …, "quotes": [ … ]}, with one entry for each unbroken stretch of words:

    \b
      start, end, text   where the words stand in the text, without outer quotation marks
      type               direct, mixed (reported, with words in marks) or indirect
      speaker            who it is as printed beside the words ("she"): text, start, end; or null
      speaker_canonical  who that is by the fullest name in the text; null where that is not sure
      cue                "said", "told reporters", "according to"; or null
      group              the same for all stretches of one quote that "he said" interrupts
      speaker_kind, role, affiliation, confidence (0 to 1), rule: docs/quotes.md

    One text of yours, through jq:

    \b
    jq -Rs '{id: "mine", text: .}' -c report.txt | onrecord quotes - | jq '.quotes[] | [.speaker_canonical, .text]'
    """
    with _opened(file) as (lines, total), _target(output) as target:
        answered, troubles = _run(lines, total, target, direct_only, nested)
    if troubles > MOST_TROUBLES_SHOWN:
        say(f"onrecord: … and {troubles - MOST_TROUBLES_SHOWN} more lines that hold no document")
    if output:
        say(f"{answered} document{'' if answered == 1 else 's'} in {output}")
    if troubles:
        sys.exit(EXIT_PARTLY if answered else EXIT_FAILED)


def _run(
    lines: Iterable[bytes], total: int | None, target: BinaryIO, direct_only: bool, nested: bool
) -> tuple[int, int]:
    """How many lines were answered, and how many hold no document."""
    from tasks.batch.quoting import answers

    answered = troubles = 0
    with progress_shown() as progress:
        for answer in answers(lines, direct_only=direct_only, nested=nested):
            if answer.trouble:
                troubles += 1
                if troubles <= MOST_TROUBLES_SHOWN:
                    say(f"onrecord: line {answer.line}: {answer.trouble}")
            else:
                answered += 1
                target.write(answer.found)
            progress("finding quotes", answer.line, total)
    return answered, troubles


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Iterable[bytes], int | None]]:
    """The lines of a file and how many there are; of standard input nobody knows."""
    if str(file) == "-":
        yield sys.stdin.buffer, None
        return
    total = None
    if file.is_file():  # a pipe can be read only once
        with file.open("rb") as counted:
            total = sum(1 for _ in counted)
    with file.open("rb") as lines:
        yield lines, total


@contextmanager
def _target(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as file:
        yield file
