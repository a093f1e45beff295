"""The language of a report, by detection on its running text alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from tasks.reading.labels import RUNNING_TEXT
from tasks.reading.near_languages import SOUTH_SLAVIC, by_letters, contradicts, south_slavic
from tasks.report import Found, Issue, Report

MIN_LETTERS = 60
"""Fewer letters than a sentence: detection is a coin's throw."""
MIN_CONFIDENCE = 0.9
MIN_SHARE = 0.6
"""Of the letters looked at: a text of two languages has that of its greater part, or none."""
MAX_CHARACTERS = 20_000
WINDOW = 400
WINDOWS = 8
"""So many stretches, spread evenly, are looked at one by one: more text changes no answer."""
SHOWN = 3

_DENSE = re.compile("[\u0800-\U0010ffff]")
"""From here on a letter is most of a syllable or a word (Burmese, Ethiopic, Chinese): it counts for three."""
_CYRILLIC = re.compile(r"[\u0400-\u04ff]{3}")
_VARIANTS = {"ary": "ar", "arz": "ar", "wuu": "zh", "yue": "zh", "sdh": "ku", "uzs": "uz", "nn": "no"}
"""What the model tells apart and ISO 639-1 does not. All Kurdish in Arabic letters is Southern Kurdish to it."""
_GROUP = "sr/hr/bs"
_TOLD_BY_LETTERS = {"crh": "kk"}
"""What the model makes of a language it does not know in these letters: Kazakh in Latin ones."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """What the model says of one stretch."""

    code: str
    confidence: float
    runners_up: tuple[str, ...]


def detect(report: Report) -> Report:
    """Fills `citation.language` with an ISO 639-1 code; the rule is ``py3langid``, ``letters`` or ``words``.

    Neither the address nor the page's ``lang`` is believed: French documents stand under English labels
    (sources.md §1.8, §3). Too little text, a doubtful answer, letters that contradict it or two languages in equal
    parts leave the language empty and an issue ``language``.
    """
    text = unicodedata.normalize("NFC", running_text(report, MAX_CHARACTERS))
    letters = _letters(text)
    if letters < MIN_LETTERS:
        return _doubtful(report, f"{letters} letters of running text")
    found = _language(text)
    if isinstance(found, str):
        return _doubtful(report, found)
    return replace(report, citation=replace(report.citation, language=found))


def running_text(report: Report, limit: int) -> str:
    """The running text of a report, paragraph by paragraph, at most `limit` characters."""
    parts: list[str] = []
    length = 0
    for passage in report.passages:
        if passage.kind in RUNNING_TEXT and length < limit:
            parts.append(report.body[passage.start_char : passage.end_char])
            length += len(parts[-1])
    return "\n".join(parts)[:limit]


def _language(text: str) -> Found[str] | str:
    """The language, or why there is none."""
    windows = list(_windows(text))
    sample = "\n".join(windows).lower()
    guesses = [_guess(window) for window in windows]
    likely = frozenset(code for guess in guesses for code in (guess.code, *guess.runners_up))
    sure = Counter[str]()
    for guess in guesses:
        if guess.confidence >= MIN_CONFIDENCE:
            sure[guess.code] += 1
    if not sure:
        told = by_letters(sample, likely | {_TOLD_BY_LETTERS.get(code, code) for code in likely})
        return Found(told, "letters") if told else _shown(guesses)
    code, count = sure.most_common(1)[0]
    if count < MIN_SHARE * len(guesses):
        return f"parts in {', '.join(code for code, _ in sure.most_common(SHOWN))}"
    return _settled(code, sample)


def _settled(code: str, sample: str) -> Found[str] | str:
    if code == _GROUP:
        told = south_slavic(sample)
        return Found(told, "words") if told else f"{_GROUP}: no word tells which"
    if code in _TOLD_BY_LETTERS:
        told = by_letters(sample, frozenset({_TOLD_BY_LETTERS[code]}))
        return Found(told, "letters") if told else f"{code} has no code in ISO 639-1"
    if len(code) != 2:
        return f"{code} has no code in ISO 639-1"
    if contradicts(code, sample):
        told = by_letters(sample, frozenset({"kk", "ky", "tg", "uz"}))
        return Found(told, "letters") if told else f"{code}, with letters it does not have"
    return Found(code, "py3langid")


def _windows(text: str) -> Iterator[str]:
    if len(text) <= WINDOW * WINDOWS:
        count = max(1, round(len(text) / WINDOW))
        size = -(-len(text) // count)
    else:
        count, size = WINDOWS, WINDOW
    step = (len(text) - size) / (count - 1) if count > 1 else 0.0
    for at in range(count):
        start = round(at * step)
        yield text[start : start + size]


def _guess(window: str) -> _Guess:
    label, confidence = _identifier().classify(window)
    if confidence >= MIN_CONFIDENCE and label not in SOUTH_SLAVIC:
        return _Guess(_VARIANTS.get(label, label), confidence, ())
    shares = Counter[str]()
    is_latin = not _CYRILLIC.search(window)  # in Cyrillic letters Serbian stands alone
    for each, share in _identifier().rank(window):
        shares[_GROUP if is_latin and each in SOUTH_SLAVIC else _VARIANTS.get(each, each)] += share
    (code, confidence), *rest = shares.most_common(SHOWN)
    return _Guess(code, confidence, tuple(other for other, _ in rest))


def _letters(text: str) -> int:
    letters = "".join(filter(str.isalpha, text[: WINDOW * WINDOWS]))
    return len(letters) + 2 * len(_DENSE.findall(letters))


def _shown(guesses: list[_Guess]) -> str:
    return ", ".join(f"{guess.code} at {guess.confidence:.2f}" for guess in guesses[:SHOWN])


@cache
def _identifier() -> LanguageIdentifier:
    # A model of its own: the package's shared one can be narrowed to other languages by anyone in the process.
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _doubtful(report: Report, seen: str) -> Report:
    return replace(report, issues=(*report.issues, Issue("language", seen)))
