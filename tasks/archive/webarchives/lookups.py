"""Web archives' indexes, asked for copies: the Wayback Machine's CDX server, any pywb CDX server, Common Crawl."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tasks.archive.webarchives.cdx import (
    IndexLines,
    Locate,
    NoIndexError,
    json_lines,
    lying_in,
    replayed_at,
    wayback_rows,
)
from tasks.archive.webarchives.copies import Copy, is_same_host

WAYBACK_LINES = 5_000
"""Lines asked for at once; the server says how to go on."""
PYWB_LINES = 100_000
"""pywb's own limit (its documentation of the CDX server): an answer of so many lines is not the whole."""
FIRST_YEAR = 1996
"""Of the web archives."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an index said."""

    status: int
    body: bytes
    is_whole: bool = True


Ask = Callable[[str], Answer | None]
"""Asks an index at an address; none where no answer could be had, and then whoever asked has recorded why."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which copies are looked for."""

    pattern: str
    """An address, with or without scheme; ``*`` at its end for all that begin so."""
    since: date | None = None
    """Of the capture by the web archive; both days included."""
    until: date | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """As all three kinds of index understand them."""
        is_prefix = self.pattern.endswith("*")
        return {
            "url": self.pattern.rstrip("*"),
            **({"matchType": "prefix"} if is_prefix else {}),
            "output": "json",
            **({"from": f"{self.since:%Y%m%d}"} if self.since else {}),
            **({"to": f"{self.until:%Y%m%d}"} if self.until else {}),
        }


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that an index did not tell: what is missing cannot be known."""

    rule: str
    detail: str


Told = Copy | Trouble


def wayback(ask: Ask, endpoint: str, replay: str | None, query: Query) -> Iterator[Told]:
    """Copies that the Wayback Machine's CDX server knows, a stretch at a time."""
    locate = replayed_at(replay or urljoin(endpoint, "/web/"))
    key: str | None = None
    seen: set[str] = set()
    while True:
        more = {"limit": str(WAYBACK_LINES), "showResumeKey": "true", **({"resumeKey": key} if key else {})}
        found = _asked(ask, _with(endpoint, {**query.parameters, **more}), wayback_rows, locate)
        if isinstance(found, Trouble):
            yield found
            return
        yield from _told(found)
        key = found.resume_key
        if key is None or key in seen:
            return
        seen.add(key)


def pywb(ask: Ask, endpoint: str, replay: str | None, query: Query) -> Iterator[Told]:
    """Copies that a pywb CDX server knows. It cannot be asked to go on, so that where one answer cannot hold all lines
    each year is asked for by itself."""
    locate = replayed_at(replay or collection_of(endpoint))
    found = _pywb_lines(ask, endpoint, query, locate)
    if isinstance(found, IndexLines) and found.lines < PYWB_LINES:
        yield from _told(found)
        return
    if isinstance(found, Trouble) and found.rule != "index-too-long":
        yield found
        return
    first = query.since.year if query.since else FIRST_YEAR
    last = query.until.year if query.until else datetime.now(UTC).year
    for year in range(first, last + 1):
        since, until = date(year, 1, 1), date(year, 12, 31)
        part = replace(
            query,
            since=max(since, query.since) if query.since else since,
            until=min(until, query.until) if query.until else until,
        )
        found = _pywb_lines(ask, endpoint, part, locate)
        if isinstance(found, Trouble):
            yield found
            continue
        yield from _told(found)
        if found.lines >= PYWB_LINES:
            yield Trouble("index-too-long", f"more than {PYWB_LINES} lines of {year}; narrower patterns bring the rest")


def _pywb_lines(ask: Ask, endpoint: str, query: Query, locate: Locate) -> IndexLines | Trouble:
    return _asked(ask, _with(endpoint, {**query.parameters, "limit": str(PYWB_LINES)}), json_lines, locate)


