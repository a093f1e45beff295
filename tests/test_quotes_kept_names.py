"""Whoever the report does not name gets nobody's name, and protection reaches all whom it is meant for."""

from __future__ import annotations

import pytest

from tasks.reading.quotes import find
from tests.quote_reports import report_of


def _spoken(body: str) -> list[tuple[str, str]]:
    """Speaker and kind of each quote."""
    return [
        (quote.speaker.text if quote.speaker else "", quote.speaker_kind or "")
        for quote in find(report_of(body)).quotes
        if quote.kind == "direct"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "“We were told to lie,” said a prison guard, speaking on condition of anonymity.\n"
        "The prison was built in 1950. The guard, Pavel Orlov, denied beating anyone.",
        "Interior Ministry official Pavel Orlov welcomed the vote.\n"
        "“The count was false,” said the official, who asked not to be named.",
        "Judge Pavel Orlov sent him down. “It came from above,” a judge told us, asking not to be named.\n"
        "“We all do it,” said the judge.",
        "“They were paid,” said Pavel Orlov, an observer.\nA source at the ministry, who asked not to be named, sent"
        " the lists. “They were made up,” the same source said.",
    ],
)
def test_who_is_not_named_gets_nobodys_name(body: str) -> None:
    speaker, kind = _spoken(body)[-1]
    assert "Orlov" not in speaker
    assert kind == "anonymous"


@pytest.mark.parametrize(
    "body",
    [
        "“We ran,” Amina said.\nAmina’s name has been changed to protect her.",
        "“We ran,” Amina* said.\n*Some names have been changed.",
        "Amina fled. “We ran,” Amina* said.\n* Name changed",
        "“We ran,” Amina* said.\n*Identity changed for her safety",
        "“We ran,” said Amina (real name withheld).",
        "“We ran,” said Amina, who asked to use a pseudonym.",
        "“We ran,” Amina said.\nWe have changed names to protect those who spoke.",
        "“We ran,” Amina said.\nNames and identifying details have been changed.",
    ],
)
def test_false_names_are_seen(body: str) -> None:
    assert _spoken(body)[0] == ("Amina", "pseudonym")


def test_a_bracket_behind_two_names_is_about_both() -> None:
    body = "Amina Yusuf and Fatima Noor (not their real names) fled. “We ran,” Amina Yusuf said."
    assert _spoken(body)[-1] == ("Amina Yusuf", "pseudonym")


@pytest.mark.parametrize(
    "body",
    [
        "“We ran,” a nurse said.\nShe asked not to be named.",
        "“We ran,” said a nurse. Her name is being withheld.",
        "“We ran,” said a nurse who was too frightened to give her name.",
        "“We ran,” said a nurse who asked RFE/RL not to reveal her identity.",
        "“We ran,” said a nurse who would not be quoted by name.",
        "“We ran,” an unnamed nurse said.",
    ],
)
def test_names_kept_back_are_seen(body: str) -> None:
    assert _spoken(body)[0][1] == "anonymous"


def test_a_guess_shows_nobodys_gender() -> None:
    body = (
        "Sascha Orlow met Robin Winter. “I lied,” she said.\nOrlow left the court. “The judge knew,” he told reporters."
    )
    assert _spoken(body)[-1][0] == "Sascha Orlow"
