"""Answers in the shape of Common Crawl's: a list of crawls, an index per crawl in pages, WARC files read in ranges."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_URL, uuid5

from samples.webarchives import INDEX_HOST
from samples.webcopies import Held, held, matching
from samples.webreply import Reply, as_json, plain

PER_PAGE = 5
"""Index lines in a page; the real ones hold thousands."""

_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")


@dataclass(frozen=True, slots=True)
class _Line:
    held: Held
    crawl: str
    file: str
    offset: int
    length: int


class Crawled:
    """Two crawls: what was captured before 2020, and what came after."""

    def __init__(self, *, takes_ranges: bool = True, damaged: int | None = None) -> None:
        """The record numbered `damaged`, counted from 0 over all crawls, cannot be unpacked."""
        self._takes_ranges = takes_ranges
        self._files: dict[str, bytes] = {}
        self._lines: list[_Line] = []
        captured = [each for each in held() if each.status == 200]
        number = 0
        for crawl, some in (
            ("CC-MAIN-2019-43", [each for each in captured if each.digits < "2020"]),
            ("CC-MAIN-2021-10", [each for each in captured if each.digits >= "2020"]),
        ):
            file = f"crawl-data/{crawl}/segments/1/warc/CC-MAIN-00000.warc.gz"
            octets = bytearray(_member("warcinfo", f"{crawl}:info", b"isPartOf: sample\r\n", "application/warc-fields"))
            for each in some:
                member = bytearray(record(each))
                if number == damaged:
                    member[len(member) // 2] ^= 0xFF
                number += 1
                self._lines.append(_Line(each, crawl, file, len(octets), len(member)))
                octets += member
            self._files[f"/{file}"] = bytes(octets)

    def index(self, target: str) -> Reply:
        """What the index's host says at that path and query."""
        if target == "/collinfo.json":
            return as_json(
                [
                    _crawl("CC-MAIN-2021-10", "2020-01-01", "2026-12-31"),
                    _crawl("CC-MAIN-2019-43", "1996-01-01", "2019-12-31"),
                ]
            )
        parts = urlsplit(target)
        crawl = parts.path.removeprefix("/").removesuffix("-index")
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        wanted = {id(each) for each in matching(query.get("url", ""), is_prefix=query.get("matchType") == "prefix")}
        found = [line for line in self._lines if line.crawl == crawl and id(line.held) in wanted]
        if not found:
            return as_json({"message": f"No Captures found for: {query.get('url', '')}"}, 404)
        pages = -(-len(found) // PER_PAGE)
        if query.get("showNumPages") == "true":
            return as_json({"pages": pages, "pageSize": PER_PAGE, "blocks": pages})
        page = int(query.get("page", "0"))
        if page >= pages:
            return plain(400, "Page Not Found\n")
        lines = "".join(_told(line) for line in found[page * PER_PAGE : (page + 1) * PER_PAGE])
        return Reply(200, (("Content-Type", "text/x-ndjson"),), lines.encode())

    def data(self, target: str, asked: str | None) -> Reply:
        """What the data host says at that path, to a request with that Range."""
        octets = self._files.get(target)
        if octets is None:
            return plain(404, "no such key\n")
        headers = (("Content-Type", "application/octet-stream"), ("ETag", f'"{len(octets)}"'))
        span = _RANGE.fullmatch(asked or "")
        if span is None or not self._takes_ranges:
            return Reply(200, headers, octets)
        first, last = int(span[1]), min(int(span[2]), len(octets) - 1)
        if first > last:
            return plain(416, "no such range\n")
        return Reply(
            206, (*headers, ("Content-Range", f"bytes {first}-{last}/{len(octets)}")), octets[first : last + 1]
        )


def _crawl(name: str, since: str, until: str) -> dict[str, str]:
    return {
        "id": name,
        "name": f"{name} Index",
        "cdx-api": f"http://{INDEX_HOST}/{name}-index",
        "from": f"{since}T00:00:00",
        "to": f"{until}T23:59:59",
    }


def _told(line: _Line) -> str:
    each = line.held
    fields = {
        "urlkey": each.key,
        "timestamp": each.digits,
        "url": each.original,
        "mime": each.type,
        "mime-detected": each.type,
        "status": str(each.status),
        "digest": each.digest,
        "length": str(line.length),
        "offset": str(line.offset),
        "filename": line.file,
    }
    return f"{json.dumps(fields)}\n"


def record(each: Held) -> bytes:
    """A capture as a WARC response record in a gzip member of its own."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {each.media_type}\r\nContent-Length: {len(each.body)}\r\n\r\n".encode()
    return _member(
        "response",
        f"{each.original}#{each.digits}",
        head + each.body,
        "application/http; msgtype=response",
        ("WARC-Target-URI", each.original),
        ("WARC-Payload-Digest", f"sha1:{each.digest}"),
        date=each.digits,
    )


def _member(
    kind: str, name: str, block: bytes, content_type: str, *more: tuple[str, str], date: str = "20140301000000"
) -> bytes:
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    lines = ["WARC/1.0", *(f"{key}: {value}" for key, value in _headers(kind, name, date, content_type, more))]
    lines += [f"WARC-Block-Digest: sha1:{digest}", f"Content-Length: {len(block)}", "", ""]
    return gzip.compress("\r\n".join(lines).encode() + block + b"\r\n\r\n", mtime=0)


def _headers(
    kind: str, name: str, date: str, content_type: str, more: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str]]:
    yield "WARC-Type", kind
    yield "WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, name)}>"
    yield "WARC-Date", f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:14]}Z"
    yield "Content-Type", content_type
    yield from more
