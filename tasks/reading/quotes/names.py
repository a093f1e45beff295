"""Proper names: where they begin and end, and whether they name a person, a body or a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tasks.reading.quotes.genders import Gender, gender_of, has_given_name
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.tokens import Token

NameKind = Literal["person", "organisation", "place"]

_PARTICLES = words("names", "particle")
_NEVER = words("names", "never")
_WEAK = words("names", "weak")
_PLACES = words("names", "place")
_ORGANISATION = words("names", "organisation")
HONORIFICS = words("names", "honorific") | words("names", "honorific_male") | words("names", "honorific_female")
# "Judge X" tells what X is, "Dr X" only how to speak to X.
_ADDRESS = HONORIFICS - frozenset(
    {"judge", "justice", "imam", "general", "colonel", "professor", "captain", "sergeant", "major"}
)
_ALSO_NAMES = words("names", "also_name")
_TITLES = words("nouns", "role") - _ALSO_NAMES - HONORIFICS
_COMMON = frozenset().union(
    *(words("nouns", key) for key in ("role", "group", "organisation", "document", "anonymous", "kin"))
)
_NEVER_ALONE = _WEAK | (_COMMON - _ALSO_NAMES) | _NEVER
_JOINERS = frozenset({"of", "for", "and", "the", "on", "in", "&", "to"})
_TRAILING = words("names", "patronymic")
_PLURALS = ("ists", "ers", "ors", "ians", "ants", "ees", "ings", "ions", "ments", "ties", "ing")
_BEFORE_TITLE = frozenset({"presiding", "chief", "deputy", "senior", "former", "acting", "military", "retired"})
_MANY = frozenset({"women", "men", "children", "people", "workmen", "policemen"})
_BEFORE_MANY = frozenset({"the", "association", "group", "organisation", "organization", "committee", "movement"})
_SEATED = ("-based", "-backed", "-led")  # "the London-based Institute of …"
_DOTTED = frozenset({"u.n.", "e.u.", "u.s.", "u.k.", "u.s.a.", "n.g.o.", "o.s.c.e."})
_NUMBERED = frozenset({"witness", "detainee", "survivor", "interviewee", "patient", "prisoner", "respondent", "victim"})
"""People whom a report knows by a number: "Witness 3"."""
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name as token range ``[first, end)``. ``[outset, first)`` are honorifics and titles before it."""

    outset: int
    first: int
    end: int
    kind: NameKind
    words: tuple[str, ...]
    """Its words in lower case."""
    gender: Gender | None
    has_title: bool
    title: tuple[int, int] | None
    """Tokens of a title that is a role ("Deputy Interior Minister"), not a mere form of address."""


def _is_name_word(token: Token) -> bool:
    text = token.text
    if text[0].isupper():
        return True
    if "-" in text:
        prefix, _, rest = text.partition("-")
        return prefix in _PARTICLES and rest[:1].isupper()
    return text[0] == "d" and text[1:2] in ("'", "’") and text[2:3].isupper()


