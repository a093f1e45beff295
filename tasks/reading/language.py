"""The language of a report, by detection on its running text alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from tasks.reading.labels import RUNNING_TEXT
from tasks.report import Found, Issue, Report

MIN_LETTERS = 60
"""Fewer letters than a sentence: detection is a coin's throw."""
MIN_CONFIDENCE = 0.9
MAX_CHARACTERS = 20_000
"""More text changes no answer."""


def detect(report: Report) -> Report:
    """Fills `citation.language` with an ISO 639-1 code, rule ``py3langid``.

    Neither the address nor the page's ``lang`` is believed: French documents stand under English labels. Too little
    text, or a doubtful answer, leaves the language empty and an issue ``language``.
    """
    text = running_text(report, MAX_CHARACTERS)
    letters = sum(character.isalpha() for character in text)
    if letters < MIN_LETTERS:
        return _doubtful(report, f"{letters} letters of running text")
    code, confidence = _identifier().classify(text)
    if confidence < MIN_CONFIDENCE or len(code) != 2:
        return _doubtful(report, f"{code} at {confidence:.2f}")
    return replace(report, citation=replace(report.citation, language=Found(str(code), "py3langid")))


def running_text(report: Report, limit: int) -> str:
    """The running text of a report, paragraph by paragraph, at most `limit` characters."""
    parts: list[str] = []
    length = 0
    for passage in report.passages:
        if passage.kind in RUNNING_TEXT and length < limit:
            parts.append(report.body[passage.start_char : passage.end_char])
            length += len(parts[-1])
    return "\n".join(parts)[:limit]


@cache
def _identifier() -> LanguageIdentifier:
    # A model of its own: the package's shared one can be narrowed to other languages by anyone in the process.
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _doubtful(report: Report, seen: str) -> Report:
    return replace(report, issues=(*report.issues, Issue("language", seen)))
