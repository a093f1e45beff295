"""IWPR's pages: today's layout, that of 2020, and the older ones, read by words and structure (sources.md §3)."""

from __future__ import annotations

from tasks.page import Page
from tasks.report import Author, Candidate, PublicationDate
from tasks.sources.dates import stated_date
from tasks.sources.described import Described, claim_selected
from tasks.sources.iwpr.anchors import Opening
from tasks.sources.iwpr.body import claim_body, text_container
from tasks.sources.iwpr.boxes import Box, find_boxes, is_box_heading
from tasks.sources.iwpr.bylines import Byline, byline_of
from tasks.sources.iwpr.opening import read_opening
from tasks.sources.iwpr.titles import TITLE_TRUST, Title, find_title, head_titles, is_site_title
from tasks.sources.iwpr.translations import find_translations
from tasks.sources.iwpr.units import Laid, laid_out
from tasks.sources.lines import Claims, folded
from tasks.sources.persons import author_notes, is_person, protected
from tasks.weighing import Trust, dated

TRUST = {
    "title": TITLE_TRUST,
    "published": (
        Trust("dateline", "the page's own date line"),
        Trust("stamp", "the stamp of the issue it came out in"),
        Trust("meta:", "the head's date, where the page prints none"),
    ),
    "authors": (
        Trust("byline", "the page's byline"),
        Trust("author-line", "a name alone where bylines stand"),
        Trust("author-note", "the note on the author below the text"),
        Trust("signature", "the name below the text"),
        Trust("meta:", "the head's author, where the page prints none"),
    ),
}
_HEAD_DATES = ("article:published_time", "dcterms.date", "dcterms.issued", "dc.date", "dc.date.issued", "datepublished")
_HEAD_AUTHORS = ("author", "article:author", "dcterms.creator", "dc.creator")


def read(page: Page, own: str) -> tuple[Described, str | None, bool]:
    """Reads a page that stands at the address `own`; also gives its kicker, and whether it carries an issue's stamp."""
    found = Described(Claims(page))
    in_head = head_titles(page)
    keys = frozenset(folded(title.value) for title in in_head)
    laid = laid_out(page, lambda text: is_box_heading(text) or (len(text) < 300 and folded(text) in keys))
    opening = _read(laid, found, find_title(laid, in_head), own) if laid.units else None
    if opening is None:
        if not found.citation.title:
            found.issue("title", "neither heading nor head")
        claim_selected(page, found, 0)
        return found, None, False
    found.set(standfirst=opening.standfirst, reference=opening.reference)
    found.issues.extend(sorted(opening.issues, key=lambda issue: issue.start_char or 0))
    _offer(page, found, opening)
    return found, opening.kicker, opening.reference is not None


def _read(laid: Laid, found: Described, title: Title, own: str) -> Opening | None:
    for offer in title.offers:
        found.offer("title", offer)
    found.decide(TRUST)
    claims = found.claims
    for unit in laid.units:
        if is_site_title(unit.text):
            claims.line("site-title", "site-title", unit)
    if title.is_window:
        claims.line("site-title", "window-title", laid.units[0])
    found.set(related=find_translations(laid, claims, own))
    if title.at is None:
        return None
    text = text_container(laid, title.at)
    boxes = find_boxes(laid, title.at, text)
    opening = read_opening(laid, claims, title.at, boxes, text)
    for box in boxes:
        _claim_box(laid, claims, box)
    count = 0
    if opening.after < len(laid.units):
        count = claim_body(laid, claims, title.at, opening.after, boxes, text)
    if not count:
        claim_selected(laid.page, found, laid.units[opening.after - 1].end)
    return opening


def _claim_box(laid: Laid, claims: Claims, box: Box) -> None:
    for unit in laid.units[box.first : box.after]:
        claims.line(box.kind, box.rule, unit)


def _offer(page: Page, found: Described, opening: Opening) -> None:
    """Offers what was found for dates and authors, and chooses."""
    for published in opening.dates:
        found.offer("published", published)
    stated = _head_date(page)
    if not opening.has_unread_date:
        found.offer("published", stated)
    bylines = opening.authors or [byline.authors("byline-below") for byline in _bylines_below(found.claims)]
    for byline in bylines:
        found.offer("authors", byline)
    known = {folded(author.name) for byline in bylines for author in byline}
    for noted in author_notes(found.claims):
        # A note on one of two authors says nothing against the other.
        if len(known) < 2 or not {folded(author.name) for author in noted} < known:
            found.offer("authors", noted)
    found.offer("authors", _head_authors(page))
    found.decide(TRUST)
    found.set(authors=protected(found.claims, found.citation.authors, opening.starred))
    if opening.has_unread_date and stated and not found.citation.published:
        reason = "the page prints another date, which could not be read"
        kept = Candidate("published", dated(stated), stated.rule, False, reason)
        found.set(candidates=(*found.citation.candidates, kept))


def _bylines_below(claims: Claims) -> list[Byline]:
    below = (passage for passage in claims.passages() if passage.rule == "byline-below")
    found = (byline_of(claims.page.text[passage.start_char : passage.end_char]) for passage in below)
    return [byline for byline in found if byline]


def _head_date(page: Page) -> PublicationDate | None:
    for name, value in page.head:
        if name.startswith("meta:") and name[5:].lower() in _HEAD_DATES and (day := stated_date(value)):
            return PublicationDate(day.value, day.precision, value, name)
    return None


def _head_authors(page: Page) -> tuple[Author, ...]:
    """The author in the head, where it is a person: the site's name is none, and an account's is not known from it."""
    for name, value in page.head:
        if name.startswith("meta:") and name[5:].lower() in _HEAD_AUTHORS and " " in value and is_person(value):
            return (Author(value, False, name),)
    return ()
