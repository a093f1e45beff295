"""Whom a mention stands for, where somebody without a name, a description or words inside words are at stake."""

from __future__ import annotations

import pytest

from tests.quote_reports import read

Said = tuple[str, str | None, str | None]


def _last(body: str) -> Said:
    """Words, speaker and kind of the last quote."""
    quote = read(body)[-1]
    return quote.segments[0].text, quote.speaker.text if quote.speaker else None, quote.speaker_kind


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        # Somebody without a name came up after the name.
        (
            'Lena Brandt, who runs the shelter, shut the gate.\nA volunteer unlocked it. "I had a key," she said.',
            "A volunteer",
        ),
        ('Oskar Vell is the mayor. He met us.\nHis deputy was less friendly. "Write to us," he said.', "His deputy"),
        ('Oskar Vell resigned. His wife said nothing. His lawyer walked out.\n"We appeal," he said.', "His lawyer"),
        ('Oskar Vell sells fish.\nIn June an officer came to the door. "Forget it," he told the family.', "an officer"),
        ('The guards laughed. One of the guards wept. "I was told to shoot," he said.', "One of the guards"),
        ('Dana Orel walked home. Lang’s mother stood at the door. "He is gone," she said.', "mother"),
        (
            'In a letter to the court, the clerk of the board denied it. He said: "Nothing is lost."',
            "the clerk of the board",
        ),
        # The one who came up is known to be a person by "who", a rank, an apposition or a name given to him.
        (
            'Orla Venn left.\nColonel (ret.) Adil Rashev, who led a battalion, sat down. "I drew it," he said.',
            "Adil Rashev",
        ),
        ('Olga Dern left.\nHer daughter-in-law, Wiesja, who keeps bees, stayed. "I had to," she said.', "Wiesja"),
        (
            'Ivo Lang was held.\nA nephew of 17, whom I will call Bakyt, was sent home. "They laughed," he said.',
            "Bakyt",
        ),
        ('A farmer who gave his name only as Bako sold two goats. "For the bus," he said.', "Bako"),
        ('The board has a new office. Its head is a former teacher, Didace Mopo. "We wait," he said.', "Didace Mopo"),
        ('The man was held. His lawyer, Petra Vos, was not told. "I heard it on the radio," she said.', "Petra Vos"),
        ('‘Wiesja’, a picker of 47, held the letter. "I cannot read it," she said.\nWiesja went home.', "Wiesja"),
        # Who is told of inside reported words is no subject of the report's own.
        ('Petra Vos said that a widow who refuses may be beaten. She added: "It is rare."', "Petra Vos"),
        ('The dead man had been a cousin, Ivo Lang said. "I sent a wreath," he said.', "Ivo Lang"),
        # "her" beside a verb is somebody else.
        ('Lena Brandt was tired. A nun has lent her a telephone.\n"I rang at Easter," she said.', "Lena Brandt"),
        ('A teacher stood behind him. "There was a school," she said.', "A teacher"),
    ],
)
def test_a_pronoun_is_whoever_came_up_last(body: str, speaker: str) -> None:
    """People with a name and without one are weighed alike."""
    assert _last(body)[1] == speaker


@pytest.mark.parametrize(
    "body",
    [
        'Ivo Lang, a baker, and Petar Lang, a tailor, share a house. "The roof leaks," Lang said.',
        '"The driver came, and the guard came. Then he said, ‘Go home,’" Lena Brandt said.',
    ],
)
def test_nobody_where_two_fit_alike(body: str) -> None:
    """Rather than a wrong name."""
    assert read(body)[-1].speaker is None


