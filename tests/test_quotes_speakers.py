"""Who said it: cues in every place, mentions of every kind, resolved within the report."""

from __future__ import annotations

import pytest

from tasks.report import Quote
from tests.quote_reports import read, said, words

Said = tuple[str, str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('"We stay," Lena Brandt said.', ("direct", "Lena Brandt", "Lena Brandt", "said")),
        ('"We stay," said Lena Brandt, who has a shop.', ("direct", "Lena Brandt", "Lena Brandt", "said")),
        ('"Who gave the order?" Lena Kolar asked the witness.', ("direct", "Lena Kolar", "Lena Kolar", "asked")),
        (
            'Lena Brandt told the Lowland Post: "We stay."',
            ("direct", "Lena Brandt", "Lena Brandt", "told the Lowland Post"),
        ),
        ('Lena Brandt said on Friday, "We stay."', ("direct", "Lena Brandt", "Lena Brandt", "said")),
        ('According to Lena Brandt, "nobody asked us."', ("direct", "Lena Brandt", "Lena Brandt", "According to")),
        (
            'Asked about it, Gen. Abu Bakr bin Salim was blunt: "No."',
            ("direct", "Abu Bakr bin Salim", "Gen. Abu Bakr bin Salim", None),
        ),
        ('Lena Brandt had this to say:\n"We stay here."', ("direct", "Lena Brandt", "Lena Brandt", None)),
        (
            'Lena Brandt was quoted as saying, "We stay."',
            ("direct", "Lena Brandt", "Lena Brandt", "was quoted as saying"),
        ),
        (
            '"It is ours", Leyla Mammadova, whose son is missing, said.',
            ("direct", "Leyla Mammadova", "Leyla Mammadova", "said"),
        ),
        ('"The law is clear," the lawyer said.', ("direct", "the lawyer", "the lawyer", "said")),
        ('"We are afraid," residents said.', ("direct", "residents", "residents", "said")),
        (
            '"Three men were held," the ministry said in a statement.',
            ("direct", "the ministry", "the ministry", "said"),
        ),
        ('"No," he said.', ("direct", None, "he", "said")),
        (
            '"It is ours," Zhanna T. O’Brien-Adeyemi said.',
            ("direct", "Zhanna T. O’Brien-Adeyemi", "Zhanna T. O’Brien-Adeyemi", "said"),
        ),
        ('"It is ours," said Sheikh Hamid al-Jaberi.', ("direct", "Hamid al-Jaberi", "Sheikh Hamid al-Jaberi", "said")),
        (
            '"It is ours," said mediator Aziz ould Brahim.',
            ("direct", "Aziz ould Brahim", "mediator Aziz ould Brahim", "said"),
        ),
        (
            '"It is ours," said Ivan Ivanovich Sokolov.',
            ("direct", "Ivan Ivanovich Sokolov", "Ivan Ivanovich Sokolov", "said"),
        ),
        ('"It is ours," said Nurbek Asan uulu.', ("direct", "Nurbek Asan uulu", "Nurbek Asan uulu", "said")),
        (
            '"It is ours," Mr Okoro of the Coast Clinic said.',
            ("direct", "Okoro", "Mr Okoro of the Coast Clinic", "said"),
        ),
        ('"It is ours," Lena Brandt (Valley Party) said.', ("direct", "Lena Brandt", "Lena Brandt", "said")),
        ('Said Lena Brandt: "It is ours."', ("direct", "Lena Brandt", "Lena Brandt", "Said")),
        ('"It is ours and it will stay so." – Lena Brandt', ("direct", "Lena Brandt", "Lena Brandt", None)),
        ('Lena Brandt defended the plan, saying, "It is ours."', ("direct", "Lena Brandt", "Lena Brandt", "saying")),
        ('As Lena Brandt put it, "we are alone."', ("direct", "Lena Brandt", "Lena Brandt", "put it")),
        ('"It is ours," said Dr Fatou N’Diaye.', ("direct", "Fatou N’Diaye", "Dr Fatou N’Diaye", "said")),
    ],
)
def test_cue_mention_and_speaker_beside_one_direct_quote(body: str, wanted: Said) -> None:
    (quote,) = read(body)
    assert said(quote) == wanted


