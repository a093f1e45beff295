"""Roles, bodies and protection by all the forms of sentence that tell of them."""

from __future__ import annotations

import pytest

from tests.quote_reports import read

LAKE = "Lake Users’ Association"


def standing(body: str) -> tuple[str | None, str | None]:
    """Role and affiliation of the last quote."""
    quote = read(body)[-1]
    return quote.role.text if quote.role else None, quote.affiliation.text if quote.affiliation else None


def kind(body: str) -> str | None:
    """Kind of speaker of the last quote."""
    return read(body)[-1].speaker_kind


@pytest.mark.parametrize(
    ("body", "affiliation"),
    [
        ("Zia Rasul, who teaches physics at the Tarn Polytechnic, said that it had rained.", "Tarn Polytechnic"),
        ("Zia Rasul, who commands the Third Reed Battalion, said that it had rained.", "Third Reed Battalion"),
        ("Zia Rasul, who commanded a river battalion, said that it had rained.", "river battalion"),
        ("Zia Rasul, who worked for the charity Open Hands until 2019, said that it had rained.", "Open Hands"),
        ("Zia Rasul, who belongs to the Free Reeds Movement, said that it had rained.", "Free Reeds Movement"),
        (f"Zia Rasul, who lost two sons and now leads the {LAKE}, said that it had rained.", LAKE),
        (f"Zia Rasul, speaking for the {LAKE}, said that it had rained.", LAKE),
        (f"On behalf of the {LAKE}, Zia Rasul said that it had rained.", LAKE),
        ("Zia Rasul (Bread and Land Party) said that it had rained.", "Bread and Land Party"),
        ("“It rained,” said Zia Rasul, formerly of the Lake Council.", "Lake Council"),
        (f"The {LAKE} is chaired by Zia Rasul. “It rained,” Rasul said.", LAKE),
        ("The hospital in Tarn, where Zia Rasul works, is shut. “It rained,” Rasul said.", "hospital in Tarn"),
        (f"Zia Rasul sat down. He heads the {LAKE}. “It rained,” Rasul said.", LAKE),
        ("Zia Rasul sat down. Her party, Reed Union, lost. “It rained,” Rasul said.", "Reed Union"),
        ("Zia Rasul, who met the head of the Lake Council, said that it had rained.", None),
        ("Zia Rasul accused Lena Brandt, who heads the Lake Council, of theft. “It rained,” Rasul said.", None),
        ("Zia Rasul, who represents the drivers, said that it had rained.", None),
    ],
)
def test_bodies_told_by_what_somebody_does(body: str, affiliation: str | None) -> None:
    assert standing(body) == (None, affiliation)


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        (
            "Zia Rasul sat down. She is a nurse at the Lesk Clinic. “It rained,” she said.",
            "nurse at the Lesk Clinic",
            "Lesk Clinic",
        ),
        ("Zia Rasul became a midwife in 1990. “It rained,” Rasul said.", "midwife", None),
        ("Zia Rasul used to be a miner. “It rained,” Rasul said.", "miner", None),
        (f"Zia Rasul was elected chairman of the {LAKE}. “It rained,” Rasul said.", f"chairman of the {LAKE}", LAKE),
        ("Zia Rasul is a picker. “It rained,” Rasul said.", "picker", None),
        ("Zia Rasul is an old picker. “It rained,” Rasul said.", "old picker", None),
        ("A kangany named Zia Rasul came. “It rained,” Rasul said.", "kangany", None),
        ("A nephew of 17, whom we shall call Zia, came. “It rained,” Zia said.", "nephew", None),
        (
            "As head of the Lake Council, Zia Rasul came. “It rained,” Rasul said.",
            "head of the Lake Council",
            "Lake Council",
        ),
        ("Among them was the clerk’s wife, Zia Rasul, who came late. “It rained,” Rasul said.", "clerk’s wife", None),
        (
            "Zia Rasul, an engineer at the Lesk Mill until he retired, said that it had rained.",
            "engineer at the Lesk Mill",
            "Lesk Mill",
        ),
        ("“It rained,” said Zia Rasul, a doctor in her forties.", "doctor", None),
        ("“It rained,” said Zia Rasul, a judge turned beekeeper.", "judge turned beekeeper", None),
        ("His deputy disagrees. “It rained,” said Zia Rasul.", "deputy", None),
        ("They came for his brother.\n“It rained,” said Zia Rasul.", "brother", None),
        ("The midwife has. Her name is Zia Rasul. “It rained,” she said.", "midwife", None),
        ("Zia Rasul has gone. The blogger, whose father is ill, took a bus. “It rained,” Rasul said.", "blogger", None),
        ("Zia Rasul was seized. The judge, who is ill, took a bus. “It rained,” Rasul said.", None, None),
        ("The governor’s office is shut. “It rained,” said Zia Rasul.", None, None),
        ("Zia Rasul met Lena Brandt. She is a nurse. “It rained,” Rasul said.", None, None),
    ],
)
def test_roles_told_by_sentences(body: str, role: str | None, affiliation: str | None) -> None:
    assert standing(body) == (role, affiliation)


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        ("“It rained,” said the Minister of the Interior.", "Minister of the Interior", None),
        ("The mayor of Lesk, Zia Rasul, said that it had rained.", "mayor of Lesk", None),
        ("“It rained,” said Zia Rasul, a lawyer with Open Gate.", "lawyer with Open Gate", "Open Gate"),
        ("“It rained,” said Zia Rasul, founder of the Free Reeds.", "founder of the Free Reeds", "Free Reeds"),
        ("“It rained,” said Open Gate spokesman Zia Rasul.", "Open Gate spokesman", "Open Gate"),
        ("“It rained,” said South Torgut spokesman Zia Rasul.", "South Torgut spokesman", None),
        (
            "“It rained,” said the deputy head of the Lake Council, Zia Rasul.",
            "deputy head of the Lake Council",
            "Lake Council",
        ),
        (
            "Zia Rasul, owner of the bakery Crust in Tarn, said that it had rained.",
            "owner of the bakery Crust in Tarn",
            "Crust",
        ),
        (
            "“It rained,” said Zia Rasul, director of the Tarn-based Institute of Lakes.",
            "director of the Tarn-based Institute of Lakes",
            "Institute of Lakes",
        ),
        (
            f"The {LAKE} (LUA) met on Monday. LUA chairman Zia Rasul said that it had rained.",
            "LUA chairman",
            LAKE,
        ),
        (
            "The Lake Council met. In a letter to Open Gate, a charity, its head, Zia Rasul, wrote that it rained.",
            "head",
            "Lake Council",
        ),
        ("The estate stands empty. The estate’s doctor, Zia Rasul, said that it had rained.", "doctor", None),
        ("Zia Rasul is a shift foreman at the plant. “It rained,” Rasul said.", "shift foreman at the plant", None),
        (
            "Work at Lesko, an old tannery, goes on. Zia Rasul is a foreman at the plant. “It rained,” Rasul said.",
            "foreman at the plant",
            "Lesko",
        ),
    ],
)
def test_bodies_in_roles(body: str, role: str | None, affiliation: str | None) -> None:
    assert standing(body) == (role, affiliation)


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        ("An aide to the governor came. “It rained,” the aide said.", "aide to the governor", None),
        ("The mayor of Lesk came.\n“It rained,” the mayor said.", "mayor of Lesk", None),
        (
            "A schoolteacher at the Lesk School came.\n“It rained,” the teacher said.",
            "schoolteacher at the Lesk School",
            "Lesk School",
        ),
        (
            "A doctor came, and a doctor at the Lesk Clinic went. A doctor sat. “It rained,” the doctor said.",
            "doctor",
            None,
        ),
        ("Zia Rasul, a lawyer in Lesk, came. “It rained,” the judge said.", "judge", None),
    ],
)
def test_somebody_unnamed_is_what_the_fullest_phrase_said(body: str, role: str, affiliation: str | None) -> None:
    assert standing(body) == (role, affiliation)


