"""Roles as printed beside a name or in the phrase that stands for somebody unnamed; without article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, role_span
from tasks.reading.quotes.names import HONORIFICS, Name
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.role_ends import OWNERS, before_participle, ends_role, in_title, past_list, without_age
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.titles import title_before
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

_LOCATIVE = frozenset({"of", "in", "at", "near", "to", "from", "across"})
_TRADE = 14
_SHARED = 4
_NUMBERS = words("grammar", "determiner")
_ANOTHER = frozenset({"and", "or", "but", "while", "as"})  # what follows speaks of somebody else
_APPOSITION = 30  # tokens a role between commas may take
_POSSESSIVES = words("grammar", "possessive")
_VERBS = (words("grammar", "finite") | words("grammar", "modal") | words("grammar", "irregular_past")) - {"'s"}
_CONNECTIVES = words("grammar", "before_role") | {"once", "formerly", "himself", "herself"}
_ON_TRIAL = frozenset({"trial", "bail", "remand", "strike"})
_NO_TRADE = words("nouns", "no_trade")
_KIN = words("nouns", "kin")
_ORDER = frozenset({"first", "second", "third", "last", "next", "only", "other", "former", "latter", "same"})
_KIN_MANY = frozenset(
    {"brothers", "sisters", "twins", "cousins", "siblings", "friends", "children", "sons", "daughters"}
)
_NOBODY = frozenset({"one", "man", "woman", "boy", "girl", "person", "someone", "somebody", "another", "them", "us"})


def roles_beside(paragraph: Paragraph, name: Name) -> Iterator[Stretch]:
    """The roles printed beside a name, without article, the nearest first: before it, with the name after a comma, or
    after a comma. An honorific is a role ("Judge X") only where there is no other, and a rank never is."""
    tokens = paragraph.tokens
    low = max(0, name.outset - _APPOSITION)
    opens = name.outset
    before = title_before(tokens, name, low)
    while before and opens > low and tokens[opens - 1].start >= before[0]:
        opens -= 1
    is_honorific = name.title is not None and tokens[name.outset].low in HONORIFICS
    found = (_role_then_name(tokens, opens, name.end, low), _role_after(tokens, name), _as_role(tokens, name))
    for role in (*found, before) if is_honorific else (before or _shared_title(tokens, name), *found):
        if role:
            yield role


def _shared_title(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """ "shop stewards X and Y": what both are."""
    if name.end >= len(tokens) or tokens[name.end].low != "and" or not name.outset:
        return None
    noun = tokens[name.outset - 1]
    if noun.is_capital or noun.low in _NUMBERS or kind_of_noun(noun.low) != "group" or noun.low in _KIN_MANY:
        return None
    start = name.outset - 1
    while start and name.outset - start < _SHARED and in_title(tokens[start - 1]) and not tokens[start - 1].is_capital:
        start -= 1
    while start < name.outset - 1 and tokens[start].low in OWNERS | _NUMBERS:
        start += 1
    return tokens[start].start, noun.end


def _role_after(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """ "X, director of …,", "X (not her real name), 45, a teacher,"."""
    start = name.end
    if start < len(tokens) and tokens[start].text == "(":
        close = next((at for at in range(start, min(len(tokens), start + 10)) if tokens[at].text == ")"), start)
        if role_span(tokens, start + 1, close) is None:
            start = close + 1
    start = _past_age(tokens, start)
    if start + 1 >= len(tokens) or tokens[start].text not in (",", "–", "—", "(") or tokens[start + 1].low in _ANOTHER:
        return None
    first = start + 1
    while first + 1 < len(tokens) and tokens[first].low in _CONNECTIVES:
        first += 1
    if tokens[first].low == "until" and first + 2 < len(tokens) and tokens[first + 1].low == "recently":
        first += 2
    if is_spoken_form(tokens[first]) or tokens[first].low in _VERBS | PREPOSITIONS:
        return None
    stop = first
    while stop < min(len(tokens), start + _APPOSITION) and not ends_role(tokens, stop, first):
        stop += 1
    if _is_behind_place(tokens, name) and (stop >= len(tokens) or tokens[stop].text not in ",()–—."):
        return None  # "In the province of X, a man who …": a place, and somebody else
    stop = before_participle(tokens, first, past_list(tokens, first, stop))
    stop = without_age(tokens, first, stop, is_beside=True)
    while stop > first and tokens[stop - 1].low in PREPOSITIONS:
        stop -= 1
    if tokens[first].low == "the" and stop == first + 2 and tokens[first + 1].low in ("elder", "younger"):
        return None  # of two brothers
    if tokens[first].low in ("a", "an") and stop == first + 2 and _is_peoples(tokens[first + 1]):
        return None
    return role_span(tokens, first, stop) or _owned(tokens, first, stop) or _any_trade(tokens, first, stop)


def _is_peoples(token: Token) -> bool:
    """ "X, a Syrian": where somebody comes from."""
    return token.is_capital and not token.text.isupper() and token.low.endswith(("ian", "ean", "kan", "tan", "man"))


def _is_behind_place(tokens: Sequence[Token], name: Name) -> bool:
    """Whether a name stands where places do: "In X, a man who …", "For X, the season ended"; not "according to X"."""
    before = tokens[name.outset - 1].low if name.outset else ""
    if name.gender and len(name.words) > 1 and before != "for":
        return False
    if before == "to":
        return name.outset < 2 or tokens[name.outset - 2].low != "according"
    return before in _LOCATIVE | {"for", "like", "unlike"}


def _owned(tokens: Sequence[Token], start: int, stop: int) -> Stretch | None:
    """ "Friends of the Lake's deputy director": the role behind the owner's name."""
    mark = next((at for at in range(stop - 2, start, -1) if tokens[at].low == "'s"), None)
    return role_span(tokens, mark + 1, stop) if mark is not None and tokens[mark - 1].is_capital else None


