"""What is handed to the archive comes out again, byte by byte, in files any WARC tool can read."""

from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from tasks.archive.custody.verify import verify
from tasks.archive.entries import ListedAddress, Sighting
from tasks.archive.exchange import storable
from tasks.archive.ledger import LedgerEntry, Run, SourceRun
from tasks.archive.payload import ArchiveError
from tasks.archive.recovery import rebuild
from tasks.archive.store import Archive
from tasks.report import Issue
from tests.archive_making import HTML, PAGE, START, exchange, gzipped, keep, warcs

SOURCE_RUN = SourceRun("iwpr", 5, 2, 1, 1, 0, 1, (Issue("listing", "status 500"),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def records(root: Path) -> list[Any]:
    found = []
    for path in warcs(root):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.block = record.content_stream().read()
                found.append(record)
    return found


def rows(root: Path) -> list[list[Any]]:
    with closing(sqlite3.connect(root / "ledger.sqlite")) as db:
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("captures", "runs", "files")]


def resource(archive: Archive, payload: bytes = b"As printed.", address: str = "http://a.test/x") -> LedgerEntry | None:
    return archive.append_resource(
        payload,
        address=address,
        media_type="text/plain",
        captured_at=START,
        source="refworld_legacy",
        document_key="refworld_legacy/4ddb8c999",
        role="document",
        run_id="run-2",
        imported_from="saved page.txt",
    )


def test_exchange_comes_back_as_it_was(root: Path) -> None:
    with Archive(root) as archive:
        entry = keep(archive, gzipped("http://iwpr.test/a", PAGE))
        payload = archive.payload(entry)
    capture = entry.capture
    assert payload.body == PAGE
    assert (payload.media_type, payload.charset) == ("text/html", "utf-8")
    assert (capture.status, capture.media_type, capture.payload_bytes) == (200, "text/html", len(PAGE))
    assert capture.captured_at == START
    assert (capture.origin, capture.run_id, entry.role, entry.document_key) == (
        "fetch",
        "run-1",
        "document",
        "iwpr/late-ferry",
    )
    with Archive(root) as archive:
        assert list(archive.entries()) == [entry]
        assert archive.payload(entry) == payload


def test_files_are_warc_1_1_with_all_records_digested(root: Path) -> None:
    with Archive(root) as archive:
        entry = keep(archive, exchange())
        resource(archive)
    found = records(root)
    kinds = [record.rec_type for record in found]
    assert kinds == ["warcinfo", "request", "response", "metadata", "resource", "metadata"]
    assert all(record.rec_headers.protocol == "WARC/1.1" for record in found)
    assert all(record.rec_headers["WARC-Block-Digest"].startswith("sha256:") for record in found)
    digested = {record.rec_type for record in found if record.rec_headers.get_header("WARC-Payload-Digest")}
    assert digested == {"request", "response", "resource"}, "a block that is no payload has no digest of one"
    response, metadata = found[2], found[3]
    assert response.rec_headers["WARC-Payload-Digest"] == f"sha256:{entry.capture.payload_sha256}"
    assert response.rec_headers["WARC-IP-Address"] == "192.0.2.7"
    assert response.rec_headers["WARC-Date"] == "2031-05-04T03:02:01.234567Z"
    assert metadata.rec_headers["WARC-Refers-To"] == response.rec_headers["WARC-Record-ID"]
    assert b"document-key: iwpr/late-ferry\r\n" in metadata.block
    assert found[4].rec_headers["Content-Type"] == "text/plain"
    assert b"imported-from: saved page.txt\r\n" in found[5].block


ODD = "http://пример.test/о пароме?q=é|b#часть"
AS_URI = (
    "http://xn--e1afmkfd.test/%D0%BE%20%D0%BF%D0%B0%D1%80%D0%BE%D0%BC%D0%B5?q=%C3%A9%7Cb#%D1%87%D0%B0%D1%81%D1%82%D1%8C"
)


def test_addresses_are_uris_and_found_however_they_are_written(root: Path) -> None:
    with Archive(root) as archive:
        entry = keep(archive, exchange(ODD))
        archive.append_sighting(Sighting("iwpr", ODD, START, "run-1", (ListedAddress(ODD, None, None),)))
        assert archive.latest(ODD) == archive.latest(AS_URI) == entry
        assert archive.has_document(ODD) and archive.has_document(AS_URI)
        assert list(archive.frontier("iwpr")) == [AS_URI]
    assert entry.capture.address == storable(AS_URI) == AS_URI
    targets = {record.rec_headers.get_header("WARC-Target-URI") for record in records(root)} - {None}
    assert targets == {AS_URI, "urn:onrecord:sighting"}


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("http://faß.test:8080/", "http://xn--fa-hia.test:8080/"),
        ("http://u:p@ПРИМЕР.test", "http://u:p@xn--e1afmkfd.test"),
        ("http://.é./", "http://.%C3%A9./"),
        ("http://iwpr.test/\ud800", "http://iwpr.test/%ED%A0%80"),
        ("http://iwpr.test/100%?a[]=1", "http://iwpr.test/100%?a[]=1"),
        (
            "http://a.test/2011/http://пример.test/",
            "http://a.test/2011/http://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.test/",
        ),
    ],
)
def test_address_as_uri(address: str, uri: str) -> None:
    assert storable(address) == storable(uri) == uri


