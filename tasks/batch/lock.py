"""One writer per home. Readers need no lock: they see whole files only."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.home import Home


class HomeLockedError(RuntimeError):
    """Another process is writing to this home."""

    def __init__(self, home: Home, holder: str) -> None:
        super().__init__(f"{home.path} is being written to by {holder}; wait for it to end, or choose another --home")


@contextmanager
def writer_lock(home: Home) -> Iterator[None]:
    """Holds the home for one writing process; the kernel lets go of it however the process ends.

    Raises HomeLockedError at once where another process holds it.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise HomeLockedError(home, f"process {file.read().strip() or 'unknown'}") from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
