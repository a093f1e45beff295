"""Whom a definite description stands for: "the aide", "the former cellmate", "the sheikh"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from types import MappingProxyType

from tasks.reading.quotes.callings import is_called, same_head
from tasks.reading.quotes.figures import Figure
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.nouns import STOPS
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.tokens import Paragraph, Token, tokenise
from tasks.reading.quotes.utterances import Stretch

_PLACES_ASIDE = frozenset({"there", "here"})
_CITED = frozenset(
    (
        *("seen", "cited", "quoted", "signed", "dated", "published", "reviewed", "interviewed"),
        *("reached", "obtained", "released", "issued", "contacted"),
    )
)
_FORMER = re.compile(r"\b(?:[Ff]ormer|ex-|[Rr]etired|predecessor|late)\b")
_NO_PERSON = ("organisation", "document", "group")  # "the union" is not its chairman
_CHILDREN = frozenset({"girl", "boy", "child", "teenager", "youngster"})
_AGE = re.compile(r"(\d{1,2})-year-old")
_NUMBER = re.compile(r"(\d{1,2})")
_GROWN = 20
_LOOK_BACK = 60  # printings of names and figures a description may reach over
_TOLD_REACH = 16  # tokens after a name that tell of its bearer
_SHORTEST_ROOT = 4
_OWNED = 4  # tokens before a name in which "his" makes its bearer another's
_OWN = words("grammar", "possessive") | {"'s"}
_NO_TRADE = frozenset(
    [
        "officer",
        "minister",
        "prisoner",
        "villager",
        "commander",
        "speaker",
        "member",
        "reporter",
        "official",
        "resident",
        "witness",
        "police",
    ]
)
"""Nouns whose root names the place or the body that others are of, too."""
_AGENTS = (
    *("keeper", "owner", "holder", "maker", "seller", "worker", "driver", "grower", "mate", "woman", "man"),
    *("eer", "ist", "er", "or"),
)
_SMALL = STOPS | words("grammar", "definite") | words("grammar", "possessive") | {"a", "an"}


class Descriptions:
    """Answers for one report."""

    def __init__(self, body: str, register: Register, paragraphs: Sequence[Paragraph]) -> None:
        self._body = body
        self._register = register
        self._paragraphs = paragraphs
        self._complements: dict[Stretch, frozenset[str]] = {}

    def person(self, mention: Mention) -> Person | None:
        """The one person introduced before who is what the mention says."""
        if self._is_restricted(mention) or mention.kind in _NO_PERSON:
            return None
        found = [p for p in self._people_before(mention) if _may_be(p, mention) and self._has_role(p, mention)]
        if self._is_former(mention):  # not who is it now
            found = [p for p in found if any(_FORMER.search(self._body, *role) for role in p.roles)]
            found = found or [p for p in self._people_before(mention) if "predecessor" in p.role_words]
        return found[0] if len(found) == 1 else None

    def person_owned(self, mention: Mention, paragraph: int) -> Person | None:
        """Of "his deputy": the one of this paragraph or the last whom the report presents so: "His deputy, NAME"."""
        opening, _, rest = self._body[mention.start_char : mention.end_char].lower().partition(" ")
        if opening not in ("his", "her", "their", "its") or rest != mention.head or mention.kind in _NO_PERSON:
            return None
        found = [
            person
            for person in self._people_before(mention, paragraph - 1)
            if _may_be(person, mention) and mention.head in person.role_words and self._is_owned(person)
        ]
        return found[0] if len(found) == 1 else None

    def _is_owned(self, person: Person) -> bool:
        """Whether somebody is first named as another's: "His deputy, N", "her husband N"."""
        if not person.named:
            return False
        number, name = person.named[0]
        tokens = self._paragraphs[number].tokens
        opening = range(name.outset - 1, max(-1, name.outset - 1 - _OWNED), -1)
        return any(tokens[at].low in _OWN for at in opening)

    def person_told(self, mention: Mention, paragraph: int, near: int) -> Person | None:
        """The one person near of whom the report tells that trade: "X, who keeps a shop" is the shopkeeper."""
        if self._is_restricted(mention) or not (_roots(mention.head) or mention.head in _CHILDREN):
            return None
        found = [
            person
            for person in self._people_before(mention, paragraph - near)
            if _may_be(person, mention)
            and (person.is_person or person.is_likely)
            and _is_told(mention.head, self._told(person))
        ]
        return found[0] if len(found) == 1 else None

    def figure(self, mention: Mention, paragraph: int, near: int) -> Figure | None:
        """Who was brought up before without a name and is meant again; the fullest printing."""
        if self._is_restricted(mention):
            return None
        own = self._complement(mention)
        known = self._register.figures
        at = bisect_left(known, mention.start_char, key=lambda figure: figure.mention.start_char)
        found: list[Figure] = []
        for figure in reversed(known[max(0, at - _LOOK_BACK) : at]):
            one = figure.mention
            if figure.is_many or paragraph - figure.paragraph > near or not _agree(one, mention):
                continue
            is_same = same_head(one.head, mention.head) and (not own or own <= self._complement(one))
            is_same = is_same and (self._is_former(one) or not self._is_former(mention))
            if is_same or (not own and not one.is_definite and _is_told(mention.head, figure.told)):
                found.append(figure)
                if not one.is_definite:
                    break
        return max(found, key=lambda one: (bool(self._complement(one.mention)), -one.mention.start_char), default=None)

    def _is_former(self, mention: Mention) -> bool:
        return _FORMER.search(self._body, mention.start_char, mention.end_char) is not None

    def printed(self, mention: Mention) -> Stretch:
        """The words of a mention that describe: without "there", without where a paper was seen or somebody quoted."""
        tokens = tokenise(self._body, mention.start_char, mention.end_char)
        head = next((at for at, token in enumerate(tokens) if token.low == mention.head), len(tokens))
        for at in range(head + 1, len(tokens)):
            low = tokens[at].low
            is_left_open = at == len(tokens) - 1 and (low in _CITED or low.endswith("ed"))
            is_cut = low in _PLACES_ASIDE or is_left_open or (low in _CITED and mention.kind in ("role", "anonymous"))
            if is_cut and tokens[at - 1].is_word:
                return mention.start_char, tokens[at - 1].end
        return mention.start_char, mention.end_char

    def _people_before(self, mention: Mention, paragraph: int = 0) -> Iterator[Person]:
        """The newest first; of those printed in that paragraph or after it."""
        before = self._register.before(mention.start_char)
        seen: set[int] = set()
        for sighting in reversed(self._register.sightings[max(0, before - _LOOK_BACK) : before]):
            if sighting.paragraph >= paragraph and id(sighting.person) not in seen:
                seen.add(id(sighting.person))
                yield sighting.person

    def _has_role(self, person: Person, mention: Mention) -> bool:
        if not is_called(mention.head, person.role_words):
            return False
        own = self._complement(mention)
        if not own:
            return True
        told = self._told(person).union(*(_words([tokenise(self._body, *role)]) for role in person.roles))
        return bool(own & told) and self._names_in(mention) <= told

    def _told(self, person: Person) -> frozenset[str]:
        """The words that tell of a person behind its first printings, in the same sentence."""
        told: list[Sequence[Token]] = []
        for number, name in person.named[:2]:
            tokens = self._paragraphs[number].tokens
            told.append(tokens[max(0, name.outset - 1) : name.first])  # "17-year-old N"
            behind = tokens[name.end : name.end + _TOLD_REACH]
            told.append([*takewhile(lambda token: token.text not in ".;:", behind)])
        return frozenset(_words(told))

    def _complement(self, mention: Mention) -> frozenset[str]:
        """The words that narrow a description: "of the council" in "the head of the council"."""
        stretch = (mention.start_char, mention.end_char)
        known = self._complements.get(stretch)
        if known is None:
            known = self._complements[stretch] = frozenset(self._narrowing(mention))
        return known

    def _narrowing(self, mention: Mention) -> Iterator[str]:
        tokens = tokenise(self._body, mention.start_char, mention.end_char)
        at = next((at for at, token in enumerate(tokens) if token.low == mention.head), len(tokens))
        owner = max((n for n in range(at) if tokens[n].text[0] in "'’"), default=0)  # "the families’ lawyer"
        yield from _words([tokens[:owner], tokens[at + 1 :]])

    def _names_in(self, mention: Mention) -> frozenset[str]:
        """The names that narrow a description: "of the Tarn clinic" is of no other clinic."""
        tokens = tokenise(self._body, mention.start_char, mention.end_char)
        return self._complement(mention) & {token.low for token in tokens if token.is_capital}

    def _is_restricted(self, mention: Mention) -> bool:
        """ "the colonel who came to the house": somebody whom the report brings up here."""
        after = self._body[mention.end_char : mention.end_char + 6].lower()
        return after.startswith((" who ", " whom ", " whose", " that "))


