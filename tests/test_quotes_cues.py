"""The classes of cues: what reports speech, in which construction, and where the reported words end."""

from __future__ import annotations

import pytest

from tests.quote_reports import read, said, words


@pytest.mark.parametrize(
    ("body", "content", "cue"),
    [
        # Texts that rule.
        ("Article 7 of the water law requires that every well be counted.", "that every well be counted", "requires"),
        ("The treaty obliges both sides to return the dead.", "both sides to return the dead", "obliges"),
        ("The charter stipulates that no member may sell.", "that no member may sell", "stipulates"),
        ("The letter, dated 4 March, states that the road was closed.", "that the road was closed", "states"),
        ("The report, “A Bridge Too Few”, says that the road was closed.", "that the road was closed", "says"),
        # Demands on somebody.
        ("A clerk told three families to come back.", "to come back", "told three families"),
        ("The mayor promised the council to rebuild the mill.", "to rebuild the mill", "promised"),
        ("The mayor promised never to return.", "never to return", "promised"),
        ("The warden forbade him to write.", "him to write", "forbade"),
        ("The pastor pleaded with the soldiers to leave.", "the soldiers to leave", "pleaded with"),
        ("The families were told by the prosecutor to go home.", "to go home", "were told by"),
        # Questions.
        ("A reporter wanted to know who had signed the order.", "who had signed the order", "wanted to know"),
        ("The judge asked her twice which door she had used.", "which door she had used", "asked"),
        ("The clerk explained to the villagers how the list was made.", "how the list was made", "explained"),
        # What leads up to a verb.
        ("Lena Brandt used to say that the river forgets nobody.", "that the river forgets nobody", "used to say"),
        ("Lena Brandt went on to say that it was late.", "that it was late", "went on to say"),
        ("Lena Brandt was quick to add that it was late.", "that it was late", "was quick to add"),
        ("Lena Brandt kept saying that it was late.", "that it was late", "kept saying"),
        ("The ministry has long insisted that the river is clean.", "that the river is clean", "insisted"),
        ("The mill has been demanding that the list be published.", "that the list be published", "been demanding"),
        # Quoted by others.
        (
            "The governor was quoted in the Lowland Post as saying the bridge was safe.",
            "the bridge was safe",
            "was quoted in the Lowland Post as saying",
        ),
        (
            "The governor is on record as saying that the bridge is safe.",
            "that the bridge is safe",
            "is on record as saying",
        ),
        # Clauses without "that", and nouns that speak.
        ("The ministry acknowledged the list was incomplete.", "the list was incomplete", "acknowledged"),
        ("The ministry noted it had published the list.", "it had published the list", "noted"),
        ("The embassy voiced concern that the list was incomplete.", "that the list was incomplete", "voiced"),
        # Whom it was said to.
        ("Lena Brandt told RFE/RL that the dam was safe.", "that the dam was safe", "told RFE/RL"),
        (
            "Lena Brandt told the mayor's driver that the dam was safe.",
            "that the dam was safe",
            "told the mayor's driver",
        ),
        ("The minister reassured parliament that it was safe.", "that it was safe", "reassured parliament"),
        # Views and accounts.
        ("In the baker's view, the law changes nothing here.", "the law changes nothing here", "In the baker's view"),
        ("By the guard's own account, nobody had opened it.", "nobody had opened it", "By the guard's own account"),
        ("As Lena Brandt put it, the road was shut for good.", "the road was shut for good", "put it"),
        ("As the mayor told reporters, the road was shut.", "the road was shut", "told reporters"),
        ("The bridge is safe, as the governor has said.", "The bridge is safe", "said"),
        ("The road was shut, according to court files seen by the Post.", "The road was shut", "according to"),
    ],
)
def test_what_reports_speech(body: str, content: str, cue: str) -> None:
    (quote,) = read(body)
    assert (quote.kind, words(quote), said(quote)[3]) == ("indirect", (content,), cue)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("The clinic confirmed that he was there but would not discuss his health.", "that he was there"),
        ("Lena Brandt said that he was there, but declined to say why.", "that he was there"),
        ("The road was shut, Lena Brandt said when the bus had left.", "The road was shut"),
        ("The road was shut, the miller’s sister, Lena Brandt, said.", "The road was shut"),
        ("Lena Brandt condemned the raid, which left two men dead.", "the raid"),
        ("Lena Brandt has promised a veto and attempted to calm her party.", "a veto"),
        ("According to Lena Brandt, a teacher in the town, the mill was shut.", "the mill was shut"),
        ("Lena Brandt, who asked that her village not be identified, said that it was shut.", "that it was shut"),
        ("In June a spokesman suggested that the road was closed.", "that the road was closed"),
    ],
)
def test_where_the_reported_words_end(body: str, content: str) -> None:
    (quote,) = read(body)
    assert words(quote) == (content,)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("The church urged both sides “to lay down their arms”.", "both sides “to lay down their arms”"),
        ("The police warned drivers against “needless journeys”.", "drivers against “needless journeys”"),
        ("Lena Brandt has promised to look for “a humane way”.", "to look for “a humane way”"),
        ("Lena Brandt attributed it to “a shortage of pens”.", "it to “a shortage of pens”"),
        ("Lena Brandt described the bridge as “a bad joke” on a visit.", "the bridge as “a bad joke”"),
        (
            "Lena Brandt assured me that the mill was “purely a museum. When I came back, it was grinding.",
            "that the mill was “purely a museum",
        ),
    ],
)
def test_marks_inside_what_is_reported(body: str, content: str) -> None:
    (quote,) = read(body)
    assert (quote.kind, words(quote)) == ("mixed", (content,))


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("The letter begins: “We who sign this have no homes.”", "We who sign this have no homes."),
        ("In the baker's words, “it was a zoo.”", "it was a zoo."),
        ("“It was a zoo,” as one guard put it.", "It was a zoo,"),
        ("On the first Sunday a woman took my sleeve and said, “That is my thread.”", "That is my thread."),
    ],
)
def test_words_in_marks_and_their_cues(body: str, content: str) -> None:
    (quote,) = read(body)
    assert (quote.kind, words(quote)) == ("direct", (content,))
    assert quote.speaker is not None


