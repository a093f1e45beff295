"""The words with which a report ends, without a cue, after a paragraph about one person: whoever he is said them."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.tokens import Paragraph
from tasks.reading.quotes.utterances import Utterance

_SUBJECTS = frozenset({"he", "she"})
_GENDERED = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female", "hers": "female"}
_MANY = frozenset({"they", "their", "them"})


def closing_pronoun(utterance: Utterance, paragraphs: Sequence[Paragraph]) -> Mention | None:
    """The last "he" or "she" of the paragraph before, where the utterance stands alone at a report's end; none where
    that paragraph has pronouns of both sexes, or of several people, or marks."""
    number = utterance.paragraph
    if number == 0 or number != len(paragraphs) - 1 or utterance.kind != "direct" or utterance.cue:
        return None
    own, before = paragraphs[number].tokens, paragraphs[number - 1].tokens
    if len(own) != 1 or any(token.is_quote or token.low in _MANY for token in before):
        return None
    if len({_GENDERED[token.low] for token in before if token.low in _GENDERED}) != 1:
        return None
    pronoun = next((token for token in reversed(before) if token.low in _SUBJECTS), None)
    if pronoun is None:
        return None
    gender: Gender = "male" if pronoun.low == "he" else "female"
    return Mention(pronoun.start, pronoun.end, "pronoun", pronoun.low, None, gender=gender)
