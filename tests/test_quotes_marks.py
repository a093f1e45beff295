"""Marks of every kind, several paragraphs, missing marks, and what only looks like a mark."""

from __future__ import annotations

import pytest

from tasks.reading.quotes import find
from tasks.reading.quotes.spans import read_marks
from tests.quote_reports import read, report_of, said, words


@pytest.mark.parametrize(
    ("body", "inside"),
    [
        ('"We stay," said Lena Brandt.', ["We stay,"]),
        ("“We stay,” said Lena Brandt.", ["We stay,"]),
        ("„We stay“, said Lena Brandt.", ["We stay"]),
        ("„We stay”, said Lena Brandt.", ["We stay"]),
        ("«We stay», said Lena Brandt.", ["We stay"]),
        ("« We stay », said Lena Brandt.", ["We stay"]),
        ("»We stay«, said Lena Brandt.", ["We stay"]),
        ("‘We stay,’ said Lena Brandt.", ["We stay,"]),
        ("'We stay,' said Lena Brandt.", ["We stay,"]),
        ("``We stay,'' said Lena Brandt.", ["We stay,"]),
        ("“The elder said, ‘Go now,’ and we went,” she said.", ["The elder said, ‘Go now,’ and we went,"]),
        ('"The wall is 12" too low," said Karl Weiss.', ['The wall is 12" too low,']),
        ('The wall is 12" too low and 6\' 2" wide.', []),
        ("In the ’90s the farmers’ rights and rock ’n’ roll were banned.", []),
        ("‘The farmers’ union was our home in the ’90s,’ she said.", ["The farmers’ union was our home in the ’90s,"]),
        ("the teachers' and the nurses' unions, and O'Brien's", []),
        ('"One." "Two."', ["One.", "Two."]),
        ('He said: "Go"—and "stay".', ["Go", "stay"]),
        ('An ornament """""" quotes nothing.', []),
    ],
)
def test_outer_marks_of_one_paragraph(body: str, inside: list[str]) -> None:
    marked, _, issues = read_marks(body, [(0, len(body))])
    assert [body[start:end] for one in marked for start, end in one.segments] == inside
    assert not issues


def test_a_quote_of_several_paragraphs_is_one_quote_of_several_segments() -> None:
    quotes = read("The mayor said: “First, the bridge.\n“Second, the school.\n“Third, the well.”\nThe village clapped.")
    assert [words(quote) for quote in quotes] == [("First, the bridge.", "Second, the school.", "Third, the well.")]
    assert said(quotes[0]) == ("direct", "The mayor", "The mayor", "said")


def test_the_cue_after_the_last_paragraph_speaks_for_all() -> None:
    (quote,) = read('"I came in May.\n"I lost my papers.\n"Nobody helped," Samira al-Haddad told reporters in Qarah.')
    assert words(quote) == ("I came in May.", "I lost my papers.", "Nobody helped,")
    assert said(quote) == ("direct", "Samira al-Haddad", "Samira al-Haddad", "told reporters")


def test_a_missing_mark_is_an_issue_and_spoils_nothing_after_it() -> None:
    report = find(report_of('"The wall fell, said Ivo Lund. He ran.\n"We all ran," said Ana Lund.'))
    assert [(i.rule, i.seen, i.start_char) for i in report.issues] == [("quotation-marks", '"', 0)]
    assert [words(quote) for quote in report.quotes] == [("We all ran,",)]


def test_an_unclosed_quote_is_kept_with_less_confidence() -> None:
    report = find(report_of('Ivo Lund said: "The wall fell. We ran.\nThe police came later.'))
    (quote,) = report.quotes
    assert words(quote) == ("The wall fell. We ran.",)
    assert quote.rule.startswith("cue-before+unclosed")
    assert quote.confidence < 0.6
    assert [issue.rule for issue in report.issues] == ["quotation-marks"]


def test_a_stray_mark_between_quotes_is_an_issue_only() -> None:
    report = find(report_of('"We ran, he said. "They shot at us," Ivo Lund said. "Then it stopped."'))
    assert [words(quote) for quote in report.quotes] == [("They shot at us,", "Then it stopped.")]
    assert len(report.issues) == 1


@pytest.mark.parametrize(
    "body",
    [
        'The so-called "traffickers" were shop owners.',
        'His book, "The Long Road", is read in schools.',
        'Ivan "Hammer" Petrov was arrested in Tarn.',
        'They want "justice", not revenge.',
        '"War and Water" is the name of the exhibition.',
        'The report (Press "Freer" in the Valley\'s Year of Elections looks at this) was read.',
        'The letters "A" and "B" mark the two wings.',
    ],
)
def test_terms_titles_and_nicknames_in_marks_are_no_quotes(body: str) -> None:
    assert read(body) == ()


def test_only_body_passages_are_read() -> None:
    body = 'The heading says: "We go."\n(See also Lena Brandt said: "We stay.")'
    assert read(body, notices=body.split("\n")) == ()


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u2067"])
def test_direction_marks_beside_a_mark_are_not_seen(mark: str) -> None:
    body = f"{mark}“{mark}It is ours,{mark}”{mark} Lena Brandt said."
    assert [words(quote) for quote in read(body)] == [("It is ours,",)]
