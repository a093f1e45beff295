"""Bytes to characters: mark, header, meta, then UTF-8 with replacement before any guess.

One bad byte among valid UTF-8 must cost one character, not the page: detectors that guess from statistics turn whole
pages into gibberish over it. Labels mean what browsers take them to mean (WHATWG Encoding, "Names and labels").
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tasks.report import Issue

MAX_PAYLOAD_BYTES = 5 * 1024 * 1024
"""Longest payload that is read; the longest real reports are about 1 MB, and one hostile page must not fill a night."""
META_WINDOW = 16_384
"""Bytes searched for a meta charset; web archives push the page's own head down with a banner of theirs."""
SAMPLE_CHARACTERS = 65_536
MAX_CONTROL_SHARE = 0.1
"""Share of control and replacement characters above which bytes are not called text."""
TOLERATED_BAD_SHARE = 0.01
"""Share of undecodable bytes up to which a page without other non-ASCII text is still read as UTF-8."""
NO_TEXT = "no text"
"""What an issue ``unreadable`` says of a page that could be parsed and prints nothing."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"RIFF", "RIFF media"),
    (b"PK\x03\x04", "ZIP container"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xd0\xcf\x11\xe0", "OLE document"),
    (b"{\\rtf", "RTF document"),
    (b"%!PS", "PostScript"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"\x7fELF", "program"),
    (b"OggS", "Ogg media"),
    (b"ID3", "MP3 audio"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_HIGH_RUN = re.compile(rb"[\xc0-\xff]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")

# A page that calls itself Latin-1 means windows-1252, whose curly marks stand where Latin-1 has control codes.
_CODECS: dict[str, str] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    "iso8859-9": "cp1254",
    "cp1254": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "cp874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "kz1048": "kz1048",
    "ptcp154": "ptcp154",
    "mac-roman": "mac-roman",
    "mac-cyrillic": "mac-cyrillic",
} | {
    name: name
    for name in (
        *(f"cp125{digit}" for digit in (0, 1, 3, 5, 6, 7, 8)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        "cp866",
    )
}
_ALIASES = {
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
}
_UTF_32 = frozenset({"utf-32", "utf-32le", "utf-32be", "utf-32-le", "utf-32-be"})
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, or none where the bytes are no text, and what went wrong on the way."""

    text: str | None
    issues: tuple[Issue, ...] = ()


def decode(payload: bytes, charset: str | None, media_type: str = "") -> Decoded:
    """Decodes a payload. Never raises; a payload that is no text gives an issue of the rule ``unreadable``."""
    if not payload:
        return _unreadable("empty")
    if len(payload) > MAX_PAYLOAD_BYTES:
        return _unreadable(f"too large: {len(payload)} bytes")
    mark = next(((bom, codec) for bom, codec in _BYTE_ORDER_MARKS if payload.startswith(bom)), None)
    if mark is None and (name := _magic(payload)):
        return _unreadable(f"not text: {name}")
    if mark is not None:
        payload = payload[len(mark[0]) :]
    declared = [("byte order mark", mark[1])] if mark else _declared(payload, charset)
    is_wide = any((codec_of(label) or "").startswith(("utf-16", "utf-32")) for _, label in declared)
    if not is_wide and payload[:SAMPLE_CHARACTERS].count(0) > 1:
        return _unreadable(f"not text: binary data{f' ({media_type})' if media_type else ''}")
    decoded = _decode_as_declared(payload, declared)
    if decoded.text is None or not _is_text(decoded.text):
        return _unreadable("not text: too many control characters")
    return decoded


def codec_of(label: str) -> str | None:
    """Python's codec for an encoding label, none where the label is unknown or names no text encoding."""
    key = label.strip().strip("\"'").lower()
    if key in _UTF_32:
        return key
    if key in _ALIASES:
        return _ALIASES[key]
    try:
        return _CODECS.get(codecs.lookup(key).name)
    except (LookupError, ValueError):
        return None


