"""Who a mention stands for, within one report. What is doubtful gets a low confidence; what is unknown gets nobody.

Measured on judged pronouns, simple rules do as well as learned coreference; so: recency, the subject of the last
sentences, the last speaker, gender where a name or a title shows it, and no answer where two would fit alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.reading.quotes.bodies import ANY_BODY
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.nouns import kind_of_noun
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.utterances import Stretch, Utterance
from tasks.report import SpeakerKind

_LOOK_BACK = 12  # printings of names a pronoun may reach over
_PARAGRAPHS = 3
_BODIES = words("nouns", "organisation")
_HIDDEN = frozenset(f"{noun}s" for noun in words("nouns", "anonymous")) | {"witnesses"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolution: the person, or the words that stand for a group, a body, a role or somebody unnamed."""

    words: Stretch | None
    kind: SpeakerKind | None
    person: Person | None
    certainty: float
    rule: str


NOBODY = Speaker(None, None, None, 0.0, "unresolved")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance and its speaker."""

    utterance: Utterance
    speaker: Speaker


class Resolver:
    """Goes through the utterances of one report in order. `prose` are the paragraphs that end as sentences do."""

    def __init__(self, register: Register, anonymous: Sequence[Stretch], prose: frozenset[int]) -> None:
        self._prose = prose
        self._register = register
        self._anonymous = anonymous
        self._last: Spoken | None = None
        self._last_group: Spoken | None = None
        self._last_body: Spoken | None = None
        self._last_unnamed: dict[str, Spoken] = {}
        self._by_start: dict[int, Spoken] = {}
        self._answers_from: int | None = None

    def run(self, utterances: Sequence[Utterance]) -> list[Spoken]:
        """Every utterance with its speaker."""
        done: list[Spoken] = []
        for utterance in utterances:
            is_nested = utterance.within is not None
            spoken = Spoken(utterance, self._nested(utterance) if is_nested else self._speaker(utterance))
            done.append(spoken)
            if not is_nested:
                self._by_start[utterance.start_char] = spoken
                self._remember(spoken)
        return done

    def _nested(self, utterance: Utterance) -> Speaker:
        """Of words inside words: "I" is whoever says them, "he" whom they name; nobody else is guessed."""
        outer = self._by_start.get(utterance.within or 0)
        mention = utterance.mention
        if mention is None or outer is None:
            return NOBODY
        if mention.head == "i":
            return replace(outer.speaker, certainty=outer.speaker.certainty * 0.9, rule="speaker-of-words")
        if utterance.named:
            return Speaker(utterance.named, "named", None, 0.7, "named-in-words")
        if mention.category == "name":
            return self._named(mention)
        if mention.category in ("common", "joint"):
            return Speaker((mention.start_char, mention.end_char), mention.kind, None, 0.9, "as-printed")
        return NOBODY

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

    def _speaker(self, utterance: Utterance) -> Speaker:
        mention = utterance.mention
        if mention is None and utterance.rule == "transcript":
            return self._interviewee(utterance)
        if mention is None:
            return self._continued(utterance) if utterance.continues else NOBODY
        if mention.category == "name":
            return self._named(mention)
        if mention.category == "joint":
            return Speaker((mention.start_char, mention.end_char), "group", None, 0.95, "joint")
        if mention.category == "common":
            return self._common(mention, utterance)
        if mention.head in ("he", "she"):
            return self._he_or_she(mention, utterance)
        if mention.head == "they":
            return self._again(self._last_group, utterance, "they", 0.85)
        if mention.head == "it":
            return self._again(self._last_body, utterance, "it", 0.75)
        return NOBODY

    def _interviewee(self, utterance: Utterance) -> Speaker:
        """Of an answer marked "A": the one person whom the introduction names most."""
        if self._answers_from is None:
            self._answers_from = utterance.paragraph
        named = Counter(
            id(sighting.person)
            for sighting in self._register.sightings
            if sighting.paragraph < self._answers_from
            and sighting.paragraph in self._prose
            and (sighting.person.is_person or len(sighting.person.words) > 1)
        ).most_common(2)
        if not named or (len(named) > 1 and named[0][1] == named[1][1]):
            return NOBODY
        person = next(person for person in self._register.people if id(person) == named[0][0])
        return self._person(person, 0.8, "interviewee")

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

    def _again(self, last: Spoken | None, utterance: Utterance, rule: str, certainty: float) -> Speaker:
        if last is None or utterance.paragraph - last.utterance.paragraph > _PARAGRAPHS - 1:
            return NOBODY
        return Speaker(last.speaker.words, last.speaker.kind, None, certainty, rule)

    def _person(self, person: Person, certainty: float, rule: str) -> Speaker:
        kind = person.kind
        return Speaker(person.name, kind, None if kind in ("organisation", "document") else person, certainty, rule)

    def _named(self, mention: Mention) -> Speaker:
        if mention.kind == "organisation":
            words = mention.name if mention.kind == "organisation" and not mention.is_definite else None
            return Speaker(words or (mention.start_char, mention.end_char), "organisation", None, 0.95, "organisation")
        person = self._register.find(mention.name_words, mention.gender)
        if person is None:
            return NOBODY
        if person.kind == "anonymous":  # "K.", "K-17": the report hides the name
            return self._person(person, 0.9, "initial")
        if len(mention.name_words) == len(person.words) > 1:
            return self._person(person, 1.0, "full-name")
        if len(person.words) == 1:
            return self._person(person, 0.9 if person.is_person else 0.6, "one-name")
        return self._person(person, 0.97, "surname" if mention.head == person.words[-1] else "part-of-name")

    def _common(self, mention: Mention, utterance: Utterance) -> Speaker:
        printed = (mention.start_char, mention.end_char)
        presented = self._register.presented(mention) or self._register.surname(mention)
        if presented:
            return self._person(presented, 0.95, "presented")
        if mention.head == "source" and self._register.is_same(mention) and self._last:
            return replace(self._last.speaker, certainty=0.8, rule="same-source")
        if mention.is_definite:
            person = self._with_role(mention)
            if person:
                return self._person(person, 0.85, "role")
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

    def _is_anonymous(self, mention: Mention) -> bool:
        return mention.kind == "anonymous" or any(a <= mention.start_char < b for a, b in self._anonymous)

    def _with_role(self, mention: Mention) -> Person | None:
        """The one person introduced before with this role: "the lawyer"."""
        before = self._register.before(mention.start_char)
        found: list[Person] = []
        for sighting in reversed(self._register.sightings[max(0, before - 60) : before]):
            person = sighting.person
            if mention.head in person.role_words and person not in found:
                found.append(person)
        fitting = [p for p in found if mention.gender is None or p.gender in (None, mention.gender)]
        return fitting[0] if len(fitting) == 1 else None

    def _newer_unnamed(self, mention: Mention, utterance: Utterance, after: int) -> Speaker | None:
        """Somebody without a name who came up after every name that would fit: "he" is most likely that one."""
        unnamed = self._register.unnamed
        at = bisect_left(unnamed, mention.start_char, key=lambda entry: entry[0].start_char)
        if at == 0:
            return None
        one, paragraph = unnamed[at - 1]
        if one.start_char < after or utterance.paragraph - paragraph > 1 or one.gender not in (None, mention.gender):
            return None
        person = self._with_role(one) if one.is_definite else None
        if person:
            return self._person(person, 0.7, "pronoun-role") if _fits(person, mention) else None
        kind = "anonymous" if self._is_anonymous(one) else one.kind
        return Speaker((one.start_char, one.end_char), kind, None, 0.7, "pronoun")

    def _he_or_she(self, mention: Mention, utterance: Utterance) -> Speaker:
        register = self._register
        before = register.before(mention.start_char)
        scores: dict[int, tuple[float, Person]] = {}
        seen: list[Person] = []
        last = self._last
        is_recent = last is not None and utterance.paragraph - last.utterance.paragraph <= 1
        recent = last.speaker.person if last and is_recent else None
        for sighting in reversed(register.sightings[max(0, before - _LOOK_BACK) : before]):
            person = sighting.person
            distance = utterance.paragraph - sighting.paragraph
            is_near = person.is_likely and distance == 0
            if distance > _PARAGRAPHS or not (person.is_person or is_near) or not _fits(person, mention):
                continue
            if person not in seen:
                seen.append(person)
            score = 4.0 - 1.8 * distance - 0.6 * seen.index(person)
            # "K-17" can show no gender, and is not the worse for it.
            score += 2.0 * sighting.is_subject + 1.5 * (person.gender is not None or person.kind == "anonymous")
            score += 1.0 * (recent is person)
            score -= 1.0 * (not person.is_person)
            if id(person) not in scores or scores[id(person)][0] < score:
                scores[id(person)] = (score, person)
        if last and is_recent:
            person_or_none = recent
            if person_or_none and _fits(person_or_none, mention) and id(person_or_none) not in scores:
                scores[id(person_or_none)] = (4.5, person_or_none)
            one = last.utterance.mention
            is_known = one is None or one.category != "common" or kind_of_noun(one.head) in ("role", "anonymous")
            unnamed = person_or_none is None and last.speaker.kind in ("role", "anonymous") and is_known
            gender = last.utterance.mention.gender if last.utterance.mention else None
            # Whoever spoke in the paragraph before gives way to a name in this one.
            enough = 7.0 if last.utterance.paragraph == utterance.paragraph else 4.0
            best_score = max((score for score, _ in scores.values()), default=0.0)
            if unnamed and gender in (None, mention.gender) and best_score < enough:
                return Speaker(last.speaker.words, last.speaker.kind, None, 0.7, "pronoun")
        newer = self._newer_unnamed(
            mention, utterance, max((p.seen_before(mention.start_char) for _, p in scores.values()), default=-1)
        )
        if newer:
            return newer
        ranked = sorted(scores.values(), key=_score, reverse=True)
        if not ranked:
            return NOBODY
        best, person = ranked[0]
        margin = best - ranked[1][0] if len(ranked) > 1 else 3.0
        if not person.is_person:
            margin = min(margin, 0.9)
        if margin < 0.3:
            return NOBODY
        person.gender = person.gender or mention.gender
        return self._person(person, 0.95 if margin >= 2 else 0.8 if margin >= 1 else 0.6, "pronoun")


def _score(entry: tuple[float, Person]) -> float:
    return entry[0]


def _fits(person: Person, mention: Mention) -> bool:
    return not person.is_body and person.gender in (None, mention.gender)
