"""What readings say that collecting can use: which captures hold a report, and when it was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tasks.archive.frontier import Hints, History, Place, place_of
from tasks.archive.store import Archive
from tasks.home import Home
from tasks.readings import judgements
from tasks.sources import Source


def hints_of(home: Home, source: Source) -> Hints:
    """The hints for a source's frontier. Readings that cannot be read give none: the archive alone then decides."""
    states: dict[str, str] = {}
    published = {}
    try:
        for found in judgements(home.readings, source.config.name):
            states[found.capture_id] = found.state
            if found.document_key and found.published_on:
                published[found.document_key] = found.published_on
    except OSError:
        return Hints({}, {}, source.config.revisit_every)
    return Hints(states, published, source.config.revisit_every)


def standing(home: Home, archive: Archive, source: Source, now: datetime) -> Iterator[tuple[History, Place]]:
    """Each address of the source that nights visit, and where it stands at a given time."""
    hints = hints_of(home, source)
    for history in archive.frontier(source.config.name).values():
        if history.is_visited:
            yield history, place_of(history, hints).at(now)
