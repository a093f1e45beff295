"""Trusted time: a real authority's timestamp is kept and proved; whatever is not one leaves the archive as it was."""

from __future__ import annotations

import hashlib
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.cli import main
from tasks.archive.custody.timestamps import TimestampError, stamp, stamp_if_asked
from tasks.archive.custody.timetoken import check_trusted, load_anchors, read_token
from tasks.archive.custody.verify import verify
from tasks.archive.errors import ArchiveError
from tasks.archive.manifest import by_digest, digest_of_line, last_line
from tasks.archive.store import Archive
from tests.archive_making import exchange, keep
from tests.time_authority import FOR_CERTIFICATES, Answer, Authority, openssl, send, serving, well


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("tsa") / "ec")


@pytest.fixture(scope="module")
def address(authority: Authority) -> Iterator[str]:
    with serving(well(authority)) as address:
        yield address


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "home" / "archive"
    add(root, 0)
    return root


def add(root: Path, number: int) -> None:
    with Archive(root) as archive:
        keep(archive, exchange(f"http://iwpr.test/{number}", b"page %d" % number, after=number))


def digest(root: Path) -> str:
    line = last_line(root / "manifest.jsonl")
    assert line
    return digest_of_line(line)


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_stamp_is_kept_under_the_lines_digest_and_proved(root: Path, address: str, authority: Authority) -> None:
    made = stamp(root, address)
    assert made and made.digest == digest(root)
    assert [path.name for path in (root / "timestamps").iterdir()] == [f"{made.digest}.tsr"]
    found = verify(root, anchors=authority.anchor)
    assert found.problems == ()
    assert (found.timestamps, found.stamped_files, found.stamped_at) == (1, 1, made.at)


def test_openssl_itself_verifies_what_was_kept(root: Path, address: str, authority: Authority) -> None:
    made = stamp(root, address)
    assert made
    kept = root / "timestamps" / f"{made.digest}.tsr"
    said = openssl("ts", "-verify", "-digest", made.digest, "-in", kept, "-CAfile", authority.anchor)
    assert b"Verification: OK" in said


def test_a_line_is_stamped_once_and_each_new_one_again(root: Path, address: str) -> None:
    assert stamp(root, address)
    before = files(root)
    assert stamp(root, address) is None
    assert files(root) == before
    add(root, 1)
    assert stamp(root, address)
    found = verify(root)
    assert (found.problems, found.timestamps, found.stamped_files) == ((), 2, 2)
    first, second = by_digest(root / "manifest.jsonl").values()
    assert first.previous_timestamp == ""
    kept = (root / "timestamps" / f"{second.previous}.tsr").read_bytes()
    assert second.previous_timestamp == hashlib.sha256(kept).hexdigest()


def test_nothing_to_stamp(tmp_path: Path, address: str) -> None:
    assert stamp(tmp_path, address) is None
    assert stamp_if_asked(tmp_path, address) == "nothing new to stamp"
    assert stamp_if_asked(tmp_path, None) is None
    assert stamp_if_asked(tmp_path, "") is None


def test_outcome_is_told_in_a_few_words(root: Path, address: str, authority: Authority) -> None:
    assert "stamped at 20" in (stamp_if_asked(root, address, authority.anchor) or "")
    add(root, 1)
    assert stamp_if_asked(root, "http://127.0.0.1:9/") == (
        "no timestamp: 127.0.0.1 did not answer (ConnectionRefusedError)"
    )
    assert stamp_if_asked(root, address, root / "none.pem") == "no timestamp: No such file or directory"


@pytest.mark.parametrize("key", ["ec", "rsa"])
def test_keys_of_both_kinds(root: Path, tmp_path: Path, key: str) -> None:
    made = Authority.make(tmp_path / "tsa", key=key)
    with serving(well(made)) as address:
        assert stamp(root, address, anchors=made.anchor)
    assert verify(root, anchors=made.anchor).problems == ()


def test_an_authority_that_no_anchor_vouches_for(root: Path, tmp_path: Path, address: str) -> None:
    other = Authority.make(tmp_path / "other").anchor
    with pytest.raises(TimestampError, match="no trust anchor"):
        stamp(root, address, anchors=other)
    assert not (root / "timestamps").exists()
    assert stamp(root, address)
    assert [problem.kind for problem in verify(root, anchors=other).problems] == ["timestamp"]
    assert verify(root).problems == ()


def test_the_signers_own_certificate_may_be_the_anchor(root: Path, address: str, authority: Authority) -> None:
    assert stamp(root, address, anchors=authority.folder / "tsa.pem")


