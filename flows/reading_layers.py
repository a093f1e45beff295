"""A text cut where anything begins or ends: quotes overlap and nest, and markup cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.report import Issue, Quote, Report


@dataclass(frozen=True, slots=True)
class Layer:
    """Something to show on a stretch of the text."""

    start_char: int
    end_char: int
    name: str
    """Kind of quote, ``cue``, ``mention`` or ``issue``."""
    note: str
    """Told about the words."""
    beside: str = ""
    """Told in the margin, where the stretch begins."""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch under which nothing changes, with the layers on it, the longest first."""

    start_char: int
    end_char: int
    layers: tuple[Layer, ...]


def layers(report: Report) -> Iterator[Layer]:
    """Quotes with their cues and mentions, and the issues that have a place."""
    for number, quote in enumerate(report.quotes, 1):
        yield from _of_quote(number, quote)
    for issue in report.issues:
        if (place := place_of(issue)) is not None:
            yield Layer(*place, "issue", f"{issue.rule}: {issue.seen}")


def place_of(issue: Issue) -> tuple[int, int] | None:
    """Where in the body an issue lies."""
    if issue.start_char is None or issue.end_char is None:
        return None
    return issue.start_char, issue.end_char


def pieces(start: int, end: int, on_it: Sequence[Layer]) -> Iterator[Piece]:
    """The stretch from `start` to `end`, cut at the edges of its layers; together they are the whole of it."""
    edges = sorted({start, end, *_edges(on_it, start, end)})
    waiting = sorted(on_it, key=lambda layer: layer.start_char, reverse=True)
    active: list[Layer] = []
    for low, high in pairwise(edges):
        active = [layer for layer in active if layer.end_char > low]
        while waiting and waiting[-1].start_char <= low:
            layer = waiting.pop()
            if layer.end_char > low:
                active.append(layer)
        yield Piece(low, high, tuple(sorted(active, key=lambda layer: layer.start_char - layer.end_char)))


def _edges(on_it: Iterable[Layer], start: int, end: int) -> Iterator[int]:
    for layer in on_it:
        yield from (edge for edge in (layer.start_char, layer.end_char) if start < edge < end)


def _of_quote(number: int, quote: Quote) -> Iterator[Layer]:
    who = quote.speaker.text if quote.speaker else "nobody resolved"
    about = ", ".join(part.text for part in (quote.role, quote.affiliation) if part)
    note = f"{number}: {quote.kind}, {who}"
    told = f"{note}{f', {about}' if about else ''} · {quote.speaker_kind or 'no speaker'} · {quote.confidence:.2f} · "
    for first, segment in enumerate(quote.segments):
        beside = "" if first else f"{number} {who} · {quote.confidence:.2f}"
        anchor = "" if first else f"q{number}"
        yield Layer(segment.start_char, segment.end_char, quote.kind, told + quote.rule, beside, anchor)
    if quote.cue:
        yield Layer(quote.cue.start_char, quote.cue.end_char, "cue", f"{note}: cue")
    if quote.mention:
        yield Layer(quote.mention.start_char, quote.mention.end_char, "mention", f"{note}: as printed beside the words")
