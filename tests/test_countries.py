"""The countries a report is about, from its title, dateline, byline and text; all titles and texts are invented."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from tasks.reading import countries
from tasks.reading.labels import label
from tasks.report import Candidate, Citation, Country, Found, Passage, PublicationDate, Report
from tests.conftest import ROOT, SHARED
from tests.test_reading_notices import CAPTURE


def report(
    title: str = "", body: str = "", line: str = "", *, kind: str = "dateline", year: int | None = None
) -> Report:
    text = f"{line}\n\n{body}" if line else body
    claims = [Passage(kind, "c", 0, len(line))] if line else []
    start = len(line) + 2 if line else 0
    if body:
        claims.append(Passage("body", "c", start, len(text)))
    published = PublicationDate(date(year, 1, 1), "year", str(year), "label:Publication Date") if year else None
    citation = Citation(title=Found(title, "h1") if title else None, published=published)
    return label(Report(CAPTURE, "report", citation=citation, body=text, passages=tuple(claims)))


def codes(found: Report) -> str:
    return " ".join(country.code for country in found.citation.countries)


TITLES = """
Lamp Lit in Kazakstan Harbour | KAZ
Lamp Lit in Kazakhstan Harbour | KAZ
Kirghizia Counts Its Lamps | KGZ
Kirghizstan Counts Its Lamps | KGZ
Kyrgyz Republic Counts Its Lamps | KGZ
Tadjikistan Counts Its Lamps | TJK
Turkmenistan's Keeper Retires | TKM
Kazak Lamp Reforms Under Fire | KAZ
Kazakh Lamp Reforms Under Fire | KAZ
Kyrgyz-Tajik Harbour Reopens | KGZ TJK
Uzbek and Tajik Lamps | UZB TJK
Kyrgyzstan-Tajikistan: Lamps on the Border | KGZ TJK
Uzbek Court Frees Keeper | UZB
Three Uzbeks Jailed Over a Lamp | UZB
Uzbeks and Tajiks Trade Lamps |
World Directory of Lamps - Kyrgyzstan : Uzbeks | KGZ
Kazakhstan: Treatment of the Uzbek keepers from Tajikistan | KAZ
U.S. Department of State 2003 Lamp Report - Kyrgyz Republic | KGZ
U.S. Committee for Refugees World Lamp Survey 2003 - Nepal | NPL
2011 Lamp Report - Belarus | BLR
World Lamp Report 2010 - Chad | TCD
World Lamp Report 2010-Chad | TCD
(Worst Lamps 2010, Chad) | TCD
Chad Farrant Lights a Lamp |
Keeper Chad Leaves |
Lamp Report 2012 - Georgia | GEO
Georgia Farrant Lights a Lamp |
Jordan: Lamps Out | JOR
Jordan Farrant: Keeper of the Year |
Israel: Lamps Out | ISR
Israel Farrant's Last Lamp |
Niger: Lamps Out | NER
Lamps Along the Niger Delta |
Nigeria: Lamps Out | NGA
Nigerien Keeper Freed | NER
Nigerian Keeper Freed | NGA
Guinea: Lamps Out | GIN
Equatorial Guinea Counts Its Lamps | GNQ
Guinea-Bissau and Papua New Guinea Count Theirs | GNB PNG
Lamps in the Gulf of Guinea |
Guinea Pigs in the Harbour |
Congo Lamps Go Out |
Congo: Lamps Out |
Congo (Kinshasa): Lamps Out | COD
Congo-Brazzaville: Lamps Out | COG
Lamp Report 2009 - Congo (Brazzaville) | COG
Lamp Report 2009 - Congo, Democratic Republic of | COD
République démocratique du Congo : les phares | COD
Democratic Republic of Congo: Lamps of the Lake | COD
Lamps in the Republic of Congo | COG
DRC: Lamps Out | COD
DR Congo Keepers on Strike | COD
RD Congo : les phares | COD
Zaire: Lamps Out | COD
Congo River Lamps |
Dominica: Lamps Out | DMA
Dominican Republic: Lamps Out | DOM
République dominicaine : information sur les phares | DOM
Ireland: Lamps Out | IRL
Republic of Ireland Counts Its Lamps | IRL
Northern Ireland: Lamps Out | GBR
Keeper Ireland Retires |
Korea: Lamps Out |
North Korea: Lamps Out | PRK
South Korean Keeper Freed | KOR
Republic of Korea: Lamps Out | KOR
Democratic People's Republic of Korea: Lamps Out | PRK
Sudan: Lamps Out | SDN
Lamps of South Sudan | SSD
South Sudanese Keeper Freed | SSD
Darfur: Lamps Out | SDN
Turkey Counts Its Lamps | TUR
Türkiye Counts Its Lamps | TUR
Turkmen Keeper Freed | TKM
Burma: Lamps Out | MMR
Myanmar: Lamps Out | MMR
Burmese Keeper Freed | MMR
Swaziland: Lamps Out | SWZ
Upper Volta: Lamps Out | BFA
Rhodesia: Lamps Out | ZWE
Ceylon: Lamps Out | LKA
East Germany: Lamps Out | DEU
East Timor: Lamps Out | TLS
Yugoslavia: Lamps Out | YUG
Federal Republic of Yugoslavia: Lamps Out | YUG
Lamps in the Former Yugoslavia |
Tribunal for the Former Yugoslavia Lights a Lamp |
Former Yugoslav Republic of Macedonia: Lamps Out | MKD
FYROM: Lamps Out | MKD
North Macedonia: Lamps Out | MKD
Soviet Union: Lamps Out | SUN
USSR: Lamps Out | SUN
Lamps of the Former Soviet Union |
Czechoslovakia: Lamps Out | CSK
Czech Republic: Lamps Out | CZE
Kosovo's Lamps Stay Dark | XKX
Kosovo Serb Keeper Freed | XKX
Bosnian Serb Keeper Freed | BIH
Bosnia and Herzegovina: Lamps Out | BIH
Republika Srpska: Lamps Out | BIH
Serbian Keeper Freed | SRB
Croatian Serb Keeper Freed | HRV
Turkish Cypriot Keeper Freed | CYP
Palestine: Lamps Out | PSE
Lamps Out in Gaza and the West Bank | PSE
Occupied Palestinian Territory: Lamps Out | PSE
Hong Kong: Lamps Out | HKG
Western Sahara: Lamps Out | ESH
Taiwan: Lamps Out | TWN
Freedom of the Lamp 2006 - Nagorno-Karabakh [Armenia/Azerbaijan] | ARM AZE
Nagorno-Karabakh: Lamps Out | AZE
Lamps Out in Abkhazia | GEO
Abkhaz Keeper Freed | GEO
South Ossetia: Lamps Out | GEO
North Ossetia: Lamps Out | RUS
Transnistria: Lamps Out | MDA
Crimea: Lamps Out | UKR
Crimean Tatar Keeper Freed | UKR
Freedom of the Lamp 2008 - Chechnya [Russia] | RUS
Chechnya: Lamps Out | RUS
Chechen Keeper Freed | RUS
Kurdistan: Lamps Out |
Iraqi Kurdistan: Lamps Out | IRQ
Kashmir: Lamps Out |
Pakistan-Administered Kashmir: Lamps Out |
Xinjiang: Lamps Out | CHN
Tibet: Lamps Out | CHN
Tibetan Keepers in Nepal | NPL
Somaliland: Lamps Out | SOM
Zanzibar: Lamps Out | TZA
Karakalpakstan: Lamps Out | UZB
Scotland: Lamps Out | GBR
UK: Lamps Out | GBR
UK Home Office: Lamp Note, Eritrea | ERI
UAE: Lamps Out | ARE
USA: Lamps Out | USA
U.S. Keeper Freed | USA
US-Mexico Lamps | MEX
U.S.-led Keepers Leave Iraq | IRQ
Join US Keepers' Lamp Day in Malawi | MWI
CAR Lamp Burns Out |
Central African Republic: Lamps Out | CAF
BiH Lamps Out | BIH
Russia-Backed Keepers Arrive |
Anti-Chinese Lamps Smashed |
Russian-Georgian Lamps Lit | RUS GEO
Armenia and Azerbaijan Trade Lamps | ARM AZE
Tajikistan, Uzbekistan Trade Lamps | TJK UZB
Ethiopia/Eritrea: Lamps on the Border | ETH ERI
Ethiopia: Treatment of Eritrean keepers | ETH
Croatia and Serbia: Keepers from Bosnia | HRV SRB
Lamps Out in Osh, Kyrgyzstan | KGZ
Iran, Islamic Republic of: Lamps Out | IRN
Syrian Arab Republic: Lamps Out | SYR
Viet Nam: Lamps Out | VNM
Lao People's Democratic Republic: Lamps Out | LAO
Côte d’Ivoire : information sur les phares | CIV
Cote d'Ivoire: Lamps Out | CIV
Ivory Coast: Lamps Out | CIV
REPUBLIC OF TAJIKISTAN | TJK
CAR LAMPS IN NEPAL'S CAPITAL | NPL
Guatemala: Indian Keepers on Strike | GTM
Indian Keepers on Strike |
Lamps Across the Indian Ocean |
Latin American Lamps |
Central Asia: Lamps Out |
Lebanon: Lamps Out | LBN
Judge Holland Lights a Lamp |
New Mexico Lamps |
Haïti : information sur les phares (2010-2012) | HTI
Croatie : information sur les phares | HRV
Tchad : information sur les phares | TCD
Ouzbékistan : information sur les phares | UZB
Les autorités kirghizes éteignent les phares | KGZ
Un gardien tchétchène libéré |
La justice ouzbèke libère un gardien | UZB
Маяки Казахстана погасли | KAZ
В Киргизии погасли маяки | KGZ
В Южной Корее погасли маяки | KOR
Республика Таджикистан: маяки | TJK
Узбекские власти гасят маяки | UZB
Власти казахстанского порта гасят маяки | KAZ
Маяки Чечни погасли | RUS
Кыргызстандагы маяктар өчтү | KGZ
Чароғҳои Тоҷикистон хомӯш шуданд | TJK
Oʻzbekistonda mayoqlar oʻchdi | UZB
Gazagystanda maýaklar öçdi | KAZ
العراق: مصابيح المرفأ | IRQ
مصابيح المرفأ في تونس واليمن | TUN YEM
Svetionici u Bosni i Hercegovini | BIH
""".strip().splitlines()


@pytest.mark.parametrize("line", TITLES)
def test_title(line: str) -> None:
    title, _, expected = (part.strip() for part in line.partition("|"))
    found = countries.find(report(title))
    assert codes(found) == expected
    assert all(country.printed for country in found.citation.countries)
    assert [issue.rule for issue in found.issues] == ([] if expected else ["country"])


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Lamp Lit in Kazakstan", "title"),
        ("Kazak Lamp Lit", "title+demonym"),
        ("Uzbeks Light a Lamp", "people"),
        ("Burma: Lamps Out", "title+former-name"),
        ("Yugoslavia: Lamps Out", "title+former-state"),
        ("Abkhazia: Lamps Out", "title+territory"),
        ("Abkhaz Lamp Lit", "title+demonym+territory"),
        ("Freedom of the Lamp - Chechnya [Russia]", "title"),
    ],
)
def test_rule_says_what_the_name_is(title: str, rule: str) -> None:
    assert [country.rule for country in countries.find(report(title)).citation.countries] == [rule]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Georgia Counts Its Lamps", "The lamps of Tbilisi are out.", "GEO"),
        ("Georgia Counts Its Lamps", "The lamps of Atlanta are out.", ""),
        ("Georgian Lamps Out", "The lamps of Batumi are out.", "GEO"),
        ("Congo Lamps Go Out", "In Brazzaville nobody knows.", "COG"),
        ("Congo Lamps Go Out", "In Goma nobody knows.", "COD"),
        ("Congo Lamps Go Out", "Kinshasa asks Brazzaville.", ""),
        ("Congolese Keepers Row Home", "In Bukavu nobody knows.", "COD"),
        ("Congo Lamps Go Out", "Rwanda is near. Rwanda is dark. Rwanda sleeps.", ""),
        ("Korea Counts Its Lamps", "In Pyongyang nobody knows.", "PRK"),
        ("Korean Lamps Out", "In Seoul nobody knows.", "KOR"),
        ("Chad Counts Its Lamps", "The keeper rows in Chad.", "TCD"),
        ("Niger Counts Its Lamps", "In Niamey nobody knows.", "NER"),
        ("Lebanon Counts Its Lamps", "In Beirut nobody knows.", "LBN"),
        ("Lebanon Counts Its Lamps", "The lamps of Ohio are out.", ""),
        ("Indian Keepers on Strike", "In Delhi nobody knows.", "IND"),
        ("CAR Lamps Out", "The Central African Republic has nine. Chad has none.", "CAF"),
        ("Géorgie : les phares", "Le phare de Batoumi.", "GEO"),
    ],
)
def test_the_text_settles_an_ambiguous_name(title: str, body: str, expected: str) -> None:
    assert codes(countries.find(report(title, body))) == expected


@pytest.mark.parametrize(
    ("title", "year", "expected"),
    [
        ("Serbia and Montenegro: Lamps Out", 2005, "SCG"),
        ("Serbia and Montenegro: Lamps Out", 2012, "SRB MNE"),
        ("Serbia and Montenegro: Lamps Out", None, ""),
        ("Southern Sudan: Lamps Out", 2006, "SDN"),
        ("Southern Sudan: Lamps Out", 2014, "SSD"),
    ],
)
def test_the_date_settles_a_name_that_changed_its_meaning(title: str, year: int | None, expected: str) -> None:
    assert codes(countries.find(report(title, year=year))) == expected


def test_an_undecided_title_says_what_it_may_mean() -> None:
    found = countries.find(report("Congo: Lamps Out"))
    assert [(issue.rule, issue.seen) for issue in found.issues] == [("country", "the title may mean COD or COG")]


@pytest.mark.parametrize(
    ("kind", "line", "expected", "rule"),
    [
        ("dateline", "Bishkek", "KGZ", "dateline+city"),
        ("dateline", "BISHKEK", "KGZ", "dateline+city"),
        ("dateline", "Osh, Kyrgyzstan", "KGZ", "dateline"),
        ("dateline", "Tbilisi and Baku", "GEO AZE", "dateline+city"),
        ("dateline", "Sukhumi, Abkhazia", "GEO", "dateline+territory"),
        ("dateline", "Rangoon, Burma", "MMR", "dateline+former-name"),
        ("dateline", "Бишкек", "KGZ", "dateline+city"),
        ("dateline", "N’Djamena", "TCD", "dateline+city"),
        ("dateline", "Tuesday, 15 February, 2011", "", ""),
        ("dateline", "The Hague", "", ""),
        ("dateline", "Jalalabad", "", ""),
        ("dateline", "Harbour Point", "", ""),
        ("byline", "By Tomas Farrant in Almaty (LCA No. 352, 25-Feb-05)", "KAZ", "byline+city"),
        ("byline", "By Tomas Farrant in London and Ilka Varro in Dushanbe", "TJK", "byline+city"),
        ("byline", "By Tomas Farrant in The Hague (LU 300, 10-15 February 2003)", "", ""),
        ("byline", "By Jordan Farrant", "", ""),
        ("byline", "By Georgia Varro in Kabul", "AFG", "byline+city"),
        ("byline", "By Tomas Farrant in northern Uganda", "UGA", "byline"),
    ],
)
def test_dateline_and_byline(kind: str, line: str, expected: str, rule: str) -> None:
    found = countries.find(report("Lamps Out", "The keeper rows home.", line, kind=kind))
    assert codes(found) == expected
    assert {country.rule for country in found.citation.countries} == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Lamps went out in Nepal.\n\nNepal has nine. The Nepalese keeper rows. In India there are more.", "NPL"),
        ("The lamps of Nepal went out.\n\nNobody came.", "NPL"),
        ("Lamps went out.\n\nNobody came.\n\nNobody knew.\n\nA letter came from Nepal.", ""),
        ("Lamps went out.\n\nNobody came.\n\nNobody knew.\n\nNepal wrote.\n\nNepal wrote again.", "NPL"),
        ("Nepal and India met. Nepal spoke. India spoke. Nepal left. India left.", ""),
        ("The Nepalese keeper met the Nepali harbour master.", ""),
        ("Jordan spoke. Jordan rowed. Jordan slept.", ""),
        ("Jordan has nine lamps. In Jordan nobody rows. The Jordanian keeper sleeps.", "JOR"),
        ("Congo has nine lamps. Goma has none. Congo sleeps. Congo wakes.", "COD"),
        ("Abkhazia has nine lamps. Abkhazia sleeps. Abkhaz keepers row.", "GEO"),
        ("Маяки Казахстана погасли. В Казахстане темно. Казахстанские власти молчат.", "KAZ"),
        ("Les phares du Mali sont éteints. Au Mali, tout dort. Un gardien malien rame.", "MLI"),
        ("انطفأت مصابيح العراق. لا أحد في العراق يعرف السبب.", "IRQ"),
        ("It is a lamp.", ""),
    ],
)
def test_body_is_believed_only_where_one_country_dominates(body: str, expected: str) -> None:
    found = countries.find(report("Lamps Out", body))
    assert codes(found) == expected
    assert all(country.rule.split("+")[0] == "body" for country in found.citation.countries)


def test_a_people_is_believed_last() -> None:
    text = "Lamps went out in Kyrgyzstan. Kyrgyzstan is dark. In Kyrgyzstan nobody rows."
    assert codes(countries.find(report("Uzbeks Flee the Harbour", text))) == "KGZ"
    assert codes(countries.find(report("Uzbeks Flee the Harbour", "Nobody rows."))) == "UZB"


def test_what_the_source_found_stays_and_the_rest_are_candidates() -> None:
    known = Citation(title=Found("Lamps of Nepal", "h1"), countries=(Country("KAZ", "KAZ", "address"),))
    found = countries.find(Report(CAPTURE, "report", citation=known)).citation
    assert found.countries == known.countries
    assert found.candidates == (
        Candidate("countries", "KAZ", "address", True, "the address files the document under it"),
        Candidate("countries", "NPL", "title", False, "address is believed before title"),
    )


def test_sources_that_agree_leave_no_candidates() -> None:
    known = Citation(title=Found("Kazak Lamps", "h1"), countries=(Country("KAZ", "KAZ", "address"),))
    assert countries.find(Report(CAPTURE, "report", citation=known)).citation.candidates == ()
    assert countries.find(report("Kyrgyzstan's Lamps", "", "Bishkek")).citation.candidates == ()


def test_title_is_believed_before_the_dateline() -> None:
    found = countries.find(report("Afghan Keepers Wait", "Nobody rows.", "Islamabad")).citation
    assert [country.code for country in found.countries] == ["AFG"]
    assert [(candidate.value, candidate.is_chosen) for candidate in found.candidates] == [("AFG", True), ("PAK", False)]


LISTED = {
    "iwpr_pages": {
        **dict.fromkeys((1, 2), "KAZ"),
        **dict.fromkeys((6, 7, 8, 17, 18, 19, 63), "IRQ"),
        **dict.fromkeys((9, 10, 11, 14, 16, 22, 23, 24, 49, 52, 71), "AFG"),
        **dict.fromkeys((15,), "ARM"),
        **dict.fromkeys((20, 21), "TJK"),
        **dict.fromkeys((28,), "UZB"),
        **dict.fromkeys((40,), "NLD"),
        **dict.fromkeys((43, 44, 45), "XKX"),
        **dict.fromkeys((48,), "PAK"),
        **dict.fromkeys((51,), "KGZ"),
        **dict.fromkeys((62,), "SDN"),
        **dict.fromkeys((65,), "SRB"),
        **dict.fromkeys((66, 67), "CUB"),
    },
    "refworld_legacy_pages": {
        **dict.fromkeys((1, 16, 21, 37, 57), "KAZ"),
        **dict.fromkeys((2, 38, 39, 40, 56), "KGZ"),
        **dict.fromkeys((3, 19), "LKA"),
        **dict.fromkeys((4,), "COD"),
        **dict.fromkeys((5, 6, 7), "DOM"),
        **dict.fromkeys((8,), "HRV"),
        **dict.fromkeys((17, 18, 52, 54), "AZE"),
        **dict.fromkeys((20,), "HTI"),
        **dict.fromkeys((22, 23, 24), "TJK"),
        **dict.fromkeys((26, 36, 58, 59), "UZB"),
        **dict.fromkeys((27,), "BDI"),
        **dict.fromkeys((28, 29), "NPL"),
        **dict.fromkeys((30,), "RUS"),
        **dict.fromkeys((31, 32, 33, 34, 35, 60), "TKM"),
        **dict.fromkeys((41, 42, 51, 53), "ARM"),
        **dict.fromkeys((43, 44, 45, 46, 50), "GEO"),
        **dict.fromkeys((47,), "BLR"),
        **dict.fromkeys((48,), "NGA"),
        **dict.fromkeys((49,), "PAK"),
        **dict.fromkeys((55,), "MDA"),
    },
    "refworld_pages": {
        **dict.fromkeys((2,), "TCD"),
        **dict.fromkeys((3,), "AZE"),
        **dict.fromkeys((4,), "LBR"),
        **dict.fromkeys((5, 6, 8), "TJK"),
        **dict.fromkeys((9,), "UZB"),
        **dict.fromkeys((10, 11), "NPL"),
        **dict.fromkeys((12, 13), "ARM AZE"),
        **dict.fromkeys((14,), "KGZ"),
        **dict.fromkeys((15,), "KAZ"),
        **dict.fromkeys((16, 18), "GEO"),
        **dict.fromkeys((17,), "BLR"),
    },
}
"""By file of real addresses and its line: the countries that the title there names, read by a person."""


@pytest.mark.parametrize("name", LISTED)
def test_titles_of_real_pages(name: str) -> None:
    path = SHARED / "sources" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("no ../shared")
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        page = json.loads(line)
        title = page.get("title") or page.get("header", {}).get("Title")
        if title and (named := codes(countries.find(report(title)))):
            found[number] = named
    assert found == LISTED[name]


@pytest.mark.parametrize("section", ["peoples", "territory_peoples", "adjectives", "elsewhere", "stems", "cities"])
def test_no_name_stands_for_two_countries(section: str) -> None:
    listed = tomllib.loads(Path(ROOT, "tasks/reading/countries.toml").read_text("utf-8"))[section]
    uses = Counter(name.lower() for names in listed.values() for name in names)
    assert [name for name, count in uses.items() if count > 1] == []


@pytest.mark.parametrize("unit", ["Kazakstan-", "Congo ", "Nagorno ", "Republic of ", "U.S.", "in ", "in Osh, ", "ال "])
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    hostile = [report(text, text, text), report("Lamps Out", text, text, kind="byline")]
    began = process_time()
    for each in hostile:
        countries.find(each)
    assert process_time() - began < 1
