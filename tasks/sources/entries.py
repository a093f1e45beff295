"""Sitemaps and feeds as lists of entries, out of any bytes: compressed, wrongly encoded, torn or hostile.

Nothing raises. What could be read is given, and whether that was all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

import lxml.etree

from tasks.sources.octets import decoded, unpacked

MAX_ENTRIES = 50_000
"""A sitemap may have so many entries (sitemaps.org, "Using Sitemap index files")."""
MAX_ELEMENTS = 20 * MAX_ENTRIES
MAX_VALUES = 100
"""Of one entry."""
MAX_CHARACTERS = 8_192
"""Of one value: longer ones are neither address nor title."""
ENTRY_NAMES = frozenset({"url", "sitemap", "item", "entry"})
VALUE_NAMES = frozenset(
    {"loc", "lastmod", "link", "title", "guid", "pubDate", "date", "updated", "published", "modified"}
)

_FED_BYTES = 65_536
_BARE = re.compile(r"&(?!#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)")
_PARAMETER_ENTITY = re.compile(r"<!ENTITY\s+%")
"""No sitemap or feed needs one; they are what is left to expand once no other entity is."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Value:
    """One element right below an entry."""

    name: str
    """Without namespace."""
    namespace: str
    text: str
    attributes: Mapping[str, str]
    has_elements: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A ``url`` or ``sitemap`` of a sitemap, an ``item`` or ``entry`` of a feed."""

    name: str
    namespace: str
    values: tuple[Value, ...]

    def own(self, *names: str) -> Iterator[Value]:
        """The values of those names in the entry's own namespace: a picture's ``loc`` or ``title`` is another's."""
        return (value for value in self.values if value.name in names and value.namespace == self.namespace)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds."""

    root: str
    """Name of the outermost element, without namespace; empty where the file is no XML."""
    entries: tuple[Entry, ...]
    lines: tuple[str, ...]
    """Of a file that is no XML."""
    is_whole: bool
    """Whether all of it could be read."""


def read_document(payload: bytes) -> Document:
    """Reads the bytes of a sitemap or a feed."""
    data, is_unpacked = unpacked(payload)
    text, is_decoded = decoded(data)
    is_whole = is_unpacked and is_decoded
    if not text.lstrip().startswith("<"):
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        return Document("", (), lines[:MAX_ENTRIES], is_whole and len(lines) <= MAX_ENTRIES)
    if _PARAMETER_ENTITY.search(text):
        return Document("", (), (), False)
    if _FORBIDDEN.search(text):
        text, is_whole = _FORBIDDEN.sub("\ufffd", text), False
    data = _without_entities(text.lstrip()).encode("utf-8")
    collected = _parse(data, recover=False)
    if collected.is_damaged:
        collected = _parse(data, recover=True)
        is_whole = False
    return Document(collected.root, tuple(collected.entries), (), is_whole and not collected.is_cut)


def _without_entities(text: str) -> str:
    """A bare ``&`` and every entity but XML's own five become plain text.

    An address with a bare ``&`` is then read as it was meant, and nothing is left that could be expanded.
    """
    first, *others = text.split("<![CDATA[")
    parts = [_BARE.sub("&amp;", first)]
    for other in others:
        inside, end, outside = other.partition("]]>")
        parts += ["<![CDATA[", inside, end, _BARE.sub("&amp;", outside)]
    return "".join(parts)


def _parse(data: bytes, *, recover: bool) -> _Collector:
    """Fed in pieces and built into no tree: ten million elements must not fill the memory."""
    collector = _Collector()
    parser = lxml.etree.XMLParser(
        target=cast("lxml.etree.ParserTarget", collector),  # its stubs ask for bytes too; names and text are always str
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for at in range(0, len(data), _FED_BYTES):
            parser.feed(data[at : at + _FED_BYTES])
        parser.close()
    except _TooMuchError:
        collector.is_cut = True
    except lxml.etree.LxmlError:
        collector.is_damaged = True
    return collector


class _TooMuchError(Exception):
    """More entries or elements than a file may have."""


@dataclass(slots=True)
class _Open:
    """The value that has begun and not ended."""

    name: str
    attributes: Mapping[str, str]
    level: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    has_elements: bool = False


@dataclass(slots=True)
class _Collector:
    """What the parser tells its events to."""

    root: str = ""
    entries: list[Entry] = field(default_factory=list)
    is_damaged: bool = False
    is_cut: bool = False
    """Whether there was more than a file may have."""
    _level: int = 0
    _elements: int = 0
    _entry: tuple[str, int] | None = None
    _values: list[Value] = field(default_factory=list)
    _value: _Open | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._level += 1
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _TooMuchError
        if self._entry and tag == self._entry[0]:  # the one before was never closed
            self._close_entry(self._entry[0])
            self._entry = (tag, self._level)
        elif self._value:
            self._value.has_elements = True
        elif self._entry:
            is_below = self._level == self._entry[1] + 1 and len(self._values) < MAX_VALUES
            if is_below and _local(tag) in VALUE_NAMES:
                self._value = _Open(tag, dict(attributes), self._level)
        elif self._level == 1:
            self.root = _local(tag)
        elif _local(tag) in ENTRY_NAMES:
            self._entry = (tag, self._level)

    def data(self, text: str) -> None:
        if self._value and self._value.length <= MAX_CHARACTERS:
            self._value.parts.append(text)
            self._value.length += len(text)

    def end(self, _: str) -> None:
        if self._value and self._value.level == self._level:
            self._close_value(self._value)
        elif self._entry and self._entry[1] == self._level:
            self._close_entry(self._entry[0])
        self._level -= 1

    def close(self) -> None:
        """Nothing is left to do; the parser asks for it."""

    def _close_entry(self, tag: str) -> None:
        if len(self.entries) == MAX_ENTRIES:
            raise _TooMuchError
        self.entries.append(Entry(_local(tag), _namespace(tag), tuple(self._values)))
        self._entry = self._value = None
        self._values = []

    def _close_value(self, value: _Open) -> None:
        if value.length <= MAX_CHARACTERS:
            text = " ".join("".join(value.parts).split())
            name = value.name
            self._values.append(Value(_local(name), _namespace(name), text, value.attributes, value.has_elements))
        self._value = None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
