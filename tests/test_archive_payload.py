"""Payloads are decoded exactly, or refused; a bomb never reaches memory."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.archive.exchange import content_type_of
from tasks.archive.httpblock import dechunked
from tasks.archive.payload import ArchiveError, decode, identity_of
from tasks.archive.store import Archive
from tests.archive_making import exchange, keep


def deflated(body: bytes) -> bytes:
    maker = zlib.compressobj(wbits=-15)
    return maker.compress(body) + maker.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": deflated,
    "identity": bytes,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
    "deflate, GZIP": lambda body: gzip.compress(zlib.compress(body)),
}


@pytest.mark.parametrize("coding", ENCODERS)
@given(body=st.binary(max_size=3_000) | st.integers(1, 300_000).map(lambda size: b"word " * size))
def test_coding_is_taken_off(coding: str, body: bytes) -> None:
    headers = (("content-encoding", coding),)
    sent = ENCODERS[coding](body)
    assert decode(headers, sent).body == body
    found = identity_of(headers, sent)
    assert (found.size, found.is_decoded) == (len(body), True)


def test_several_members_and_padding_are_one_payload() -> None:
    sent = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 700
    assert decode((("Content-Encoding", "gzip"),), sent).body == b"one two"


def test_what_a_crawler_decoded_already_is_taken_as_it_is() -> None:
    assert decode((("Content-Encoding", "gzip"),), b"<html>").body == b"<html>"
    assert decode((("Content-Encoding", "gzip"),), b"").body == b""


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", gzip.compress(b"a text" * 100, mtime=0)[:-12]),
        ("gzip", b"\x1f\x8b\x08\0" + b"\xff" * 40),
        ("deflate", b"\xff\xff\xff\xff"),
        ("br", b"\x0b\x02\x80text\x03"),
        ("x-unheard-of", b"text"),
    ],
)
def test_what_cannot_be_decoded_is_refused_and_yet_kept(tmp_path: Path, coding: str, sent: bytes) -> None:
    headers = (("Content-Encoding", coding),)
    with pytest.raises(ArchiveError):
        decode(headers, sent)
    with Archive(tmp_path / "archive") as archive:
        entry = keep(archive, exchange(body=sent, headers=headers))
        assert entry.capture.payload_bytes == len(sent)
        with pytest.raises(ArchiveError):
            archive.payload(entry)


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
def test_bomb_ends_in_an_error_and_not_in_memory(coding: str) -> None:
    bomb = b"".join(_bomb(200))
    if coding == "gzip, gzip":
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    with pytest.raises(ArchiveError, match="larger than"):
        decode((("Content-Encoding", coding),), bomb, limit=4_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16_000_000


def _bomb(megabytes: int) -> list[bytes]:
    maker = zlib.compressobj(wbits=31)
    return [maker.compress(bytes(1_000_000)) for _ in range(megabytes)] + [maker.flush()]


def test_payload_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        entry = keep(archive, exchange(body=b"x" * 5_000))
        with pytest.raises(ArchiveError, match="larger than 4999 bytes"):
            archive.payload(entry, limit=4_999)
        assert len(archive.payload(entry, limit=5_000).body) == 5_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/html; charset=UTF-8", ("text/html", "utf-8")),
        ('Text/HTML;Charset="windows-1251"', ("text/html", "windows-1251")),
        ("text/html;charset='utf-8'", ("text/html", "utf-8")),
        ("text/plain", ("text/plain", None)),
        ("", ("", None)),
        (None, ("", None)),
        ("; charset=x", ("", "x")),
        ("text/html; charset", ("text/html", None)),
        ("text/html;\r\n charset=koi8-r", ("text/html", "koi8-r")),
    ],
)
def test_media_type_and_charset(value: str | None, expected: tuple[str, str | None]) -> None:
    assert content_type_of(value) == expected


@given(st.text(max_size=60))
def test_no_content_type_raises(value: str) -> None:
    content_type_of(value)


@given(pieces=st.lists(st.binary(min_size=1, max_size=50)))
def test_chunked_body_is_joined(pieces: list[bytes]) -> None:
    sent = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    assert dechunked(sent) == b"".join(pieces)


@given(st.binary(max_size=200))
def test_what_is_not_chunked_stays(body: bytes) -> None:
    assert dechunked(b"<html>" + body) == b"<html>" + body
