"""Who says what a speaker quotes: "He said, ‘My own men walk there,’" in the words of somebody else."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from tasks.reading.quotes.descriptions import Descriptions
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.spoken import NOBODY, Speaker, Spoken, of_person
from tasks.reading.quotes.utterances import Utterance

_LOOK_BACK = 12


class Inside:
    """Answers for one report. "I" is whoever says the words, "he" never is."""

    def __init__(self, register: Register, descriptions: Descriptions) -> None:
        self._register = register
        self._descriptions = descriptions

    def resolve(self, utterance: Utterance, outer: Spoken) -> Speaker:
        """The speaker inside the words of `outer`; nobody where two would fit."""
        mention = utterance.mention
        if mention is None:
            return NOBODY
        if mention.head == "i":
            return replace(outer.speaker, certainty=outer.speaker.certainty * 0.9, rule="speaker-of-words")
        if mention.category in ("common", "joint"):
            return Speaker((mention.start_char, mention.end_char), mention.kind, None, 0.9, "as-printed")
        if mention.head not in ("he", "she"):
            return NOBODY
        if utterance.antecedents:
            return self._of(utterance.antecedents[0]) if len(utterance.antecedents) == 1 else NOBODY
        return self._told_before(mention, outer)

    def _of(self, antecedent: Mention) -> Speaker:
        if antecedent.category == "name" and antecedent.name:
            person = self._register.find(antecedent.name_words, antecedent.gender)
            if person:
                return of_person(person, 0.7, "named-in-words") if not person.is_body else NOBODY
            return Speaker(antecedent.name, "named", None, 0.6, "named-in-words")
        return Speaker((antecedent.start_char, antecedent.end_char), antecedent.kind, None, 0.75, "described-in-words")

    def _told_before(self, mention: Mention, outer: Spoken) -> Speaker:
        """The only other person of whom the sentences before the words speak, in their paragraph or the one before."""
        if outer.speaker.words is None:
            return NOBODY
        paragraph = outer.utterance.paragraph if outer.utterance.opens is None else outer.utterance.opens
        for number in (paragraph, paragraph - 1):
            found = self._others_in(number, mention, outer)
            if len(found) == 1:
                return replace(next(iter(found.values())), certainty=0.6)
            if found:
                return NOBODY
        return NOBODY

    def _others_in(self, number: int, mention: Mention, outer: Spoken) -> dict[int, Speaker]:
        """By person or phrase."""
        found: dict[int, Speaker] = {}
        register, stop = self._register, outer.utterance.start_char
        before = register.before(stop)
        for sighting in register.sightings[max(0, before - _LOOK_BACK) : before]:
            person = sighting.person
            if sighting.paragraph == number and person.is_person and self._is_other(person, mention, outer):
                found[id(person)] = of_person(person, 0.6, "told-before-words")
        figures = register.figures
        at = bisect_left(figures, stop, key=lambda figure: figure.mention.start_char)
        for figure in figures[max(0, at - _LOOK_BACK) : at]:
            one = figure.mention
            if figure.paragraph != number or figure.is_many or one.kind not in ("role", "anonymous"):
                continue
            if one.gender not in (None, mention.gender) or _is_outer(one, outer):
                continue
            who = register.presented(one) or self._descriptions.person(one)
            if who and self._is_other(who, mention, outer):
                found[id(who)] = of_person(who, 0.6, "told-before-words")
            elif who is None:
                found[one.start_char] = Speaker(
                    (one.start_char, one.end_char), one.kind, None, 0.6, "told-before-words"
                )
        return found

    def _is_other(self, person: Person, mention: Mention, outer: Spoken) -> bool:
        return person is not outer.speaker.person and not person.is_body and person.gender in (None, mention.gender)


def _is_outer(one: Mention, outer: Spoken) -> bool:
    """Whether a phrase is the speaker's own, or a part of it."""
    words, beside = outer.speaker.words, outer.utterance.mention
    if words and words[0] <= one.start_char < words[1]:
        return True
    return beside is not None and beside.start_char <= one.start_char < beside.end_char
