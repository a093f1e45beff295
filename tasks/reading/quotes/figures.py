"""People without a name, and bodies and papers, where a report brings them up: "A clerk in the new office …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, Mention
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, STOPS, kind_of_noun
from tasks.reading.quotes.shown_gender import gender_of_noun, other_gender_after, own_gender_after
from tasks.reading.quotes.tokens import Paragraph, Token

_DEFINITE = words("grammar", "definite")
_OWN = words("grammar", "possessive")
_OPENERS = _DEFINITE | _OWN | {"a", "an", "one", "another", "'s"}
_MANY = {"two", "three", "four", "five", "six", "several", "many", "some", "both", "all", "most", "few"}
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past") | words("grammar", "modal")
_OBJECTS = words("grammar", "object_pronoun")
_BE = words("grammar", "be")
_LINKS = _BE | {
    "as",
    "like",
    "than",
    "became",
    "become",
    "becomes",
    "remains",
    "been",
    "being",
    "not",
}
_CLAUSE_STARTS = (
    words("grammar", "conjunction") | words("grammar", "subordinator") | {"and", "then", "after", "before", "until"}
) - {"than", "which", "whose"}
_PARTING = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "…"})
_BODILY = frozenset({"his", "her", "my", "our", "your", "'s"})
_ROLES = words("nouns", "role")
_MODIFIERS = 5
_SHORT = 3  # tokens of an opening without a comma
_COMPLEMENT = 10
_SHORTEST_PARTICIPLE = 4
_FRONTED = 25
"""Tokens an opening with a comma may take."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A common noun phrase that stands for somebody or some body; `mention` has its complement where that is sure."""

    mention: Mention
    paragraph: int
    sentence: int
    is_subject: bool
    is_many: bool
    beside: Gender | None
    """The gender of somebody else whom its clause speaks of as "him" or "her"."""
    told: frozenset[str]
    """The words told of it in its own clause: "held in the next cell"."""


def figures(paragraph: Paragraph, number: int) -> Iterator[Figure]:
    """The figures of one paragraph's own words, in order; roles that only say more of a name are none."""
    for at, sentence in enumerate(paragraph.sentences):
        yield from figures_in(paragraph.tokens, sentence, number, at)


def figures_in(tokens: Sequence[Token], sentence: tuple[int, int], paragraph: int, number: int) -> Iterator[Figure]:
    """The figures of one sentence."""
    for head in range(*sentence):
        low = tokens[head].low
        found = _one_of(tokens, head, sentence, paragraph, number) if low in ("one", "another") else None
        if found is None and kind_of_noun(low) is not None:
            found = _figure(tokens, head, sentence, paragraph, number)
        if found:
            yield found


def _one_of(tokens: Sequence[Token], at: int, sentence: tuple[int, int], paragraph: int, number: int) -> Figure | None:
    """ "One of the guards"."""
    end = sentence[1]
    if tokens[at].low not in ("one", "another") or at + 3 >= end or tokens[at + 1].low != "of":
        return None
    stop = next(
        (n for n in range(at + 3, min(end, at + 3 + _MODIFIERS)) if kind_of_noun(tokens[n].low) == "group"), None
    )
    if tokens[at + 2].low not in _OPENERS or stop is None or _has_name(tokens, stop, end):
        return None
    mention = Mention(tokens[at].start, tokens[stop].end, "common", tokens[at].low, "anonymous")
    return Figure(mention, paragraph, number, _is_subject(tokens, at, stop + 1, sentence), False, None, frozenset())


def _figure(tokens: Sequence[Token], head: int, sentence: tuple[int, int], paragraph: int, at: int) -> Figure | None:
    start, end = sentence
    token = tokens[head]
    kind = kind_of_noun(token.low) if token.is_word else None
    if kind is None or _goes_on(tokens, head, end):
        return None
    first = _opening(tokens, head, start)
    if first is None or _has_name(tokens, head, end):
        return None
    opener = tokens[first].low
    owner = _owner(tokens, first, start) if opener == "'s" else first
    if _is_said_of_another(tokens, owner if tokens[owner].low in ("a", "an", "the") else first, start):
        return None  # "N, a fisherman’s widow"
    if token.low == "head" and opener in _BODILY:
        return None
    if opener == "'s" and token.is_capital and tokens[first - 1].is_capital:
        return None  # Fishermen’s Union: a name
    if opener == "'s":
        first += 1
    is_asked_for = token.low not in _ROLES and head + 1 < end and tokens[head + 1].low in ("for", "to")
    stop = head + 1 if is_asked_for else _complement(tokens, head + 1, end)
    if first == start and stop < end and tokens[stop].text in ".?!":
        stop = head + 1  # it holds the verb: "A clerk in Tarn counts them."
    if _is_presented(tokens, stop, end) or (stop > head + 1 and _has_name(tokens, stop - 1, end)):
        return None
    gender = gender_of_noun(token.low) or own_gender_after(tokens, stop, end)
    is_definite = opener in _DEFINITE
    mention = Mention(
        tokens[first].start, tokens[stop - 1].end, "common", token.low, kind, gender=gender, is_definite=is_definite
    )
    told = takewhile(lambda each: each.text not in ".,;:" and not each.is_quote, tokens[head + 1 : min(end, head + 13)])
    return Figure(
        mention,
        paragraph,
        at,
        _is_subject(tokens, first - (opener == "'s"), stop, sentence),
        kind == "group" or opener in _MANY,
        other_gender_after(tokens, stop, end),
        frozenset(each.low for each in told if len(each.low) > 3),
    )


