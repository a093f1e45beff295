"""BibTeX, in UTF-8. Also what biblatex needs to keep a date exact: ``date``, ``urldate``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from warehouse.citing.item import CitationItem

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # \{ would be counted as a brace that opens
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_LIGATURE = re.compile(r"([-',<>])(?=\1)")
"""Two of these in a row would be set as another sign: -- as a dash, '' as a closing mark."""


def bibtex(item: CitationItem) -> str:
    """One entry. Title and names stand in braces of their own: no style may change their letters or split them."""
    fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(item))
    return f"@{item.kind.bibtex}{{{item.key},\n{fields},\n}}\n"


def _fields(item: CitationItem) -> Iterator[tuple[str, str]]:
    if item.title:
        yield "title", f"{{{{{escaped(item.title)}}}}}"
    if item.authors:
        yield "author", "{" + " and ".join(f"{{{escaped(author.text)}}}" for author in item.authors) + "}"
    is_report = item.kind.bibtex == "techreport"
    texts = (
        ("institution" if is_report else "publisher", item.publisher),
        ("howpublished", None if is_report else item.container or item.publisher),
        ("type", item.genre),
        ("number", item.symbol),
    )
    yield from ((name, f"{{{escaped(value)}}}") for name, value in texts if value)
    if item.issued:
        yield "year", f"{{{item.issued.year:04}}}"
        if item.issued.month:
            yield "month", _MONTHS[item.issued.month - 1]
        yield "date", f"{{{item.issued}}}"
    if item.address:
        yield "url", f"{{{verbatim(item.address)}}}"
    if item.accessed:
        yield "urldate", f"{{{item.accessed}}}"
    if item.language:
        yield "language", f"{{{escaped(item.language)}}}"
    yield "note", f"{{{escaped(item.note)}}}"


def escaped(text: str) -> str:
    """Text that TeX sets as it stands here."""
    return _LIGATURE.sub("\\1\0", text).translate(_ESCAPES).replace("\0", "{}")


def verbatim(address: str) -> str:
    """An address as the field ``url`` takes it: nothing is escaped there, so what would end the field is encoded."""
    return re.sub(r"[{}\\\s]", lambda sign: quote(sign.group()), address)
