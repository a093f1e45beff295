"""Sitemaps by the protocol of sitemaps.org, version 0.9: lists of addresses, and indexes of such lists."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from tasks.sources.addresses import rewrapped, without_fragment
from tasks.sources.dates import exact_day, stated_day
from tasks.sources.entries import Document, Entry, read_document
from tasks.sources.feeds import ROOTS as FEED_ROOTS
from tasks.sources.feeds import feed_reports
from tasks.sources.source import Listed, Start, WalkedPage, WalkEnd
from tasks.sources.walking import Site, Walk, address_key, is_same_family

MAX_DEPTH = 3
"""Files from the first to the last, by way of indexes. The protocol lets an index name no other; some sites do."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _File:
    """A sitemap file that an index names."""

    address: str
    dated: date | None
    depth: int
    """The first one's is 1."""


def walk_sitemap(walk: Walk, start: Start) -> Iterator[WalkedPage | WalkEnd]:
    """The reports in one sitemap and in all that it names, each file once.

    Files that have not changed since the day asked for are not asked for: a change to an entry is one to its file.
    Where there are more files than may be asked for, others take their turn the next time.
    """
    waiting = deque([_File(start.address, None, 1)])
    pages = 0
    is_gap = is_cut = is_older_left = False
    while waiting:
        file = waiting.popleft()
        key = address_key(file.address)
        if key in walk.asked:
            continue
        if not walk.may_ask(pages):
            is_cut = True
            break
        walk.asked[key] = start
        pages += 1
        payload = walk.get.payload(file.address)
        if payload is None:
            is_gap = True
            continue
        document = read_document(payload)
        yield walk.page(start, file.address, _reports(document, file.address, walk.site))
        is_gap |= not (document.is_whole and _is_sitemap(document))
        named = list(_files(document, file, walk.site))
        for other in named:
            if other.depth > MAX_DEPTH:
                is_gap = True
            elif walk.limits.since and other.dated and other.dated < walk.limits.since:
                is_older_left = True
            else:
                waiting.append(other)
        if named and len(waiting) > walk.limits.max_pages - pages:
            waiting = deque(sorted(waiting, key=lambda waits: _turn(waits, walk.limits.asked_at(waits.address))))
    yield WalkEnd(start, "gap" if is_gap else "max-pages" if is_cut else "since" if is_older_left else "end", pages)


def _turn(file: _File, asked_at: datetime | None) -> tuple[int, datetime, int]:
    """Which file goes first: one never asked for, then one that has changed since, then the rest: files that are
    made anew every day keep none waiting for ever. In each, what waited longest, then what changed last."""
    last = -file.dated.toordinal() if file.dated else 0
    if asked_at is None:
        return 0, _LONG_AGO, last
    has_changed = file.dated is not None and file.dated >= asked_at.date()
    return 1 if has_changed else 2, asked_at, last


def _is_sitemap(document: Document) -> bool:
    if document.root:
        return document.root in ("urlset", "sitemapindex") or document.root in FEED_ROOTS
    return bool(document.lines) and all(line.startswith(("http://", "https://")) for line in document.lines)


def _reports(document: Document, address: str, site: Site) -> Iterator[Listed]:
    """A sitemap may be in XML, plain text, or a feed."""
    if document.root in FEED_ROOTS:
        yield from feed_reports(document, address, site)
        return
    if document.root == "urlset":
        found = ((_located(entry), _stated(entry)) for entry in document.entries if entry.name == "url")
    else:
        found = ((line, "") for line in document.lines)
    for written, lastmod in found:
        target = rewrapped(without_fragment(written), address)
        if target and site.is_report(target, address):
            yield Listed(target, None, stated_day(lastmod), exact_day(lastmod))


def _files(document: Document, index: _File, site: Site) -> Iterator[_File]:
    """The files an index names, on hosts of the source: nobody else may speak for them."""
    for entry in document.entries if document.root == "sitemapindex" else ():
        target = rewrapped(_located(entry), index.address)
        if entry.name == "sitemap" and is_same_family(target, index.address) and _host(target) in site.hosts:
            yield _File(target, stated_day(_stated(entry)), index.depth + 1)


def _located(entry: Entry) -> str:
    """An address in which other elements stand has lost its end."""
    return next((value.text for value in entry.own("loc") if not value.has_elements), "")


def _stated(entry: Entry) -> str:
    return next((value.text for value in entry.own("lastmod") if stated_day(value.text)), "")


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
