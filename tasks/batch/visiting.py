"""One visitor: asks addresses one after the other, follows where they lead, and keeps every exchange and every gap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from tasks.archive.asking.fetcherrors import (
    OF_THE_SITE,
    AskedToWaitError,
    FetchError,
    RefusedByRobotsError,
    TooManyRedirectsError,
    UnreachableError,
)
from tasks.archive.asking.redirects import redirect_target
from tasks.archive.asking.robots import RobotsKnown
from tasks.archive.asking.session import PoliteSession, SessionSettings
from tasks.archive.asking.turns import Turns
from tasks.archive.entries import Attempt, LedgerEntry, Role
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import Exchange, Headers, header, storable
from tasks.archive.frontier import Place
from tasks.archive.payload import payload_of
from tasks.archive.records import ArchivedCopy
from tasks.archive.store import Archive
from tasks.batch.counting import Counting
from tasks.batch.tallies import Tallies, Visited
from tasks.reading import states, text
from tasks.sources import Source

MAX_HOPS = 5
"""Redirects followed for one address."""

NOT_MODIFIED = 304
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Errand:
    """What all visitors of one source's run share."""

    source: Source
    settings: SessionSettings
    run_id: str
    turns: Turns
    counting: Counting
    robots: RobotsKnown = field(default_factory=dict)
    visited: Visited = field(default_factory=Visited)
    tallies: Tallies = field(default_factory=Tallies)
    places: Mapping[str, Place] = field(default_factory=dict)
    """The frontier as it stood when the run began, by address as the archive stores it."""
    as_of: datetime = field(default_factory=lambda: datetime.now(UTC))
    """The time at which it is judged what is due."""


