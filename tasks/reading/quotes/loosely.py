"""A speaker whom the grammar cannot read whole: the name beside the words, where nothing else could have said them.

After "…," comes who said it, whatever is put between: "Rep. N. (R-Ohio), an oversight panel member, said in an
interview". The name is taken, the rest is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue, before_verb
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

_RELATIVE = words("grammar", "relative")
_DETERMINERS = words("grammar", "determiner") | words("grammar", "definite") | words("grammar", "possessive")
_WIDEST = 45  # tokens between the words and the cue
_TEXT = 2  # tokens of "the book"
_NEAREST = 14  # tokens between a cue and the name after it
_PARTING = frozenset({",", "(", ")", "[", "]", "—", "–", "-", ";", "--"})


def subject_loosely(tokens: Sequence[Token], at: int, cue: Cue) -> Mention | None:
    """The one named between the words and the cue, or the phrase that opens there; none where a clause stands there."""
    end = before_verb(tokens, cue.first, at)
    if not 0 < end - at <= _WIDEST:
        return None
    opening = next((i for i in range(at, end) if tokens[i].text in _PARTING or tokens[i].low in _RELATIVE), end)
    if has_verb(tokens, at, opening) or any(token.is_quote for token in tokens[at:opening]):
        return None
    return _named(tokens, at, opening) or phrase(tokens, at, opening) or _text(tokens, at, opening)


def _text(tokens: Sequence[Token], at: int, end: int) -> Mention | None:
    """ "…," the book said: what stands alone between words and a cue speaks them, be it a thing."""
    if end - at != _TEXT or tokens[at].low != "the" or not tokens[at + 1].is_word:
        return None
    return Mention(tokens[at].start, tokens[end - 1].end, "common", tokens[end - 1].low, "document", is_definite=True)


def follower_loosely(tokens: Sequence[Token], start: int, high: int) -> tuple[Mention, int] | None:
    """The one named right after a cue: "said 9/11 widow NAME"."""
    end = next(
        (i for i in range(start, min(high, start + _NEAREST)) if tokens[i].is_quote or not _goes_on(tokens, i)),
        min(high, start + _NEAREST),
    )
    if has_verb(tokens, start, end):
        return None
    mention = _named(tokens, start, end)
    if mention is None:
        return None
    return mention, next(i for i in range(start, end + 1) if i == end or tokens[i].start >= mention.end_char)


def source_after(tokens: Sequence[Token], start: int, high: int) -> tuple[Mention, int] | None:
    """What "according to" names where it is nobody known: "figures from the ministry", "a study by the institute"."""
    end = start
    while end < min(high, start + _NEAREST) and _is_source(tokens, start, end):
        end += 1
    if end == start or tokens[start].low in PRONOUNS or has_verb(tokens, start, end):
        return None
    head = head_of(tokens, start, end)
    if head is None:
        return None
    kind = kind_of_noun(tokens[head].low) or "document"
    return Mention(tokens[start].start, tokens[end - 1].end, "common", tokens[head].low, kind), end


def _is_source(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a source goes on: "hospital records", not "reviewed for this report"; "a TV One/Courier poll"."""
    token = tokens[at]
    if token.low in _RELATIVE or not (token.is_word or token.low == "'s" or token.text == "/"):
        return False
    is_first = at == start or tokens[at - 1].low in _DETERMINERS | PREPOSITIONS
    return is_first or token.is_capital or not token.low.endswith(("ed", "ing"))


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.text == ".":
        return len(tokens[i - 1].text) <= 3 and i + 1 < len(tokens) and tokens[i + 1].is_capital
    return (token.is_word or token.text in "/'’-") and token.low not in _RELATIVE | PRONOUNS


def _named(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    """The last name of a phrase: "'s niece, state Del. NAME"; what stands before it is a role."""
    found: Mention | None = None
    at = start
    while at < end:
        name = name_at(tokens, at, end)
        if name is None:
            at += 1
            continue
        is_owner = name.end < len(tokens) and tokens[name.end].low == "'s"
        is_inside = at > start and tokens[at - 1].low in PREPOSITIONS  # the director of NAME
        if name.kind != "place" and not (is_owner or is_inside):
            found = phrase(tokens, name.outset, name.end) or found
        at = name.end
    return found
