"""What HTML elements are to a printer: blocks, inline words, or nothing that is printed."""

from __future__ import annotations

import re

import lxml.html

from tasks.reading.addresses import joined


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCK_ELEMENTS = _names(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p"
    " plaintext pre search section summary table tbody td textarea tfoot th thead tr ul xmp"
)
UNPRINTED_ELEMENTS = _names(
    "applet area audio base canvas datalist embed frame head iframe link map meta noembed noframes noscript object"
    " option param rp script select source style svg template title track video"
)
PREFORMATTED_ELEMENTS = frozenset({"pre", "textarea", "listing", "plaintext", "xmp"})

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_unprinted(element: lxml.html.HtmlElement) -> bool:
    """Whether neither the element nor anything in it is printed."""
    if not isinstance(element.tag, str):
        return True
    name = name_of(element)
    if name in UNPRINTED_ELEMENTS:
        return True
    if name in ("html", "body"):  # hidden until a script shows it: what a reader sees is the page
        return False
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def name_of(element: lxml.html.HtmlElement) -> str:
    """The local name, lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def label_of(name: str, element: lxml.html.HtmlElement) -> str:
    """``name``, ``name#id`` and ``name.class`` joined by blanks."""
    parts = [name]
    if identity := (element.get("id") or "").strip():
        parts.append(f"{name}#{identity}")
    parts.extend(f"{name}.{word}" for word in (element.get("class") or "").split())
    return " ".join(parts)


def base_of(root: lxml.html.HtmlElement, address: str) -> str:
    """What relative addresses are relative to."""
    href = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    if not href:
        return address
    return joined(address, href) or address
