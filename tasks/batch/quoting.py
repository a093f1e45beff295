"""Quotes of plain texts, outside any archive: JSON lines in, JSON lines out, one document at a time.

The form is the common one of quote corpora: one entry for each segment, so that a quote interrupted by "he said" is two
entries with one `group`. Offsets are Python string offsets into the text as it was given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tasks.reading import quotes
from tasks.reading.quotes.nested import NESTED
from tasks.report import Capture, Citation, Found, Passage, Quote, Report, Span

ENGLISH = "en"
"""What a text is taken for that does not say its language."""
_PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_CAPTURE = Capture(
    capture_id="urn:onrecord:unstored",
    source="text",
    address="",
    captured_at=datetime.fromtimestamp(0, UTC),
    status=None,
    media_type="text/plain",
    payload_sha256="",
    payload_bytes=0,
    warc_file="",
    warc_offset=0,
    warc_length=0,
    origin="import",
    run_id="unstored",
)


class LineError(ValueError):
    """A line that holds no document; the message says why, and nothing of the line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text to find quotes in."""

    id: str | int
    text: str
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one line: an answer in JSON, or what is wrong with it."""

    line: int
    """Counted from 1."""
    found: bytes = b""
    trouble: str = ""


def answers(lines: Iterable[bytes], *, direct_only: bool = False, nested: bool = False) -> Iterator[Answer]:
    """The quotes of each line's document, as it comes; blank lines are left out."""
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            document = document_of(line)
        except LineError as error:
            yield Answer(number, trouble=str(error))
            continue
        yield Answer(number, found=_json(_answer(document, direct_only, nested)))


def document_of(line: bytes) -> Document:
    """The document of a line ``{"id", "text"}``, which may also say its ``"language"``. Raises `LineError`."""
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise LineError(f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise LineError(f"no JSON: {error.msg} at character {error.pos}") from error
    except (ValueError, RecursionError) as error:
        raise LineError("no JSON that can be read: a number too long, or nested too deeply") from error
    if not isinstance(data, dict):
        raise LineError('a JSON object {"id": …, "text": …} is needed')
    name, text, language = data.get("id"), data.get("text"), data.get("language") or ENGLISH
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise LineError('no "id", which is a string or a whole number')
    if not isinstance(text, str):
        raise LineError('no "text", which is a string')
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise LineError('"language" is a code such as "en"')
    return Document(name, text, language)


def read_text(document: Document, *, direct_only: bool = False) -> Report:
    """The text read for quotes; each line is a paragraph."""
    passages = tuple(Passage("body", "line", *match.span()) for match in _PARAGRAPH.finditer(document.text))
    citation = Citation(language=Found(document.language, "given"))
    report = Report(_CAPTURE, "report", citation=citation, body=document.text, passages=passages)
    return quotes.find(report, direct_only=direct_only)


def entries(found: Iterable[Quote], *, nested: bool = False) -> Iterator[dict[str, Any]]:
    """Quotes in the common form, one entry for each segment; with `nested` also those inside others' words.

    `speaker` is the mention printed beside the quote. One that stands alone and goes on with the speaker of the quote
    before has that quote's mention; any other, the place where its speaker is named in full.
    """
    mention: Span | None = None
    speaker: Span | None = None
    for group, quote in enumerate(found):
        is_nested = quote.rule.partition("+")[0].endswith(NESTED)
        if is_nested and not nested:
            continue
        beside = quote.mention
        if beside is None and quote.speaker is not None:
            beside = mention if quote.speaker == speaker else quote.speaker
        if beside is not None and not is_nested:
            mention, speaker = beside, quote.speaker
        for segment in quote.segments:
            yield {
                "start": segment.start_char,
                "end": segment.end_char,
                "text": segment.text,
                "type": quote.kind,
                "speaker": _stretch(beside),
                "speaker_canonical": _text(quote.speaker),
                "cue": _text(quote.cue),
                "group": group,
                "speaker_kind": quote.speaker_kind,
                "role": _text(quote.role),
                "affiliation": _text(quote.affiliation),
                "confidence": quote.confidence,
                "rule": quote.rule,
            }


def _answer(document: Document, direct_only: bool, nested: bool) -> dict[str, Any]:
    report = read_text(document, direct_only=direct_only)
    return {"id": document.id, "quotes": list(entries(report.quotes, nested=nested))}


def _stretch(span: Span | None) -> dict[str, Any] | None:
    return {"text": span.text, "start": span.start_char, "end": span.end_char} if span else None


def _text(span: Span | None) -> str | None:
    return span.text if span else None


def _json(answer: dict[str, Any]) -> bytes:
    """One line; characters that UTF-8 cannot write (half of a surrogate pair) come as they came, escaped."""
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer).encode() + b"\n"
