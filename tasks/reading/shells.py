"""Pages that answer as if all were well and hold no report: shells for scripts, soft 404s, pages that broke off.

Each rule asks for a positive sign and for little prose: a report about scripts or missing pages stays a report.
"""

from __future__ import annotations

import re

from tasks.page import Page
from tasks.reading.prose import names_of, prose_characters

WINDOW = 200_000
"""Bytes of a payload searched for the markup of a shell."""
MAX_TEXT_OF_SHELL = 400
"""Longest text of a shell: a name, a menu, a line that asks for JavaScript."""
MAX_TEXT_OF_DEMAND = 200
"""Longest text of a page that prints the request for JavaScript itself."""
MAX_PROSE_OF_NOTHING = 800
"""Longest prose of a page that says "not found": an apology, advice, a notice on cookies."""

_NOT_FOUND = re.compile(
    r"(?:(?:sorry|oops|whoops)[,.!…]* )?(?:(?:http |error |erreur |ошибка |fehler )*404(?: error)?[.,:!]? ?)?"
    r"(?:(?:the |this |that )?(?:requested )?(?:page|file|document|article|resource|url)"
    r"(?: you (?:requested|(?:are|were) looking for))? "
    r"(?:(?:was |is |could |can)?(?: ?not|n['’]t)(?: be)? found|(?:does not|doesn['’]t|no longer) exists?"
    r"|is no longer available)"
    r"|we (?:can['’]?t|cannot|can not|could not|couldn['’]t) find (?:that|the|this)"
    r" (?:page|file|document|article).{0,30}"
    r"|not found|(?:error|http|erreur|ошибка|fehler) 404|404(?: error)?"
    r"|(?:запрашиваемая |запрошенная )?страница (?:не найдена|не существует|удалена)|сторінку не знайдено"
    r"|(?:cette )?page (?:introuvable|non trouvée|inexistante)|(?:cette|la) page (?:demandée )?n['’]existe pas"
    r"|página no encontrada|seite (?:wurde )?nicht gefunden|sayfa bulunamadı|sahifa topilmadi"
    r"|бет табылмады|барак табылган жок|барақ табылмады|stranica nije pronađena|страница није пронађена"
    r"|الصفحة غير موجودة|صفحه (?:مورد نظر )?یافت نشد|გვერდი ვერ მოიძებნა|էջը չի գտնվել)",
    re.IGNORECASE,
)
_ARCHIVE_LACKS_IT = re.compile(
    r"Got an HTTP \d{3} response at crawl time|The Wayback Machine (?:has not archived that URL"
    r"|doesn['’]t have that page archived)",
    re.IGNORECASE,
)
"""What the Wayback Machine prints, with status 200, in the place of a copy."""
_NEEDS_SCRIPT = re.compile(
    r"\b(?:enable|turn on|activate|requires?|needs?|without|allow)\b (?:\S+ ){0,3}?java ?script"
    r"|java ?script (?:is |must be |to be )?(?:required|enabled|disabled|turned off)"
    r"|(?:включите|включить|требуется|необходим) (?:\S+ ){0,2}?java ?script|activer (?:\S+ ){0,2}?java ?script"
    r"|habilit\w{1,5} (?:\S+ ){0,2}?java ?script",
    re.IGNORECASE,
)
_NOSCRIPT = re.compile(r"<noscript[^>]{0,200}>(.{0,3000}?)</noscript", re.IGNORECASE | re.DOTALL)
_EMPTY_ROOT = re.compile(
    r"<(div|main|section)\b[^>]{0,300}?\bid\s?=\s?[\"']?"
    r"(?:root|app|__next|__nuxt|q-app|svelte|react-root|___gatsby|app-root)\b[\"']?[^>]{0,300}>\s?</\1\s?>"
    r"|<((?:app|my|ng)-[a-z]{1,20})\b[^>]{0,300}>\s?</\2\s?>",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_REPLAY_FRAME = re.compile(r"<iframe\b[^>]{0,300}?\bid\s?=\s?[\"']?replay_iframe\b", re.IGNORECASE)
_DOCUMENT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_END = re.compile(rb"</\s*(?:html|body)\b", re.IGNORECASE)
_SCRIPT_TAG = re.compile(rb"<(/?)(?:script|style)\b", re.IGNORECASE)


def is_shell(page: Page, payload: bytes) -> bool:
    """Whether a page's text is left to a script: hardly any of its own, and a sign that a script should bring it.

    The outer frame of a replay tool is such a page too: the copy stands in a frame that a script fills.
    """
    if len(page.text) > MAX_TEXT_OF_SHELL:
        return False
    markup = " ".join(payload[:WINDOW].decode("utf-8", "replace").split())
    if not _SCRIPT.search(markup):
        return False
    if not page.text or _REPLAY_FRAME.search(markup):
        return True
    if len(page.text) <= MAX_TEXT_OF_DEMAND and _NEEDS_SCRIPT.search(" ".join(page.text.split())):
        return True
    if prose_characters(page):
        return False
    return bool(_EMPTY_ROOT.search(markup)) or any(map(_is_demand, _NOSCRIPT.finditer(markup)))


def _is_demand(noscript: re.Match[str]) -> bool:
    """Whether it is the page that needs a script, not the box for comments below it."""
    return bool(_NEEDS_SCRIPT.search(noscript[1])) and "comment" not in noscript[1].lower()


def says_not_found(page: Page) -> bool:
    """Whether a page calls itself "not found", in whatever language, and says little else."""
    if len(page.text) <= MAX_PROSE_OF_NOTHING * 2 and _ARCHIVE_LACKS_IT.search(page.text):
        return True
    if not any(_NOT_FOUND.fullmatch(name.strip(" .!…")) for name in names_of(page)):
        return False
    return prose_characters(page) <= MAX_PROSE_OF_NOTHING


def is_broken_off(payload: bytes) -> bool:
    """Whether a document ends inside a tag, a comment or a script, with no end of ``html`` or ``body`` anywhere.

    Many whole pages lack those ends, so that their absence alone proves nothing.
    """
    if not _DOCUMENT.search(payload[:WINDOW]) or _END.search(payload):
        return False
    is_in_script = False
    last = 0
    for tag in _SCRIPT_TAG.finditer(payload):
        is_in_script, last = not tag[1], tag.start()
    if is_in_script:
        return True
    comment = payload.rfind(b"<!--")
    if comment > last and payload.find(b"-->", comment) < 0:
        return True
    opened = payload.rfind(b"<")
    following = payload[opened + 1 : opened + 2]
    return payload.find(b">", opened) < 0 and (following.isalpha() or following in (b"/", b"!"))
