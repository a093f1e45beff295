"""Files that a command was told to write: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when all is written; after an error what stood there before still stands.

    Raises OSError that names the file that was asked for, not the one it is written to first.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        if str(error.filename) == str(part):
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)
