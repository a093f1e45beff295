"""Personal names among printed words: in ``Comments``, in the note on the author below a text."""

from __future__ import annotations

import re

from tasks.report import Author
from tasks.sources.lines import Claims

NOTED_PARAGRAPHS = 6
"""A note on the author stands among the last paragraphs, before funding and copyright."""

_CAPITALISED = r"(?:d['’]|[ae]l-)?[^\W\d_a-zà-öø-ÿа-яё](?:[\w'’‘ʼ-]*\.?)"
_PARTICLE = r"(?:al|ad|el|bin|ibn|bint|ben|de|del|della|di|da|do|dos|du|la|le|van|von|den|der|ter|zu|y|ould|uulu|kyzy)"
_PERSON = re.compile(rf"{_CAPITALISED}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_CAPITALISED}){{1,4}}")
_AUTHOR_NOTE = re.compile(
    r"(?P<names>[^.:\n]{3,120}?),?\s+(?:is|are|was|were)\s+(?:"
    r"(?:an?\s+|the\s+)?IWPR(?:['’]s)?(?:[- ]trained)?\s+[^.\n]{0,40}?"
    r"(?:correspondent|journalist|reporter|contributor|editor|bureau chief|director)s?\b"
    r"|(?:an?\s+|the\s+)pseudonyms?\s+(?:of|used by|for)\s)"
)
"""``… is an IWPR correspondent in …``, ``… is the pseudonym of a journalist in …`` (sources.md §4)."""
_NOT_PERSONS = frozenset(
    """a act advisory agency amnesty an and annual article assembly board briefing bulletin by centre center chapter
    commission committee congress constitution convention council country court crisis department document edition
    english entry excerpt extract federation final first for foundation french government human immigration in
    institute international issue journal law letter list ministry national new news no note number of office official
    on original page paper part people press programme project protocol public published refugee release report
    reports republic resolution response review revised rights russian second section series service source special
    state states statement study summary supplement survey text the third translation united university unofficial
    update updated version volume with working world""".split()  # noqa: SIM905
)
"""Words of titles, series and organisations."""


def is_person(text: str) -> bool:
    """Whether a text looks like a bare personal name: two to five capitalised words, none of them a thing's name."""
    words = text.split()
    if len(text) > 60 or not _PERSON.fullmatch(" ".join(words)) or text.isupper():
        return False
    return not any(word.strip(".,").lower() in _NOT_PERSONS for word in words)


def noted_authors(claims: Claims) -> tuple[Author, ...]:
    """The authors that a note below the text introduces: where a copy has lost the byline, nothing else names them."""
    bodies = [passage for passage in claims.passages() if passage.kind == "body"][-NOTED_PARAGRAPHS:]
    for passage in bodies:
        if authors := noted(claims.page.text[passage.start_char : passage.end_char], "author-note"):
            return authors
    return ()


def noted(text: str, rule: str) -> tuple[Author, ...]:
    """The authors that a text introduces: "NAME is the pseudonym of a journalist in …"; none where it does not."""
    match = _AUTHOR_NOTE.match(text)
    names = re.split(r"\s+and\s+|,\s+(?:and\s+)?", match["names"]) if match else []
    if not names or not all(is_person(name) for name in names):
        return ()
    return tuple(Author(name, False, rule) for name in names)
