"""The one type that travels: a `Report`, filled from left to right, each step returning a new one.

Only `Capture` is evidence. Everything else is interpretation and can be computed again from the archive.
All offsets are Python string offsets (code points) into `Report.body`, half open: ``body[start_char:end_char]``.
This module imports nothing of the project; the Parquet form of these types is in `tasks/readings.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

State = Literal[
    "report",  # a page that was read as a report
    "listing",  # a page that lists reports, kept as evidence of what was listed
    "robots",  # a robots.txt, kept as evidence of what was allowed
    "redirect",  # 3xx: the hop is kept, its target is a capture of its own
    "not-found",  # 404 or 410
    "soft-404",  # status 200, yet the page is not the one the address names
    "blocked",  # a challenge or a refusal: the site does not want this visit
    "login-wall",  # a form to sign in where the report should be
    "empty-shell",  # a page whose text only a script would bring
    "truncated",  # the answer broke off; what came is kept
    "server-error",  # 5xx, or what a broken site prints with 200
    "unreadable",  # empty, binary, too large or damaged: kept, with an issue that says why
    "unidentified",  # a page of a known host that names no document
]
Precision = Literal["day", "month", "year"]
QuoteKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["named", "role", "group", "organisation", "anonymous", "pseudonym", "document"]
Truncation = Literal["disconnect", "length", "time"]
"""Why an answer is not whole, in WARC's words (WARC 1.1 §5.13): it broke off, it was longer than allowed, it took too
long."""
Relation = Literal["see-also", "related-document", "translation", "supersedes"]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and the name of the rule that found it."""

    value: T
    rule: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the body, with its text, so that ``body[start_char:end_char] == text`` can be checked anywhere."""

    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class Capture:
    """Evidence: one payload as one address gave it at one time, and where in the archive it lies."""

    capture_id: str
    """WARC-Record-ID of the response, revisit or resource record, as ``urn:uuid:…``."""
    source: str
    """Name of the source's folder under ``tasks/sources/``."""
    address: str
    """The address as it was asked for (WARC-Target-URI); for a web archive's copy, the replay address."""
    captured_at: datetime
    """When the payload was captured, UTC (WARC-Date)."""
    status: int | None
    """HTTP status; none where the payload was imported from a file without HTTP."""
    media_type: str
    """From Content-Type, lower case, without parameters; empty where unknown."""
    payload_sha256: str
    """SHA-256 of the payload after transfer and content decoding, lower-case hexadecimal."""
    payload_bytes: int
    """Length of that payload."""
    warc_file: str
    """Name of the WARC file in the archive."""
    warc_offset: int
    """Offset of the record's gzip member in that file, in bytes."""
    warc_length: int
    """Length of that member, in bytes."""
    origin: Literal["fetch", "import"]
    """Whether this archive asked the site itself or was handed a file."""
    run_id: str
    """The run that wrote the record."""
    original_address: str | None = None
    """Of a web archive's copy: where the page stood; none where no web archive is between."""
    archive_address: str | None = None
    """Of a web archive's copy: where the copy lies, a replay address or a WARC file's with ``#offset-length``."""
    archived_at: datetime | None = None
    """Of a web archive's copy: when the web archive captured it, UTC."""
    truncated: Truncation | None = None
    """Why the payload is not whole (WARC-Truncated); none where it is."""


