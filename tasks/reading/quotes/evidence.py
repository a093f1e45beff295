"""What shows that a name is the name of a body, where none of its words does: "Open Gate", "Free Column"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tasks.reading.quotes.cues import is_spoken_form
from tasks.reading.quotes.genders import gender_of
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.nouns import PREPOSITIONS, head_of, kind_of_noun
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Stretch

_BODIES = words("nouns", "organisation") | words("standing", "workplace")
_COMPANIES = words("standing", "company")
_OF_BODY = words("standing", "of_body")
_WHOSE = frozenset({"whose", "his", "her"})
_OWN_BODY = words("standing", "own_body")
_BODYS_OWN = frozenset(
    {"management", "headquarters", "newsroom", "board", "shareholders", "chairman", "chairwoman", "founders"}
)
_DOCUMENTS = words("nouns", "document")
_NAMED_AFTER = (_BODIES | words("nouns", "named_after")) - words("nouns", "state_body") - {"court", "house", "home"} | {
    "agency"
}
_FIRMS = frozenset({"Sons", "Brothers", "Daughters", "Co", "Partners", "Associates", "Company"})
_GENERIC = frozenset({"international", "foundation", "group", "association", "institute", "network", "initiative"})
_CALLED = frozenset({"called", "named", "calling"})
_EMPLOYED = frozenset({"director", "researcher", "coordinator", "co-ordinator", "campaigner"})
_OFFICES = words("nouns", "office")
_TRADERS = frozenset(
    {"operator", "provider", "giant", "supplier", "exporter", "importer", "producer", "developer", "maker"}
)
_LINES = frozenset(
    {"transport", "mobile", "network", "railway", "rail", "bus", "ferry", "power", "grid", "telecom", "pipeline", "gas"}
    | {"oil", "energy", "water", "port", "electricity", "internet", "cement", "steel", "arms", "weapons", "mining"}
    | {
        "telecoms",
        "telephone",
        "cable",
        "airport",
        "tobacco",
        "sugar",
        "tech",
        "media",
        "chemicals",
        "state",
        "housing",
    }
)
"""A "power operator" is a company, a "crane operator" is not."""
_RUNS = frozenset(
    {"runs", "ran", "owns", "owned", "operates", "operated", "manages", "publishes", "campaigns", "represents"}
)
_OPENS = frozenset({"the", "its"})
_REACH = 8  # tokens between an office and the name of its body
_FIELDWORK = frozenset({"interviewed", "documented", "observed", "visited", "recorded"})
_MANY = frozenset({"more", "dozens", "hundreds", "several", "nine", "seven", "eight", "ten", "women", "men", "over"})
_PAPERS = frozenset({"report", "briefing", "paper", "study"})
_APPOSITION = 12
Words = tuple[str, ...]


def names_of_bodies(paragraphs: Sequence[Paragraph], names: Sequence[Sequence[Name]]) -> dict[Words, Stretch]:
    """The names that stand for bodies, each with its fullest printing ("Fair Hands" for "Fair Hands International")."""
    found: dict[Words, Stretch] = {}
    prefixes: dict[Words, tuple[int, Stretch]] = {}
    persons: set[Words] = set()
    for paragraph, here in zip(paragraphs, names, strict=True):
        for name in here:
            stretch = paragraph.tokens[name.first].start, paragraph.tokens[name.end - 1].end
            if name.kind == "organisation":
                found.setdefault(name.words, stretch)
                _note_prefixes(prefixes, name.words, stretch)
            elif is_firm(paragraph.tokens, name.end):
                found.setdefault(name.words, (stretch[0], paragraph.tokens[name.end + 1].end))
            elif name.has_title or (gender_of(name.words) and not _is_told_body(paragraph.tokens, name)):
                persons.add(name.words)
            elif _is_shown(paragraph.tokens, name):
                found.setdefault(name.words, stretch)
    for here in names:
        for name in here:
            longer = prefixes.get(name.words)
            if longer and name.words not in persons:
                found[name.words] = longer[1]
    return {each: stretch for each, stretch in found.items() if each not in persons}


def is_firm(tokens: Sequence[Token], end: int) -> bool:
    """ "N and Sons"."""
    return end + 1 < len(tokens) and tokens[end].low in ("and", "&") and tokens[end + 1].text in _FIRMS


def _is_introduced(tokens: Sequence[Token], name: Name) -> bool:
    """ "the newspaper Zora": a body, though women are called so."""
    before = tokens[name.outset - 1] if name.outset > 1 else None
    if before is None or name.has_title or before.is_capital or before.low not in _NAMED_AFTER:
        return False
    return tokens[name.outset - 2].low in ("the", "a", "an", "its") or tokens[name.outset - 2].low not in PREPOSITIONS


def _is_told_body(tokens: Sequence[Token], name: Name) -> bool:
    """ "the newspaper Zora", "Erkin Mavj, an exile radio station": though people are called so."""
    if _is_introduced(tokens, name) or _apposed(tokens, name.end) is not None:
        return True
    return len(name.words) > 2 and bool(_renamed(tokens, name))


def _note_prefixes(prefixes: dict[Words, tuple[int, Stretch]], name: Words, stretch: Stretch) -> None:
    for length in range(1, len(name)):
        if length == 1 and name[1] not in _GENERIC:
            continue
        known = prefixes.get(name[:length])
        if known is None or known[0] < len(name):
            prefixes[name[:length]] = len(name), stretch


def _is_shown(tokens: Sequence[Token], name: Name) -> bool:
    if name.kind != "person" or name.outset != name.first or name.words[-1] in _DOCUMENTS:
        return False
    if name.first and kind_of_noun(tokens[name.first - 1].low) in ("role", "anonymous"):  # researcher NAME
        return False
    if _has_article(tokens, name) or _reports(tokens, name):
        return True
    if len(name.words) > 1 and kind_of_noun(name.words[0]) == "group":  # "Mothers of Lesna", "Doctors Abroad"
        return True
    if len(name.words) == 1 and _is_joined(tokens[name.first].text):
        return True
    if len(name.words) > 1 and name.words[-1] in _COMPANIES:
        return True
    after = [token.low for token in tokens[name.end : name.end + 3]]
    if after[:2] == [",", "which"] and after[-1] in _RUNS:
        return True
    if nouns_beside(tokens, name) or _has_owners(tokens, name):
        return True
    if len(name.words) > 1 and (_is_employer(tokens, name) or _has_somebody(tokens, name.end)):
        return True
    return _employs(tokens, name)


def _has_article(tokens: Sequence[Token], name: Name) -> bool:
    """ "the Taliban said"."""
    if not name.first or tokens[name.first - 1].low != "the" or name.end >= len(tokens):
        return False
    return is_spoken_form(tokens[name.end])


def _reports(tokens: Sequence[Token], name: Name) -> bool:
    """ "N said today", "N said in a report released …", "N interviewed 52 women": so do bodies that report."""
    after = [token.low for token in tokens[name.end : name.end + _REACH]]
    if len(name.words) < 2 or len(after) < 3:
        return False
    if after[0] in _FIELDWORK and (after[1][0].isdigit() or after[1] in _MANY):
        return True
    if after[:2] == ["calls", "on"]:
        return True
    if after[0] != "said":
        return False
    return after[1] == "today" or (after[1] == "in" and after[2] == "a" and bool(_PAPERS & set(after[3:6])))


def _has_owners(tokens: Sequence[Token], name: Name) -> bool:
    """ "the licence of N", "N's management": what no person has."""
    if name.end + 1 < len(tokens) and tokens[name.end].low == "'s" and tokens[name.end + 1].low in _BODYS_OWN:
        return True
    first = name.first
    return len(name.words) > 1 and first > 1 and tokens[first - 1].low == "of" and tokens[first - 2].low in _OF_BODY


def _has_somebody(tokens: Sequence[Token], at: int) -> bool:
    """ "Equal Ground's Ivo Lang"."""
    if at + 2 >= len(tokens) or tokens[at].low != "'s" or not tokens[at + 2].is_capital:
        return False
    return tokens[at + 1].is_capital and gender_of((tokens[at + 1].low, "")) is not None


def _employs(tokens: Sequence[Token], name: Name) -> bool:
    """ "N's Deputy Director for …", "N's Balkans researcher"; of a single name, which may be a country's, "Deputy
    Director" with capitals."""
    at = name.end
    if at + 1 >= len(tokens) or tokens[at].low != "'s":
        return False
    head = head_of(tokens, at + 1, min(len(tokens), at + _REACH))
    if len(name.words) == 1 and not (head is not None and tokens[head].text in ("Director", "Researcher")):
        return False
    return head is not None and tokens[head].low in _EMPLOYED


