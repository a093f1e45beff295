"""Forms to sign in that stand where a report should."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tasks.page import Page
from tasks.reading.prose import names_of, prose_characters

MAX_PROSE = 500
"""Longest prose beside a form that the page is named after: terms, help, a notice on cookies."""
MAX_TEXT_OF_BARE_FORM = 300
"""Longest text of a page that has a password field and no name that says what it is for."""
MAX_TEXT_OF_DEMAND = 600
"""Longest text of a page that asks in words alone."""

_NAMES = re.compile(
    r"(?:please )?(?:(?:user|member|admin|account|subscriber|staff) )?(?:log[ -]?in|sign[ -]?in|log[ -]?on)"
    r"(?: (?:to (?:your account|continue|\S{1,40})|page|form|required|or (?:register|sign up|create an account)))?"
    r"|authentication required|(?:members|subscribers) only"
    r"|connexion|se connecter|s['’]identifier|anmelden|anmeldung|iniciar sesión|giriş yap"
    r"|вход(?: в систему| на сайт)?|войти|авторизация|вхід|увійти|кіру|кирүү|تسجيل الدخول|ورود",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"\b(?:must|need to|have to|please) (?:first )?(?:be (?:logged|signed) in|log ?in|sign in)\b"
    r" (?:[\w ]{1,40} )?(?:to|before) (?:you can )?(?:view|access|read|see|continue|proceed)",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"/(?:user/login|users/sign_in|log-?in|sign-?in|logon|wp-login\.php|(?:accounts?|auth|members?)/(?:log-?in|sign-?in))"
    r"(?:\.\w{2,5})?(?:/|$)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}?\btype ?= ?[\"']?password\b")
_TITLE = re.compile(rb"<title[^>]{0,100}>(.{0,300}?)</title", re.DOTALL)
_TITLE_WORDS = (b"log", b"sign", b"auth", b"only")
_DEMAND_WORDS = (b"logged in", b"signed in", b"log in ", b"login ", b"sign in ")


def may_ask(window: bytes) -> bool:
    """Whether the beginning of a payload (lower case, single blanks) could be that of a page that asks to sign in."""
    if b"password" in window or any(words in window for words in _DEMAND_WORDS):
        return True
    title = _TITLE.search(window) if b"<input" in window else None
    return title is not None and any(word in title[1] for word in _TITLE_WORDS)


def is_asking(page: Page, window: bytes) -> bool:
    """Whether the main content of a page is a form to sign in."""
    if len(page.text) <= MAX_TEXT_OF_DEMAND and _DEMAND.search(" ".join(page.text.split())):
        return True
    has_password = bool(_PASSWORD.search(window))
    if not has_password and b"<input" not in window:
        return False
    is_named = any(_NAMES.fullmatch(name.strip(" .!…")) for name in names_of(page))
    if has_password and (is_named or _PATH.search(_path(page.address))):
        return prose_characters(page) <= MAX_PROSE
    is_short = len(page.text) <= MAX_TEXT_OF_BARE_FORM and prose_characters(page) == 0
    # Without a password field it may be the first step of several, but any search box is an input: the name must say.
    return is_short and (has_password or is_named)


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
