"""Speakers quoted by a speaker: "She said, ‘Come in,’ and we went," the driver recalled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.reading.quotes.direct import Direct
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.spans import read_marks
from tasks.reading.quotes.tokens import Paragraph, paragraph
from tasks.reading.quotes.utterances import Stretch, Text, Utterance

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
        named = _name_before(words, found.mention.start_char) if found.mention.head in ("he", "she") else None
        yield replace(
            found,
            paragraph=outer.paragraph,
            marked=(),
            rule=f"{found.rule}{NESTED}",
            base=found.base * _LESS_SURE,
            within=outer.start_char,
            named=named,
        )


def _name_before(words: Paragraph, start_char: int) -> Stretch | None:
    """The last person named in the same words before an offset."""
    found: Stretch | None = None
    tokens, at = words.tokens, 0
    while at < len(tokens) and tokens[at].start < start_char:
        name = None if tokens[at].is_quote else name_at(tokens, at, len(tokens), opens_sentence=at == 0)
        if name and name.kind == "person":
            found = (tokens[name.first].start, tokens[name.end - 1].end)
        at = name.end if name else at + 1
    return found
