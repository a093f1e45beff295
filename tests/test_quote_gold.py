"""The quotes gold, how it is read and scored, and what must be reached on it."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from benchmarks.quote_gold import GoldError, common_form, load, read
from benchmarks.quote_match import same_mention, same_person
from benchmarks.quote_people import Share, people
from benchmarks.quote_score import SUBSETS, Score, score
from benchmarks.quote_systems import marks, onrecord
from benchmarks.quotes import documents, measures
from tasks.batch.quoting import Document, read_text
from tests.conftest import ROOT, SHARED

GOLD = ROOT / "tests" / "quote_gold"
FLOORS = ROOT / "tests" / "floors_quotes.json"
SCORER = SHARED / "quotes" / "score.py"
ENTRY = """
[[quote]]
id = {id}
kind = "{kind}"
speaker = "{speaker}"
speaker_kind = "{speaker_kind}"
role = "{role}"
affiliation = ""
"""
LIGHT = """⟦s1 Oline Tarrow⟧, keeper of the light at Port Selby, ⟦c1 said⟧: “⟦1 We wait,⟧” and “⟦1 we hope.⟧”
⟦s2 She⟧ ⟦c2 told IWPR⟧ ⟦2 that the “light” was out⟧. “⟦3 It is dark.⟧”
A sign reads “No Entry”. “⟦4 Go home,⟧” ⟦s4 a man⟧ ⟦c4 shouted⟧.
"""


def entry(number: int, kind: str = "direct", **other: str) -> str:
    given = {
        "speaker": "Oline Tarrow", "speaker_kind": "named", "role": "keeper of the light at Port Selby", **other
    }  # fmt: skip
    return ENTRY.format(id=number, kind=kind, **given)


MAN = {"speaker": "man", "speaker_kind": "anonymous", "role": ""}
ENTRIES = entry(1) + entry(2, "mixed") + entry(3) + entry(4, **MAN)


def file(folder: Path, text: str = LIGHT, entries: str = ENTRIES, name: str = "light") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(f'manner = "iwpr"\ntext = """\n{text}"""\n{entries}', encoding="utf-8")
    return path


def test_tags_become_offsets_into_the_bare_text(tmp_path: Path) -> None:
    gold = read(file(tmp_path))
    assert "⟦" not in gold.text
    assert gold.text.startswith("Oline Tarrow, keeper of the light at Port Selby, said: “We wait,” and “we hope.”\n")
    first, second, third, fourth = gold.quotes
    assert [segment.text for segment in first.segments] == ["We wait,", "we hope."]
    assert (second.cue and second.cue.text, second.mention and second.mention.text) == ("told IWPR", "She")
    assert (third.cue, third.mention, third.speaker) == (None, None, "Oline Tarrow")
    assert fourth.speaker_kind == "anonymous"
    for quote in gold.quotes:
        for span in (*quote.segments, *filter(None, (quote.cue, quote.mention))):
            assert gold.text[span.start_char : span.end_char] == span.text


def test_tags_may_nest(tmp_path: Path) -> None:
    text = "⟦s1 Maru Bek⟧ ⟦c1 said⟧ “⟦1 ⟦s2 my aunt⟧ ⟦c2 cried⟧ ‘⟦2 run⟧’ and we ran⟧”.\n"
    who = {"speaker": "Maru Bek", "role": ""}
    gold = read(file(tmp_path, text, entry(1, **who) + entry(2, speaker="aunt", speaker_kind="anonymous", role="")))
    assert [q.segments[0].text for q in gold.quotes] == ["my aunt cried ‘run’ and we ran", "run"]


@pytest.mark.parametrize(
    ("text", "entries", "trouble"),
    [
        (LIGHT.replace("⟦c2 told", "⟦c5 told"), ENTRIES, "tag ⟦5 …⟧ has no [[quote]] entry"),
        (LIGHT, ENTRIES + entry(7), "entry 7 has no tag ⟦7 …⟧"),
        (LIGHT, ENTRIES + entry(4), "id 4 stands in 2 entries"),
        ("“⟦1 We\nwait⟧”\n", entry(1, speaker="", speaker_kind="", role=""), "a tag reaches over a line"),
        (LIGHT.replace("home,⟧", "home,"), ENTRIES, "⟦4 has no ⟧"),
        (LIGHT.replace("Entry”", "Entry⟧”"), ENTRIES, "⟧ without its ⟦"),
        (LIGHT.replace("⟦1 We wait", "⟦1We wait"), ENTRIES, "no tag name and one blank after ⟦"),
        (LIGHT.replace("⟦1 We wait", "⟦1  We wait"), ENTRIES, "a blank at its edge"),
        (LIGHT.replace("A sign", "⟦s4 A sign⟧"), ENTRIES, "⟦s4 …⟧ stands 2 times"),
        (LIGHT.replace("“⟦3 It is dark.⟧”", "⟦3 “It is dark.”⟧"), ENTRIES, "holds its outer quotation marks"),
        (LIGHT.replace("“light”", "light"), ENTRIES, "mixed, and no quotation mark"),
        (LIGHT, ENTRIES.replace("Oline Tarrow", "Oline Tarow"), "speaker is not printed in the text: 'Oline Tarow'"),
        (LIGHT, ENTRIES.replace("keeper of", "warden of"), "role is not printed in the text"),
        (LIGHT, ENTRIES.replace('"man"', '"a man"'), "speaker begins with an article"),
        (LIGHT, ENTRIES.replace('"man"', '""'), "speaker and speaker_kind are both given or both empty"),
        (LIGHT, ENTRIES.replace('"anonymous"', '"nameless"'), "speaker_kind is"),
        (LIGHT, ENTRIES.replace('"mixed"', '"partly"'), "kind is one of direct, mixed, indirect"),
        (LIGHT, ENTRIES.replace("affiliation", "affilation"), "affiliation is missing"),
        (LIGHT, ENTRIES.replace('"mixed"', '"indirect"').replace("id = 2", "id = 2 2"), "line"),
        ("⟦1 No cue here⟧.\n", entry(1, "indirect", speaker="", speaker_kind="", role=""), "needs its cue"),
        ("⟦1 a ⟦c1 said⟧ b⟧\n", entry(1, speaker="", speaker_kind="", role=""), "cue lies inside its own words"),
    ],
)
def test_gold_that_contradicts_itself_is_refused(tmp_path: Path, text: str, entries: str, trouble: str) -> None:
    path = file(tmp_path, text, entries)
    with pytest.raises(GoldError) as refused:
        read(path)
    assert str(path) in str(refused.value)
    assert trouble in str(refused.value)


def test_common_form_has_an_entry_for_each_segment_and_a_mention_for_each(tmp_path: Path) -> None:
    document = common_form(read(file(tmp_path)))
    assert [(e["text"], e["type"], e["group"], e["speaker"]["text"]) for e in document["quotes"]] == [
        ("We wait,", "direct", "1", "Oline Tarrow"),
        ("we hope.", "direct", "1", "Oline Tarrow"),
        ("that the “light” was out", "mixed", "2", "She"),
        ("It is dark.", "direct", "3", "She"),
        ("Go home,", "direct", "4", "a man"),
    ]


def test_gold_scores_in_full_against_itself(tmp_path: Path) -> None:
    document = common_form(read(file(tmp_path)))
    for each in score([document], [document]).values():
        assert (each.exact_f1, each.partial_f1, each.attribution, each.end_to_end_f1) == (1, 1, 1, 1)


def test_what_is_scored(tmp_path: Path) -> None:
    document = common_form(read(file(tmp_path)))
    found = [dict(e) for e in document["quotes"]]
    found[1]["speaker"] = {"text": "Maru Bek"}  # somebody else
    found[1]["speaker_canonical"] = "Maru Bek"
    found[4]["end"] -= 4  # less than .8 of it
    inside = document["text"].index("light” was")
    found.append({"start": inside, "end": inside + 5, "type": "direct"})  # in marks inside mixed words: no error
    direct = score([document], [{"id": "light", "quotes": found}])["direct"]
    assert direct == Score(4, 4, 3, direct.covered_found, direct.covered_gold, 3, 2, 2)
    assert direct.covered_found == 4
    assert 3 < direct.covered_gold < 4
    assert score([document], [])["speech"] == Score(gold=5)


def test_speakers_agree_by_the_heads_of_their_phrases() -> None:
    assert same_mention("the director, Oline Tarrow", "Tarrow")
    assert same_mention("her", "she")
    assert not same_mention("he", "Tarrow")
    assert not same_mention("a spokesman for Tarrow", "Tarrow")
    assert same_person("Dr Tarrow", "Oline Tarrow")
    assert not same_person("Berit Tarrow", "Oline Tarrow")


def test_people_are_counted_where_the_words_are_found(tmp_path: Path) -> None:
    gold = read(file(tmp_path))
    found = people(gold, read_text(Document("light", gold.text)).quotes)
    assert found.speaker_kind == Share(4, 4)
    assert found.role_found == Share(3, 3)
    assert found.wrong_named == Share(0, 2)
    other = read(file(tmp_path, LIGHT, ENTRIES.replace('"Oline Tarrow"', '"Port Selby"')))
    assert people(other, read_text(Document("light", gold.text)).quotes).wrong_named == Share(2, 2)
    assert sum(share.all for share in found.reliability) == 4


def test_marks_alone_are_paired_within_paragraphs() -> None:
    text = "A “b c” d.\n“e f\n“g h” i “j\nk"
    assert [q["text"] for q in marks(text)] == ["b c", "e f", "g h"]


def test_folders_and_files_of_other_corpora_are_read(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.mkdir()
    file(tmp_path / "lines", name="a")
    own = documents(lines)
    (lines / "a.toml").unlink()
    (lines / "b.jsonl").write_text(json.dumps(own[0]) + "\n", encoding="utf-8")
    assert documents(lines) == documents(lines / "b.jsonl") == own
    with pytest.raises(GoldError):
        documents(tmp_path / "lines" / "..")


@pytest.mark.skipif(not SCORER.is_file(), reason="the shared scorer is not at hand")
def test_our_measure_is_the_shared_one(tmp_path: Path) -> None:
    golds = [common_form(gold) for gold in load(GOLD)] or [common_form(read(file(tmp_path)))]
    theirs = runpy.run_path(str(SCORER))["score"]
    for find in (lambda text: onrecord(text, direct_only=False), marks):
        found = [{"id": each["id"], "quotes": list(find(each["text"]))} for each in golds]
        untyped = [{**each, "quotes": [{**q, "type": None} for q in each["quotes"]]} for each in found]
        for answers in (found, untyped):
            ours, wanted = score(golds, answers), theirs(golds, answers)
            for subset in SUBSETS:
                reached, same = ours[subset], wanted[subset]
                assert (reached.gold, reached.found) == (same["gold"], same["pred"])
                assert (
                    reached.exact_f1, reached.partial_f1, reached.attribution, reached.end_to_end_f1
                ) == pytest.approx(
                    (same["exact_F1"], same["partial_F1"], same["attr_acc"], same["e2e_F1"])
                )  # fmt: skip


@pytest.mark.parametrize("split", ["dev", "test"])
def test_floors_hold(split: str) -> None:
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))[split]
    reached = measures(load(GOLD / split))
    assert reached.keys() == floors.keys()
    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}, "below the floor"
