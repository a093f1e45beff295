"""Where a reported clause ends before its sentence does: what the writer adds, or another thing that is said."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue, cue_at
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.tails import skip_time
from tasks.reading.quotes.tokens import Token

_SHORTEST = 3  # tokens of a clause that can be cut short
_LONGEST_REFERENCE = 40  # tokens in brackets behind a clause
_NEAR = 8  # tokens between a conjunction and the cue of the clause it opens
_CONCESSIVES = frozenset({"though", "although", "while", "whereas"})
_OPENERS = frozenset({"and", "but", "he", "she", "it", "they"})
_AUXILIARIES = frozenset({"also", "then", "later", "has", "have", "had"})
_MARKS_ALONE = frozenset({"quote", "trail"})
_CHARGES = words("grammar", "charge")
_QUESTIONS = frozenset({"which", "why", "how", "when", "where", "who", "whom"})
_GAVE = frozenset({"gave", "gives", "offered", "offers", "provided", "provides"})
_UNABLE = frozenset({"would", "did", "could", "does", "will", "has", "have"})
_UNABLE_SHORT = frozenset({"wouldn't", "didn't", "couldn't", "doesn't", "won't", "hasn't", "haven't"})
_SILENT = words("grammar", "withheld")
_ASKED = frozenset({"whether", "if", "why", "how", "who", "what", "where", "when"})
_FAR = 60  # tokens of a question or a demand
_MODALS = words("grammar", "modal") | {"that"}
_BEFORE_BE = words("grammar", "modal") | {"to", "will", "would", "can", "could", "not", "also"}
_OBJECTS = (
    words("grammar", "definite") | words("grammar", "possessive") | words("grammar", "object_pronoun") | {"a", "an"}
)
_PAST, _FINITE = words("grammar", "irregular_past"), words("grammar", "finite")
_NO_PARTICIPLES = words("grammar", "no_participle")


def clause_end(tokens: Sequence[Token], start: int, end: int, *, is_framed: bool = False) -> int:
    """The token at which a clause from `start` ends; `end` where the sentence says nothing else."""
    end = _without_reference(tokens, start, end)
    end = _asked_end(tokens, start, end)
    for at in range(start + _SHORTEST, end - 1):
        if _is_break(tokens, at):
            return at
        if _coordinate_cue(tokens, at, end):
            return at - (tokens[at - 1].text == ",")
        if _withholds(tokens, at, end):
            return at - (tokens[at - 1].text == ",")
        is_comma = tokens[at].text == "," or (tokens[at].is_quote and tokens[at].last == ",")
        is_result = is_framed and at + 1 < end and tokens[at + 1].low.endswith("ing")
        if is_comma and not is_result and _opens_another(tokens, at + 1, end):
            return at + tokens[at].is_quote
    return end


def _asked_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """ "whether it was his, and was ruled out of order", "that it be removed and adjourned the trial": what the same
    person did besides."""
    is_asked = tokens[start].low in _ASKED
    has_been = False
    for at in range(start + _SHORTEST, min(end - 2, start + _FAR)):
        after, behind = tokens[at + 1].low, tokens[at + 2].low
        has_been = has_been or (tokens[at].low == "be" and tokens[at - 1].low not in _BEFORE_BE)
        if tokens[at].low != "and":
            continue
        if is_asked and tokens[at - 1].text == "," and after in ("was", "were"):
            return at - 1
        if has_been and after.endswith("ed") and behind in _OBJECTS:
            return at - (tokens[at - 1].text == ",")
    return end


def law_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """What a law provides ends before ", and the court has …": a law tells of no one's deeds."""
    for at in range(start + _SHORTEST, min(end - 2, start + _FAR)):
        if tokens[at].text != "," or tokens[at + 1].low not in ("and", "but") or tokens[at + 2].low in _MODALS:
            continue
        if any(token.low in ("has", "have") for token in tokens[at + 2 : min(end, at + 16)]):
            return at
    return end