def _past_age(tokens: Sequence[Token], start: int) -> int:
    """Over ", 45" and ", aged 45"."""
    if start + 2 >= len(tokens) or tokens[start].text != ",":
        return start
    at = start + 1 + (tokens[start + 1].low == "aged")
    return at + 1 if at + 1 < len(tokens) and tokens[at].text.isdigit() else start


def _any_trade(tokens: Sequence[Token], start: int, stop: int) -> Stretch | None:
    """ "X, a net mender": with an article, a noun of no list is a role as well."""
    head = head_of(tokens, start, stop)
    if head is None or head == start or tokens[start].low not in ("a", "an", "the") or stop - start > _TRADE:
        return None
    closes = stop >= len(tokens) or tokens[stop].text in ",.)–—" or tokens[stop].low == "who"
    low = tokens[head].low
    if low in _ORDER or low[0].isdigit() or has_verb(tokens, start, stop):
        return None  # "the last to leave", "the season ended"
    # "a carrier who has walked the route": a noun of bodies, but not here
    is_somebody = kind_of_noun(low) == "organisation" and stop < len(tokens) and tokens[stop].low == "who"
    is_noun = (
        tokens[head].text.islower()
        and (kind_of_noun(low) is None or is_somebody)
        and (low not in _NO_TRADE or is_somebody)
        and low not in ("pseudonym", "alias")
    )
    return (tokens[start + 1].start, tokens[stop - 1].end) if is_noun and closes else None


def _role_then_name(tokens: Sequence[Token], opens: int, end: int, low: int) -> Stretch | None:
    """ "The head of …, X,", "after the teacher, X, …", "Y’s lawyer, X,"."""
    comma = opens - 1
    if comma < 1 or tokens[comma].text != ",":
        return None
    closes = end >= len(tokens) or tokens[end].text in ",.–—" or kind_of_noun(tokens[end].low) is None
    start = comma
    while start > low and not (tokens[start - 1].is_quote or tokens[start - 1].text in ",.;:()—–"):
        start -= 2 if start > 1 and tokens[start - 1].text[0].isdigit() and tokens[start - 2].text == "." else 1
    while start < comma and (
        tokens[start].low in _CONNECTIVES or tokens[start].low == "according" or is_spoken_form(tokens[start])
    ):
        start += 1 + (tokens[start].low == "according" and tokens[start + 1].low == "to")
    is_place = tokens[comma - 1].is_capital and tokens[comma - 2].low in _LOCATIVE and end - opens == 1
    is_own = start < comma and tokens[start].low in ("my", "our") and tokens[comma - 1].low in _KIN
    if not closes or is_place or is_own or start >= comma:
        return None
    owned = tokens[start].low in OWNERS | {"one"} or any(token.low == "'s" for token in tokens[start:comma])
    does = any(
        token.low in _VERBS or (is_spoken_form(token) and tokens[at].low != "'s")
        for at, token in enumerate(tokens[start:comma], start + 1)
    )
    if owned and not does and before_participle(tokens, start, comma) == comma:
        role = (
            role_span(tokens, start, without_age(tokens, start, comma))
            or _owned(tokens, start, comma)
            or _superlative(tokens, start, comma)
        )
        if role:
            return role
    if does and end < len(tokens) and tokens[end].text in ",.–—":
        behind = _behind_verb(tokens, start, comma)
        if behind:
            return behind
    last = next((at for at in range(comma - 2, start, -1) if tokens[at].low in OWNERS), None)
    return role_span(tokens, last, comma) if last is not None and comma - last <= 4 else None


