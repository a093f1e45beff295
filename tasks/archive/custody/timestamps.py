"""Trusted time for the archive: an RFC 3161 timestamp of the manifest's last line, which vouches for every file before.

What the authority is sent is one SHA-256; it learns nothing of what was collected. Its answer is proved before it is
kept, as ``timestamps/<SHA-256 of the line>.tsr``, which ``openssl ts -verify -digest`` reads too.
"""

from __future__ import annotations

import os
import secrets
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from asn1crypto import tsp  # type: ignore[import-untyped]
from cryptography import x509
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from tasks.archive import manifest
from tasks.archive.asking.fetcherrors import FetchError
from tasks.archive.asking.guard import check_address
from tasks.archive.custody.timetoken import TimestampError, TimeToken, check_trusted, load_anchors, read_token
from tasks.archive.exchange import parse_warc_date
from tasks.archive.manifest import ManifestLine, timestamp_of
from tasks.archive.places import Places, changing, sync, sync_folder
from tasks.version import VERSION

__all__ = ["Stamp", "TimestampError", "check_stamp", "stamp", "stamp_if_asked"]

SECONDS = 60.0
"""An authority that has not answered by then gives no timestamp today; the next run asks again."""
MAX_ANSWER = 256 * 1024
"""A timestamp with its certificates has some 5 to 10 kB."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far this machine's clock may be ahead of the authority's."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp that has just been kept."""

    digest: str
    """SHA-256 of the manifest line that it vouches for."""
    at: datetime
    """UTC, by the authority's clock."""


def stamp_if_asked(root: Path, authority: str | None, anchors: Path | None = None) -> str | None:
    """Asks for a timestamp where an authority is set, and says in a few words what came of it; none where none is set.

    A failure is told and never raised: evidence without a timestamp is still evidence.
    """
    if not authority:
        return None
    try:
        made = stamp(root, authority, anchors=anchors)
    except TimestampError as error:
        return f"no timestamp: {error}"
    except OSError as error:
        return f"no timestamp: {error.strerror or type(error).__name__}"
    return f"stamped at {made.at:%Y-%m-%d %H:%M:%S} UTC" if made else "nothing new to stamp"


def stamp(root: Path, authority: str, *, anchors: Path | None = None, seconds: float = SECONDS) -> Stamp | None:
    """Has the manifest's last line stamped by the authority at that address; none where it is stamped already, or
    where no file has been closed yet.

    With `anchors`, a PEM file, only an authority that one of its certificates vouches for is believed.
    Raises TimestampError where no timestamp can be had that proves what it should, OSError where the disk refuses. The
    archive is then as it was.
    """
    places = Places(root)
    trusted = load_anchors(anchors) if anchors else ()
    if not places.manifest.exists():
        return None
    with changing(places):
        line = manifest.last_line(places.manifest)
    if line is None or timestamp_of(places, manifest.digest_of_line(line)).exists():
        return None
    digest = manifest.digest_of_line(line)
    nonce = secrets.randbits(63)
    answer = _ask(authority, _request(digest, nonce), seconds)
    token = read_token(answer)
    if token.imprint != digest or token.nonce != nonce:
        raise TimestampError("the authority stamped something else")
    _check_line(token, manifest.by_digest(places.manifest)[digest])
    if trusted:
        check_trusted(token, trusted)
    with changing(places):
        _keep(timestamp_of(places, digest), answer)
    return Stamp(digest, token.at)


def check_stamp(answer: bytes, digest: str, line: ManifestLine, anchors: Sequence[x509.Certificate]) -> TimeToken:
    """Proves a kept timestamp of a manifest line. Raises TimestampError where it does not hold.

    Without anchors only the signature is proved: anybody can sign, so this says that the timestamp is whole, not whose
    it is.
    """
    token = read_token(answer)
    if token.imprint != digest:
        raise TimestampError("is of something else")
    _check_line(token, line)
    if anchors:
        check_trusted(token, anchors)
    return token


def _check_line(token: TimeToken, line: ManifestLine) -> None:
    try:
        closed_at = parse_warc_date(line.closed_at)
    except ValueError as error:
        raise TimestampError("its line has no time") from error
    if token.at < closed_at - CLOCKS_DIFFER:
        raise TimestampError("is older than the file that it vouches for")


def _request(digest: str, nonce: int) -> bytes:
    """RFC 3161 §2.4.1, with a nonce against answers played again, and the certificates asked for."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes.fromhex(digest)}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    octets: bytes = request.dump()
    return octets


def _keep(path: Path, answer: bytes) -> None:
    """Writes beside and renames. Called under `changing`; a name that is taken is never given to something else."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(answer)
            sync(file)
        if not path.exists():  # another process may have been as quick, and its timestamp is as good
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def _ask(authority: str, request: bytes, seconds: float) -> bytes:
    """Sends the request (RFC 3161 §3.4); redirects are not followed. Raises TimestampError."""
    try:
        check_address(authority)
        parts = urlsplit(authority)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host, port = parts.hostname or "", parts.port
    except (FetchError, ValueError) as error:
        raise TimestampError("the authority's address is no http or https address") from error
    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
        "User-Agent": f"OnRecord/{VERSION}",
    }
    try:
        with _connected(parts.scheme, host, port, seconds) as connection:
            connection.request("POST", target, body=request, headers=headers)
            answer = connection.getresponse()
            if answer.status != 200:
                raise TimestampError(f"{host} answered with status {answer.status}")
            body = answer.read(MAX_ANSWER + 1)
            if answer.length:
                raise TimestampError(
                    f"{host}'s answer broke off" if len(body) <= MAX_ANSWER else f"{host} sent too much"
                )
    except ssl.SSLError as error:
        raise TimestampError(f"{host} cannot prove who it is") from error
    except (OSError, HTTPException, ValueError) as error:
        raise TimestampError(f"{host} did not answer ({type(error).__name__})") from error
    if len(body) > MAX_ANSWER:
        raise TimestampError(f"{host} sent too much")
    return body


@contextmanager
def _connected(scheme: str, host: str, port: int | None, seconds: float) -> Iterator[HTTPConnection]:
    """A connection that is shut down when its time is up, however slowly the bytes drip in."""
    if scheme == "https":
        context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
        connection: HTTPConnection = HTTPSConnection(host, port, timeout=seconds, context=context)
    else:
        connection = HTTPConnection(host, port, timeout=seconds)
    try:
        connection.connect()
        # A duplicate, because TLS must not see its socket change under it; shutting it down ends a read that waits.
        with socket.socket(fileno=os.dup(connection.sock.fileno())) as held:
            timer = threading.Timer(seconds, _shut_down, (held,))
            timer.daemon = True
            timer.start()
            try:
                yield connection
            finally:
                timer.cancel()
                timer.join()
    finally:
        connection.close()


def _shut_down(held: socket.socket) -> None:
    with suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)
