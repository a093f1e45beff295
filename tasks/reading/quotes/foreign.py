"""Reports in other languages: what stands in marks, and nobody's name to it."""

from __future__ import annotations

from tasks.reading.quotes.places import Places
from tasks.reading.quotes.utterances import Text
from tasks.report import Issue, Quote, Span

RULE = "attribution-not-attempted"
_BEFORE_SPEECH = frozenset({"", ":", "—", "–", ".", "?", "!"})
_FEWEST_WORDS = 4  # fewer, without a sentence's end, are a title, a name or a term


def spans_only(text: Text, language: str) -> tuple[tuple[Quote, ...], Issue]:
    """Direct quotes without speaker, and the issue that says attribution was not attempted in this language."""
    places = Places(text)
    quotes: list[Quote] = []
    for index, one in enumerate(text.marked):
        if one.is_closed and _is_speech(text, places, index):
            segments = tuple(Span(start, end, text.body[start:end]) for start, end in one.segments)
            quotes.append(Quote("direct", segments, None, None, None, None, None, None, 0.0, RULE))
    return tuple(quotes), Issue(RULE, language)


def _is_speech(text: Text, places: Places, index: int) -> bool:
    words = places.words(index)
    first, last = places.first[index], places.last[index]
    tokens = places.tokens(first)
    before = tokens[first.token - 1].text if first.token else ""
    following = places.tokens(last)
    after = following[last.token + 1].text if last.token + 1 < len(following) else ""
    ends = text.body[text.marked[index].segments[-1][1] - 1] in ".?!…,"
    beyond = following[last.token + 2].text if last.token + 2 < len(following) else ""
    if after == "," and beyond in ("–", "—", "-"):  # the comma and dash that Russian sets before the cue
        return len(words) > 1
    if len(words) < _FEWEST_WORDS:
        return ends and before in _BEFORE_SPEECH and len(words) > 1
    return ends or before in ("", ":") or after in (",", "–", "—", "-") or len(words) >= 2 * _FEWEST_WORDS
