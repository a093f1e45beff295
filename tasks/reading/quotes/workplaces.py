"""Bodies that a sentence tells of somebody by what he does there: "X, who heads the council", "X, who teaches at …"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.role_ends import ends_role
from tasks.reading.quotes.tokens import Token

_HEADS = words("standing", "heads")
_HEADING = words("standing", "heading")
_LED_BY = words("standing", "led_by")
_SEATS = words("standing", "seats")
_SEATED = words("standing", "seated")
_SEAT_IN = words("standing", "seat_in")
_OWN_BODY = words("standing", "own_body")
_BE = words("grammar", "be")
_ADVERBS = words("grammar", "before_verb") | {
    "been",
    "now",
    "currently",
    "previously",
    "formerly",
    "until",
    "recently",
    "still",
    "today",
}
_TIMES = frozenset({"for", "until", "since", "before", "when", "from", "because", "between", "after", "during"})
_VERBS = (words("grammar", "finite") | words("grammar", "irregular_past")) - {"also"}
_BEHALF = ("on", "behalf", "of")
_USED_TO = frozenset({"teach", "work", "serve", "play", "study", "drive", "write", "report", "lecture", "sing"})
_DISMISSED = frozenset({"fired", "sacked", "dismissed", "expelled"})
_WORKING = frozenset({"volunteering", "working", "serving", "studying", "teaching", "employed"})
_LONGEST = 25
_GAP = 5  # tokens of what is taught, between "teaches" and "at"
_NEAR = 14
Range = tuple[int, int]


def told_body(tokens: Sequence[Token], end: int) -> Range | None:
    """The token range that may name the body in "X, who heads the local branch of …", "X works for …"; `end`: of the
    name."""
    at = _past_when(tokens, _past_age(tokens, _past_who(tokens, end), end))
    while at < len(tokens) and tokens[at].low in _ADVERBS:
        at += 1
    has_run = at + 1 < len(tokens) and tokens[at].low == "run" and tokens[at - 1].low in ("has", "had")
    start = at + 1 if has_run else _object(tokens, at)
    if start is None:
        also = _second_verb(tokens, at)
        start = _object(tokens, also) if also is not None else None
    if start is None:
        start = _speaking_for(tokens, end)
    return (start, _body_end(tokens, start)) if start is not None and start < len(tokens) else None


def _past_who(tokens: Sequence[Token], end: int) -> int:
    """Behind the "who" of the name, where no other verb has a subject of its own before it."""
    for at in range(end, min(len(tokens), end + _LONGEST)):
        token = tokens[at]
        if token.low == "who":
            return at + 1
        if token.is_quote or token.text in ".;:" or is_spoken_form(token) or token.low in _VERBS:
            break
    return end


def _past_age(tokens: Sequence[Token], at: int, end: int) -> int:
    """Past "who is 34," and past ", 34," or the comma of "His father, X, ran …"."""
    if at + 2 < len(tokens) and tokens[at].low in _BE and tokens[at + 1].text.isdigit() and tokens[at + 2].text == ",":
        return at + 3
    if at > end or at + 2 >= len(tokens) or tokens[at].text != ",":
        return at
    behind = at + 1
    if tokens[behind].text.isdigit() and tokens[behind + 1].text == ",":
        behind += 2
    if behind + 1 >= len(tokens) or tokens[behind + 1].low in PREPOSITIONS - {"for", "at"}:
        return at
    return behind if tokens[behind].low in _HEADS | _SEATS | _ADVERBS else at


def _past_when(tokens: Sequence[Token], at: int) -> int:
    """Past "until last month", "in 2011", "for ten years" between "who" and the verb."""
    if at >= len(tokens) or tokens[at].low not in _TIMES | {"in"} or tokens[at - 1].low != "who":
        return at
    for stop in range(at + 1, min(len(tokens), at + _GAP)):
        if tokens[stop].low in _HEADS | _SEATS | _BE:
            return stop
        if not (tokens[stop].is_word or tokens[stop].text == ","):
            break
    return at


def _object(tokens: Sequence[Token], at: int) -> int | None:
    """Where the body begins of which a verb at `at` tells, or none."""
    if at + 1 >= len(tokens):
        return None
    low, after = tokens[at].low, tokens[at + 1].low
    if low in ("presides", "presided", "presiding"):
        return at + 2 if after == "over" else None
    if low in _HEADS:
        return at + 1
    if low == "used" and after == "to" and at + 3 < len(tokens):
        return _behind(tokens, at + 3, _SEAT_IN) if tokens[at + 2].low in _USED_TO else None
    if low in ("set", "sets") and after == "up":
        return at + 2
    if low == "helped" and after in ("found", "set", "establish"):
        return at + 2 + (after == "set")
    if low == "speaks" and after != "for":
        return None
    if low in ("belongs", "belonged"):
        return at + 2 if after == "to" else None
    if low in _BE and after in _DISMISSED:
        return _behind(tokens, at + 2, {"by", "from"})
    if low in _BE and after in _SEATED:
        return _behind(tokens, at + 2, {"by", "at", "with"})
    if low in _BE and after in ("with", "at"):
        return at + 2
    return _behind(tokens, at + 1, _SEAT_IN) if low in _SEATS else None


def _behind(tokens: Sequence[Token], start: int, prepositions: frozenset[str] | set[str]) -> int | None:
    """The body behind "at", past what is done there: "teaches law and history at …"."""
    for at in range(start, min(len(tokens) - 1, start + _GAP)):
        if tokens[at].low in prepositions:
            return at + 1
        if not tokens[at].is_word or tokens[at].low in PREPOSITIONS or tokens[at].is_capital:
            return None
    return None


def _second_verb(tokens: Sequence[Token], start: int) -> int | None:
    """ "who lost three brothers and now leads …"."""
    for at in range(start, min(len(tokens) - 1, start + _NEAR)):
        if not tokens[at].is_word:
            return None
        if tokens[at].low == "and":
            after = at + 1 + (tokens[at + 1].low in _ADVERBS)
            return after if after < len(tokens) and tokens[after].low in _HEADS | _SEATS else None
    return None


def _speaking_for(tokens: Sequence[Token], end: int) -> int | None:
    """ "X, speaking for …", "X, on behalf of …", "X, heading …"."""
    if end + 3 >= len(tokens) or tokens[end].text != ",":
        return None
    first = end + 1
    if tokens[first].low in _HEADING:
        return first + 1
    if tokens[first].low == "presiding" and tokens[first + 1].low == "over":
        return first + 2
    if tokens[first].low == "speaking":
        first += 1
        if tokens[first].low == "for":
            return first + 1
    if tuple(token.low for token in tokens[first : first + 3]) == _BEHALF:
        return first + 3
    for at in range(first, min(len(tokens) - 1, first + _NEAR)):
        if (
            (not tokens[at].is_word and tokens[at].text != ",")
            or tokens[at].low in _VERBS
            or is_spoken_form(tokens[at])
        ):
            return None
        if tokens[at].low in _WORKING:  # "X, a medic volunteering with …"
            return _behind(tokens, at + 1, {"with", "for", "at"})
    return None


def _body_end(tokens: Sequence[Token], start: int) -> int:
    stop = start
    while stop < min(len(tokens), start + _LONGEST) and not ends_role(tokens, stop, start):
        if tokens[stop].low in _TIMES and not _is_for_body(tokens, stop):
            break
        stop += 1
    return stop


def _is_for_body(tokens: Sequence[Token], at: int) -> bool:
    """ "directs the dig for the institute", not "for the past year"."""
    if tokens[at].low != "for" or at + 2 >= len(tokens) or tokens[at + 1].low != "the":
        return False
    return tokens[at + 2].low not in ("past", "last", "first", "next", "second") and tokens[at + 2].is_word


def spoken_for(tokens: Sequence[Token], outset: int) -> Range | None:
    """The body in "Speaking for the council, X …", "On behalf of the council, X …"; `outset`: of the name."""
    comma = outset - 1
    if comma < 3 or tokens[comma].text != ",":
        return None
    start = comma
    while start > max(0, comma - _NEAR) and not tokens[start - 1].is_quote and tokens[start - 1].text not in ",.;:?!":
        start -= 1
    lows = [token.low for token in tokens[start : start + 4]]
    if lows[:2] == ["speaking", "for"]:
        return start + 2, comma
    if lows[:3] == list(_BEHALF):
        return start + 3, comma
    if lows[:1] == ["speaking"] and lows[1:4] == list(_BEHALF):
        return start + 4, comma
    return None


def leading(tokens: Sequence[Token], outset: int) -> int | None:
    """Where the body ends (token range end) in "the council, led by X", "the council is chaired by X"."""
    at = outset - 1
    if at < 2 or tokens[at].low != "by" or tokens[at - 1].low not in _LED_BY:
        return None
    at -= 1
    while at > 0 and (
        tokens[at - 1].low in _BE | _ADVERBS | {"which", "that", "has", "had"} or tokens[at - 1].text == ","
    ):
        at -= 1
    return at or None


def housing(tokens: Sequence[Token], outset: int, end: int) -> int | None:
    """Where the body ends in "the hospital, where X works", "a school at which X taught"."""
    if outset < 2 or end >= len(tokens) or tokens[end].low not in _SEATS | _BE:
        return None
    at = outset - 1
    if tokens[at].low == "where":
        return at - (tokens[at - 1].text == ",")
    if tokens[at].low == "which" and tokens[at - 1].low in ("at", "for", "in"):
        at -= 1
        return at - (tokens[at - 1].text == ",")
    return None


def worked_there(tokens: Sequence[Token], end: int) -> bool:
    """ "X, an engineer who worked there"."""
    at = _past_who(tokens, end)
    return at > end and at + 1 < len(tokens) and tokens[at].low in _SEATS and tokens[at + 1].low == "there"


def own_body(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """ "Her party, N, …", "X's party, N, …", "X, whose paper, N, …": the name."""
    if tokens[start].low not in ("his", "her", "'s", "whose"):
        return None
    for at in range(start + 1, min(len(tokens) - 2, start + 5)):
        if tokens[at].low not in _OWN_BODY:
            continue
        first = at + 1 + (tokens[at + 1].text == ",")
        name = name_at(tokens, first, len(tokens)) if tokens[first].is_capital else None
        return (first, name.end) if name else None
    return None
