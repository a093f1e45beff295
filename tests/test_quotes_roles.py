"""Roles, the bodies people belong to, and what kind of speaker somebody is."""

from __future__ import annotations

import pytest

from tests.quote_reports import read

Standing = tuple[str | None, str | None, str | None]


def standing(body: str) -> Standing:
    """Kind, role and affiliation of the last quote."""
    quote = read(body)[-1]
    role, affiliation = quote.role, quote.affiliation
    return quote.speaker_kind, role.text if role else None, affiliation.text if affiliation else None


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        (
            "Zia Rasul, a brick maker in the village of Chak, said that it had rained.",
            "brick maker in the village of Chak",
            None,
        ),
        ("“It rained,” said Zia Rasul, a carpenter waiting for bread.", "carpenter", None),
        ("“It rained,” said Zia Rasul, a lawyer representing the drivers.", "lawyer", None),
        ("Zia Rasul, a lawyer who represents nine men, said that it had rained.", "lawyer", None),
        ("Zia Rasul, 66, a retired seamstress, said that it had rained.", "retired seamstress", None),
        ("Zia Rasul, aged 66, a carpenter, said that it had rained.", "carpenter", None),
        (
            "Zia Rasul, once the commander of the Lesk garrison, said that it had rained.",
            "commander of the Lesk garrison",
            "Lesk garrison",
        ),
        ("Colonel Zia Rasul said that it had rained.", None, None),
        ("Military prosecutor Colonel Zia Rasul said that it had rained.", "Military prosecutor", None),
        ("Presiding Judge Zia Rasul said that it had rained.", "Presiding Judge", None),
        ("Sister Agnes Rasul said that it had rained.", None, None),
        (
            "On August 31 Torgut Deputy Prime Minister Zia Rasul said that it had rained.",
            "Torgut Deputy Prime Minister",
            None,
        ),
        ("The drivers’ lawyer, Zia Rasul, said that it had rained.", "drivers’ lawyer", None),
        ("His defence counsel, Zia Rasul, said that it had rained.", "defence counsel", None),
        ("Lena Brandt is ill. Brandt’s lawyer, Zia Rasul, said that it had rained.", "lawyer", None),
        ("Zia Rasul is a teacher in Tarn. “It rained,” Rasul said.", "teacher in Tarn", None),
        ("Zia Rasul worked for ten years as a nurse in Tarn. “It rained,” Rasul said.", "nurse in Tarn", None),
        ("For ten years Zia Rasul was a midwife. “It rained,” Rasul said.", "midwife", None),
        ("Zia Rasul, whose brother is missing, said that it had rained.", None, None),
        ("Zia Rasul, who sells fish, said that it had rained.", None, None),
        ("A young mother who gave only her first name, Zarina, said that it had rained.", "young mother", None),
        ("They dismissed shop stewards Zia Rasul and Ivo Marsh. “It rained,” Rasul said.", "shop stewards", None),
        ("Gloria Haas, 34, a nurse from Tarn, said that it had rained.", "nurse from Tarn", None),
    ],
)
def test_roles_as_printed(body: str, role: str | None, affiliation: str | None) -> None:
    assert standing(body) == ("named", role, affiliation)


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        ("“It rained,” said Zia Rasul, Andes researcher at Open Gate.", "Andes researcher at Open Gate", "Open Gate"),
        ("“It rained,” said Zia Rasul, Open Gate’s Andes researcher.", "Andes researcher", "Open Gate"),
        (
            "Zia Rasul, head of the media group Taza Sez, said that it had rained.",
            "head of the media group Taza Sez",
            "Taza Sez",
        ),
        (
            "Zia Rasul, president of the association Women of Lesk, said that it had rained.",
            "president of the association Women of Lesk",
            "Women of Lesk",
        ),
        (
            "Zia Rasul, a surgeon at the hospital in Tarn, said that it had rained.",
            "surgeon at the hospital in Tarn",
            "hospital in Tarn",
        ),
        (
            "Zia Rasul, general secretary of the Kiln Workers’ Union, said that it had rained.",
            "general secretary of the Kiln Workers’ Union",
            "Kiln Workers’ Union",
        ),
        (
            "Zia Rasul, keeper of the light at Port Selby, said that it had rained.",
            "keeper of the light at Port Selby",
            None,
        ),
        ("Zia Rasul, lawyer for the Coast Clinic, said that it had rained.", "lawyer for the Coast Clinic", None),
        (
            "Interior Ministry spokesman Zia Rasul said that it had rained.",
            "Interior Ministry spokesman",
            "Interior Ministry",
        ),
        ("Zia Rasul of the Coast Clinic said that it had rained.", None, "Coast Clinic"),
        (
            "Zia Rasul, from the Association of Ferry Families, said that it had rained.",
            None,
            "Association of Ferry Families",
        ),
        (
            "Zia Rasul, who heads the local branch of the Union of Bakers, said that it had rained.",
            None,
            "Union of Bakers",
        ),
        (
            "Zia Rasul, who lost a son and now leads the Tarn Mothers’ Association, said that it had rained.",
            None,
            "Tarn Mothers’ Association",
        ),
        ("Zia Rasul, who runs a shelter in Tarn, said that it had rained.", None, None),
        (
            "Zia Rasul, an opposition member of parliament, said that it had rained.",
            "opposition member of parliament",
            None,
        ),
    ],
)
def test_the_body_in_or_beside_the_role(body: str, role: str | None, affiliation: str | None) -> None:
    assert standing(body) == ("named", role, affiliation)


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        (
            "The city water department disagrees. Its deputy head, Zia Rasul, said that it had rained.",
            "deputy head",
            "city water department",
        ),
        (
            "The Mothers of Lesk listened. Outside the court its president, Zia Rasul, said that it had rained.",
            "president",
            "Mothers of Lesk",
        ),
        (
            "The company, Aruval, came in 2019. Only two boats belong to the company, says its manager, Zia Rasul.",
            "manager",
            "Aruval",
        ),
        (
            "The watchdog Free Column protested. “It rained,” said the group’s coordinator, Zia Rasul.",
            "coordinator",
            "Free Column",
        ),
        (
            "The Committee of the Lake, a movement, met. “It rained,” said Zia Rasul, the movement’s secretary.",
            "secretary",
            "Committee of the Lake",
        ),
        (
            "The election commission met. Commission chairman Zia Rasul said that it had rained.",
            "Commission chairman",
            "election commission",
        ),
        (
            "The Court of First Instance of Tarn sat. Presiding judge Zia Rasul said that it had rained.",
            "Presiding judge",
            "Court of First Instance of Tarn",
        ),
        (
            "The company, Meridian Holdings, came. Its representative, attorney Zia Rasul, said that it had rained.",
            "attorney",
            "Meridian Holdings",
        ),
        (
            "The Labour Liberation Front sued. The Front’s coordinator, Zia Rasul, said that it had rained.",
            "coordinator",
            "Labour Liberation Front",
        ),
        ("The agency’s owner, Zia Rasul, said that it had rained.", "agency’s owner", None),
    ],
)
def test_the_body_is_found_where_the_report_names_it(body: str, role: str, affiliation: str | None) -> None:
    assert standing(body) == ("named", role, affiliation)


