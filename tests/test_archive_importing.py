"""WARC files from elsewhere: all that is good is taken as it was, and the rest is told."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from tasks.archive.custody.verify import verify
from tasks.archive.importing import ForeignRecord, WarcProblem, read_warc
from tasks.archive.ledger import LedgerEntry
from tasks.archive.store import Archive
from tests.archive_making import PAGE, exchange, keep, warcs

ADDRESS = "http://www.refworld.test/docid/4ddb8c77{}.html"
DATE = "2014-03-02T01:00:0{}Z"


class Foreign:
    """Writes WARC files as other tools do."""

    def __init__(self, *, gz: bool = True, version: str = "WARC/1.0") -> None:
        self.out = io.BytesIO()
        self._writer = WARCWriter(self.out, gzip=gz, warc_version=version)
        self._writer.write_record(self._writer.create_warcinfo_record("theirs.warc.gz", {"software": "Other/1.0"}))

    def response(
        self, number: int, body: bytes = PAGE, headers: Iterable[tuple[str, str]] = (), status: str = "200 OK"
    ) -> str:
        fields = [("Content-Type", "text/html; charset=utf-8"), *headers]
        return self._write(number, "response", body, StatusAndHeaders(status, fields, protocol="HTTP/1.1"))

    def resource(self, number: int, body: bytes, media_type: str = "text/plain") -> str:
        return self._write(number, "resource", body, None, {"Content-Type": media_type})

    def revisit(self, number: int, of: int, *, with_head: bool = True) -> None:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("X-Seen", "again")], protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(
            ADDRESS.format(of),
            digest="sha1:ABC",
            refers_to_uri=ADDRESS.format(of),
            refers_to_date=DATE.format(of),
            http_headers=head if with_head else None,
            warc_headers_dict={"WARC-Date": DATE.format(number)},
        )
        self._writer.write_record(record)

    def _write(self, number: int, kind: str, body: bytes, head: Any, more: dict[str, str] | None = None) -> str:
        fields = {"WARC-Date": DATE.format(number), "WARC-IP-Address": "192.0.2.9", **(more or {})}
        record = self._writer.create_warc_record(
            ADDRESS.format(number),
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=head,
            warc_headers_dict=fields,
        )
        self._writer.write_record(record)
        return str(record.rec_headers["WARC-Record-ID"]).strip("<>")

    def save(self, path: Path, change: Callable[[bytes], bytes] = bytes) -> Path:
        path.write_bytes(change(self.out.getvalue()))
        return path


def read(path: Path) -> tuple[list[ForeignRecord], list[WarcProblem]]:
    found = list(read_warc(path))
    return (
        [record for record in found if isinstance(record, ForeignRecord)],
        [problem for problem in found if isinstance(problem, WarcProblem)],
    )


def take(archive: Archive, record: ForeignRecord) -> LedgerEntry | None:
    return archive.append_foreign(
        record, source="refworld_legacy", document_key=None, role="document", run_id="r", imported_from="theirs.warc.gz"
    )


@pytest.mark.parametrize("gz", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_captures_are_read_with_their_own_dates_and_heads(tmp_path: Path, gz: bool, version: str) -> None:
    foreign = Foreign(gz=gz, version=version)
    record_id = foreign.response(1, headers=[("X-Cache", "caf\xe9")])
    foreign.resource(2, b"plain text")
    records, problems = read(foreign.save(tmp_path / "theirs.warc"))
    assert not problems
    assert [(record.address, record.body) for record in records] == [
        (ADDRESS.format(1), PAGE),
        (ADDRESS.format(2), b"plain text"),
    ]
    response, resource = records
    assert (response.record_id, response.status, response.ip) == (record_id, 200, "192.0.2.9")
    assert response.captured_at == datetime(2014, 3, 2, 1, 0, 1, tzinfo=UTC)
    assert (resource.head, resource.status, resource.media_type) == (None, None, "text/plain")


def test_file_compressed_as_a_whole_is_read(tmp_path: Path) -> None:
    foreign = Foreign(gz=False)
    for number in range(5):
        foreign.response(number, PAGE * (number + 1))
    records, problems = read(foreign.save(tmp_path / "whole.warc.gz", gzip.compress))
    assert [len(record.body) for record in records] == [len(PAGE) * n for n in range(1, 6)]
    assert not problems


def test_taking_over_keeps_head_date_and_bytes_and_is_idempotent(tmp_path: Path) -> None:
    foreign = Foreign()
    foreign.response(
        1, gzip.compress(PAGE, mtime=0), [("content-ENCODING", "gzip"), ("Set-Cookie", "a"), ("set-cookie", "b")]
    )
    foreign.resource(2, b"plain text")
    path = foreign.save(tmp_path / "theirs.warc.gz")
    root = tmp_path / "archive"
    with Archive(root) as archive:
        kept = [take(archive, record) for record in read(path)[0]]
        assert [take(archive, record) for record in read(path)[0]] == [None, None]
        response, resource = kept
        assert response is not None
        assert resource is not None
        payload = archive.payload(response)
    assert payload.body == PAGE
    assert [name for name, _ in payload.headers] == ["Content-Type", "content-ENCODING", "Set-Cookie", "set-cookie"]
    capture = response.capture
    assert (capture.origin, capture.status, capture.captured_at) == (
        "import",
        200,
        datetime(2014, 3, 2, 1, 0, 1, tzinfo=UTC),
    )
    assert resource.capture.status is None
    assert verify(root).problems == ()
    with Archive(root) as archive:
        assert [take(archive, record) for record in read(path)[0]] == [None, None]


def test_bytes_of_an_unusual_head_are_kept_as_they_are(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200\r\nServer:x\r\nX-Folded: one\r\n two\r\nX-Latin: \xe9\r\n\r\n"
    block = head + b"text"
    lines = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2014-03-02T01:00:00Z\r\n"
        "WARC-Target-URI: <http://a.test/x>\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    path = tmp_path / "theirs.warc"
    path.write_bytes(lines.encode() + block + b"\r\n\r\n")
    (record,), problems = read(path)
    assert (record.head, record.body, record.address) == (head, b"text", "http://a.test/x")
    assert not problems
    root = tmp_path / "archive"
    with Archive(root) as archive:
        entry = take(archive, record)
        assert entry is not None
        payload = archive.payload(entry)
    assert payload.headers == (("Server", "x"), ("X-Folded", "one two"), ("X-Latin", "\xe9"))
    assert head in gzip.decompress(warcs(root)[0].read_bytes())


def test_chunked_body_is_joined(tmp_path: Path) -> None:
    foreign = Foreign()
    foreign.response(1, b"5\r\nhello\r\n0\r\n\r\n", [("Transfer-Encoding", "chunked")])
    foreign.response(2, b"joined already", [("Transfer-Encoding", "chunked")])
    records, _ = read(foreign.save(tmp_path / "theirs.warc.gz"))
    assert [record.body for record in records] == [b"hello", b"joined already"]


@pytest.mark.parametrize("with_head", [True, False])
def test_revisit_gets_the_payload_it_refers_to(tmp_path: Path, with_head: bool) -> None:
    foreign = Foreign()
    foreign.response(1)
    foreign.response(2, b"another")
    foreign.revisit(3, of=1, with_head=with_head)
    (first, _, again), problems = read(foreign.save(tmp_path / "theirs.warc.gz"))
    assert not problems
    assert (again.body, again.address) == (PAGE, first.address)
    assert again.captured_at == datetime(2014, 3, 2, 1, 0, 3, tzinfo=UTC)
    assert ("X-Seen", "again") in again.headers if with_head else again.headers == first.headers


def test_revisit_of_what_is_not_there_is_told(tmp_path: Path) -> None:
    foreign = Foreign()
    foreign.revisit(3, of=1)
    foreign.response(2)
    records, problems = read(foreign.save(tmp_path / "theirs.warc.gz"))
    assert len(records) == 1
    assert "revisit" in problems[0].detail


def test_our_own_files_can_be_taken_over(tmp_path: Path) -> None:
    with Archive(tmp_path / "one") as archive:
        keep(archive, exchange())
        keep(archive, exchange(after=60))
    with Archive(tmp_path / "two") as archive:
        records, problems = read(warcs(tmp_path / "one")[0])
        first, again = (take(archive, record) for record in records)
        assert not problems
        assert first is not None
        assert again is not None
        assert again.refers_to == first.capture.capture_id


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut in the middle": lambda content: content[: len(content) * 6 // 10],
    "cut at the end": lambda content: content[:-9],
    "a byte flipped": lambda content: (
        content[: len(content) * 7 // 10] + b"\0\0" + content[len(content) * 7 // 10 + 2 :]
    ),
    "noise behind": lambda content: content + random.Random(3).randbytes(3_000),
    "half and noise": lambda content: content[: len(content) // 2] + random.Random(4).randbytes(3_000),
}


@pytest.mark.parametrize("gz", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("how", DAMAGE)
def test_damage_costs_only_what_is_damaged(tmp_path: Path, how: str, gz: bool) -> None:
    foreign = Foreign(gz=gz)
    bodies = [random.Random(number).randbytes(2_000) for number in range(8)]
    for number, body in enumerate(bodies):
        foreign.response(number, body)
    records, problems = read(foreign.save(tmp_path / "theirs.warc", DAMAGE[how]))
    assert len(problems) == 1
    assert len(records) >= 3
    taken = [record.body for record in records]
    if how == "a byte flipped" and not gz:
        assert taken == [body for body in bodies if body in taken]
        assert "digest" in problems[0].detail
        return
    assert taken == bodies[: len(taken)]
    assert "nothing behind it was read" in problems[0].detail


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"noise",
        b"\x1f\x8b",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"<html>", mtime=0),
        b"WARC/1.0\r\n" * 9,
        bytes(99),
    ],
)
def test_what_is_no_warc_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "theirs.warc"
    path.write_bytes(content)
    records, problems = read(path)
    assert not records
    assert len(problems) == 1


def test_missing_file_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in read(tmp_path / "none.warc")[1][0].detail


def test_record_without_http_or_date_is_told_and_reading_goes_on(tmp_path: Path) -> None:
    foreign = Foreign(gz=False)
    foreign.response(1)
    foreign.response(2)
    path = foreign.save(
        tmp_path / "theirs.warc",
        lambda content: content.replace(b"HTTP/1.1 200", b"PTTH/1.1 200", 1).replace(
            DATE.format(2).encode(), b"some time, perhaps.."
        ),
    )
    foreign.response(3)
    path.write_bytes(path.read_bytes() + Foreign.save(_only(3), tmp_path / "x").read_bytes())
    records, problems = read(path)
    assert [record.address for record in records] == [ADDRESS.format(3)]
    assert len(problems) == 2


def _only(number: int) -> Foreign:
    foreign = Foreign(gz=False)
    foreign.response(number)
    return foreign


def test_large_record_is_told_and_memory_stays_flat(tmp_path: Path) -> None:
    foreign = Foreign()
    foreign.response(1)
    foreign.response(2, b"x" * 40_000_000)
    foreign.response(3)
    path = foreign.save(tmp_path / "theirs.warc.gz")
    del foreign
    tracemalloc.start()
    found = list(read_warc(path, max_payload=1_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(item) for item in found] == [ForeignRecord, WarcProblem, ForeignRecord]
    assert peak < 4_000_000


@settings(max_examples=80, deadline=None)
@given(noise=st.binary(max_size=400), at=st.integers(0, 3_000), gz=st.booleans())
def test_no_noise_makes_reading_raise(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, gz: bool
) -> None:
    foreign = Foreign(gz=gz)
    foreign.response(1)
    foreign.revisit(2, of=1)
    path = tmp_path_factory.mktemp("noise") / "theirs.warc"
    read(foreign.save(path, lambda content: content[:at] + noise + content[at:]))
