"""How a report presents somebody before it gives a name, or a number instead of one."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.signs import is_dateline
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch, sentence_of

_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "sir", "madam", "lady", "lord", ".", "the"})
_SHORT = {
    "dr": "doctor",
    "prof": "professor",
    "gen": "general",
    "col": "colonel",
    "lt": "lieutenant",
    "maj": "major",
    "capt": "captain",
    "sgt": "sergeant",
    "rev": "reverend",
    "fr": "priest",
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "pres": "president",
    "amb": "ambassador",
    "cmdr": "commander",
    "insp": "inspector",
}
_DOING = {
    "chaired": "chair",
    "headed": "head",
    "led": "leader",
    "edited": "editor",
    "directed": "director",
    "founded": "founder",
    "owned": "owner",
    "managed": "manager",
    "coordinated": "coordinator",
    "represented": "lawyer",
    "commanded": "commander",
    "translated": "translator",
}
_DOES = {
    "chairs": "chair",
    "heads": "head",
    "leads": "leader",
    "edits": "editor",
    "directs": "director",
    "founded": "founder",
    "owns": "owner",
    "manages": "manager",
    "runs": "manager",
    "coordinates": "coordinator",
    "represents": "lawyer",
    "commands": "commander",
    "teaches": "teacher",
    "drives": "driver",
}
_FULL = 2
_FAR = 30  # tokens between "The witness" and the number by which a court knows him
_LONGEST = 7
_SHORTEST = 5
_HEADLINE = 25
_MOST = 0.7
_CALLING = 9  # tokens between "who" and the name it leads to
_NAMED = frozenset({"named", "called"})
_NAMING = _NAMED | {"name", "call", "calls", "number", "identified", "known", "pseudonym", "nicknamed", "surname"}
_APART = frozenset({"identified", "named", "called", "known", "referred"})
_GAVE = frozenset({"gave", "gives", "give", "giving"})


def hiding_noun(paragraph: Paragraph, name: Name) -> Token | None:
    """The noun of "The witness, who is known only as N", or none."""
    tokens = paragraph.tokens
    start = sentence_of(paragraph, name.first)[0]
    if start + 2 >= name.first or name.first - start > _FAR or tokens[start].low != "the":
        return None
    noun = tokens[start + 1]
    is_apart = tokens[start + 2].text == "," or tokens[start + 2].low == "who"
    return noun if is_apart and kind_of_noun(noun.low) in ("role", "anonymous") else None


def named_noun(tokens: Sequence[Token], name: Name) -> Token | None:
    """The noun of "A nephew of 17, whom I will call N", "a woman who gave her name as N", "a picker named N"."""
    if not name.outset:
        return None
    low = max(0, name.outset - _CALLING)
    at, is_called = name.outset - 1, False
    while at >= low and (tokens[at].is_word or tokens[at].text == ","):
        is_called = is_called or tokens[at].low in _NAMING
        if tokens[at].low in _APART and tokens[at - 1].text == "," and at > 1:  # "the man, identified here as N"
            return tokens[at - 2] if kind_of_noun(tokens[at - 2].low) in ("role", "anonymous") else None
        if tokens[at].low in ("who", "whom", "whose") or (tokens[at].low in _NAMED and at == name.outset - 1):
            nouns = (tokens[back] for back in range(at - 1, max(-1, at - _SHORTEST), -1))
            noun = next((noun for noun in nouns if kind_of_noun(noun.low) in ("role", "anonymous")), None)
            if noun is None and at > 1 and tokens[at - 2].low in ("one", "another") and tokens[at - 1].text == ",":
                noun = tokens[at - 2]  # "said one, who gave his name only as N"
            return noun if is_called else None
        at -= 1
    return None


def opening_phrase(paragraph: Paragraph) -> Stretch | None:
    """Somebody without a name with whom a paragraph begins: "A former prison guard this week told …"."""
    tokens = paragraph.tokens
    if len(tokens) < _LONGEST or tokens[0].low not in ("a", "an", "one"):
        return None
    for at in range(1, _LONGEST - 1):
        if not tokens[at].is_word:
            return None
        is_head = kind_of_noun(tokens[at].low) in ("role", "anonymous") and kind_of_noun(tokens[at + 1].low) is None
        if is_head:
            return tokens[0].start, tokens[at].end
    return None


def gave_name(tokens: Sequence[Token], name: Name) -> int | None:
    """Where "who" stands in "a young mother who gave only her first name, N", or none."""
    for at in range(name.outset - 1, max(1, name.outset - 9), -1):
        if tokens[at].low == "who":
            gave = any(token.low in _GAVE for token in tokens[at + 1 : at + 3])
            return at if gave and any(token.low == "name" for token in tokens[at : name.outset]) else None
        if not (tokens[at].is_word or tokens[at].text == ","):
            return None
    return None


def is_headline(paragraph: Paragraph) -> bool:
    """Whether most words have capitals and no full stop ends them: its capitals make no names."""
    tokens = paragraph.tokens
    if not _SHORTEST <= len(tokens) < _HEADLINE or tokens[-1].text in ".?!…:" or any(t.is_quote for t in tokens):
        return False
    words = [token for token in tokens if token.is_word and len(token.text) > 3]
    return bool(words) and sum(token.is_capital for token in words) > _MOST * len(words)


def titles_of(tokens: Sequence[Token], name: Name) -> frozenset[str]:
    """The titles before a name by which it may be called again: "Dr N", later "the doctor"."""
    titles = {token.low for token in tokens[name.outset : name.first]} - _ADDRESS
    return frozenset(titles | {_SHORT[title] for title in titles & _SHORT.keys()})


def offices_of(tokens: Sequence[Token], name: Name) -> frozenset[str]:
    """What a name's own first word or a verb beside it makes of somebody: "Farmer N N", "chaired by N", "N edits …"."""
    found: set[str] = set()
    if len(name.words) > _FULL and kind_of_noun(name.words[0]) == "role":
        found.add(name.words[0])
    at = name.outset
    if at > 1 and tokens[at - 1].low == "by":
        found.add(_DOING.get(tokens[at - 2].low, ""))
    if name.end + 1 < len(tokens) and tokens[name.end + 1].low in ("the", "a", "an", "its", "their"):
        found.add(_DOES.get(tokens[name.end].low, ""))
    return frozenset(found - {""})


def names_in(paragraph: Paragraph) -> list[tuple[Name, bool]]:
    """The names outside marks, each with whether it opens its sentence; a dateline is none."""
    found: list[tuple[Name, bool]] = []
    tokens = paragraph.tokens
    for start, end in paragraph.sentences:
        at = start
        while at < end:
            if tokens[at].text.islower() and tokens[at].text.isalpha():  # most words: no name begins with them
                at += 1
                continue
            name = None if tokens[at].is_quote else name_at(tokens, at, end, opens_sentence=at == start)
            if name and at == start and tokens[at].low == "said" and name.end < end and tokens[name.end].text == ":":
                name = name_at(tokens, at + 1, end)  # Said X: the verb, not the first name
            if name and not is_dateline(tokens, name):
                found.append((name, at == start))
            at = name.end if name else at + 1
    return found
