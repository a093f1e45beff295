"""Reads `reports/*.toml`: prose in paragraphs with tags, and the gold, whose quotes are given by first and last words.

A paragraph may begin with a tag (``{heading}``, ``{blockquote}``, ``{list}``, ``{fact}`` for how it is printed; any
passage kind of a notice for what it is), and a tag inside it opens the next part: ``… she said. {see-also}(For …)``.
A gold segment is written in full or as ``first words … last words``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from samples.model import Block, Gold, GoldAuthor, GoldQuote, Part, Piece, Placement, SampleReport

FOLDER = Path(__file__).parent / "reports"

_TAG = re.compile(r"\{([a-z-]+)\}\s*")
_ELEMENTS: Mapping[str, Literal["h3", "blockquote", "li", "fact"]] = {
    "heading": "h3",
    "blockquote": "blockquote",
    "list": "li",
    "fact": "fact",
}
_PRECISION: Mapping[int, Literal["day", "month", "year"]] = {10: "day", 7: "month", 4: "year"}


@cache
def load_reports() -> tuple[SampleReport, ...]:
    """All sample reports, in order of their files' names. Raises ValueError where a file contradicts itself."""
    return tuple(load_report(path) for path in sorted(FOLDER.glob("*.toml")))


def load_report(path: Path) -> SampleReport:
    """One file. Raises ValueError where a gold segment does not stand exactly once in the text."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        blocks = tuple(_block(text) for text in re.split(r"\n\s*\n", raw["text"].strip()))
        return SampleReport(
            name=path.stem,
            title=raw["title"],
            standfirst=raw.get("standfirst"),
            kicker=raw.get("kicker"),
            publisher=raw["publisher"],
            publisher_code=raw["publisher_code"],
            printed_date=raw["date"],
            byline=raw.get("byline"),
            captions=tuple(raw.get("captions", ())),
            country_codes=tuple(raw["countries"]),
            country=raw["country"],
            language=raw.get("language", "en"),
            document_type=raw.get("document_type", "Country Reports"),
            topics=tuple(raw.get("topics", ())),
            labels=tuple(raw.get("labels", {}).items()),
            blocks=blocks,
            places=tuple(_placement(place) for place in raw["places"]),
            gold=_gold(raw["gold"], blocks),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _block(text: str) -> Block:
    pieces = _TAG.split(" ".join(text.strip("\n").split("\n")))
    element: Literal["p", "h3", "blockquote", "li", "fact"] = "p"
    parts = [Part("body", pieces[0].strip(" "))] if pieces[0].strip(" ") else []
    for tag, content in zip(pieces[1::2], pieces[2::2], strict=True):
        element = _ELEMENTS.get(tag, element)
        kind = "heading" if tag == "heading" else "body" if tag in _ELEMENTS else tag
        parts.append(Part(kind, content.strip(" ")))
    return Block(element, tuple(parts))


def _placement(raw: Mapping[str, Any]) -> Placement:
    return Placement(
        site=raw["site"],
        layout=raw["layout"],
        addresses=tuple(raw["addresses"]),
        identity=str(raw["id"]),
        captured=raw.get("captured", ""),
        marks=raw.get("marks", "as-written"),
        without=tuple(raw.get("without", ())),
        disclaimer=raw.get("disclaimer", "labelled"),
        cites_address=raw.get("cites_address", True),
    )


def _gold(raw: Mapping[str, Any], blocks: tuple[Block, ...]) -> Gold:
    printed = raw.get("published", "")
    return Gold(
        published_on=date.fromisoformat((printed + "-01-01")[:10] if len(printed) < 7 else (printed + "-01")[:10])
        if printed
        else None,
        precision=_PRECISION[len(printed)] if printed else None,
        authors=tuple(
            GoldAuthor(name.removesuffix(" (pseudonym)"), name.endswith(" (pseudonym)"))
            for name in raw.get("authors", ())
        ),
        report_kind=raw.get("kind"),
        quotes=tuple(_quote(quote, blocks) for quote in raw.get("quotes", ())),
        not_quotes=tuple(raw.get("not_quotes", ())),
        see_also=tuple(raw.get("see_also", ())),
    )


def _quote(raw: Mapping[str, Any], blocks: tuple[Block, ...]) -> GoldQuote:
    segments: list[Piece] = []
    for written in raw["said"]:
        after = segments[-1].block if segments else 0
        segments.append(_piece(written, blocks, after))
    return GoldQuote(
        kind=raw.get("kind", "direct"),
        segments=tuple(segments),
        speaker=raw.get("by"),
        role=raw.get("role"),
        speaker_kind=raw.get("is", "named" if raw.get("by") else None),
    )


def _piece(written: str, blocks: tuple[Block, ...], after: int) -> Piece:
    first, _, last = written.partition(" … ")
    found = [
        Piece(number, match.start(), match.end(), match.group())
        for number, block in enumerate(blocks)
        if number >= after
        for match in re.finditer(re.escape(first) + (r"[^\n]*?" + re.escape(last) if last else ""), block.text)
    ]
    if len(found) != 1:
        raise ValueError(f"{len(found)} places for the gold segment {written!r}")
    return found[0]
