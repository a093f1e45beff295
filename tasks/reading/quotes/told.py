"""Roles that a sentence tells of somebody: "X is a teacher in …", "Its head is X", "a picker named X"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import role_span
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of
from tasks.reading.quotes.presenting import gave_name
from tasks.reading.quotes.role_ends import without_age
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.told_ends import ADVERBS, role_at
from tasks.reading.quotes.utterances import Stretch

_BE = frozenset({"is", "was"})
_BECOMES = words("standing", "becomes") - {"'s"}
_WORKS = words("standing", "works_as")
_MADE = words("standing", "made")
_CALLED = frozenset({"named", "called"})
_NAMING = frozenset(
    {"call", "called", "calls", "calling", "name", "named", "identified", "identify", "identifies", "known", "nickname"}
    | {"refer", "refers", "referred", "pseudonym", "alias", "guerre"}
)
_BE_CALLED = frozenset({"is", "was", "been", "be", "are", "were", "has", "had", "also"})
_ARTICLES = frozenset({"a", "an", "one", "the"})
_OWN = words("grammar", "possessive")
_DEFINITE = _ARTICLES | words("grammar", "possessive") | {"whose"}
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past")
_CLOSING = {",": ",", "(": ")", "–": "–", "—": "—"}
_REMARKS = frozenset({"as", "whose", "not", "a", "name"})
"""With which a remark on a name begins."""
_NAMED = 3  # tokens of "Her name was"
_NOBODY = frozenset({"man", "woman", "boy", "girl", "person", "youth", "lad", "somebody", "someone"})
_LONGEST = 25
_NEAR = 14
_FAR = 6


def _verb_after(tokens: Sequence[Token], end: int) -> int:
    """Where the verb may stand whose subject a name is: behind it, behind ", who", or past an age or a remark on the
    name: "X, 45, is", "X (not her real name) is", "X, as he asked to be called, is"."""
    at = end
    while at < len(tokens) and (tokens[at].text == "," or tokens[at].text.isdigit()) and at < end + 3:
        at += 1
    if at < len(tokens) and tokens[at].low == "who":
        return at + 1
    if at == end + 3:
        return at
    opens = at if at > end else at + 1
    is_apart = end < len(tokens) and tokens[end].text in _CLOSING
    if not is_apart or opens >= len(tokens) or tokens[opens].low not in _REMARKS:
        return end
    closing = _CLOSING[tokens[end].text]
    stop = next((n for n in range(opens, min(len(tokens), opens + _NEAR)) if tokens[n].text == closing), None)
    return stop + 1 if stop is not None else end


def role_told_of(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """The role in "Its head is X", "Its head is a former teacher, X", "a young mother who gave her first name, X"."""
    who = gave_name(tokens, name)
    if who is not None:
        start = next((at for at in range(who - 1, max(-1, who - _FAR), -1) if tokens[at].low in _ARTICLES), None)
        if start is None:
            return None
        return role_span(tokens, start, who) or _any_noun(tokens, start + 1, who - (tokens[who - 1].text == ","))
    if name.outset > _NAMED and tokens[name.outset - 2].low == "name" and tokens[name.outset - 1].low in _BE:
        return _subject_before(tokens, name.outset - _NAMED)
    given = _called_so(tokens, name)
    if given:
        return given
    stop = name.outset
    if stop > 1 and tokens[stop - 1].text == ",":
        stop -= 1
    low = max(0, stop - _NEAR)
    verb = next((at for at in range(stop - 1, low, -1) if tokens[at].low in _BE), None)
    if verb is None or (stop < name.outset and tokens[verb + 1].low not in ("a", "an")):
        return None
    if stop == name.outset and verb != stop - 1:
        return None
    start = verb
    while start > low and (tokens[start - 1].is_word or tokens[start - 1].low == "'s"):
        start -= 1
    own = next((at for at in range(verb - 2, start - 1, -1) if tokens[at].low in _OWN), None)
    # "On Monday the head was X", "For six of its eight years its head was X"
    start = own or next((at for at in range(start, verb) if tokens[at].low in _ARTICLES), start)
    if start and tokens[start - 1].low in ("among", "amongst", "with", "behind", "beside"):
        return None  # "Among the accused was X"
    owned = any(token.low == "'s" for token in tokens[start:verb])
    if not (owned or tokens[start].low in _DEFINITE):
        return None
    return None if _is_nobody(tokens, start) else role_span(tokens, start, verb)


def _called_so(tokens: Sequence[Token], name: Name) -> Stretch | None:
    """The role in "a picker named X", "a nephew of 17, whom I will call X", "a guard who is called X here"."""
    stop = name.outset
    at = stop - 1
    if at > 1 and tokens[at].low in _CALLED and tokens[at - 1].low not in _BE_CALLED:
        return _phrase_before(tokens, at)
    low = max(1, stop - _NEAR)
    who = next((n for n in range(at, low, -1) if _leads_to_name(tokens, n)), None)
    if who is None and tokens[at].low == "call":
        who = next((n for n in range(at, low, -1) if tokens[n].low in ("we", "i")), None)
    if at > 4 and tokens[at].low in ("him", "her") and tokens[at - 1].low == "call":
        opens = next((n for n in range(at - 2, max(0, at - _FAR), -1) if tokens[n].text in ("(", "–", "—")), None)
        if opens:
            return _phrase_before(tokens, opens)
    if who is None or not _names(tokens, who, stop):
        return None
    if tokens[who - 1].low == "and":  # "a farmhand, heard behind a screen and known as N"
        comma = next((n for n in range(who - 1, max(0, who - _NEAR), -1) if tokens[n].text == ","), None)
        return _phrase_before(tokens, comma) if comma else None
    return _phrase_before(tokens, who - (tokens[who - 1].text == ","))


def _leads_to_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether "whom we call N", "going by the name N", "identified here as N" begins here."""
    low = tokens[at].low
    if low in ("going", "using", "identified", "known"):
        return tokens[at - 1].low not in _BE_CALLED | {"be", "to", "who", "whom", "asked", "as"}
    return low in ("who", "whom", "whose", "which")


