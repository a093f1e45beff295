"""What may be named on the command line, said before anything is started."""

from __future__ import annotations

from collections.abc import Sequence

import click


def check_sources(names: Sequence[str]) -> None:
    """Ends with the documented usage error where a source of that name does not exist."""
    from tasks.sources import source

    for name in names:
        try:
            source(name)
        except LookupError as error:
            raise click.BadParameter(str(error.args[0]), param_hint="--source") from error
