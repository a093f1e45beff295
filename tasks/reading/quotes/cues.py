"""Cues: the verbs and phrases that say someone spoke (`cues.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tasks.reading.quotes.lexicon import table, words
from tasks.reading.quotes.tokens import Token

_SURELY_VERBS = frozenset({"said", "says", "told", "tells", "wrote", "writes"})
_TEXTS = words("nouns", "document")
_BE = words("grammar", "be")
# What stands before a verb that reports nothing: "to say", "did not say", "the said document", "no claim".
_NOT_SPOKEN = words("grammar", "not_spoken")
_NOW = frozenset({"is", "are", "was", "were", "been"})
_KEPT = frozenset({"kept", "keeps", "keep", "began", "begins", "started"})
_NO_ADVERBS = words("grammar", "no_adverbs")
_BEFORE_VERB = words("grammar", "before_verb")
_ASPECT, _QUOTED, _AS_SPEAKING = words("grammar", "aspect"), words("grammar", "quoted"), words("grammar", "as_speaking")
_PARTICIPLE_ONLY, _HAVE = words("grammar", "participle_only"), frozenset({"has", "have", "had"})
_QUOTED_TAKES = frozenset({"quote", "that", "bare", "trail"})
_PLACE = 9  # tokens of "in the same report" between "quoted" and "as saying"


@dataclass(frozen=True, slots=True)
class Verb:
    """What one form of a cue may do."""

    lemma: str
    takes: frozenset[str]
    particle: str = ""
    is_participle: bool = False
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it stands: token range, and what it takes (see `cues.toml`)."""

    first: int
    end: int
    takes: frozenset[str]
    speaker_follows: bool = False
    is_participle: bool = False
    """"adding", "saying": the subject is the clause's, said before."""
    is_plural: bool = False
    """"say", "argue": more than one speaks, or "report" is a noun."""


@cache
def _verbs() -> dict[str, tuple[Verb, ...]]:
    """By form: what it may be, with a particle before without."""
    verbs: dict[str, list[Verb]] = {}
    for lemma, entry in table("cues")["verb"].items():
        takes = frozenset(str(entry["takes"]).split())
        for form in str(entry["forms"]).split():
            verb = Verb(lemma, takes, str(entry.get("particle", "")), form.endswith("ing"), form == lemma != "read")
            verbs.setdefault(form, []).append(verb)
    return {form: tuple(sorted(found, key=lambda verb: not verb.particle)) for form, found in verbs.items()}


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], frozenset[str], bool], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], frozenset[str], bool]]] = {}
    for phrase, entry in table("cues")["phrase"].items():
        parts = tuple(str(phrase).split())
        takes = frozenset(str(entry["takes"]).split())
        phrases.setdefault(parts[0], []).append((parts, takes, entry["speaker"] == "after"))
    return {first: tuple(found) for first, found in phrases.items()}


@cache
def _forms() -> frozenset[str]:
    return frozenset(_verbs()) | frozenset(_phrases()) | _NOW


def _is_adverb(token: Token) -> bool:
    return token.low.endswith("ly") and token.low not in _NO_ADVERBS


def before_verb(tokens: Sequence[Token], i: int, low: int) -> int:
    """Steps back from a verb at `i` over auxiliaries and adverbs ("has also repeatedly"); not below `low`."""
    while i > low and not tokens[i - 1].is_capital and (tokens[i - 1].low in _BEFORE_VERB or _is_adverb(tokens[i - 1])):
        i -= 1
    return i


def _is_spoken(tokens: Sequence[Token], i: int, low: int) -> bool:
    """Whether the verb at `i` is finite and affirmed."""
    start = before_verb(tokens, i, low)
    if start == low:
        return True
    before = tokens[start - 1].low
    if before == "that" and start - 1 > low and tokens[i].low in _SURELY_VERBS:
        return tokens[start - 2].low in _TEXTS  # "a letter that says"
    return before not in _NOT_SPOKEN and before not in _BE


