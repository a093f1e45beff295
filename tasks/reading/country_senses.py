"""What a country's name means where it may mean two things: settled by the text around it, by a date, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tasks.reading.country_lexicon import lexicon_of_countries
from tasks.reading.country_names import Mention
from tasks.report import PublicationDate

_BEFORE = re.compile(r"(?:^|[-–—|:()\[\],/\d])\s*$")
_BEHIND = re.compile(r"\s*(?:$|[-–—|:()\[\],/])")
_NEAR = 12


class Senses:
    """The senses of names in one report."""

    def __init__(self, text: str, published: PublicationDate | None) -> None:
        self._text = text
        self._published = published
        self._fitting: dict[str, tuple[str, ...]] = {}

    def settle(self, found: list[Mention], text: str) -> list[Mention]:
        """Mentions with a code each; those whose sense nothing settles are left out."""
        return [settled for mention in found for settled in self._settled(mention, text)]

    def undecided(self, found: list[Mention], text: str) -> frozenset[str]:
        """The codes of names that may mean two countries, where nothing settles which."""
        return frozenset(
            code
            for mention in found
            if not mention.code and not list(self._settled(mention, text))
            for code in self._choices(mention)
        )

    def _settled(self, mention: Mention, text: str) -> Iterator[Mention]:
        if mention.code:
            yield mention
        elif mention.key in lexicon_of_countries().dated:
            yield from self._dated(mention)
        else:
            codes = self._by_evidence(mention.key)
            if not codes and (code := self._sole_choice(mention)) and _is_alone(mention, text):
                codes = (code,)
            if len(codes) == 1:
                yield replace(mention, code=codes[0])

    def _dated(self, mention: Mention) -> Iterator[Mention]:
        dated = lexicon_of_countries().dated[mention.key]
        if self._published is None:
            return
        is_former = self._published.value < dated.before
        for code in dated.then if is_former else dated.since:
            yield replace(mention, code=code, note="former-state" if is_former else "former-name")

    def _by_evidence(self, key: str) -> tuple[str, ...]:
        """The codes whose words the text holds, and none of those against."""
        if key not in self._fitting:
            self._fitting[key] = tuple(
                dict.fromkeys(
                    meaning.code
                    for meaning in lexicon_of_countries().meanings.get(key, ())
                    if _holds(self._text, meaning.evidence) and not _holds(self._text, meaning.against)
                )
            )
        return self._fitting[key]

    def _sole_choice(self, mention: Mention) -> str | None:
        """Of a name of one country that people bear too: its code, where nothing speaks against it.

        A title such as "World Report 2012 - Chad" needs no witness.
        """
        meanings = lexicon_of_countries().meanings.get(mention.key, ())
        if len(meanings) != 1 or _holds(self._text, meanings[0].against):
            return None
        return meanings[0].code

    def _choices(self, mention: Mention) -> tuple[str, ...]:
        lexicon = lexicon_of_countries()
        if (dated := lexicon.dated.get(mention.key)) is not None:
            return (*dated.then, *dated.since)
        meanings = lexicon.meanings.get(mention.key, ())
        return tuple(meaning.code for meaning in meanings) if len(meanings) > 1 else ()


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _is_alone(mention: Mention, text: str) -> bool:
    """Whether a name stands between marks, as a heading does."""
    before = text[max(0, mention.start - _NEAR) : mention.start]
    return bool(_BEFORE.search(before)) and bool(_BEHIND.match(text, mention.end))
