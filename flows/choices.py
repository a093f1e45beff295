"""What may be typed on the command line, said before anything is started."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

FIRST_STEPS = "onrecord demo, onrecord import PAGE --url ADDRESS, or onrecord nightly --contact …"
"""What a home without a page needs."""

_COMMENT = re.compile(r"--(?![\w-]+=)\S*\s")


class Question(click.Command):
    """A command that takes a question in SQL, which may begin with a comment: `-- …` is no option, `--formt` a wrong
    one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, which takes what begins with a blank for an argument."""
        return super().parse_args(ctx, [f" {arg}" if _COMMENT.match(arg) else arg for arg in args])


def check_sources(names: Sequence[str]) -> None:
    """Ends with the documented usage error where a source of that name does not exist."""
    from tasks.sources import source

    for name in names:
        try:
            source(name)
        except LookupError as error:
            raise click.BadParameter(str(error.args[0]), param_hint="--source") from error
