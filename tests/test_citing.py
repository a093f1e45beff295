"""Citations for programs: valid by CSL's own schema, and the same values whoever reads them back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from warehouse.citing.bibtex import bibtex
from warehouse.citing.csl import csl_json
from warehouse.citing.forms import TYPES
from warehouse.citing.item import CitationItem, ReportRow, item_of
from warehouse.citing.ris import ris

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "csl-data.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)
SHA = "0a" * 32
RECORD = "urn:uuid:00000000-0000-4000-8000-000000000001"
PROOF = f"(SHA-256 of the payload: {SHA})"
COPY = "https://replay.test/20151219085300/http://www.refworld.test/docid/4ddb8c9aa.html"

ROW = ReportRow(
    document_key="refworld_legacy/4ddb8c9aa",
    title="Ferry Permits of Kyzylsal",
    publisher="Steppe Observer",
    author_names=("Aru Telim", "Research Desk, Steppe Observer"),
    author_pseudonyms=(True, False),
    published_on=date(2011, 5, 20),
    published_precision="day",
    symbol="KKT31977.E",
    report_kind="reporting",
    document_type=None,
    language_code="en",
    address="http://www.refworld.test/docid/4ddb8c9aa.html",
    accessed_on=date(2015, 11, 26),
    cite_as="Steppe Observer, Ferry Permits of Kyzylsal, 20 May 2011, available at: [accessed 26 November 2015]",
    cite_complete="Steppe Observer, Ferry Permits of Kyzylsal, 20 May 2011, available at: "
    "http://www.refworld.test/docid/4ddb8c9aa.html [accessed 26 November 2015]",
    site="Refworld",
    capture_id=RECORD,
    captured_at=datetime(2026, 3, 1, 2, 31, tzinfo=UTC),
    payload_sha256=SHA,
    archive_address=COPY,
    archived_at=datetime(2015, 12, 19, 8, 53, tzinfo=UTC),
)

HOSTILE = (
    "50% of A & B’s $5 in file_name #1, ~home ^up {braces} \\cite{x}",
    "} , title = {Another",
    "{{{",
    "}}}",
    "\\",
    "@article{trap, title = {x}}",
    "A -- B --- C, ''quoted'' ``so´´ and <<here>> ,,there ?` !`",
    "Line one\nTY  - BOOK\nER  - \n@misc{trap,\n title={y}}",
    "Tab\there\x00and\x07there\u2028next\x85line",
    'Said "so" and said <i>so</i>',
    "کشتی‌رانی در قزل‌سال: گزارش",
    "תקנות המעבורת \u202eabc",
    "Паромные пропуска – вопрос № 5",
    "渡船许可 𝔘 👩‍🌾 é é",
    "Rock and Roll and Sons",
    "ends with backslash\\",
    "%",
    "<script>alert(1)</script>",
)


def item(**changes: Any) -> CitationItem:
    return item_of(replace(ROW, **changes))


def csl(made: CitationItem) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(csl_json(made))
    errors = [error.message for error in VALIDATOR.iter_errors([found])]
    assert not errors
    return found


# ---------------------------------------------------------------- read back, by programs that are not ours

TEX = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
}


def set_by_tex(value: str) -> str:
    """What TeX prints of a field: our few commands, and ligatures where nothing keeps two signs apart."""
    assert not re.search(r"(?<!\\)[&%$#_~^`]", value)
    assert not re.search(r"--|''|``|<<|>>|,,", value)
    value = re.sub(r"(?<!\\)\{\}", "", re.sub(r"\\([a-z]+)\{\}", lambda found: f"\0{TEX[found[1]]}\0", value))
    assert value.count("{") - value.count("\0{\0") == value.count("}") - value.count("\0}\0") == 0
    return re.sub(r"\\([&%$#_])", r"\1", value).replace("\0", "")


def from_bibtex(text: str) -> dict[str, Any]:
    library = parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert not library.failed_blocks
    assert not library.comments
    (entry,) = library.entries
    return {"type": entry.entry_type, "key": entry.key, **{field.key: field.value for field in entry.fields}}


def title_and_names(entry: dict[str, Any]) -> tuple[str | None, list[str]]:
    """Both stand in braces of their own, so that no style changes or splits them."""
    names: list[str] = entry.get("author", [])
    for braced in (*names, entry.get("title", "{}")):
        assert braced[0] + braced[-1] == "{}"
    title = set_by_tex(entry["title"][1:-1]) if "title" in entry else None
    return title, [set_by_tex(name[1:-1]) for name in names]


def from_ris(text: str) -> dict[str, Any]:
    """Its reader calls M1, a document's number in EndNote, "note", and cuts addresses at a semicolon."""
    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - [^\r\n]*\r\n)+", text)
    (record,) = rispy.loads(text)
    return dict(record)


