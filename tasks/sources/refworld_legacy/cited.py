"""What a printed citation repeats of a page: publisher, title, date, symbol.

``PUBLISHER, TITLE, D Month YYYY, SYMBOL, available at: … [accessed …]`` (sources.md §1). Its parts are divided by
commas, and so are titles: only what stands around a title or a publisher that is known from elsewhere is sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.report import PublicationDate
from tasks.sources import values

MAX_CHARACTERS = 4_000
"""Of a longer line no more is looked at."""
RULE = "label:Cite as"

_AVAILABLE = re.compile(r"available\s+at", re.IGNORECASE)
_WORD = re.compile(r"\w+|[^\w\s]")
_MARKS = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]', "–": "[-–]", "-": "[-–]"}
_SYMBOL = re.compile(r"(?=[^,]*\d)[\w.:;()\[\]/ -]{2,60}")
_PLACE = re.compile(r"\[[^\[\]]{1,60}\]")
_EDGE = " \t\r\n\xa0,;|"


@dataclass(frozen=True, slots=True)
class Cited:
    """The parts of a citation; none where the line does not tell."""

    publisher: str | None = None
    title: str | None = None
    published: PublicationDate | None = None
    symbol: str | None = None


def read(cite_as: str, title: str | None, publisher: str | None) -> Cited:
    """Reads a printed citation, by the title that the page prints, else by its publisher."""
    line = _AVAILABLE.split(cite_as[:MAX_CHARACTERS], maxsplit=1)[0].strip(_EDGE)
    if title and (found := re.search(_loosely(title), line)) and _is_bounded(line, found.end()):
        before = line[: found.start()].strip(_EDGE)
        published, symbol = _behind(line[found.end() :])
        return Cited(before or None, found[0].strip(_EDGE), published, symbol)
    published = values.cited_date(cite_as[:MAX_CHARACTERS])
    named = re.match(_loosely(publisher), line) if publisher else None
    if named is None or published is None or not line[named.end() :].lstrip().startswith(","):
        return Cited(published=published)
    middle, _, behind = line[named.end() :].rpartition(published.printed)
    return Cited(named[0], middle.strip(_EDGE) or None, published, _symbol(behind.strip(_EDGE)))


def _loosely(text: str) -> str:
    """A pattern for a text however its blanks and marks are printed: one may stand before a comma (sources.md §1.6)."""
    if len(text) > MAX_CHARACTERS:
        return r"(?!)"
    return r"\s*".join(_MARKS.get(word, re.escape(word)) for word in _WORD.findall(text)) or r"(?!)"


def _is_bounded(line: str, end: int) -> bool:
    """Whether a title ends here: a longer one may begin with the same words."""
    rest = line[end:].lstrip()
    return not rest or rest[0] in ",[("


def _behind(rest: str) -> tuple[PublicationDate | None, str | None]:
    """The date and the symbol behind the title, in whichever order."""
    parts = [part for each in _PLACE.sub("", rest).split(",") if (part := each.strip(_EDGE))]
    published = next((found for part in parts if (found := values.publication_date(part, RULE))), None)
    others = [part for part in parts if published is None or part != published.printed]
    return published, _symbol(others[0]) if len(others) == 1 else None


def _symbol(text: str) -> str | None:
    return text if _SYMBOL.fullmatch(text) else None
