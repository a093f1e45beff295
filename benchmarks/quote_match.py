"""Whether two printings mean the same speaker, as scorers of quote corpora decide it: by the heads of noun phrases.

"Rep. Orla Venn (Dun)" and "Venn" agree, "a spokesman for Venn" and "Venn" do not; pronouns agree with pronouns of
their kind.
"""

from __future__ import annotations

import re

_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("i", "me", "my"), "i"),
    **dict.fromkeys(("we", "us", "our"), "we"),
    **dict.fromkeys(("it", "its"), "it"),
    **{word: word for word in ("you", "who")},
}
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "the a an this that these those of for from in on at to by with and or as who whom whose which his her "
        "their its my our your",
    )
)
_TRAILING = frozenset(
    re.findall(r"\w+", "jr sr ii iii himself herself monday tuesday wednesday thursday friday saturday sunday")
)
"""Cut from the end of a phrase, which is not its head."""
_TITLES = frozenset(re.findall(r"\w+", "mr mrs ms miss dr prof sir president colonel general minister judge senator"))
_APPOSITION = re.compile(r",|;|\(|\s-\s|—")
_COMPLEMENT = re.compile(r"\b(?:of|for|from|in|on|at|to|by|with|who|whom|whose|which|that|as)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?\b|[’']")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


def same_mention(one: str, other: str) -> bool:
    """Whether two printings of a speaker agree."""
    one, other = one.strip(), other.strip()
    if not one or not other:
        return False
    if one.lower() == other.lower():
        return True
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return False
    pronouns = [_PRONOUNS.get(words[0]) if len(words) == 1 else None for words in (ours, theirs)]
    if any(pronouns):
        return pronouns[0] == pronouns[1]
    return bool(_heads(one) & _heads(other))


def same_person(one: str, other: str) -> bool:
    """Stricter, for names in full: "Venn" and "Orla Venn" agree, "Berit Venn" and "Orla Venn" do not."""
    ours, theirs = (set(_words(name)) - _TITLES - _SMALL for name in (one, other))
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours) and same_mention(one, other)


def _words(printed: str) -> list[str]:
    return _WORD.findall(_POSSESSIVE.sub("", printed).lower())


def _heads(printed: str) -> set[str]:
    """The last word of the phrase and of each apposition, each cut before a preposition or relative pronoun."""
    heads = set()
    for part in _APPOSITION.split(printed):
        words = [word for word in _words(_COMPLEMENT.split(part.strip(), maxsplit=1)[0]) if word not in _SMALL]
        while len(words) > 1 and words[-1] in _TRAILING:
            words.pop()
        heads.update(words[-1:])
    return heads or set(_words(printed)[-1:])
