"""What a name itself shows of its bearer's gender: by lists of first names (`given.toml`) and by how names are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tasks.reading.quotes.lexicon import words

Gender = Literal["male", "female"]

_MALE, _FEMALE = words("given", "male"), words("given", "female")
_MALE_TITLES, _FEMALE_TITLES = words("names", "honorific_male"), words("names", "honorific_female")
_MALE_PARTS, _FEMALE_PARTS = words("names", "male_part"), words("names", "female_part")
_MALE_ENDINGS, _FEMALE_ENDINGS = (tuple(words("names", key)) for key in ("male_ending", "female_ending"))
_NO_FEMALE_ENDINGS = tuple(words("names", "no_female_ending"))
_MALE_FIRST, _FEMALE_FIRST = (tuple(words("names", key)) for key in ("male_first_ending", "female_first_ending"))
_MALE_BEGINNINGS = ("abdul", "abdel", "abdur", "abdou")
# In the middle of a name alone: as a surname it tells nothing ("Svetlana Alexievich").
_PATRONYMICS = ("ovich", "evich", "ovych", "yovych")


def gender_of(name: Sequence[str], title: str = "") -> Gender | None:
    """What the words of a name, in lower case, show of its bearer's gender, or none."""
    if title in _MALE_TITLES:
        return "male"
    if title in _FEMALE_TITLES:
        return "female"
    for part in reversed(name):
        if part in _FEMALE_PARTS or _is_daughters(part):
            return "female"
        if part in _MALE_PARTS:
            return "male"
    if len(name) == 1:  # perhaps a surname, whose parts are its bearer's forefather's
        return _listed(name[0]) or ("male" if _is_sons(name[0]) else None)
    # Daughters of families that moved away bear a surname in -ov or -sky: the first name is the better sign.
    first = next((shown for shown in map(_of_first, name[:-1]) if shown), None)
    if first:
        return first
    return "male" if any(map(_is_sons, name)) or any(part.endswith(_PATRONYMICS) for part in name[1:-1]) else None


def has_given_name(name: Sequence[str]) -> bool:
    """Whether some word is a first name of the lists."""
    return any(part in _MALE or part in _FEMALE for part in name)


def _is_daughters(part: str) -> bool:
    return len(part) > 5 and part.endswith(_FEMALE_ENDINGS) and not part.endswith(_NO_FEMALE_ENDINGS)


def _is_sons(part: str) -> bool:
    return len(part) > 4 and part.endswith(_MALE_ENDINGS)


def _listed(part: str) -> Gender | None:
    """What the lists tell of a first name, or of its beginning ("Jean-Pierre")."""
    opening = part.partition("-")[0]
    if part in _FEMALE or opening in _FEMALE:
        return "female"
    return "male" if part in _MALE or opening in _MALE else None


def _of_first(part: str) -> Gender | None:
    """What a first name shows: by the lists, or by how it is put together."""
    listed = _listed(part)
    if listed or len(part) < 6:
        return listed
    if part.endswith(_FEMALE_FIRST):
        return "female"
    is_male = part.endswith(_MALE_FIRST) or part.startswith(_MALE_BEGINNINGS)
    return "male" if is_male and part != "uzbek" else None
