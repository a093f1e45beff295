"""RIS: what EndNote, Zotero and Mendeley read. Specification of 2001: ``TAG  - value``, lines end with CR LF."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.citing.item import CitationItem, PartialDate, clean

LINE_END = "\r\n"


def ris(item: CitationItem) -> str:
    """One record, from TY to ER.

    RIS has no sign for a name that is to be left whole: names stand as printed, and a program may read one that holds
    a comma as family name and given name.
    """
    lines = (f"{tag}  - {value}" for tag, value in _lines(item) if value)
    return LINE_END.join(["", *lines, "ER  - ", ""]).lstrip()


def _lines(item: CitationItem) -> Iterator[tuple[str, str | None]]:
    yield "TY", item.kind.ris
    yield "ID", item.key
    yield "TI", item.title
    yield from (("AU", author.text) for author in item.authors)
    yield "T2", item.container
    yield "PB", item.publisher
    yield "PY", f"{item.issued.year:04}" if item.issued else None
    yield "DA", _date(item.issued)
    yield "M1", item.symbol
    yield "M3", item.genre
    yield "UR", item.address
    yield "Y2", _date(item.accessed)
    yield "AN", clean(item.document_key)
    yield "DB", item.copy.archive
    yield "AV", item.copy.location
    yield "LA", item.language
    yield "N1", item.note


def _date(value: PartialDate | None) -> str | None:
    """``YYYY/MM/DD/``, where what is not known stays empty: the slashes are part of the format."""
    if value is None:
        return None
    return "/".join([f"{value.year:04}", *(f"{part:02}" if part else "" for part in (value.month, value.day)), ""])