def _declared(payload: bytes, charset: str | None) -> list[tuple[str, str]]:
    found = [("header", charset)] if charset else []
    window = payload[:META_WINDOW]
    for pattern in (_META_CHARSET, _XML_ENCODING):
        if match := pattern.search(window):
            label = match[1].decode("ascii", "replace")
            # A meta that could be read as ASCII cannot stand in a UTF-16 page.
            found.append(("meta", "utf-8" if label.lower().startswith("utf-16") else label))
    return found


def _decode_as_declared(payload: bytes, declared: list[tuple[str, str]]) -> Decoded:
    issues: list[Issue] = []
    for origin, label in declared:
        codec = codec_of(label)
        if codec is None:
            issues.append(Issue("encoding", f"{origin} names an unknown encoding: {label[:40]}"))
            continue
        if codec == "utf-8":
            break
        if codec.startswith(("utf-16", "utf-32")) and origin == "header" and 0 not in payload[:SAMPLE_CHARACTERS]:
            # Every markup sign and line feed would hold one: as UTF-16 these bytes are nonsense of Chinese signs.
            issues.append(Issue("encoding", f"{origin} says {label[:40]}, the bytes are not"))
            continue
        if codec not in _MULTIBYTE and not codec.startswith(("utf-16", "utf-32")):
            if _is_utf8_beyond_ascii(payload):
                issues.append(
                    Issue("encoding", f"{origin} says {label[:40]}, the bytes are valid UTF-8: read as UTF-8")
                )
                break
            return Decoded(_decode_single_byte(payload, codec), tuple(issues))
        try:
            return Decoded(payload.decode(codec), tuple(issues))
        except UnicodeDecodeError:
            issues.append(Issue("encoding", f"{origin} says {label[:40]}, the bytes are not"))
    text, issue = _utf8(payload)
    return Decoded(text, (*issues, *([issue] if issue else [])))


def _utf8(payload: bytes) -> tuple[str, Issue | None]:
    try:
        return payload.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    text = payload.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    valid = sum(1 for byte in payload if byte >= 0xC2) - bad
    if bad <= max(valid, TOLERATED_BAD_SHARE * len(payload)):
        return text, Issue("encoding", f"not all UTF-8: {bad} byte sequences replaced")
    codec = _guess(payload)
    return _decode_single_byte(payload, codec), Issue(
        "encoding", f"not UTF-8, none declared that fits: guessed {codec}"
    )


def _guess(payload: bytes) -> str:
    """A Cyrillic code page where most high bytes stand in runs, as words; else windows-1252, the default of browsers.

    In windows-1251 the small letters lie above the capitals, in KOI8-R below.
    """
    runs = _HIGH_RUN.findall(payload[:SAMPLE_CHARACTERS])
    high = sum(map(len, runs))
    if sum(len(run) for run in runs if len(run) >= 3) * 2 <= high:
        return "cp1252"
    lower_half = sum(1 for run in runs for byte in run if byte < 0xE0)
    return "koi8-r" if lower_half * 2 > high else "cp1251"


def _decode_single_byte(payload: bytes, codec: str) -> str:
    try:
        return payload.decode(codec)
    except UnicodeDecodeError:
        # Bytes without a character in the table: browsers map them to C1 controls, so they stay countable.
        table = [_character(byte, codec) for byte in range(256)]
        return "".join(map(table.__getitem__, payload))


def _character(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte) if byte < 0xA0 else "\ufffd"


def _is_utf8_beyond_ascii(payload: bytes) -> bool:
    if payload.isascii():
        return False
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_text(text: str) -> bool:
    sample = text[:SAMPLE_CHARACTERS]
    return len(_CONTROLS.findall(sample)) <= MAX_CONTROL_SHARE * max(len(sample), 1)


def _magic(payload: bytes) -> str | None:
    return next((name for magic, name in _MAGIC if payload.startswith(magic)), None)


def _unreadable(seen: str) -> Decoded:
    return Decoded(None, (Issue("unreadable", seen),))
