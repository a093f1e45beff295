"""Attempts and sightings as JSON: what is known of an address besides its captures, in the WARC, so that the ledger can
be made again from there."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tasks.archive.entries import Attempt, ListedAddress, Sighting, WalkEnd
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import utc

ATTEMPT_TARGET = "urn:onrecord:attempt"
SIGHTING_TARGET = "urn:onrecord:sighting"
_NO_NOTE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


def to_json(note: Attempt | Sighting) -> str:
    return json.dumps(asdict(note), default=_moment, ensure_ascii=False, separators=(",", ":"))


def checked(note: Attempt | Sighting) -> str:
    """The note as JSON, proved to be read back as the same note: what could not be would close the archive, for its
    record stays. Raises ArchiveError."""
    try:
        text = to_json(note)
        again = attempt_from(text) if isinstance(note, Attempt) else sighting_from(text)
    except (ValueError, TypeError) as error:
        raise ArchiveError("a note that cannot be written down") from error
    if again != note:
        raise ArchiveError("a note that would not be read back as it is")
    return text


def _moment(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(type(value).__name__)


def attempt_from(text: str | bytes) -> Attempt:
    """Raises ArchiveError where the text is no attempt."""
    try:
        fields = json.loads(text)
        next_at = _time(fields["next_at"]) if fields["next_at"] else None
        made = Attempt(**{**fields, "at": _time(fields["at"]), "next_at": next_at})
        _texts(made.address, made.source, made.role, made.state, made.run_id)
        _texts(*(value for value in (made.document_key, made.archive_address) if value is not None))
    except _NO_NOTE as error:
        raise ArchiveError("not an attempt's record") from error
    return made


def sighting_from(text: str | bytes) -> Sighting:
    """Raises ArchiveError where the text is no sighting."""
    try:
        fields = json.loads(text)
        listed = tuple(_listed(item) for item in fields["listed"])
        end = WalkEnd(**fields["end"]) if fields["end"] else None
        seen = Sighting(**{**fields, "at": _time(fields["at"]), "listed": listed, "end": end})
        _texts(seen.source, seen.start, seen.run_id, *(item.address for item in listed))
        _texts(*(item.document_key for item in listed if item.document_key is not None))
        if end is not None:
            _texts(end.reason)
            if not (end.reach is None or (type(end.reach) is int and abs(end.reach) < 2**63)):
                raise TypeError("no number of pages")
    except _NO_NOTE as error:
        raise ArchiveError("not a sighting's record") from error
    return seen


def _listed(fields: dict[str, Any]) -> ListedAddress:
    changed = fields.get("changed")  # records of earlier versions lack it
    return ListedAddress(fields["address"], fields["document_key"], _day(fields["dated"]), _day(changed))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    utc(moment)  # a time without a zone is none, nor is one that UTC has no year for
    return moment


def _texts(*values: object) -> None:
    """Raises TypeError or ValueError for what is no text, or none that UTF-8 can hold."""
    for value in values:
        if not isinstance(value, str):
            raise TypeError(type(value).__name__)
        value.encode()
