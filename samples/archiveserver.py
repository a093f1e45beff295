"""A real HTTP server on loopback that answers for all sample web archives, and for the sample sites beside them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from threading import Lock
from urllib.parse import urlsplit

from samples import commoncrawl, sites, wayback
from samples.server import answer_for
from samples.threaded import QuietServer, Threaded
from samples.webarchives import ARCHIVE_HOSTS, DATA_HOST, INDEX_HOST, WAYBACK_HOST
from samples.webreply import Reply, plain


@dataclass(frozen=True, slots=True)
class Limit:
    """How much an archive bears: so many answers, then a pause, in which it answers 429 (RFC 6585 §4)."""

    answers: int
    pause: float
    """Seconds."""


class _Gate:
    """Counts one host's answers."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._lock = Lock()
        self._answers = 0
        self._closed_until = 0.0

    def refused(self) -> Reply | None:
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                left = max(1, round(self._closed_until - now + 0.5))
                return plain(429, "too many requests\n", ("Retry-After", str(left)))
            self._answers += 1
            if self._answers > self._limit.answers:
                self._answers = 0
                self._closed_until = now + self._limit.pause
                return plain(429, "too many requests\n", ("Retry-After", str(max(1, round(self._limit.pause)))))
            return None


class _Server(QuietServer):
    answer: Callable[[str, str, str | None], Reply]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True
    wbufsize = 65536
    server: _Server

    def do_GET(self) -> None:
        host, target = self.headers.get("Host", "").rsplit(":", 1)[0].lower(), self.path
        if target.startswith(("http://", "https://")) and urlsplit(target).hostname in ARCHIVE_HOSTS:
            parts = urlsplit(target)  # asked as a proxy, by a browser
            host, target = parts.hostname or "", target.split(parts.netloc, 1)[1] or "/"
        reply = self.server.answer(host, target, self.headers.get("Range"))
        self.send_response_only(reply.status)
        self.send_header("Date", self.date_time_string())
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: tests read `ArchiveServer.requests`."""


class ArchiveServer(Threaded):
    """The sample archives on ``127.0.0.1:port`` while the context lasts.

    Raises OSError where the port cannot be had.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        limit: Limit | None = None,
        takes_ranges: bool = True,
        damaged: int | None = None,
        robots: str = "User-agent: *\nDisallow: /save/\n",
    ) -> None:
        """`limit` is the Wayback Machine's. Common Crawl's data host takes no notice of ranges unless `takes_ranges`;
        of its records the one numbered `damaged` is. `robots` is what all archives allow."""
        self._gate = _Gate(limit) if limit else None
        self._crawl = commoncrawl.Crawled(takes_ranges=takes_ranges, damaged=damaged)
        self._robots = robots
        self._refused: str | None = None
        self.index: bytes | None = None
        """What the Wayback Machine's index answers instead of what it holds."""
        server = _Server(("127.0.0.1", port), _Handler)
        server.answer = self._answer
        super().__init__(server)
        self._lock = Lock()
        self.requests: list[tuple[str, str, int]] = []
        """(host, path with query, status) of every request, in order; may be cleared."""

    def refuse(self, words: str) -> None:
        """From now on every address that holds these words is answered with 403."""
        self._refused = words

    def _answer(self, host: str, target: str, asked_range: str | None) -> Reply:
        reply = self._reply(host, target, asked_range)
        with self._lock:
            self.requests.append((host, target, reply.status))
        return reply

    def _reply(self, host: str, target: str, asked_range: str | None) -> Reply:
        if host in ARCHIVE_HOSTS and target == "/robots.txt":
            return plain(200, self._robots)
        if self._refused and self._refused in target:
            return plain(403, "forbidden\n")
        if host == WAYBACK_HOST and self.index is not None and target.startswith("/cdx/"):
            return Reply(200, (("Content-Type", "application/json"),), self.index)
        if host == WAYBACK_HOST:
            return (self._gate.refused() if self._gate else None) or wayback.answer(target)
        if host == INDEX_HOST:
            return self._crawl.index(target)
        if host == DATA_HOST:
            return self._crawl.data(target, asked_range)
        found = answer_for(sites.routes(), host, target)
        return Reply(found.status, (("Content-Type", found.media_type), *found.headers), found.body)


def serve(port: int) -> None:
    """Serves the sample archives on loopback until interrupted."""
    with ArchiveServer(port) as server:
        print(f"sample web archives on http://127.0.0.1:{server.port}: {', '.join(ARCHIVE_HOSTS[:3])}", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print("stopped")
