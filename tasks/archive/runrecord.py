"""A run's record as JSON, in the WARC and in the ledger alike."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tasks.archive.entries import KeptRun, Run, SourceRun
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import utc
from tasks.report import Issue


def to_json(kept: KeptRun) -> str:
    fields = {**asdict(kept.run), "revision": kept.revision}
    text = json.dumps(fields, default=_moment, ensure_ascii=False, separators=(",", ":"))
    # An issue may name a file whose name is no UTF-8.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def checked(kept: KeptRun) -> str:
    """The record as JSON, proved to be read back as the same record. Raises ArchiveError."""
    try:
        text = to_json(kept)
    except (ValueError, TypeError) as error:
        raise ArchiveError("a run's record that cannot be written down") from error
    if from_json(text) != kept:
        raise ArchiveError("a run's record that would not be read back as it is")
    return text


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def from_json(text: str | bytes) -> KeptRun:
    """Raises ArchiveError where the text is no run's record."""
    try:
        kept = _kept(json.loads(text))
        kept.run.run_id.encode()
        utc(kept.run.started_at)
        if type(kept.revision) is not int or abs(kept.revision) >= 2**63:
            raise TypeError("no number")
        return kept
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
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
