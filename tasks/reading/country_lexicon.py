"""The names to look for in a text: those of `tasks.country_codes`, and what ``countries.toml`` adds."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tasks.country_codes import Note, fold, names

Kind = Literal["name", "demonym", "people", "phrase"]
"""A country's name; an adjective of it, or one of its people; several of them; words that only look like a name."""

_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATION_LETTERS = 5
_STEM_KEY = 4
_NOUN_ENDINGS = (
    ("ия", "ии", "ию", "ией"),
    ("ея", "еи", "ее", "ею", "еей"),
    ("ня", "ни", "не", "ню", "ней"),
    ("ье", "ья", "ью", "ьем"),
    ("ово", "ова", "ове", "ову"),
    ("а", "ы", "и", "е", "у", "ой"),
    ("ь", "я", "и", "ю", "ью", "ем"),
    *((letter, f"{letter}а", f"{letter}у", f"{letter}е", f"{letter}ом") for letter in "бвгджзклмнпрстфхцчшщ"),
)
_ADJECTIVE_ENDINGS = (("ая", "ой", "ую"), ("ое", "ого", "ому", "ом"), ("ий", "ого", "ому", "ом"))
_ADJECTIVES_OF_SK = "ий ая ое ие ого ой их им ими ому ую ом".split()  # noqa: SIM905
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name, under its first word."""

    name: str
    """As listed, in this very form."""
    tail: str
    """What follows the first word, folded."""
    kind: Kind
    code: str
    """Empty where the name alone does not tell, and of phrases."""
    note: Note
    is_exact: bool
    """An abbreviation: its letters stand as they are."""
    is_lower: bool = False
    """Begins with a small letter."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name may mean, and the words that settle it."""

    code: str
    evidence: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A name that meant one thing before a day and another since."""

    before: date
    then: tuple[str, ...]
    since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every known name, ready to be looked for."""

    entries: Mapping[str, tuple[Entry, ...]]
    """By first word, folded; the longest name first."""
    stems: Mapping[str, tuple[tuple[str, str], ...]]
    """Beginnings of names and their codes, by their first letters."""
    cities: Mapping[str, str]
    meanings: Mapping[str, tuple[Meaning, ...]]
    """Of ambiguous names, folded."""
    dated: Mapping[str, Dated]

    def stem_code(self, word: str) -> str | None:
        """The code of the name that a folded word is a form of."""
        return next((code for stem, code in self.stems.get(word[:_STEM_KEY], ()) if word.startswith(stem)), None)


@cache
def lexicon_of_countries() -> Lexicon:
    """Reads the names once."""
    data = tomllib.loads(Path(__file__).with_name("countries.toml").read_text("utf-8"))
    meanings: dict[str, tuple[Meaning, ...]] = {}
    for told in data["ambiguous"].values():
        key = fold(told["name"])
        meaning = Meaning(told["code"], tuple(told["evidence"]), tuple(told.get("against", ())))
        meanings[key] = (*meanings.get(key, ()), meaning)
    dated = {
        fold(name): Dated(told["before"], tuple(told["then"]), tuple(told["since"]))
        for name, told in data["dated"].items()
    }
    open_names = {fold(told["name"]): told["name"] for told in data["ambiguous"].values()}
    open_names.update((fold(name), name) for name in data["dated"])
    entries: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in _entries(data, open_names):
        first = _WORD.match(entry.name)
        if first is not None:
            entries[fold(first.group())].setdefault(f"{entry.tail}|{entry.is_lower}", entry)
    return Lexicon(
        {first: tuple(sorted(found.values(), key=lambda entry: -len(entry.tail))) for first, found in entries.items()},
        _stems(data["stems"]),
        {fold(city): code for code, cities in data["cities"].items() for city in cities},
        meanings,
        dated,
    )


def _entries(data: Mapping[str, Any], open_names: Mapping[str, str]) -> Iterator[Entry]:
    """All entries; where two have the same words, the first counts."""
    words = data["words"]
    for phrase in (*words["regions"], *words["phrases"], *words["publishers"]):
        yield _entry(phrase, "phrase", "")
    for name in open_names.values():
        for form in _forms(name):
            yield _entry(form, "name", "")
    closed = {fold(word) for word in words["excluded"]} | open_names.keys()
    for name, found in names():
        if fold(name) not in closed:
            for form in _forms(name):
                yield _entry(form, "name", found.code, found.note)
    for code, listed in data["elsewhere"].items():
        for name in listed:
            for form in _with_particles(name):
                yield _entry(form, "name", code)
    sections: tuple[tuple[str, Note], ...] = (("peoples", ""), ("territory_peoples", "territory"))
    for section, note in sections:
        for code, listed in data[section].items():
            for name in listed:
                yield _entry(name, "demonym", code, note)
                yield _entry(f"{name}s", "people", code, note)
    for code, listed in data["adjectives"].items():
        for name in listed:
            for form in _adjective_forms(name):
                yield _entry(form, "demonym", code, is_lower=True)


def _entry(name: str, kind: Kind, code: str, note: Note = "", *, is_lower: bool = False) -> Entry:
    first = _WORD.match(name)
    letters = "".join(filter(str.isalpha, name))
    is_exact = len(letters) <= _ABBREVIATION_LETTERS and sum(map(str.isupper, letters)) > 1
    tail = fold(f"x{name[first.end() :]}")[1:] if first else ""  # the x keeps a blank at its beginning
    return Entry(name, tail, kind, code, note, is_exact, is_lower)


def _stems(listed: Mapping[str, list[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    stems: dict[str, tuple[tuple[str, str], ...]] = {}
    for code, beginnings in listed.items():
        for stem in map(fold, beginnings):
            stems[stem[:_STEM_KEY]] = (*stems.get(stem[:_STEM_KEY], ()), (stem, code))
    return stems


def _forms(name: str) -> Iterator[str]:
    """A name, and a Russian one in its cases."""
    yield name
    if not re.fullmatch(r"[А-ЯЁа-яё -]{4,40}", name) or name.isupper() or name.endswith("оа"):
        return  # "Самоа" has no cases
    *before, last = name.split()
    if not before:
        yield from _inflected(last, _NOUN_ENDINGS)
    elif len(before) == 1:
        adjectives = [before[0], *_inflected(before[0], _ADJECTIVE_ENDINGS)]
        nouns = [last, *_inflected(last, _NOUN_ENDINGS)]
        if len(adjectives) > 1:
            yield from (f"{adjective} {noun}" for adjective in adjectives for noun in nouns)
        elif before[0] == "Республика":
            yield from (f"{noun} {last}" for noun in _inflected(before[0], _NOUN_ENDINGS))


def _inflected(word: str, endings: tuple[tuple[str, ...], ...]) -> list[str]:
    for nominative, *others in endings:
        if word.endswith(nominative):
            return [word.removesuffix(nominative) + other for other in others]
    return []


def _adjective_forms(name: str) -> list[str]:
    if name.endswith(("ск", "цк")):
        return [name + ending for ending in _ADJECTIVES_OF_SK]
    return [name] if name.endswith("s") else [name, f"{name}s"]


def _with_particles(name: str) -> list[str]:
    if not "\u0600" <= name[0] <= "\u06ff":
        return [name]
    bare = name.removeprefix(_ARTICLE)
    with_article = [f"لل{bare}"] if bare != name else [f"ل{name}"]
    return [name, f"و{name}", f"ب{name}", f"ف{name}", *with_article]
