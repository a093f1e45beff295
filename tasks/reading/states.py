"""What an answer is, before anyone reads it as a report."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.page import Page
from tasks.reading import challenges, shells, signin
from tasks.reading.decoding import NO_TEXT
from tasks.report import State, Truncation

Headers = Iterable[tuple[str, str]]

MANY_PARAGRAPHS = 20
"""A page with so many turns nobody away: challenges and forms to sign in print a few lines."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 418, 423, 429, 451})


def state_of(
    status: int | None,
    headers: Headers,
    page: Page | None,
    payload: bytes,
    truncated: Truncation | None = None,
) -> State:
    """The state that status line, headers and page speak of.

    Without a page only status, headers and `truncated` are asked. ``report`` means: nothing speaks against reading it;
    whether it is the page its address names (``soft-404``) often only its source can tell. 304 (RFC 9110 §15.4.5)
    comes with the payload it confirms and is judged as that. ``server-error`` is also what a broken site prints
    with 200: its database is gone, its account suspended; the address may well be good.
    """
    if status in _REDIRECTS:
        return "redirect"
    headers = tuple(headers)
    if turned_away := _turned_away(status, headers, page, payload):
        return turned_away
    if status is not None and status >= 500:
        return "server-error"
    if status is not None and 400 <= status < 500:
        return "not-found"
    if truncated is not None:
        return "truncated"
    if page is not None and challenges.challenge_of(page, b"", "server-error"):
        return "server-error"
    return _emptiness(page, payload) if page is not None else "report"


def may_be_turned_away(status: int | None, headers: Headers, payload: bytes) -> bool:
    """Whether `state_of` could call an answer ``blocked`` or ``login-wall``: true of all that are, and of few others.

    Looks at bytes alone, 64 kB of them at most, so that a collector need not parse what it keeps.
    """
    if status in _REDIRECTS:
        return False
    if status in _REFUSALS or challenges.is_told_by(headers):
        return True
    return _suspect(payload) is not None


def _suspect(payload: bytes) -> bytes | None:
    """The window of a payload that must be looked at; none where it cannot be a challenge or a form to sign in."""
    beginning = payload[: challenges.WINDOW]
    if beginning.count(b"</p") >= MANY_PARAGRAPHS:
        return None
    window = challenges.window_of(beginning)
    # Wide encodings part the letters of every word; such pages are rare enough to be parsed.
    return window if challenges.may_hold(window) or signin.may_ask(window) or b"\0" in window else None


def _turned_away(
    status: int | None, headers: tuple[tuple[str, str], ...], page: Page | None, payload: bytes
) -> State | None:
    if challenges.is_told_by(headers):
        return "blocked"
    # What the cheap look passes over is not looked at again: so the two never disagree.
    if page is not None and (window := _suspect(payload)) is not None:
        if _is_open(status) and signin.is_asking(page, window):
            return "login-wall"
        if challenges.challenge_of(page, window):
            return "blocked"
    if status == 401 and any(name.lower() == "www-authenticate" for name, _ in headers):
        return "login-wall"
    return "blocked" if status in _REFUSALS else None


def _is_open(status: int | None) -> bool:
    """Whether a status lets a page be what it looks like; many sites show the form with a refusal."""
    return status is None or status < 400 or status in (401, 403)


def _emptiness(page: Page, payload: bytes) -> State:
    unreadable = [issue for issue in page.issues if issue.rule == "unreadable"]
    if any(issue.seen != NO_TEXT for issue in unreadable):
        return "unreadable"
    if page.media_type != "text/plain":
        if shells.says_not_found(page):
            return "soft-404"
        if shells.is_broken_off(payload):
            return "truncated"
        if shells.is_shell(page, payload):
            return "empty-shell"
    return "unreadable" if unreadable else "report"
