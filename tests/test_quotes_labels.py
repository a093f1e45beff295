"""Who is meant by labels, epithets, trades, numbers and names that a report gives only afterwards."""

from __future__ import annotations

import pytest

from tests.quote_reports import read


def _speakers(body: str) -> list[str | None]:
    """The speakers of all quotes, in order."""
    return [quote.speaker.text if quote.speaker else None for quote in read(body)]


_HEARING = (
    "On May 3 the committee, chaired by Ines Olaz, heard the director of prisons, Anselm Huan del Rey.\n"
    "THE CHAIR: Do you dispute the list?\nMR. HUAN DEL REY: I dispute one word.\nTHE CHAIR: Which one?\n"
    "SENATOR YUPAN: Let him speak.\nMR. HUAN DEL REY: The last.\nSenator Rufin Yupan later left the room."
)
_INTERVIEW = (
    "Orla Venn was a judge for nine years. RFE/RL’s Tadas Kelp spoke to her in Vilm.\n"
    "RFE/RL: Why did you resign?\nOrla Venn: I was tired.\nRFE/RL: And now?\nVenn: Now I grow plums."
)


@pytest.mark.parametrize(
    ("body", "speakers"),
    [
        (_HEARING, ["Ines Olaz", "Anselm Huan del Rey", "Ines Olaz", "Rufin Yupan", "Anselm Huan del Rey"]),
        (_INTERVIEW, ["RFE/RL", "Orla Venn", "RFE/RL", "Orla Venn"]),
        (
            "Nobody came.\nPRESIDING JUDGE: Go on.\nMS. KORDA: I saw it.\nPRESIDING JUDGE: When?\nMS. KORDA: At dusk.",
            ["PRESIDING JUDGE", "KORDA", "PRESIDING JUDGE", "KORDA"],
        ),
    ],
)
def test_labels(body: str, speakers: list[str]) -> None:
    """Papers, offices and names in capitals."""
    assert _speakers(body) == speakers


@pytest.mark.parametrize(
    "introduction",
    [
        "Salim Noor was interviewed by Human Rights Watch researcher Ana Pell in Tarn.",
        "Amnesty’s Jo Marsh interviewed Salim Noor, a fisherman, in March.",
        "Salim Noor has painted one bridge for years. He talked to IWPR editor Daniel Finch about it.",
        "Salim Noor talked to Ana Pell, a reporter of the Tarn Courier.",
    ],
)
def test_who_asks_does_not_answer(introduction: str) -> None:
    """An introduction names two, of whom one is sent by somebody."""
    body = f"{introduction}\nQ: Were you beaten?\nA: With a hose.\nQ: How long?\nA: I saw no clock."
    assert _speakers(body) == ["Salim Noor", "Salim Noor"]


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("“He left in slippers,” the carpenter’s mother said. The mother, Halina Drozd, wrote to us.", "Halina Drozd"),
        ("“They want us gone,” a shopkeeper said. The shopkeeper, who gave his name as Yusuf, sells lamps.", "Yusuf"),
        ("Boats went elsewhere, a former buyer said. The man, identified here as Thiha, left in June.", "Thiha"),
        ("“I am no hero,” the fisherman said. “I had a boat.” His name is Halim Reza.", "Halim Reza"),
        ("“He lost 19 kilos,” his wife said.\nAli’s wife, Gulnora, was questioned the same day.", "Gulnora"),
        ("The village elder gave us tea. “Drink,” he said. Elder Musa Keita has four sons.", "Musa Keita"),
        # Nothing ties his sister to whoever speaks next.
        ("Men came at four, his sister told us.\n“They had no plates,” said Aminat Gazieva.", "his sister"),
        # Somebody else of the same kind, or somebody of the other sex.
        ("“It is full,” a nurse said. Another nurse, who wept, left. The nurse, Ada Obi, is 30.", "a nurse"),
        ("Men came at four, his sister told us.\n“They had no plates,” said Ivan Gaziev.", "his sister"),
    ],
)
def test_named_afterwards(body: str, speaker: str) -> None:
    """The name comes behind the words."""
    assert _speakers(body)[0] == speaker


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        # What else people of an office are called.
        ("Colonel Petar Dunn runs the base. “No one is held here,” the officer said.", "Petar Dunn"),
        ("The bishop of Tarn, Paul Okello, came. “Eat,” the prelate said.", "Paul Okello"),
        ("The committee, chaired by Ines Olaz, sat. “I am late,” the chairwoman said.", "Ines Olaz"),
        ("Mina Reza, 19, was held on her way home from university. “They took it,” the student said.", "Mina Reza"),
        ("“I want to go home,” said Amal, a 12-year-old from Deir Sul. “I have a cat,” the girl said.", "Amal"),
        ("Mayor Ilir Dosh came.\nHis predecessor, Agim Rrek, did not. “Run,” the former mayor said.", "Agim Rrek"),
        ("Anna Roth, the lawyer for the families, and Karl Witt, the lawyer for the state, came. “I read the names,” "
         "the families’ lawyer said.", "Anna Roth"),
        ("Radu Pip came. His deputy, Ana Pop, left. “Two,” Pip said. “Three times,” his deputy said.", "Ana Pop"),
        ("“They stood here,” said Maria Quispe. “I count them,” the mother of five said.", "Maria Quispe"),
        # A body is not its chairman.
        ("Gaspar Ruhin chairs the Bukind Fishermen’s Union. “Read it,” the union said.", "Bukind Fishermen’s Union"),
        # Names with marks inside, witnesses by number.
        ("Achieng’ Odera sells charcoal. “He lived there,” Odera said.", "Achieng’ Odera"),
        ("Abu Dhaher al-Mas‘udi was held. “It was hot,” al-Mas‘udi said.", "Abu Dhaher al-Mas‘udi"),
        ("The court heard Witness 3, a cook. “I saw it,” he said.", "Witness 3"),
        # Who asks; who is told of as "he"; who was reached.
        ("A reporter for AP met Ivo Lang at the gate. “I stay,” he said.", "Ivo Lang"),
        ("The governor phoned Mira Osk at midnight. “He was laughing,” she said.", "Mira Osk"),
        ("Anselm Huan chairs the board. His lawyers, Mary Pike and Susan Orr, came. Reached by telephone, the chairman "
         "explained. “I coughed,” he said.", "Anselm Huan"),
        ("The files were read by a pathologist at our request. “All six were typed alike,” she said.",
         "a pathologist at our request"),
        # Words at a report's end.
        ("“We counted,” Gaspar Ruhin said.\nEach evening he goes to the beach. On Friday he watched a ferry.\n"
         "“You see? The same hour.”", "Gaspar Ruhin"),
        ("“We counted,” Ana Pell said.\nThe tap is new.\nAna Pell passes it every day.\n“It is good water.”",
         "Ana Pell"),
        ("“We counted,” Ana Pell said.\nThe tap is new.\nIvo Lang and Ana Pell pass it.\n“It is good water.”", None),
    ],
)  # fmt: skip
def test_meant_again(body: str, speaker: str | None) -> None:
    """Somebody named before."""
    assert _speakers(body)[-1] == speaker


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("“My mother told me to stay,” Ana Pell said. “She asked, ‘Who will be with you?’”", "My mother"),
        ("“He was a major. I will not name him. He told me that the shells were old,” said Ana Pell.", "a major"),
        ("“I’d lost. My editor, Zaza, he used to say, ‘We do not make rain,’” said Nino Gelash.", "Zaza"),
    ],
)
def test_inside_words(body: str, speaker: str) -> None:
    """Of those whom a speaker quotes."""
    assert speaker in _speakers(body)[1:]
