"""Signs beside a name that it is a person's, and of what gender."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

_BE = words("grammar", "be")
_OWN: dict[str, Gender] = {"her": "female", "his": "male"}
_OPENING: dict[str, Gender] = {"she": "female", "he": "male"}
_NO_NOUN = PREPOSITIONS | words("grammar", "not_spoken") | words("grammar", "conjunction") | words("grammar", "time")
_WHERE = frozenset({"in", "near", "across", "around", "outside", "inside", "throughout"})
_SITES = words("nouns", "place") | words("nouns", "employer") | {"barracks", "police", "road", "bridge", "dam"}
_HEARD = frozenset({"heard", "interviewed", "questioned", "summoned", "called"})
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
_DASHES = frozenset({"--", "-", "–", "—"})
_NEAR = 12  # tokens between a subject and the "her" that must mean it


def acts(tokens: Sequence[Token], name: Name) -> bool:
    """Whether a verb other than "is" stands behind the name: "N went"."""
    verb = name.end + (name.end < len(tokens) and tokens[name.end].text == ",")
    return verb < len(tokens) and has_verb(tokens, verb, verb + 1) and tokens[verb].low not in _BE


def has_relative(tokens: Sequence[Token], name: Name) -> bool:
    """ "N, who …": said of people alone; not "a man from N who …"."""
    if name.outset and tokens[name.outset - 1].low in PREPOSITIONS - {"by", "with"}:
        return False
    at = name.end + (name.end < len(tokens) and tokens[name.end].text == ",")
    return at < len(tokens) and tokens[at].low in ("who", "whose", "whom")


def leads_clause(tokens: Sequence[Token], name: Name) -> bool:
    """ "His lawyer, N, was not told", "The mayor, N, left": whether the clause's verb stands behind the name."""
    if name.outset < 2 or tokens[name.outset - 1].text != "," or name.end + 1 >= len(tokens):
        return False
    is_closed = tokens[name.end].text == "," and has_verb(tokens, name.end + 1, name.end + 2)
    return is_closed and tokens[name.outset - 2].is_word and not tokens[name.outset - 2].is_capital


def is_presented(tokens: Sequence[Token], name: Name) -> bool:
    """ "Its head is N", "Her lawyer is a former judge, N": whom the sentence is about."""
    at = name.outset - 1
    if at > 0 and _is_heard(tokens, name):
        return True
    if at > 0 and tokens[at].text == ",":
        at = next((back for back in range(at, max(0, at - _NEAR), -1) if tokens[back].low in _BE), 0)
        return at > 0 and tokens[at + 1].low in ("a", "an", "the")
    return at > 0 and tokens[at].low in _BE


def _is_heard(tokens: Sequence[Token], name: Name) -> bool:
    """ "The court heard N, a cook.": who is brought up to be told of next."""
    before = tokens[name.outset - 1].low
    is_object = before in _HEARD or (before == "from" and tokens[name.outset - 2].low == "heard")
    return is_object and name.end + 1 < len(tokens) and tokens[name.end].text == ","


def is_placed(tokens: Sequence[Token], name: Name) -> bool:
    """ "in N", "the town of N", "the N barracks": how a report prints a place."""
    if name.has_title or name.end >= len(tokens):
        return False
    before, after = tokens[name.outset - 1] if name.outset else None, tokens[name.end]
    if before is not None and before.low in _WHERE:
        return True
    if before is not None and before.low == "of" and name.outset > 1 and tokens[name.outset - 2].low in _SITES:
        return True  # the town of N
    is_noun = after.is_word and not after.is_capital and kind_of_noun(after.low) in ("organisation", "document")
    is_site = is_noun or after.low in _SITES
    return before is not None and before.low in _ARTICLES and is_site


def is_dateline(tokens: Sequence[Token], name: Name) -> bool:
    """ "TARN -- Two men …", "(Tarn) – …": a place at the beginning."""
    if name.first > 1 or name.end >= len(tokens) or (name.first == 1 and tokens[0].text != "("):
        return False
    is_shouted = all(token.text.isupper() for token in tokens[name.first : name.end] if token.is_word)
    after = name.end + (tokens[name.end].text == ")")
    opens = name.first == 1 or is_shouted
    return opens and after < len(tokens) and tokens[after].text in _DASHES


def is_aged(tokens: Sequence[Token], name: Name) -> bool:
    """ "N, 34, …"."""
    at = name.end
    if at + 2 >= len(tokens) or tokens[at].text not in (",", "("):
        return False
    return tokens[at + 1].text.isdigit() and len(tokens[at + 1].text) == 2 and tokens[at + 2].text in (",", ".", ")")


def own_gender(tokens: Sequence[Token], name: Name) -> Gender | None:
    """What "N wakes her children" and "N went home. She …" show of a name that opens its sentence, where nobody else
    is named between."""
    for at in range(name.end, min(len(tokens) - 1, name.end + _NEAR)):
        token = tokens[at]
        if token.low in _OPENING and token.is_capital:
            return _OPENING[token.low]
        if token.is_quote or is_spoken_form(token) or token.text in ";:" or token.is_capital:
            return None
        after = tokens[at + 1]
        if token.low in _OWN and after.is_word and after.low not in _NO_NOUN and not after.low.endswith("ly"):
            return _OWN[token.low]
    return None


def called(tokens: Sequence[Token], first: int) -> Gender | None:
    """What "Her name was NAME" says of its bearer; none where the name is not given so."""
    if first < 3 or tokens[first - 1].low not in _BE or tokens[first - 2].low != "name":
        return None
    return {"her": "female", "his": "male"}.get(tokens[first - 3].low)  # type: ignore[return-value]
