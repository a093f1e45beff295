"""Classes of constructions in which news reports speech: subjects, sources, ends of clauses, blocks."""

from __future__ import annotations

import pytest

from tests.quote_reports import read, words


@pytest.mark.parametrize(
    ("body", "content", "speaker"),
    [
        # What stands between a subject and its cue, or before the subject.
        ("Under cross-examination the expert conceded that she was wrong.", "that she was wrong", "the expert"),
        ("On Friday evening the judge asked Sorensen whether he was paid.", "whether he was paid", "the judge"),
        (
            "Its lawyer, Ivan Brod – no relation to the plaintiffs – argues that the deed is void.",
            "that the deed is void",
            "Ivan Brod",
        ),
        (
            "Two of the officers, both of whom served in the north, said they had been told to shoot.",
            "they had been told to shoot",
            "Two of the officers",
        ),
        ("Villagers in Gorna both claim the spring is theirs.", "the spring is theirs", "Villagers in Gorna"),
        ("Farmers here say they cannot survive it.", "they cannot survive it", "Farmers"),
        (
            "It was her brother who told the clerk that the house had burned.",
            "that the house had burned",
            "her brother",
        ),
        (
            "Those interviewed reported that men were taken off buses.",
            "that men were taken off buses",
            "Those interviewed",
        ),
        ("Open Nets, a league of 40 cooperatives, states that it lost boats.", "that it lost boats", "Open Nets"),
        (
            "A clerk, whose contract forbids her to speak to reporters, said that the files were burned.",
            "that the files were burned",
            "A clerk",
        ),
        # Who is quoted by others.
        ("The radio quoted the governor as saying that order was restored.", "that order was restored", "the governor"),
        (
            "The agency reported, citing a source in the ministry, that the two had confessed.",
            "that the two had confessed",
            "The agency",
        ),
        # A cue behind the clause.
        ("The men cut the nets first, three of them said.", "The men cut the nets first", "three of them"),
        ("The bridge was mined, the miller told his brother and later a judge.", "The bridge was mined", "the miller"),
        (
            "But only twelve permits were issued, according to records obtained by the paper.",
            "only twelve permits were issued",
            "records obtained by the paper",
        ),
        (
            "Three in ten wells are dry, according to a survey that the council published.",
            "Three in ten wells are dry",
            "a survey",
        ),
        # A clause behind an occasion, an aside or a verb in -ing.
        ("The lawyer said outside court they would appeal.", "they would appeal", "The lawyer"),
        ("The committee regrets, however, that no case was opened.", "that no case was opened", "The committee"),
        ("A trader spent a week in jail after asking why nobody was tried.", "why nobody was tried", "A trader"),
        # Somebody doing something.
        ("The elder recalled his sons sliding about on the deck.", "his sons sliding about on the deck", "The elder"),
        # Texts.
        (
            "The Mental Health Act provides that nobody may be chained.",
            "that nobody may be chained",
            "Mental Health Act",
        ),
        (
            "Hospital records show that nine children were admitted.",
            "that nine children were admitted",
            "Hospital records",
        ),
    ],
)
def test_who_reports_what(body: str, content: str, speaker: str) -> None:
    (quote,) = read(body)
    assert words(quote) == (content,)
    assert quote.speaker is not None
    assert quote.speaker.text.removeprefix("the ").casefold() in speaker.casefold()


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("The court ruled that the mill may be sold, but no buyer was found.", "that the mill may be sold"),
        ("The mayor says that it was rigged, a charge the council denies.", "that it was rigged"),
        ("The mayor said that forty had come, but not which.", "that forty had come"),
        ("A court ordered the ministry to pay, the first such ruling in years.", "the ministry to pay"),
        (
            "The cook said that two men came to the ward, after the fire, and read out a paper.",
            "that two men came to the ward, after the fire, and read out a paper",
        ),
        (
            "The cook said he used to carry water, and that he was always singing.",
            "he used to carry water, and that he was always singing",
        ),
        ("The mayor promised an inquiry on four occasions, most recently in May.", "an inquiry"),
    ],
)
def test_where_a_clause_ends(body: str, content: str) -> None:
    (quote,) = read(body)
    assert words(quote) == (content,)


