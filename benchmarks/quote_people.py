"""What only our own gold can tell of quotes: kind of speaker, role, affiliation, names given wrongly, and whether the
confidence means what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.quote_gold import Gold, GoldQuote
from benchmarks.quote_match import same_mention, same_person
from benchmarks.quote_score import SAME, Stretch, covered, pairs, stripped
from tasks.report import Quote, Span

BINS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.0)
_HALF = 0.5
"""A quote belongs to the gold's that holds at least so much of it."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int = 0
    all: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.all + other.all)

    @property
    def value(self) -> float:
        return self.right / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class People:
    """Counts over reports."""

    speaker_kind: Share = Share()
    """Of quotes whose words are found, those with the gold's kind of speaker (or with none, as the gold)."""
    role_found: Share = Share()
    """Of roles the gold gives to such quotes, those found exactly."""
    role_right: Share = Share()
    """Of roles that are given, those the gold has, exactly."""
    affiliation_found: Share = Share()
    affiliation_right: Share = Share()
    wrong_named: Share = Share()
    """Of direct quotes given to a named person, those that somebody else said, or nobody."""
    reliability: tuple[Share, ...] = (Share(),) * (len(BINS) - 1)
    """Of quotes with a resolved speaker, the right ones, by confidence; see `BINS`."""

    def __add__(self, other: People) -> People:
        fields = [name for name in self.__slots__ if name != "reliability"]
        sums = {name: getattr(self, name) + getattr(other, name) for name in fields}
        bins = tuple(ours + theirs for ours, theirs in zip(self.reliability, other.reliability, strict=True))
        return People(**sums, reliability=bins)


def people(gold: Gold, found: Sequence[Quote]) -> People:
    """Compares the quotes of one report with the gold's."""
    matched = list(_matched(gold, found))
    roles = [(wanted.role, _text(quote.role)) for wanted, quote in matched]
    bodies = [(wanted.affiliation, _text(quote.affiliation)) for wanted, quote in matched]
    judged = [(quote, _is_right(gold, quote)) for quote in found if quote.speaker is not None]
    named = [is_right for quote, is_right in judged if quote.kind == "direct" and quote.speaker_kind == "named"]
    return People(
        speaker_kind=_share(wanted.speaker_kind == (quote.speaker_kind or "") for wanted, quote in matched),
        role_found=_share(wanted == given for wanted, given in roles if wanted),
        role_right=_share(wanted == given for wanted, given in roles if given),
        affiliation_found=_share(wanted == given for wanted, given in bodies if wanted),
        affiliation_right=_share(wanted == given for wanted, given in bodies if given),
        wrong_named=_share(not is_right for is_right in named),
        reliability=tuple(
            _share(is_right for quote, is_right in judged if _bin(quote.confidence) == number)
            for number in range(len(BINS) - 1)
        ),
    )


def _matched(gold: Gold, found: Sequence[Quote]) -> Iterator[tuple[GoldQuote, Quote]]:
    """Quotes of which a segment agrees, each once."""
    wanted = [(quote, stretch) for quote in gold.quotes for stretch in _stretches(gold.text, quote.segments)]
    given = [(quote, stretch) for quote in found for stretch in _stretches(gold.text, quote.segments)]
    seen: set[int] = set()
    for i, j in pairs([stretch for _, stretch in wanted], [stretch for _, stretch in given], SAME):
        if wanted[i][0].id not in seen:
            seen.add(wanted[i][0].id)
            yield wanted[i][0], given[j][0]


def _is_right(gold: Gold, quote: Quote) -> bool:
    """Whether the quote the gold has there is the same speaker's."""
    said = _stretches(gold.text, quote.segments)
    shares = [
        (_most_covered(said, theirs), wanted.kind == quote.kind, _most_covered(theirs, said), wanted)
        for wanted in gold.quotes
        for theirs in (_stretches(gold.text, wanted.segments),)
    ]
    # Of a speaker who quotes another, the inner quote is the one of the same kind, and the one that is no longer.
    share, _, _, wanted = max(shares, key=lambda each: each[:3], default=(0.0, False, 0.0, None))
    if wanted is None or share < _HALF or not wanted.speaker or quote.speaker is None:
        return False
    is_name = wanted.speaker_kind in ("named", "pseudonym")
    return (same_person if is_name else same_mention)(quote.speaker.text, wanted.speaker)


def _most_covered(ours: Sequence[Stretch], theirs: Sequence[Stretch]) -> float:
    return max((covered(stretch, theirs) for stretch in ours), default=0.0)


def _stretches(text: str, segments: Iterable[Span]) -> list[Stretch]:
    return [at for each in segments if (at := stripped(text, each.start_char, each.end_char))]


def _bin(confidence: float) -> int:
    return next((n for n, high in enumerate(BINS[1:]) if confidence < high), len(BINS) - 2)


def _share(rights: Iterable[bool]) -> Share:
    each = list(rights)
    return Share(sum(each), len(each))


def _text(span: Span | None) -> str:
    return span.text if span else ""
