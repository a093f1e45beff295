"""A cue after the clause it reports, or inside it: "…, X said.", "…, according to X.", "One reason, they said, …"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tasks.reading.quotes.appositions import is_participle
from tasks.reading.quotes.clauses import subject
from tasks.reading.quotes.cues import Cue, before_verb
from tasks.reading.quotes.followers import follower
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.loosely import source_after, subject_loosely
from tasks.reading.quotes.mentions import Mention, phrase, role_span
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.sentences import Sentence, is_clause, is_comma
from tasks.reading.quotes.tails import cue_span, has_verb, is_tail, skip_time
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_OCCASIONS = frozenset({"when", "as", "while", "after", "before", "during", "at", "in", "on", "following"})
_SUBORDINATE = _OCCASIONS | PREPOSITIONS | {"asked", "although", "though", "because", "if", "since", "and", "but"}
_ANEW = _OCCASIONS | {"that", "and", "but", "who", "which", "where", "though", "although", "because"}
_AUXILIARIES = words("grammar", "finite") - {"also"}
_ASKED = frozenset({"asked", "questioned", "pressed", "quizzed"})
_ABOUT = frozenset({"about", "on", "by", "why", "how", "whether", "if", "what", "when", "where", "who", "for", "to"})
_TAIL = 16  # tokens of "in a letter to the council"
_ROLE = 14  # tokens of a role before a name


class Around(NamedTuple):
    """The parts of a clause around its cue, the cue as offsets, who speaks, and the rule."""

    parts: list[Stretch]
    cue: Stretch
    mention: Mention
    rule: str


def around(sentence: Sentence, cues: list[Cue]) -> Around | None:
    """The cue after the clause or inside it: "…, X said.", "…, according to X.", "One reason, they said, was …"."""
    for cue in reversed(cues[-3:]):
        tokens = sentence.tokens
        if cue.is_participle or "trail" not in cue.takes or cue.first == sentence.start:
            continue
        spoken = None if "addressee" in cue.takes else follower(tokens, cue.end, sentence.end)
        if spoken is None and cue.speaker_follows:
            spoken = source_after(tokens, cue.end, sentence.end)
        before = tokens[cue.first - 1]
        start, stop, after = cue_span(tokens, cue, sentence.end)
        is_turned = is_comma(before) and (
            subject_of(sentence, sentence.start, cue) is None or (spoken is not None and _is_first_comma(sentence, cue))
        )
        if spoken and cue.is_plural and spoken[0].kind not in ("group", None):
            spoken = None  # "ask the mountain"
        if spoken and (is_turned or cue.speaker_follows):
            mention, at = spoken
            comma = cue.first - 1 if before.text == "," else cue.first
            is_end = at >= sentence.end or tokens[at].text in ",(" or is_tail(tokens, at, sentence.end)
            is_end = (is_end and not _parts_clause(sentence, comma, at)) or (
                cue.speaker_follows and is_turned and _says_more(tokens[at])
            )
            stretch = (tokens[cue.first].start, tokens[cue.end - 1].end)
            is_asked = tokens[sentence.start].low in _ASKED and tokens[sentence.start + 1].low in _ABOUT
            if is_end and not is_asked and is_clause(sentence, sentence.start, comma):
                return Around([(_opening(sentence), comma)], stretch, mention, "trailing")
            if is_turned and _parts_clause(sentence, comma, at):
                return Around([(sentence.start, comma), (at + 1, sentence.end)], stretch, mention, "inside")
        if cue.speaker_follows:
            continue
        found = _subject_inside(sentence, cue, after)
        if found:
            return Around(found[0], (start, stop), found[1], found[2])
    return None


def _parts_clause(sentence: Sentence, comma: int, at: int) -> bool:
    """ "As a result, says Brandt, villages are empty": the cue parts an opening without a verb from its clause."""
    tokens = sentence.tokens
    if at + 1 >= sentence.end or tokens[at].text != "," or comma - sentence.start > _ROLE:
        return False
    if tokens[at + 1].low in _ANEW or any(token.is_quote for token in tokens[sentence.start : comma]):
        return False
    is_open = tokens[comma - 1].low in _AUXILIARIES or not has_verb(tokens, sentence.start, comma)
    return is_open and is_clause(sentence, at + 1, sentence.end)


def _is_first_comma(sentence: Sentence, cue: Cue) -> bool:
    """ "The lake, argues the governor, is …": nothing but the clause's own subject stands before the comma."""
    at = cue.first - 1
    return not any(is_comma(token) or token.text == "(" for token in sentence.tokens[sentence.start : at])


def _says_more(token: Token) -> bool:
    """Whether a source is told more of: "a survey published in May", "a bulletin that …", "a doctor who …"."""
    return is_participle(token) or token.low in ("that", "who", "which", "whose", "to")


def _opening(sentence: Sentence) -> int:
    """Where a clause begins behind the writer's own "But"."""
    return sentence.start + (sentence.tokens[sentence.start].low in ("but", "yet"))


