"""The role that stands before a name: "Prosecutor General X", without ranks."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import phrase
from tasks.reading.quotes.names import Name
from tasks.reading.quotes.role_ends import in_title
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch

_KIN = words("nouns", "kin")
_RANKS = words("nouns", "rank")


_POLICE_RANKS = frozenset(
    {("assistant", "commissioner"), ("deputy", "commissioner"), ("chief", "superintendent"), ("chief", "inspector")}
    | {("assistant", "superintendent"), ("deputy", "superintendent"), ("head", "constable"), ("sub", "inspector")}
)


_GENERALS = frozenset(
    {"prosecutor", "attorney", "secretary", "director", "auditor", "solicitor", "governor", "consul", "inspector"}
)


_OFFICES_OF = frozenset({"ministry", "department", "office", "bureau", "commission", "committee", "council", "court"})


def title_before(tokens: Sequence[Token], name: Name, low: int) -> Stretch | None:
    start = name.outset
    while start > low and in_title(tokens[start - 1]):
        start -= 1
    if start > low + 1 and tokens[start - 1].low in ("of", "for") and tokens[start - 2].low in _OFFICES_OF:
        start -= 2  # "Ministry of Justice spokesman X"
    for at in range(start, name.outset + 1):
        mention = phrase(tokens, at, name.end)
        if mention and mention.role:
            inside = [token for token in tokens[at : name.first] if mention.role[0] <= token.start < mention.role[1]]
            if len(inside) == 1 and inside[0].is_capital and inside[0].low in _KIN:
                return None  # "Sister Agnes"
            if tuple(token.low for token in inside) in _POLICE_RANKS:
                return None
            if len(inside) > 1 and inside[-1].low == "general" and inside[-2].low in _GENERALS:
                return mention.role
            while inside and (inside[-1].low in _RANKS or inside[-1].text == "."):
                inside.pop()
            return (mention.role[0], inside[-1].end) if inside else None
    return None