def test_one_of_several_belongs_where_they_do() -> None:
    body = "Two nurses at the Lesk Clinic said that it had rained.\n“It snowed,” one of them said."
    assert [quote.affiliation and quote.affiliation.text for quote in read(body)] == ["Lesk Clinic", "Lesk Clinic"]


@pytest.mark.parametrize(
    "body",
    [
        "A guard, whom Open Gate is not identifying, said that it had rained.",
        "A guard who preferred to remain unnamed said that it had rained.",
        "A guard, speaking off the record, said that it had rained.",
        "A guard, who is barred from talking to journalists, said that it had rained.",
        "A guard spoke to Open Gate without giving his name. He said that it had rained.",
        "A guard keeps count. No pupil has come since May, he said. Though few live there, he asked to remain unnamed.",
        "A guard on the dam asked not to be named. “It snowed,” the guard said.",
    ],
)
def test_forms_of_anonymity(body: str) -> None:
    assert kind(body) == "anonymous"


@pytest.mark.parametrize(
    "body",
    [
        "Farida (the name is not her own) said that it had rained.",
        "Farida, as she asked to be called, said that it had rained.",
        "Farida, which is not her real name, said that it had rained.",
        "A guard who is called Farida in this report said that it had rained.",
        "Let us call her Farida. “It rained,” Farida said.",
        "A guard we shall call Farida came. “It rained,” Farida said.",
        "“It rained,” Farida said. Farida is a pseudonym.",
        "All but two asked that their names be changed. “It rained,” Farida said.",
        "“It rained,” Farida said. The names in this report are not their real names.",
    ],
)
def test_forms_of_pseudonym(body: str) -> None:
    assert kind(body) == "pseudonym"


@pytest.mark.parametrize(
    "body",
    [
        "I called Farida Rasul on Monday. “It rained,” Farida Rasul said.",
        "The club is called Friendship here. “It rained,” Farida Rasul said.",
    ],
)
def test_names_that_are_real(body: str) -> None:
    assert kind(body) == "named"


@pytest.mark.parametrize(
    "body",
    [
        "“Farida,” a 34-year-old teacher, told Open Gate that it had rained.",
        "“Farida”, 34, said that it had rained.",
        "‘Farida’, a kangany of 47, came. “It rained,” ‘Farida’ said.",
        "“It rained,” said “Farida”, a nurse.",
        "“Farida” (not her real name) said that it had rained.",
        "“Farida” told Open Gate that it had rained.",
    ],
)
def test_a_name_in_marks_is_no_words_of_anybody(body: str) -> None:
    (quote,) = read(body)
    assert quote.speaker and quote.speaker.text == "Farida"


@pytest.mark.parametrize("body", ["“Never,” said Zia Rasul.", "“Sasha,” the man said.", "“Maria,” a voice said."])
def test_one_word_that_somebody_says_is_a_quote(body: str) -> None:
    (quote,) = read(body)
    assert quote.kind == "direct"
