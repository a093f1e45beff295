"""One real report, the whole way: imported, read, published, and the warehouse held against its gold."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED, onrecord
from warehouse.query import run

SEED = SHARED / "seed" / "refworld-4ddb8c732.txt"
KEY = "refworld_legacy/4ddb8c732"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the real report is not part of the project")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return json.loads(SEED.with_suffix(".gold.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, gold: dict[str, Any]) -> Path:
    home = tmp_path_factory.mktemp("seed")
    onrecord(home, "import", SEED, "--url", gold["url"])
    onrecord(home, "publish")
    return home


def rows(home: Path, query: str) -> Sequence[Sequence[Any]]:
    return run(home / "warehouse.duckdb", query).rows


def one(home: Path, query: str) -> dict[str, Any]:
    answer = run(home / "warehouse.duckdb", query)
    assert len(answer.rows) == 1
    return dict(zip(answer.columns, answer.rows[0], strict=True))


def test_metadata_is_the_gold(home: Path, gold: dict[str, Any]) -> None:
    report = one(home, "FROM reports")
    assert report["document_key"] == KEY
    assert report["title"] == gold["title"]
    assert report["publisher"] == gold["publisher"]
    assert report["publisher_code"] == gold["publisher_code"]
    assert report["published_on"] == date.fromisoformat(gold["published_on"])
    assert report["published_precision"] == gold["published_precision"]
    assert report["last_updated_at"].astimezone(UTC) == datetime.fromisoformat(gold["last_updated_at"])
    assert report["accessed_on"] == date.fromisoformat(gold["accessed_on"])
    assert report["language_code"] == gold["language"]
    assert list(report["country_codes"]) == gold["countries"]
    authors = rows(home, "SELECT name, is_pseudonym FROM report_authors")
    assert [{"name": name, "is_pseudonym": flag} for name, flag in authors] == gold["authors"]


def test_citation_stands_as_printed_and_completed(home: Path, gold: dict[str, Any]) -> None:
    report = one(home, "FROM reports")
    assert report["cite_as"] == gold["cite_as"]
    assert report["cite_complete"] == " ".join(gold["cite_as"].split()).replace(
        "available at: [", "available at: https://www.refworld.org/docid/4ddb8c732.html ["
    )


def test_clean_text_is_the_golds_body_to_the_character(home: Path, gold: dict[str, Any]) -> None:
    page = SEED.read_text(encoding="utf-8")
    report = one(home, "FROM reports")
    assert report["text"] == page[gold["body"]["start"] : gold["body"]["end"]]
    assert "\N{NO-BREAK SPACE}" in report["text"]
    assert one(home, "SELECT body FROM report_bodies")["body"] == page


def test_notices_have_their_kinds_and_exact_spans(home: Path, gold: dict[str, Any]) -> None:
    found = rows(home, "SELECT kind, start_char, end_char, text FROM notices ORDER BY start_char")
    wanted = [(n["kind"], n["start"], n["end"], n["text"]) for n in gold["notices"]]
    assert [tuple(row) for row in found] == wanted
    navigation = rows(home, "SELECT text FROM passages WHERE kind = 'navigation'")
    assert [row[0] for row in navigation] == gold["navigation"]


def test_see_also_titles(home: Path, gold: dict[str, Any]) -> None:
    found = rows(home, "SELECT title FROM related_documents WHERE relation = 'see-also' ORDER BY position")
    assert [row[0] for row in found] == gold["see_also"]


def quotes_of(home: Path, kinds: str) -> list[dict[str, Any]]:
    answer = run(home / "warehouse.duckdb", f"FROM quotes WHERE kind IN ({kinds}) ORDER BY start_char")
    quotes = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    for quote in quotes:
        quote["segments"] = [
            {"start": start, "end": end, "text": text}
            for start, end, text in rows(
                home,
                "SELECT start_char, end_char, text FROM quote_segments"
                f" WHERE quote_id = '{quote['quote_id']}' ORDER BY start_char",
            )
        ]
    return quotes


def test_five_direct_quotes_with_their_speakers(home: Path, gold: dict[str, Any]) -> None:
    wanted = [quote for quote in gold["quotes"] if quote["kind"] == "direct"]
    found = quotes_of(home, "'direct', 'mixed'")
    assert [quote["segments"] for quote in found] == [quote["segments"] for quote in wanted]
    for quote, want in zip(found, wanted, strict=True):
        assert quote["speaker"] == want["speaker"]
        assert quote["speaker_mention"] == want["speaker_mention"]
        assert quote["speaker_role"] == want["speaker_role"]
        assert quote["cue"] == want["cue"]
    assert not any(quote["text"] in gold["not_quotes"] for quote in found)


def test_most_indirect_quotes_have_their_speakers(home: Path, gold: dict[str, Any]) -> None:
    found = {
        (quote["segments"][0]["start"], quote["segments"][-1]["end"]): quote for quote in quotes_of(home, "'indirect'")
    }
    wanted = [quote for quote in gold["quotes"] if quote["kind"] == "indirect"]
    right = [
        want
        for want in wanted
        if (quote := found.get((want["segments"][0]["start"], want["segments"][-1]["end"])))
        and quote["speaker"] == want["speaker"]
    ]
    assert len(right) >= 9  # a floor: raise it, never lower it
    assert len(found) <= len(wanted) + 2


def test_importing_the_same_again_changes_nothing(home: Path, gold: dict[str, Any]) -> None:
    before = rows(home, "FROM reports"), rows(home, "FROM quotes"), rows(home, "FROM aliases")
    said = onrecord(home, "import", SEED, "--url", gold["url"]).stderr
    assert "known" in said and "kept  " not in said
    onrecord(home, "publish")
    assert (rows(home, "FROM reports"), rows(home, "FROM quotes"), rows(home, "FROM aliases")) == before
    assert len(rows(home, "FROM captures")) == 1


def test_another_address_of_the_same_document_is_an_alias(home: Path, gold: dict[str, Any]) -> None:
    others = (
        "http://www.refworld.org/docid/4ddb8c732.html",
        "https://webarchive.archive.unhcr.org/20151219000000mp_/http://www.refworld.org/docid/4ddb8c732.html",
    )
    for address in others:
        onrecord(home, "import", SEED, "--url", address)
    onrecord(home, "publish")
    assert one(home, "FROM documents")["document_key"] == KEY
    known = {row[0] for row in rows(home, f"SELECT address FROM aliases WHERE document_key = '{KEY}'")}
    assert {gold["url"], *others} <= known
    onrecord(home, "verify")


def test_read_prints_the_same_without_any_store(gold: dict[str, Any], tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "flows.cli", "read", str(SEED), "--url", gold["url"], "--format", "json"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    report = json.loads(said.stdout)
    assert report["citation"]["title"]["value"] == gold["title"]
    assert sum(quote["kind"] == "direct" for quote in report["quotes"]) == 5
    assert not list(tmp_path.iterdir())
