"""A payload becomes a page: decoded text in blocks, with links, structure and trafilatura's opinion of each block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

import lxml.etree
import lxml.html

from tasks.page import Block, Page
from tasks.reading import dom, replay, select
from tasks.reading.decoding import NO_TEXT, decode
from tasks.reading.head import head_of
from tasks.reading.spaces import trimmed
from tasks.report import Issue

_TAG = re.compile(r"<(?:!--|(?:!doctype|/?[a-z][a-z0-9:-]*)[\s/>])", re.IGNORECASE)
_DOCUMENT_TAG = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|div|p|br|table|article|section|h[1-6]|span|a|font|center)[\s/>])",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", re.IGNORECASE)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LINE = re.compile(r"[^\r\n]+")
# Scripts and comments are taken whole, since what they hold is no tag. Possessive, and what is left open goes on to
# the end: a page of nothing but begun tags costs one look.
_TAGS = re.compile(
    r"<(?:!--(?:[^-]++|-(?!->))*+|(?P<raw>(?i:script|style|textarea|title|xmp))\b(?:[^<]++|<(?!/(?i:(?P=raw))))*+"
    r"|(?P<tag>[a-zA-Z](?:[^=>]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?+)*+))"
)
_ATTRIBUTE = re.compile(r"[\s/]*+=?[^\s/=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|\S*+))?+")
MAX_ATTRIBUTES = 1_000
"""Of one element: libxml2 looks at all of them for each, and a megabyte of them would take half a minute."""
SNIFFED_CHARACTERS = 65_536
SNIFFED_OPENING = 1_024


def page_of(payload: bytes, *, address: str, media_type: str, charset: str | None, is_selecting: bool = True) -> Page:
    """Reads any bytes into a page. Without `is_selecting` trafilatura is not asked which blocks are the article: a
    listing has none, and the question takes most of the time.

    `payload` is content-decoded; `media_type` and `charset` are what the server said, empty and none where it said
    nothing. Raises nothing for what the payload holds: `Page.issues` tells it, with the rule ``unreadable`` where
    there is no text to read.
    """
    media_type = media_type.strip().lower()
    decoded = decode(payload, charset, media_type)
    if decoded.text is None:
        return Page(address, media_type, "", (), (), (), decoded.issues)
    if _is_xml(decoded.text, media_type):
        return _xml_page(decoded.text, address, media_type, decoded.issues)
    if _is_html(decoded.text, media_type):
        return _html_page(decoded.text, address, media_type, decoded.issues, is_selecting=is_selecting)
    return _plain_page(decoded.text, address, media_type, decoded.issues)


def _plain_page(text: str, address: str, media_type: str, issues: tuple[Issue, ...]) -> Page:
    blocks = tuple(islice(plain_blocks(text), dom.MAX_BLOCKS + 1))
    if not blocks:
        issues = (*issues, Issue("unreadable", NO_TEXT))
    if len(blocks) > dom.MAX_BLOCKS:
        blocks = blocks[:-1]
        text = text[: blocks[-1].end_char]
        issues = (*issues, dom.too_long(len(blocks)))
    return Page(address, media_type, text, blocks, (), (), issues)


def _is_xml(text: str, media_type: str) -> bool:
    """Sitemaps and feeds; XHTML is HTML."""
    if media_type == "text/plain" or media_type in _HTML_TYPES:
        return False
    opening = text[:SNIFFED_OPENING].lstrip()
    return (opening.startswith("<?xml") or media_type.endswith("xml")) and "<html" not in opening.lower()


def _is_html(text: str, media_type: str) -> bool:
    if media_type == "text/plain":
        return False
    sample = text[:SNIFFED_CHARACTERS]
    if media_type in _HTML_TYPES:
        return bool(_TAG.search(sample) or _ENTITY.search(sample))
    return bool(_DOCUMENT_TAG.search(sample))


def plain_blocks(text: str) -> Iterator[Block]:
    """One block per line that holds more than white space, without the ASCII white space around it."""
    for match in _LINE.finditer(text):
        for start, end in trimmed(text, *match.span()):
            yield Block(start, end, "text", (), None, False)


def _html_page(text: str, address: str, media_type: str, issues: tuple[Issue, ...], *, is_selecting: bool) -> Page:
    markup = replay.enclosed(text)
    if any(_is_long(tag) for tag in _TAGS.finditer(markup)):
        whole, markup = markup, _TAGS.sub(_with_few_attributes, markup)
        if len(markup) < len(whole):
            seen = f"an element of more than {MAX_ATTRIBUTES} attributes: the others were cut"
            issues = (*issues, Issue("markup", seen))
    root = _parse(markup)
    if root is None:
        return Page(address, media_type, "", (), (), (), (*issues, Issue("unreadable", "no markup could be parsed")))
    printed = dom.print_tree(root, address)
    head = head_of(root, address)
    issues = (*issues, *printed.issues)
    if not printed.blocks:
        return Page(address, media_type, "", (), (), head, (*issues, Issue("unreadable", NO_TEXT)))
    page = Page(address, media_type, printed.text, printed.blocks, printed.links, head, issues)
    if not is_selecting:
        return page
    trees = chain((root,), iter(lambda: _parse(markup), None))  # the tree that was printed is nobody's any more
    return select.mark(page, printed, lambda: next(trees, None), len(text))


def _is_long(tag: re.Match[str]) -> bool:
    return tag.end() - tag.start() > 2 * MAX_ATTRIBUTES and tag["tag"] is not None


def _with_few_attributes(tag: re.Match[str]) -> str:
    if not _is_long(tag):
        return tag[0]
    last = next(islice(_ATTRIBUTE.finditer(tag[0]), MAX_ATTRIBUTES, None), None)
    return tag[0][: last.start()] if last else tag[0]


def _xml_page(text: str, address: str, media_type: str, issues: tuple[Issue, ...]) -> Page:
    """One block for the words of each element, so that the addresses of a sitemap stand apart."""
    parser = lxml.etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        data = _XML_DECLARATION.sub("", text).replace("\x00", "\ufffd").encode("utf-8")
        printed = dom.print_tree(lxml.etree.fromstring(data, parser), address, is_xml=True)
    except (lxml.etree.LxmlError, AttributeError, ValueError):  # no root, or a reference to half a character
        return Page(address, media_type, "", (), (), (), (*issues, Issue("unreadable", "no markup could be parsed")))
    issues = (*issues, *printed.issues)
    if not printed.blocks:
        issues = (*issues, Issue("unreadable", NO_TEXT))
    return Page(address, media_type, printed.text, printed.blocks, printed.links, (), issues)


def _parse(text: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # NUL ends a document for some parsers and is U+FFFD for browsers; lone surrogates cannot be encoded.
    data = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(data, parser=parser, ensure_head_body=False)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
