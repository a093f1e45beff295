"""Sitemaps (sitemaps.org 0.9) and an RSS 2.0 feed, as the sites' programs write them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape

from samples.markup import LAUNCHED, Answer

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(pages: Iterable[tuple[str, date | None]], *, is_packed: bool = False) -> Answer:
    """One sitemap file of (address, day of the last change); packed as a file, whatever content coding is asked for."""
    urls = "".join(f"  <url><loc>{escape(address)}</loc>{_lastmod(day)}</url>\n" for address, day in pages)
    body = _document(f'<urlset xmlns="{NAMESPACE}">\n{urls}</urlset>')
    if is_packed:
        return Answer(gzip.compress(body, mtime=0), media_type="application/gzip")
    return Answer(body, media_type="application/xml; charset=utf-8")


def sitemap_index(files: Iterable[tuple[str, date | None]]) -> Answer:
    """An index of (file's address, day of its last change)."""
    named = "".join(f"  <sitemap><loc>{escape(address)}</loc>{_lastmod(day)}</sitemap>\n" for address, day in files)
    body = _document(f'<sitemapindex xmlns="{NAMESPACE}">\n{named}</sitemapindex>')
    return Answer(body, media_type="application/xml; charset=utf-8")


def feed(title: str, address: str, items: Iterable[tuple[str, str, date | None]]) -> Answer:
    """An RSS 2.0 feed of (path or address, title, day)."""
    written = "".join(
        f"<item><title>{escape(name, quote=False)}</title><link>{escape(link)}</link>{_published(day)}</item>\n"
        for link, name, day in items
    )
    head = f"<title>{escape(title, quote=False)}</title><link>{escape(address)}</link><description>Latest</description>"
    body = _document(f'<rss version="2.0">\n<channel>{head}\n{written}</channel>\n</rss>')
    return Answer(body, media_type="application/rss+xml; charset=utf-8")


def latest(days: Iterable[date | None]) -> date:
    """The latest of the days; the site's launch where there is none."""
    return max((day for day in days if day), default=LAUNCHED)


def _document(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _lastmod(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _published(day: date | None) -> str:
    if day is None:
        return ""
    return f"<pubDate>{format_datetime(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), usegmt=True)}</pubDate>"
