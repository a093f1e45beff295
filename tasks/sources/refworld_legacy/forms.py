"""The retired Refworld's addresses: which document each form names (the table in sources.md §1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tasks.sources.addresses import Address, parse
from tasks.sources.source import Identity

NAME = "refworld_legacy"
SITE_HOSTS = frozenset({"www.refworld.org", "refworld.org", "www.refworld.test", "refworld.test"})
UNHCR_HOSTS = frozenset({"www.unhcr.org", "unhcr.org", "www.unhcr.test", "unhcr.test"})
"""Only below ``/refworld/`` and ``/cgi-bin/texis/vtx/refworld/``; the rest of these hosts is another site."""

_ID = re.compile(r"[0-9a-f]{9,11}")
_DOCUMENT = re.compile(r"/(?:docid|pdfid)/([^/.]+)(?:\.(?:html?|pdf))?", re.IGNORECASE)
_PROGRAM = re.compile(r"/cgi-bin/texis/vtx/(?P<refworld>refworld/)?rwmain(?P<file>/[^/]*)?", re.IGNORECASE)
_COMMAS = re.compile(r"/([a-z]+),(.*)\.html?", re.IGNORECASE)
_OVERVIEW = re.compile(r"/(?:publisher|country|type|topic|category|region)/[^/]+\.html?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Form:
    """The comma-separated fields after a form's first word."""

    fields: tuple[str, ...]


_FORMS = {
    "publisher": _Form(("publisher", "type", "coi", "docid", "skip")),
    "country": _Form(("category", "publisher", "type", "coi", "rid", "docid", "skip")),
    "topic": _Form(("tocid", "toid", "docid", "skip", "publisher", "type", "coi")),
    "type": _Form(("type", "publisher", "coi", "docid", "skip")),
    "category": _Form(("category", "publisher", "type", "coi", "docid", "skip")),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What an address of the retired site says."""

    address: Address
    document_id: str | None
    hints: tuple[tuple[str, str], ...]
    listing_key: str | None
    """The same for all pages of one listing; none for a document."""
    skip: int
    """Reports before the first of this page of a listing."""

    def hint(self, name: str) -> str | None:
        return next((value for key, value in self.hints if key == name and value), None)


def read(text: str) -> Read | None:
    """Reads an address; none where it is not one of the retired site."""
    address = parse(text)
    if address is None:
        return None
    path = unquote(address.path)
    if address.host in UNHCR_HOSTS:
        program = _PROGRAM.fullmatch(path)
        if not (program and program["refworld"]):
            if not path.lower().startswith("/refworld/"):
                return None
            path = path[len("/refworld") :]
    elif address.host not in SITE_HOSTS:
        return None
    return _document(address, path) or _program(address, path) or _commas(address, path) or _overview(address, path)


def identify(text: str) -> Identity | None:
    """The document an address names; none for listings, for the live site's addresses and for all others."""
    found = read(text)
    if found is None or found.document_id is None:
        return None
    host = "www.refworld.test" if found.address.is_test else "www.refworld.org"
    country = (found.hint("coi") or "").upper()
    return Identity(
        document_key=f"{NAME}/{found.document_id}",
        original_address=found.address.original,
        canonical_address=f"https://{host}/docid/{found.document_id}.html",
        archived_at=found.address.archived_at,
        publisher_code=_code(found.hint("publisher")),
        document_type=_code(found.hint("type")),
        country_code=country if re.fullmatch(r"[A-Z]{3}", country) else None,
    )


def is_own(text: str) -> bool:
    """Whether an address is one of the retired site's hosts, whatever stands at it."""
    address = parse(text)
    return address is not None and (address.host in SITE_HOSTS or (address.host in UNHCR_HOSTS))


def is_listing(text: str) -> bool:
    """Whether an address lists documents of the retired site."""
    found = read(text)
    return found is not None and found.listing_key is not None


def listing_page(text: str) -> tuple[str, int] | None:
    """The listing an address belongs to and how far into it this page begins."""
    found = read(text)
    return (found.listing_key, found.skip) if found and found.listing_key else None


def _document(address: Address, path: str) -> Read | None:
    match = _DOCUMENT.fullmatch(path)
    document_id = _document_id(match[1]) if match else None
    return Read(address, document_id, (), None, 0) if document_id else None


def _program(address: Address, path: str) -> Read | None:
    if not _PROGRAM.fullmatch(path):
        return None
    document_id = next(
        (found for key, value in address.query if key == "docid" and (found := _document_id(value))), None
    )
    if document_id:
        return Read(address, document_id, address.query, None, 0)
    if not address.value("page") or address.value("docid"):
        return None  # a damaged id names nothing, and the page behind it is no listing either
    rest = sorted((key, value) for key, value in address.query if key not in ("skip", "docid"))
    return Read(address, None, address.query, f"rwmain?{rest}", _number(address.value("skip")))


def _commas(address: Address, path: str) -> Read | None:
    match = _COMMAS.fullmatch(path)
    form = _FORMS.get(match[1].lower()) if match else None
    if match is None or form is None:
        return None
    values = [value.strip() for value in match[2].split(",")]
    if len(values) == len(form.fields):
        hints = tuple(zip(form.fields, values, strict=True))
        written = values[form.fields.index("docid")]
        if document_id := _document_id(written):
            return Read(address, document_id, hints, None, 0)
        return _comma_listing(address, match[1], values, form) if not written else None
    # One part more is the topic a listing was narrowed to: what stands where the id would be is no document.
    return _comma_listing(address, match[1], values, form) if len(values) == len(form.fields) + 1 else None


def _comma_listing(address: Address, word: str, values: Sequence[str], form: _Form) -> Read:
    # Counted from whichever end does not move when a part is added.
    at = form.fields.index("skip")
    at = at if word.lower() == "topic" else at - len(form.fields)
    rest = list(values)
    skip = _number(rest[at])
    rest[at] = ""
    return Read(address, None, (), f"{word.lower()},{','.join(rest)}", skip)


def _overview(address: Address, path: str) -> Read | None:
    return Read(address, None, (), path.lower(), 0) if _OVERVIEW.fullmatch(path) else None


def _document_id(written: str) -> str | None:
    folded = written.strip().lower()
    return folded if _ID.fullmatch(folded) else None


def _code(written: str | None) -> str | None:
    folded = (written or "").upper()
    return folded if re.fullmatch(r"[A-Z0-9_]{2,20}", folded) else None


def _number(written: str | None) -> int:
    return int(written) if written and re.fullmatch(r"[0-9]{1,9}", written) else 0
