"""The article of pages that no reader knows, against people's gold: floors may be raised, never lowered."""

from __future__ import annotations

import runpy

import pytest

from benchmarks.extraction import load, onrecord, within_reach
from benchmarks.extraction_score import Score, score
from tests.conftest import SHARED

FOLDER = SHARED / "extraction" / "scrapinghub"
FLOOR = Score(precision=0.958, recall=0.988, verbatim=0.965, verbatim_quoted=0.965, quoted_within_reach=0.997)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the public benchmark's pages are not at hand")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {page: onrecord(payload, address) for page, _, payload, address in load(FOLDER)}


@pytest.fixture(scope="module")
def gold() -> dict[str, str]:
    return {page: text for page, text, _, _ in load(FOLDER)}


def test_scores_hold_their_floors(gold: dict[str, str], texts: dict[str, str]) -> None:
    printed = {page: within_reach(payload, address) for page, _, payload, address in load(FOLDER)}
    reached = score(gold, texts, printed)
    assert reached.precision >= FLOOR.precision
    assert reached.recall >= FLOOR.recall
    assert reached.verbatim >= FLOOR.verbatim
    assert reached.verbatim_quoted >= FLOOR.verbatim_quoted
    assert reached.quoted_within_reach >= FLOOR.quoted_within_reach


def test_our_measure_is_the_shared_one(gold: dict[str, str], texts: dict[str, str]) -> None:
    theirs = runpy.run_path(str(FOLDER.parent / "score.py"))["score"](
        {page: {"text": text} for page, text in gold.items()}, {page: {"text": text} for page, text in texts.items()}
    )
    ours = score(gold, texts)
    assert (ours.f1, ours.verbatim, ours.verbatim_quoted) == pytest.approx(
        (theirs["F1"], theirs["verbatim"], theirs["quoted"])
    )