def _progressive(tokens: Sequence[Token], i: int, low: int) -> int | None:
    """Where "is", "was" stands before a verb in -ing ("is also saying"), or none."""
    while i - 1 > low and (_is_adverb(tokens[i - 1]) or tokens[i - 1].low in _BEFORE_VERB):
        i -= 1
    first = i - 1
    return (
        first
        if first > low and tokens[first].low in _NOW | _KEPT and tokens[first - 1].low not in _NOT_SPOKEN
        else None
    )


def _leads_up(tokens: Sequence[Token], i: int, low: int) -> int | None:
    """Where "used", "went on" stands before "to" and the verb at `i`, or none."""
    at = i - 1
    while at > low and _is_adverb(tokens[at]):
        at -= 1
    if at <= low or tokens[at].low != "to":
        return None
    at -= 1
    if tokens[at].low in ("on", "forward") and at > low:
        at -= 1
    if at <= low or tokens[at].low not in _ASPECT:
        return None
    start = before_verb(tokens, at, low)
    if tokens[start - 1].low in _NOW and start - 1 > low:  # was quick to
        start -= 1
    elif tokens[at].low in ("quick", "keen", "careful", "anxious", "ready"):
        return None
    return start if tokens[start - 1].low not in _NOT_SPOKEN else None


def _quoted_as(tokens: Sequence[Token], i: int, high: int) -> Cue | None:
    """ "is quoted in the same report as saying": the words are the subject's."""
    if tokens[i].low not in _NOW or i + 3 >= high or tokens[i + 1].low not in _QUOTED | {"on"}:
        return None
    if tokens[i + 1].low == "on" and tokens[i + 2].low != "record":
        return None
    for at in range(i + 2, min(high - 1, i + 2 + _PLACE)):
        if tokens[at].is_quote or tokens[at].text in ".;:":
            return None
        if tokens[at].low == "as" and tokens[at + 1].low in _AS_SPEAKING:
            return Cue(i, at + 2, _QUOTED_TAKES)
    return None


def cue_at(tokens: Sequence[Token], i: int, low: int, high: int) -> Cue | None:
    """The cue that begins at token `i` of the sentence ``tokens[low:high]``."""
    token = tokens[i]
    for parts, takes, follows in _phrases().get(token.low, ()):
        if i + len(parts) <= high and all(tokens[i + n].low == part for n, part in enumerate(parts)):
            return Cue(i, i + len(parts), takes, follows)
    if token.low in _NOW:
        return _quoted_as(tokens, i, high)
    verbs = _verbs().get(token.low)
    if verbs is None or (token.is_capital and i > low):
        return None
    is_progressive = token.low.endswith("ing") and _progressive(tokens, i, low) is not None
    led = None if is_progressive else _leads_up(tokens, i, low)
    if not is_progressive and led is None and not _is_spoken(tokens, i, low):
        return None
    if token.low in _PARTICIPLE_ONLY and not any(t.low in _HAVE for t in tokens[before_verb(tokens, i, low) : i]):
        return None  # "a letter written by"
    after = tokens[i + 1].low if i + 1 < high else ""
    verb = next((verb for verb in verbs if verb.particle in ("", after)), None)
    if verb is None:
        return None
    end = i + 2 if verb.particle else i + 1
    if verb.is_participle and (first := _progressive(tokens, i, low)) is not None:
        return Cue(first, end, verb.takes)
    if led is not None:
        return Cue(led, end, verb.takes)
    return Cue(i, end, verb.takes, is_participle=verb.is_participle, is_plural=verb.is_plural)


def cues_in(tokens: Sequence[Token], low: int, high: int) -> Iterator[Cue]:
    """Every cue of one sentence, from left to right."""
    forms = _forms()
    i = low
    while i < high:
        if tokens[i].low not in forms:
            i += 1
            continue
        cue = cue_at(tokens, i, low, high)
        if cue:
            yield cue
        i = cue.end if cue else i + 1


def is_cue_word(token: Token) -> bool:
    """Whether some cue has this form."""
    return token.low in _verbs()


def is_spoken_form(token: Token) -> bool:
    """Whether a cue has this form and hardly any noun does: "reported", not "report"."""
    return token.low in _verbs() and (token.low.endswith("ed") or token.low in _SURELY_VERBS)
