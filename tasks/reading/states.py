"""What an answer is, before anyone reads it as a report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.page import Page
from tasks.report import State

MAX_CHALLENGE_CHARACTERS = 3_000
MAX_DENIAL_CHARACTERS = 1_500
"""A challenge or a denial prints little; an article about one prints more, and words alone prove less than a title."""
PAYLOAD_WINDOW = 200_000

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 418, 423, 429, 451})
_CHALLENGE_TITLES = re.compile(
    r"(?:Just a moment(?:\.{3}|…)?|Attention Required! \| Cloudflare|Please Wait(?:\.{3}|…) \| Cloudflare"
    r"|Checking your browser.*|One moment, please(?:\.{3}|…)?|DDoS-Guard|Pardon Our Interruption(?:\.{3}|…)?"
    r"|Access denied \| .{1,100} used Cloudflare to restrict access|Access to this page has been denied\.?"
    r"|Human Verification|Security Check|Un momento(?:\.{3}|…)?|Un instant(?:\.{3}|…)?|Один момент(?:\.{3}|…)?)",
    re.IGNORECASE,
)
_CHALLENGE_WORDS = re.compile(
    r"Checking your browser before accessing|Checking if the site connection is secure"
    r"|Verify(?:ing)? (?:that )?you are (?:a )?human|Request unsuccessful\. Incapsula incident ID|Incapsula incident ID"
    r"|Enable JavaScript and cookies to continue|Please enable cookies\.|Performance & security by Cloudflare"
    r"|Please turn JavaScript on and reload the page|needs to review the security of your connection"
    r"|Sorry, you have been blocked|This request was blocked by (?:the|our) security"
    r"|You don't have permission to access .{1,300} on this server\.\s+Reference #",
    re.IGNORECASE | re.DOTALL,
)
_CHALLENGE_MARKUP = (b"_cf_chl_opt", b"cf-browser-verification", b'id="challenge-form"', b"sucuri_cloudproxy_js")


def state_of(status: int | None, headers: Iterable[tuple[str, str]], page: Page | None, payload: bytes) -> State:
    """The state that status line, headers and page speak of.

    Without a page only status and headers are asked. ``report`` means: nothing speaks against reading it; whether it
    is the page its address names (``soft-404``) only its source can tell.
    """
    if status in _REDIRECTS:
        return "redirect"
    if _is_mitigated(headers) or _is_challenge(page, payload):
        return "blocked"
    if status is not None and status >= 500:
        return "server-error"
    if status in _REFUSALS:
        return "blocked"
    if status is not None and 400 <= status < 500:
        return "not-found"
    if page is not None and any(issue.rule == "unreadable" for issue in page.issues):
        return "unreadable"
    return "report"


def _is_mitigated(headers: Iterable[tuple[str, str]]) -> bool:
    """Cloudflare marks its challenges by a header of its own, whatever the status."""
    return any(name.lower() == "cf-mitigated" and value.strip().lower() == "challenge" for name, value in headers)


def _is_challenge(page: Page | None, payload: bytes) -> bool:
    if page is None or len(page.text) > MAX_CHALLENGE_CHARACTERS:
        return False
    if _CHALLENGE_TITLES.fullmatch((page.head_value("title") or "").strip()):
        return True
    window = payload[:PAYLOAD_WINDOW]
    if len(page.text) <= MAX_DENIAL_CHARACTERS and _CHALLENGE_WORDS.search(page.text):
        return True
    return any(mark in window for mark in _CHALLENGE_MARKUP)
