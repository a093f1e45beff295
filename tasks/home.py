"""Where one installation keeps its three stores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """A data folder: ``archive/`` (evidence), ``readings/`` (interpretation), ``warehouse.duckdb`` (publication)."""

    path: Path

    @property
    def archive(self) -> Path:
        return self.path / "archive"

    @property
    def readings(self) -> Path:
        return self.path / "readings"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse.duckdb"

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    @property
    def turns(self) -> Path:
        """When each site may be asked again; a file per site."""
        return self.path / "turns"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.path / "writer.lock"
