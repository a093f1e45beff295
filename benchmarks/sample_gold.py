"""How much of the invented sample sites' gold a reading gets right; every miss can be listed.

    python -m benchmarks.sample_gold [--misses]

The gold was written by hand together with the reports (samples/reports/). `tests/test_sample_gold.py` pins the scores.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from samples import Placement, SampleReport, load_reports
from samples.sites import routes
from tasks.archive.exchange import content_type_of
from tasks.archive.payload import Payload
from tasks.batch.onepage import read_payload
from tasks.reading.quotes.nested import NESTED
from tasks.report import Quote, Report

RUNNING_TEXT = ("body", "heading", "see-also")


@dataclass
class Scores:
    """Per measure: how many were asked for and how many were right."""

    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    misses: list[str] = field(default_factory=list)

    def add(self, measure: str, is_right: bool, miss: str) -> None:
        """Counts one; `miss` says where to look."""
        self.asked[measure] += 1
        self.right[measure] += is_right
        if not is_right:
            self.misses.append(f"{measure}: {miss}")

    def share(self, measure: str) -> float:
        """Right of asked; 1 where nothing was asked."""
        return self.right[measure] / self.asked[measure] if self.asked[measure] else 1.0


def served_pages() -> Iterator[tuple[SampleReport, Placement, str, Payload]]:
    """Every report at its first address on each site, as the sample server answers."""
    served = routes()
    for sample in load_reports():
        for place in sample.places:
            address = address_of(place)
            host = urlsplit(address).netloc
            answer = served[host][unquote(address.partition(host)[2])]
            if answer.status == 200:
                media_type, charset = content_type_of(answer.media_type)
                yield sample.on(place), place, address, Payload(answer.body, (), media_type, charset)


def address_of(place: Placement) -> str:
    """The whole address of a report's first place on one site."""
    path = place.addresses[0]
    if place.site == "legacy":
        return f"http://webarchive.archive.unhcr.test/{place.captured}mp_/http://www.refworld.test/{path}"
    return f"http://{'www.refworld.test' if place.site == 'live' else 'iwpr.test'}/{path}"


def score() -> Scores:
    """Reads all sample pages and holds them against their gold."""
    scores = Scores()
    for sample, place, address, payload in served_pages():
        report = read_payload(payload, address)
        where = f"{sample.name} at {place.site}"
        _score_metadata(scores, sample, place, report, where)
        _score_text(scores, sample, report, where)
        _score_quotes(scores, sample, report, where)
    return scores


def _score_metadata(scores: Scores, sample: SampleReport, place: Placement, report: Report, where: str) -> None:
    cited, gold = report.citation, sample.gold
    title = cited.title.value if cited.title else None
    scores.add("title", _folded(title) == _folded(sample.title), f"{where}: {title!r}")
    if "Publication Date" not in place.without and "date" not in place.without and gold.published_on:
        found = (cited.published.value, cited.published.precision) if cited.published else None
        scores.add("published", found == (gold.published_on, gold.precision), f"{where}: {found}")
    elif cited.published:
        is_right = cited.published.value == gold.published_on
        scores.add("published", is_right, f"{where}: {cited.published.value} where none is printed")
    codes = tuple(country.code for country in cited.countries)
    scores.add("countries", codes == sample.country_codes, f"{where}: {codes} for {sample.country_codes}")
    if codes:
        scores.add("countries found", set(codes) <= set(sample.country_codes), f"{where}: {codes}")
    language = cited.language.value if cited.language else None
    scores.add("language", language == sample.language, f"{where}: {language}")
    titles = tuple(related.title for related in cited.related if related.relation == "see-also")
    scores.add("see-also", titles == gold.see_also, f"{where}: {titles} for {gold.see_also}")
    invented = {author.name for author in cited.authors} - {author.name for author in gold.authors}
    scores.add("no invented author", not invented, f"{where}: {invented}")


def _score_text(scores: Scores, sample: SampleReport, report: Report, where: str) -> None:
    stands = {(p.kind, report.body[p.start_char : p.end_char].replace("\n", " ")) for p in report.passages}
    for block in sample.blocks:
        for part in block.parts:
            kind = "heading" if block.element == "h3" else part.kind
            measure = "text to the character" if kind in RUNNING_TEXT else "notices"
            scores.add(measure, (kind, part.text) in stands, f"{where}: {kind} {part.text[:60]!r}")


def _score_quotes(scores: Scores, sample: SampleReport, report: Report, where: str) -> None:
    if sample.language != "en":
        return
    found = {_words(quote): quote for quote in report.quotes if quote.kind in ("direct", "mixed")}
    wanted = [(tuple(piece.text for piece in quote.segments), quote) for quote in sample.gold.quotes]
    for words, gold in wanted:
        if gold.kind != "direct":
            continue
        quote = found.get(words)
        scores.add("direct quotes: words", quote is not None, f"{where}: {words}")
        if quote is None:
            continue
        speaker = quote.speaker.text if quote.speaker else None
        scores.add("direct quotes: speaker", speaker == gold.speaker, f"{where}: {speaker} for {gold.speaker}")
        role = quote.role.text if quote.role else None
        scores.add("direct quotes: role", role == gold.role, f"{where}: {role} for {gold.role} ({gold.speaker})")
        if quote.speaker_kind in ("named", "pseudonym"):
            scores.add("named speakers right", speaker == gold.speaker, f"{where}: {speaker} for {gold.speaker}")
    known = {words for words, _ in wanted}
    for words, quote in found.items():
        if quote.kind == "direct" and NESTED not in quote.rule:  # the gold lists what the report itself quotes
            scores.add("direct quotes: not invented", words in known, f"{where}: {words}")


def _words(quote: Quote) -> tuple[str, ...]:
    return tuple(segment.text for segment in quote.segments)


def _folded(title: str | None) -> str:
    """Without the blank that the retired site prints before a comma (sources.md §1.6)."""
    return " ".join((title or "").replace(" ,", ",").replace(" :", ":").split())


def main() -> None:
    """Prints the scores, and the misses where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list everything that was not right")
    scores = score()
    for measure in scores.asked:
        right, asked = scores.right[measure], scores.asked[measure]
        print(f"{measure:<30} {right:>4} of {asked:>4}  {scores.share(measure):.3f}")
    if parser.parse_args().misses:
        print("\n".join(scores.misses))


if __name__ == "__main__":
    main()
