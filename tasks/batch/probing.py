"""What a source's web archives answer: tried where an index usually is, told plainly, kept as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urljoin, urlsplit

from tasks.archive.asking.turns import Turns
from tasks.archive.entries import Run
from tasks.archive.store import Archive
from tasks.archive.webarchives.cdx import NoIndexError, json_lines, replayed_at, wayback_rows
from tasks.archive.webarchives.lookups import Answer
from tasks.batch.asking import ArchiveLeftError, Asker
from tasks.batch.backfilling import BackfillSettings, archives_of, session_settings
from tasks.batch.counting import Counting
from tasks.batch.patterns import known_in, plain, wanted_in
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import ended, record_source
from tasks.home import Home
from tasks.sources import ArchiveConfig, Source


@dataclass(frozen=True, slots=True)
class Probed:
    """What one place answered."""

    host: str
    what: str
    """What is looked for there."""
    path: str
    """Without the query, which may name a page."""
    answer: str
    is_there: bool
    """Whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class _Place:
    what: str
    address: str


def probe_source(
    home: Home, source: Source, settings: BackfillSettings, *, run: Run, progress: Progress = silent
) -> tuple[Probed, ...]:
    """Asks each of a source's archives for robots.txt, an index at the usual places, a sitemap and one page's copies.

    The page is the first that is wanted, else one that the archive knows. Each answer is kept. Raises OSError where the
    disk refuses.
    """
    counting = Counting(source.config.name, None)
    found: list[Probed] = []
    with Archive(home.archive) as archive:
        asker = Asker(
            source,
            session_settings(source, settings),
            archive,
            run_id=run.run_id,
            turns=Turns(home.turns),
            counting=counting,
        )
        try:
            page = _page(source, archive, settings)
            for each in archives_of(source, settings):
                found += _probe(asker, each, page, progress)
        finally:
            asker.close()
            record_source(archive, ended(run, "completed"), counting.done)
    return tuple(found)


def _page(source: Source, archive: Archive, settings: BackfillSettings) -> str | None:
    wanted = (address for address in wanted_in(settings.wanted) if not address.endswith("*"))
    for address in (*wanted, *known_in(archive, source)):
        identity = source.identify(address)
        if identity is not None:
            return plain(identity.original_address)
    return None


def _probe(asker: Asker, archive: ArchiveConfig, page: str | None, progress: Progress) -> Iterator[Probed]:
    pattern = (archive.match[0] if archive.match else page or "").rstrip("*")
    places = list(_places(archive, pattern, page or pattern))
    left: str | None = None
    for done, place in enumerate(places, 1):
        parts = urlsplit(place.address)
        host, path = parts.hostname or "", parts.path.partition("/http")[0]
        if left is not None:
            yield Probed(host, place.what, path, f"not asked: {left}", is_there=False)
            continue
        try:
            answer = asker.ask(place.address, "other")
        except ArchiveLeftError as error:
            left = error.reason + (f", come back at {error.until:%Y-%m-%d %H:%M} UTC" if error.until else "")
            yield Probed(host, place.what, path, left, is_there=False)
            continue
        said, is_there = _said(place.what, answer) if answer else (f"no answer: {asker.last_issue}", False)
        yield Probed(host, place.what, path, said, is_there)
        progress(f"probing {host}", done, len(places))


def _places(archive: ArchiveConfig, pattern: str, page: str) -> Iterator[_Place]:
    """Where pywb, OpenWayback, the Wayback Machine and Common Crawl have what is looked for."""
    root = urljoin(archive.endpoint, "/")
    yield _Place("robots.txt", urljoin(root, "robots.txt"))
    query = urlencode({"url": pattern, "matchType": "prefix", "limit": "1", "output": "json"}, safe="/:")
    if archive.kind == "commoncrawl":
        yield _Place("list of crawls", archive.endpoint)
        return
    if archive.kind == "replay":
        yield _Place("list of collections", urljoin(root, "collinfo.json"))
        bases = dict.fromkeys((archive.endpoint, root, urljoin(root, "all/")))  # pywb's name for all collections as one
        indexes = [urljoin(base, name) for base in bases for name in ("cdx", "index")]
        indexes.append(urljoin(root, "cdx/search/cdx"))
        timemap = urljoin(archive.endpoint, f"timemap/link/http://{quote(page, safe='/:,?=&%')}")
    else:
        indexes = [archive.endpoint]
        before = urljoin(root, "web/") if archive.kind == "wayback" else archive.endpoint.rpartition("/")[0] + "/"
        timemap = f"{before}timemap/link/http://{quote(page, safe='/:,?=&%')}"
    for index in dict.fromkeys(indexes):
        yield _Place("index", f"{index}?{query}")
    yield _Place("list of copies", timemap)
    yield _Place("sitemap", urljoin(root, "sitemap.xml"))
    if archive.kind == "replay":
        now = f"{datetime.now(UTC):%Y}1231235959"
        yield _Place("untouched copy", f"{archive.endpoint}{now}id_/http://{page}")


def _said(what: str, answer: Answer) -> tuple[str, bool]:
    if answer.status != 200:
        return f"status {answer.status}", False
    if what == "index":
        return _index_said(answer)
    head = answer.body[:4096].lstrip().lower()
    signs = {
        "robots.txt": b"user-agent" in head or b"sitemap:" in head,
        "list of crawls": b"cdx-api" in head,
        "list of collections": b"cdx-api" in head,
        "list of copies": b'rel="' in head or b"rel=original" in head,
        "sitemap": b"<urlset" in head or b"<sitemapindex" in head,
        "untouched copy": bool(head),
    }
    return f"{len(answer.body):,} bytes", signs[what]


def _index_said(answer: Answer) -> tuple[str, bool]:
    locate = replayed_at("")
    for read in (wayback_rows, json_lines):
        try:
            lines = read(answer.body, locate)
        except NoIndexError:
            continue
        if lines.copies or not answer.body.strip() or answer.body.strip() == b"[]":
            return f"an index ({len(lines.copies)} of {lines.lines} lines understood)", True
    return f"{len(answer.body):,} bytes that are no index", False
