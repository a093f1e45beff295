"""An invented collection for the tests of copies: reports, their copies elsewhere, and pages that only look alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from random import Random

from tasks.reading import copies
from tasks.report import Citation, Found, PublicationDate, Report
from tests.warehouse_readings import capture, report

PEOPLE = ("Dilbar Osh", "Aru Telim", "Marek Vey", "Ilka Noor", "Tesso Band", "Oda Rell", "Kem Arash", "Lune Sarto")
WORDS = {
    "things": "salt pans wells ferries kilns orchards mills quarries looms bridges schools clinics courts markets "
    "barracks depots canals pensions permits ballots ledgers fines licences rations tents convoys "
    "harvests herds pipelines roads",
    "place": "Qarovul Tovria Besk Anshar Lomure Vadd Otrin Sael Hurm Pirro Kesten Maal Dorvo Ush Yelm Tarn",
    "deed": "closed reopened flooded seized inspected abandoned repaired taxed surveyed guarded emptied counted "
    "sold leased promised delayed burned measured fenced renamed audited shelved moved listed",
    "time": "spring summer autumn winter harvest Monday noon dusk August December",
    "month": "January February March April May June July August September October November December",
}
PLACES = WORDS["place"].split()
SHAPES = (
    "The {things} near {place} were {deed} before {time}, and nobody in {place2} was told.",
    "“We waited for the {things} until {time},” said {person}, who lives in {place}.",
    "Officials in {place} say that {number} {things} have been {deed} since {time}.",
    "{person} isn’t sure whether the {things} of {place2} will be {deed} again.",
    "According to {person}, the council of {place} {deed} its {things} without a vote.",
    "In {place2}, {number} families left when the {things} were {deed}.",
    "“They {deed} our {things} and called it order,” {person} recalled at a café in {place}.",
    "No ministry answered questions about the {things} which {person} had {deed} last {time}.",
)


@dataclass(frozen=True, slots=True)
class Member:
    """One report of the collection."""

    name: str
    source: str
    title: str
    published_on: date
    paragraphs: tuple[str, ...]
    original: str | None = None
    """Name shared by all copies of one report."""


def word(chance: Random, kind: str) -> str:
    return chance.choice(WORDS[kind].split())


def sentence(chance: Random) -> str:
    return chance.choice(SHAPES).format(
        things=word(chance, "things"),
        place=word(chance, "place"),
        place2=word(chance, "place"),
        deed=word(chance, "deed"),
        time=word(chance, "time"),
        person=chance.choice(PEOPLE),
        number=chance.randint(3, 900),
    )


def prose(chance: Random, count: int) -> tuple[str, ...]:
    return tuple(" ".join(sentence(chance) for _ in range(chance.randint(1, 3))) for _ in range(count))


def title(chance: Random) -> str:
    return f"{word(chance, 'place')}’s {word(chance, 'things').title()} {word(chance, 'deed').title()} Again"


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”’", '""\''))


def stories(chance: Random) -> Iterator[Member]:
    """Twenty stories; fifteen with a copy at Refworld, five of these with a third at the live site."""
    notice = "The contents of this article are the sole responsibility of the Pan Observer and of nobody else at all."
    for number in range(20):
        printed, day = title(chance), date(2009 + number % 5, 1 + number % 12, 3)
        told = prose(chance, 7 + number)
        name = f"story {number}"
        yield Member(name, "iwpr", printed, day, told, name)
        variants = (
            tuple(map(straight, told)),
            told[1:],
            (*told, notice),
            (*told[:4], f"{told[4]} {sentence(chance)}", *told[5:]),
            tuple(text.replace("council", "coun\N{SOFT HYPHEN}cil").replace("café", "cafe\u0301") for text in told),
        )
        if number < 15:
            copied = variants[number % 5]
            other = straight(printed) if number % 2 else f"{word(chance, 'place')}: {printed}"
            yield Member(f"copy {number}", "refworld_legacy", other, day, copied, name)
        if number < 5:
            yield Member(f"third {number}", "refworld", straight(printed), day, tuple(map(straight, told)), name)


def series(chance: Random) -> Iterator[Member]:
    """Pages that share text and are not copies: project reviews of twelve months, annual reports of two years."""
    frame = prose(chance, 12)
    for number, month in enumerate(WORDS["month"].split(), 1):
        own = prose(chance, 3)
        yield Member(
            f"review {number}", "iwpr", f"Project Review: {month} 2012", date(2012, number, 5), (*frame[:8], *own)
        )
    for place in PLACES[:5]:
        shared = prose(chance, 30)
        for year in (2008, 2009):
            named = f"Annual Report {year} - {place}" if place in PLACES[:2] else f"Annual Report - {place}"
            own = prose(chance, 3)
            yield Member(f"{place} {year}", "refworld", named, date(year, 3, 1), (*shared[:20], *own, *shared[20:]))


def others(chance: Random) -> Iterator[Member]:
    """Translations, half-rewritten stories, and weekly issues that hold a whole story."""
    told = {member.name: member for member in stories(Random(7))}
    for number in range(3):
        text = tuple(
            " ".join(word[::-1].swapcase() for word in words.split()) for words in told[f"story {number}"].paragraphs
        )
        yield Member(f"translation {number}", "iwpr", f"Перевод {number}", date(2010, 1, 1), text)
    for number in range(15, 18):
        first = told[f"story {number}"]
        kept = first.paragraphs[: len(first.paragraphs) * 3 // 4]
        yield Member(f"rewritten {number}", "iwpr", title(chance), first.published_on, (*kept, *prose(chance, 3)))
    for number in range(18, 20):
        first = told[f"story {number}"]
        yield Member(
            f"issue {number}",
            "iwpr",
            f"Weekly Letter No. {number}",
            first.published_on,
            (*first.paragraphs, *prose(chance, 14)),
        )


def collection() -> list[Member]:
    """All of it, the same every time."""
    return [*stories(Random(7)), *series(Random(8)), *others(Random(9))]


def copy_pairs(members: list[Member]) -> set[frozenset[str]]:
    """Names of the pairs that are copies by the way they were made."""
    return {
        frozenset((one.name, other.name))
        for one, other in combinations(members, 2)
        if one.original and one.original == other.original
    }


def as_report(number: int, member: Member) -> Report:
    page = [(kind, words) for text in member.paragraphs for kind, words in (("body", text), ("separator", "\n\n"))]
    citation = Citation(
        title=Found(member.title, "title-block"),
        published=PublicationDate(member.published_on, "day", "printed", "label"),
    )
    made = report(
        number,
        key=f"{member.source}/{member.name}",
        page=page,
        citation=citation,
        capture=capture(number, source=member.source, address=f"http://www.refworld.test/{number}"),
    )
    return copies.sign(made)
