"""Phrases that say more of whoever spoke last: "The 24-year-old student said", "the mother of five said"."""

from __future__ import annotations

import re

from tasks.reading.quotes.descriptions import Descriptions
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.people import Person
from tasks.reading.quotes.spoken import Spoken
from tasks.reading.quotes.utterances import Utterance

_EPITHET = re.compile(r"[Tt]he (?:\S+ )?(?:\d\d-year-old\b|(?:mother|father) of \w+$|now-)")
_NEAR = 3  # paragraphs in which somebody without a name may be meant instead


def epithet(
    mention: Mention, utterance: Utterance, last: Spoken | None, body: str, descriptions: Descriptions
) -> Person | None:
    """The last speaker, where a mention tells his age or his children and nobody else was brought up so."""
    if last is None or last.speaker.person is None or utterance.paragraph - last.utterance.paragraph > 1:
        return None
    person = last.speaker.person
    printed = body[mention.start_char : mention.end_char]
    if person.is_body or mention.kind not in ("role", "anonymous") or not _EPITHET.match(printed):
        return None
    if mention.gender is not None and person.gender not in (None, mention.gender):
        return None
    return person if descriptions.figure(mention, utterance.paragraph, _NEAR) is None else None
