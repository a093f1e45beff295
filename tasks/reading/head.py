"""What a page says about itself outside its text: title, language, canonical address, meta values."""

from __future__ import annotations

import re

import lxml.html

from tasks.reading.addresses import joined
from tasks.reading.elements import base_of

_ASCII_SPACE = " \t\n\r\f"
_FOLDED = re.compile(r"[ \t\n\r\f]+")


def head_of(root: lxml.html.HtmlElement, address: str) -> tuple[tuple[str, str], ...]:
    """Title, language, canonical address, editions in other languages and meta values, in document order."""
    found: list[tuple[str, str]] = []
    if language := (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")):
        found.append(("html:lang", language.strip()))
    title = next((element for element in root.iter("title") if element.getparent().tag != "svg"), None)
    if title is not None and (words := _FOLDED.sub(" ", title.text or "").strip(_ASCII_SPACE)):
        found.append(("title", words))
    base = base_of(root, address)
    for element in root.iter("link", "meta"):
        if element.tag == "link":
            if (name := _link_name(element)) and (href := element.get("href")):
                found.append((name, joined(base, href) or href.strip()))
            continue
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.append((f"meta:{name.strip()}", content.strip(_ASCII_SPACE)))
    return tuple(found)


def _link_name(element: lxml.html.HtmlElement) -> str | None:
    kinds = (element.get("rel") or "").lower().split()
    if "canonical" in kinds:
        return "link:canonical"
    language = (element.get("hreflang") or "").strip().lower()
    return f"link:alternate:{language}" if "alternate" in kinds and language else None
