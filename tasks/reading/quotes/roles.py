"""Roles and the bodies they belong to, as printed beside a name."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, phrase, role_span
from tasks.reading.quotes.names import HONORIFICS, Name, name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

_LOCATIVE = frozenset({"of", "in", "at", "near", "to", "from", "across"})
_TRADE = 14
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
_POSSESSIVES = words("grammar", "possessive")
_CONNECTIVES = words("grammar", "before_role")
_BODIES = words("nouns", "organisation")
_AFFILIATED = frozenset({"of", "at", "from", "for", "with"})


def role_beside(paragraph: Paragraph, name: Name) -> Stretch | None:
    """The role printed beside a name, without article: before it, after a comma, or with the name after a comma."""
    tokens = paragraph.tokens
    low = max(0, name.outset - _APPOSITION)
    before = _title(tokens, name, low)
    is_rank = before is not None and name.title is not None and tokens[name.outset].low in HONORIFICS
    if before and not is_rank:
        return before
    return _role_after(tokens, name) or _role_then_name(tokens, name, low) or before


def _role_after(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """ "X, director of …,", "X (not her real name), 45, a teacher,"."""
    start = name.end
    if start < len(tokens) and tokens[start].text == "(":
        close = next((at for at in range(start, min(len(tokens), start + 10)) if tokens[at].text == ")"), start)
        if role_span(tokens, start + 1, close) is None:
            start = close + 1
    if start + 2 < len(tokens) and tokens[start].text == "," and tokens[start + 1].text[0].isdigit():
        start += 2
    if start + 1 >= len(tokens) or tokens[start].text not in (",", "–", "—", "(") or tokens[start + 1].low in _ANOTHER:
        return None
    first = stop = start + 1
    while stop < min(len(tokens), start + _APPOSITION) and not _ends_role(tokens, stop, first):
        stop += 1
    before = tokens[name.outset - 1].low if name.outset else ""
    if before in _LOCATIVE and (stop >= len(tokens) or tokens[stop].text not in ",)–—"):
        return None  # "In the province of X, a man who …": a place, and somebody else
    stop = _past_list(tokens, first, stop)
    return role_span(tokens, first, stop) or _any_trade(tokens, first, stop)


def _any_trade(tokens: Sequence[Token], start: int, stop: int) -> Stretch | None:
    """ "X, a net mender": with an article, a noun of no list is a role as well."""
    head = head_of(tokens, start, stop)
    if head is None or head == start or tokens[start].low not in ("a", "an", "the") or stop - start > _TRADE:
        return None
    is_noun = tokens[head].text.islower() and tokens[head].low.endswith(("er", "or", "ist", "man", "ant", "eer"))
    return (tokens[start + 1].start, tokens[stop - 1].end) if is_noun else None


def _role_then_name(tokens: Sequence[Token], name: Name, low: int) -> Stretch | None:
    """ "The head of …, X,", "after the teacher, X, …", "Y’s lawyer, X,"."""
    comma = name.outset - 1
    if comma < 1 or tokens[comma].text != ",":
        return None
    closes = name.end >= len(tokens) or tokens[name.end].text in ",.–—" or kind_of_noun(tokens[name.end].low) is None
    start = comma
    while start > low and not (tokens[start - 1].is_quote or tokens[start - 1].text in ",.;:()—–"):
        start -= 1
    while start < comma and tokens[start].low in _CONNECTIVES:
        start += 1
    if not closes or start >= comma or tokens[start].low in ("my", "our"):
        return None
    owned = tokens[start].low in _OWNERS or any(token.low == "'s" for token in tokens[start:comma])
    if owned:
        role = role_span(tokens, start, comma) or _superlative(tokens, start, comma)
        if role:
            return role
    last = next((at for at in range(comma - 2, start, -1) if tokens[at].low in _OWNERS), None)
    return role_span(tokens, last, comma) if last is not None and comma - last <= 4 else None


def _superlative(tokens: Sequence[Token], start: int, stop: int) -> Stretch | None:
    """ "the youngest of the four", "the eldest"."""
    if tokens[start].low == "the" and start + 1 < stop and tokens[start + 1].low.endswith("est"):
        return tokens[start + 1].start, tokens[stop - 1].end
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
        return token.low != "and" or not _and_goes_on(tokens, at + 1)
    return token.text == "." and (at + 1 == len(tokens) or tokens[at + 1].is_capital or tokens[at + 1].is_quote)


def _and_goes_on(tokens: Sequence[Token], start: int) -> bool:
    """ "a net mender and one of the plaintiffs," is one role; "a teacher and his wife …" is not."""
    if start >= len(tokens):
        return False
    if tokens[start].is_capital:
        return True
    stop = start
    while stop < min(len(tokens), start + 10) and tokens[stop].text not in ",.;:()—–" and not tokens[stop].is_quote:
        stop += 1
    own = tokens[start].low in _POSSESSIVES or tokens[start].low in PRONOUNS
    return not own and stop < min(len(tokens), start + 10) and not has_verb(tokens, start, stop)


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


def role_of_phrase(tokens: Sequence[Token]) -> Stretch | None:
    """The role in a common noun phrase: "chief doctor" of "the district’s chief doctor"; none of "one of them"."""
    head = head_of(tokens, 0, len(tokens))
    if head is None or head == 0 or kind_of_noun(tokens[head].low) == "anonymous":
        return None
    start = next((at + 1 for at in range(head - 1, -1, -1) if tokens[at].low == "'s"), 0)
    while start < head and tokens[start].low in _OWNERS | {"one", "another"}:
        start += 1
    return tokens[start].start, tokens[-1].end


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
