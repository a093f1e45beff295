"""CDXJ: the index by which a replay tool finds a capture in WARC files (one line per capture, sorted by key and time).

Keys are SURTs, the host turned round and everything taken off that does not tell pages apart, as the Internet
Archive's Wayback and pywb make them: an index is of use only if its reader makes the same key of the same address.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import unquote_to_bytes

from tasks.archive.entries import KeptCapture

LINES_PER_BLOCK = 1024
"""Lines that are compressed together; a reader fetches one block to find one capture."""
LINES_IN_MEMORY = 50_000

_PARTS = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE | re.DOTALL)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_SESSION_PATHS = (
    re.compile(rb"(?<=/)\((?:[a-z]\([0-9a-z]{24}\))+\)/(?=[^?]+\.aspx)"),
    re.compile(rb"(?<=/)\([0-9a-z]{24}\)/(?=[^?]+\.aspx)"),
)
_SESSION_QUERIES = re.compile(
    rb"(?:(?<=^)|(?<=&))(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}"
    rb"|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)


def surt(address: str) -> str:
    """The key of an address. What is no address with a host (``urn:…``) is its own key."""
    match = _PARTS.match(re.sub(r"[\r\n\t]", "", address.strip()))
    if match is None:
        return address
    scheme, authority, path, query = match.groups()
    host, port = _host(authority.rpartition("@")[2])
    port = "" if port == _DEFAULT_PORTS.get(scheme.lower()) else port
    key = f"{','.join(reversed(host.split('.')))}{':' + port if port else ''}){_path(path)}"
    asked = _query(query or "")
    return f"{key}?{asked}" if asked else key


def _host(authority: str) -> tuple[str, str]:
    host, _, port = authority.partition(":")
    octets = _unescaped(host)
    if not octets.isascii():
        with suppress(UnicodeError):  # what is no name at all stays in its escaped form
            octets = octets.decode("utf-8").encode("idna")
    name = _escaped(octets).lower().replace("..", ".").strip(".")
    return re.sub(r"^www\d*\.", "", name), port


def _path(path: str) -> str:
    kept: list[bytes] = []
    steps = _unescaped(path).split(b"/")[1:]
    for step in steps:
        if step == b".." and kept:
            kept.pop()
        elif step != b".":
            kept.append(step)
    octets = _escaped(b"/" + b"/".join(filter(None, kept))).lower().encode()
    for session in _SESSION_PATHS:
        octets = session.sub(b"", octets)
    return octets.decode()


def _query(query: str) -> str:
    octets = _escaped(_unescaped(query)).lower().encode()
    parts = _SESSION_QUERIES.sub(b"", octets).split(b"&")
    parts.sort(key=lambda part: part.split(b"=", 1))
    return b"&".join(parts).decode()


def _unescaped(text: str) -> bytes:
    octets = text.encode("utf-8", "surrogatepass")
    while (once := unquote_to_bytes(octets)) != octets:
        octets = once
    return octets


def _escaped(octets: bytes) -> str:
    return "".join(chr(o) if 0x21 <= o <= 0x7E and o not in b"#%" else f"%{o:02X}" for o in octets)


def index_line(kept: KeptCapture, filename: str, offset: int) -> str:
    """The line of a capture that lies in a file at an offset, in bytes."""
    capture = kept.entry.capture
    facts = {
        "url": capture.address,
        "mime": "warc/revisit" if kept.entry.refers_to else capture.media_type or "unk",
        **({} if capture.status is None else {"status": str(capture.status)}),
        "digest": kept.payload_digest,
        "length": str(capture.warc_length),
        "offset": str(offset),
        "filename": filename,
    }
    return f"{surt(capture.address)} {capture.captured_at:%Y%m%d%H%M%S} {json.dumps(facts)}"


@dataclass(slots=True)
class SortedLines:
    """Lines that come out sorted, in constant memory: they wait in files in `folder`."""

    folder: Path
    name: str
    count: int = 0
    _waiting: list[str] = field(default_factory=list)
    _files: list[Path] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Adds a line, given without its line feed. Raises OSError."""
        self.count += 1
        self._waiting.append(line)
        if len(self._waiting) >= LINES_IN_MEMORY:
            path = self.folder / f"{self.name}-{len(self._files)}"
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in sorted(self._waiting))
            self._files.append(path)
            self._waiting = []

    def __iter__(self) -> Iterator[str]:
        with ExitStack() as opened:
            files = [opened.enter_context(path.open(encoding="utf-8", newline="\n")) for path in self._files]
            runs: list[Iterable[str]] = [(line.rstrip("\n") for line in file) for file in files]
            yield from heapq.merge(*runs, sorted(self._waiting))


def compressed(lines: Iterable[str], filename: str) -> Iterator[tuple[bytes, str]]:
    """The lines in compressed blocks, each with its line in the index (``.idx``) of the blocks of that file."""
    iterator = iter(lines)
    offset = 0
    while block := list(islice(iterator, LINES_PER_BLOCK)):
        packed = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
        where = {
            "offset": offset,
            "length": len(packed),
            "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
            "filename": filename,
        }
        yield packed, f"{block[0].partition(' {')[0]} {json.dumps(where)}"
        offset += len(packed)