def _is_joined(text: str) -> bool:
    """ "NordEnergo": two words in one, as no person is called ("McLeod" has but a short first)."""
    return any(a.islower() and b.isupper() for a, b in pairwise(text[3:]))


def nouns_beside(tokens: Sequence[Token], name: Name) -> set[str]:
    """The nouns a report calls a body by, beside its name: "the watchdog N", "N, a company", "a company called N"."""
    found: set[str] = set()
    first = name.first
    before = tokens[first - 1] if first else None
    if before is not None and before.low in _NAMED_AFTER and not before.is_capital:
        found.add(before.low)
    if before is not None and before.low in _CALLED and first > 1 and tokens[first - 2].low in _BODIES:
        found.add(tokens[first - 2].low)
    if before is not None and before.text == "," and _trades(tokens, first - 1):
        found |= (
            {"company", "operator", "firm"} if name.end >= len(tokens) or tokens[name.end].text in ",.–—" else set()
        )
    article = next((at for at in range(first - 3, max(-1, first - 7), -1) if tokens[at].low in _OPENS), None)
    # "the head of the council, X": whoever is behind the comma is the head.
    opens = article is not None and not (article and tokens[article - 1].low in PREPOSITIONS)
    if before is not None and before.text == "," and opens:
        closes = name.end >= len(tokens) or tokens[name.end].text in ",.–—"
        if closes and tokens[first - 2].low in _BODIES:
            found.add(tokens[first - 2].low)
    after = _apposed(tokens, name.end)
    if after:
        found.add(after)
    return found | _renamed(tokens, name)