class Visitor:
    """Asks for one source's pages. Belongs to one thread, as its archive does."""

    def __init__(self, errand: Errand, archive: Archive) -> None:
        self._errand = errand
        self._archive = archive
        self._counting = errand.counting
        self._session = PoliteSession(
            errand.settings, self._keep_robots, self._keep_passing, turns=errand.turns, robots=errand.robots
        )

    def close(self) -> None:
        self._session.close()

    def reason_to_stop(self, address: str) -> str | None:
        """Why the address's site is asked for nothing more in this run; none while there is no reason."""
        return self._errand.tallies.of(address).reason_to_stop or ("max-reports" if self._counting.is_full else None)

    def visit(self, address: str, role: Role, *, is_conditional: bool = True) -> LedgerEntry | None:
        """Asks for an address and for what it leads to, unless that is known and not due; the last capture, or none
        where the way broke off, and then an attempt says where.

        What was had before is asked for on condition that it has changed (RFC 9110 §13), unless told otherwise.
        """
        seen: set[str] = set()
        entry: LedgerEntry | None = None
        asked: str | None = address
        while asked is not None:
            if role == "document" and not self._errand.visited.claim(storable(asked)):
                return entry
            if seen and self._errand.tallies.of(asked).reason_to_stop is not None:
                return entry  # it leads to a site that is left alone
            seen.add(asked)
            try:
                exchange, entry = self._ask(asked, role, is_conditional=is_conditional)
                target = redirect_target(exchange)
                if target is not None and (target in seen or len(seen) > MAX_HOPS):
                    asked = address
                    raise TooManyRedirectsError("redirects do not end")
            except FetchError as error:
                self._missed(asked, role, error)
                return None
            asked = target if target is not None and self._is_to_be_asked(target, role) else None
        if role == "document" and entry is not None and (entry.capture.status or 0) < 400:
            self._counting.had()
        return entry

    def _is_to_be_asked(self, target: str, role: Role) -> bool:
        place = self._errand.places.get(storable(target))
        return role != "document" or place is None or place.is_due(self._errand.as_of)

    def _ask(self, address: str, role: Role, *, is_conditional: bool) -> tuple[Exchange, LedgerEntry]:
        validated = self._validated(address, role) if is_conditional else None
        place = self._errand.places.get(storable(address))
        # Where a page is gone, what stands in its place is younger than the page that may come back: only a tag tells
        # them apart, a date would say "not modified" of the page too.
        by_tag_alone = role == "document" and place is not None and place.state == "gone"
        conditions = self._conditions(validated, by_tag_alone=by_tag_alone) if validated else ()
        exchange = self._session.get(address, conditions)
        is_answered = exchange.status == NOT_MODIFIED and bool(conditions)
        entry = self._append(exchange, role, validated.capture.capture_id if validated and is_answered else None)
        self._count(exchange, entry, role)
        return exchange, entry

    def _validated(self, address: str, role: Role) -> LedgerEntry | None:
        """The capture whose validators a conditional request can send."""
        if role == "listing":
            latest = self._archive.latest(address)
            is_whole = latest is not None and latest.capture.status in (200, NOT_MODIFIED)
            return latest if is_whole and latest is not None and not latest.capture.truncated else None
        place = self._errand.places.get(storable(address))
        return self._archive.get(place.validated) if place is not None and place.validated else None

    def _conditions(self, validated: LedgerEntry, *, by_tag_alone: bool) -> Headers:
        original = self._archive.get(validated.refers_to) if validated.refers_to else validated
        try:
            # Without its payload at hand "as before" would say nothing.
            headers = self._archive.headers(original) if original is not None else ()
        except ArchiveError:
            return ()
        tag, modified = header(headers, "ETag"), header(headers, "Last-Modified")
        return (
            *((("If-None-Match", tag),) if tag else ()),
            *((("If-Modified-Since", modified),) if modified and not by_tag_alone else ()),
        )

    def _count(self, exchange: Exchange, entry: LedgerEntry, role: Role) -> None:
        tally = self._errand.tallies.of(exchange.address)
        tally.unreachable_in_a_row = 0
        if turned := how_turned_away(exchange):
            tally.challenged_in_a_row += turned == "site"
            tally.refused_in_a_row += 1
            self._counting.count(blocked=1)
            self._counting.note("blocked", exchange.address)
            return
        tally.challenged_in_a_row = tally.refused_in_a_row = 0
        if role == "document":
            self._counting.count(**{"unchanged" if entry.refers_to else "fetched": 1})

    def _missed(self, address: str, role: Role, error: FetchError) -> None:
        identity = self._errand.source.identify(address)
        self._archive.append_attempt(
            Attempt(
                address=address,
                source=self._errand.source.config.name,
                document_key=identity.document_key if identity else None,
                role=role,
                at=datetime.now(UTC),
                state=error.state,
                run_id=self._errand.run_id,
                next_at=error.until if isinstance(error, AskedToWaitError) else None,
            )
        )
        self._counting.note(error.state, _told(address))
        self._counting.count(**{"refused" if isinstance(error, RefusedByRobotsError) else "failed": 1})
        tally = self._errand.tallies.of(address)
        if isinstance(error, OF_THE_SITE):
            tally.failure = error.state
        if isinstance(error, UnreachableError):
            tally.unreachable_in_a_row += 1

    def give_up(self, address: str, error: Exception) -> None:
        """A fault of ours kept a page from being visited: an attempt says so, and the kind of error where to look."""
        self._missed(address, "document", FetchError(type(error).__name__))
        self._counting.note("visit-failed", type(error).__name__)

    def _keep_robots(self, exchange: Exchange) -> None:
        self._append(exchange, "robots")

    def _keep_passing(self, exchange: Exchange) -> None:
        """An answer that was asked for again: evidence, but not what the page was."""
        self._append(exchange, "other")

    def _append(self, exchange: Exchange, role: Role, validated: str | None = None) -> LedgerEntry:
        identity = self._errand.source.identify(exchange.address)
        copy = None
        if identity is not None and identity.original_address != exchange.address and identity.archived_at is not None:
            copy = ArchivedCopy(identity.original_address, exchange.address, identity.archived_at)
        return self._archive.append_exchange(
            exchange,
            source=self._errand.source.config.name,
            document_key=identity.document_key if identity else None,
            role=role,
            run_id=self._errand.run_id,
            copy=copy,
            validated=validated,
        )


def _told(address: str) -> str:
    """What a note may say of an address: no password, and of what is no address of the web nothing but its scheme,
    because ``data:`` and ``javascript:`` hold a page's own words. The attempt keeps all of it, as evidence."""
    scheme = address.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        return f"{scheme[:20]}: …"
    return re.sub(r"(?<=://)[^/?#]*@", "", address)


def is_turned_away(exchange: Exchange) -> bool:
    """Whether a challenge, a refusal or a login wall came instead of the page."""
    return how_turned_away(exchange) is not None


def how_turned_away(exchange: Exchange) -> Literal["site", "page"] | None:
    """Who was not wanted: the visit as such (a challenge, 429), or this page alone (a refusal, a login wall). Parses
    only what looks like one."""
    try:
        payload = payload_of(exchange)
    except ArchiveError:
        return None  # kept as it is; its reading becomes the issue
    if not states.may_be_turned_away(exchange.status, payload.headers, payload.body):
        return None
    page = text.page_of(
        payload.body,
        address=exchange.address,
        media_type=payload.media_type,
        charset=payload.charset,
        is_selecting=False,
    )
    if states.state_of(exchange.status, payload.headers, page, payload.body) not in ("blocked", "login-wall"):
        return None
    by_itself = states.state_of(200, payload.headers, page, payload.body)
    return "site" if exchange.status == TOO_MANY or by_itself == "blocked" else "page"
