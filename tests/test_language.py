"""The language of a report's text, told from invented paragraphs (language_paragraphs.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time

import pytest

from tasks.reading import language
from tasks.report import Found
from tests.test_countries import report

PARAGRAPHS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("language_paragraphs.toml").read_text("utf-8")
)


def told(text: str) -> Found[str] | None:
    return language.detect(report("Title", text)).citation.language


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_every_paragraph_has_its_language(name: str) -> None:
    paragraphs = PARAGRAPHS[name]
    code = name.partition("-")[0]
    assert len(paragraphs) >= 3
    for text in (*paragraphs, "\n\n".join(paragraphs), "\n\n".join(paragraphs * 20)):
        found = told(text)
        assert found is not None, text
        assert found.value == code, text


@pytest.mark.parametrize(
    ("name", "rule"), [("en", "py3langid"), ("ku-sorani", "py3langid"), ("kk-latin", "letters"), ("hr", "words")]
)
def test_rule_says_what_told(name: str, rule: str) -> None:
    found = told("\n\n".join(PARAGRAPHS[name]))
    assert found is not None
    assert found.rule == rule


DOUBTFUL = {
    "too short": "Lamp 12.",
    "numbers": "1 2 3 4 5 " * 40,
    "no word of Serbian, Croatian or Bosnian alone": (
        "Stara lampa ne svijetli, a novu nitko ne donosi. Ribari izlaze po mraku i vraćaju se kada hoće."
    ).replace("nitko", "ona"),
    "Montenegrin": (
        "Čuvar svake sedmice izlazi čamcem i broji brodove u luci prije nego što ode kući. Niko ga nije pitao zašto, a "
        "opština o tome nema podataka, saopšteno je juče."
    ),
    "Karakalpak, which the model takes for Kazakh": (
        "Қараўыл ҳәр күни кеште қайық пенен шығып, үйине қайтпастан бурын портта турған кемелерди санайды. Оннан буның "
        "себебин ҳеш ким сораған жоқ, жазғанын да ҳеш ким оқымайды."
    ),
    "Crimean Tatar": (
        "Bekçi er aqşam qayıq ile çıqa ve evge qaytmazdan evel limandaki gemilerni saya. İç kimse ondan bunıñ sebebini "
        "soramağan, yazğanlarını da iç kimse oqumay."
    ),
    "equal parts of two languages": "\n\n".join([*PARAGRAPHS["fr"] * 3, *PARAGRAPHS["en"] * 3]),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubt_leaves_the_language_empty_and_an_issue(name: str) -> None:
    found = language.detect(report("Title", DOUBTFUL[name]))
    assert found.citation.language is None
    assert [issue.rule for issue in found.issues] == ["language"]


def test_bosnian_is_told_by_words_that_only_it_has() -> None:
    text = (
        "Historija općine nije dugačka. Hiljade ljudi čekalo je prije zore, a niko nije saopćio zašto. Predsjednik je "
        "u januaru rekao da će uvijek biti tako; sedmicama nije bilo odgovora."
    )
    assert told(text) == Found("bs", "words")


def test_a_heading_in_another_language_does_not_count() -> None:
    assert told("\n\n".join([PARAGRAPHS["en"][0], *PARAGRAPHS["fr"] * 3])) == Found("fr", "py3langid")
    assert told("\n\n".join(["Lamps Out", *PARAGRAPHS["ru"]])) == Found("ru", "py3langid")


def test_the_title_is_not_asked() -> None:
    french = report("A Long English Title That Is Not Asked For Its Language at All", PARAGRAPHS["fr"][0])
    assert language.detect(french).citation.language == Found("fr", "py3langid")


@pytest.mark.parametrize("unit", ["ž", "Қ ң ", "predsjednik ", "a b c ", "ە", "\u0300", "prosin", "reše "])
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    assert told(PARAGRAPHS["en"][0])  # the model is read once
    hostile = report("Title", unit * (200_000 // len(unit)))
    began = process_time()
    language.detect(hostile)
    assert process_time() - began < 1