def collection_of(endpoint: str) -> str:
    """The replay prefix of the collection that a pywb CDX server answers for: it without ``cdx`` or ``index``."""
    plain = endpoint.partition("?")[0].rstrip("/")
    for ending in ("/cdx", "/index", "-cdx", "-index"):
        if plain.endswith(ending):
            return f"{plain.removesuffix(ending)}/"
    return f"{plain}/"


def commoncrawl(ask: Ask, endpoint: str, data: str | None, query: Query) -> Iterator[Told]:
    """Copies that Common Crawl's indexes know: one index per crawl, each in pages, the newest crawl first.

    `data` is what stands before a WARC file's name; without it, the data host beside the index's.
    """
    locate = lying_in(data or data_of(endpoint))
    answer = ask(endpoint)
    crawls = _crawls(answer.body) if answer is not None and answer.status == 200 and answer.is_whole else None
    if crawls is None:
        yield Trouble("index", f"no list of crawls at {urlsplit(endpoint).hostname}")
        return
    for crawl in crawls:
        if not is_same_host(crawl.index, endpoint):
            yield Trouble("index", f"{urlsplit(endpoint).hostname} names an index at another host, which is not asked")
        elif crawl.may_hold(query):
            yield from _crawl(ask, crawl, query, locate)


def data_of(endpoint: str) -> str:
    """Where the WARC files lie that this index points into."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.replace('index.', 'data.', 1)}/"


@dataclass(frozen=True, slots=True)
class _Crawl:
    name: str
    index: str
    since: date | None
    until: date | None

    def may_hold(self, query: Query) -> bool:
        # A day more on either side: the list gives the times of its records, not of its files.
        is_before = query.since and self.until and (query.since - self.until).days > 1
        is_after = query.until and self.since and (self.since - query.until).days > 1
        return not (is_before or is_after)


def _crawls(body: bytes) -> list[_Crawl] | None:
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list):
        return None
    return [_crawl_of(item) for item in listed if isinstance(item, dict) and isinstance(item.get("cdx-api"), str)]


def _crawl_of(item: dict[str, Any]) -> _Crawl:
    return _Crawl(str(item.get("id", "")), item["cdx-api"], _day(item.get("from")), _day(item.get("to")))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _crawl(ask: Ask, crawl: _Crawl, query: Query, locate: Locate) -> Iterator[Told]:
    counted = ask(_with(crawl.index, {**query.parameters, "showNumPages": "true"}))
    if counted is None or counted.status == 404:  # no captures, or recorded by whoever asked
        return
    pages = _pages(counted)
    if pages is None:
        yield Trouble("index", f"{crawl.name} does not say how many pages its index has")
        return
    for page in range(pages):
        found = _asked(ask, _with(crawl.index, {**query.parameters, "page": str(page)}), json_lines, locate)
        if isinstance(found, Trouble):
            yield found
            continue
        yield from _told(found)


def _pages(answer: Answer) -> int | None:
    """``{"pages": N, …}``; older servers write the number alone."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    pages = said.get("pages") if isinstance(said, dict) else said
    is_number = isinstance(pages, int) and not isinstance(pages, bool) and 0 <= pages <= 1_000_000
    return pages if answer.status == 200 and is_number else None


def _asked(ask: Ask, address: str, read: Callable[[bytes, Locate], IndexLines], locate: Locate) -> IndexLines | Trouble:
    host = urlsplit(address).hostname
    answer = ask(address)
    if answer is None:
        return Trouble("index", f"no answer of the index at {host}")
    if answer.status == 404:
        return IndexLines((), 0, 0)  # how pywb says that it knows no such copy
    if answer.status != 200:
        return Trouble("index", f"status {answer.status} of the index at {host}")
    if not answer.is_whole:
        return Trouble("index-too-long", f"the answer of the index at {host} is not whole")
    try:
        return read(answer.body, locate)
    except NoIndexError as error:
        return Trouble("index", f"{error} at {host}")


def _told(found: IndexLines) -> Iterator[Told]:
    yield from found.copies
    if found.damaged:
        yield Trouble("index-line", f"{found.damaged} of {found.lines} index lines were not understood")


def _with(endpoint: str, parameters: dict[str, str]) -> str:
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters, safe='/:')}"