def _renamed(tokens: Sequence[Token], name: Name) -> set[str]:
    """ "X's party, N, …", "belongs to a cooperative, N (NN), …": the noun, where no person can be meant."""
    noun = name.first - 2
    if noun < 2 or tokens[noun + 1].text != "," or tokens[noun].low not in _BODIES:
        return set()
    if name.end < len(tokens) and tokens[name.end].text not in ",.–—(":
        return set()
    if (tokens[noun - 1].low == "'s" and tokens[noun - 2].is_capital) or tokens[noun - 1].low in _WHOSE:
        return {tokens[noun].low} if tokens[noun].low in _OWN_BODY else set()
    article = next((at for at in range(noun - 1, max(0, noun - 4), -1) if tokens[at].low in ("a", "an")), None)
    if article is None or tokens[article - 1].low in PREPOSITIONS - {"to", "by"}:
        return set()
    return {tokens[noun].low}


def _trades(tokens: Sequence[Token], end: int) -> bool:
    """ "the city's transport operator"."""
    return end > 1 and tokens[end - 1].low in _TRADERS and tokens[end - 2].low in _LINES


def _apposed(tokens: Sequence[Token], at: int) -> str | None:
    """ "N, a movement of fishing families": the noun."""
    if at + 2 >= len(tokens) or tokens[at].text not in (",", "–", "—", "("):
        return None
    if tokens[at + 1].low not in ("a", "an", "the", "one"):
        return None
    head = head_of(tokens, at + 1, min(len(tokens), at + 1 + _APPOSITION))
    if head is not None and head + 1 < len(tokens) and tokens[head + 1].low in ("who", "whose", "whom"):
        return None  # "X, a carrier who has walked …"
    low = tokens[head].low if head is not None else ""
    return low if low in _BODIES else None


def _is_employer(tokens: Sequence[Token], name: Name) -> bool:
    """ "Deputy Director for the Americas at N": only bodies have such people."""
    at = name.first - 1
    at -= at > 0 and tokens[at].low == "the"
    if at < 1 or tokens[at].low not in ("at", "with"):
        return False
    for back in range(at - 1, max(-1, at - _REACH), -1):
        token = tokens[back]
        if token.low in _OFFICES:
            return True
        if not (token.is_word and (token.is_capital or token.low in PREPOSITIONS | {"the"})):
            return False
    return False
