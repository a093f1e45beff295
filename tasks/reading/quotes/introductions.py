"""How somebody without a name was introduced: "the aide" was "an aide to the governor" a sentence before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import PRONOUNS
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.nouns import PREPOSITIONS, kind_of_noun
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.role_ends import in_title, without_age
from tasks.reading.quotes.tails import has_verb
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

_FIRST = frozenset({"a", "an", "one", "another"})
_ARTICLES = _FIRST | {"the"}
_OWNERS = _ARTICLES | words("grammar", "possessive")
_COMPLEMENTS = frozenset({"of", "at", "with", "for", "in", "from", "to", "on", "near"})
_ANY = frozenset({"of", "at", "with"})
"""Behind these follows of whom or of what, behind the others it may be how or when."""
_ONE_SUCH = frozenset({"single", "certain", "second", "third", "particular"})
_TIMES = words("grammar", "time") | words("grammar", "occasion")
_VERBS = words("grammar", "finite") | words("grammar", "irregular_past") | words("grammar", "be")
_STOPS = words("grammar", "conjunction") | words("grammar", "relative") | PRONOUNS | {"and", "or", "not"}
_BEFORE = 5  # words between the article and the noun
_LONGEST = 8  # tokens of one complement
_MOST = 3  # complements
_LOOK_BACK = 40  # printings of one noun
_MAX_NOUNS = 300  # nouns asked for, whose compounds are looked up as well


class Introductions:
    """Looks up the fuller phrases of one report by their noun. The index is made at the first question."""

    def __init__(self, paragraphs: Sequence[Paragraph], people: Sequence[Person]) -> None:
        self._paragraphs = paragraphs
        self._offices: dict[str, int] = {}
        """What named people are, each word with the first name that has it."""
        for one in people:
            for word in one.role_words:
                self._offices[word] = min(one.name[0], self._offices.get(word, one.name[0]))
        self._places: dict[str, list[tuple[int, int]]] | None = None
        self._by_noun: dict[str, list[tuple[int, int]]] = {}

    def fuller(self, noun: str, own: str, start_char: int) -> Stretch | None:
        """The last phrase before an offset that introduced such a one ("a registry official") and says more than
        `own`, the words of the later phrase; without article."""
        definite: Stretch | None = None
        places = self._of(noun)
        before = bisect_left(places, start_char, key=self._start)
        for number, at in reversed(places[max(0, before - _LOOK_BACK) : before]):
            tokens = self._paragraphs[number].tokens
            start = _article(tokens, at)
            if start is None or _is_named(tokens, at):
                continue
            stop = complements_end(tokens, at + 1)
            first = start + 1 + (tokens[start + 1].low in _ONE_SUCH)
            stop = without_age(tokens, first, stop)
            if stop - first < 2 or not _fits(own, tokens[first:stop]):
                if tokens[start].low in _FIRST:
                    return None  # "a teacher": there is no more to say of the teacher
                continue
            stretch = tokens[first].start, tokens[stop - 1].end
            if tokens[start].low in _FIRST:
                return stretch
            definite = definite or stretch
        return definite

    def is_printed(self, noun: str, start_char: int) -> bool:
        """Whether the report prints a noun, or its plural, before an offset."""
        printed = (self._all().get(low) for low in (noun, f"{noun}s"))
        return any(places and self._start(places[0]) < start_char for places in printed)

    def holds(self, office: str, start_char: int) -> bool:
        """Whether somebody named before an offset has this office."""
        return self._offices.get(office, start_char) < start_char

    def is_title(self, noun: str) -> bool:
        """Whether the report prints a noun as the title of a name: "Sheikh X"."""
        places = self._all().get(noun, ())[:_LOOK_BACK]
        tokens = ((self._paragraphs[number].tokens, at) for number, at in places)
        return any(at + 1 < len(here) and here[at].is_capital and here[at + 1].is_capital for here, at in tokens)

    def _start(self, place: tuple[int, int]) -> int:
        return self._paragraphs[place[0]].tokens[place[1]].start

    def _of(self, noun: str) -> list[tuple[int, int]]:
        places = self._all()
        if noun not in self._by_noun:
            found = list(places.get(noun, ()))
            if len(self._by_noun) < _MAX_NOUNS and len(noun) > 3:
                for low, others in places.items():
                    if low != noun and low.endswith(noun):  # schoolteacher, vice-chairman
                        found += others
            self._by_noun[noun] = sorted(found)
        return self._by_noun[noun]

    def _all(self) -> dict[str, list[tuple[int, int]]]:
        if self._places is None:
            self._places = {}
            for number, paragraph in enumerate(self._paragraphs):
                for at, token in enumerate(paragraph.tokens):
                    if at and token.low.isalpha() | ("-" in token.low) and len(token.low) > 2:
                        self._places.setdefault(token.low, []).append((number, at))
        return self._places


def _article(tokens: Sequence[Token], head: int) -> int | None:
    """Where the article of the phrase stands that `head` ends."""
    for at in range(head - 1, max(-1, head - 1 - _BEFORE), -1):
        if tokens[at].low in _ARTICLES:
            return at
        if not in_title(tokens[at]) or tokens[at].low in _STOPS or tokens[at].low == "'s":
            return None
    return None


def _is_named(tokens: Sequence[Token], head: int) -> bool:
    """Whether a name or another noun follows: "the lawyer X", "the lawyer, X,", "a student union"."""
    at = head + 1
    if at >= len(tokens):
        return False
    if tokens[at].low == "'s" or kind_of_noun(tokens[at].low) is not None:
        return True
    at += tokens[at].text == ","
    name = name_at(tokens, at, min(len(tokens), at + _LONGEST)) if at < len(tokens) and tokens[at].is_capital else None
    return name is not None and name.kind == "person"


def complements_end(tokens: Sequence[Token], start: int) -> int:
    """Past "to the governor", "at the hospital in Tarn", "of criminology at …" behind a noun."""
    at = start
    for _ in range(_MOST):
        stop = _complement_end(tokens, at)
        if stop == at:
            return at
        at = stop
    return at


def _complement_end(tokens: Sequence[Token], at: int) -> int:
    if at + 1 >= len(tokens) or tokens[at].low not in _COMPLEMENTS:
        return at
    first = at + 1
    owned = tokens[first].low in _OWNERS
    start = first + owned
    stop = start
    while stop < min(len(tokens), start + _LONGEST) and _goes_on(tokens, stop):
        stop += 1
    if stop == start or tokens[start].text[0].isdigit() or tokens[start].low in _TIMES:
        return at
    is_place = owned or tokens[start].is_capital or tokens[at].low in _ANY
    return stop if is_place and tokens[stop - 1].low not in _TIMES else at


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.low == "'s":
        return True
    if not token.is_word or token.low in PREPOSITIONS or token.low in _STOPS or token.low in _OWNERS:
        return False
    if token.is_capital:
        return True
    return token.low not in _VERBS and not is_spoken_form(token) and not has_verb(tokens, at, at + 1)


def _fits(own: str, fuller: Sequence[Token]) -> bool:
    """Whether every word of the later phrase is in the fuller one."""
    lows = [token.low for token in fuller]
    return all(any(low == word or low.endswith(word) for low in lows) for word in own.lower().split())
