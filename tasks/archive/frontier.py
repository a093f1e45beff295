"""The frontier: what is known of every address of a source, and when it may be asked again.

It is no store of its own. Captures, attempts and sightings are in the archive; everything here follows from them and
from what their readings say, so it can be computed again at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Literal

from tasks.archive.entries import Listing
from tasks.archive.exchange import parse_warc_date
from tasks.archive.ledger import Ledger

FrontierState = Literal[
    "new",  # listed, never asked for
    "due",  # had, and to be asked for again now
    "unchanged",  # the last visit brought what the one before had brought
    "changed",  # the last visit brought something else than the one before
    "gone",  # not found since `since`; never "deleted": nobody outside knows that
    "moved",  # leads elsewhere
    "blocked",  # a challenge, a refusal or a login wall stood there
    "refused-by-robots",
    "failed",  # no whole answer, or one that was no page; see `detail`
]

SLACK = timedelta(hours=6)
"""Nights do not begin to the minute: what is due a day after its last visit is due in the night after it."""

AFTER_FAILURES = (1, 24, 48, 96, 192, 384, 720)
"""Hours until an address that failed so many times in a row is asked again."""

AFTER_GONE = (24, 168, 720, 2160)
"""Hours until an address that was not found so many times in a row is asked again."""

AFTER_REFUSAL = 24
"""Hours until a site that did not want the visit is asked again."""

AFTER_MOVE_DAYS = 90
"""Days until an address that moved for good is asked again; the one it leads to is visited as any other."""

GONE = frozenset({404, 410})
REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 418, 423, 451})
MOVED_FOR_GOOD = frozenset({301, 308})
MOVED_FOR_NOW = frozenset({302, 303, 307})

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
NOT_MODIFIED = 304
OF_NOTHING = hashlib.sha256(b"").hexdigest()

_BLOCKED = frozenset({"blocked", "login-wall"})
_FAILED = frozenset({"empty-shell", "truncated", "server-error"})


@dataclass(frozen=True, slots=True)
class Event:
    """One visit: a capture, or an attempt that gave none."""

    at: datetime
    capture_id: str | None = None
    status: int | None = None
    payload_sha256: str | None = None
    is_truncated: bool = False
    attempt: str | None = None
    """Why there was no capture, in the words of `fetcherrors`."""
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """All that the archive knows of an address."""

    address: str
    document_key: str | None
    listing: Listing | None
    events: tuple[Event, ...]
    """By time."""
    is_copy: bool
    """True for a web archive's copy: it does not change, and what was had is not asked for again."""
    is_asked: bool
    """True where this archive has asked for it itself."""

    @property
    def is_visited(self) -> bool:
        """Whether nights are to visit it: what was only imported, or taken from a web archive, they leave alone."""
        is_led_to = self.is_asked and not self.is_copy and self.document_key is not None
        return self.listing is not None or is_led_to


@dataclass(frozen=True, slots=True)
class Hints:
    """What readings and ``source.toml`` say; without them the archive alone decides."""

    states: Mapping[str, str]
    """By capture id: the state its reading found."""
    published: Mapping[str, date]
    """By document key: the printed date of publication."""
    revisit_every: Callable[[float], int]
    """Days between visits to a report of an age in days."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands in the frontier."""

    address: str
    document_key: str | None
    state: FrontierState
    since: datetime | None
    """Since when it is in this state: the first visit that found it so."""
    asked_at: datetime | None
    next_at: datetime | None
    """Not to be asked again before; none where it may be asked now."""
    tries: int
    """Visits in a row that ended in this state."""
    detail: str | None
    """Of a failure, a refusal or a gap: which."""
    validated: str | None
    """The last capture with a report in it, whose validators a conditional request can send."""

    def is_due(self, now: datetime) -> bool:
        return self.next_at is None or self.next_at <= now

    def at(self, now: datetime) -> Place:
        """The same at a given time: what was had and may be asked again is due."""
        is_had = self.state in ("unchanged", "changed")
        return replace(self, state="due") if is_had and self.is_due(now) else self


def place_of(history: History, hints: Hints) -> Place:
    """Where the address stands after its last event."""
    place = Place(history.address, history.document_key, "new", None, None, None, 0, None, None)
    payload: str | None = None
    for event in history.events:
        state, detail = _state(event, hints.states)
        if state == "unchanged":
            if payload is not None and event.payload_sha256 != payload:
                state = "changed"
            payload = event.payload_sha256
        goes_on = state == place.state or (state == "unchanged" and place.state == "changed")
        place = Place(
            address=place.address,
            document_key=place.document_key,
            state=state,
            since=place.since if goes_on else event.at,
            asked_at=event.at,
            next_at=event.next_at,
            tries=place.tries + 1 if state == place.state else 1,
            detail=detail,
            validated=event.capture_id if _is_confirmable(event, state) else place.validated,
        )
    return replace(place, next_at=_next(place, history, hints))