def _subject_inside(sentence: Sentence, cue: Cue, after: int) -> tuple[list[Stretch], Mention, str] | None:
    tokens = sentence.tokens
    mention = subject(tokens, sentence.start, cue)
    if mention is None:
        return None
    comma = cue.first
    while comma > sentence.start and tokens[comma].start > mention.start_char:
        comma -= 1
    is_as = comma > sentence.start + 1 and tokens[comma - 1].low == "as"  # "…, as X said"
    comma -= is_as
    comma = _before_role(sentence, cue, comma, mention)
    if comma == sentence.start or not is_comma(tokens[comma - 1]):
        return None
    comma -= not tokens[comma - 1].is_quote
    if _ends_here(sentence, comma, after):
        is_asked = tokens[sentence.start].low in _ASKED and tokens[sentence.start + 1].low in _ABOUT
        fits = not is_asked and is_clause(sentence, sentence.start, comma)
        return ([(_opening(sentence), comma)], mention, "trailing") if fits else None
    comma_after = _past_tail(tokens, after, sentence.end)
    if is_as or comma_after is None or (comma_after > after and not _is_one_clause(sentence, comma_after + 1)):
        return None
    after = comma_after
    first, second = (sentence.start, comma), (after + 1, sentence.end)
    if (mention.category == "name" and role_span(tokens, *first)) or not has_verb(tokens, *second):
        return None
    return [first, second], mention, "inside"


def _past_tail(tokens: Sequence[Token], after: int, end: int) -> int | None:
    """The comma that ends what stands inside a clause: "…, she wrote in a letter to the council, …"."""
    for at in range(after, min(end, after + _TAIL)):
        if tokens[at].text in (",", "–", "—"):
            return at if at == after or is_tail(tokens, after, at) else None
    return None


def _is_one_clause(sentence: Sentence, second: int) -> bool:
    """Whether what follows an occasion goes on with the clause that the cue stands in."""
    tokens, start = sentence.tokens, sentence.start
    if second >= sentence.end or tokens[second].low in _ANEW or tokens[second].low.endswith("ing"):
        return False
    return not any(token.low in _SUBORDINATE - PREPOSITIONS - {"and", "but"} for token in tokens[start : start + 2])


def as_said(sentence: Sentence, cue: Cue) -> Around | None:
    """ "As Brandt put it, the road was shut."."""
    tokens, start = sentence.tokens, sentence.start
    is_spoken = not cue.is_participle and not cue.speaker_follows and cue.takes >= {"quote", "trail"}
    if tokens[start].low != "as" or not is_spoken or not (cue.takes & {"that"} or tokens[cue.end - 1].low == "it"):
        return None
    mention = phrase(tokens, start + 1, before_verb(tokens, cue.first, start))
    first, stop, after = cue_span(tokens, cue, sentence.end)
    comma = _past_tail(tokens, after, sentence.end)
    if mention is None or comma is None or not is_clause(sentence, comma + 1, sentence.end):
        return None
    return Around([(comma + 1, sentence.end)], (first, stop), mention, "as-said")


def _before_role(sentence: Sentence, cue: Cue, start: int, mention: Mention) -> int:
    """Where the phrase of "…, the mayor's brother, NAME, said" begins: the role belongs to it."""
    tokens = sentence.tokens
    if mention.category != "name" or tokens[cue.first - 1].text != "," or tokens[start - 1].text != ",":
        return start
    for at in range(start - 2, max(sentence.start, start - _ROLE), -1):
        if is_comma(tokens[at]):
            return at + 1 if role_span(tokens, at + 1, start - 1) else start
    is_whole = start - sentence.start <= _ROLE and not any(t.low in _ANEW for t in tokens[sentence.start : start])
    is_owned = any(token.low == "'s" for token in tokens[sentence.start : start])
    return sentence.start if is_whole and is_owned and kind_of_noun(tokens[start - 2].low) == "role" else start


def _ends_here(sentence: Sentence, comma: int, after: int) -> bool:
    """Whether what stands after "…, X said" only tells to whom, where or on what occasion: "… when we called"."""
    tokens, end = sentence.tokens, sentence.end
    if after >= end or tokens[after].text == "(" or is_tail(tokens, after, end):
        return True
    at = skip_time(tokens, after, end) if tokens[after].low != "that" else after
    at += at > after and at < end and tokens[at].text == ","
    if at < end and not (tokens[at].low in _OCCASIONS or (at > after and tokens[at].low == "ahead")):
        return False
    opens = tokens[sentence.start].low
    return opens not in _SUBORDINATE and has_verb(tokens, sentence.start, comma)


def subject_of(sentence: Sentence, low: int, cue: Cue) -> Mention | None:
    tokens = sentence.tokens
    found = subject(tokens, low, cue, sentence.start)
    before = tokens[before_verb(tokens, cue.first, low) - 1]
    if found is None and low == sentence.start and before.text in (",", ")"):
        opening = low + (tokens[low].low in ("but", "and", "so", "yet"))
        found = subject_loosely(tokens, opening, cue)
    return found
