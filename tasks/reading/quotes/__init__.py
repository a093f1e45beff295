"""Who said what: quotations of a report and the people they belong to, by rules.

The order of the steps is the order in which certainty falls: marks (`spans`), cues beside marks (`direct`), reported
clauses (`indirect`), then the people (`register`) and whom a mention stands for (`speakers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tasks.reading.quotes.blocks import blocks
from tasks.reading.quotes.descriptions import Descriptions
from tasks.reading.quotes.dialogue import transcript
from tasks.reading.quotes.direct import Direct
from tasks.reading.quotes.foreign import spans_only
from tasks.reading.quotes.indirect import Indirect
from tasks.reading.quotes.limits import MAX_QUOTES, RULE, within_length, within_marks
from tasks.reading.quotes.marked_names import Read, without_names
from tasks.reading.quotes.nested import nested
from tasks.reading.quotes.protection import anonymous_sentences, mark_pseudonyms
from tasks.reading.quotes.register import Register
from tasks.reading.quotes.speakers import Resolver
from tasks.reading.quotes.spoken import Spoken
from tasks.reading.quotes.standings import Standings
from tasks.reading.quotes.tokens import Paragraph, paragraph
from tasks.reading.quotes.utterances import Stretch, Text, Utterance
from tasks.report import Issue, Quote, Report, Span

_UNRESOLVED = 0.2  # a mention that stands for nobody known: kept, and barely believed
_LABELLED = frozenset({"transcript", "block"})
_RANK = {"direct": 0, "mixed": 1, "indirect": 2}


def find(report: Report, *, direct_only: bool = False) -> Report:
    """The report with its quotes, and with issues for marks without a partner.

    Reads passages of kind ``body`` only; every offset is into ``report.body``. Where the language is known and is not
    English, words in marks become direct quotes without a speaker and one issue says so. With `direct_only`, reported
    speech is not looked for. Raises nothing.
    """
    found = [(p.start_char, p.end_char) for p in report.passages if p.kind == "body" and p.end_char > p.start_char]
    if not found:
        return report
    kept, beyond = within_length(report.body, found)
    stretches, marked, outers, issues = within_marks(report.body, kept)
    issues = [*issues, *beyond]
    language = report.citation.language.value if report.citation.language else "en"
    is_english = language.partition("-")[0].lower() == "en"
    read = without_names(report.body, marked, outers) if is_english else Read([*marked], [*map(list, outers)], [])
    names = read.names or [[] for _ in stretches]
    paragraphs = [
        paragraph(report.body, start, end, outer, read.marked, own)
        for (start, end), outer, own in zip(stretches, read.outers, names, strict=True)
    ]
    text = Text(report.body, paragraphs, read.marked)
    if not is_english:
        quotes, issue = spans_only(text, language)
        return replace(report, quotes=quotes, issues=(*report.issues, *issues, issue))
    utterances = _utterances(text, direct_only)
    if not utterances:
        return replace(report, issues=(*report.issues, *issues))
    register = Register(report.body, paragraphs, utterances)
    mark_pseudonyms(report, register)
    anonymous = anonymous_sentences(text)
    descriptions = Descriptions(report.body, register, paragraphs)
    spoken = Resolver(register, descriptions, anonymous, _prose(paragraphs)).run(utterances)
    standings = Standings(report.body, paragraphs, register, anonymous)
    if len(spoken) > MAX_QUOTES:
        issues = [*issues, Issue(RULE, f"{len(spoken)} quotes, of which the first {MAX_QUOTES} are kept")]
        spoken = spoken[:MAX_QUOTES]
    return replace(
        report,
        quotes=tuple(_quote(report.body, one, standings) for one in spoken),
        issues=(*report.issues, *issues),
    )


def _prose(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Numbers of the paragraphs that are no headline."""
    return frozenset(at for at, each in enumerate(paragraphs) if each.tokens and each.tokens[-1].text in ".?!…")


def _utterances(text: Text, direct_only: bool = False) -> list[Utterance]:
    labelled = [*transcript(text), *blocks(text)]
    direct = list(Direct(text))
    if direct_only:
        return _with_nested(
            text, [one for one in _apart([*labelled, *direct]) if one.kind == "direct"], direct_only=True
        )
    # Words in marks that only give a name may stand in a reported clause, which then holds them.
    sure = [one for one in direct if one.rule != "label"]
    settled = frozenset(index for one in sure for index in one.marked)
    used = {one.cue[0]: one.mention for one in sure if one.cue and not one.shares_cue}
    indirect = list(Indirect(text, settled, used))
    apart = _apart([*labelled, *direct, *(one for one in indirect if one.within is None)])
    starts = {one.start_char for one in apart if one.kind != "direct"}
    return _with_nested(text, [*apart, *(one for one in indirect if one.within in starts)])


def _with_nested(text: Text, found: list[Utterance], *, direct_only: bool = False) -> list[Utterance]:
    """In order of the body; words inside others' words come after those."""
    inside = nested(text, [one for one in found if one.kind == "direct"], direct_only=direct_only)
    return sorted([*found, *inside], key=lambda one: (one.start_char, one.within is not None))


def _apart(utterances: Iterable[Utterance]) -> list[Utterance]:
    """In order of the body, without those that overlap a surer kind."""
    kept: list[Utterance] = []
    taken: list[tuple[int, int, int]] = []
    for rank, one in enumerate(
        sorted(utterances, key=lambda u: (u.rule not in _LABELLED, _RANK[u.kind], u.start_char))
    ):
        taken += [(start, end, rank) for start, end in one.segments]
        kept.append(one)
    losers: set[int] = set()
    reach: list[tuple[int, int]] = []  # end and rank of the stretches that still reach
    for start, end, rank in sorted(taken):
        reach = [(stop, other) for stop, other in reach if stop > start and other not in losers]
        for _, other in reach:
            losers.add(max(other, rank))
        reach.append((end, rank))
    apart = [one for rank, one in enumerate(kept) if rank not in losers]
    return sorted(apart, key=lambda u: u.start_char)


def _span(body: str, stretch: Stretch) -> Span:
    return Span(stretch[0], stretch[1], body[stretch[0] : stretch[1]])


def _maybe(body: str, stretch: Stretch | None) -> Span | None:
    return _span(body, stretch) if stretch else None


def _quote(body: str, spoken: Spoken, standings: Standings) -> Quote:
    utterance, speaker = spoken.utterance, spoken.speaker
    mention = utterance.mention
    role, body_of = standings.of(speaker)
    certainty = speaker.certainty if speaker.words else _UNRESOLVED if mention else 0.0
    rule = f"{utterance.rule}+{speaker.rule}" if mention or speaker.words else utterance.rule
    return Quote(
        kind=utterance.kind,
        segments=tuple(_span(body, segment) for segment in utterance.segments),
        cue=_maybe(body, utterance.cue),
        mention=_span(body, (mention.start_char, mention.end_char)) if mention else None,
        speaker=_maybe(body, speaker.words),
        role=_maybe(body, role),
        affiliation=_maybe(body, body_of),
        speaker_kind=standings.kind_of(speaker),
        confidence=round(min(1.0, max(0.0, utterance.base * certainty)), 3),
        rule=rule,
    )
