"""Sentence boundaries, good enough to cut a notice out of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Possessive, so that a page of dots or blanks costs one look at each.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?P<gap>\s++)(?=[\"'“‘«(\[*©]*[^\W_a-zа-яё])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Rev|Hon|No|Nos|vs|etc|al|approx|ca|cf|art|Art|para|pp?|vol|ed|eds"
    r"|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|M|Mme|MM|г|гг|ул|им|т|стр)|\b[A-ZА-ЯЁ])\.$"
)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph, without the white space between them."""
    start = 0
    for match in _END.finditer(text):
        end = match.start("gap")
        if _ABBREVIATION.search(text, max(start, end - 12), end):
            continue
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)
