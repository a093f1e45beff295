"""WACZ: the archive, or some of it, as one file that replay tools open and that carries the proof of its custody along.

WACZ 1.1.1: ``archive/`` holds WARC files, ``indexes/`` a CDXJ index, ``pages/`` a list of pages; ``datapackage.json``
has the digest of each. ``onrecord/`` adds the manifest and its timestamps: a WARC file in the package is, byte for
byte, the one whose hash stands in the manifest. Of a selection each record is what it was; where it lay,
``onrecord/selection.jsonl`` tells.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tasks.archive import manifest
from tasks.archive.coding import PIECE
from tasks.archive.custody.cdxj import SortedLines, compressed, index_line
from tasks.archive.custody.package import Member, Package, writing
from tasks.archive.custody.selection import Selection
from tasks.archive.entries import KeptCapture, Progress
from tasks.archive.errors import ArchiveError, EvidenceLostError
from tasks.archive.ledger import Ledger
from tasks.archive.manifest import timestamp_of
from tasks.archive.places import SUFFIX, Places, changing, use_ledger
from tasks.archive.records import Template, Writer, new_id, warcinfo
from tasks.archive.scan import Exchanged, FileScan, scanned

TITLE = "OnRecord"
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class WaczSummary:
    """What went into the package."""

    files: int
    """WARC files."""
    captures: int
    pages: int
    """Captures of documents that answered with one."""
    timestamps: int
    bytes: int
    """Of the package."""
    left_open: int
    """WARC files that are being written and so are not in it."""
    without_original: int = 0
    """Captures left out because what they repeat lies in such a file: without it they could not be read."""


def export(
    root: Path,
    target: Path,
    *,
    source: str | None = None,
    addresses: Sequence[str] = (),
    document_keys: Sequence[str] = (),
    title: str = TITLE,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> WaczSummary:
    """Writes a WACZ of all closed WARC files, or of the captures of a source or of some documents.

    May run beside a process that collects; memory does not grow with the archive. Nothing stands under the target's
    name before all of it is on the disk.
    Raises ArchiveError where the target exists, where nothing is there to hand on, or where a file is damaged (a
    package of evidence that does not hold would be believed); OSError where the disk refuses.
    """
    places = Places(root)
    if target.exists() and not overwrite:
        raise ArchiveError(f"{target.name} exists already")
    if not places.warcs.exists():
        raise ArchiveError("no archive is here")
    selection = None
    if source is not None or addresses or document_keys:
        with use_ledger(places), closing(Ledger(places.ledger, read_only=True)) as ledger:
            selection = Selection.of(ledger, source, addresses, document_keys)
    with writing(target) as package, TemporaryDirectory(prefix=".wacz-", dir=target.absolute().parent) as folder:
        exporter = _Export(places, package, Path(folder), progress)
        exporter.run(selection)
        package.describe(title)
    return exporter.summary(target.stat().st_size)


class _Export:
    def __init__(self, places: Places, package: Package, folder: Path, progress: Progress | None) -> None:
        self._places = places
        self._package = package
        self._progress = progress
        self._index = SortedLines(folder, "index")
        self._pages = SortedLines(folder, "pages")
        self._captures = 0
        self._timestamps = 0
        self._without_original = 0
        with changing(places):  # one moment: what is closed later is not in it
            self._open_names = places.open_names()
            self._names = places.closed_names()
            self._manifest = places.manifest.read_bytes() if places.manifest.exists() else b""
            self._lines = manifest.by_digest(places.manifest)
        self._files = 0
        self._not_in_it = frozenset(self._ids_in(self._open_names))

    def _ids_in(self, names: Sequence[str]) -> Iterator[str]:
        for name in names:
            path = self._places.find(name)
            for exchanged in FileScan(path, name).exchanges() if path else ():
                if isinstance(exchanged.kept, KeptCapture):
                    yield exchanged.kept.entry.capture.capture_id

    def _lacks_original(self, kept: KeptCapture) -> bool:
        return kept.entry.refers_to in self._not_in_it

    def run(self, selection: Selection | None) -> None:
        if selection is None:
            for name in self._told(self._names):
                self._whole(name)
        else:
            self._some(selection)
        if self._without_original and not self._captures:
            raise ArchiveError(
                "what the captures repeat lies in a WARC file that is still being written: try again later"
            )
        if not self._captures:
            raise ArchiveError("no capture is there to hand on")
        self._add_index()
        self._add_pages()
        self._add_custody()

    def summary(self, size: int) -> WaczSummary:
        counted = (self._files, self._captures, self._pages.count, self._timestamps)
        return WaczSummary(*counted, size, len(self._open_names), self._without_original)

    def _told(self, names: Sequence[str]) -> Iterator[str]:
        for done, name in enumerate(names, 1):
            yield name
            if self._progress:
                self._progress("exporting", done, len(names))

    def _exchanges(self, name: str) -> Iterator[Exchanged]:
        scan = FileScan(self._places.closed(name), name)
        yield from scan.exchanges()
        if scan.problems:
            raise EvidenceLostError(f"{name} is damaged ({scan.problems[0][1]}): see onrecord verify")

    def _whole(self, name: str) -> None:
        line = next((line for line in self._lines.values() if line.name == name), None)
        path = self._places.closed(name)
        with self._package.member(f"archive/{name}", path.stat().st_size) as member:
            _copy(path, 0, None, member)
        if line is None or line.sha256 != member.sha256:
            raise EvidenceLostError(f"{name} is not the file of the manifest: see onrecord verify")
        for exchanged in self._exchanges(name):
            kept = exchanged.kept
            if not isinstance(kept, KeptCapture):
                continue
            if self._lacks_original(kept):
                self._without_original += 1  # it is in the file, which goes in whole; no index leads to it
            else:
                self._note(kept, name, kept.entry.capture.warc_offset)
        self._files += 1

    def _some(self, selection: Selection) -> None:
        now = datetime.now(UTC)
        name = f"onrecord-selection-{now:%Y%m%dT%H%M%SZ}{SUFFIX}"
        lost = set(selection.files) - {*self._names, *self._open_names}
        if lost:
            raise EvidenceLostError(f"{min(lost)} is missing: see onrecord verify")
        chosen = [file for file in self._names if file in selection.files]
        if not chosen:
            raise ArchiveError("no capture is there to hand on")
        sizes = [self._places.closed(file).stat().st_size for file in chosen]
        origins = SortedLines(self._index.folder, "origins")
        number = count()
        with self._package.member(f"archive/{name}", sum(sizes)) as member:
            member.write(_warcinfo(name, now))
            for file in self._told(chosen):
                for origin in self._copy_chosen(selection, file, name, member):
                    origins.add(f"{next(number):012d} {json.dumps(origin)}")
        with self._package.member("onrecord/selection.jsonl") as told:
            for line in origins:
                told.write(f"{line.partition(' ')[2]}\n".encode())
        self._files += 1

    def _copy_chosen(
        self, selection: Selection, file: str, name: str, member: Member
    ) -> Iterator[dict[str, str | int]]:
        """Copies whole exchanges as they are, behind the warcinfo that they name; yields where each lay and lies."""
        path = self._places.closed(file)
        start = next((first.offset + first.length for first in scanned(path)), 0)
        waiting = [(0, start)]
        for exchanged in self._exchanges(file):
            kept = exchanged.kept
            is_chosen = isinstance(kept, KeptCapture) and selection.has(kept)
            if isinstance(kept, KeptCapture) and is_chosen and self._lacks_original(kept):
                self._without_original += 1
            elif isinstance(kept, KeptCapture) and is_chosen:
                for begin, end in (*waiting, (start, exchanged.end)):
                    yield {"file": file, "offset": begin, "length": end - begin, "at": member.written}
                    _copy(path, begin, end, member)
                waiting = []
                self._note(kept, name, member.written - (exchanged.end - kept.entry.capture.warc_offset))
            start = exchanged.end

    def _note(self, kept: KeptCapture, name: str, offset: int) -> None:
        self._captures += 1
        capture = kept.entry.capture
        if capture.status != NOT_MODIFIED:  # which replay tools would show as an empty page, not as the one it confirms
            self._index.add(index_line(kept, name, offset))
        if kept.entry.role == "document" and capture.status in (200, None):
            moment = f"{capture.captured_at:%Y-%m-%dT%H:%M:%SZ}"
            page = {
                "id": capture.capture_id.removeprefix("urn:uuid:"),
                "url": capture.address,
                "ts": moment,
                "title": capture.address,  # never the page's own words
            }
            self._pages.add(f"{moment} {capture.capture_id} {json.dumps(page)}")

    def _add_index(self) -> None:
        blocks = ["!meta 0 " + json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})]
        with self._package.member("indexes/index.cdx.gz") as member:
            for packed, line in compressed(self._index, "index.cdx.gz"):
                member.write(packed)
                blocks.append(line)
        with self._package.member("indexes/index.idx") as member:
            member.write("".join(f"{line}\n" for line in blocks).encode())

    def _add_pages(self) -> None:
        header = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
        with self._package.member("pages/pages.jsonl") as member:
            member.write(f"{json.dumps(header)}\n".encode())
            for line in self._pages:
                member.write(f"{line.split(' ', 2)[2]}\n".encode())

    def _add_custody(self) -> None:
        with self._package.member("onrecord/manifest.jsonl") as member:
            member.write(self._manifest)
        for digest in self._lines:
            path = timestamp_of(self._places, digest)
            if path.exists():
                with self._package.member(f"onrecord/{path.name}") as member:
                    member.write(path.read_bytes())
                self._timestamps += 1


def _copy(path: Path, begin: int, end: int | None, member: Member) -> None:
    with path.open("rb") as file:
        file.seek(begin)
        left = path.stat().st_size - begin if end is None else end - begin
        while left > 0 and (piece := file.read(min(left, 16 * PIECE))):
            member.write(piece)
            left -= len(piece)


def _warcinfo(name: str, now: datetime) -> bytes:
    made = io.BytesIO()
    Writer(made).write_record(warcinfo(Template(new_id()), name, now))
    return made.getvalue()
