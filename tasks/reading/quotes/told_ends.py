"""The role that a sentence tells behind its verb, and where it ends: "is [a teacher at the school] until …"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import role_span
from tasks.reading.quotes.nouns import head_of, kind_of_noun
from tasks.reading.quotes.role_ends import ends_role, without_age
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

ADVERBS = words("grammar", "before_verb") | {
    "been",
    "now",
    "currently",
    "previously",
    "formerly",
    "himself",
    "herself",
    "today",
    "still",
}
_TIMES = frozenset({"for", "until", "since", "before", "when", "from", "because", "between", "after", "during"})
_ARTICLES = frozenset({"a", "an", "one", "the"})
_OWN = words("grammar", "possessive")
_LONGEST = 25
_SPANS = (
    words("grammar", "determiner")
    | words("grammar", "time")
    | {"years", "decades", "months", "life", "now", "nearly", "almost", "over", "about", "generations", "long", "good"}
    | {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty", "forty"}
    | {"only", "just", "centuries", "weeks", "days", "fear", "being", "having", "at", "as"}
) - {"the", "a", "an"}


_AGENTS = ("er", "or", "eer", "ist", "smith", "wright", "ess", "herd")


_NO_TRADE = words("nouns", "no_trade")


_WHEN = words("grammar", "time")


def role_at(tokens: Sequence[Token], start: int) -> Stretch | None:
    while start < len(tokens) and tokens[start].low in ADVERBS:
        start += 1
    stop = start
    high = min(len(tokens), start + _LONGEST)
    while stop < high and not ends_role(tokens, stop, start):
        if stop > start and tokens[stop].low in _TIMES and not _is_complement(tokens, stop):
            break
        if stop > start and _tells_when(tokens, stop):
            break
        stop += 1
    stop = without_age(tokens, start, stop) if stop > start else stop
    head = head_of(tokens, start, stop)
    if head is None:
        return None
    if kind_of_noun(tokens[head].low) != "role":
        is_trade = tokens[start].low in ("a", "an") and head > start and _is_trade(tokens[head])
        return (tokens[start + 1].start, tokens[stop - 1].end) if is_trade else None
    opens = tokens[start].low in ("a", "an", "the", "one") or head - start <= 1
    return role_span(tokens, start, stop) if opens else None


def _tells_when(tokens: Sequence[Token], at: int) -> bool:
    """ "appointed director in January to succeed X": when, and what for."""
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    if tokens[at].low in ("in", "on"):
        return after.text[0].isdigit() or after.low in _WHEN
    return tokens[at].low == "to" and after.text.islower() and after.low not in _OWN | _ARTICLES


def _is_trade(token: Token) -> bool:
    """A noun of no list that looks like what people do: "picker", "cellist"."""
    low = token.low
    return token.text.islower() and len(low) > 4 and low.endswith(_AGENTS) and low not in _NO_TRADE


def _is_complement(tokens: Sequence[Token], at: int) -> bool:
    """ "spokesman for the council", "a nurse from Tarn": not "a nurse for ten years", "from 1990"."""
    if tokens[at].low not in ("for", "from") or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    if after.text[0].isdigit() or after.low in _SPANS:
        return False
    return tokens[at].low == "for" or after.is_capital or after.low in ("the", "a", "an", "his", "her", "its")