def _agree(one: Mention, other: Mention) -> bool:
    """In gender, and in being a person, a body or a paper."""
    if one.kind != other.kind and "anonymous" not in (one.kind, other.kind):
        return False
    return one.gender is None or other.gender is None or one.gender == other.gender


def _may_be(person: Person, mention: Mention) -> bool:
    return not person.is_body and (mention.gender is None or person.gender in (None, mention.gender))


def _words(parts: Iterable[Sequence[Token]]) -> Iterator[str]:
    for part in parts:
        for token in part:
            if token.is_word and token.low not in _SMALL and (len(token.low) > 2 or token.low.isdigit()):
                yield token.low


_TRADES = MappingProxyType(
    {
        "trader": ("sell", "sold", "trad", "stall"),
        "vendor": ("sell", "sold", "stall"),
        "shopkeeper": ("sell", "sold", "shop"),
        "student": ("universit", "student", "studies", "studied", "studying", "college"),
        "pupil": ("school", "grade", "pupil"),
        "teacher": ("taught", "teaches", "teaching"),
        "villager": ("village",),
        "refugee": ("fled", "refugee"),
        "widow": ("widow",),
        "singer": ("sings", "sang", "singing", "song"),
        "musician": ("plays", "played", "music", "orchestra", "band"),
        "soldier": ("army", "battalion", "regiment", "conscript", "troops"),
        "veteran": ("fought", "veteran"),
        "nurse": ("nurs",),
        "driver": ("drives", "drove", "driving"),
        "farmer": ("grows", "grew", "farm"),
        "fisherman": ("fish",),
        "tailor": ("sews", "sewed", "sewing"),
        "writer": ("wrote", "writes", "novel"),
        "lawyer": ("represents", "represented", "defends", "defended"),
    }
)
"""What is told of somebody who is then called so: "N, who sells lamps" is the trader."""


def _roots(head: str) -> tuple[str, ...]:
    """What an agent noun is made of: "shop" of "shopkeeper", "farm" of "farmer", "baker" for "bakery"."""
    if head in _TRADES:
        return (*_TRADES[head], *_made_of(head))
    return _made_of(head)


def _made_of(head: str) -> tuple[str, ...]:
    if head in _NO_TRADE:
        return ()
    suffix = next((each for each in _AGENTS if head.endswith(each) and len(head) - len(each) > 1), "")
    if not suffix:
        return ()
    root = head.removesuffix(suffix)
    return tuple(each for each in (root, head) if len(each) >= _SHORTEST_ROOT)


def _is_told(head: str, told: frozenset[str]) -> bool:
    if head in _CHILDREN:
        ages = [int(age.group(1)) for word in told if (age := _AGE.fullmatch(word)) or (age := _NUMBER.fullmatch(word))]
        return any(age < _GROWN for age in ages)
    return any(word.startswith(root) for root in _roots(head) for word in told)
