"""How the command line talks: progress bars on a terminal, plain lines elsewhere, tables, errors with a next step."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from tasks.batch.progress import Progress

SECONDS_BETWEEN_LINES = 5.0

out = Console(soft_wrap=True, highlight=False, emoji=False)
"""What the command was asked for. `:smile:` in a page is seven characters and stays so."""
err = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
"""What it says about itself, so that output can be piped."""


def say(line: str) -> None:
    """One plain line to the operator. Markup is off: a file's name may hold brackets."""
    err.print(line, markup=False)


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A bar per kind of work on a terminal; elsewhere a line every few seconds and one at the end."""
    if not err.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=err, transient=True) as bars:
        known: dict[str, object] = {}

        def tell(doing: str, done: int, total: int | None) -> None:
            if doing not in known:
                known[doing] = bars.add_task(doing, total=total)
            bars.update(known[doing], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


def _lines() -> Progress:
    last = time.monotonic()

    def tell(doing: str, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if (total and done == total > 1) or now - last >= SECONDS_BETWEEN_LINES:
            last = now
            say(f"{doing}: {done}" + (f" of {total}" if total else ""))

    return tell


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Prints a table; on a terminal it is fitted to its width, elsewhere nothing is cut."""
    shown = Table(title=Text(title) if title else None, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        shown.add_column(Text(column), overflow="fold")
    for row in rows:  # as text, since rich would take [b] for markup
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    target = out if sys.stdout.isatty() else Console(width=200, soft_wrap=False, highlight=False)
    target.print(shown)
