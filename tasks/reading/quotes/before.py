"""A cue before the words: "She said: …", "According to the report, …", a paragraph that ends in a colon."""

from __future__ import annotations

from tasks.reading.quotes.clauses import opening_subject, subject
from tasks.reading.quotes.complements import is_infinitive
from tasks.reading.quotes.contents import reported_clause
from tasks.reading.quotes.cues import Cue, before_verb, cues_in
from tasks.reading.quotes.followers import follower
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.loosely import subject_loosely
from tasks.reading.quotes.mentions import PRONOUNS, Mention, phrase
from tasks.reading.quotes.places import Found, Places, is_headline
from tasks.reading.quotes.sharing import quoted_source
from tasks.reading.quotes.tails import addressee_end, cue_span, is_tail
from tasks.reading.quotes.tokens import DASHES, Token
from tasks.reading.quotes.utterances import sentence_of
from tasks.reading.quotes.viewpoints import viewpoint

COMMAS = DASHES | {","}
_RUNS = frozenset({"begins", "began", "opens", "opened", "ends", "ended", "closes", "concludes", "runs", "ran", "goes"})
_TERM = 3  # words from which something in marks behind a colon is no mere term
_NEAR = 9  # tokens of "in the old man's own words"
_OPENING = 8  # tokens of "On the third Sunday"
_TIMES = words("grammar", "time")
_ARTICLES = frozenset({"a", "an", "the", "one", "his", "her", "their"})
_FAR = 60  # tokens between a quotation and its cue


