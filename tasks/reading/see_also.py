"""Inline cross references: "(For more on this issue, see TITLE and TITLE.)", and the titles in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.reading.notices import compile_trigger
from tasks.reading.sentences import sentence_spans

MIN_WORDS_TO_PART = 4
"""Words each side of an "and" must have to be called a title of its own; "War and Peace" must stay one."""
MIN_TITLE_SHARE = 0.6
"""Share of a title's longer words that begin with a capital; running text has far fewer."""
MAX_LENGTH = 600

_LEAD = (
    r"(?:For (?:more(?! than)|further|other|additional|details|background|a (?:fuller|full|longer))\b[^()]{0,120}?,?"
    r" (?:see|read|go to|look at)(?: also)?"
    r"|(?:See|Read) (?:also|more in|our report|our story|the IWPR report|IWPR's report)|See|Also see"
    r"|Read more(?: in| about| on)?"
    r"|Pour (?:plus|en savoir plus)\b[^()]{0,120}?,? (?:voir|lire)(?: aussi)?"
    r"|Voir(?: aussi| également)?|Lire (?:aussi|également)"
    r"|(?:Подробнее|Более подробно)\b[^()]{0,120}?(?:см\.|смотрите|читайте)|См\.(?: также)?|Читайте также)"
)
_AFTER_LEAD = re.compile(compile_trigger(_LEAD).pattern + r"\s*:?\s+(?P<titles>\S.*?)\.?\s*$", re.DOTALL)
_BEFORE_VERB = compile_trigger(
    r"^(?P<titles>\S.*?) (?:looks? (?:at|into)|examines?|explores?|reports? on|discuss(?:es)?) [^()]{0,200}$"
)
# French and Russian titles carry one capital: without marks a sentence is not told from a title.
_MARKED_BEFORE_VERB = compile_trigger(
    r"^(?:(?:L'|La |Le )\w{3,20} |(?:В )?(?:[Сс]татье|[Мм]атериале|[Оо]тч[её]те) |(?:Статья|Материал|Отч[её]т) )?"
    r"(?P<titles>[«“\"„][^«»“”\"„()]{3,200}[»”“\"]) (?:examine|revient sur|fait le point|aborde"
    r"|traite d|рассматрива|рассказыва|посвящ|говорится|освеща)[^()]{0,200}$"
)
_AFTER_COVERED = compile_trigger(
    r"^[^()]{1,160}? (?:is|are|was|were) (?:also )?(?:covered|discussed|described|reported|explained|addressed"
    r"|dealt with|reported on) (?:in more detail |in detail |further |at length )?(?:in|by) (?P<titles>\S.*?)\.?$"
)
_PARENTHESIS_AT_END = re.compile(r"\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)\.?\s*$")
_STRONG_LEAD = compile_trigger(
    r"^(?:For (?:more(?! than)|further|background|details)\b|See also:? |Also see:? |Read more\b"
    r"|Pour en savoir plus|Lire aussi|Подробнее|Читайте также|См\. также)"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_AND = re.compile(r"\s+(?:and|et|и)\s+(?=[\"“«‘']?[^\W_a-zà-öø-ÿа-яё])")
_SEMICOLON = re.compile(r"\s*;\s*(?:and\s+|et\s+|и\s+)?")
_COMMA_OR_AND = re.compile(_AND.pattern + r"|,\s+(?:and\s+|et\s+|и\s+)?(?=[\"“«‘']?[^\W\d_a-zà-öø-ÿа-яё])")
_STAMP = re.compile(r",?\s*\(?(?:RCA|BCR|CRS|TU|ICR|ARR)\s+(?:No\.?\s*)?\d[^\"”]*$")
_CONTINUING = re.compile(r"(?:Their|His|Her|Its|No|Not|Other|Others|More|Then|So|Even|Still|Now|What|Why|How)\b")
_OUTER_MARKS = (("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("„", "“"))


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles read from the words of a cross reference."""

    spans: tuple[tuple[int, int], ...]
    is_sure: bool
    """False where an "and" may join two titles or stand inside one: then the whole stays one title."""


def reference_span(paragraph: str) -> tuple[int, int] | None:
    """Where a paragraph's closing cross reference stands: a parenthesis, or the whole paragraph; none without one."""
    end = len(paragraph.rstrip())
    if 0 < end <= MAX_LENGTH and _STRONG_LEAD.search(paragraph[:80]):
        first = next(sentence_spans(paragraph[:end]))
        if first[1] == end and titles_in(paragraph[:end]).spans:
            return 0, end
    begin = max(0, end - MAX_LENGTH)
    match = _PARENTHESIS_AT_END.search(paragraph, begin, end)
    if match is None or not titles_in(match[0]).spans:
        return None
    before = paragraph[: match.start()].rstrip()
    # "(see …)" inside a sentence is that sentence's own; a reference to another story stands after a full stop.
    if before and before[-1] not in ".!?…\"'”’»)]":
        return None
    return match.start(), end


def titles_in(reference: str) -> Titles:
    """The titles a cross reference names, as offsets into it."""
    start = len(reference) - len(reference.lstrip("( \t\n\xa0"))
    end = len(reference.rstrip(" \t\n\xa0").removesuffix(".").rstrip(")"))
    inner = reference[start:end].rstrip()
    match = _AFTER_LEAD.match(inner) or _AFTER_COVERED.search(inner)
    if match:
        first, last = match.span("titles")
        spans, is_sure = _part(inner, first, last)
        if len(spans) == 1 and not _is_title(inner[first:last]):
            return Titles((), True)
        return _shifted(inner, spans, is_sure, start)
    if match := _MARKED_BEFORE_VERB.match(inner):
        return _shifted(inner, [match.span("titles")], True, start)
    match = _BEFORE_VERB.search(inner)
    if match and len(match["titles"].split()) >= MIN_WORDS_TO_PART and _is_title(match["titles"]):
        return _shifted(inner, [match.span("titles")], True, start)
    return Titles((), True)


def _shifted(inner: str, spans: list[tuple[int, int]], is_sure: bool, offset: int) -> Titles:
    bare = (_without_marks(inner, start, end) for start, end in spans)
    return Titles(tuple((start + offset, end + offset) for start, end in bare if end > start), is_sure)


def _part(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """Parts a list of titles at semicolons, and at "and" and commas where every part can stand alone."""
    parted: list[tuple[int, int]] = []
    is_sure = True
    for first, last in _pieces(text, start, end, _SEMICOLON):
        if stamp := _STAMP.search(text, first, last):  # "…, RCA No. 352, 25-Feb-05" tells the issue, not a title
            last = stamp.start()
        halves = _pieces(text, first, last, _AND)
        listed = _pieces(text, first, last, _COMMA_OR_AND) if len(halves) > 1 else halves
        for pieces in (listed, halves):
            if all(_stands_alone(text[a:b]) for a, b in pieces):
                parted.extend(pieces)
                break
        else:
            parted.append((first, last))
            is_sure = is_sure and (len(halves) == 1 or not any(_is_title(text[a:b]) for a, b in halves[1:]))
    return parted, is_sure


def _pieces(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    pieces = []
    position = start
    for match in pattern.finditer(text, start, end):
        pieces.append((position, match.start()))
        position = match.end()
    pieces.append((position, end))
    return [(a, b) for a, b in pieces if b > a]


def _stands_alone(text: str) -> bool:
    if any(text.startswith(opening) and text.endswith(closing) for opening, closing in _OUTER_MARKS):
        return len(text) > 2 and text[0] not in text[1:-1]
    return len(_WORD.findall(text)) >= MIN_WORDS_TO_PART and _is_title(text) and not _CONTINUING.match(text)


def _is_title(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    if len(_WORD.findall(text)) < 2 or not words:
        return False
    first = next((character for character in text if character.isalnum()), "")
    if first.islower():
        return False
    if any("а" <= character.lower() <= "я" for character in text) or text.lstrip()[:1] in '"“«‘':
        return True  # Russian titles carry one capital; a title in marks needs none
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals >= MIN_TITLE_SHARE * len(words)


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    for opening, closing in _OUTER_MARKS:
        inside = text[start + 1 : end - 1]
        if text[start:end].startswith(opening) and text[start:end].endswith(closing) and opening not in inside:
            return start + 1, end - 1
    return start, end
