"""What others' tools make of our files: pywb replays them byte for byte, warcio and py-wacz find nothing wrong."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tasks.archive.custody.cdxj import surt
from tasks.archive.custody.timestamps import stamp
from tasks.archive.custody.wacz import export
from tasks.archive.entries import LedgerEntry
from tasks.archive.store import Archive
from tests.archive_making import exchange, gzipped, keep, warcs
from tests.peers import peer, pywb
from tests.time_authority import Authority, serving, well

pytestmark = pytest.mark.slow

SECONDS = 60
TEXT = "<html><head><title>Паром</title></head><body><p>“Late”, said the harbour master.</p></body></html>\n".encode()
WINDOWS = (("Content-Type", "text/html; charset=windows-1251"),)
OLD, LATE = "http://iwpr.test/old", "http://iwpr.test/late"
ADDRESSES = [
    *("http://iwpr.test", "https://www.iwpr.test/a/b/", "http://www2.Iwpr.TEST:80/A%2fB?x=1&a=2", "urn:onrecord:run:1"),
    *("https://iwpr.test:443/?", "http://iwpr.test:8080/a?", "http://u:p@iwpr.test/a//b/../c/./d", "http://1.2.3.4/x"),
    *("http://iwpr.test/%D0%B0?q=%D0%90", "http://iwpr.test/а б#top", "http://пример.test/a", "http://iwpr.test./a"),
    "http://iwpr.test/a?jsessionid=0123456789abcdef0123456789abcdef&x=1",
    "http://iwpr.test/a?x=1&PHPSESSID=0123456789abcdef0123456789abcdef",
    "http://iwpr.test/(S(abcdefghijklmnopqrstuvwx))/x.aspx?p=1",
    "http://iwpr.test/a?cfid=12&cftoken=34&z=1",
    "http://web.archive.test/web/20110203040506id_/http://www.iwpr.test/a?b=1",
    "http://iwpr.test/index.php?option=com_content&view=article&id=12:x",
]
PIECES = [*"aB/?&=#é+%~;ж:@", "//", "..", ".", "%20", "%2F", "x=1", "%25", "www.", "index.html"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An archive of two files and what lies in it."""

    root: Path
    entries: list[LedgerEntry]

    def payload(self, entry: LedgerEntry) -> bytes:
        with Archive(self.root, read_only=True) as archive:
            return archive.payload(entry).body


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    root = tmp_path_factory.mktemp("kept") / "archive"
    with Archive(root) as archive:
        made = [
            keep(archive, exchange(OLD, b"", status=301, headers=(("Location", LATE), ("Content-Length", "0")))),
            keep(archive, exchange(LATE, TEXT, after=60)),
            keep(archive, gzipped("http://iwpr.test/packed?b=2&a=1", TEXT * 500, after=120), key="iwpr/packed"),
            keep(archive, exchange("http://iwpr.test/cp1251", "Сказал".encode("cp1251"), headers=WINDOWS, after=180)),
            keep(archive, exchange("http://iwpr.test/bytes", bytes(range(256)) * 900, headers=_BINARY, after=240)),
            keep(archive, exchange("http://iwpr.test/gone", b"<p>gone</p>", status=404, after=300)),
            keep(archive, exchange("http://iwpr.test/chunks", LIKE_CHUNKS, headers=CHUNKED, after=360)),
            keep(archive, exchange("http://iwpr.test/о пароме?q=é", TEXT, after=420), key="iwpr/iri"),
        ]
    with Archive(root) as archive:
        made.append(keep(archive, exchange(LATE, TEXT, after=86_400)))
        made.append(keep(archive, gzipped("http://iwpr.test/packed?b=2&a=1", TEXT * 500, after=86_460)))
        assert all(entry.refers_to for entry in made[-2:])
        not_modified = exchange(LATE, b"", status=304, headers=(("ETag", '"1"'),), after=172_800)
        archive.append_exchange(
            not_modified,
            source="iwpr",
            document_key="iwpr/late-ferry",
            role="document",
            run_id="run-2",
            validated=made[1].capture.capture_id,
        )
        archive.append_resource(
            b"<p>from a disk</p>",
            address="http://iwpr.test/disk",
            media_type="text/html",
            captured_at=made[0].capture.captured_at,
            source="iwpr",
            document_key="iwpr/disk",
            role="document",
            run_id="run-2",
            imported_from="disk.html",
        )
    return Kept(root, made)


