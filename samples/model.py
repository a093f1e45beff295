"""What one file of `reports/` holds: a report, where it stands on the sites, and what a right reading of it yields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Site = Literal["legacy", "live", "iwpr"]

_OPENS_AFTER = frozenset(' \u00a0\n([{—–-"“‘«')


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a paragraph under one passage kind (``body``, ``see-also``, ``pseudonym`` …)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as printed; its parts are joined by one blank."""

    element: Literal["p", "h3", "blockquote", "li", "fact"]
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a gold segment stands: ``blocks[block].text[start:end] == text``, outer quotation marks left out."""

    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GoldAuthor:
    """An author as printed, and whether the page calls the name a pseudonym."""

    name: str
    is_pseudonym: bool = False


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Words in quotation marks that somebody said: every `direct` one of a report is listed, some `mixed` ones too."""

    kind: Literal["direct", "mixed"]
    segments: tuple[Piece, ...]
    speaker: str | None
    """The fullest name the report prints, without Mr, Dr or Judge; a description where no name is printed; none for a
    quote that nobody is given for."""
    role: str | None
    """As printed, without article and relative clause."""
    speaker_kind: str | None
    """``anonymous`` where the name is withheld or nothing says what the speaker does, ``role`` where something does."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a right reading yields, written by hand."""

    published_on: date | None
    """The first day of the printed day, month or year."""
    precision: Literal["day", "month", "year"] | None
    authors: tuple[GoldAuthor, ...]
    report_kind: str | None
    quotes: tuple[GoldQuote, ...]
    not_quotes: tuple[str, ...]
    """Words in marks that nobody said: terms, titles, nicknames, scare quotes."""
    see_also: tuple[str, ...]
    """Titles that cross references in the running text name."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One report on one site."""

    site: Site
    layout: str
    addresses: tuple[str, ...]
    """Without scheme: host and path. The first is the one the listings link."""
    identity: str
    """Document id (legacy), node number (live) or slug (iwpr)."""
    captured: str = ""
    """The fourteen digits of a web archive's copy."""
    marks: Literal["as-written", "curly"] = "as-written"
    without: tuple[str, ...] = ()
    """Label rows, ``standfirst``, ``date`` or ``byline``: what this copy does not print."""
    disclaimer: Literal["labelled", "unlabelled", "none"] = "labelled"
    cites_address: bool = True
    """Whether "Cite as" still holds the document's address."""


@dataclass(frozen=True, slots=True)
class SampleReport:
    """An invented report."""

    name: str
    title: str
    standfirst: str | None
    kicker: str | None
    publisher: str
    publisher_code: str
    printed_date: str
    byline: str | None
    captions: tuple[str, ...]
    country_codes: tuple[str, ...]
    country: str
    language: str
    document_type: str
    topics: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    """Further label rows of the retired site: Author, Country, Topics, Citation / Document Symbol, Comments …"""
    blocks: tuple[Block, ...]
    places: tuple[Placement, ...]
    gold: Gold

    def label(self, name: str) -> str | None:
        """The value of one of the further label rows."""
        return next((value for key, value in self.labels if key == name), None)

    def on(self, place: Placement) -> SampleReport:
        """The report in the marks of one site: IWPR prints curly ones where Refworld's copy has straight ones."""
        if place.marks == "as-written":
            return self
        blocks = tuple(
            replace(block, parts=tuple(replace(part, text=curled(part.text)) for part in block.parts))
            for block in self.blocks
        )
        quotes = tuple(
            replace(
                quote,
                segments=tuple(_again(piece, blocks) for piece in quote.segments),
                speaker=quote.speaker and curled(quote.speaker),
                role=quote.role and curled(quote.role),
            )
            for quote in self.gold.quotes
        )
        gold = replace(
            self.gold,
            quotes=quotes,
            not_quotes=tuple(map(curled, self.gold.not_quotes)),
            see_also=tuple(map(curled, self.gold.see_also)),
        )
        return replace(
            self,
            title=curled(self.title),
            standfirst=None if self.standfirst is None else curled(self.standfirst),
            captions=tuple(map(curled, self.captions)),
            blocks=blocks,
            gold=gold,
        )


def curled(text: str) -> str:
    """The same text, character for character, with curly marks and apostrophes for straight ones."""
    out: list[str] = []
    for character in text:
        opens = not out or out[-1] in _OPENS_AFTER
        if character == '"':
            out.append("“" if opens else "”")
        elif character == "'":
            out.append("‘" if opens else "’")
        else:
            out.append(character)
    return "".join(out)


def _again(piece: Piece, blocks: tuple[Block, ...]) -> Piece:
    return replace(piece, text=blocks[piece.block].text[piece.start : piece.end])
