"""A web archive's hand in a page undone: its toolbar named, the links it rewrote led back to where the page had them.

Only what is read is undone; the payload stays as it was captured. A copy asked for with ``id_`` is the site's own
bytes and needs none of this. The marks are those of pywb's templates (``head_insert.html``, ``banner.html``) and of the
Wayback Machine's toolbar and closing comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tasks.page import Block, Link, Page
from tasks.report import Passage

TOOLBAR_CLASS = "replay-toolbar"
TOOLBAR_RULE = "replay-toolbar"
WINDOW = 65_536
TAIL = 4_096
"""Bytes at either end of a payload in which an archive leaves its marks."""
MAX_CHARACTERS = 8_192
"""Longer addresses are left alone: nested ones would take quadratic time."""
WAYBACK = "web.archive.org/web/"

_MARKS = (
    b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->",
    b"<!-- BEGIN REPLAY BANNER -->",
    b"<!-- End Wayback Rewrite JS Include -->",
    b'id="wm-ipp-base"',
    b'id="wm-ipp"',
    b'id="_wb_frame_top_banner"',
    b'id="_wb_plain_banner"',
    b"wombat.js",
    b"wb_frame.js",
    b"wbinfo.",
)
_WAYBACK_TAIL = re.compile(rb"<!--\s*FILE ARCHIVED ON .{1,80} AND RETRIEVED FROM THE", re.DOTALL)
_TOOLBAR_IDS = frozenset({"wm-ipp-base", "wm-ipp", "wm-ipp-print", "_wb_frame_top_banner", "_wb_plain_banner"})
_BEGIN = re.compile(r"<!--\s{0,9}BEGIN (WAYBACK TOOLBAR INSERT|REPLAY BANNER)\s{0,9}-->")
_PYWB_PREFIX = re.compile(rb"wbinfo\.prefix\s{0,9}=\s{0,9}[\"'](https?:)?(//[^\"'\s]{1,300}/)[\"']")
_PREFIX = re.compile(
    r"(?:https?:)?//(?P<host>[^/?#]+)(?P<folder>/(?:[^/?#]+/)*?)(?:(?:[0-9]{1,14})?(?P<modifier>[a-z]{2}_)?/)?",
    re.IGNORECASE,
)
_INNER = r"(?P<inner>(?:https?:/{1,2}|//)[^/].*)"


@dataclass(frozen=True, slots=True)
class Archive:
    """The replay that a page came through."""

    place: str
    """Host and folder below which copies lie, such as ``web.archive.org/web/``."""
    page_address: str
    """Where the page stood."""

    def original(self, target: str) -> str:
        """A link's target as the page had it; what this archive did not rewrite stays as it is.

        Undoing twice changes no more than undoing once.
        """
        while len(target) <= MAX_CHARACTERS and (inner := self._inner(target)) is not None:
            target = inner
        return target

    def _inner(self, target: str) -> str | None:
        host, _, folder = self.place.partition("/")
        # A rewritten link without a host was joined to the page's own.
        hosts = "|".join(re.escape(each) for each in dict.fromkeys((host, _host(self.page_address))) if each)
        replayed = (
            rf"(?:https?:)?//(?:{hosts})/{re.escape(folder)}(?:[0-9]{{4,14}}(?:[a-z]{{2}}_)?|[a-z]{{2}}_)/{_INNER}"
        )
        match = re.fullmatch(replayed, target, re.IGNORECASE | re.DOTALL)
        if match is None:
            return None
        inner = match["inner"]
        if inner.startswith("//"):
            return f"{urlsplit(self.page_address).scheme or 'http'}:{inner}"
        return re.sub(r"^(https?):/+", r"\1://", inner, flags=re.IGNORECASE)


def archive_of(page_address: str, prefix: str, payload: bytes) -> Archive | None:
    """The archive that rewrote a payload; none where the bytes are the site's own.

    `prefix` is what stands before `page_address` in the address of the copy, empty where the copy was not asked of a
    web archive; the marks in the payload speak too, as pages saved from a browser hold them.
    """
    asked = _PREFIX.fullmatch(prefix)
    if asked and (asked["modifier"] or "").lower() == "id_":
        return None
    if asked:
        return Archive(asked["host"].lower() + asked["folder"], page_address)
    if not is_marked(payload):
        return None
    named = _PYWB_PREFIX.search(payload[:WINDOW])
    place = named[2].decode("ascii", "replace").removeprefix("//") if named else WAYBACK
    return Archive(place, page_address)


def is_marked(payload: bytes) -> bool:
    """Whether a payload carries what the Wayback Machine or pywb add to a page."""
    beginning = payload[:WINDOW]
    return any(mark in beginning for mark in _MARKS) or bool(_WAYBACK_TAIL.search(payload[-TAIL:]))


def enclosed(text: str) -> str:
    """Markup with every toolbar between its two comments inside an element, since parsing drops the comments."""
    parts: list[str] = []
    reached = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < reached:
            continue
        mark = f"<!-- END {begin[1]} -->"
        end = text.find(mark, begin.end())
        if end < 0:
            break
        parts += [text[reached : begin.end()], f'<div class="{TOOLBAR_CLASS}">', text[begin.end() : end], "</div>"]
        reached = end
    return "".join([*parts, text[reached:]]) if parts else text


def undone(page: Page, archive: Archive) -> Page:
    """A page whose links, and the addresses in its head, are those it had before the archive rewrote them."""
    links = tuple(replace(link, target=archive.original(link.target)) for link in page.links)
    head = tuple((name, archive.original(value)) for name, value in page.head)
    return replace(page, links=links, head=head)


def parted(page: Page) -> tuple[Page, tuple[Passage, ...]]:
    """The page without the blocks and links of a toolbar, and those blocks as passages; the text stays whole."""
    toolbar = [block for block in page.blocks if _is_toolbar(block)]
    if not toolbar:
        return page, ()
    kept = tuple(block for block in page.blocks if not _is_toolbar(block))
    links = tuple(_outside(page.links, toolbar))
    passages = tuple(Passage("navigation", TOOLBAR_RULE, block.start_char, block.end_char) for block in toolbar)
    return replace(page, blocks=kept, links=links), passages


def _outside(links: Iterable[Link], toolbar: list[Block]) -> Iterable[Link]:
    spans = iter(toolbar)
    span: Block | None = next(spans)
    for link in links:
        while span and span.end_char <= link.start_char:
            span = next(spans, None)
        if span is None or link.start_char < span.start_char:
            yield link


def _is_toolbar(block: Block) -> bool:
    return any(_names_toolbar(label) for label in block.ancestors)


def _names_toolbar(label: str) -> bool:
    name, *marks = label.split(" ")
    return f"{name}.{TOOLBAR_CLASS}" in marks or any(mark.partition("#")[2] in _TOOLBAR_IDS for mark in marks[:1])


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
