"""What the site prints beside a document: its buttons, the headings of its boxes, the class names of its furniture.

English, Spanish and French, as the site's menus are. No word alone makes text furniture: where it stands counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tasks.sources.lines import folded

SITE_NAMES = frozenset(
    {"refworld", "unhcr", "acnur", "hcr", "global law & policy database", "global law and policy database"}
)

RELATED_HEADINGS = frozenset(
    {
        "related documents",
        "related document",
        "related document(s)",
        "related content",
        "documentos relacionados",
        "documento relacionado",
        "contenido relacionado",
        "documents connexes",
        "document connexe",
        "documents liés",
        "documents associés",
    }
)
TRANSLATION_HEADINGS = frozenset(
    {
        "translations",
        "other languages",
        "other language versions",
        "available languages",
        "available in",
        "also available in",
        "this document is also available in",
        "otros idiomas",
        "disponible en",
        "también disponible en",
        "autres langues",
        "disponible en d'autres langues",
        "également disponible en",
    }
)
BOX_HEADINGS = (
    RELATED_HEADINGS
    | TRANSLATION_HEADINGS
    | frozenset(
        {
            "related",
            "latest",
            "latest documents",
            "latest on refworld",
            "recently added",
            "most viewed",
            "most read",
            "search refworld",
            "share",
            "share this page",
            "share this document",
            "follow us",
            "tools",
            "document tools",
            "quick links",
            "last updates",
            "compartir",
            "partager",
            "últimos documentos",
            "derniers documents",
        }
    )
)

_CONTROL = re.compile(
    r"(?:share|print|save|email|e-mail|tweet|post|copy|send|pin|bookmark)"
    r"(?: (?:this|the|as|to|by|on|via|with|it|page|document|link|url|email|e-mail|pdf|facebook|twitter|x|linkedin"
    r"|whatsapp|telegram))*"
    r"|facebook|twitter|x|linkedin|whatsapp|telegram|link copied"
    r"|(?:download|view|open|get|read)(?: (?:the|as|in|this|full|document|file))* pdf(?: version| file)?"
    r"|pdf(?: download| version)?|show (?:more|less)|load more|close|menu"
    r"|back to (?:top|results|search results|search)|skip to (?:the )?(?:main )?content"
    r"|previous|next|previous document|next document|home|search|clear all|cite this document"
    r"|compartir(?: en .{1,20})?|imprimir|descargar(?: el)? pdf|volver arriba|inicio"
    r"|partager(?: sur .{1,20})?|imprimer|télécharger(?: le)? pdf|haut de page|accueil"
)
_SIZE = re.compile(r"\s*[(\[]?\s*(?:pdf,?\s*)?\d+(?:[.,]\d+)?\s*[km]i?b\s*[)\]]?\s*", re.IGNORECASE)
_MARKS = re.compile(r"[\s:|·•→←↑↓▲▼»«>]+")
MAX_CONTROL = 60
MAX_NAMES = 200

_BOXES = frozenset(
    """sidebar cookie cookies consent newsletter footer breadcrumb breadcrumbs banner popup modal latest
    recommended""".split()  # noqa: SIM905
)
"""Class names of boxes that may hold whole sentences, none of them the document's."""
_HINTS = _BOXES | frozenset(
    """share sharing social menu navbar navigation facet facets filter filters pager pagination search toolbar tools
    buttons download downloads print switcher language languages related teaser teasers tags actions skip""".split()  # noqa: SIM905
)
_WORD = re.compile(r"[a-zA-Z]+")


def is_control(text: str) -> bool:
    """Whether a text is nothing but a button's or a menu's words."""
    if len(text) > MAX_CONTROL:
        return False
    words = _MARKS.sub(" ", _SIZE.sub(" ", folded(text))).strip()
    return not words or _CONTROL.fullmatch(words) is not None


def is_box_heading(text: str) -> bool:
    """Whether a text heads one of the site's boxes."""
    return len(text) <= MAX_CONTROL and plain(text) in BOX_HEADINGS


def plain(text: str) -> str:
    """A heading's words without case and colon."""
    return folded(text).rstrip(" :")


def hints_at_furniture(labels: Iterable[str], *, is_prose: bool) -> bool:
    """Whether the id or a class of one of these elements speaks of menus, sharing, search or the like.

    Sentences need a plainer word than buttons do: a body may stand in an element that is named for its language.
    """
    return any(_is_hint(label, is_prose) for label in labels)


@lru_cache(maxsize=4096)
def _is_hint(label: str, is_prose: bool) -> bool:
    marks = label.partition(" ")[2]
    return not (_BOXES if is_prose else _HINTS).isdisjoint(word.lower() for word in _WORD.findall(marks[:500]))


def is_site(text: str) -> bool:
    """Whether a text is nothing but the site's name: ``Refworld``, ``UNHCR | Refworld``."""
    parts = [folded(part) for part in text[:MAX_NAMES].split("|")]
    return len(text) <= MAX_NAMES and all(part in SITE_NAMES or not part for part in parts)
