"""Index lines of all dialects, the choice among copies, and records read in ranges."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from samples.commoncrawl import record
from samples.webcopies import Held
from tasks.archive.exchange import Exchange
from tasks.archive.importing import ForeignRecord, WarcProblem
from tasks.archive.webarchives.cdx import NoIndexError, json_lines, lying_in, replayed_at, wayback_rows
from tasks.archive.webarchives.copies import Copy, InWarc, Pick, Replayed, choose, moment_of
from tasks.archive.webarchives.lookups import (
    Answer,
    Query,
    Told,
    Trouble,
    collection_of,
    commoncrawl,
    data_of,
    pywb,
    wayback,
)
from tasks.archive.webarchives.ranges import headers_for, record_in

FERRY = "http://www.refworld.test/docid/4ddb8c101.html"
LOCATE = replayed_at("http://web.archive.test/web/")
FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def row(
    digits: str, digest: str = "A", status: str = "200", kind: str = "text/html", address: str = FERRY
) -> list[str]:
    return ["k", digits, address, kind, status, digest, "100"]


def copy(digits: str, digest: str | None = "A", status: int | None = 200, kind: str = "text/html") -> Copy:
    return Copy(FERRY, moment_of(digits), digest, status, kind, Replayed("http://web.archive.test/web/", digits))


def body(*rows: object) -> bytes:
    return json.dumps(list(rows)).encode()


def test_wayback_rows_become_copies_with_the_key_to_go_on() -> None:
    found = wayback_rows(body(FIELDS, row("20110520010203"), [], ["next one"]), LOCATE)
    assert found.resume_key == "next one"
    assert (found.lines, found.damaged) == (1, 0)
    only = found.copies[0]
    assert only.archived_at == datetime(2011, 5, 20, 1, 2, 3, tzinfo=UTC)
    assert only.archive_address == f"http://web.archive.test/web/20110520010203id_/{FERRY}"
    assert (only.digest, only.status, only.media_type) == ("A", 200, "text/html")


def test_columns_are_known_by_the_first_row() -> None:
    found = wayback_rows(body(["timestamp", "original", "digest"], ["20110520010203", FERRY, "sha1:A"]), LOCATE)
    assert found.copies[0].digest == "A"
    assert found.copies[0].status is None


@pytest.mark.parametrize("octets", [b"", b"[]", b"  \n"])
def test_index_that_knows_nothing_is_an_index(octets: bytes) -> None:
    assert wayback_rows(octets, LOCATE).copies == ()


@pytest.mark.parametrize("octets", [b"<html>no</html>", b'{"a": 1}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_index_says_so(octets: bytes) -> None:
    with pytest.raises(NoIndexError):
        wayback_rows(octets, LOCATE)


@pytest.mark.parametrize(
    "damaged",
    [
        row("2011"),
        row("20111399010203"),
        row("20110520010203", address="ftp://x.test/a"),
        row("20110520010203", address="http://x.test/" + "a" * 9000),
        ["k"],
        7,
        None,
        {"timestamp": "20110520010203"},
    ],
)
def test_damaged_row_is_counted_and_stops_nothing(damaged: object) -> None:
    found = wayback_rows(body(FIELDS, damaged, row("20110520010203")), LOCATE)
    assert (len(found.copies), found.damaged, found.lines) == (1, 1, 2)


def test_json_lines_and_cdxj_say_the_same() -> None:
    fields = {"url": FERRY, "mime": "text/html; charset=utf-8", "status": "200", "digest": "sha1:A"}
    as_json = json.dumps({**fields, "urlkey": "k", "timestamp": "20110520010203"})
    as_cdxj = f"test,refworld)/docid 20110520010203 {json.dumps(fields)}"
    lines = f"!meta 0 {{}}\n{as_json}\n{as_cdxj}\nrubbish\n{{broken\n".encode()
    found = json_lines(lines, LOCATE)
    assert found.copies[0] == found.copies[1]
    assert found.copies[0].media_type == "text/html"
    assert (found.lines, found.damaged) == (4, 2)


def test_page_of_html_is_no_index() -> None:
    with pytest.raises(NoIndexError):
        json_lines(b"<html>\n<p>Welcome</p>\n</html>", LOCATE)


@pytest.mark.parametrize(
    "fields",
    [
        {"filename": "https://elsewhere.test/x.warc.gz", "offset": "1", "length": "2"},
        {"filename": "//elsewhere.test/x.warc.gz", "offset": "1", "length": "2"},
        {"filename": "/etc/x", "offset": "1", "length": "2"},
        {"filename": "a/../x.warc.gz", "offset": "1", "length": "2"},
        {"filename": "x.warc.gz", "offset": "-1", "length": "2"},
        {"filename": "x.warc.gz", "offset": "9" * 40, "length": "2"},
        {"filename": "x.warc.gz", "offset": "1", "length": "0"},
        {"offset": "1", "length": "2"},
        {"filename": "x.warc.gz"},
    ],
)
def test_line_that_leads_nowhere_or_elsewhere_is_damaged(fields: dict[str, str]) -> None:
    line = json.dumps({"timestamp": "20110520010203", "url": FERRY, **fields}).encode()
    assert json_lines(line, lying_in("http://data.commoncrawl.test/")).damaged == 1


def test_one_copy_of_each_payload_is_chosen_the_earliest() -> None:
    copies = [
        copy("20130101000000", "A"),
        copy("20110101000000", "A"),
        copy("20120101000000", "B"),
        copy("20140101000000", "C", 404),
        copy("20140101000000", "D", 301),
        copy("20140101000000", "E", kind="image/png"),
        copy("20150101000000", "B", None, "warc/revisit"),
    ]
    assert [each.archived_at for each in choose(copies, "all")] == [moment_of("2011"), moment_of("2012")]


@pytest.mark.parametrize(("pick", "digits"), [("newest", "20150101000000"), ("oldest", "20110101000000")])
def test_newest_and_oldest_are_one_of_each_address(pick: Pick, digits: str) -> None:
    copies = [copy("20130101000000"), copy("20110101000000", "B"), copy("20150101000000", "C")]
    chosen = choose(copies, pick)
    assert [each.archived_at for each in chosen] == [moment_of(digits)]


def test_copy_with_its_payload_goes_before_one_that_says_as_before() -> None:
    repeat = copy("20130101000000", "A", None, "warc/revisit")
    assert choose([repeat, copy("20130101000000", "A")], "all") == [copy("20130101000000", "A")]


def test_days_are_both_included() -> None:
    copies = [copy(f"20{year}0101000000", str(year)) for year in (10, 11, 12, 13)]
    chosen = choose(copies, "all", since=date(2011, 1, 1), until=date(2012, 1, 1))
    assert [each.archived_at.year for each in chosen if each.archived_at] == [2011, 2012]


def test_payload_that_was_had_from_one_archive_is_not_chosen_in_another() -> None:
    seen = {copy("20110101000000").payload_key}
    assert choose([copy("20100101000000")], "all", seen=seen) == []
    assert choose([copy("20100101000000", "B")], "all", seen=seen) == [copy("20100101000000", "B")]


def test_address_with_and_without_www_port_and_scheme_is_one() -> None:
    other = Copy(
        "https://refworld.test:443/docid/4ddb8c101.html", moment_of("2010"), "A", 200, "text/html", InWarc("f", 0, 1)
    )
    assert len(choose([other, copy("20110101000000")], "all")) == 1


@pytest.mark.parametrize("digits", ["", "abc", "20111", "20110229000000", "99999999999999", "0000"])
def test_digits_that_name_no_time(digits: str) -> None:
    assert moment_of(digits) is None


class Index:
    """An index that answers from a function, and remembers what it was asked."""

    def __init__(self, answer: Callable[[str], Answer | None]) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def __call__(self, address: str) -> Answer | None:
        self.asked.append(address)
        assert len(self.asked) < 100
        return self._answer(address)


def copies(told: list[Told]) -> list[Copy]:
    return [item for item in told if isinstance(item, Copy)]


def troubles(told: list[Told]) -> list[str]:
    return [item.rule for item in told if isinstance(item, Trouble)]


def test_wayback_is_asked_to_go_on_until_there_is_no_more() -> None:
    def answer(address: str) -> Answer:
        if "resumeKey=k+2" in address:
            return Answer(200, body(FIELDS, row("20120101000000")))
        return Answer(200, body(FIELDS, row("20110101000000"), [], ["k 2"]))

    index = Index(answer)
    told = list(wayback(index, "http://web.archive.test/cdx/search/cdx", None, Query("www.refworld.test/docid/*")))
    assert [each.archived_at for each in copies(told)] == [moment_of("2011"), moment_of("2012")]
    assert len(index.asked) == 2
    assert "url=www.refworld.test/docid/&matchType=prefix" in index.asked[0]
    assert "filter" not in index.asked[0] and "collapse" not in index.asked[0]


def test_index_that_gives_one_key_for_ever_is_left() -> None:
    index = Index(lambda _: Answer(200, body(FIELDS, row("20110101000000"), [], ["same"])))
    list(wayback(index, "http://web.archive.test/cdx/search/cdx", None, Query("x.test/*")))
    assert len(index.asked) == 2


@pytest.mark.parametrize(
    "answer", [None, Answer(500, b""), Answer(200, b"<html>"), Answer(200, b"[]", is_whole=False), Answer(403, b"no")]
)
def test_index_that_does_not_answer_is_told(answer: Answer | None) -> None:
    for look_up in (wayback, pywb):
        told = list(look_up(Index(lambda _: answer), "http://a.test/x/cdx", None, Query("x.test/*", date(2025, 1, 1))))
        assert troubles(told)
    assert troubles(list(commoncrawl(Index(lambda _: answer), "http://index.cc.test/c.json", None, Query("x.test/*"))))


def test_pywb_that_has_more_lines_than_it_gives_is_asked_by_year() -> None:
    line = (
        json.dumps({"url": FERRY, "timestamp": "20110101000000", "status": "200", "mime": "text/html"}).encode() + b"\n"
    )
    index = Index(
        lambda address: Answer(200, line * (1 if "from=2011" in address else 0 if "from" in address else 100_000))
    )
    told = list(pywb(index, "http://pywb.archive.test/ours/cdx", None, Query("www.refworld.test/*")))
    assert len(copies(told)) == 1
    assert not troubles(told)
    assert len(index.asked) == datetime.now(UTC).year - 1996 + 2


@pytest.mark.parametrize(
    "endpoint",
    ["http://a.test/ours/cdx", "http://a.test/ours/index", "http://a.test/ours-cdx", "http://a.test/ours/cdx/"],
)
def test_collection_of_a_pywb_index(endpoint: str) -> None:
    assert collection_of(endpoint) == "http://a.test/ours/"


def test_data_lie_beside_the_index() -> None:
    assert data_of("https://index.commoncrawl.org/collinfo.json") == "https://data.commoncrawl.org/"


def test_only_crawls_of_the_days_asked_for_are_asked() -> None:
    crawls = [
        {"id": "late", "cdx-api": "http://i.test/late", "from": "2021-01-01T00:00:00", "to": "2021-02-01T00:00:00"},
        {"id": "early", "cdx-api": "http://i.test/early", "from": "2014-01-01T00:00:00", "to": "2014-02-01T00:00:00"},
        {"id": "odd", "cdx-api": "http://i.test/odd", "from": "0001-01-01", "to": "9999-12-31"},
        {"id": "no api"},
        3,
    ]
    index = Index(lambda address: Answer(200, json.dumps(crawls).encode()) if "info" in address else Answer(404, b""))
    list(commoncrawl(index, "http://i.test/info", None, Query("x.test/*", until=date(2015, 1, 1))))
    assert [address.partition("?")[0] for address in index.asked[1:]] == ["http://i.test/early", "http://i.test/odd"]


HELD = Held(FERRY, "20140203040506", b"<html><body><p>The ferry was late.</p></body></html>")
MEMBER = record(HELD)
PLACE = InWarc("http://data.commoncrawl.test/x.warc.gz", 7, len(MEMBER))
IN_WARC = Copy(FERRY, moment_of(HELD.digits), HELD.digest, 200, "text/html", PLACE)


def ranged(octets: bytes, status: int = 206, said: str | None = None) -> Exchange:
    said = f"bytes 7-{6 + len(MEMBER)}/9999" if said is None else said
    return Exchange(PLACE.file, datetime.now(UTC), (), status, "", (("Content-Range", said),), octets, None)


def test_range_brings_the_record_with_its_own_date() -> None:
    found = record_in(ranged(MEMBER), IN_WARC, PLACE)
    assert isinstance(found, ForeignRecord)
    assert (found.body, found.captured_at) == (HELD.body, moment_of(HELD.digits))
    assert headers_for(PLACE)[0] == ("Range", f"bytes=7-{6 + len(MEMBER)}")
    assert PLACE.address == f"http://data.commoncrawl.test/x.warc.gz#7-{len(MEMBER)}"


def test_server_that_takes_no_notice_of_ranges_gives_the_record_all_the_same() -> None:
    assert isinstance(record_in(ranged(b"1234567" + MEMBER + b"more", 200), IN_WARC, PLACE), ForeignRecord)


def _flipped(at: int) -> bytes:
    octets = bytearray(MEMBER)
    octets[at] ^= 0x55
    return bytes(octets)


@pytest.mark.parametrize(
    "exchange",
    [
        ranged(MEMBER[:-1]),
        ranged(MEMBER, said="bytes 0-99/100"),
        ranged(MEMBER, said="nonsense"),
        ranged(MEMBER[:40], 200),
        ranged(b"", 416),
        ranged(b"no", 403),
        ranged(b"x" * len(MEMBER)),
        *(ranged(_flipped(at)) for at in range(0, len(MEMBER), 7) if at not in range(3, 10)),
    ],
)
def test_range_that_is_not_the_record_is_a_problem(exchange: Exchange) -> None:
    assert isinstance(record_in(exchange, IN_WARC, PLACE), WarcProblem)


def test_record_of_another_address_is_a_problem() -> None:
    other = record(Held("http://elsewhere.test/", HELD.digits, HELD.body))
    place = InWarc(PLACE.file, 7, len(other))
    found = record_in(ranged(other, said=f"bytes 7-{6 + len(other)}/9"), IN_WARC, place)
    assert isinstance(found, WarcProblem)