def test_the_cue_inside_makes_one_quote_of_two_segments() -> None:
    for body in (
        '"The road is shut," said Aida Tosheva, a nurse from Vellin. "Nobody came."',
        '"The road is shut," Aida Tosheva, a nurse from Vellin, said. "Nobody came."',
        '"The road is shut," said Aida Tosheva, "and nobody came."',
    ):
        (quote,) = read(body)
        assert quote.segments[0].text == "The road is shut,"
        assert len(quote.segments) == 2
        assert quote.rule.startswith("cue-inside")


def test_two_speakers_in_one_paragraph_keep_their_words() -> None:
    quotes = read('"It is over," said Ivo. "Go home," said Ana. "We voted," said one man. "Twice," said another.')
    assert [(quote.speaker.text, words(quote)) for quote in quotes if quote.speaker] == [
        ("Ivo", ("It is over,",)),
        ("Ana", ("Go home,",)),
        ("one man", ("We voted,",)),
        ("another", ("Twice,",)),
    ]


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    first, second = read('"We have no water," Ms Nurlanova said, adding: "The wells are dry."')
    assert (said(first)[3], said(second)[3]) == ("said", "adding")
    assert said(first)[1] == said(second)[1] == "Nurlanova"


def test_surname_pronoun_and_role_stand_for_the_full_name() -> None:
    quotes = read(
        "Petra Nowak, a lawyer from Tarn, defends miners. “They are not heard,” Nowak said.\n"
        "“The law is clear,” she added.\n“It must be kept,” the lawyer said."
    )
    assert [quote.speaker.text for quote in quotes if quote.speaker] == ["Petra Nowak"] * 3
    assert [quote.mention.text for quote in quotes if quote.mention] == ["Nowak", "she", "the lawyer"]
    assert {quote.role.text for quote in quotes if quote.role} == {"lawyer from Tarn"}
    assert quotes[0].confidence > quotes[1].confidence > quotes[2].confidence


def test_gender_of_a_name_decides_between_two() -> None:
    quotes = read(
        'Olga Petrova met Viktor Sidorov in Tarn. "I was afraid," she said. He said that he had been afraid too.'
    )
    assert [quote.speaker.text for quote in quotes if quote.speaker] == ["Olga Petrova", "Viktor Sidorov"]


def test_two_who_bear_one_surname_are_not_guessed_between() -> None:
    (quote,) = read('Edo Marsh and Ivo Marsh run the mill. "We will rebuild it," Marsh said.')
    assert quote.speaker is None
    assert quote.mention is not None and quote.mention.text == "Marsh"
    assert 0 < quote.confidence < 0.3


def test_they_are_the_last_group_and_it_the_last_body() -> None:
    quotes = read(
        "Villagers say the soldiers came at dawn. They say the houses were burnt.\n"
        "The army says that it was not there. It says that the houses were empty."
    )
    assert [quote.speaker.text for quote in quotes if quote.speaker] == [
        "Villagers",
        "Villagers",
        "The army",
        "The army",
    ]


def test_words_alone_continue_the_last_speaker_less_surely() -> None:
    first, second = read('"They came at night," said Selma Kaya.\n"We hid in the barn. They found us."')
    assert said(second) == ("direct", "Selma Kaya", None, None)
    assert second.rule.startswith("floating")
    assert 0 < second.confidence < first.confidence


def test_words_after_somebodys_sentence_are_probably_theirs() -> None:
    (quote,) = read('Samira Haddad disagrees. "Nobody ever asked the women."')
    assert said(quote) == ("direct", "Samira Haddad", "Samira Haddad", None)
    assert quote.confidence < 0.6


