"""Bad input of every kind ends in a clear line, and stops nothing else."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from tests.conftest import onrecord
from warehouse.query import run

ADDRESS = "http://www.refworld.test/docid/{}.html"
GOOD = """<html><head><title>Refworld | Harbour Workers Await Verdict</title></head><body>
<p>Last Updated: Friday, 19 May 2023, 07:24 GMT</p><h1>Harbour Workers Await Verdict</h1>
<table><tr><td>Publisher</td><td>Institute for War and Peace Reporting</td></tr>
<tr><td>Publication Date</td><td>4 March 2009</td></tr>
<tr><td>Disclaimer</td><td>This is not a UNHCR publication. UNHCR is not responsible for, nor does it necessarily
endorse, its content.</td></tr></table>
<p>{body}</p><p>&quot;We have waited two years for this day,&quot; said Orhan Belisov, a crane driver.</p>
<p>Search Refworld</p></body></html>"""


def page(
    path: Path, body: str = "The verdict in the harbour case is expected on Monday.", encoding: str = "utf-8"
) -> Path:
    path.write_bytes(GOOD.replace("{body}", body).encode(encoding))
    return path


def issues(home: Path) -> list[str]:
    onrecord(home, "publish")
    return [row[0] for row in run(home / "warehouse.duckdb", "SELECT rule FROM issues").rows]


def states(home: Path) -> dict[str, int]:
    answer = run(home / "warehouse.duckdb", "SELECT state, count(*) FROM captures GROUP BY state")
    return {row[0]: row[1] for row in answer.rows}


def test_empty_file_is_not_taken(empty_home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.touch()
    said = onrecord(empty_home, "import", empty, "--url", ADDRESS.format("4ddb8c101"), code=3).stderr
    assert "not-taken  empty.html: empty file" in said


def test_random_bytes_are_kept_and_become_an_issue(empty_home: Path, tmp_path: Path) -> None:
    noise = tmp_path / "noise.html"
    noise.write_bytes(random.Random(7).randbytes(50_000))
    onrecord(empty_home, "import", noise, "--url", ADDRESS.format("4ddb8c102"))
    assert "unreadable" in issues(empty_home)
    assert states(empty_home) == {"unreadable": 1}


def test_truncated_gzip_is_not_taken(empty_home: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.html.gz"
    cut.write_bytes(gzip.compress(page(tmp_path / "whole.html").read_bytes())[:-40])
    said = onrecord(empty_home, "import", cut, "--url", ADDRESS.format("4ddb8c103"), code=3).stderr
    assert "not-taken  cut.html.gz: damaged gzip" in said


def test_gzipped_page_is_read(empty_home: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.html.gz"
    whole.write_bytes(gzip.compress(page(tmp_path / "plain.html").read_bytes()))
    onrecord(empty_home, "import", whole, "--url", ADDRESS.format("4ddb8c104"))
    onrecord(empty_home, "publish")
    assert states(empty_home) == {"report": 1}


def test_half_a_warc_gives_what_is_whole_and_says_so(empty_home: Path, tmp_path: Path) -> None:
    donor = tmp_path / "donor"
    for number in range(4):
        body = f"Case {number} is heard on Monday, the court said in a notice."
        onrecord(donor, "import", page(tmp_path / "p.html", body), "--url", ADDRESS.format(f"4ddb8c20{number}"))
    whole = b"".join(path.read_bytes() for path in sorted((donor / "archive").rglob("*.warc.gz")))
    half = tmp_path / "half.warc.gz"
    half.write_bytes(whole[: len(whole) * 6 // 10])
    said = onrecord(empty_home, "import", half, code=3).stderr
    assert "kept  half.warc.gz" in said
    assert "problem  half.warc.gz" in said
    onrecord(empty_home, "publish")
    assert 1 <= states(empty_home)["report"] < 4
    onrecord(empty_home, "verify")


def test_wrong_encoding_is_read_with_an_issue_or_right(empty_home: Path, tmp_path: Path) -> None:
    wrong = page(tmp_path / "wrong.html", "Суд отложен, сообщили родственники задержанных.", "windows-1251")
    wrong.write_bytes(wrong.read_bytes().replace(b"<head>", b'<head><meta charset="utf-8">'))
    onrecord(empty_home, "import", wrong, "--url", ADDRESS.format("4ddb8c105"))
    assert "encoding" in issues(empty_home)
    assert states(empty_home) == {"report": 1}


def test_unknown_address_says_what_to_do(empty_home: Path, tmp_path: Path) -> None:
    loose = page(tmp_path / "loose.html")
    assert "pass --url" in onrecord(empty_home, "import", loose, code=3).stderr
    said = onrecord(empty_home, "import", loose, "--url", "https://news.example/1", code=3).stderr
    assert "no known source" in said


def test_a_folder_takes_all_that_is_good(empty_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3):
        good = page(folder / f"{number}.html", f"The court sat on day {number}.")
        good.with_name(f"{number}.html.url").write_text(ADDRESS.format(f"4ddb8c30{number}") + "\n", encoding="utf-8")
    (folder / "empty.txt").touch()
    onrecord(empty_home, "import", folder, code=3)
    onrecord(empty_home, "publish")
    assert states(empty_home) == {"report": 3}


@pytest.mark.slow
def test_page_of_200_megabytes_is_kept_and_not_read(empty_home: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    with huge.open("wb") as file:
        file.write(b"<html><body>")
        for _ in range(200):
            file.write(b"<p>" + b"word " * 209_714 + b"</p>\n")
    onrecord(empty_home, "import", huge, "--url", ADDRESS.format("4ddb8c106"))
    assert "unreadable" in issues(empty_home) or "payload" in issues(empty_home)
    assert states(empty_home) == {"unreadable": 1}
    onrecord(empty_home, "verify")
