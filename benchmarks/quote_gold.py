"""The quotes gold: invented reports with their quotes tagged, read with everything that can be checked.

    python -m benchmarks.quote_gold check tests/quote_gold
    python -m benchmarks.quote_gold convert tests/quote_gold/dev > dev.jsonl

A file is one report: `manner`, `text` with tags (`benchmarks.quote_tags`) and one ``[[quote]]`` for each of their ids.
`convert` writes the common form of quote corpora, one entry for each segment. What is a quote: docs/quotes.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from benchmarks.quote_tags import NEAR, Tag, untagged
from tasks.report import QuoteKind, Span, SpeakerKind

MANNERS = ("iwpr", "hrw", "rferl", "amnesty", "irb")
_KINDS = get_args(QuoteKind)
_SPEAKER_KINDS = get_args(SpeakerKind)
_WORDS = ("kind", "speaker", "speaker_kind", "role", "affiliation")
_ARTICLE = re.compile(r"(?:the|an?) ")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir)\b\.? ")
_MARKS = "\"“”„«»'‘’`"


class GoldError(ValueError):
    """A file that contradicts itself; one line for each thing that is wrong."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """A tagged quote; an empty text says that nothing is printed."""

    id: int
    kind: QuoteKind
    segments: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    speaker: str
    speaker_kind: str
    role: str
    affiliation: str


@dataclass(frozen=True, slots=True)
class Gold:
    """A report of the gold, its tags taken out of the text."""

    name: str
    manner: str
    text: str
    quotes: tuple[GoldQuote, ...]


def read(path: Path) -> Gold:
    """One report. Raises `GoldError` where tags, entries and text do not agree."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}") from error
    troubles = list(_shape(data))
    if troubles:
        raise GoldError("\n".join(f"{path}: {trouble}" for trouble in troubles))
    text, tags, troubles = untagged(data["text"])
    troubles += _numbering(data["quote"], tags)
    quotes = [_quote(entry, tags) for entry in data["quote"]] if not troubles else []
    troubles += [f"quote {quote.id}: {trouble}" for quote in quotes for trouble in _contradictions(quote, text)]
    if troubles:
        raise GoldError("\n".join(f"{path}: {trouble}" for trouble in troubles))
    return Gold(path.stem, data["manner"], text, tuple(sorted(quotes, key=lambda quote: quote.segments[0].start_char)))


def load(folder: Path) -> list[Gold]:
    """All reports of a folder and of the folders in it, by name. Raises `GoldError`."""
    return [read(path) for path in sorted(folder.rglob("*.toml"))]


def common_form(gold: Gold) -> dict[str, Any]:
    """The report in the common form of quote corpora: one entry for each segment of each quote.

    A quote without a mention beside it has that of its speaker's quote before, and failing that the place where the
    speaker is first printed.
    """
    entries: list[dict[str, Any]] = []
    last: GoldQuote | None = None
    for quote in gold.quotes:
        mention = quote.mention
        if mention is None and last is not None and last.speaker == quote.speaker:
            mention = last.mention
        if mention is None and quote.speaker:
            mention = _printed(gold.text, quote.speaker)
        entries += [_entry(quote, segment, mention) for segment in quote.segments]
        last = quote if quote.mention else last
    return {"id": gold.name, "text": gold.text, "quotes": entries}


def _entry(quote: GoldQuote, segment: Span, mention: Span | None) -> dict[str, Any]:
    return {
        "start": segment.start_char,
        "end": segment.end_char,
        "text": segment.text,
        "type": quote.kind,
        "speaker": {"text": mention.text, "start": mention.start_char, "end": mention.end_char} if mention else None,
        "speaker_canonical": quote.speaker or None,
        "cue": quote.cue.text if quote.cue else None,
        "group": str(quote.id),
        "speech": True,
    }


def _shape(data: Mapping[str, Any]) -> Iterator[str]:
    """What is missing, unknown or of the wrong type."""
    for key in data.keys() - {"manner", "text", "quote"}:
        yield f"unknown key {key!r}"
    if data.get("manner") not in MANNERS:
        yield f"manner is one of {', '.join(MANNERS)}, not {data.get('manner')!r}"
    if not isinstance(data.get("text"), str):
        yield "no text"
    entries = data.get("quote", None)
    if not isinstance(entries, list):
        yield "no [[quote]] entries"
        return
    for number, entry in enumerate(entries, 1):
        name = f"quote {entry['id']}" if isinstance(entry.get("id"), int) else f"[[quote]] number {number}"
        if not isinstance(entry.get("id"), int):
            yield f"{name}: no id"
        yield from (f"{name}: {trouble}" for trouble in _entry_shape(entry))


