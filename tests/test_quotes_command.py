"""`onrecord quotes`: JSON lines in, quotes in the common form out."""

from __future__ import annotations

import json
import time
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from tasks.batch.quoting import Document, answers, entries, read_text
from tests.conftest import onrecord

TEXT = (
    "“We wait,” Oline Tarrow, keeper of the light at Port Selby, said. “We hope.”\n"
    "\n"
    "“The nights are long,” she told IWPR. Maru Bek added that the “light” was out.\n"
    "“Nobody came to mend it.”\n"
)


def line(name: object = "a", text: object = TEXT, **other: object) -> str:
    return json.dumps({"id": name, "text": text, **other}) + "\n"


def run(content: str | bytes, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["quotes", "-", *arguments], input=content)


def answered(result: Result) -> list[dict[str, Any]]:
    return [json.loads(each) for each in result.stdout.splitlines()]


def found(text: str, *arguments: str) -> list[dict[str, Any]]:
    (document,) = answered(run(line(text=text), *arguments))
    quotes: list[dict[str, Any]] = document["quotes"]
    return quotes


def test_each_segment_is_an_entry_in_the_common_form() -> None:
    quotes = found(TEXT)
    for quote in quotes:
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]
        speaker = quote["speaker"]
        assert speaker is None or TEXT[speaker["start"] : speaker["end"]] == speaker["text"]
    assert {key: value for key, value in quotes[1].items() if key not in ("confidence", "rule")} == {
        "start": TEXT.index("We hope"),
        "end": TEXT.index("”\n\n"),
        "text": "We hope.",
        "type": "direct",
        "speaker": {"text": "Oline Tarrow", "start": 11, "end": 23},
        "speaker_canonical": "Oline Tarrow",
        "cue": "said",
        "group": 0,
        "speaker_kind": "named",
        "role": "keeper of the light at Port Selby",
        "affiliation": None,
    }
    assert [(q["type"], q["group"], q["text"]) for q in quotes[:4]] == [
        ("direct", 0, "We wait,"),
        ("direct", 0, "We hope."),
        ("direct", 1, "The nights are long,"),
        ("mixed", 2, "that the “light” was out"),
    ]


def test_speaker_is_the_mention_beside_the_words_and_canonical_the_name() -> None:
    third = found(TEXT)[2]
    assert (third["speaker"]["text"], third["speaker_canonical"], third["cue"]) == ("she", "Oline Tarrow", "told IWPR")


def test_words_that_go_on_have_the_mention_of_the_quote_before() -> None:
    text = (
        "“We wait,” Oline Tarrow said.\n“The nights are long,” she said.\n"
        "“Nobody came to mend it in the spring, and we stopped waiting for them.”"
    )
    *_, before, last = found(text)
    assert last["cue"] is None
    assert (last["speaker"], last["speaker_canonical"]) == (before["speaker"], "Oline Tarrow")
    assert last["speaker"]["text"] == "she"


def test_lines_are_paragraphs_and_offsets_count_characters() -> None:
    text = "𝄞 Ötzi\r\n\r\n   \n“Wait for the boat,” said Oline Tarrow.\r\n"
    (quote,) = found(text)
    assert text[quote["start"] : quote["end"]] == "Wait for the boat,"


def test_direct_only_gives_what_stands_in_marks() -> None:
    quotes = found(TEXT, "--direct-only")
    assert {quote["type"] for quote in quotes} == {"direct"}
    assert [quote["text"] for quote in quotes][:3] == ["We wait,", "We hope.", "The nights are long,"]
    assert quotes[2]["speaker_canonical"] == "Oline Tarrow"


def test_other_languages_give_words_in_marks_without_speakers() -> None:
    text = "« Nous attendons la lumière », dit Oline Tarrow.\nElle a dit que la lumière était éteinte."
    result = run(line(text=text, language="fr"))
    (quote,) = answered(result)[0]["quotes"]
    assert (quote["type"], quote["speaker"], quote["speaker_canonical"]) == ("direct", None, None)


@pytest.mark.parametrize(
    ("bad", "trouble"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON that can be read"),
        ("9" * 5_000, "no JSON that can be read"),
        ("[1]", "a JSON object"),
        ('{"text": "x"}', 'no "id"'),
        ('{"id": true, "text": "x"}', 'no "id"'),
        ('{"id": 1, "text": null}', 'no "text"'),
        ('{"id": 1, "text": "x", "language": "English"}', '"language" is a code'),
        (b'{"id": 1, "text": "\xff"}', "is not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(bad: str | bytes, trouble: str) -> None:
    middle = bad if isinstance(bad, bytes) else bad.encode()
    result = run(line("first").encode() + b"\n" + middle + b"\n" + line(3).encode())
    assert result.exit_code == 3
    assert [document["id"] for document in answered(result)] == ["first", 3]
    assert "onrecord: line 3: " in result.stderr
    assert trouble in result.stderr


def test_no_text_is_told_with_a_bad_line() -> None:
    assert "secret" not in run('{"id": "secret", "text": ["secret"]}\n"secret\n').output


def test_only_bad_lines_are_a_failure_and_no_lines_are_none() -> None:
    assert run("x\ny\n").exit_code == 1
    assert run("").exit_code == 0


def test_many_bad_lines_are_told_in_short() -> None:
    result = run("x\n" * 1_000 + line())
    assert result.exit_code == 3
    assert "and 980 more lines" in result.stderr
    assert len(result.stderr.splitlines()) < 30


def test_a_byte_order_mark_and_half_of_a_surrogate_pair_are_no_obstacle() -> None:
    text = "“Wait for the \ud800 boat,” said Oline Tarrow."
    result = run(b"\xef\xbb\xbf" + line(text=text).encode())
    assert answered(result)[0]["quotes"][0]["text"] == "Wait for the \ud800 boat,"


def test_documents_are_answered_as_they_come() -> None:
    endless = (line(number).encode() for number in count())
    assert [answer.line for answer in islice(answers(endless), 3)] == [1, 2, 3]


def test_real_command_reads_a_file_and_writes_a_whole_one(empty_home: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(line() * 3 + "bad\n", encoding="utf-8")
    done = onrecord(empty_home, "quotes", source, "--output", output, code=3)
    assert done.stdout == ""
    assert f"3 documents in {output}" in done.stderr
    assert len(output.read_text(encoding="utf-8").splitlines()) == 3
    assert not empty_home.exists()


def test_a_line_of_megabytes_is_read_in_a_moment() -> None:
    text = ("“" * 50 + "Oline Tarrow said that " * 20 + "\t" * 500 + "\n") * 1_000
    started = time.process_time()
    list(entries(read_text(Document(1, text), direct_only=True).quotes))
    assert time.process_time() - started < 5