def test_words_nobody_claims_have_no_speaker() -> None:
    (quote,) = read('The valley is dry.\n"They do not let us sleep. They do not feed us."')
    assert (quote.speaker, quote.mention, quote.confidence) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("body", "role", "affiliation"),
    [
        (
            "Ivan Petrov, head of the Larn branch of the Office for Water Rights and Use of Land, said it had rained.",
            "head of the Larn branch of the Office for Water Rights and Use of Land",
            "Office for Water Rights and Use of Land",
        ),
        (
            "Ivan Petrov, director of the Centre for Law, Health and Justice, said it had rained.",
            "director of the Centre for Law, Health and Justice",
            None,
        ),
        (
            "The head of the Institute for Water Studies, Ivan Petrov, said it had rained.",
            "head of the Institute for Water Studies",
            "Institute for Water Studies",
        ),
        ("But the governor, Ivan Petrov, said it had rained.", "governor", None),
        ("Deputy Interior Minister Ivan Petrov said it had rained.", "Deputy Interior Minister", None),
        ("Human rights activist Ivan Petrov said it had rained.", "Human rights activist", None),
        ("Kenya’s ombudsman Ivan Petrov said it had rained.", "Kenya’s ombudsman", None),
        ("Ivan Petrov, 45, a teacher and miner, said it had rained.", "teacher and miner", None),
        (
            "Ivan Petrov, the spokesman for the border police, said it had rained.",
            "spokesman for the border police",
            None,
        ),
        ("Rusu’s lawyer, Ivan Petrov, said it had rained.", "lawyer", None),
        ("Ivan Petrov and his deputy, Ion Ceban, left. Petrov said it had rained.", None, None),
    ],
)
def test_role_and_affiliation(body: str, role: str | None, affiliation: str | None) -> None:
    quote = read(body)[-1]
    assert quote.speaker and quote.speaker.text == "Ivan Petrov"
    assert (quote.role.text if quote.role else None) == role
    if affiliation:
        assert quote.affiliation and quote.affiliation.text == affiliation


def kind(quote: Quote) -> str | None:
    return quote.speaker_kind


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Lena Brandt said that it rained.", "named"),
        ("A police spokesman said that it rained.", "role"),
        ("Rights activists said that it rained.", "group"),
        ("Nino Kapanadze and Lela Beridze said that it rained.", "group"),
        ("The Ministry of Water said that it rained.", "organisation"),
        ("The government said that it rained.", "organisation"),
        ("The report says that it rained.", "document"),
        ("It had rained for a week, according to a report by the Coast Clinic.", "document"),
        ("A man who asked not to be named said that it rained.", "anonymous"),
        ("An official, speaking on condition of anonymity, said that it rained.", "anonymous"),
        ("Farida (not her real name) said that it rained.", "pseudonym"),
        ("Farida, whose name has been changed, said that it rained.", "pseudonym"),
        ("The witness K. said that it rained.", "anonymous"),
    ],
)
def test_kind_of_speaker(body: str, wanted: str) -> None:
    (quote,) = read(body)
    assert kind(quote) == wanted


def test_a_notice_that_names_changed_names_protects_them() -> None:
    notice = "Farida is a pseudonym."
    quotes = read(f"Farida said that it rained. Lena Brandt said that it snowed.\n{notice}", notices=[notice])
    assert [kind(quote) for quote in quotes] == ["pseudonym", "named"]
    general = "Names have been changed to protect those interviewed."
    quotes = read(f"Farida said that it rained. Lena Brandt said that it snowed.\n{general}", notices=[general])
    assert [kind(quote) for quote in quotes] == ["pseudonym", "named"]