@dataclass(frozen=True, slots=True)
class Author:
    """An author as printed."""

    name: str
    is_pseudonym: bool
    """True only where the page says so."""
    rule: str
    """Where the name was found, and after ``+`` the rule that called it a pseudonym."""


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """A date no more precise than the page prints it."""

    value: date
    """The first day of the printed period."""
    precision: Precision
    printed: str
    rule: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country the report is about."""

    code: str
    """ISO 3166-1 alpha-3; ``XKX`` for Kosovo (user-assigned); of a state that is no more ISO 3166-3's, as ``YUG``."""
    printed: str
    """The name or code as found."""
    rule: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another document that the page names."""

    relation: Relation
    title: str
    address: str | None
    """Target of the link, where the capture kept one."""
    rule: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several values that were found for one field and do not agree."""

    field: str
    """The field of `Citation`."""
    value: str
    """As text: of a date, ISO 8601 as far as it is precise."""
    rule: str
    is_chosen: bool
    reason: str
    """Why it was chosen, or why it was not."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What the page prints about itself; a value nobody printed is none, never a guess."""

    title: Found[str] | None = None
    standfirst: Found[str] | None = None
    publisher: Found[str] | None = None
    publisher_code: Found[str] | None = None
    authors: tuple[Author, ...] = ()
    published: PublicationDate | None = None
    last_updated_at: Found[datetime] | None = None
    """The site's own last update, UTC. Never a publication date (sources.md §1.1)."""
    accessed_on: Found[date] | None = None
    """The date printed after "accessed"."""
    symbol: Found[str] | None = None
    """Citation or document symbol, such as ``LKA103960.E``."""
    reference: Found[str] | None = None
    document_type: Found[str] | None = None
    report_kind: Found[str] | None = None
    """reporting, project-review, house-news, newsletter, annual-report, country-report, query-response, legislation,
    case-law, press-release; none where nothing on the page or in its address says."""
    language: Found[str] | None = None
    """ISO 639-1 code of the text, by detection; the address is never believed alone."""
    countries: tuple[Country, ...] = ()
    topics: tuple[Found[str], ...] = ()
    related: tuple[Related, ...] = ()
    canonical_address: Found[str] | None = None
    """The address by which the document is best cited."""
    cite_as: Found[str] | None = None
    """The citation exactly as printed."""
    cite_complete: Found[str] | None = None
    """The printed citation, or one composed, with the address it lacks."""
    candidates: tuple[Candidate, ...] = ()
    """Where sources disagree: all values found for a field, the chosen one among them; empty where they agree."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled stretch of the body. All passages of a report, in order, cover it without gap or overlap."""

    kind: str
    """One of the kinds in ``warehouse/passage_kinds.csv``; ``separator`` is white space between two others."""
    rule: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words the report gives to somebody. A quote interrupted by its cue is one quote of two segments."""

    kind: QuoteKind
    segments: tuple[Span, ...]
    """The words, without outer quotation marks, in order of the body."""
    cue: Span | None
    """The verb or phrase that says someone spoke: "said", "according to"."""
    mention: Span | None
    """The speaker as printed beside the quote: "he", "Oralova"."""
    speaker: Span | None
    """The speaker resolved within this report: the fullest mention that `mention` stands for."""
    role: Span | None
    """The speaker's role as printed, with its article left out."""
    affiliation: Span | None
    """The body the speaker belongs to, as printed; it may lie inside `role`."""
    speaker_kind: SpeakerKind | None
    confidence: float
    """0 to 1: how sure the attribution is; 0 where there is none."""
    rule: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was not understood: never an exception for one page, never silence."""

    rule: str
    """The rule that failed, such as ``publication-date`` or ``unknown-label``."""
    seen: str
    """What was seen, shortened; no more of the page than is needed to find the cause."""
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One reading of one capture."""

    capture: Capture
    state: State
    document_key: str | None = None
    """``<source>/<identity>``; every address of one document has the same key."""
    aliases: tuple[str, ...] = ()
    """Addresses seen for this document on this capture: asked for, original, canonical, redirect target."""
    citation: Citation = field(default_factory=Citation)
    body: str = ""
    """The printed text of the whole page, block by block, two line feeds between blocks; inside a block no character
    is normalised away. Of a plain-text capture, the text itself."""
    passages: tuple[Passage, ...] = ()
    quotes: tuple[Quote, ...] = ()
    issues: tuple[Issue, ...] = ()
    signature: tuple[int, ...] = ()
    """MinHash of the running text, to find copies (`tasks.reading.copies`); empty where the text is too short, where
    the page is no report, and in readings made before there were signatures."""
