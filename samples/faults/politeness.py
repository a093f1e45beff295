"""What a site says of being asked: Retry-After, busy answers, robots.txt.

What would keep the site's other pages from being asked for stands on a host of its own. A page that is had there is
``unidentified``: the host is none of the source's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from samples.faults import bombs
from samples.faults.fault import Fault, at_own_host, own_host
from samples.faults.pages import story
from samples.faults.wire import (
    HTML,
    Asked,
    Headers,
    Play,
    Wire,
    answer,
    by_turn,
    head,
    moved,
    sent_then_silence,
    whole,
    without_end,
)

WELL = answer(200, story("A Story Worth Waiting For"))
PLAIN: Headers = (("Content-Type", "text/plain"),)


def _busy(status: int, *headers: tuple[str, str]) -> Play:
    return answer(status, b"<html><body>Busy</body></html>", (*HTML, *headers))


def _in_two_seconds(wire: Wire, _: Asked) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    wire.send(whole(429, b"Busy", (*PLAIN, ("Retry-After", at))))


def _here(name: str, sent: str, expected: str, page: Play) -> Fault:
    """On the site itself: what is soon over."""
    return Fault(name, "politeness", sent, expected, page)


def _polite(name: str, sent: str, expected: str, page: Play) -> Fault:
    return at_own_host(name, "politeness", sent, expected, page)


def _robots(name: str, sent: str, expected: str, robots: Play) -> Fault:
    return at_own_host(name, "politeness", sent, expected, WELL, robots)


def _to_next(wire: Wire, asked: Asked) -> None:
    wire.send(head(302, (("Location", f"/robots-hops/{asked.times}-{len(asked.target)}"), ("Content-Length", "0"))))


BUSY = (
    _here(
        "wait-seconds",
        "429 with `Retry-After: 1`, then the page.",
        "report",
        by_turn(_busy(429, ("Retry-After", "1")), WELL),
    ),
    _here("wait-date", "429 with Retry-After as a date, then the page.", "report", by_turn(_in_two_seconds, WELL)),
    _polite(
        "wait-a-day",
        "429 with `Retry-After: 86400`.",
        "blocked",
        _busy(429, ("Retry-After", "86400")),
    ),
    Fault(
        "wait-a-day-next",
        "politeness",
        "A redirect to another page of the host that has just asked for a day's rest.",
        "asked-to-wait",
        moved(f"http://{own_host('wait-a-day')}/another"),
        {(own_host("wait-a-day"), "/another"): WELL},
    ),
    _here(
        "wait-nonsense",
        "429 with `Retry-After: soon`, then the page.",
        "report",
        by_turn(_busy(429, ("Retry-After", "soon")), WELL),
    ),
    _polite("busy-for-ever", "429 again and again, without Retry-After.", "blocked", _busy(429)),
    _here("unavailable-then-well", "503, then the page.", "report", by_turn(_busy(503), WELL)),
    _polite("unavailable-for-ever", "503 again and again.", "server-error", _busy(503)),
    _here("bad-gateway-then-well", "502, then the page.", "report", by_turn(_busy(502), WELL)),
    _here("gateway-timeout-then-well", "504, then the page.", "report", by_turn(_busy(504), WELL)),
    _polite("broken-inside", "500.", "server-error", _busy(500)),
)

ROBOTS = (
    _robots("robots-silent", "A robots.txt that never comes.", "robots-unreachable", sent_then_silence()),
    _robots("robots-broken", "500 for robots.txt.", "robots-unreachable", _busy(500)),
    _robots(
        "robots-endless",
        "A robots.txt without end that forbids one page more in each line.",
        "unidentified",
        without_end(head(200, PLAIN) + b"User-agent: *\n", b"Disallow: /no\n" * 4000),
    ),
    _robots(
        "robots-bomb",
        "A robots.txt whose gzip inflates to a gigabyte.",
        "robots-unreachable",
        lambda wire, _: wire.send(whole(200, bombs.gzip_member() * 64, (*PLAIN, ("Content-Encoding", "gzip")))),
    ),
    Fault(
        "robots-delay",
        "politeness",
        "`Crawl-delay: 0.5`, and a page that redirects to another one.",
        "unidentified",
        moved(f"http://{own_host('robots-delay')}/page"),
        {
            (own_host("robots-delay"), "/robots.txt"): answer(200, b"User-agent: *\nCrawl-delay: 0.5\n", PLAIN),
            (own_host("robots-delay"), "/page"): moved("/other"),
            (own_host("robots-delay"), "/other"): WELL,
        },
    ),
    Fault(
        "robots-round",
        "politeness",
        "A robots.txt that redirects without end.",
        "unidentified",
        moved(f"http://{own_host('robots-round')}/page"),
        {
            (own_host("robots-round"), "/robots.txt"): _to_next,
            (own_host("robots-round"), "/robots-hops/*"): _to_next,
            (own_host("robots-round"), "/page"): WELL,
        },
    ),
    _robots(
        "robots-inside",
        "A robots.txt that redirects to a metadata service.",
        "robots-unreachable",
        moved("http://169.254.169.254/robots.txt"),
    ),
    _robots(
        "robots-forbids",
        "`Disallow: /`.",
        "refused-by-robots",
        answer(200, b"User-agent: *\nDisallow: /\n", PLAIN),
    ),
    _robots(
        "robots-page",
        "The front page instead of a robots.txt.",
        "unidentified",
        answer(200, b"<html><body><h1>Welcome</h1></body></html>"),
    ),
    _robots(
        "robots-garbage", "Binary data as a robots.txt.", "unidentified", answer(200, bytes(range(256)) * 20, PLAIN)
    ),
)

POLITENESS = (*BUSY, *ROBOTS)
