"""A reading as one HTML page: the whole text, its passages at the margin, its quotes in colour; nothing is fetched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template

from flows.reading_facts import facts
from flows.reading_layers import Layer, Piece, layers, pieces, place_of
from tasks.report import Passage, Quote, Report, Span

_PAGE = Path(__file__).with_name("reading_page.html")
_TEXT_KINDS = frozenset({"body", "heading", "see-also"})  # as in warehouse/passage_kinds.csv
_SHORT = 160


def reading_as_html(report: Report) -> bytes:
    """The page. The text inside its element ``text`` is the report's body, character by character; there is no script,
    and whatever the body holds is shown, never run."""
    title = report.citation.title.value if report.citation.title else "A page without a title"
    language = report.citation.language.value if report.citation.language else ""
    page = Template(_PAGE.read_text(encoding="utf-8")).substitute(
        title=_escaped(title),
        facts="\n".join(_row(f.name, f.value, f"[{f.rule}]" if f.rule else "") for f in facts(report)),
        language=f' lang="{_escaped(language)}"' if language else "",
        text="".join(_text(report)),
        count=len(report.quotes),
        quotes="\n".join(_quote_row(number, quote) for number, quote in enumerate(report.quotes, 1)),
        issue_count=len(report.issues),
        issues="\n".join(_row(i.rule, i.seen, "–".join(map(str, place_of(i) or ()))) for i in report.issues),
    )
    return page.encode("utf-8", "xmlcharrefreplace")  # half of a surrogate pair has no UTF-8


def _text(report: Report) -> Iterator[str]:
    """The body, passage by passage; what lies in none (of a page that is no report) comes bare."""
    on_it = _Sorted(list(layers(report)))
    at = 0
    for passage in sorted(report.passages, key=lambda each: each.start_char):
        yield from _stretch(report.body, at, passage.start_char, on_it)
        inner = "".join(_stretch(report.body, max(at, passage.start_char), passage.end_char, on_it))
        yield inner if passage.kind == "separator" else _passage(passage, inner)
        at = max(at, passage.end_char)
    yield from _stretch(report.body, at, len(report.body), on_it)


class _Sorted:
    """Layers of a whole text, asked for by stretch; passages are asked for in order of the text."""

    def __init__(self, on_text: list[Layer]) -> None:
        self._layers = sorted(on_text, key=lambda layer: layer.start_char)
        self._starts = [layer.start_char for layer in self._layers]
        self._open: list[Layer] = []
        self._next = 0

    def within(self, start: int, end: int) -> list[Layer]:
        """Those that reach into the stretch."""
        stop = max(self._next, bisect_left(self._starts, end))
        self._open = [layer for layer in (*self._open, *self._layers[self._next : stop]) if layer.end_char > start]
        self._next = stop
        return self._open


def _stretch(body: str, start: int, end: int, on_it: _Sorted) -> Iterator[str]:
    if start < end:
        yield from (_piece(body, piece) for piece in pieces(start, end, on_it.within(start, end)))


def _piece(body: str, piece: Piece) -> str:
    words = _escaped(body[piece.start_char : piece.end_char])
    if not piece.layers:
        return words
    begun = [layer for layer in piece.layers if layer.start_char == piece.start_char]
    anchor = next((layer.anchor for layer in begun if layer.anchor), "")
    beside = " / ".join(layer.beside for layer in begun if layer.beside)
    told = {
        "id": anchor,
        "class": " ".join(_names(piece.layers)),
        "data-beside": beside,
        "title": "\n".join(dict.fromkeys(layer.note for layer in piece.layers)),
    }
    attributes = "".join(f' {name}="{_escaped(value)}"' for name, value in told.items() if value)
    return f"<span{attributes}>{words}</span>"


def _names(on_piece: Sequence[Layer]) -> list[str]:
    """Of several quotes one around the other, the inner one gives the colour."""
    kinds = [layer.name for layer in on_piece if layer.anchor or layer.name in ("direct", "mixed", "indirect")]
    others = [layer.name for layer in on_piece if layer.name not in kinds]
    return [*kinds[-1:], *dict.fromkeys(others)]


def _passage(passage: Passage, inner: str) -> str:
    kind = _escaped(passage.kind)
    is_text = " is-text" if passage.kind in _TEXT_KINDS else ""
    return f'<span class="passage{is_text}" data-kind="{kind}" data-rule="{_escaped(passage.rule)}">{inner}</span>'


def _quote_row(number: int, quote: Quote) -> str:
    cells = (
        quote.kind,
        _words(quote.speaker),
        _words(quote.role),
        _words(quote.affiliation),
        quote.speaker_kind or "",
        f"{quote.confidence:.2f}",
        quote.rule,
        _short(" … ".join(segment.text for segment in quote.segments)),
    )
    return f'<tr><td><a href="#q{number}">{number}</a>' + "".join(f"<td>{_escaped(cell)}" for cell in cells)


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{_escaped(cell)}" for cell in cells)


def _words(span: Span | None) -> str:
    return span.text if span else ""


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"


def _escaped(text: str) -> str:
    """As HTML, in text and in attributes. A carriage return would be read as a line feed, were it not escaped."""
    return escape(text).replace("\r", "&#13;")
