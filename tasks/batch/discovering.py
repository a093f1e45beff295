"""Walking a source's listings, sitemaps and feeds, and remembering in the archive what they named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tasks.archive.entries import LedgerEntry, ListedAddress, Sighting, Walk
from tasks.archive.entries import WalkEnd as KeptEnd
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import storable
from tasks.archive.frontier import History
from tasks.archive.payload import Payload
from tasks.archive.store import Archive
from tasks.batch.counting import Counting
from tasks.batch.visiting import Visitor
from tasks.page import Page
from tasks.reading import states, text
from tasks.sources import Limits, Source, Start, WalkedPage, WalkEnd

NOT_MODIFIED = 304
ANSWERED = frozenset({200, NOT_MODIFIED})


class ListingGet:
    """The `get` that a source's discover is given: asks, keeps what came as evidence, and says why nothing did."""

    def __init__(self, visitor: Visitor, archive: Archive, counting: Counting) -> None:
        self._visitor = visitor
        self._archive = archive
        self._counting = counting

    def page(self, address: str) -> Page | None:
        """A listing's page; none for a challenge in its place."""
        state = ""
        for is_conditional in (True, False):
            found = self._found(address, is_conditional=is_conditional)
            if found is None:
                return None
            entry, payload = found
            page = text.page_of(
                payload.body,
                address=entry.capture.address,
                media_type=payload.media_type,
                charset=payload.charset,
                is_selecting=False,
            )
            state = states.state_of(entry.capture.status, payload.headers, page, payload.body)
            if state == "report":
                return page
            if entry.capture.status != NOT_MODIFIED:
                break  # else "as before" was said of what was no listing then: without a condition another one may come
        self._counting.note(f"listing:{state}", address)
        return None

    def payload(self, address: str) -> bytes | None:
        """The bytes of a sitemap or a feed."""
        found = self._found(address)
        return found[1].body if found else None

    def _found(self, address: str, *, is_conditional: bool = True) -> tuple[LedgerEntry, Payload] | None:
        if self._visitor.reason_to_stop(address) is not None:
            return None
        entry = self._visitor.visit(address, "listing", is_conditional=is_conditional)
        if entry is None:
            return None
        if entry.capture.status not in ANSWERED or entry.capture.truncated:
            seen = entry.capture.truncated or f"status {entry.capture.status}"
            self._counting.note("listing", f"{seen} at {address}")
            return None
        try:
            return entry, self._archive.payload(entry)
        except ArchiveError as error:
            self._counting.note("listing:payload", f"{error} at {address}")
            return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to walk."""

    starts: Sequence[Start]
    max_pages: int
    """From each start."""
    since: date | None
    today: date | None = None
    """No day that a site gives counts as a later one; the day in UTC where none is given."""


def discover(
    source: Source,
    archive: Archive,
    get: ListingGet,
    wanted: Wanted,
    *,
    known: dict[str, History],
    run_id: str,
    counting: Counting,
) -> list[str]:
    """Walks, keeps what each page named, counts the reports that are wanted, and returns their addresses, each once.

    What is too old to be wanted is kept as named all the same: a later walk will take its page for a known one.
    """
    name = source.config.name
    walks = {start.address: archive.walk(name, start.address) for start in wanted.starts}
    limits = Limits(
        wanted.max_pages,
        wanted.since,
        _is_known(wanted.max_pages, walks, known),
        _asked_at(archive, name),
        wanted.today or datetime.now(UTC).date(),
    )
    found: dict[str, None] = {}
    for step in source.discover(get, wanted.starts, limits):
        page = step if isinstance(step, WalkedPage) else None
        end = _end(step, walks[step.start.address]) if isinstance(step, WalkEnd) else None
        if end is not None and end.reason in ("gap", "max-pages"):
            counting.note(f"walk:{end.reason}", step.start.address)
        found.update(dict.fromkeys(report.address for report in page.listed) if page else ())
        named = (*page.listed, *page.noted) if page else ()
        if named or end:
            items = tuple(ListedAddress(i.address, _key(source, i.address), i.dated, i.changed) for i in named)
            archive.append_sighting(Sighting(name, step.start.address, datetime.now(UTC), run_id, items, end))
    addresses = list(found)
    counting.count(listed=len({_key(source, address) or address for address in addresses}))
    return addresses


def _key(source: Source, address: str) -> str | None:
    identity = source.identify(address)
    return identity.document_key if identity else None


def _is_known(
    max_pages: int, walks: Mapping[str, Walk | None], known: Mapping[str, History]
) -> Callable[[Start, str], bool]:
    """Whether an address was listed before a start's last walk that left no gap and went as deep as this one may: then
    what stands behind a page of such addresses is known too. A walk that was killed or had a gap proves nothing, nor
    does one that took place before the address was first listed, from whatever start."""

    def is_known(start: Start, address: str) -> bool:
        walk = walks[start.address]
        if walk is None or (walk.end.reach is not None and walk.end.reach < max_pages):
            return False
        history = known.get(storable(address))
        return history is not None and history.listing is not None and history.listing.first_at <= walk.at

    return is_known


def _asked_at(archive: Archive, source: str) -> Callable[[str], datetime | None]:
    """When a file was last asked for: one that never answers must not go first every night."""
    missed: dict[str, datetime] = {}
    for made in archive.attempts(source):
        missed[made.address] = max(made.at, missed.get(made.address, made.at))

    def asked_at(address: str) -> datetime | None:
        stored = storable(address)
        entry = archive.latest(stored)
        times = [time for time in (entry.capture.captured_at if entry else None, missed.get(stored)) if time]
        return max(times, default=None)

    return asked_at


def _end(step: WalkEnd, before: Walk | None) -> KeptEnd:
    if step.reason == "known" and before is not None:
        return KeptEnd("known", before.end.reach)
    if step.is_empty:  # of what it may have named another time nothing is known
        return KeptEnd(step.reason, 0)
    return KeptEnd(step.reason, None if step.reason == "end" else step.pages)
