"""One input of the fuzzer: the first byte chooses how a page was asked for, the rest is the page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from benchmarks.sample_gold import served_pages
from tasks.archive.payload import Payload
from tasks.report import Capture
from tests.fuzz.snippets import NASTIES

PAGES = Path(__file__).parents[1] / "pages"
CORPUS = Path(__file__).with_name("corpus.zip")
"""Inputs that the fuzzer kept, as few as go every way through the readers that all of them went."""
ASKED_AT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
LEGACY = "http://www.refworld.test/docid/4ddb8c732.html"
REPLAYED = f"http://webarchive.archive.unhcr.test/20191026125213mp_/{LEGACY}"
LIVE = "http://www.refworld.test/reference/annualreport/usdos/2002/en/43790"
STORY = "http://iwpr.test/global-voices/salt-workers-wait"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page was asked for, and what the answer said it was."""

    source: str
    address: str
    media_type: str = "text/html"
    charset: str | None = None
    status: int | None = 200

    def capture(self, body: bytes) -> Capture:
        """A capture that is the same for the same page."""
        return Capture(
            capture_id="urn:uuid:00000000-0000-0000-0000-000000000000",
            source=self.source,
            address=self.address,
            captured_at=ASKED_AT,
            status=self.status,
            media_type=self.media_type,
            payload_sha256=hashlib.sha256(body).hexdigest(),
            payload_bytes=len(body),
            warc_file="",
            warc_offset=0,
            warc_length=0,
            origin="fetch",
            run_id="fuzz",
        )

    def payload(self, body: bytes) -> Payload:
        """The answer's payload."""
        return Payload(body, (), self.media_type, self.charset)


ASKED = (
    Asked("refworld_legacy", LEGACY),
    Asked("refworld_legacy", REPLAYED),
    Asked("refworld_legacy", LEGACY, "text/plain", "utf-8"),
    Asked("refworld_legacy", LEGACY, "", "windows-1252", None),
    Asked("refworld", LIVE),
    Asked("refworld", LIVE, "text/plain"),
    Asked("refworld", LIVE.replace("/en/", "/es/"), "application/xhtml+xml", "iso-8859-1"),
    Asked("iwpr", STORY),
    Asked("iwpr", STORY, "text/plain", "utf-8", None),
    Asked("iwpr", "http://iwpr.test/ru/global-voices/solyanye-rabochie"),
    Asked("iwpr", "http://iwpr.test/?p=crs&s=f&o=358438&apc_state=henpcrs", "text/html", "windows-1251"),
    Asked("iwpr", f"http://web.archive.org/web/20110101000000/{STORY}", "", None),
)
"""Append only: the corpus counts on the order."""


def parted(data: bytes) -> tuple[Asked, bytes]:
    """An input, taken apart."""
    return ASKED[data[0] % len(ASKED)] if data else ASKED[0], data[1:]


def recorded() -> Iterator[tuple[str, bytes]]:
    """Names and inputs: each recorded page in every way it could have been asked for that fits its source and form."""
    for path in sorted(PAGES.glob("*/*")):
        if path.suffix in (".html", ".txt"):
            for number in _fitting(path.parent.name, is_plain=path.suffix == ".txt"):
                yield f"{path.parent.name}-{path.stem}-{number}", bytes([number]) + path.read_bytes()


def sampled() -> Iterator[tuple[str, bytes]]:
    """Names and inputs: each page of the sample sites once."""
    for at, (sample, place, _, payload) in enumerate(served_pages()):
        name = {"legacy": "refworld_legacy", "live": "refworld"}.get(place.site, place.site)
        for number in _fitting(name, is_plain=payload.media_type == "text/plain")[:1]:
            yield f"sample-{sample.name}-{at}", bytes([number]) + payload.body


def seeds() -> Iterator[tuple[str, bytes]]:
    """Names and inputs to begin with: recorded pages, the sample's, pages made to break a reader."""
    yield from recorded()
    yield from sampled()
    for at, body in enumerate(NASTIES):
        for number in (0, 2, 4, 7):
            yield f"nasty-{at}-{number}", bytes([number]) + body


def corpus() -> Iterator[tuple[str, bytes]]:
    """Names and inputs of the kept corpus."""
    with ZipFile(CORPUS) as kept:
        for name in kept.namelist():
            yield name, kept.read(name)


def pack(folder: Path) -> None:
    """Makes the files of a folder the kept corpus; the same files make the same archive."""
    with ZipFile(CORPUS, "w", ZIP_DEFLATED, compresslevel=9) as kept:
        for path in sorted(folder.iterdir()):
            kept.writestr(ZipInfo(path.name), path.read_bytes(), ZIP_DEFLATED)


def _fitting(source: str, *, is_plain: bool) -> list[int]:
    return [
        number
        for number, asked in enumerate(ASKED)
        if asked.source == source and (asked.media_type == "text/plain") == is_plain
    ]
