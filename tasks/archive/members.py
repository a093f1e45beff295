"""WARC records read one by one, each in constant memory, and damage reported where it is."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException  # type: ignore[import-untyped]

from tasks.archive.coding import GZIP_MAGIC, PIECE
from tasks.archive.errors import DamagedRecordError

MAX_HEADERS = 1024 * 1024
MAX_LENGTH_DIGITS = 18
"""More digits are no length of anything, and very many cannot be turned into a number at all."""
"""WARC headers longer than this are none."""

_PARSER = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"])


class Reader(Protocol):
    """What records are parsed from."""

    def read(self, size: int) -> bytes: ...
    def readline(self, size: int) -> bytes: ...


class MemberReader:
    """One gzip member of a file. No other reader may move the file while this one is in use."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        file.seek(offset)
        self.offset = offset
        self.end: int | None = None
        """Offset behind the member, once it is read to its end."""
        self._file = file
        self._inflater = zlib.decompressobj(wbits=31)
        self._buffer = b""
        self._position = 0

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes, fewer only at the member's end. Raises DamagedRecordError."""
        pieces: list[bytes] = []
        while size > 0 and self._fill():
            piece = self._buffer[self._position : self._position + size]
            self._position += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def readline(self, size: int) -> bytes:
        """One line with its line feed, cut at `size` bytes. Raises DamagedRecordError."""
        pieces: list[bytes] = []
        while size > 0 and self._fill():
            found = self._buffer.find(b"\n", self._position, self._position + size)
            end = found + 1 if found >= 0 else min(self._position + size, len(self._buffer))
            pieces.append(self._buffer[self._position : end])
            size -= end - self._position
            self._position = end
            if found >= 0:
                break
        return b"".join(pieces)

    def _fill(self) -> bool:
        while self._position >= len(self._buffer):
            if self._inflater.eof:
                return False
            data = self._inflater.unconsumed_tail or self._file.read(PIECE)
            if not data:
                raise DamagedRecordError(self.offset, "gzip ends in the middle of a record")
            try:
                self._buffer = self._inflater.decompress(data, PIECE)
            except zlib.error as error:
                raise DamagedRecordError(self.offset, "gzip is damaged") from error
            self._position = 0
            if self._inflater.eof:
                self.end = self._file.tell() - len(self._inflater.unused_data)
        return True


class PlainReader:
    """An uncompressed file."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        file.seek(offset)
        self._file = file

    @property
    def position(self) -> int:
        return self._file.tell()

    def read(self, size: int) -> bytes:
        return self._file.read(size)

    def readline(self, size: int) -> bytes:
        return self._file.readline(size)


class Record:
    """A record's headers, and its block to be read once."""

    def __init__(self, headers: list[tuple[str, str]], reader: Reader, offset: int) -> None:
        self._headers = headers
        self._reader = reader
        self.offset = offset
        """Where the record starts; in a file compressed as a whole, where that gzip member starts."""
        length = self.get("Content-Length") or ""
        if not length.isascii() or not length.isdigit() or len(length) > MAX_LENGTH_DIGITS:
            raise DamagedRecordError(offset, "record without a length")
        self.length = int(length)
        """Length of the block in bytes."""
        self._left = self.length

    def get(self, name: str) -> str | None:
        wanted = name.lower()
        return next((value for key, value in self._headers if key.lower() == wanted), None)

    @property
    def type(self) -> str:
        return (self.get("WARC-Type") or "").lower()

    @property
    def id(self) -> str:
        return (self.get("WARC-Record-ID") or "").strip("<>")

    @property
    def target(self) -> str:
        written = self.get("WARC-Target-URI") or ""
        # WARC 1.0 set it in angle brackets; an address of its own may end in one.
        return written[1:-1] if written.startswith("<") and written.endswith(">") else written

    def read(self, size: int) -> bytes:
        """Up to `size` bytes of the block; nothing at its end. Raises DamagedRecordError where the file ends first."""
        return self._taken(self._reader.read(min(size, self._left)))

    def readline(self, size: int) -> bytes:
        return self._taken(self._reader.readline(min(size, self._left)))

    def _taken(self, data: bytes) -> bytes:
        if not data and self._left:
            raise DamagedRecordError(self.offset, "file ends in the middle of a record")
        self._left -= len(data)
        return data

    def pieces(self) -> Iterator[bytes]:
        """The rest of the block."""
        while piece := self.read(PIECE):
            yield piece

    def rest(self) -> bytes:
        return b"".join(self.pieces())

    def finish(self) -> None:
        """Raises DamagedRecordError where something else than a blank line stands behind the block."""
        if self._left == 0 and self._reader.readline(MAX_HEADERS).strip():
            raise DamagedRecordError(self.offset, "record does not end where its length says")

    @property
    def left(self) -> int:
        """Bytes of the block not read yet."""
        return self._left


class _Bounded:
    """Keeps a file of endless headers from filling memory."""

    def __init__(self, reader: Reader, offset: int) -> None:
        self._reader = reader
        self._offset = offset
        self._left = MAX_HEADERS

    def readline(self) -> bytes:
        line = self._reader.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            raise DamagedRecordError(self._offset, "record headers do not end")
        return line


def parse_record(reader: Reader, offset: int, first_line: bytes | None = None) -> Record:
    """Reads a record's headers. Raises DamagedRecordError where none stand there."""
    bounded = _Bounded(reader, offset)
    line = bounded.readline() if first_line is None else first_line
    if not line:
        raise DamagedRecordError(offset, "no WARC record")
    try:
        parsed = _PARSER.parse(bounded, line)
    except (StatusAndHeadersParserException, EOFError) as error:
        raise DamagedRecordError(offset, "no WARC record") from error
    return Record(parsed.headers, reader, offset)


def records(file: BinaryIO) -> Iterator[Record]:
    """The records of any WARC file: gzipped each, gzipped as a whole, or plain.

    A record's block can be read until the next one is asked for. Raises DamagedRecordError where the file cannot be
    read on; everything before that has been yielded.
    """
    offset = 0
    while start := _magic(file, offset):
        if start != GZIP_MAGIC:
            yield from _segment(PlainReader(file, offset), offset)
            return
        member = MemberReader(file, offset)
        yield from _segment(member, offset)
        if member.end is None:
            raise DamagedRecordError(offset, "gzip ends in the middle of a record")
        offset = member.end


def _magic(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(2)


def _segment(reader: MemberReader | PlainReader, offset: int) -> Iterator[Record]:
    while True:
        line = reader.readline(MAX_HEADERS)
        while line and not line.strip():
            line = reader.readline(MAX_HEADERS)
        if not line:
            return
        start = reader.position - len(line) if isinstance(reader, PlainReader) else offset
        record = parse_record(reader, start, line)
        yield record
        for _ in record.pieces():
            pass


def record_at(file: BinaryIO, offset: int) -> Record:
    """The record that starts at `offset`. Raises DamagedRecordError."""
    is_gzip = _magic(file, offset) == GZIP_MAGIC
    reader = MemberReader(file, offset) if is_gzip else PlainReader(file, offset)
    return parse_record(reader, offset)
