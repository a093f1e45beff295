"""A run's record as JSON, in the WARC and in the ledger alike."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tasks.archive.entries import KeptRun, Run, SourceRun
from tasks.archive.errors import ArchiveError
from tasks.report import Issue


def to_json(kept: KeptRun) -> str:
    fields = {**asdict(kept.run), "revision": kept.revision}
    return json.dumps(fields, default=_moment, ensure_ascii=False, separators=(",", ":"))


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def from_json(text: str | bytes) -> KeptRun:
    """Raises ArchiveError where the text is no run's record."""
    try:
        return _kept(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError("not a run's record") from error


def _kept(fields: dict[str, Any]) -> KeptRun:
    ended = fields["ended_at"]
    run = Run(
        run_id=fields["run_id"],
        flow=fields["flow"],
        started_at=datetime.fromisoformat(fields["started_at"]),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        state=fields["state"],
        sources=tuple(_source(source) for source in fields["sources"]),
        is_sample=fields["is_sample"],
    )
    return KeptRun(run, fields["revision"])


def _source(fields: dict[str, Any]) -> SourceRun:
    return SourceRun(**{**fields, "issues": tuple(Issue(**issue) for issue in fields["issues"])})
