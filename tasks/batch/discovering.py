"""Walking a source's listings, sitemaps and feeds, and remembering in the archive what they named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    since: date | None


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
    """Walks, keeps what each page named, counts the reports listed, and returns their addresses, each once."""
    name = source.config.name
    walks = {start.address: archive.walk(name, start.address) for start in wanted.starts}
    limits = Limits(wanted.max_pages, wanted.since, _is_known(wanted, walks, known))
    found: dict[str, None] = {}
    for step in source.discover(get, wanted.starts, limits):
        listed = step.listed if isinstance(step, WalkedPage) else ()
        end = _end(step, walks[step.start.address]) if isinstance(step, WalkEnd) else None
        if end is not None and end.reason == "gap":
            counting.note("walk:gap", step.start.address)
        found.update(dict.fromkeys(item.address for item in listed))
        if listed or end:
            items = tuple(ListedAddress(i.address, _key(source, i.address), i.dated) for i in listed)
            archive.append_sighting(Sighting(name, step.start.address, datetime.now(UTC), run_id, items, end))
    addresses = list(found)
    counting.count(listed=len({_key(source, address) or address for address in addresses}))
    return addresses


def _key(source: Source, address: str) -> str | None:
    identity = source.identify(address)
    return identity.document_key if identity else None


def _is_known(wanted: Wanted, walks: dict[str, Walk | None], known: dict[str, History]) -> Callable[[str], bool]:
    """Whether an address was listed by walks that left no gap and went as deep as this one may: then what stands
    behind a page of such addresses is known too. A walk that was killed or had a gap proves nothing."""
    before = [walks[start.address] for start in wanted.starts if start.kind == "listing"]
    whole = [walk.at for walk in before if walk and (walk.end.reach is None or walk.end.reach >= wanted.max_pages)]
    if not whole or len(whole) < len(before):
        return lambda _: False
    until = min(whole)

    def is_known(address: str) -> bool:
        history = known.get(storable(address))
        return history is not None and history.listing is not None and history.listing.first_at <= until

    return is_known


def _end(step: WalkEnd, before: Walk | None) -> KeptEnd:
    if step.reason == "known" and before is not None:
        return KeptEnd("known", before.end.reach)
    return KeptEnd(step.reason, None if step.reason == "end" else step.pages)
