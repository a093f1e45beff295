"""A real HTTP server on loopback that answers for all sample hosts, told apart by the Host header.

Works with keep-alive, conditional requests (RFC 9110 §13), content coding when asked for it, and as a proxy
(``curl -x http://127.0.0.1:PORT http://iwpr.test/``), so that a browser can look at the sites too.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from threading import Lock
from urllib.parse import unquote, urlsplit

from samples import SAMPLE_HOSTS, legacy, sites
from samples.markup import Answer
from samples.threaded import QuietServer, Threaded

MIN_GZIP_BYTES = 256
"""Smaller bodies are sent as they are, as most servers do."""


class _Server(QuietServer):
    routes: Mapping[str, Mapping[str, Answer]]
    requests: list[tuple[str, str, int]]
    log_lock: Lock


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleSites"
    sys_version = ""
    timeout = 30
    disable_nagle_algorithm = True
    wbufsize = 65536
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: tests read `SampleServer.requests`."""

    def _answer(self, *, with_body: bool) -> None:
        host, target = self._asked_for()
        answer = answer_for(self.server.routes, host, target)
        coded = self._is_gzip_wanted() and len(answer.body) >= MIN_GZIP_BYTES and answer.status == HTTPStatus.OK
        tag = _tag(answer.body, coded)
        status = HTTPStatus.NOT_MODIFIED if self._is_unchanged(answer, tag) else HTTPStatus(answer.status)
        with self.server.log_lock:
            self.server.requests.append((host, target, int(status)))
        body = _gzipped(answer.body) if coded else answer.body
        self.send_response(status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status == HTTPStatus.OK:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", format_datetime(_modified(answer), usegmt=True))
            self.send_header("Vary", "Accept-Encoding")
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(body)))
            if coded:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if with_body and status is not HTTPStatus.NOT_MODIFIED:
            self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        # A page may name its own Server header (the challenge does); the default one would stand beside it.
        self.send_response_only(code, message)
        self.send_header("Date", self.date_time_string())

    def _asked_for(self) -> tuple[str, str]:
        if self.path.startswith(("http://", "https://")):  # absolute form: asked as a proxy
            parts = urlsplit(self.path)
            target = self.path.split(parts.netloc, 1)[1] or "/"
            return (parts.hostname or "").rstrip("."), target
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        return host.lower().rstrip("."), self.path

    def _is_gzip_wanted(self) -> bool:
        codings = [part.partition(";") for part in self.headers.get("Accept-Encoding", "").lower().split(",")]
        return any(
            name.strip() == "gzip" and rest.replace(" ", "") not in {"q=0", "q=0.0"} for name, _, rest in codings
        )

    def _is_unchanged(self, answer: Answer, tag: str) -> bool:
        if answer.status != HTTPStatus.OK:
            return False
        if (tags := self.headers.get("If-None-Match")) is not None:
            held = {held.strip().removeprefix("W/") for held in tags.split(",")}
            return "*" in held or tag in held
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.replace(tzinfo=since.tzinfo or UTC) >= _modified(answer)


class SampleServer(Threaded):
    """The sample sites on ``127.0.0.1:port`` while the context lasts.

    Raises OSError where the port cannot be had.
    """

    def __init__(self, port: int = 0) -> None:
        server = _Server(("127.0.0.1", port), _Handler)
        server.routes = sites.routes()
        self.requests: list[tuple[str, str, int]] = []
        """(host, path with query, status) of every request, in the order they came; may be cleared."""
        server.requests = self.requests
        server.log_lock = Lock()
        super().__init__(server)


def serve(port: int) -> None:
    """Serves the sample sites on loopback until interrupted."""
    with SampleServer(port) as server:
        print(f"sample sites on http://127.0.0.1:{server.port}: {', '.join(SAMPLE_HOSTS)}", flush=True)
        print("  http://127.0.0.1:PORT/ needs one of these names as its Host, or the server as a proxy:")
        print(f"  curl -x http://127.0.0.1:{server.port} 'http://iwpr.test/global-voices?page=0'", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print("stopped")


def answer_for(routes: Mapping[str, Mapping[str, Answer]], host: str, target: str) -> Answer:
    """What the host says at that path and query; percent-encoding is compared decoded."""
    at_host = routes.get(host)
    if at_host is None:
        text = f"No sample site of that name; there are: {', '.join(SAMPLE_HOSTS)}\n"
        return Answer(text.encode(), status=421, media_type="text/plain; charset=utf-8")
    found = at_host.get(unquote(target))
    if found is None and host == legacy.HOST:
        found = legacy.nearest(unquote(target), at_host)
    return found or sites.not_found(host)


def _tag(body: bytes, coded: bool) -> str:
    # RFC 9110 §8.8.3: another content coding is another representation, so its tag must differ.
    return f'"{hashlib.sha256(body).hexdigest()[:20]}{"-gzip" if coded else ""}"'


@cache
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _modified(answer: Answer) -> datetime:
    return datetime(answer.modified.year, answer.modified.month, answer.modified.day, 6, 30, tzinfo=UTC)
