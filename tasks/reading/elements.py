"""What HTML elements are to a printer: blocks, inline words, or nothing that is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PREFORMATTED_ELEMENTS = frozenset({"pre", "textarea", "listing", "plaintext", "xmp"})

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a name makes of an element."""

    name: str
    """Local name, lower case."""
    is_block: bool
    is_preformatted: bool
    is_break: bool
    is_unprinted: bool
    is_root: bool
    """Hidden until a script shows it: what a reader sees is the page."""
    makes_rows: bool


@lru_cache(maxsize=1024)  # a hostile page may invent any number of names
def traits_of(tag: str, is_xml: bool = False) -> Traits:
    """The traits of a tag; in XML that is not HTML every element is a block."""
    name = tag.rpartition("}")[2].lower()
    return Traits(
        name,
        is_xml or name in BLOCK_ELEMENTS,
        name in PREFORMATTED_ELEMENTS,
        name == "br" and not is_xml,
        name in UNPRINTED_ELEMENTS,
        name in ("html", "body"),
        name in ("table", "dl", "tr", "dt", "dd"),
    )


def printed_traits(element: lxml.html.HtmlElement) -> Traits | None:
    """The traits of an element; none where neither it nor anything in it is printed."""
    tag = element.tag
    if not isinstance(tag, str):
        return None
    traits = traits_of(tag)
    if traits.is_unprinted:
        return None
    if traits.is_root:
        return traits
    if element.get("hidden") is not None:
        return None
    style = element.get("style")
    return None if style is not None and _HIDDEN_STYLE.search(style) else traits


def is_unprinted(element: lxml.html.HtmlElement) -> bool:
    """Whether neither the element nor anything in it is printed."""
    return printed_traits(element) is None


def name_of(element: lxml.html.HtmlElement) -> str:
    """The local name, lower case."""
    return traits_of(str(element.tag)).name


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
