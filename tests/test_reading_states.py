"""Answers that are no reports, each recognised; and reports about them, which stay reports."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples.sites import routes
from tasks.page import Page
from tasks.reading import challenges
from tasks.reading.challenges import Challenge
from tasks.reading.states import may_be_turned_away, state_of
from tasks.reading.text import page_of
from tasks.report import State

ADDRESS = "http://harbour.test/reports/lamp"
Headers = tuple[tuple[str, str], ...]
PAGES = Path(__file__).parent / "pages"

STORY = "".join(
    f"<p>On night {night} the keeper of the Selby light counted nine boats and wrote down the name of each, "
    "as her mother had done before her, and nobody came to read the list.</p>\n"
    for night in range(9)
)


def parsed(markup: str | bytes, address: str = ADDRESS, media_type: str = "text/html") -> Page:
    payload = markup if isinstance(markup, bytes) else markup.encode()
    return page_of(payload, address=address, media_type=media_type, charset="utf-8")


def state(
    markup: str | bytes,
    status: int | None = 200,
    headers: Headers = (),
    address: str = ADDRESS,
    media: str = "text/html",
) -> State:
    """The state; and never may the cheap look pass over what turns a visitor away."""
    payload = markup if isinstance(markup, bytes) else markup.encode()
    found = state_of(status, headers, parsed(payload, address, media), payload)
    if found in ("blocked", "login-wall"):
        assert may_be_turned_away(status, headers, payload)
    return found


def document(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


# ---------------------------------------------------------------- challenges


def told(entry: Challenge) -> Headers:
    return ((entry.header.upper(), "challenge"),) if entry.where == "header" else ()


@pytest.mark.parametrize("entry", challenges.challenges(), ids=lambda entry: entry.name)
@pytest.mark.parametrize("status", [200, 202, 403, 429, 503, None])
def test_every_entry_turns_its_example_away(entry: Challenge, status: int | None) -> None:
    assert state(entry.example, status, told(entry)) == "blocked"
    assert state(f"<!DOCTYPE html><html><head>{entry.example}", status, told(entry)) == "blocked"
    if entry.where != "header":
        found = challenges.challenge_of(parsed(entry.example), challenges.window_of(entry.example.encode()))
        assert found == entry, "an earlier entry fits already"


@pytest.mark.parametrize(
    "entry", [entry for entry in challenges.challenges() if entry.where != "header"], ids=lambda entry: entry.name
)
def test_no_entry_takes_a_report_that_quotes_its_example(entry: Challenge) -> None:
    """Words and markup of a challenge inside a report of some length: as an article on such pages would show them."""
    title = entry.example.partition("<title>")[2].partition("</title>")[0]
    assert state(document(title, f"<h1>Who May Read</h1>{entry.example.replace('<title>', '')}{STORY * 3}")) == "report"


@pytest.mark.parametrize(
    "body",
    [
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
        "<script src='https://static.cloudflareinsights.com/beacon.min.js'></script>",
        "<form action=/contact><div class='cf-turnstile' data-sitekey=x></div><button>Send</button></form>",
        "<form action=/contact><div class='g-recaptcha' data-sitekey=x></div><button>Send</button></form>",
        "<script src='/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3'></script>",
        "<script src='https://js.datadome.co/tags.js'></script>",
        "<script>window._pxAppId='PX123'</script>",
        "<p>Protected by reCAPTCHA. Powered by Drupal. This site is secured by Sucuri.</p>",
    ],
)
def test_guards_that_let_a_visitor_through_leave_a_report(body: str) -> None:
    assert state(document("Lamp", f"<h1>Lamp</h1>{STORY}{body}")) == "report"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a Moment in the Harbour", "Just a moment, she said, and closed the shutter of the light."),
        ("Just a Moment", "The ferry waited."),
        ("Security Check at Dawn", "They checked all who passed."),
        ("Access Denied to Selby Camp", "Access denied, the guards told the delegates at the gate."),
        ("Forbidden Songs", "The songs are forbidden."),
        (
            "How Cloudflare Left Kazakstan",
            "Cloudflare said sites were blocked by the ministry, not by its own servers.",
        ),
        ("Journalists Blocked", "Editors say readers have been blocked from the site since May."),
    ],
)
def test_short_reports_with_such_words_stay_reports(title: str, text: str) -> None:
    body = f"<h1>{title}</h1><p>{text}</p>{STORY[:400]}</p>"
    assert state(document(f"{title} | IWPR", body)) == "report"
    assert state(document(title, body)) == "report"


@pytest.mark.parametrize("status", [402, 403, 405, 406, 407, 418, 423, 429, 451])
def test_a_refusal_is_a_refusal_whatever_it_prints(status: int) -> None:
    assert state(document("Lamp", STORY), status) == "blocked"
    assert state(b"", status) == "blocked"
    assert state_of(status, (), None, b"") == "blocked"


def test_without_a_page_status_and_headers_speak() -> None:
    assert state_of(200, (), None, b"") == "report"
    assert state_of(200, (("cf-mitigated", "challenge"),), None, b"") == "blocked"
    assert state_of(401, (("www-authenticate", "Basic"),), None, b"") == "login-wall"
    assert state_of(200, (), None, b"", "length") == "truncated"
    assert state_of(302, (), None, b"", "length") == "redirect"
    assert state_of(304, (), None, b"") == "report"


def test_what_reaches_a_catalogue_is_checked_when_it_is_read() -> None:
    names = [entry.name for entry in challenges.challenges()]
    assert len(names) == len(set(names)) > 40


# ---------------------------------------------------------------- the cheap look


def test_the_cheap_look_passes_over_nothing_that_turns_away() -> None:
    """Over every answer of the sample sites and every recorded page; and most reports need not be parsed."""
    passed = reports = 0
    answers = [
        (answer.status, answer.headers, answer.body, answer.media_type)
        for site in routes().values()
        for answer in {id(answer): answer for answer in site.values()}.values()
    ]
    answers += [(200, (), path.read_bytes(), "text/html") for path in PAGES.glob("*/*.html")]
    for status, headers, body, media_type in answers:
        page = page_of(
            body, address=ADDRESS, media_type=media_type.partition(";")[0], charset="utf-8", is_selecting=False
        )
        found = state_of(status, headers, page, body)
        suspected = may_be_turned_away(status, headers, body)
        assert suspected or found not in ("blocked", "login-wall")
        if found == "report":
            reports += 1
            passed += not suspected
    assert reports > 100
    assert passed > 0.9 * reports


@given(st.binary(max_size=300), st.sampled_from([None, 200, 304, 401, 403, 404, 500]))
def test_any_bytes_have_a_state_and_no_wall_is_passed_over(payload: bytes, status: int | None) -> None:
    state(payload, status)


def test_the_cheap_look_is_cheap() -> None:
    """Of a long report some microseconds, of a page without paragraphs well below what parsing costs."""
    for markup, most in ((document("Lamp", STORY * 60), 0.001), ("<div>The lamp burned.</div>" * 40_000, 0.02)):
        payload = markup.encode()
        began = time.perf_counter()
        for _ in range(10):
            assert not may_be_turned_away(200, (), payload)
        assert (time.perf_counter() - began) / 10 < most


def test_white_space_and_case_do_not_hide_a_challenge() -> None:
    wrapped = "<TITLE>\n  JUST A\n  MOMENT...\n</TITLE><p>Verifying\n   you are\n   human</p>"
    assert state(wrapped) == "blocked"
    assert state(document("Just a moment...", "<p>Wait</p>").encode("utf-16")) == "blocked"


# ---------------------------------------------------------------- forms to sign in

FORM = (
    "<form action='/user/login' method=post><label>Username</label><input name=name>"
    "<label>Password</label><input type=password name=pass><button>Log in</button></form>"
    "<p><a href='/user/password'>Reset your password</a></p>"
)


@pytest.mark.parametrize(
    ("markup", "status", "headers", "address"),
    [
        (document("Log in | Harbour", f"<h1>Log in</h1>{FORM}"), 200, (), ADDRESS),
        (document("Sign in - Harbour Press", f"<h2>Welcome back</h2>{FORM}"), 200, (), ADDRESS),
        (document("Вход", FORM), 200, (), ADDRESS),
        (document("Connexion", FORM), 200, (), ADDRESS),
        (
            document("Harbour", f"<h1>Harbour</h1>{FORM}"),
            200,
            (),
            "http://harbour.test/user/login?destination=/reports",
        ),
        (document("Harbour", FORM), 200, (), ADDRESS),
        (document("Sign in to your account", "<input type=email name=mail><button>Next</button>"), 200, (), ADDRESS),
        (document("Lamp", "<h1>Lamp</h1><p>You must log in to view this page.</p>"), 200, (), ADDRESS),
        (document("Access denied", f"<h1>Log in</h1>{FORM}"), 403, (), ADDRESS),
        ("", 401, (("WWW-Authenticate", 'Basic realm="x"'),), ADDRESS),
    ],
)
def test_forms_to_sign_in(markup: str, status: int, headers: Headers, address: str) -> None:
    assert state(markup, status, headers, address) == "login-wall"


def test_401_that_asks_for_nothing_is_a_refusal() -> None:
    assert state(document("Unauthorised", "<p>No.</p>"), 401) == "blocked"


@pytest.mark.parametrize(
    "markup",
    [
        document("Lamp", f"<header>{FORM}</header><h1>Lamp</h1>{STORY}"),
        document("Login", f"<h1>Login</h1>{STORY}<aside>{FORM}</aside>"),
        document("Lamp", f"<form id=aspnetForm>{FORM}<h1>Lamp</h1>{STORY}</form>"),
        document("Lamp", f"<h1>Lamp</h1><p>You must log in to view this page, the clerk was told.</p>{STORY}"),
        document("How They Sign In", "<h1>How They Sign In</h1><p>With a thumb.</p><input name=search>"),
        document("Passwords", f"<h1>Passwords</h1><p>The guards asked for a password at every gate.</p>{STORY}"),
    ],
)
def test_reports_beside_or_about_forms_stay_reports(markup: str) -> None:
    assert state(markup) == "report"


# ---------------------------------------------------------------- shells

APP = "<script src='/app.js'></script>"


@pytest.mark.parametrize(
    "markup",
    [
        document(
            "Harbour", f"<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>{APP}"
        ),
        document("Harbour", f"<div id='__next'></div>{APP}"),
        document("Harbour", f"<nav><a href=/>Home</a></nav><div id='app' class='x'> </div>{APP}"),
        document("", f"<app-root></app-root>{APP}"),
        document("Harbour", APP),
        document("Harbour", f"<p>Please enable JavaScript to view this page.</p>{APP}"),
        document("Гавань", f"<noscript>Включите JavaScript, чтобы продолжить</noscript><div>Загрузка</div>{APP}"),
        document("Archived", f"<div id=banner>A copy</div><iframe id='replay_iframe' src='x'></iframe>{APP}"),
    ],
)
def test_shells(markup: str) -> None:
    assert state(markup) == "empty-shell"


@pytest.mark.parametrize(
    "markup",
    [
        document("Lamp", f"<h1>Lamp</h1><p>The lamp burned.</p>{APP}"),
        document("Lamp", f"<div id=root></div>{APP}<h1>Lamp</h1>{STORY}"),
        document("Lamp", f"<noscript>Please enable JavaScript to view the film.</noscript><h1>Lamp</h1>{STORY}{APP}"),
        document("Lamp", f"<noscript>Please enable JavaScript to view the comments.</noscript><p>It burned.</p>{APP}"),
        document("Lamp", "<div id=root></div><p>The lamp burned.</p>"),
        document(
            "JavaScript", f"<h1>JavaScript</h1><p>Enable JavaScript, the ministry told its clerks.</p>{STORY}{APP}"
        ),
    ],
)
def test_reports_with_scripts_stay_reports(markup: str) -> None:
    assert state(markup) == "report"


@pytest.mark.parametrize("body", [b"", b" \n", b"%PDF-1.7\n<script>", b"\x00\x01\x02\x00"])
def test_what_holds_no_page_is_unreadable(body: bytes) -> None:
    assert state(body) == "unreadable"
    assert state(document("", "")) == "unreadable"


# ---------------------------------------------------------------- soft 404s


@pytest.mark.parametrize(
    "name",
    [
        "Page not found",
        "404 Not Found",
        "404",
        "Error 404",
        "404 Error: Page not found",
        "Sorry, page not found!",
        "The requested page could not be found.",
        "This page doesn't exist",
        "We can’t find that page",
        "Страница не найдена",
        "Ошибка 404",
        "Page introuvable",
        "Página no encontrada",
        "الصفحة غير موجودة",
        "Бет табылмады",
    ],
)
def test_pages_that_say_they_are_not_there(name: str) -> None:
    advice = "<p>The address may be mistyped, or the page may have been moved. Try the search or the menu above.</p>"
    menu = (
        "<nav>" + "".join(f"<a href=/{n}>Reports from the harbour of Selby, year {n}</a>" for n in range(60)) + "</nav>"
    )
    assert state(document(f"{name} | Institute of Harbours", menu + advice)) == "soft-404"
    assert state(document("Institute of Harbours", f"{menu}<h1>{name}</h1>{advice}")) == "soft-404"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Page Not Found: How an Archive Vanished", f"<h1>Page Not Found: How an Archive Vanished</h1>{STORY}"),
        ("Not Found", f"<h1>Not Found</h1>{STORY}"),
        ("Highway 404", "<h1>Highway 404</h1><p>It ends in the sea.</p>"),
        ("Found", "<h1>Found</h1><p>Page not found, it said.</p>"),
    ],
)
def test_reports_about_what_is_lost_stay_reports(title: str, body: str) -> None:
    assert state(document(title, body)) == "report"


def test_an_archive_that_holds_no_copy_is_no_report() -> None:
    page = document(
        "Wayback Machine", "<p>Loading...</p><p>Got an HTTP 302 response at crawl time</p><p>Redirecting to…</p>"
    )
    assert state(page) == "soft-404"


# ---------------------------------------------------------------- pages that broke off


@pytest.mark.parametrize(
    "end",
    ["<p>The road <a hre", "<p>The road <a href='/x", "<p>The road</", "<!-- menu", "<script>var a = 1;", "<style>p {"],
)
def test_documents_that_broke_off(end: str) -> None:
    assert state(f"<!DOCTYPE html><html><head><title>Lamp</title></head><body>{STORY}{end}") == "truncated"


@pytest.mark.parametrize(
    "markup",
    [
        f"<!DOCTYPE html><title>Lamp</title>{STORY}",
        f"<html><body>{STORY}<p>5 < 6",
        f"<html><body>{STORY}<script>document.write('<script src=x><\\/script>')</script>",
        f"<html><body>{STORY}<script>var a = '<!--';</script><p>End",
        f"<html><body>{STORY}</body></html><!-- FILE ARCHIVED",
        f"{STORY}<p>A fragment <a hre",
    ],
)
def test_documents_without_their_end_that_are_whole(markup: str) -> None:
    assert state(markup) == "report"


def test_what_the_collector_knows_to_be_cut_is_truncated() -> None:
    payload = document("Lamp", STORY).encode()
    page = parsed(payload)
    assert state_of(200, (), page, payload, "disconnect") == "truncated"
    assert state_of(404, (), page, payload, "disconnect") == "not-found"
    damaged = gzip.compress(payload)[:40]
    assert state_of(200, (), parsed(damaged), damaged, "time") == "truncated"
    blocked = b"<title>Just a moment...</title>"
    assert state_of(200, (), parsed(blocked), blocked, "length") == "blocked"


def test_text_is_no_markup() -> None:
    assert state("Page not found\n\n<html> <a hre", media="text/plain") == "report"


@pytest.mark.parametrize(
    "unit", ["<noscript>", "<div id=root ", "<script", "<!-- ", "<title>", "<input ", "<p>", "404 "]
)
def test_hostile_repetition_costs_no_time(unit: str) -> None:
    payload = ("<html>" + unit * (400_000 // len(unit))).encode()
    page = parsed("<p>x</p>")
    began = time.perf_counter()
    state_of(200, (), page, payload)
    assert time.perf_counter() - began < 2