def _behind_verb(tokens: Sequence[Token], start: int, comma: int) -> Stretch | None:
    """ "Among them was the clerk’s wife, X,", "They arrested the head of the council, X,": what the verb is about."""
    verb = next(
        (at for at in range(comma - 1, start, -1) if tokens[at].low in _VERBS or is_spoken_form(tokens[at])), None
    )
    if verb is None or verb + 1 >= comma or before_participle(tokens, verb + 1, comma) != comma:
        return None
    first = tokens[verb + 1]
    owned = any(token.low == "'s" for token in tokens[verb + 1 : comma])
    if first.low in PREPOSITIONS or not (first.low in OWNERS or owned):
        return None
    return role_span(tokens, verb + 1, comma) or _owned(tokens, verb + 1, comma)


def _as_role(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """ "As head of the council, X …", "A teacher by training, X …"."""
    comma = name.outset - 1
    if comma < 2 or tokens[comma].text != ",":
        return None
    start = comma
    while start > max(0, comma - _TRADE) and tokens[start - 1].is_word:
        start -= 1
    opens = start == 0 or tokens[start - 1].text in ".?!" or tokens[start - 1].is_quote
    if not opens:
        return None
    if tokens[start].low in ("a", "an") and tokens[comma - 2].low == "by":
        return role_span(tokens, start, comma - 2)
    if tokens[start].low != "as" or start + 1 >= comma or tokens[start + 1].low in PRONOUNS:
        return None
    if any(token.low in _VERBS or is_spoken_form(token) for token in tokens[start + 1 : comma]):
        return None
    return role_span(tokens, start + 1, comma)


def _superlative(tokens: Sequence[Token], start: int, stop: int) -> Stretch | None:
    """ "the youngest of the four", "the eldest"."""
    if tokens[start].low == "the" and start + 1 < stop and tokens[start + 1].low.endswith("est"):
        return tokens[start + 1].start, tokens[stop - 1].end
    return None


def _tells(tokens: Sequence[Token], first: int, head: int) -> bool:
    """Whether a phrase tells more of somebody than "a resident": of what, or of which place or body."""
    where = tokens[head + 1 :]
    return first < head or any(token.is_capital or kind_of_noun(token.low) == "organisation" for token in where)


def role_of_phrase(tokens: Sequence[Token]) -> Stretch | None:
    """The role in a common noun phrase: "chief doctor" of "the district’s chief doctor"; none of "one of them"."""
    head = head_of(tokens, 0, len(tokens))
    if head is None or tokens[head].low in _NOBODY or kind_of_noun(tokens[head].low) == "group":
        return None
    first = 0
    while first < head and tokens[first].low in OWNERS | _CONNECTIVES | {"one", "another"}:
        first += 1
    if kind_of_noun(tokens[head].low) == "anonymous" and not _tells(tokens, first, head):
        return None
    mark = next((at for at in range(head - 1, 0, -1) if tokens[at].low == "'s"), None)
    if mark is not None and kind_of_noun(tokens[mark - 1].low) not in ("role", "anonymous"):
        first = mark + 1
    # "on 9 July a police lieutenant", "a measure its director": what stands before is not of the phrase.
    first = next((at + 1 for at in range(head - 1, first, -1) if tokens[at].low in OWNERS - {"my", "your"}), first)
    stop = without_age(tokens, first, before_participle(tokens, first, len(tokens)))
    stop = next((at for at in range(head + 1, stop) if _is_beside_the_role(tokens, head, at)), stop)
    return tokens[first].start, tokens[stop - 1].end


def _is_beside_the_role(tokens: Sequence[Token], head: int, at: int) -> bool:
    """ "the driver with his double bass", "his wife in the hills": what is with somebody, and where kin are."""
    low = tokens[at].low
    if low == "with":
        return at + 1 < len(tokens) and tokens[at + 1].low in _POSSESSIVES
    if low == "on" and at + 1 < len(tokens) and tokens[at + 1].low in _ON_TRIAL:
        return True
    return at == head + 1 and low in ("in", "at", "near") and tokens[head].low in _KIN - {"neighbour", "neighbor"}
