"""Feeds: RSS 2.0, RSS 1.0 and Atom (RFC 4287). A feed is one page: the newest reports, and no way to the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import urljoin

from tasks.sources.addresses import rewrapped, unwrap, without_fragment
from tasks.sources.dates import exact_day, stated_day
from tasks.sources.entries import Document, Entry, read_document
from tasks.sources.source import Listed, Start, WalkedPage, WalkEnd
from tasks.sources.walking import Site, Walk, address_key

ROOTS = frozenset({"rss", "RDF", "feed"})
ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


def walk_feed(walk: Walk, start: Start) -> Iterator[WalkedPage | WalkEnd]:
    """The reports on one feed."""
    key = address_key(start.address)
    if key in walk.asked:
        yield WalkEnd(start, "end", 0)
        return
    if not walk.may_ask(0):
        yield WalkEnd(start, "max-pages", 0)
        return
    walk.asked[key] = start
    payload = walk.get.payload(start.address)
    if payload is None:
        yield WalkEnd(start, "gap", 1)
        return
    document = read_document(payload)
    yield walk.page(start, start.address, feed_reports(document, start.address, walk.site))
    is_whole = document.is_whole and document.root in ROOTS
    yield WalkEnd(start, "end" if is_whole else "gap", 1)


def feed_reports(document: Document, address: str, site: Site) -> Iterator[Listed]:
    """The reports that a feed names; nothing where the document is no feed."""
    if document.root not in ROOTS:
        return
    for entry in document.entries:
        if entry.name not in ("item", "entry"):
            continue
        target = next((found for link in _links(entry) if (found := _target(link, address))), None)
        if target and site.is_report(target, address):
            title = next((unescape(value.text) for value in entry.own("title") if value.text), None)
            yield Listed(target, title, _dated(entry), _changed(entry))


def _links(entry: Entry) -> Iterator[str]:
    for link in entry.own("link"):
        if entry.namespace != ATOM:
            yield link.text
        elif link.attributes.get("rel", "alternate") == "alternate":  # RFC 4287 §4.2.7.2: none means this one
            yield link.attributes.get("href", "")
    # RSS 2.0: an identifier is an address unless it says otherwise.
    yield from (guid.text for guid in entry.own("guid") if guid.attributes.get("isPermaLink", "true") == "true")


def _target(link: str, address: str) -> str | None:
    """The link made absolute, in a web archive inside its copy."""
    if not link.strip():
        return None
    try:
        joined = urljoin(unwrap(address).address, link.strip())
    except ValueError:
        return None
    return rewrapped(without_fragment(joined), address)


def _dated(entry: Entry) -> date | None:
    """The day of the last change where the feed gives it, else that of publication."""
    written = [value.text for name in ("updated", "modified", "pubDate", "published") for value in entry.own(name)]
    written += [value.text for value in entry.values if value.name == "date" and value.namespace == DUBLIN_CORE]
    return next((day for text in written if (day := stated_day(text))), None)


def _changed(entry: Entry) -> date | None:
    """A date of publication, which most feeds give alone, is none of a change."""
    return next((day for value in entry.own("updated", "modified") if (day := exact_day(value.text))), None)
