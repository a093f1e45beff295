"""Roles and the bodies they belong to, as printed beside a name."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PREPOSITIONS, PRONOUNS, head_of, kind_of_noun, phrase, role_span
from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

_ANOTHER = frozenset({"and", "or", "but", "while", "as"})  # what follows speaks of somebody else
_APPOSITION = 30  # tokens a role between commas may take
_OWNERS = words("grammar", "definite") | words("grammar", "possessive") | {"a", "an"}
_OUTSIDE_TITLE = (
    words("grammar", "finite")
    | words("grammar", "modal")
    | words("grammar", "irregular_past")
    | words("grammar", "ends_noun")
    | words("grammar", "conjunction")
) - {"'s"}
_CONNECTIVES = words("grammar", "before_role")
_BODIES = words("nouns", "organisation")
_AFFILIATED = frozenset({"of", "at", "from", "for", "with"})


def role_beside(paragraph: Paragraph, name: Name) -> Stretch | None:
    """The role printed beside a name, without article: before it, after a comma, or with the name after a comma."""
    tokens = paragraph.tokens
    low = max(0, name.outset - _APPOSITION)
    before = _title(tokens, name, low)
    if before:
        return before
    after = name.end
    if after + 1 < len(tokens) and tokens[after].text in (",", "–", "—", "(") and tokens[after + 1].low not in _ANOTHER:
        stop = after + 1
        while stop < min(len(tokens), after + _APPOSITION) and not _ends_role(tokens, stop, after + 1):
            stop += 1
        role = role_span(tokens, after + 1, _past_list(tokens, after + 1, stop))
        if role:
            return role
    if name.outset > 1 and tokens[name.outset - 1].text == ",":
        start = name.outset - 1
        while start > low and not (tokens[start - 1].is_quote or tokens[start - 1].text in ",.;:()—–"):
            start -= 1
        while start < name.outset - 1 and tokens[start].low in _CONNECTIVES:
            start += 1
        opens = start == 0 or tokens[start - 1].text != "," or tokens[start].low in _OWNERS
        follows = name.end >= len(tokens) or tokens[name.end].text in ",." or kind_of_noun(tokens[name.end].low) is None
        owned = tokens[start].low in _OWNERS or any(token.low == "'s" for token in tokens[start : name.outset])
        if opens and follows and owned:
            return role_span(tokens, start, name.outset - 1)
    return None


def _in_title(token: Token) -> bool:
    if token.low in _OUTSIDE_TITLE or token.low in PREPOSITIONS | PRONOUNS or is_spoken_form(token):
        return False
    return (token.is_word or token.low == "'s") and not (token.low.endswith("ed") and not token.is_capital)


def _title(tokens: Sequence[Token], name: Name, low: int) -> Stretch | None:
    start = name.outset
    while start > low and _in_title(tokens[start - 1]):
        start -= 1
    for at in range(start, name.outset + 1):
        mention = phrase(tokens, at, name.end)
        if mention and mention.role:
            return mention.role
    return None


def _ends_role(tokens: Sequence[Token], at: int, start: int) -> bool:
    token = tokens[at]
    if token.is_quote or token.text in ",;:()—–!?":
        return True
    if token.low in ("who", "whose", "which", "said", "says", "told", "and") and at > start:
        return token.low != "and" or not tokens[min(at + 1, len(tokens) - 1)].is_capital
    return token.text == "." and (at + 1 == len(tokens) or tokens[at + 1].is_capital or tokens[at + 1].is_quote)


def _past_list(tokens: Sequence[Token], start: int, stop: int) -> int:
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


def affiliation(tokens: Sequence[Token]) -> Stretch | None:
    """The body a role names after "of", "at", "from", "for" or "with", where that name ends the role.

    `tokens` are the role's own. A country alone ("president of …") is no body.
    """
    for at, token in enumerate(tokens[:-1]):
        if token.low not in _AFFILIATED:
            continue
        start = at + 1
        while start < len(tokens) and not (tokens[start].is_capital or tokens[start].low in PREPOSITIONS):
            start += 1
        if start >= len(tokens) or tokens[start].low in PREPOSITIONS:
            continue
        name = name_at(tokens, start, len(tokens))
        if name is None or not _ends(tokens, name.end):
            continue
        introduced = any(before.low in _BODIES for before in tokens[at + 1 : start])
        if name.kind == "organisation" or introduced or (len(name.words) > 2 and name.kind == "person"):
            return tokens[start].start, tokens[name.end - 1].end
    return None


def _ends(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].low in ("in", ",", "based")