# ---------------------------------------------------------------- the three forms


def test_csl_item_holds_what_is_printed_and_what_proves_it() -> None:
    assert csl(item()) == {
        "id": "refworld_legacy/4ddb8c9aa",
        "citation-key": "refworld_legacy/4ddb8c9aa",
        "type": "article-newspaper",
        "title": "Ferry Permits of Kyzylsal",
        "author": [{"literal": "Aru Telim"}, {"literal": "Research Desk, Steppe Observer"}],
        "issued": {"date-parts": [[2011, 5, 20]]},
        "container-title": "Steppe Observer",
        "publisher": "Steppe Observer",
        "number": "KKT31977.E",
        "URL": "http://www.refworld.test/docid/4ddb8c9aa.html",
        "accessed": {"date-parts": [[2015, 11, 26]]},
        "archive": "replay.test",
        "archive_location": COPY,
        "source": "Refworld",
        "language": "en",
        "note": f"Archived copy of 2015-12-19 08:53 UTC at {COPY} {PROOF}. Pseudonym: Aru Telim.",
    }


def test_bibtex_entry_holds_the_same() -> None:
    entry = from_bibtex(bibtex(item(report_kind="query-response")))
    assert title_and_names(entry) == (ROW.title, list(ROW.author_names))
    assert {name: entry[name] for name in ("type", "key", "institution", "number", "year", "month", "date")} == {
        "type": "Query response",  # the field; the kind of entry is tested below
        "key": "refworld_legacy/4ddb8c9aa",
        "institution": "Steppe Observer",
        "number": "KKT31977.E",
        "year": "2011",
        "month": "may",
        "date": "2011-05-20",
    }
    assert (entry["url"], entry["urldate"], entry["language"]) == (ROW.address, "2015-11-26", "en")
    assert set_by_tex(entry["note"]) == csl(item())["note"]
    assert bibtex(item(report_kind="query-response")).startswith("@techreport{")
    assert bibtex(item()).startswith("@misc{")


def test_ris_record_holds_the_same() -> None:
    assert from_ris(ris(item())) == {
        "type_of_reference": "NEWS",
        "id": "refworld_legacy/4ddb8c9aa",
        "title": "Ferry Permits of Kyzylsal",
        "authors": ["Aru Telim", "Research Desk, Steppe Observer"],
        "secondary_title": "Steppe Observer",
        "publisher": "Steppe Observer",
        "year": "2011",
        "date": "2011/05/20/",
        "note": "KKT31977.E",
        "urls": [ROW.address],
        "access_date": "2015/11/26/",
        "accession_number": "refworld_legacy/4ddb8c9aa",
        "name_of_database": "replay.test",
        "unknown_tag": {"AV": [COPY]},  # "location in archives", of the list of 2011
        "language": "en",
        "notes": [csl(item())["note"]],
    }


@pytest.mark.parametrize(
    ("precision", "value", "parts", "iso", "in_ris"),
    [
        ("day", date(2018, 3, 1), [2018, 3, 1], "2018-03-01", "2018/03/01/"),
        ("month", date(2018, 3, 1), [2018, 3], "2018-03", "2018/03//"),
        ("year", date(2018, 1, 1), [2018], "2018", "2018///"),
    ],
)
def test_no_day_and_no_month_is_invented(precision: str, value: date, parts: list[int], iso: str, in_ris: str) -> None:
    made = item(published_on=value, published_precision=precision)
    assert csl(made)["issued"] == {"date-parts": [parts]}
    entry = from_bibtex(bibtex(made))
    assert (entry["year"], entry.get("month"), entry["date"]) == ("2018", "mar" if len(parts) > 1 else None, iso)
    assert (from_ris(ris(made))["year"], from_ris(ris(made))["date"]) == ("2018", in_ris)


def test_nothing_is_made_up_where_nothing_is_known() -> None:
    bare = item(
        title=None, publisher=None, author_names=(), author_pseudonyms=(), published_on=None, published_precision=None,
        symbol=None, report_kind=None, language_code=None, accessed_on=None, cite_as=None, cite_complete=None,
        site=None, archived_at=None,
    )  # fmt: skip
    assert set(csl(bare)) == {"id", "citation-key", "type", "URL", "archive", "archive_location", "note"}
    assert set(from_bibtex(bibtex(bare))) == {"type", "key", "url", "note"}
    assert not {"year", "date", "access_date", "authors", "title"} & set(from_ris(ris(bare)))
    assert bare.cite_archived == (
        f"available at: {ROW.address}; archived copy had on 2026-03-01 02:31 UTC from {COPY} {PROOF}"
    )


