"""A WACZ file while it is written: a ZIP that hashes what goes in, and describes itself at its end (WACZ 1.1.1)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from tasks.archive.places import sync, sync_folder
from tasks.version import VERSION

WACZ_VERSION = "1.1.1"


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the package, as ``datapackage.json`` lists it (Frictionless Data Package)."""

    name: str
    path: str
    hash: str
    bytes: int


@dataclass(slots=True)
class Member:
    """A file of the package while it is written."""

    _stream: IO[bytes]
    written: int = 0
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self.written += len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@dataclass(slots=True)
class Package:
    """Files go in one after the other and uncompressed, so that a reader can fetch a range of one."""

    _zip: zipfile.ZipFile
    resources: list[Resource] = field(default_factory=list)

    @contextmanager
    def member(self, path: str, expected_bytes: int = 0) -> Iterator[Member]:
        """Adds a file. `expected_bytes` is how many will come, at most, where that may be more than ZIP's 2 GiB."""
        info = zipfile.ZipInfo(path, datetime.now(UTC).timetuple()[:6])
        info.external_attr = 0o644 << 16
        info.file_size = expected_bytes
        with self._zip.open(info, "w") as stream:
            member = Member(stream)
            yield member
        name = path.rpartition("/")[2].lower()
        self.resources.append(Resource(name, path, f"sha256:{member.sha256}", member.written))

    def describe(self, title: str) -> None:
        """Adds the list of all files with their digests, and the digest of that list."""
        description = {
            "profile": "data-package",
            "title": title,
            "wacz_version": WACZ_VERSION,
            "software": f"OnRecord/{VERSION}",
            "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "resources": [asdict(resource) for resource in self.resources],
        }
        octets = json.dumps(description, indent=1, ensure_ascii=False).encode()
        with self.member("datapackage.json") as member:
            member.write(octets)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(octets).hexdigest()}"}
        with self.member("datapackage-digest.json") as member:
            member.write(json.dumps(digest, indent=1).encode())


@contextmanager
def writing(target: Path) -> Iterator[Package]:
    """A package that stands under its name when all of it is on the disk, and leaves nothing where it fails."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w+b") as file:
            with zipfile.ZipFile(file, "w") as archive:
                yield Package(archive)
            sync(file)
        part.replace(target)
        sync_folder(target.absolute().parent)
    finally:
        part.unlink(missing_ok=True)
