"""Whom "he" and "she" stand for: recency, the subjects of the last sentences, the last speaker, gender.

People with a name and without one are weighed alike: whoever came up last as the subject of a sentence is most likely
meant. Where two fit alike there is no answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks.reading.quotes.descriptions import Descriptions
from tasks.reading.quotes.figures import Figure
from tasks.reading.quotes.genders import Gender
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.shown_gender import gender_of_noun
from tasks.reading.quotes.spoken import NOBODY, Speaker, Spoken, of_person
from tasks.reading.quotes.utterances import Stretch, Utterance
from tasks.report import SpeakerKind

_LOOK_BACK = 12  # printings a pronoun may reach over
_PARAGRAPHS = 3
_REPORTERS = frozenset({"reporter", "correspondent", "journalist", "researcher", "interviewer"})
_ASKS = frozenset(
    {"called", "visited", "asked", "reached", "phoned", "contacted", "spoke", "interviewed", "approached"}
)
_OTHER = re.compile(r"\W*(?:(?:and|but|then|so|when|because) )?(he|she)\b", re.IGNORECASE)
_GIVES_NAME = re.compile(r"\b(?:my name|I am [A-Z]|I[’']m [A-Z]|call(?:s|ed)? me)")
_NAME = re.compile(r"\b[^\W\d_a-z][\w-]+")
_SURE = 0.8
_ONE_PERSON: tuple[SpeakerKind, ...] = ("role", "anonymous")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One printing of somebody who may be meant."""

    start_char: int
    paragraph: int
    is_subject: bool
    key: int
    """The same for all printings of one."""
    person: Person | None
    words: Stretch
    kind: SpeakerKind | None
    is_gender_known: bool


