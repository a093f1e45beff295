"""Texts against texts: the words that count, the signature, and which reports of a collection are told to be copies."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tasks.batch.comparing import write_comparison
from tasks.batch.context import CopyRow
from tasks.reading import copies
from tasks.readings import read_rows
from tests.copies_set import as_report, collection, copy_pairs, prose
from tests.warehouse_readings import report, write

TEXT = " ".join(prose(Random(1), 20))


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("“We won’t pay,” she said.", '"We won\'t pay", she said'),
        ("Salt\N{SOFT HYPHEN}workers at\N{NO-BREAK SPACE}dusk", "Saltworkers at dusk"),
        ("the pans\u2014or kilns\u2014of Besk", "the pans -- or kilns -- of Besk"),
        ("Café ﬁre", "Cafe\u0301 fire"),
        ("СОЛЕВАРЫ Ёлма", "солевары елма"),
        ("می\N{ZERO WIDTH NON-JOINER}روم", "میروم"),
        ("line\r\nafter\u2028line", "line after line"),
    ],
)
def test_signs_accents_and_joiners_do_not_count(printed: str, plain: str) -> None:
    assert copies.words(printed) == copies.words(plain)


def test_words_and_their_order_count() -> None:
    assert copies.words("23 wells") != copies.words("24 wells")
    assert copies.shingles("one two three four").tolist() != copies.shingles("four three two one").tolist()


def test_scripts_without_blanks_are_compared_by_their_characters() -> None:
    assert copies.words("盐工在等待 2009") == ["盐", "工", "在", "等", "待", "2009"]
    told = "".join(Random(3).choices([chr(number) for number in range(0x4E00, 0x5000)], k=400))
    one, other = copies.shingles(told), copies.shingles(told[:350] + "盐工在等待")
    assert copies.resemblance(one, other).similarity > 0.8
    assert len(copies.signature(one)) == copies.PERMUTATIONS


def test_signature_estimates_how_much_two_texts_share() -> None:
    words = TEXT.split()
    one, other = copies.shingles(TEXT), copies.shingles(" ".join(words[: len(words) * 2 // 3]))
    exact = copies.resemblance(one, other).similarity
    table = np.array([copies.signature(one), copies.signature(other)], np.uint32)
    assert copies.estimate(table[:1], table[1:])[0] == pytest.approx(exact, abs=0.13)
    assert [pair[:2] for pair in copies.candidates(table)] == [(0, 1)]


def test_signature_is_the_same_in_every_process_and_release() -> None:
    """Stored signatures of years must stay comparable: a change here asks for a reread, and is to be said so."""
    numbered = copies.shingles(" ".join(f"word{number}" for number in range(60)))
    assert copies.signature(numbered)[:3] == (29602485, 7567771, 21099502)


def test_signature_is_of_the_running_text_alone() -> None:
    page = [("title", "Pans"), ("separator", "\n"), ("body", TEXT), ("navigation", "Search Refworld")]
    other = [("site-title", "Pan Observer | News"), ("body", TEXT), ("funding", "Paid for by the Pan Fund.")]
    assert copies.sign(report(page=page)).signature == copies.sign(report(page=other)).signature != ()


def test_short_text_has_no_signature_and_a_long_one_its_beginnings() -> None:
    assert copies.sign(report(page=[("body", "The pans at dusk.")])).signature == ()
    assert copies.sign(report(page=[])).signature == ()
    long = TEXT * (copies.MAX_CHARACTERS // len(TEXT) + 1)
    assert copies.signature(copies.shingles(long)) == copies.signature(copies.shingles(long + "More words. " * 5000))


HOSTILE = {
    "stacked marks": "a" + "\u0315\u0300" * 1_000_000,
    "distinct words": " ".join(map(str, range(700_000))),
    "one word": "a" * 5_000_000,
    "no letters": "\u2014\u200d" * 2_500_000,
    "blanks": " " * 5_000_000,
    "lone surrogates": "\ud800 word " * 500_000,
    "every character": "".join(chr(number) for number in range(0x80, 0x30000) if not 0xD800 <= number < 0xE000) * 8,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(name: str) -> None:
    began = time.process_time()
    copies.signature(copies.shingles(HOSTILE[name]))
    assert time.process_time() - began < 4


def test_a_crowd_of_the_same_page_is_linked_without_a_pair_for_each_two() -> None:
    crowd = np.tile(np.arange(copies.PERMUTATIONS, dtype=np.uint32), (3000, 1))
    found = [pair[:2] for pair in copies.candidates(crowd)]
    assert found == [(0, number) for number in range(1, 3000)]


def test_copies_of_a_collection_are_found_and_nothing_else_is_called_one(tmp_path: Path) -> None:
    members = collection()
    assert len(members) >= 60
    write(tmp_path / "readings", [as_report(number, member) for number, member in enumerate(members, 1)])
    write_comparison(tmp_path / "readings", tmp_path / "context")
    rows = list(read_rows(tmp_path / "context" / "copies.parquet", CopyRow))
    assert all(row.document_key < row.other_document_key for row in rows)

    told = {frozenset(key.split("/")[1] for key in (row.document_key, row.other_document_key)): row for row in rows}
    assert {pair for pair, row in told.items() if row.relation == "copy"} == copy_pairs(members)
    by_relation = {
        name: {tuple(sorted(pair)) for pair, row in told.items() if row.relation == name}
        for name in ("near-duplicate", "contains", "contained-in")
    }
    assert {("rewritten 15", "story 15"), ("rewritten 16", "story 16"), ("rewritten 17", "story 17")} <= by_relation[
        "near-duplicate"
    ]
    assert by_relation["contains"] == {("issue 18", "story 18"), ("issue 19", "story 19")}
    assert not [pair for pair in told if any(name.startswith("translation") for name in pair)]
    for place in ("Qarovul", "Besk"):
        years = told[frozenset((f"{place} 2008", f"{place} 2009"))]
        assert (years.relation, years.similarity > 0.75) == ("near-duplicate", True)
    for row in rows:
        assert row.estimate == pytest.approx(row.similarity, abs=0.16)
