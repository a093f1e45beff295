"""What a page says of itself in a sentence: protection, translation, revision, and the document it replaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.page import Page
from tasks.report import Issue, Passage, Related
from tasks.sources import values
from tasks.sources.lines import Claims

FIRST_PARAGRAPHS = 4
"""Supersession is told in the first sentence (sources.md §1.12), below a heading or an editor's note at most."""
MAX_PARAGRAPH = 2_000

_BEGIN = r"(?:\A|(?<=[.!?]\s)|(?<=[.!?]\s\s))"
_OF_COMMENTS = (
    ("pseudonym", re.compile(r"\bpseudonyms?\b|\bnames? (?:have|has) been changed|\breal names?\b", re.IGNORECASE)),
    (
        "revision-note",
        re.compile(
            rf"{_BEGIN}(?:This is an? (?:unofficial|informal|provisional) translation\b|Unofficial translation\b"
            r"|In [A-Z][a-z]{2,8} \d{4}, [^.]{2,80}? revised its "
            r"|(?:This|It|The present)(?: \w+)? (?:replaces|supersedes|updates)\b)"
        ),
    ),
)
_REPLACES = re.compile(
    rf"{_BEGIN}(?:(?:It|This|The\s+present)(?:\s+(?:[Rr]esponse|[Dd]ocument|[Rr]eport|Information\s+Request|RIR))?"
    r"\s+(?:replaces|supersedes)"
    r"|(?:Elle|Il|Cette\s+réponse|La\s+présente\s+réponse|Ce\s+document)\s+(?:remplace|annule\s+et\s+remplace))"
    r"\s(?P<what>\S)"
)
_SYMBOL = re.compile(r"\b[A-Z]{2,4}\s?[0-9]{4,6}\.(?:EF|FE|E|F)\b")
_SENTENCE_END = re.compile(r"\.\s+(?=[^\W\d_a-zà-öø-ÿ])")
_RESPONSE = re.compile(r"\b(?:Responses?|réponses?)\b")


@dataclass(frozen=True, slots=True)
class Note:
    """A notice in a comment; it runs to the comment's end."""

    kind: str
    start: int


def of_comments(comment: str) -> Note | None:
    """The notice that stands in ``Comments``; none where there is a name or a series (sources.md §1.7)."""
    for kind, pattern in _OF_COMMENTS:
        if match := pattern.search(comment):
            return Note(kind, 0 if kind == "pseudonym" else match.start())
    return None


def superseded(claims: Claims) -> tuple[tuple[Related, ...], tuple[Issue, ...]]:
    """The documents that this one says it replaces, by their symbols (sources.md §1.12).

    ``This Response replaces …``, ``It replaces …``, ``Elle remplace la réponse …`` at the beginning of a sentence. A
    response that is replaced and has no symbol is an issue.
    """
    page = claims.page
    for passage in _opening(claims.passages()):
        words = page.text[passage.start_char : min(passage.end_char, passage.start_char + MAX_PARAGRAPH)]
        match = _REPLACES.search(words)
        if match is None:
            continue
        end = _SENTENCE_END.search(words, match.start("what"))
        last = end.start() if end else len(words)
        symbols = list(_SYMBOL.finditer(words, match.start("what"), last))
        if symbols:
            spans = [(passage.start_char + each.start(), passage.start_char + each.end()) for each in symbols]
            return tuple(_replaced(page, start, end) for start, end in spans), ()
        if _RESPONSE.search(words, match.start("what"), last):
            seen = " ".join(words[match.start() : last].split())[: values.SEEN_CHARACTERS]
            return (), (Issue("supersedes", seen, passage.start_char, passage.end_char),)
    return (), ()


def _replaced(page: Page, start: int, end: int) -> Related:
    around = (link for link in page.links if link.start_char <= start and end <= link.end_char)
    target = next((values.target(link, page) for link in around), None)
    return Related("supersedes", page.text[start:end], target, "replaces-sentence")


def _opening(passages: Iterable[Passage]) -> list[Passage]:
    passages = list(passages)
    notes = [passage for passage in passages if passage.kind == "revision-note"]
    return [*notes, *[passage for passage in passages if passage.kind == "body"][:FIRST_PARAGRAPHS]]
