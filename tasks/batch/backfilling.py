"""Web archives to archive, one source at a time: ask their indexes, choose copies, have those that are not had yet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tasks.archive.asking.session import Limits, SessionSettings
from tasks.archive.asking.turns import Turns
from tasks.archive.custody.cdxj import surt
from tasks.archive.entries import Run, SourceRun
from tasks.archive.store import Archive
from tasks.archive.webarchives.copies import REWRITTEN, UNTOUCHED, Copy, Pick, Replayed, choose
from tasks.archive.webarchives.lookups import Answer, Query, Told, Trouble, commoncrawl, pywb, wayback
from tasks.batch.asking import ArchiveLeftError
from tasks.batch.copying import Copier
from tasks.batch.counting import Counting
from tasks.batch.patterns import is_of, known_in, matches, original, wanted_in
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import record_source
from tasks.home import Home
from tasks.sources import ArchiveConfig, Source

DIGITS = "%Y%m%d%H%M%S"
LEAST_PACE = 1.0
"""Seconds between two requests to one archive: archives are shared by everyone."""
_ANSWERED = frozenset({200, 404})
"""Status of an index that answers; some say 404 where they know no copy."""
OLDEST = datetime(1996, 1, 1, tzinfo=UTC)
"""Before the first copy of any web archive."""


@dataclass(frozen=True, slots=True)
class BackfillSettings:
    """How one run asks web archives."""

    contact: str
    """Web address or e-mail that the user agent names, so that an archive's administrator can reach whoever asks."""
    archives: tuple[ArchiveConfig, ...] | None = None
    """Asked instead of those that ``source.toml`` names."""
    kinds: tuple[str, ...] = ()
    """Only archives of these kinds; all where empty."""
    replay: str | None = None
    """What stands before the 14 digits of a copy, where it does not follow from the index's address."""
    wanted: Path | None = None
    """File with an address, or a pattern with ``*`` at its end, on each line, asked for instead of what ``source.toml``
    matches. A file and no list: settings are shown to operators, and an address can hold a name."""
    pick: Pick = "all"
    since: date | None = None
    """Days of the web archive's capture, both included."""
    until: date | None = None
    most: int | None = None
    """Copies had per source at most; none for all."""
    pace: float | None = None
    """Seconds between two requests to one archive; that of ``source.toml`` where none."""
    sample_hosts: Mapping[str, tuple[str, int]] | None = None
    """Where the sample's reserved host names are served. Given, no other host is asked."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What came of one source."""

    done: SourceRun
    until: datetime | None
    """When to come back, UTC, where an archive asked for a pause; none where none did."""
    is_answered: bool = True
    """False where nothing could be asked, or nobody answered: that nothing came then says nothing of what there is."""


def session_settings(source: Source, settings: BackfillSettings) -> SessionSettings:
    """How the source's web archives are asked. Raises ValueError for a pace that no archive is to bear."""
    if settings.pace is not None and settings.sample_hosts is None and not LEAST_PACE <= settings.pace < math.inf:
        raise ValueError(f"less than {LEAST_PACE:g} second is no pace for an archive")
    config = source.config
    is_sample = settings.sample_hosts is not None
    return SessionSettings(
        settings.contact,
        pace_seconds=settings.pace if settings.pace is not None else 0.0 if is_sample else config.pace_seconds,
        paces={} if settings.pace is not None or is_sample else config.pace,
        limits=settings.limits,
        connect_to=settings.sample_hosts or {},
        only_connect_to=is_sample,
    )


def archives_of(source: Source, settings: BackfillSettings) -> tuple[ArchiveConfig, ...]:
    """The web archives that a run asks for this source."""
    named = source.config.archives if settings.archives is None else settings.archives
    return tuple(archive for archive in named if not settings.kinds or archive.kind in settings.kinds)


def backfill_source(
    home: Home, source: Source, settings: BackfillSettings, *, run: Run, progress: Progress = silent
) -> Backfilled:
    """Backfills one source and returns what came of it; the same counts go into the run's record in the archive.

    Raises OSError where the archive cannot be written to or the file of addresses cannot be read; whatever was kept
    until then stays whole, and the next run has only what this one did not.
    """
    counting = Counting(source.config.name, settings.most)
    with Archive(home.archive) as archive:
        record_source(archive, run, counting.done)
        copier = Copier(
            source,
            session_settings(source, settings),
            archive,
            run_id=run.run_id,
            turns=Turns(home.turns),
            counting=counting,
        )
        backfill = _Backfill(source, settings, archive, copier, counting, progress)
        try:
            backfill.run()
        finally:
            copier.close()
            record_source(archive, run, counting.done)
    return Backfilled(counting.done, backfill.until, backfill.is_answered)


