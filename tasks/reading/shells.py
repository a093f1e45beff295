"""Pages that answer as if all were well and hold no report: shells for scripts, soft 404s, pages that broke off.

Each rule asks for a positive sign and for little prose: a report about scripts or missing pages stays a report.
"""

from __future__ import annotations

import re

from tasks.page import Page
from tasks.reading.prose import headings_of, is_spoken, other_characters, prose_characters, title_of, title_parts

WINDOW = 200_000
"""Bytes of a payload searched for the markup of a shell."""
MAX_TEXT_OF_SHELL = 400
"""Longest text of a shell: a name, a menu, a line that asks for JavaScript."""
MAX_TEXT_OF_DEMAND = 200
"""Longest text of a page that prints the request for JavaScript itself."""
MAX_TEXT_OF_NO_COPY = 1_600
"""Longest text of the Wayback Machine's page in the place of a copy."""

# Longest other text of a page that says "not found", by how plainly it says so.
MAX_BESIDE_NAME_AND_ADVICE = 800
MAX_BESIDE_ONE = 120
MAX_BESIDE_BARE_NAME = 0

_NOT_FOUND = re.compile(
    r"(?:(?:we['’]re |i['’]m )?(?:sorry|oops|whoops|uh[ -]oh)[,.!…:–-]* ?(?:but )?)?"
    r"(?:(?:http |error |erreur |ошибка |fehler )*404(?: error)?[.,:!–-]? ?(?:[–-] )?)?"
    r"(?:"
    r"(?:the |this |that |your )?(?:requested )?(?:web ?)?"
    r"(?:page|file|file or directory|document|article|resource|url|object)"
    r"(?: you (?:requested|(?:are|were) (?:looking|searching) for))? "
    r"(?:(?:was |is |could |can)?(?: ?not|n?['’]t)(?: be)? found|(?:does not|doesn['’]t|no longer) exists?"
    r"|is no longer available|has been (?:removed|deleted)|is missing)"
    r"|we (?:can['’]?t|cannot|can not|could not|couldn['’]t) (?:seem to )?find (?:that|the|this)"
    r" (?:page|file|document|article).{0,30}"
    r"|not found[:,–-]? (?:error )?404|(?:error|http|erreur|ошибка|fehler) 404|404 (?:error|not found)"
    r"|nothing (?:was )?found(?: here)?"
    r"|(?:(?:запрашиваемая|запрошенная|такая|эта|данная|искомая) )?страница"
    r" (?:не найдена|не существует|удалена|отсутствует)"
    r"|(?:страница, которую вы (?:ищете|искали|запрашиваете),? )(?:не найдена|не существует|удалена)"
    r"|такой страницы (?:нет|не существует)|документ не найден|материал не найден"
    r"|сторінк[уа] не (?:знайдено|знайдена|існує)"
    r"|(?:cette |la )?page (?:demandée )?(?:est )?(?:introuvable|non trouvée|inexistante|n['’]a pas été trouvée)"
    r"|(?:cette|la) page (?:demandée |que vous (?:cherchez|recherchez|demandez) )?n['’]existe (?:pas|plus)"
    r"|(?:la )?página (?:solicitada )?no (?:(?:ha sido |fue )?encontrada|existe|se encuentra|disponible)"
    r"|no (?:se )?(?:ha podido |pudo )?encontr(?:ar|amos|ó|ado) (?:la |esta )?página"
    r"|(?:die |diese )?(?:angeforderte |gewünschte |gesuchte )?seite"
    r" (?:(?:wurde |konnte )?(?:leider )?nicht gefunden(?: werden)?"
    r"|existiert (?:leider )?nicht(?: mehr)?|nicht (?:vorhanden|verfügbar))"
    r"|pagina non trovata|página não encontrada|sayfa bulunamadı|sahifa topilmadi"
    r"|бет табылмады|барак табылган жок|барақ табылмады|stranica nije pronađena|страница није пронађена"
    r"|(?:عذرا[ً,،]* ?)?(?:هذه )?(?:الصفحة|الصفحه)(?: المطلوبة| التي تبحث عنها)?"
    r" (?:غير (?:موجودة|متوفرة|متاحة)|لم يتم العثور عليها)"
    r"|لم يتم العثور على (?:هذه )?الصفحة(?: المطلوبة)?"
    r"|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|გვერდი ვერ მოიძებნა|էջը չի գտնվել"
    r")",
    re.IGNORECASE,
)
_BARE_NOT_FOUND = re.compile(
    r"(?:sorry[,.!…]* )?(?:not found|404|nicht gefunden|introuvable|no encontrado|не найдено|غير موجود)", re.IGNORECASE
)
"""Words that may also be the title of a report."""
_ADVICE = re.compile(
    r"\b(?:page|link|url|web ?address)\b.{0,80}"
    r"\b(?:moved|removed|deleted|renamed|mis-?typed|misspelled|changed|outdated|expired|exists?|found|unavailable)\b"
    r"|\baddress (?:is |was |may (?:be|have been) |might be )?(?:mis-?typed|misspelled|wrong|incorrect)\b"
    r"|\b(?:page|file|document|article|resource|what|address)(?: that)? you"
    r"(?:['’]re| are| were| have| requested| typed| entered)"
    r"|\byou(?:['’]re| are| were) looking for\b"
    r"|\b(?:try|use|using) (?:\w+ ){0,3}(?:search|menu|navigation|links?|home ?page)\b"
    r"|\b(?:return|back|go) to (?:\w+ ){0,3}(?:home|front|main|start)|\bnothing was found\b"
    r"|\brequested (?:url|page|address)\b"
    r"|(?:страниц|адрес|ссылк)\w*.{0,80}"
    r"(?:удален|перемещ|перенес|измен|не существует|не найден|устарел|неверн|неправильн)"
    r"|воспользуйтесь|вернитесь|вернуться на|перейдите на"
    r"|\b(?:seite|adresse)\b.{0,80}(?:verschoben|gelöscht|entfernt|nicht)|\bpage\b.{0,80}(?:déplacée|supprimée|existe)"
    r"|\bpágina\b.{0,80}(?:movid|eliminad|existe)|الصفحة.{0,80}(?:نقل|حذف|موجود|العثور)|\b(?:suche|startseite|recherche|accueil)\b",
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
_FURNITURE = re.compile(r"^(?:©|copyright\b)|\ball rights reserved\b", re.IGNORECASE)
_BESIDE_NOTHING = re.compile(f"{_ADVICE.pattern}|{_FURNITURE.pattern}", re.IGNORECASE)


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
    """Whether the title or the heading of a page is "not found", in whatever language, and the page says little else.

    The words must be the whole name, or the part of it that is not the site's: "Missing in Ostra: Not Found" is the
    title of a report. The plainer the name, and advice to a reader who is lost, the more may stand beside.
    """
    if len(page.text) <= MAX_TEXT_OF_NO_COPY and _ARCHIVE_LACKS_IT.search(page.text):
        return True
    wholes = (title_of(page), *headings_of(page))
    is_plain = any(map(_is_not_found, (*wholes, *title_parts(page))))
    # The site's name stands first or last; a bare word at the end may end the title of a report.
    if not is_plain and not any(map(_is_bare, (*wholes, *title_parts(page)[:1]))):
        return False
    has_advice = any(is_spoken(_ADVICE, page.block_text(block)) for block in page.blocks if block.element != "h1")
    if is_plain:
        most = MAX_BESIDE_NAME_AND_ADVICE if has_advice else MAX_BESIDE_ONE
    else:
        most = MAX_BESIDE_ONE if has_advice else MAX_BESIDE_BARE_NAME
    return other_characters(page, _BESIDE_NOTHING) <= most


def _is_not_found(name: str) -> bool:
    return bool(_NOT_FOUND.fullmatch(name.strip(" .!…")))


def _is_bare(name: str) -> bool:
    return bool(_BARE_NOT_FOUND.fullmatch(name.strip(" .!…")))


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
