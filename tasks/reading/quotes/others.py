"""Whom "it" and "they" stand for: the body, the paper or the people the sentences before speak of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tasks.reading.quotes.clauses import opening_subject
from tasks.reading.quotes.figures import Figure
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.spoken import NOBODY, Speaker, Spoken
from tasks.reading.quotes.utterances import Utterance

_LOOK_BACK = 12
_NEAR = 2
"""Paragraphs from the last body or group that spoke."""


class Others:
    """Answers for one report."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def it(self, mention: Mention, utterance: Utterance, last: Spoken | None) -> Speaker:
        """The body or paper that spoke last, or that the sentences of the same paragraph brought up since."""
        newer = self._newer(mention, utterance, last, is_many=False)
        opening = self._opening(mention, utterance)
        if opening:
            words = opening.name or (opening.start_char, opening.end_char)
            return Speaker(words, "organisation", None, 0.7, "it")
        if newer:
            return Speaker((newer.mention.start_char, newer.mention.end_char), newer.mention.kind, None, 0.65, "it")
        return _again(last, utterance, "it", 0.75)

    def _opening(self, mention: Mention, utterance: Utterance) -> Mention | None:
        """The body by name with which the sentence before begins, as its subject."""
        paragraph = self._register.paragraphs[utterance.paragraph]
        tokens, sentences = paragraph.tokens, paragraph.sentences
        at = bisect_right(sentences, mention.start_char, key=lambda one: tokens[one[0]].start) - 1
        if at < 1 or tokens[sentences[at][0]].start != mention.start_char:
            return None
        found = opening_subject(tokens, *sentences[at - 1])
        return found[0] if found and found[0].kind == "organisation" and found[0].category == "name" else None

    def they(self, mention: Mention, utterance: Utterance, last: Spoken | None) -> Speaker:
        """The group that spoke last, or that the sentences of the same paragraph brought up since."""
        newer = self._newer(mention, utterance, last, is_many=True)
        if newer:
            return Speaker((newer.mention.start_char, newer.mention.end_char), "group", None, 0.65, "they")
        return _again(last, utterance, "they", 0.85)

    def _newer(self, mention: Mention, utterance: Utterance, last: Spoken | None, *, is_many: bool) -> Figure | None:
        """The one of its kind in the sentence before; of several there, the subject."""
        known = self._register.figures
        at = bisect_left(known, mention.start_char, key=lambda figure: figure.mention.start_char)
        opens = self._register.sentence_start(mention.start_char, utterance.paragraph)
        after = -1
        if last and last.utterance.paragraph == utterance.paragraph:
            after = last.utterance.segments[-1][1]
        kinds = ("group",) if is_many else ("document", "organisation")
        here = [
            figure
            for figure in known[max(0, at - _LOOK_BACK) : at]
            if figure.paragraph == utterance.paragraph
            and after < figure.mention.start_char < opens
            and figure.mention.kind in kinds
            and not any(start <= figure.mention.start_char < end for start, end in utterance.segments)
        ]
        nearest = [figure for figure in here if figure.sentence == here[-1].sentence]
        subjects = [figure for figure in nearest if figure.is_subject]
        fitting = subjects or ([] if is_many else nearest)
        return fitting[0] if len(fitting) == 1 else None


def _again(last: Spoken | None, utterance: Utterance, rule: str, certainty: float) -> Speaker:
    if last is None or utterance.paragraph - last.utterance.paragraph > _NEAR:
        return NOBODY
    return Speaker(last.speaker.words, last.speaker.kind, None, certainty, rule)