def test_role_and_body_stay_with_a_person_through_the_report() -> None:
    quotes = read(
        "Union leader Zia Rasul, head of the Bakers’ Guild, was tired.\nHe told reporters that it rained.\n"
        "“It rained,” Rasul said."
    )
    assert {(quote.role.text, quote.affiliation.text) for quote in quotes if quote.role and quote.affiliation} == {
        ("Union leader", "Bakers’ Guild")
    }
    assert len(quotes) == 2


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "A doctor at the Coast Clinic said that it had rained.",
            ("role", "doctor at the Coast Clinic", "Coast Clinic"),
        ),
        (
            "“It rained,” said a schoolteacher in the village who had seen it.",
            ("role", "schoolteacher in the village", None),
        ),
        ("“It rained,” said the nurse in an interview.", ("role", "nurse", None)),
        ("A headman cited in the same article said that it had rained.", ("role", "headman", None)),
        (
            "A source in the Interior Ministry said that it had rained.",
            ("anonymous", "source in the Interior Ministry", "Interior Ministry"),
        ),
        (
            "The prison service is silent. An official in the service said that it had rained.",
            ("role", "official in the service", "prison service"),
        ),
        ("The head of a village school said that it had rained.", ("role", "head of a village school", None)),
        ("One woman said that it had rained.", ("anonymous", None, None)),
        ("His wife said that it had rained.", ("role", "wife", None)),
        (
            "The defence ministry was silent. In their letter to the court, its lawyers argued that it had rained.",
            ("group", None, "defence ministry"),
        ),
    ],
)
def test_those_without_a_name_are_what_they_are_called(body: str, wanted: Standing) -> None:
    assert standing(body) == wanted