def _opens(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """ "According to a lawyer at the office, the clerk “rarely answers”": the clause opens before the marks."""
    commas = [at for at in range(start, end - 1) if tokens[at].text == ","]
    return bool(commas) and tokens[commas[-1] + 1].low in _ARTICLES | PRONOUNS | {"its", "our", "my"}


class Before:
    """Looks left of one marked quotation. `previous` is the mention of the quotation before, for "…, adding: …"."""

    def __init__(self, places: Places, previous: Mention | None) -> None:
        self._places = places
        self._previous = previous

    def find(self, index: int) -> Found | None:
        """The cue and the mention before the quotation, or none."""
        place = self._places.first[index]
        paragraph = self._places.text.paragraphs[place.paragraph]
        tokens = paragraph.tokens
        start, high = sentence_of(paragraph, place.token)
        if place.token == start:
            return self._paragraph_before(index)
        low = start
        for at in range(place.token - 1, max(start, place.token - _FAR) - 1, -1):
            if tokens[at].is_quote:
                low = at + 1
                break
        end = place.token
        while end > low and tokens[end - 1].text in (*COMMAS, ":"):
            end -= 1
        has_colon = any(token.text == ":" for token in tokens[end : place.token])
        return self._cue_before(index, tokens, (start, low, end, high), has_colon)

    def _paragraph_before(self, index: int) -> Found | None:
        """The sentence or the paragraph before ends in a colon: "Brandt said:"."""
        place = self._places.first[index]
        number = place.paragraph
        if place.token == 0 and number > 0:
            number -= 1
        elif place.token == 0:
            return None
        paragraph = self._places.text.paragraphs[number]
        end = place.token if number == place.paragraph else len(paragraph.tokens)
        if end == 0 or paragraph.tokens[end - 1].text != ":":
            return None
        start, _ = sentence_of(paragraph, end - 1)
        return self._cue_before(index, paragraph.tokens, (start, start, end - 1, end - 1), True)

    def _cue_before(
        self, index: int, tokens: tuple[Token, ...], around: tuple[int, int, int, int], has_colon: bool
    ) -> Found | None:
        start, low, end, _ = around
        cues = [
            cue for cue in cues_in(tokens, max(low, end - _FAR), end) if "quote" in cue.takes or cue.speaker_follows
        ]
        if cues:
            found = self._by_cue(index, tokens, around, cues[-1], has_colon)
            if found:
                return found
        for at in range(max(low, end - _NEAR), end):
            viewed = viewpoint(tokens, at, end)
            if viewed and viewed[2] == end:  # in her words, “…”
                return Found(viewed[0], viewed[1], "cue-before", 0.85)
        if not has_colon:
            return None
        text = self._text_that_opens(tokens, start, end)
        if text:
            return Found(text, (tokens[end - 1].start, tokens[end - 1].end), "colon", 0.8)
        said = self._places.words(index)
        if (
            start == 0
            and end < len(tokens) - 1
            and tokens[-1].is_quote
            and is_headline(said)
            and said[-1][-1] not in ".?!"
        ):
            return None  # "WADI SARRAN: “THEY COUNT US”"
        if len(said) < _TERM and not said[0][0].isupper():
            return None  # "two words: “the peaks”"
        mention = self._speaker_of_sentence(tokens, start, end)
        return Found(mention, None, "colon", 0.7 if mention else 0.0)

    def _text_that_opens(self, tokens: tuple[Token, ...], start: int, end: int) -> Mention | None:
        """The text in "The letter begins:", "Its last page ends:"."""
        if tokens[end - 1].low not in _RUNS:
            return None
        mention = phrase(tokens, start, end - 1, opens_sentence=True)
        return mention if mention and mention.kind == "document" else None

    def _speaker_of_sentence(self, tokens: tuple[Token, ...], start: int, end: int) -> Mention | None:
        """The subject of "Asked about the vote, Gen. Salim was blunt:"."""
        starts = [start, *(at + 1 for at in range(start, min(end, start + _FAR)) if tokens[at].text == ",")]
        near = range(start + 1, min(end, start + _OPENING))
        starts += [
            at for at in near if tokens[at - 1].low in _TIMES and tokens[at].low in _ARTICLES
        ]  # On Sunday a man …
        for at in starts:
            opening = opening_subject(tokens, at, end)
            if opening and opening[0].kind != "document":
                return opening[0]
        return None

    def _by_cue(
        self, index: int, tokens: tuple[Token, ...], around: tuple[int, int, int, int], cue: Cue, has_colon: bool
    ) -> Found | None:
        start, low, end, high = around
        if cue.speaker_follows:
            spoken = follower(tokens, cue.end, end)
            fits = (
                spoken is not None
                and is_tail(tokens, spoken[1], end)
                and (has_colon or not _opens(tokens, spoken[1], end))
            )
            stretch = (tokens[cue.first].start, tokens[cue.end - 1].end)
            return Found(spoken[0], stretch, "cue-before", 0.9) if fits and spoken else None
        first, stop, after = cue_span(tokens, cue, end)
        opens = cue.first == start
        # "said the men “had left”" tells of the men, "warned the men, “…”" is said to them.
        is_told = "bare" not in cue.takes or "addressee" in cue.takes or tokens[end].text == ","
        is_told = is_told and addressee_end(tokens, after, end) == end
        is_told = is_told and not any(token.low == "'s" for token in tokens[after:end])
        if not (has_colon or opens or is_tail(tokens, after, end) or is_told):
            return None
        if not has_colon and self._is_demand(index, tokens, cue, after, end):
            return None
        if not has_colon and tokens[end].text not in COMMAS and not self._places.stands_alone(index, high):
            return None
        mention = subject(tokens, low, cue, start) or self._opening_verb(tokens, start, cue, end)
        if mention is None and cue.first > low and tokens[cue.first - 1].text in (",", ")"):
            mention = subject_loosely(tokens, low, cue)
        base = 0.95
        if mention is None:
            mention, base = self._inherited(tokens, start, low, cue), 0.85
        is_shared = has_colon and reported_clause(tokens, cue, end, has_subject=True) is not None
        return Found(mention, (first, stop), "cue-before", base, is_shared=is_shared) if mention else None

    def _is_demand(self, index: int, tokens: tuple[Token, ...], cue: Cue, after: int, end: int) -> bool:
        """ "urged them “to leave”", "vowed to find “those to blame”": the words are part of what is to be done."""
        if is_infinitive(tokens, after, end):
            return True
        if tokens[end - 1].text == ",":
            return False
        if tokens[end - 1].low == "to" and end - 1 > cue.end:
            return True  # "told him to “go and count”"
        if not cue.takes & {"whom", "to"}:
            return False
        said = [word.lower() for word in self._places.words(index)[:2]]
        return said[:1] == ["to"] or said in (["not", "to"], ["never", "to"])

    def _opening_verb(self, tokens: tuple[Token, ...], start: int, cue: Cue, end: int) -> Mention | None:
        """Said Brandt: "…"."""
        if cue.first != start:
            return None
        spoken = follower(tokens, cue.end, end)
        return spoken[0] if spoken and spoken[1] == end else None

    def _inherited(self, tokens: tuple[Token, ...], start: int, low: int, cue: Cue) -> Mention | None:
        """The subject of a participle or of a second verb: "X resigned, adding: …", "X sighed and said: …"."""
        first = before_verb(tokens, cue.first, start)
        before = tokens[first - 1] if first > start else None
        if not cue.is_participle and (before is None or before.low not in ("and", "but", "then", "who", ",")):
            return None
        if before and before.low == "as":
            return quoted_source(tokens, low, cue.first - 1)
        for at in range(cue.first - 2, max(low, cue.first - 8) - 1, -1):
            if tokens[at].low in PRONOUNS - {"it", "you"} and not cue.is_participle:
                return phrase(tokens, at, at + 1)
        if cue.is_participle and before and before.text != ",":
            named = [phrase(tokens, at, cue.first) for at in range(max(low, cue.first - 4), cue.first)]
            mention = next((m for m in named if m and m.category == "name"), None)
            if mention:
                return mention
        for earlier in cues_in(tokens, low, cue.first):
            mention = subject(tokens, low, earlier, start)
            if mention:
                return mention
        if low > start and self._previous:
            return self._previous
        return self._speaker_of_sentence(tokens, start, cue.first)
