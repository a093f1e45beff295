"""What the sample web archives hold: the sample sites' pages, captured, repeated and changed over the years."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from samples import iwpr
from samples.legacy import SITE
from samples.legacy_pages import legacy_page, legacy_text
from samples.loader import load_reports
from samples.markup import document

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
IWPR_REPORTS = 6
"""Stories of the other site that were captured too."""


@dataclass(frozen=True, slots=True)
class Held:
    """One capture."""

    original: str
    digits: str
    body: bytes
    status: int = 200
    media_type: str = HTML
    location: str | None = None

    @property
    def digest(self) -> str:
        """SHA-1 of the payload in base 32, as the indexes write it."""
        return base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()

    @property
    def key(self) -> str:
        """The address as indexes sort it."""
        host, _, path = self.original.partition("://")[2].partition("/")
        return f"{','.join(reversed(host.removeprefix('www.').split('.')))})/{path.lower()}"

    @property
    def type(self) -> str:
        return self.media_type.partition(";")[0]


@cache
def held() -> tuple[Held, ...]:
    """All captures, as an index sorts them."""
    return tuple(sorted((*_refworld(), *_iwpr()), key=lambda each: (each.key, each.digits)))


def _refworld() -> Iterator[Held]:
    number = 0
    for report in load_reports():
        for place in report.places:
            if place.site != "legacy":
                continue
            number += 1
            original = f"http://{SITE}/{place.addresses[0]}"
            if place.layout == "text":
                yield Held(original, place.captured, legacy_text(report, place).encode(), media_type=TEXT)
                continue
            page = legacy_page(report.on(place), place).encode()
            yield Held(original, place.captured, page)
            year = int(place.captured[:4])
            yield Held(original, f"{year + 1}{place.captured[4:]}", page)  # a year later, nothing has changed
            if number % 3 == 0:
                changed = page.replace(b"</body>", b"<p>Refworld is moving.</p></body>")
                yield Held(original, f"{year + 2}{place.captured[4:]}", changed)
            if number % 4 == 0:
                moved = original.replace("http://", "https://")
                yield Held(original, f"{year + 3}{place.captured[4:]}", b"", 301, location=moved)
            if number % 5 == 0:
                gone = document("Not found", "", "<h1>Not found</h1>").encode()
                yield Held(original, f"{year + 4}{place.captured[4:]}", gone, 404)
    yield Held(f"http://{SITE}/docid/logo.png", "20120101000000", b"\x89PNG\r\n\x1a\n", media_type="image/png")


def _iwpr() -> Iterator[Held]:
    found = 0
    for path, answer in iwpr.iwpr_routes(load_reports()).items():
        is_story = path.startswith("/global-voices/") and path.count("/") == 2 and "?" not in path
        if is_story and answer.status == 200 and found < IWPR_REPORTS:
            found += 1
            yield Held(f"http://iwpr.test{path}", "20210304050607", answer.body, media_type=answer.media_type)


def matching(pattern: str, *, is_prefix: bool) -> Iterator[Held]:
    """Captures of an address, or of all that begin so."""
    plain = unquote(pattern.partition("://")[2] or pattern)
    if plain.endswith("*"):
        plain, is_prefix = plain[:-1], True
    wanted = plain.lower().removeprefix("www.")
    for each in held():
        address = each.original.partition("://")[2].lower().removeprefix("www.")
        if address.startswith(wanted) if is_prefix else address == wanted:
            yield each