def test_a_witness_known_by_a_number_is_the_one_who_was_presented() -> None:
    quotes = read(
        "A former prison guard told judges that it rained.\n"
        "The witness, who was referred to only as K-17, sat behind a screen.\n"
        "“It rained,” K-17 said.\n“All night,” the witness added."
    )
    assert [(quote.speaker.text, quote.speaker_kind) for quote in quotes if quote.speaker] == [
        ("K-17", "anonymous")
    ] * 3
    assert {quote.role.text for quote in quotes if quote.role} == {"former prison guard"}


@pytest.mark.parametrize(
    "words",
    [
        "who asked not to be named",
        "who would not give his name",
        "who declined to be named for fear of losing his job",
        "who insisted on anonymity",
        "whose name is being withheld",
        "who agreed to talk only if neither he nor the village was identified",
        "who spoke on condition that his name was not used",
        "who cannot be named for legal reasons",
        "who was afraid to be named",
        "who was not authorized to speak to the press",
        "who asked the paper not to use his name",
    ],
)
def test_who_asks_not_to_be_named_is_anonymous(words: str) -> None:
    assert standing(f"“It rained,” said a doctor, {words}.")[0] == "anonymous"
    assert standing(f"A doctor, {words}, said that it rained.")[0] == "anonymous"


@pytest.mark.parametrize(
    "body",
    [
        "A doctor who was not named in the indictment said that it rained.",
        "A doctor who did not know his name said that it rained.",
        "A doctor said that it rained. “I will not be named,” the rain said.",
    ],
)
def test_who_is_only_not_named_somewhere_is_not_anonymous(body: str) -> None:
    assert read(body)[0].speaker_kind == "role"


@pytest.mark.parametrize(
    "body",
    [
        "Farida, whose real name is not used here, said that it rained.",
        "Farida, who asked that her real name not be used, said that it rained.",
        "A woman we will call Farida wept. “It rained,” Farida said.",
        "Farida*, who is 19, said that it rained.\n* Name changed to protect her.",
        "The names of the women have been changed.\nFarida, 19, said that it rained.",
        "All the women’s names have been changed.\nFarida D. said that it rained.",
        "The women are identified by pseudonyms.\nFarida said that it rained.",
    ],
)
def test_names_that_the_report_says_are_not_real(body: str) -> None:
    assert standing(body)[0] == "pseudonym"


def test_some_changed_names_change_nobody_in_particular() -> None:
    assert standing("Some names have been changed.\nFarida said that it rained.")[0] == "named"


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Equal Measure said in a report released today that it rained.", "Equal Measure"),
        ("The Taliban said that it rained.", "Taliban"),
        ("Guardias del Sur, a security firm, said that it rained.", "Guardias del Sur"),
        ("Doctors Abroad said that it rained.", "Doctors Abroad"),
        ("NordEnergo said that it rained.", "NordEnergo"),
        ("Women’s Rights Monitor said that it rained.", "Women’s Rights Monitor"),
        ("Fair Hands International was asked. Fair Hands said that it rained.", "Fair Hands International"),
        ("“It rained,” the London-based Committee for Fair Trade said.", "Committee for Fair Trade"),
    ],
)
def test_bodies_are_told_from_persons(body: str, speaker: str) -> None:
    quote = read(body)[-1]
    assert (quote.speaker_kind, quote.speaker.text if quote.speaker else None) == ("organisation", speaker)


@pytest.mark.parametrize(
    "body", ["The Criminal Code says that it rained.", "The Mental Health Act says that it rained."]
)
def test_laws_are_documents(body: str) -> None:
    assert standing(body)[0] == "document"


def test_a_surname_that_looks_like_a_plural_is_a_person() -> None:
    quotes = read("Lena Waters left.\nWaters said that it rained.")
    assert [(quote.speaker.text, quote.speaker_kind) for quote in quotes if quote.speaker] == [("Lena Waters", "named")]


def test_a_headline_names_nobody() -> None:
    quotes = read("Lesk Court Jails Apricot Traders\nPresiding judge Zia Rasul said that it rained.")
    assert [(quote.speaker.text, quote.affiliation) for quote in quotes if quote.speaker] == [("Zia Rasul", None)]
