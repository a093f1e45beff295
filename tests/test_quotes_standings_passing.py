"""Bodies, roles and protection told by when, by a second verb, or by what somebody owns."""

from __future__ import annotations

import pytest

from tests.test_quotes_standings_told import told


@pytest.mark.parametrize(
    ("body", "affiliation"),
    [
        (
            "“We were not asked,” said Halima Terek, who until last month ran the children’s ward of the Osh-Tal city "
            "hospital.",
            "Osh-Tal city hospital",
        ),
        (
            "Omar Saleh, who heads the emergency department at Al-Noor Hospital, said that it rained.",
            "Al-Noor Hospital",
        ),
        ("His father, Anton Brezh, ran the ward of the Lom hospital. “It is shut,” Anton Brezh said.", "Lom hospital"),
        (
            "Anton Brezh, who is 34, still drives for Dolina Express, a bus company. “I do,” Brezh said.",
            "Dolina Express",
        ),
        ("Anton Brezh has driven trams for the City Transport Company. “I do,” Brezh said.", "City Transport Company"),
        ("Sana Mir, who used to teach chemistry at Barak School, said that it rained.", "Barak School"),
        ("“They want silence,” said Jana Milk, who was fired from Channel Four in May.", "Channel Four"),
        ("Noor Hadi, 27, a medic volunteering with the Red Crescent, said that it rained.", "Red Crescent"),
        ("Mirela Tosk’s group, Open Water, has sued twice. “They laughed at us,” Tosk said.", "Open Water"),
        ("“They took it,” said Oleg Mink, whose newspaper, Vecher, was closed in June.", "Vecher"),
        ("The mayor’s party, New Dawn, is small. Its leader, Petra Lund, said that it rained.", "New Dawn"),
        (
            "It belongs to a cooperative, Manos Unidas de Lom. “It rained,” said the cooperative’s lawyer, Dana Ferro.",
            "Manos Unidas de Lom",
        ),
        ("“It rained,” said the union’s lawyer, Dana Ferro. The Dockers’ Union met later.", "Dockers’ Union"),
        ("The town police came. Colonel Ivo Lang, who leads the force, said that it rained.", "town police"),
        ("Judge Tamar Lom, presiding over the Tarn District Court, said that it rained.", "Tarn District Court"),
        (
            "The River Institute is old. Ivo Lang directs the dig for the institute. “It rained,” Lang said.",
            "River Institute",
        ),
        ("“It was full,” recalls Sabine Roth, then a student at the academy of arts.", "academy of arts"),
        (
            "The Bank of Lom is shut. The central bank was silent. “It rained,” said Ivo Lang, a teller at the bank.",
            "Bank of Lom",
        ),
    ],
)
def test_bodies_told_around_the_name(body: str, affiliation: str) -> None:
    assert told(body)[2] == affiliation


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "Ivo Lang, who left the bank in May and is now secretary of the union, said that it rained.",
            "secretary of the union",
        ),
        ("Ivo Lang, who once advised the council, is today chief prosecutor. “Yes,” Lang said.", "chief prosecutor"),
        ("Ivo Lang was appointed bank director in January to succeed his uncle. “Yes,” Lang said.", "bank director"),
        ("He is a striker. Ivo Lang, a striker with two children and no trade, said that it rained.", "striker"),
        (
            "“It rained,” said Ivo Lang, a historian at the archive and the author of two books.",
            "historian at the archive",
        ),
        ("“It rained,” said Ivo Lang, a carrier who has walked the route since May.", "carrier"),
        (
            "Assistant Commissioner Ivo Lang, the spokesman for the force, said that it rained.",
            "spokesman for the force",
        ),
        ("Prosecutor General Ivo Lang said that it rained.", "Prosecutor General"),
        (
            "Eleven people were detained, according to the deputy chief of the town police, Ivo Lang.",
            "deputy chief of the town police",
        ),
        ("Ivo Lang, until recently an adviser to the ministry, said that it rained.", "adviser to the ministry"),
        ("In court on 9 July a police lieutenant testified that it rained.", "police lieutenant"),
        ("A 17-year-old fare collector said that it rained.", "fare collector"),
        ("A driver on the hospital route said that it rained.", "driver on the hospital route"),
        ("A surveyor on trial for fraud said that it rained.", "surveyor"),
        ("Ivo Lang is the district’s chief prosecutor. “It rained,” Lang said.", "chief prosecutor"),
    ],
)
def test_roles_end_where_they_end(body: str, role: str) -> None:
    assert told(body)[1] == role


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Umm Said, whose name is being withheld for her safety, said that it rained.", "pseudonym"),
        (
            "Amina, a 19-year-old student at the nursing college whose real name is not given, said that it rained.",
            "pseudonym",
        ),
        ("A guard, a man in his fifties who asked that we call him Timur, left. “I did,” Timur said.", "pseudonym"),
        ("“Soap was dear,” said Bek, 41, whose name we have changed at his request.", "pseudonym"),
        ("“I signed,” said Lina. Her name, like those of others here, has been changed.", "pseudonym"),
        ("The website of the Central Archive said that it rained.", "document"),
        ("“It rained,” said Erkebulan Syzdyq, a carrier who has walked the route since May.", "named"),
        ("Ivo Lang said that his cousin, whose name has been changed, was ill.", "named"),
    ],
)
def test_kinds_told_around_the_name(body: str, kind: str) -> None:
    assert told(body)[0] == kind
