"""Paragraphs that read like a notice, yet no rule of the catalogue knows: never relabelled, always said.

A new funder or a reworded disclaimer would else enter the clean text in silence. What gives a notice away
(``notice_signs.toml``) is counted per sentence: one sign alone is ordinary reporting ("funded by", "this report"), two
in one sentence hardly are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tasks.reading.notices import compile_trigger
from tasks.reading.noticing import MAX_SENTENCE
from tasks.reading.sentences import quoted_spans, sentence_spans
from tasks.report import Issue, Passage, Report

RULE = "unknown-notice"
FIRST_PARAGRAPHS = 2
LAST_PARAGRAPHS = 4
"""Body paragraphs at either edge that are looked at; what is already labelled does not count."""
MAX_OUTSIDE = 200
"""Stretches outside the body that are looked at."""
LOOKED_AT = 2_000
"""Characters of a paragraph that are looked at, at its beginning and at its end."""
ENOUGH = 2
SEEN_CHARACTERS = 120

_MACROS = {
    "{TEXT}": (
        "(?:article|report|story|stories|publication|feature|document|paper|translation|website|site|page|piece|series"
        "|briefing|newsletter|podcast|interview|material|content|programme|project|essay|text|edition|survey|blog)s?"
    ),
    "{TEXTE}": (
        "(?:article|rapport|publication|document|reportage|traduction|site|texte|dossier|enquête|bulletin|entretien)"
    ),
    "{ТЕКСТ}": (
        r"(?:стать|материал|публикаци|отч[её]т|доклад|документ|перевод|сайт|текст|репортаж|издани|интервью)\w{0,4}"
    ),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that notices use, and how much they count."""

    name: str
    weight: int
    is_furniture: bool
    pattern: re.Pattern[str]


def find(report: Report) -> Report:
    """Adds an issue ``unknown-notice`` for every sentence at an edge of the body or outside it that reads like one.

    The passages stay as they are: what is no notice by rule is body.
    """
    found = [
        Issue(RULE, f"{', '.join(names)}: {report.body[start:end][:SEEN_CHARACTERS]}", start, end)
        for passage in _edges(report.passages)
        for start, end, names in _likely(report.body, passage)
    ]
    known = set(report.issues)
    return replace(report, issues=(*report.issues, *(issue for issue in found if issue not in known)))


@cache
def signs() -> tuple[Sign, ...]:
    """All signs, in the order of the file."""
    entries = tomllib.loads(Path(__file__).with_name("notice_signs.toml").read_text("utf-8"))["sign"]
    return tuple(
        Sign(entry["name"], entry["weight"], entry.get("is_furniture", False), _pattern(entry["words"]))
        for entry in entries
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    source = "|".join(words)
    for macro, meaning in _MACROS.items():
        source = source.replace(macro, meaning)
    return re.compile(rf"(?<!\w)(?:{compile_trigger(source).pattern})", re.IGNORECASE)


def _edges(passages: tuple[Passage, ...]) -> list[Passage]:
    body = [passage for passage in passages if passage.kind == "body"]
    near = {*body[:FIRST_PARAGRAPHS], *body[-LAST_PARAGRAPHS:]}
    outside = [passage for passage in passages if passage.kind == "furniture"][:MAX_OUTSIDE]
    return sorted([*near, *outside], key=lambda passage: passage.start_char)


def _likely(body: str, passage: Passage) -> Iterator[tuple[int, int, list[str]]]:
    for start, end in _parts(passage):
        text = body[start:end]
        quoted = quoted_spans(text)
        for first, last in sentence_spans(text):
            names = _signs_in(text, first, last, quoted, is_outside=passage.kind == "furniture")
            if names:
                yield start + first, start + last, names


def _parts(passage: Passage) -> list[tuple[int, int]]:
    if passage.end_char - passage.start_char <= 2 * LOOKED_AT:
        return [(passage.start_char, passage.end_char)]
    return [
        (passage.start_char, passage.start_char + LOOKED_AT),
        (passage.end_char - LOOKED_AT, passage.end_char),
    ]


def _signs_in(text: str, first: int, last: int, quoted: list[tuple[int, int]], *, is_outside: bool) -> list[str]:
    """The names of the signs in a sentence where they are enough, else none. What is quoted is somebody's words."""
    if last - first > MAX_SENTENCE:
        return []
    sentence = text[first:last]
    seen = []
    weight = 0
    for sign in signs():
        if is_outside and sign.is_furniture:
            continue
        match = sign.pattern.search(sentence)
        if match and not any(start < first + match.start() < end for start, end in quoted):
            seen.append(sign.name)
            weight += sign.weight
    return seen if weight >= ENOUGH else []
