"""Finds the mention before a cue: its subject, with appositions and relative clauses between the two."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.appositions import WIDEST, commas, is_apposition, is_part, is_participle
from tasks.reading.quotes.cues import Cue, before_verb, is_cue_word, is_spoken_form
from tasks.reading.quotes.followers import or_its_name
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase, role_span
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import PREPOSITIONS
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Token

_BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", "—", "–", "…"})
_CONJUNCTIONS = words("grammar", "conjunction")
_RELATIVE = words("grammar", "relative")
_TIMES = words("grammar", "time")
_LEADS = frozenset({"then", "so", "later", "yesterday", "today", "finally", "eventually", "meanwhile", "once", "soon"})
_AFTERWARDS = frozenset({"after", "before", "since"})
"""They open a clause as well as a phrase: "after a court ruled that …"."""
_BEHIND = frozenset({"all", "both", "each", "here", "there", "nearby"})
_OPENING = 9  # tokens of "In the second week of May"
_ADJECTIVES = frozenset({"accused", "alleged", "condemned", "convicted", "reported", "promised", "offered", "labeled"})
_DAYS = frozenset({"late", "early", "last", "this", "that"})
_POSSESSIVES = frozenset({"his", "her", "its", "their"})
_OPENS_SUBJECT = frozenset({"the", "a", "an", "one", "his", "her", "its", "their", "my", "our"})


def _starts(tokens: Sequence[Token], low: int, end: int) -> list[int]:
    """Where a subject may begin that ends at `end`, the longest first."""
    start = end
    while start > low and end - start < WIDEST:
        before = tokens[start - 1]
        if before.is_quote or before.text in _BREAKS or before.low in _CONJUNCTIONS:
            break
        start -= 1
    while start < end - 1 and tokens[start].low in _LEADS:
        start += 1
    starts = [start]
    if end - start > 1 and tokens[start].low in _AFTERWARDS and (start == low or not tokens[start - 1].is_word):
        starts.append(start + 1)  # "After aides insisted …"
    for i in range(start + 1, end):
        after = tokens[i - 1].low
        opens = tokens[i].is_capital or tokens[i].low in PRONOUNS or tokens[i].low in _OPENS_SUBJECT
        if (
            opens
            and after not in PREPOSITIONS - _AFTERWARDS
            and not _is_behind_preposition(tokens, start, i)
            and (after == "and" or not tokens[i - 1].is_capital or i - 1 == start or after in _TIMES)
        ):
            starts.append(i)
    return starts


def _is_behind_preposition(tokens: Sequence[Token], low: int, i: int) -> bool:
    """ "to the Directorate": the name after the article is as little a subject as with it."""
    return i - 2 >= low and tokens[i - 1].low == "the" and tokens[i - 2].low in PREPOSITIONS - _AFTERWARDS


def _is_object(tokens: Sequence[Token], low: int, i: int) -> bool:
    """Whether a pronoun at `i` follows a verb: "a man who had seen it said"."""
    before = tokens[i - 1] if i > low else None
    return before is not None and not (before.is_quote or before.low in _CONJUNCTIONS | _BREAKS | {"and"})


def _directly(tokens: Sequence[Token], low: int, end: int, sentence: int) -> Mention | None:
    for start in _starts(tokens, low, end):
        opens = start == sentence
        mention = phrase(tokens, start, end, opens_sentence=opens)
        if mention is None or (mention.category == "common" and _is_more(tokens, start, end)):
            continue
        after = tokens[start - 1].low if start > low else ""
        if mention.head in ("it", "you") and not opens and _is_object(tokens, low, start):
            continue
        if (
            mention.category == "common"
            and start > low
            and after not in _CONJUNCTIONS | _BREAKS | _AFTERWARDS | {"and"}
        ):
            before = tokens[start - 1]
            is_part = not before.is_quote and not before.is_capital and not before.text[0].isdigit()
            if tokens[start].low in _POSSESSIVES and _is_contact(tokens, start, end):
                return mention
            is_cleft = after in ("was", "is") and tokens[low].low == "it" and start - low < _OPENING
            if is_part and not is_cleft and not _is_after_opening(tokens, sentence, start):
                continue
        return mention
    return None


def _is_more(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "asked reporters", "a measure its director": no phrase of one head, unlike "accused men"."""
    if end - start > 1 and is_spoken_form(tokens[start]) and tokens[start].low not in _ADJECTIVES:
        return True
    return any(tokens[at].low in _POSSESSIVES and _is_contact(tokens, at, end) for at in range(start + 1, end))


