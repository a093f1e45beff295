"""The polite session, against real servers on loopback."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tasks.archive.asking.fetcherrors import AskedToWaitError
from tasks.archive.asking.redirects import redirect_target
from tasks.archive.asking.session import FetchError, Limits, PoliteSession, SessionSettings
from tasks.archive.asking.turns import Turns
from tasks.archive.exchange import Exchange
from tasks.archive.payload import payload_of
from tasks.archive.store import Archive
from tests.archive_making import PAGE, keep

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, time.monotonic(), dict(self.headers.items())))
        answer = self.site.pages.get(self.path)
        if answer is None:
            self.plain(404, b"")
            return
        answer(self)

    def plain(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response_only(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Silent."""


@dataclass
class Site:
    """A site on loopback: its pages by path, and what was asked of it."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def page(self, path: str, status: int = 200, body: bytes = PAGE, *headers: tuple[str, str]) -> None:
        self.pages[path] = lambda handler: handler.plain(status, body, *headers)

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (Handler,), {"site": site}))
    server.daemon_threads = True
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


def settings(site: Site) -> SessionSettings:
    return SessionSettings(
        contact="https://onrecord.test/about",
        pace_seconds=0,
        connect_to={"iwpr.test": ("127.0.0.1", site.port), "other.test": ("127.0.0.1", site.port)},
        only_connect_to=True,
        limits=Limits(read_timeout=5, total_timeout=20, backoff=0.01),
    )


def limited(site: Site, **limits: Any) -> PoliteSession:
    """A session with other limits."""
    usual = settings(site)
    return PoliteSession(replace(usual, limits=replace(usual.limits, **limits)))


def state_of(session: PoliteSession, address: str) -> str:
    with pytest.raises(FetchError) as error:
        session.get(address)
    return error.value.state


def test_answer_is_recorded_as_it_was_sent(site: Site) -> None:
    body = gzip.compress(PAGE)

    def answer(handler: Handler) -> None:
        handler.send_response_only(200, "Fine")
        for name, value in (("content-TYPE", "text/html;charset=utf-8"), ("Content-Encoding", "gzip")):
            handler.send_header(name, value)
        for value in ("a=1", "b=2"):
            handler.send_header("set-cookie", value)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(body), 7):
            piece = body[start : start + 7]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")

    site.pages["/global-voices/x?page=2"] = answer
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/global-voices/x?page=2#part")
    assert exchange.address == "http://iwpr.test/global-voices/x?page=2#part"
    assert (exchange.status, exchange.reason, exchange.http_version, exchange.ip) == (200, "Fine", "1.1", "127.0.0.1")
    assert exchange.request_target == "/global-voices/x?page=2"
    assert exchange.response_headers == (
        ("content-TYPE", "text/html;charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("Transfer-Encoding", "chunked"),
    )
    assert exchange.body == body
    assert payload_of(exchange).body == PAGE


def test_request_says_who_asks_and_is_recorded_as_sent(site: Site) -> None:
    site.page("/x")
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/x")
    _, _, received = site.asked[-1]
    assert dict(exchange.request_headers) == received
    assert received["Host"] == "iwpr.test"
    assert received["User-Agent"].startswith("OnRecord/")
    assert received["User-Agent"].endswith(" (+https://onrecord.test/about)")


@pytest.mark.parametrize("contact", ["", "  ", "café@onrecord.test", "a@b.test\r\nX: y", "somebody", "http://"])
def test_session_without_a_contact_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="contact"):
        PoliteSession(SessionSettings(contact=contact))


def test_cookies_are_not_sent_back(site: Site) -> None:
    site.page("/x", 200, PAGE, ("Set-Cookie", "session=1; Path=/"))
    session = PoliteSession(settings(site))
    session.get("http://iwpr.test/x")
    session.get("http://iwpr.test/x")
    assert all("Cookie" not in headers for _, _, headers in site.asked)


def test_redirects_are_handed_out_and_not_followed(site: Site) -> None:
    site.page("/a", 301, b"", ("Location", "/b?x=1#part"))
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/a")
    assert (exchange.status, redirect_target(exchange)) == (301, "http://iwpr.test/b?x=1")
    assert site.paths == ["/robots.txt", "/a"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://[", "//a@iwpr.test/", "mailto:a@b.test", "http://./"])
def test_redirect_to_what_cannot_be_asked_is_the_fault_of_the_page_that_leads_there(site: Site, target: str) -> None:
    site.page("/a", 302, b"", ("Location", target))
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/a")
    with pytest.raises(FetchError) as error:
        redirect_target(exchange)
    assert error.value.state == "address-refused"


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/x", "http://localhost/x"])
def test_each_address_is_vetted(site: Site, target: str) -> None:
    assert state_of(PoliteSession(replace(settings(site), only_connect_to=False)), target) == "address-refused"


ROBOTS = b"User-agent: onrecord\nDisallow: /closed\nAllow: /closed/but\n\nUser-agent: *\nDisallow: /\n"


def test_robots_is_kept_to_and_handed_out_once(site: Site) -> None:
    site.page("/robots.txt", 200, ROBOTS)
    site.page("/open")
    site.page("/closed/but/this")
    kept: list[Exchange] = []
    session = PoliteSession(settings(site), on_robots=kept.append)
    session.get("http://iwpr.test/open")
    session.get("http://iwpr.test/closed/but/this")
    assert state_of(session, "http://iwpr.test/closed/page") == "refused-by-robots"
    assert site.paths == ["/robots.txt", "/open", "/closed/but/this"]
    assert [(exchange.address, exchange.body) for exchange in kept] == [("http://iwpr.test/robots.txt", ROBOTS)]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_that_is_not_there_allows_all(site: Site, status: int) -> None:
    site.page("/robots.txt", status, b"User-agent: *\nDisallow: /\n")
    site.page("/x")
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == 200


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_cannot_be_had_refuses_all_for_now(site: Site, status: int) -> None:
    site.page("/robots.txt", status, b"")
    site.page("/x")
    session = PoliteSession(settings(site))
    assert state_of(session, "http://iwpr.test/x") == "robots-unreachable"
    assert "/x" not in site.paths


def test_site_that_is_not_there_is_not_asked(site: Site) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    gone = replace(settings(site), connect_to={"iwpr.test": ("127.0.0.1", port)})
    assert state_of(PoliteSession(gone), "http://iwpr.test/x") == "robots-unreachable"


def test_robots_behind_a_redirect_and_with_a_byte_order_mark(site: Site) -> None:
    site.page("/robots.txt", 301, b"", ("Location", "/robots2.txt"))
    site.page("/robots2.txt", 200, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /closed\r\n")
    kept: list[Exchange] = []
    session = PoliteSession(settings(site), on_robots=kept.append)
    assert state_of(session, "http://iwpr.test/closed") == "refused-by-robots"
    assert [exchange.status for exchange in kept] == [301, 200]


def test_pace_is_kept_per_host(site: Site) -> None:
    site.page("/x")
    session = PoliteSession(replace(settings(site), pace_seconds=0.15))
    for _ in range(3):
        session.get("http://iwpr.test/x")
    times = [at for _, at, _ in site.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))
    started = time.monotonic()
    session.get("http://other.test/x")
    assert time.monotonic() - started < 0.29


def test_crawl_delay_is_kept(site: Site) -> None:
    site.page("/robots.txt", 200, b"User-agent: *\nCrawl-delay: 0.2\n")
    site.page("/x")
    session = PoliteSession(settings(site))
    session.get("http://iwpr.test/x")
    session.get("http://iwpr.test/x")
    times = [at for _, at, _ in site.asked]
    assert len(times) == 3
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.2


def test_crawl_delay_that_no_run_can_keep_leaves_the_site_alone(site: Site) -> None:
    site.page("/robots.txt", 200, b"User-agent: *\nCrawl-delay: 1000000000\n")
    session = PoliteSession(settings(site))
    assert state_of(session, "http://iwpr.test/x") == "asked-to-wait"
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize("path", ["/x/../closed", "/./closed", "/x/%2e%2e/closed", "/closed#part"])
def test_robots_judges_the_address_that_is_sent(site: Site, path: str) -> None:
    site.page("/robots.txt", 200, b"User-agent: *\nDisallow: /closed\n")
    site.page("/closed")
    assert state_of(PoliteSession(settings(site)), f"http://iwpr.test{path}") == "refused-by-robots"
    assert "/closed" not in site.paths


def test_robots_group_named_with_a_version_is_ours(site: Site) -> None:
    site.page(
        "/robots.txt", 200, b"User-agent: OnRecord/0.1 (+https://x.test)\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    )
    assert state_of(PoliteSession(settings(site)), "http://iwpr.test/x") == "refused-by-robots"


@pytest.mark.parametrize("agent", ["O365 crawler", "On/2.0", "OnRecorder/1.0"])
def test_robots_group_of_another_robot_is_not_ours(site: Site, agent: str) -> None:
    site.page("/robots.txt", 200, f"User-agent: {agent}\nDisallow: /\n".encode())
    site.page("/x")
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == 200


@pytest.mark.parametrize("target", ["http://[", "mailto:a@b.test", "http://10.0.0.1/robots.txt"])
def test_robots_that_leads_where_nobody_may_go_is_asked_once(site: Site, target: str) -> None:
    site.page("/robots.txt", 301, b"", ("Location", target))
    session = PoliteSession(settings(site))
    for path in ("a", "b"):
        assert state_of(session, f"http://iwpr.test/{path}") == "robots-unreachable"
    assert site.paths == ["/robots.txt"]


def _busy_then_well(handler: Handler, times: int, status: int, *headers: tuple[str, str]) -> None:
    if handler.site.paths.count(handler.path) <= times:
        handler.plain(status, b"busy", *headers)
    else:
        handler.plain(200, PAGE)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_site_is_asked_again(site: Site, status: int) -> None:
    site.pages["/x"] = lambda handler: _busy_then_well(handler, 2, status)
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == 200
    assert site.paths.count("/x") == 3


@pytest.mark.parametrize("status", [500, 501, 403, 404])
def test_other_failures_are_not_asked_again(site: Site, status: int) -> None:
    site.page("/x", status, b"")
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == status
    assert site.paths.count("/x") == 1


def test_retries_end(site: Site) -> None:
    site.page("/x", 503, b"")
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == 503
    assert site.paths.count("/x") == 3


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_waited_for(site: Site, as_date: bool) -> None:
    value = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if as_date else "1"
    site.pages["/x"] = lambda handler: _busy_then_well(handler, 1, 429, ("Retry-After", value))
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == 200
    (_, first, _), (_, second, _) = site.asked[1:]
    assert second - first >= 0.9


def test_long_retry_after_is_not_waited_for_and_the_host_is_left_alone(site: Site) -> None:
    site.page("/x", 429, b"", ("Retry-After", "7200"))
    session = PoliteSession(settings(site))
    assert session.get("http://iwpr.test/x").status == 429
    assert state_of(session, "http://iwpr.test/other") == "asked-to-wait"
    assert site.paths.count("/x") == 1


def _drip(handler: Handler, head: bool) -> None:
    if not head:
        handler.send_response_only(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"X")
            time.sleep(0.05)
    except OSError:
        return


@pytest.mark.parametrize("head", [False, True], ids=["body", "head"])
def test_dripping_answer_ends_at_the_total_limit(site: Site, head: bool) -> None:
    site.pages["/x"] = lambda handler: _drip(handler, head)
    session = limited(site, total_timeout=0.5)
    started = time.monotonic()
    if head:
        assert state_of(session, "http://iwpr.test/x") == "timed-out"
    else:
        exchange = session.get("http://iwpr.test/x")
        assert exchange.truncated == "time"
        assert 0 < len(exchange.body) < 100
    assert time.monotonic() - started < 3


def test_silent_site_ends_at_the_read_limit(site: Site) -> None:
    site.pages["/x"] = lambda handler: time.sleep(3)
    session = limited(site, read_timeout=0.3)
    assert state_of(session, "http://iwpr.test/x") == "timed-out"


def test_endless_answer_without_a_length_ends_at_the_size_limit(site: Site) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(bytes(65_536))
        except OSError:
            handler.close_connection = True

    site.pages["/x"] = answer
    site.page("/y", 200, bytes(200_001))
    session = limited(site, max_bytes=200_000)
    endless, too_long = session.get("http://iwpr.test/x"), session.get("http://iwpr.test/y")
    assert endless.truncated == too_long.truncated == "length"
    assert endless.body == bytes(len(endless.body))
    assert 0 < len(endless.body) <= 300_000


def test_answer_cut_short_is_asked_for_again_and_kept_as_what_came(site: Site) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(PAGE)
        handler.close_connection = True

    site.pages["/x"] = answer
    passing: list[Exchange] = []
    exchange = PoliteSession(settings(site), on_passing=passing.append).get("http://iwpr.test/x")
    assert (exchange.truncated, exchange.body) == ("disconnect", PAGE)
    assert [(made.truncated, made.body) for made in passing] == [("disconnect", PAGE)] * 2
    assert site.paths.count("/x") == 3


@pytest.mark.parametrize(
    "address",
    [
        "ftp://iwpr.test/x",
        "http:///x",
        "iwpr.test/x",
        "",
        "http://u:p@iwpr.test/",
        "http://iwpr.test:99999/",
        "http://h\n/",
    ],
)
def test_what_is_no_address_is_refused(site: Site, address: str) -> None:
    session = PoliteSession(replace(settings(site), only_connect_to=False))
    assert state_of(session, address) == "address-refused"
    assert not site.asked


def test_no_other_host_is_asked_where_only_named_ones_may(site: Site) -> None:
    assert state_of(PoliteSession(settings(site)), "http://example.com/") == "address-refused"


def test_name_that_leads_inside_on_the_second_look_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: only what was vetted is connected to, and every connection is vetted."""
    looks: list[str] = []
    connected: list[object] = []

    def look_up(host: str, port: int, **more: Any) -> list[Any]:
        looks.append(host)
        ip = "93.184.215.14" if len(looks) % 2 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def connect(target: tuple[str, int], *more: Any) -> socket.socket:
        connected.append(target)
        raise ConnectionRefusedError

    monkeypatch.setattr("tasks.archive.asking.guard.socket.getaddrinfo", look_up)
    monkeypatch.setattr("tasks.archive.asking.connection.socket.create_connection", connect)
    session = PoliteSession(replace(settings(site), only_connect_to=False))
    assert state_of(session, "http://rebinding.test/") == "robots-unreachable"
    assert (
        state_of(PoliteSession(replace(settings(site), only_connect_to=False)), "http://rebinding.test/")
        == "address-refused"
    )
    assert connected == [("93.184.215.14", 80)]


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    site.page("/x")
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").status == 200


