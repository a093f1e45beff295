"""What the rules find before anyone asks who "he" is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.spans import Marked
from tasks.reading.quotes.tokens import Paragraph
from tasks.report import QuoteKind

_LOOKED_AT = 400  # characters of a quotation
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A report's body passages, read."""

    body: str
    paragraphs: Sequence[Paragraph]
    marked: Sequence[Marked]

    def words(self, index: int) -> list[str]:
        """Words of a marked quotation, the first of them at least."""
        start, end = self.marked[index].segments[0]
        return self.body[start : min(end, start + _LOOKED_AT)].split()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words somebody is said to have said; `mention` stands beside them, or nothing does."""

    kind: QuoteKind
    segments: tuple[Stretch, ...]
    cue: Stretch | None
    mention: Mention | None
    rule: str
    base: float
    """How often the rule is right about whose words these are, before the mention is resolved."""
    paragraph: int
    marked: tuple[int, ...] = ()
    """The marked quotations it settles."""
    continues: bool = False
    """True where the words stand alone and go on from what was said before."""
    shares_cue: bool = False
    """Whether the cue reports a clause of its own, too."""
    opens: int | None = None
    """Of words that stand alone: the paragraph in which they begin; `paragraph` is where they end."""
    within: int | None = None
    """Of words inside somebody's words: where those begin."""
    meant: Mention | None = None
    """Of such words: whom a pronoun beside them stands for, where nobody is named but one of some office."""
    named: Stretch | None = None
    """Of such words: whom a pronoun beside them stands for, as named in the words around them."""

    @property
    def start_char(self) -> int:
        return self.segments[0][0]


def sentence_of(paragraph: Paragraph, token: int) -> Stretch:
    """The sentence (token range) that holds a token."""
    low, high = 0, len(paragraph.sentences) - 1
    while low < high:
        middle = (low + high) // 2
        if paragraph.sentences[middle][1] <= token:
            low = middle + 1
        else:
            high = middle
    return paragraph.sentences[low]


def previous_sentence(paragraph: Paragraph, start: int) -> Stretch | None:
    """The sentence before the one that starts at token `start`."""
    if start == 0:
        return None
    return sentence_of(paragraph, start - 1)