@pytest.mark.parametrize(
    ("body", "speaker", "kind"),
    [
        # Brought up before without a name: the fullest printing.
        ('An aide to the governor leaned over. "It works," the aide said.', "An aide to the governor", "role"),
        ('Behind him stood the mayor of Tarn. "Ask me," the mayor said.', "the mayor of Tarn", "role"),
        (
            'A schoolteacher on the island was counting them. "Ten," the teacher said.',
            "A schoolteacher on the island",
            "role",
        ),
        # A trade told by a clause.
        ('Orla Venn, who keeps a shop in Tarn, nodded. "Three," the shopkeeper said.', "Orla Venn", "named"),
        ('Orla Venn, the owner of a bakery, nodded. "Three," the baker said.', "Orla Venn", "named"),
        ('A man held in the next cell heard it. "He sang," the former cellmate said.', "A man", "anonymous"),
        # A title in front of the name.
        ('Dr. Amina Sule came. "We have no water," the doctor said.', "Amina Sule", "named"),
        ('Sheikh Jabir al-Hadi has a boat. "Number one," the sheikh said.', "Jabir al-Hadi", "named"),
        # Narrowed: another clinic's director, and a colonel whom the report brings up here.
        (
            'The director of the Tarn clinic, Olga Dern, left. "Ten beds," said the director of the Brod clinic.',
            "the director of the Brod clinic",
            "role",
        ),
        (
            'Colonel Adil Rashev left. "They died well," said the colonel who came to the house.',
            "the colonel",
            "role",
        ),
        # No speaker is hidden in a paper's name.
        ('Orla Venn sorted the mail. The order, shown on a screen, reads: "Leave by noon."', "The order", "document"),
    ],
)
def test_a_description_is_whoever_was_introduced_so(body: str, speaker: str, kind: str) -> None:
    """By head noun, trade or title; nobody else's where it is narrowed."""
    _, found, found_kind = _last(body)
    assert (found, found_kind) == (speaker, kind)


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ('"The judge came in. He said, ‘Stand up,’ and I stood," Ivo Lang said.', "The judge"),
        ('"My father sent a message. He wrote, ‘You did well,’" Lena Brandt said.', "My father"),
        ('"The officer asked my brother for a name. He said, ‘I have none,’" Lena Brandt said.', "my brother"),
        ('"The clerk was kind. I said, my son, write it. He said, ‘I can’t,’" Lena Brandt said.', "The clerk"),
        (
            'Lena Brandt said the order came from a boy on a motorcycle. "He cried, ‘Water!’" she said.',
            "a boy on a motorcycle",
        ),
        ("Lena Brandt said a sergeant had assured her of it. “He said, ‘We walk there,’” she said.", "a sergeant"),
    ],
)
def test_he_in_words_is_never_who_says_them(body: str, speaker: str) -> None:
    """The one of whom the words or the sentence before them speak."""
    inner = next(quote for quote in read(body) if "-nested" in quote.rule)
    assert inner.speaker and inner.speaker.text == speaker


@pytest.mark.parametrize(
    ("body", "speaker", "kind"),
    [
        ("The letter came on Monday. It says that the house must be empty.", "The letter", "document"),
        ("The ministry moved in May. It said that nobody was hurt.", "The ministry", "organisation"),
        ("Three nurses met us in the yard. They said that the ward was full.", "Three nurses", "group"),
        ("Sol Akpa and Ibo Dian, two lawyers from Tarn, said that it was late.", "Sol Akpa and Ibo Dian", "group"),
    ],
)
def test_bodies_papers_and_groups(body: str, speaker: str, kind: str) -> None:
    """Who "it" and "they" are, and joint speakers with what they are."""
    assert _last(body)[1:] == (speaker, kind)


def test_the_nearest_of_those_with_one_surname() -> None:
    """A surname that two bear is whoever came up alone since."""
    body = (
        'Ivo Lang, a baker, spoke first.\n"It leaks," Lang said.\n'
        'His brother, Petar Lang, came later.\n"It does not," Lang said.'
    )
    assert [quote.speaker and quote.speaker.text for quote in read(body)] == ["Ivo Lang", "Petar Lang"]


def test_the_first_words_of_a_longer_name() -> None:
    """Two surnames, or a patronymic in the middle."""
    body = 'Ana Ruiz Poma, 40, is a nurse. Ivan Ilyich Sokol is none.\n"No," Ana Ruiz said.\n"No," Ivan Ilyich said.'
    assert [quote.speaker and quote.speaker.text for quote in read(body)] == [
        "Ana Ruiz Poma",
        "Ivan Ilyich Sokol",
    ]


def test_who_is_not_named_once_is_named_nowhere() -> None:
    """The protection holds for each of somebody's quotes."""
    body = 'A clerk said that the files were lost. "I saw it," the clerk said. The clerk asked not to be named.'
    assert {quote.speaker_kind for quote in read(body)} == {"anonymous"}


def test_a_sentence_told_at_its_end() -> None:
    """The words after it are the teller's, not its first noun's."""
    body = 'His town had fed them all, the mayor of Tarn complained on Monday. "I asked for beds four times."'
    assert _last(body)[1] == "the mayor of Tarn"


def test_a_gender_by_pronouns() -> None:
    """Who is "he" twice is not "she"."""
    body = (
        "Wiesjan Orlo lost his boat in May. He walks.\nOlga Dern helped. The sea was high.\n"
        'Wiesjan Orlo came back. "They paid him," she said.'
    )
    assert _last(body)[1] != "Wiesjan Orlo"
