"""Speakers quoted by a speaker: "She said, ‘Come in,’ and we went," the driver recalled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.reading.quotes.antecedents import antecedents
from tasks.reading.quotes.direct import Direct
from tasks.reading.quotes.spans import read_marks
from tasks.reading.quotes.tokens import paragraph
from tasks.reading.quotes.utterances import Text, Utterance

_MARK = re.compile(r"[\"“”„«»‘'’]\w")
NESTED = "-nested"
"""What the rule of such a quotation ends with, before the rule of its speaker."""
_LESS_SURE = 0.9
"""What stands in somebody's own words is less carefully printed."""


def nested(text: Text, direct: Sequence[Utterance]) -> Iterator[Utterance]:
    """Quotations inside the words of others that have a cue and a mention there; others may be terms or titles."""
    for outer in direct:
        for start, end in outer.segments:
            if _MARK.search(text.body, start, end):
                yield from _inside(text.body, outer, start, end)


def _inside(body: str, outer: Utterance, start: int, end: int) -> Iterator[Utterance]:
    marked, outers, _ = read_marks(body, [(start, end)])
    if not marked:
        return
    words = paragraph(body, start, end, outers[0], marked)
    for found in Direct(Text(body, [words], marked)):
        if found.cue is None or found.mention is None or found.kind != "direct":
            continue
        is_pronoun = found.mention.head in ("he", "she")
        yield replace(
            found,
            paragraph=outer.paragraph,
            marked=(),
            rule=f"{found.rule}{NESTED}",
            base=found.base * _LESS_SURE,
            within=outer.start_char,
            antecedents=antecedents(words, found.mention) if is_pronoun else (),
        )
