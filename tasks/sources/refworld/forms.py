"""The live Refworld's addresses: the node number is the identity, the year that of publication (sources.md §2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from tasks.sources.addresses import Address, parse
from tasks.sources.source import Identity

NAME = "refworld"
HOSTS = frozenset({"www.refworld.org", "refworld.org", "www.refworld.test", "refworld.test"})
SECTIONS = ("reference", "jurisprudence", "legal", "policy")

_DOCUMENT = re.compile(
    r"(?:/(?P<prefix>[a-z]{2}))?/(?P<section>[a-z]+)/(?P<type>[a-z0-9_-]+)/(?P<publisher>[a-z0-9_-]+)/(?P<year>[0-9]{4})"
    r"(?:/(?P<language>[a-z]{2}))?/(?P<node>[0-9]{1,10})",
    re.IGNORECASE,
)
_NODE = re.compile(r"(?:/(?P<prefix>[a-z]{2}))?/node/(?P<node>[0-9]{1,10})", re.IGNORECASE)
_LISTING = re.compile(rf"(?:/[a-z]{{2}})?/(?:{'|'.join(SECTIONS)}|search)(?:/[a-z0-9_-]+){{0,3}}", re.IGNORECASE)
_IGNORED_IN_LISTINGS = frozenset({"page", "prevpage"})


@dataclass(frozen=True, slots=True)
class Document:
    """What an address of a document says."""

    node: str
    path: str
    publisher: str | None
    document_type: str | None
    year: int | None
    """That of publication."""
    language: str | None


def identify(text: str) -> Identity | None:
    """The document an address names; none for listings, for the retired site's addresses and for all others."""
    address = parse(text)
    found = _document(address) if address else None
    if address is None or found is None:
        return None
    host = "www.refworld.test" if address.is_test else "www.refworld.org"
    return Identity(
        document_key=f"{NAME}/{found.node}",
        original_address=address.original,
        canonical_address=f"https://{host}{found.path}",
        archived_at=address.archived_at,
        publisher_code=found.publisher,
        document_type=found.document_type,
        language=found.language,
    )


def document_of(text: str) -> Document | None:
    """The parts of a document's address; none for all others."""
    address = parse(text)
    return _document(address) if address else None


def is_listing(text: str) -> bool:
    """Whether an address lists documents of the live site."""
    return listing_page(text) is not None


def listing_page(text: str) -> tuple[str, int] | None:
    """The listing an address belongs to, and the number of this page of it."""
    address = parse(text)
    if address is None or address.host not in HOSTS or _document(address):
        return None
    path = unquote(address.path).lower()
    if not _LISTING.fullmatch(path):
        return None
    page = (address.value("page") or "0").rpartition(",")[2]
    rest = sorted((key, value) for key, value in address.query if key not in _IGNORED_IN_LISTINGS)
    return f"{path}?{rest}", int(page) if re.fullmatch(r"[0-9]{1,9}", page) else 0


def _document(address: Address) -> Document | None:
    if address.host not in HOSTS:
        return None
    path = unquote(address.path).lower()
    if node := _NODE.fullmatch(path):
        return Document(_number(node["node"]), path, None, None, None, node["prefix"])
    match = _DOCUMENT.fullmatch(path)
    # Sections of the other languages have names of their own (``/es/leg/…``): only the four English ones are known.
    if match is None or not (match["prefix"] or match["section"] in SECTIONS):
        return None
    return Document(
        _number(match["node"]),
        path,
        match["publisher"].upper(),
        match["type"],
        int(match["year"]),
        match["language"] or match["prefix"],
    )


def _number(digits: str) -> str:
    return digits.lstrip("0") or "0"
