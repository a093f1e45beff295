"""Words in marks: whose they are, by the cue beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.reading.quotes.after import After
from tasks.reading.quotes.before import Before
from tasks.reading.quotes.clauses import opening_subject, subject
from tasks.reading.quotes.cues import cue_at, cues_in
from tasks.reading.quotes.followers import follower
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.places import Found, Places, is_name, is_title
from tasks.reading.quotes.sentences import is_comma
from tasks.reading.quotes.tails import cue_span, has_verb, is_tail
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Text, Utterance, previous_sentence, sentence_of

_CLOSING = "’'”\"»"
_NEAR = 12  # tokens between a quotation and the verb that gives it as a name
_FAR = 60  # tokens between a quotation and its cue


class Direct:
    """Reads the marked quotations of one text, in order."""

    def __init__(self, text: Text) -> None:
        self._places = Places(text)
        self._text = text
        self._after = After(self._places)
        self._joined: set[int] = set()
        self._previous: Utterance | None = None

    def __iter__(self) -> Iterator[Utterance]:
        for index in range(len(self._text.marked)):
            if index in self._joined:
                continue
            found = self._attribution(index)
            utterance = self._utterance(index, found) if found else self._floating(index) or self._labelled(index)
            if utterance:
                self._previous = utterance
                yield utterance

    def _attribution(self, index: int) -> Found | None:
        before = Before(self._places, self._previous.mention if self._previous else None)
        last = self._places.tokens(self._places.last[index])[self._places.last[index].token].last
        if last == ",":
            return self._after.find(index) or before.find(index)
        return before.find(index) or self._after.find(index)

    def _utterance(self, index: int, found: Found) -> Utterance:
        one = self._text.marked[index]
        utterance = Utterance(
            "direct",
            one.segments,
            found.cue,
            found.mention,
            found.rule,
            found.base,
            self._places.last[index].paragraph,
            (index,),
            shares_cue=found.is_shared,
        )
        if not one.is_closed:
            return replace(utterance, rule=utterance.rule + "+unclosed", base=utterance.base * 0.6)
        return self._with_rest(utterance, found) if found.end >= 0 else utterance

    def _with_rest(self, utterance: Utterance, found: Found) -> Utterance:
        """Adds what is said on after the cue: one quotation of several segments."""
        place = self._places.last[utterance.marked[-1]]
        paragraph = self._text.paragraphs[place.paragraph]
        tokens = paragraph.tokens
        end_of_clause = sentence_of(paragraph, found.end - 1)[1]
        at = found.end
        while at < min(end_of_clause, found.end + _FAR) and not tokens[at].is_quote:
            at += 1
        segments, settled = utterance.segments, utterance.marked
        while at < len(tokens) and tokens[at].is_quote and at - found.end < _FAR:
            index = tokens[at].marked
            one = self._text.marked[index]
            if any(True for _ in cues_in(tokens, found.end, at)) or not one.is_closed:
                break
            if self._places.last[index].paragraph == place.paragraph and (
                self._after.find(index) or self._has_cue(index)
            ):
                break
            said = self._places.words(index)
            if not (tokens[at].last in ".,?!…" or len(said) > 3):
                break
            if is_title(said) and (tokens[at - 1].is_word or tokens[at - 1].low == "'s"):
                break  # on CNN's "State of the Union"
            segments, settled = segments + one.segments, (*settled, index)
            self._joined.add(index)
            place = self._places.last[index]
            if place.paragraph != self._places.first[index].paragraph:
                break
            at += 1
        if settled == utterance.marked:
            return utterance
        return replace(
            utterance,
            segments=segments,
            marked=settled,
            rule="cue-inside",
            paragraph=self._places.last[settled[-1]].paragraph,
        )

    def _labelled(self, index: int) -> Utterance | None:
        """ "She called the strike "an act of sabotage"": the words in marks are hers, the sentence is not."""
        place = self._places.first[index]
        paragraph = self._text.paragraphs[place.paragraph]
        tokens = paragraph.tokens
        low = sentence_of(paragraph, place.token)[0]
        one = self._text.marked[index]
        for cue in reversed(list(cues_in(tokens, max(low, place.token - _NEAR), place.token))):
            between = tokens[cue.end : place.token]
            if "label" not in cue.takes or cue.is_participle or not one.is_closed:
                return None
            if "naming" in cue.takes and is_name(self._places.words(index)):
                return None
            if any(token.is_quote or token.text in ",;:" for token in between) or has_verb(
                tokens, cue.end, place.token
            ):
                return None
            mention = subject(tokens, low, cue)
            stretch = (tokens[cue.first].start, tokens[cue.end - 1].end)
            if mention is None:
                return None
            return Utterance("mixed", one.segments, stretch, mention, "label", 0.8, place.paragraph, (index,))
        return None

    def _has_cue(self, index: int) -> bool:
        """Whether a cue follows, even one whose speaker was not understood."""
        place = self._places.last[index]
        tokens, at = self._places.tokens(place), place.token + 1
        return at < len(tokens) and not tokens[at].is_quote and cue_at(tokens, at, at, len(tokens)) is not None

    def _floating(self, index: int) -> Utterance | None:
        """A whole sentence in marks without a cue: it goes on from the speaker before, less surely."""
        place, last = self._places.first[index], self._places.last[index]
        paragraph = self._text.paragraphs[place.paragraph]
        start, end = sentence_of(paragraph, place.token)
        one = self._text.marked[index]
        tokens = paragraph.tokens
        if place.token != start or not self._text.body[one.segments[0][0]].isupper():
            return None
        rest = () if last != place else tokens[place.token + 1 : end]
        ends = self._text.body[one.segments[-1][1] - 1] in ".?!…" or (bool(rest) and len(self._places.words(index)) > 3)
        closing = self._text.body[slice(*one.segments[-1])].rstrip(_CLOSING)[-1:]  # of words that end in others' words
        if not (ends or closing in (*".?!…",)) or any(token.is_word or token.is_quote for token in rest):
            return None
        said = self._places.words(index)
        if not one.is_closed and any(word.strip(",.") in ("said", "says", "told") for word in said):
            return None
        if is_title(said):
            return None
        opening = None
        before = previous_sentence(paragraph, start)
        if before and not any(token.is_quote for token in tokens[slice(*before)]):
            opening = _teller(tokens, *before) or opening_subject(tokens, *before)
        mention = opening[0] if opening and opening[0].kind not in ("document", "organisation", "group") else None
        if mention and mention.head not in ("it", "i", "we", "you", "they"):
            return Utterance("direct", one.segments, None, mention, "previous-sentence", 0.55, last.paragraph, (index,))
        above = self._subject_above(place.paragraph) if place.token == 0 else None
        if above:
            return Utterance("direct", one.segments, None, above, "previous-paragraph", 0.6, last.paragraph, (index,))
        if not ends:
            return None
        return Utterance(
            "direct",
            one.segments,
            None,
            None,
            "floating",
            0.6,
            last.paragraph,
            (index,),
            continues=True,
            opens=place.paragraph,
        )

    def _subject_above(self, number: int) -> Mention | None:
        """The one whom the paragraph before tells of, where nobody speaks in it."""
        paragraph = self._text.paragraphs[number - 1] if number else None
        if paragraph is None or not paragraph.sentences or any(token.is_quote for token in paragraph.tokens):
            return None
        if any(True for _ in cues_in(paragraph.tokens, 0, min(len(paragraph.tokens), _FAR))):
            return None
        opening = opening_subject(paragraph.tokens, *paragraph.sentences[0])
        mention = opening[0] if opening else None
        if mention is None or mention.kind in ("document", "organisation", "group"):
            return None
        return mention if mention.head in ("he", "she") or mention.category == "name" else None


def _teller(tokens: Sequence[Token], start: int, end: int) -> tuple[Mention, int] | None:
    """Who tells a sentence that ends so: "The town had paid, the mayor complained."."""
    end -= end > start and tokens[end - 1].text in ".!?"
    cue = next(reversed(list(cues_in(tokens, max(start, end - _NEAR), end))), None)
    if cue and not cue.is_participle and cue.first > start and is_comma(tokens[cue.first - 1]):
        spoken = follower(tokens, cue.end, end)
        # "Its coordinator, N, said the arrests followed a pattern": no order turned round, but a clause.
        if spoken and not (spoken[0].category == "common" and has_verb(tokens, cue.end, spoken[1])):
            return spoken
    if (
        cue is None
        or cue.is_participle
        or not is_tail(tokens, cue_span(tokens, cue, end)[2], end)
        or not any(t.text == "," for t in tokens[start : cue.first])
    ):
        return None
    mention = subject(tokens, start, cue, start)
    return (mention, cue.first) if mention else None