def verdict_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """What a court ruled ends before ", but …": the writer tells what came of it."""
    return next((at for at in range(start, end - 1) if tokens[at].text == "," and tokens[at + 1].low == "but"), end)


def _without_reference(tokens: Sequence[Token], start: int, end: int) -> int:
    """ "… outside the capital (2 Feb. 2012)": the source of the words; its closing bracket is cut already."""
    for at in range(end - 1, max(start, end - _LONGEST_REFERENCE), -1):
        if tokens[at].text == ")":
            return end
        if tokens[at].text == "(":
            return at
    return end


def _is_break(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.text in (";", "—", "–") or (token.text == "-" == tokens[at + 1].text)


def _coordinate_cue(tokens: Sequence[Token], at: int, end: int) -> Cue | None:
    """ "… and warned against …": the same speaker says another thing."""
    if tokens[at].low not in ("and", "but"):
        return None
    there = at + 1
    while there < end and tokens[there].low in _AUXILIARIES:
        there += 1
    there = skip_time(tokens, there, end)
    cue = cue_at(tokens, there, at, end) if there < end else None
    if cue is None or "law" in cue.takes:
        return None  # "… and showed him a watch"
    return cue if not (cue.is_participle or cue.is_plural) and _tells(tokens, cue, end) else None


def _withholds(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "… but would not discuss …", "… but declined to say …", "… but offered no proof": the speaker keeps silent."""
    if tokens[at].low not in ("but", "yet") or at + 2 >= end:
        return False
    after = tokens[at + 1]
    if after.low == "not" and tokens[at + 2].low in _QUESTIONS:
        return True
    if after.low in ("declined", "refused", "declines", "refuses") and tokens[at + 2].low == "to":
        return True
    if at + 3 >= end:
        return False
    if after.low in _GAVE and tokens[at + 2].low in ("no", "few", "little", "only"):
        return True
    is_denied = after.low in _UNABLE and tokens[at + 2].low in ("not", "n't")
    verb = tokens[at + 2 + is_denied]
    return (is_denied or after.low in _UNABLE_SHORT) and verb.low in _SILENT


def _opens_another(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether after a comma the writer goes on: "…, though …", "…, forcing …", "…, and he urged …"."""
    low = tokens[at].low
    if low == "others" or _is_charge(tokens, at, end):
        return True
    if low == "without" and at + 1 < end:
        return tokens[at + 1].low.endswith("ing")
    if low in _CONCESSIVES or (low.endswith("ing") and low not in _NO_PARTICIPLES):
        return True
    if low == "as" and at + 1 < end:  # ", as was agreed"
        return tokens[at + 1].low in _PAST | _FINITE
    if low not in _OPENERS or tokens[min(at + 1, end - 1)].low == "that":
        return False  # "…, and that …"
    if low in ("and", "but") and at + 1 < end and (tokens[at + 1].low in _PAST or tokens[at + 1].low in _FINITE):
        return low == "but"
    cues = (cue_at(tokens, there, at, end) for there in range(at + 1, min(end, at + _NEAR)))
    return any(cue and not cue.is_participle and _tells(tokens, cue, end) for cue in cues)


def _tells(tokens: Sequence[Token], cue: Cue, end: int) -> bool:
    """Whether a verb of words in marks alone has them behind it: not "and read a statement aloud"."""
    if not cue.takes or not cue.takes <= _MARKS_ALONE:
        return True
    return any(token.is_quote or token.text == ":" for token in tokens[cue.end : min(end, cue.end + _NEAR)])


def _is_charge(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "…, a charge the commission denies": what the writer calls the clause."""
    if at + 2 >= end or tokens[at].low not in ("a", "an", "the"):
        return False
    if tokens[at].low == "the" and tokens[at + 1].low in ("first", "second", "third", "latest"):
        return True
    noun = at + 1 if tokens[at + 1].low in _CHARGES else at + 2
    return tokens[noun].low in _CHARGES and noun + 1 < end and tokens[noun + 1].low not in ("of", "to", "for")