CHUNKED = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
LIKE_CHUNKS = b"3\r\nabc\r\n0\r\n\r\n<p>the rest</p>"
_BINARY = (("Content-Type", "application/octet-stream"),)


@dataclass(frozen=True, slots=True)
class Replay:
    """A running pywb."""

    address: str

    def get(self, entry: LedgerEntry, modifier: str = "id_") -> requests.Response:
        """The capture as pywb gives it, raw: codings and redirects are left as they are."""
        return self.at(f"{entry.capture.captured_at:%Y%m%d%H%M%S}{modifier}", entry.capture.address)

    def at(self, moment: str, address: str) -> requests.Response:
        headers = {"Accept-Encoding": "gzip"}
        return requests.get(f"{self.address}/{moment}/{address}", allow_redirects=False, headers=headers, timeout=20)


def _replaying(folder: Path, *add: object) -> Iterator[Replay]:
    with pywb(folder, *add) as port:
        yield Replay(f"http://127.0.0.1:{port}/ours")


@pytest.fixture(scope="module")
def from_warcs(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Of the archive's own WARC files, indexed by pywb."""
    yield from _replaying(tmp_path_factory.mktemp("pywb-warc"), *warcs(kept.root))


@pytest.fixture(scope="module")
def packed(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wacz")
    authority = Authority.make(folder / "tsa")
    with serving(well(authority)) as address:
        stamp(kept.root, address)
    assert export(kept.root, folder / "all.wacz").timestamps == 1
    return folder / "all.wacz"


@pytest.fixture(scope="module")
def from_wacz(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Of the WACZ, with the index that we made."""
    yield from _replaying(tmp_path_factory.mktemp("pywb-wacz"), "--unpack-wacz", packed)


@pytest.fixture(params=["from_warcs", "from_wacz"])
def replay(request: pytest.FixtureRequest) -> Replay:
    found: Replay = request.getfixturevalue(request.param)
    return found


def test_pages_replay_byte_for_byte(kept: Kept, replay: Replay) -> None:
    for entry in kept.entries[1:5]:
        answer = replay.get(entry)
        assert answer.status_code == 200, entry.capture.address
        assert answer.content == kept.payload(entry)
        assert answer.headers["Content-Type"].startswith(entry.capture.media_type)


def test_page_that_looks_like_chunks_is_replayed_whole(kept: Kept, replay: Replay) -> None:
    """It was sent in chunks, which were taken off before it was kept."""
    assert kept.payload(kept.entries[6]) == LIKE_CHUNKS
    assert replay.get(kept.entries[6]).content == LIKE_CHUNKS


def test_page_under_an_address_that_is_no_ascii_replays(kept: Kept, replay: Replay) -> None:
    moment = f"{kept.entries[7].capture.captured_at:%Y%m%d%H%M%S}id_"
    for address in (kept.entries[7].capture.address, "http://iwpr.test/о пароме?q=é"):
        assert replay.at(moment, address).content == TEXT


def test_gzip_coded_page_is_replayed_as_it_was_sent(kept: Kept, replay: Replay) -> None:
    entry = kept.entries[2]
    headers = {"Accept-Encoding": "gzip"}
    moment = f"{entry.capture.captured_at:%Y%m%d%H%M%S}id_"
    with requests.get(f"{replay.address}/{moment}/{entry.capture.address}", headers=headers, stream=True) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.raw.read(decode_content=False) == gzipped("http://iwpr.test/packed?b=2&a=1", TEXT * 500).body


def test_redirect_replays_as_one(kept: Kept, replay: Replay) -> None:
    answer = replay.get(kept.entries[0])
    assert answer.status_code == 301
    assert urlsplit(answer.headers["Location"]).path.endswith("/http://iwpr.test/late") or (
        answer.headers["Location"] == LATE
    )


def test_revisits_replay_the_payload_that_they_repeat(kept: Kept, replay: Replay) -> None:
    for entry in kept.entries[-2:]:
        answer = replay.get(entry)
        assert answer.status_code == 200
        assert answer.content == kept.payload(entry)


def test_gone_page_replays_as_gone(kept: Kept, replay: Replay) -> None:
    answer = replay.get(kept.entries[5])
    assert (answer.status_code, answer.content) == (404, b"<p>gone</p>")


def test_page_without_http_replays(kept: Kept, replay: Replay) -> None:
    moment = f"{kept.entries[0].capture.captured_at:%Y%m%d%H%M%S}id_"
    assert replay.at(moment, "http://iwpr.test/disk").content == b"<p>from a disk</p>"


def test_page_that_was_said_to_be_unchanged(from_warcs: Replay, from_wacz: Replay) -> None:
    """The record replays as the 304 that it was; our index leads to the page that it confirmed."""
    assert from_warcs.at("20310506030201id_", LATE).status_code == 304
    answer = from_wacz.at("20310506030201id_", LATE)
    assert (answer.status_code, answer.content) == (200, TEXT)


def test_warcio_finds_nothing_wrong_in_any_file(kept: Kept) -> None:
    assert len(warcs(kept.root)) == 2
    for path in warcs(kept.root):
        command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        assert run.returncode == 0, run.stdout
        assert "digest pass" in run.stdout and "fail" not in run.stdout


def test_wacz_validates(kept: Kept, packed: Path, tmp_path: Path) -> None:
    some = tmp_path / "some.wacz"
    export(kept.root, some, addresses=[OLD])
    for path in (packed, some):
        run = subprocess.run([peer("wacz"), "validate", "-f", path], capture_output=True, text=True, timeout=SECONDS)
        assert run.returncode == 0, run.stdout + run.stderr
        assert "Validation succeeded" in run.stdout


def test_wacz_that_was_altered_does_not_validate(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as whole, zipfile.ZipFile(tmp_path / "x.wacz", "w") as altered:
        for info in whole.infolist():
            content = whole.read(info)
            altered.writestr(info, content + b"\n" if info.filename == "onrecord/manifest.jsonl" else content)
    run = subprocess.run([peer("wacz"), "validate", "-f", tmp_path / "x.wacz"], capture_output=True, timeout=SECONDS)
    assert run.returncode == 1


def test_selection_replays_with_its_revisit_and_its_redirect(kept: Kept, tmp_path: Path) -> None:
    done = export(kept.root, tmp_path / "some.wacz", document_keys=["iwpr/late-ferry"])
    assert done.files == 1
    folder = tmp_path / "pywb"
    folder.mkdir()
    with contextmanager(_replaying)(folder, "--unpack-wacz", tmp_path / "some.wacz") as replay:
        for entry in (kept.entries[1], kept.entries[-2]):
            assert replay.get(entry).content == TEXT
        assert replay.get(kept.entries[0]).status_code == 301
        assert replay.at("20310504id_", "http://iwpr.test/disk").status_code == 404


def test_keys_are_those_that_pywb_makes(tmp_path: Path) -> None:
    """Of plain addresses, and of a thousand odd ones."""
    drawn = random.Random(5)
    odd = ("http://iwpr.test/" + "".join(drawn.choices(PIECES, k=drawn.randint(0, 9))) for _ in range(1000))
    addresses = [*ADDRESSES, *odd]
    asked = tmp_path / "addresses.json"
    asked.write_text(json.dumps(addresses))
    code = (
        "import json, sys; from pywb.utils.canonicalize import canonicalize;"
        "print(json.dumps([canonicalize(a) for a in json.load(open(sys.argv[1]))]))"
    )
    run = subprocess.run([peer("python"), "-c", code, asked], capture_output=True, check=True, timeout=SECONDS)
    keys = json.loads(run.stdout)
    assert [(a, surt(a)) for a in addresses] == list(zip(addresses, keys, strict=True))
