"""Attempts and sightings as JSON: what is known of an address besides its captures, in the WARC, so that the ledger can
be made again from there."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tasks.archive.entries import Attempt, ListedAddress, Sighting, WalkEnd
from tasks.archive.errors import ArchiveError

ATTEMPT_TARGET = "urn:onrecord:attempt"
SIGHTING_TARGET = "urn:onrecord:sighting"


def to_json(note: Attempt | Sighting) -> str:
    return json.dumps(asdict(note), default=_moment, ensure_ascii=False, separators=(",", ":"))


def _moment(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(type(value).__name__)


def attempt_from(text: str | bytes) -> Attempt:
    """Raises ArchiveError where the text is no attempt."""
    try:
        fields = json.loads(text)
        return Attempt(**{**fields, "at": datetime.fromisoformat(fields["at"]), "next_at": _time(fields["next_at"])})
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError("not an attempt's record") from error


def sighting_from(text: str | bytes) -> Sighting:
    """Raises ArchiveError where the text is no sighting."""
    try:
        fields = json.loads(text)
        listed = tuple(_listed(item) for item in fields["listed"])
        end = WalkEnd(**fields["end"]) if fields["end"] else None
        return Sighting(**{**fields, "at": datetime.fromisoformat(fields["at"]), "listed": listed, "end": end})
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError("not a sighting's record") from error


def _listed(fields: dict[str, Any]) -> ListedAddress:
    dated = fields["dated"]
    return ListedAddress(fields["address"], fields["document_key"], date.fromisoformat(dated) if dated else None)


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
