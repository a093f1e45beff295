"""How well an extracted text agrees with a person's, by the public article-extraction-benchmark and word by word.

F1 is that benchmark's own (https://github.com/scrapinghub/article-extraction-benchmark): 4-gram shingles of words,
precision and recall averaged over pages, F1 of the two means. Verbatim is what this project needs of a text: the share
of the gold's paragraphs that are found with every character right, white space folded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SHINGLE_WORDS = 4
MIN_LETTERS = 12
"""Shorter gold paragraphs are not counted: they are found anywhere."""

_QUOTED = re.compile(r"[\"“”«»„]")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1."""

    precision: float
    recall: float
    verbatim: float
    verbatim_quoted: float
    """Among the paragraphs that hold a quotation mark."""
    quoted_within_reach: float = 1.0
    """Among those of them that the page prints with the gold's every character."""

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(gold: Mapping[str, str], texts: Mapping[str, str], printed: Mapping[str, str] | None = None) -> Score:
    """Scores texts by page against the gold; a page without a text counts as empty.

    `printed` is all that each page prints; without it every paragraph counts as within reach.
    """
    precision: list[float] = []
    recall: list[float] = []
    found: list[tuple[bool, bool]] = []
    within_reach: list[bool] = []
    for page, wanted in gold.items():
        text = texts.get(page, "")
        ours, theirs = _shingles(text), _shingles(wanted)
        shared = sum((ours & theirs).values())
        if ours:
            precision.append(shared / ours.total())
        if theirs:
            recall.append(shared / theirs.total())
        whole = _folded(text)
        everything = whole if printed is None else _folded(printed.get(page, ""))
        for each in paragraphs(wanted):
            is_quoted, is_found = _QUOTED.search(each) is not None, each in whole
            found.append((is_quoted, is_found))
            if is_quoted and (printed is None or each in everything):
                within_reach.append(is_found)
    quoted = [hit for is_quoted, hit in found if is_quoted]
    return Score(_mean(precision), _mean(recall), _mean([hit for _, hit in found]), _mean(quoted), _mean(within_reach))


def paragraphs(gold: str) -> Iterator[str]:
    """The gold's paragraphs that count, white space folded."""
    for paragraph in re.split(r"\n\s*\n" if "\n\n" in gold else r"\n", gold):
        folded = _folded(paragraph)
        if len(re.sub(r"[\W_]+", "", folded)) >= MIN_LETTERS:
            yield folded


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1)) if words else range(0)
    return Counter(tuple(words[start : start + SHINGLE_WORDS]) for start in starts)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _mean(values: list[float] | list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
