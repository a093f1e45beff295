"""Protection that a report gives its speakers: pseudonyms, changed names, and those who asked not to be named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tasks.reading.quotes.naming_lines import naming_lines
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.protecting_words import (
    ASTERISK,
    CALLED,
    HER_NAME,
    IS,
    NOT_REAL,
    OF_THEM,
    OTHER,
    SOME,
    THE_NAME,
    UNNAMED,
    WHOSE,
)
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch, Text
from tasks.report import Report

_OPENING = 20  # tokens in which the subject of a sentence comes
_SUBJECT = 5  # tokens in which "Two officials" comes
_ONE_OF_THEM = frozenset({"a", "an", "one", "another"})
_SEVERAL = frozenset({"two", "three", "four", "five", "both", "several", "some"})
_TITLE = 8  # characters of a form of address
_APPOSED = 110  # characters of "X, a student at the university, whose real name …"
_ANOTHER = re.compile(r"[’']s\b|\b(?:that|his|her|their|my)\b")
_ENDS = re.compile(r"[.;:?!](?!,)|[“”\"]|[’']s\b|\b(?:and|who|which|that|said|says|told|his|her|their|my)\b")
_BACK = 4  # sentences before and behind that may speak of whoever asks not to be named
_LISTED = 6  # names that one bracket may stand behind
_JOINED = re.compile(r"[\w’'.-]{1,30}(?: [\w’'.-]{1,30}){0,3}(?:,| and|, and) ")
_STARRED = re.compile(r"[\w’'-]{1,30}(?: [A-Z][\w’'-]{0,30}){0,4}?\*")
_POSSESSIVE = re.compile(r"[’']s$")
_NEAR = 40  # characters between a name and the bracket that says it is not real


def mark_pseudonyms(report: Report, register: Register) -> None:
    """Marks the people whose names the report says are not theirs.

    A notice that changes "names" at large covers those who bear one name only: nobody changes a minister's.
    """
    body = report.body
    lines = [*naming_lines(body)]
    for line in lines:
        _mark_in_line(body, line, register)
    _mark_asterisks(body, register)
    for notice in _notices(report, lines):
        words = {_POSSESSIVE.sub("", word.strip(".,;:()'\"’“”*").lower()) for word in notice.split()}
        is_general = bool(OF_THEM.search(notice)) and not SOME.search(notice)
        for person in register.people:
            is_named = set(person.words) <= words
            is_short = len(person.words) == 1 or (len(person.words) == 2 and len(person.words[1]) == 1)
            if is_named or (is_general and is_short and not person.is_body and not person.is_titled):
                person.is_pseudonym = True


def _mark_in_line(body: str, line: Stretch, register: Register) -> None:
    for match in NOT_REAL.finditer(body, *line):
        person = _before(register, match.start())
        if person and not ("whose" in match.group() and _is_anothers(body, register, match.start())):
            person.is_pseudonym = True
            if "names" in match.group().lower():  # "X and Y (not their real names)"
                for other in _listed_with(body, register, match.start()):
                    other.is_pseudonym = True
    for match in WHOSE.finditer(body, *line):
        person = _before(register, match.start(), _APPOSED)
        if person and not (person.is_body or _ENDS.search(body, _last_seen(register, match.start()), match.start())):
            person.is_pseudonym = True
    for match in HER_NAME.finditer(body, *line):
        person = _before(register, match.start(), _APPOSED)
        if person and not person.is_body and person.gender != OTHER[match.group(1).lower()]:
            person.is_pseudonym = True
    for match in [*IS.finditer(body, *line), *THE_NAME.finditer(body, *line)]:
        person = register.find(match.group(1).lower().split())
        if person:
            person.is_pseudonym = True
    for match in CALLED.finditer(body, *line):
        person = register.at(match.end()) or _behind(register, match.end())
        if person and not person.is_body:
            person.is_pseudonym = True


def _mark_asterisks(body: str, register: Register) -> None:
    """ "Ahmad*", where a note says "* Name changed"."""
    if not ASTERISK.search(body):
        return
    for person in register.people:
        if any(_STARRED.match(body, at) for at in person.seen):
            person.is_pseudonym = True


def _notices(report: Report, lines: Sequence[Stretch]) -> Iterator[str]:
    """The labelled notices, and sentences of the running text that say of the names at large that they are changed."""
    for passage in report.passages:
        start, end = passage.start_char, passage.end_char
        if passage.kind == "pseudonym":
            yield report.body[start:end]
        elif passage.kind == "body":
            for match in _in_lines(OF_THEM, report.body, lines, (start, end)):
                before = report.body[max(start, match.start() - 5) : match.start()]
                yield before + match.group()


def _in_lines(
    pattern: re.Pattern[str], body: str, lines: Sequence[Stretch], stretch: Stretch
) -> Iterator[re.Match[str]]:
    """What a pattern finds in those lines, or pieces of them, that lie in a stretch."""
    start, end = stretch
    for at in range(bisect_right(lines, start, key=lambda line: line[1]), len(lines)):
        if lines[at][0] >= end:
            return
        yield from pattern.finditer(body, max(start, lines[at][0]), min(end, lines[at][1]))


def _behind(register: Register, start_char: int) -> Person | None:
    """Whose name begins with a form of address at an offset: "Uncle N"."""
    at = register.before(start_char)
    if at == len(register.sightings):
        return None
    sighting = register.sightings[at]
    return sighting.person if sighting.start_char - start_char <= _TITLE else None


def _before(register: Register, start_char: int, near: int = _NEAR) -> Person | None:
    at = register.before(start_char)
    if at == 0:
        return None
    sighting = register.sightings[at - 1]
    return sighting.person if start_char - sighting.start_char <= near else None


def _listed_with(body: str, register: Register, start_char: int) -> Iterator[Person]:
    """Those joined by "and" or a comma to the last name before an offset."""
    at = register.before(start_char) - 1
    for back in range(at, max(0, at - _LISTED), -1):
        one, other = register.sightings[back - 1], register.sightings[back]
        if not _JOINED.fullmatch(body, one.start_char, other.start_char):
            return
        yield one.person


def _is_anothers(body: str, register: Register, start_char: int) -> bool:
    """ "X and his cousin, whose name has been changed": not that of X."""
    return _ANOTHER.search(body, _last_seen(register, start_char), start_char) is not None


def _last_seen(register: Register, start_char: int) -> int:
    """Where the last name before an offset begins."""
    return register.sightings[register.before(start_char) - 1].start_char


def anonymous_sentences(text: Text) -> list[Stretch]:
    """Sentences that say their speaker is not to be named, from where they speak of him."""
    found: list[Stretch] = []
    for number, paragraph in enumerate(text.paragraphs):
        before = text.paragraphs[number - 1] if number else None
        tokens = paragraph.tokens
        starts = [tokens[start].start for start, _ in paragraph.sentences]
        quoted = [token for token in tokens if token.is_quote]
        for match in UNNAMED.finditer(text.body, paragraph.start_char, paragraph.end_char):
            if _is_inside(quoted, match.start()):
                continue
            at = max(bisect_right(starts, match.start()) - 1, 0)
            first = at
            start, end = paragraph.sentences[at]
            while at > max(0, first - _BACK) and _goes_on(paragraph, start, match.start()):
                at -= 1
                start = paragraph.sentences[at][0]
            while at + 1 < min(len(paragraph.sentences), first + _BACK) and _is_of_these(paragraph, start, at + 1):
                at += 1
                end = paragraph.sentences[at][1]
            found.append((tokens[start].start, tokens[end - 1].end))
            if at == 0 and before is not None and before.sentences and _goes_on(paragraph, 0, match.start()):
                found.append((before.tokens[before.sentences[-1][0]].start, before.end_char))
    return found


def _is_of_these(paragraph: Paragraph, start: int, following: int) -> bool:
    """ "Two guards asked not to be named. One said …": the sentence is about one of those who asked."""
    first, end = paragraph.sentences[following]
    tokens = paragraph.tokens
    if tokens[first].low not in _ONE_OF_THEM or first + 1 >= end:
        return False
    opening = tokens[start : min(start + _SUBJECT, first)]
    return any(token.low in _SEVERAL or kind_of_noun(token.low) == "group" for token in opening)


def _is_inside(quoted: list[Token], start_char: int) -> bool:
    at = bisect_right(quoted, start_char, key=lambda token: token.start) - 1
    return at >= 0 and quoted[at].end > start_char


def _goes_on(paragraph: Paragraph, start: int, before: int) -> bool:
    """ "…, said a baker. Like the others, he asked not to be named": the sentence is about the one before."""
    for at in range(start, min(len(paragraph.tokens), start + _OPENING)):
        token = paragraph.tokens[at]
        if token.start >= before or token.is_quote or kind_of_noun(token.low) in ("role", "anonymous"):
            return False
        if token.low in ("he", "she", "his", "her"):
            return True
    return False
