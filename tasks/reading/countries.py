"""The countries a report is about: what its field, address, title, dateline and text say, and which is believed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from tasks.reading.country_names import Mention, city_codes, mentions
from tasks.reading.country_senses import Senses
from tasks.reading.language import running_text
from tasks.report import Country, Issue, Report
from tasks.weighing import Offer, Trust, weigh

MAX_CHARACTERS = 30_000
MAX_TITLE = 2_000
OPENING_PARAGRAPHS = 3
MIN_MENTIONS = 3
MIN_MENTIONS_WHERE_SOLE = 2
"""Where no other country is named at all, not even by its people."""
MIN_DOMINANCE = 2.0
"""How many times as often as the next the leading country must be named: a text that names two often may be about both
or about neither."""

TRUST = (
    Trust("label:", "the page prints it in a field of its own"),
    Trust("address", "the address files the document under it"),
    Trust("title", "a title says what a report is about"),
    Trust("dateline", "a report is mostly about the country it is dated from"),
    Trust("byline", "a report is mostly about the country it is written from"),
    Trust("body", "the text names it above all others"),
    Trust("people", "the title names only a people, which may live anywhere"),
)
"""What the source took from the page or its address stays; the rest in this order."""

_MARK = re.compile(r"\s+[-–—|]+\s*|\s*[:()\[\]|]\s*|(?<=\d)-(?=[^\W\d_])")
_JOINED = re.compile(r"(?:\s|[,/&;.'’-]|\b(?:and|et|и|the|la|le|les|l|y)\b)*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[-‐‑–,/&]|\band\b|\bet\b|\bи\b)?\s*")
_IN = re.compile(r"\bin\s")

_Countries = tuple[Country, ...]


def find(report: Report) -> Report:
    """Fills `citation.countries`; where the sources of it disagree, all they say is among the candidates.

    A country's rule is ``title``, ``dateline``, ``byline``, ``body`` or ``people``, then ``+demonym`` (an adjective
    named it), ``+city``, ``+former-name``, ``+former-state`` or ``+territory``. The text is asked only where nothing
    else tells, and believed only where one country clearly dominates. Where nothing is found, or the title has a name
    that may mean two countries, an issue ``country`` says so.
    """
    look = _Look(report)
    offers = list(look.offers())
    if not report.citation.countries and look.undecided:
        offers = [offer for offer in offers if {country.code for country in offer.value} <= look.undecided]
    weighed = weigh("countries", offers, TRUST)
    if weighed is None:
        return replace(report, issues=(*report.issues, Issue("country", look.why_none())))
    citation = report.citation
    return replace(
        report,
        citation=replace(
            citation, countries=weighed.chosen.value, candidates=(*citation.candidates, *weighed.candidates)
        ),
    )


class _Look:
    """One report, looked at from the title inwards, no further than is needed."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._known = report.citation.countries
        title = report.citation.title.value if report.citation.title else ""
        self._title = unicodedata.normalize("NFC", title[:MAX_TITLE])
        self._text = unicodedata.normalize("NFC", running_text(report, MAX_CHARACTERS))
        self._senses = Senses(f"{self._title}\n{self._text}", report.citation.published)
        found = mentions(self._title)
        self._named = self._senses.settle(found, self._title)
        self.undecided = self._senses.undecided(found, self._title)
        """Codes a name in the title may mean, where nothing settles which of them."""

    def offers(self) -> Iterator[Offer[_Countries]]:
        """What each source says, the most trusted first."""
        found = [
            offer
            for rule, countries in (
                (self._known[0].rule if self._known else "", self._known),
                ("title", self._in_title()),
                *self._in_datelines(),
            )
            if (offer := _offer(rule, countries))
        ]
        if not found:
            found = [
                offer
                for rule, countries in (("body", self._in_body()), ("people", self._people()))
                if (offer := _offer(rule, countries))
            ]
        yield from found

    def why_none(self) -> str:
        """What to look at where nothing was found."""
        if self.undecided:
            return f"the title may mean {' or '.join(sorted(self.undecided))}"
        return "no title, dateline or dominant name tells"

    def _in_title(self) -> _Countries:
        """The parts of the title that are names of countries and nothing else; then any names; then adjectives."""
        names = [mention for mention in self._named if mention.kind == "name"]
        if names:
            headings = list(_headings(self._title, names))
            return _countries(headings or names, "title")
        adjectives = [mention for mention in self._named if mention.kind == "demonym"]
        is_one = len({mention.code for mention in adjectives}) == 1
        return _countries(adjectives, "title") if is_one or _is_row(self._title, adjectives) else ()

    def _people(self) -> _Countries:
        people = [mention for mention in self._named if mention.kind == "people"]
        return _countries(people, "people") if len({mention.code for mention in people}) == 1 else ()

    def _in_datelines(self) -> Iterator[tuple[str, _Countries]]:
        for passage in self._report.passages:
            if passage.kind not in ("dateline", "byline"):
                continue
            words = self._report.body[passage.start_char : passage.end_char][:MAX_TITLE]
            if passage.kind == "byline":
                # Before the first "in" stands a person, and people are called Jordan.
                words = ", ".join(_IN.split(words)[1:])
            yield passage.kind, self._in_place(unicodedata.normalize("NFC", words), passage.kind)

    def _in_place(self, words: str, rule: str) -> _Countries:
        named = self._senses.settle(mentions(words), words)
        names = [mention for mention in named if mention.kind == "name"]
        if names:
            return _countries(names, rule)
        return tuple(Country(code, city, f"{rule}+city") for code, city in city_codes(words))

    def _in_body(self) -> _Countries:
        """The country that the whole text names above all others, and names at its opening."""
        settled = self._senses.settle(mentions(self._text), self._text)
        opening = {mention.code for mention in settled if mention.start < self._opening_end()}
        counts = Counter(mention.code for mention in settled).most_common(2)
        if not counts:
            return ()
        leader, most = counts[0]
        second = counts[1][1] if len(counts) > 1 else 0
        is_dominant = most >= MIN_MENTIONS and most >= MIN_DOMINANCE * second and leader in opening
        is_sole = not second and (leader in opening or most >= MIN_MENTIONS_WHERE_SOLE)
        named = [mention for mention in settled if mention.code == leader and mention.kind == "name"]
        return _countries(named, "body") if is_dominant or is_sole else ()

    def _opening_end(self) -> int:
        end = 0
        for _ in range(OPENING_PARAGRAPHS):
            end = self._text.find("\n", end + 1)
            if end < 0:
                return len(self._text)
        return end


