"""Runs, attempts and sightings: what is kept can be read again, and adds up the same in any order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path
from typing import Any, cast

import pytest

from tasks.archive import notes
from tasks.archive.custody.verify import verify
from tasks.archive.entries import Attempt, KeptSighting, ListedAddress, Role, Run, Sighting, SourceRun, WalkEnd
from tasks.archive.errors import ArchiveError
from tasks.archive.ledger import Ledger
from tasks.archive.recovery import rebuild
from tasks.archive.scan import FileScan
from tasks.archive.store import Archive
from tasks.report import Issue
from tests.archive_making import START, exchange, keep, warcs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def rows(root: Path) -> list[list[Any]]:
    with closing(sqlite3.connect(root / "ledger.sqlite")) as db:
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("captures", "runs", "files")]


A = Attempt("http://iwpr.test/a", "iwpr", "iwpr/a", "document", START, "timeout", "run-1")
S = Sighting("iwpr", "http://iwpr.test/list", START, "run-1", (ListedAddress("http://iwpr.test/a", "iwpr/a", None),))
NAIVE = datetime(2031, 5, 4)
BEYOND = datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))


@pytest.mark.parametrize(
    "note",
    [
        *(replace(A, at=NAIVE), replace(A, next_at=NAIVE), replace(A, next_at=BEYOND), replace(A, at=BEYOND)),
        *(replace(A, document_key="\udc80"), replace(A, state="\ud800"), replace(A, source=cast(str, None))),
        *(replace(A, run_id=cast(str, 5)), replace(A, archive_address=None, role=cast(Role, None))),
        *(replace(S, at=NAIVE), replace(S, start="\udc80"), replace(S, run_id=cast(str, None))),
        replace(S, listed=(ListedAddress("http://iwpr.test/a", None, START),)),
        replace(S, listed=(ListedAddress("http://iwpr.test/a", "\ud800", None),)),
        replace(S, end=WalkEnd("known", cast(int, "3"))),
        replace(S, end=WalkEnd("known", 2**64)),
    ],
)
def test_note_that_could_not_be_read_again_is_refused(root: Path, note: Attempt | Sighting) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        with pytest.raises(ArchiveError, match=r"note|record"):
            archive.append_attempt(note) if isinstance(note, Attempt) else archive.append_sighting(note)
        keep(archive, exchange(after=1))
    assert (verify(root).problems, verify(root).captures) == ((), 2)


def test_run_whose_record_could_not_be_read_again_is_refused(root: Path) -> None:
    with Archive(root) as archive:
        for run in (Run("r", "nightly", NAIVE, None, "x", ()), Run("\ud800", "nightly", START, None, "x", ())):
            with pytest.raises(ArchiveError, match="run's record"):
                archive.append_run(run)
        keep(archive, exchange())
    assert verify(root).problems == ()


def test_run_may_name_a_file_whose_name_is_no_utf_8(root: Path) -> None:
    run = Run("r", "import", START, START, "x", (SourceRun("iwpr", 0, 0, 0, 0, 0, 0, (Issue("k", "caf\udce9.html"),)),))
    with Archive(root) as archive:
        archive.append_run(run)
        assert list(archive.runs()) == [run]
    before = rows(root)
    rebuild(root)
    assert (verify(root).problems, rows(root)) == ((), before)


def test_note_that_says_nothing_does_not_hide_what_comes_after(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(notes, "checked", lambda note: "[" * 100_000)
        with Archive(root) as archive:
            archive.append_attempt(A)
            keep(archive, exchange())
    scan = FileScan(warcs(root)[0], warcs(root)[0].name)
    assert [type(exchanged.kept).__name__ for exchanged in scan.exchanges()] == ["KeptCapture"]
    assert [detail for _, detail in scan.problems] == ["not an attempt's record"]
    assert "record" in {problem.kind for problem in verify(root).problems}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_what_was_listed_does_not_depend_on_the_order_of_files(order: tuple[int, ...]) -> None:
    said: list[tuple[int, str | None, date | None, WalkEnd]] = [
        (1, "iwpr/a", date(2031, 5, 9), WalkEnd("known", 3)),
        (2, "iwpr/b", None, WalkEnd("known", 2)),
        (2, "iwpr/c", date(2031, 5, 1), WalkEnd("known", 4)),
        (3, None, None, WalkEnd("gap", None)),
    ]
    ledger = Ledger(None)
    for number in order:
        days, key, dated, end = said[number]
        listed = (ListedAddress("http://iwpr.test/a", key, dated),)
        ledger.add(KeptSighting(str(number), Sighting("iwpr", "x", START + timedelta(days), "r", listed, end)))
    assert [(item.document_key, item.dated) for item in ledger.listed("iwpr")] == [("iwpr/c", date(2031, 5, 1))]
    found = ledger.walk("iwpr", "x")
    assert found is not None and found.end.reach == 4
    ledger.close()