def _entry_shape(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(entry.keys() - {"id", *_WORDS}):
        yield f"unknown key {key!r}"
    for key in _WORDS:
        if not isinstance(entry.get(key), str):
            yield f"{key} is missing"
    if isinstance(entry.get("kind"), str) and entry["kind"] not in _KINDS:
        yield f"kind is one of {', '.join(_KINDS)}, not {entry['kind']!r}"
    if entry.get("speaker_kind") and entry["speaker_kind"] not in _SPEAKER_KINDS:
        yield f'speaker_kind is "" or one of {", ".join(_SPEAKER_KINDS)}, not {entry["speaker_kind"]!r}'


def _numbering(entries: Sequence[Mapping[str, Any]], tags: Sequence[Tag]) -> list[str]:
    ids = Counter(entry["id"] for entry in entries)
    segments = {tag.id for tag in tags if not tag.what}
    troubles = [f"id {number} stands in {count} entries" for number, count in ids.items() if count > 1]
    troubles += [f"entry {number} has no tag ⟦{number} …⟧ in the text" for number in ids if number not in segments]
    troubles += [f"tag ⟦{number} …⟧ has no [[quote]] entry" for number in sorted({tag.id for tag in tags} - ids.keys())]
    twice = Counter(f"⟦{tag.what}{tag.id} …⟧" for tag in tags if tag.what)
    return troubles + [f"{name} stands {count} times; a quote has one" for name, count in twice.items() if count > 1]


def _quote(entry: Mapping[str, Any], tags: Sequence[Tag]) -> GoldQuote:
    mine = [tag for tag in tags if tag.id == entry["id"]]
    return GoldQuote(
        segments=tuple(tag.span for tag in mine if not tag.what),
        cue=next((tag.span for tag in mine if tag.what == "c"), None),
        mention=next((tag.span for tag in mine if tag.what == "s"), None),
        **entry,
    )


def _contradictions(quote: GoldQuote, text: str) -> Iterator[str]:
    for span in (*quote.segments, *filter(None, (quote.cue, quote.mention))):
        if not span.text.strip() or span.text != span.text.strip():
            yield f"a tag holds nothing, or a blank at its edge: “{span.text[:NEAR]}”"
        elif "\n" in span.text:
            yield f"a tag reaches over a line, one per paragraph is needed: “{span.text[:NEAR]}…”"
    yield from _overlaps(quote)
    words = "".join(segment.text for segment in quote.segments)
    if quote.kind == "direct" and any(s.text[:1] in _MARKS and _is_wrapped(s.text) for s in quote.segments):
        yield "a direct segment holds its outer quotation marks"
    if quote.kind == "mixed" and not any(mark in words for mark in _MARKS):
        yield "mixed, and no quotation mark inside its segments"
    if quote.kind == "indirect" and quote.cue is None:
        yield f"an indirect quote needs its cue ⟦c{quote.id} …⟧"
    yield from _speaker_troubles(quote, text)


def _overlaps(quote: GoldQuote) -> Iterator[str]:
    ends = [segment.end_char for segment in quote.segments]
    if any(after.start_char < end for end, after in zip(ends, quote.segments[1:], strict=False)):
        yield "a segment lies inside another of the same quote"
    for name, span in (("cue", quote.cue), ("mention", quote.mention)):
        if span and any(s.start_char < span.end_char and span.start_char < s.end_char for s in quote.segments):
            yield f"its {name} lies inside its own words: “{span.text}”"


def _is_wrapped(words: str) -> bool:
    """Whether one pair of marks is around all of it: “no” and “yes” is not."""
    closing = {"“": "”", "„": "“”", "«": "»", "‘": "’", "`": "'`"}.get(words[0], words[0])
    return len(words) > 1 and words.rstrip(",.!?;:")[-1:] in closing and not any(m in words[1:-2] for m in closing)


def _speaker_troubles(quote: GoldQuote, text: str) -> Iterator[str]:
    if bool(quote.speaker) != bool(quote.speaker_kind):
        yield "speaker and speaker_kind are both given or both empty"
    if quote.mention and not quote.speaker:
        yield f"has a mention “{quote.mention.text}” and no speaker"
    for name in ("speaker", "role", "affiliation"):
        value: str = getattr(quote, name)
        if not value:
            continue
        if not quote.speaker:
            yield f"{name} without a speaker"
        if _printed(text, value) is None:
            yield f"{name} is not printed in the text: {value!r}"
        if _ARTICLE.match(value):
            yield f"{name} begins with an article: {value!r}"
    if quote.speaker_kind in ("named", "pseudonym") and _HONORIFIC.match(quote.speaker):
        yield f"speaker begins with a title: {quote.speaker!r}"


def _printed(text: str, value: str) -> Span | None:
    """The first place where that stands, whole words, whatever the case of its first letter."""
    start = "".join(f"[{c.lower()}{c.upper()}]" if c.isalpha() else re.escape(c) for c in value[:1])
    match = re.search(rf"(?<!\w){start}{re.escape(value[1:])}(?!\w)", text)
    return Span(match.start(), match.end(), match[0]) if match else None


def _check(paths: Sequence[Path]) -> int:
    """Prints what is wrong, and what is there; the exit code."""
    code, counts = 0, Counter[str]()
    files = sorted(file for path in paths for file in (path.rglob("*.toml") if path.is_dir() else [path]))
    for file in files:
        try:
            gold = read(file)
        except (GoldError, OSError) as error:
            print(error)
            code = 1
            continue
        counts.update(f"{quote.kind}" for quote in gold.quotes)
        counts.update(f"speaker: {quote.speaker_kind or 'nobody'}" for quote in gold.quotes)
        counts[f"manner: {gold.manner}"] += 1
    print(f"{len(files)} files · " + " · ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    return code


def main() -> None:
    """Checks or converts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quote_gold", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("do", choices=["check", "convert"], help="check: say what is wrong; convert: print JSON lines")
    parser.add_argument("paths", nargs="+", type=Path, help="files, or folders with files *.toml")
    chosen = parser.parse_args()
    if chosen.do == "check":
        sys.exit(_check(chosen.paths))
    for path in chosen.paths:
        for gold in load(path) if path.is_dir() else [read(path)]:
            print(json.dumps(common_form(gold), ensure_ascii=False))


if __name__ == "__main__":
    main()
