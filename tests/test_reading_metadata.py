"""Countries, language and the state of an answer."""

from __future__ import annotations

import pytest

from tasks.reading import countries, language
from tasks.reading.labels import label
from tasks.reading.states import state_of
from tasks.reading.text import page_of
from tasks.report import Citation, Country, Found, Passage, Report, State
from tests.test_reading_notices import CAPTURE


def report(title: str = "", body: str = "", dateline: str = "") -> Report:
    text = f"{dateline}\n\n{body}" if dateline else body
    claims = [Passage("dateline", "c", 0, len(dateline))] if dateline else []
    start = len(dateline) + 2 if dateline else 0
    if body:
        claims.append(Passage("body", "c", start, len(text)))
    citation = Citation(title=Found(title, "h1") if title else None)
    return label(Report(CAPTURE, "report", citation=citation, body=text, passages=tuple(claims)))


def codes(found: Report) -> list[str]:
    return [country.code for country in found.citation.countries]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lamp Lit in Kazakstan Harbour", ["KAZ"]),
        ("Kazak Lamp Reforms Under Fire", ["KAZ"]),
        ("Three Uzbeks Jailed Over a Lamp", ["UZB"]),
        ("World Directory of Lamps - Kyrgyzstan : Uzbeks", ["KGZ"]),
        ("U.S. Department of State 2003 Lamp Report - Kyrgyz Republic", ["KGZ"]),
        ("Côte d’Ivoire : information sur les phares", ["CIV"]),
        ("République démocratique du Congo : les phares", ["COD"]),
        ("Democratic Republic of Congo: Lamps of the Lake", ["COD"]),
        ("Lamps in the Republic of Congo", ["COG"]),
        ("Equatorial Guinea Counts Its Lamps", ["GNQ"]),
        ("Guinea-Bissau and Papua New Guinea Count Theirs", ["GNB", "PNG"]),
        ("Lamps of South Sudan", ["SSD"]),
        ("North Korea: Lamps Out", ["PRK"]),
        ("Burma: Lamps Out", ["MMR"]),
        ("Kosovo's Lamps Stay Dark", ["XKX"]),
        ("REPUBLIC OF TAJIKISTAN", ["TJK"]),
        ("Маяки Казахстана погасли", ["KAZ"]),
        ("В Киргизии погасли маяки", ["KGZ"]),
        ("Freedom of the Lamp 2006 - Nagorno-Karabakh [Armenia/Azerbaijan]", ["ARM", "AZE"]),
        ("World Lamp Report 2010 - Chad", ["TCD"]),
        ("Lamp Report 2012 - Georgia", ["GEO"]),
        ("Chad Farrant Lights a Lamp", []),
        ("Lamps Along the Niger Delta", []),
        ("Congo Lamps Go Out", []),
        ("Latin American Lamps", []),
        ("Uzbek and Tajik Lamps", []),
    ],
)
def test_countries_of_a_title(title: str, expected: list[str]) -> None:
    found = countries.find(report(title))
    assert codes(found) == expected
    assert all(country.rule == "title" and country.printed for country in found.citation.countries)
    assert bool(found.issues) == (not expected)


def test_the_text_settles_an_ambiguous_name() -> None:
    assert codes(countries.find(report("Georgia Counts Its Lamps", "The lamps of Tbilisi are out."))) == ["GEO"]
    assert codes(countries.find(report("Georgia Counts Its Lamps", "The lamps of Atlanta are out."))) == []
    assert codes(countries.find(report("Congo Lamps Go Out", "In Brazzaville nobody knows."))) == ["COG"]
    assert codes(countries.find(report("Congo Lamps Go Out", "In Goma nobody knows."))) == ["COD"]


def test_dateline_comes_before_the_body() -> None:
    found = countries.find(report("Lamps Out", "Kenya, Kenya, Kenya.", "Bishkek"))
    assert found.citation.countries == (Country("KGZ", "Bishkek", "dateline"),)


