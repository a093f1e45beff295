"""Transcripts and interviews: paragraphs that begin with the speaker's name and a colon."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from tasks.reading.quotes.cues import cues_in
from tasks.reading.quotes.labels import label_mention
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.names import name_at
from tasks.reading.quotes.tokens import Paragraph
from tasks.reading.quotes.utterances import Text, Utterance

_LONGEST_LABEL = 6
_ALONE = frozenset({"i", "my", "me"})
"""What a speaker says, and no newspaper: "we" may be its writers."""
_FIRST_PERSON = frozenset({"i", "my", "me", "we", "our", "us"})
_FAR = 60  # tokens of a sentence searched for a cue
_NOBODY = words("grammar", "no_label")
_QUESTION, _ANSWER = frozenset({"q", "question"}), frozenset({"a", "answer"})


@dataclass(frozen=True, slots=True)
class _Label:
    paragraph: int
    key: str
    mention: Mention | None
    colon: int
    """Index of the colon among the paragraph's tokens."""


def transcript(text: Text) -> list[Utterance]:
    """What each labelled paragraph says. One colon makes no transcript: labels must recur or alternate.

    The paragraphs between two labels go on with the first. A question marked "Q" is nobody's statement and is left.
    """
    labels = _recurring([label for number in range(len(text.paragraphs)) if (label := _label(text, number))])
    if not _is_transcript(labels):
        return []
    found: list[Utterance] = []
    names = frozenset(label.mention.head for label in labels if label.mention)
    for at, label in enumerate(labels):
        if label.key in _QUESTION:
            continue
        last = labels[at + 1].paragraph if at + 1 < len(labels) else label.paragraph + 1
        utterance = _utterance(text, label, last, names)
        if utterance:
            found.append(utterance)
    return found


def _label(text: Text, number: int) -> _Label | None:
    tokens = text.paragraphs[number].tokens
    for at in range(1, min(len(tokens) - 1, _LONGEST_LABEL)):
        if tokens[at].text != ":":
            continue
        key = " ".join(token.low for token in tokens[:at])
        if key in _QUESTION | _ANSWER:
            return _Label(number, key, None, at)
        mention = label_mention(tokens, at) if key not in _NOBODY else None
        return _Label(number, key, mention, at) if mention and not tokens[at + 1].is_quote else None
    return None


def _recurring(labels: list[_Label]) -> list[_Label]:
    """Without labels that look like a body's name and stand there once: "Lakes and Rivers: An Overview"."""
    keys = Counter(label.key for label in labels)
    return [one for one in labels if not (one.mention and one.mention.category == "joint" and keys[one.key] == 1)]


def _is_transcript(labels: list[_Label]) -> bool:
    if len(labels) < 2:
        return False
    keys = Counter(label.key for label in labels)
    if keys.keys() & _QUESTION and keys.keys() & _ANSWER:
        return True
    close = any(b.paragraph - a.paragraph <= 2 for a, b in pairwise(labels))
    return close and len(labels) > 2 and keys.most_common(1)[0][1] > 1


def _is_narration(text: Text, number: int, names: frozenset[str]) -> bool:
    """Whether the writer speaks between two answers: of the speakers by name, or of what somebody else said."""
    paragraph = text.paragraphs[number]
    if any(token.low in names for token in paragraph.tokens):
        return True
    own = _ALONE if _opens_in_full(paragraph) else _FIRST_PERSON
    if any(token.low in own for token in paragraph.tokens):
        return False
    return any(token.is_quote for token in paragraph.tokens) and any(
        "quote" in cue.takes and not cue.is_participle
        for start, stop in paragraph.sentences
        for cue in cues_in(paragraph.tokens, start, min(stop, start + _FAR))
    )


def _opens_in_full(paragraph: Paragraph) -> bool:
    """Whether a paragraph brings somebody up by title and full name, as those who speak seldom do."""
    name = name_at(paragraph.tokens, 0, len(paragraph.tokens), opens_sentence=True) if paragraph.tokens else None
    return name is not None and name.kind == "person" and name.has_title and len(name.words) > 1


def _utterance(text: Text, label: _Label, end: int, names: frozenset[str]) -> Utterance | None:
    segments: list[tuple[int, int]] = []
    last = label.paragraph
    for number in range(label.paragraph, end):
        paragraph = text.paragraphs[number]
        if not paragraph.tokens:  # nothing but signs that are no words, "***"
            continue
        if number > label.paragraph and _is_narration(text, number, names):
            break
        first = label.colon + 1 if number == label.paragraph else 0
        segments.append((paragraph.tokens[first].start, paragraph.tokens[-1].end))
        last = number
    base = 0.9
    return Utterance("direct", tuple(segments), None, label.mention, "transcript", base, last)
