"""The one source of truth of every citation: what is known of a report, cleaned once, and nothing guessed.

Three decisions hold for all forms (docs/reading.md, "Citations"):

- A date keeps its printed precision: of a month no day is made, of a year no month.
- A person's name is never split into given and family name. Where a name of Central Asia, the Arab world or Latin
  America divides, no rule can tell surely, and institutions stand among the authors.
- Nobody becomes an author whom the page does not print as one: a publisher stays the publisher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from warehouse.citing.forms import ItemType, type_of

OWN_ARCHIVE = "OnRecord"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_NO_KEY_SIGNS = re.compile(r"(?:%[0-9a-f]{2}|[^a-z0-9._:/-])+")
_KEY_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Name:
    """An author as printed, whole."""

    text: str
    is_pseudonym: bool = False


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, value: date, precision: str = "day") -> PartialDate:
        """The part of a date that is printed; `precision` is day, month or year."""
        if precision == "year":
            return cls(value.year)
        if precision == "month":
            return cls(value.year, value.month)
        return cls(value.year, value.month, value.day)

    def parts(self) -> list[int]:
        """Year, month, day, as many as are known."""
        return [part for part in (self.year, self.month, self.day) if part is not None]

    def __str__(self) -> str:
        """ISO 8601, as far as known: 2018, 2018-03 or 2018-03-05."""
        year, *rest = self.parts()
        return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """The capture whose text the warehouse shows."""

    capture_id: str
    captured_at: datetime
    payload_sha256: str
    archive_address: str | None = None
    """Of a web archive's copy: where it lies."""
    archived_at: datetime | None = None
    """Of a web archive's copy: when the web archive captured it; none where it does not say."""

    @property
    def archive(self) -> str:
        """Whose archive holds it: the web archive's host, or our own."""
        host = _host(self.archive_address) if self.archive_address else None
        return host or OWN_ARCHIVE

    @property
    def location(self) -> str:
        """Where it lies there: an address, or the id of the WARC record."""
        return self.archive_address or self.capture_id

    @property
    def seen_on(self) -> date | None:
        """The day on which the page was seen at its own address; none where a web archive does not say."""
        seen_at = self.archived_at if self.archive_address else self.captured_at
        return seen_at.astimezone(UTC).date() if seen_at else None

    def __str__(self) -> str:
        proof = f"(SHA-256 of the payload: {self.payload_sha256})"
        if not self.archive_address:
            return f"archived copy of {_minute(self.captured_at)}, WARC record {self.capture_id} {proof}"
        if self.archived_at is None:
            return f"archived copy had on {_minute(self.captured_at)} from {self.archive_address} {proof}"
        return f"archived copy of {_minute(self.archived_at)} at {self.archive_address} {proof}"


@dataclass(frozen=True, slots=True)
class CitationItem:
    """What every form of a citation is made of."""

    document_key: str
    kind: ItemType
    genre: str | None
    title: str | None
    authors: tuple[Name, ...]
    publisher: str | None
    site: str | None
    """Name of the site that the page stands on."""
    issued: PartialDate | None
    symbol: str | None
    language: str | None
    """ISO 639-1 code of the text."""
    address: str
    accessed: PartialDate | None
    copy: ArchivedCopy
    cite_as: str | None
    cite_complete: str | None

    @property
    def key(self) -> str:
        """Made of the document key alone, so that it is the same in every build; of signs that every program takes.

        Where the document key had to be changed or cut, eight digits of its SHA-256 keep the result unique.
        """
        plain = _NO_KEY_SIGNS.sub("-", self.document_key.lower())[:_KEY_LENGTH].strip("-/") or "report"
        if plain == self.document_key:
            return plain
        return f"{plain}-{sha256(self.document_key.encode()).hexdigest()[:8]}"

    @property
    def container(self) -> str | None:
        """What it stands in: of news the publication, of another page the site; of reports and law nothing."""
        if self.kind.is_news:
            return self.publisher or self.site
        return self.site if self.kind.is_page else None

    @property
    def cite_archived(self) -> str:
        """The complete citation, and the archived copy that proves it."""
        cited = clean(self.cite_complete) or f"available at: {self.address}"
        return f"{cited.rstrip(' .;')}; {self.copy}"

    @property
    def note(self) -> str:
        """The archived copy, and that a name protects somebody (sources.md §5): it must travel with the name."""
        copy = str(self.copy)
        sentences = [f"{copy[0].upper()}{copy[1:]}."]
        if names := [author.text for author in self.authors if author.is_pseudonym]:
            sentences.append(f"Pseudonym{'s' if len(names) > 1 else ''}: {'; '.join(names)}.")
        return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of ``rows.sql``, column by column."""

    document_key: str
    title: str | None
    publisher: str | None
    author_names: Sequence[str]
    author_pseudonyms: Sequence[bool]
    published_on: date | None
    published_precision: str | None
    symbol: str | None
    report_kind: str | None
    document_type: str | None
    language_code: str | None
    address: str
    accessed_on: date | None
    cite_as: str | None
    cite_complete: str | None
    site: str | None
    capture_id: str
    captured_at: datetime
    payload_sha256: str
    archive_address: str | None
    archived_at: datetime | None


def item_of(row: ReportRow) -> CitationItem:
    """A row of the warehouse as a citation. White space is made single, control characters are left out."""
    kind = type_of(row.report_kind, clean(row.publisher), clean(row.site))
    copy = ArchivedCopy(
        row.capture_id, row.captured_at, row.payload_sha256, clean(row.archive_address), row.archived_at
    )
    accessed = row.accessed_on or copy.seen_on
    names = zip(row.author_names, row.author_pseudonyms, strict=True)
    return CitationItem(
        document_key=row.document_key,
        kind=kind,
        genre=kind.genre or _worded(clean(row.document_type)),
        title=clean(row.title),
        authors=tuple(Name(text, hidden) for name, hidden in names if (text := clean(name))),
        publisher=clean(row.publisher),
        site=clean(row.site),
        issued=PartialDate.of(row.published_on, row.published_precision or "day") if row.published_on else None,
        symbol=clean(row.symbol),
        language=clean(row.language_code),
        address=clean(row.address) or "",
        accessed=PartialDate.of(accessed) if accessed else None,
        copy=copy,
        cite_as=row.cite_as,
        cite_complete=row.cite_complete,
    )


def clean(text: str | None) -> str | None:
    """One line of text without control characters; none where nothing is left."""
    return " ".join(_CONTROLS.sub("", text).split()) or None if text else None


def _host(address: str) -> str | None:
    """The host of an address; none where it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _worded(document_type: str | None) -> str | None:
    """A document type that is words; the codes of addresses (COUNTRYREP, annualreport) tell a reader nothing."""
    if document_type is None or " " in document_type:
        return document_type
    return None if document_type.isupper() or document_type.islower() else document_type


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
