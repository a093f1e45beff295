"""What kind of text IWPR published: by kicker, title, stamp and address. Much of the site is not reporting
(sources.md §3), and counts of reports must be able to leave it out."""

from __future__ import annotations

import re

from tasks.report import Found

KICKERS = {
    "comment": "reporting",
    "photo essay": "reporting",
    "first person": "reporting",
    "investigation": "reporting",
    "briefly noted": "reporting",
    "courtside": "reporting",
    "project highlight": "project-review",
    "project review": "project-review",
    "iwpr's frontline updates": "newsletter",
}
"""What a kicker says of its text. A comment is journalism: its rule, ``kicker:comment``, tells it apart."""

_MONTHS = "|".join(
    (
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?",
        "nov(?:ember)?|dec(?:ember)?",
        "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь",
        "كانون ال?ثاني|شباط|[اأآ]ذار|نيسان|[اأ]يار|حزيران|تموز|[اأآ]ب|[اأ]يلول",
        "تشرين ال?(?:[اأ]ول|ثاني)|كانون ال?[اأ]ول",
    )
)
_SPAN = rf"(?:{_MONTHS})\.?(?:\s*[-–/|]\s*(?:{_MONTHS})\.?)?"
_MONTHLY = re.compile(rf"[^:]{{3,60}}:\s*{_SPAN}\s*['’‘`]?\s?(?:\d{{2}}|\d{{4}})", re.IGNORECASE)
_REVIEW = re.compile(r"\bproject (?:reviews?|developments)\b", re.IGNORECASE)
_HOUSE = re.compile(r"IWPR\b(?!['’]s? Frontline)")


def kind_of(title: str | None, kicker: str | None, section: str, *, has_stamp: bool) -> Found[str] | None:
    """The report kind and the rule that found it."""
    if kicker and kicker in KICKERS:
        return Found(KICKERS[kicker], f"kicker:{kicker}")
    if section in ("engage", "newsletter"):
        return Found("newsletter", "address")
    if section == "impact":
        return Found("house-news", "address")
    if title and "frontline updates" in title.casefold():
        return Found("newsletter", "title:frontline-updates")
    if title and (_MONTHLY.fullmatch(title.strip()) or _REVIEW.search(title)):
        return Found("project-review", "title:project-review")
    if title and _HOUSE.match(title):
        return Found("house-news", "title:iwpr")
    if has_stamp:
        return Found("reporting", "stamp")
    return Found("reporting", "section") if section in ("global-voices", "report-news") else None


def kicker_of(text: str) -> str | None:
    """The kicker that a line is, or with which a title begins (``COURTSIDE: Milosevic Trial``)."""
    folded = text.replace("’", "'").strip().casefold()
    for kicker in (*KICKERS, "editor's note"):
        if folded in (kicker, f"{kicker}:") or folded.startswith(f"{kicker}: "):
            return kicker
    return None
