"""The countries a report is about, where no printed field and no address said so."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from tasks.reading.country_names import Mention, city_code, lexicon_of_countries, mentions
from tasks.reading.language import running_text
from tasks.report import Country, Issue, Report

MAX_CHARACTERS = 30_000
OPENING_PARAGRAPHS = 3
MIN_MENTIONS = 3
MIN_MENTIONS_WHERE_SOLE = 2
"""Where no other country is named at all, not even by its people."""
MIN_DOMINANCE = 2.0
"""How many times as often as the next the leading country must be named: a text that names two often may be about both
or about neither."""

_PART = re.compile(r"\s+[-–—|]\s+|\s*:\s+|\s*[()]\s*|,\s+")


@dataclass(frozen=True, slots=True)
class _Text:
    """What the rules look at."""

    opening: str
    whole: str


def find(report: Report) -> Report:
    """Fills `citation.countries` from the title, the dateline or the body, in that order of trust.

    What the source took from a printed field or the address stays. The body is believed only where one country
    clearly dominates; where nothing is found, or a name may mean two countries, an issue ``country`` says so.
    """
    if report.citation.countries:
        return report
    text = _text(report)
    title = unicodedata.normalize("NFC", report.citation.title.value) if report.citation.title else ""
    rules: dict[str, Callable[[], list[Mention]]] = {
        "title": lambda: _in_title(title, text),
        "dateline": lambda: _in_dateline(report, text),
        "body": lambda: _in_body(text),
    }
    for rule, look in rules.items():
        if countries := tuple(_named(look(), rule)):
            return replace(report, citation=replace(report.citation, countries=countries))
    return replace(report, issues=(*report.issues, Issue("country", "no title, dateline or dominant name tells")))


def _named(found: Iterable[Mention], rule: str) -> Iterator[Country]:
    seen: set[str] = set()
    for mention in found:
        if mention.code not in seen:
            seen.add(mention.code)
            yield Country(mention.code, mention.printed, rule)


def _in_title(title: str, text: _Text) -> list[Mention]:
    """A part of the title that is a country's name and nothing else; then any name; then one people's or adjective."""
    for part in _PART.split(title):
        alone = [mention for mention in mentions(part) if not mention.is_demonym]
        if len(alone) == 1 and alone[0].printed == part.strip():
            return _settled(alone, text, is_alone=True)
    found = list(mentions(title))
    names = _settled([mention for mention in found if not mention.is_demonym], text)
    if names:
        return names
    demonyms = [mention for mention in found if mention.is_demonym]
    return demonyms[:1] if len({mention.code for mention in demonyms}) == 1 else []


def _in_dateline(report: Report, text: _Text) -> list[Mention]:
    for passage in report.passages:
        if passage.kind != "dateline":
            continue
        words = report.body[passage.start_char : passage.end_char]
        names = _settled([mention for mention in mentions(words) if not mention.is_demonym], text)
        if names:
            return names[:1]
        if code := city_code(words):
            return [Mention(code, words.strip(), 0, len(words), False)]
    return []


def _in_body(text: _Text) -> list[Mention]:
    """The country that the whole text names above all others, and names at its opening."""
    settled = _settled(list(mentions(text.whole)), text)
    opening = {mention.code for mention in _settled(list(mentions(text.opening)), text)}
    counts = Counter(mention.code for mention in settled).most_common(2)
    if not counts:
        return []
    leader, most = counts[0]
    second = counts[1][1] if len(counts) > 1 else 0
    is_dominant = most >= MIN_MENTIONS and most >= MIN_DOMINANCE * second and leader in opening
    if not is_dominant and second:
        return []
    named = next((mention for mention in settled if mention.code == leader and not mention.is_demonym), None)
    is_sole = leader in opening or most >= MIN_MENTIONS_WHERE_SOLE
    return [named] if named and (is_dominant or is_sole) else []


def _settled(found: list[Mention], text: _Text, *, is_alone: bool = False) -> list[Mention]:
    """Mentions with a code; ambiguous names only where the text settles what they mean."""
    return [
        settled
        for mention in found
        if (settled := mention if mention.code else _resolved(mention, text, is_alone=is_alone)) is not None
    ]


def _resolved(mention: Mention, text: _Text, *, is_alone: bool) -> Mention | None:
    readings = lexicon_of_countries().ambiguous[" ".join(mention.printed.lower().split())]
    fitting = [
        reading
        for reading in readings
        if any(word in text.whole for word in reading.evidence)
        and not any(word in text.whole for word in reading.against)
    ]
    # A title such as "World Report 2012 - Chad" needs no witness, unless the name has two countries.
    if not fitting and is_alone and len(readings) == 1 and not any(word in text.whole for word in readings[0].against):
        fitting = list(readings)
    return replace(mention, code=fitting[0].code) if len(fitting) == 1 else None


def _text(report: Report) -> _Text:
    whole = unicodedata.normalize("NFC", running_text(report, MAX_CHARACTERS))
    bodies = [passage for passage in report.passages if passage.kind == "body"][:OPENING_PARAGRAPHS]
    opening = "\n".join(report.body[passage.start_char : passage.end_char] for passage in bodies)
    return _Text(unicodedata.normalize("NFC", opening), whole)
