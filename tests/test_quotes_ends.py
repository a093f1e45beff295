"""Where clauses and sentences end: notes’ numbers, what somebody did besides; and subjects that are none."""

from __future__ import annotations

import pytest

from tests.quote_reports import read


@pytest.mark.parametrize(
    ("body", "content", "speaker"),
    [
        # The number of a note ends its sentence.
        (
            "Aigul Sarieva said that the file was lost.[12] The court found it.",
            "that the file was lost",
            "Aigul Sarieva",
        ),
        (
            "The report found that 14 cells had no window.23 Nobody replied.",
            "that 14 cells had no window",
            "The report",
        ),
        # What the same person did besides.
        (
            "The judge ordered that the flag be taken down and fined the men.",
            "that the flag be taken down",
            "The judge",
        ),
        ("Deputy Ana Ruk asked whether it was his, and was ruled out of order.", "whether it was his", "Ana Ruk"),
        (
            "The ministry said that it would open in June, without naming a day.",
            "that it would open in June",
            "The ministry",
        ),
        # What belongs to the words after all.
        ("He was told. Ana Ruk said 30 families had left.", "30 families had left", "Ana Ruk"),
        (
            "Open Gate is calling on the City Court (CCT) to free the men.",
            "the City Court (CCT) to free the men",
            "Open Gate",
        ),
        (
            "According to the indictment, he moved eleven stones, depriving the village of land.",
            "he moved eleven stones, depriving the village of land",
            "the indictment",
        ),
        ("The clerk wanted to know of what kind it was.", "of what kind it was", "The clerk"),
        # Who speaks, and who does not.
        (
            "KARSK, Feb. 3 (AP) -- Workers in town have ignored an order, saying no letter will leave.",
            "no letter will leave",
            "Workers in town",
        ),
        (
            "In an interview with the Directorate, the head of the league, which watches roads in Bas and Tche, stated "
            "that fees vary.",
            "that fees vary",
            "the head of the league",
        ),
        ("Sources close to the inquiry say that he knew.", "that he knew", "Sources close to the inquiry"),
        ("Witnesses present at the rally said the police fired.", "the police fired", "Witnesses present at the rally"),
        ("Colonel Petar Ganev had earlier denied that men were there.", "that men were there", "Petar Ganev"),
    ],
)
def test_reported_clauses(body: str, content: str, speaker: str) -> None:
    (quote,) = read(body)
    assert (quote.segments[0].text, quote.speaker and quote.speaker.text) == (content, speaker)


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        # "It" is the body that the sentence before begins with.
        (
            "Fair Land Party has three seats in the parliament. It said that it would appeal.",
            "Fair Land Party",
        ),
        # A report that calls people by their first names.
        (
            "Tesfalem Berhane and Berhane Tesfay act.\nTesfalem wore a suit. “I have a cold,” said Berhane.",
            "Berhane Tesfay",
        ),
        ("“They say next month,” said one, who gave his name only as Rustam.", "Rustam"),
    ],
)
def test_speakers(body: str, speaker: str) -> None:
    quote = read(body)[-1]
    assert quote.speaker and quote.speaker.text == speaker


def test_what_a_court_decides_says_nothing() -> None:
    assert not read("A court in Zarhan has rejected the appeal of a writer who is in prison.")


def test_words_in_marks_behind_and_belong_to_their_clause() -> None:
    (quote,) = read("The board had looked for a rule and “could not find one,” its head told Rights Watchers.")
    assert quote.kind == "mixed"
    assert quote.segments[0].text.startswith("The board had looked")
