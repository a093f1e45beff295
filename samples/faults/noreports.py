"""Answers that are whole and yet no report, listings that do not end, and servers that cannot prove who they are."""

from __future__ import annotations

from samples.faults import pages
from samples.faults.fault import SITE, Fault, at_own_host
from samples.faults.wire import HTML, Asked, Play, Wire, answer, whole

_CHALLENGED = (*HTML, ("Server", "cloudflare"), ("cf-mitigated", "challenge"))
_CUT = pages.story("A Story Cut Off")


def _page(name: str, sent: str, expected: str, play: Play) -> Fault:
    return Fault(name, "no report", sent, expected, play)


NO_REPORTS = (
    _page("challenge", "A Cloudflare challenge with status 403.", "blocked",
          answer(403, pages.challenge(), _CHALLENGED)),
    _page("challenge-200", "The same with status 200 and no header that says so.", "blocked",
          answer(200, pages.challenge())),
    _page("front-page", "The front page under a story's address, status 200.", "soft-404",
          answer(200, pages.front_page())),
    _page("login", "A form to sign in, status 200.", "login-wall", answer(200, pages.login())),
    _page("shell", "An empty page that a script would fill.", "empty-shell", answer(200, pages.shell())),
    _page("not-found", "404.", "not-found", answer(404, b"<html><body><h1>Not found</h1></body></html>")),
    _page("gone", "410.", "not-found", answer(410, b"<html><body><h1>Gone</h1></body></html>")),
    _page("not-found-empty", "404 without a body.", "not-found", answer(404, b"")),
    _page("legal-reasons", "451.", "blocked", answer(451, b"<html><body><h1>Unavailable</h1></body></html>")),
    _page("sign-in", "401 with WWW-Authenticate.", "login-wall",
          answer(401, b"<html><body>Sign in</body></html>", (*HTML, ("WWW-Authenticate", 'Basic realm="x"')))),
    _page("html-cut", "HTML that ends inside a tag, under its right length.", "truncated",
          answer(200, _CUT[: _CUT.index(b"Fishing families")] + b"<a hre")),
    at_own_host("self-signed", "no report", "TLS with a certificate that nobody signed.", "tls-failed",
                answer(200, _CUT), scheme="https"),
    at_own_host("tls-garbage", "no report", "Garbage where a TLS handshake should be.", "tls-failed",
                answer(200, _CUT), scheme="https-garbage"),
    at_own_host("tls-plain", "no report", "Plain HTTP on an https port.", "robots-unreachable",
                answer(200, _CUT), scheme="https-plain"),
)  # fmt: skip


def _looping(wire: Wire, asked: Asked) -> None:
    """Pages 0 and 1 hold the same and name each other as the next one."""
    other = 0 if asked.target.endswith("1") else 1
    here = asked.target.partition("?")[0]
    wire.send(whole(200, pages.listing([("/global-voices/good-0", "Good 0")], [(f"{here}?page={other}", "Next ›")])))


def _never_ending(wire: Wire, asked: Asked) -> None:
    """Every page brings a story that was not there before, and names one page more."""
    here, _, number = asked.target.rpartition("=")
    at = int(number)
    body = pages.listing([(f"/global-voices/no-end-{at}", f"No End {at}")], [(f"{here}={at + 1}", "Next ›")])
    wire.send(whole(200, body))


def _listing(name: str, sent: str, expected: str, play: Play, more: dict[tuple[str, str], Play] | None = None) -> Fault:
    rest = {(SITE, f"/global-voices/asia/{name}*"): play, **(more or {})}
    return Fault(name, "listing", sent, expected, play, rest)


LISTINGS = (
    _listing("listing-challenge", "A challenge instead of a listing, status 200.", "gap",
             answer(200, pages.challenge())),
    _listing("listing-broken", "500 instead of a listing.", "gap", answer(500, b"")),
    _listing("listing-empty", "A listing without a story.", "end", answer(200, pages.listing([]))),
    _listing("listing-loop", "A listing whose two pages name each other as the next.", "end", _looping),
    _listing("pager-without-end", "A listing whose every page brings a story and names one page more.", "max-pages",
             _never_ending, {(SITE, "/global-voices/no-end-*"): answer(200, pages.story("No End"))}),
)  # fmt: skip