def test_certificate_that_does_not_hold_is_refused(site: Site, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(2):
            with suppress(OSError):
                context.wrap_socket(listener.accept()[0], server_side=True).close()

    threading.Thread(target=serve, daemon=True).start()
    secure = replace(settings(site), connect_to={"iwpr.test": listener.getsockname()})
    session = PoliteSession(secure)
    assert state_of(session, "https://iwpr.test/x") == "tls-failed"
    with pytest.raises(FetchError) as error:
        session._hop("https://iwpr.test/robots.txt")
    assert error.value.state == "tls-failed"
    listener.close()


def self_signed(folder: Path) -> Path:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "iwpr.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("iwpr.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "iwpr.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_no_word_of_a_page_reaches_logs_or_errors(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    secret = b"Amara Venn"

    def answer(handler: Handler) -> None:
        handler.send_response_only(200, secret.decode())
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(secret)
        handler.close_connection = True

    def garbage(handler: Handler) -> None:
        handler.wfile.write(secret + b"\r\n\r\n")
        handler.close_connection = True

    def head(handler: Handler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n" + secret + b" went on\r\nand on: x\r\n\r\n" + secret
        )
        handler.close_connection = True

    site.pages |= {"/cut": answer, "/garbage": garbage, "/head": head}
    site.page("/chunks", 200, secret, ("Transfer-Encoding", "chunked"))
    session = limited(site, read_timeout=0.5)
    caplog.set_level(logging.DEBUG)
    assert session.get("http://iwpr.test/cut").truncated == "disconnect"
    assert session.get("http://iwpr.test/chunks").truncated == "time"
    error: FetchError | None = None
    for path in ("garbage", "head"):
        try:
            assert session.get(f"http://iwpr.test/{path}").truncated == "disconnect"
        except FetchError as failure:
            error = failure
        assert error is not None
        assert secret.decode() not in f"{error}{error.__cause__}"
    assert secret.decode() not in caplog.text


def test_fetched_pages_and_robots_go_into_the_archive(site: Site, tmp_path: Path) -> None:
    site.page("/robots.txt", 200, b"User-agent: *\nAllow: /\n")
    site.page("/a", 301, b"", ("Location", "/b"))
    site.page("/b", 200, gzip.compress(PAGE, mtime=0), ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    with Archive(tmp_path / "archive") as archive:
        session = PoliteSession(settings(site), on_robots=lambda made: keep(archive, made, role="robots"))
        for _ in range(2):
            for path in ("a", "b"):
                keep(archive, session.get(f"http://iwpr.test/{path}"))
        entries = list(archive.entries())
        assert [(entry.role, entry.capture.status, entry.refers_to is None) for entry in entries] == [
            ("robots", 200, True),
            ("document", 301, True),
            ("document", 200, True),
            ("document", 301, False),
            ("document", 200, False),
        ]
        assert archive.payload(entries[-1]).body == PAGE


@pytest.mark.parametrize("apart", [0.0, 0.1])
def test_interim_answers_are_read_past(site: Site, apart: float) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
        time.sleep(apart)
        handler.plain(200, handler.path.encode())

    site.pages |= {"/x": answer, "/y": answer}
    with PoliteSession(settings(site)) as session:
        for path in ("/x", "/y", "/x"):
            exchange = session.get(f"http://iwpr.test{path}")
            assert (exchange.status, exchange.body) == (200, path.encode())


def _octets(octets: bytes) -> Answer:
    def answer(handler: Handler) -> None:
        handler.wfile.write(octets)

    return answer


def test_header_line_without_a_colon_costs_no_other(site: Site) -> None:
    site.pages["/x"] = _octets(b'HTTP/1.1 200 OK\r\nX: y\r\ngarbage\r\nETag: "a"\r\nContent-Length: 5\r\n\r\nwhole')
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/x")
    assert exchange.response_headers == (("X", "y"), ("ETag", '"a"'), ("Content-Length", "5"))
    assert (exchange.body, exchange.truncated) == (b"whole", None)


@pytest.mark.parametrize("status", [b"200 OK", b"103 Early Hints"])
def test_head_without_end_is_no_answer_and_takes_no_memory(site: Site, status: bytes) -> None:
    def answer(handler: Handler) -> None:
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 %s\r\n" % status)
            for number in range(90):
                handler.wfile.write(b"X-%d: " % number + b"x" * 60_000 + b"\r\n")
        handler.close_connection = True

    site.pages["/x"] = answer
    assert state_of(PoliteSession(settings(site)), "http://iwpr.test/x") == "malformed"


@pytest.mark.parametrize("coding", [b"chunked ", b"\tChunked"])
def test_chunked_is_taken_off_however_it_is_written(site: Site, coding: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n" % coding
    site.pages["/x"] = _octets(head + b"5\r\nwhole\r\n0\r\n\r\n")
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/x")
    assert (exchange.body, exchange.truncated) == (b"whole", None)


def test_connection_that_the_site_closed_meanwhile_costs_a_request_that_keeps_the_pace(site: Site) -> None:
    def leave(handler: Handler) -> None:
        if handler.site.paths.count(handler.path) == 1:
            handler.close_connection = True  # read, and not answered
        else:
            handler.plain(200, PAGE)

    site.page("/x")
    site.pages["/y"] = leave
    session = PoliteSession(replace(settings(site), pace_seconds=0.15))
    for path in ("x", "y"):
        assert session.get(f"http://iwpr.test/{path}").body == PAGE
    times = [at for _, at, _ in site.asked]
    assert site.paths == ["/robots.txt", "/x", "/y", "/y"]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.15


@pytest.mark.parametrize("status", [301, 403, 413, 500])
def test_retry_after_rests_the_site_whatever_the_status(site: Site, status: int) -> None:
    site.page("/x", status, b"", ("Retry-After", "7200"))
    session = PoliteSession(settings(site))
    assert session.get("http://iwpr.test/x").status == status
    assert state_of(session, "http://iwpr.test/y") == "asked-to-wait"


def test_a_rest_that_was_asked_for_is_told_with_its_time_in_the_next_run(site: Site, tmp_path: Path) -> None:
    site.page("/x", 429, b"", ("Retry-After", "7200"))
    PoliteSession(settings(site), turns=Turns(tmp_path)).get("http://iwpr.test/x")
    with pytest.raises(AskedToWaitError) as error:
        PoliteSession(settings(site), turns=Turns(tmp_path)).get("http://iwpr.test/x")
    assert timedelta(hours=1.9) < error.value.until - datetime.now(UTC) < timedelta(hours=2.1)


def test_one_connection_serves_many_requests_and_a_stale_one_is_made_anew(site: Site) -> None:
    ports: list[int] = []
    site.pages["/x"] = lambda handler: (ports.append(handler.client_address[1]), handler.plain(200, PAGE))[1]  # type: ignore[func-returns-value]

    def last(handler: Handler) -> None:
        ports.append(handler.client_address[1])
        handler.plain(200, PAGE)
        handler.close_connection = True  # without saying so: the next request meets a closed door

    site.pages["/last"] = last
    with PoliteSession(settings(site)) as session:
        for path in ("x", "x", "last", "x"):
            assert session.get(f"http://iwpr.test/{path}").body == PAGE
    assert len(set(ports[:3])) == 1
    assert ports[3] != ports[2]
    assert site.paths.count("/x") == 3


def test_rest_of_an_answer_that_is_longer_than_it_says_is_no_part_of_the_next(site: Site) -> None:
    def longer(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Content-Length", "5")
        handler.end_headers()
        handler.wfile.write(b"whole" + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")

    site.pages["/x"] = longer
    site.page("/y")
    with PoliteSession(settings(site)) as session:
        assert session.get("http://iwpr.test/x").body == b"whole"
        assert session.get("http://iwpr.test/y").body == PAGE


def test_further_headers_are_sent_and_recorded(site: Site) -> None:
    site.page("/x", 304, b"")
    exchange = PoliteSession(settings(site)).get("http://iwpr.test/x", (("If-None-Match", '"a"'),))
    assert ("If-None-Match", '"a"') in exchange.request_headers
    assert (exchange.status, exchange.body) == (304, b"")


def test_a_site_is_one_whatever_its_name_is_written_like(site: Site) -> None:
    hosts = ("iwpr.test", "www.iwpr.test", "iwpr.test.")
    site.page("/x")
    named = replace(settings(site), connect_to=dict.fromkeys(hosts, ("127.0.0.1", site.port)), pace_seconds=0.1)
    session = PoliteSession(named)
    for host in hosts:
        session.get(f"http://{host}/x")
    times = [at for _, at, _ in site.asked]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.1


def test_pace_of_a_single_host(site: Site) -> None:
    site.page("/x")
    session = PoliteSession(replace(settings(site), paces={"other.test": 0.2}))
    for host in ("iwpr.test", "other.test"):
        for _ in range(2):
            session.get(f"http://{host}/x")
    times = [at for _, at, _ in site.asked]
    assert times[2] - times[0] < 0.1
    assert times[5] - times[4] >= 0.2


def test_connection_that_breaks_before_an_answer_is_tried_again(site: Site) -> None:
    def cut(handler: Handler) -> None:
        if handler.site.paths.count("/x") < 3:
            handler.close_connection = True
        else:
            handler.plain(200, PAGE)

    site.pages["/x"] = cut
    assert PoliteSession(settings(site)).get("http://iwpr.test/x").body == PAGE
    site.pages["/y"] = lambda handler: setattr(handler, "close_connection", True)
    assert state_of(PoliteSession(settings(site)), "http://iwpr.test/y") == "broken-off"


def test_certificate_of_a_named_authority_is_trusted_and_its_name_is_checked(site: Site, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pem = self_signed(tmp_path)
    context.load_cert_chain(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (Handler,), {"site": site}))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    site.page("/x")
    secure = replace(
        settings(site),
        connect_to=dict.fromkeys(("iwpr.test", "other.test"), ("127.0.0.1", server.server_port)),
        trusted=str(pem),
    )
    with PoliteSession(secure) as session:
        assert session.get("https://iwpr.test/x").body == PAGE
        with pytest.raises(FetchError) as error:
            session._hop("https://other.test/robots.txt")
    assert error.value.state == "tls-failed"
    server.shutdown()
    server.server_close()
