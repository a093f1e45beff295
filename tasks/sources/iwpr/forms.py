"""IWPR's addresses: what each names, since 1999 (sources.md §3).

A slug is not a stable key across time, yet it is all that the address holds; documents that share one are told apart
by their captures. Keys are ASCII: the percent-encoding of a slug is brought to one form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import unquote

from tasks.sources.addresses import Address, normal_slug, parse
from tasks.sources.source import Identity

NAME = "iwpr"
HOSTS = frozenset({"iwpr.net", "www.iwpr.net", "iwpr.test", "www.iwpr.test"})
REGIONS = frozenset(
    {"africa", "asia", "europe-eurasia", "latin-america-caribbean", "middle-east-north-africa", "topics"}
)
SERIES = frozenset({"the-story-behind-the-story", "story-behind-the-story", "iwpr-insight"})
"""Names of series: under ``/report-news/`` they list reports where others' slugs name one."""
LISTING_SECTIONS = frozenset({"global", "about", "focus", "programme", "search"})
DOCUMENT_SECTIONS = frozenset({"impact", "newsletter"})
ISSUES = frozenset({"arr", "afr", "bcr", "cau", "crs", "icr", "irq", "rca", "tri", "tu"})
"""Codes of the series that came out in issues; the site's other pages stood under other codes."""
OLD_ADDRESSES_END = datetime(2010, 1, 1, tzinfo=UTC)
"""From then on ``?o=…`` answers with the front page; a web archive's older copy is the article."""

_LANGUAGE = re.compile(r"[a-z]{2}(?:-[a-z]{2,4})?")
_ALIAS = re.compile(r"(?=[a-z]*[0-9])[a-z0-9]{8}")
_OLD_FILE = re.compile(r"archive/[a-z0-9]+/[a-z0-9_]+\.(?:txt|html?)")
_OLD_PATHS = frozenset({"", "index.pl", "index.php", "index.html"})
_PAGE = re.compile(r"[0-9]+(?:,[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Read:
    """What an address of IWPR says."""

    address: Address
    key: str | None
    canonical_path: str | None
    section: str
    """First part of the path, without the language."""
    language: str | None
    is_listing: bool

    @property
    def slug(self) -> str | None:
        """The last part of the key; reports of two languages may share it."""
        return self.key.rpartition("/")[2] if self.key else None

    @property
    def is_issue(self) -> bool:
        """Whether the address names a series of reports, as those before 2010 do: ``?p=crs&o=…``, ``archive/tri/…``."""
        if self.section != "old":
            return False
        folder = (self.key or "").split("/")[1:2] if (self.key or "").startswith("archive/") else [""]
        return (self.address.value("p") or "").lower() in ISSUES or folder[0] in ISSUES

    @property
    def host(self) -> str:
        return "iwpr.test" if self.address.is_test else "iwpr.net"


@lru_cache(maxsize=64)  # whether it is a report and whether a listing is asked one after the other
def read(text: str) -> Read | None:
    """Reads an address; none where it is on another site."""
    address = parse(text)
    if address is None or address.host not in HOSTS:
        return None
    segments = [segment for segment in address.path.split("/") if segment]
    # Before 2010 the program's arguments named the article, whatever the path said.
    if "/".join(segments).lower() in _OLD_PATHS and (old := _old_key(address)):
        is_gone = address.archived_at is None or address.archived_at >= OLD_ADDRESSES_END
        return Read(address, old, None, "old", None, is_gone)
    language = None
    if segments and _LANGUAGE.fullmatch(segments[0].lower()):
        language = segments.pop(0).lower()
    return _by_path(address, [normal_slug(segment) for segment in segments], language)


def identify(text: str) -> Identity | None:
    """The document an address names.

    An article's address from before 2010 keeps its key although the front page stands there today: the web archives'
    copies and other people's citations still name the article by it.
    """
    found = read(text)
    if found is None or found.key is None:
        return None
    return Identity(
        document_key=f"{NAME}/{found.key}",
        original_address=found.address.original,
        canonical_address=f"https://{found.host}{found.canonical_path}" if found.canonical_path else None,
        archived_at=found.address.archived_at,
        publisher_code="IWPR",
        language=found.language,
    )


def is_listing(text: str) -> bool:
    """Whether a listing (or the front page) stands at an address today."""
    found = read(text)
    return found is not None and found.is_listing


def is_front_page(text: str) -> bool:
    """Whether an address is that of the site's front page, in any language."""
    found = read(text)
    return found is not None and found.is_listing and found.section == "" and found.key is None


def listing_page(text: str) -> tuple[str, int] | None:
    """The listing an address belongs to, and the number of this page of it."""
    found = read(text)
    if found is None or not found.is_listing or found.key is not None:
        return None
    # Drupal numbers every pager of a page in one value; the last belongs to the list that is shown.
    page = (found.address.value("page") or "0").rpartition(",")[2]
    rest = sorted((key, value) for key, value in found.address.query if key != "page")
    path = unquote(found.address.path).lower()
    return f"{path}?{rest}", int(page) if re.fullmatch(r"[0-9]{1,9}", page) else 0


def _by_path(address: Address, segments: list[str], language: str | None) -> Read:
    section = segments[0] if segments else ""
    prefix = f"{language}/" if language and language != "en" else ""

    def document(key: str, path: str) -> Read:
        return Read(address, prefix + key, f"/{prefix}{path}", section, language, False)

    def listing(is_listing: bool = True) -> Read:
        return Read(address, None, None, section, language, is_listing)

    is_paged = _PAGE.fullmatch(address.value("page") or "") is not None
    match segments:
        case []:
            return listing()
        case ["global-voices", slug] if slug not in REGIONS and not is_paged:
            return document(slug, f"global-voices/{slug}")
        case ["report-news", slug] if slug not in SERIES and not is_paged:
            return document(slug, f"global-voices/{slug}")
        case ["global-voices" | "report-news", *_]:
            return listing()
        case ["node", number] if re.fullmatch(r"[0-9]{1,10}", number):
            return document(f"node/{number.lstrip('0') or '0'}", f"node/{number}")
        case ["engage", "frontline-updates", slug]:
            return document(f"engage/frontline-updates/{slug}", f"engage/frontline-updates/{slug}")
        case [name, slug] if name in DOCUMENT_SECTIONS and not is_paged:
            return document(f"{name}/{slug}", f"{name}/{slug}")
        case [alias] if _ALIAS.fullmatch(alias):
            return document(f"alias/{alias}", alias)
        case [name, *_] if name in LISTING_SECTIONS or name in DOCUMENT_SECTIONS:
            return listing()
        case ["projects", "focus", *_] | ["engage", "frontline-updates"]:
            return listing()
    return listing(is_listing=False)


def _old_key(address: Address) -> str | None:
    written = unquote(address.raw_query).lower()
    if match := _OLD_FILE.search(written):
        return match[0]
    number = address.value("o") or ""
    return f"o/{number}" if re.fullmatch(r"[0-9]{1,10}", number) else None
