"""Words and names: what a head noun makes of a speaker, and what a name shows of its bearer."""

from __future__ import annotations

import pytest

from tasks.reading.quotes.genders import gender_of
from tasks.reading.quotes.lexicon import words
from tasks.reading.quotes.nouns import kind_of_noun
from tests.quote_reports import read, said


@pytest.mark.parametrize(
    ("kind", "nouns"),
    [
        (
            "role",
            "notary bailiff welder stonemason orderly deckhand akim qadi ayatollah abbess seamstress landlord",
        ),
        ("role", "co-author ex-minister vice-rector editor-in-chief president-elect charcoal-seller lighthouse-keeper"),
        (
            "role",
            "goatherd playwright brickmaker locksmith warlord cartographer landlady bureaucrat cosmonaut",
        ),
        ("role", "stepfather granddaughter fiancé in-law mother-in-law"),
        (
            "document",
            "sheet charge-sheet brief circular memo opinion records ledger affidavits guidelines letters",
        ),
        (
            "organisation",
            "laboratory consulate registry precinct militia gendarmerie seminary clinic regulator",
        ),
        ("organisation", "jury judiciary management co-operative newsroom barracks"),
        (
            "group",
            "clergy staff crew welders goatherds landladies laboratories commanders-in-chief sons-in-law",
        ),
        ("anonymous", "motorist fugitive deportee asylum-seeker passenger"),
    ],
)
def test_kind_of_a_head_noun(kind: str, nouns: str) -> None:
    assert {noun: kind_of_noun(noun) for noun in nouns.split()} == dict.fromkeys(nouns.split(), kind)


@pytest.mark.parametrize("noun", ["river", "summer", "human", "number", "disaster", "twist", "calendar"])
def test_what_only_ends_like_a_trade_is_none(noun: str) -> None:
    assert kind_of_noun(noun) is None


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Zia Rasul, provost of the college in Tarn, said that it had rained.", "provost of the college in Tarn"),
        ("Retired stonemason Zia Rasul said that it had rained.", "Retired stonemason"),
        ("“It rained,” said deckhand Zia Rasul.", "deckhand"),
        ("Lena Brandt is ill. Her stepfather, Zia Rasul, said that it had rained.", "stepfather"),
        (
            "Zia Rasul, deputy editor-in-chief, said that it had rained.",
            "deputy editor-in-chief",
        ),
    ],
)
def test_trades_and_offices_are_roles(body: str, role: str) -> None:
    found = read(body)[-1].role
    assert found is not None
    assert found.text == role


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("He had hit a horse, according to the charge sheet, which names it.", "document"),
        ("The lamp had been out for a year, according to hospital records.", "document"),
        ("The laboratory said that the water was clean.", "organisation"),
        ("The clergy said that the bell would ring.", "group"),
        ("The coast guard said that the boat was gone.", "organisation"),
        ("Security guards said that the boat was gone.", "group"),
        ("Sri Lanka said that the boat was gone.", "organisation"),
        ("Burkina Faso denied that the boat was gone.", "organisation"),
        ("The notary said that the seal was gone.", "role"),
    ],
)
def test_kind_of_speaker(body: str, kind: str) -> None:
    assert read(body)[-1].speaker_kind == kind


@pytest.mark.parametrize(
    ("gender", "names"),
    [
        (
            "female",
            "Aigerim Tulebay,Nasiba Odil,Tsira Bakuri,Hasmik Ter,Siobhan Marsh,Wanjiku Tarn,Anjali Rao",
        ),
        (
            "female",
            "Lena Petrovska,Asel Nurlan kyzy,Kaur Simran,Mirgul Asan,Anne-Marie Lesk,Nodira Qodir qizi",
        ),
        ("male", "Yunis Dabbagh,Younes Tarn,Nurlanbek Osh,Otar Bakuri,Mkrtich Ter,Chidi Oke,Ashok Rao,Oumarou Lesk"),
        (
            "male",
            "Asan Nurlan uulu,Abdelkrim Tarn,Haji Tarn,Jean-Pierre Lesk,Tarn Petrovich Lesk,Zviad Bakuri",
        ),
        ("female", "Svetlana Tarnevich,Monica Tarnovsky"),
        ("male", "Carlos Villanueva,Bin Tarn"),
        (None, "Tarn Lesk,Lesk Tarnevich,Amirbek"),
    ],
)
def test_what_a_name_shows(gender: str | None, names: str) -> None:
    shown = {name: gender_of(name.lower().split()) for name in names.split(",")}
    assert set(shown.values()) == {gender}, shown


def test_no_first_name_is_of_both_sexes_or_a_common_noun() -> None:
    male, female = words("given", "male"), words("given", "female")
    assert len(male) > 1500
    assert len(female) > 1500
    assert not male & female
    assert not (male | female) & (words("nouns", "document") | words("nouns", "organisation") | words("nouns", "group"))


def test_a_noun_stands_in_one_list() -> None:
    lists = [words("nouns", key) for key in ("document", "organisation", "group")]
    assert not any(lists[a] & lists[b] for a, b in ((0, 1), (0, 2), (1, 2)))


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Doña Teodora Lesk", "Teodora Lesk"),
        ("Alhaji Musa Tarn", "Musa Tarn"),
        ("Weyzero Abebech Tarn", "Abebech Tarn"),
        ("Colonel (ret.) Ashot Tarn", "Ashot Tarn"),
        ("Haji Rostam Tarn", "Haji Rostam Tarn"),
        ("Hakim Tarn", "Hakim Tarn"),
        ("Hunter Lesk", "Hunter Lesk"),
    ],
)
def test_titles_of_respect_are_no_part_of_a_name(printed: str, name: str) -> None:
    assert said(read(f"{printed} said that it had rained.")[-1])[1] == name


def test_a_surname_that_is_a_first_name_shows_no_gender() -> None:
    body = "Helen Thomas wrote the book.\n“It rained,” Thomas said. “It rained again,” she added."
    assert {said(quote)[1] for quote in read(body)} == {"Helen Thomas"}


def test_somebody_known_by_a_code_shows_no_gender() -> None:
    counsel = "His counsel, Goran Lesk, put it to the witness that he had lied. K-17 denied that he had been paid."
    body = f"{counsel}\n“I live in one room,” he said."
    assert said(read(body)[-1])[1] == "K-17"