def _is_contact(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ ", a measure ITS DIRECTOR said would last": a clause without "that" behind its noun."""
    before = tokens[at - 1]
    is_noun = (
        before.is_word and before.text[0].islower() and before.low not in PREPOSITIONS | {"and", "or", "but", "all"}
    )
    return is_noun and end + 1 < len(tokens) and tokens[end + 1].low in _FINITE


def _is_after_opening(tokens: Sequence[Token], low: int, start: int) -> bool:
    """Whether a phrase of time or place opens the sentence before `start`: "Under cross-examination the expert …"."""
    if not 1 < start - low <= _OPENING or tokens[low].low not in PREPOSITIONS | _DAYS:
        return False
    before = tokens[start - 1].low
    if tokens[start].low not in _OPENS_SUBJECT or before in PREPOSITIONS | _OPENS_SUBJECT or tokens[low].low == "of":
        return False
    return all(token.is_word for token in tokens[low:start]) and not has_verb(tokens, low, start)


def _apposed(tokens: Sequence[Token], low: int, end: int, sentence: int) -> Mention | None:
    """ "Lena B., director of …," or "The head of …, Lena B.," before a cue."""
    parts = commas(tokens, low, end)
    for at in range(len(parts) - 1, -1, -1):
        start, stop = parts[at]
        rest = parts[at + 1 :]
        if tokens[start].low in _RELATIVE:
            continue  # ", which watches roads in Bas and Tche,"
        mention = _directly(tokens, start, stop, sentence)
        if mention is None or mention.category == "pronoun":
            continue
        if rest and not is_apposition(tokens, *rest[0]):
            continue
        earlier = at > 0 and (role_span(tokens, *parts[at - 1]) is not None or is_part(tokens, parts[at - 1]))
        if not rest and not (earlier and mention.category == "name"):
            continue
        if mention.category == "name" and at > 1 and earlier and not rest:
            first = _directly(tokens, *parts[at - 2], sentence)
            if first and first.category == "name":  # head of the Centre for Law, Health and Justice
                return first
        if mention.kind == "role" and earlier:
            continue
        return mention
    return _between(tokens, parts, sentence)


def _between(tokens: Sequence[Token], parts: Sequence[tuple[int, int]], sentence: int) -> Mention | None:
    """ "Two imams in the province, NAME and NAME, said": full names between commas, whatever stands before."""
    if len(parts) < 2:
        return None
    start, stop = parts[-1]
    mention = _directly(tokens, start, stop, sentence)
    if mention is None or mention.kind not in ("named", "group"):
        return None
    is_full = len(mention.name_words) > 1 if mention.category == "name" else stop - start > 4
    return mention if mention.category in ("name", "joint") and is_full else None


def subject(tokens: Sequence[Token], low: int, cue: Cue, sentence: int | None = None) -> Mention | None:
    """The mention before `cue` that speaks, looking no further left than `low`; it agrees in number with the verb."""
    mention = _before_cue(tokens, low, cue, sentence)
    if (
        mention
        and cue.is_plural
        and not any(token.low in _MODALS for token in tokens[before_verb(tokens, cue.first, low) : cue.first])
        and (mention.kind not in (None, "group", "document") or mention.head in ("he", "she", "it"))
    ):
        return None
    return mention


def _before_cue(tokens: Sequence[Token], low: int, cue: Cue, sentence: int | None) -> Mention | None:
    end = before_verb(tokens, cue.first, low)
    if end <= low:
        return None
    start_of_sentence = low if sentence is None else sentence
    end = _behind_subject(tokens, low, end)
    before = tokens[end - 1]
    if before.is_quote and end - 1 > low:
        return _titled(tokens, low, end - 1, start_of_sentence)
    if before.low in ("who", "which", "that") and end - 1 > low:
        stop = end - 1
        while stop > low and tokens[stop - 1].text in (",", ")"):
            stop -= 1
        return _directly(tokens, low, stop, start_of_sentence) or _apposed(tokens, low, end - 1, start_of_sentence)
    if before.text in (",", ")", "—", "–"):
        parts = commas(tokens, low, end) if cue.is_participle else []
        if parts and is_participle(tokens[parts[-1][0]]):
            return None  # "Brandt, a teacher, poked at it, adding …": a verb, no apposition
        return _apposed(tokens, low, end, start_of_sentence)
    return _directly(tokens, low, end, start_of_sentence) or _with_relative(tokens, low, end, start_of_sentence)


def _behind_subject(tokens: Sequence[Token], low: int, end: int) -> int:
    """The subject's end before "The two brothers both said", "Farmers here say", "The guard this week told"."""
    at = end
    while at - 1 > low and tokens[at - 1].low in _BEHIND and tokens[at - 2].is_word:
        at -= 1
    if at < end or tokens[end - 1].low not in ("week", "month", "year"):
        return at
    return end - 2 if end - 3 > low and tokens[end - 2].low in ("this", "last") else end


def _titled(tokens: Sequence[Token], low: int, end: int, sentence: int) -> Mention | None:
    """ "The report, “A House of Cards”, says": a text with its title in marks."""
    stop = end - (tokens[end - 1].text == ",")
    mention = _directly(tokens, low, stop, sentence) if stop > low else None
    return mention if mention and mention.kind == "document" else None


def _with_relative(tokens: Sequence[Token], low: int, end: int, sentence: int) -> Mention | None:
    """ "A man who asked not to be named said": the subject stands before "who"."""
    at = end - 1
    while at > low and end - at < WIDEST // 3:
        token = tokens[at]
        if token.is_quote or token.text in _BREAKS:
            return None
        if token.low == "who":
            mention = _directly(tokens, low, at, sentence)
            starts = (
                low == at or any(tokens[i].start == mention.start_char for i in _openings(tokens, low, at))
                if mention
                else False
            )
            return mention if starts else None
        at -= 1
    return None


def _openings(tokens: Sequence[Token], low: int, end: int) -> list[int]:
    """Where a clause opens left of `end`."""
    return [
        i
        for i in range(max(low, end - WIDEST), end)
        if i == low or tokens[i - 1].text in _BREAKS or tokens[i - 1].is_quote or tokens[i - 1].low in _CONJUNCTIONS
    ]


def opening_subject(tokens: Sequence[Token], low: int, high: int) -> tuple[Mention, int] | None:
    """The subject a sentence opens with, before an auxiliary or a verb in -ed; with the token after it."""
    if low < high and tokens[low].low in PRONOUNS:
        mention = phrase(tokens, low, low + 1)
        return (mention, low + 1) if mention else None
    name = name_at(tokens, low, high, opens_sentence=True) if low < high and not tokens[low].is_quote else None
    if name and len(name.words) > 1 and name.end < high:
        after = tokens[name.end]
        mention = phrase(tokens, low, name.end, opens_sentence=True)
        if mention and after.text[0].islower() and after.low not in PREPOSITIONS | _CONJUNCTIONS | {"and"}:
            return mention, name.end
    for end in range(low + 1, min(high, low + 12)):
        token = tokens[end]
        if token.is_quote:
            return None
        is_past = token.low in _PAST or (token.low.endswith("ed") and len(token.low) > 4)
        is_verb = (token.low in _FINITE and not token.is_capital) or is_past or is_cue_word(token)
        if not is_verb and token.text != ",":
            continue
        mention = phrase(tokens, low, end, opens_sentence=True)
        if mention:
            return or_its_name(tokens, mention, low, end, high)
        if is_verb and token.low in _FINITE:
            return None
    return None


_FINITE = words("grammar", "finite")
_MODALS = frozenset({"would", "will"})
_PAST = words("grammar", "irregular_past")
