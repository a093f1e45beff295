"""Roles, bodies and protection as reports tell them in passing."""

from __future__ import annotations

import pytest

from tests.quote_reports import read


def told(body: str) -> tuple[str | None, str, str]:
    """Kind, role and affiliation of the last quote."""
    quote = read(body)[-1]
    role, affiliation = quote.role, quote.affiliation
    return quote.speaker_kind, role.text if role else "", affiliation.text if affiliation else ""


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("A cook on the estate, whom IWPR is calling Bibi Gul, went. “I asked,” Bibi Gul said.", "cook on the estate"),
        ("“They shaved us,” said a woman who asked to be called Zahra. Zahra left the camp in May.", ""),
        ("The guard, who is identified in this story as Pavel, left. “I had enough,” Pavel said.", "guard"),
        ("A former conscript going by the name Sasha fled in March. “I walked,” Sasha said.", "former conscript"),
        (
            "A trader in the bazaar, who wished to be known as Uncle Karim, sat. “Yes,” Karim said.",
            "trader in the bazaar",
        ),
        ("Musa, as he asked to be called, is a former fighter. “I was sixteen,” Musa said.", "former fighter"),
        ("Saripa's aunt, whose name we have changed to Karti, dived. “I am tired,” Karti said.", "aunt"),
        ("A commander who uses the nom de guerre Falcon said that his men would stay.", "commander"),
        ("“We hid in the mill,” said Ruta, using a name she chose for this interview.", ""),
        ("Haben cannot swim. She said that it was cold. Refugees have names that are not their own here.", ""),
        ("Amnesty International has changed the names of the people interviewed. “I was nine,” said Tomasz.", ""),
        ("“I was twelve,” said Beatriz.\n\nThe name Beatriz has been changed to protect her.", ""),
        ("“I was twelve,” said Beatriz (her name, like others here, has been changed).", ""),
        ("The guard (let us call him Viktor) shrugged. “I counted,” Viktor said.", "guard"),
        ("The brothers, here called Ivo and Jan, fled. “We ran,” Ivo said.", ""),
        (
            "It was dear, a former buyer for the mill said. The man, identified here as Thiha because he is afraid, "
            "worked there until June.\n“He would shout,” Thiha said.",
            "former buyer for the mill",
        ),
    ],
)
def test_more_forms_of_pseudonym(body: str, role: str) -> None:
    assert told(body)[:2] == ("pseudonym", role)


@pytest.mark.parametrize(
    "body",
    [
        "The ministry asked to be called the Ministry of Unity. Rita Sol said that it was a joke.",
        "Rita Sol, a lawyer, asked to be named in full. “I have nothing to hide,” Sol said.",
        "The company operates under the name Nordlicht. “We pay,” said its director, Uwe Brandt.",
        "The man police were calling the Butcher of Lorne is Uwe Brandt. “I am innocent,” Brandt said.",
        "A boy by the name of Ivo Lang was found. “I was cold,” Ivo Lang said.",
    ],
)
def test_more_names_that_are_real(body: str) -> None:
    assert told(body)[0] == "named"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Names have been withheld except where people asked. A nurse said that the list was long.", "anonymous"),
        ("Fair Hands is withholding the names of all those interviewed. A fisherman said that it burned.", "anonymous"),
        ("The names of the dead have been withheld. A police spokesman said that four had died.", "role"),
        (
            "Two guards agreed to speak if they were not identified. A guard with a cap said that it was cold.",
            "anonymous",
        ),
        ("An official who was not allowed to discuss the matter publicly said that talks had failed.", "anonymous"),
        ("His name was not on the list. A clerk said that it had been typed in May.", "role"),
        ("The order dissolving the council says that elections will follow.", "document"),
        ("The Northern Weavers’ Circle met. The circle demanded that the looms be returned.", "organisation"),
        ("The country’s power operator, Volta Nord, said that the lines were down.", "organisation"),
        ("In February the Inspector-General blamed the deaths on “rival gangs”.", "role"),
    ],
)
def test_more_kinds_of_speaker(body: str, kind: str) -> None:
    assert told(body)[0] == kind


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        ("The owner of the mill is Pero Lukic, 60. “I pay,” Lukic said.", "owner of the mill", "mill"),
        ("The man in the dock is Pero Lukic, 58, once the owner of a saw. “No,” Lukic said.", "owner of a saw", ""),
        ("“They cooked,” said Dana Ferro, the first to sign.", "", ""),
        ("For Dana Ferro, the season ended as it began. “I cannot read it,” Ferro said.", "", ""),
        ("One owner, Pero Lukic, agreed to speak. “They take the money,” Lukic said.", "owner", ""),
        (
            "The bag belonged to Lena Brandt, a fishmonger’s widow who sang. “I sang,” Brandt said.",
            "fishmonger’s widow",
            "",
        ),
        (
            "It is dear, according to Dana Ferro, the president of the market board (Post 22 May).",
            *["president of the market board", "market board"],
        ),
        ("Dana Ferro speaks. She is its secretary for culture. “I am sorry,” she said.", "secretary for culture", ""),
        (
            "Our man met Omar Badr at his stall. A retired sailor, he sells tea. “I do,” Badr said.",
            "retired sailor",
            "",
        ),
        ("Among the accused is Pavol Drab, a cook. “I cooked,” Drab said.", "cook", ""),
        (
            "The potter of Lower Street no longer fires his kiln.\n\n“There is no wood,” Matej Hruby said.",
            "potter of Lower Street",
            "",
        ),
        ("They took him, his sister told RFE/RL.\n\n“They had no plates,” said Anna Hruby.", "sister", ""),
        ("“I sell tea,” said Omar Badr, a Syrian.", "", ""),
        ("The brothers Ivo and Jan Lang repair roofs. “I do,” Ivo Lang said.", "", ""),
    ],
)
def test_roles_told_in_passing(body: str, role: str, affiliation: str) -> None:
    assert told(body)[1:] == (role, affiliation)


