"""Mentions: how a report names the one who speaks, beside the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, STOPS, head_of, kind_of_head, kind_of_noun
from tasks.reading.quotes.tokens import Token
from tasks.report import SpeakerKind

Category = Literal["pronoun", "name", "common", "joint"]

PRONOUNS = words("grammar", "pronoun")
_DEFINITE = words("grammar", "definite")
_OWN = words("grammar", "possessive")
_DETERMINERS = _DEFINITE | _OWN | words("grammar", "determiner")
_NOBODY = words("grammar", "nobody")
_SINGLES = _DEFINITE | _OWN | {"a", "an", "one", "another"}
_REFLEXIVES = words("grammar", "reflexive")
_BEFORE_ROLE = _DETERMINERS | words("grammar", "before_role")
_ALONE = words("grammar", "alone")  # "many say"
_NAMES_TOO = frozenset({"may", "will", "do", "can"})
_NEVER_INSIDE = PRONOUNS | words("grammar", "never_in_subject")
_PEOPLES = ("icans", "ocrats", "slims", "ians", "ists", "ites", "stanis", "kans", "jews", "hindus")
_NUMBERS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another"})
_OWNER = 6  # tokens of a body that owns a name
_LONGEST = 18


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention as printed, at offsets into the body."""

    start_char: int
    end_char: int
    category: Category
    head: str
    """The pronoun, the surname, or the head noun, in lower case."""
    kind: SpeakerKind | None
    name: tuple[int, int] | None = None
    """The proper name without titles."""
    name_words: tuple[str, ...] = ()
    gender: Gender | None = None
    role: tuple[int, int] | None = None
    is_definite: bool = False


def _of_name(tokens: Sequence[Token], start: int, name: Name, role: tuple[int, int] | None) -> Mention:
    kind: SpeakerKind = "named" if name.kind == "person" else "organisation"
    if len(name.words) == 1 and name.outset == name.first and name.words[0].endswith(_PEOPLES):
        return Mention(tokens[start].start, tokens[name.end - 1].end, "common", name.words[0], "group")
    return Mention(
        tokens[start].start,
        tokens[name.end - 1].end,
        "name",
        name.words[-1],
        kind,
        (tokens[name.first].start, tokens[name.end - 1].end),
        name.words,
        name.gender,
        role if kind == "named" else None,
    )


