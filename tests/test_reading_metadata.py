"""The state of an answer."""

from __future__ import annotations

import pytest

from tasks.reading.states import state_of
from tasks.reading.text import page_of
from tasks.report import State

STORY = "<html><head><title>Just a moment in the harbour</title></head><body><p>The lamp burned.</p></body></html>"
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body>"
    "<noscript>Enable JavaScript and cookies to continue</noscript>"
    "<script>window._cf_chl_opt={}</script></body></html>"
)


@pytest.mark.parametrize(
    ("status", "headers", "markup", "state"),
    [
        (200, (), STORY, "report"),
        (None, (), STORY, "report"),
        (301, (), "", "redirect"),
        (404, (), STORY, "not-found"),
        (410, (), "", "not-found"),
        (500, (), STORY, "server-error"),
        (503, (), STORY, "server-error"),
        (403, (), STORY, "blocked"),
        (429, (), STORY, "blocked"),
        (503, (), CHALLENGE, "blocked"),
        (200, (), CHALLENGE, "blocked"),
        (None, (), CHALLENGE, "blocked"),
        (200, (("CF-Mitigated", "challenge"),), STORY, "blocked"),
        (200, (), "<title>Attention Required! | Cloudflare</title><p>Sorry, you have been blocked</p>", "blocked"),
        (200, (), "<p>Request unsuccessful. Incapsula incident ID: 1-2</p>", "blocked"),
        (200, (), "", "unreadable"),
        (404, (), "", "not-found"),
        (200, (), "%PDF-1.4", "unreadable"),
    ],
)
def test_state_of_an_answer(
    status: int | None, headers: tuple[tuple[str, str], ...], markup: str, state: State
) -> None:
    payload = markup.encode()
    page = page_of(payload, address="http://x.test/", media_type="text/html", charset="utf-8")
    assert state_of(status, headers, page, payload) == state


def test_article_about_challenges_is_a_report() -> None:
    text = "<title>Sites Ask: Are You Human?</title>" + "<p>Checking your browser before accessing, it says.</p>" * 80
    page = page_of(text.encode(), address="http://x.test/", media_type="text/html", charset="utf-8")
    assert state_of(200, (), page, text.encode()) == "report"