def test_each_part_of_a_sentence_with_a_semicolon_speaks_for_itself() -> None:
    first, second = read("The office had not received it, a clerk said; a second clerk said it was answered.")
    assert (words(first), words(second)) == (("The office had not received it",), ("it was answered",))


def test_a_second_verb_behind_a_time() -> None:
    first, second = read("The mayor vowed to rebuild the quarter, and last week promised that all would have a key.")
    assert (words(first), words(second)) == (("to rebuild the quarter",), ("that all would have a key",))


def test_a_cue_turned_round_inside_its_clause() -> None:
    (quote,) = read("As a result, says Helena Voss of the University of Brem, whole villages are empty.")
    assert words(quote) == ("As a result", "whole villages are empty")


@pytest.mark.parametrize(
    "body",
    [
        "For three hours the miners of Tarn believed they had won.",
        "WADI SARRAN: “THEY COUNT US LIKE OLIVES”",
        "Interview: ‘I Read The News To An Empty Square’",
        "The woman recalled what happened next.",
        "The guards spoke on condition that their names not be published.",
        "The agency cited an unnamed official.",
        "The committee questioned the director of prisons about the deaths.",
        "Names are withheld except where the person asked for theirs to be printed.",
    ],
)
def test_what_is_nobodys_speech(body: str) -> None:
    assert read(body) == ()


def test_marks_behind_a_bare_to_belong_to_the_clause() -> None:
    (quote,) = read("One of them said that the bookkeeper told him to “go and count bricks”.")
    assert words(quote) == ("that the bookkeeper told him to “go and count bricks”",)


@pytest.mark.parametrize(
    ("body", "content", "speaker"),
    [
        (
            "The lawyer recounted the following in an interview:\nI took the file to them and there was a padlock.",
            "I took the file to them and there was a padlock.",
            "The lawyer",
        ),
        (
            "A clerk confirmed that the prices were fixed:\nThere was a notebook. If you wrote too little you paid.",
            "There was a notebook. If you wrote too little you paid.",
            "A clerk",
        ),
        ("“They lied to us,” the Standard quoted Lena Brandt as saying.", "They lied to us,", "Lena Brandt"),
        ("“They lied to us.” – Lena Brandt, member of the panel", "They lied to us.", "Lena Brandt"),
        ("“The light went out at six,” the book said.", "The light went out at six,", "the book"),
        (
            "The well ran dry, said the baker, Otto Lind. “We carry it from the river.”",
            "We carry it from the river.",
            "Otto Lind",
        ),
    ],
)
def test_words_of_their_own(body: str, content: str, speaker: str) -> None:
    quote = next(one for one in read(body) if one.kind == "direct")
    assert words(quote) == (content,)
    assert quote.speaker is not None
    assert quote.speaker.text == speaker


def test_what_third_persons_say_inside_a_reported_clause() -> None:
    first, second = read("Lena Brandt said that an officer had warned her not to speak to strangers.")
    assert words(first) == ("that an officer had warned her not to speak to strangers",)
    assert words(second) == ("her not to speak to strangers",)


def test_marks_behind_the_subject_of_a_clause_belong_to_it() -> None:
    (quote,) = read("A statement from the council said the plotters “had foreign paymasters”.")
    assert (quote.kind, words(quote)) == ("mixed", ("the plotters “had foreign paymasters”",))


@pytest.mark.parametrize("body", ["All 12 said the guards wore masks.", "Of those, nine said the guards wore masks."])
def test_so_many_of_them(body: str) -> None:
    (quote,) = read(body)
    assert (words(quote), quote.speaker_kind) == (("the guards wore masks",), "group")