def _goes_on(tokens: Sequence[Token], head: int, end: int) -> bool:
    """Whether the noun is no head: "police OFFICER", "the teacher's", "the lawyer Nadia S."."""
    if head + 1 >= end:
        return False
    after = tokens[head + 1]
    if after.low == "'s" or (after.text in ("'", "’") and after.start == tokens[head].end):
        return True
    if not after.is_word:
        return False
    return after.is_capital or kind_of_noun(after.low) is not None


def _opening(tokens: Sequence[Token], head: int, start: int) -> int | None:
    """The article or possessive the phrase begins with; none where it has none."""
    for at in range(head - 1, max(start, head - _MODIFIERS) - 1, -1):
        token = tokens[at]
        if token.low in _OPENERS | _MANY:
            return at
        if not token.is_word or token.low in STOPS | PRONOUNS or token.low in _VERBS:
            return None
    is_many = kind_of_noun(tokens[head].low) == "group"
    return head if is_many and head == start else None


def _is_said_of_another(tokens: Sequence[Token], first: int, start: int) -> bool:
    """ "X is a lawyer", "X, a lawyer", "X, 40, the head of …": what somebody is who is named."""
    if first <= start:
        return False
    before = tokens[first - 1]
    if before.low in _LINKS:
        return True
    if before.text not in (",", "(", "—", "–") or first - 2 < start:
        return False
    named = tokens[first - 2]
    opens_with_place = tokens[start].low in PREPOSITIONS and not any(t.text == "," for t in tokens[start : first - 1])
    # "In the province of N, a clerk …": where, and then who.
    return named.is_word and (named.is_capital or named.text[0].isdigit()) and not opens_with_place


def _has_name(tokens: Sequence[Token], head: int, end: int) -> bool:
    """ "Her husband, Vazha, …": the name follows."""
    if head + 2 >= end or tokens[head + 1].text not in (",", "—", "–", "("):
        return False
    name = name_at(tokens, head + 2, end)
    if name is None or name.kind != "person":
        return False
    return name.end >= end or tokens[name.end].text in ",.;—–()"


def _owner(tokens: Sequence[Token], mark: int, start: int) -> int:
    """Where the owner begins: "YUNIS's mother", "MY GRANDFATHER's sister"."""
    first = mark - 1 if mark > start else mark
    while first > start and tokens[first - 1].is_word and tokens[first - 1].is_capital and tokens[first].is_capital:
        first -= 1
    at = next((at for at in range(first, max(start, first - 4) - 1, -1) if tokens[at].low in _OPENERS), first)
    return at if all(token.is_word for token in tokens[at:first]) else first


def _is_presented(tokens: Sequence[Token], stop: int, end: int) -> bool:
    """ "Its head is a former teacher, N": who that is comes behind."""
    if stop >= end or tokens[stop].low not in _BE:
        return False
    for at in range(stop + 1, min(end, stop + _COMPLEMENT)):
        name = name_at(tokens, at, end) if tokens[at].is_capital else None
        if name and name.kind == "person":
            return tokens[at - 1].text == "," or at == stop + 1
    return False


def _is_verb(token: Token) -> bool:
    low = token.low
    return low in _VERBS or is_spoken_form(token) or (low.endswith("ed") and len(low) > 4 and kind_of_noun(low) is None)


def _complement(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where "of the council", "at the hospital in Tarn" ends that follows a noun; `start` where that is not sure."""
    if start >= end or tokens[start].low not in PREPOSITIONS - {"by", "after", "before", "since", "during"}:
        return start
    if tokens[start].low == "to" and start + 1 < end and not _opens_phrase(tokens[start + 1]):
        return start
    for at in range(start + 1, min(end, start + _COMPLEMENT)):
        token = tokens[at]
        if _is_verb(token) or token.low in ("who", "that", "whose") or not token.is_word:
            whole = token.low != "'s" and not token.is_quote and tokens[at - 1].low not in STOPS | _OPENERS
            return at if whole else start
        if token.low in PRONOUNS | _OBJECTS | STOPS - PREPOSITIONS:
            return start
    return start


def _opens_phrase(token: Token) -> bool:
    """An article, a possessive or a name: "to the council", not "to sit"."""
    return token.is_capital or token.low in _OPENERS | _MANY


def _is_fronted(tokens: Sequence[Token], start: int, comma: int) -> bool:
    """Whether only "In a letter to the council," stands before."""
    opening = tokens[start].low
    is_participle = opening.endswith(("ed", "ing")) and len(opening) > _SHORTEST_PARTICIPLE
    if not (is_participle or opening in PREPOSITIONS | {"when", "as"}) or comma - start > _FRONTED:
        return False
    if comma - start <= _SHORT and all(token.is_word and not _is_verb(token) for token in tokens[start : comma + 1]):
        return tokens[comma].low not in STOPS  # "In June a clerk …", "At the gate a guard …"
    return tokens[comma].text == "," and all(token.text not in ",;:" for token in tokens[start:comma])


def _is_subject(tokens: Sequence[Token], first: int, stop: int, sentence: tuple[int, int]) -> bool:
    """Whether a clause begins with the phrase and a verb of its own follows."""
    start, end = sentence
    if tokens[first].low == "'s":
        first = _owner(tokens, first, start)
    before = tokens[first - 1] if first > start else None
    if stop >= end:
        return False
    after = tokens[stop]
    if before is None or before.low in ("when", "that", "if", "because") or _is_fronted(tokens, start, first - 1):
        return True
    if not (before.is_quote or before.text in _PARTING or before.low in _CLAUSE_STARTS):
        return False
    return _is_verb(after) or after.low in ("who", "whose") or after.low.endswith("s") or after.is_quote
