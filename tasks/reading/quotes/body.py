"""One printing of a body."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.reading.quotes.utterances import Stretch


@dataclass(frozen=True, slots=True)
class Body:
    """One printing of a body, without article; of a name after a noun ("the watchdog Free C."), the name."""

    start_char: int
    end_char: int
    nouns: frozenset[str]
    """What it may be called: "commission", "watchdog"."""
    paragraph: int
    sentence: int
    """Counted through the report."""
    is_full: bool
    """A name, or more than the bare noun."""
    is_named: bool
    opens: bool
    """It is what its sentence begins with."""
    is_told: bool
    """Somebody speaks or writes to it: "told the paper", "a letter to the ministry"."""
    is_apart: bool
    """A verb stands before it, or a comma behind: no mere "outside the court", which opens so many sentences."""

    @property
    def stretch(self) -> Stretch:
        return self.start_char, self.end_char