def _names(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a clause gives a name: no more than a verb of naming stands between."""
    if not all(token.is_word or token.text == "/" for token in tokens[start : stop - 1]):
        return False
    if not (tokens[stop - 1].is_word or tokens[stop - 1].text == ","):
        return False
    return any(token.low in _NAMING for token in tokens[start:stop])


def _phrase_before(tokens: Sequence[Token], stop: int) -> Stretch | None:
    """The phrase with an article that ends at `stop`, and is a role."""
    start = stop
    while start > max(0, stop - _NEAR) and (tokens[start - 1].is_word or tokens[start - 1].low == "'s"):
        start -= 1
        if tokens[start].low in ("a", "an", "one", "another"):
            end = without_age(tokens, start, stop)
            if start > 1 and tokens[start + 1].low in _NOBODY and tokens[start - 1].text == ",":
                return _phrase_before(tokens, start - 1)  # "a former guard, a man in his fifties who …"
            return role_span(tokens, start, end) or _any_noun(tokens, start + 1, end)
        is_first = start == 0 or tokens[start - 1].low not in PREPOSITIONS
        if (tokens[start].low in _DEFINITE and is_first) or tokens[start].low == "'s":
            end = without_age(tokens, start, stop)
            head = head_of(tokens, start + 1, end)
            is_told = head is not None and tokens[head].low not in _NOBODY | {"witness"}
            return role_span(tokens, start + 1, end) if is_told else None
    return None


def _is_nobody(tokens: Sequence[Token], start: int) -> bool:
    """ "The man in the dock is X": no role."""
    return start + 1 < len(tokens) and tokens[start].low in _ARTICLES and tokens[start + 1].low in _NOBODY


def _any_noun(tokens: Sequence[Token], start: int, stop: int) -> Stretch | None:
    """ "a kangany called X": whatever it is, it is what X is."""
    plain = start < stop and all(token.is_word and token.text.islower() for token in tokens[start:stop])
    return (tokens[start].start, tokens[stop - 1].end) if plain and stop - start < 4 else None


def _subject_before(tokens: Sequence[Token], end: int) -> Stretch | None:
    """ "Then the elder of the two stood up. Her name was X": the subject of the sentence that ends at `end`."""
    start = end - 1
    while start > max(0, end - _LONGEST) and tokens[start - 1].text not in ".?!" and not tokens[start - 1].is_quote:
        start -= 1
    start = next((at for at in range(start, end) if tokens[at].low in _ARTICLES), end)
    stop = next((at for at in range(start, end) if tokens[at].low in _VERBS), end)
    return role_span(tokens, start, stop) if start < stop < end else None


def attributed(tokens: Sequence[Token], start: int, end: int, openers: frozenset[str]) -> tuple[int, int] | None:
    """The one to whom a sentence gives its words at its end: "Boats were going, a former buyer said."."""
    verb = next((at for at in range(end - 1, start, -1) if is_spoken_form(tokens[at])), None)
    if verb is None:
        return None
    comma = next((at for at in range(verb - 1, start, -1) if tokens[at].text == ","), None)
    if comma is None or comma + 1 >= verb or tokens[comma + 1].low not in openers:
        return None
    return comma + 1, verb


def told_role(tokens: Sequence[Token], end: int) -> Stretch | None:
    """The role in "X is a teacher in …", "X was for ten years a midwife", "X works as a nurse"; `end`: of the name."""
    at = _verb_after(tokens, end)
    is_relative = at > end and tokens[at - 1].low == "who"
    while at < len(tokens) and tokens[at].low in ADVERBS:
        at += 1
    if at + 2 >= len(tokens):
        return None
    before = tokens[at - 1].low
    if [token.low for token in tokens[at : at + 3]] == ["used", "to", "be"]:
        return role_at(tokens, at + 3)
    if tokens[at].low in _BECOMES and tokens[at + 1].low in _MADE:
        at += 1
    if tokens[at].low in _MADE:
        return role_at(tokens, at + 1 + (tokens[at + 1].low == "as"))
    if tokens[at].low in _BECOMES:
        return role_at(tokens, at + 1)
    if before == "been":
        return role_at(tokens, at)
    if tokens[at].low in _WORKS:
        there = next((n for n in range(at + 1, min(len(tokens), at + _FAR)) if tokens[n].low == "as"), None)
        if there:
            return role_at(tokens, there + 1)
    return _told_later(tokens, at) if is_relative else None


def _told_later(tokens: Sequence[Token], start: int) -> Stretch | None:
    """ "X, who resigned in May and is now secretary of …", "X, who once advised the council, is the prosecutor": the
    role behind a first verb."""
    for at in range(start + 1, min(len(tokens) - 2, start + _NEAR)):
        if tokens[at].is_quote or tokens[at].text in ".;:–—()":
            return None
        if tokens[at].low != "and" and tokens[at].text != ",":
            continue
        if tokens[at + 1].low in _BECOMES:
            return role_at(tokens, at + 2)
        if tokens[at].text == ",":
            return None
    return None
