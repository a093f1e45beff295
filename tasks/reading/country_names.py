"""Countries named in a text: what is found, in one pass over its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tasks.country_codes import Note, fold
from tasks.reading.country_lexicon import Entry, Kind, lexicon_of_countries

MIN_LOUD_WORD = 6
"""In capitals throughout is a text with a word of so many letters: "UAE" alone is not."""

_WORD = re.compile(r"(?<!\w)[^\W\d_]+")
_HYPHENS = "-‐‑"
_LONG_WORD = re.compile(rf"[^\W\d_]{{{MIN_LOUD_WORD}}}")
_PARTS = re.compile(r"[,(/–—-]\s+|\s+[(/–—-]|\)|\s+(?:and|et|и|&)\s+|\.\s*$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A country's name in a text."""

    code: str
    """Empty where the name alone does not tell which."""
    printed: str
    start: int
    end: int
    kind: Kind
    note: Note = ""

    @property
    def key(self) -> str:
        """The name as it is looked up."""
        return fold(self.printed)


def mentions(text: str) -> list[Mention]:
    """Countries named in a text that is NFC, the longest name at each place; phrases that only look like one are out.

    A name that a hyphen ties to anything but another name is none: "Russia-backed", "Anti-Chinese".
    """
    found = list(_found(text))
    starts = {mention.start for mention in found}
    ends = {mention.end for mention in found}
    return [
        mention
        for mention in found
        if mention.kind != "phrase" and not _is_tied(text, mention.start, mention.end, starts, ends)
    ]


def city_codes(text: str) -> Iterator[tuple[str, str]]:
    """The countries of the cities a dateline names, each once, with the city as printed."""
    cities = lexicon_of_countries().cities
    seen: set[str] = set()
    for part in (text, *_PARTS.split(text)):
        city = part.strip(" .,:;()\xa0")
        code = cities.get(fold(city))
        if code and code not in seen:
            seen.add(code)
            yield code, city


def _found(text: str) -> Iterator[Mention]:
    lexicon = lexicon_of_countries()
    is_loud = text.isupper() and _LONG_WORD.search(text) is not None
    end = 0
    for match in _WORD.finditer(text):
        if match.start() < end:
            continue
        word = match.group().lower()
        listed = lexicon.entries.get(word)
        mention = _listed(text, match, listed, is_loud=is_loud) if listed else None
        if mention is None and not match.group()[0].islower() and (code := lexicon.stem_code(word)):
            mention = Mention(code, match.group(), match.start(), match.end(), "name")
        if mention is not None:
            end = mention.end
            yield mention


def _listed(text: str, first: re.Match[str], entries: tuple[Entry, ...], *, is_loud: bool) -> Mention | None:
    is_lower = text[first.start()].islower()
    for entry in entries:
        if (entry.is_exact and is_loud) or (is_lower and not entry.is_lower):
            continue
        end = first.end()
        if entry.tail:
            rest = _tail(entry.tail, entry.kind in ("demonym", "people")).match(text, end)
            if rest is None:
                continue
            end = rest.end()
        printed = text[first.start() : end]
        is_whole = end == len(text) or not (text[end].isalnum() or text[end] == "_")
        if is_whole and (not entry.is_exact or printed == entry.name):
            return Mention(entry.code, printed, first.start(), end, entry.kind, entry.note)
    return None


@cache
def _tail(tail: str, is_people: bool) -> re.Pattern[str]:
    gap = r"(?:\s{1,4}|[-‐‑])" if is_people else r"\s{1,4}"
    forms = {" ": gap, "'": "['’]", "-": "[-‐‑–]"}
    return re.compile("".join(forms.get(letter) or re.escape(letter) for letter in tail), re.IGNORECASE)


def _is_tied(text: str, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
    if start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalpha() and start - 1 not in ends:
        return True
    is_followed = end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalpha()
    return is_followed and end + 1 not in starts
