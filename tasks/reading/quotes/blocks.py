"""Block quotes without marks: "The lawyer added the following:" and paragraphs that are hers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.reading.quotes.clauses import subject
from tasks.reading.quotes.cues import cues_in
from tasks.reading.quotes.mentions import Mention
from tasks.reading.quotes.tails import cue_span, is_tail
from tasks.reading.quotes.tokens import Token
from tasks.reading.quotes.utterances import Stretch, Text, Utterance, sentence_of

_ANNOUNCED = (("the", "following"), ("as", "follows"))
_FIRST_PERSON = frozenset(
    {"i", "my", "me", "myself", "we", "our", "us", "i'm", "i've", "i'd", "i'll", "we're", "we've"}
)
_SECOND_PERSON = frozenset({"you", "your", "you'd", "you're", "you've", "yourself"})
_SELVES = frozenset({"i", "we", "you", "it"})
_FAR = 60  # tokens of a sentence searched for the cue
_SHORTEST = 8  # tokens of a paragraph that is somebody's words
_MOST = 4  # paragraphs of one block
_LONGEST_REFERENCE = 14  # tokens in brackets behind the words


def blocks(text: Text) -> Iterator[Utterance]:
    """Paragraphs that a sentence ending in "the following:" gives to somebody, up to their source in brackets.

    A bare "She wrote:" is believed only where such a source ends the words or they say "I"; marks speak for themselves.
    """
    for number, paragraph in enumerate(text.paragraphs[:-1]):
        tokens, below = paragraph.tokens, text.paragraphs[number + 1].tokens
        if not tokens or tokens[-1].text != ":" or len(below) < _SHORTEST or below[0].is_quote:
            continue
        last = _last(text, number + 1)
        is_own = any(token.low in _FIRST_PERSON for token in below)
        start = sentence_of(paragraph, len(tokens) - 1)[0]
        found = _announced(tokens, start, is_sourced=is_own or last is not None)
        if found is None and (is_own or any(token.low in _SECOND_PERSON for token in below)):
            found = _told_of(tokens, start)
        if found is None:
            continue
        last = last or number + 1
        segments = tuple(_words(text.paragraphs[at].tokens) for at in range(number + 1, last + 1))
        yield Utterance("direct", segments, found[1], found[0], "block", 0.85, last)


def _announced(tokens: Sequence[Token], start: int, *, is_sourced: bool) -> tuple[Mention, Stretch] | None:
    """Who speaks, and the cue, where a sentence announces words."""
    for cue in cues_in(tokens, max(start, len(tokens) - _FAR), len(tokens)):
        first, stop, end = cue_span(tokens, cue, len(tokens))
        is_bare = is_sourced and end == len(tokens) - 1
        is_announced = _announces(tokens, end)
        if not (is_announced or (is_bare and "quote" in cue.takes)):
            continue
        mention = subject(tokens, start, cue, start)
        if mention:
            return mention, (first, stop)
    return None


def _announces(tokens: Sequence[Token], at: int) -> bool:
    """Whether "the following" stands behind a cue, and no more than an occasion behind it: "in an interview"."""
    stop = len(tokens) - 1
    for there in range(at, stop - 1):
        if (tokens[there].low, tokens[there + 1].low) in _ANNOUNCED:
            return is_tail(tokens, there + 2, stop)
    return False


def _told_of(tokens: Sequence[Token], start: int) -> tuple[Mention, Stretch] | None:
    """Who speaks where a sentence tells what the words below are about: "described the night to the authors:",
    "confirmed that the prices were fixed:"."""
    for cue in cues_in(tokens, max(start, len(tokens) - _FAR), len(tokens)):
        if cue.is_participle or cue.speaker_follows or not cue.takes & {"quote", "asks"}:
            continue
        mention = subject(tokens, start, cue, start)
        if mention and mention.kind not in ("document", "organisation") and mention.head not in _SELVES:
            first, stop, _ = cue_span(tokens, cue, len(tokens))
            return mention, (first, stop)
        return None
    return None


def _last(text: Text, first: int) -> int | None:
    """The paragraph whose end names the source of the words; none where none does."""
    for number in range(first, min(len(text.paragraphs), first + _MOST)):
        tokens = text.paragraphs[number].tokens
        if tokens and _end(tokens) < len(tokens):
            return number
        if not tokens or tokens[-1].text == ":" or tokens[0].is_quote:
            return None
    return None


def _words(tokens: Sequence[Token]) -> Stretch:
    return tokens[0].start, tokens[_end(tokens) - 1].end


def _end(tokens: Sequence[Token]) -> int:
    """The end of the words, without the source in brackets behind them: "(ibid.)"."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].text == ".":
        end -= 1
    if tokens[end - 1].text != ")":
        return len(tokens)
    for at in range(end - 2, max(0, end - _LONGEST_REFERENCE), -1):
        if tokens[at].text == "(":
            return at if _is_reference(tokens, at + 1, end - 1) else len(tokens)
    return len(tokens)


def _is_reference(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "(ibid., 15)", "(Lawyer 9 Mar. 2016)": a source has a year or says that it is the last one."""
    return any(token.low == "ibid" or (token.text.isdigit() and len(token.text) == 4) for token in tokens[start:end])
