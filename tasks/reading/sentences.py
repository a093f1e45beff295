"""Sentences, lines and quotations of a paragraph, good enough to cut a notice out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.reading.spaces import trimmed

# Possessive, so that a page of dots or blanks costs one look at each. Two paragraphs that a copy ran together
# ("… the boats.This article …") are parted as well; an address ("www.Harbour.test") is not.
_LOWER = "[a-zà-öø-ÿа-яё]"
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?:(?P<gap>\s++)(?=[\"'“‘«(\[*]*(?:©\s{0,3})?[^\W_a-zа-яё]|--)"
    rf"|(?:(?<={_LOWER}{{2}}[.!?])|(?<={_LOWER}{{2}}[.!?][”’»)\]]))(?=[A-ZÀ-ÖØ-ÞА-ЯЁ]{_LOWER}{{0,30}}\s))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Rev|Hon|No|Nos|vs|etc|al|approx|ca|cf|art|Art|para|pp?|vol|ed|eds"
    r"|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|M|Mme|MM|г|гг|ул|им|т|стр)|\b[A-ZА-ЯЁ])\.$"
)
_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s{0,9}\Z")
_FIRST_WORD = re.compile(r"\S{0,80}")
_TOLD = re.compile(
    r",\s(?:[^,.;:\n]{1,60}\s)?(?:(?:said|claimed|explained|insisted|argued|told)\b(?!\s(?:to|by|in|from|through)\b)"
    r"|(?:says|recall(?:s|ed)|complain(?:s|ed)|testified)\b"
    r"|(?:a\s)?(?:dit|déclaré|déclare|estimé|estime|affirmé|affirme|raconté|raconte|expliqué|explique)\b(?!\spar\b)"
    r"|(?:говор(?:ит|ят)|счита(?:ет|ют)|утвержда(?:ет|ют)|вспомина(?:ет|ют)"
    r"|(?:сказа|рассказа|сообщи|заяви|объясни)л[аи]?)\b)"
    r"|,\s(?:according\sto|selon|d['’]après|по\sсловам|по\sмнению)\s[^,.;:\n]{1,80}[.!?…]?\Z",
    re.IGNORECASE,
)
_MARK = re.compile(r"[\"“”„«»]")
_CLOSING = {"“": "”", "„": "“”", "«": "»"}


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences between two offsets of a paragraph, without the white space between them."""
    last = len(text) if end is None else end
    for match in _END.finditer(text, start, last):
        stop = match.end() if match["gap"] is None else match.start("gap")
        if _ABBREVIATION.search(text, max(start, stop - 12), stop):
            continue
        yield start, stop
        start = match.end()
    if start < last:
        yield start, last


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends where the text does."""
    return _SENTENCE_END.search(text, max(0, len(text) - 16)) is not None


def is_told(sentence: str) -> bool:
    """Whether a sentence says whose words it tells (", the clerk said"): then a report tells it, and no notice does."""
    return _TOLD.search(sentence) is not None


def line_spans(text: str) -> list[tuple[int, int]]:
    """The lines of a paragraph, without ASCII white space around them."""
    return [span for match in _LINE.finditer(text) for span in trimmed(text, *match.span())]


def hard_breaks(text: str, lines: list[tuple[int, int]]) -> list[bool]:
    """For each line but the last, whether somebody ended it there.

    A line is merely wrapped where its sentence goes on in lower case, or where the next word would not have fitted into
    the longest line of the paragraph.
    """
    width = max((end - start for start, end in lines), default=0)
    breaks = []
    for (start, end), (following, _) in pairwise(lines):
        word = _FIRST_WORD.match(text, following)
        has_room = end - start + 1 + (len(word[0]) if word else 0) <= width
        is_ended = ends_sentence(text[max(start, end - 16) : end])
        breaks.append(is_ended or (has_room and not text[following].islower()))
    return breaks


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """What stands between quotation marks; a quotation left open goes on to the end of the paragraph.

    Straight marks count only in pairs: one left over may be an inch or a slip.
    """
    spans = []
    straight = text.count('"') % 2 == 0
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text):
        mark = match[0]
        if opened is not None:
            if mark in opened[1]:
                spans.append((opened[0], match.end()))
                opened = None
        elif mark in _CLOSING:
            opened = (match.start(), _CLOSING[mark])
        elif mark == '"' and straight:
            opened = (match.start(), '"')
    if opened is not None:
        spans.append((opened[0], len(text)))
    return spans
