"""Scores on the sample sites' gold are floors: a change may raise one, never lower it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.sample_gold import Scores, score

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> Scores:
    return score()


def test_every_measure_has_a_floor(scores: Scores) -> None:
    assert set(scores.asked) == set(FLOORS)


@pytest.mark.parametrize("measure", FLOORS)
def test_score_does_not_fall(scores: Scores, measure: str) -> None:
    reached = scores.share(measure)
    misses = [miss for miss in scores.misses if miss.startswith(f"{measure}:")]
    assert reached >= FLOORS[measure], "\n".join([f"{measure} fell to {reached:.3f}", *misses])
    assert reached < FLOORS[measure] + 0.02, f"{measure} rose to {reached:.3f}: raise its floor in floors.json"
