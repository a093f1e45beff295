"""IWPR's bylines: ``By NAME in PLACE and NAME in PLACE (TU 300, 10-15 February 2003)`` (sources.md §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tasks.report import Author, PublicationDate
from tasks.sources.dates import WEEKDAYS
from tasks.sources.iwpr.stamps import (
    NUMBERED,
    SERIES,
    Stamp,
    bare,
    dateline_of,
    looks_like_dateline,
    plain_date_of,
    printed_as,
    stamp_of,
)

MAX_BYLINE = 200

_BYLINE = re.compile(
    r"(?:(?:Written\s|Reported\s|Compiled\s)?By\s?:?|بقلم\s?:?|(?:Authors?|Авторы?|Автори|Аутор|Autor(?:i|es)?)\s?:)\s(?P<names>\S.*?)"
    rf"\s?(?P<stamp>\((?:{SERIES}|{NUMBERED}),?\s[^()]*\))?\.?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s(?:in|from|at|near|IN|FROM|AT|NEAR|u|iz|в|из|у)\s(?:the\s|THE\s)?(?=[^\W\d_a-z])")
_NO_PLACE = re.compile(r"[\d|•·:;!?]")
_JOINED = re.compile(r"\s?;\s?|\s?&\s?|,?\s(?:and|with)\s")
_COMMA = re.compile(r"\s?,\s?")
_CREDIT = re.compile(
    r"[,;]?\s(?:(?:with|and)\s)?(?:(?:additional|further)\sreporting\s(?:by|from)|(?:photo|photograph|picture|image|video)s?\sby|translated\sby)"
    r"\s.+|\s?[(\[][^()\s]{1,60}@[^()\s]{3,60}[)\]]|,?\s(?:special\sto|exclusive(?:ly)?\s(?:for|to)|(?:writing\s)?for)\sIWPR",
    re.IGNORECASE,
)
"""What others did, and for whom: behind the authors' names."""
_OCCUPATION = re.compile(
    r"(?:(?:an?|the|our|[Ll]ocal|[Ss]pecial|[Ss]taff|[Ff]reelance|[Ss]enior|IWPR(?:['’]s)?)\s){0,3}"
    r"(?:correspondent|reporter|contributor|journalist|editor|trainee|writer)s?,?\s"
    r"(?=[^\W\d_a-zà-öø-ÿа-яё]\S*\s+[^\W\d_a-zà-öø-ÿа-яё])"
)
"""What an author is, before a name of two words; "Reporters Without Borders" are none."""
_NOT_REAL = re.compile(
    r"\s?[(\[](?:an?\s)?(?:pseudonym|pen[- ]name|assumed\sname|not\s(?:his|her|their)\sreal\sname"
    r"|(?:(?:his|her|their|the)\s)?(?:real\s)?names?\s(?:ha(?:s|ve)\sbeen\s)?changed|псевдоним)s?[)\]]",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:pseudonyms|names)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«„](?P<name>[^“”\"«»„]+)[”\"»“]")
_STAR = re.compile(r"\s?\*{1,3}\Z")
_PIECES = re.compile(r"\s?[|•·]\s?|\s[–—-]\s")
_DAY = rf"(?:(?:{'|'.join(WEEKDAYS)}),?\s)?\d{{1,2}}[\s-][^\W\d_]{{3,9}},?[\s-](?:\d{{4}}|\d{{2}})"
_DATED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"(?P<names>.+?),?\s?(?P<date>{_DAY})", rf"(?P<date>{_DAY}),?\s?(?P<names>By\s.+)")
)
"""Of ``<span>`` beside ``<span>`` no blank is left between name and date."""
_WORD = re.compile(
    r"(?:[^\W\d_a-zà-öø-ÿа-яё]|(?:al|el|ad|as|an|ar|at|ash|abu|ibn|bin|d|l|o)[-'’ʼ][^\W\d_]).*", re.DOTALL
)
_ROLES = frozenset(
    """staff reporter reporters correspondent correspondents contributor contributors editor editors trainee trainees
    journalist journalists team teams writer writers network""".split()  # noqa: SIM905
)
_LOWER_WORDS = _ROLES | frozenset(
    """a an our own special local freelance al el de del della
    der den van von bin bint ibn la le da do dos di du ben uulu kyzy ogly oglu qizi zoda and the уулу кызы оглы
    кизи угли ўғли қизи қызы ұлы зода""".split()  # noqa: SIM905
)
_MAX_NAME_WORDS = 6
_MAX_PLACE_WORDS = 6
_ARTICLES = frozenset({"the", "a", "an", "our", "own", "and"})


