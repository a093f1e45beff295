"""Whom the label of a transcript's paragraph names: "Ana Ruiz:", "MR. RUIZ:", "THE CHAIR:", "RFE/RL:"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.reading.quotes.mentions import Mention, phrase
from tasks.reading.quotes.names import Name, name_at
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.tokens import Token

_JOINS = frozenset({"and", "of", "the", "for", "in", "on"})
_SIGNS = frozenset({"/", "&", "-"})


def label_mention(tokens: Sequence[Token], end: int) -> Mention | None:
    """The one whom tokens ``[0, end)``, before a colon, name or describe; none where they are no label."""
    if not tokens[0].is_capital:
        return None
    name = name_at(tokens, 0, end)
    if _by_office(tokens, end, name):
        return _office(tokens, end)
    if name and name.end == end:
        mention = phrase(tokens, 0, end)
        is_titled = mention and mention.category == "name" and name.has_title  # "SENATOR YUPANQUI" is no acronym
        return replace(mention, kind="named") if mention and is_titled else mention
    return _paper(tokens, end) or _body(tokens, end)


def _by_office(tokens: Sequence[Token], end: int, name: Name | None) -> bool:
    """Whether a label tells an office and no name: "THE CHAIR", "PRESIDING JUDGE", "Witness"."""
    if tokens[0].low == "the" and end > 1:
        return all(token.is_word for token in tokens[:end])
    is_known = kind_of_noun(tokens[end - 1].low) in ("role", "anonymous")
    is_shouted = all(token.text.isupper() for token in tokens[:end])
    return is_known and (end == 1 or (is_shouted and not (name and name.has_title and name.end == end)))


def _office(tokens: Sequence[Token], end: int) -> Mention | None:
    head = tokens[end - 1]
    kind = kind_of_noun(head.low)
    if kind not in ("role", "anonymous", "organisation") or not head.is_capital:
        return None
    return Mention(tokens[0].start, head.end, "common", head.low, kind, is_definite=True)


def _paper(tokens: Sequence[Token], end: int) -> Mention | None:
    """ "RFE/RL", "A&B": capitals joined by signs."""
    if end < 3 or not all(token.text in _SIGNS or token.text.isupper() for token in tokens[:end]):
        return None
    stretch = (tokens[0].start, tokens[end - 1].end)
    names = tuple(token.low for token in tokens[:end] if token.is_word)
    return Mention(*stretch, "name", names[-1], "organisation", stretch, names)


def _body(tokens: Sequence[Token], end: int) -> Mention | None:
    """A paper or a body whose name joins nouns: "Lamp and Letter:"."""
    joins = [token.low for token in tokens[1 : end - 1] if not token.is_capital]
    is_name = bool(joins) and all(low in _JOINS for low in joins) and tokens[end - 1].is_capital
    if not is_name or not all(token.is_word for token in tokens[:end]):
        return None
    stretch = (tokens[0].start, tokens[end - 1].end)
    names = tuple(token.low for token in tokens[:end])
    return Mention(*stretch, "joint", names[-1], "organisation", stretch, names)
