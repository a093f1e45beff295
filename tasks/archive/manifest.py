"""``manifest.jsonl``: one line per closed WARC file, each holding the digest of the line before it.

A file or a line that was altered or taken away shows, because every later line vouches for it. Who vouches for the last
line is a time-stamping authority, where one is asked (`timestamps`); the next line then vouches for the timestamp.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tasks.archive.coding import PIECE
from tasks.archive.errors import ArchiveError
from tasks.archive.exchange import warc_date
from tasks.archive.places import Places, sync, sync_folder

FIRST = ""
"""What the first line holds in the place of a digest."""


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One closed WARC file."""

    name: str
    bytes: int
    sha256: str
    """Of the whole file, lower-case hexadecimal."""
    records: int
    """WARC records in it, the warcinfo included."""
    closed_at: str
    """UTC."""
    previous: str
    """SHA-256 of the line before, without its line feed; empty on the first line."""
    previous_timestamp: str = ""
    """SHA-256 of the timestamp that the line before had when this one was written; empty where it had none."""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be read or does not follow from the one before."""

    number: int
    reason: str


def digest_of_line(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def timestamp_of(places: Places, digest: str) -> Path:
    """Where the timestamp of the line with that digest is kept."""
    return places.root / "timestamps" / f"{digest}.tsr"


def last_line(path: Path) -> bytes | None:
    """The last line, without its line feed, which vouches for all the others; none where there is none."""
    lines = _lines(path)
    return lines[-1] if lines and _parsed(lines[-1]) else None


def by_digest(path: Path) -> dict[str, ManifestLine]:
    """The lines that can be read, in order, each under its own digest."""
    return {digest_of_line(raw): line for raw in _lines(path) if (line := _parsed(raw))}


def read(path: Path) -> Iterator[ManifestLine | BrokenLine]:
    """The lines in order. A line that does not follow from the one before yields a `BrokenLine`, then itself."""
    previous = FIRST
    for number, raw in enumerate(_lines(path), 1):
        line = _parsed(raw)
        if line is None:
            yield BrokenLine(number, "cannot be read")
        else:
            if line.previous != previous:
                yield BrokenLine(number, "does not follow from the line before: a line was altered or taken away")
            yield line
        previous = digest_of_line(raw)


def names(path: Path) -> set[str]:
    """The files that the manifest holds."""
    return {line.name for line in read(path) if isinstance(line, ManifestLine)}


def _lines(path: Path) -> list[bytes]:
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    return lines[:-1] if not lines[-1] else lines


def _parsed(raw: bytes) -> ManifestLine | None:
    try:
        fields = json.loads(raw)
        line = ManifestLine(**fields)
    except (ValueError, TypeError, RecursionError):
        return None
    are_numbers = type(line.bytes) is int and type(line.records) is int
    texts = (line.name, line.sha256, line.closed_at, line.previous, line.previous_timestamp)
    if not are_numbers or not all(isinstance(text, str) for text in texts) or "/" in line.name:
        return None
    return line


def mend(places: Places) -> None:
    """Cuts off a last line that a killed process wrote in part; its file is then put in again."""
    if not places.manifest.exists():
        return
    with places.manifest.open("r+b") as file:
        content = file.read()
        if not content or content.endswith(b"\n"):
            return
        start = content.rfind(b"\n") + 1
        if _parsed(content[start:]) is None:
            file.truncate(start)
        else:
            file.write(b"\n")
        sync(file)


def add(places: Places, name: str, records: int) -> None:
    """Appends the line of a closed file, unless it is there: all of the line, or nothing. Raises OSError."""
    mend(places)
    lines = _lines(places.manifest)
    if name in {line.name for line in map(_parsed, lines) if line}:
        return
    digest, size = digest_of_file(places.closed(name))
    previous = digest_of_line(lines[-1]) if lines else FIRST
    stamped = timestamp_of(places, previous)
    timestamp = digest_of_file(stamped)[0] if stamped.exists() else ""
    line = ManifestLine(name, size, digest, records, warc_date(datetime.now(UTC)), previous, timestamp)
    with places.manifest.open("ab", buffering=0) as file:
        before = file.seek(0, os.SEEK_END)
        rest = json.dumps(asdict(line), separators=(",", ":")).encode() + b"\n"
        try:
            while rest:
                rest = rest[file.write(rest) :]
            sync(file)
        except OSError:
            with suppress(OSError):  # what cannot be cut off is mended before the next line
                file.truncate(before)
                sync(file)
            raise
    sync_folder(places.root)


def digest_of_file(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file. Raises ArchiveError where it cannot be read."""
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as file:
            while piece := file.read(16 * PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise ArchiveError(f"{path.name}: {error.strerror}") from error
    return digest.hexdigest(), size