class _Backfill:
    def __init__(
        self,
        source: Source,
        settings: BackfillSettings,
        archive: Archive,
        copier: Copier,
        counting: Counting,
        progress: Progress,
    ) -> None:
        self._source = source
        self._settings = settings
        self._archive = archive
        self._copier = copier
        self._counting = counting
        self._progress = progress
        self._wanted = wanted_in(settings.wanted)
        self._had: set[tuple[str, str]] = set()
        self._left: set[str] = set()
        self._keys: set[str] = set()
        self._listed: set[str] = set()
        self.until: datetime | None = None
        self.is_answered = False

    def run(self) -> None:
        # Those without an index come last: the others' indexes tell what they can be asked for.
        archives = sorted(archives_of(self._source, self._settings), key=lambda each: each.kind == "replay")
        # One payload per address is known archive by archive; which copy is the newest only when all have answered.
        for group in [[each] for each in archives] if self._settings.pick == "all" else [list(archives)]:
            if self._counting.is_full:
                return
            told = (told for archive in group for told in self._told(archive))
            for host, copies in self._by_archive(self._chosen(told)).items():
                self._have(host, copies)

    def _chosen(self, told: Iterable[Told]) -> list[Copy]:
        settings = self._settings
        copies = choose(
            self._of_source(told), settings.pick, since=settings.since, until=settings.until, seen=self._had
        )
        new = {key for copy in copies if (key := self._key(copy.original_address))} - self._keys
        self._keys |= new
        self._counting.count(listed=len(new))
        return copies

    def _key(self, address: str) -> str | None:
        identity = self._source.identify(address)
        return identity.document_key if identity else None

    def _of_source(self, told: Iterable[Told]) -> Iterator[Copy]:
        for item in told:
            if isinstance(item, Trouble):
                self._counting.note(item.rule, item.detail)
            elif self._key(item.original_address) and not self._source.is_listing(item.original_address):
                if item.is_page:
                    self._listed.add(item.original_address)
                yield item

    def _told(self, archive: ArchiveConfig) -> Iterator[Told]:
        host = urlsplit(archive.endpoint).hostname or ""
        self._copier.begin()
        count = 0
        try:
            for item in self._look_up(archive):
                count += 1
                self._progress(f"index of {host}", count, None)
                yield item
        except ArchiveLeftError as left:
            self._leave(host, left)

    def _look_up(self, archive: ArchiveConfig) -> Iterator[Told]:
        if archive.kind == "replay":
            yield from self._without_index(archive)
            return
        settings = self._settings
        for pattern in self._patterns(archive):
            query = Query(pattern, settings.since, settings.until)
            if archive.kind == "commoncrawl":
                yield from commoncrawl(self._ask, archive.endpoint, settings.replay, query)
            else:
                look_up = wayback if archive.kind == "wayback" else pywb
                yield from look_up(self._ask, archive.endpoint, settings.replay, query)

    def _ask(self, address: str) -> Answer | None:
        answer = self._copier.ask(address)
        if answer is not None and answer.status in _ANSWERED:
            self.is_answered = True
        return answer

    def _patterns(self, archive: ArchiveConfig) -> list[str]:
        """What is asked of an index: what the operator wants of this source, else what ``source.toml`` matches."""
        if self._settings.wanted is None:
            return list(archive.match)
        return [original(self._source, wanted) for wanted in self._wanted if is_of(self._source, wanted)]

    def _without_index(self, archive: ArchiveConfig) -> Iterator[Copy]:
        """Copies that no index tells of: of the addresses wanted, else of all that are known of this source, be it from
        before or from the indexes that this run asked.

        Each is asked for at the time that its address names, else as the choice has it: near the end, or the beginning.
        """
        wanted = [address for address in self._wanted if not address.endswith("*")]
        known = () if wanted else sorted({*known_in(self._archive, self._source), *self._listed})
        match = [address for address in self._wanted if address.endswith("*")] or archive.match
        done: set[str] = set()
        for address in (*wanted, *known):
            identity = self._source.identify(address)
            if identity is None or not (wanted or matches(identity.original_address, match)):
                continue
            key = surt(identity.original_address)
            if key in done:
                continue
            done.add(key)
            at = identity.archived_at if self._settings.pick == "all" else None
            place = Replayed(archive.endpoint, f"{at or self._near:{DIGITS}}", (UNTOUCHED, REWRITTEN))
            yield Copy(identity.original_address, at, None, None, "", place)
        if not done:
            host = urlsplit(archive.endpoint).hostname
            self._counting.note(
                "nothing-to-ask-for", f"no page is known that {host}, which has no index, can be asked for"
            )

    @property
    def _near(self) -> datetime:
        """Where the time is free. The newest is sought at the year's end, so that for a year the same address is asked
        and what was had is known."""
        settings = self._settings
        if settings.pick == "oldest":
            return datetime(*settings.since.timetuple()[:3], tzinfo=UTC) if settings.since else OLDEST
        last = settings.until or date(datetime.now(UTC).year, 12, 31)
        return datetime(*last.timetuple()[:3], tzinfo=UTC) + timedelta(hours=23, minutes=59, seconds=59)

    @staticmethod
    def _by_archive(copies: Sequence[Copy]) -> dict[str, list[Copy]]:
        found: dict[str, list[Copy]] = {}
        for copy in copies:
            found.setdefault(urlsplit(copy.archive_address).hostname or "", []).append(copy)
        return found

    def _have(self, host: str, copies: Sequence[Copy]) -> None:
        if host in self._left:
            self._counting.note("left-alone", f"{len(copies)} copies left for the next run at {host}")
            return
        self._copier.begin()
        due = self._copier.in_turn(copies, datetime.now(UTC))
        self.is_answered |= len(due) < len(copies)  # what waits for its time was asked for, and answered, before
        if later := len(copies) - len(due):
            self._counting.note("failed-before", f"{later} copies of {host} failed before and wait for their next time")
        for done, copy in enumerate(due):
            if self._counting.is_full:
                self._counting.note("max-copies", f"{len(due) - done} copies left for the next run at {host}")
                return
            try:
                if self._copier.have(copy):
                    self._had.add(copy.payload_key)
                    self.is_answered = True
                elif self._copier.last_issue == "copy:no-copy":
                    self.is_answered = True
            except ArchiveLeftError as left:
                self._leave(host, left, len(due) - done)
                return
            self._progress(f"copies from {host}", done + 1, len(due))

    def _leave(self, host: str, left: ArchiveLeftError, copies: int | None = None) -> None:
        more = "" if copies is None else f"; {copies} copies left for the next run"
        self._counting.note(left.reason, f"{host} is left alone{more}")
        self._left.add(host)
        if left.until is not None:
            self.until = max(self.until or left.until, left.until)
