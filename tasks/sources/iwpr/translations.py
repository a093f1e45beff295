"""The other languages of an IWPR report: translations share no id, only a link leads from one to the other
(sources.md §3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from tasks.page import Page
from tasks.report import Related
from tasks.sources.addresses import rewrapped, unwrap
from tasks.sources.iwpr import forms
from tasks.sources.iwpr.stamps import bare
from tasks.sources.iwpr.units import Laid
from tasks.sources.lines import Claims, Line, folded, is_one_link, links_in

MAX_LINE = 200
REACH = 12
"""Units below "Also available in" that may each name a language."""

_AVAILABLE = re.compile(
    r"(?:(?:this |the )?(?:story|article|report|page|text|interview)? ?(?:is |was )?)?(?:also )?"
    r"available (?:here )?(?:in|as)\b.{0,120}"
    r"|(?:also in|read (?:it |this )?(?:story |article |report )?in|translations?|(?:in )?other languages?"
    r"|languages?)\b"
    r":?.{0,100}"
    r"|(?:эт(?:а|от) (?:статья|материал|текст) )?(?:также )?(?:доступ(?:на|ен|но)|можно прочитать)(?: также)?"
    r" на .{2,100}"
    r"|(?:читать|читайте)(?: также)? на .{2,100}|(?:на )?других языках:?"
)
_LANGUAGES = frozenset(
    """english russian arabic kyrgyz kazakh tajik uzbek turkmen serbian croatian bosnian macedonian albanian georgian
    armenian azeri azerbaijani dari pashto persian farsi kurdish french spanish ukrainian urdu chechen abkhaz ossetian
    русский русском английский английском кыргызча кыргызский қазақша казахский тоҷикӣ тоҷикӣ таджикский o'zbekcha
    oʻzbekcha oʻzbek o'zbek узбекский ўзбекча türkmençe srpski hrvatski bosanski македонски shqip ქართული հայերեն
    azərbaycanca العربية عربي دری فارسی پښتو کوردی كوردي français español українська""".split()  # noqa: SIM905
)


def find_translations(laid: Laid, claims: Claims, own: str) -> tuple[Related, ...]:
    """The translations a page links to, each under the words of its link; claims the lines that say so.

    A text capture has lost the links: there the languages' names are all that is left, and are no report's.
    A link counts under words such as "Also available in", or alone under a language's name where it leads to a report
    of another slug: the site's language menu leads to front pages, or to the same slug where no translation is.
    """
    asked = forms.read(own)
    found: list[Related] = []
    reach = 0
    for at, unit in enumerate(laid.units):
        is_line = unit.end - unit.start <= MAX_LINE
        if is_line and _AVAILABLE.fullmatch(folded(bare(unit.text)).rstrip(".")):
            linked = list(_linked(laid.page, unit, asked, is_told=True))
            found.extend(linked)
            if linked or len(unit.text) < MAX_LINE // 4:
                reach = 0 if linked else REACH
                if not laid.page.links:
                    _claim_names(laid, claims, at)
                elif linked or _heads_languages(laid, at, asked):
                    claims.line("navigation", "translations", unit)
            continue
        if not is_line or not is_one_link(laid.page, unit.start, unit.end):
            reach = 0
            continue
        linked = list(_linked(laid.page, unit, asked, is_told=reach > 0))
        if linked:
            found.extend(linked)
            claims.line("navigation", "translations", unit)
        reach = max(0, reach - 1)
    return tuple(dict.fromkeys(found))


def _claim_names(laid: Laid, claims: Claims, at: int) -> None:
    """Claims a capture's "Also available in" with the names of languages in it or below it; without any it is text."""
    names = [unit for unit in laid.units[at + 1 : at + 1 + REACH] if len(unit.text) <= MAX_LINE // 4]
    listed = list(takewhile(lambda unit: folded(bare(unit.text)) in _LANGUAGES, names))
    words = folded(bare(laid.units[at].text)).rstrip(".").replace(",", " ").split()
    if listed or (words[-1:] and words[-1] in _LANGUAGES):
        for unit in (laid.units[at], *listed):
            claims.line("navigation", "translations", unit)


def _heads_languages(laid: Laid, at: int, asked: forms.Read | None) -> bool:
    below = laid.units[at + 1 : at + 2]
    return any(list(_linked(laid.page, line, asked, is_told=True)) for line in below)


def _linked(page: Page, unit: Line, asked: forms.Read | None, *, is_told: bool) -> Iterator[Related]:
    for link in links_in(page, unit.start, unit.end):
        words = " ".join(page.text[link.start_char : link.end_char].split())
        target = unwrap(rewrapped(link.target, page.address)).address
        there = forms.read(target)
        if there is None or there.key is None or there.is_listing or (asked and there.key == asked.key):
            continue
        is_named = folded(words) in _LANGUAGES
        is_other = asked is None or (there.language or "en") != (asked.language or "en")
        is_moved = asked is None or there.slug != asked.slug
        if is_other and (is_told or (is_named and is_moved)):
            yield Related("translation", words, target, "translations" if is_told else "language-link")
