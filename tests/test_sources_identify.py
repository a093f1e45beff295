"""Addresses to documents: every form a source has had, and everything people and archives do to an address."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.sources import identify, source, sources
from tasks.sources.addresses import rewrapped, unwrap
from tests.conftest import SHARED

OLD = "refworld_legacy/4ddb8c732"
ID = "4ddb8c732"

LEGACY_FORMS = [
    f"http://www.refworld.org/docid/{ID}.html",
    f"https://refworld.org/pdfid/{ID}.pdf",
    f"http://www.unhcr.org/refworld/docid/{ID}.html",
    f"http://www.unhcr.org/cgi-bin/texis/vtx/refworld/rwmain?docid={ID}",
    f"http://www.refworld.org/cgi-bin/texis/vtx/rwmain?docid={ID}",
    f"http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=printdoc&docid={ID}",
    f"http://www.refworld.org/cgi-bin/texis/vtx/rwmain/opendocpdf.pdf?reldoc=y&docid={ID}",
    "http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=topic&tocid=4565c22529&toid=4565c25f34d&publisher=IWPR"
    f"&type=&coi=KAZ&docid={ID}&skip=0",
    "http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=country&category=&publisher=IRBC&type=&coi=LKA&rid=4562d8cf2"
    f"&docid={ID}&skip=0",
    f"http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=search&docid={ID}&skip=0&query=lamps",
    f"http://www.refworld.org/publisher,IWPR,,KAZ,{ID},0.html",
    f"http://www.refworld.org/country,COI,IWPR,,KAZ,4562d8cf2,{ID},0.html",
    f"http://www.refworld.org/topic,50ffbce528c,50ffbce52e3,{ID},0,,,HRV.html",
    f"http://www.refworld.org/type,COUNTRYREP,IWPR,KAZ,{ID},0.html",
    f"https://webarchive.archive.unhcr.org/20151219000000mp_/http://www.refworld.org/docid/{ID}.html",
    f"https://webarchive.archive.unhcr.org/20151219000000/http://www.refworld.org/publisher,IWPR,,KAZ,{ID},0.html",
    f"https://web.archive.org/web/20110601120000id_/http://www.unhcr.org/refworld/docid/{ID}.html",
    f"https://web.archive.org/web/20110601120000/http%3A%2F%2Fwww.refworld.org%2Fdocid%2F{ID}.html",
]

DAMAGED_FORMS = [
    f"  HTTP://WWW.Refworld.ORG.:80//docid//{ID.upper()}.html#top ",
    f"https://www.refworld.org:443/docid/{ID}.html?utm_source=x",
    f"//www.refworld.org/docid/{ID}.html",
    f"www.refworld.org/docid/{ID}.html",
    f"http://www.refworld.org/publisher%2CIWPR%2C%2CKAZ%2C{ID}%2C0.html",
    f"http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=topic&amp;coi=KAZ&amp;docid={ID}&amp;skip=0",
    f"https://webarchive.archive.unhcr.org/20151219000000mp_/http:/www.refworld.org/docid/{ID}.html",
    f"https://webarchive.archive.unhcr.org/20151219000000mp_/www.refworld.org/docid/{ID}.html",
    "https://web.archive.org/web/2020/https://webarchive.archive.unhcr.org/20151219000000mp_/"
    f"http://www.refworld.org/docid/{ID}.html",
]

LEGACY_LISTINGS = [
    "http://www.refworld.org/publisher,IWPR,,,,,0.html",
    "http://www.refworld.org/publisher,IWPR,,KAZ,,10.html",
    "http://www.refworld.org/publisher,GBR_AIT,,,50ffbce415f,,20.html",
    "http://www.refworld.org/country,COI,IWPR,,KAZ,,,0.html",
    "http://www.refworld.org/topic,50ffbce528c,50ffbce52e3,,0,,,HRV.html",
    "http://www.refworld.org/type,COUNTRYREP,IWPR,,,0.html",
    "http://www.refworld.org/publisher/IWPR.html",
    "http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=topic&tocid=4565c22529&toid=4565c25f34d&docid=&skip=10",
    "http://www.refworld.org/cgi-bin/texis/vtx/rwmain?page=search&skip=10&query=torture",
]

NOWHERE = [
    "",
    "not an address",
    "http://",
    "http://[",
    "ftp://www.refworld.org/docid/4ddb8c732.html",
    "http://www.refworld.org:8080/docid/4ddb8c732.html",
    "http://example.org/docid/4ddb8c732.html",
    "http://www.refworld.org.example.org/docid/4ddb8c732.html",
    "http://www.unhcr.org/docid/4ddb8c732.html",
    "http://www.refworld.org/docid/4ddb8c7.html",
    "http://www.refworld.org/docid/zzzb8c732.html",
    "http://www.refworld.org/docid/4ddb8c732123.html",
    "https://webarchive.archive.unhcr.org/docid/4ddb8c732.html",
    "https://web.archive.org/web/*/http://www.refworld.org/docid/4ddb8c732.html",
    "https://www.refworld.org/",
    "https://www.refworld.org/help/somewhere/else/2004/en/12",
    "https://iwpr.net/partners",
    "https://iwpr.net/sites/default/files/report.pdf",
]


@pytest.mark.parametrize("address", LEGACY_FORMS + DAMAGED_FORMS)
def test_every_form_of_a_retired_address_is_one_document(address: str) -> None:
    found = identify(address)
    assert found is not None
    assert found[1].document_key == OLD
    assert found[1].canonical_address == f"https://www.refworld.org/docid/{ID}.html"
    assert not source("refworld_legacy").is_listing(address)


@pytest.mark.parametrize("address", LEGACY_LISTINGS)
def test_topics_and_regions_are_never_documents(address: str) -> None:
    assert identify(address) is None
    assert source("refworld_legacy").is_listing(address)


@pytest.mark.parametrize("address", NOWHERE)
def test_other_addresses_belong_to_nobody(address: str) -> None:
    assert identify(address) is None


def test_hints_of_the_path_are_kept() -> None:
    found = identify("http://www.refworld.org/country,,USDOS,ANNUALREPORT,aze,,4e12ee972d,0.html")
    assert found is not None
    identity = found[1]
    assert (identity.publisher_code, identity.document_type, identity.country_code) == ("USDOS", "ANNUALREPORT", "AZE")


def test_replay_address_gives_original_and_time() -> None:
    found = identify(
        "https://webarchive.archive.unhcr.org/20151219013005mp_/http://www.refworld.org/docid/4ddb8c732.html"
    )
    assert found is not None
    assert found[1].original_address == "http://www.refworld.org/docid/4ddb8c732.html"
    assert found[1].archived_at == datetime(2015, 12, 19, 1, 30, 5, tzinfo=UTC)
    impossible = identify(
        "https://webarchive.archive.unhcr.org/20151399013005mp_/http://www.refworld.org/docid/4ddb8c732.html"
    )
    assert impossible is not None
    assert impossible[1].archived_at is None


def test_sample_addresses_never_become_real_ones() -> None:
    for address in (
        "http://www.refworld.test/docid/4ddb8c732.html",
        "http://webarchive.archive.unhcr.test/20191026125213mp_/http://www.refworld.test/docid/4ddb8c732.html",
        "http://www.refworld.test/reference/annualreport/usdos/2002/en/43790",
        "http://iwpr.test/global-voices/lamp-makers-strike",
    ):
        found = identify(address)
        assert found is not None
        assert found[1].canonical_address is not None
        assert found[1].canonical_address.split("/")[2].endswith(".test")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.refworld.org/reference/annualreport/usdos/2002/en/43790", "refworld/43790"),
        ("https://refworld.org/reference/annualreport/usdos/2002/43790/", "refworld/43790"),
        ("https://www.refworld.org/reference/annualreport/freehou/2010/en/38115?prevPage=/node/1", "refworld/38115"),
        ("https://www.refworld.org/es/leg/resol/agonu/1948/es/11563", "refworld/11563"),
        ("https://www.refworld.org/node/11563", "refworld/11563"),
        ("https://www.refworld.org/es/node/11563", "refworld/11563"),
        (
            "https://webarchive.archive.unhcr.org/20240416063607mp_/https://www.refworld.org/node/11563",
            "refworld/11563",
        ),
        ("https://iwpr.net/global-voices/tribunal-oct-%E2%80%9807", "iwpr/tribunal-oct-%E2%80%9807"),
        ("https://iwpr.net./global-voices/tribunal-oct-%e2%80%9807?page_view=1", "iwpr/tribunal-oct-%E2%80%9807"),
        ("https://www.iwpr.net/report-news/tribunal-oct-‘07#comments", "iwpr/tribunal-oct-%E2%80%9807"),
        ("https://iwpr.net/ru/global-voices/most", "iwpr/ru/most"),
        ("https://iwpr.net/en/global-voices/bridge", "iwpr/bridge"),
        ("https://iwpr.net/jg2ckhlb", "iwpr/alias/jg2ckhlb"),
        ("https://iwpr.net/ar/4i1qen6g", "iwpr/ar/alias/4i1qen6g"),
        ("http://iwpr.net/node/4711", "iwpr/node/4711"),
        ("http://www.iwpr.net/index.pl?archive/tri/tri_032_3_eng.txt", "iwpr/archive/tri/tri_032_3_eng.txt"),
        (
            "http://www.iwpr.net/?o=archive/cau/cau_200210_153_1_eng.txt&p=x",
            "iwpr/archive/cau/cau_200210_153_1_eng.txt",
        ),
        ("http://iwpr.net/?apc_state=henpcrs&o=358438&p=crs&s=f", "iwpr/o/358438"),
        ("https://iwpr.net/impact/radio-course", "iwpr/impact/radio-course"),
        ("https://iwpr.net/engage/frontline-updates/may", "iwpr/engage/frontline-updates/may"),
    ],
)
def test_key_of_a_live_address(address: str, key: str) -> None:
    found = identify(address)
    assert found is not None
    assert found[1].document_key == key
    assert found[0].config.name == key.partition("/")[0]


def test_old_address_lists_today_and_was_a_report_then() -> None:
    """Where the front page stands today, an archive of the time holds the report."""
    address = "http://www.iwpr.net/?p=crs&s=f&o=358438&apc_state=henpcrs"
    is_listing = source("iwpr").is_listing
    assert is_listing(address)
    assert not is_listing(f"https://web.archive.org/web/20081012000000/{address}")
    assert is_listing(f"https://web.archive.org/web/20151012000000/{address}")


def lines(name: str) -> list[dict[str, Any]]:
    path = SHARED / "sources" / f"{name}_pages.jsonl"
    if not path.exists():
        pytest.skip("the list of real addresses is not part of the project")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_known_address_of_the_retired_site() -> None:
    for row in lines("refworld_legacy"):
        found = identify(row["url"])
        key = f"refworld_legacy/{row['document_id']}" if row["document_id"] else None
        assert (found[1].document_key if found else None) == key, row["url"]
        assert source("refworld_legacy").is_listing(row["url"]) == (row["kind"] == "listing"), row["url"]


def test_every_known_address_of_the_live_site() -> None:
    for row in lines("refworld"):
        found = identify(row["url"])
        assert found is not None and found[0].config.name == "refworld", row["url"]


def test_every_known_address_of_iwpr() -> None:
    for row in lines("iwpr"):
        assert source("iwpr").is_listing(row["url"]) == (row["kind"] == "listing"), row["url"]
        found = identify(row["url"])
        if row["kind"] == "article":
            assert found is not None and found[0].config.name == "iwpr", row["url"]
        elif "o=358438" not in row["url"]:
            assert found is None, row["url"]


ADDRESS_PIECES = st.sampled_from(
    [
        "http://",
        "https://",
        "www.refworld.org",
        "iwpr.net",
        "webarchive.archive.unhcr.org",
        "web.archive.org",
        "/web",
        "/20151219000000mp_/",
        "/docid/4ddb8c732.html",
        "/publisher,IWPR,,,4ddb8c732,0.html",
        "/reference/annualreport/usdos/2002/en/43790",
        "/global-voices/x",
        "?page=1",
        "&docid=4ddb8c732",
        "%2C",
        "%ff",
        "\ud800",
        "[",
        ":80",
        "//",
        "..",
        "#",
    ]
)
ADDRESSES = st.one_of(st.text(), st.lists(ADDRESS_PIECES | st.text(max_size=3), max_size=12).map("".join))


@given(ADDRESSES)
def test_no_string_raises_and_none_has_two_owners(address: str) -> None:
    owners = [each for each in sources() if each.identify(address)]
    assert len(owners) <= 1
    assert len([each for each in sources() if each.is_listing(address)]) <= 1


@given(ADDRESSES)
def test_unwrapping_twice_changes_nothing(address: str) -> None:
    once = unwrap(address)
    assert unwrap(once.address).address == once.address


@given(
    st.sampled_from(
        [
            "www.refworld.org/docid/4ddb8c732.html",
            "www.refworld.org/legal/legislation/natlegbod/2004/en/64001",
            "iwpr.net/global-voices/tribunal-oct-%E2%80%9807",
        ]
    ),
    st.sampled_from(["http://", "https://", "HTTP://", "//", ""]),
    st.sampled_from(["", ".", ":80", ":443"]),
    st.sampled_from(["", "#top", "?", "?utm_source=mail"]),
    st.sampled_from(
        ["", "https://webarchive.archive.unhcr.org/20191026125213mp_/", "https://web.archive.org/web/2019id_/"]
    ),
)
def test_variants_have_one_key(bare: str, scheme: str, host_end: str, end: str, archive: str) -> None:
    host, _, path = bare.partition("/")
    plain = identify(f"https://{bare}")
    varied = identify(f"{archive}{scheme}{host}{host_end}/{path}{end}")
    assert plain is not None and varied is not None
    assert varied[1].document_key == plain[1].document_key


def test_links_of_an_archived_page_stay_in_the_archive() -> None:
    page = "http://webarchive.archive.unhcr.test/20191026125213id_/http://www.refworld.test/publisher,IWPR,,,,,0.html"
    inside = "http://webarchive.archive.unhcr.test/20191026125213id_/http://www.refworld.test/docid/4ddb8c732.html"
    for target in (
        "http://www.refworld.test/docid/4ddb8c732.html",
        "http://webarchive.archive.unhcr.test/docid/4ddb8c732.html",
        "http://webarchive.archive.unhcr.test/20191026125213id_/http:/www.refworld.test/docid/4ddb8c732.html",
        inside,
    ):
        assert rewrapped(target, page) == inside
