"""Who a mention stands for, within one report. What is doubtful gets a low confidence; what is unknown gets nobody.

Measured on judged pronouns, simple rules do as well as learned coreference; so: recency, the subject of the last
sentences, the last speaker, gender where a name or a title shows it, and no answer where two would fit alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tasks.reading.quotes.afterwards import named_afterwards
from tasks.reading.quotes.bodies import ANY_BODY
from tasks.reading.quotes.closing import closing_person, closing_pronoun
from tasks.reading.quotes.descriptions import Descriptions
from tasks.reading.quotes.epithets import epithet
from tasks.reading.quotes.figures import Figure
from tasks.reading.quotes.inside import Inside
from tasks.reading.quotes.interviewees import interviewee
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.others import Others
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.pronouns import Pronouns
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.spoken import NOBODY, Speaker, Spoken, of_person
from tasks.reading.quotes.utterances import Stretch, Utterance

_PARAGRAPHS = 3
_BODIES = words("nouns", "organisation")
_HIDDEN = frozenset(f"{noun}s" for noun in words("nouns", "anonymous")) | {"witnesses"}


class Resolver:
    """Goes through the utterances of one report in order. `prose` are the paragraphs that end as sentences do."""

    def __init__(
        self, register: Register, descriptions: Descriptions, anonymous: Sequence[Stretch], prose: frozenset[int]
    ) -> None:
        self._prose = prose
        self._register = register
        self._descriptions = descriptions
        self._pronouns = Pronouns(register, descriptions)
        self._others = Others(register)
        self._inside = Inside(register, descriptions)
        self._anonymous = _merged(anonymous)
        self._last: Spoken | None = None
        self._last_group: Spoken | None = None
        self._last_body: Spoken | None = None
        self._last_unnamed: dict[str, Spoken] = {}
        self._by_phrase: dict[int, Spoken] = {}
        """What was said by somebody without a name, by where the phrase beside it begins."""
        self._by_start: dict[int, Spoken] = {}
        self._answering: Speaker | None = None

    def run(self, utterances: Sequence[Utterance]) -> list[Spoken]:
        """Every utterance with its speaker."""
        done: list[Spoken] = []
        for utterance in utterances:
            is_nested = utterance.within is not None
            spoken = Spoken(utterance, self._nested(utterance) if is_nested else self._speaker(utterance))
            done.append(spoken)
            self._pronouns.note(utterance)
            if not is_nested:
                self._by_start[utterance.start_char] = spoken
                self._remember(spoken)
        kept = {one.speaker.words for one in done if self._is_kept(one)} | self._told_hidden()
        done = named_afterwards(done, self._register, kept)
        hidden = {one.speaker.words for one in done if self._is_hidden(one)} | self._told_hidden()
        return [self._as_anonymous(one) if one.speaker.words in hidden else one for one in done]

    def _nested(self, utterance: Utterance) -> Speaker:
        mention = utterance.mention
        outer = self._by_start.get(utterance.within or 0)
        if mention is None or outer is None:
            return NOBODY
        return self._named(mention, utterance) if mention.category == "name" else self._inside.resolve(utterance, outer)

    def _is_hidden(self, spoken: Spoken) -> bool:
        """Whether a speaker without a name is one whom the report says it does not name, here or where he came up."""
        speaker = spoken.speaker
        if speaker.words is None or speaker.person or speaker.kind not in ("role", "anonymous"):
            return False
        return speaker.kind == "anonymous" or self._is_kept(spoken)

    def _is_kept(self, spoken: Spoken) -> bool:
        speaker, mention = spoken.speaker, spoken.utterance.mention
        places = [*([speaker.words[0]] if speaker.words else []), *([mention.start_char] if mention else [])]
        return any(self._is_unnamed_at(at) for at in places)

    def _told_hidden(self) -> set[Stretch | None]:
        """The phrases that stand for those of whom the report says elsewhere that it does not name them."""
        found: set[Stretch | None] = set()
        for figure in self._register.figures:
            one = figure.mention
            if figure.is_subject and one.is_definite and self._is_unnamed_at(one.start_char):
                earlier = self._descriptions.figure(one, figure.paragraph, 2 * _PARAGRAPHS)
                found.add((earlier.mention.start_char, earlier.mention.end_char) if earlier else None)
        return found - {None}

    def _is_unnamed_at(self, start_char: int) -> bool:
        at = bisect_right(self._anonymous, start_char, key=lambda stretch: stretch[0]) - 1
        return at >= 0 and start_char < self._anonymous[at][1]

    @staticmethod
    def _as_anonymous(spoken: Spoken) -> Spoken:
        is_role = spoken.speaker.kind == "role"
        return replace(spoken, speaker=replace(spoken.speaker, kind="anonymous")) if is_role else spoken

    def _remember(self, spoken: Spoken) -> None:
        if spoken.speaker.words is None:
            # After a speaker nobody could name, "he added" must not jump to the one before.
            self._last = spoken if not spoken.utterance.continues else self._last
            return
        self._last = spoken
        if spoken.speaker.kind == "group":
            self._last_group = spoken
        if spoken.speaker.kind in ("organisation", "document"):
            self._last_body = spoken
        mention = spoken.utterance.mention
        if mention and mention.category == "common":
            self._last_unnamed[mention.head] = spoken
            self._by_phrase.setdefault(mention.start_char, spoken)

    def _speaker(self, utterance: Utterance) -> Speaker:
        mention = utterance.mention
        if mention is None and utterance.rule == "transcript":
            return self._interviewee(utterance)
        if mention is None:
            last = self._continued(utterance) if utterance.continues else NOBODY
            return last if last.words else self._closing(utterance)
        if mention.category == "name":
            return self._labelled(mention, utterance) or self._named(mention, utterance)
        if mention.category == "joint":
            return Speaker((mention.start_char, mention.end_char), "group", None, 0.95, "joint")
        if mention.category == "common":
            return self._common(mention, utterance)
        if mention.head in ("he", "she"):
            return self._pronouns.resolve(mention, utterance, self._last)
        if mention.head == "they":
            return self._as_said(self._others.they(mention, utterance, self._last_group))
        if mention.head == "it":
            return self._as_said(self._others.it(mention, utterance, self._last_body))
        return NOBODY

    def _as_said(self, speaker: Speaker) -> Speaker:
        """Of "the company … It denied": the body that the phrase was found to mean where it spoke."""
        if speaker.words is None or speaker.kind != "organisation":
            return speaker
        said = self._by_phrase.get(speaker.words[0])
        if said and said.speaker.kind == speaker.kind:
            return replace(speaker, words=said.speaker.words)
        printed = self._register.body[slice(*speaker.words)].lower()
        noun = printed.removeprefix("the ")
        called = self._register.bodies.called(noun, speaker.words[0]) if noun != printed and noun in _BODIES else None
        return replace(speaker, words=called.stretch) if called else speaker

    def _interviewee(self, utterance: Utterance) -> Speaker:
        """Of an answer marked "A": the one person whom the introduction names most."""
        if self._answering is None:
            register = self._register
            introduced = [
                one
                for one in register.sightings
                if one.paragraph < utterance.paragraph and one.paragraph in self._prose
            ]
            person = interviewee(register.people, introduced, register.paragraphs)
            self._answering = of_person(person, 0.9, "interviewee") if person else NOBODY
        return self._answering

    def _closing(self, utterance: Utterance) -> Speaker:
        register = self._register
        person = closing_person(utterance, register.paragraphs, register.sightings)
        if person:
            return of_person(person, 0.5, "closing")
        pronoun = closing_pronoun(utterance, register.paragraphs)
        speaker = self._pronouns.resolve(pronoun, utterance, self._last) if pronoun else NOBODY
        return replace(speaker, certainty=min(0.6, speaker.certainty), rule="closing") if speaker.person else NOBODY

    def _continued(self, utterance: Utterance) -> Speaker:
        last = self._last
        if last is None or last.speaker.words is None:
            return NOBODY
        begun = utterance.paragraph if utterance.opens is None else utterance.opens
        distance = begun - last.utterance.paragraph
        if distance > 1:
            return NOBODY
        certainty = 1.0 if distance == 0 else 0.8 if last.utterance.kind == "direct" else 0.7
        return Speaker(last.speaker.words, last.speaker.kind, last.speaker.person, certainty, "last-speaker")

    def _labelled(self, mention: Mention, utterance: Utterance) -> Speaker | None:
        """Whoever is meant by a transcript's label in capitals, "KORDA", that may be a body's acronym as well."""
        if utterance.rule != "transcript" or mention.name is None:
            return None
        person = self._register.find(mention.name_words, mention.gender)
        if person and person.is_person and not person.is_body:
            return of_person(person, 0.97, "label")
        return Speaker(mention.name, "named", None, 0.85, "label") if mention.kind == "named" and not person else None

    def _named(self, mention: Mention, utterance: Utterance) -> Speaker:
        if mention.kind == "organisation":
            words = None if mention.is_definite else mention.name
            return Speaker(words or (mention.start_char, mention.end_char), "organisation", None, 0.95, "organisation")
        person = self._register.find(mention.name_words, mention.gender)
        if person is None:
            near = self._register.find_near(mention, utterance.paragraph)
            return of_person(near, 0.75, "nearest-of-name") if near else NOBODY
        if person.is_place and not person.is_person:
            return NOBODY
        if person.kind == "anonymous":  # "K.", "K-17": the report hides the name
            return of_person(person, 0.9, "initial")
        if len(mention.name_words) == len(person.words) > 1:
            return of_person(person, 1.0, "full-name")
        if len(person.words) == 1:
            return of_person(person, 0.9 if person.is_person else 0.6, "one-name")
        return of_person(person, 0.97, "surname" if mention.head == person.words[-1] else "part-of-name")

    def _common(self, mention: Mention, utterance: Utterance) -> Speaker:
        printed = self._descriptions.printed(mention)
        presented = self._register.presented(mention) or self._register.surname(mention)
        if presented:
            return of_person(presented, 0.95, "presented")
        if mention.head == "source" and self._register.is_same(mention):
            source = self._last_unnamed.get("source") or self._last
            if source and source.speaker.words and source.speaker.kind != "named":
                return replace(source.speaker, certainty=0.8, rule="same-source")
        again = epithet(mention, utterance, self._last, self._register.body, self._descriptions)
        if again and not self._is_unnamed_at(mention.start_char):
            return of_person(again, 0.75, "epithet")
        own = self._descriptions.person_owned(mention, utterance.paragraph)
        if own:
            return of_person(own, 0.7, "role")
        if mention.is_definite:
            figure = self._descriptions.figure(mention, utterance.paragraph, 2 * _PARAGRAPHS)
            person = self._descriptions.person(mention)
            if person and not self._is_another(person, figure, mention):
                return of_person(person, 0.85, "role")
            is_hidden = self._is_unnamed_at(mention.start_char)
            is_new = figure is None or figure.mention.head != mention.head
            is_told = is_new and not is_hidden and mention.kind in ("role", "anonymous")
            person = self._descriptions.person_told(mention, utterance.paragraph, _PARAGRAPHS) if is_told else None
            if person:
                return of_person(person, 0.75, "trade")
            if figure:
                one = figure.mention
                said = self._by_phrase.get(one.start_char)
                stretch = said.speaker.words if said and said.speaker.words else (one.start_char, one.end_char)
                return Speaker(stretch, one.kind, None, 0.85, "description")
            earlier = self._last_unnamed.get(mention.head)
            if earlier and utterance.paragraph - earlier.utterance.paragraph <= 2 * _PARAGRAPHS:
                return Speaker(earlier.speaker.words, earlier.speaker.kind, earlier.speaker.person, 0.8, "same-noun")
            is_short = mention.head in _BODIES and mention.end_char - mention.start_char < 20
            called = self._register.bodies.called(mention.head, mention.start_char) if is_short else None
            if called:
                return Speaker(called.stretch, "organisation", None, 0.7, "body")
            if is_short and self._last_body and mention.head in ANY_BODY:
                body = self._last_body
                if utterance.paragraph - body.utterance.paragraph <= 1 and body.speaker.kind == "organisation":
                    return Speaker(body.speaker.words, "organisation", None, 0.7, "body")
        kind = mention.kind
        # Only one person can ask not to be named; a body that declines has its name all the same.
        is_one = kind in ("role", "anonymous") or mention.head in _HIDDEN
        if is_one and self._is_anonymous(mention):
            kind = "anonymous"
        if mention.head == "police":  # takes a plural verb, and is one body
            kind = "organisation"
        return Speaker(printed, kind, None, 0.95, "as-printed")

    def _is_another(self, person: Person, figure: Figure | None, mention: Mention) -> bool:
        """Whether the report does not name this one, or brought up another, "a judge", since it printed the name."""
        if self._is_unnamed_at(mention.start_char):
            return person.kind == "named"
        if figure is None or figure.mention.is_definite:
            return False
        return figure.mention.start_char > person.seen_before(mention.start_char)

    def _is_anonymous(self, mention: Mention) -> bool:
        return mention.kind == "anonymous" or self._is_unnamed_at(mention.start_char)


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """In order, those that overlap as one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