@pytest.mark.parametrize(
    ("body", "affiliation"),
    [
        ("“It is clear,” said Dana Ferro, Hearth and Path’s campaigner on land.", "Hearth and Path"),
        ("“It is clear,” said Dana Ferro, Lamplight’s Deputy Director for Trade.", "Lamplight"),
        (
            "Dana Ferro, the chairman of the Lower Lake Fishermen’s Union, said that it rained.",
            "Lower Lake Fishermen’s Union",
        ),
        (
            "The Education Ministry of the republic shut it. Its spokesman, Ivo Lang, said that it rained.",
            "Education Ministry of the republic",
        ),
        ("The Brno Road Choir sang. “We rehearse in coats,” said the choir’s conductor, Ota Vlk.", "Brno Road Choir"),
        ("“It is a trap,” said Ivo Lang, a member of the opposition Bread and Work party.", "Bread and Work party"),
        ("The owners, Brand and Sons, left. “I locked up,” said the company’s watchman, Ivo Lang.", "Brand and Sons"),
        ("Dana Ferro of the mothers’ collective Threads of Memory said that it goes on.", "Threads of Memory"),
        (
            "Ivo Lang, Europe director of the Lighthouse Institute think tank, said that it rained.",
            "Lighthouse Institute",
        ),
        ("“It is closed,” said Dana Ferro, spokeswoman for the town hall.", "town hall"),
        ("“It is late,” said Lantern Watch’s Ivo Lang.", "Lantern Watch"),
        ("The Interior Ministry was silent. On Monday a spokesman said that it was shut.", "Interior Ministry"),
        ("“We cook,” said Dana Ferro from the Harbour Kitchen charity.", "Harbour Kitchen charity"),
        ("“We saw nothing,” said Ivo Lang of the 4th Border Brigade.", "4th Border Brigade"),
        ("Dana Ferro has run the village pharmacy since 1991. “I sell,” she said.", "village pharmacy"),
        ("Ivo Lang, a researcher in the Europe division of Equal Ground, said that it rained.", "Equal Ground"),
        ("The Hope Center is new. A psychologist who worked there in May said that it was locked.", "Hope Center"),
        ("They run an office in a former brewery. Its head is a teacher, Ivo Lang. “I do,” he said.", ""),
        ("A guard with nine years’ service said that nobody counts.", ""),
    ],
)
def test_bodies_told_in_passing(body: str, affiliation: str) -> None:
    assert told(body)[2] == affiliation
