"""Reported speech: "X said that …", "…, X said.", "According to X, …"; with words in marks inside it, a mixed quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tasks.reading.quotes.around import around, as_said, subject_of
from tasks.reading.quotes.clauses import subject
from tasks.reading.quotes.complements import COMPLEMENTS, SHORTEST_COMPLEMENT, complement, complement_end
from tasks.reading.quotes.contents import SHORTEST, reported_clause
from tasks.reading.quotes.cues import Cue, before_verb, cues_in
from tasks.reading.quotes.ends import clause_end, law_end, verdict_end
from tasks.reading.quotes.followers import follower, past_apposition
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.places import is_name
from tasks.reading.quotes.sentences import (
    FAR,
    Sentence,
    after_semicolon,
    before_clause,
    behind_dateline,
    index_of,
    is_clause,
)
from tasks.reading.quotes.sharing import is_whose, shared, told_by, verb_start
from tasks.reading.quotes.tails import cue_span
from tasks.reading.quotes.tokens import DASHES, Token
from tasks.reading.quotes.utterances import Stretch, Text, Utterance
from tasks.reading.quotes.viewpoints import viewpoint
from tasks.reading.quotes.within import told_within
from tasks.report import QuoteKind

_SUBORDINATORS = words("grammar", "subordinator")
_FINAL = frozenset({".", "!", "?", "…", ")", ";", ":", ",", "-", "–", "—"})
_STRAY = frozenset('"“”„«»')
_OPENING = frozenset("“„«")
_UNNAMED = words("grammar", "unnamed")
_AROUND = 0.85  # how often a cue after the clause or inside it is right
_NEAR = 25  # tokens between "told by" and what was told
_FIRST_PERSON = frozenset({"i", "we", "you"})


class Indirect:
    """Reads the sentences of one text. `settled` are the quotations in marks that have their speaker already, and
    `used_cues` the cues beside them, by offset, with the mention that speaks."""

    def __init__(self, text: Text, settled: frozenset[int], used_cues: Mapping[int, Mention | None]) -> None:
        self._text = text
        self._settled = settled
        self._used = used_cues

    def __iter__(self) -> Iterator[Utterance]:
        for number, paragraph in enumerate(self._text.paragraphs):
            for start, end in paragraph.sentences:
                stop = end
                while stop > start and paragraph.tokens[stop - 1].text in _FINAL:
                    stop -= 1
                start = behind_dateline(paragraph.tokens, start, stop) if start == 0 else start
                while start < stop and paragraph.tokens[start].text in DASHES:
                    start += 1  # speech in the manner of novels
                if stop - start > SHORTEST:
                    yield from self._sentence(Sentence(number, paragraph.tokens, start, stop))

    def _sentence(self, sentence: Sentence) -> Iterator[Utterance]:
        high = min(sentence.end, sentence.start + FAR)
        cues = [c for c in cues_in(sentence.tokens, sentence.start, high) if self._is_free(sentence.tokens[c.first])]
        if sentence.end > high:
            tail = max(high, sentence.end - FAR)
            cues += [c for c in cues_in(sentence.tokens, tail, sentence.end) if self._is_free(sentence.tokens[c.first])]
        viewed = self._viewed(sentence)
        if viewed:
            yield viewed
            return
        if not cues:
            return
        beside = as_said(sentence, cues[0]) or around(sentence, cues)
        found = self._utterance(sentence, *beside, base=_AROUND) if beside else None
        if found:
            yield found
            return
        part = after_semicolon(sentence, cues)
        if part > sentence.start:
            yield from self._sentence(Sentence(sentence.paragraph, sentence.tokens, sentence.start, part - 1))
            yield from self._sentence(Sentence(sentence.paragraph, sentence.tokens, part, sentence.end))
            return
        yield from self._leading(sentence, cues)

    def _viewed(self, sentence: Sentence) -> Utterance | None:
        """ "In her view, the law changes nothing."."""
        found = viewpoint(sentence.tokens, sentence.start, sentence.end)
        if found is None or found[2] >= sentence.end or sentence.tokens[found[2]].text != ",":
            return None
        mention, cue, comma = found
        if not is_clause(sentence, comma + 1, sentence.end):
            return None
        end = clause_end(sentence.tokens, comma + 1, sentence.end)
        return self._utterance(sentence, [(comma + 1, end)], cue, mention, "according-to", 0.75)

    def _is_free(self, token: Token) -> bool:
        return token.start not in self._used

    def _utterance(
        self, sentence: Sentence, parts: list[Stretch], cue: Stretch, mention: Mention, rule: str, base: float
    ) -> Utterance | None:
        tokens = sentence.tokens
        segments: list[Stretch] = []
        inside: list[int] = []
        is_open = False
        for start, end in parts:
            while end > start and tokens[end - 1].text in _FINAL:
                end -= 1
            if start >= end:
                return None
            strays = [token.text for token in tokens[start:end] if token.text in _STRAY]
            if len(strays) > 1 or (strays and strays[0] not in _OPENING):
                return None  # a mark without a partner: nobody knows what it quotes
            is_open = is_open or bool(strays)
            marked = [token.marked for token in tokens[start:end] if token.is_quote]
            if any(index in self._settled for index in marked):
                return None
            inside += marked
            segments.append((tokens[start].start, tokens[end - 1].end))
        if mention.head in _FIRST_PERSON:
            return None
        kind: QuoteKind = "mixed" if inside or is_open else "indirect"
        whole = self._whole(tokens, parts) if inside else None
        if whole:
            kind, segments = "direct", list(whole)
        rule = f"{kind}-{rule}" if inside else rule
        return Utterance(kind, tuple(segments), cue, mention, rule, base, sentence.paragraph, tuple(inside))

    def _whole(self, tokens: tuple[Token, ...], parts: list[Stretch]) -> tuple[Stretch, ...] | None:
        """The words in marks, where nothing but "that" stands beside them: a direct quote after all."""
        start, end = parts[0]
        if (
            len(parts) > 1
            or not tokens[end - 1].is_quote
            or end - start > 2
            or not (end - start == 1 or tokens[start].low == "that")
        ):
            return None
        one = self._text.marked[tokens[end - 1].marked]
        return one.segments if len(one.segments) == 1 else None

    def _leading(self, sentence: Sentence, cues: list[Cue]) -> Iterator[Utterance]:
        """ "X said that …", and what the same sentence adds: "…, adding that …", "… but Y said …"."""
        low, mention, end = sentence.start, None, sentence.end
        pending: tuple[Cue, Mention, int, str, float] | None = None
        for cue in cues:
            is_main = pending is not None and self._is_main(sentence, pending[0], cue)
            if pending and not is_main and not self._opens_clause(sentence, cue):
                continue
            found = self._by(sentence, cue, sentence.start if is_main else low, mention)
            if found is None:
                continue
            if pending:
                cut = cue.first - 1 if is_main else before_clause(sentence, cue)
                yield from self._finish(sentence, pending, cut, cues)
            pending = found
            mention, low = found[1], found[2]
        if pending:
            yield from self._finish(sentence, pending, end, cues)

    def _finish(
        self, sentence: Sentence, pending: tuple[Cue, Mention, int, str, float], end: int, cues: list[Cue]
    ) -> Iterator[Utterance]:
        cue, mention, start, rule, base = pending
        for at in range(start, end):
            token = sentence.tokens[at]
            if token.is_quote and token.marked in self._settled:
                end = self._before_speech(sentence, start, at)
                while end > start and (sentence.tokens[end - 1].text in _FINAL):
                    end -= 1
                break
        end = clause_end(sentence.tokens, start, end, is_framed=rule == "according-to")
        if "verdict" in cue.takes:
            end = verdict_end(sentence.tokens, start, end)
        if "law" in cue.takes:
            end = law_end(sentence.tokens, start, end)
        is_complement = rule.removesuffix("-shared") in COMPLEMENTS
        if is_complement:
            end = complement_end(sentence.tokens, start, end, rule)
        shortest = SHORTEST_COMPLEMENT if is_complement else SHORTEST
        if end - start < shortest and not any(token.is_quote for token in sentence.tokens[start:end]):
            return
        if "asks" in cue.takes and any(token.low in _UNNAMED for token in sentence.tokens[start:end]):
            return  # a wish for protection
        last = sentence.tokens[end - 1]
        if "naming" in cue.takes and last.is_quote and is_name(self._text.words(last.marked)):
            return
        first, stop, _ = cue_span(sentence.tokens, cue, sentence.end)
        if cue.speaker_follows:
            stop = sentence.tokens[cue.end - 1].end
        utterance = self._utterance(sentence, [(start, end)], (first, stop), mention, rule, base)
        if utterance is None:
            return
        yield utterance
        for told in told_within(sentence, cues, start, end):
            inner = self._utterance(sentence, [told.part], told.cue, told.mention, told.rule, told.base)
            if inner:
                rule = f"{inner.rule}-nested"
                yield replace(inner, rule=rule, marked=(), within=utterance.start_char, base=inner.base * _AROUND)

    def _before_speech(self, sentence: Sentence, start: int, mark: int) -> int:
        """The end of a clause before words in marks: before the clause whose cue speaks them."""
        for at in range(mark - 1, max(start, mark - _NEAR), -1):
            if sentence.tokens[at].start not in self._used:
                continue
            while at > start and sentence.tokens[at].low not in (",", "and", "but", "while"):
                at -= 1
            return at if at > start else start
        return mark

    def _opens_clause(self, sentence: Sentence, cue: Cue) -> bool:
        """Whether a later cue starts a clause beside the first, not inside it."""
        before = sentence.tokens[cue.first - 1]
        if cue.is_participle:
            return before.text == ","
        if sentence.tokens[verb_start(sentence.tokens, cue, sentence.start) - 1].low in ("and", "but"):
            return not cue.is_plural
        found = subject(sentence.tokens, sentence.start, cue)
        if found is None:
            return False
        at = index_of(sentence, cue, found)
        return (
            at > sentence.start + 1
            and sentence.tokens[at - 1].low in ("but", "while")
            and (sentence.tokens[at - 2].text == ",")
        )

    def _is_main(self, sentence: Sentence, relative: Cue, cue: Cue) -> bool:
        """ "A teacher, who asked that …, said …": the sentence's own verb after a relative clause with a cue."""
        first = before_verb(sentence.tokens, relative.first, sentence.start)
        is_relative = first > sentence.start + 1 and sentence.tokens[first - 1].low in ("who", "which", "whom")
        return is_relative and not cue.is_participle and sentence.tokens[cue.first - 1].text == ","

    def _by(
        self, sentence: Sentence, cue: Cue, low: int, inherited: Mention | None
    ) -> tuple[Cue, Mention, int, str, float] | None:
        tokens = sentence.tokens
        if cue.speaker_follows:
            spoken = follower(tokens, cue.end, sentence.end)
            if "that" in cue.takes:
                return told_by(sentence, cue, spoken)
            if cue.first != sentence.start or spoken is None:
                return None
            mention, at = spoken
            while at < sentence.end and tokens[at].text != ",":
                at += 1
            at = past_apposition(tokens, at, sentence.end)
            fits = at < min(sentence.end, cue.end + 40) and is_clause(sentence, at + 1, sentence.end)
            return (cue, mention, at + 1, "according-to", 0.85) if fits else None
        found = None if cue.is_participle else subject_of(sentence, low, cue)
        if found is None:
            inherited = shared(sentence, cue, inherited, self._used)
        if found and is_whose(tokens, index_of(sentence, cue, found), found):
            return None
        content = reported_clause(tokens, cue, sentence.end, has_subject=bool(found or inherited))
        if content is None and (found or inherited):
            content = complement(tokens, cue, sentence.end)
        if content is None:
            return None
        start, rule, base = content
        speaker = found or inherited
        if rule == "infinitive" and speaker and speaker.kind == "document":
            return None  # a bill threatens to …
        if "law" in cue.takes and not (speaker and "document" in (speaker.kind, kind_of_noun(speaker.head))):
            return None  # "the law requires that …", not "the job"
        if found:
            at = index_of(sentence, cue, found)
            is_law = "law" in cue.takes and tokens[at - 1].low == "as"  # "as the law requires"
            is_case = tokens[at - 1].low == "where" and tokens[at - 2].low == "except"
            if at > sentence.start and (tokens[at - 1].low in _SUBORDINATORS or is_law or is_case):
                return None
            return cue, found, start, rule, base
        return (cue, inherited, start, f"{rule}-shared", base - 0.1) if inherited else None
