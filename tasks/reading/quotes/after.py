"""A cue after the words: "…," said X; "…," X told the court; a signature under them."""

from __future__ import annotations

from tasks.reading.quotes.before import COMMAS
from tasks.reading.quotes.clauses import subject
from tasks.reading.quotes.cues import Cue, cue_at, cues_in
from tasks.reading.quotes.followers import follower
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.loosely import follower_loosely, subject_loosely
from tasks.reading.quotes.mentions import phrase, role_span
from tasks.reading.quotes.places import Found, Places
from tasks.reading.quotes.sharing import quoted_source
from tasks.reading.quotes.tails import addressee_end, cue_span, is_tail
from tasks.reading.quotes.tokens import DASHES, Token
from tasks.reading.quotes.utterances import sentence_of

_GOES_ON = words("grammar", "goes_on")
_UNFINISHED = frozenset(",?!")
"""Signs with which words end that are not their own sentence."""
_FAR = 60  # tokens between a quotation and its cue
_SIGNATURE = 12  # tokens a name under a quotation may take


class After:
    """Looks right of one marked quotation."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def find(self, index: int) -> Found | None:
        """The cue and the mention after the quotation, or none."""
        place = self._places.last[index]
        paragraph = self._places.text.paragraphs[place.paragraph]
        tokens, at = paragraph.tokens, place.token + 1
        if at >= len(tokens) or not self._places.may_be_followed(index):
            return None
        high = sentence_of(paragraph, at)[1]
        if tokens[at].text in DASHES:
            signed = self._signature(tokens, at + 1)
            if signed:
                return signed
        crosses = sentence_of(paragraph, place.token)[1] <= at
        if crosses and tokens[place.token].last == ".":
            if len(self._places.last_word(index)) != 2:  # "… and Brandt, N." she said
                return None
            crosses = False
        while at < high and tokens[at].text in COMMAS:
            at += 1
        if at >= high or tokens[at].is_quote:
            return None
        cue = cue_at(tokens, at, at, high)
        if cue and not cue.is_participle and cue.takes & {"quote", "trail"}:
            spoken = follower(tokens, cue.end, high)
            if spoken and not crosses:
                return Found(
                    spoken[0], (tokens[cue.first].start, tokens[cue.end - 1].end), "cue-after", 0.95, spoken[1]
                )
            if spoken is None and not crosses and tokens[place.token].last in _UNFINISHED:
                spoken = follower_loosely(tokens, cue.end, high)
                stretch = (tokens[cue.first].start, tokens[cue.end - 1].end)
                return Found(spoken[0], stretch, "cue-after-loose", 0.85, spoken[1]) if spoken else None
            if spoken is None:
                return None
        found = self._subject_after(tokens, at, high, crosses)
        if found is None and not crosses and tokens[place.token].last in _UNFINISHED:
            return self._loosely_after(tokens, at, high)
        return found

    def _loosely_after(self, tokens: tuple[Token, ...], at: int, high: int) -> Found | None:
        """ "…," whatever stands there, said: words that end in a comma are somebody's."""
        for cue in cues_in(tokens, at, min(high, at + _FAR)):
            if cue.is_participle or cue.speaker_follows or "quote" not in cue.takes:
                continue
            mention = subject_loosely(tokens, at, cue)
            if mention is None:
                return None
            start, stop, end = cue_span(tokens, cue, high)
            return Found(mention, (start, stop), "cue-after-loose", 0.85, end)
        return None

    def _signature(self, tokens: tuple[Token, ...], at: int) -> Found | None:
        """A name after a dash, and nothing more: the signature under somebody's words."""
        end = len(tokens)
        while end > at and tokens[end - 1].text == ".":
            end -= 1
        if end - at >= _SIGNATURE:
            return None
        comma = next((there for there in range(at, end) if tokens[there].text == ","), end)
        mention = phrase(tokens, at, end) or phrase(tokens, at, comma)
        return Found(mention, None, "signed", 0.9) if mention and mention.category == "name" else None

    def _subject_after(self, tokens: tuple[Token, ...], at: int, high: int, crosses: bool) -> Found | None:
        for cue in cues_in(tokens, at, min(high, at + _FAR)):
            if any(token.is_quote for token in tokens[at : cue.first]):
                return None
            # "…," the paper quoted X as saying
            is_quoting = cue.is_participle and tokens[cue.first - 1].low == "as" and not crosses
            if (cue.is_participle and not is_quoting) or cue.speaker_follows or not cue.takes & {"quote", "trail"}:
                continue
            mention = quoted_source(tokens, at, cue.first - 1) if is_quoting else subject(tokens, at, cue)
            if mention and is_quoting:
                return Found(mention, (tokens[cue.first].start, tokens[cue.end - 1].end), "cue-after", 0.9, cue.end)
            if mention is None:
                continue
            if not self._touches(tokens, at, cue.first, mention.start_char):
                continue
            start, stop, end = cue_span(tokens, cue, high)
            if crosses and not (is_tail(tokens, end, high - 1) or addressee_end(tokens, end, high) >= high - 1):
                return None
            if not crosses and end < high and not self._may_follow(tokens[end], cue):
                return None
            return Found(mention, (start, stop), "cue-after", 0.95, end)
        return None

    def _may_follow(self, token: Token, cue: Cue) -> bool:
        """After the cue comes an end, a time, a place; an object ("suggested a walk") makes it another sentence."""
        if token.low == "that":
            return False
        return "bare" in cue.takes or not token.is_word or is_tail((token,), 0, 1) or token.low in _GOES_ON

    def _touches(self, tokens: tuple[Token, ...], at: int, end: int, start_char: int) -> bool:
        """Whether nothing but a role stands between the quotation and the mention."""
        stop = at
        while stop < end and tokens[stop].start < start_char:
            stop += 1
        return (
            stop == at
            or role_span(tokens, at, stop) is not None
            or (stop == at + 1 and tokens[at].low in ("and", "but", "as"))
        )