def test_a_transcript_gives_each_paragraph_to_its_label() -> None:
    quotes = read(
        "Ivo Horvat: Why did you leave?\nSelma Kaya: I had no choice.\nThey came at night.\n"
        "Ivo Horvat: Who came?\nSelma Kaya: The militia."
    )
    assert [(quote.speaker.text, words(quote)) for quote in quotes if quote.speaker] == [
        ("Ivo Horvat", ("Why did you leave?",)),
        ("Selma Kaya", ("I had no choice.", "They came at night.")),
        ("Ivo Horvat", ("Who came?",)),
        ("Selma Kaya", ("The militia.",)),
    ]


def test_answers_of_an_interview_are_kept_and_questions_left() -> None:
    quotes = read("Q: What happened?\nA: We ran to the river.\nQ: Did you cross it?\nA: Only two of us.")
    assert [words(quote) for quote in quotes] == [("We ran to the river.",), ("Only two of us.",)]
    assert all(quote.speaker is None for quote in quotes)


def test_a_row_of_stars_in_an_interview_says_nothing_and_parts_nothing() -> None:
    quotes = read("Q: What happened?\nA: We ran to the river.\n***\nI could not swim.\nQ: Who could?\nA: My aunt.")
    assert [words(quote) for quote in quotes] == [("We ran to the river.", "I could not swim."), ("My aunt.",)]


def test_one_label_with_a_colon_is_no_transcript() -> None:
    assert read("Note: the road is shut.\nIt will open in May.") == ()


@pytest.mark.parametrize(
    ("language", "body", "inside"),
    [
        ("fr", "« Nous avons attendu », a déclaré Marie Dubreuil. « Personne n’est venu. »", ["Personne n’est venu."]),
        (
            "fr",
            "Elle a dit : « Nous avons attendu trois jours ». Le film « Terre » est sorti.",
            ["Nous avons attendu trois jours"],
        ),
        (
            "ru",
            "«Мы ждали три дня», – сказал Иван. «Никто не пришёл», – добавила Мария.",
            ["Мы ждали три дня", "Никто не пришёл"],
        ),
        ("ru", "Организация «Чистая вода» закрыта.", []),
    ],
)
def test_other_languages_give_spans_and_say_that_nobody_was_looked_for(
    language: str, body: str, inside: list[str]
) -> None:
    from tasks.reading.quotes import find
    from tests.quote_reports import report_of

    report = find(report_of(body, language=language))
    assert [quote.segments[0].text for quote in report.quotes] == inside
    assert {quote.rule for quote in report.quotes} <= {"attribution-not-attempted"}
    assert all(quote.speaker is None and quote.confidence == 0 for quote in report.quotes)
    assert [(issue.rule, issue.seen) for issue in report.issues] == [("attribution-not-attempted", language)]


def test_a_person_named_by_a_sentence_of_its_own_is_whom_the_next_she_means() -> None:
    quotes = read(
        "“We take no bribes,” said Aru Tolin, the elder.\n"
        "Then a woman stood up. Her name was Sefa Miron, and she did not smile.\n"
        "“Let it be a path,” she told the elders."
    )
    assert [quote.speaker.text for quote in quotes if quote.speaker] == ["Aru Tolin", "Sefa Miron"]


@pytest.mark.parametrize(
    ("body", "mention"),
    [
        ("Sara Belin, president of the Tarn Angling Club, said the dam leaked.", "Sara Belin"),
        ("The director of Panah, an NGO that runs shelters, said that women rarely complain.", "The director of Panah"),
        ("Haruto Mori condemned the ruling and called on the government to resign.", "Haruto Mori"),
        ('"They came at night," said a witness identified only as M-14.', "a witness"),
        ("Farida* said the house burned.", "Farida"),
        ("In May, after a court ruled that the land was theirs, they left.", "a court"),
    ],
)
def test_what_stands_around_a_speaker_does_not_hide_who_it_is(body: str, mention: str) -> None:
    quote = read(body)[-1]
    assert quote.mention and quote.mention.text == mention
