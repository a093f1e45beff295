"""The words with which a report ends, without a cue, after a paragraph about one person: whoever he is said them."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.people import Person, Sighting
from tasks.reading.quotes.tokens import Paragraph, Token
from tasks.reading.quotes.utterances import Utterance

_SUBJECTS = frozenset({"he", "she"})
_GENDERED = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female", "hers": "female"}
_MANY = frozenset({"they", "their", "them"})


def closing_pronoun(utterance: Utterance, paragraphs: Sequence[Paragraph]) -> Mention | None:
    """The last "he" or "she" of the paragraph before, where that has pronouns of one sex, and nobody is quoted."""
    before = _before(utterance, paragraphs)
    if len({_GENDERED[token.low] for token in before if token.low in _GENDERED}) != 1:
        return None
    pronoun = next((token for token in reversed(before) if token.low in _SUBJECTS), None)
    if pronoun is None:
        return None
    gender: Gender = "male" if pronoun.low == "he" else "female"
    return Mention(pronoun.start, pronoun.end, "pronoun", pronoun.low, None, gender=gender)


def closing_person(
    utterance: Utterance, paragraphs: Sequence[Paragraph], sightings: Sequence[Sighting]
) -> Person | None:
    """The only person named in the paragraph before, where that has no pronoun."""
    before = _before(utterance, paragraphs)
    if not before or any(token.low in _GENDERED for token in before):
        return None
    named = [one for one in sightings if one.paragraph == utterance.paragraph - 1 and one.person.is_person]
    is_one = len({id(one.person) for one in named}) == 1 and any(one.is_subject for one in named)
    return named[0].person if is_one and not named[0].person.is_body else None


def _before(utterance: Utterance, paragraphs: Sequence[Paragraph]) -> Sequence[Token]:
    """The paragraph before words that stand alone at a report's end; nothing where it has marks, or several people."""
    number = utterance.paragraph
    if number == 0 or number != len(paragraphs) - 1 or utterance.kind != "direct" or utterance.cue:
        return ()
    own, before = paragraphs[number].tokens, paragraphs[number - 1].tokens
    if len(own) != 1 or any(token.is_quote or token.low in _MANY for token in before):
        return ()
    return before
