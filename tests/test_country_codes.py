"""What a country's name stands for where it stands alone, as in a field of its own."""

from __future__ import annotations

import pycountry
import pytest

from tasks.country_codes import KOSOVO, coded, named, names
from tests.test_sources_describe import BODY, LEGACY, describe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kazakhstan", "KAZ"),
        ("Kazakstan", "KAZ"),
        ("KAZ", "KAZ"),
        ("KZ", "KAZ"),
        ("kosovo", "XKX"),
        ("Kosovo (S/RES/1244 (1999))", "XKX"),
        ("XKX", "XKX"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Iran, Islamic Republic of", "IRN"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Venezuela (Bolivarian Republic of)", "VEN"),
        ("Republic of Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Congo", "COG"),
        ("Congo, Republic of", "COG"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("Gambia, The", "GMB"),
        ("the Netherlands", "NLD"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Viet Nam", "VNM"),
        ("Myanmar (Burma)", "MMR"),
        ("Burma", "MMR former-name"),
        ("Zaire", "COD former-name"),
        ("Swaziland", "SWZ former-name"),
        ("Kirghizia", "KGZ former-name"),
        ("The former Yugoslav Republic of Macedonia", "MKD former-name"),
        ("Macedonia, the former Yugoslav Republic of", "MKD former-name"),
        ("Libyan Arab Jamahiriya", "LBY former-name"),
        ("Yugoslavia", "YUG former-state"),
        ("Soviet Union", "SUN former-state"),
        ("Serbia and Montenegro", "SCG former-state"),
        ("Czechoslovakia", "CSK former-state"),
        ("Hong Kong (Special Administrative Region of China)", "HKG"),
        ("China, Hong Kong SAR", "HKG"),
        ("Occupied Palestinian Territory", "PSE"),
        ("State of Palestine", "PSE"),
        ("Western Sahara", "ESH"),
        ("Chechnya", "RUS territory"),
        ("Abkhazia", "GEO territory"),
        ("Croatie", "HRV"),
        ("Казахстан", "KAZ"),
        ("Korea", None),
        ("Kurdistan", None),
        ("Virgin Islands", None),
        ("and", None),
        ("Harbour Point", None),
        ("", None),
    ],
)
def test_name(name: str, expected: str | None) -> None:
    found = named(name)
    assert (f"{found.code} {found.note}".strip() if found else None) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KAZ", "KAZ"),
        ("kaz", "KAZ"),
        ("XKX", "XKX"),
        ("ZAR", "COD former-name"),
        ("BUR", "MMR former-name"),
        ("TMP", "TLS former-name"),
        ("YUG", "YUG former-state"),
        ("SCG", "SCG former-state"),
        ("ZZZ", None),
        ("KZ", None),
        ("", None),
    ],
)
def test_code(code: str, expected: str | None) -> None:
    found = coded(code)
    assert (f"{found.code} {found.note}".strip() if found else None) == expected


def test_every_code_is_one_of_the_standard() -> None:
    today = {country.alpha_3 for country in pycountry.countries} | {KOSOVO}
    former = {country.alpha_3 for country in pycountry.historic_countries}
    for name, found in names():
        assert found.code in (former if found.note == "former-state" else today), name


def test_the_country_row_of_a_page_knows_former_names() -> None:
    cells = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in [("Publisher", "Lamp Watch"), ("Country", "Zaire | Yugoslavia | Kelmara"), ("Cite as", "L")]
    )
    report = describe("refworld_legacy", f"<h1>Lamps</h1><table>{cells}</table><p>{BODY}</p>", LEGACY)
    assert [(country.code, country.printed, country.rule) for country in report.citation.countries] == [
        ("COD", "Zaire", "label:Country+former-name"),
        ("YUG", "Yugoslavia", "label:Country+former-state"),
    ]
    assert ("country", "Kelmara") in [(issue.rule, issue.seen) for issue in report.issues]
