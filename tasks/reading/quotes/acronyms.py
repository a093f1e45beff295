"""Short forms that a report explains: "the Marsh Heritage League (MHL)", and later "the MHL"."""

from __future__ import annotations

import re

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.utterances import Stretch

_DEFINED = re.compile(r"(?<=[^\W\d_]) ?(?:\(|, )(?:the |or )?[\"“”«‘]?([A-Z][A-Za-z.-]{0,8}[A-Z])[\"“”»’]?(?=[),;])")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_BODIES = words("names", "organisation") | words("nouns", "organisation")
_CAPITAL = r"[^\W\d_a-zа-я][^\W_]*(?:[-’'][^\W_]+)*"
_CAPITALS = re.compile(rf"{_CAPITAL}(?: (?:(?:of|for|and|the|on|in|de|del|la|du) ){{0,2}}{_CAPITAL})+$")
_REACH = 120  # characters before the bracket that the name may take
_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "to", "de", "del", "la", "des", "du", "et", "y", "e", "at"})


def explained(body: str) -> dict[str, Stretch]:
    """Each short form with the name for which it stands, where that was printed."""
    found: dict[str, Stretch] = {}
    for match in _DEFINED.finditer(body):
        short = match.group(1)
        name = _name_before(body, match.start(), short) or _foreign(body, match)
        if name:
            found.setdefault(short, name)
    return found


def _name_before(body: str, end: int, short: str) -> Stretch | None:
    """The words before an offset whose initials are the letters of the short form."""
    start = max(0, end - _REACH)
    line = body.rfind("\n", start, end)
    words = list(_WORD.finditer(body, max(start, line + 1), end))
    letters = [letter.lower() for letter in short if letter.isalpha()]
    at = len(words) - 1
    first: int | None = None
    while letters and at >= 0:
        word = words[at].group()
        pieces = [piece for piece in re.split("[-’']", word) if len(piece) > 1] or [word]
        if word[0].isupper() and pieces[0][0].lower() == letters[-1]:
            letters.pop()
            first = at
        elif len(pieces) > 1 and pieces[-1][0].lower() == letters[-1]:
            letters.pop()
            if letters and pieces[0][0].lower() == letters[-1]:
                letters.pop()
            first = at
        elif word.lower() not in _SMALL:
            return None
        elif word[0].lower() == letters[-1] and word.lower() not in ("the", "in", "at"):
            letters.pop()  # "Committee of the Relatives of …" may count its small words
        at -= 1
    return (words[first].start(), words[len(words) - 1].end()) if first is not None and not letters else None


def _foreign(body: str, match: re.Match[str]) -> Stretch | None:
    """ "New Path Party (YYP)": the letters are those of another language; only behind the name of a body."""
    if "(" not in match.group():
        return None
    start = max(0, match.start() - _REACH)
    start = max(start, body.rfind("\n", start, match.start()) + 1)
    found = _CAPITALS.search(body[start : match.start()])
    if found is None or not any(word.lower() in _BODIES for word in found.group().split()):
        return None
    return start + found.start(), start + found.end()
