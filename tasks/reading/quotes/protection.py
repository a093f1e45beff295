"""Protection that a report gives its speakers: pseudonyms, changed names, and those who asked not to be named."""

from __future__ import annotations

import re
from bisect import bisect_right

from tasks.reading.quotes.register import Person, Register
from tasks.reading.quotes.utterances import Stretch, Text
from tasks.report import Report

_HIS = r"(?:his|her|their)"
_NOT_REAL = re.compile(
    rf"[(,–—-]\s?(?:which is )?(?:not {_HIS} real name|a pseudonym|name changed"
    rf"|(?:{_HIS}|whose|the) (?:real )?name (?:has been|was|is) (?:changed|withheld))",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"whose (?:real )?names? (?:has|have) been changed", re.IGNORECASE)
_ALL_CHANGED = re.compile(r"\bnames\b[^.]{0,60}\b(?:have been|were|are) (?:changed|altered)", re.IGNORECASE)
_SOME = re.compile(r"\bsome\b", re.IGNORECASE)
_UNNAMED = re.compile(
    r"(?:asked|wished|wanted|preferred|wishes|wants|prefers|requested|insisted)"
    rf" (?:to remain anonymous|not to be (?:named|identified)|to stay anonymous|anonymity|that {_HIS} name)"
    rf"|(?:did not|didn't|didn’t) (?:want|wish) (?:to be (?:named|identified)|{_HIS} name)"
    rf"|(?:declined|refused) to (?:be (?:named|identified)|give {_HIS} (?:full )?name)"
    r"|(?:condition of|request(?:ed|ing)) anonymity|(?:speaking|spoke) anonymously|whose name is withheld",
    re.IGNORECASE,
)
_NEAR = 40  # characters between a name and the bracket that says it is not real


def mark_pseudonyms(report: Report, register: Register) -> None:
    """Marks the people whose names the report says are not theirs.

    A notice that changes "names" at large covers those who bear one name only: nobody changes a minister's.
    """
    for match in [*_NOT_REAL.finditer(report.body), *_WHOSE.finditer(report.body)]:
        person = _before(register, match.start())
        if person:
            person.is_pseudonym = True
    for passage in report.passages:
        if passage.kind != "pseudonym":
            continue
        notice = report.body[passage.start_char : passage.end_char]
        words = {word.strip(".,;:()'\"’“”").lower() for word in notice.split()}
        is_general = bool(_ALL_CHANGED.search(notice)) and not _SOME.search(notice)
        for person in register.people:
            is_named = set(person.words) <= words
            if is_named or (is_general and len(person.words) == 1 and person.role is None):
                person.is_pseudonym = True


def _before(register: Register, start_char: int) -> Person | None:
    at = register.before(start_char)
    if at == 0:
        return None
    sighting = register.sightings[at - 1]
    return sighting.person if start_char - sighting.start_char <= _NEAR else None


def anonymous_sentences(text: Text) -> list[Stretch]:
    """Sentences that say their speaker is not to be named."""
    found: list[Stretch] = []
    for paragraph in text.paragraphs:
        starts = [paragraph.tokens[start].start for start, _ in paragraph.sentences]
        for match in _UNNAMED.finditer(text.body, paragraph.start_char, paragraph.end_char):
            at = bisect_right(starts, match.start()) - 1
            start, end = paragraph.sentences[max(at, 0)]
            found.append((paragraph.tokens[start].start, paragraph.tokens[end - 1].end))
    return found
