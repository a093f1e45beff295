"""A citation that can be followed, and what the notices say about the author's name.

The archived copy is added where it is known which capture counts: `warehouse/citing/`.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from datetime import date

from tasks.report import Author, Capture, Found, PublicationDate, Report

_AVAILABLE_AT = re.compile(
    r"(?P<words>available\s+(?:at|from)\s*:|disponible\s+(?:à\s+l['’]adresse|sur)(?:\s+suivante)?\s*:"
    r"|disponible\s+en(?:\s+esta\s+direcci[oó]n)?\s*:|доступно\s+по\s+адресу\s*:)"
    r"(?P<gap>\s*)(?P<address><?(?:https?://|www\.)\S+)?",
    re.IGNORECASE,
)
_ACCESSED = re.compile(r"\s*\[(?:accessed|consulté|accesado|consultado|дата обращения)[^\]]{0,80}\]", re.IGNORECASE)
_DECLARED = (
    r"(?:pseudonyms?|pen[- ]?names?|assumed\s+names?|alias|pseudonyme|nom\s+d['’]emprunt|псевдоним\w*"
    r"|not\s+(?:his|her|their)\s+real\s+names?)"
)
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def complete(report: Report) -> Report:
    """Fills `cite_complete` and marks the authors that a pseudonym notice names.

    Rules of `cite_complete`: ``cite-as`` (the printed line holds its address), ``cite-as+address`` (the address was
    missing, sources.md §1.3), ``composed`` (no line was printed). None where there is not even a title. A composed
    one has its date as exact as printed, and says "accessed" only where it is known when the page was seen there.
    """
    citation = replace(report.citation, authors=_authors(report))
    return replace(report, citation=replace(citation, cite_complete=_complete(report)))


def _complete(report: Report) -> Found[str] | None:
    citation = report.citation
    capture = report.capture
    address = citation.canonical_address.value if citation.canonical_address else None
    address = address or capture.original_address or capture.address
    if citation.cite_as is not None:
        return _with_address(" ".join(citation.cite_as.value.split()), address)
    if citation.title is None:
        return None
    parts = [
        citation.publisher.value if citation.publisher else ", ".join(author.name for author in citation.authors),
        " ".join(citation.title.value.split()),
        _printed_date(citation.published),
        f"available at: {address}",
    ]
    accessed = citation.accessed_on.value if citation.accessed_on else _seen_on(capture)
    printed = f" [accessed {_day(accessed)}]" if accessed else ""
    return Found(f"{', '.join(part for part in parts if part)}{printed}", "composed")


def _seen_on(capture: Capture) -> date | None:
    """When the page was seen at its own address: of a web archive's copy the archive's time, not that of our visit."""
    seen_at = capture.archived_at if capture.archive_address else capture.captured_at
    return seen_at.date() if seen_at else None


def _with_address(printed: str, address: str) -> Found[str]:
    match = next(iter(deque(_AVAILABLE_AT.finditer(printed), maxlen=1)), None)  # a title may hold the words too
    if match and match["address"]:
        return Found(printed, "cite-as")
    if match:
        rest = printed[match.end() :].lstrip()
        return Found(f"{printed[: match.end('words')]} {address}{f' {rest}' if rest else ''}", "cite-as+address")
    accessed = _ACCESSED.search(printed)
    at = accessed.start() if accessed else len(printed)
    before = printed[:at].rstrip().rstrip(",.")
    return Found(f"{before}, available at: {address}{printed[at:]}", "cite-as+address")


def _printed_date(published: PublicationDate | None) -> str:
    if published is None:
        return ""
    if published.precision == "year":
        return str(published.value.year)
    if published.precision == "month":
        return f"{_MONTHS[published.value.month - 1]} {published.value.year}"
    return _day(published.value)


def _day(value: date) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def _authors(report: Report) -> tuple[Author, ...]:
    notices = [
        " ".join(report.body[passage.start_char : passage.end_char].split())
        for passage in report.passages
        if passage.kind == "pseudonym"
    ]
    return tuple(
        replace(author, is_pseudonym=True, rule=f"{author.rule}+pseudonym-notice")
        if not author.is_pseudonym and any(_is_declared(author.name, notice) for notice in notices)
        else author
        for author in report.citation.authors
    )


def _is_declared(name: str, notice: str) -> bool:
    """Whether a notice calls this very name a pseudonym, rather than naming its bearer beside another's."""
    words = r"\s+".join(map(re.escape, name.split()))
    if not words:
        return False
    says = rf"{words}(?:\s*\([^)]{{0,80}}\))?\s*,?\s*(?:is|was|are|est|sont|[-–—])\s[^.]{{0,60}}?{_DECLARED}"
    writes = rf"{words}\s+(?:writes|wrote|is\s+writing|is\s+published)\s+under\s+[^.]{{0,30}}{_DECLARED}"
    calls = rf"(?:the\s+)?{_DECLARED},?\s+(?:of\s+|is\s+|:\s*)?{words}\b"
    return any(re.search(pattern, notice, re.IGNORECASE) for pattern in (says, writes, calls))
