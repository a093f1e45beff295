"""WACZ packages from elsewhere (WACZ 1.1.1): their WARC files, each proved against the package's own list first."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from tasks.archive.importing import ForeignRecord, WarcProblem, read_warc

ZIP_MAGIC = b"PK\x03\x04"
PIECE = 1024 * 1024
MAX_DESCRIPTION = 16 * 1024 * 1024
"""Bytes of a ``datapackage.json``; a longer one is none."""
MAX_FILES = 100_000
MAX_RATIO = 100
"""WARC files are packed already, or text that shrinks to a tenth; what shrinks more than this is a bomb."""
SMALL = 16 * 1024 * 1024
"""Bytes below which a ratio says nothing."""

_ALGORITHMS = {"sha256": "sha256", "sha512": "sha512", "sha1": "sha1", "md5": "md5"}
_TAKEN_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Of packing; the others' libraries take memory as the package says."""
_BROKEN = (
    OSError,  # an offset that is none, or a disk that does not give the file
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a version or a flag of ZIP that is not known
    RuntimeError,  # encrypted
    ValueError,
    OverflowError,
)


class _PackageError(ValueError):
    """The package, or one file of it, is not to be believed."""


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever reading a ZIP raises is damage; what writing raises is not, and never happens in here."""
    try:
        yield
    except _PackageError:
        raise
    except _BROKEN as error:
        raise _PackageError(f"damaged ({type(error).__name__})") from error


@dataclass(frozen=True, slots=True)
class _Resource:
    path: str
    hash: str
    size: int | None


def is_zip(head: bytes) -> bool:
    return head.startswith(ZIP_MAGIC)


def read_wacz(path: Path, folder: Path) -> Iterator[ForeignRecord | WarcProblem]:
    """The captures of all WARC files in a package, problems where they occur: revisits of other files' captures too.

    Each WARC file is unpacked into `folder`, where the largest one must find room, and read only if its hash is that of
    ``datapackage.json``; of one whose hash does not hold nothing is taken. Memory does not grow with the package.
    Raises OSError where the folder cannot be written to, nothing for what the package holds.
    """
    try:
        with _reading():
            package = zipfile.ZipFile(path)
    except _PackageError as error:
        yield WarcProblem(f"a ZIP that is {error}; nothing of it was read")
        return
    with package:
        try:
            with _reading():
                files = _files(package, path)
                resources = _resources(package, files)
        except _PackageError as error:
            yield WarcProblem(str(error))
            return
        yield from _captures(package, files, resources, folder)


def _captures(
    package: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo], resources: list[_Resource], folder: Path
) -> Iterator[ForeignRecord | WarcProblem]:
    listed = {resource.path for resource in resources}
    for resource in resources:
        if not _is_warc(resource.path):
            continue
        with TemporaryDirectory(prefix=".wacz-", dir=folder) as room:
            unpacked = Path(room) / "x.warc"
            try:
                _unpack(package, files, resource, unpacked)
            except _PackageError as error:
                yield WarcProblem(f"{resource.path}: {error}; nothing of it was taken")
                continue
            for found in read_warc(unpacked):
                if isinstance(found, WarcProblem):
                    found = replace(found, detail=f"{resource.path}: {found.detail}")
                yield found
    for name in sorted(files.keys() - listed):
        if _is_warc(name):
            yield WarcProblem(f"{name}: not listed in datapackage.json; nothing of it was taken")
    if not any(_is_warc(name) for name in listed):
        yield WarcProblem("a package without WARC files")


def _is_warc(path: str) -> bool:
    return path.startswith("archive/") and path.lower().endswith((".warc", ".warc.gz"))


def _files(package: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    infos = package.infolist()
    if len(infos) > MAX_FILES:
        raise _PackageError(f"a ZIP of {len(infos)} files is no WACZ")
    if sum(info.compress_size for info in infos) > path.stat().st_size:
        raise _PackageError("a ZIP whose files lie over each other is no WACZ")
    files = {info.filename: info for info in infos}
    if len(files) != len(infos):
        raise _PackageError("a ZIP that holds a name twice is no WACZ")
    if "datapackage.json" not in files:
        raise _PackageError("a ZIP without datapackage.json is no WACZ")
    return files


def _resources(package: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo]) -> list[_Resource]:
    """What the package says of its files. Raises _PackageError where that is not to be believed."""
    octets = _small(package, files["datapackage.json"])
    if "datapackage-digest.json" in files:
        said = _parsed(_small(package, files["datapackage-digest.json"]), "datapackage-digest.json").get("hash")
        if not isinstance(said, str) or not _holds(said, hashlib.sha256(octets).hexdigest(), "sha256"):
            raise _PackageError("datapackage.json is not the one that datapackage-digest.json vouches for")
    listed = _parsed(octets, "datapackage.json").get("resources")
    if not isinstance(listed, list):
        raise _PackageError("datapackage.json lists no files")
    return [_resource(item) for item in listed if isinstance(item, dict) and isinstance(item.get("path"), str)]


def _resource(item: Mapping[str, object]) -> _Resource:
    size, said = item.get("bytes"), item.get("hash")
    return _Resource(str(item["path"]), said if isinstance(said, str) else "", size if isinstance(size, int) else None)


def _small(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    _check_way(info)
    with package.open(info) as stream:
        octets = stream.read(MAX_DESCRIPTION + 1)
    if len(octets) > MAX_DESCRIPTION:
        raise _PackageError(f"{info.filename} is too long")
    return octets


def _check_way(info: zipfile.ZipInfo) -> None:
    if info.compress_type not in _TAKEN_WAYS:
        raise _PackageError(f"packed in way {info.compress_type}, which is not taken (0 and 8 are)")


def _parsed(octets: bytes, name: str) -> Mapping[str, object]:
    try:
        parsed = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise _PackageError(f"{name} is no JSON") from error
    if not isinstance(parsed, dict):
        raise _PackageError(f"{name} says nothing")
    return parsed


def _unpack(package: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo], resource: _Resource, to: Path) -> None:
    info = files.get(resource.path)
    if info is None:
        raise _PackageError("listed, but not there")
    _check_way(info)
    if info.file_size > max(SMALL, MAX_RATIO * info.compress_size):
        raise _PackageError(f"{info.compress_size} bytes that would become {info.file_size}")
    algorithm = _ALGORITHMS.get(resource.hash.partition(":")[0].lower()) if ":" in resource.hash else "md5"
    if algorithm is None or not resource.hash:
        raise _PackageError("its hash is missing, or of a kind that is not known")
    digest = hashlib.new(algorithm, usedforsecurity=False)
    size = 0
    with _reading():
        stream = package.open(info)
    with stream, to.open("wb") as file:
        while piece := _piece(stream):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    if resource.size is not None and size != resource.size:
        raise _PackageError("its length is not that of datapackage.json")
    if not _holds(resource.hash, digest.hexdigest(), algorithm):
        raise _PackageError("its hash is not that of datapackage.json")


def _piece(stream: IO[bytes]) -> bytes:
    with _reading():
        return stream.read(PIECE)


def _holds(said: str, own: str, algorithm: str) -> bool:
    """A hash as Frictionless Data writes it: ``<algorithm>:<hexadecimal>``, of MD5 the number alone."""
    name, colon, value = said.partition(":")
    return (value if colon else name).strip().lower() == own and (not colon or name.lower() == algorithm)