def test_an_authority_between_counts_only_if_it_may_sign_certificates(root: Path, tmp_path: Path) -> None:
    made = Authority.make(tmp_path / "tsa")
    made._issue(
        "between", "root", FOR_CERTIFICATES.replace("CA:TRUE", "CA:FALSE").replace("keyCertSign", "cRLSign"), "ec"
    )
    made._issue("tsa", "between", (made.folder / "tsa.ext").read_text(), "ec")
    (made.folder / "chain.pem").write_bytes((made.folder / "between.pem").read_bytes())
    with serving(well(made)) as address, pytest.raises(TimestampError, match="no trust anchor"):
        stamp(root, address, anchors=made.anchor)


def test_an_anchor_file_without_certificates(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_text("noise")
    with pytest.raises(TimestampError, match=r"x\.pem holds no certificates"):
        verify(root, anchors=tmp_path / "x.pem")


def _dripping(handler: BaseHTTPRequestHandler, query: bytes) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(b"X-Wait: %d\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.05)


def _huge(handler: BaseHTTPRequestHandler, query: bytes) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
    for _ in range(1000):
        handler.wfile.write(b"0" * 65536)


def _moved(handler: BaseHTTPRequestHandler, query: bytes) -> None:
    handler.send_response(307)
    handler.send_header("Location", "http://127.0.0.1:9/elsewhere")
    handler.end_headers()


def _noise(handler: BaseHTTPRequestHandler, query: bytes) -> None:
    handler.wfile.write(b"\x00" * 99)


def _short(handler: BaseHTTPRequestHandler, query: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"0" * 50)


BAD: dict[str, tuple[Answer, str]] = {
    "garbage": (
        lambda handler, query: send(handler, b"<html>not a timestamp</html>"),
        "no timestamp, or a damaged one",
    ),
    "nothing": (lambda handler, query: send(handler, b""), "no timestamp, or a damaged one"),
    "an error": (lambda handler, query: send(handler, b"", status=500), "answered with status 500"),
    "a redirect": (_moved, "answered with status 307"),
    "too slow": (_dripping, "did not answer|no timestamp"),
    "too much": (_huge, "sent too much"),
    "too much, announced": (lambda handler, query: send(handler, b"0" * 300_000), "sent too much"),
    "broken off": (_short, "did not answer|broke off"),
    "no HTTP": (_noise, "did not answer"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_answers_leave_the_archive_as_it_was(root: Path, what: str) -> None:
    answer, reason = BAD[what]
    before = files(root)
    began = time.monotonic()
    with serving(answer) as address, pytest.raises(TimestampError, match=reason) as raised:
        stamp(root, address, seconds=1.0)
    assert time.monotonic() - began < 5
    assert isinstance(raised.value, ArchiveError)
    assert files(root) == before
    assert verify(root).problems == ()


def test_a_refusal_is_told(root: Path, tmp_path: Path) -> None:
    """An authority that does not take SHA-256 refuses by a status (RFC 3161 §2.4.2)."""
    with (
        serving(well(Authority.make(tmp_path / "tsa", digests="sha512"))) as address,
        pytest.raises(TimestampError, match="refused \\(rejection\\)"),
    ):
        stamp(root, address)


def _query_for(data: bytes, *more: str) -> bytes:
    run = subprocess.run(
        ["openssl", "ts", "-query", "-data", "/dev/stdin", "-sha256", "-cert", *more],
        input=data,
        check=True,
        capture_output=True,
    )
    return run.stdout


def test_a_stamp_of_something_else_is_not_kept(root: Path, authority: Authority) -> None:
    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        send(handler, authority.answer(_query_for(b"other")))

    with serving(answer) as address, pytest.raises(TimestampError, match="stamped something else"):
        stamp(root, address)


def test_an_answer_played_again_is_not_kept(root: Path, authority: Authority) -> None:
    """The same line, another nonce."""
    line = last_line(root / "manifest.jsonl")
    assert line

    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        send(handler, authority.answer(_query_for(line)))

    with serving(answer) as address, pytest.raises(TimestampError, match="stamped something else"):
        stamp(root, address)


def test_a_certificate_for_other_things_is_not_believed(root: Path, tmp_path: Path, authority: Authority) -> None:
    """OpenSSL will not sign with such a certificate, so its key is put under one that names the same signer."""
    answer = authority.answer(_query_for(b"x"))
    der = openssl("x509", "-in", authority.folder / "tsa.pem", "-outform", "DER")
    oid = bytes.fromhex("2b06010505070308")
    assert der in answer
    with pytest.raises(TimestampError, match=r"not one for timestamps|names another certificate"):
        read_token(answer.replace(der, der.replace(oid, oid[:-1] + b"\x01")))


@pytest.mark.parametrize(
    "wrong", ["ftp://tsa.test/", "tsa.test", "http://", "http://user:secret@tsa.test/", "http://t:x/"]
)
def test_an_address_that_is_none(root: Path, wrong: str) -> None:
    with pytest.raises(TimestampError, match="no http or https address"):
        stamp(root, wrong)


def test_a_server_that_cannot_prove_who_it_is(
    root: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.folder / "tsa.pem", authority.folder / "tsa.key")
    with (
        serving(well(authority), context) as address,
        pytest.raises(TimestampError, match="cannot prove who it is"),
    ):
        stamp(root, address)


def test_a_clock_that_was_ahead_shows(root: Path, address: str) -> None:
    path = root / "manifest.jsonl"
    line = by_digest(path)[digest(root)]
    path.write_bytes(path.read_bytes().replace(line.closed_at[:4].encode(), b"2999"))
    with pytest.raises(TimestampError, match="older than the file"):
        stamp(root, address)


def test_a_killed_writing_leaves_nothing_in_the_way(root: Path, address: str) -> None:
    (root / "timestamps").mkdir()
    (root / "timestamps" / f".{digest(root)}.tsr.part").write_bytes(b"half")
    assert stamp(root, address)
    assert verify(root).problems == ()


def _folder(first: Path, last: Path) -> None:
    last.unlink()
    last.mkdir()


def _swapped(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


TAMPERING: dict[str, Callable[[Path, Path], object]] = {
    "taken away": lambda first, last: first.unlink(),
    "cut short": lambda first, last: last.write_bytes(last.read_bytes()[:-1]),
    "longer": lambda first, last: last.write_bytes(last.read_bytes() + b"\0"),
    "emptied": lambda first, last: last.write_bytes(b""),
    "renamed": lambda first, last: last.rename(last.with_name("0" * 64 + ".tsr")),
    "exchanged": _swapped,
    "an old one for another": lambda first, last: last.write_bytes(first.read_bytes()),
    "a byte no signature covers": lambda first, last: first.write_bytes(first.read_bytes()[:-1] + b"\x00"),
    "put in": lambda first, last: last.with_name("note.tsr").write_bytes(b"x"),
    "a folder in its place": _folder,
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_with_timestamps_shows(root: Path, address: str, what: str) -> None:
    first, last = _two(root, address)
    assert verify(root).problems == ()
    TAMPERING[what](first, last)
    assert "timestamp" in {problem.kind for problem in verify(root).problems}


def _two(root: Path, address: str) -> tuple[Path, Path]:
    made = stamp(root, address)
    add(root, 1)
    again = stamp(root, address)
    assert made and again
    return root / "timestamps" / f"{made.digest}.tsr", root / "timestamps" / f"{again.digest}.tsr"


def test_whatever_byte_of_a_stamped_manifest_is_altered_shows(root: Path, address: str) -> None:
    """Every byte, the last line's too: the timestamp vouches for it."""
    _two(root, address)
    path = root / "manifest.jsonl"
    whole = path.read_bytes()
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert verify(root).problems, position
    for end in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:end])
        assert verify(root).problems, end
    path.write_bytes(whole)
    assert verify(root).problems == ()


@given(st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_octets_raise_anything_but_a_clear_error(authority: Authority, data: st.DataObject) -> None:
    """An altered timestamp is refused, or it is one in which nothing that is signed was altered."""
    whole = _answer(authority)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start, min(len(whole), start + 4)))
    altered = whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:]
    anchors = load_anchors(authority.anchor)
    sound = read_token(whole)
    try:
        token = read_token(altered)
        check_trusted(token, anchors)
    except TimestampError:
        return
    assert (token.imprint, token.at, token.nonce) == (sound.imprint, sound.at, sound.nonce)


def _answer(authority: Authority) -> bytes:
    kept = authority.folder / "sample.tsr"
    if not kept.exists():
        kept.write_bytes(authority.answer(_query_for(b"sample")))
    return kept.read_bytes()


def test_stamp_and_verify_by_command(root: Path, address: str, authority: Authority) -> None:
    home = ["--home", str(root.parent)]
    run = CliRunner().invoke(main, [*home, "stamp", "--tsa", address])
    assert run.exit_code == 0, run.output
    assert "stamped at" in run.output
    plain = CliRunner().invoke(main, [*home, "verify"])
    assert plain.exit_code == 0
    assert "1 timestamps" in plain.output and "no trust anchor was given" in plain.output
    proved = CliRunner().invoke(main, [*home, "verify", "--tsa-ca", str(authority.anchor)])
    assert proved.exit_code == 0
    assert "1 of 1 WARC files" in proved.output
    by_setting = CliRunner(env={"ONRECORD_TSA_CA": str(authority.anchor)}).invoke(main, [*home, "verify"])
    assert by_setting.output == proved.output


def test_stamp_command_that_fails_says_why(root: Path) -> None:
    run = CliRunner().invoke(main, ["--home", str(root.parent), "stamp", "--tsa", "http://127.0.0.1:9/"])
    assert run.exit_code == 1
    assert "did not answer" in run.output
    assert not (root / "timestamps").exists()