def _headings(title: str, names: list[Mention]) -> Iterator[Mention]:
    start = 0
    for mark in (*_MARK.finditer(title), None):
        end = mark.start() if mark else len(title)
        within = [mention for mention in names if start <= mention.start and mention.end <= end]
        if within and _JOINED.fullmatch(_without(title, start, end, within)):
            yield from within
        start = mark.end() if mark else end


def _without(title: str, start: int, end: int, names: list[Mention]) -> str:
    rest = []
    for mention in names:
        rest.append(title[start : mention.start])
        start = mention.end
    return " ".join((*rest, title[start:end]))


def _is_row(title: str, adjectives: list[Mention]) -> bool:
    """Whether adjectives stand side by side: "Kyrgyz-Tajik", "Uzbek and Tajik"."""
    gaps = [title[one.end : other.start] for one, other in pairwise(adjectives)]
    return bool(gaps) and all(gap.strip() and _BETWEEN.fullmatch(gap) for gap in gaps)


def _countries(found: Iterable[Mention], rule: str) -> _Countries:
    """Each country once, by the plainest of its names, in the order of these."""
    best: dict[str, Mention] = {}
    for mention in found:
        known = best.get(mention.code)
        if known is None or (known.note and not mention.note):
            best[mention.code] = mention
    chosen = sorted(best.values(), key=lambda mention: mention.start)
    return tuple(Country(mention.code, mention.printed, _rule(mention, rule)) for mention in chosen)


def _rule(mention: Mention, rule: str) -> str:
    demonym = ("demonym",) if mention.kind == "demonym" else ()
    return "+".join((rule, *demonym, *((mention.note,) if mention.note else ())))


def _offer(rule: str, countries: _Countries) -> Offer[_Countries] | None:
    codes = dict.fromkeys(sorted(country.code for country in countries))
    return Offer(countries, "; ".join(codes), rule) if countries else None
