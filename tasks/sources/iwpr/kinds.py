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
    "editor's note": None,
    "project highlight": "project-review",
    "project review": "project-review",
    "iwpr's frontline updates": "newsletter",
    "frontline updates": "newsletter",
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
_SPAN = rf"(?:{_MONTHS})\.?(?:\s{{0,3}}[-–/|]\s{{0,3}}(?:{_MONTHS})\.?)?"
_MONTHLY = re.compile(rf"[^:]{{3,60}}:\s{{0,3}}{_SPAN}\s{{0,3}}['’‘`]?\s?(?:\d{{2}}|\d{{4}})", re.IGNORECASE)
_REVIEW = re.compile(r"\bproject (?:reviews?|developments)\b", re.IGNORECASE)
_NEWSLETTER = re.compile(
    r"\bfrontline updates\b|\bIWPR['’]?s? (?:[\w-]+ ){0,2}newsletter\b|\Anewsletter\b", re.IGNORECASE
)
_HOUSE = re.compile(r"IWPR\b(?!['’]s? Frontline)")


def kind_of(title: str | None, kicker: str | None, section: str, *, has_stamp: bool) -> Found[str] | None:
    """The report kind and the rule that found it."""
    if kicker and (kind := KICKERS.get(kicker)):
        return Found(kind, f"kicker:{kicker}")
    if section in ("engage", "newsletter"):
        return Found("newsletter", "address")
    if section == "impact":
        return Found("house-news", "address")
    if title and _NEWSLETTER.search(title):
        return Found("newsletter", "title:frontline-updates" if "rontline" in title else "title:newsletter")
    if title and (_MONTHLY.fullmatch(title.strip()) or _REVIEW.search(title)):
        return Found("project-review", "title:project-review")
    if title and _HOUSE.match(title):
        return Found("house-news", "title:iwpr")
    if has_stamp:
        return Found("reporting", "stamp")
    return Found("reporting", "section") if section in ("global-voices", "report-news", "issue") else None


def kicker_of(text: str) -> str | None:
    """The kicker that a line is, or with which a title begins (``COURTSIDE: Milosevic Trial``)."""
    folded = _folded(text)
    for kicker in KICKERS:
        if folded in (kicker, f"{kicker}:") or folded.startswith(f"{kicker}: "):
            return kicker
    return None


def is_kicker(text: str) -> bool:
    """Whether a line is a kicker and nothing else: "Editor's note: …" is a note."""
    return _folded(text).rstrip(":") in KICKERS


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()
