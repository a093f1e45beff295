"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def beside(path: Path, ending: str) -> Path:
    """A hidden name in the same folder: on the same file system, so that a rename is one step."""
    return path.with_name(f".{path.name}.{ending}")


def fsync(path: Path) -> None:
    """Without it a power cut can leave the name of a file with nothing behind it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(paths: Iterable[Path]) -> None:
    """Removes files, with the write-ahead log a killed DuckDB left, and folders; nothing there is no error."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
            continue
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)


def swap_file(new: Path, path: Path) -> None:
    """Puts a finished file in place in one step; whoever has the old one open keeps it."""
    fsync(new)
    new.replace(path)
    fsync(path.parent)


def swap_folder(new: Path, folder: Path) -> None:
    """A folder that is not empty cannot be replaced in one step: the old one steps aside first."""
    aside = beside(folder, "old")
    if folder.exists():
        folder.rename(aside)
    new.rename(folder)
    fsync(folder.parent)
    remove([aside])


def recover_folder(folder: Path) -> None:
    """Puts back what a swap that was killed between its two renames left aside."""
    aside = beside(folder, "old")
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    remove([aside])
