"""Sitemaps by the protocol of sitemaps.org, version 0.9: lists of addresses, and indexes of such lists."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from tasks.sources.addresses import rewrapped, without_fragment
from tasks.sources.dates import stated_day
from tasks.sources.entries import Document, Entry, read_document
from tasks.sources.feeds import ROOTS as FEED_ROOTS
from tasks.sources.feeds import feed_reports
from tasks.sources.source import Listed, Start, WalkedPage, WalkEnd
from tasks.sources.walking import Site, Walk, address_key, is_same_family

MAX_DEPTH = 3
"""Files from the first to the last, by way of indexes. The protocol lets an index name no other; some sites do."""


@dataclass(frozen=True, slots=True)
class _File:
    """A sitemap file that an index names."""

    address: str
    dated: date | None


def walk_sitemap(walk: Walk, start: Start) -> Iterator[WalkedPage | WalkEnd]:
    """The reports in one sitemap and in all that it names, each file once.

    Files that have not changed since the day asked for are not asked for: a change to an entry is one to its file.
    """
    waiting = deque([(start.address, 1)])
    pages = 0
    is_gap = is_cut = is_older_left = False
    while waiting:
        address, depth = waiting.popleft()
        key = address_key(address)
        if key in walk.asked:
            continue
        if not walk.may_ask():
            is_cut = True
            break
        walk.asked.add(key)
        pages += 1
        payload = walk.get.payload(address)
        if payload is None:
            is_gap = True
            continue
        document = read_document(payload)
        yield WalkedPage(start, address, walk.fresh(_reports(document, address, walk.site)))
        is_gap |= not (document.is_whole and _is_sitemap(document))
        for file in _files(document, address, walk.site):
            if depth == MAX_DEPTH:
                is_gap = True
            elif walk.limits.since and file.dated and file.dated < walk.limits.since:
                is_older_left = True
            else:
                waiting.append((file.address, depth + 1))
    yield WalkEnd(start, "gap" if is_gap else "max-pages" if is_cut else "since" if is_older_left else "end", pages)


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
        found = ((_located(entry), _changed(entry)) for entry in document.entries if entry.name == "url")
    else:
        found = ((line, None) for line in document.lines)
    for written, dated in found:
        target = rewrapped(without_fragment(written), address)
        if target and site.is_report(target, address):
            yield Listed(target, None, dated)


def _files(document: Document, address: str, site: Site) -> Iterator[_File]:
    """The files an index names, on hosts of the source: nobody else may speak for them."""
    for entry in document.entries if document.root == "sitemapindex" else ():
        target = rewrapped(_located(entry), address)
        if entry.name == "sitemap" and is_same_family(target, address) and _host(target) in site.hosts:
            yield _File(target, _changed(entry))


def _located(entry: Entry) -> str:
    """An address in which other elements stand has lost its end."""
    return next((value.text for value in entry.own("loc") if not value.has_elements), "")


def _changed(entry: Entry) -> date | None:
    return next((day for value in entry.own("lastmod") if (day := stated_day(value.text))), None)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