def test_publisher_is_no_author() -> None:
    assert "author" not in csl(item(author_names=(), author_pseudonyms=()))


def test_archived_copy_of_our_own_is_named_by_its_record() -> None:
    own = item(archive_address=None, archived_at=None, accessed_on=None)
    assert own.cite_archived == (
        f"{ROW.cite_complete}; archived copy of 2026-03-01 02:31 UTC, WARC record {RECORD} {PROOF}"
    )
    found = csl(own)
    assert (found["archive"], found["archive_location"]) == ("OnRecord", RECORD)
    assert found["accessed"] == {"date-parts": [[2026, 3, 1]]}


def test_page_of_a_web_archive_was_seen_when_the_archive_saw_it() -> None:
    assert csl(item(accessed_on=None))["accessed"] == {"date-parts": [[2015, 12, 19]]}
    assert "accessed" not in csl(item(accessed_on=None, archived_at=None))


def test_pseudonyms_travel_with_the_names() -> None:
    assert csl(item(author_pseudonyms=(True, True)))["note"].endswith(
        " Pseudonyms: Aru Telim; Research Desk, Steppe Observer."
    )
    assert "seudonym" not in csl(item(author_pseudonyms=(False, False)))["note"]


@pytest.mark.parametrize(
    ("kind", "in_csl", "in_bibtex", "in_ris", "genre", "container"),
    [
        ("reporting", "article-newspaper", "misc", "NEWS", None, "Steppe Observer"),
        ("annual-report", "report", "techreport", "RPRT", "Annual report", None),
        ("country-report", "report", "techreport", "RPRT", "Country report", None),
        ("query-response", "report", "techreport", "RPRT", "Query response", None),
        ("press-release", "webpage", "misc", "ELEC", "Press release", "Refworld"),
        ("newsletter", "webpage", "misc", "ELEC", "Newsletter", "Refworld"),
        ("legislation", "legislation", "misc", "STAT", None, None),
        ("case-law", "legal_case", "misc", "CASE", None, None),
        ("house-news", "webpage", "misc", "ELEC", None, "Refworld"),
        ("never-heard-of", "report", "misc", "RPRT", None, None),
        (None, "report", "misc", "RPRT", None, None),
    ],
)
def test_kinds_of_reports(
    kind: str | None, in_csl: str, in_bibtex: str, in_ris: str, genre: str | None, container: str | None
) -> None:
    made = item(report_kind=kind)
    found = csl(made)
    assert (found["type"], found.get("genre"), found.get("container-title")) == (in_csl, genre, container)
    assert bibtex(made).startswith(f"@{in_bibtex}{{")
    assert from_ris(ris(made))["type_of_reference"] == in_ris


@pytest.mark.parametrize(
    ("document_type", "genre"),
    [("Query Responses", "Query Responses"), ("Décision", "Décision"), ("COUNTRYREP", None), ("themreport", None)],
)
def test_genre_is_words_never_a_code(document_type: str, genre: str | None) -> None:
    assert csl(item(document_type=document_type)).get("genre") == genre


def test_of_an_unknown_kind_only_what_a_site_publishes_itself_is_a_page() -> None:
    assert csl(item(report_kind=None, publisher="Refworld"))["type"] == "webpage"
    assert csl(item(report_kind=None, publisher=None))["type"] == "webpage"


def test_court_is_the_authority() -> None:
    assert csl(item(report_kind="case-law"))["authority"] == "Steppe Observer"


# ---------------------------------------------------------------- keys


def test_key_is_stable_and_unlike_others() -> None:
    names = (
        "iwpr/short-slug", "iwpr/Short-Slug", "iwpr/short slug", "iwpr/short%20slug", "iwpr/" + "long-" * 40,
        "iwpr/" + "long-" * 41, "iwpr/паром", "iwpr/дорога", "iwpr/a{b}c,d", 'iwpr/"\\#%~=()\'', "iwpr/-", "-",
    )  # fmt: skip
    keys = [item(document_key=name).key for name in names]
    assert len(set(keys)) == len(names)
    assert keys[0] == names[0]
    assert keys == [item(document_key=name, title="Another").key for name in names]
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._:/-]{0,70}", key) for key in keys)
    assert all(
        from_bibtex(bibtex(item(document_key=name)))["key"] == key for name, key in zip(names, keys, strict=True)
    )


