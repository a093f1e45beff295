"""Forms to sign in that stand where a report should."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

from tasks.page import Page
from tasks.reading.elements import is_unprinted, name_of
from tasks.reading.prose import headings_of, is_spoken, other_characters, title_of, title_parts

MAX_BESIDE_NAME_AND_PATH = 500
"""Longest other text of a page whose name and address both are those of a form to sign in."""
MAX_BESIDE_ONE = 120
"""Longest other text where one of them is, or where a sentence asks."""
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
    r" (?:(?!comment)[\w-]+ ){0,5}?(?:to|before|in order to) (?:you can )?(?:view|access|read|see|continue|proceed)\b"
    r"(?! (?:\w+ ){0,3}(?:comments?|replies|repl(?:y|ying)|attachments?|photos?|images?|videos?|maps?|prices?)\b)"
    r"|\bsubscribe to (?:read|view|access|unlock|continue)\b(?! (?:our|the) newsletter)"
    r"|\b(?:article|story|content|page|report) is (?:only )?(?:available (?:only )?|reserved )?(?:to|for) "
    r"(?:registered users|(?:(?:registered|paying) )?(?:subscribers|members))\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:log(?:ging)?|sign(?:ing)?)[ -]?(?:in|on|up)\b|\bpassword|\buser ?name|\be-?mail (?:address|or)\b|\bcaptcha\b"
    r"|\b(?:your|an|new) (?:account|e-?mail|membership)\b|\bremember me\b|\bterms (?:of|and)\b|\bcookies\b"
    r"|\bprivacy (?:policy|notice)\b|\bsubscribe (?:to|now)\b|\bsubscribers?\?"
    r"|\bregister(?:ed)? (?:now|here|users?|with)\b"
    r"|парол|войдите|войти (?:на|в)|зарегистрируйтесь|уч[её]тн(?:ая|ую|ой) запис"
    r"|mot de passe|votre compte|passwort|ihr konto|contraseña|su cuenta|كلمة (?:المرور|السر)|حسابك",
    re.IGNORECASE,
)
"""What stands around such a form: labels, help, terms."""
_PATH = re.compile(
    r"/(?:user/login|users/sign_in|log-?in|sign-?in|logon|wp-login\.php|(?:accounts?|auth|members?)/(?:log-?in|sign-?in))"
    r"(?:\.\w{2,5})?(?:/|$)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}?\btype ?= ?[\"']?password\b")
_TITLE = re.compile(rb"<title[^>]{0,100}>(.{0,300}?)</title", re.DOTALL)
_TITLE_WORDS = (b"log", b"sign", b"auth", b"only")
_DEMAND_WORDS = (
    *(b"logged in", b"signed in", b"log in ", b"login ", b"sign in ", b"subscribe to "),
    *(b"for subscribers", b"to subscribers", b"for members", b"to members"),
    *(b"for registered", b"to registered", b"for paying", b"to paying"),
)
_ASIDE = frozenset({"aside", "footer", "header", "nav", "menu"})
_BOX = re.compile(r"sidebar|widget|newsletter|footer|navbar|topbar|dropdown|modal|popup|offcanvas|comment|block-user")
_FRAME = re.compile(r"(?:^|\s)(?:with|has|no|without)-\S+")
_FIELDS = frozenset({"password", "email", "text", "tel", ""})
_SEARCHES = re.compile(r"q|s|query|search.*|keys|keywords?")


def may_ask(window: bytes) -> bool:
    """Whether the beginning of a payload (lower case, single blanks) could be that of a page that asks to sign in."""
    if b"password" in window or any(words in window for words in _DEMAND_WORDS):
        return True
    title = _TITLE.search(window) if b"<input" in window else None
    return title is not None and any(word in title[1] for word in _TITLE_WORDS)


def is_asking(page: Page, window: bytes) -> bool:
    """Whether the main content of a page is a form to sign in, or a sentence that asks to.

    Many reports carry such a form, in a box beside them or above their comments: it is a wall only where hardly
    anything else is said.
    """
    length = len(page.text)
    lines = (line for block in page.blocks for line in page.block_text(block).split("\n"))
    if length <= MAX_TEXT_OF_DEMAND and any(is_spoken(_DEMAND, line) for line in lines):
        own = re.compile(f"{_DEMAND.pattern}|{_OWN.pattern}", re.IGNORECASE)
        if other_characters(page, own) <= MAX_BESIDE_ONE:
            return True
    has_password = bool(_PASSWORD.search(window))
    if not has_password and b"<input" not in window:
        return False
    names = (title_of(page), *title_parts(page), *headings_of(page))
    is_named = any(_NAMES.fullmatch(name.strip(" .!…")) for name in names)
    has_path = bool(_PATH.search(_path(page.address)))
    beside = other_characters(page, _OWN)
    if has_password and is_named and has_path:
        return beside <= MAX_BESIDE_NAME_AND_PATH
    if beside > MAX_BESIDE_ONE or not _is_in_main(window):
        return False
    if has_password and (is_named or has_path):
        return True
    # Without a password field it may be the first step of several, but any search box is an input: the name must say.
    return beside == 0 and length <= MAX_TEXT_OF_BARE_FORM and (has_password or is_named)


def _is_in_main(window: bytes) -> bool:
    """Whether a field to fill in is printed outside the boxes, bars and windows around a page's content."""
    try:
        parser = lxml.html.HTMLParser(encoding="iso-8859-1", huge_tree=True)
        root = lxml.html.document_fromstring(window, parser=parser, ensure_head_body=False)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return False
    fields = [field for field in root.iter("input") if (field.get("type") or "").strip() in _FIELDS]
    inputs = [field for field in fields if not _SEARCHES.fullmatch(field.get("name") or "")]
    # A page has a few such fields at most; any more belong to something else.
    return any(not _is_boxed(field) for field in inputs[:20])


def _is_boxed(field: lxml.html.HtmlElement) -> bool:
    return is_unprinted(field) or any(_is_box(element) for element in field.iterancestors())


def _is_box(element: lxml.html.HtmlElement) -> bool:
    name = name_of(element)
    if name in ("html", "body", "main", "article"):
        return False
    labels = _FRAME.sub(" ", f"{element.get('id') or ''} {element.get('class') or ''}")
    return name in _ASIDE or is_unprinted(element) or bool(_BOX.search(labels))


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
