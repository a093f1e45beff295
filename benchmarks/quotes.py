"""Who said what, beside the field's extractor and marks alone, in one run.

    python -m benchmarks.quotes [PATH …]
    python -m benchmarks.quotes --floors > tests/floors_quotes.json

PATH is our own gold (a folder of *.toml, by default the half that nothing was tuned on) or any corpus in the common
form: a file of JSON lines, or a folder of them. What is measured, and how: docs/quotes.md. Every system runs in a
process of its own, on one core, without the time to load it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from benchmarks.quote_gold import Gold, GoldError, common_form, load, read
from benchmarks.quote_people import BINS, People, Share, people
from benchmarks.quote_running import ROOT, Run, run
from benchmarks.quote_score import SUBSETS, Score, score
from tasks.batch.quoting import Document, entries, read_text
from tasks.report import Quote

OWN = ROOT / "tests" / "quote_gold" / "test"
PEERS = ROOT / ".venv-peers" / "bin" / "python"
_OURS = "benchmarks.quote_systems"
_HEAD = (
    "| | direct: exact | partial | attribution | **end to end** | speech: exact | partial | attribution "
    "| **end to end** | documents/s | thousand characters/s | peak MB |"
)


@dataclass(frozen=True, slots=True)
class System:
    """Something that finds quotes, and how to start it."""

    name: str
    python: Path
    module: str
    arguments: tuple[str, ...] = ()


SYSTEMS = (
    System("OnRecord", Path(sys.executable), _OURS, ("all",)),
    System("OnRecord, direct only", Path(sys.executable), _OURS, ("direct",)),
    System("marks, paragraph by paragraph", Path(sys.executable), _OURS, ("marks",)),
    System("textacy, paragraph by paragraph", PEERS, "benchmarks.peers_textacy"),
)


def documents(path: Path) -> list[dict[str, Any]]:
    """A corpus in the common form. Raises `GoldError` where there is none."""
    if path.suffix == ".toml" or next(path.rglob("*.toml"), None):
        return [common_form(gold) for gold in own(path)]
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    if not found:
        raise GoldError(f"{path}: neither files *.toml nor JSON lines")
    return found


def own(path: Path) -> list[Gold]:
    """The reports of our own gold at that place; none of another corpus."""
    return [read(path)] if path.suffix == ".toml" else load(path) if path.is_dir() else []


def people_of(golds: Sequence[Gold]) -> People:
    """What our reading makes of the people in our own gold."""
    return reduce(add, (people(gold, _read(gold)) for gold in golds), People())


def measures(golds: Sequence[Gold]) -> dict[str, float]:
    """What floors are set on (tests/floors_quotes.json); the higher the better."""
    found = [{"id": gold.name, "quotes": list(entries(_read(gold), nested=True))} for gold in golds]
    scores = score(map(common_form, golds), found)
    who = people_of(golds)
    return {
        **{f"{subset}: {name}": value for subset in SUBSETS for name, value in _shown(scores[subset]).items()},
        "kind of speaker": who.speaker_kind.value,
        "roles found": who.role_found.value,
        "roles right": who.role_right.value,
        "affiliations found": who.affiliation_found.value,
        "affiliations right": who.affiliation_right.value,
        "named speakers right": 1 - who.wrong_named.value,
    }


def _read(gold: Gold) -> tuple[Quote, ...]:
    return read_text(Document(gold.name, gold.text)).quotes


def _shown(each: Score) -> dict[str, float]:
    return {
        "exact": each.exact_f1,
        "partial": each.partial_f1,
        "attribution": each.attribution,
        "end to end": each.end_to_end_f1,
    }


def _rows(corpus: Sequence[dict[str, Any]], peers: Path, *, is_own: bool) -> Iterator[str]:
    """Our own gold has quotes inside quotes; corpora in the common form count none."""
    characters = sum(len(document["text"]) for document in corpus)
    for system in SYSTEMS:
        python = peers if system.python == PEERS else system.python
        if not _has(python, system):
            yield f"| {system.name} | not at hand: `make peers` |" + " |" * 10
            continue
        arguments = tuple(f"{each}-nested" for each in system.arguments if is_own and each != "marks")
        done = run(python, system.module, arguments or system.arguments, corpus)
        yield f"| {system.name} | {' | '.join(_cells(corpus, done, characters))} |"


def _has(python: Path, system: System) -> bool:
    """Whether the system's environment exists and holds it."""
    return python.exists() and (system.module == _OURS or any(python.parents[1].glob("lib/*/site-packages/textacy")))


def _cells(corpus: Sequence[dict[str, Any]], done: Run, characters: int) -> Iterator[str]:
    scores = score(corpus, done.documents)
    for subset in SUBSETS:
        *most, last = (f"{value:.3f}" for value in _shown(scores[subset]).values())
        yield from (*most, f"**{last}**")
    yield f"{len(corpus) / done.seconds:,.1f}"
    yield f"{characters / done.seconds / 1000:,.0f}"
    yield f"{done.peak_mb:.0f}"


def _people_lines(found: People) -> Iterator[str]:
    named: tuple[tuple[str, Share], ...] = (
        ("kind of speaker right", found.speaker_kind),
        ("roles found, exactly", found.role_found),
        ("roles given that are right, exactly", found.role_right),
        ("affiliations found, exactly", found.affiliation_found),
        ("affiliations given that are right, exactly", found.affiliation_right),
        ("direct quotes given to a named person: wrong", found.wrong_named),
    )
    yield "| OnRecord, on our own gold | share | of |"
    yield "|---|--:|--:|"
    yield from (f"| {name} | {share.value:.3f} | {share.all} |" for name, share in named)
    yield ""
    yield "| confidence | quotes with a speaker | share right |"
    yield "|---|--:|--:|"
    for low, high, share in zip(BINS[:-1], BINS[1:], found.reliability, strict=True):
        yield f"| {low:.2f}–{high:.2f} | {share.all} | {f'{share.value:.3f}' if share.all else ''} |"


def _floors(folder: Path) -> dict[str, float]:
    """Cut to three digits, so that what is reached today is no lower."""
    return {name: math.floor(value * 1000) / 1000 for name, value in measures(load(folder)).items()}


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[OWN], help="folders of *.toml, or JSON lines")
    parser.add_argument("--peers", type=Path, default=PEERS, help="Python of the environment that holds the peers")
    parser.add_argument("--floors", action="store_true", help="print what our own gold's halves reach, as floors")
    chosen = parser.parse_args()
    if chosen.floors:
        print(json.dumps({half: _floors(OWN.parent / half) for half in ("dev", "test")}, indent=1))
        return
    machine = f"{platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d} · {machine}, one core each")
    for path in chosen.paths:
        try:
            corpus = documents(path)
        except (GoldError, OSError, ValueError) as error:
            parser.error(str(error))
        segments = sum(len(document["quotes"]) for document in corpus)
        print(f"\n**{path.name}**: {len(corpus)} documents, {segments} segments of quotes\n")
        print(_HEAD)
        print("|---|" + "--:|" * 11)
        for row in _rows(corpus, chosen.peers, is_own=bool(own(path))):
            print(row, flush=True)
        if golds := own(path):
            print("", *_people_lines(people_of(golds)), sep="\n")


if __name__ == "__main__":
    main()
