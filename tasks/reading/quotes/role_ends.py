"""Where the printed words of a role end: before a clause, an age, a participle; past a place or a list."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.names import HONORIFICS
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

_WHERE = frozenset({"in", "at", "from", "near", "of", "on"})
_ROUTES = frozenset({"route", "line", "coast", "border", "estate", "island", "plantation", "farm", "site", "project"})
_PLACES = words("nouns", "place") | words("nouns", "organisation") | words("nouns", "employer")
_TRADE = 14
_SECOND = 16  # tokens of a second role after "and"
_SHARED = 4
_POSSESSIVES = words("grammar", "possessive")
OWNERS = words("grammar", "definite") | _POSSESSIVES | {"a", "an"}
_VERBS = (words("grammar", "finite") | words("grammar", "modal") | words("grammar", "irregular_past")) - {"'s"}
_OUTSIDE_TITLE = (_VERBS | words("grammar", "ends_noun") | words("grammar", "conjunction")) - {"'s"}
_MONTHS = words("grammar", "time")
_NO_PARTICIPLE = words("grammar", "no_participle") | {"turned"}
_NUMBERS = frozenset({"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"})
_BY = frozenset({"trade", "training", "profession", "birth", "marriage", "education"})
_THERE = frozenset({"there", "here", "himself", "herself", "themselves"})
_SINCE = words("standing", "ends_role")
_RELATIVE = frozenset({"who", "whose", "which", "whom", "where", "said", "says", "told", "and", "when", "but"})


def before_participle(tokens: Sequence[Token], start: int, stop: int) -> int:
    """ "a carpenter waiting in line", "an engineer charged with …": what he does or suffers is no part of the role."""
    for at in range(start, min(stop, start + _TRADE) - 1):
        if kind_of_noun(tokens[at].low) not in ("role", "anonymous") or tokens[at + 1].is_capital:
            continue
        after = tokens[at + 1].low
        if after.endswith(("ing", "ed")) and after not in _NO_PARTICIPLE and kind_of_noun(after) is None:
            return at + 1
    return stop


def in_title(token: Token) -> bool:
    """Whether a word may stand in the role before a name."""
    if token.low in _OUTSIDE_TITLE or token.low in PREPOSITIONS | PRONOUNS or is_spoken_form(token):
        return False
    if token.text.isdigit() or (token.is_capital and token.low in _MONTHS):
        return False
    return (token.is_word or token.low == "'s") and not (token.low.endswith("ed") and not token.is_capital)


def ends_role(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether a role that begins at `start` ends before the token `at`."""
    token = tokens[at]
    if token.is_quote or token.text in ",;:()—–!?":
        return True
    if token.low in _SINCE and at > start:
        return True
    if token.low == "with" and at > start and at + 1 < len(tokens) and _counts(tokens[at + 1]):
        return True  # "a striker with two children"
    if token.low in _RELATIVE and at > start:
        return token.low != "and" or not _and_goes_on(tokens, at + 1)
    if token.text != "." or (at and tokens[at - 1].low in HONORIFICS):
        return False
    return at + 1 == len(tokens) or tokens[at + 1].is_capital or tokens[at + 1].is_quote


def _counts(token: Token) -> bool:
    return token.text.isdigit() or token.low in _NUMBERS


def _and_goes_on(tokens: Sequence[Token], start: int) -> bool:
    """ "a net mender and one of the plaintiffs," is one role; "a teacher and his wife …" is not."""
    if start >= len(tokens):
        return False
    if tokens[start].is_capital:
        return True
    if tokens[start + (tokens[start].low == "the" and start + 1 < len(tokens))].low in ("author", "co-author"):
        return False
    stop = start
    high = min(len(tokens), start + _SECOND)
    while stop < high and tokens[stop].text not in ",.;:()—–" and not tokens[stop].is_quote:
        stop += 1
    own = tokens[start].low in _POSSESSIVES or tokens[start].low in PRONOUNS
    return not own and stop < high and not has_verb(tokens, start, stop)


def past_list(tokens: Sequence[Token], start: int, stop: int) -> int:
    """ "head of the Centre for Law, Health and Justice, said": the comma is part of the role."""
    if stop + 3 >= len(tokens) or tokens[stop].text != "," or not tokens[stop - 1].is_capital:
        return stop
    at = stop + 1
    if not tokens[at].is_capital or head_of(tokens, start, stop) is None:
        return stop
    has_and = False
    while at < min(len(tokens), stop + 8) and (tokens[at].is_capital or tokens[at].low in ("and", "of")):
        has_and = has_and or tokens[at].low == "and"
        at += 1
    ends = at < len(tokens) and tokens[at].text == ","
    return at if has_and and ends else stop


def without_age(tokens: Sequence[Token], start: int, stop: int, *, is_beside: bool = False) -> int:
    """Where a role ends without "of 17", "aged 30", "in her forties", "in 2010", "there"; beside the name, "X, a farmer
    of 64," is one phrase."""
    while stop - start > 1 and tokens[stop - 1].low in _THERE:
        stop -= 1
    if stop - start > 2 and tokens[stop - 2].low == "by" and tokens[stop - 1].low in _BY:
        stop -= 2
    if (
        stop - start > 2
        and tokens[stop - 1].text[0].isdigit()
        and tokens[stop - 2].low in (("aged",) if is_beside else ("of", "aged"))
    ):
        return stop - 2
    is_date = tokens[stop - 1].text.isdigit() or (tokens[stop - 1].is_capital and tokens[stop - 1].low in _MONTHS)
    if stop - start > 2 and is_date and tokens[stop - 2].low in ("in", "on", "at"):
        return stop - 2
    is_decade = tokens[stop - 1].low.endswith("ies") or tokens[stop - 1].text[0].isdigit()
    if stop - start > 3 and is_decade and tokens[stop - 2].low in _POSSESSIVES and tokens[stop - 3].low == "in":
        return stop - 3
    return stop


def end_with_place(tokens: Sequence[Token], end: int) -> int:
    """Past "in the village", "from Tarn", "at the clinic in Tarn" behind a phrase, where it says of whom, not when."""
    at = end
    while at + 1 < len(tokens) and tokens[at].low in _WHERE:
        start = at + 1 + (tokens[at + 1].low in OWNERS)
        stop = start
        while stop < min(len(tokens), start + _SHARED) and in_title(tokens[stop]) and tokens[stop].low not in _VERBS:
            stop += 1
        if tokens[at].low == "on" and (start == at + 1 or tokens[stop - 1].low not in _ROUTES):
            return at
        if stop == start or not (tokens[at].low == "on" or tokens[start].is_capital or tokens[stop - 1].low in _PLACES):
            return at
        if stop < len(tokens) and tokens[stop].is_word and tokens[stop].low not in _RELATIVE | PREPOSITIONS:
            return at
        at = stop
    return at