def test_body_is_believed_only_where_one_country_dominates() -> None:
    clear = "Lamps went out in Nepal.\n\nNepal has nine. The Nepalese keeper rows. In India there are more."
    assert countries.find(report("Lamps Out", clear)).citation.countries == (Country("NPL", "Nepal", "body"),)
    sole = "The lamps of Nepal went out.\n\nNobody came."
    assert codes(countries.find(report("Lamps Out", sole))) == ["NPL"]
    late = "Lamps went out.\n\nNobody came.\n\nNobody knew.\n\nA letter came from Nepal."
    assert codes(countries.find(report("Lamps Out", late))) == []
    torn = "Nepal and India met. Nepal spoke. India spoke. Nepal left. India left."
    assert codes(countries.find(report("Lamps Out", torn))) == []


def test_what_the_source_found_stays() -> None:
    known = Citation(title=Found("Lamps of Nepal", "h1"), countries=(Country("KAZ", "KAZ", "address:coi"),))
    found = countries.find(Report(CAPTURE, "report", citation=known))
    assert found.citation.countries == known.countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The keeper rows out every evening and counts the boats of the harbour before he goes home.", "en"),
        ("Le gardien sort chaque soir en barque et compte les bateaux du port avant de rentrer chez lui.", "fr"),
        ("Сторож каждый вечер выходит на лодке и считает суда в гавани, а потом возвращается домой.", "ru"),
        ("Күзөтчү ар бир кечте кайык менен чыгып, порттогу кемелерди санайт жана үйүнө кайтып келет.", "ky"),
        ("Посбон ҳар бегоҳ бо қаиқ мебарояд ва киштиҳои бандарро мешуморад, баъд ба хона бармегардад.", "tg"),
    ],
)
def test_language_of_the_running_text(text: str, code: str) -> None:
    assert language.detect(report("Title", text)).citation.language == Found(code, "py3langid")


def test_too_little_text_has_no_language() -> None:
    found = language.detect(report("A Long English Title That Is Not Asked For Its Language At All", "Lamp 12."))
    assert found.citation.language is None
    assert [issue.rule for issue in found.issues] == ["language"]


STORY = "<html><head><title>Just a moment in the harbour</title></head><body><p>The lamp burned.</p></body></html>"
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body>"
    "<noscript>Enable JavaScript and cookies to continue</noscript>"
    "<script>window._cf_chl_opt={}</script></body></html>"
)


@pytest.mark.parametrize(
    ("status", "headers", "markup", "state"),
    [
        (200, (), STORY, "report"),
        (None, (), STORY, "report"),
        (301, (), "", "redirect"),
        (404, (), STORY, "not-found"),
        (410, (), "", "not-found"),
        (500, (), STORY, "server-error"),
        (503, (), STORY, "server-error"),
        (403, (), STORY, "blocked"),
        (429, (), STORY, "blocked"),
        (503, (), CHALLENGE, "blocked"),
        (200, (), CHALLENGE, "blocked"),
        (None, (), CHALLENGE, "blocked"),
        (200, (("CF-Mitigated", "challenge"),), STORY, "blocked"),
        (200, (), "<title>Attention Required! | Cloudflare</title><p>Sorry, you have been blocked</p>", "blocked"),
        (200, (), "<p>Request unsuccessful. Incapsula incident ID: 1-2</p>", "blocked"),
        (200, (), "", "unreadable"),
        (404, (), "", "not-found"),
        (200, (), "%PDF-1.4", "unreadable"),
    ],
)
def test_state_of_an_answer(
    status: int | None, headers: tuple[tuple[str, str], ...], markup: str, state: State
) -> None:
    payload = markup.encode()
    page = page_of(payload, address="http://x.test/", media_type="text/html", charset="utf-8")
    assert state_of(status, headers, page, payload) == state


def test_article_about_challenges_is_a_report() -> None:
    text = "<title>Sites Ask: Are You Human?</title>" + "<p>Checking your browser before accessing, it says.</p>" * 80
    page = page_of(text.encode(), address="http://x.test/", media_type="text/html", charset="utf-8")
    assert state_of(200, (), page, text.encode()) == "report"
