"""What shows that a name is the name of a body, where none of its words does: "Open Gate", "Free Column"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name, gender_of
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

_BODIES = words("nouns", "organisation")
_NAMED_AFTER = words("nouns", "named_after")
_CALLED = frozenset({"called", "named", "calling"})
_EMPLOYED = frozenset({"researcher", "director", "coordinator", "officer", "analyst", "adviser", "advisor", "campaigner"})
_REACH = 8  # tokens between an office and the name of its body
_APPOSITION = 12
Words = tuple[str, ...]


def names_of_bodies(paragraphs: Sequence[Paragraph], names: Sequence[Sequence[Name]]) -> dict[Words, Stretch]:
    """The names that stand for bodies, each with its fullest printing ("Fair Hands" for "Fair Hands International")."""
    found: dict[Words, Stretch] = {}
    prefixes: dict[Words, tuple[int, Stretch]] = {}
    persons: set[Words] = set()
    for paragraph, here in zip(paragraphs, names, strict=True):
        for name in here:
            stretch = paragraph.tokens[name.first].start, paragraph.tokens[name.end - 1].end
            if name.kind == "organisation":
                found.setdefault(name.words, stretch)
                _note_prefixes(prefixes, name.words, stretch)
            elif name.has_title or gender_of(name.words):
                persons.add(name.words)
            elif _is_shown(paragraph.tokens, name):
                found.setdefault(name.words, stretch)
    for here in names:
        for name in here:
            longer = prefixes.get(name.words)
            if longer and name.words not in persons and len(name.words) > 1:
                found[name.words] = longer[1]
    return {each: stretch for each, stretch in found.items() if each not in persons}


def _note_prefixes(prefixes: dict[Words, tuple[int, Stretch]], name: Words, stretch: Stretch) -> None:
    for length in range(2, len(name)):
        known = prefixes.get(name[:length])
        if known is None or known[0] < len(name):
            prefixes[name[:length]] = len(name), stretch


def _is_shown(tokens: Sequence[Token], name: Name) -> bool:
    if name.kind != "person" or name.outset != name.first:
        return False
    return bool(nouns_beside(tokens, name)) or (len(name.words) > 1 and _is_employer(tokens, name))


def nouns_beside(tokens: Sequence[Token], name: Name) -> set[str]:
    """The nouns a report calls a body by, beside its name: "the watchdog N", "N, a company", "a company called N"."""
    found: set[str] = set()
    first = name.first
    before = tokens[first - 1] if first else None
    if before is not None and before.low in _NAMED_AFTER and not before.is_capital:
        found.add(before.low)
    if before is not None and before.low in _CALLED and first > 1 and tokens[first - 2].low in _BODIES:
        found.add(tokens[first - 2].low)
    if before is not None and before.text == "," and first > 2 and tokens[first - 3].low in ("the", "its"):
        closes = name.end >= len(tokens) or tokens[name.end].text in ",.–—"
        if closes and tokens[first - 2].low in _BODIES:
            found.add(tokens[first - 2].low)
    after = _apposed(tokens, name.end)
    if after:
        found.add(after)
    return found


def _apposed(tokens: Sequence[Token], at: int) -> str | None:
    """ "N, a movement of fishing families": the noun."""
    if at + 2 >= len(tokens) or tokens[at].text not in (",", "–", "—", "("):
        return None
    if tokens[at + 1].low not in ("a", "an", "the", "one"):
        return None
    head = head_of(tokens, at + 1, min(len(tokens), at + 1 + _APPOSITION))
    low = tokens[head].low if head is not None else ""
    return low if low in _BODIES else None


def _is_employer(tokens: Sequence[Token], name: Name) -> bool:
    """ "Deputy Director for the Americas at N": only bodies have such people."""
    at = name.first - 1
    at -= at > 0 and tokens[at].low == "the"
    if at < 1 or tokens[at].low not in ("at", "with"):
        return False
    for back in range(at - 1, max(-1, at - _REACH), -1):
        token = tokens[back]
        if token.low in _EMPLOYED or kind_of_noun(token.low) == "role":
            return True
        if not (token.is_word and (token.is_capital or token.low in PREPOSITIONS | {"the"})):
            return False
    return False