def role_span(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The role that tokens ``[start, end)`` print, without article, or none where they print no role."""
    while start < end and tokens[start].low in _BEFORE_ROLE:
        start += 1
    while end > start and not (tokens[end - 1].is_word or tokens[end - 1].text == ")"):
        end -= 1
    if start >= end or any(token.is_quote or token.low in PRONOUNS for token in tokens[start:end]):
        return None
    head = head_of(tokens, start, end)
    if head is None or (kind_of_noun(tokens[head].low) not in ("role", "anonymous")):
        return None
    return tokens[start].start, tokens[end - 1].end


def _title_role(tokens: Sequence[Token], start: int, name: Name) -> tuple[int, int] | None:
    """The role before a name: "rights activist Aigul N.", "Deputy Interior Minister Ivan P."."""
    while start < name.first and tokens[start].low in _DETERMINERS:
        start += 1
    end = name.outset if name.title is None else name.first
    while end > start and not tokens[end - 1].is_word:
        end -= 1
    if start >= end or kind_of_noun(tokens[end - 1].low) not in ("role", "anonymous"):
        return None
    return tokens[start].start, tokens[end - 1].end


def _named(tokens: Sequence[Token], start: int, end: int, opens_sentence: bool) -> Mention | None:
    """A phrase that ends in a proper name: alone, after a title, or after a role."""
    for i in range(start, end):
        if i > start and tokens[i - 1].low in STOPS - {"of"}:
            return None
        name = name_at(tokens, i, end, opens_sentence=opens_sentence and i == start)
        if name is None or name.end != end:
            continue
        if name.outset == start:
            return _of_name(tokens, start, name, _title_role(tokens, start, name))
        before = tokens[start : name.outset]
        if all(token.low in _DEFINITE for token in before):
            mention = _of_name(tokens, start, name, _title_role(tokens, start, name))
            return replace(mention, is_definite=any(token.low == "this" for token in before))
        if before[-1].low == "'s" and before[0].is_capital and name.kind == "person" and len(before) <= _OWNER:
            return _of_name(tokens, start, name, None)  # "Lantern Watch's X"
        if kind_of_noun(before[-1].low) == "organisation" and not any(token.low in STOPS for token in before):
            return replace(_of_name(tokens, start, name, None), kind="organisation")
        role = _title_role(tokens, start, name)
        if (
            role
            and not any(token.low in STOPS for token in before[_body_end(tokens, start, name) :])
            and name.kind == "person"
        ):
            return _of_name(tokens, start, name, role)
        return None
    return None


def _body_end(tokens: Sequence[Token], start: int, name: Name) -> int:
    """How many tokens of a title are a body's name: "Ministry of Justice spokesman X"."""
    body = name_at(tokens, start, name.outset) if tokens[start].is_capital else None
    return body.end - start if body and body.kind == "organisation" and body.outset == start else 0


def _named_of_body(tokens: Sequence[Token], start: int, end: int, opens_sentence: bool) -> Mention | None:
    """ "Mr Okoro of the Coast Clinic"."""
    first = start
    while first < end and not tokens[first].is_capital and tokens[first].low not in STOPS:
        first += 1
    if first == end or (first > start and kind_of_noun(tokens[first - 1].low) != "role"):
        return None
    name = name_at(tokens, first, end, opens_sentence=opens_sentence and first == start)
    if name is None or name.end + 1 >= end or tokens[name.end].low not in ("of", "from", "at") or name.kind != "person":
        return None
    if not (name.has_title or len(name.words) > 1) or any(t.low in ("and", "or") for t in tokens[name.end : end]):
        return None
    mention = _of_name(tokens, start, name, _title_role(tokens, start, name))
    return replace(mention, end_char=tokens[end - 1].end)


def _joint(tokens: Sequence[Token], start: int, end: int, opens_sentence: bool) -> Mention | None:
    """ "Brandt and other defenders of the river", "Ivanov and Petrov"."""
    for i in range(start + 1, end - 1):
        if tokens[i].low != "and":
            continue
        left = phrase(tokens, start, i, opens_sentence=opens_sentence, joint=False)
        right = phrase(tokens, i + 1, end, joint=False)
        if left and right and "pronoun" not in (left.category, right.category):
            return Mention(left.start_char, right.end_char, "joint", right.head, "group")
        return None
    return None


def _may_speak(tokens: Sequence[Token], start: int, end: int, head: int) -> bool:
    """ "the dyer", "a grafter": a noun of no list, with its article, in a short phrase, is taken for a trade."""
    low = tokens[head].low
    is_noun = (
        low.isalpha() and tokens[head].text.islower() and low not in _NOBODY and not low.endswith(("ly", "ing", "ed"))
    )
    return is_noun and head > start and end - start <= 6 and tokens[start].low in _SINGLES


def _of_them(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    """ "one of them", "most of us"."""
    if (
        end - start != 3
        or tokens[start + 1].low != "of"
        or tokens[start + 2].low not in ("them", "us", "these", "those")
    ):
        return None
    low = tokens[start].low
    if low not in _ALONE | _NUMBERS:
        return None
    kind: SpeakerKind = "anonymous" if low in ("one", "another") else "group"
    return Mention(tokens[start].start, tokens[end - 1].end, "common", low, kind)


def _counted(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    """ "nine", "all 12", "12 of whom": so many of those told of before."""
    lows = [token.low for token in tokens[start : min(end, start + 4)]]
    is_many = lows[0] in _NUMBERS - {"one", "another"} or (lows[0].isdigit() and len(lows) == 3)
    is_all = len(lows) == 2 and lows[0] in ("all", "only") and (lows[1].isdigit() or lows[1] in _NUMBERS)
    if not is_all and not (is_many and (len(lows) == 1 or lows[1:] in (["of", "whom"], ["of", "them"]))):
        return None
    return Mention(tokens[start].start, tokens[end - 1].end, "common", lows[-1], "group")


def _of_people(tokens: Sequence[Token], head: int, end: int) -> bool:
    """ "Two of the officers": several of a group."""
    return head + 1 < end and tokens[head + 1].low == "of" and kind_of_noun(tokens[end - 1].low) == "group"


def _those(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    """ "Those interviewed", "those present at the meeting"."""
    if end - start < 2 or tokens[start].low != "those":
        return None
    low = tokens[start + 1].low
    if not (low.endswith("ed") or low in ("present", "there", "nearby", "inside")):
        return None
    return Mention(tokens[start].start, tokens[end - 1].end, "common", "those", "group")


def _common(tokens: Sequence[Token], start: int, end: int) -> Mention | None:
    head = head_of(tokens, start, end)
    if head is None:
        return None
    low = tokens[head].low
    kind = kind_of_head(tokens, start, head)
    if low in ("one", "another") and (end - start == 1 or (head + 1 < end and tokens[head + 1].low == "of")):
        kind = "anonymous"
    if kind is None and tokens[head].is_capital and low.endswith(_PEOPLES):
        kind = "group"
    if kind is None and (low in _ALONE or (low in _NUMBERS and _of_people(tokens, head, end))):
        kind = "group"
    if kind is None and _may_speak(tokens, start, end, head):
        kind = "group" if low.endswith("s") and not low.endswith("ss") else "role"
    if kind is None or (low in _ALONE and head > start):
        return None
    first = tokens[start].low
    definite = first in _DEFINITE
    gender: Gender | None = None
    if low in words("nouns", "female"):
        gender = "female"
    elif low in words("nouns", "male"):
        gender = "male"
    return Mention(tokens[start].start, tokens[end - 1].end, "common", low, kind, gender=gender, is_definite=definite)


def phrase(
    tokens: Sequence[Token], start: int, end: int, *, opens_sentence: bool = False, joint: bool = True
) -> Mention | None:
    """The mention that tokens ``[start, end)`` are, all of them, or none."""
    if not 0 < end - start <= _LONGEST:
        return None
    first = tokens[start]
    if end - start == 1 and first.low in PRONOUNS:
        gender: dict[str, Gender] = {"he": "male", "she": "female"}
        return Mention(first.start, first.end, "pronoun", first.low, None, gender=gender.get(first.low))
    if tokens[end - 1].low in _REFLEXIVES:
        inner = phrase(tokens, start, end - 1, opens_sentence=opens_sentence, joint=joint)
        return replace(inner, end_char=tokens[end - 1].end) if inner else None
    of_them = _of_them(tokens, start, end) or _counted(tokens, start, end)
    if of_them:
        return of_them
    if first.low in PREPOSITIONS or first.low in ("and", "but", "or", "as") or tokens[end - 1].low in ("and", "or"):
        return None
    for token in tokens[start:end]:
        is_verb = token.low in _NEVER_INSIDE and not (token.is_capital and token.low in _NAMES_TOO)  # "dated 12 May"
        if token.is_quote or is_verb or token.text in ",;:()[]—–":
            return None
    named = _named(tokens, start, end, opens_sentence)
    if named:
        return named
    of_body = _named_of_body(tokens, start, end, opens_sentence)
    if of_body:
        return of_body
    if joint:
        both = _joint(tokens, start, end, opens_sentence)
        if both:
            return both
    return _those(tokens, start, end) or _common(tokens, start, end)
