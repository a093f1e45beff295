"""Codes of countries by every name that is beyond doubt; ``country_codes.toml`` adds to what pycountry knows.

Sources and reading share it, so it is a leaf: it imports nothing of the project.
"""

from __future__ import annotations

import gettext
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pycountry

KOSOVO = "XKX"
"""User-assigned: ISO 3166-1 has no code for it."""

Note = Literal["", "former-name", "former-state", "territory"]
"""What a name is, where it is not that of a country of today."""

_LANGUAGES = ("fr", "ru")
_QUALIFIER = re.compile(r"\s*\([^)]*\)|,.*$")
_CUT_SHORT = frozenset({"Congo", "Korea", "Corée", "Корея", "Конго", "Virgin Islands"})
"""What is left of "Congo, The Democratic Republic of the" is the other Congo; of "Korea, …" either."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What a name stands for."""

    code: str
    """ISO 3166-1 alpha-3, ``XKX``, or ISO 3166-3's of a state that is no more and has no single successor."""
    note: Note = ""

    def rule(self, found_by: str) -> str:
        """The rule that found the name, with what the name is where it is not that of a country of today."""
        return f"{found_by}+{self.note}" if self.note else found_by


def named(name: str) -> Coded | None:
    """What a printed name or code stands for, when it stands alone, as in a field of its own; none where nobody knows.

    "Congo", "Georgia" and "Niger" are what ISO 3166-1 calls so. A territory without a code of its own counts to the
    state to whose territory the United Nations count it.
    """
    if re.fullmatch(r"\s*[A-Z]{2,3}\s*", name) and (found := coded(name) or _by_alpha_2(name.strip())):
        return found
    known = _known()
    return next((known[variant] for variant in _variants(fold(name)) if variant in known), None)


def coded(code: str) -> Coded | None:
    """What an alpha-3 code stands for, of ISO 3166-1 or its former codes; none where it is none."""
    code = code.strip().upper()
    if code == KOSOVO or pycountry.countries.get(alpha_3=code) is not None:
        return Coded(code)
    data = _data()
    successor = next((now for now, former in data["former_codes"].items() if code in former), None)
    if successor is not None:
        return Coded(successor, "former-name")
    return Coded(code, "former-state") if code in data["former_states"] else None


def names() -> Iterator[tuple[str, Coded]]:
    """Every name with what it stands for: ISO 3166-1 in English, French and Russian, then what is added.

    The names that ISO 3166-1 gives and others bear too ("Georgia", "Congo") are among them: whoever looks for names in
    a text must know which.
    """
    for code, name in _iso_names():
        yield name, Coded(code)
    sections: tuple[tuple[str, Note], ...] = (
        ("names", ""),
        ("former_names", "former-name"),
        ("former_states", "former-state"),
        ("territories", "territory"),
    )
    for section, note in sections:
        for code, listed in _data()[section].items():
            for name in listed:
                yield name, Coded(code, note)


def fold(name: str) -> str:
    """A name as it is compared: composed, lower case, single blanks, straight apostrophes."""
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").lower().split())


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _known() -> Mapping[str, Coded]:
    known: dict[str, Coded] = {}
    torn: set[str] = set()
    for name, found in names():
        key = fold(name)
        if known.setdefault(key, found).code != found.code:
            torn.add(key)
    return {key: found for key, found in known.items() if key not in torn}


def _by_alpha_2(code: str) -> Coded | None:
    country = pycountry.countries.get(alpha_2=code)
    return Coded(str(country.alpha_3)) if country is not None else None


def _variants(folded: str) -> Iterator[str]:
    """The name, with its qualifier elsewhere ("Iran (Islamic Republic of)"), without what only explains it."""
    yield folded
    yield folded.removeprefix("the ")
    yield re.sub(r"\s*[:(]\s*s/res/1244\b[^a-z]*$", "", folded)  # how the United Nations print Kosovo
    match = re.fullmatch(r"([^(),]{2,80}?)\s*(?:\(([^()]{2,80})\)|,\s*([^(),]{2,80}))", folded)
    if match is None:
        return
    name, qualifier = match[1], match[2] or match[3]
    yield f"{name}, {qualifier}"
    yield f"{qualifier} {name}"
    yield f"{qualifier.removeprefix('the ')} {name}"
    if qualifier.startswith("special administrative region"):
        yield name
    if name == "china":
        yield qualifier
    here, there = _known().get(name), _known().get(qualifier)
    if here and there and here.code == there.code:  # "Myanmar (Burma)"
        yield name


def _iso_names() -> Iterator[tuple[str, str]]:
    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in _LANGUAGES
    ]
    for country in pycountry.countries:
        for key in ("name", "common_name", "official_name"):
            name = getattr(country, key, None)
            if not name:
                continue
            for printed in (name, *(translation.gettext(name) for translation in translations)):
                yield country.alpha_3, printed
                short = _QUALIFIER.sub("", printed)
                if short != printed and short not in _CUT_SHORT:
                    yield country.alpha_3, short
                if ", " in printed:  # "Korea, Republic of"
                    yield country.alpha_3, " ".join(reversed(printed.split(", ", 1)))
