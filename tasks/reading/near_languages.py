"""Languages that detection by statistics mistakes for one another, told apart by the letters and words that are theirs.

Only what decides surely stands here; where it does not, there is no answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SOUTH_SLAVIC = frozenset({"sr", "hr", "bs"})
"""One language to a model of letters; told apart by words."""

MIN_LETTER_USES = 6
MIN_FOREIGN = 3
MIN_FOREIGN_SHARE = 0.004
"""Letters of another alphabet among all: a name or two is no contradiction, one in 250 letters is."""

_CYRILLIC = {
    "ru": "ё",
    "uk": "іїєґ",
    "be": "іўё",
    "bg": "",
    "mk": "ѓјљњќџѕѐѝ",
    "sr": "ђјљњћџ",
    "kk": "әғқңөұүһіё",
    "ky": "ңөүё",
    "tg": "ғӣқӯҳҷё",
    "uz": "ўқғҳё",
    "mn": "өүё",
    "tt": "әөүҗңһё",
    "ba": "ғҙҡҫңөүһәё",
}
"""By language, its letters beyond those that Russian and Bulgarian share."""
_SPECIAL = "".join(sorted(set("".join(_CYRILLIC.values()))))


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that settle a language where statistics stay in doubt."""

    code: str
    each: tuple[str, ...]
    """Of each group at least one letter must occur, and all together as often as `MIN_LETTER_USES`."""
    none: str
    """None of these may."""


_SURE = (
    Letters("tg", ("ҷӣӯ", "ҳқғ"), "ўәңұ"),
    Letters("uz", ("ў", "қ", "ҳғ"), "әңұӣҷ"),
    Letters("kk", ("ұ", "әқ", "і"), "ўҳҡҙ"),
    Letters("ky", ("ң", "ө", "ү"), "әғқұһіўҳҗҡҙ"),
    Letters("tk", ("ý", "ň", "ş", "ä"), "ğıāč"),
    Letters("az", ("ə", "ğış"), "ñň"),
    # The alphabet of 2021. Crimean Tatar, for which it is taken, has no ū and writes ç.
    Letters("kk", ("ū", "ñ", "ğ", "ş"), "çâə"),
)

_MONTHS_HR = "siječnj|veljač|ožujk|travnj|svibnj|lipnj|srpnj|kolovoz|rujn|listopad|studen|prosin"
_EKAVIAN = re.compile(
    r"\b(?:pre|gde|posle|uvek|ovde|vreme|dve|obe|dece|deca|mest[aou]|čovek\w{0,4}|reč[iju]{0,2}|vesti|svet[au]?"
    r"|predsednik\w{0,4}|reše\w{1,6}|sledeć\w{1,4}|mesec\w{0,4}|zamenik\w{0,4}|sednic\w{1,4}|pobed\w{1,4}|nedelj\w{1,4}"
    r"|cel[aoiu]|promen\w{1,4}|sever\w{0,6}|beleži?\w{0,4}|poverenj\w{1,3}|primer\w{0,3}|žrtve?nik)\b",
    re.IGNORECASE,
)
_IJEKAVIAN = re.compile(
    r"\b(?:prije|gdje|poslije|uvijek|ovdje|vrijeme|dvije|obje|djece|djeca|mjest[aou]|čovjek\w{0,4}|riječ[iju]{0,2}"
    r"|vijesti|svijet[au]?|predsjednik\w{0,4}|rješe\w{1,6}|sljedeć\w{1,4}|mjesec\w{0,4}|zamjenik\w{0,4}|sjednic\w{1,4}"
    r"|pobjed\w{1,4}|nedjelj\w{1,4}|cijel[aoiu]|promjen\w{1,4}|sjever\w{0,6}|bilježi?\w{0,4}|povjerenj\w{1,3}"
    r"|primjer\w{0,3})\b",
    re.IGNORECASE,
)
_CROATIAN = re.compile(
    rf"\b(?:tko|nitko|netko|svatko|tjed(?:an|n\w{{1,3}})|tisuć\w{{1,3}}|tvornic\w{{1,4}}|europ\w{{1,6}}|povijes\w{{1,5}}"
    rf"|točn\w{{1,3}}|priopć\w{{2,6}}|neovisn\w{{1,6}}|glazb\w{{1,3}}|(?:{_MONTHS_HR})[auie]?(?:ga|om)?)\b",
    re.IGNORECASE,
)
_BOSNIAN = re.compile(
    r"\b(?:historij\w{1,4}|saopć\w{2,8}|lahk[oai]|mehk[oai]|kahv[aeiu]|općin\w{1,6})\b", re.IGNORECASE
)
_EASTERN = re.compile(
    r"\b(?:[kn]iko|neko|svako|hiljad\w{1,4}|evrop\w{1,6}|tačn\w{1,3}|sedmic\w{1,4}|opštin\w{1,6}|saopšt\w{2,8}"
    r"|(?:janu|febru)ar[aeiu]?|novemb(?:ar|ra)|decemb(?:ar|ra)|avgust\w{0,2})\b",
    re.IGNORECASE,
)
_MIN_WORDS = 2
_MIN_RATIO = 5


def by_letters(text: str, likely: frozenset[str]) -> str | None:
    """The one language whose own letters are all there, of those that are likely or can only be told so."""
    found = {rule.code for rule in _SURE if _fits(rule, text)}
    found &= likely
    return found.pop() if len(found) == 1 else None


def contradicts(code: str, text: str) -> bool:
    """Whether a text in Cyrillic letters holds too many that the alphabet of that language lacks."""
    own = _CYRILLIC.get(code)
    if own is None:
        return False
    foreign = sum(text.count(letter) for letter in _SPECIAL if letter not in own)
    return foreign >= MIN_FOREIGN and foreign >= MIN_FOREIGN_SHARE * len(text)


def south_slavic(text: str) -> str | None:
    """Serbian, Croatian or Bosnian in Latin letters, by words that only one of them has; none where they are few.

    "Pre, gde, posle" for "prije, gdje, poslije" is Serbian. Of the others Croatian has "tko" and months of its own,
    Bosnian "historija" beside "januar". What Montenegro writes is none of the three and has no code in ISO 639-1.
    """
    ekavian, ijekavian = _distinct(_EKAVIAN, text), _distinct(_IJEKAVIAN, text)
    if ekavian >= _MIN_WORDS and ekavian >= _MIN_RATIO * ijekavian:
        return "sr"
    croatian, bosnian, eastern = (_distinct(words, text) for words in (_CROATIAN, _BOSNIAN, _EASTERN))
    if ekavian * _MIN_RATIO > ijekavian:
        return None
    if croatian >= _MIN_WORDS and not eastern:
        return "hr"
    return "bs" if bosnian >= _MIN_WORDS and eastern and not croatian else None


def _distinct(words: re.Pattern[str], text: str) -> int:
    return len({match.group().lower() for match in words.finditer(text)})


def _fits(rule: Letters, text: str) -> bool:
    if any(letter in text for letter in rule.none):
        return False
    uses = [sum(map(text.count, group)) for group in rule.each]
    return all(uses) and sum(uses) >= MIN_LETTER_USES