def _is_acronym(text: str) -> bool:
    if "." in text and text.lower() not in _DOTTED:  # "A.K.": somebody's initials
        return False
    letters = text.replace(".", "").replace("-", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper()


def _sequence_end(tokens: Sequence[Token], i: int, high: int) -> int:
    high = min(high, i + _LONGEST)
    j, is_body = i, i > 0 and tokens[i - 1].low in _BEFORE_MANY and _is_many(tokens[i].low)
    while j < high:
        token = tokens[j]
        if _is_name_word(token):
            if j > i and token.low in _NEVER and token.low not in _PARTICLES:
                break
            is_body = is_body or token.low in _ORGANISATION
            j += 1
            dot = j < high and tokens[j].text == "." and tokens[j].start == token.end
            if dot and (len(token.text) == 1 or (token.low in HONORIFICS and j + 1 < high)):
                j += 1
            continue
        if j > i and token.text.isdigit() and tokens[j - 1].low in _NUMBERED:
            return j + 1  # Witness 3
        if token.low in _TRAILING and j > i:
            j += 1
            continue
        if j > i and _owns(tokens, j, high):
            j += 1
            continue
        ahead = j + 1
        while ahead < min(j + 3, high) and tokens[ahead].low in (_PARTICLES if token.low in _PARTICLES else _JOINERS):
            ahead += 1
        joins = (token.low in _PARTICLES and j > i) or (is_body and token.low in _JOINERS)
        if not (joins and ahead < high and _is_name_word(tokens[ahead]) and tokens[ahead].low not in _NEVER):
            break
        if token.low in ("and", "in", "on", "to") and not _stays_one(tokens, i, j, ahead, high):
            break
        j = ahead
    return j


def _owns(tokens: Sequence[Token], at: int, high: int) -> bool:
    """The possessive inside "Women's Rights Monitor", "Widows' Alliance": many people's, and a capital behind it."""
    if at + 1 >= high or not tokens[at + 1].text[0].isupper() or tokens[at].end == tokens[at + 1].start:
        return False
    before = tokens[at - 1].low
    if tokens[at].low == "'s":
        return before in _MANY or before.endswith("men")
    return tokens[at].text in ("'", "’") and tokens[at].start == tokens[at - 1].end and _is_many(before)


def _is_many(low: str) -> bool:
    """ "mothers", "women": people by the dozen, where a name has one."""
    plural = low.endswith("s") and (low[:-1] in _COMMON or low in _COMMON or low.endswith(_PLURALS))
    return plural or low in _MANY


def _stays_one(tokens: Sequence[Token], i: int, j: int, ahead: int, high: int) -> bool:
    """ "Office for Water and Land Rights" is one body, "the Council and Lena Brandt" are two speakers."""
    if tokens[j].low != "and":
        return tokens[j].low == "on" and tokens[ahead].low not in _PLACES
    if not any(token.low in ("of", "for", "on") for token in tokens[i:j]):
        return False
    end = ahead
    while end < high and _is_name_word(tokens[end]):
        end += 1
    return not has_given_name([token.low for token in tokens[ahead:end]])


def _kind(tokens: Sequence[Token]) -> NameKind:
    lows = [token.low for token in tokens]
    if any(low in _ORGANISATION for low in lows):
        return "organisation"
    if "-".join(lows) in _PLACES:
        return "place"
    if len(tokens) == 1 and _is_acronym(tokens[0].text):
        return "organisation"
    return "person"


def name_at(tokens: Sequence[Token], i: int, high: int, *, opens_sentence: bool = False) -> Name | None:
    """The name that begins at token `i` and ends before `high`, with its titles, or none.

    `opens_sentence`: the capital letter of the first word proves nothing.
    """
    first = tokens[i]
    if not _is_name_word(first) or first.low in _NEVER:
        return None
    end = _sequence_end(tokens, i, high)
    if tokens[end - 1].text == "." and len(tokens[end - 2].text) > 1:
        end -= 1
    start = i
    for k in range(i, end - 1):
        if "-" in tokens[k].text and tokens[k].low.endswith(_SEATED):
            start = k + 1
    title = ""
    for k in range(i, end):
        low = tokens[k].low
        opens = start >= k or (k == start + 1 and tokens[start].low in _BEFORE_TITLE)
        is_numbered = k + 1 < end and tokens[k + 1].text.isdigit()
        is_title = (low in _TITLES and not is_numbered) or (low in HONORIFICS and opens)
        if is_title:
            after = k + 2 if k + 1 < end and tokens[k + 1].text == "." else k + 1
            if after < end:
                start, title = after, low if low in HONORIFICS else title
    while start < end and tokens[start].text == ".":
        start += 1
    name = tokens[start:end]
    parts = [token for token in name if token.text[0] not in ".'’"]
    if not parts or (len(parts) == 1 and parts[0].low in _NEVER_ALONE and (not title or parts[0].low in _NEVER)):
        return None
    if len(parts) == 1 and opens_sentence and start == i and _looks_common(parts[0].low):
        return None
    is_address = all(token.low in _ADDRESS or token.text == "." for token in tokens[i:start])
    return Name(
        i,
        start,
        end,
        _kind(parts),
        tuple(token.low for token in parts),
        gender_of([token.low for token in parts], title),
        start > i,
        None if is_address else (i, start),
    )


def _looks_common(low: str) -> bool:
    return (low.endswith("s") and low[:-1] in _COMMON) or low.endswith(_PLURALS)
