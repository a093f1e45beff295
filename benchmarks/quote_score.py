"""How well quotes agree with a corpus's: spans, speakers, and both together.

    exact        precision, recall and F1 of spans that are equal when outer marks, blanks and punctuation are left out
    partial      precision: how much of each span found is the gold's; recall: how much of each gold span is found
    attribution  share with the right speaker among spans that agree by at least .8 (intersection over union)
    end to end   F1 of spans that agree by .8 and have the right speaker; none where the gold has none

`direct` compares direct quotes (one found inside mixed or indirect gold is no error), `speech` all that is said or
written (one found where the gold has a thought is none either). docs/quotes.md tells where the measure comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.quote_match import same_mention

Subset = Literal["direct", "speech"]
SUBSETS: tuple[Subset, ...] = ("direct", "speech")
SAME = 0.8
"""Spans that agree so far are the same quote."""
_LEFT_OUT = " \t\n\r\xa0\"“”‘’'`,.;:!?-–—…*"
_MARK = re.compile(r"[\"“”]|''|``")
_WRAPPED = re.compile(r"\s*(?:[\"“”]|''|``)")
_CLOSED = re.compile(r"(?:[\"“”]|'')\W*$")
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment of a quote."""

    stretch: Stretch
    """Without outer marks, blanks and punctuation."""
    kind: str
    speakers: frozenset[str]
    """How the speaker is printed: beside the words, and in full."""
    mentions: tuple[Stretch, ...]
    is_speech: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over documents."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    covered_found: float = 0.0
    covered_gold: float = 0.0
    attributed: int = 0
    attributed_right: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def exact_f1(self) -> float:
        return _f1(self.exact, self.exact, self.found, self.gold)

    @property
    def partial_f1(self) -> float:
        return _f1(self.covered_found, self.covered_gold, self.found, self.gold)

    @property
    def attribution(self) -> float:
        return self.attributed_right / self.attributed if self.attributed else 0.0

    @property
    def end_to_end_f1(self) -> float:
        return _f1(self.right, self.right, self.found, self.gold)


def score(gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[Subset, Score]:
    """Scores documents in the common form; one that was not answered counts as empty."""
    answered = {document["id"]: document["quotes"] for document in found}
    sums = dict.fromkeys(SUBSETS, Score())
    for document in gold:
        text = document["text"]
        wanted, given = entries(text, document["quotes"]), entries(text, answered.get(document["id"], ()))
        distinct = list({entry.stretch: entry for entry in reversed(given)}.values())[::-1]
        for subset in SUBSETS:
            sums[subset] += _compared(*_chosen(subset, wanted, distinct))
    return sums


def entries(text: str, quotes: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """The quotes of a document, without those that hold nothing but marks."""
    return [_entry(text, quote, at) for quote in quotes if (at := stripped(text, quote["start"], quote["end"]))]


def stripped(text: str, start: int, end: int) -> Stretch | None:
    """The stretch without outer marks, blanks and punctuation."""
    while start < end and text[start] in _LEFT_OUT:
        start += 1
    while end > start and text[end - 1] in _LEFT_OUT:
        end -= 1
    return (start, end) if end > start else None


def agreement(one: Stretch, other: Stretch) -> float:
    """Intersection over union."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


def covered(stretch: Stretch, others: Iterable[Stretch]) -> float:
    """The share of a stretch that lies in any of the others."""
    start, total = stretch[0], 0
    for low, high in sorted(others):
        low, high = max(low, start), min(high, stretch[1])
        if low < high:
            total += high - low
            start = high
    return total / (stretch[1] - stretch[0])


def pairs(gold: Sequence[Stretch], found: Sequence[Stretch], least: float = SAME) -> list[tuple[int, int]]:
    """Indices of those that agree, one to one, best first."""
    both = ((agreement(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if f[0] < g[1])
    paired: dict[int, int] = {}
    used: set[int] = set()
    for share, i, j in sorted(both, key=lambda each: (-each[0], each[1], each[2])):
        if share < least:
            break
        if i not in paired and j not in used:
            paired[i] = j
            used.add(j)
    return list(paired.items())


def _entry(text: str, quote: Mapping[str, Any], at: Stretch) -> Entry:
    speaker = quote.get("speaker")
    mentions: list[Stretch] = []
    if isinstance(speaker, Mapping):
        if speaker.get("start") is not None:
            mentions = [(start, end) for start, end in speaker.get("spans") or [(speaker["start"], speaker["end"])]]
        speaker = speaker.get("text")
    full = quote.get("speaker_canonical") if speaker else None
    return Entry(
        at,
        quote.get("type") or _kind(text, at),
        frozenset(filter(None, (speaker, full))),
        tuple(mentions),
        quote.get("speech", True),
    )


def _kind(text: str, at: Stretch) -> str:
    """The kind of a span that a system gave without one, by the marks in and around it."""
    start, end = at
    while start > 0 and text[start - 1] in "\"“”'’‘ " and at[0] - start < 3:
        start -= 1
    while end < len(text) and text[end] in "\"“”'’‘ ,.!?" and end - at[1] < 4:
        end += 1
    words = text[start:end]
    marks = len(_MARK.findall(words))
    if not marks:
        return "indirect"
    return "direct" if marks <= 2 and _WRAPPED.match(words) and _CLOSED.search(words) else "mixed"


def _chosen(subset: Subset, gold: list[Entry], found: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The gold that counts, and what is found without that which other gold explains."""
    counts = [entry.kind == "direct" if subset == "direct" else entry.is_speech for entry in gold]
    wanted = [entry for entry, is_wanted in zip(gold, counts, strict=True) if is_wanted]
    rest = [entry.stretch for entry, is_wanted in zip(gold, counts, strict=True) if not is_wanted]
    least = SAME if subset == "direct" else 0.5
    given = [
        entry
        for entry in found
        if (subset == "speech" or entry.kind == "direct")
        and (covered(entry.stretch, rest) < 0.5 or any(agreement(entry.stretch, w.stretch) >= least for w in wanted))
    ]
    return wanted, given


def _compared(gold: list[Entry], found: list[Entry]) -> Score:
    wanted, given = [entry.stretch for entry in gold], [entry.stretch for entry in found]
    paired = [(gold[i], found[j]) for i, j in pairs(wanted, given)]
    spoken = [_is_same_speaker(g, f) for g, f in paired if g.speakers]
    return Score(
        gold=len(wanted),
        found=len(given),
        exact=len(set(wanted) & set(given)),
        covered_found=sum(covered(stretch, wanted) for stretch in given),
        covered_gold=sum(covered(stretch, given) for stretch in wanted),
        attributed=len(spoken),
        attributed_right=sum(spoken),
        right=sum(spoken) + sum(not g.speakers and not f.speakers for g, f in paired),
    )


def _is_same_speaker(gold: Entry, found: Entry) -> bool:
    if any(start < high and low < end for start, end in gold.mentions for low, high in found.mentions):
        return True
    return any(same_mention(one, other) for one in gold.speakers for other in found.speakers)


def _f1(right_found: float, right_gold: float, found: int, gold: int) -> float:
    precision = right_found / found if found else 0.0
    recall = right_gold / gold if gold else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
