"""What may stand between a cue and the words: whom it was said to, when and where."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.cues import Cue, is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tokens import Token

_FINITE = words("grammar", "finite") | words("grammar", "modal")
_IRREGULAR = words("grammar", "irregular_past")
_OBJECTS = words("grammar", "object_pronoun")
_TIMES = words("grammar", "time")
_JOINS = frozenset({"of", "for", "de", "del", "en", "y", "et", "du", "des"})
_MONTHS = words("grammar", "month")
_DETERMINERS = words("grammar", "determiner") | words("grammar", "definite") | words("grammar", "possessive")
_OCCASIONS = words("grammar", "occasion")
_LONGEST = 16
_LIGHT = 5  # tokens of "a stern warning" between a verb and "that"
_SPEECH_NOUNS = words("grammar", "speech_noun")
_QUESTIONS = frozenset({"how", "why", "what", "whether", "where", "when", "who", "which", "if"})
_ENDS_ADDRESSEE = PRONOUNS | PREPOSITIONS | _DETERMINERS | _FINITE | _QUESTIONS | {"not", "never", "that", "and", "or"}
_NO_NOUN = PRONOUNS | PREPOSITIONS | _DETERMINERS | _FINITE | {"that", "to", "not"}


def has_verb(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether ``tokens[start:end]`` shows a finite verb that needs no dictionary to see."""
    for token in tokens[start : min(end, start + 60)]:
        low = token.low
        if token.is_capital and token.start > tokens[start].start:  # May, Will
            continue
        if low in _FINITE or low in _IRREGULAR or (low.endswith("ed") and len(low) > 3) or low.endswith("n't"):
            return True
        if low in ("'s", "'re", "'ve", "'ll") or low.endswith(("'re", "'ve", "'ll", "'m")):
            return True
    return False


def addressee_end(tokens: Sequence[Token], start: int, high: int) -> int:
    """End of the one spoken to after "told"; `start` where nobody is named."""
    if start >= high:
        return start
    first = tokens[start]
    if first.low in _OBJECTS:
        return start + 1
    name = name_at(tokens, start, high)
    if name:
        end = _with_stroke(tokens, name.end, high)
        return _owned(tokens, end, high) if end < high and tokens[end].low == "'s" else end
    if not first.is_word or first.low in PRONOUNS or first.low == "that":
        return start
    end = start + 1
    if first.low not in _DETERMINERS:
        return end
    while end < min(high, start + 6) and (tokens[end].is_word or tokens[end].low == "'s"):
        token = tokens[end]
        if token.low in _ENDS_ADDRESSEE and token.low != "'s":
            break
        end += 1
    return end


def _with_stroke(tokens: Sequence[Token], end: int, high: int) -> int:
    """ "told RFE/RL": names with a stroke between them are one."""
    while end + 1 < high and tokens[end].text == "/" and tokens[end + 1].is_capital:
        end += 2
    while end + 1 < high and tokens[end].low in _JOINS and tokens[end + 1].is_capital:
        end += 2
        while end < high and tokens[end].is_capital:
            end += 1
    return end


def _owned(tokens: Sequence[Token], at: int, high: int) -> int:
    """ "told Brandt's lawyer": the noun behind the owner, which "that" or a clause follows."""
    end = at + 1
    if end < high and tokens[end].is_quote:
        return end + 1  # "told Channel 3's “Morning Hour”"
    while end < min(high, at + 4) and tokens[end].is_word and tokens[end].low not in _NO_NOUN:
        end += 1
    return end


def cue_span(tokens: Sequence[Token], cue: Cue, high: int) -> tuple[int, int, int]:
    """Offsets of the cue, with the one spoken to where it needs one ("told IWPR"), and the token after it."""
    end = addressee_end(tokens, cue.end, high) if "addressee" in cue.takes else cue.end
    return tokens[cue.first].start, tokens[end - 1].end, end


_TAIL_WORDS = frozenset({"and", "as", "only", "aloud", "once", "instead", "here", "there"})


def is_tail(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether ``tokens[start:end]`` only says to whom, when or where: no clause of its own."""
    if start >= end:
        return True
    if end - start > _LONGEST:
        return False
    first = tokens[start]
    if first.low == "to":
        opens = start + 1 >= end or is_somebody(tokens[start + 1])
    elif first.low in PREPOSITIONS:
        opens = True
    else:
        opens = first.low in _TIMES or first.text == "," or first.low.endswith("ly") or first.low in _TAIL_WORDS
    if not opens:
        return False
    return not any(
        token.is_quote
        or token.low in PRONOUNS
        or (token.low in _FINITE and not token.is_capital)
        or is_spoken_form(token)
        or token.low == "that"
        for token in tokens[start:end]
    )


def _is_dated(tokens: Sequence[Token], at: int, low: int, high: int) -> bool:
    """Whether a number is a month's day or year: "4 May 2020", not "30 families"."""
    if not tokens[at].text.isdigit():
        return False
    return (at + 1 < high and tokens[at + 1].low in _MONTHS) or (at > low and tokens[at - 1].low in _MONTHS)


def skip_time(tokens: Sequence[Token], start: int, high: int) -> int:
    """Steps over "on Monday", "on 4 May", "yesterday"."""
    at = start
    if at < high and tokens[at].low == "on":
        at += 1
    end = at
    while end < min(high, at + 3) and (tokens[end].low in _TIMES or _is_dated(tokens, end, at, high)):
        end += 1
    return end if end > at else start


def is_somebody(token: Token) -> bool:
    """What may stand behind "to" that is no verb."""
    return token.is_capital or token.low in _DETERMINERS or token.low in _OBJECTS


def _does_something(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "responded by using a chart to prove that …": the clause belongs to another verb."""
    return any(
        (token.low.endswith("ing") and token.low not in _OCCASIONS)
        or (token.low == "to" and not is_somebody(tokens[at + 1]))
        for at, token in enumerate(tokens[start:end], start)
        if not token.is_capital
    )


def light_that(tokens: Sequence[Token], start: int, high: int) -> int | None:
    """The "that" of "expressed concern that", "issued a warning that": a noun of speech stands between."""
    for at in range(start, min(high - 1, start + _LIGHT)):
        token = tokens[at]
        if not token.is_word or token.low in PRONOUNS or token.low in _FINITE:
            return None
        if tokens[at + 1].low == "that":
            return at + 1 if token.low in _SPEECH_NOUNS else None
    return None


def that_after(tokens: Sequence[Token], start: int, high: int) -> int | None:
    """The "that" which opens the clause, past a short tail."""
    told = addressee_end(tokens, start, high) if start < high and tokens[start].low not in PREPOSITIONS else start
    if told < high and tokens[told].low == "that":
        return told
    for at in range(start, min(high, start + _LONGEST)):
        token = tokens[at]
        if token.low == "that":
            return at if is_tail(tokens, start, at) and not _does_something(tokens, start, at) else None
        if token.is_quote or token.text in ";:":
            return None
    return None
