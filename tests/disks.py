"""Small disks that can be filled, and disks that cannot be written; both need root."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own of this size (``6m``)."""
    with _mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs"):
        yield folder


def enlarge(folder: Path, size: str) -> None:
    """Makes room on a small disk."""
    subprocess.run(["mount", "-o", f"remount,size={size}", folder], check=True)


@contextmanager
def read_only(original: Path, folder: Path) -> Iterator[Path]:
    """The original's files where they cannot be written."""
    with _mounted(folder, "--bind", original):
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield folder


@contextmanager
def _mounted(folder: Path, *what: str | Path) -> Iterator[None]:
    folder.mkdir()
    if subprocess.run(["mount", *what, folder], capture_output=True).returncode:
        pytest.skip("a file system can be mounted by root only")
    try:
        yield
    finally:
        for _ in range(20):
            if subprocess.run(["umount", folder], capture_output=True).returncode == 0:
                break
            time.sleep(0.2)
        else:  # a test that failed may still have files open there
            subprocess.run(["umount", "--lazy", folder], capture_output=True)


def fill(path: Path, leave: int = 0) -> None:
    """Writes a file as large as there is room for, less `leave` bytes."""
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
        os.ftruncate(file.fileno(), max(0, file.tell() - leave))