class Pronouns:
    """Answers for one report."""

    def __init__(self, register: Register, descriptions: Descriptions) -> None:
        self._register = register
        self._descriptions = descriptions
        self._reported: list[Stretch] = []
        self._shown: dict[int, Gender] = {}
        """Of somebody without a name: what a pronoun found to mean him showed, by where his phrase begins."""
        self._reported_to = 0

    def resolve(self, mention: Mention, utterance: Utterance, last: Spoken | None) -> Speaker:
        """The speaker whom "he" or "she" beside an utterance stands for."""
        scores: dict[int, tuple[float, _Candidate]] = {}
        tells_of_another = self._tells_of_another(mention, utterance)
        told_of = self._told_of(utterance)
        seen: list[int] = []
        for one in self._candidates(mention, utterance):
            if one.key not in seen:
                seen.append(one.key)
            score = self._score(one, utterance, seen.index(one.key), last)
            score -= 2.0 * (tells_of_another and one.is_subject and not one.is_gender_known)
            score -= 2.5 * (one.person is not None and not told_of.isdisjoint(one.person.words))
            if one.key not in scores or scores[one.key][0] < score:
                scores[one.key] = (score, one)
        spoke = self._last(mention, utterance, last)
        if spoke and spoke[1].key not in scores:
            scores[spoke[1].key] = spoke
        speaker = _best(scores, mention)
        if speaker.words and speaker.person is None and mention.gender:
            self._shown[speaker.words[0]] = mention.gender
        return speaker

    def _tells_of_another(self, mention: Mention, utterance: Utterance) -> bool:
        """ "He was laughing," she said: whoever was the subject before is most likely "he"."""
        told = _OTHER.match(self._register.body, *utterance.segments[0]) if utterance.kind == "direct" else None
        return told is not None and told.group(1).lower() != mention.head

    def _told_of(self, utterance: Utterance) -> frozenset[str]:
        """The names in direct words: "Karl is a boy," he said. People name themselves to say who they are only."""
        if utterance.kind != "direct":
            return frozenset()
        said = [self._register.body[slice(*segment)] for segment in utterance.segments]
        if any(_GIVES_NAME.search(words) for words in said):
            return frozenset()
        return frozenset(name.lower() for words in said for name in _NAME.findall(words))

    def _candidates(self, mention: Mention, utterance: Utterance) -> Iterator[_Candidate]:
        """The newest first. Who is told of inside reported words is less likely to have said them, or the next ones."""
        found = [*self._named(mention, utterance), *self._unnamed(mention, utterance)]
        for one in sorted(found, key=lambda one: -one.start_char):
            if utterance.paragraph - one.paragraph > _PARAGRAPHS:
                continue
            if not _is_inside(one.start_char, utterance):
                yield one
            elif one.person:
                yield replace(one, is_subject=False)

    def _named(self, mention: Mention, utterance: Utterance) -> Iterator[_Candidate]:
        register = self._register
        before = register.before(mention.start_char)
        for sighting in register.sightings[max(0, before - _LOOK_BACK) : before]:
            person = sighting.person
            is_near = person.is_likely and utterance.paragraph == sighting.paragraph
            if (person.is_person or is_near) and _fits(person, mention):
                yield _Candidate(
                    sighting.start_char,
                    sighting.paragraph,
                    sighting.is_subject,
                    id(person),
                    person,
                    person.name,
                    person.kind,
                    person.gender is not None,
                )

    def _unnamed(self, mention: Mention, utterance: Utterance) -> Iterator[_Candidate]:
        known = self._register.figures
        at = bisect_left(known, mention.start_char, key=lambda figure: figure.mention.start_char)
        for figure in known[max(0, at - _LOOK_BACK) : at]:
            one = figure.mention
            if figure.is_many or one.kind not in _ONE_PERSON or self._asks(figure):
                continue
            if not figure.is_subject and (figure.paragraph < utterance.paragraph or not self._is_new(one)):
                continue
            if one.gender not in (None, mention.gender):
                continue
            if self._is_reported(one.start_char):
                continue
            candidate = self._figure(figure)
            if candidate.person is None and self._shown.get(candidate.key, mention.gender) != mention.gender:
                continue
            if candidate.person is None and figure.beside == mention.gender:
                candidate = replace(candidate, is_subject=False)
            if candidate.person is None and utterance.paragraph - figure.paragraph > 1:
                continue
            if candidate.person is None or _fits(candidate.person, mention):
                yield candidate

    def _is_new(self, one: Mention) -> bool:
        """ "A pathologist", brought up here."""
        return self._register.body[one.start_char : one.start_char + 3].lower().startswith(("a ", "an "))

    def _asks(self, figure: Figure) -> bool:
        """ "When an IWPR reporter called on him": who asks does not answer."""
        one = figure.mention
        if one.head not in _REPORTERS or one.is_definite:
            return False
        printed = self._register.body[one.start_char : one.end_char].split()
        return bool(figure.told & _ASKS) or any(word.isupper() and len(word) > 1 for word in printed)

    def note(self, utterance: Utterance) -> None:
        """Remembers what has been said: whoever is told of in it is no subject of the report's own."""
        if utterance.kind == "direct" or utterance.within is not None:
            return
        self._reported += [segment for segment in utterance.segments if segment[0] >= self._reported_to]
        self._reported_to = max(self._reported_to, utterance.segments[-1][1])

    def _is_reported(self, start_char: int) -> bool:
        at = bisect_left(self._reported, (start_char + 1, 0)) - 1
        return at >= 0 and start_char < self._reported[at][1]

    def _figure(self, figure: Figure) -> _Candidate:
        """Who a figure is: a person whose role it repeats, somebody brought up before, or somebody new."""
        one = figure.mention
        person = self._register.presented(one) or (self._descriptions.person(one) if one.is_definite else None)
        gender = gender_of_noun(one.head) is not None  # of "his" in its clause one cannot be so sure
        if person:
            key, words, kind, gender = id(person), person.name, person.kind, gender or person.gender is not None
        else:
            earlier = self._descriptions.figure(one, figure.paragraph, 2 * _PARAGRAPHS) if one.is_definite else None
            one = earlier.mention if earlier else one
            key, words, kind = one.start_char, (one.start_char, one.end_char), one.kind or "role"
        return _Candidate(
            figure.mention.start_char, figure.paragraph, figure.is_subject, key, person, words, kind, gender
        )

    def _score(self, one: _Candidate, utterance: Utterance, rank: int, last: Spoken | None) -> float:
        score = 4.0 - 1.8 * (utterance.paragraph - one.paragraph) - 0.6 * rank
        score += 2.0 * one.is_subject + 1.0 * one.is_gender_known
        reach = 0 if one.person else 1  # somebody without a name is brought up to speak
        score += 1.0 * (rank == 0 and one.is_subject and utterance.paragraph - one.paragraph <= reach)
        score += 1.0 * (last is not None and _key(last.speaker) == one.key)
        return score - 1.0 * (one.person is not None and not one.person.is_person)

    def _last(self, mention: Mention, utterance: Utterance, last: Spoken | None) -> tuple[float, _Candidate] | None:
        """The last speaker, though not printed near."""
        if last is None or last.speaker.words is None or utterance.paragraph - last.utterance.paragraph > 1:
            return None
        person, words = last.speaker.person, last.speaker.words
        paragraph = last.utterance.paragraph
        if person:
            if not _fits(person, mention):
                return None
            return 4.5, _Candidate(
                -1, paragraph, True, id(person), person, words, person.kind, person.gender is not None
            )
        gender = last.utterance.mention.gender if last.utterance.mention else None
        if last.speaker.kind not in _ONE_PERSON or gender not in (None, mention.gender):
            return None
        one = _Candidate(-1, paragraph, True, words[0], None, words, last.speaker.kind, gender is not None)
        return self._score(one, utterance, 0, last), one


def _best(scores: dict[int, tuple[float, _Candidate]], mention: Mention) -> Speaker:
    ranked = sorted(scores.values(), key=lambda each: -each[0])
    if not ranked:
        return NOBODY
    best, one = ranked[0]
    margin = best - ranked[1][0] if len(ranked) > 1 else 3.0
    if one.person is not None and not one.person.is_person:
        margin = min(margin, 0.9)
    if margin < 0.3:
        return NOBODY
    certainty = 0.95 if margin >= 2 else 0.8 if margin >= 1 else 0.6
    if one.person is None:
        return Speaker(one.words, one.kind, None, min(certainty, 0.8), "pronoun")
    if certainty >= _SURE:  # a guess shows nothing of whom it is about
        one.person.gender = one.person.gender or mention.gender
    return of_person(one.person, certainty, "pronoun")


def _key(speaker: Speaker) -> int:
    """The key of `_Candidate` for a speaker."""
    if speaker.person:
        return id(speaker.person)
    return speaker.words[0] if speaker.words else -1


def _is_inside(start_char: int, utterance: Utterance) -> bool:
    return any(start <= start_char < end for start, end in utterance.segments)


def _fits(person: Person, mention: Mention) -> bool:
    return not person.is_body and person.gender in (None, mention.gender)
