"""Reported speech without marks, and with words in marks inside it."""

from __future__ import annotations

import pytest

from tests.quote_reports import read, said, words


@pytest.mark.parametrize(
    ("body", "content", "speaker", "cue"),
    [
        ("Lena Brandt said that the road was shut.", "that the road was shut", "Lena Brandt", "said"),
        ("Lena Brandt says the road is shut.", "the road is shut", "Lena Brandt", "says"),
        ("In May, Lena Brandt also noted that the road was shut.", "that the road was shut", "Lena Brandt", "noted"),
        ("The road was shut in May, Lena Brandt said.", "The road was shut in May", "Lena Brandt", "said"),
        (
            "The road was shut in May, said Lena Brandt, who lives there.",
            "The road was shut in May",
            "Lena Brandt",
            "said",
        ),
        (
            "The road was shut in May, according to Lena Brandt.",
            "The road was shut in May",
            "Lena Brandt",
            "according to",
        ),
        ("According to Lena Brandt, the road was shut.", "the road was shut", "Lena Brandt", "According to"),
        ("Lena Brandt told IWPR that the road was shut.", "that the road was shut", "Lena Brandt", "told IWPR"),
        (
            "Lena Brandt told the court she had signed nothing.",
            "she had signed nothing",
            "Lena Brandt",
            "told the court",
        ),
        (
            "The ministry said in its report on Friday that the road was shut.",
            "that the road was shut",
            "The ministry",
            "said",
        ),
        ("Lena Brandt, 45, a teacher, says the road is shut.", "the road is shut", "Lena Brandt", "says"),
        (
            "Lena Brandt was quoted as saying that the road was shut.",
            "that the road was shut",
            "Lena Brandt",
            "was quoted as saying",
        ),
        (
            "Drivers have welcomed the plan, but say it does not go far enough.",
            "it does not go far enough",
            "Drivers",
            "say",
        ),
        ("A man who had seen it said the road was shut.", "the road was shut", "A man", "said"),
    ],
)
def test_one_reported_clause(body: str, content: str, speaker: str, cue: str) -> None:
    (quote,) = read(body)
    assert words(quote) == (content,)
    assert (said(quote)[0], said(quote)[1], said(quote)[3]) == ("indirect", speaker, cue)


def test_a_cue_inside_the_clause_leaves_two_segments() -> None:
    (quote,) = read("One of the reasons, villagers said, was that the road was shut.")
    assert words(quote) == ("One of the reasons", "was that the road was shut")
    assert quote.speaker and quote.speaker.text == "villagers"


def test_one_sentence_may_report_twice() -> None:
    quotes = read("Lena Brandt denied that the road was shut, and said that the bridge was open.")
    assert [words(quote)[0] for quote in quotes] == ["that the road was shut", "that the bridge was open"]
    quotes = read("Lena Brandt said the road was shut, but Ivo Lund said it would open in May.")
    assert [(said(quote)[1], words(quote)[0]) for quote in quotes] == [
        ("Lena Brandt", "the road was shut"),
        ("Ivo Lund", "it would open in May"),
    ]


@pytest.mark.parametrize(
    ("body", "content", "cue"),
    [
        (
            'Lena Brandt said the trial was "a farce from start to finish".',
            'the trial was "a farce from start to finish"',
            "said",
        ),
        (
            "The truce is “a gift for thieves” and will not last, Lena Brandt said.",
            "The truce is “a gift for thieves” and will not last",
            "said",
        ),
        ('Lena Brandt called the strike "an act of sabotage".', 'the strike "an act of sabotage"', "called"),
    ],
)
def test_quoted_words_in_a_reported_clause_are_a_mixed_quote(body: str, content: str, cue: str) -> None:
    (quote,) = read(body)
    assert words(quote) == (content,)
    assert said(quote) == ("mixed", "Lena Brandt", "Lena Brandt", cue)


@pytest.mark.parametrize(
    ("body", "content", "cue"),
    [
        ("Lena Brandt pledged to resign.", "to resign", "pledged"),
        (
            "Lena Brandt urged the council to open the road in a statement on Monday.",
            "the council to open the road",
            "urged",
        ),
        ("Lena Brandt called for the release of the prisoners.", "the release of the prisoners", "called for"),
        ("Lena Brandt condemned the arrests; nobody answered.", "the arrests", "condemned"),
        ("Lena Brandt asked whether the road was open.", "whether the road was open", "asked"),
    ],
)
def test_demands_intentions_and_questions_are_reported_speech(body: str, content: str, cue: str) -> None:
    (quote,) = read(body)
    assert words(quote) == (content,)
    assert said(quote) == ("indirect", "Lena Brandt", "Lena Brandt", cue)


def test_a_clause_that_stands_in_marks_whole_is_a_direct_quote() -> None:
    (quote,) = read("Lena Brandt warned him that “the truce will not last”.")
    assert words(quote) == ("the truce will not last",)
    assert said(quote) == ("direct", "Lena Brandt", "Lena Brandt", "warned")


@pytest.mark.parametrize(
    "body",
    [
        "Lena Brandt did not say that the camp was full.",
        "Lena Brandt refused to say whether it was.",
        "Lena Brandt said nothing.",
        "If Lena Brandt says that it rains, we stay.",
        "It is said that the valley was once a lake.",
        "The said document was lost.",
        "Lena Brandt said goodbye to the others and left the town.",
        "I said that we would stay.",
        "The law was passed in May. It was long and nobody had read it.",
        "Lena Brandt added two chairs.",
        "The film features a Lowland Post report from May that the road had been shut.",
        'In her book, "The Long Road," Lena Brandt suggested a walk to the river.',
        "A report was written by the committee and read by few.",
    ],
)
def test_what_reports_nothing(body: str) -> None:
    assert read(body) == ()