@pytest.mark.parametrize(
    "body",
    [
        "The job requires him to rise at four.",
        "A law threatens to close the mill.",
        "Lena Brandt called an emergency meeting.",
        "Lena Brandt called the police.",
        "A firm called Lowland Stone runs the mill.",
        "Lena Brandt described the bridge to the commission.",
        "Lena Brandt thanked the doctors for their help.",
        "Villagers call the old bridge «Long Sorrow».",
        "The sign has two words: “no fishing”.",
        "A letter written by the committee was lost.",
        "A teacher agreed to speak only at night.",
    ],
)
def test_what_reports_nothing(body: str) -> None:
    assert read(body) == ()


@pytest.mark.parametrize(
    ("body", "content", "speaker"),
    [
        ("“The foreman told us we would be paid,” said Lena Brandt.", "we would be paid", "The foreman"),
        ("“I went to the clerk and she asked who I was,” said Lena Brandt.", "who I was", "the clerk"),
        (
            "“The clerk did not look up,” said Lena Brandt. “Then she asked who I was.”",
            "who I was",
            "The clerk",
        ),
        ("“They told us we would be paid,” said Lena Brandt.", "we would be paid", None),
    ],
)
def test_what_others_said_inside_somebodys_words(body: str, content: str, speaker: str | None) -> None:
    outer, inner = read(body)
    assert (outer.kind, outer.speaker and outer.speaker.text) == ("direct", "Lena Brandt")
    assert (inner.kind, words(inner)) == ("indirect", (content,))
    assert (inner.speaker.text if inner.speaker else None) == speaker


def test_where_a_cue_with_an_occasion_stands_inside_the_clause() -> None:
    (quote,) = read("The mill, Lena Brandt wrote in a letter to the council, was never paid for.")
    assert words(quote) == ("The mill", "was never paid for")


def test_single_angular_marks_are_marks() -> None:
    outer, inner = read("»They are gone. The guard said: ›Run!‹ and we ran,« said Lena Brandt.")
    assert (words(inner), inner.speaker and inner.speaker.text) == (("Run!",), "The guard")
    assert outer.speaker and outer.speaker.text == "Lena Brandt"


def test_one_s_own_promise_inside_one_s_words_is_no_second_quote() -> None:
    assert len(read("“I promised to come back,” said Lena Brandt.")) == 1


def test_a_paragraph_that_says_i_after_a_colon_is_somebodys_words() -> None:
    (quote,) = read("The boy, 12, told Harbour Watch:\nI was under the stage with my brother and we held the rope.")
    assert (quote.kind, words(quote)) == ("direct", ("I was under the stage with my brother and we held the rope.",))
    assert read("The boy told Harbour Watch:\nBread, salt, candles and two pairs of boots in a green sack.") == ()


def test_a_paper_whose_name_joins_nouns_labels_its_questions() -> None:
    body = (
        "Lamp and Letter: When did you begin?\nLena Brandt: In spring, with one boat.\n"
        "Lamp and Letter: And who paid?\nLena Brandt: Nobody paid us."
    )
    assert [words(quote)[0] for quote in read(body)] == [
        "When did you begin?",
        "In spring, with one boat.",
        "And who paid?",
        "Nobody paid us.",
    ]
