"""Names of countries in a text: ISO 3166-1 in English, French and Russian, and what ``countries.toml`` adds."""

from __future__ import annotations

import gettext
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

LANGUAGES = ("fr", "ru")
KOSOVO = "XKX"
"""User-assigned: ISO 3166-1 has no code for it."""

_PARENTHESIS = re.compile(r"\s*\([^)]*\)|,.*$")
_RUSSIAN_ENDINGS = (("ия", "(?:ия|ии|ию|ией)"), ("а", "(?:а|ы|и|е|у|ой)"), ("ь", "(?:ь|я|и|ю|ью|ем)"))
_RUSSIAN_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


@dataclass(frozen=True, slots=True)
class Mention:
    """A country's name in a text."""

    code: str
    printed: str
    start: int
    end: int
    is_demonym: bool


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that may mean something else, and the words that settle it."""

    name: str
    code: str
    evidence: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every known name, ready to be looked for."""

    codes: Mapping[str, str]
    """By lower-cased name; empty for phrases that only look like a country."""
    demonyms: Mapping[str, str]
    cities: Mapping[str, str]
    ambiguous: Mapping[str, tuple[Ambiguous, ...]]
    """By name."""
    pattern: re.Pattern[str]
    loud_pattern: re.Pattern[str]
    """For text in capitals."""


def mentions(text: str) -> Iterator[Mention]:
    """Countries named in a text, longest name first at each place; ambiguous names are given with an empty code."""
    lexicon = lexicon_of_countries()
    pattern = lexicon.loud_pattern if text.isupper() else lexicon.pattern
    for match in pattern.finditer(text):
        words = _folded(match["name"])
        code = lexicon.codes.get(words)
        demonym = lexicon.demonyms.get(words) or lexicon.demonyms.get(words.removesuffix("s"))
        if code is None and demonym is None and words not in lexicon.ambiguous:
            code = _inflected(words, lexicon.codes)
        if code or words in lexicon.ambiguous:
            yield Mention(code or "", match["name"], match.start("name"), match.end("name"), False)
        elif code is None and demonym:
            yield Mention(demonym, match["name"], match.start("name"), match.end("name"), True)


def city_code(text: str) -> str | None:
    """The country of the city a dateline names."""
    cities = lexicon_of_countries().cities
    for part in (text, *re.split(r"[,(/–—-]\s+|\s+[(/–—-]|\)", text)):
        if code := cities.get(_folded(part.strip(" .,:;()\xa0"))):
            return code
    return None


@cache
def lexicon_of_countries() -> Lexicon:
    """Reads the names once."""
    data = tomllib.loads(Path(__file__).with_name("countries.toml").read_text("utf-8"))
    ambiguous: dict[str, tuple[Ambiguous, ...]] = {}
    for entry in data["ambiguous"].values():
        reading = Ambiguous(entry["name"], entry["code"], tuple(entry["evidence"]), tuple(entry.get("against", ())))
        key = _folded(reading.name)
        ambiguous[key] = (*ambiguous.get(key, ()), reading)
    excluded = {_folded(word) for word in data["words"]["excluded"]} | ambiguous.keys()
    names = {_folded(name): (name, code) for code, name in _iso_names() if _folded(name) not in excluded}
    demonyms: dict[str, tuple[str, str]] = {}
    cities: dict[str, str] = {}
    for code, entry in data["countries"].items():
        names.update({_folded(name): (name, code) for name in entry.get("names", ())})
        demonyms.update({_folded(name): (name, code) for name in entry.get("demonyms", ())})
        cities.update({_folded(name): code for name in entry.get("cities", ())})
    for phrase in (*data["words"]["phrases"], *data["words"]["publishers"]):
        names[_folded(phrase)] = (phrase, "")
    return Lexicon(
        {key: code for key, (_, code) in names.items()},
        {key: code for key, (_, code) in demonyms.items()},
        cities,
        ambiguous,
        _pattern(_forms(names, demonyms, ambiguous), 0),
        _pattern(_forms(names, demonyms, ambiguous), re.IGNORECASE),
    )


def _iso_names() -> Iterator[tuple[str, str]]:
    """Every name ISO 3166-1 gives a country, in English and as translated."""
    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in LANGUAGES
    ]
    for country in pycountry.countries:
        for key in ("name", "common_name", "official_name"):
            name = getattr(country, key, None)
            if not name:
                continue
            for printed in (name, *(translation.gettext(name) for translation in translations)):
                yield country.alpha_3, printed
                short = _PARENTHESIS.sub("", printed)
                # "Congo, The Democratic Republic of the" cut short is the other Congo; "Korea, …" is either.
                if short != printed and short not in ("Congo", "Korea", "Corée", "Корея", "Конго", "Virgin Islands"):
                    yield country.alpha_3, short


def _forms(
    names: Mapping[str, tuple[str, str]],
    demonyms: Mapping[str, tuple[str, str]],
    ambiguous: Mapping[str, tuple[Ambiguous, ...]],
) -> list[str]:
    forms = {_form(name): len(name) for name, _ in names.values()}
    forms.update({f"{_form(name)}s?": len(name) for name, _ in demonyms.values()})
    forms.update({_form(readings[0].name): len(readings[0].name) for readings in ambiguous.values()})
    return sorted(forms, key=lambda form: -forms[form])


def _form(name: str) -> str:
    escaped = r"\s+".join(map(re.escape, unicodedata.normalize("NFC", name).split()))
    escaped = re.sub("['’]", "['’]", escaped)
    if " " in name or len(name) < 4 or not "а" <= name[-1] <= "я":
        return escaped
    for ending, forms in _RUSSIAN_ENDINGS:
        if name.endswith(ending):
            return escaped.removesuffix(ending) + forms
    return f"{escaped}(?:а|у|е|ом)?" if name[-1] in _RUSSIAN_CONSONANTS else escaped


def _pattern(forms: list[str], flags: int) -> re.Pattern[str]:
    # Looking only where a capital stands saves trying some 1,500 names at every letter.
    capital = "" if flags else r"(?=[^\W\d_a-zà-öø-ÿа-яё])"
    return re.compile(rf"(?<![\w-]){capital}(?P<name>{'|'.join(forms)})(?!\w)", flags)


def _inflected(words: str, codes: Mapping[str, str]) -> str | None:
    """The code of a Russian name out of its nominative."""
    for cut in range(1, 4):
        stem = words[:-cut]
        for ending in ("", "а", "ия", "ь"):
            if len(stem) > 2 and (code := codes.get(stem + ending)):
                return code
    return None


def _folded(name: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", str(name)).replace("’", "'").lower().split())
