"""The timestamps' part of `verify`: each belongs to a line of the manifest and holds, and none is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from tasks.archive import manifest
from tasks.archive.custody.timestamps import TimestampError, check_stamp
from tasks.archive.manifest import ManifestLine, timestamp_of
from tasks.archive.places import Places

Anchors = Sequence[x509.Certificate]


@dataclass(slots=True)
class StampProof:
    """What the timestamps prove. Made at one moment, under `places.changing`; what comes later is not looked at."""

    places: Places
    lines: dict[str, ManifestLine]
    """Those of the manifest, in order, by their digests."""
    kept: tuple[str, ...]
    """The digests that timestamps are kept under."""
    proved: int = 0
    files: int = 0
    """WARC files, from the first one on, that the latest proved timestamp vouches for."""
    at: datetime | None = None
    """The time that this timestamp names."""

    @classmethod
    def of(cls, places: Places) -> StampProof:
        folder = timestamp_of(places, "").parent
        kept = tuple(sorted(path.stem for path in folder.glob("[!.]*.tsr"))) if folder.exists() else ()
        return cls(places, manifest.by_digest(places.manifest), kept)

    def problems(self, anchors: Anchors) -> Iterator[tuple[str, str]]:
        """Place and detail of each thing that does not hold; `proved`, `files` and `at` are known afterwards."""
        numbers = {digest: number for number, digest in enumerate(self.lines, 1)}
        yield from self._missing()
        for digest in self.kept:
            path = timestamp_of(self.places, digest)
            line = self.lines.get(digest)
            if line is None:
                yield path.name, "belongs to no line of the manifest: the line was altered, or the timestamp renamed"
                continue
            try:
                token = check_stamp(path.read_bytes(), digest, line, anchors)
            except TimestampError as error:
                yield path.name, str(error)
                continue
            except OSError as error:
                yield path.name, f"cannot be read ({error.strerror})"
                continue
            self.proved += 1
            if numbers[digest] > self.files:
                self.files, self.at = numbers[digest], token.at

    def _missing(self) -> Iterator[tuple[str, str]]:
        for line in self.lines.values():
            if not line.previous_timestamp:
                continue
            path = timestamp_of(self.places, line.previous)
            try:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                yield path.name, "is missing: a line of the manifest vouches for it"
                continue
            if digest != line.previous_timestamp:
                yield path.name, "is not the timestamp that was kept: its hash does not hold"
