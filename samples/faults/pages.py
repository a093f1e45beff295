"""The pages: good ones, and those that are not what their address says. All of it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from samples.iwpr_pages import framed
from samples.markup import document, links

_STORY = (
    "The ferry at Ostra crosses the lake {number} times a week, and on most days it is late.",
    "“We wait on the quay with our crates until the light goes,” said Amara Venn, who sells smoked fish in the town.",
    "The harbour master said that a second boat had been promised before the winter, and that none had come.",
    "Fishing families on the far shore have begun to keep a boat of their own, which they lend to the school.",
)


def good_page(number: int) -> bytes:
    """An article as the site prints them."""
    return story(f"Ferry of Ostra Late, Week {number}", number)


def story(title: str, number: int = 1) -> bytes:
    """An article under a title."""
    return _page(title, number).encode()


def _page(title: str, number: int) -> str:
    paragraphs = "\n".join(f"<p>{text.format(number=number)}</p>" for text in _STORY)
    body = (
        f'<div class="hero"><h1>{title}</h1></div>\n<article><header><h2 class="title">{title}</h2></header>\n'
        f'<p class="date">Friday, 4 March, 2022</p>\n<div class="body">\n{paragraphs}\n</div></article>'
    )
    return document(f"{title} | Institute for War and Peace Reporting", "", framed(body))


def in_russian() -> str:
    """An article beyond ASCII, to be sent in one encoding under the name of another."""
    text = (
        "<p>Паром в Остре ходит три раза в неделю и почти всегда опаздывает.</p>\n"
        "<p>«Мы ждём на причале до темноты», – сказала Амара Венн, которая торгует в городе рыбой.</p>\n"
        "<p>Начальник пристани говорит, что вторую лодку обещали до зимы, но её так и нет.</p>\n"
    )
    body = f'<article><h1>Паром опаздывает</h1>\n<p class="date">Friday, 4 March, 2022</p>\n{text}</article>'
    return document("Паром опаздывает | IWPR", "", framed(body), language="ru").replace('<meta charset="utf-8">', "")


def listing(entries: Sequence[tuple[str, str]], pager: Sequence[tuple[str, str]] = ()) -> bytes:
    """A page of teasers: (path, title) of each."""
    teasers = "".join(
        f'<article class="teaser"><h3><a href="{escape(path)}">{escape(title)}</a></h3></article>\n'
        for path, title in entries
    )
    body = (
        f'<h1>Global Voices</h1>\n<div class="view-content">\n{teasers}</div>\n<nav class="pager">{links(pager)}</nav>'
    )
    return document("Global Voices | IWPR", "", framed(body)).encode()


def front_page() -> bytes:
    """The site's front page, as it answers for articles that are gone."""
    stories = [(f"/global-voices/ostra-{number}", f"Ostra Notes {number}") for number in range(6)]
    body = f"<h1>Giving Voice, Driving Change</h1>\n{links(stories)}"
    title = "Institute for War and Peace Reporting | Giving Voice, Driving Change"
    return document(title, '<link rel="canonical" href="http://iwpr.test/">', framed(body)).encode()


def challenge() -> bytes:
    """What a Cloudflare challenge looks like without its script."""
    return (
        b'<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>'
        b'<noscript><div class="h2">Enable JavaScript and cookies to continue</div></noscript>'
        b"<script>(function(){window._cf_chl_opt={cvId:'3',cType:'managed'};}());</script></body></html>\n"
    )


def login() -> bytes:
    """A form to sign in."""
    body = (
        "<h1>Log in</h1>\n<p>You must be logged in to read this page.</p>\n"
        '<form action="/user/login" method="post"><label>Username <input type="text" name="name"></label>'
        '<label>Password <input type="password" name="pass"></label><button>Log in</button></form>'
    )
    return document("Log in | IWPR", "", body).encode()


def shell() -> bytes:
    """A page whose text only a script would bring."""
    return document(
        "IWPR",
        '<script defer src="/static/js/main.4f1c.js"></script>',
        '<noscript>You need to enable JavaScript to run this app.</noscript>\n<div id="root"></div>',
    ).encode()
