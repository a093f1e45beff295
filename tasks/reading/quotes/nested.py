"""Speakers quoted by a speaker: "She said, ‘Come in,’ and we went," the driver recalled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.reading.quotes.antecedents import antecedents, subjects_before
from tasks.reading.quotes.direct import Direct
from tasks.reading.quotes.indirect import Indirect
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.spans import read_marks
from tasks.reading.quotes.tokens import Paragraph, paragraph
from tasks.reading.quotes.utterances import Stretch, Text, Utterance

_TELLING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|ask(?:s|ed)?|answer(?:s|ed)|repl(?:ies|ied)|promise[sd]|assure[sd]|warn(?:s|ed)"
    r"|explain(?:s|ed)|insist(?:s|ed)|suggest(?:s|ed)|announce[sd]|claim(?:s|ed)|argue[sd]|threaten(?:s|ed)|urge[sd]"
    r"|den(?:ies|ied)|admit(?:s|ted)|demand(?:s|ed)|order(?:s|ed)|advise[sd]|swore|vow(?:s|ed)|inform(?:s|ed))\b"
)
"""Verbs that tell what somebody said, and little else."""
_CLEAR = frozenset({"that-clause", "bare-clause", "question", "demand", "infinitive", "trailing", "inside"})
_NOBODY = frozenset({"it", "you", "i", "we"})
_MARK = re.compile(r"[\"“”„«»‹›‘'’]\w")
NESTED = "-nested"
"""What the rule of such a quotation ends with, before the rule of its speaker."""
_REMEMBERED = 600  # characters of a segment to which the next one may point back
_LESS_SURE = 0.9
"""What stands in somebody's own words is less carefully printed."""


def nested(text: Text, direct: Sequence[Utterance], *, direct_only: bool = False) -> Iterator[Utterance]:
    """Quotations inside the words of others that have a cue and a mention there; others may be terms or titles.

    Without `direct_only` also the clauses of third persons: "They told me that he would be back."
    """
    for outer in direct:
        before: Stretch = (0, 0)
        for start, end in outer.segments:
            has_marks = _MARK.search(text.body, start, end) is not None
            if has_marks or (not direct_only and _TELLING.search(text.body, start, end)):
                yield from _inside(text.body, outer, (start, end), before, direct_only=direct_only)
            before = max(start, end - _REMEMBERED), end


def _inside(
    body: str, outer: Utterance, stretch: Stretch, before: Stretch, *, direct_only: bool
) -> Iterator[Utterance]:
    start, end = stretch
    marked, outers, _ = read_marks(body, [stretch])
    words = paragraph(body, start, end, outers[0], marked)
    inner = Text(body, [words], marked)
    direct = [one for one in Direct(inner) if one.kind == "direct"] if marked else []
    told = [] if direct_only else _told(inner, direct)
    for found in sorted([*direct, *told], key=lambda one: one.start_char):
        mention = found.mention
        if found.cue is None or mention is None:
            continue
        yield replace(
            found,
            paragraph=outer.paragraph,
            marked=(),
            rule=f"{found.rule}{NESTED}",
            base=found.base * _LESS_SURE,
            within=outer.start_char,
            antecedents=_meant(body, words, before, mention) if mention.head in ("he", "she") else (),
        )


def _meant(body: str, words: Paragraph, before: Stretch, pronoun: Mention) -> tuple[Mention, ...]:
    """Whom a pronoun may stand for, in the words around it, else in those before the cue: “The clerk stared,” said N.
    “Then she asked who I was.”"""
    here = antecedents(words, pronoun)
    if here or before == (0, 0):
        return here
    return subjects_before(paragraph(body, *before, (), ()), pronoun)


def _told(inner: Text, direct: Sequence[Utterance]) -> list[Utterance]:
    """What others are said to have told, promised or asked, in a clause of their own."""
    sure = [one for one in direct if one.rule != "label"]
    settled = frozenset(index for one in sure for index in one.marked)
    used = {one.cue[0]: one.mention for one in sure if one.cue and not one.shares_cue}
    found = Indirect(inner, settled, used)
    return [one for one in found if one.kind != "direct" and one.cue and one.mention and _is_clear(inner.body, one)]


def _is_clear(body: str, one: Utterance) -> bool:
    if one.rule.removeprefix("mixed-").partition("-shared")[0] not in _CLEAR:
        return False
    is_somebody = one.mention is not None and one.mention.head.partition("'")[0] not in _NOBODY
    return is_somebody and one.cue is not None and _TELLING.search(body, *one.cue) is not None
