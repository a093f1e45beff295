"""Speakers quoted by a speaker: "She said, ‘Come in,’ and we went," the driver recalled."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.reading.quotes.direct import Direct
from tasks.reading.quotes.indirect import Indirect
from tasks.reading.quotes.lexicon import words as listed
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase, role_span
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import STOPS
from tasks.reading.quotes.spans import read_marks
from tasks.reading.quotes.tokens import Paragraph, Token, paragraph, tokenise
from tasks.reading.quotes.utterances import Stretch, Text, Utterance

_TELLING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|ask(?:s|ed)?|answer(?:s|ed)|repl(?:ies|ied)|promise[sd]|assure[sd]|warn(?:s|ed)"
    r"|explain(?:s|ed)|insist(?:s|ed)|suggest(?:s|ed)|announce[sd]|claim(?:s|ed)|argue[sd]|threaten(?:s|ed)|urge[sd]"
    r"|den(?:ies|ied)|admit(?:s|ted)|demand(?:s|ed)|order(?:s|ed)|advise[sd]|swore|vow(?:s|ed)|inform(?:s|ed))\b"
)
"""Verbs that tell what somebody said, and little else."""
_CLEAR = frozenset({"that-clause", "bare-clause", "question", "demand", "infinitive", "trailing", "inside"})
_NOBODY = frozenset({"it", "you", "i", "we"})
_DETERMINERS = frozenset({"the", "a", "an", "one", "another"})
_VERBS = listed("grammar", "finite") | listed("grammar", "irregular_past")
_REMEMBERED = 600  # characters of a segment that the next one may point back to
_LOOKED_BACK = 200  # tokens before a pronoun in which somebody may be meant
_PHRASE = 6  # tokens of "the bookkeeper of the"
_MARK = re.compile(r"[\"“”„«»‹›‘'’]\w")
NESTED = "-nested"
"""What the rule of such a quotation ends with, before the rule of its speaker."""
_LESS_SURE = 0.9
"""What stands in somebody's own words is less carefully printed."""


def nested(text: Text, direct: Sequence[Utterance], *, direct_only: bool = False) -> Iterator[Utterance]:
    """Quotations inside the words of others that have a cue and a mention there; others may be terms or titles.

    Without `direct_only` also the clauses of third persons: "They told me that he would be back."
    """
    for outer in direct:
        before: Stretch = (0, 0)  # the end of the segment before
        last: Utterance | None = None
        for start, end in outer.segments:
            has_marks = _MARK.search(text.body, start, end) is not None
            if has_marks or (not direct_only and _TELLING.search(text.body, start, end)):
                for found in _inside(text.body, outer, (start, end), before, last, direct_only=direct_only):
                    last = found
                    yield found
            before = (max(start, end - _REMEMBERED), end)


def _inside(
    body: str,
    outer: Utterance,
    stretch: Stretch,
    before: Stretch,
    last: Utterance | None,
    *,
    direct_only: bool,
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
        named = _name_before(words, mention.start_char) if mention.head in ("he", "she") else None
        meant = None if named or mention.gender is None or mention.category != "pronoun" else _again(last, mention)
        if meant is None and named is None and mention.category == "pronoun" and mention.gender:
            meant = _meant(tokenise(body, *before), words.tokens, mention)
        last = replace(
            found,
            meant=meant,
            paragraph=outer.paragraph,
            marked=(),
            rule=f"{found.rule}{NESTED}",
            base=found.base * _LESS_SURE,
            within=outer.start_char,
            named=named,
        )
        yield last


def _again(last: Utterance | None, pronoun: Mention) -> Mention | None:
    """ "My aunt told me to wait. She said …": whoever spoke last in the same words; not after a question or a line of
    dialogue, which somebody else answers."""
    if last is None or last.kind == "direct" or "question" in last.rule:
        return None
    mention = last.meant or last.mention
    if mention is None or mention.category != "common" or mention.kind not in ("role", "anonymous"):
        return None
    return mention if mention.gender in (None, pronoun.gender) else None


def _meant(before: Sequence[Token], within: tuple[Token, ...], pronoun: Mention) -> Mention | None:
    """ "I went to the clerk, and she told me": the one person by office or kinship in the same words before."""
    stop = bisect_left(within, pronoun.start_char, key=lambda token: token.start)
    tokens = (*before, *within[max(0, stop - _LOOKED_BACK) : stop])
    found: dict[str, Mention] = {}
    for at, token in enumerate(tokens):
        is_apposition = at > 0 and tokens[at - 1].text == ","
        if token.low not in _DETERMINERS or is_apposition:
            continue
        end = at + 1
        while end < min(len(tokens), at + _PHRASE) and tokens[end].is_word and tokens[end].low not in STOPS | _VERBS:
            end += 1
        mention = next((one for last in range(end, at + 1, -1) if (one := _person(tokens, at, last))), None)
        if mention and mention.gender in (None, pronoun.gender):
            found[mention.head] = mention
    return next(iter(found.values())) if len(found) == 1 else None


def _person(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    mention = phrase(tokens, start, end)
    is_person = mention is not None and mention.category == "common" and mention.kind in ("role", "anonymous")
    return mention if is_person and role_span(tokens, start, end) else None


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


def _name_before(words: Paragraph, start_char: int) -> Stretch | None:
    """The last person named in the same words before an offset."""
    found: Stretch | None = None
    tokens = words.tokens
    at = max(0, bisect_left(tokens, start_char, key=lambda token: token.start) - _LOOKED_BACK)
    while at < len(tokens) and tokens[at].start < start_char:
        name = None if tokens[at].is_quote else name_at(tokens, at, len(tokens), opens_sentence=at == 0)
        if name and name.kind == "person" and name.words[0].partition("'")[0] not in PRONOUNS:
            found = (tokens[name.first].start, tokens[name.end - 1].end)
        at = name.end if name else at + 1
    return found