# ---------------------------------------------------------------- hostile pages


def broad() -> Iterator[CitationItem]:
    """Every kind with every precision, with much and with little; and every hostile string in every place."""
    dates = ((None, None), *((date(1998, 1, 1), precision) for precision in ("day", "month", "year")))
    for kind, (on, precision), much in product((*TYPES, None), dates, (True, False)):
        less = {} if much else {"title": None, "publisher": None, "symbol": None, "author_names": (), "site": None}
        less |= {} if much else {"author_pseudonyms": (), "accessed_on": None, "archived_at": None}
        yield item(report_kind=kind, published_on=on, published_precision=precision, **less)
    for text in HOSTILE:
        yield item(
            title=text, publisher=text, author_names=(text, "and", text), author_pseudonyms=(True, False, False),
            symbol=text, site=text, document_type=text, cite_complete=text, address=f"http://x.test/?q={text}",
            archive_address=f"http://y.test/{text}", document_key=f"iwpr/{text}", report_kind=None,
        )  # fmt: skip


def test_every_item_is_valid_and_reads_back_the_same_everywhere() -> None:
    items = list(broad())
    assert len(items) > 100
    assert not list(VALIDATOR.iter_errors([json.loads(csl_json(made)) for made in items]))
    library = parse_string("\n".join(map(bibtex, items)))
    assert len(library.entries) + len(library.failed_blocks) == len(items)  # keys of the first ones repeat: ROW's
    assert len(rispy.loads("".join(map(ris, items)))) == len(items)
    for made in items:
        agree(made)


def agree(made: CitationItem) -> None:
    """The three forms, read by their own readers, say what the item says."""
    found, entry, record = csl(made), from_bibtex(bibtex(made)), from_ris(ris(made))
    names = [author.text for author in made.authors]
    assert (found.get("title"), [name["literal"] for name in found.get("author", ())]) == (made.title, names)
    assert title_and_names(entry) == (made.title, names)
    assert (record.get("title"), record.get("authors", [])) == (made.title, names)
    publisher = entry.get("institution", entry.get("publisher"))
    assert found.get("publisher") == record.get("publisher") == (set_by_tex(publisher) if publisher else None)
    assert found.get("number") == record.get("note") == (set_by_tex(entry["number"]) if made.symbol else None)
    assert found["URL"] == record["urls"][0]
    assert entry["url"] == re.sub(r"[{}\\ ]", lambda sign: f"%{ord(sign[0]):02X}", found["URL"])
    assert found["note"] == record["notes"][0] == set_by_tex(entry["note"])
    assert found["id"] == entry["key"] == record["id"]


def test_white_space_and_controls_do_not_reach_a_citation() -> None:
    made = item(title="Line\u00a0one\r\n two\x00\x1b[31m", cite_complete="a\nb")
    assert made.title == "Line one two[31m"
    assert made.cite_archived.startswith("a b; ")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(HOSTILE)
MAYBE = st.none() | TEXT


@st.composite
def rows(draw: st.DrawFn) -> ReportRow:
    names = draw(st.lists(TEXT, max_size=3))
    precision = draw(st.sampled_from(["day", "month", "year"]))
    published = draw(st.none() | st.dates())
    return ReportRow(
        document_key=draw(TEXT), title=draw(MAYBE), publisher=draw(MAYBE), author_names=names,
        author_pseudonyms=[draw(st.booleans()) for _ in names], published_on=published,
        published_precision=precision if published else None, symbol=draw(MAYBE),
        report_kind=draw(st.none() | st.sampled_from([*TYPES, "odd"])), document_type=draw(MAYBE),
        language_code=draw(st.sampled_from([None, "en", "ru"])),
        address="http://www.refworld.test/" + draw(TEXT).replace(";", ","),
        accessed_on=draw(st.none() | st.dates()), cite_as=draw(MAYBE),
        cite_complete=draw(MAYBE), site=draw(MAYBE), capture_id=RECORD,
        captured_at=draw(st.datetimes()).replace(tzinfo=UTC), payload_sha256=SHA, archive_address=draw(MAYBE),
        archived_at=draw(st.none() | st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC))),
    )  # fmt: skip


@given(rows())
@settings(max_examples=150, deadline=None)
def test_any_row_becomes_citations_that_agree(row: ReportRow) -> None:
    agree(item_of(row))