LIKE_CHUNKS = b"3\r\nabc\r\n0\r\n\r\n<p>the rest</p>"


def test_page_that_looks_like_chunks_is_not_taken_for_chunks(root: Path) -> None:
    with Archive(root) as archive:
        made = exchange(body=LIKE_CHUNKS, headers=(*HTML, ("Transfer-encoding", "chunked"), ("Transfer-Encoding", "x")))
        entry = keep(archive, made)
        assert archive.payload(entry).body == LIKE_CHUNKS
        assert archive.headers(entry)[1:] == (
            ("X-Archive-Orig-Transfer-encoding", "chunked"),
            ("X-Archive-Orig-Transfer-Encoding", "x"),
        )
    assert next(record.block for record in records(root) if record.rec_type == "response") == LIKE_CHUNKS


def test_warcios_own_checker_agrees(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        keep(archive, exchange(after=5))
        resource(archive)
    command = [sys.executable, "-m", "warcio.cli", "check", *map(str, warcs(root))]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_same_payload_again_is_a_revisit_that_refers_to_the_first(root: Path) -> None:
    with Archive(root) as archive:
        first = keep(archive, exchange())
        again = keep(archive, exchange(after=60))
        third = keep(archive, exchange(after=120))
        assert archive.payload(again).body == PAGE
    assert again.refers_to == third.refers_to == first.capture.capture_id
    assert again.capture.payload_sha256 == first.capture.payload_sha256
    revisit = next(record for record in records(root) if record.rec_type == "revisit")
    assert revisit.rec_headers["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert revisit.rec_headers["WARC-Refers-To-Date"] == "2031-05-04T03:02:01.234567Z"
    assert revisit.http_headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "other",
    [
        exchange(after=9, body=PAGE + b" "),
        exchange(after=9, address="http://iwpr.test/other"),
        exchange(after=9, status=404),
        exchange(after=9, headers=[("Content-Type", "text/html; charset=windows-1251")]),
        exchange(after=9, headers=[*HTML, ("Location", "/elsewhere")]),
    ],
    ids=["payload", "address", "status", "charset", "location"],
)
def test_what_says_something_else_is_kept_whole(root: Path, other: Any) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        entry = keep(archive, other)
        assert entry.refers_to is None
        assert archive.payload(entry).body == other.body


def test_revisit_may_refer_into_an_older_file(root: Path) -> None:
    with Archive(root) as archive:
        first = keep(archive, exchange())
    with Archive(root) as archive:
        again = keep(archive, exchange(after=60))
    assert len(warcs(root)) == 2
    with Archive(root, read_only=True) as archive:
        assert again.refers_to == first.capture.capture_id
        assert archive.payload(again).body == PAGE


def test_import_of_the_same_file_changes_nothing(root: Path) -> None:
    with Archive(root) as archive:
        assert resource(archive) is not None
        assert resource(archive) is None
    with Archive(root) as archive:
        assert resource(archive) is None
    assert len(warcs(root)) == 1
    with Archive(root) as archive:
        assert resource(archive, b"Another text.") is not None
        assert resource(archive, address="http://a.test/alias") is not None
        assert len(list(archive.entries())) == 3


def test_latest_and_has_document(root: Path) -> None:
    with Archive(root) as archive:
        assert archive.latest("http://a.test/x") is None
        keep(archive, exchange("http://a.test/x", b"", status=404))
        assert not archive.has_document("http://a.test/x")
        late = keep(archive, exchange("http://a.test/x", after=50))
        keep(archive, exchange("http://a.test/x", b"older", after=-50))
        assert archive.latest("http://a.test/x") == late
        assert archive.has_document("http://a.test/x")
        assert [entry.capture.source for entry in archive.entries("refworld")] == []


def test_run_is_kept_and_its_latest_record_holds(root: Path) -> None:
    run = Run("20310504-nightly", "nightly", START, None, "running", (), is_sample=True)
    with Archive(root) as archive:
        archive.append_run(run)
        archive.append_run(replace(run, sources=(SOURCE_RUN,)))
    with Archive(root) as archive:
        done = replace(
            run, sources=(replace(SOURCE_RUN, source="refworld"),), state="completed", ended_at=datetime.now(UTC)
        )
        archive.append_run(done)
        assert [(kept.state, [s.source for s in kept.sources]) for kept in archive.runs()] == [
            ("completed", ["iwpr", "refworld"])
        ]


def test_ledger_made_again_from_the_files_equals_the_one_written_while_collecting(root: Path) -> None:
    with Archive(root, file_bytes=4_000) as archive:
        for number in range(12):
            keep(archive, gzipped(f"http://iwpr.test/{number % 5}", PAGE * (1 + number % 3), after=number))
        resource(archive)
        keep(archive, exchange("http://iwpr.test/robots.txt", b"", status=404), role="robots", key=None)
        keep(
            archive,
            exchange("http://iwpr.test/undecodable", b"\x1f\x8bno gzip", headers=[("Content-Encoding", "gzip")]),
        )
        archive.append_run(Run("r", "nightly", START, None, "running", (SOURCE_RUN,)))
        archive.append_run(Run("r", "nightly", START, START + timedelta(hours=1), "completed", ()))
    written = rows(root)
    assert [len(table) for table in written] == [15, 1, len(warcs(root))]
    (root / "ledger.sqlite").unlink()
    assert rebuild(root) == 15
    assert rows(root) == written
    assert verify(root).problems == ()


def test_ledger_is_not_replaced_under_anybody(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        with pytest.raises(ArchiveError, match="in use"):
            rebuild(root)
        keep(archive, exchange(after=60))
    with Archive(root, read_only=True), pytest.raises(ArchiveError, match="in use"):
        rebuild(root)
    assert rebuild(root) == 2
    assert verify(root).problems == ()


def test_missing_ledger_is_made_again_on_opening(root: Path) -> None:
    with Archive(root) as archive:
        entry = keep(archive, exchange())
    (root / "ledger.sqlite").unlink()
    with Archive(root) as archive:
        assert list(archive.entries()) == [entry]


def test_files_are_closed_at_their_size(root: Path) -> None:
    with Archive(root, file_bytes=1) as archive:
        for number in range(3):
            keep(archive, exchange(f"http://iwpr.test/{number}"))
        assert len(warcs(root)) == 3
    assert verify(root).problems == ()


def _read_all(root: Path, answer: Any) -> None:
    with Archive(root, read_only=True) as archive:
        answer.put([archive.payload(entry).body for entry in archive.entries()])


def test_another_process_reads_what_is_being_written(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    with Archive(root) as archive:
        keep(archive, exchange())
        keep(archive, exchange(after=60))
        reader = context.Process(target=_read_all, args=(root, answer))
        reader.start()
        assert answer.get(timeout=60) == [PAGE, PAGE]
        reader.join()
        keep(archive, exchange(after=90))


def test_two_writers_at_once_lose_and_double_nothing(root: Path) -> None:
    with Archive(root) as one, Archive(root) as other:
        first = keep(one, exchange())
        again = keep(other, exchange(after=1))
        assert again.refers_to == first.capture.capture_id
        with Archive(root) as third:
            keep(third, exchange(after=2))
    assert len(warcs(root)) == 3
    assert verify(root).problems == ()


def test_archive_opened_to_be_read_is_not_written_to(root: Path) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
    with Archive(root, read_only=True) as archive, pytest.raises(ArchiveError):
        keep(archive, exchange(after=1))
    with pytest.raises(ArchiveError):
        Archive(root / "nowhere", read_only=True)


def test_failure_while_writing_leaves_an_archive_that_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(root) as archive:
        keep(archive, exchange())
        with monkeypatch.context() as broken:
            broken.setattr("tasks.archive.warcfile.sync", _no_space)
            with pytest.raises(OSError, match="No space"):
                keep(archive, exchange(after=1))
        keep(archive, exchange(after=2))
        captured = [entry.capture.captured_at for entry in archive.entries()]
    assert len(set(captured)) == len(captured)
    assert verify(root).problems == ()


def _no_space(file: object) -> None:
    raise OSError(28, "No space left on device")


def test_values_cannot_write_headers_of_their_own(root: Path) -> None:
    with Archive(root) as archive:
        entry = keep(archive, exchange("http://iwpr.test/a b\r\nWARC-Type: response\u2028x"))
        assert entry.capture.address == "http://iwpr.test/a%20b%0D%0AWARC-Type:%20response%E2%80%A8x"
    with Archive(root) as archive, pytest.raises(ArchiveError):
        keep(archive, exchange(), key="iwpr/x\r\nrole: listing")
    assert len(warcs(root)) == 1
    with Archive(root) as archive:
        keep(archive, exchange(headers=[("Content-Type", "text/html\r\nX: y")]))
    assert verify(root).problems == ()


def test_time_without_a_zone_is_refused_and_others_become_utc(root: Path) -> None:
    with Archive(root) as archive:
        with pytest.raises(ValueError, match="time zone"):
            keep(archive, replace(exchange(), started_at=datetime(2031, 1, 1)))
        east = datetime(2031, 1, 1, 5, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
        assert keep(archive, replace(exchange(), started_at=east)).capture.captured_at == datetime(
            2031, 1, 1, tzinfo=UTC
        )


_TOKEN = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,15}", fullmatch=True)
_VALUE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters="\x7f\x85\xa0"), max_size=40)


@settings(max_examples=30, deadline=None)
@given(
    body=st.binary(max_size=2_000),
    headers=st.lists(
        st.tuples(_TOKEN.filter(lambda name: name.lower() not in ("content-encoding", "transfer-encoding")), _VALUE)
    ),
    status=st.integers(200, 599),
)
def test_any_answer_comes_back_byte_by_byte(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, headers: list[tuple[str, str]], status: int
) -> None:
    root = tmp_path_factory.mktemp("any")
    with Archive(root) as archive:
        entry = keep(archive, exchange(body=body, status=status, headers=headers))
        payload = archive.payload(entry)
    assert payload.body == body
    assert payload.headers == tuple(headers)
    assert entry.capture.status == status
    assert verify(root).problems == ()
