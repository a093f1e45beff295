"""A plain site of any size on loopback: stories, listings with a pager, conditional requests, and a log of all that was
asked. It is fast, so that measuring a collection measures the collection."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PER_LISTING = 10
REASONS: Mapping[int, str] = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found"}
_WORDS = "The ferry of Ostra came late again and the harbour master wrote down the hour of it as he had done all year. "


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    at: float
    """Monotonic seconds at which it was read."""
    host: str
    target: str
    status: int
    is_conditional: bool


@dataclass(slots=True)
class PlainSite:
    """Stories in the order of the listing, newest first, the same on every host. May be changed while it is served."""

    stories: list[str]
    bodies: dict[str, bytes] = field(default_factory=dict)
    """Bodies other than the usual one, by story."""
    answers: dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]] = field(default_factory=dict)
    """Whole answers by path: status, header fields, body."""
    asked: list[Asked] = field(default_factory=list)
    delay: float = 0.0
    """Seconds before each answer."""
    not_modified_since: bool = False
    """True where any If-Modified-Since is answered with 304, as careless servers do."""
    open_at_once: dict[str, int] = field(default_factory=dict)
    most_at_once: dict[str, int] = field(default_factory=dict)
    """By host: the largest number of requests that were being answered at the same time."""

    @classmethod
    def of(cls, count: int) -> PlainSite:
        return cls([f"story-{number:05}" for number in range(count)])

    def body(self, story: str) -> bytes:
        """A page of some eight kilobytes."""
        if story in self.bodies:
            return self.bodies[story]
        paragraphs = "".join(f"<p>{_WORDS * 5}{story}, {number}.</p>\n" for number in range(14))
        page = f"<html><head><title>{story}</title></head><body><h1>{story}</h1>\n{paragraphs}</body></html>\n"
        return page.encode()

    def listing(self, number: int) -> bytes:
        shown = self.stories[number * PER_LISTING : (number + 1) * PER_LISTING]
        items = "".join(f'<article><h3><a href="/story/{story}">{story}</a></h3></article>\n' for story in shown)
        last = -(-len(self.stories) // PER_LISTING) - 1
        pager = "".join(f'<a href="/list?page={other}">{other + 1}</a> ' for other in range(last + 1))
        return f"<html><body><main>{items}</main><nav>{pager}</nav></body></html>\n".encode()

    def answer(self, target: str) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        if target in self.answers:
            return self.answers[target]
        if target == "/robots.txt":
            return 200, (("Content-Type", "text/plain"),), b"User-agent: *\nAllow: /\n"
        if target.startswith("/list?page="):
            return 200, (("Content-Type", "text/html; charset=utf-8"),), self.listing(int(target[11:]))
        story = target.removeprefix("/story/")
        if story != target and story in self.stories:
            return 200, (("Content-Type", "text/html; charset=utf-8"),), self.body(story)
        return 404, (("Content-Type", "text/html"),), b"<html><body><h1>Not here</h1></body></html>"


class _Connection(asyncio.Protocol):
    def __init__(self, site: PlainSite) -> None:
        self._site = site
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._take(head.decode("latin-1"))

    def _take(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        target = first.split(" ")[1]
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host = fields.get("host", "").partition(":")[0]
        site = self._site
        status, headers, body = site.answer(target)
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        if status == 200:
            headers = (*headers, ("ETag", tag))
            is_old = self._site.not_modified_since and "if-modified-since" in fields
            if fields.get("if-none-match") == tag or is_old:
                status, body = 304, b""
        is_conditional = "if-none-match" in fields or "if-modified-since" in fields
        site.asked.append(Asked(time.monotonic(), host, target, status, is_conditional))
        now = site.open_at_once[host] = site.open_at_once.get(host, 0) + 1
        site.most_at_once[host] = max(site.most_at_once.get(host, 0), now)
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}", *(f"{name}: {value}" for name, value in headers)]
        lines.append(f"Content-Length: {len(body)}")
        if fields.get("connection", "").lower() == "close":
            lines.append("Connection: close")
        answer = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
        if site.delay:
            asyncio.get_running_loop().call_later(site.delay, self._say, answer, host, fields)
        else:
            self._say(answer, host, fields)

    def _say(self, answer: bytes, host: str, fields: Mapping[str, str]) -> None:
        self._site.open_at_once[host] -= 1
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(answer)
        if fields.get("connection", "").lower() == "close":
            self._transport.close()


class PlainServer:
    """Serves a site on ``127.0.0.1:port``, whatever host is asked for, while the context lasts."""

    def __init__(self, site: PlainSite, port: int = 0) -> None:
        self.site = site
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._is_ready = threading.Event()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        made = self._loop.create_server(lambda: _Connection(self.site), "127.0.0.1", self.port)
        server = self._loop.run_until_complete(made)
        self.port = server.sockets[0].getsockname()[1]
        self._is_ready.set()
        self._loop.run_forever()
        server.close()

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until interrupted, in a process of its own, and says its port."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=300)
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args(arguments)
    with PlainServer(PlainSite.of(asked.stories), asked.port) as server:
        print(server.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
