"""The inputs that the fuzzer kept, run again: they go every way through the readers that its hours have found."""

from __future__ import annotations

import pytest

from tests.fuzz.inputs import ASKED, CORPUS, corpus, parted
from tests.fuzz.invariants import check

MAX_BYTES = 2_000_000
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_every_kept_input_ends_in_a_report_that_holds(part: int) -> None:
    for name, data in list(corpus())[part::PARTS]:
        try:
            check(*parted(data), is_repeated=False)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


@pytest.mark.slow
def test_every_kept_input_reads_the_same_twice() -> None:
    for _, data in corpus():
        check(*parted(data))


def test_the_kept_corpus_is_small_and_asks_for_every_source() -> None:
    assert CORPUS.stat().st_size < MAX_BYTES
    kept = list(corpus())
    assert 50 < len(kept) < 400
    assert {parted(data)[0].source for _, data in kept} == {asked.source for asked in ASKED}
