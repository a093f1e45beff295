"""The article of pages that no reader of ours knows, beside the best general extractors, in one run.

    python -m benchmarks.extraction [FOLDER] [--predictions FILE]

FOLDER holds gold.json ({id: {"text", "url"}}, written by people) and pages/<id>.html.gz; without one, the public
benchmark's 181 pages where they lie beside the project. Each page goes through every system in turn, so that a busy
machine slows all alike. Nothing here is tuned on single pages.

`within reach` is what the page itself prints: gold paragraphs that stand in it with the gold's every character. The
gold of the public benchmark has blanks where inline markup begins or ends (“ like this ”), which no page prints, and
some pages print words into a paragraph that a person left out: no exact text can score higher.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import lxml.html
import readability  # type: ignore[import-untyped]
import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from benchmarks.extraction_score import Score, score
from tasks.reading.dom import print_tree
from tasks.reading.select import selected
from tasks.reading.text import page_of

FOLDER = Path(__file__).parents[2] / "shared" / "extraction" / "scrapinghub"
REACH = "within reach"
OURS = "OnRecord"
BASE = "trafilatura"
System = Callable[[bytes, str], str]


def onrecord(payload: bytes, address: str) -> str:
    """The blocks that count as the article, each exact."""
    page = page_of(payload, address=address, media_type="text/html", charset=None)
    return "\n\n".join(page.block_text(block) for block in selected(page))


def within_reach(payload: bytes, address: str) -> str:
    """All that the page prints."""
    return page_of(payload, address=address, media_type="text/html", charset=None, is_selecting=False).text


def by_trafilatura(payload: bytes, _: str) -> str:
    """As it comes, but for comments, which no article is."""
    return trafilatura.extract(payload, include_comments=False) or ""


def by_trafilatura_precision(payload: bytes, _: str) -> str:
    """With its option for precision."""
    return trafilatura.extract(payload, include_comments=False, favor_precision=True) or ""


def by_readability(payload: bytes, address: str) -> str:
    """Its summary is markup; printed as we print a page, which loses it nothing."""
    summary = str(readability.Document(payload).summary(html_partial=True))
    return print_tree(lxml.html.fromstring(summary), address).text


def by_resiliparse(payload: bytes, _: str) -> str:
    """Its main content, decoded as it detects."""
    return extract_plain_text(bytes_to_str(payload, detect_encoding(payload) or "utf-8"), main_content=True)


SYSTEMS: dict[str, System] = {
    OURS: onrecord,
    BASE: by_trafilatura,
    "trafilatura, precision": by_trafilatura_precision,
    "readability-lxml": by_readability,
    "resiliparse": by_resiliparse,
}


def load(folder: Path) -> Iterator[tuple[str, str, bytes, str]]:
    """Id, gold text, payload and address of each page."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    for name, entry in gold.items():
        payload = gzip.decompress((folder / "pages" / f"{name}.html.gz").read_bytes())
        yield name, entry["text"], payload, entry.get("url") or "http://page.test/"


def measure(folder: Path) -> tuple[dict[str, Score], dict[str, float], dict[str, dict[str, str]]]:
    """Scores, seconds and texts of every system."""
    pages = list(load(folder))
    systems = {**SYSTEMS, REACH: within_reach}
    texts: dict[str, dict[str, str]] = {name: {} for name in systems}
    seconds = dict.fromkeys(systems, 0.0)
    for system in systems.values():  # models and patterns load before any clock runs
        for _, _, payload, address in pages[:5]:
            system(payload, address)
    for page, _, payload, address in pages:
        for name, system in systems.items():
            started = time.process_time()
            texts[name][page] = system(payload, address)
            seconds[name] += time.process_time() - started
    gold = {page: text for page, text, _, _ in pages}
    return {name: score(gold, texts[name], texts[REACH]) for name in systems}, seconds, texts


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="gold.json and pages/<id>.html.gz")
    parser.add_argument("--predictions", type=Path, help="our texts, one JSON line a page: id, text")
    chosen = parser.parse_args()
    if not (chosen.folder / "gold.json").is_file():
        if chosen.folder == FOLDER:
            print("The public benchmark's pages are not at hand: give a folder with gold.json and pages/<id>.html.gz")
            return
        parser.error(f"no gold.json in {chosen.folder}: give a folder with gold.json and pages/<id>.html.gz")
    scores, seconds, texts = measure(chosen.folder)
    pages = len(texts[OURS])
    print(
        f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()}, {os.cpu_count()} cores · Python "
        f"{platform.python_version()} · trafilatura {version('trafilatura')}, readability-lxml "
        f"{version('readability-lxml')}, resiliparse {version('resiliparse')} · {pages} pages, one core"
    )
    heads = "P | R | F1 | verbatim | with quotation marks | of these within reach | pages/s | time (trafilatura = 1)"
    print(f"| | {heads} |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, each in scores.items():
        print(
            f"| {name} | {each.precision:.3f} | {each.recall:.3f} | {each.f1:.3f} | {each.verbatim:.3f} | "
            f"{each.verbatim_quoted:.3f} | {each.quoted_within_reach:.3f} | {pages / seconds[name]:.0f} | "
            f"{seconds[name] / seconds[BASE]:.2f} |"
        )
    if chosen.predictions:
        lines = (json.dumps({"id": page, "text": text}, ensure_ascii=False) for page, text in texts[OURS].items())
        chosen.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
