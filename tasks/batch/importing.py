"""Files to archive: pages saved by hand, whole folders of them, WARC files and WACZ packages from elsewhere."""

from __future__ import annotations

import gzip
import io
import mimetypes
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tasks.archive.entries import Run, SourceRun
from tasks.archive.errors import ArchiveError
from tasks.archive.importing import ForeignRecord, WarcProblem, read_warc
from tasks.archive.store import Archive
from tasks.archive.webarchives.waczreading import is_zip, read_wacz
from tasks.batch.progress import Progress, silent
from tasks.batch.runs import ended
from tasks.batch.taking import TROUBLES, Context, Outcome, Taken, Waiting, copied, take_records, take_revisits
from tasks.home import Home
from tasks.reading import text
from tasks.sources import identify

__all__ = ["TROUBLES", "Outcome", "Taken", "import_paths", "media_type_of", "printed_address"]

MAX_FILE_BYTES = 512 * 1024 * 1024
"""A single page's file larger than this is refused unread; a WARC of any size is read record by record."""

GZIP_MAGIC = b"\x1f\x8b"

HEAD_BYTES = 256 * 1024
"""Of a page whose address nobody gave, so much is read to find its canonical link."""

SIDECAR = ".url"
"""``PAGE.html.url`` beside ``PAGE.html`` may hold the page's address on its first line."""


def import_paths(
    home: Home,
    paths: Sequence[Path],
    *,
    run: Run,
    address: str | None = None,
    captured_at: datetime | None = None,
    progress: Progress = silent,
) -> tuple[Taken, ...]:
    """Takes files over into the archive and says of each what became of it. Nothing is half taken.

    `address` is the address the one given page was saved from; without it the page itself (canonical link) or a
    sidecar must say. A revisit is given its payload whichever of the files holds it, or the archive, which may take a
    second reading of the file. `captured_at` is when it was saved; without it the time of import stands, which is true.
    """
    taken: list[Taken] = []
    waiting: dict[Path, int] = {}
    with Archive(home.archive) as archive:
        context = Context(archive, home.path, run.run_id, address, captured_at)
        files = list(_files(paths))
        if not files:
            taken.append(Taken(paths[0].name, "not-taken", "the folder holds no file"))
        for done, path in enumerate(files, 1):
            for item in _take_file(context, path):
                if isinstance(item, Waiting):
                    waiting[path] = item.count
                else:
                    taken.append(item)
            progress("importing", done, len(files))
        for done, (path, count) in enumerate(waiting.items(), 1):
            taken.extend(take_revisits(context, path.name, _records_of(context, path), count))
            progress("revisits", done, len(waiting))
        troubled = any(item.outcome in TROUBLES for item in taken)
        closed = ended(run, "completed-with-issues" if troubled else "completed")
        archive.append_run(replace(closed, sources=tuple(_source_runs(taken))))
    return tuple(taken)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (inner for inner in sorted(path.rglob("*")) if not inner.is_dir() and _is_input(inner))
        else:
            yield path


def _is_input(path: Path) -> bool:
    return path.suffix != SIDECAR and not any(part.startswith(".") for part in path.parts[-1:])


def _records_of(context: Context, path: Path) -> Iterator[ForeignRecord | WarcProblem]:
    with path.open("rb") as file:
        is_package = is_zip(file.read(64))
    yield from read_wacz(path, context.folder) if is_package else read_warc(path)


def _take_file(context: Context, path: Path) -> Iterator[Taken | Waiting]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Taken(path.name, "not-taken", "no regular file")  # opening a pipe would wait for ever
            return
        size = status.st_size
        with path.open("rb") as file:
            head = file.read(64 * 1024)
    except OSError as error:
        yield Taken(path.name, "not-taken", error.strerror or type(error).__name__)
        return
    if not head:
        yield Taken(path.name, "not-taken", "empty file")
        return
    if _is_warc(head) or is_zip(head):
        yield from take_records(context, path.name, _records_of(context, path))
        return
    if size > MAX_FILE_BYTES:
        yield Taken(path.name, "not-taken", f"{size} bytes; more than {MAX_FILE_BYTES} is no page")
        return
    try:
        payload = _unzipped(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        yield Taken(path.name, "not-taken", f"damaged gzip ({type(error).__name__})")
        return
    yield _take_page(context, path, payload)


def _is_warc(head: bytes) -> bool:
    if head.startswith(GZIP_MAGIC):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def _unzipped(payload: bytes) -> bytes:
    """A gzipped page as the page. Raises EOFError, zlib.error or OSError where the gzip is damaged or a bomb."""
    if not payload.startswith(GZIP_MAGIC):
        return payload
    with gzip.GzipFile(fileobj=io.BytesIO(payload)) as file:
        plain = file.read(MAX_FILE_BYTES + 1)
    if len(plain) > MAX_FILE_BYTES:
        raise OSError("gzip holds more than a page")
    return plain


def _take_page(context: Context, path: Path, payload: bytes) -> Taken:
    media_type = media_type_of(path, payload)
    address = context.address or _sidecar(path) or printed_address(payload, media_type)
    if address is None:
        return Taken(path.name, "not-taken", f"no address: pass --url, or put it into {path.name}{SIDECAR}")
    found = identify(address)
    if found is None:
        return Taken(path.name, "not-taken", "the address belongs to no known source")
    source, identity = found
    try:
        entry = context.archive.append_resource(
            payload,
            address=address,
            media_type=media_type,
            captured_at=context.captured_at or datetime.now(UTC),
            source=source.config.name,
            document_key=identity.document_key,
            role="document",
            run_id=context.run_id,
            imported_from=path.name,
            copy=copied(address, identity),
        )
    except ArchiveError as error:
        return Taken(path.name, "not-taken", str(error))
    if entry is None:
        return Taken(path.name, "known", "kept before, nothing changed", source.config.name)
    return Taken(path.name, "kept", identity.document_key, source.config.name)


def media_type_of(path: Path, payload: bytes) -> str:
    """From the file's name where it says, else from its first bytes; `reading.text` decides what it really is."""
    suffixes = [suffix for suffix in path.suffixes if suffix != ".gz"]
    named = mimetypes.guess_type(f"x{suffixes[-1]}")[0] if suffixes else None
    if named in ("text/html", "text/plain", "application/xhtml+xml"):
        return named
    head = payload[:4096].lstrip().lower()
    if b"\0" in head:
        return "application/octet-stream"
    return "text/html" if head.startswith(b"<") else "text/plain"


def _sidecar(path: Path) -> str | None:
    try:
        lines = path.with_name(path.name + SIDECAR).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return None
    return lines[0] if lines else None


def printed_address(payload: bytes, media_type: str) -> str | None:
    """The page's canonical link or og:url, where it belongs to a known source."""
    if media_type == "text/plain":
        return None
    page = text.page_of(payload[:HEAD_BYTES], address="", media_type=media_type, charset=None)
    candidates = (page.head_value("link:canonical"), page.head_value("meta:og:url"))
    return next((address for address in candidates if address and identify(address)), None)


def _source_runs(taken: Sequence[Taken]) -> Iterator[SourceRun]:
    """Counts per source. What was not taken belongs to no source and is told to whoever imports."""
    for name in sorted({item.source for item in taken if item.source}):
        mine = [item for item in taken if item.source == name]
        yield SourceRun(
            source=name,
            listed=sum(item.count for item in mine),
            fetched=sum(item.count for item in mine if item.outcome == "kept"),
            unchanged=sum(item.count for item in mine if item.outcome == "known"),
            failed=0,
            blocked=0,
            refused=0,
            issues=(),
        )
