"""Answers in the shape of the Wayback Machine's: its CDX server, and its replay with and without a toolbar."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs, urlsplit

from samples.webarchives import WAYBACK_HOST
from samples.webcopies import Held, held, matching
from samples.webreply import Reply, as_json, plain

FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
_REPLAY = re.compile(r"/web/(\d{1,14})([a-z]{2}_)?/(https?://.+)", re.DOTALL)
_HREF = re.compile(rb'(href|src|action)="(https?://[^"]+|/(?!/)[^"]*)"')


def answer(target: str) -> Reply:
    """What the archive says at that path and query."""
    if target.startswith("/cdx/search/cdx?"):
        return _index(target)
    if target.startswith("/web/timemap/link/"):
        return _timemap(target.removeprefix("/web/timemap/link/"))
    match = _REPLAY.fullmatch(target)
    return _replay(match[1], match[2] or "", match[3]) if match else plain(404, "nothing here\n")


def _index(target: str) -> Reply:
    query = {name: values[-1] for name, values in parse_qs(urlsplit(target).query).items()}
    found = list(matching(query.get("url", ""), is_prefix=query.get("matchType") == "prefix"))
    found = [
        each
        for each in found
        if each.digits[: len(query.get("from", ""))] >= query.get("from", "")
        and ("to" not in query or each.digits[: len(query["to"])] <= query["to"])
    ]
    start = int(query.get("resumeKey", "0"))
    limit = int(query.get("limit", "100000"))
    shown = found[start : start + limit]
    rows: list[list[str]] = [_row(each, found) for each in shown]
    if rows:
        rows.insert(0, FIELDS)
    if query.get("showResumeKey") == "true" and start + limit < len(found):
        rows += [[], [str(start + limit)]]
    return as_json(rows)


def _row(each: Held, found: list[Held]) -> list[str]:
    first = next(other for other in found if other.original == each.original and other.body == each.body)
    is_repeat = first is not each and each.status == 200
    kind, status = ("warc/revisit", "-") if is_repeat else (each.type, str(each.status))
    return [each.key, each.digits, each.original, kind, status, each.digest, str(len(each.body) + 400)]


def _nearest(digits: str, original: str) -> Held | None:
    wanted = int(digits.ljust(14, "0"))
    copies = [each for each in held() if _plain(each.original) == _plain(original)]
    return min(copies, key=lambda each: abs(int(each.digits) - wanted), default=None)


def _plain(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").lower()


def _replay(digits: str, modifier: str, original: str) -> Reply:
    each = _nearest(digits, original)
    if each is None:
        return plain(404, "The Wayback Machine has not archived that address.\n")
    if each.digits != digits:
        return Reply(302, (("Location", _address(each.digits, modifier, each.original)),), b"")
    moment = datetime.strptime(each.digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    headers = [
        ("Content-Type", each.media_type),
        ("Memento-Datetime", format_datetime(moment, usegmt=True)),
        ("Link", f'<{each.original}>; rel="original"'),
    ]
    if each.location:
        headers.append(("Location", _address(each.digits, modifier, each.location)))
    body = each.body if modifier == "id_" or each.type != "text/html" else with_toolbar(each)
    return Reply(each.status, tuple(headers), body)


def with_toolbar(each: Held) -> bytes:
    """The page as the archive shows it: a toolbar above, links led back into the archive, a remark at its end."""
    site = each.original.split("/", 3)[2]

    def led_back(match: re.Match[bytes]) -> bytes:
        to = match[2].decode()
        whole = to if to.startswith("http") else f"http://{site}{to}"
        return match[1] + f'="/web/{each.digits}/{whole}"'.encode()

    toolbar = (
        "<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n"
        '<div id="wm-ipp-base" lang="en"><div id="wm-ipp">'
        f"{escape(each.original)} captured {each.digits[:8]}</div></div>\n"
        "<!-- END WAYBACK TOOLBAR INSERT -->\n"
    )
    body = _HREF.sub(led_back, each.body).replace(b"<body>\n", b"<body>\n" + toolbar.encode(), 1)
    return body + f"<!--\n     FILE ARCHIVED ON {each.digits} AND RETRIEVED FROM THE INTERNET ARCHIVE.\n-->\n".encode()


def _address(digits: str, modifier: str, original: str) -> str:
    return f"http://{WAYBACK_HOST}/web/{digits}{modifier}/{original}"


def _timemap(original: str) -> Reply:
    copies = [each for each in held() if _plain(each.original) == _plain(original)]
    if not copies:
        return plain(404, "no copies\n")
    lines = [f'<{original}>; rel="original",']
    lines += [f'<{_address(each.digits, "", each.original)}>; rel="memento",' for each in copies]
    return Reply(200, (("Content-Type", "application/link-format"),), "\n".join(lines).encode())