def _is_confirmable(event: Event, state: FrontierState) -> bool:
    """Whether a later visit may ask if it is still so: of a page that was had, and of one that stands in its place."""
    is_page = event.status is None or event.status < 300 or event.status == NOT_MODIFIED
    return state in ("unchanged", "changed") or (state == "gone" and is_page)


def _state(event: Event, states: Mapping[str, str]) -> tuple[FrontierState, str | None]:
    if event.attempt is not None:
        if event.attempt == "refused-by-robots":
            return "refused-by-robots", None
        return "failed", event.attempt
    status = event.status
    if status in MOVED_FOR_GOOD or status in MOVED_FOR_NOW:
        return "moved", str(status)
    if status in GONE:
        return "gone", str(status)
    if status in REFUSALS:
        return "blocked", str(status)
    if status is not None and status >= 400:
        return "failed", str(status)
    if status == NOT_MODIFIED and event.payload_sha256 == OF_NOTHING:
        return "failed", str(status)  # "as before", said to a request that named no before
    judged = states.get(event.capture_id or "", "")
    if judged in _BLOCKED:
        return "blocked", judged
    if judged in ("soft-404", "not-found"):
        return "gone", judged
    if event.is_truncated or judged in _FAILED:
        return "failed", "truncated" if event.is_truncated else judged
    return "unchanged", None


def _next(place: Place, history: History, hints: Hints) -> datetime | None:
    asked = place.asked_at
    if asked is None:
        return None
    if place.state == "failed":
        wait = asked + timedelta(hours=_step(AFTER_FAILURES, place.tries)) - (SLACK if place.tries > 1 else timedelta())
        return max(wait, place.next_at) if place.next_at else wait
    if place.state == "gone":
        return asked + timedelta(hours=_step(AFTER_GONE, place.tries)) - SLACK
    if place.state in ("blocked", "refused-by-robots"):
        return asked + timedelta(hours=AFTER_REFUSAL) - SLACK
    if place.state == "moved" and place.detail in {str(status) for status in MOVED_FOR_GOOD}:
        return asked + timedelta(days=AFTER_MOVE_DAYS) - SLACK
    if history.is_copy:
        return NEVER
    changed = history.listing.changed if history.listing else None
    if changed is not None and changed >= asked.date():
        return asked + timedelta(days=1) - SLACK  # the site says that it has changed; some say so every day
    return asked + timedelta(days=hints.revisit_every(_age_days(history, asked, hints))) - SLACK


def _step(steps: tuple[int, ...], tries: int) -> int:
    return steps[min(tries, len(steps)) - 1]


def _age_days(history: History, now: datetime, hints: Hints) -> float:
    """How old the report was at the last visit, by the best date that anyone gives; else since it was first seen."""
    published = hints.published.get(history.document_key or "")
    dated = history.listing.dated if history.listing else None
    day = published or dated
    if day is not None:
        return (now.date() - day).days
    first = min([*([history.listing.first_at] if history.listing else []), *(event.at for event in history.events[:1])])
    return (now - first).total_seconds() / 86_400


def histories(ledger: Ledger, source: str) -> dict[str, History]:
    """All addresses of a source that were listed, captured or attempted, each with its events."""
    listed = {listing.address: listing for listing in ledger.listed(source)}
    events: dict[str, list[Event]] = {}
    keys = {address: listing.document_key for address, listing in listed.items()}
    copies: set[str] = set()
    asked: set[str] = set()
    for address, rows in groupby(ledger.document_captures(source), key=lambda row: str(row[0])):
        for row in rows:
            if row[8] == "fetch":
                events.setdefault(address, []).append(_captured(row))  # what was imported is no visit of ours
            keys[address] = str(row[5]) if row[5] else keys.get(address)
            if row[7] == address:  # a copy out of a WARC file stands under the page's own address, which is no copy
                copies.add(address)
            if row[8] == "fetch":
                asked.add(address)
    for kept in ledger.attempts(source):
        made = kept.attempt
        if made.role == "document":
            missed = Event(made.at, attempt=made.state, next_at=made.next_at)
            events.setdefault(made.address, []).append(missed)
            keys.setdefault(made.address, made.document_key)
            asked.add(made.address)
            if made.archive_address == made.address:
                copies.add(made.address)
    return {
        address: History(
            address,
            keys.get(address),
            listed.get(address),
            tuple(sorted(events.get(address, ()), key=lambda event: event.at)),
            address in copies,
            address in asked,
        )
        for address in {**listed, **events}
    }


def _captured(row: tuple[object, ...]) -> Event:
    _, capture_id, at, status, sha256, _, truncated, *_ = row
    return Event(
        at=parse_warc_date(str(at)),
        capture_id=str(capture_id),
        status=status if isinstance(status, int) else None,
        payload_sha256=str(sha256),
        is_truncated=truncated is not None,
    )