@dataclass(frozen=True, slots=True)
class Byline:
    """A ``By …`` line."""

    names: tuple[str, ...]
    stamp: Stamp | None
    published: PublicationDate | None = None
    """A date printed in the same line."""
    unread_date: str | None = None
    """A date in the same line that cannot be read."""
    not_real: frozenset[str] = field(default_factory=frozenset)
    """The names that the line itself calls pseudonyms: "By NAME (not her real name)"."""
    starred: frozenset[str] = field(default_factory=frozenset)
    """The names with an asterisk; what it says stands below the text."""

    def authors(self, rule: str) -> tuple[Author, ...]:
        """The authors, those among them marked whom the line protects."""
        return tuple(
            Author(name, True, f"{rule}+byline-note") if name in self.not_real else Author(name, False, rule)
            for name in self.names
        )


def byline_of(text: str) -> Byline | None:
    """Reads a line as a byline; none where it is a sentence that begins with "By"."""
    if len(text) > MAX_BYLINE:
        return None
    line = bare(text)
    if whole := _byline(line):
        return whole
    first, *others = _PIECES.split(line)
    if others and (found := _byline(first)):
        for piece in others:
            if (joined := _with_piece(found, piece)) is None:
                return None
            found = joined
        return found
    for pattern in _DATED:
        if (match := pattern.fullmatch(line)) and (found := _byline(match["names"])):
            return _with_piece(found, match["date"])
    return None


def is_name(text: str) -> bool:
    """Whether a text can stand behind "By": a person's name, "IWPR staff", "a local reporter"."""
    words = text.split()
    if not 1 <= len(words) <= _MAX_NAME_WORDS or words[-1].lower() in _ARTICLES:
        return False
    if words[0].lower() in _ARTICLES and _ROLES.isdisjoint(word.lower() for word in words):
        return False
    return all(_WORD.fullmatch(word) or word.strip(".,").lower() in _LOWER_WORDS for word in words)


def _byline(line: str) -> Byline | None:
    match = _BYLINE.fullmatch(line)
    if match is None:
        return None
    names, not_real, starred = _marked(_names(_CREDIT.sub("", match["names"])))
    # "By Night" is a title; a name of one word stands with the stamp, or is the site's.
    is_sure = bool(match["stamp"]) or any(" " in name or name.startswith("IWPR") for name in names)
    stamp = stamp_of(match["stamp"]) if match["stamp"] else None
    return Byline(names, stamp, not_real=not_real, starred=starred) if is_sure else None


def _marked(printed: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """Names as they were printed, with brackets and asterisks: the bare ones, the protected, the starred."""
    notes = [_NOT_REAL.search(name) for name in printed]
    are_all = any(note is not None and _PLURAL.search(note[0]) for note in notes)
    names = tuple(_bare_name(name) for name in printed)
    not_real = frozenset(name for name, note in zip(names, notes, strict=True) if note or are_all)
    is_starred = [_STAR.search(_NOT_REAL.sub("", name)) is not None for name in printed]
    starred = frozenset(name for name, has_star in zip(names, is_starred, strict=True) if has_star)
    return names, not_real, starred


def _bare_name(printed: str) -> str:
    name = _STAR.sub("", _NOT_REAL.sub("", printed)).strip()
    quoted = _QUOTED.fullmatch(name)
    return quoted["name"].strip() if quoted else name


def _names(text: str) -> tuple[str, ...]:
    """The names, without places: each "and" that follows a place begins another author only where that one has a
    place too, as ``A in X and B in Y``; ``A in X and Y`` is one author in two places."""
    names: list[str] = []
    is_placed = False
    for part in _JOINED.split(text):
        pieces = _PLACE.split(part, maxsplit=1)
        if len(pieces) > 1 and (len(pieces[1].split()) > _MAX_PLACE_WORDS or _NO_PLACE.search(pieces[1])):
            return ()
        if is_placed and len(pieces) == 1:
            if not is_name(part):
                return ()
            continue  # another place
        listed = _listed(pieces[0])
        if not listed:
            return ()
        names.extend(listed)
        is_placed = len(pieces) > 1
    return tuple(names)


def _listed(text: str) -> tuple[str, ...]:
    """``A B, C D`` is two authors; a single word or the site's name behind a comma is where the first one works."""
    occupation = _OCCUPATION.match(text)
    parts = [part for part in _COMMA.split(text[occupation.end() :] if occupation else text) if part]
    if not parts or not all(is_name(_bare_name(part)) for part in parts):
        return ()
    first, *others = parts
    return (first, *(part for part in others if " " in part and not part.startswith("IWPR")))


def _with_piece(found: Byline, piece: str) -> Byline | None:
    """A byline with what follows it in its line: a date, a stamp, a region."""
    if stamp := stamp_of(piece):
        return replace(found, stamp=stamp)
    if published := (dateline_of(piece) or plain_date_of(piece)):
        return replace(found, published=printed_as(published, piece))
    if looks_like_dateline(piece):
        return replace(found, unread_date=piece)
    return found if is_name(piece) else None
